"""Scores of a group: each kept with its method, scorer, day and confidence, moderated by another, never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Ocg, OcgScore, ScoreTemplate, User, scoring
from soc_desk.domain.base import Id
from soc_desk.domain.days import DayThatWas
from soc_desk.domain.scoring import Band, Part, Scored
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.ocg_life import templates
from soc_desk.services.ocg_life.templates import TemplateRow
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import rows_of
from soc_desk.store import Work, prepared, use_case
from soc_desk.vocabulary import Role, SubjectStatus
from soc_desk.vocabulary.ocg import Confidence

SCORERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST})
MODERATORS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})


@dataclass(frozen=True, kw_only=True)
class ScoreDraft:
    """What the scoring form fills; ``answers`` by criterion, None for Unknown, a missing one for not answered yet."""

    template_id: UUID | None = None
    answers: Mapping[str, int | None] = field(default_factory=dict)
    confidence: Confidence | None = None
    scored_on: DayThatWas = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence, but for the answers, which the template judges."""
        found = {}
        if self.template_id is None:
            found["template_id"] = "Choose how the group is scored."
        if self.confidence is None:
            found["confidence"] = "Say how sure you are."
        return found


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """One score with how it came about; scores of different templates are never set against each other."""

    id: UUID
    version: int
    template_id: UUID
    template: str
    edition: str
    total: int
    most: int
    unknown: int
    band: str
    confidence: Confidence
    note: str
    scored_on: date
    scored_at: datetime
    by: str
    by_id: UUID
    moderated_by: str
    moderated_at: datetime | None
    answers: Mapping[str, int | None]
    parts: Mapping[str, Any]

    @property
    def scored(self) -> Scored:
        """As it was worked out."""
        return Scored(
            parts=tuple(Part(*each) for each in self.parts["sections"]), lowest=self.total,
            highest=self.parts["highest"], most=self.most, unknown=self.unknown, band=self.band,
            roll_up=self.parts["roll_up"],
        )  # fmt: skip

    @property
    def highest(self) -> int:
        """The highest that it can be; the total itself where nothing is unknown."""
        return int(self.parts["highest"])

    @property
    def figure(self) -> str:
        """``46 of 60``, or ``44 to 52 of 60`` while something is unknown."""
        return self.scored.figure

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands that it is read against."""
        return tuple(Band(*each) for each in self.parts["bands"])

    @property
    def words(self) -> str:
        """The explanation, in words."""
        return self.scored.words

    @property
    def method(self) -> str:
        """``Local example, edition 1``."""
        return f"{self.template}, edition {self.edition}"


def history(session: Session, subject_id: UUID) -> list[ScoreRow]:
    """Every score of a group, oldest first."""
    return rows_of(ScoreRow, prepared.rows(session, "scores", _history, {"group": subject_id}))


def comparable(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Those made by the very template of the newest, oldest first: a chart never mixes methods."""
    return [row for row in rows if row.template_id == rows[-1].template_id]


def change_words(rows: Sequence[ScoreRow]) -> str:
    """``+8 since July``, beside the score before by the same template; empty where there is none."""
    same = comparable(rows) if rows else []
    if len(same) < 2:
        return ""
    last, before = same[-1], same[-2]
    since = f"since {before.scored_on:%B}" + (
        f" {before.scored_on.year}" if before.scored_on.year != last.scored_on.year else ""
    )
    if last.unknown or before.unknown:
        return f"{scoring.range_words(before.total, before.highest)} {since.replace('since', 'in')}"
    difference = last.total - before.total
    return f"{difference:+,} {since}" if difference else f"unchanged {since}"


def offered(session: Session, on: date) -> list[TemplateRow]:
    """The ways of scoring in use on a day."""
    return templates.list_rows(session, on)


def worked_out(method: TemplateRow, answers: Mapping[str, int | None]) -> Scored:
    """What answers come to, before anything is kept; raises Invalid while one is missing."""
    return scoring.score(method.template, answers)


def unanswered(method: TemplateRow, answers: Mapping[str, int | None]) -> dict[str, str]:
    """Questions that lack an answer, each with a sentence."""
    return scoring.problems(method.template, answers)


@use_case("Score an OCG", needs=SCORERS)
def score(work: Work, subject_id: UUID, draft: ScoreDraft) -> UUID:
    """Keep a new score beside those before; gives its id. The total is worked out here, never typed."""
    ocg = work.get(Ocg, subject_id)
    today = wall(work.now).date()
    scored_on = draft.scored_on or today
    problems = draft.problems()
    if ocg.status in (SubjectStatus.REJECTED, SubjectStatus.MERGED):
        problems["subject_id"] = f"{ocg.reference} is {ocg.status.label.lower()}, which is the end of its life."
    if scored_on > today:
        problems["scored_on"] = "The day lies in the future; enter the day it was scored."
    if draft.template_id is None or problems:
        raise Invalid(problems)
    method = templates.one(work.session, draft.template_id)
    if not method.starts_on <= scored_on <= (method.ends_on or scored_on):
        told = f"{method.words} is not in use on {day_words(scored_on)}; choose one that is."
        raise Invalid({"template_id": told})
    found = scoring.score(method.template, draft.answers)
    templates.keep(work, method.id)
    made = OcgScore(
        subject_id=ocg.id, template_id=method.id, answers=dict(draft.answers), parts=_kept(method, found),
        total=found.lowest, most=found.most, unknown=found.unknown, band=found.band,
        confidence=draft.confidence or Confidence.MEDIUM, note=draft.note.strip(), scored_on=scored_on,
        scored_by_id=work.actor.id, scored_at=work.now,
    )  # fmt: skip
    work.add(made)
    ocg.assessed_on = max(filter(None, (ocg.assessed_on, scored_on)))
    return made.id


@use_case("Moderate a score", needs=MODERATORS)
def moderate(work: Work, id: UUID, version: int) -> None:
    """Agree with a score, by somebody other than its scorer; who disagrees scores anew."""
    made = work.get(OcgScore, id, version)
    if made.scored_by_id == work.actor.id:
        raise NotAllowed("A score is moderated by somebody other than the person who scored.")
    if made.moderated_at is not None:
        raise Invalid({"id": "That score is moderated already; open the record again to see by whom."})
    made.moderated_by_id, made.moderated_at = work.actor.id, work.now


def _kept(method: TemplateRow, found: Scored) -> dict[str, Any]:
    return {
        "roll_up": found.roll_up, "highest": found.highest,
        "sections": [[part.name, part.lowest, part.highest, part.most] for part in found.parts],
        "bands": [[band.start, band.name] for band in method.template.bands],
    }  # fmt: skip


def _history() -> Select[*tuple[Any, ...]]:
    moderator = aliased(User)
    columns = (
        OcgScore.id, OcgScore.version, OcgScore.template_id, ScoreTemplate.name, ScoreTemplate.edition, OcgScore.total,
        OcgScore.most, OcgScore.unknown, OcgScore.band, OcgScore.confidence, OcgScore.note, OcgScore.scored_on,
        OcgScore.scored_at, func.coalesce(User.display, ""), OcgScore.scored_by_id,
        func.coalesce(moderator.display, ""), OcgScore.moderated_at,
        OcgScore.answers, OcgScore.parts,
    )  # fmt: skip
    return (
        select(*columns)
        .join(ScoreTemplate, ScoreTemplate.id == OcgScore.template_id)
        .outerjoin(User, User.id == OcgScore.scored_by_id)
        .outerjoin(moderator, moderator.id == OcgScore.moderated_by_id)
        .where(OcgScore.subject_id == bindparam("group", type_=Id()))
        .order_by(OcgScore.scored_on, OcgScore.scored_at, OcgScore.id)
    )
