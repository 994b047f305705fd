"""How every step of a case is taken: expiry first, then the state table, the step in the history, what is due last."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from soc_desk.domain import CaseStep, PocaCase
from soc_desk.domain.statutory_clock import moment_text
from soc_desk.errors import Invalid
from soc_desk.services.poca import duties, expiry, states
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary.poca import CaseState


class Checked(Protocol):
    """A Draft that says what is wrong with it."""

    def problems(self) -> dict[str, str]: ...


def opened(work: Work, id: UUID, version: int | None, draft: Checked | None = None) -> PocaCase:
    """The case, marked EXPIRED where its time ran out, for a step; refuses a Draft with problems."""
    case = unmarked(work, id, version, draft)
    expiry.latch(work, case)
    return case


def unmarked(work: Work, id: UUID, version: int | None, draft: Checked | None = None) -> PocaCase:
    """As ``opened``, for the one step that is looked at before expiry: an order, which says itself when it was made."""
    if draft is not None and (problems := draft.problems()):
        raise Invalid(problems)
    case = work.get(PocaCase, id, version)
    if not case.kind.is_seizure:
        raise Invalid({"kind": f"{case.reference} is not about seized property; its steps have their own forms."})
    return case


def move(
    work: Work, case: PocaCase, event: Event, at: datetime, reason: str = "", *, to: CaseState | None = None
) -> None:
    """Take an event's step: the state as the table says (``to`` of several), and a line in the history.

    ``at`` is when it happened in law, wall time. Raises Invalid where the state has no such event.
    """
    before, case.state = case.state, states.after(case.state, event, to)
    work.add(
        CaseStep(
            case_id=case.id, event=event, before=before, after=case.state, happened_at=at, at=work.now,
            by_id=work.actor.id, reason=reason.strip(),
        )
    )  # fmt: skip
    case.version += 1  # its lines are part of the case: a step that changed them alone must not go unseen


def begin(work: Work, case: PocaCase, event: Event, at: datetime, reason: str = "") -> None:
    """The first step of a new case's history."""
    work.add(
        CaseStep(
            case_id=case.id, event=event, before=None, after=case.state, happened_at=at, at=work.now,
            by_id=work.actor.id, reason=reason.strip(),
        )
    )  # fmt: skip


def settled(work: Work, case: PocaCase) -> None:
    """The last act of a step: what is due is worked out anew."""
    duties.refresh(work, case.id)


def not_ahead(work: Work, **moments: date | datetime | None) -> None:
    """Refuse what is said to have happened later than now."""
    present = wall(work.now)
    late = {
        name: "This lies in the future; enter when it happened."
        for name, moment in moments.items()
        if moment is not None and (moment > present if isinstance(moment, datetime) else moment > present.date())
    }
    if late:
        raise Invalid(late)


def not_before_seizure(case: PocaCase, **moments: date | datetime | None) -> None:
    """Refuse what is said to have happened before the seizure."""
    seized_at = case.seized_at or case.held_other_power_from
    if seized_at is None:
        return
    early = {
        name: f"{case.reference} was seized on {moment_text(seized_at)}; this cannot be before it."
        for name, moment in moments.items()
        if moment is not None and (moment < seized_at if isinstance(moment, datetime) else moment < seized_at.date())
    }
    if early:
        raise Invalid(early)


def now(work: Work) -> datetime:
    """The moment of the work as people read it, wall time to the minute."""
    return wall(work.now).replace(second=0, microsecond=0)


def day(on: date) -> datetime:
    """The beginning of a day, as the moment in law of what has no hour."""
    return datetime(on.year, on.month, on.day)  # noqa: DTZ001 - wall time has no zone
