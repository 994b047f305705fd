"""What is due and what drifts: boards, My desk and the calendar agree, and tell nobody of a closed group."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from soc_desk.reports import diary as drawing
from soc_desk.services import copying, diary, subjects, today
from soc_desk.services.plans import actions, boards, due
from soc_desk.services.plans.drafts import BecauseDraft, DueDraft
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, FourP, ImpactLevel
from tests import factories, factories_plan
from tests.factories_plan import DAY

TO = Addressed(recipient="DC O. Fficer", purpose="My calendar")
LATE = DAY - timedelta(days=4)


@pytest.fixture
def group(store: Store, officer: Actor, colleague: Actor, coordinator: Actor) -> UUID:
    """Led by the officer; two actions late, one blocked, one to come; its own review and its plan's are due."""
    made = factories_plan.group(
        store, officer, coordinator, lro=officer.display, lro_id=officer.id, review_due_on=DAY + timedelta(days=3)
    )
    factories_plan.live(store, coordinator, coordinator, made, review_due_on=DAY)
    mine = {"owner": "", "agency": "", "owner_id": officer.id}
    factories_plan.action(store, officer, made, title="Visit A. Person", due_on=LATE, **mine)
    held = factories_plan.action(store, officer, made, due_on=DAY - timedelta(days=2), four_p=FourP.PREVENT)
    store.write(colleague, actions.block, held, 1, BecauseDraft(because="The lab."))
    factories_plan.action(store, officer, made, due_on=date(2027, 3, 1), four_p=FourP.PROTECT, **mine)
    return made


def test_reviews_and_actions_are_due_soonest_first(store: Store, officer: Actor, group: UUID) -> None:
    found = store.read(officer, due.due, DAY, within_days=14)
    assert [(row.what, row.days, row.blocked) for row in found] == [
        ("Pursue action", -4, False), ("Prevent action", -2, True), ("4P plan review", 0, False),
        ("OCG review", 3, False),
    ]  # fmt: skip
    mine = store.read(officer, due.due, DAY, owner_id=officer.id)
    assert [row.what for row in mine] == ["Pursue action", "4P plan review", "OCG review", "Protect action"]


def test_my_desk_has_my_actions_and_the_reviews_of_groups_i_lead(
    store: Store, officer: Actor, colleague: Actor, group: UUID
) -> None:
    lines = [item for item in store.read(officer, today.my_desk, officer, DAY).to_do if item.page == "ocgs"]
    assert [(item.headline, item.due, item.urgency, item.part) for item in lines] == [
        ("Visit A. Person", "4 days over", "red", "plan"), ("4P plan review", "Today", "red", "plan"),
        ("OCG review", "in 3 days", "amber", "overview"),
    ]  # fmt: skip
    assert {item.record_id for item in lines} == {group}
    assert "due 10 Nov 2026" in lines[0].why
    assert [item for item in store.read(colleague, today.my_desk, colleague, DAY).to_do if item.page == "ocgs"] == []


def test_overdue_by_p_and_by_owner_with_mean_days(store: Store, officer: Actor, group: UUID) -> None:
    factories_plan.action(store, officer, group, due_on=DAY - timedelta(days=7))
    found = store.read(officer, boards.overdue_actions, DAY)
    assert [(row.days, row.owner) for row in found] == [(7, "PC Reid"), (4, officer.display), (2, "PC Reid")]
    by_p = boards.overdue_by_p(found)
    assert [(p, one.count, one.mean_days) for p, one in by_p.items()] == [
        (FourP.PURSUE, 2, 5.5), (FourP.PREVENT, 1, 2.0), (FourP.PROTECT, 0, 0.0), (FourP.PREPARE, 0, 0.0),
    ]  # fmt: skip
    assert {name: (one.count, one.mean_days) for name, one in boards.overdue_by_owner(found).items()} == {
        "PC Reid": (2, 4.5), officer.display: (1, 4.0),
    }  # fmt: skip
    assert store.read(officer, boards.overdue_groups, DAY) == 1
    assert store.read(officer, boards.overdue_groups, LATE - timedelta(days=30)) == 0


def test_coverage_tells_lead_plan_and_ps_apart(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor, group: UUID
) -> None:
    bare = factories.active_ocg(store, officer, coordinator, name="Yarrow")
    store.write(officer, factories_plan.alter, bare, lro="", review_due_on=DAY - timedelta(days=1))
    factories.approved(
        store, officer, supervisor, bare, disruption_date=DAY, four_p=FourP.PREPARE, impact_level=ImpactLevel.MINOR
    )
    harrier, yarrow = store.read(officer, boards.coverage, DAY)
    assert (harrier.unplanned, harrier.idle, harrier.plan_in_date) == ((FourP.PREPARE,), (FourP.PREPARE,), True)
    assert yarrow.unplanned == tuple(FourP)
    assert yarrow.idle == (FourP.PURSUE, FourP.PREVENT, FourP.PROTECT)
    told = boards.measures([harrier, yarrow], DAY)
    assert (told.active, told.reviewed_in_time, told.no_review_date) == (2, 1, 0)
    assert (told.with_lro, told.plan_in_date, told.all_ps_planned) == (1, 1, 0)
    assert told.by_lro == {officer.display: 1}


def test_sent_again_it_is_the_same_entry_with_a_higher_sequence(store: Store, officer: Actor, group: UUID) -> None:
    before = sent(store, officer)
    assert sorted(str(event["SUMMARY"]).partition(": ")[2] for event in before.values()) == [
        "4P plan review", "OCG review", "Prevent action", "Protect action", "Pursue action",
    ]  # fmt: skip
    everything = "".join(event.to_ical().decode() for event in before.values())
    assert not [word for word in ("Person", "Reid", "Fficer", "lab", "Harrier") if word in everything]
    uid = next(uid for uid, event in before.items() if "Pursue" in str(event["SUMMARY"]))
    assert before[uid]["DTSTART"].dt == LATE
    late = next(row for row in store.read(officer, due.due, DAY) if row.title == "Visit A. Person")
    moved = DueDraft(due_on=DAY + timedelta(days=9), because="Leave.")
    store.write(officer, actions.put_off, late.id, late.version, moved)
    after = sent(store, officer)
    assert after.keys() == before.keys()
    assert after[uid]["DTSTART"].dt == DAY + timedelta(days=9)
    assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
    store.write(officer, actions.cancel, late.id, late.version + 1, BecauseDraft(because="Moved away."))
    unsent = factories_plan.action(store, officer, group)
    store.write(officer, copying.copied, "Actions of the plan", (unsent,), 1)
    store.write(officer, actions.cancel, unsent, 1, BecauseDraft(because="A slip of the pen."))
    cancelled = sent(store, officer)
    assert str(cancelled[uid]["STATUS"]) == "CANCELLED"
    assert int(cancelled[uid]["SEQUENCE"]) > int(after[uid]["SEQUENCE"])
    assert f"action-{unsent}@soc-desk" not in cancelled  # no calendar ever had it
    assert uid in sent(store, officer, None, officer.id)


def test_nobody_else_is_told_of_a_closed_group(store: Store, officer: Actor, colleague: Actor, group: UUID) -> None:
    version = factories.version(store, officer, group)
    factories_plan.action(
        store, officer, group, due_on=LATE, owner="", agency="", owner_id=colleague.id, title="Colleague's own"
    )
    told = (
        lambda: store.read(colleague, due.due, DAY),
        lambda: store.read(colleague, boards.overdue_actions, DAY),
        lambda: store.read(colleague, boards.coverage, DAY),
        lambda: store.read(colleague, boards.overdue_groups, DAY),
        lambda: [one for one in store.read(colleague, today.my_desk, colleague, DAY).to_do if one.page == "ocgs"],
        lambda: sent(store, colleague),
    )
    assert all(asked() for asked in told)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    assert not any(asked() for asked in told)
    assert sent(store, officer)


def sent(store: Store, by: Actor, *narrowed: Any) -> dict[str, Any]:
    """What a calendar holds after the file: entries by uid."""
    made = store.write(by, diary.export_diary, TO, *narrowed).value
    out = io.BytesIO()
    assert drawing.write(made, out, store._clock()) == len(made.entries)
    return {str(event["UID"]): event for event in Calendar.from_ical(out.getvalue()).walk("VEVENT")}
