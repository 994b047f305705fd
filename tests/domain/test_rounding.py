"""Figures for people are rounded in one way: halves up, whatever holds them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from soc_desk.domain import rag
from soc_desk.vocabulary.rounding import percent, rounded


@pytest.mark.parametrize(
    ("figure", "places", "told"),
    [
        (Fraction(73, 2), 0, "37"),  # banker's rounding says 36
        (Fraction(75, 2), 0, "38"),
        (Fraction(1, 3), 2, "0.33"),
        (0.25, 1, "0.3"),
        (0.15, 1, "0.2"),  # less than a half as it is held, not as it is written
        (2, 1, "2.0"),
        (0, 1, "0.0"),
        (Decimal("-6.25"), 1, "-6.2"),
        (Decimal("-6.26"), 1, "-6.3"),
        (1234567890123456789, 0, "1234567890123456789"),
    ],
)
def test_halves_go_up(figure: float | Fraction | Decimal, places: int, told: str) -> None:
    assert str(rounded(figure, places)) == told


def test_per_cent_and_targets_are_rounded_alike() -> None:
    assert percent(5, 8) == rounded(62.5) == 63
    assert rag.told(Fraction(1, 4)) == "0.3"
