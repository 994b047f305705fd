"""The form of a new edition of a scoring template: begun from a copy or a file, faults told with their line."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.ocg_life import templates
from soc_desk.services.ocg_life.templates import TemplateDraft
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.files import choose_path
from ui.widgets.form import Entry
from ui.widgets.text import button, label

_TOLD = (
    "The edition before it ends the day before this one starts. Scores already made keep the edition they were made "
    "with, and are never worked out again."
)
_TEXT = "Sections with criteria, the allowed values of each and its weight; how sections make the total; the bands."


class ScoreTemplateForm(DraftSheet[TemplateDraft]):
    """Keeps an edition; ``copy`` of one there is, or taken from a file."""

    DRAFT = TemplateDraft
    TITLE = "New edition of a scoring template"
    WIDTH = 720

    def build(self) -> None:
        form = self.form
        self.from_file = button("Take it from a &file…", self._ask_file)
        self.body.addWidget(label(_TOLD, "caption", wrap=True))
        self.body.addWidget(self.from_file, 0, Qt.AlignmentFlag.AlignLeft)
        form.add_row(
            Entry("name", "&Name", LineField(), share=2), Entry("edition", "&Edition", LineField("Such as 2")),
            Entry("starts_on", "&In use from", DateField(periods.today, coming=True)),
            Entry("ends_on", "&until", DateField(periods.today, coming=True), "May be left open."),
        )  # fmt: skip
        form.add_row(Entry("source", "Where it &comes from", LineField("Who decided it, and where that is written")))
        form.add_row(Entry("text", "&Questions and bands", TextField(lines=14, most=20), _TEXT))

    def copy(self, id_: UUID) -> None:
        """Begin with the questions and bands of an edition."""
        self.desk.read(templates.copy_of, id_).then(self, self._begin, self._refused)

    def take(self, path: str) -> None:
        """Begin with what a file holds, or say on which line it is faulty."""
        try:
            self._begin(templates.from_file(Path(path)))
        except Invalid as refused:
            self.banner.say("error", f"{Path(path).name} is not taken. {' '.join(refused.problems.values())}")
        except DeskError as refused:
            self.banner.say("error", str(refused))

    def writing(self, draft: TemplateDraft) -> Reply[Any]:
        return self.desk.write(templates.add, draft)

    @property
    def said(self) -> str:
        draft = self.form.draft()
        return (
            f"{draft.name.strip()}, edition {draft.edition.strip()}, is kept. Groups can be scored by it from its day."
        )

    def _say(self, problems: Mapping[str, str]) -> None:
        super()._say(problems)
        if found := re.match(r"Line (\d+)", problems.get("text", "")):
            self._go_to(int(found[1]))

    def _go_to(self, line: int) -> None:
        """Select the faulty line in the text."""
        field = self.form.field("text").widget
        if isinstance(field, TextField):
            cursor = QTextCursor(field.document().findBlockByNumber(line - 1))
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            field.setTextCursor(cursor)

    def _ask_file(self) -> None:
        choose_path(self, "Scoring template", str(Path.home()), self.take, kinds="Scoring templates (*.json)")

    def _begin(self, draft: TemplateDraft) -> None:
        self.banner.hide()
        self.form.load(draft)
        self.typed()


def _scene(desk: Desk, shell: Shell) -> QWidget | None:
    form = ScoreTemplateForm(desk, shell)
    shell.open_sheet(form)

    def spoil(rows: list[templates.TemplateRow]) -> None:
        form.copy(rows[-1].id)
        form.desk.read(templates.list_rows).then(form, lambda _rows: faulty())  # after the copy

    def faulty() -> None:
        text = form.form.draft().text.replace('"value": 1', '"value": 0', 1)
        day, source = periods.today(), "Tasking meeting, 9 November 2026"
        form.form.load(replace(form.form.draft(), edition="2", source=source, starts_on=day, text=text))
        form.save()

    desk.read(templates.list_rows).then(form, spoil)
    return None


SCENES = {"score-template": _scene}
"""A picture of a copy with a fault in it."""
