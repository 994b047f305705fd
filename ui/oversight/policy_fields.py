"""The field that fits each kind of policy, and bank holidays as lines that people write."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from soc_desk.services import periods
from soc_desk.services.policies import PolicyRow
from soc_desk.vocabulary.poca import Nation
from ui.disruptions.fields import WordsField
from ui.oversight.fields import TickField
from ui.widgets.choices import ChipsField, ChoiceField
from ui.widgets.fields import DateField, LineField, TextField, WholeField
from ui.widgets.option import Option
from ui.widgets.typed import format_date, parse_date

LONG = 60
_TAKEN_OUT = "not "
_SHAPE = "Write one day on each line, such as 8 May 2028: Jubilee; a day that is no bank holiday begins with “not”."


class PolicyDateField(DateField):
    """A day that a policy keeps as ISO text."""

    def value(self) -> Any:
        day = super().value()
        return None if day is None else day.isoformat()

    def set_value(self, value: Any) -> None:
        super().set_value(date.fromisoformat(value) if value else None)


class HolidaysField(TextField):
    """Bank holidays, one on each line: ``8 May 2028: Jubilee (Scotland)``, or ``not 1 May 2028: Early May``."""

    def __init__(self) -> None:
        super().__init__(_SHAPE, lines=3)

    def value(self) -> Any:
        try:
            return tuple(_read(line) for line in super().value().splitlines() if line.strip())
        except ValueError:
            return None

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:  # type: ignore[override]  # lines hold more than text
        super().set_value("\n".join(holiday_words(item) for item in value or ()))

    def problem(self) -> str:
        try:
            for line in super().value().splitlines():
                if line.strip():
                    _read(line)
        except ValueError as error:
            return f"“{line.strip()}” is not understood. {error}"
        return ""

    def unread(self) -> str:
        return super().value() if self.problem() else ""

    def set_unread(self, text: str) -> None:
        super().set_value(text)


def field_of(row: PolicyRow, threats: Mapping[str, str]) -> Any:
    """The widget that fits a policy's value."""
    if row.choices:
        return ChoiceField([Option(choice, choice_words(choice)) for choice in row.choices])
    match row.kind:
        case "yes/no":
            return TickField("Yes")
        case "days" | "characters" | "minutes" | "percent" | "number":
            return WholeField(0, 1_000_000)
        case "date":
            return PolicyDateField(periods.today)
        case "holidays":
            return HolidaysField()
        case "list" if row.list_name == "soc_threat":
            return ChipsField([Option(code, words) for code, words in threats.items()])
        case "list":
            return WordsField("With commas between them")
    return TextField(lines=3) if len(str(row.value)) > LONG else LineField()


def words(row: PolicyRow, threats: Mapping[str, str]) -> str:
    """A policy's value as people read it."""
    value = row.value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        told = [holiday_words(v) if isinstance(v, dict) else threats.get(str(v), str(v)) for v in value]
        return ", ".join(told) or "None"
    if row.kind == "date":
        return format_date(date.fromisoformat(str(value)))
    if row.choices:
        return choice_words(str(value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def choice_words(choice: str) -> str:
    """``Pro rata`` for ``pro_rata``."""
    return choice.replace("_", " ").capitalize()


def holiday_words(item: Mapping[str, Any]) -> str:
    """A dated bank holiday as the field writes and reads it."""
    nation = Nation(item.get("nation", Nation.ENGLAND_AND_WALES))
    where = "" if nation is Nation.ENGLAND_AND_WALES else f" ({nation.label})"
    out = _TAKEN_OUT if item.get("removed") else ""
    return f"{out}{format_date(date.fromisoformat(str(item['day'])))}: {item['name']}{where}"


def _read(line: str) -> dict[str, Any]:
    """The holiday of a line; raises ValueError with a sentence."""
    text = line.strip()
    removed = text.casefold().startswith(_TAKEN_OUT)
    day, mark, name = text[len(_TAKEN_OUT) if removed else 0 :].partition(":")
    if not mark or not name.strip():
        raise ValueError(_SHAPE)
    nation = next((one for one in Nation if name.casefold().rstrip().endswith(f"({one.label.casefold()})")), None)
    if nation is not None:
        name = name.rstrip()[: -len(nation.label) - 2]
    found = {"day": parse_date(day, periods.today()).isoformat(), "name": name.strip()}
    found["nation"] = (nation or Nation.ENGLAND_AND_WALES).value
    return {**found, "removed": True} if removed else dict(found)
