"""Scoring by a template: sections of criteria with allowed values and weights, rolled up; Unknown is never zero."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, NoReturn

from soc_desk.errors import Invalid

MOST_SECTIONS, MOST_CRITERIA, MOST_VALUES = 12, 40, 20
LARGEST = 1_000
MOST_TOTAL = 1_000_000
ROLL_UPS = ("sum", "product")

Answers = Mapping[str, int | None]
"""Criterion to its value; None is Unknown, which is an answer of its own and not zero."""


@dataclass(frozen=True, slots=True)
class AllowedValue:
    """One value that a criterion can have, and what it means."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question; its values in ascending order, each counted ``weight`` times."""

    key: str
    name: str
    values: tuple[AllowedValue, ...]
    weight: int = 1
    guidance: str = ""

    @property
    def least(self) -> int:
        return self.weight * self.values[0].value

    @property
    def most(self) -> int:
        return self.weight * self.values[-1].value

    def bounds(self, answer: int | None) -> tuple[int, int]:
        """The lowest and the highest that an answer can count for; the same but for Unknown."""
        return (self.least, self.most) if answer is None else (self.weight * answer, self.weight * answer)


@dataclass(frozen=True, slots=True)
class Section:
    """Criteria that are added up."""

    key: str
    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of totals, from ``start`` up to the next band."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A way of scoring as ``read`` found it sound; ``roll_up`` says how the sections make the total."""

    sections: tuple[Section, ...]
    bands: tuple[Band, ...]
    roll_up: str = "sum"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @property
    def most(self) -> int:
        return self.rolled([sum(criterion.most for criterion in section.criteria) for section in self.sections])

    def rolled(self, parts: Sequence[int]) -> int:
        """The total that the sections' totals make."""
        return prod(parts) if self.roll_up == "product" else sum(parts)

    def band(self, total: int) -> str:
        """The band that a total falls in; empty where the template has none."""
        return next((band.name for band in reversed(self.bands) if total >= band.start), "")


@dataclass(frozen=True, slots=True)
class Part:
    """What a section comes to, from the lowest to the highest that its unknown answers leave open, out of ``most``."""

    name: str
    lowest: int
    highest: int
    most: int

    @property
    def words(self) -> str:
        return f"{self.name} {range_words(self.lowest, self.highest)} of {self.most}"


@dataclass(frozen=True, slots=True)
class Scored:
    """A score: certain where ``lowest`` and ``highest`` are the same, otherwise the range that Unknown leaves open."""

    parts: tuple[Part, ...]
    lowest: int
    highest: int
    most: int
    unknown: int
    band: str
    roll_up: str = "sum"

    @property
    def figure(self) -> str:
        """``46 of 60``, or ``44 to 52 of 60`` while something is unknown."""
        return f"{range_words(self.lowest, self.highest)} of {self.most:,}"

    @property
    def words(self) -> str:
        """How it came about, as a person would work it out on paper."""
        sign = " × " if self.roll_up == "product" else " + "
        told = f"{sign.join(part.words for part in self.parts)} = {self.figure}."
        if self.band:
            told += f" Band: {self.band}."
        if self.unknown:
            answers = "1 answer is" if self.unknown == 1 else f"{self.unknown} answers are"
            told += f" {answers} unknown, which is not zero: the score lies within the range."
        return told


def range_words(lowest: int, highest: int) -> str:
    """``46``, or ``44 to 52`` while something is unknown."""
    return f"{lowest:,}" if lowest == highest else f"{lowest:,} to {highest:,}"


def score(template: Template, answers: Answers) -> Scored:
    """Score by a template; raises Invalid where a question has no answer (Unknown is one) or one not allowed."""
    if wrong := problems(template, answers):
        raise Invalid(wrong)
    parts = []
    for section in template.sections:
        bounds = [criterion.bounds(answers[criterion.key]) for criterion in section.criteria]
        lowest, highest = (sum(ends) for ends in zip(*bounds, strict=True))
        parts.append(Part(section.name, lowest, highest, sum(criterion.most for criterion in section.criteria)))
    lowest = template.rolled([part.lowest for part in parts])
    highest = template.rolled([part.highest for part in parts])
    first, last = template.band(lowest), template.band(highest)
    return Scored(
        parts=tuple(parts), lowest=lowest, highest=highest, most=template.most,
        unknown=sum(answers[criterion.key] is None for criterion in template.criteria),
        band=first if first == last else f"{first} to {last}", roll_up=template.roll_up,
    )  # fmt: skip


def problems(template: Template, answers: Answers) -> dict[str, str]:
    """Criterion to sentence, for each without an answer or with one that is not allowed."""
    return dict(_wrong(template, answers))


def _wrong(template: Template, answers: Answers) -> Iterator[tuple[str, str]]:
    for criterion in template.criteria:
        if criterion.key not in answers:
            yield criterion.key, f"Answer “{criterion.name}”; choose Unknown where nobody knows."
        elif answers[criterion.key] not in (None, *(allowed.value for allowed in criterion.values)):
            yield (
                criterion.key,
                f"“{criterion.name}” has no value {answers[criterion.key]}; choose one that is offered.",
            )
    known = {criterion.key for criterion in template.criteria}
    for key in answers:
        if key not in known:
            yield key, f"The template has no criterion “{key}”; leave it out."


# reading a template ---------------------------------------------------------------------------------------------------


def read(body: object) -> Template:
    """A template from its stored form; raises Invalid with the place and the reason of the first fault."""
    body = _object(body, "template", ("roll_up", "sections", "bands"))
    roll_up = body.get("roll_up", "sum")
    if roll_up not in ROLL_UPS:
        _refuse("roll_up", f"Say how the sections make the total: {' or '.join(ROLL_UPS)}.")
    listed = _list(body, "sections", "sections", MOST_SECTIONS)
    template = Template(
        tuple(_section(item, f"section {place}") for place, item in enumerate(listed, 1)),
        tuple(_band(item, f"band {place}") for place, item in enumerate(_list(body, "bands", "bands", MOST_VALUES), 1)),
        roll_up,
    )
    _once("sections", [section.key for section in template.sections])
    _once("criteria", [criterion.key for criterion in template.criteria])
    if template.most > MOST_TOTAL:
        _refuse("sections", f"The highest possible score is {template.most:,}; keep it within {MOST_TOTAL:,}.")
    starts = [band.start for band in template.bands]
    if starts != sorted(set(starts)) or starts[0] != 0:
        _refuse("bands", "Let the bands begin at 0 and rise, each from a total of its own.")
    if starts[-1] > template.most:
        _refuse("bands", f"The band “{template.bands[-1].name}” begins above the highest score, {template.most:,}.")
    _once("bands", [band.name for band in template.bands])
    return template


def _section(item: object, place: str) -> Section:
    item = _object(item, place, ("key", "name", "criteria"))
    criteria = _list(item, "criteria", f"{place}, criteria", MOST_CRITERIA)
    return Section(
        _text(item, "key", place), _text(item, "name", place),
        tuple(_criterion(one, f"{place}, criterion {number}") for number, one in enumerate(criteria, 1)),
    )  # fmt: skip


def _criterion(item: object, place: str) -> Criterion:
    item = _object(item, place, ("key", "name", "values", "weight", "guidance"))
    listed = _list(item, "values", f"{place}, values", MOST_VALUES)
    values = []
    for number, each in enumerate(listed, 1):
        at = f"{place}, value {number}"
        one = _object(each, at, ("value", "label"))
        values.append(AllowedValue(_whole(one, "value", at, 0), _text(one, "label", at)))
    found = [allowed.value for allowed in values]
    if len(found) < 2 or found != sorted(set(found)):
        _refuse(f"{place}, values", "Give at least two values, each once, from the lowest to the highest.")
    weight = _whole(item, "weight", place, 1) if "weight" in item else 1
    guidance = _text(item, "guidance", place) if item.get("guidance") else ""
    return Criterion(_text(item, "key", place), _text(item, "name", place), tuple(values), weight, guidance)


def _band(item: object, place: str) -> Band:
    item = _object(item, place, ("from", "name"))
    start = item.get("from")
    if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start <= MOST_TOTAL:
        _refuse(f"{place}, from", "Give the lowest total of the band as a whole number from 0 up.")
    return Band(start, _text(item, "name", place))


def _object(item: object, place: str, known: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        _refuse(place, f"Write it as an object with {', '.join(known)}.")
    if unknown := sorted(str(key) for key in item if key not in known):
        _refuse(place, f"“{unknown[0]}” is not understood; known are {', '.join(known)}.")
    return item


def _list(item: Mapping[str, Any], name: str, place: str, most: int) -> Sequence[Any]:
    found = item.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= most:
        _refuse(place, f"Give between 1 and {most} of them, as a list.")
    return found


def _text(item: Mapping[str, Any], name: str, place: str) -> str:
    found = item.get(name)
    if not isinstance(found, str) or not found.strip() or len(found) > LARGEST:
        _refuse(f"{place}, {name}", f"Write a text of at most {LARGEST:,} characters.")
    return found.strip()


def _whole(item: Mapping[str, Any], name: str, place: str, least: int) -> int:
    found = item.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= LARGEST:
        _refuse(f"{place}, {name}", f"Give a whole number from {least} to {LARGEST:,}.")
    return found


def _once(place: str, names: Sequence[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        _refuse(place, f"“{twice[0]}” stands there twice; give each a key and a name of its own.")


def _refuse(place: str, reason: str) -> NoReturn:
    raise Invalid({place: reason})
