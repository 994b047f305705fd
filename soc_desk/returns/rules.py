"""What a return asks of one record: values in, problems out; the same in the editor and over a whole period."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, compress
from typing import Any
from uuid import UUID

from soc_desk.returns.fields import FIELDS, PARTS, Kind, ReturnRecord
from soc_desk.returns.profile import Column, Condition, Profile
from soc_desk.vocabulary import ModerationResult, Severity

TODAY = "today"
"""Stands among the fields a rule reads for the day of the check."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right or to look at. ``record`` is its reference (or what the check is about), ``id`` its id."""

    record: str
    field: str
    problem: str
    remedy: str
    severity: Severity
    id: UUID | None = None


@dataclass(frozen=True)
class Rule:
    """One rule of one column. ``broken`` is asked with the values of ``reads``, the column's own first.

    ``screen`` looks at the column's values of many records at once and says whether any could be broken; it may
    only ever be too careful. ``only_for`` are the values of the second field without which the rule sleeps. Values are
    compared as the text they are frozen as, so dates may be dates or text.
    """

    field: str
    reads: tuple[str, ...]
    broken: Callable[..., bool]
    problem: str
    remedy: str
    severity: Severity
    typed: bool
    screen: Callable[[Sequence[Any]], bool] | None = None
    only_for: frozenset[str] = frozenset()


def missing(
    record: ReturnRecord, profile: Profile, *, today: date | None = None, typed_only: bool = False
) -> list[Problem]:
    """What ``record`` lacks or holds wrongly under ``profile``, in the order of its columns.

    ``typed_only`` leaves out what the program fills (ids, moments, moderation): for a form in the making.
    ``today`` is the day of the check; without one, future dates are not looked for.
    """
    values: dict[str, Any] = {name: getattr(record, field.attribute, None) for name, field in FIELDS.items()}
    values[TODAY] = str(today or date.max)
    found = []
    for rule in rules_of(profile):
        if typed_only and not rule.typed:
            continue
        if rule.broken(*[_plain(values[name]) for name in rule.reads]):
            found.append(problem_of(rule, profile, record.reference, record.disruption_id, record.moderation_result))
    return [problem for problem in found if problem is not None]


def missing_in_columns(
    columns: Mapping[str, Sequence[Any]], profile: Profile, today: date
) -> Iterator[tuple[int, Problem]]:
    """The same for many records at once, given as frozen values by field; pairs of place and problem."""
    size = len(columns["disruption_id"])
    every = {**columns, TODAY: (str(today),) * size}
    references, ids, results = columns["reference"], columns["disruption_id"], columns["moderation_result"]
    for rule in rules_of(profile):
        if rule.screen is not None and not rule.screen(every[rule.reads[0]]):
            continue
        if rule.only_for and rule.only_for.isdisjoint(every[rule.reads[1]]):
            continue
        for place in compress(range(size), map(rule.broken, *[every[name] for name in rule.reads])):
            problem = problem_of(rule, profile, references[place], ids[place], results[place])
            if problem is not None:
                yield place, problem


def problem_of(rule: Rule, profile: Profile, reference: str, id: str, moderation_result: str | None) -> Problem | None:
    """The problem of one record that broke ``rule``; milder, or none, where it was moderated before it was imported."""
    severity: Severity | None = rule.severity
    if moderation_result == ModerationResult.BEFORE_IMPORT and severity is Severity.STOPS:
        severity = profile.settings.moderated_before_import
    if severity is None:
        return None
    return Problem(reference, rule.field, rule.problem, rule.remedy, severity, UUID(id) if id else None)


@lru_cache(maxsize=8)
def rules_of(profile: Profile) -> tuple[Rule, ...]:
    """All rules that ``profile`` lays down, column by column."""
    return tuple(rule for column in profile.columns if not column.field.derived for rule in _rules(column, profile))


def _rules(column: Column, profile: Profile) -> Iterator[Rule]:
    heading = _quoted(column.heading)
    make = _Maker(column)
    if column.requirement == "M":
        yield make.rule(_empty, column.missing or f"{heading} is missing.", f"Fill in {heading}.", screen=_any_empty)
    elif column.requirement == "C" and column.when is not None:
        test = _empty_when(column.when)
        yield make.rule(test, column.missing or f"{heading} is missing.", f"Fill in {heading}.",
                        also=(column.when.field,), screen=_any_empty, only_for=column.when.values)  # fmt: skip
    if column.only_when is not None:
        condition, other = column.only_when, _heading(profile, column.only_when.field)
        yield make.rule(lambda value, seen: not _empty(value) and not condition.holds(seen),
                        f"{heading} does not go with what {other} says.", f"Clear {heading}, or change {other}.",
                        also=(condition.field,), screen=_any_filled)  # fmt: skip
    yield from _code_rules(column, profile, make)
    yield from _length_rules(column, profile, make)
    yield from _comparisons(column, profile, make)
    if column.kind in (Kind.INTEGER, Kind.PENCE, Kind.POUNDS):
        yield make.rule(lambda value: isinstance(value, int) and value < 0, f"{heading} is below zero.",
                        f"Correct {heading}.",
                        screen=lambda values: min(filter(None, values), default=0) < 0)  # fmt: skip
    if column.needs:
        other = _heading(profile, column.needs)
        yield make.rule(lambda value, seen: bool(value) and not seen, f"{heading} is given without {other}.",
                        f"Fill in {other}, or clear {heading}.", also=(column.needs,), screen=_any_filled)  # fmt: skip


def _code_rules(column: Column, profile: Profile, make: "_Maker") -> Iterator[Rule]:
    heading = _quoted(column.heading)
    mapped = profile.codes.get(column.codes)
    remedy = f"Choose a value of the list, or add the code to [codes.{column.codes}] of the profile."
    if mapped is not None and column.field.kind is Kind.CODE:
        known = frozenset(mapped)
        yield make.rule(lambda value: bool(value) and value not in known,
                        f"{heading} has a code for which the profile has no value.", remedy, own_remedy=False,
                        screen=lambda values: not known.issuperset(filter(None, set(values))))  # fmt: skip
    elif mapped is not None and column.field.kind is Kind.CODES:
        known = frozenset(mapped)
        yield make.rule(lambda value: bool(value) and not known.issuperset(value),
                        f"{heading} has a code for which the profile has no value.", remedy, own_remedy=False,
                        screen=lambda values: not known.issuperset(chain.from_iterable(values)))  # fmt: skip
    for part, (_, codes) in enumerate(PARTS.get(column.kind, ())):
        if codes in profile.codes:
            allowed = frozenset(profile.codes[codes])
            yield make.rule(_part_outside(part, allowed),
                            f"{heading} has a code for which the profile has no value.",
                            f"Choose a value of the list, or add the code to [codes.{codes}] of the profile.",
                            own_remedy=False, screen=_any_filled)  # fmt: skip
    if column.excludes:
        other = _heading(profile, column.excludes)
        yield make.rule(lambda value, seen: bool(value) and bool(seen) and seen in value,
                        f"{heading} repeats {other}.", f"Take {other} out of {heading}.",
                        also=(column.excludes,), screen=_any_filled)  # fmt: skip


def _length_rules(column: Column, profile: Profile, make: "_Maker") -> Iterator[Rule]:
    heading, least = _quoted(column.heading), column.min_length
    if column.field.name == "impact_rationale":
        least = least or profile.settings.rationale_min_length or 0
    if least:
        # A text of twice the length may still be mostly blanks; the rule itself looks closely.
        yield make.rule(lambda value: bool(value) and len(value.strip()) < least,
                        f"{heading} is shorter than {least} characters.", f"Say more in {heading}.",
                        screen=_any_filled)  # fmt: skip
    if most := column.max_length:
        yield make.rule(lambda value: bool(value) and len(value) > most,
                        f"{heading} is longer than {most} characters.", f"Shorten {heading}.", own_remedy=False,
                        screen=lambda values: max(map(len, filter(None, values)), default=0) > most)  # fmt: skip


def _comparisons(column: Column, profile: Profile, make: "_Maker") -> Iterator[Rule]:
    heading = _quoted(column.heading)
    if column.not_after:
        other = "today" if column.not_after == TODAY else _heading(profile, column.not_after)
        yield make.rule(lambda value, seen: bool(value) and bool(seen) and value > seen,
                        f"{heading} is after {other}.", f"Correct {heading}.",
                        also=(column.not_after,), screen=_any_filled)  # fmt: skip
    if column.differs_from:
        other = _heading(profile, column.differs_from)
        yield make.rule(lambda value, seen: bool(value) and value == seen,
                        f"{heading} is the same as {other}.", f"{heading} and {other} must differ.",
                        also=(column.differs_from,), screen=_any_filled)  # fmt: skip


@dataclass(frozen=True)
class _Maker:
    """Makes the rules of one column: its remedy first, its ``unless`` and ``blank_when`` round every test."""

    column: Column

    def rule(
        self,
        broken: Callable[..., bool],
        problem: str,
        remedy: str,
        *,
        also: tuple[str, ...] = (),
        own_remedy: bool = True,
        screen: Callable[[Sequence[Any]], bool] | None = None,
        only_for: frozenset[str] = frozenset(),
    ) -> Rule:
        column, reads = self.column, (self.column.field.name, *also)
        for condition in filter(None, (column.unless, column.blank_when)):
            reads, broken = (*reads, condition.field), _unless(broken, condition)
        return Rule(
            field=column.field.name, reads=reads, broken=broken, problem=problem,
            remedy=(own_remedy and column.remedy) or remedy, severity=column.severity,
            typed=column.field.typed, screen=screen, only_for=only_for,
        )  # fmt: skip


def _unless(broken: Callable[..., bool], condition: Condition) -> Callable[..., bool]:
    return lambda *values: broken(*values[:-1]) and not condition.holds(values[-1])


def _empty_when(condition: Condition) -> Callable[..., bool]:
    return lambda value, seen: _empty(value) and condition.holds(seen)


def _empty(value: Any) -> bool:  # noqa: ANN401 - a field of any kind
    return value in (None, "", (), []) or (isinstance(value, str) and not value.strip())


def _part_outside(part: int, allowed: frozenset[str]) -> Callable[..., bool]:
    return lambda value: any(line[part] not in allowed for line in value or ())


def _any_empty(values: Sequence[Any]) -> bool:
    return None in values or not all(values) or (isinstance(values[0], str) and any(map(str.isspace, values)))


def _any_filled(values: Sequence[Any]) -> bool:
    return any(values)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field of any kind
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return [tuple(vars(line).values()) for line in value]
    return value.isoformat() if isinstance(value, date) else value


def _heading(profile: Profile, name: str) -> str:
    return _quoted(profile.labels.get(name, name.replace("_", " ")))


def _quoted(heading: str) -> str:
    return f"“{heading}”"
