"""The evidence of a disruption as an editor: a reference of some kind, with its date, on each line."""

from datetime import date
from typing import Any

from soc_desk.services import periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import EvidenceRef
from ui.disruptions import words
from ui.disruptions.lines import Line, LinesField
from ui.disruptions.outcomes import options
from ui.widgets import typed
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField


class EvidenceEditor(Line):
    """One reference."""

    def __init__(self, lists: DisruptionLists) -> None:
        super().__init__("reference")
        self.kind = ChoiceField(options(lists.codes.get("evidence_type", ())), "Kind")
        self.reference, self.dated_on = LineField("Reference"), DateField(periods.today)
        self.add(self.first_row, "kind", "Kind of evidence", self.kind, 4)
        self.add(self.first_row, "reference", "Reference of the evidence", self.reference, 5)
        self.add(self.first_row, "date", "Date of the evidence", self.dated_on, 3)
        self.first_row.addWidget(self.remove)

    def value(self) -> EvidenceRef | None:
        kind, reference, day = self.kind.value(), self.reference.value() or "", self.dated_on.value()
        if not (kind or reference or day):
            return None
        return EvidenceRef(kind or "other", reference, day.isoformat() if day else "")

    def set_value(self, value: EvidenceRef) -> None:
        self.kind.set_value(value.kind)
        self.reference.set_value(value.reference)
        try:
            self.dated_on.set_value(date.fromisoformat(value.date) if value.date else None)
        except ValueError:
            self.dated_on.set_unread(value.date)

    def set_raw(self, told: Any) -> None:
        place = self.kind.findText(str(told.get("kind", "")))
        if place >= 0:
            self.kind.set_value(self.kind.itemData(place))
        else:
            self.kind.set_unread(str(told.get("kind", "")))
        self.reference.set_unread(str(told.get("reference", "")))
        self.dated_on.set_unread(str(told.get("date", "")))
        if not self.dated_on.problem():
            self.dated_on.setText(typed.format_date(self.dated_on.value()))


class EvidenceField(LinesField):
    """The evidence of one disruption; ``set_lists`` gives it the force's kinds of evidence."""

    def __init__(self) -> None:
        self._lists = DisruptionLists()
        super().__init__("+ Add e&vidence", lambda: EvidenceEditor(self._lists))

    def _line_words(self, value: EvidenceRef) -> str:
        return words.evidence(value, self._lists)

    def set_lists(self, lists: DisruptionLists) -> None:
        """Learn the code lists; lines that are there keep what they hold."""
        self._lists = lists
        kept, unread = self.value(), self.unread()
        self._clear()
        if unread:
            self.set_unread(unread)
        else:
            self.set_value(kept)
