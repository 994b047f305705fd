"""Red, Amber and Green: the published table, the gaps in its words, and annual targets within the year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain import period, rag
from soc_desk.domain.period import Period
from soc_desk.domain.rag import Scheme, judge, judge_reduction
from soc_desk.vocabulary.measures import Basis, Better, Rag

Q1 = period.quarter(2014, 1)


@pytest.mark.parametrize(
    ("target", "this", "last", "colour"),
    [
        ("52", "46.0", "47.3", Rag.RED),
        ("23", "18.5", "23.5", Rag.RED),
        ("20", "23.8", "24.0", Rag.GREEN),
        ("59.9", "66.2", None, Rag.GREEN),
        ("8.6", "12.5", None, Rag.GREEN),
    ],
)
def test_the_published_shares(target: str, this: str, last: str | None, colour: Rag) -> None:
    told = judge(Decimal(this), Decimal(target), Decimal(last) if last else None)
    assert told.rag is colour


def test_green_though_worse_than_last_year_says_target_achieved() -> None:
    assert judge(Decimal("23.8"), Decimal(20), Decimal("24.0")).reason == "Target achieved: 23.8 against 20."


def test_a_share_of_few_cases_says_so_and_one_of_many_does_not() -> None:
    assert judge(Decimal("12.5"), Decimal("8.6"), None, cases=8).note == "Small numbers: a share of 8."
    assert judge(Decimal("66.2"), Decimal("59.9"), None, cases=71).note == ""


@pytest.mark.parametrize(("change", "colour"), [("2.1", Rag.RED), ("-18.5", Rag.GREEN), ("0", Rag.RED)])
def test_a_reduction_is_any_fall(change: str, colour: Rag) -> None:
    assert judge_reduction(Decimal(change)).rag is colour


def test_hours_within_the_year_are_held_against_their_part_of_the_target() -> None:
    part = rag.held_against(146_988, Q1, Basis.PRO_RATA)
    told = judge(32_047, part, 41_959)
    assert (part, told.rag) == (36_747, Rag.RED)
    assert told.reason == "32,047 is below the target of 36,747 and worse than last year's 41,959."


@pytest.mark.parametrize(("annual", "part"), [(160, 40), (168, 42)])
def test_cash_detention_orders_are_green_on_both_published_targets(annual: int, part: int) -> None:
    assert rag.held_against(annual, Q1, Basis.PRO_RATA) == part
    assert judge(44, part, 29).rag is Rag.GREEN


def test_against_the_raw_annual_figure_the_same_quarter_is_amber() -> None:
    told = judge(44, rag.held_against(160, Q1, Basis.RAW), 29)
    assert told.rag is Rag.AMBER
    assert told.reason == "44 is below the target of 160 but better than last year's 29."


@pytest.mark.parametrize(("value", "colour"), [(40, Rag.GREEN), (38, Rag.AMBER), (28, Rag.RED), (29, Rag.RED)])
def test_the_worked_quarter(value: int, colour: Rag) -> None:
    assert judge(value, 40, 29).rag is colour


def test_equal_to_last_year_is_red_with_a_note_unless_policy_says_otherwise() -> None:
    assert "not better" in judge(29, 40, 29).reason
    assert judge(29, 40, 29, scheme=Scheme(equal=Rag.AMBER)).rag is Rag.AMBER


def test_no_target_has_no_colour_and_no_last_year_is_not_available() -> None:
    assert judge(44, None, 29).rag is Rag.NO_TARGET
    assert judge(38, 40, None).rag is Rag.NOT_AVAILABLE
    assert judge(41, 40, None).rag is Rag.GREEN


def test_lower_may_be_better() -> None:
    assert judge(5, 10, 7, better=Better.LOWER).rag is Rag.GREEN
    told = judge(12, 10, 15, better=Better.LOWER)
    assert (told.rag, told.reason) == (Rag.AMBER, "12 is above the target of 10 but better than last year's 15.")


def test_within_a_month_the_target_runs_by_days() -> None:
    part = rag.held_against(365, Period(date(2014, 4, 1), date(2014, 4, 10)), Basis.PRO_RATA)
    assert part == 10


def test_the_year_is_projected_from_what_it_holds_so_far() -> None:
    assert rag.projected(44, Q1) == 176


def test_the_same_point_last_year_keeps_the_end_of_february() -> None:
    ends = rag.same_point(Period(date(2023, 4, 1), date(2024, 2, 29)))
    assert (ends.starts_on, ends.ends_on) == (date(2022, 4, 1), date(2023, 2, 28))
    assert rag.same_point(Period(date(2024, 4, 1), date(2025, 2, 28))).ends_on == date(2024, 2, 29)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500))
def test_green_is_exactly_the_target_reached(value: int, target: int, last: int) -> None:
    assert (judge(value, target, last).rag is Rag.GREEN) == (value >= target)


@given(st.integers(0, 10_000), st.dates(date(2010, 4, 1), date(2030, 3, 31)))
def test_the_part_never_passes_the_whole(annual: int, day: date) -> None:
    year = period.financial_year(period.financial_year_of(day))
    part = rag.held_against(annual, Period(year.starts_on, day), Basis.PRO_RATA)
    assert 0 <= part <= annual
    assert day != year.ends_on or part == Fraction(annual)
