"""The dialog in which two groups are related to each other."""

from uuid import UUID

from soc_desk.services import periods, subjects
from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.subjects import SubjectChoice
from soc_desk.vocabulary import SubjectKind
from soc_desk.vocabulary.ocg import RelationKind
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, TextField
from ui.widgets.form import Entry
from ui.widgets.option import Option

_KINDS = tuple(kind for kind in RelationKind if kind is not RelationKind.MERGED_INTO)
"""Groups are merged by a step of its own, which keeps its relation itself."""


class RelationDialog(DraftDialog[RelationDraft]):
    """Says how a group stands to another one."""

    def __init__(self, desk: Desk, row: OcgRow, done: Done) -> None:
        super().__init__(f"Relate {row.reference} {row.name} to another group", "&Relate", RelationDraft(), done)
        self._desk, self._own = desk, row.id
        form = self.form
        self.other = ChoiceField(placeholder="Reference or name", asks=True)
        form.add_row(Entry("kind", f"{row.name} is &…", ChoiceField([Option(kind, kind.label) for kind in _KINDS])))
        form.add_row(Entry("other_id", "&The other group", self.other))
        form.add_row(
            Entry("from_on", "&From", DateField(periods.today)), Entry("to_on", "&Until", DateField(periods.today))
        )
        form.add_row(Entry("note", "&Note", TextField("What it is known from", lines=2)))
        self.lay_out("Only those who may know of both groups see the relation.", form)
        self.other.asked.connect(self.ask)
        self.ask("")

    def writing(self, draft: RelationDraft) -> Reply[UUID]:
        return self._desk.write(relations.relate, self._own, draft)

    @property
    def said(self) -> str:
        return "The relation is kept."

    def ask(self, text: str) -> None:
        """Look for groups whose reference or name holds the text."""
        self._desk.read(subjects.choices, text).then(self, self._offer)

    def _offer(self, found: list[SubjectChoice]) -> None:
        groups = [each for each in found if each.kind is SubjectKind.OCG and each.id != self._own]
        self.other.offer([Option(each.id, each.label, detail=each.status.label) for each in groups])
