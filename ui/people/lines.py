"""The other names and the details of a person as editors: one line for each."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from soc_desk.services import periods
from soc_desk.services.people.drafts import DetailLine, NameLine
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.ocg import AssessmentGrade, DetailKind, HandlingGrade, NameKind, SourceGrade
from ui.disruptions.lines import Line, LinesField
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField
from ui.widgets.option import Option

_KIND_WIDTH, _DAY_WIDTH, _GRADE_WIDTH = 120, 104, 72


def choice(codes: Sequence[Code], placeholder: str = "") -> ChoiceField:
    """One of a few codes, found by typing."""
    made = ChoiceField([Option(code, code.label) for code in codes], placeholder)
    made.know([Option(code, code.label) for code in codes])
    return made


def graded(codes: Sequence[Code], placeholder: str) -> ChoiceField:
    """One part of a 3x5x2 grade: ``1 Reliable``."""
    options = [Option(code, f"{code.value} {code.label}") for code in codes]
    made = ChoiceField(options, placeholder)
    made.know(options)
    return made


class _Chosen(Line):
    """A line whose choices are put back by their words."""

    def set_raw(self, told: Mapping[str, str]) -> None:
        for name, widget in self.parts.items():
            text = str(told.get(name, ""))
            place = widget.findText(text) if isinstance(widget, ChoiceField) and text else -1
            if isinstance(widget, ChoiceField) and place >= 0:
                widget.set_value(widget.itemData(place))
            else:
                self.part(name).set_unread(text)


class NameEditor(_Chosen):
    """One other name and how they came to it."""

    def __init__(self) -> None:
        super().__init__("name")
        self.add(self.first_row, "kind", "Kind of name", choice(list(NameKind)))
        self.add(self.first_row, "name", "Other name", LineField("Name"), 3)
        self.add(self.first_row, "note", "Note", LineField("Note"), 3)
        self.first_row.addWidget(self.remove)
        self.parts["kind"].setFixedWidth(_KIND_WIDTH)
        self.part("kind").set_value(NameKind.ALIAS)

    def value(self) -> NameLine | None:
        name, note = self.part("name").value(), self.part("note").value()
        kind = self.part("kind").value() or NameKind.ALIAS
        return NameLine(kind=NameKind(kind), name=name, note=note) if name or note else None

    def set_value(self, value: NameLine) -> None:
        for name in self.parts:
            self.part(name).set_value(getattr(value, name))


class DetailEditor(_Chosen):
    """One detail: what it is, when it was so, and how reliable that is."""

    def __init__(self) -> None:
        super().__init__("detail")
        self.add(self.first_row, "kind", "Kind of detail", choice(list(DetailKind)))
        self.add(self.first_row, "value", "Detail", LineField("Number, address, plate…"), 4)
        self.add(self.first_row, "note", "Note", LineField("Note"), 3)
        self.first_row.addWidget(self.remove)
        self.add(self.second_row, "from_on", "Since", DateField(periods.today))
        self.add(self.second_row, "to_on", "Until", DateField(periods.today))
        self.add(self.second_row, "source", "Source", graded(list(SourceGrade), "Source"))
        self.add(self.second_row, "assessment", "Assessment", graded(list(AssessmentGrade), "Assessment"))
        self.add(self.second_row, "handling", "Handling", graded(list(HandlingGrade), "Handling"))
        self.add(self.second_row, "conditions", "Conditions", LineField("Conditions"), 2)
        self.parts["kind"].setFixedWidth(_KIND_WIDTH)
        for name, words in (("from_on", "Since"), ("to_on", "Until")):
            self.parts[name].setFixedWidth(_DAY_WIDTH)
            self._day(name).setPlaceholderText(words)
        for name in ("source", "assessment", "handling"):
            self.parts[name].setMinimumWidth(_GRADE_WIDTH)
            self.parts[name].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for name in ("value", "note", "conditions"):
            self.parts[name].setMinimumWidth(_GRADE_WIDTH)
        self.part("kind").set_value(DetailKind.PHONE)
        self.parts["handling"].edited.connect(self._follow)  # type: ignore[attr-defined]  # every field has it
        self._follow()

    def value(self) -> DetailLine | None:
        told = {name: self.part(name).value() for name in self.parts}
        if not any(value for name, value in told.items() if name != "kind"):
            return None
        return DetailLine(**{**told, "kind": DetailKind(told["kind"] or DetailKind.PHONE)})

    def set_value(self, value: DetailLine) -> None:
        for name in self.parts:
            self.part(name).set_value(getattr(value, name))
        self._follow()

    def set_raw(self, told: Mapping[str, str]) -> None:
        super().set_raw(told)
        self._follow()

    def in_tab_order(self) -> list[QWidget]:
        return [*self.parts.values(), self.remove]

    def _day(self, name: str) -> DateField:
        widget = self.parts[name]
        assert isinstance(widget, DateField)
        return widget

    def _follow(self) -> None:
        shown = self.part("handling").value() is HandlingGrade.CONDITIONS or bool(self.part("conditions").value())
        self.parts["conditions"].setVisible(shown)


class NamesField(LinesField):
    """The other names of a person."""

    def __init__(self) -> None:
        super().__init__("+ Add another name", NameEditor)


class DetailsField(LinesField):
    """What is known of a person besides names."""

    def __init__(self) -> None:
        super().__init__("+ Add a phone, address, vehicle or acco&unt", DetailEditor)
