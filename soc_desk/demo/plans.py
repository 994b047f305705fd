"""Invented 4P plans: objectives, intelligence gaps, and actions in every state, some done with a disruption to show."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from soc_desk.demo import life_words as said
from soc_desk.demo import words
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.domain import IntelligenceGap, Plan, PlanAction, PlanObjective
from soc_desk.vocabulary import FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState, Basis, PlanOutcome, PlanStatus

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

_STATUS = {PlanStatus.LIVE: 84, PlanStatus.APPROVED: 6, PlanStatus.DRAFT: 10}
_STATES = {
    ActionState.COMPLETED: 44, ActionState.IN_PROGRESS: 20, ActionState.AGREED: 16, ActionState.PROPOSED: 8,
    ActionState.BLOCKED: 6, ActionState.CANCELLED: 6,
}  # fmt: skip
_DONE = (ActionState.COMPLETED, ActionState.CANCELLED)
_HOW_MANY = {FourP.PURSUE: (1, 4), FourP.PREVENT: (0, 3), FourP.PROTECT: (0, 3), FourP.PREPARE: (0, 3)}
_TACTICS = ("lifestyle", "behaviour", "vehicles", "travel", "business", "crime")
_UNPLANNED, _LATE, _SLIPPED, _OURS = 0.12, 0.2, 0.25, 0.8
_AT_ONCE = 1_000


def plans(told: "Told") -> Iterator["Rows"]:
    """Of nearly every active group a plan, of archived ones a closed one."""
    groups = [g for g in told.scene.groups if g["status"] in (SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED)]
    for start in range(0, len(groups), _AT_ONCE):
        made: list[Row] = []
        objectives: list[Row] = []
        gaps: list[Row] = []
        actions: list[Row] = []
        for group in groups[start : start + _AT_ONCE]:
            if told.chance.random() < _UNPLANNED and group["owner_id"] != told.me:
                continue
            versions = list(_versions(told.chance, group))
            made += versions
            objectives += [line for plan in versions for line in _objectives(told.chance, plan)]
            gaps += _gaps(told.chance, group)
            actions += _actions(told, group)
        yield [(Plan, made), (PlanObjective, objectives), (IntelligenceGap, gaps), (PlanAction, actions)]


def _versions(chance: Chance, group: Row) -> Iterator[Row]:
    """The plan in force, and in some groups the one that it replaced."""
    today, active = chance.today, group["status"] is SubjectStatus.ACTIVE
    starts_on = min(group["mapped_on"] + timedelta(days=chance.randint(15, 45)), today - timedelta(days=5))
    status = chance.one(_STATUS) if active else PlanStatus.CLOSED
    objectives = chance.choice(said.STRATEGY).format(name=group["name"], tier=group["tier"] or "3")
    made_by = group["owner_id"]
    base = blank(Plan) | {"subject_id": group["id"], "objectives": objectives, "made_by_id": made_by}
    number = 1
    if status is PlanStatus.LIVE and (today - starts_on).days > 400:
        closed_on = today - timedelta(days=chance.randint(60, 250))
        approved = {"approved_by": group["sro"], "approved_by_id": group["sro_id"]}
        yield base | {
            "id": chance.id(), "number": number, "status": PlanStatus.REPLACED, "starts_on": starts_on,
            "review_due_on": closed_on, "made_at": chance.moment(starts_on), "approved_at": chance.moment(starts_on),
            "closed_on": closed_on, **approved,
        }  # fmt: skip
        starts_on, number = closed_on, 2
    yield base | {"id": chance.id(), "number": number, "status": status} | _latest(chance, group, status, starts_on)


def _latest(chance: Chance, group: Row, status: PlanStatus, starts_on: date) -> Row:
    today = chance.today
    late = chance.random() < _LATE
    review = today + timedelta(days=chance.randint(-40, -1) if late else chance.randint(1, 85))
    row: Row = {
        "starts_on": None if status is PlanStatus.DRAFT else starts_on, "review_due_on": review,
        "made_at": chance.moment(starts_on),
    }  # fmt: skip
    if status is PlanStatus.DRAFT:
        return row | {"review_due_on": today + timedelta(days=chance.randint(30, 90))}
    row |= {
        "approved_by": group["sro"] or "Supt Example", "approved_by_id": group["sro_id"],
        "approved_at": chance.moment(starts_on),
    }  # fmt: skip
    if status is PlanStatus.LIVE and (reviewed_on := review - timedelta(days=91)) > starts_on:
        row |= {"reviewed_on": reviewed_on, "review_note": chance.choice(said.REVIEWED)}
    if status is PlanStatus.CLOSED:
        outcome = chance.choice((PlanOutcome.ARCHIVED, PlanOutcome.ACHIEVED, PlanOutcome.PART))
        closed_on = group["status_since"]
        row |= {"closed_on": closed_on, "review_due_on": closed_on, "outcome": outcome}
        row["lessons"] = chance.choice(said.LESSONS)
    return row


def _objectives(chance: Chance, plan: Row) -> list[Row]:
    met = plan["status"] in (PlanStatus.CLOSED, PlanStatus.REPLACED)
    base = blank(PlanObjective) | {"subject_id": plan["subject_id"], "plan_id": plan["id"]}
    rows = []
    for place, words_ in enumerate(chance.sample(said.OBJECTIVES, chance.randint(2, 4))):
        done = (met or plan["status"] is PlanStatus.LIVE) and chance.random() < 0.4
        on = plan["closed_on"] if met else chance.day(120, 1)
        rows.append(
            base | {
                "id": chance.id(), "position": place, "words": words_, "basis": Basis.ASSESSMENT,
                "met_on": on if done else None,
            }
        )  # fmt: skip
    return rows


def _gaps(chance: Chance, group: Row) -> list[Row]:
    active = group["status"] is SubjectStatus.ACTIVE
    rows = []
    for words_ in chance.some(said.GAPS, 3):
        raised = max(group["mapped_on"], chance.day(400, 20) if active else group["mapped_on"])
        closed = not active or chance.random() < 0.35
        last = chance.today if active else group["status_since"]
        rows.append(
            blank(IntelligenceGap) | {
                "id": chance.id(), "subject_id": group["id"], "words": words_, "raised_on": raised,
                "closed_on": raised + (last - raised) * chance.random() if closed else None,
                "answer": chance.choice(said.ANSWERS) if closed else "",
            }
        )  # fmt: skip
    return rows


def _actions(told: "Told", group: Row) -> Iterator[Row]:
    """Under each P, some under none: what a board of missing activity shows."""
    chance = told.chance
    done = {p: [d for d in told.disruptions.get(group["id"], ()) if d["four_p"] is p] for p in FourP}
    for four_p, (least, most) in _HOW_MANY.items():
        for title in chance.sample(said.ACTIONS[four_p], chance.randint(least, most)):
            active = group["status"] is SubjectStatus.ACTIVE
            state = chance.one(_STATES) if active else chance.choice(_DONE)
            row = _action(chance, told.scene.force, group, state) | {"four_p": four_p, "title": title}
            if state is ActionState.COMPLETED and done[four_p] and chance.random() < 0.5:
                led_to = done[four_p].pop(0)
                if led_to["disruption_date"] >= row["made_at"].date():
                    row |= {"disruption_id": led_to["id"], "done_on": led_to["disruption_date"]}
            yield row


def _action(chance: Chance, force: Force, group: Row, state: ActionState) -> Row:
    today, active = chance.today, group["status"] is SubjectStatus.ACTIVE
    last = today if active else group["status_since"]
    made_on = max(group["mapped_on"], last - timedelta(days=chance.randint(20, 300)))
    due = today + timedelta(days=chance.randint(-35, -1) if chance.random() < _LATE else chance.randint(1, 75))
    done_on = made_on + (last - made_on) * chance.random() if state in _DONE else None
    if done_on is not None:
        due = done_on + timedelta(days=chance.randint(-10, 20))
    ours = chance.random() < _OURS
    owner = group["lro_id"] or group["owner_id"] if chance.random() < 0.4 else chance.choice(force.officers)
    slips = int(state is not ActionState.PROPOSED and chance.random() < _SLIPPED)
    row = blank(PlanAction) | {
        "id": chance.id(), "subject_id": group["id"], "state": state, "made_by_id": group["owner_id"],
        "made_at": chance.moment(made_on), "tactic_area": chance.choice(_TACTICS) if chance.random() < 0.7 else "",
        "owner_id": owner if ours else None,
        "owner": force.names[owner] if ours else chance.choice(said.FAMILY_FIRST) + chance.choice(said.FAMILY_SECOND),
        "agency": "" if ours else chance.choice(words.PARTNERS), "due_on": max(due, made_on), "slips": slips,
        "first_due_on": max(due, made_on) - timedelta(days=21 * slips), "done_on": done_on,
    }  # fmt: skip
    if slips:
        row["because"] = chance.choice(said.PUT_OFF)
    match state:
        case ActionState.PROPOSED:
            row |= {"owner": "", "owner_id": None, "agency": "", "due_on": None, "first_due_on": None}
        case ActionState.BLOCKED:
            blocked_on = max(made_on, today - timedelta(days=chance.randint(3, 40)))
            row |= {"blocked_on": blocked_on, "because": chance.choice(said.BLOCKED)}
        case ActionState.COMPLETED:
            reference = f"SYN{chance.randrange(10**8):08}" if chance.random() < 0.5 else ""
            row |= {"result": chance.choice(said.RESULTS), "evidence_ref": reference}
        case ActionState.CANCELLED:
            row["because"] = chance.choice(said.CANCELLED)
    return row
