"""The form of an operation or a week of action: what it is, which groups it is against, what came of it."""

from typing import Any
from uuid import UUID

from soc_desk.services import ocg_lists, operations, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.operations import OperationDraft
from soc_desk.vocabulary.ocg import OperationKind
from ui.around.asking import GroupsField, group_field
from ui.around.fields import marking, offer, tallies
from ui.desk import Desk, Session
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry


class OperationForm(DraftSheet[OperationDraft]):
    """Records an operation, or changes one."""

    DRAFT = OperationDraft
    TITLE = "Record an operation"
    EDITING = "Operation"
    WIDTH = 680

    def __init__(self, desk: Desk, shell: Shell, operation_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, operation_id, **start)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)

    def build(self) -> None:
        form = self.form
        self.area, self.lead = ChoiceField(), ChoiceField()
        form.add_row(Entry("name", "&Name", fields.line("As everybody calls it")))
        form.add_row(Entry("kind", "&Kind", fields.few(OperationKind, may_be_empty=False)))
        form.add_row(
            Entry("starts_on", "S&tarts", fields.day(coming=True)),
            Entry("ends_on", "&Ends", fields.day(coming=True), "Empty while it has no end."),
            Entry("area_id", "&Area", self.area),
        )
        form.add_row(
            Entry("lead_id", "&Lead, one of us", self.lead), Entry("lead", "or b&y name", fields.line("Name and post"))
        )
        form.add_row(Entry("subject_id", "Chiefly a&gainst", group_field(self.desk)))
        form.add_row(Entry("other_ids", "&Other groups", GroupsField(self.desk)))
        hint = "A figure that is not known is left out; “over” is a floor, as reports give it."
        form.add_row(Entry("tallies", "&Results", tallies(), hint))
        form.add_row(Entry("summary", "S&ummary", fields.note("What was done and what it led to", lines=3)))
        form.add_row(Entry("marking", "&Marking", marking()))

    def reading(self, id_: UUID) -> Reply[OperationDraft]:
        return self.desk.read(_draft, id_)

    def writing(self, draft: OperationDraft) -> Reply[Any]:
        return self.desk.write(operations.record if draft.id is None else operations.change, draft)

    @property
    def said(self) -> str:
        return f"{self.form.draft().name.strip()} is in the register."

    def _take_lists(self, lists: OcgLists) -> None:
        offer(self.area, lists.areas)
        offer(self.lead, lists.people)


def _draft(session: Session, id_: UUID) -> OperationDraft:
    return operations.detail(session, id_).draft
