"""The form of the backlog: how many intelligence reports waited to be processed on a day, how old the oldest was."""

from collections.abc import Mapping
from typing import Any

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.intelligence import backlog
from soc_desk.services.intelligence.drafts import BacklogDraft
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.page import Shell
from ui.poca import fields
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.fields import WholeField
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_TOLD = "Counted by hand in the intelligence system. A second count of the same day takes the place of the first."


class BacklogForm(Sheet):
    """Keeps one count."""

    TITLE = "Count the intelligence backlog"
    WIDTH = 560

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.banner = Banner()
        self.form: Form[BacklogDraft] = Form(BacklogDraft(counted_on=periods.today()))
        self.form.add_row(
            Entry("counted_on", "&Counted on", fields.day()),
            Entry("waiting", "Reports &waiting", WholeField(0, 999_999)),
        )
        self.form.add_row(Entry("oldest_on", "The &oldest is of", fields.day(), "Leave it empty where nobody knows."))
        self.form.add_row(Entry("note", "&Note", fields.note()))
        for part in (self.banner, label(_TOLD, "caption", wrap=True), self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save", self.save, kind="primary"))
        self.form.edited.connect(self.typed)

    def content(self) -> dict[str, Any]:
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread()}

    def resume(self, content: Mapping[str, Any]) -> None:
        self.form.load(from_plain(BacklogDraft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True

    def save(self) -> None:
        """Keep the count, or say what is missing."""
        draft = self.form.draft()
        if problems := {**draft.problems(periods.today()), **self.form.problems()}:
            self._say(problems)
            return
        self.save_button.setEnabled(False)
        self.desk.write(backlog.record, draft).then(self, self._saved, self._refused)

    def _saved(self, _value: object) -> None:
        self.finish()
        self.shell.notify("The backlog was counted.")

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


SCENES = {"backlog": BacklogForm}
"""A picture of the form."""
