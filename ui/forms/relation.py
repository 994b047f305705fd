"""The dialog in which two groups are related to each other."""

from functools import partial
from uuid import UUID

from soc_desk.services import periods, subjects
from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.subjects import SubjectChoice
from soc_desk.vocabulary import SubjectKind
from soc_desk.vocabulary.ocg import RelationKind
from ui.desk import Desk
from ui.lanes import Reply
from ui.ocgs.asking import Done, FormDialog
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option


class RelationDialog(FormDialog[RelationDraft]):
    """Says how a group stands to another one."""

    def __init__(self, desk: Desk, row: OcgRow, done: Done) -> None:
        form: Form[RelationDraft] = Form(RelationDraft())
        named = f"{row.reference} {row.name}"
        title, verb = f"Relate {named} to another group", "&Relate"
        super().__init__(title, verb, form, partial(_keep, desk, row), "The relation is kept.", done)
        self._desk, self._own = desk, row.id
        self.other = ChoiceField(placeholder="Reference or name", asks=True)
        form.add_row(
            Entry("kind", f"{row.name} is &…", ChoiceField([Option(kind, kind.label) for kind in RelationKind]))
        )
        form.add_row(Entry("other_id", "&The other group", self.other))
        form.add_row(
            Entry("from_on", "&From", DateField(periods.today)), Entry("to_on", "&Until", DateField(periods.today))
        )
        form.add_row(Entry("note", "&Note", TextField("What it is known from", lines=2)))
        self.lay_out("Only those who may know of both groups see the relation.", form)
        self.other.asked.connect(self.ask)
        self.ask("")

    def ask(self, text: str) -> None:
        """Look for groups whose reference or name holds the text."""
        self._desk.read(subjects.choices, text).then(self, partial(self._offer, self._own))

    def _offer(self, own: UUID, found: list[SubjectChoice]) -> None:
        groups = [each for each in found if each.kind is SubjectKind.OCG and each.id != own]
        self.other.offer([Option(each.id, each.label, detail=each.status.label) for each in groups])


def _keep(desk: Desk, row: OcgRow, draft: RelationDraft) -> Reply[UUID]:
    return desk.write(relations.relate, row.id, draft)
