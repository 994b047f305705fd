"""How old somebody is on a day, from a date of birth or from an age that was noted once."""

from dataclasses import dataclass
from datetime import date, timedelta

ADULT = 18


@dataclass(frozen=True)
class Age:
    """What is known: a date of birth, or an age between two figures as it was on the day it was noted."""

    born_on: date | None = None
    age_from: int | None = None
    age_to: int | None = None
    noted_on: date | None = None

    @property
    def births(self) -> tuple[date, date] | None:
        """The first and the last day on which they may have been born; None where nothing is known."""
        if self.born_on is not None:
            return self.born_on, self.born_on
        youngest = self.age_from if self.age_from is not None else self.age_to
        if youngest is None or self.noted_on is None:
            return None
        oldest = self.age_to if self.age_to is not None else youngest
        return years_on(self.noted_on, -oldest - 1) + timedelta(days=1), years_on(self.noted_on, -youngest)

    @property
    def adult_on(self) -> date | None:
        """The day from which they are 18 for certain; None where nothing is known."""
        return None if self.births is None else years_on(self.births[1], ADULT)

    def on(self, day: date) -> tuple[int, int] | None:
        """The least and the greatest age on a day; None where nothing is known."""
        if self.births is None:
            return None
        first, last = self.births
        return max(0, age(last, day)), max(0, age(first, day))

    def words(self, day: date) -> str:
        """``36``, ``about 15 to 17``, or that it is not known."""
        found = self.on(day)
        if found is None:
            return "not known"
        least, most = found
        if self.born_on is not None:
            return str(least)
        return f"about {least}" if least == most else f"about {least} to {most}"


def age(born_on: date, day: date) -> int:
    """Whole years, counted from the beginning of each birthday (Family Law Reform Act 1969 s.9)."""
    years = day.year - born_on.year
    return years if years_on(born_on, years) <= day else years - 1


def years_on(day: date, years: int) -> date:
    """The same day so many years on; 1 March where 29 February is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
