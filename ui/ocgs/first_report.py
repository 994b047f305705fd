"""The fields of the report that a group is mapped on; the form of a group and the disruption editor have them."""

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.ocgs import FirstReport
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, SourceGrade
from ui.oversight.fields import TickField
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.text import label

_TOLD = (
    "A group is mapped on intelligence. Give its reference and grade; never who gave it. The report itself stays in "
    "the intelligence system."
)
_CHECKED = "I looked: nothing here tells who gave the intelligence"


class FirstReportFields(Form[FirstReport]):
    """Bound to a ``FirstReport``; the store's problems with it come under ``first.<field>``."""

    def __init__(self, *, short: bool = False) -> None:
        super().__init__(FirstReport())
        self.setAccessibleName("The report it is mapped on")
        self.add_widget(label("The report it is mapped on", "name"))
        self.add_widget(label(_TOLD, ink="soft", wrap=True))
        self.add_row(
            _entry("ir_ref", "Report referen&ce", LineField("As the intelligence system has it"), 2),
            _entry("received_on", "Recei&ved on", DateField(periods.today)),
        )
        self.add_row(
            _entry("source", "Source", _grades(SourceGrade)),
            _entry("assessment", "Assessment", _grades(AssessmentGrade)),
        )
        self.add_row(
            _entry("handling", "&Handling", _grades(HandlingGrade)),
            _entry("conditions", "Handling conditions", LineField("Needed with handling C")),
        )
        if not short:
            self.add_row(_entry("summary", "Sanitised summary", TextField("What it says, and nothing of its source")))
        self.add_row(_entry("source_checked", "Identity of the source", TickField(_CHECKED)))
        self.field("source_checked").hide()

    def show_store_problems(self, problems: dict[str, str]) -> dict[str, str]:
        """Put what belongs to the report under its fields; gives the rest."""
        own = {name.removeprefix("first."): told for name, told in problems.items() if name.startswith("first.")}
        rest = {name: told for name, told in problems.items() if not name.startswith("first.")}
        if "source_checked" in own:  # asked only where words stand in the text that may identify a source
            self.field("source_checked").show()
        return rest | self.show_problems(own)


def _entry(name: str, words: str, widget: QWidget, share: int = 1) -> Entry:
    return Entry(name, words, widget, share=share)


def _grades(codes: type[Code]) -> ChoiceField:
    return ChoiceField([Option(code, f"{code.value} · {code.label}") for code in codes])
