"""Bases of the dialogs that ask the store for one thing: with one verb, and with the fields of one Draft."""

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


class VerbDialog(MarkedDialog):
    """Cancel and one verb; it stays open until the store has done it, and then calls ``done(said)``.

    A dialog gives ``act``, which sends what it asks of the store, and ``said``.
    """

    WIDTH = 540
    IS_LINTED = True

    def __init__(self, title: str, verb: str, done: Done, *, is_grave: bool = False) -> None:
        super().__init__(title)
        self._done = done
        self.setMinimumWidth(self.WIDTH)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="danger" if is_grave else "primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Ask the store to do it."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What is said when it is done."""
        raise NotImplementedError

    def lay_out(self, *parts: QWidget | str) -> None:
        """Put these below the title, the refusal last; a text is a soft line, an empty one nothing."""
        for part in parts:
            if part != "":
                self.body.addWidget(label(part, ink="soft", wrap=True) if isinstance(part, str) else part)
        self.body.addWidget(self.refusal)

    def send(self, reply: Reply[Any]) -> None:
        """Wait for the store, which does it or says why not."""
        self.do.setEnabled(False)
        reply.then(self, self.kept, self.refuse)

    def say(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong; nothing takes away what was said."""
        self.refusal.setText(" ".join(problems.values()))
        self.refusal.setVisible(bool(problems))

    def refuse(self, error: DeskError) -> None:
        """The store said no: what was typed stays."""
        self.do.setEnabled(True)
        self.say(error.problems if isinstance(error, Invalid) else {"": str(error)})

    def kept(self, _value: Any) -> None:
        """The store has done it."""
        said = self.said
        self.accept()
        self._done(said)


class DraftDialog(VerbDialog, Generic[D]):
    """A few fields over one Draft: a dialog adds its rows to ``form``, lays it out and gives ``writing`` and ``said``.

    The larger forms, which keep what is typed in the journal, are ``ui/draft_sheet.py``.
    """

    def __init__(self, title: str, verb: str, draft: D, done: Done) -> None:
        super().__init__(title, verb, done)
        self.form: Form[D] = Form(draft)

    def writing(self, draft: D) -> Reply[Any]:
        """Ask the store to do it."""
        raise NotImplementedError

    def problems(self, draft: D) -> Mapping[str, str]:
        """What stands in the way before the store is asked, by field: what the Draft says of itself."""
        return draft.problems() if hasattr(draft, "problems") else {}

    def act(self) -> None:
        """Do it, or say what is missing."""
        draft = self.form.draft()
        problems = {**self.problems(draft), **self.form.problems()}
        self.say(problems)
        if not problems:
            self.send(self.writing(draft))

    def say(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, under its field where there is one."""
        super().say(self.form.show_problems(problems))
        if problems:
            self.form.focus_problem()
