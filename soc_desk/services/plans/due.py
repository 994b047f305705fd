"""What is due in plans, by a day: open actions, reviews of groups and of their live plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, Plan, PlanAction
from soc_desk.domain.plan import OPEN_ACTIONS, in_force
from soc_desk.vocabulary import FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState

Kind = Literal["plan_action", "ocg_review", "plan_review"]
_WORDS: dict[Kind, str] = {"ocg_review": "OCG review", "plan_review": "4P plan review"}


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Something due by the end of a day; ``id`` and ``version`` are those of the action, the plan or the group.

    ``title`` and ``because`` may name people: they stay out of calendars.
    """

    kind: Kind
    id: UUID
    version: int
    subject_id: UUID
    reference: str
    name: str
    due_on: date
    days: int
    owner: str
    four_p: FourP | None = None
    title: str = ""
    blocked: bool = False
    because: str = ""

    @property
    def what(self) -> str:
        """What is due, without naming anybody."""
        return f"{self.four_p.label} action" if self.four_p else _WORDS[self.kind]


def due(
    session: Session,
    today: date,
    *,
    within_days: int | None = None,
    owner_id: UUID | None = None,
    limit: int = 10_000,
) -> list[DueRow]:
    """Everything due that the reader may know of, the most overdue first.

    ``owner_id`` keeps one person's: the actions they have, and the reviews of the groups they lead.
    """
    until = date.max if within_days is None else today + timedelta(days=within_days)
    found = [*_actions(session, today, until, owner_id, limit), *reviews(session, today, until, owner_id)]
    return sorted(found, key=_order)[:limit]


def reviews(session: Session, today: date, until: date, owner_id: UUID | None = None) -> list[DueRow]:
    """Reviews of active groups and of their live plans that are due by a day, the most overdue first."""
    plan = and_(Plan.subject_id == Ocg.id, in_force(today))
    columns = (Ocg.id, Ocg.version, Ocg.review_due_on, Plan.id, Plan.version, Plan.review_due_on)
    query = (
        select(Ocg.reference, Ocg.name, Ocg.lro, *columns)
        .outerjoin(Plan, plan)
        .where(Ocg.status == SubjectStatus.ACTIVE, or_(Ocg.review_due_on <= until, Plan.review_due_on <= until))
    )
    if owner_id is not None:
        query = query.where(leads(owner_id))
    found = []
    for reference, name, lro, subject_id, *each in session.execute(query):
        kinds: tuple[tuple[Kind, list[Any]], ...] = (("ocg_review", [subject_id, *each[:2]]), ("plan_review", each[2:]))
        found += [
            DueRow(
                kind=kind, id=id_, version=version, subject_id=subject_id, reference=reference, name=name,
                due_on=due_on, days=(due_on - today).days, owner=lro,
            )
            for kind, (id_, version, due_on) in kinds
            if due_on is not None and due_on <= until
        ]  # fmt: skip
    return sorted(found, key=_order)


def leads(owner_id: UUID) -> ColumnElement[bool]:
    """Groups that a person leads: as LRO, or as the record's owner while no user is its LRO."""
    return or_(Ocg.lro_id == owner_id, and_(Ocg.lro_id.is_(None), Ocg.owner_id == owner_id))


def _actions(session: Session, today: date, until: date, owner_id: UUID | None, limit: int) -> Iterator[DueRow]:
    query = (
        select(
            PlanAction.id, PlanAction.version, Ocg.id, Ocg.reference, Ocg.name, PlanAction.due_on, PlanAction.owner,
            PlanAction.four_p, PlanAction.title, PlanAction.state, PlanAction.because,
        )
        .join(Ocg, Ocg.id == PlanAction.subject_id)
        .where(PlanAction.state.in_(OPEN_ACTIONS), PlanAction.due_on <= until)
    )  # fmt: skip
    if owner_id is not None:
        query = query.where(PlanAction.owner_id == owner_id)
    found = session.execute(query.order_by(PlanAction.due_on).limit(limit))
    for id_, version, subject_id, reference, name, due_on, owner, four_p, title, state, because in found:
        if due_on is not None:
            blocked = state is ActionState.BLOCKED
            yield DueRow(
                kind="plan_action", id=id_, version=version, subject_id=subject_id, reference=reference, name=name,
                due_on=due_on, days=(due_on - today).days, owner=owner, four_p=four_p, title=title, blocked=blocked,
                because=because if blocked else "",
            )  # fmt: skip


def _order(row: DueRow) -> tuple[date, str, str, str]:
    return row.due_on, row.reference, row.kind, str(row.id)
