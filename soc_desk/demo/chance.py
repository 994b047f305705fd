"""Seeded chance: everything invented is drawn from here, so that a seed gives the same data again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance(Random):
    """A random generator with the draws that invention needs; ``today`` is the day the data is seen from."""

    def __init__(self, seed: int, today: date) -> None:
        super().__init__(seed)
        self.today = today
        self._made = 0
        self._morning = int(datetime.combine(today, time(6), UTC).timestamp() * 1000)
        self._odds: dict[int, tuple[Mapping[Any, float], list[Any], list[float]]] = {}

    def id(self) -> UUID:
        """A version 7 UUID in order of making, as the store's own are."""
        self._made += 1
        moment = self._morning + self._made // 1000
        rest = self.getrandbits(62)
        return UUID(int=(moment << 80) | (0x7 << 76) | ((self._made % 1000) << 64) | (0b10 << 62) | rest)

    def one(self, weighted: Mapping[T, float]) -> T:
        """One key, as often as its weight says."""
        known = self._odds.get(id(weighted))
        if known is None:  # kept with its mapping, so that no other can take its place in memory
            known = self._odds[id(weighted)] = (weighted, list(weighted), list(accumulate(weighted.values())))
        drawn: T = self.choices(known[1], cum_weights=known[2])[0]
        return drawn

    def some(self, values: Sequence[T], most: int) -> list[T]:
        """Up to ``most`` different ones."""
        return self.sample(values, self.randint(0, min(most, len(values))))

    def day(self, most_ago: int, least_ago: int = 0) -> date:
        """A day in the past, working days more often."""
        day = self.today - timedelta(days=self.randint(least_ago, most_ago))
        if day.weekday() > 4 and self.random() < 0.6:
            day -= timedelta(days=2)
        return day

    def moment(self, day: date) -> datetime:
        """A moment of a working day, in UTC, never after the day the data is seen from."""
        return datetime.combine(min(day, self.today), time(7 + self.randrange(8), self.randrange(60)), UTC)

    def evening(self) -> datetime:
        """The end of the day the data is seen from: nothing invented happened later."""
        return datetime.combine(self.today, time(18), UTC)
