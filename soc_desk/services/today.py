"""My desk: what is against the clock, what to do, what drifts, and the reader's own groups."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Ocg, ReturnSnapshot, Subject
from soc_desk.domain.period import Period, quarter_of
from soc_desk.services import archive_policy, four_ps, moderation
from soc_desk.services.archive_policy import ArchivePolicy
from soc_desk.services.desk_items import DeskItem, Urgency, days_left, in_turn, urgency
from soc_desk.services.disruption_rows import awaiting_submission
from soc_desk.services.labels import policy
from soc_desk.store import Actor
from soc_desk.vocabulary import Access, DisruptionStatus, FourP, Role, SubjectStatus

_SHOWN = 12
_HELD = (SubjectStatus.ACTIVE, SubjectStatus.PROPOSED)
"""What a group is while it is on its owner's desk."""

GLASS = "glass"
"""The part of a record that is no tab: the answer to a broken glass."""


class _Own(NamedTuple):
    """A group of the reader's, as it is kept."""

    id: UUID
    reference: str
    name: str
    status: SubjectStatus
    tier: str
    lro: str
    mapped_on: date | None
    last_intelligence_on: date | None


@dataclass(frozen=True, kw_only=True)
class MyGroup:
    """A group the reader owns; ``four_ps`` are counted disruptions of 12 months under each P."""

    id: UUID
    reference: str
    name: str
    tier: str
    four_ps: dict[FourP, int]
    last_intelligence_on: date | None
    next: str


@dataclass(frozen=True, kw_only=True)
class MyDesk:
    """Everything My desk shows."""

    against_the_clock: tuple[DeskItem, ...]
    to_do: tuple[DeskItem, ...]
    drifting: tuple[DeskItem, ...]
    groups: tuple[MyGroup, ...]
    caseload: int
    cases: int | None
    """Open POCA cases that the reader owns; None where nobody asked for what counts by the minute."""
    team_median: float | None

    @property
    def pressing(self) -> int:
        """How many things are overdue or due within a day: the rail's count."""
        return sum(item.urgency == "red" for item in (*self.against_the_clock, *self.to_do))


@dataclass(frozen=True)
class ReturnDue:
    """The next quarterly return: its period, when it is due, and days left (negative when overdue)."""

    period: Period
    due_on: date
    days: int


def my_desk(session: Session, reader: Actor, today: date, now: datetime | None = None) -> MyDesk:
    """The desk of ``reader``; every item says why it is there.

    ``now`` is wall time, for deadlines that count by the minute; without it they are left out.
    """
    if not reader.reads_cases:
        return MyDesk(against_the_clock=(), to_do=(), drifting=(), groups=(), caseload=0, cases=None, team_median=None)
    own = _own(session, reader)
    by_group = four_ps.of_groups(session, [row.id for row in own], today)
    counts = {row.id: {p: sum(levels.values()) for p, levels in by_group.get(row.id, {}).items()} for row in own}
    idle = four_ps.idle(session, counts)
    archive = archive_policy.of(session, today)
    soon = int(policy(session, "desk.soon_days", today))
    return MyDesk(
        against_the_clock=in_turn(
            _deadlines(session, reader, now) if now else [],
            _return_owed(session, reader, today, soon),
            _to_moderate(session, reader, today, soon),
        ),
        to_do=in_turn(
            _need_to_know(session, reader),
            _planned(session, reader, today, soon),
            _managed(session, reader, today, soon),
            _requested(session, reader, today, soon),
            _archive_reviews(session, reader, today),
            _to_do(session, reader, today, soon),
        ),
        drifting=tuple(_drifting(own, idle, today, archive)),
        groups=tuple(_my_group(row, counts[row.id], idle[row.id], today, archive.after_days) for row in own),
        caseload=len(own),
        cases=_cases(session, reader) if now else None,
        team_median=_team_median(session),
    )


def next_return(session: Session, today: date) -> ReturnDue | None:
    """The oldest quarter that has ended and was not sent, or else the one under way."""
    allowed = int(policy(session, "return.due_days", today))
    this = quarter_of(today)
    last = this.previous()
    sent = select(func.count(ReturnSnapshot.id)).where(
        ReturnSnapshot.starts_on == last.starts_on, ReturnSnapshot.ends_on == last.ends_on
    )
    recorded = select(func.count(Disruption.id)).where(Disruption.disruption_date.between(last.starts_on, last.ends_on))
    owed = last if not session.scalar(sent) and session.scalar(recorded) else this
    due_on = owed.ends_on + timedelta(days=allowed)
    return ReturnDue(owed, due_on, (due_on - today).days)


def _own(session: Session, reader: Actor) -> list[_Own]:
    """The groups that the reader looks after, by reference."""
    columns = (Ocg.id, Ocg.reference, Ocg.name, Ocg.status, Ocg.tier, Ocg.lro, Ocg.mapped_on, Ocg.last_intelligence_on)
    own = select(*columns).where(Ocg.owner_id == reader.id, Ocg.status.in_(_HELD)).order_by(Ocg.reference, Ocg.id)
    return [_Own(*row) for row in session.execute(own)]


def _deadlines(session: Session, reader: Actor, now: datetime) -> list[DeskItem]:
    from soc_desk.services.poca import desk_lines  # loaded when it is read, not with the window; so below

    return desk_lines.lines(session, reader, now, _SHOWN)


def _cases(session: Session, reader: Actor) -> int:
    from soc_desk.services.poca import desk_lines

    return desk_lines.open_cases(session, reader)


def _planned(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    from soc_desk.services.plans import desk_lines

    return desk_lines.lines(session, reader, today, soon, _SHOWN)


def _managed(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    from soc_desk.services.lom import desk_lines

    return desk_lines.lines(session, reader, today, soon, _SHOWN)


def _requested(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    from soc_desk.services.requests import desk_lines

    return desk_lines.lines(session, reader, today, soon, _SHOWN)


def _archive_reviews(session: Session, reader: Actor, today: date) -> list[DeskItem]:
    from soc_desk.services import archive_lines

    return archive_lines.lines(session, reader, today)


def _return_owed(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    due = next_return(session, today)
    if due and reader.has(frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.ANALYST})) and due.days <= 2 * soon:
        why = f"Due {due.due_on:%d %b %Y}: policy return.due_days after the quarter's end."
        return [
            DeskItem(
                due=days_left(due.days), urgency=urgency(due.days, soon), headline="Send the national return",
                about=due.period.label, why=why, page="returns", action="Check", days=due.days,
            )
        ]  # fmt: skip
    return []


def _to_moderate(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    found = []
    if reader.has(moderation.MODERATORS):
        target = int(policy(session, "moderation.target_days", today))
        for waiting in moderation.waiting(session, reader.id, today, limit=_SHOWN):
            waited, left = waiting.waiting_days, target - waiting.waiting_days
            if not waiting.own:
                found.append(
                    DeskItem(
                        due=days_left(left),
                        urgency=urgency(left, soon),
                        headline=f"Moderate {waiting.row.reference}",
                        about=f"{waiting.row.subject} · {waiting.row.four_p.label} · waiting {waited} days",
                        why=f"Policy moderation.target_days: {target} days.",
                        page="moderation",
                        record_id=waiting.row.id,
                        action="Moderate…",
                        days=left,
                    )
                )
    return found[:_SHOWN]


def _need_to_know(session: Session, reader: Actor) -> list[DeskItem]:
    """What the owner of a closed record is told: who broke the glass, and whom to call about a person they share."""
    from soc_desk.domain import PocaCase  # mapped after the window is begun

    closed = select(Subject.id).where(Subject.owner_id == reader.id, Subject.access != Access.TEAM).limit(1)
    case = select(PocaCase.id).where(PocaCase.owner_id == reader.id, PocaCase.access != Access.TEAM).limit(1)
    if session.scalar(closed) is None and session.scalar(case) is None:
        return []
    from soc_desk.services import need_to_know  # most own nothing closed, and the window starts sooner without it

    broken = [
        DeskItem(
            due="Now", urgency="red", headline=f"{row.by} broke the glass of {row.record}", about=row.reason,
            why="A supervisor opened your closed record in an emergency. Say that you saw it, or take it away.",
            page=row.page, record_id=row.record_id, action="Answer…", part=GLASS, goes_first=True,
        )
        for row in need_to_know.unseen(session, reader.id)
    ]  # fmt: skip
    return broken + [
        DeskItem(
            due="Call", urgency="amber", headline=f"Call {each.call} about {each.person}", about=each.subject,
            why="A closed record of theirs holds this person, or somebody like them. Nobody else is told.", page="ocgs",
            record_id=each.subject_id,
        )
        for each in need_to_know.shared(session)
    ]  # fmt: skip


def _to_do(session: Session, reader: Actor, today: date, soon: int) -> list[DeskItem]:
    columns = (
        Disruption.id,
        Disruption.reference,
        Disruption.status,
        Disruption.moderation_note,
        Disruption.recorded_at,
        Disruption.title,
        Subject.reference,
        Subject.name,
    )
    query = select(*columns).join(Subject, Subject.id == Disruption.subject_id).where(awaiting_submission(reader.id))
    found = []
    for id_, reference, status, note, recorded_at, title, subject, name in session.execute(
        query.order_by(Disruption.status.desc(), Disruption.serial).limit(_SHOWN)
    ):
        back = status is DisruptionStatus.RETURNED
        age = (today - recorded_at.date()).days
        found.append(
            DeskItem(
                due="Returned" if back else "Draft",
                urgency="red" if back else "amber" if age > soon else "grey",
                headline=f"Put {reference} right" if back else f"Submit {reference}",
                about=f"{subject} {name}".strip() + (f" · {title}" if title else ""),
                why=note if back else f"Recorded {age} days ago and not yet submitted.",
                page="disruptions",
                record_id=id_,
            )
        )
    if reader.has(frozenset({Role.COORDINATOR, Role.SUPERVISOR})):
        proposed = select(Ocg.id, Ocg.reference, Ocg.name).where(
            Ocg.status == SubjectStatus.PROPOSED, Ocg.created_by_id != reader.id
        )
        found += [
            DeskItem(
                due="Proposed",
                urgency="grey",
                headline=f"Validate {reference}",
                about=name,
                why="A second person validates a group before it is active.",
                page="ocgs",
                record_id=id_,
                action="Validate…",
            )
            for id_, reference, name in session.execute(proposed.order_by(Ocg.reference).limit(_SHOWN))
        ]
    return found[:_SHOWN]


def _drifting(own: list[_Own], idle: dict[UUID, list[FourP]], today: date, archive: ArchivePolicy) -> list[DeskItem]:
    found = []
    for row in own:
        if row.status is not SubjectStatus.ACTIVE:
            continue
        quiet = (today - (row.last_intelligence_on or row.mapped_on or today)).days
        if quiet >= archive.after_days - archive.warn_days:
            found.append(
                _drift(
                    row,
                    f"{quiet} days",
                    "amber",
                    "no intelligence",
                    f"archive review at {archive.after_days} days (local policy)",
                )
            )
        if not row.lro:
            found.append(
                _drift(row, "No LRO", "amber", "nobody leads", "An active group has a lead responsible officer.")
            )
        if idle[row.id]:
            due, what = four_ps.nothing_under(idle[row.id])
            found.append(_drift(row, due, "amber", what, four_ps.WHY_IDLE))
    return found[:_SHOWN]


def _drift(row: _Own, due: str, urgency: Urgency, what: str, why: str) -> DeskItem:
    return DeskItem(
        due=due,
        urgency=urgency,
        headline=f"{row.reference} {row.name}",
        about=what,
        why=why,
        page="ocgs",
        record_id=row.id,
    )


def _my_group(row: _Own, counts: dict[FourP, int], idle: list[FourP], today: date, archive_days: int) -> MyGroup:
    since = row.last_intelligence_on or row.mapped_on
    quiet = (today - since).days if since else 0
    coming = "Archive review" if quiet >= archive_days else four_ps.nothing_under(idle)[1] if idle else ""
    if row.status is SubjectStatus.PROPOSED:
        coming = "Awaiting validation"
    return MyGroup(
        id=row.id, reference=row.reference, name=row.name, tier=row.tier, four_ps={p: counts.get(p, 0) for p in FourP},
        last_intelligence_on=row.last_intelligence_on, next=coming,
    )  # fmt: skip


def _team_median(session: Session) -> float | None:
    held = select(func.count(Ocg.id)).where(Ocg.status.in_(_HELD), Ocg.owner_id.is_not(None))
    loads = sorted(session.scalars(held.group_by(Ocg.owner_id)))
    if not loads:
        return None
    middle = len(loads) // 2
    return float(loads[middle]) if len(loads) % 2 else (loads[middle - 1] + loads[middle]) / 2
