"""Changing one's own passphrase, or giving a new one to a person who forgot theirs or comes back."""

from collections.abc import Callable

from soc_desk.errors import DeskError, Invalid, WrongKey
from soc_desk.services.users import UserRow
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.oversight import settings_work as work
from ui.oversight.fields import SecretField
from ui.oversight.settings_work import Renewal
from ui.page import Shell
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_RULE = "At least 12 characters or three words. Three words that have nothing to do with each other are easy to keep."


def _title(person: UserRow | None) -> str:
    if person is None:
        return "Change my passphrase"
    return f"Enable {person.display} again" if person.disabled_at else f"New passphrase for {person.display}"


class PassphraseDialog(MarkedDialog):
    """``person`` None changes one's own, a person who is disabled is enabled; ``done(sentence)`` is called after it."""

    def __init__(self, desk: Desk, done: Callable[[str], object], person: UserRow | None = None) -> None:
        super().__init__(_title(person))
        self._desk, self._done, self._person = desk, done, person
        self.setMinimumWidth(480)
        self.form: Form[Renewal] = Form(Renewal())
        own = "&Your own passphrase" if person else "&Present passphrase"
        self.form.add_row(Entry("own", own, SecretField()))
        self.form.add_row(Entry("new", "&New passphrase", SecretField(), _RULE))
        self.form.add_row(Entry("again", "New passphrase &again", SecretField()))
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self._comes_back = person is not None and person.disabled_at is not None
        if person:
            ends = "They keep the roles they held." if self._comes_back else "The old one ends at once."
            text = f"Hand it to {person.display} in person; they change it under Settings. {ends}"
            self.body.addWidget(label(text, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Enable" if self._comes_back else "C&hange", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Change it, if it will do."""
        told = self.form.draft()
        problems = told.problems(self._person.name if self._person else self._desk.actor.name)
        self._show(problems)
        if problems:
            return
        self.do.setEnabled(False)
        by = self._desk.actor.name
        if self._person is not None and self._comes_back:
            reply = self._desk.run(work.let_back, by, self._person, told)
        else:
            reply = self._desk.run(work.renew, by, self._person, told)
        reply.then(self, self._finish, self._refuse)

    def _finish(self, still: str) -> None:
        self.accept()
        if self._person is not None and self._comes_back:
            self._done(f"{self._person.display} can sign in as {self._person.name} again. {still}".strip())
            return
        whose = f"The passphrase of {self._person.display}" if self._person else "Your passphrase"
        self._done(f"{whose} was changed. {still}".strip())

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        if isinstance(error, WrongKey):
            self._show({"own": "This is not your passphrase. Nothing was changed; type it again."})
        elif isinstance(error, Invalid):
            names = {"passphrase": "new", "first": "new"}
            self._show({names.get(name, name): sentence for name, sentence in error.problems.items()})
        else:
            self._show({"": str(error)})

    def _show(self, problems: dict[str, str]) -> None:
        rest = self.form.show_problems(problems)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        self.form.focus_problem()


def _scene(desk: Desk, _shell: Shell) -> MarkedDialog:
    made = PassphraseDialog(desk, _nothing)
    made.form.load(Renewal(own="synthetic data only", new="password1234", again="password1234"))
    made.act()
    return made


def _nothing(_sentence: str) -> None:
    """What the button of a picture does."""


SCENES = {"passphrase-error": _scene}
"""A picture of the form."""
