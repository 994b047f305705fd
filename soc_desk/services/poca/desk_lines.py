"""The lines of My desk about POCA: the deadlines that the reader must be told of by now."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.services.desk_items import DeskItem
from soc_desk.services.desk_items import Urgency as DeskUrgency
from soc_desk.services.poca.board import OPEN, warned
from soc_desk.services.poca.due_words import Urgency
from soc_desk.services.poca.duty_rows import DutyRow
from soc_desk.store import Actor

_URGENCIES: dict[Urgency, DeskUrgency] = {Urgency.EXPIRED: "red", Urgency.RED: "red", Urgency.AMBER: "amber"}


def lines(session: Session, reader: Actor, now: datetime, limit: int) -> list[DeskItem]:
    """What ``reader`` is warned of at a wall time, EXPIRED first; each opens its case."""
    return [_item(row, now) for row in warned(session, reader, now, limit)]


def open_cases(session: Session, reader: Actor) -> int:
    """How many open cases the reader owns: their part of the caseload."""
    owned = select(func.count(PocaCase.id)).where(PocaCase.owner_id == reader.id, PocaCase.state.in_(OPEN))
    return session.scalar(owned) or 0


def _item(row: DutyRow, now: datetime) -> DeskItem:
    due, about = row.due, row.about
    if row.urgency is Urgency.EXPIRED:  # the word alone where there is little room, and since when beside it
        due, about = Urgency.EXPIRED.label, f"{row.due.removeprefix(Urgency.EXPIRED.label).strip()} · {row.about}"
    days = None if row.due_at is None else (row.due_at - now) // timedelta(days=1)
    return DeskItem(
        due=due, urgency=_URGENCIES.get(row.urgency, "grey"), headline=row.what, about=f"{row.reference} · {about}",
        why=" ".join(part for part in (f"{row.why}.", row.alert, row.unknown) if part), page="poca",
        record_id=row.case_id, action=row.action, days=days,
        goes_first=row.urgency is Urgency.EXPIRED,
    )  # fmt: skip
