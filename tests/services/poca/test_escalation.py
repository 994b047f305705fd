"""Whom a deadline reaches: the officer, champion, deputy and the force's contacts, and nobody without access."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from soc_desk.domain import Area, CaseReader
from soc_desk.services import policies, today
from soc_desk.services.poca import board, duties
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.poca import CaseState, ChampionPost, DutyKind
from tests.conftest import PEOPLE
from tests.factories_poca import Clock
from tests.services.poca import holding
from tests.services.poca.holding import DEADLINE, at, notice, order

CONTACTS = {
    "inspector": "coordinator", "superintendent": "supervisor", "solicitor": "analyst", "fiu": "founder",
    "psd": "founder",
}  # fmt: skip
"""Part to sign-in name, in these tests."""
TOLD_OF_EXPIRY = {"officer", "champion", "colleague", "coordinator", "supervisor", "analyst", "founder"}
"""The officer, champion and deputy, the inspector, superintendent and solicitor, and professional standards."""
TODAY = date(2026, 1, 1)


@use_case("Name a reader in a test", needs=EVERYONE)
def name(work: Work, case_id: UUID, user_id: UUID) -> None:
    work.session.execute(insert(CaseReader).values(case_id=case_id, user_id=user_id))


@pytest.fixture
def north(store: Store, founder: Actor, champion: Actor, colleague: Actor) -> UUID:
    """An area with a champion and a deputy, in a force that has named its contacts."""
    area = store.read(founder, lambda session: session.scalar(select(Area.id).where(Area.name == "North")))
    assert area is not None
    store.write(founder, holding.appoint, area, champion.id)
    store.write(founder, holding.appoint, area, colleague.id, ChampionPost.DEPUTY)
    for part, who in CONTACTS.items():
        store.write(founder, policies.set_policy, f"poca.contacts.{part}", [who], TODAY, "Force order 12")
    return area


def told(store: Store, founder: Actor, now: datetime) -> dict[str, list[board.DutyRow]]:
    """Sign-in name to what that person must be told of by now."""
    people = {**PEOPLE, "founder": founder}
    found = {who: store.read(person, board.warned, person, now) for who, person in people.items()}
    return {who: rows for who, rows in found.items() if rows}


def test_at_logging_officer_champion_deputy_and_the_fiu_are_told(
    store: Store, founder: Actor, officer: Actor, north: UUID
) -> None:
    holding.case(store, officer, area_id=north)
    found = told(store, founder, at(2026, 11, 19, 22, 45))
    assert found.keys() == {"officer", "champion", "colleague", "founder"}
    assert {rows[0].told_since for rows in found.values()} == {holding.THURSDAY}


def test_the_ladder_climbs(store: Store, founder: Actor, officer: Actor, north: UUID) -> None:
    holding.case(store, officer, area_id=north)
    day_before = at(2026, 11, 20, 22, 40)  # 24 counted hours left: no hearing is listed
    assert told(store, founder, day_before - timedelta(minutes=1)).keys().isdisjoint({"coordinator", "supervisor"})
    assert "coordinator" in told(store, founder, day_before + timedelta(days=2, minutes=80))
    six_hours = at(2026, 11, 23, 16, 40)
    assert told(store, founder, six_hours - timedelta(minutes=1)).keys().isdisjoint({"supervisor", "analyst"})
    assert {"supervisor", "analyst"} <= told(store, founder, six_hours).keys()


@pytest.mark.parametrize(
    ("state", "over", "lines", "passed"),
    [
        (CaseState.SEIZED, {}, (), DEADLINE),
        (CaseState.FIRST_PENDING, {}, (order(hearing_at=at(2026, 11, 24, 10)),), DEADLINE),
        (CaseState.REFUSED, {"refused_on": date(2026, 11, 20)}, (), DEADLINE),
        (CaseState.DETAINED, {}, (order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19)),), at(2027, 5, 20, 0)),
        (
            CaseState.FURTHER_PENDING, {},
            (order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19)), order(number=2)), at(2027, 5, 20, 0),
        ),
        (
            CaseState.NOTICE_LAPSED, {},
            (
                order(at(2026, 11, 20, 11), expires_on=date(2026, 11, 30)),
                notice(date(2026, 11, 24), objection_at=at(2026, 12, 1, 10), ended_on=date(2026, 12, 1)),
            ),
            at(2026, 12, 3, 10),
        ),
    ],
)  # fmt: skip
def test_past_each_deadline_everybody_sees_expired_and_nobody_without_access(
    store: Store, founder: Actor, officer: Actor, north: UUID, state: CaseState, over: dict[str, object],
    lines: tuple[dict[str, object], ...], passed: datetime,
) -> None:  # fmt: skip
    fresh = tuple({**line, "id": holding.new_id()} for line in lines)
    id_ = holding.case(store, officer, *fresh, state=state, area_id=north, **over)
    before = told(store, founder, passed - timedelta(minutes=1))
    assert all(row.kind is not DutyKind.ACT_ON_EXPIRY for rows in before.values() for row in rows)
    after = told(store, founder, passed)
    expired = {who for who, rows in after.items() if rows[0].urgency is board.Urgency.EXPIRED}
    assert expired == TOLD_OF_EXPIRY
    assert {after[who][0].kind for who in expired} == {DutyKind.ACT_ON_EXPIRY}
    assert {after[who][0].told_since for who in expired} == {passed}
    store.write(officer, holding.alter, id_, access=Access.SEALED)
    assert told(store, founder, passed).keys() == {"officer"}
    store.write(officer, name, id_, PEOPLE["analyst"].id)
    assert told(store, founder, passed).keys() == {"officer", "analyst"}
    assert store.read(PEOPLE["supervisor"], board.board, PEOPLE["supervisor"], passed) == []
    assert store.read(PEOPLE["supervisor"], board.counts, passed).open == 0


def test_a_warning_that_somebody_knows_of_comes_back_as_the_ladder_says(
    store: Store, founder: Actor, officer: Actor, champion: Actor, north: UUID
) -> None:
    holding.case(store, officer, area_id=north)

    def known(reader: Actor, now: datetime) -> bool:
        return store.read(reader, board.warned, reader, now)[0].is_known

    def acknowledge(now: datetime) -> None:
        clocked = Store(store.engine, clock=Clock().at(now))
        clocked.write(champion, duties.acknowledge, store.read(champion, board.warned, champion, now)[0].id)

    hours_left = {36: at(2026, 11, 20, 10, 40), 24: at(2026, 11, 20, 22, 40)}
    assert not known(officer, hours_left[36])
    acknowledge(hours_left[36] + timedelta(minutes=5))
    assert known(officer, hours_left[24] - timedelta(minutes=1))
    assert not known(officer, hours_left[24])
    acknowledge(DEADLINE + timedelta(hours=2))
    assert known(officer, DEADLINE + timedelta(hours=23, minutes=59))
    assert not known(officer, DEADLINE + timedelta(days=1))  # EXPIRED: every day until acted on
    row = store.read(officer, board.warned, officer, DEADLINE + timedelta(days=3, hours=1))[0]
    assert (row.warned_at, row.told_since) == (DEADLINE + timedelta(days=3), DEADLINE)


def test_a_refusal_is_told_every_hour(store: Store, founder: Actor, officer: Actor, north: UUID) -> None:
    holding.case(store, officer, state=CaseState.REFUSED, refused_on=date(2026, 11, 20), area_id=north)
    (row,) = store.read(officer, board.warned, officer, at(2026, 11, 20, 15, 20))
    assert (row.told_since, row.warned_at) == (at(2026, 11, 20, 0), at(2026, 11, 20, 15))


def test_where_nobody_is_named_too_many_are_told_rather_than_no_one(
    store: Store, founder: Actor, officer: Actor, supervisor: Actor
) -> None:
    holding.case(store, officer)
    assert {"officer", "champion"} <= told(store, founder, at(2026, 11, 20)).keys()
    assert {"officer", "champion", "supervisor"} <= told(store, founder, DEADLINE).keys()
    (row,) = store.read(supervisor, board.warned, supervisor, DEADLINE)
    assert row.urgency is board.Urgency.EXPIRED


def test_whoever_recorded_a_case_answers_for_it_without_an_owner(
    store: Store, founder: Actor, colleague: Actor
) -> None:
    holding.case(store, colleague, owner_id=None)
    assert "colleague" in told(store, founder, at(2026, 11, 20))


def test_a_champion_of_another_area_is_not_told(store: Store, founder: Actor, officer: Actor, north: UUID) -> None:
    holding.case(store, officer, area_id=north)
    other = store.read(founder, lambda session: session.scalar(select(Area.id).where(Area.name == "South")))
    assert other is not None
    store.write(founder, holding.appoint, other, officer.id)
    second = holding.case(store, founder, area_id=other)
    rows = store.read(PEOPLE["champion"], board.warned, PEOPLE["champion"], at(2026, 11, 20))
    assert second not in {row.case_id for row in rows}


def test_where_an_area_has_a_deputy_alone_any_champion_stands_in(
    store: Store, founder: Actor, officer: Actor, north: UUID
) -> None:
    other = store.read(founder, lambda session: session.scalar(select(Area.id).where(Area.name == "South")))
    assert other is not None
    store.write(founder, holding.appoint, other, PEOPLE["colleague"].id, ChampionPost.DEPUTY)
    case = holding.case(store, officer, area_id=other)
    rows = store.read(PEOPLE["champion"], board.warned, PEOPLE["champion"], at(2026, 11, 20))
    assert case in {row.case_id for row in rows}


def test_my_desk_begins_with_what_the_reader_must_be_told(
    store: Store, founder: Actor, officer: Actor, north: UUID
) -> None:
    id_ = holding.case(store, officer, area_id=north)
    now = at(2026, 11, 23, 17, 28)
    desk = store.read(officer, today.my_desk, officer, now.date(), now)
    item = desk.against_the_clock[0]
    assert (item.due, item.urgency, item.page, item.record_id) == ("in 5 h 12 m", "red", "poca", id_)
    assert (item.headline, item.about.split(" · ")[0]) == ("Detention order or release", "C-2026-0001")
    assert "No sitting of a court remains" in item.why
    assert (desk.pressing, desk.cases) == (1, 1)
    coordinator = PEOPLE["coordinator"]
    late = store.read(coordinator, today.my_desk, coordinator, now.date(), DEADLINE)
    assert late.against_the_clock[0].due == "EXPIRED"
    over = store.read(coordinator, today.my_desk, coordinator, now.date(), DEADLINE + timedelta(hours=3))
    assert (item.days, over.against_the_clock[0].days) == (0, -1)  # over is below nought from the first minute on
    assert store.read(officer, today.my_desk, officer, now.date()).against_the_clock == ()
