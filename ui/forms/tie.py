"""The dialog of a tie between two people: what it is, since when, and in which group it is known."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.people import ties
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.ties import TieDraft
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, SourceGrade, TieKind
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.people.asking import person_field
from ui.people.lines import graded
from ui.poca import fields
from ui.widgets.fields import DateField, LineField
from ui.widgets.form import Entry

_ABOUT = "The group must have a link to both. Whoever may know of the group sees the tie, and its network draws it."


class TieDialog(DraftDialog[TieDraft]):
    """Ties somebody to another person of one of their groups."""

    def __init__(self, desk: Desk, person_id: UUID, name: str, links: Sequence[LinkRow], done: Done) -> None:
        groups = {link.subject_id: link.subject for link in links}
        start = TieDraft(subject_id=next(iter(groups)) if len(groups) == 1 else None)
        super().__init__(f"Tie {name} to another person", "&Tie", start, done)
        self._desk, self._person = desk, person_id
        form = self.form
        form.add_row(Entry("kind", f"{name} …", fields.choice(TieKind)))
        form.add_row(Entry("other_id", "The other &person", person_field(desk)))
        form.add_row(Entry("subject_id", "&Group in which it is known", fields.offered(groups.items())))
        form.add_row(
            Entry("from_on", "&Since", DateField(periods.today)), Entry("to_on", "&Until", DateField(periods.today))
        )
        form.add_row(
            Entry("source", "S&ource", graded(list(SourceGrade), "Source")),
            Entry("assessment", "&Assessment", graded(list(AssessmentGrade), "Assessment")),
            Entry("handling", "&Handling", graded(list(HandlingGrade), "Handling")),
        )
        form.add_row(Entry("conditions", "Handling con&ditions", LineField("Who may see it, and what for")))
        form.add_row(Entry("note", "&Note", fields.note("What it is known from")))
        self._follow()
        form.edited.connect(self._follow)
        self.lay_out(_ABOUT, form)

    def writing(self, draft: TieDraft) -> Reply[Any]:
        return self._desk.write(ties.tie, self._person, draft)

    def _follow(self) -> None:
        self.form.offer("conditions", offered=self.form.draft().handling is HandlingGrade.CONDITIONS)

    @property
    def said(self) -> str:
        return "The tie is kept."
