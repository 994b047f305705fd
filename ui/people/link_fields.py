"""The fields of a link: what somebody is to a group, since when, on what basis and grade."""

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.people.drafts import LinkDraft
from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    Basis,
    DataCategory,
    HandlingGrade,
    LinkRole,
    SourceGrade,
)
from ui.desk import Desk
from ui.oversight.fields import TickField
from ui.people.asking import person_field, subject_field
from ui.people.lines import choice, graded
from ui.people.words import LABELS
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

_CATEGORY_OF = {
    LinkRole.POTENTIAL_VICTIM: DataCategory.VICTIM, LinkRole.VICTIM: DataCategory.VICTIM,
    LinkRole.WITNESS: DataCategory.WITNESS,
}  # fmt: skip
ASKED = ("child_confirmed", "opening_confirmed")
"""Questions that show only where the store asks them."""


class LinkFields(Form[LinkDraft]):
    """Bound to a ``LinkDraft``; the person stands first, so that the form reads as a sentence."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(LinkDraft())
        self.person, self.subject = person_field(desk), subject_field(desk)
        self.add_row(self._entry("person_id", self.person))
        self.add_row(self._entry("subject_id", self.subject))
        self.add_row(self._entry("role", choice(list(LinkRole))))
        categories = Segmented([Option(each, each.label) for each in DataCategory], may_be_empty=False)
        self.add_row(self._entry("category", categories))
        self.field("category").set_hint(
            "Of this link, never of the person: somebody may be a suspect here and a victim there."
        )
        bases = Segmented([Option(each, each.label) for each in Basis], may_be_empty=False)
        self.add_row(
            self._entry("from_on", DateField(periods.today)), self._entry("to_on", DateField(periods.today)),
            self._entry("basis", bases, 2),
        )  # fmt: skip
        self.add_row(
            self._entry("source", graded(list(SourceGrade), "")),
            self._entry("assessment", graded(list(AssessmentGrade), ""), 2),
            self._entry("handling", graded(list(HandlingGrade), ""), 2),
        )
        self.add_row(self._entry("conditions", LineField("Who may see it, and what for")))
        self.add_row(self._entry("note", TextField("What a colleague must know", lines=1)))
        self.add_row(self._entry("child_confirmed", TickField("Yes, a child is to be linked")))
        self.add_row(self._entry("opening_confirmed", TickField("Yes, everybody who reads cases may know of them")))
        for name in ASKED:
            self.field(name).hide()
        self.edited.connect(self._follow)

    def show_problems(self, problems: dict[str, str], *, only_touched: bool = False) -> dict[str, str]:  # type: ignore[override]  # forms give plain dicts
        """As every form; a question that is asked shows its box."""
        for name in ASKED:
            if name in problems:
                self.field(name).show()
        return super().show_problems(problems, only_touched=only_touched)

    def _follow(self) -> None:
        """A victim's and a witness's category follows from the role."""
        role = self.field("role").field.value()
        if role in _CATEGORY_OF:
            self.field("category").field.set_value(_CATEGORY_OF[role])

    def _entry(self, name: str, widget: QWidget, share: int = 1) -> Entry:
        return Entry(name, LABELS[name], widget, share=share)
