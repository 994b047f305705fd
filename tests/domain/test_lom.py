"""Lifetime management by itself: the steps that exist, and what the Serious Crime Act 2007 asks of an order."""

from datetime import date

import pytest

from soc_desk.domain import AncillaryOrder, LomSubject, new_id
from soc_desk.domain.age import Age
from soc_desk.domain.lom import (
    NEXT_LOM_STATES,
    NEXT_ORDER_STATES,
    age_problems,
    condition_problems,
    order_problems,
    order_warnings,
)
from soc_desk.errors import Invalid
from soc_desk.vocabulary.ocg import LomState, OrderKind, OrderState

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("before", LomState)
@pytest.mark.parametrize("after", LomState)
def test_only_the_steps_of_the_table_exist_for_an_offender(before: LomState, after: LomState) -> None:
    managed = LomSubject(person_id=new_id(), nominated_on=DAY, at=None, by_id=new_id(), state=before, area_id=new_id())
    if after in NEXT_LOM_STATES[before]:
        managed.move(after)
        assert managed.state is after
    else:
        with pytest.raises(Invalid, match="cannot become"):
            managed.move(after)
        assert managed.state is before


@pytest.mark.parametrize("before", OrderState)
@pytest.mark.parametrize("after", OrderState)
def test_only_the_steps_of_the_table_exist_for_an_order(before: OrderState, after: OrderState) -> None:
    order = AncillaryOrder(person_id=new_id(), kind=OrderKind.SCPO, state=before)
    if after in NEXT_ORDER_STATES[before]:
        order.move(after)
        assert order.state is after
    else:
        with pytest.raises(Invalid, match="cannot become"):
            order.move(after)


def test_nobody_is_adopted_without_an_owning_area() -> None:
    managed = LomSubject(person_id=new_id(), nominated_on=DAY, at=None, by_id=new_id())
    with pytest.raises(Invalid, match="area that owns"):
        managed.move(LomState.ADOPTED)


@pytest.mark.parametrize(
    ("force", "ends", "applied", "on_release", "asked"),
    [
        (DAY, date(2031, 3, 1), None, False, set()),
        (None, date(2031, 3, 1), None, False, {"in_force_from"}),
        (None, date(2031, 3, 1), None, True, set()),
        (DAY, None, None, False, {"ends_on"}),
        (date(2026, 3, 3), date(2026, 3, 2), None, False, {"ends_on"}),
        (date(2026, 3, 1), date(2031, 3, 1), None, False, {"in_force_from"}),  # before it was made
        (DAY, date(2031, 3, 1), date(2026, 3, 3), False, {"made_on"}),  # before it was applied for
    ],
)
def test_what_an_order_needs_to_be_made(force, ends, applied, on_release, asked) -> None:
    assert set(order_problems(force, ends, applied, DAY, on_release=on_release)) == asked


@pytest.mark.parametrize(
    ("kind", "age", "because", "asked"),
    [
        (OrderKind.SCPO, Age(date(1990, 1, 1)), "", set()),
        (OrderKind.SCPO, Age(date(2008, 3, 3)), "So says he.", {"person_id"}),  # 18 tomorrow
        (OrderKind.SCPO, Age(date(2008, 3, 2)), "", set()),  # 18 today
        (OrderKind.SCPO, Age(None, 15, 16, DAY), "So says he.", {"person_id"}),
        (OrderKind.SCPO, Age(None, 16, 19, DAY), "", {"known_because"}),
        (OrderKind.SCPO, Age(None, 16, 19, DAY), "Custody record.", set()),
        (OrderKind.SCPO, Age(), "", {"known_because"}),
        (OrderKind.SCPO, Age(), "Custody record.", set()),
        (OrderKind.SCPO, Age(None, 30, 40, DAY), "", set()),
        (OrderKind.GBI, Age(date(2010, 1, 1)), "", set()),
    ],
)
def test_an_scpo_is_made_against_an_adult(kind, age, because, asked) -> None:
    assert set(age_problems(kind, age, DAY, because)) == asked


def test_five_years_are_the_most_of_an_scpo() -> None:
    assert order_warnings(OrderKind.SCPO, DAY, date(2031, 3, 2)) == []
    assert "five years" in order_warnings(OrderKind.SCPO, DAY, date(2031, 3, 3))[0]
    assert order_warnings(OrderKind.STPO, DAY, date(2041, 3, 3)) == []


def test_a_condition_lies_within_its_order() -> None:
    ends = date(2031, 3, 1)
    assert condition_problems(DAY, ends, DAY, ends) == {}
    assert condition_problems(None, None, DAY, ends) == {}
    assert set(condition_problems(date(2026, 3, 1), date(2031, 3, 2), DAY, ends)) == {"from_on", "to_on"}
    assert set(condition_problems(date(2027, 1, 2), date(2027, 1, 1), DAY, ends)) == {"to_on"}
    assert set(condition_problems(date(2031, 3, 2), None, DAY, ends)) == {"from_on"}
    assert set(condition_problems(None, date(2026, 3, 1), DAY, ends)) == {"to_on"}
