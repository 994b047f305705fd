"""One group as its page shows it: the record, its newest disruptions, and what needs attention and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import Ocg
from soc_desk.services import (
    archive,
    archive_policy,
    disruption_rows,
    need_to_know,
    ocg_concerns,
    ocg_counts,
    ocgs,
    periods,
)
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow
from soc_desk.services.ocg_concerns import Concern
from soc_desk.services.ocg_life import glance, recent, relations, scores
from soc_desk.services.ocg_life.glance import PlanGlance
from soc_desk.services.ocg_life.recent import Recent
from soc_desk.services.ocg_life.relations import RelationRow
from soc_desk.services.ocg_life.scores import ScoreRow
from soc_desk.services.ocgs import OcgDetail
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import READERS, Access, SubjectStatus

NEWEST = 6


@dataclass(frozen=True, kw_only=True)
class OcgRecord:
    """``newest`` are the latest disruptions; ``counts`` is how much each part of the record holds for its reader.

    The keys are those of ``ui.ocgs.parts``; disruptions are counted in every state.
    """

    detail: OcgDetail
    newest: tuple[DisruptionRow, ...]
    counts: dict[str, int]
    concerns: tuple[Concern, ...]
    scores: tuple[ScoreRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    recent: tuple[Recent, ...] = ()
    plan: PlanGlance | None = None


@use_case("Open an OCG", needs=READERS)
def look(work: Work, id: UUID) -> OcgRecord:
    """Open the page of a group; logs the consultation."""
    ocg = work.get(Ocg, id)  # held, so that it is not read a second time
    work.consult(ocg)
    return record(work.session, ocg.id, periods.today())


def record(session: Session, id: UUID, today: date) -> OcgRecord:
    """The record as it stands, for a page that is open already and so has logged why it reads it."""
    detail = ocgs.detail(session, id, today)
    shown = DisruptionFilter(subject_id=id)
    scored = scores.history(session, id)
    counts, plan = ocg_counts.counts(session, id, today), glance.of(session, id, today)
    late = {name: counts.pop(name) for name in ocg_counts.LATE}
    return OcgRecord(
        detail=detail,
        newest=tuple(disruption_rows.page(session, shown, limit=NEWEST)),
        counts=counts,
        concerns=(
            *(Concern(*told) for told in _to_the_owner(session, detail)),
            *(Concern(*told) for told in _stirring(session, detail, today)),
            *ocg_concerns.concerns(detail, today, archive_policy.of(session, today), plan, late),
        ),
        scores=tuple(scored), relations=tuple(relations.of(session, id)),
        recent=recent.of(session, id, detail.steps, scored), plan=plan,
    )  # fmt: skip


def _to_the_owner(session: Session, detail: OcgDetail) -> Iterator[tuple[str, str]]:
    """What the owner of a closed record alone is told."""
    reader = reader_of(session)
    if detail.row.access is not Access.TEAM and detail.row.owner_id == reader.id:
        yield from need_to_know.of_record(session, detail.row.id, reader.id)


def _stirring(session: Session, detail: OcgDetail, today: date) -> Iterator[tuple[str, str]]:
    """What the archive review asks of an archived group, by its own rule."""
    if detail.row.status is SubjectStatus.ARCHIVED:
        for found in archive.reactivations(session, archive.period(session, today), detail.row.id):
            yield "Intelligence has come in since it was archived: is it to be reactivated?", found.arithmetic
