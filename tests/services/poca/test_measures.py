"""Counting cash detention orders, holding them against targets, freezing months, and the register of champions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Area, PocaCase
from soc_desk.domain.period import Period, quarter
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services import periods, places
from soc_desk.services.poca import champions, measures, targets
from soc_desk.services.poca.champions import ChampionDraft
from soc_desk.services.poca.targets import TargetDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.measures import MeasureKind, Rag
from soc_desk.vocabulary.poca import CaseKind, CaseState, ChampionPost

ORDERS = MeasureKind.CASH_DETENTION_ORDERS
END_OF_Q1 = date(2014, 6, 30)


@use_case("Put cases in the store", needs=EVERYONE)
def put(work: Work, orders: Sequence[date], area: str) -> None:
    """Cash cases with a first order on each of these days, seized the day before in an area."""
    area_id = work.session.scalar(select(Area.id).where(Area.name == area))
    if area_id is None:
        made = Area(name=area)
        work.add(made)
        work.session.flush()
        area_id = made.id
    for day in orders:
        work.add(
            PocaCase(
                reference=work.next_reference("C"), kind=CaseKind.CASH, state=CaseState.DETAINED,
                recorded_by_id=work.actor.id, recorded_at=work.now, area_id=area_id,
                seized_at=datetime.combine(day, time(0, 30)), first_order_on=day, seized_pence=100_000,
            )
        )  # fmt: skip


@use_case("Close cases in the store", needs=EVERYONE)
def close_all(work: Work, day: date) -> None:
    """Make every case with a first order on that day known to its owner alone."""
    for case in work.session.scalars(select(PocaCase).where(PocaCase.first_order_on == day)):
        case.owner_id, case.access = work.actor.id, Access.SEALED


@pytest.fixture
def two_quarters(store: Store, officer: Actor) -> Store:
    """29 first orders from April to June 2013 and 44 a year later, in two areas."""
    store.write(officer, put, [date(2013, 4 + n % 3, 1 + n % 28) for n in range(29)], "Eastbrook")
    store.write(officer, put, [date(2014, 4 + n % 3, 1 + n % 28) for n in range(40)], "Eastbrook")
    store.write(officer, put, [date(2014, 5, 2)] * 4, "Westholt")
    return store


def area_ids(store: Store, reader: Actor) -> dict[str, UUID]:
    return {place.name: place.id for place in store.read(reader, places.areas)}


def target(store: Store, by: Actor, value: int, source: str) -> UUID:
    return store.write(by, targets.record, TargetDraft(year=2014, value=value, source=source)).value


def force(store: Store, reader: Actor) -> measures.MeasureRow:
    told = store.read(reader, measures.performance, END_OF_Q1)
    return next(row for row in told.force if row.measure is ORDERS)


def test_first_orders_are_counted_by_the_day_granted(two_quarters: Store, officer: Actor) -> None:
    for year, number in ((2013, 29), (2014, 44)):
        counts = two_quarters.read(officer, measures.count, ORDERS, quarter(year, 1))
        assert sum(counts.values()) == number


def test_the_quarter_is_green_by_pro_rata_and_amber_against_the_raw_figure(
    two_quarters: Store, officer: Actor, supervisor: Actor
) -> None:
    target(two_quarters, supervisor, 160, "Force performance summary, target table")
    row = force(two_quarters, officer)
    assert (row.value, row.last_year, row.target, row.projected) == (44, 29, 160, 176)
    assert (row.judgement.rag, row.judgement.reason) == (Rag.GREEN, "Target achieved: 44 against 40.")
    assert (row.raw.rag, row.raw.reason) == (
        Rag.AMBER,
        "44 is below the target of 160 but better than last year's 29.",
    )


def test_both_targets_stand_and_the_one_in_use_is_chosen(two_quarters: Store, officer: Actor, champion: Actor) -> None:
    table = target(two_quarters, champion, 160, "Force performance summary, target table")
    target(two_quarters, champion, 168, "Delivery plan, action 3.6")
    row = force(two_quarters, officer)
    assert (row.target, row.source, row.judgement.held_against) == (168, "Delivery plan, action 3.6", 42)
    two_quarters.write(champion, targets.use, table)
    told = two_quarters.read(officer, measures.performance, END_OF_Q1)
    assert [(row.value, row.in_use) for row in told.targets] == [(168, False), (160, True)]
    assert force(two_quarters, officer).target == 160


def test_a_source_is_noted_once_and_can_be_corrected(store: Store, officer: Actor, champion: Actor) -> None:
    made = target(store, champion, 16, "Delivery plan")
    with pytest.raises(Invalid, match="noted for that year already"):
        target(store, champion, 17, "Delivery plan")
    (row,) = store.read(officer, targets.rows, ORDERS, 2014)
    store.write(champion, targets.correct, made, row.version, 160)
    assert store.read(officer, targets.rows)[0].value == 160


def test_the_areas_parts_must_add_up_to_the_force(two_quarters: Store, officer: Actor, champion: Actor) -> None:
    made = target(two_quarters, champion, 160, "Plan")
    areas = area_ids(two_quarters, officer)
    with pytest.raises(Invalid, match="add up to 150; the force's target is 160"):
        two_quarters.write(champion, targets.share, made, {areas["Eastbrook"]: 100, areas["Westholt"]: 50})
    two_quarters.write(champion, targets.share, made, {areas["Eastbrook"]: 100, areas["Westholt"]: 60})
    told = two_quarters.read(officer, measures.performance, END_OF_Q1)
    by_area = {row.area: (row.value, row.target, row.judgement.rag) for row in told.areas if row.target}
    assert by_area == {"Eastbrook": (40, 100, Rag.GREEN), "Westholt": (4, 60, Rag.AMBER)}


def test_an_officer_sets_no_target(store: Store, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        target(store, officer, 160, "Nobody")


def test_without_a_target_or_last_year_there_is_no_colour(store: Store, officer: Actor, champion: Actor) -> None:
    store.write(officer, put, [date(2014, 4, 1)], "Eastbrook")
    assert force(store, officer).judgement.rag is Rag.NO_TARGET
    target(store, champion, 160, "Plan")
    row = force(store, officer)
    assert (row.last_year, row.judgement.rag) == (None, Rag.NOT_AVAILABLE)


def test_a_frozen_month_stays_and_a_late_entry_shows_as_revised(two_quarters: Store, officer: Actor) -> None:
    waiting = two_quarters.read(officer, measures.to_freeze, periods.today())
    assert len(waiting) >= 12
    assert two_quarters.write(officer, measures.freeze).value == len(waiting)
    assert two_quarters.write(officer, measures.freeze).value == 0
    first = waiting[0]
    last = Period(first, first + timedelta(days=27))
    (row,) = two_quarters.read(officer, measures.months, last)
    assert (row.frozen, row.now, row.is_revised) == (0, 0, False)
    two_quarters.write(officer, put, [first], "Eastbrook")
    (row,) = two_quarters.read(officer, measures.months, last)
    assert (row.frozen, row.now, row.is_revised) == (0, 1, True)


def test_a_month_is_frozen_without_the_cases_closed_to_others(store: Store, officer: Actor) -> None:
    month = store.read(officer, measures.to_freeze, periods.today())[-1]
    store.write(officer, put, [month, month, month + timedelta(days=3)], "Eastbrook")
    store.write(officer, close_all, month)
    store.write(officer, measures.freeze)
    (told,) = store.read(officer, measures.months, Period(month, month + timedelta(days=27)))
    assert (told.frozen, told.now) == (1, 1)
    assert store.read(officer, measures.count, ORDERS, Period(month, month)).total() == 2


def test_a_target_that_is_shared_is_not_corrected_alone(two_quarters: Store, officer: Actor, champion: Actor) -> None:
    made = target(two_quarters, champion, 160, "Plan")
    areas = area_ids(two_quarters, officer)
    two_quarters.write(champion, targets.share, made, {areas["Eastbrook"]: 100, areas["Westholt"]: 60})
    for row in two_quarters.read(officer, targets.rows, ORDERS, 2014):
        with pytest.raises(Invalid, match="share it anew"):
            two_quarters.write(champion, targets.correct, row.id, row.version, 150)


def test_each_area_has_a_champion_and_a_trained_deputy_or_says_what_it_lacks(
    store: Store, officer: Actor, champion: Actor
) -> None:
    today = date(2026, 11, 22)
    store.write(officer, put, [], "Eastbrook")
    store.write(officer, put, [], "Westholt")
    areas = area_ids(store, officer)
    east = areas["Eastbrook"]
    trained = {"course": "POCA Managers", "course_on": date(2026, 1, 5), "terms_version": "1.0"}
    store.write(
        champion,
        champions.record,
        ChampionDraft(area_id=east, user_id=champion.id, since_on=date(2026, 1, 1), **trained),
    )
    over = ChampionDraft(
        area_id=east, post=ChampionPost.DEPUTY, name="PS D. Eputy",
        **(trained | {"course_expires_on": date(2026, 6, 1)}),
    )  # fmt: skip
    deputy = store.write(champion, champions.record, over).value
    told = store.read(officer, champions.register, today)
    assert {gap.place: gap.gaps for gap in told.gaps if gap.place not in ("North", "South")} == {
        "Eastbrook": ("PS D. Eputy: the course has run out.",),
        "Westholt": ("There is no champion.", "There is no deputy."),
    }
    assert (told.with_champion, told.without_deputy) == (1, told.places)
    shown = store.read(officer, champions.draft, deputy)
    store.write(
        champion,
        champions.change,
        ChampionDraft(**{**shown.__dict__, "course_expires_on": date(2028, 1, 5)}),
    )
    told = store.read(officer, champions.register, today)
    assert "Eastbrook" not in {gap.place for gap in told.gaps}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "area_id"),
        ({"unit": "Economic crime"}, "name"),
        (
            {"unit": "Economic crime", "name": "X", "since_on": date(2026, 2, 1), "ended_on": date(2026, 1, 1)},
            "ended_on",
        ),
    ],
)
def test_a_champion_that_says_too_little_is_refused(
    store: Store, champion: Actor, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(champion, champions.record, ChampionDraft(**given))  # type: ignore[arg-type]
    assert field in refused.value.problems


def test_areas_are_held_against_their_part_of_the_target_in_use(store: Store, supervisor: Actor) -> None:
    ids = area_ids(store, supervisor)
    plan = target(store, supervisor, 168, "Delivery plan, action 3.6")
    store.write(supervisor, targets.share, plan, {ids["North"]: 100, ids["South"]: 68})
    table = target(store, supervisor, 160, "Force performance summary, target table")
    assert [row.value for row in store.read(supervisor, targets.in_use, ORDERS, 2014).values()] == [160]
    store.write(supervisor, targets.share, table, {ids["North"]: 80, ids["South"]: 80})
    for source, parts in ((plan, [168, 100, 68]), (table, [160, 80, 80])):
        store.write(supervisor, targets.use, source)
        assert [row.value for row in store.read(supervisor, targets.in_use, ORDERS, 2014).values()] == parts
