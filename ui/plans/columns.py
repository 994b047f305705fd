"""How a plan and its actions are shown: pills of their states, the columns of the actions, one action in words."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from soc_desk.services import periods
from soc_desk.services.plans.rows import ActionRow, Balance, PlanOfGroup, PlanRow
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ActionState, PlanStatus
from ui.widgets import marks
from ui.widgets.marks import Mark, Pill, Words
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_PLAN_TONES = {
    PlanStatus.DRAFT: "amber", PlanStatus.APPROVED: "info", PlanStatus.LIVE: "green", PlanStatus.CLOSED: "neutral",
    PlanStatus.REPLACED: "neutral",
}  # fmt: skip
_TONES = {
    ActionState.PROPOSED: "neutral", ActionState.AGREED: "info", ActionState.IN_PROGRESS: "info",
    ActionState.BLOCKED: "amber", ActionState.COMPLETED: "green", ActionState.CANCELLED: "neutral",
}  # fmt: skip
_NONE_PLANNED = "None planned"


@dataclass(frozen=True)
class Line:
    """A line of the list of actions; without an action, a P under which none is planned."""

    four_p: FourP
    action: ActionRow | None = None

    @property
    def id(self) -> Hashable:
        """What the list keeps its selection by."""
        return self.action.id if self.action is not None else self.four_p


def lines(plan: PlanOfGroup, today: date) -> list[Line]:
    """Every action under its P, in the order of the four; a P with nothing planned says so."""
    balance = plan.balance(today)
    found = []
    for p in FourP:
        found += [Line(p, action) for action in plan.actions if action.four_p is p]
        if balance[p].none_planned:
            found.append(Line(p))
    return found


def plan_pills(plan: PlanRow, today: date, soon: int) -> list[Mark]:
    """The state of a version and, of a live one, how its review stands."""
    if plan.is_coming(today):
        return [Pill(f"Takes over on {format_date(plan.starts_on)}", "info")]
    shown: list[Mark] = [Pill(plan.status.label, _PLAN_TONES[plan.status])]
    if plan.status is PlanStatus.LIVE and plan.review_due_on is not None:
        left = (plan.review_due_on - today).days
        if left < 0:
            shown.append(marks.urgency(f"Review overdue by {_days(-left)}", "red"))
        elif left <= soon:
            shown.append(marks.urgency("Review due today" if not left else f"Review due in {_days(left)}", "amber"))
    return shown


def state(action: ActionRow, today: date) -> Pill:
    """Where an action stands; overdue is worked out, and said before all else."""
    if days := action.days_overdue(today):
        return marks.urgency(f"Overdue {_days(days)}", "red")
    return Pill(action.state.label, _TONES[action.state])


def about(action: ActionRow, plan: PlanOfGroup, today: date) -> str:
    """One action in words: what its line has no room for."""
    label, tactics = plan.labels["agency"], plan.labels["tactic_area"]
    told = [
        action.state.label if action.days_overdue(today) else "",
        label.get(action.agency, action.agency), tactics.get(action.tactic_area, action.tactic_area),
        f"first agreed for {format_date(action.first_due_on)}, put off {times(action.slips)}" if action.slips else "",
        f"blocked for {_days(held)} in all" if (held := action.days_held(today)) else "",
        f"{_REASONS.get(action.state, 'last note')}: {action.because}" if action.because else "",
        f"done {format_date(action.done_on)}: {action.result}" if action.result else "",
        f"evidence {action.evidence_ref}" if action.evidence_ref else "",
        "disruption recorded" if action.disruption_id is not None else "",
    ]  # fmt: skip
    return " · ".join(part for part in told if part)


def balance_words(one: Balance) -> str:
    """``2 open, 1 overdue, 3 completed``; what is none is left out."""
    told = ((one.open, "open"), (one.overdue, "overdue"), (one.completed, "completed"))
    return ", ".join(f"{number} {word}" for number, word in told if number)


_REASONS = {ActionState.BLOCKED: "blocked because", ActionState.CANCELLED: "cancelled because"}


def _mark(line: Line) -> Pill:
    if line.action is None:
        return marks.urgency(_NONE_PLANNED, "amber")
    return state(line.action, periods.today())


def _owner(line: Line) -> str:
    if line.action is None:
        return ""
    due = format_date(line.action.due_on) if line.action.due_on else "no date"
    return f"{line.action.owner or 'Nobody'} · {due}"


def _owner_mark(line: Line) -> Words:
    late = line.action is not None and bool(line.action.days_overdue(periods.today()))
    return Words(_owner(line), "body", "red" if late else "ink")


def _title(line: Line) -> str:
    return line.action.title if line.action is not None else ""


COLUMNS: tuple[Column[Line], ...] = (
    Column("four_p", "4P", lambda line: line.four_p.label, lambda line: marks.four_p(line.four_p), width=112,
           sortable=False),
    Column("title", "Action", _title, tooltip=_title, width=180, sortable=False, stretch=True),
    Column("owner", "Owner · due", _owner, _owner_mark, width=210, tooltip=_owner, sortable=False),
    Column("state", "State", lambda line: _mark(line).words, _mark, width=140, sortable=False),
)  # fmt: skip


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def times(times: int) -> str:
    """How often."""
    return "once" if times == 1 else "twice" if times == 2 else f"{times} times"
