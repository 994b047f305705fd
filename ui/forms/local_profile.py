"""The form of a local profile: the area, when it was approved, when the next is due, what came of it."""

from typing import Any
from uuid import UUID

from soc_desk.services import local_profiles, places
from soc_desk.services.local_profiles import ProfileDraft
from soc_desk.services.places import Place
from ui.around.fields import offer
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.oversight.fields import TickField
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry


class ProfileForm(DraftSheet[ProfileDraft]):
    """Records an edition of an area's profile, or changes one."""

    DRAFT = ProfileDraft
    TITLE = "Record a local profile"
    EDITING = "Local profile"

    def __init__(self, desk: Desk, shell: Shell, profile_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, profile_id, **start)
        desk.read(places.areas).then(self, self._take_areas)

    def build(self) -> None:
        form = self.form
        self.area = ChoiceField()
        form.add_row(Entry("area_id", "&Area", self.area), Entry("title", "&Title", fields.line(), share=2))
        form.add_row(
            Entry("approved_on", "A&pproved on", fields.day(), "Empty while it is being written."),
            Entry("approved_by", "Approved &by", fields.line("Partnership or post"), share=2),
        )
        form.add_row(
            Entry("next_due_on", "&Next due", fields.day(coming=True), "Left empty: as local policy says."),
            Entry("published_to", "Published t&o", fields.line("Such as: partners; public summary"), share=2),
        )
        form.add_row(Entry("led_to_plan", "What came of it", TickField("It led to a &local plan of action")))
        form.add_row(Entry("note", "Not&e", fields.note()))

    def reading(self, id_: UUID) -> Reply[ProfileDraft]:
        return self.desk.read(local_profiles.draft, id_)

    def writing(self, draft: ProfileDraft) -> Reply[Any]:
        return self.desk.write(local_profiles.record if draft.id is None else local_profiles.change, draft)

    @property
    def said(self) -> str:
        return f"{self.form.draft().title.strip()} is in the register."

    def _take_areas(self, areas: list[Place]) -> None:
        offer(self.area, areas)
