"""Possible double counting: the same subject, date and P, or the same act claimed on two groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Disruption, Outcome, PocaCase, Subject
from soc_desk.services.disruption_rows import standing_for
from soc_desk.services.outcome_amounts import amount, of_case
from soc_desk.vocabulary import DisruptionStatus, FourP, OutcomeKind

_MOST = 10


@dataclass(frozen=True)
class Double:
    """A record that may count the same thing, and why it is shown."""

    id: UUID
    reference: str
    subject: str
    disruption_date: date
    four_p: FourP
    why: str


def doubles(
    session: Session,
    own_id: UUID | None,
    subject_id: UUID,
    on: date,
    four_p: FourP | None,
    outcomes: Sequence[tuple[OutcomeKind, float | None, int | None]],
) -> list[Double]:
    """Records of the same day that may be the same; ``outcomes`` are (kind, quantity, value in pence)."""
    columns = (Disruption.id, Disruption.reference, Subject.reference, Subject.name, Disruption.disruption_date,
               Disruption.four_p, Disruption.subject_id)  # fmt: skip
    same_day = (
        select(*columns)
        .join(Subject, Subject.id == Disruption.subject_id)
        .where(Disruption.disruption_date == on, Disruption.status != DisruptionStatus.WITHDRAWN)
        .order_by(Disruption.serial)
    )
    if own_id is not None:
        same_day = same_day.where(Disruption.id != own_id)
    same = Disruption.subject_id.in_(standing_for(subject_id))
    same_subject = session.execute(same_day.where(same).limit(_MOST)).all()
    found = [
        Double(
            r[0],
            r[1],
            f"{r[2]} {r[3]}".strip(),
            r[4],
            r[5],
            "Same subject and day" + (", same P." if r[5] is four_p else ", another P."),
        )
        for r in same_subject
    ]
    telling = {line for line in outcomes if line[1] or line[2]}
    if telling:
        found += _same_act(session, same_day.where(~same), telling)
    return found[:_MOST]


def doubled(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these have another record of the same subject and day; for lists, where ``doubles`` says more."""
    other = aliased(Disruption)
    another = select(other.id).where(
        other.subject_id == Disruption.subject_id, other.disruption_date == Disruption.disruption_date,
        other.id != Disruption.id, other.status != DisruptionStatus.WITHDRAWN,
    )  # fmt: skip
    return set(session.scalars(select(Disruption.id).where(Disruption.id.in_(ids), another.exists())))


def _same_act(
    session: Session, same_day: "object", telling: set[tuple[OutcomeKind, float | None, int | None]]
) -> list[Double]:
    others = {r[0]: r for r in session.execute(same_day)}  # type: ignore[call-overload]  # a Select of the columns above
    if not others:
        return []
    lines = select(Outcome.disruption_id, Outcome.kind, Outcome.quantity, amount()).outerjoin(PocaCase, of_case)
    shared: dict[UUID, list[str]] = {}
    for id_, kind, quantity, pence in session.execute(lines.where(Outcome.disruption_id.in_(list(others)))):
        if (kind, quantity, pence) in telling:
            shared.setdefault(id_, []).append(kind.label.lower())
    return [
        Double(
            r[0],
            r[1],
            f"{r[2]} {r[3]}".strip(),
            r[4],
            r[5],
            f"Another subject, the same day and the same {', '.join(shared[id_])}.",
        )
        for id_, r in others.items()
        if id_ in shared
    ]
