"""What a force decides for itself: dated, sourced policies, and the code lists it may extend."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity
from soc_desk.vocabulary.poca import Nation

TEXT_MAX = 2_000


class PolicyKind(StrEnum):
    """What a policy's value is; the reference file names the kind of each."""

    DAYS = "days"
    CHARACTERS = "characters"
    MINUTES = "minutes"
    PERCENT = "percent"
    NUMBER = "number"
    YES_NO = "yes/no"
    LIST = "list"
    DATE = "date"
    HOLIDAYS = "holidays"
    TEXT = "text"

    def limits(self, least: int | None = None, most: int | None = None) -> tuple[int, int] | None:
        """Smallest and largest value, narrowed by what is said of one policy; None for what is no number."""
        usual = _LIMITS.get(self)
        if usual is None:
            return None
        return usual[0] if least is None else least, usual[1] if most is None else most

    def problem(self, value: object, least: int | None = None, most: int | None = None) -> str:
        """Why ``value`` cannot be the value of a policy of this kind, as a sentence; empty if it can."""
        if (limits := self.limits(least, most)) is not None:
            told = f"Enter a whole number{_OF[self]} between {limits[0]:,} and {limits[1]:,}, such as {_SUCH_AS[self]}."
            return "" if type(value) is int and limits[0] <= value <= limits[1] else told
        if self is PolicyKind.YES_NO:
            return "" if isinstance(value, bool) else "Say yes or no: true or false."
        if self is PolicyKind.LIST:
            if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
                return 'Give a list, such as ["FRAUD", "CYBER"] or ["DC", "Analyst"]; an empty list for none.'
            return "Name each once." if len(set(value)) < len(value) else ""
        if self is PolicyKind.DATE:
            return "" if _is_day(value) else "Give a day as YYYY-MM-DD, such as 2028-12-31."
        if self is PolicyKind.HOLIDAYS:
            return _problem_of_holidays(value)
        if not isinstance(value, str) or not value.strip():
            return "Enter the text; it cannot be empty."
        return f"Shorten the text to {TEXT_MAX:,} characters." if len(value) > TEXT_MAX else ""


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _problem_of_holidays(value: object) -> str:
    """Why these are no dated bank holidays: objects with a day, a name, a nation, and whether the day is taken out."""
    told = (
        'Give a list such as [{"day": "2028-05-08", "name": "Jubilee", "nation": "england-and-wales"}]; '
        '"removed": true takes a day out.'
    )
    if not isinstance(value, list):
        return told
    days = []
    for item in value:
        if not isinstance(item, dict) or item.keys() - {"day", "name", "nation", "removed"}:
            return told
        if not _is_day(item.get("day")) or not isinstance(item.get("name"), str) or not item["name"].strip():
            return told
        if item.get("nation", Nation.ENGLAND_AND_WALES) not in list(Nation):
            return f"Give one of these nations: {', '.join(Nation)}."
        if not isinstance(item.get("removed", False), bool):
            return told
        days.append((item["day"], item.get("nation", Nation.ENGLAND_AND_WALES)))
    return "Name each day once for a nation." if len(set(days)) < len(days) else ""


_LIMITS = {
    PolicyKind.DAYS: (1, 3_660), PolicyKind.CHARACTERS: (0, 2_000), PolicyKind.MINUTES: (1, 480),
    PolicyKind.PERCENT: (0, 100), PolicyKind.NUMBER: (0, 1_000_000),
}  # fmt: skip
_OF = {
    PolicyKind.DAYS: " of days", PolicyKind.CHARACTERS: " of characters", PolicyKind.MINUTES: " of minutes",
    PolicyKind.PERCENT: ", in per cent,", PolicyKind.NUMBER: "",
}  # fmt: skip
_SUCH_AS = {
    PolicyKind.DAYS: 28, PolicyKind.CHARACTERS: 20, PolicyKind.MINUTES: 10, PolicyKind.PERCENT: 80,
    PolicyKind.NUMBER: 20,
}  # fmt: skip


class Policy(Entity):
    """A setting of the force, true from a date on. ``value`` is any JSON value; ``source`` says where it comes from."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: Mapped[str]
    valid_from: Mapped[date]
    value: Mapped[Any] = mapped_column(JSON)
    source: Mapped[str]


class CodeItem(Entity):
    """One value of an editable code list; never removed, only closed by ``valid_to``: old records keep their label."""

    __tablename__ = "code_item"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    list_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")
    valid_to: Mapped[date | None] = mapped_column(default=None)


class StoreInfo(Entity):
    """The one row that says what this store is. ``ceiling`` is the highest marking it holds."""

    __tablename__ = "store_info"

    force_code: Mapped[str]
    force_name: Mapped[str]
    ceiling: Mapped[str]
    synthetic: Mapped[bool]
    created_on: Mapped[date]
