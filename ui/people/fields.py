"""The fields of a person's form, in the order in which somebody is recorded; rarely used ones are folded away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.people.drafts import OLDEST, PersonDraft
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import Marking
from ui.oversight.fields import TickField
from ui.people.lines import DetailsField, NamesField
from ui.people.words import LABELS
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField, WholeField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import button

MORE = ("pnc_id", "cro_id", "retention_group", "processing_restricted", "marking")
"""Fields that are folded away until somebody asks for them or one of them is filled."""


class PersonFields(Form[PersonDraft]):
    """Bound to a ``PersonDraft``; ``brief`` leaves names, age and details alone, for somebody recorded with a link."""

    def __init__(self, *, brief: bool = False) -> None:
        super().__init__(PersonDraft())
        self._is_brief = brief
        self.add_row(self._entry("given_names", LineField()), self._entry("family_name", LineField()))
        self.add_row(self._entry("names", NamesField()))
        self.add_row(
            self._entry("born_on", DateField(periods.today), 3),
            self._entry("age_from", WholeField(0, OLDEST), 2),
            self._entry("age_to", WholeField(0, OLDEST), 2),
            self._entry("age_noted_on", DateField(periods.today), 3),
        )
        self.field("age_from").set_hint("Where only an age is known.")
        self.add_row(self._entry("unidentified", TickField("A member who is not identified yet")))
        self.add_row(self._entry("description", TextField("What tells this person from others", lines=1)))
        self.field("description").set_hint("No ethnicity, health or religion (DPA 2018 s.35).")
        self.add_row(self._entry("details", DetailsField()))
        self.more = button("&More fields ▾", self.unfold, kind="link", name="More fields")
        if not brief:
            self._add_rest()

    def _add_rest(self) -> None:
        self.add_row(self._entry("review_due_on", DateField(periods.today, coming=True)))
        self.field("review_due_on").set_hint("Every record has one (DPA 2018 s.39(2)); the first day is local policy.")
        self.add_widget(self.more)
        self.add_row(self._entry("pnc_id", LineField()), self._entry("cro_id", LineField()))
        self.add_row(self._entry("retention_group", ChoiceField()))
        restricted = TickField("Processing is restricted (DPA 2018 s.47): kept, and used only as evidence")
        self.add_row(self._entry("processing_restricted", restricted))
        self.add_row(self._entry("marking", Segmented([Option(m, m.label) for m in Marking], may_be_empty=False)))
        self._fold()

    def offer_groups(self, groups: Sequence[CodeRow]) -> None:
        """The force's retention groups."""
        if self._is_brief:
            return
        field = self.field("retention_group").widget
        assert isinstance(field, ChoiceField)
        options = [Option(row.code, row.label) for row in groups]
        field.know(options)
        field.offer(options)

    def draft(self) -> PersonDraft:
        """What the form says now; a group that is not chosen is an empty text."""
        draft = super().draft()
        return replace(draft, retention_group=draft.retention_group or "")

    def load(self, draft: PersonDraft, unread: Mapping[str, str] | None = None) -> None:
        """Show a Draft; what it holds among the folded fields unfolds them."""
        super().load(draft, unread)
        if not self._is_brief and any(getattr(draft, name) != getattr(PersonDraft(), name) for name in MORE):
            self.unfold()

    def unfold(self) -> None:
        """Show all fields."""
        self.more.hide()
        for name in MORE:
            self.field(name).show()

    def _fold(self) -> None:
        for name in MORE:
            self.field(name).hide()

    def _entry(self, name: str, widget: QWidget, share: int = 1) -> Entry:
        return Entry(name, LABELS[name], widget, share=share)
