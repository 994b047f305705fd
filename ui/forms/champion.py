"""The form of a POCA champion or deputy: who, where, the course attended, the terms of reference taken up."""

from typing import Any
from uuid import UUID

from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import champions
from soc_desk.services.poca.champions import ChampionDraft
from soc_desk.vocabulary.poca import ChampionPost
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry
from ui.widgets.option import Option


class ChampionForm(DraftSheet[ChampionDraft]):
    """Names a champion, or changes the line of one."""

    DRAFT = ChampionDraft
    TITLE = "Name a POCA champion"
    EDITING = "POCA champion"

    def __init__(self, desk: Desk, shell: Shell, champion_id: UUID | None = None) -> None:
        super().__init__(desk, shell, champion_id, since_on=periods.today())
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)

    def build(self) -> None:
        form = self.form
        self.area, self.user = ChoiceField(), ChoiceField()
        form.add_row(Entry("post", "&Post", fields.few(ChampionPost, may_be_empty=False)))
        form.add_row(
            Entry("area_id", "&Area", self.area), Entry("unit", "or &unit", fields.line("Economic crime unit"))
        )
        form.add_row(
            Entry("user_id", "&Who, by sign-in", self.user, "Deadlines are told to whoever can sign in."),
            Entry("name", "or by &name", fields.line()),
        )
        form.add_row(
            Entry("course", "&Course", fields.line("POCA Managers"), share=2),
            Entry("course_on", "A&ttended on", fields.day()),
            Entry("course_expires_on", "&Runs out on", fields.day(coming=True)),
        )
        form.add_row(
            Entry("terms_version", "T&erms of reference, version", fields.line()),
            Entry("since_on", "&In post since", fields.day()),
            Entry("ended_on", "Unti&l", fields.day()),
        )
        form.add_row(Entry("note", "N&ote", fields.note()))

    def reading(self, id_: UUID) -> Reply[ChampionDraft]:
        return self.desk.read(champions.draft, id_)

    def writing(self, draft: ChampionDraft) -> Reply[Any]:
        return self.desk.write(champions.record if draft.id is None else champions.change, draft)

    @property
    def said(self) -> str:
        return f"The {self.form.draft().post.label.lower()} is in the register."

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.user, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)
