"""The fields of the OCG form, in the order in which a group is mapped."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import OcgDraft
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import Scope
from ui.disruptions.fields import CodesField, WordsField
from ui.ocgs.words import LABELS
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_PAST = ("mapped_on", "assessed_on", "intelligence_told_on", "synced_on")
_CODES = ("primary_threat",)
_NONE = ""
"""A chip that says that there is none, which is not the same as nobody having said."""


class SaidField(CodesField):
    """Several codes or none at all: empty while nobody said (None), with the chip “None” for none (an empty tuple)."""

    def offer(self, options: Sequence[Option]) -> None:
        super().offer([Option(_NONE, "None"), *options])

    def value(self) -> tuple[Any, ...] | None:  # type: ignore[override]  # None is what nobody said yet
        chosen = super().value()
        return tuple(each for each in chosen if each != _NONE) if chosen else None

    def words(self, value: Sequence[Any] | None) -> str:
        return "None" if value is not None and not value else super().words(value)

    def set_value(self, value: Sequence[Any] | None) -> None:
        super().set_value((_NONE,) if value is not None and not value else value)

    def _picked(self) -> None:
        before = self._values
        super()._picked()
        if _NONE in self._values and len(self._values) > 1:  # one takes the other away
            self._values = (_NONE,) if _NONE not in before else self._values[1:]
            self._draw()


class LineNamesField(WordsField):
    """County lines by the names they go under; empty while nobody said (None), “none” for none (an empty tuple)."""

    def value(self) -> tuple[str, ...] | None:  # type: ignore[override]  # None is what nobody said yet
        names = super().value()
        return None if not names else tuple(name for name in names if name.casefold() != "none")

    def words(self, value: Sequence[str] | None) -> str:
        return "None" if value is not None and not value else super().words(value)

    def set_value(self, value: Sequence[str] | None) -> None:
        if (None if value is None else tuple(value)) != self.value():
            self.setText("none" if value is not None and not value else "; ".join(value or ()))
            self.setCursorPosition(0)


class OcgFields(Form[OcgDraft]):
    """Bound to an ``OcgDraft``; the lists it offers come later, by ``set_lists``."""

    def __init__(self) -> None:
        super().__init__(OcgDraft())
        self.add_row(
            self._entry("name", LineField("A neutral name, not a person's"), 2),
            self._entry("operation_name", LineField(), 1),
        )
        self.add_row(self._entry("primary_threat", ChoiceField()))
        self.add_row(self._entry("secondary_threats", CodesField("Add a threat…")))
        self.add_row(self._entry("scope", Segmented([Option(scope, scope.label) for scope in Scope])))
        self.add_row(
            self._entry("area_id", ChoiceField()),
            self._entry("team_id", ChoiceField()),
            self._entry("owner_id", ChoiceField()),
        )
        self.add_row(
            self._entry("affected_areas", SaidField("Add an area, or None…")),
            self._entry("cross_border_forces", SaidField("Add a force, or None…")),
        )
        self.add_row(self._entry("line_names", LineNamesField("Such as Kodak; Ray. “none” where there is none")))
        self.add_row(
            self._entry("mapped_on", DateField(periods.today)),
            self._entry("assessed_on", DateField(periods.today)),
            self._entry("intelligence_told_on", DateField(periods.today)),
            self._entry("band", LineField("As assessed nationally")),
        )
        self.add_row(
            self._entry("national_ref", LineField("As APMIS gives it"), 2),
            self._entry("synced_on", DateField(periods.today), 1),
        )
        self.add_row(self._entry("marking", Segmented([Option(m, m.label) for m in Marking], may_be_empty=False)))
        self.add_row(self._entry("notes", TextField("What else a colleague must know", lines=3)))

    def set_lists(self, lists: OcgLists) -> None:
        """Offer the force's lists; what is chosen and typed stays, also when it is no longer on offer."""
        offered: dict[str, Sequence[Option]] = {
            "primary_threat": _options(lists.codes["soc_threat"]),
            "affected_areas": [Option(str(place.id), place.name) for place in lists.areas],
            "cross_border_forces": _options(lists.codes["agency"]),
            "secondary_threats": _options(lists.codes["soc_threat"]),
            "area_id": [Option(place.id, place.name) for place in lists.areas],
            "team_id": [Option(place.id, place.name) for place in lists.teams],
            "owner_id": [Option(person.id, person.name) for person in lists.people],
        }  # fmt: skip
        for name, offer in offered.items():
            widget: Any = self.field(name).widget
            widget.offer(offer)
            if isinstance(widget, ChoiceField | SaidField):
                widget.know([Option(value, words) for value, words in _names(name, lists)])

    def draft(self) -> OcgDraft:
        """What the form says now; a code that is not chosen is an empty text."""
        draft = super().draft()
        empty: dict[str, Any] = {name: "" for name in _CODES if getattr(draft, name) is None}
        return replace(draft, **empty) if empty else draft

    def problems(self) -> dict[str, str]:
        """What cannot be read, and days that have not come yet."""
        draft, today = self.draft(), periods.today()
        late = {
            name: "The date is in the future; enter the day it happened."
            for name in _PAST
            if (day := getattr(draft, name)) is not None and day > today
        }
        return late | super().problems()

    def _entry(self, name: str, widget: QWidget, share: int = 1) -> Entry:
        return Entry(name, LABELS[name], widget, share=share)


def _options(rows: Sequence[CodeRow]) -> list[Option]:
    return [Option(row.code, row.label) for row in rows]


def _names(name: str, lists: OcgLists) -> list[tuple[Any, str]]:
    """Values that are no longer on offer keep their words."""
    if name == "primary_threat":
        return list(lists.labels["soc_threat"].items())
    if name == "cross_border_forces":
        return list(lists.labels["agency"].items())
    if name == "affected_areas":
        return [(str(place.id), place.name) for place in lists.areas]
    return list(lists.names.items())
