"""Days as people write them down: one that was, one that is to come; a day that can be neither is refused in words.

A Draft or a use case declares what its day is by its type, and ``Store.write`` refuses what cannot be. The order of two
days, and what a state asks of its day, are rules of the noun itself.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeAlias, cast, get_args

from soc_desk.domain.age import years_on
from soc_desk.domain.period import Period

FIRST_YEAR, FIRST_OF_LIFE = 1990, 1900


@dataclass(frozen=True)
class Span:
    """From which year on a day may lie, and how many years ahead; 0 for a day that was."""

    first: int = FIRST_YEAR
    ahead: int = 0

    def problem(self, day: date, today: date) -> str:
        """Why a day cannot be meant, or empty."""
        told = Period(day, day).dates if day.year >= self.first else f"The year {day.year}"
        if day.year < self.first:
            return f"{told} is too long ago; check the year."
        if not self.ahead and day > today:
            return f"{told} lies in the future; enter the day it happened."
        if self.ahead and day > years_on(today, self.ahead):
            return f"{told} lies too far ahead; check the year."
        return ""


DayThatWas: TypeAlias = Annotated[date | None, Span()]
DayOfLife: TypeAlias = Annotated[date | None, Span(FIRST_OF_LIFE)]
"""A day in somebody's life: a birth, or since when they lived somewhere."""
DayToCome: TypeAlias = Annotated[date | None, Span(ahead=10)]
"""A day that something is planned for or due; it may have passed since."""
DayOfAnOrder: TypeAlias = Annotated[date | None, Span(ahead=60)]
"""When an order or a sentence begins or ends, which may be as long as a life."""


def problems(given: Mapping[str, Any], today: date, declared: Mapping[str, Any]) -> dict[str, str]:
    """Field to sentence, of the arguments of a use case: its days, and those of the Drafts among them."""
    found: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, date):
            span = _span(declared.get(name))
            if span is not None and (problem := span.problem(value, today)):
                found[name] = problem
        elif is_dataclass(value) and not isinstance(value, type):
            found |= dict(_of_draft(value, today))
    return found


def _of_draft(draft: object, today: date) -> Iterator[tuple[str, str]]:
    kind = cast("Hashable", type(draft))
    for name, span in spans(kind).items():
        day = getattr(draft, name)
        if isinstance(day, date) and (problem := span.problem(day, today)):
            yield name, problem
    for name in _lines(kind):
        lines: Iterable[Any] = getattr(draft, name) or ()
        for line in lines:
            for _field, problem in _of_draft(line, today) if is_dataclass(line) else ():
                yield name, problem


@cache
def spans(kind: Hashable) -> dict[str, Span]:
    """The days that a Draft declares."""
    fields = cast("Any", kind).__dataclass_fields__.values()
    return {each.name: span for each in fields if (span := _span(each.type)) is not None}


@cache
def _lines(kind: Hashable) -> tuple[str, ...]:
    """The fields that hold lines, such as the phones of a person."""
    return tuple(
        each.name
        for each in cast("Any", kind).__dataclass_fields__.values()
        if any(isinstance(inner, type) and is_dataclass(inner) and spans(inner) for inner in get_args(each.type))
    )


def _span(hint: object) -> Span | None:
    return next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Span)), None)
