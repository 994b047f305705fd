"""Actions and reviews for a calendar: which P, of which group, by which day, and nothing of people."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import AuditEntry, Entity, Ocg, Plan, PlanAction
from soc_desk.domain.plan import OPEN_ACTIONS
from soc_desk.services.diary_entries import CANCELLED_DAYS, DONE, MOST, DiaryEntry, aware, described, warnings
from soc_desk.services.plans.due import DueRow, due
from soc_desk.services.prints import PrintFurniture, wall
from soc_desk.store import Work

_CHUNK = 500
_KINDS: dict[str, type[Entity]] = {"plan_action": PlanAction, "ocg_review": Ocg, "plan_review": Plan}
_UIDS = {"plan_action": "action", "ocg_review": "review", "plan_review": "plan"}


@dataclass(frozen=True)
class Found:
    """What goes into a file: what is due, actions sent before that are done, and the records it tells of."""

    due: list[DueRow]
    done: list[tuple[PlanAction, str]]
    about: list[Entity]

    def entries(self, furniture: PrintFurniture) -> list[DiaryEntry]:
        """As a calendar has them: whole days."""
        done = [_cancelled(action, reference, furniture) for action, reference in self.done]
        return [_entry(row, furniture) for row in self.due] + done


def collect(work: Work, within_days: int | None, owner_id: UUID | None) -> Found:
    """What a file is about to tell."""
    rows = due(work.session, wall(work.now).date(), within_days=within_days, owner_id=owner_id, limit=MOST)
    done = _done(work, owner_id)
    about: dict[UUID, Entity] = {}
    for kind, entity in _KINDS.items():
        ids = [row.id for row in rows if row.kind == kind]
        for start in range(0, len(ids), _CHUNK):
            found = work.session.scalars(select(entity).where(entity.id.in_(ids[start : start + _CHUNK])))
            about |= {one.id: one for one in found}
    return Found(rows, done, [*about.values(), *(action for action, _ in done)])


def _done(work: Work, owner_id: UUID | None) -> list[tuple[PlanAction, str]]:
    """Actions that the log says went into a calendar and are completed or cancelled now, with the group's reference."""
    sent = select(AuditEntry.id).where(
        AuditEntry.record_id == PlanAction.subject_id, AuditEntry.entity_id == PlanAction.id,
        AuditEntry.action == "disclosed", AuditEntry.use_case == work.rule.name,
    )  # fmt: skip
    query = (
        select(PlanAction, Ocg.reference)
        .join(Ocg, Ocg.id == PlanAction.subject_id)
        .where(
            PlanAction.state.not_in(OPEN_ACTIONS),
            PlanAction.done_on >= wall(work.now).date() - timedelta(days=CANCELLED_DAYS),
            sent.exists(),
        )
    )
    if owner_id is not None:
        query = query.where(PlanAction.owner_id == owner_id)
    found = work.session.execute(query.order_by(PlanAction.done_on.desc()).limit(MOST))
    return [(action, reference) for action, reference in found]


def _entry(row: DueRow, furniture: PrintFurniture) -> DiaryEntry:
    at = _end_of(datetime.combine(row.due_on, time.min))
    said = [f"{row.what} of {row.reference}, due by the end of the day."]
    if row.blocked:
        said.append("It is blocked.")
    return DiaryEntry(
        uid=_uid(row.kind, row.id), sequence=row.version, summary=f"{row.reference}: {row.what}",
        description=described(said, furniture), at=aware(at), is_day=True, warned_before=warnings(at),
    )  # fmt: skip


def _cancelled(action: PlanAction, reference: str, furniture: PrintFurniture) -> DiaryEntry:
    day = action.due_on or action.done_on
    assert day is not None  # it was sent, and is done
    return DiaryEntry(
        uid=_uid("plan_action", action.id), sequence=action.version,
        summary=f"{reference}: {action.four_p.label} action", description=described([DONE], furniture),
        at=aware(_end_of(datetime.combine(day, time.min))), is_day=True, is_cancelled=True,
    )  # fmt: skip


def _uid(kind: str, id: UUID) -> str:
    return f"{_UIDS[kind]}-{id}@soc-desk"


def _end_of(day: datetime) -> datetime:
    """The midnight after a day."""
    return day + timedelta(days=1)
