"""Figures as people read them: rounded in one way everywhere, halves up."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def percent(part: float, whole: float = 1) -> int:
    """``part`` of ``whole`` in whole per cent, halves up: 5 of 8 is 63. A share from 0 to 1 is given by itself."""
    return int((200 * part + whole) // (2 * whole))


def rounded(figure: float | Fraction | Decimal, places: int = 0) -> Decimal:
    """A figure to so many places, halves up also below nought: 6.25 is 6.3 and -6.25 is -6.2.

    A float is taken as it is written: 0.15 is a half, though what holds it is a little less.
    """
    exact = Fraction(str(figure)) * 10**places
    return Decimal(floor(exact + Fraction(1, 2))).scaleb(-places)
