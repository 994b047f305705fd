"""How a deadline was worked out: its steps in plain words, its section, how certain it is, and who is told when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Duty, PocaCase
from soc_desk.domain.statutory_clock import Certainty, DutyFact, Warned
from soc_desk.errors import NotFound
from soc_desk.services.poca import calendars
from soc_desk.services.poca.duties import open_duties
from soc_desk.services.poca.duty_rows import expired_at
from soc_desk.services.poca.facts import facts_of
from soc_desk.vocabulary.poca import CaseState, DutyKind

PARTS = {
    Warned.OFFICER: "the officer", Warned.CHAMPION: "the champion", Warned.DEPUTY: "the deputy",
    Warned.INSPECTOR: "the inspector", Warned.SUPERINTENDENT: "the superintendent",
    Warned.SOLICITOR: "the force solicitor", Warned.FIU: "the financial investigation unit",
    Warned.PSD: "professional standards",
}  # fmt: skip


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder: from ``at`` on (wall time) these people are told; ``before`` says how long before."""

    at: datetime
    before: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A deadline with everything that stands behind it; wall times, the end of a day is the midnight after it."""

    duty_id: UUID
    reference: str
    kind: DutyKind
    due_at: datetime
    work_to: datetime
    last_court_day: date | None
    steps: tuple[str, ...]
    source: str
    certainty: Certainty
    doubt: str
    unknown: str
    warnings: tuple[Rung, ...]
    calendar_known_to: date


def explain(session: Session, duty_id: UUID, now: datetime) -> Explanation:
    """Why a duty is due when it is; raises NotFound where it is done, gone, or not open to the reader."""
    stored = session.execute(
        select(Duty.case_id, Duty.kind, Duty.line_id, PocaCase.reference)
        .join(PocaCase, PocaCase.id == Duty.case_id)
        .where(Duty.id == duty_id)
    ).one_or_none()
    if stored is None:
        raise NotFound("That deadline does not exist, or is not open to you.")
    case_id, kind, line_id, reference = stored
    facts, calendar = facts_of(session, (case_id,))[case_id], calendars.in_use(session, now.date())
    gone_at = expired_at(facts, calendar, now)
    fact = _find(open_duties(facts, calendar), kind, None if line_id == case_id else line_id)
    if fact is None and gone_at is not None:
        latched = replace(facts, state=CaseState.EXPIRED, expired_at=gone_at)
        fact = _find(open_duties(latched, calendar), DutyKind.ACT_ON_EXPIRY, None)
    if fact is None:
        raise NotFound("Nothing is due any more where this deadline stood; open the case to see how it stands now.")
    return Explanation(
        duty_id=duty_id, reference=reference, kind=fact.kind, due_at=fact.due_at, work_to=fact.work_to,
        last_court_day=fact.last_court_day, steps=fact.steps, source=fact.source, certainty=fact.certainty,
        doubt=fact.doubt, unknown=fact.unknown, warnings=_warnings(fact), calendar_known_to=calendar.known_to,
    )  # fmt: skip


def _find(due: tuple[DutyFact, ...], kind: DutyKind, line_id: UUID | None) -> DutyFact | None:
    return next((fact for fact in due if fact.kind is kind and fact.line_id == line_id), None)


def _warnings(fact: DutyFact) -> tuple[Rung, ...]:
    return tuple(
        Rung(rung.at, rung.before, tuple(words for part, words in PARTS.items() if part in rung.roles))
        for rung in fact.ladder
    )
