"""Requests by their days: what is owed, to whom and when, as a list and for a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Request, User
from soc_desk.domain.request_moves import WAITING
from soc_desk.services.diary_entries import CANCELLED_DAYS, DONE, MOST, DiaryEntry, aware, described, warnings
from soc_desk.services.prints import PrintFurniture, wall
from soc_desk.store import Work
from soc_desk.vocabulary.request import Product, RequestState


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """A request that is owed by a day; ``asked`` may name people, and stays out of calendars."""

    id: UUID
    version: int
    reference: str
    product: Product
    state: RequestState
    asked: str
    due_on: date
    days: int
    owner: str

    @property
    def what(self) -> str:
        """What is due, without naming anybody."""
        return f"{self.product.label} is to be delivered"


def due(
    session: Session, today: date, *, within_days: int | None = None, owner_id: UUID | None = None, limit: int = 10_000
) -> list[DueRow]:
    """Every request asked for and not delivered, the most overdue first.

    It is its analyst's; until it is allocated, of whoever asked for it.
    """
    until = date.max if within_days is None else today + timedelta(days=within_days)
    whose = func.coalesce(Request.analyst_id, Request.requester_id)
    query = (
        select(
            Request.id, Request.version, Request.reference, Request.product, Request.state, Request.asked,
            Request.needed_by, User.display,
        )
        .join(User, User.id == whose)
        .where(Request.state.in_(WAITING), Request.needed_by <= until)
        .order_by(Request.needed_by, Request.reference)
    )  # fmt: skip
    if owner_id is not None:
        query = query.where(whose == owner_id)
    return [
        DueRow(
            id=id_, version=version, reference=reference, product=product, state=state, asked=asked, due_on=needed_by,
            days=(needed_by - today).days, owner=owner,
        )
        for id_, version, reference, product, state, asked, needed_by, owner in session.execute(query.limit(limit))
        if needed_by is not None
    ]  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What goes into a file: what is due, what was sent before and is done, and the records it tells of."""

    due: list[DueRow]
    done: list[Request]
    about: list[Request]

    def entries(self, furniture: PrintFurniture) -> list[DiaryEntry]:
        """As a calendar has them: whole days."""
        return [*(_entry(row, furniture) for row in self.due), *(_cancelled(each, furniture) for each in self.done)]


def collect(work: Work, within_days: int | None, owner_id: UUID | None) -> Found:
    """What a file is about to tell, and what the log says that one told and is not due now."""
    found = due(work.session, wall(work.now).date(), within_days=within_days, owner_id=owner_id, limit=MOST)
    ids = {row.id for row in found}
    about = [each for each in work.session.scalars(select(Request).where(Request.state.in_(WAITING))) if each.id in ids]
    return Found(found, list(_done(work, owner_id)), about)


def _done(work: Work, owner_id: UUID | None) -> Iterator[Request]:
    sent = select(AuditEntry.id).where(
        AuditEntry.record_id == Request.id, AuditEntry.action == "disclosed",
        AuditEntry.use_case == work.rule.name, AuditEntry.at >= work.now - timedelta(days=CANCELLED_DAYS),
    )  # fmt: skip
    query = select(Request).where(sent.exists(), Request.state.not_in(WAITING)).limit(MOST)
    if owner_id is not None:
        query = query.where(func.coalesce(Request.analyst_id, Request.requester_id) == owner_id)
    yield from work.session.scalars(query)


def _entry(row: DueRow, furniture: PrintFurniture) -> DiaryEntry:
    at = _end_of(row.due_on)
    said = [f"{row.what}. It stands at “{row.state.label}”.", "Due by the end of the day."]
    return DiaryEntry(
        uid=_uid(row.id), sequence=row.version, summary=f"{row.reference}: {row.what}",
        description=described(said, furniture), at=aware(at), is_day=True, warned_before=warnings(at),
    )  # fmt: skip


def _cancelled(request: Request, furniture: PrintFurniture) -> DiaryEntry:
    day = request.needed_by or request.delivered_on or request.ended_on or furniture.printed_at.date()
    return DiaryEntry(
        uid=_uid(request.id), sequence=request.version + 1, summary=f"{request.reference}: done",
        description=described([DONE], furniture), at=aware(_end_of(day)), is_day=True, is_cancelled=True,
    )  # fmt: skip


def _uid(id: UUID) -> str:
    return f"request-{id}@soc-desk"


def _end_of(day: date) -> datetime:
    """The midnight after a day."""
    return datetime.combine(day, time.min) + timedelta(days=1)
