"""Asks who receives a print or file and what it is for, before anything leaves the program."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.prints import Addressed
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.page import Shell
from ui.widgets.fields import LineField, WholeField, mark_wrong
from ui.widgets.files import Wanted, choose_path
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_WARNING = "It contains personal data. Who receives it and why is logged, and stands on every page with the print id."
_MOST_COPIES = 99


class AddressDialog(MarkedDialog):
    """Recipient, purpose and handling; ``leave(to, path)`` is called with them.

    With ``path`` a file is asked for and ``kinds`` are its endings, the first of them the usual one; without one the
    number of copies is asked for. What is no print of ours (``is_print``) has no place for handling instructions.
    """

    def __init__(
        self, title: str, verb: str, leave: Callable[[Addressed, Path | None], object], path: Path | None = None,
        kinds: tuple[str, ...] = (".pdf",), warning: str = _WARNING, *, is_print: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(title)
        self._leave, self._kinds = leave, kinds
        self.setMinimumWidth(540)
        self.form: Form[Addressed] = Form(Addressed(recipient="", purpose=""))
        self.form.add_row(Entry("recipient", "Who &receives it", LineField("Name and organisation")))
        self.form.add_row(Entry("purpose", "What it is &for", LineField("Such as: weekly tasking meeting")))
        hint = "Printed under the marking; may be left empty."
        handling = Entry("handling", "Han&dling instructions", LineField("Such as: not to be copied"), hint, share=3)
        if path is None:
            self.form.add_row(handling, Entry("copies", "C&opies", WholeField(1, _MOST_COPIES)))
        elif is_print and ".pdf" in kinds:
            self.form.add_row(handling)
        self.path = LineField()
        self.problem = label("", "caption", "red", wrap=True)
        self.problem.hide()
        self.body.addWidget(label(warning, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        if path is not None:
            self.path.setText(str(path))
            self.path.setAccessibleName("File")
            file = QVBoxLayout()
            file.setSpacing(4)
            file.addWidget(label("File", "medium"))
            file.addWidget(self._where())
            self.body.addLayout(file)
        self._asks_file = path is not None
        self.body.addWidget(self.problem)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Take what was asked for, or say what is missing."""
        problems = dict(self.form.problems())
        to = self.form.draft()
        if "copies" not in problems and to.copies is None:
            problems["copies"] = "Print at least one copy."
        if not problems:
            problems = to.problems()
        path = self._file()
        missing = "Say which file it is written to." if self._asks_file and path is None else ""
        self.problem.setText(missing)
        self.problem.setVisible(bool(missing))
        mark_wrong(self.path, missing)
        self.form.show_problems(problems)
        if problems:
            self.form.focus_problem()
        elif not missing:
            self.accept()
            self._leave(to, path)

    def _file(self) -> Path | None:
        typed = self.path.text().strip()
        if not typed:
            return None
        path = Path(typed).expanduser()
        return path if path.suffix.lower() in self._kinds else path.with_name(f"{path.name}{self._kinds[0]}")

    def _where(self) -> QWidget:
        where = QWidget()
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(button("C&hoose…", self._browse, name="Choose the file"))
        return where

    def _browse(self) -> None:
        endings = " ".join(f"*{kind}" for kind in self._kinds)
        choose_path(
            self, self.windowTitle(), self.path.text(), self.path.setText,
            wanted=Wanted.NEW_FILE, kinds=f"Files ({endings})", suffix=self._kinds[0].removeprefix("."),
        )  # fmt: skip


def _scene_print(_desk: Desk, _shell: Shell) -> QWidget:
    return AddressDialog("Print the caseload summary", "&Print…", _nothing)


def _scene_refused(_desk: Desk, _shell: Shell) -> QWidget:
    made = AddressDialog("Save the caseload summary as PDF", "&Save", _nothing, Path("caseload-2026-11-22.pdf"))
    made.act()
    return made


def _nothing(_to: Addressed, _path: Path | None) -> None:
    """What the button of a picture does."""


SCENES = {"address-print": _scene_print, "address-error": _scene_refused}
"""Pictures of the form."""
