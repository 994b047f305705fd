"""One group as its page shows it: the record, its newest disruptions, and what needs attention and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import Ocg
from soc_desk.services import disruption_rows, ocgs, periods
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow
from soc_desk.services.labels import policies
from soc_desk.services.ocgs import OcgDetail
from soc_desk.services.policy_defaults import default
from soc_desk.services.prints import day_words
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import READERS, Access, FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState

if TYPE_CHECKING:
    from soc_desk.services.ocg_life.glance import PlanGlance
    from soc_desk.services.ocg_life.recent import Recent
    from soc_desk.services.ocg_life.relations import RelationRow
    from soc_desk.services.ocg_life.scores import ScoreRow

NEWEST = 6


@dataclass(frozen=True)
class Concern:
    """Something that needs attention, as a sentence, and why it is said."""

    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class OcgRecord:
    """``newest`` are the latest disruptions; ``counts`` is how much each part of the record holds for its reader.

    The keys are those of ``ui.ocgs.parts``; disruptions are counted in every state.
    """

    detail: OcgDetail
    newest: tuple[DisruptionRow, ...]
    counts: dict[str, int]
    concerns: tuple[Concern, ...]
    scores: "tuple[ScoreRow, ...]" = ()
    relations: "tuple[RelationRow, ...]" = ()
    recent: "tuple[Recent, ...]" = ()
    plan: "PlanGlance | None" = None


@dataclass(frozen=True)
class ArchivePolicy:
    """Local policy: the archive period without intelligence, and how long before its end that is announced; days."""

    after_days: int
    warn_days: int


@use_case("Open an OCG", needs=READERS)
def look(work: Work, id: UUID) -> OcgRecord:
    """Open the page of a group; logs the consultation."""
    ocg = work.get(Ocg, id)  # held, so that it is not read a second time
    work.consult(ocg)
    return record(work.session, ocg.id, periods.today())


def record(session: Session, id: UUID, today: date) -> OcgRecord:
    """The record as it stands, for a page that is open already and so has logged why it reads it."""
    from soc_desk.services import ocg_counts  # My desk, which is loaded at the start, needs none of what they read
    from soc_desk.services.ocg_life import glance, recent, relations, scores

    detail, plan = ocgs.detail(session, id, today), glance.of(session, id)
    shown = DisruptionFilter(subject_id=id)
    return OcgRecord(
        detail=detail,
        newest=tuple(disruption_rows.page(session, shown, limit=NEWEST)),
        counts=ocg_counts.counts(session, id),
        concerns=(
            *(Concern(*told) for told in _to_the_owner(session, detail)),
            *(Concern(*told) for told in _stirring(session, detail, today)),
            *concerns(detail, today, archive_policy(session, today), plan),
        ),
        scores=tuple(scores.history(session, id)), relations=tuple(relations.of(session, id)),
        recent=recent.of(session, id), plan=plan,
    )  # fmt: skip


def _to_the_owner(session: Session, detail: OcgDetail) -> Iterator[tuple[str, str]]:
    """What the owner of a closed record alone is told."""
    reader = reader_of(session)
    if detail.row.access is not Access.TEAM and detail.row.owner_id == reader.id:
        from soc_desk.services import need_to_know  # as above

        yield from need_to_know.of_record(session, detail.row.id, reader.id)


def _stirring(session: Session, detail: OcgDetail, today: date) -> Iterator[tuple[str, str]]:
    """What the archive review asks of an archived group, by its own rule."""
    if detail.row.status is SubjectStatus.ARCHIVED:
        from soc_desk.services import archive  # as above

        for found in archive.reactivations(session, archive.period(session, today), detail.row.id):
            yield "Intelligence has come in since it was archived: is it to be reactivated?", found.arithmetic


def archive_policy(session: Session, today: date) -> ArchivePolicy:
    """The force's archive period and its announcement as they stand on a day."""
    names = ("ocg.archive_after_days", "ocg.archive_warn_days")
    held = policies(session, names, today)
    return ArchivePolicy(*(int(held.get(name, default(name))) for name in names))


def concerns(
    detail: OcgDetail, today: date, archive: ArchivePolicy, plan: "PlanGlance | None" = None
) -> Iterator[Concern]:
    """What needs attention, gravest first; without ``plan`` nothing is said of actions."""
    row = detail.row
    if row.status is SubjectStatus.PROPOSED:
        yield Concern("It waits to be validated.", "A second person validates a group before it is active.")
        if not row.lro:
            yield Concern("Nobody is named to lead it.", "A lead responsible officer is named before it is validated.")
    elif row.status is SubjectStatus.ACTIVE:
        yield from _of_an_active_group(detail, today, archive)
        yield from _of_activity(detail, today, plan)


def _of_an_active_group(detail: OcgDetail, today: date, archive: ArchivePolicy) -> Iterator[Concern]:
    row = detail.row
    if not row.lro:
        yield Concern("Nobody is named to lead it.", "An active group has a lead responsible officer.")
    if (since := row.last_intelligence_on or row.mapped_on) is not None:
        quiet = (today - since).days
        why = f"Local policy: archive review at {archive.after_days} days."
        if quiet >= archive.after_days:
            yield Concern(f"No qualifying intelligence for {quiet} days: archive review is due.", why)
        elif quiet >= archive.after_days - archive.warn_days:
            left = archive.after_days - quiet
            yield Concern(f"No qualifying intelligence for {quiet} days: archive review in {left}.", why)
    if row.review_due_on is not None and row.review_due_on <= today:
        yield Concern(
            f"A review was due on {day_words(row.review_due_on)}.", "Local policy: active groups are reviewed."
        )
    if row.assessed_on is None:
        yield Concern("It was never assessed.", "The check of the national return reports such a group.")
    if not row.tier:
        yield Concern("No tier is set.", "The tasking meeting sets it.")


def _of_activity(detail: OcgDetail, today: date, plan: "PlanGlance | None") -> Iterator[Concern]:
    """Ps under which nothing is counted, those without a plan first; then actions and a review that are late."""
    planned = {one.four_p for one in plan.actions if one.state is not ActionState.CANCELLED} if plan else set(FourP)
    missing = [p for p in FourP if not detail.four_ps.get(p)]
    why = "Inspectors look for all four Ps."
    if bare := [p.label for p in missing if p not in planned]:
        yield Concern(f"Nothing planned or counted under {_either(bare)} in 12 months.", why)
    if uncounted := [p.label for p in missing if p in planned]:
        yield Concern(f"Nothing counted under {_either(uncounted)} in 12 months.", why)
    if late := sum(one.days_overdue(today) > 0 for one in plan.actions) if plan else 0:
        told = "1 action of its plan is overdue." if late == 1 else f"{late} actions of its plan are overdue."
        yield Concern(told, "Their days have passed, and they are still open.")
    if plan and plan.review_due_on is not None and plan.review_due_on <= today:
        told = f"The review of its plan was due on {day_words(plan.review_due_on)}."
        yield Concern(told, "A live plan is reviewed by its day.")


def _either(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1]
