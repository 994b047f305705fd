"""Base of the dialogs about a group's life: one form over one Draft, one verb, and what is wrong under its field."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from soc_desk.errors import DeskError, Invalid
from ui.dialog import MarkedDialog
from ui.lanes import Reply
from ui.widgets.form import Form
from ui.widgets.text import button, label

D = TypeVar("D")
Done = Callable[[str], object]


class FormDialog(MarkedDialog, Generic[D]):
    """``does(draft)`` asks the store, ``done`` is told ``told`` once it is kept. Fill ``form``, then ``lay_out``."""

    WIDTH = 560

    def __init__(
        self, title: str, verb: str, form: Form[D], does: Callable[[D], Reply[Any]], told: str, done: Done
    ) -> None:  # fmt: skip
        super().__init__(title)
        self.form = form
        self._does, self._told, self._done = does, told, done
        self.setMinimumWidth(self.WIDTH)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)

    def lay_out(self, *parts: QWidget | str) -> None:
        """Put these below the title, then the refusal; a text is a soft line."""
        for part in parts:
            self.body.addWidget(label(part, ink="soft", wrap=True) if isinstance(part, str) else part)
        self.body.addWidget(self.refusal)

    def problems(self, draft: D) -> Mapping[str, str]:
        """What stands in the way, by field."""
        return {**draft.problems(), **self.form.problems()}  # type: ignore[attr-defined]  # every Draft says its problems

    def act(self) -> None:
        """Keep it, or say what is missing."""
        draft = self.form.draft()
        if problems := self.problems(draft):
            self.say(problems)
            return
        self.do.setEnabled(False)
        self._does(draft).then(self, self._kept, self.refuse)

    def say(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, under its field where there is one."""
        rest = self.form.show_problems(problems)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        self.form.focus_problem()

    def refuse(self, error: DeskError) -> None:
        """The store said no."""
        self.do.setEnabled(True)
        self.say(error.problems if isinstance(error, Invalid) else {"": str(error)})

    def _kept(self, _value: object) -> None:
        self.accept()
        self._done(self._told)
