"""The form of a POCA champion or deputy: who, where, the course attended, the terms of reference taken up."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import champions
from soc_desk.services.poca.champions import ChampionDraft
from soc_desk.vocabulary.poca import ChampionPost
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.page import Shell
from ui.poca import fields
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.text import button


class ChampionForm(Sheet):
    """Names a champion, or changes the line of ``champion_id``."""

    TITLE = "Name a POCA champion"
    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, champion_id: UUID | None = None) -> None:
        super().__init__(desk, shell)
        self.champion_id = champion_id
        self.banner = Banner()
        self.form: Form[ChampionDraft] = Form(ChampionDraft(since_on=periods.today()))
        self.area, self.user = ChoiceField(), ChoiceField()
        self._add_fields()
        self.form.edited.connect(self.typed)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        if champion_id is not None:
            self.set_title("POCA champion")
            desk.read(champions.draft, champion_id).then(self, self.form.load, self._refused)

    def _add_fields(self) -> None:
        form = self.form
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
            Entry("since_on", "In post &since", fields.day()),
            Entry("ended_on", "U&ntil", fields.day()),
        )
        form.add_row(Entry("note", "N&ote", fields.note()))
        for part in (self.banner, form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save", self.save, kind="primary"))

    def content(self) -> dict[str, Any]:
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread()}

    def resume(self, content: Mapping[str, Any]) -> None:
        self.form.load(from_plain(ChampionDraft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, from_plain(ChampionDraft, content["draft"]).id)
        form.resume(content)
        return form

    def save(self) -> None:
        """Keep the line, or say what is missing."""
        draft = self.form.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.save_button.setEnabled(False)
        if draft.id is None:
            self.desk.write(champions.record, draft).then(self, self._saved, self._refused)
        else:
            self.desk.write(champions.change, draft).then(self, self._saved, self._refused)

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.user, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)

    def _saved(self, _value: object) -> None:
        draft = self.form.draft()
        self.finish()
        self.shell.notify(f"The {draft.post.label.lower()} is in the register.")

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
