"""The form of somebody under lifetime management: who, which area owns it, who manages, release, review, the group."""

from typing import Any
from uuid import UUID

from soc_desk.services import ocg_lists, periods
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import ManagedDraft
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.vocabulary.ocg import YesNo
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import person_field
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry
from ui.widgets.option import Option


class ManagedForm(DraftSheet[ManagedDraft]):
    """Nominates somebody, or changes a spell of management; ``person_id`` is known where it is opened from them."""

    DRAFT = ManagedDraft
    TITLE = "Nominate for lifetime management"
    EDITING = "Managed offender"

    def __init__(self, desk: Desk, shell: Shell, id_: UUID | None = None, *, person_id: UUID | None = None) -> None:
        super().__init__(desk, shell, id_, person_id=person_id, nominated_on=periods.today())
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)

    def build(self) -> None:
        form = self.form
        self.area, self.manager = ChoiceField(), ChoiceField()
        form.add_row(Entry("person_id", "&Who", person_field(self.desk)))
        form.add_row(
            Entry("area_id", "&Area that owns it", self.area, "Needed when they are adopted."),
            Entry("nominated_on", "Nominated &on", fields.day()),
        )
        form.add_row(Entry("nominated_because", "Wh&y", fields.note("What makes lifetime management right")))
        form.add_row(
            Entry("manager_id", "&Manager, by sign-in", self.manager), Entry("manager", "or by &name", fields.line())
        )
        form.add_row(
            Entry("release_on", "&Release from custody", fields.day(coming=True)),
            Entry("review_due_on", "Re&view due", fields.day(coming=True)),
        )
        form.add_row(
            Entry(
                "ocg_checked", "Looked for a &link to an OCG, and found one", fields.few(YesNo, may_be_empty=False),
                "Not known until somebody has looked.",
            )
        )  # fmt: skip

    def reading(self, id_: UUID) -> Reply[ManagedDraft]:
        return self.desk.read(managed.draft, id_)

    def writing(self, draft: ManagedDraft) -> Reply[Any]:
        return self.desk.write(managed.nominate if draft.id is None else managed.change, draft)

    @property
    def said(self) -> str:
        return "Nominated for lifetime management." if self.form.draft().id is None else "The management was saved."

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.manager, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)
