"""Lifetime management by itself: the steps that exist, and what the Serious Crime Act 2007 asks of an order."""

from datetime import date

import pytest

from soc_desk.domain import AncillaryOrder, LomSubject, new_id
from soc_desk.domain.lom import (
    NEXT_LOM_STATES,
    NEXT_ORDER_STATES,
    condition_problems,
    order_problems,
    order_warnings,
    years_after,
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
    ("kind", "force", "ends", "born", "on_release", "asked"),
    [
        (OrderKind.SCPO, DAY, date(2031, 3, 1), date(1990, 1, 1), False, set()),
        (OrderKind.SCPO, None, date(2031, 3, 1), None, False, {"in_force_from"}),
        (OrderKind.SCPO, None, date(2031, 3, 1), None, True, set()),
        (OrderKind.SCPO, DAY, None, None, False, {"ends_on"}),
        (OrderKind.SCPO, DAY, date(2026, 3, 1), None, False, {"ends_on"}),
        (OrderKind.SCPO, DAY, date(2031, 3, 1), date(2008, 3, 3), False, {"person_id"}),  # 18 tomorrow
        (OrderKind.SCPO, DAY, date(2031, 3, 1), date(2008, 3, 2), False, set()),  # 18 today
        (OrderKind.GBI, DAY, date(2027, 3, 1), date(2010, 1, 1), False, set()),
    ],
)
def test_what_an_order_needs_to_be_made(kind, force, ends, born, on_release, asked) -> None:
    assert set(order_problems(kind, force, ends, born, DAY, on_release=on_release)) == asked


def test_five_years_are_the_most_of_an_scpo() -> None:
    assert order_warnings(OrderKind.SCPO, DAY, date(2031, 3, 2)) == []
    assert "five years" in order_warnings(OrderKind.SCPO, DAY, date(2031, 3, 3))[0]
    assert order_warnings(OrderKind.STPO, DAY, date(2041, 3, 3)) == []
    assert years_after(date(2024, 2, 29), 5) == date(2029, 3, 1)


def test_a_condition_lies_within_its_order() -> None:
    ends = date(2031, 3, 1)
    assert condition_problems(DAY, ends, DAY, ends) == {}
    assert condition_problems(None, None, DAY, ends) == {}
    assert set(condition_problems(date(2026, 3, 1), date(2031, 3, 2), DAY, ends)) == {"from_on", "to_on"}
    assert set(condition_problems(date(2027, 1, 2), date(2027, 1, 1), DAY, ends)) == {"to_on"}
