"""The fields of the intelligence form: what it bears on, its dates, its grade, its sanitised summary."""

from PySide6.QtWidgets import QWidget

from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, IntelligenceKind, SourceGrade
from ui.oversight.fields import TickField
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

RELATES = "It bears on what the group does, not on a member alone"
CHECKED = "I looked: nothing here tells who gave the intelligence"

LABELS = {
    "subject_id": "&Group or individual", "person_id": "&Person in it", "ir_ref": "&Reference of the report",
    "kind": "What came &in", "reported_on": "R&eported on", "received_on": "Recei&ved on", "source": "S&ource",
    "assessment": "&Assessment", "handling": "&Handling", "conditions": "&Conditions",
    "legacy_grade": "or an older grade, as &written", "summary": "Sanitised su&mmary",
    "relates_to_activity": "Activity", "marking": "Mar&king", "source_checked": "Identity of the source",
}  # fmt: skip
"""What each field is called; the letter after & opens it."""


def _graded(codes: type[SourceGrade | AssessmentGrade | HandlingGrade]) -> list[Option]:
    return [Option(code, f"{code.value}  {code.label}") for code in codes]


def _one_of(codes: type[SourceGrade | AssessmentGrade | HandlingGrade]) -> ChoiceField:
    options = _graded(codes)
    made = ChoiceField(options)
    made.know(options)
    return made


def add_fields(form: Form[IntelligenceDraft], group: ChoiceField, person: ChoiceField, warning: QWidget) -> None:
    """In the order of a report: reference and dates, what it bears on, grade, words."""

    def entry(name: str, widget: QWidget, hint: str = "", share: int = 1) -> Entry:
        return Entry(name, LABELS[name], widget, hint, share=share)

    form.add_row(
        entry("ir_ref", fields.line("As the intelligence system has it, such as IR 4471/26"), share=2),
        entry("received_on", fields.day(), "The archive clock runs from it."),
        entry("reported_on", fields.day()),
    )
    form.add_row(entry("subject_id", group, share=2), entry("person_id", person))
    form.add_row(entry("kind", fields.few(IntelligenceKind, may_be_empty=False)))
    form.add_row(
        entry("source", _one_of(SourceGrade)),
        entry("assessment", _one_of(AssessmentGrade), share=2),
        entry("handling", _one_of(HandlingGrade), share=2),
    )
    form.add_row(
        entry("conditions", fields.note("What whoever receives it must keep to", 1), share=2),
        entry("legacy_grade", fields.line("Such as B 2 4"), "Kept as it is; never turned into a 3x5x2 grade."),
    )
    form.add_row(entry("summary", fields.note("What is known, without who told it", 5)))
    form.add_widget(warning)
    form.add_row(entry("source_checked", TickField(CHECKED)))
    form.add_row(entry("relates_to_activity", TickField(RELATES)))
    form.add_row(entry("marking", Segmented([Option(m, m.label) for m in Marking], may_be_empty=False)))
