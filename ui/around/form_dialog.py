"""Base of a dialog with a few fields and one verb, which stays open until the store has done it."""

from typing import Any, Generic, TypeVar

from soc_desk.errors import DeskError, Invalid
from ui.dialog import MarkedDialog
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.form import Form
from ui.widgets.text import button, label

D = TypeVar("D")


class FormDialog(MarkedDialog, Generic[D]):
    """A dialog fills ``self.form`` in ``build``, asks the store in ``writing`` and says what was done in ``said``."""

    def __init__(self, shell: Shell, title: str, verb: str, draft: D, told: str = "") -> None:
        super().__init__(title)
        self._shell = shell
        self.setMinimumWidth(540)
        self.form: Form[D] = Form(draft)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        if told:
            self.body.addWidget(label(told, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)
        self.build()

    def build(self) -> None:
        """Add the rows to ``self.form``."""
        raise NotImplementedError

    def writing(self, draft: D) -> Reply[Any]:
        """Ask the store to do it."""
        raise NotImplementedError

    def problems(self, draft: D) -> dict[str, str]:
        """What is missing before the store is asked."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What is said when it is done."""
        raise NotImplementedError

    def act(self) -> None:
        """Do it, or say what is missing."""
        draft = self.form.draft()
        if problems := {**self.problems(draft), **self.form.problems()}:
            self._refused(Invalid(problems))
            return
        self.do.setEnabled(False)
        self.writing(draft).then(self, self._done, self._refused)

    def _done(self, _value: object) -> None:
        said = self.said
        self.accept()
        self._shell.notify(said)

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        problems = error.problems if isinstance(error, Invalid) else {"": str(error)}
        rest = self.form.show_problems(problems)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        self.form.focus_problem()
