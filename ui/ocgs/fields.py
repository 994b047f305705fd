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
from ui.disruptions.fields import CodesField
from ui.ocgs.words import LABELS
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_PAST = ("mapped_on", "assessed_on", "intelligence_told_on")
_CODES = ("primary_threat", "tier")


class OcgFields(Form[OcgDraft]):
    """Bound to an ``OcgDraft``; the lists it offers come later, by ``set_lists``."""

    def __init__(self) -> None:
        super().__init__(OcgDraft())
        self.add_row(
            self._entry("name", LineField("A neutral name, not a person's"), 2),
            self._entry("operation_name", LineField(), 1),
        )
        self.add_row(self._entry("primary_threat", ChoiceField(), 2), self._entry("tier", ChoiceField(), 1))
        self.add_row(self._entry("secondary_threats", CodesField("Add a threat…")))
        self.add_row(self._entry("area_id", ChoiceField()), self._entry("team_id", ChoiceField()))
        self.add_row(
            self._entry("owner_id", ChoiceField()),
            self._entry("lro", LineField("Rank and name; may be from a partner")),
        )
        self.add_row(
            self._entry("mapped_on", DateField(periods.today)),
            self._entry("assessed_on", DateField(periods.today)),
            self._entry("intelligence_told_on", DateField(periods.today)),
        )
        self.add_row(
            self._entry("national_ref", LineField("As the national system gives it")), self._entry("band", LineField())
        )
        self.add_row(self._entry("marking", Segmented([Option(m, m.label) for m in Marking], may_be_empty=False)))
        self.add_row(self._entry("notes", TextField("What else a colleague must know", lines=3)))

    def set_lists(self, lists: OcgLists) -> None:
        """Offer the force's lists; what is chosen and typed stays, also when it is no longer on offer."""
        offered: dict[str, Sequence[Option]] = {
            "primary_threat": _options(lists.codes["soc_threat"]), "tier": _options(lists.codes["tier"]),
            "secondary_threats": _options(lists.codes["soc_threat"]),
            "area_id": [Option(place.id, place.name) for place in lists.areas],
            "team_id": [Option(place.id, place.name) for place in lists.teams],
            "owner_id": [Option(person.id, person.name) for person in lists.people],
        }  # fmt: skip
        for name, offer in offered.items():
            widget: Any = self.field(name).widget
            widget.offer(offer)
            if isinstance(widget, ChoiceField):
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
    if name in _CODES:
        return list(lists.labels["tier" if name == "tier" else "soc_threat"].items())
    return list(lists.names.items())
