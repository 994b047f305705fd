"""The tier of a group as a meeting decided it, with what it decided and when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, TierDecision, User
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid
from soc_desk.services import code_checks, standing
from soc_desk.services.prints import wall
from soc_desk.services.rows import row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role

SETTERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})


@dataclass(frozen=True, kw_only=True)
class TierDraft:
    """What a meeting decided of a group's tier."""

    tier: str = ""
    meeting: str = ""
    decided_on: DayThatWas = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.tier:
            found["tier"] = "Choose the tier."
        if not self.meeting.strip():
            found["meeting"] = "Name the meeting that decided, such as Force TT&CG."
        if self.decided_on is None:
            found["decided_on"] = "Enter the day of the meeting."
        if not self.reason.strip():
            found["reason"] = "Say what the meeting decided, and why."
        return found


@dataclass(frozen=True, kw_only=True)
class TierRow:
    """One decision."""

    before: str
    after: str
    meeting: str
    decided_on: date
    reason: str
    at: datetime
    by: str


def history(session: Session, subject_id: UUID) -> list[TierRow]:
    """Every decision on a group's tier, oldest first."""
    columns = (
        TierDecision.before, TierDecision.after, TierDecision.meeting, TierDecision.decided_on, TierDecision.reason,
        TierDecision.at, User.display,
    )  # fmt: skip
    query = select(*columns).join(User, User.id == TierDecision.by_id).where(TierDecision.subject_id == subject_id)
    found = session.execute(query.order_by(TierDecision.decided_on, TierDecision.at))
    return [row(TierRow, values) for values in found]


@use_case("Set the tier of an OCG", needs=SETTERS)
def set_tier(work: Work, id: UUID, version: int, draft: TierDraft) -> None:
    """Keep a meeting's decision; the group has the tier from then on, unless a later meeting decided otherwise."""
    ocg = work.get(Ocg, id, version)
    today = wall(work.now).date()
    problems = draft.problems() | code_checks.problems(
        work.session, code_checks.of("tier", "tier", draft.tier), (), today
    )
    if told := standing.problem(work.session, ocg.id):
        problems["status"] = told
    if draft.decided_on is not None and draft.decided_on > today:
        problems["decided_on"] = "The meeting lies in the future; set the tier once it has decided."
    if problems or draft.decided_on is None:
        raise Invalid(problems)
    known = history(work.session, ocg.id)
    earlier = [row for row in known if row.decided_on <= draft.decided_on]
    later = known[len(earlier) :]
    before = later[0].before if later else ocg.tier
    if draft.tier == before:
        raise Invalid({"tier": "The group had that tier already." if later else "The group has that tier already."})
    decision = TierDecision(
        subject_id=ocg.id, before=before, after=draft.tier, meeting=draft.meeting.strip(),
        decided_on=draft.decided_on, reason=draft.reason.strip(), at=work.now, by_id=work.actor.id,
    )  # fmt: skip
    if not later:
        ocg.tier = draft.tier
    work.add(decision)
