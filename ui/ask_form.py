"""A dialog that asks for a few fields before something is done: a step of a life, a visit, a decision."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from soc_desk.errors import DeskError, Invalid
from ui.dialog import MarkedDialog
from ui.lanes import Reply
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

D = TypeVar("D")


class AskForm(MarkedDialog, Generic[D]):
    """Fields over a small frozen dataclass. ``does(value)`` asks the store; the dialog says why if it is refused."""

    def __init__(
        self, title: str, text: str, start: D, rows: Sequence[Sequence[Entry]], verb: str,
        does: Callable[[D], Reply[Any]], done: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(title)
        self._does, self._done = does, done
        self.setMinimumWidth(480)
        self.form: Form[D] = Form(start)
        for row in rows:
            self.form.add_row(*row)
        self.problem = label("", "caption", "red", wrap=True)
        self.problem.hide()
        if text:
            self.body.addWidget(label(text, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.problem)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Do it, or say what cannot be read."""
        if problems := self.form.problems():
            self._say(problems)
            return
        self.do.setEnabled(False)
        self._does(self.form.draft()).then(self, self._finish, self._refuse)

    def _finish(self, _value: object) -> None:
        self.accept()
        self._done()

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self._say(error.problems if isinstance(error, Invalid) else {"": str(error)})

    def _say(self, problems: Mapping[str, str]) -> None:
        rest = self.form.show_problems(problems)
        self.problem.setText(" ".join(rest.values()))
        self.problem.setVisible(bool(rest))
        self.form.focus_problem()
