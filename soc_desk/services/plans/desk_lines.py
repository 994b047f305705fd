"""The lines of My desk about plans: one's own actions, and the reviews of the groups one leads."""

from datetime import date

from sqlalchemy.orm import Session

from soc_desk.services.desk_items import DeskItem, days_left, urgency
from soc_desk.services.plans.due import DueRow, due
from soc_desk.services.prints import day_words
from soc_desk.store import Actor


def lines(session: Session, reader: Actor, today: date, soon: int, limit: int) -> list[DeskItem]:
    """What of ``reader`` is due within ``soon`` days, the most overdue first; each opens the group at its plan."""
    return [_item(row, soon) for row in due(session, today, within_days=soon, owner_id=reader.id, limit=limit)]


def _item(row: DueRow, soon: int) -> DeskItem:
    blocked = f" It is blocked: {row.because}" if row.blocked else ""
    why = f"{row.what} of the 4P plan" if row.kind == "plan_action" else row.what
    return DeskItem(
        due=days_left(row.days), urgency=urgency(row.days, soon), headline=row.title or row.what,
        about=f"{row.reference} {row.name}" + (f" · {row.four_p.label}" if row.four_p else ""),
        why=f"{why}, due {day_words(row.due_on)}.{blocked}", page="ocgs", record_id=row.subject_id,
        part="overview" if row.kind == "ocg_review" else "plan", days=row.days,
    )  # fmt: skip
