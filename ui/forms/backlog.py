"""The form of the backlog: how many intelligence reports waited to be processed on a day, how old the oldest was."""

from typing import Any

from soc_desk.services import periods
from soc_desk.services.intelligence import backlog
from soc_desk.services.intelligence.drafts import BacklogDraft
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.fields import WholeField
from ui.widgets.form import Entry
from ui.widgets.text import label

_TOLD = "Counted by hand in the intelligence system. A second count of the same day takes the place of the first."


class BacklogForm(DraftSheet[BacklogDraft]):
    """Keeps one count."""

    DRAFT = BacklogDraft
    TITLE = "Count the intelligence backlog"
    WIDTH = 560

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, counted_on=periods.today())

    def build(self) -> None:
        self.body.addWidget(label(_TOLD, "caption", wrap=True))
        self.form.add_row(
            Entry("counted_on", "&Counted on", fields.day()),
            Entry("waiting", "Reports &waiting", WholeField(0, 999_999)),
        )
        self.form.add_row(Entry("oldest_on", "The &oldest is of", fields.day(), "Leave it empty where nobody knows."))
        self.form.add_row(Entry("note", "&Note", fields.note()))

    def problems(self, draft: BacklogDraft) -> dict[str, str]:
        return draft.problems(periods.today())

    def writing(self, draft: BacklogDraft) -> Reply[Any]:
        return self.desk.write(backlog.record, draft)

    @property
    def said(self) -> str:
        return "The backlog was counted."


def _scene(desk: Desk, shell: Shell) -> None:
    shell.open_page("intelligence")
    shell.open_sheet(BacklogForm(desk, shell))


SCENES = {"backlog": _scene}
"""A picture of the form."""
