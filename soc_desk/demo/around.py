"""Invented work around groups: operations with what came of them, bids, local profiles, places worked in phases."""

from datetime import timedelta
from typing import TYPE_CHECKING

from soc_desk.demo import life_words as said
from soc_desk.demo import words
from soc_desk.demo.blank import Row, blank
from soc_desk.domain import (
    ChbSite,
    ChbStep,
    ChbSubject,
    LocalProfile,
    Operation,
    OperationSubject,
    Tally,
    TaskingBid,
)
from soc_desk.vocabulary import Access, SubjectStatus
from soc_desk.vocabulary.ocg import BidLevel, BidRefusal, BidState, Exactness, OperationKind, Phase, TallyKind

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

OPERATIONS, BIDS = 30, 14
_B = BidState
_STATES = (
    _B.RESULT_RECORDED, _B.DELIVERED, _B.APPROVED, _B.PART_APPROVED, _B.REFUSED, _B.DEFERRED, _B.SUBMITTED, _B.DRAFT,
    _B.REFUSED, _B.RESULT_RECORDED, _B.REFUSED, _B.SUBMITTED, _B.APPROVED, _B.DRAFT,
)  # fmt: skip
_DECIDED = (_B.APPROVED, _B.PART_APPROVED, _B.DELIVERED, _B.RESULT_RECORDED)
_SITES = (
    ("Weir estate", (Phase.SCOPING, Phase.CLEAR, Phase.HOLD, Phase.BUILD)),
    ("Quarry Lane shops", (Phase.SCOPING, Phase.CLEAR, Phase.HOLD, Phase.CLEAR)),
    ("Harbour flats", (Phase.SCOPING, Phase.CLEAR)),
)
_STEPPED = {
    Phase.SCOPING: "Proposed by the area with its partners.", Phase.CLEAR: "Warrants and arrests of three weeks.",
    Phase.HOLD: "Patrols and closure orders keep others out.", Phase.BUILD: "Lighting, tenancy and youth work agreed.",
}  # fmt: skip
_WENT_BACK = "A rival group came in; back to Clear."
_LEADS = ("Supt Example", "Chief Insp Sample")


def work(told: "Told") -> "Rows":
    """Against the active groups that all may know of."""
    open_ = [g for g in told.scene.groups if g["status"] is SubjectStatus.ACTIVE and g["access"] is Access.TEAM]
    operations = _operations(told, open_)
    against = _against(told, operations, open_)
    sites, steps, about = _sites(told, open_)
    return [
        (Operation, operations), (OperationSubject, against), (Tally, _tallies(told, operations)),
        (TaskingBid, _bids(told, open_, operations)), (LocalProfile, _profiles(told)), (ChbSite, sites),
        (ChbStep, steps), (ChbSubject, about),
    ]  # fmt: skip


def _operations(told: "Told", groups: list[Row]) -> list[Row]:
    """Two of three against a group, under the name that its disruptions carry; weeks of action each quarter."""
    chance, force, rows = told.chance, told.scene.force, []
    for number in range(1, OPERATIONS + 1):
        week = number % 3 == 0
        starts_on = chance.today - timedelta(days=(OPERATIONS - number) * 34 + chance.randint(-5, 20))
        group = None if week else chance.choice(groups)
        kind = OperationKind.OPERATION
        name = group and (group["operation_name"] or f"Op {chance.choice(words.OPERATIONS)}")
        if week:
            kind = chance.choice((OperationKind.INTENSIFICATION, OperationKind.COUNTY_LINES_WEEK))
            name = f"{kind.label}, {starts_on:%B %Y}"
        lead = chance.choice(force.officers)
        days = 6 if week else chance.randint(10, 150)
        rows.append(
            blank(Operation) | {
                "id": chance.id(), "reference": f"OP-{starts_on.year}-{number:04}", "name": name, "kind": kind,
                "starts_on": starts_on, "ends_on": starts_on + timedelta(days=days), "lead": force.names[lead],
                "lead_id": lead, "area_id": group["area_id"] if group else None,
                "subject_id": group["id"] if group else None, "summary": chance.choice(words.CONTEXT),
                "made_by_id": told.me, "made_at": chance.moment(starts_on - timedelta(days=20)),
            }
        )  # fmt: skip
    return rows


def _against(told: "Told", operations: list[Row], groups: list[Row]) -> list[Row]:
    chance, rows = told.chance, []
    for operation in operations:
        others = [group for group in chance.some(groups, 4) if group["id"] != operation["subject_id"]]
        about = ([operation["subject_id"]] if operation["subject_id"] else []) + [group["id"] for group in others]
        rows += [{"id": chance.id(), "operation_id": operation["id"], "subject_id": each} for each in about]
    return rows


def _tallies(told: "Told", operations: list[Row]) -> list[Row]:
    """Of those that are over; some figures are a floor, as a press office gives them."""
    chance, rows = told.chance, []
    for operation in operations:
        if operation["ends_on"] >= chance.today:
            continue
        for kind in chance.sample(list(said.TALLIES), chance.randint(3, 7)):
            value = chance.randint(*said.TALLIES[kind])
            over = value >= 100 and chance.random() < 0.3
            step = 10_000 if kind is TallyKind.CASH else 1
            rows.append(
                {
                    "id": chance.id(), "operation_id": operation["id"], "kind": kind, "value": value // step * step,
                    "exactness": Exactness.OVER if over else Exactness.EXACT,
                }
            )  # fmt: skip
    return rows


def _bids(told: "Told", groups: list[Row], operations: list[Row]) -> list[Row]:
    chance, rows = told.chance, []
    for number, state in enumerate(_STATES, 1):
        group = chance.choice(groups)
        asked, resource = said.BIDS[number % len(said.BIDS)]
        made = chance.today - timedelta(days=(BIDS - number) * 16 + chance.randint(8, 20))
        starts = made + timedelta(days=chance.randint(15, 30))
        meeting_on = made + timedelta(days=6)
        row = blank(TaskingBid) | {
            "id": chance.id(), "reference": f"B-{made.year}-{number:04}", "level": list(BidLevel)[min(number % 4, 2)],
            "state": state, "asked": asked, "resource": resource, "subject_id": group["id"],
            "area_id": group["area_id"], "starts_on": starts, "ends_on": starts + timedelta(days=chance.randint(3, 14)),
            "operation_id": operations[-1]["id"] if number == BIDS else None,
            "made_by_id": group["owner_id"], "made_at": chance.moment(made),
        }  # fmt: skip
        if state is not BidState.DRAFT:
            row["submitted_on"] = made
        if state in (*_DECIDED, BidState.REFUSED, BidState.DEFERRED):
            row |= {"meeting": chance.choice(said.MEETINGS), "meeting_on": meeting_on}
            row["decision"] = "Half of what was asked for." if state is BidState.PART_APPROVED else "As discussed."
        if state is BidState.REFUSED:
            row["refusal"] = BidRefusal.PRIORITY if number == 9 else BidRefusal.CAPACITY
        if state is BidState.RESULT_RECORDED:
            row["result"] = "Two arrests; the rest of the route is still to be worked."
        rows.append(row)
    return rows


def _profiles(told: "Told") -> list[Row]:
    """One area has none, two have old ones, one has a draft beside the one in use."""
    chance, rows = told.chance, []
    for place, (area_id, name) in enumerate(told.areas.items()):
        if place == 3:
            continue
        months = 30 + place if place in (1, 6) else chance.randint(1, 11)
        approved = chance.today - timedelta(days=30 * months)
        row = blank(LocalProfile) | {"area_id": area_id, "title": f"Local profile of {name} {approved.year}"}
        rows.append(
            row | {
                "id": chance.id(), "approved_on": approved, "approved_by": chance.choice(_LEADS),
                "next_due_on": approved + timedelta(days=365), "led_to_plan": months < 12 and chance.random() < 0.7,
                "published_to": "Community safety partnership",
            }
        )  # fmt: skip
        if place == 1:
            draft = {"title": f"Local profile of {name}, draft", "note": "In consultation."}
            rows.append(row | {"id": chance.id(), **draft})
    return rows


def _sites(told: "Told", groups: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    chance = told.chance
    sites, steps, about = [], [], []
    for place, (name, phases) in enumerate(_SITES):
        area = list(told.areas)[place % len(told.areas)]
        day = chance.today - timedelta(days=160 * len(phases))
        site = blank(ChbSite) | {
            "id": chance.id(), "name": name, "area_id": area, "phase": phases[-1], "sro": chance.choice(_LEADS),
            "started_on": day,
        }  # fmt: skip
        sites.append(site)
        before = None
        for after in phases:
            back = before is not None and after.rank < before.rank
            steps.append(
                blank(ChbStep) | {
                    "id": chance.id(), "site_id": site["id"], "before": before, "after": after, "stepped_on": day,
                    "reason": _WENT_BACK if back else _STEPPED[after], "at": chance.moment(day), "by_id": told.me,
                }
            )  # fmt: skip
            before, day = after, day + timedelta(days=chance.randint(90, 150))
        near = [group for group in groups if group["area_id"] == area] or groups
        some = chance.sample(near, min(2, len(near)))
        about += [{"id": chance.id(), "site_id": site["id"], "subject_id": group["id"]} for group in some]
    return sites, steps, about
