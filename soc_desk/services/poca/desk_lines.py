"""The lines of My desk about POCA: the deadlines that the reader must be told of by now."""

from datetime import datetime

from sqlalchemy.orm import Session

from soc_desk.services.poca.board import warned
from soc_desk.services.poca.due_words import Urgency
from soc_desk.services.poca.duty_rows import DutyRow
from soc_desk.services.today import DeskItem
from soc_desk.services.today import Urgency as DeskUrgency
from soc_desk.store import Actor

_URGENCIES: dict[Urgency, DeskUrgency] = {Urgency.EXPIRED: "red", Urgency.RED: "red", Urgency.AMBER: "amber"}


def lines(session: Session, reader: Actor, now: datetime, limit: int) -> list[DeskItem]:
    """What ``reader`` is warned of at a wall time, EXPIRED first; each opens its case."""
    return [_item(row) for row in warned(session, reader, now, limit)]


def _item(row: DutyRow) -> DeskItem:
    due, about = row.due, row.about
    if row.urgency is Urgency.EXPIRED:  # the word alone where there is little room, and since when beside it
        due, about = Urgency.EXPIRED.label, f"{row.due.removeprefix(Urgency.EXPIRED.label).strip()} · {row.about}"
    return DeskItem(
        due=due, urgency=_URGENCIES.get(row.urgency, "grey"), headline=row.what, about=f"{row.reference} · {about}",
        why=" ".join(part for part in (f"{row.why}.", row.alert, row.unknown) if part), page="poca",
        record_id=row.case_id, action=row.action, goes_first=row.urgency is Urgency.EXPIRED,
    )  # fmt: skip
