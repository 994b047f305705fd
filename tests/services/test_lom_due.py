"""What lifetime management and referrals ask for stands on the desk and in the calendar of whose it is."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from soc_desk.domain import AncillaryOrder
from soc_desk.reports import diary as drawing
from soc_desk.services import (
    diary,
    history,
    ocg_counts,
    ocg_profile,
    ocg_records,
    periods,
    referrals,
    subjects,
    today,
)
from soc_desk.services.lom import due, in_group, managed, orders, record, visits
from soc_desk.services.lom.managed import ManagedDraft
from soc_desk.services.lom.orders import OrderDraft
from soc_desk.services.mergers import doing
from soc_desk.services.mergers.doing import MergeDraft
from soc_desk.services.prints import Addressed
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.ocg import LinkRole, OrderKind, OrderState, ReferralState, VisitKind
from tests import factories, factories_network
from tests.services.test_lom import area

TO = Addressed(recipient="DC O. Fficer", purpose="My calendar")
NOW = periods.today()
LATE = NOW - timedelta(days=3)


@pytest.fixture
def group(store: Store, officer: Actor) -> UUID:
    return factories.ocg(store, officer)


@pytest.fixture
def people(store: Store, officer: Actor, colleague: Actor, group: UUID) -> list[UUID]:
    """The first is managed by the officer and a visit is late; of the second a referral is to be sent."""
    made = store.write(officer, factories_network.people, group, {LinkRole.MEMBER: 2}).value
    told = {"person_id": made[0], "nominated_because": "Released.", "area_id": store.read(officer, area)}
    store.write(colleague, managed.nominate, ManagedDraft(**told, manager_id=officer.id))
    store.write(officer, visits.plan_visit, made[0], VisitKind.COMPLIANCE, LATE)
    victim = ReferralDraft(person_id=made[1], subject_id=group, is_child=True, identified_on=LATE)
    store.write(officer, referrals.identify, victim)
    return made


def sent(store: Store, by: Actor, *narrowed: Any) -> dict[str, Any]:
    """What a calendar holds after the file: entries by uid."""
    made = store.write(by, diary.export_diary, TO, *narrowed).value
    out = io.BytesIO()
    drawing.write(made, out, store._clock())
    return {str(event["UID"]): event for event in Calendar.from_ical(out.getvalue()).walk("VEVENT")}


def on_desk(store: Store, reader: Actor) -> list[tuple[str, str, UUID | None, str]]:
    found = store.read(reader, today.my_desk, reader, NOW).to_do
    return [(one.headline, one.page, one.record_id, one.part) for one in found if one.page in ("managed", "people")]


def test_it_stands_on_the_desk_of_whoever_manages(
    store: Store, officer: Actor, colleague: Actor, people: list[UUID]
) -> None:
    assert on_desk(store, officer) == [
        ("Compliance visit is due", "managed", people[0], ""),
        ("Send the NRM referral", "people", people[1], "care"),
    ]
    assert on_desk(store, colleague) == []
    assert [row.person_id for row in store.read(colleague, referrals.page)] == [people[1]]
    visit, referral = store.read(colleague, due.prompts, NOW)
    assert {visit.owner_id, referral.owner_id} == {officer.id}
    assert [one.id for one in store.read(colleague, due.prompts, NOW, officer.id)] == [visit.id, referral.id]
    assert store.read(colleague, due.prompts, NOW, colleague.id) == []


def test_a_calendar_has_it_without_a_name_and_hears_that_it_is_done(
    store: Store, officer: Actor, colleague: Actor, people: list[UUID]
) -> None:
    visit, referral = store.read(officer, due.prompts, NOW)
    uids = {f"visit-{visit.id}@soc-desk", f"referral-{referral.id}@soc-desk"}
    first = sent(store, officer, None, officer.id)
    assert first.keys() == uids
    assert str(first[f"visit-{visit.id}@soc-desk"]["SUMMARY"]) == f"{visit.reference}: Compliance visit is due."
    assert not any(visit.name in str(event["DESCRIPTION"]) for event in first.values())
    assert not uids & sent(store, officer, None, colleague.id).keys()
    held = store.read(officer, record.of_person, people[0])
    store.write(officer, visits.record_visit, visit.id, held.visits[0].version, NOW, "Seen at home.")
    row = store.write(officer, referrals.look, referral.id).value
    assert "Open a referral" in {one.what for one in store.read(officer, history.history, people[1])}
    store.write(officer, referrals.move, row.id, row.version, ReferralState.SENT, NOW, "NRM-1")
    second = sent(store, officer, None, officer.id)
    assert {str(event["STATUS"]) for uid, event in second.items() if uid in uids} == {"CANCELLED"}
    assert all(second[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in uids)
    assert on_desk(store, officer) == []


def test_two_open_spells_of_merged_records_are_both_asked_after(
    store: Store, officer: Actor, colleague: Actor, people: list[UUID]
) -> None:
    second = ManagedDraft(
        person_id=people[1], manager_id=colleague.id, nominated_because="Runs the line.", review_due_on=NOW
    )
    store.write(officer, managed.nominate, second)
    first = store.read(officer, managed.page, managed.ManagedFilter(person_id=people[0]))[0]
    draft = store.read(officer, managed.draft, first.id)
    store.write(officer, managed.change, replace(draft, review_due_on=NOW))
    store.write(officer, doing.merge_people, MergeDraft(kept_id=people[0], gone_id=people[1], reason="One person."))
    reviews = [one for one in store.read(officer, due.prompts, NOW) if one.kind == "management"]
    assert {(one.person_id, one.owner_id) for one in reviews} == {(people[0], officer.id), (people[0], colleague.id)}
    assert len({one.id for one in reviews}) == 2


def test_nobody_else_is_told_of_a_closed_group(
    store: Store, officer: Actor, coordinator: Actor, colleague: Actor, group: UUID, people: list[UUID]
) -> None:
    sent(store, colleague)
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, ())
    assert store.read(colleague, due.prompts, NOW) == []
    assert store.read(colleague, referrals.waiting) == 0
    assert not any(uid.startswith(("visit", "referral")) for uid in sent(store, colleague))
    assert len(store.read(officer, due.prompts, NOW)) == 2


def test_the_group_knows_who_of_its_people_is_held(
    store: Store, officer: Actor, colleague: Actor, group: UUID, people: list[UUID]
) -> None:
    order = store.write(officer, orders.record, OrderDraft(person_id=people[1], kind=OrderKind.FRO)).value
    assert [row.person_id for row in store.read(officer, in_group.of, group, NOW)] == people
    store.write(officer, in_force, order, NOW - timedelta(days=1))
    managed_one, held = store.read(colleague, in_group.of, group, NOW)
    assert (managed_one.management, managed_one.is_late) == (f"Nominated, North, {officer.display}", True)
    assert held.referrals == ("NRM referral, identified",)
    assert held.late == "Check the order"
    words = [one.what for one in store.write(officer, ocg_records.look, group).value.concerns]
    assert not any("order" in each or "visit" in each for each in words)  # it is proposed, and not worked yet
    late = store.read(officer, ocg_counts.counts, group, NOW)
    assert (late["late_orders"], late["late_visits"]) == (1, 1)
    profile = store.write(officer, ocg_profile.preview, group).value
    assert {row.person_id for row in profile.held} == set(people)
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, ())
    assert store.read(colleague, in_group.of, group, NOW) == []


@use_case("Let an order run out unnoticed", needs=EVERYONE)
def in_force(work: Work, id: UUID, until: date) -> None:
    order = work.session.get(AncillaryOrder, id)
    assert order is not None
    order.state, order.in_force_from, order.ends_on = OrderState.IN_FORCE, until - timedelta(days=90), until
