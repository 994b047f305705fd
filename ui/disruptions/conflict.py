"""When two people changed one record: the fields both changed, side by side, and what comes of the choices."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import EvidenceRef, OutcomeLine
from soc_desk.vocabulary import Code
from ui.dialog import MarkedDialog
from ui.disruptions import words
from ui.disruptions.entry_form import LABELS
from ui.widgets.compare import MINE, Comparison, Difference
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

D = TypeVar("D")

_OWN = ("id", "version")
_LISTS = {
    "primary_threat": "soc_threat", "secondary_threats": "soc_threat", "lead_agency": "agency",
    "supporting_agencies": "agency", "activity_types": "activity_type", "tactic_area": "tactic_area",
}  # fmt: skip
_LONGEST = 600


def changed_fields(before: D, after: D) -> tuple[str, ...]:
    """The fields in which two drafts of one record differ, in the order of the Draft."""
    names = (field.name for field in fields(cast("Any", before)) if field.name not in _OWN)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def resolved(before: D, mine: D, theirs: D, keep_mine: Sequence[str], both: Sequence[str]) -> D:
    """What to save now: theirs, with what only I changed and, of the fields both changed, those I keep."""
    taken = [name for name in changed_fields(before, mine) if name not in both or name in keep_mine]
    return cast("D", replace(cast("Any", theirs), **{name: getattr(mine, name) for name in taken}))


def field_words(name: str) -> str:
    """What the editor calls a field."""
    return LABELS[name].replace("&", "")


def value_words(name: str, value: Any, lists: DisruptionLists, subjects: dict[Any, str]) -> str:  # noqa: PLR0911 - one for each shape
    """A field's value as people read it."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, tuple):
        return "\n".join(value_words(name, item, lists, subjects) for item in value)
    if isinstance(value, OutcomeLine):
        told = f"{words.what(value, lists)}: {words.how_much(value, lists)}"
        return f"{told} ({words.more(value)})" if words.more(value) else told
    if isinstance(value, EvidenceRef):
        return words.evidence(value, lists)
    if isinstance(value, Code):
        return value.label
    if name == "disruption_date":
        return format_date(value)
    if name == "subject_id":
        return subjects.get(value, "another subject")
    if name == "area_id":
        return next((place.name for place in lists.areas if place.id == value), "another area")
    text = lists.label(_LISTS[name], value) if name in _LISTS else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class ConflictDialog(MarkedDialog):
    """Asks field by field; ``chosen(fields)`` is called with those of which mine is kept."""

    def __init__(
        self, fields: Sequence[str], differences: Sequence[Difference], chosen: Callable[[tuple[str, ...]], object]
    ) -> None:
        super().__init__("A colleague changed this record while you were editing")
        self._fields, self._chosen = tuple(fields), chosen
        self.setMinimumWidth(760)
        told = "You both changed the fields below. Choose which to keep. Everything else was merged: nothing is lost."
        self.body.addWidget(label(told, ink="soft", wrap=True))
        self.comparison = Comparison(differences)
        self.body.addWidget(self.comparison, 1)
        self.add_button(button("&Back to editing", self.reject))
        self.keep = self.add_button(button("&Save with these choices", self._keep, kind="primary"))
        self.keep.setDefault(True)
        self.comparison.changed.connect(self._follow)
        self._follow()
        self.comparison.setFocus()

    def _follow(self) -> None:
        self.keep.setEnabled(self.comparison.is_decided())

    def _keep(self) -> None:
        choices = self.comparison.choices()
        self.accept()
        self._chosen(tuple(name for name, side in zip(self._fields, choices, strict=True) if side == MINE))
