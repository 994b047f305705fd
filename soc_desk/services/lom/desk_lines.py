"""The lines of My desk about lifetime management: what the reader manages, and the referrals they are to send."""

from datetime import date

from sqlalchemy.orm import Session

from soc_desk.services.desk_items import DeskItem, days_left, urgency
from soc_desk.services.lom.due import Prompt, prompts
from soc_desk.store import Actor

CARE = "care"
"""The tab of a person's record with orders, visits and referrals."""


def lines(session: Session, reader: Actor, today: date, soon: int, limit: int) -> list[DeskItem]:
    """What of ``reader`` is due within ``soon`` days, the most overdue first, then what has no date."""
    found = prompts(session, today, reader.id)
    near = [one for one in found if one.on is None or (one.on - today).days <= soon]
    return [_item(one, today, soon) for one in near[:limit]]


def _item(one: Prompt, today: date, soon: int) -> DeskItem:
    left = None if one.on is None else (one.on - today).days
    page = "managed" if one.is_managed and one.kind != "referral" else "people"
    return DeskItem(
        due="No date" if left is None else days_left(left), urgency="grey" if left is None else urgency(left, soon),
        headline=one.what.rstrip("."), about=f"{one.reference} {one.name}", why=one.why, page=page,
        record_id=one.person_id, part=CARE if page == "people" else "", days=left,
    )  # fmt: skip
