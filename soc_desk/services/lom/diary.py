"""Lifetime management and referrals for a calendar: what must be done about which reference, and no name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import AncillaryOrder, AuditEntry, Entity, LomSubject, LomVisit, OrderCondition, Person, Referral
from soc_desk.services.diary_entries import CANCELLED_DAYS, DONE, MOST, DiaryEntry, aware, described, warnings
from soc_desk.services.lom.due import Kind, Prompt, prompts
from soc_desk.services.prints import PrintFurniture, wall
from soc_desk.store import Work

_KINDS: dict[Kind, type[AncillaryOrder | LomSubject | LomVisit | OrderCondition | Referral]] = {
    "visit": LomVisit, "order": AncillaryOrder, "condition": OrderCondition, "management": LomSubject,
    "referral": Referral,
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """Something that went into a calendar and asks for nothing any more."""

    kind: Kind
    record: Entity
    reference: str
    day: date


@dataclass(frozen=True)
class Found:
    """What goes into a file: what is due, what was sent before and is done, and the records it tells of."""

    due: list[Prompt]
    done: list[Sent]
    about: list[Entity]

    def entries(self, furniture: PrintFurniture) -> list[DiaryEntry]:
        """As a calendar has them: whole days."""
        return [_entry(one, furniture) for one in self.due] + [_cancelled(one, furniture) for one in self.done]


def collect(work: Work, within_days: int | None, owner_id: UUID | None) -> Found:
    """What a file is about to tell; what has no date stands in no calendar."""
    today = wall(work.now).date()
    every = [one for one in prompts(work.session, today, owner_id) if one.on is not None]
    until = date.max if within_days is None else today + timedelta(days=within_days)
    due = [one for one in every if one.on and one.on <= until][:MOST]
    done = _done(work, today, owner_id, {one.id for one in every})
    about: dict[UUID, Entity] = {}
    for kind, entity in _KINDS.items():
        if ids := {one.id for one in due if one.kind == kind}:
            about |= {one.id: one for one in work.session.scalars(select(entity)) if one.id in ids}
    return Found(due, done, [*about.values(), *(one.record for one in done)])


def _done(work: Work, today: date, owner_id: UUID | None, open_: set[UUID]) -> list[Sent]:
    """What the log says went into a calendar of late and is not due now, with the reference of the person."""
    found = []
    for kind, entity in _KINDS.items():
        sent = select(AuditEntry.id).where(
            AuditEntry.record_id == entity.person_id, AuditEntry.entity_id == entity.id,
            AuditEntry.action == "disclosed", AuditEntry.use_case == work.rule.name,
            AuditEntry.at >= work.now - timedelta(days=CANCELLED_DAYS),
        )  # fmt: skip
        query = select(entity, Person.reference).join(Person, Person.id == entity.person_id).where(sent.exists())
        if owner_id is not None:
            mine = select(LomSubject.person_id).where(LomSubject.manager_id == owner_id)
            query = query.where(
                entity.made_by_id == owner_id if entity is Referral else entity.person_id.in_(mine)
            )  # fmt: skip
        for record, reference in work.session.execute(query.limit(MOST)):
            if record.id not in open_:
                found.append(Sent(kind, record, reference, today))
    return found


def _entry(one: Prompt, furniture: PrintFurniture) -> DiaryEntry:
    assert one.on is not None  # only what has a date comes here
    at = _end_of(one.on)
    said = [f"{one.what} {one.why}", "Due by the end of the day."]
    return DiaryEntry(
        uid=_uid(one.kind, one.id), sequence=one.version, summary=f"{one.reference}: {one.what}",
        description=described(said, furniture), at=aware(at), is_day=True, warned_before=warnings(at),
    )  # fmt: skip


def _cancelled(one: Sent, furniture: PrintFurniture) -> DiaryEntry:
    return DiaryEntry(
        uid=_uid(one.kind, one.record.id), sequence=one.record.version + 1,
        summary=f"{one.reference}: done", description=described([DONE], furniture), at=aware(_end_of(one.day)),
        is_day=True, is_cancelled=True,
    )  # fmt: skip


def _uid(kind: Kind, id: UUID) -> str:
    return f"{kind}-{id}@soc-desk"


def _end_of(day: date) -> datetime:
    """The midnight after a day."""
    return datetime.combine(day, time.min) + timedelta(days=1)
