"""Letting a person in, and the roles they hold."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox

from soc_desk.errors import DeskError, Invalid, WrongKey
from soc_desk.services import users
from soc_desk.services.places import Place
from soc_desk.services.users import UserRow
from soc_desk.vocabulary import Role
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.oversight import settings_work as work
from ui.oversight.fields import SecretField, TicksField
from ui.oversight.settings_work import Newcomer
from ui.page import Shell
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, Form, LabelledField
from ui.widgets.option import Option
from ui.widgets.text import button, label

_KEY = "The new key is made from yours: what you type here goes nowhere else."


class RolesField(TicksField):
    """The roles of a person, one box each."""

    def __init__(self) -> None:
        super().__init__({role.value: role.label for role in Role})

    def value(self) -> tuple[Role, ...]:
        return tuple(Role(key) for key in super().value())


class PersonDialog(MarkedDialog):
    """Asks who, in which roles, with which first passphrase; ``done(sentence)`` once they can sign in."""

    def __init__(self, desk: Desk, teams: tuple[Place, ...], done: Callable[[str], object]) -> None:
        super().__init__("Add a person")
        self._desk, self._done = desk, done
        self.setMinimumWidth(560)
        self.form: Form[Newcomer] = Form(Newcomer())
        self.form.add_row(
            Entry("display", "&Name", LineField("As colleagues read it, such as DC A. Example")),
            Entry("name", "&Signs in as", LineField("Such as a.example")),
        )
        self.form.add_row(Entry("roles", "Roles", RolesField()))
        team = ChoiceField([Option(place.id, place.name) for place in teams], "No team")
        self.form.add_row(Entry("team_id", "&Team", team, "May be left empty."))
        hint = "At least 12 characters or three words. Hand it over in person; they change it under Settings."
        self.form.add_row(Entry("first", "&First passphrase", SecretField(), hint))
        self.form.add_row(Entry("own", "&Your own passphrase", SecretField(), _KEY))
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Add", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Let them in, if everything is said."""
        new = self.form.draft()
        if problems := {**new.problems(), **self.form.problems()}:
            self._show(problems)
            return
        self._show({})
        self.do.setEnabled(False)
        self._desk.run(work.let_in, self._desk.actor.name, new).then(self, self._finish, self._refuse)

    def _finish(self, still: str) -> None:
        new = self.form.draft()
        self.accept()
        self._done(f"{new.display} can sign in as {new.name.strip().lower()}. {still}".strip())

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        if isinstance(error, WrongKey):
            self._show({"own": "This is not your passphrase. Nobody was added; type it again."})
        else:
            told = dict(error.problems) if isinstance(error, Invalid) else {"": str(error)}
            if "passphrase" in told:
                told["first"] = told.pop("passphrase")
            self._show(told)

    def _show(self, problems: dict[str, str]) -> None:
        rest = self.form.show_problems(problems)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        self.form.focus_problem()


class RolesDialog(MarkedDialog):
    """The roles of one person, to be changed."""

    def __init__(self, desk: Desk, person: UserRow, done: Callable[[str], object]) -> None:
        super().__init__(f"Roles of {person.display}")
        self._desk, self._person, self._done = desk, person, done
        self.setMinimumWidth(420)
        self.roles = RolesField()
        self.roles.set_value(tuple(role.value for role in person.roles))
        self.roles.setAccessibleName("Roles")
        self.refusal = label("", "caption", "red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(label("They hold from the next time the person signs in.", ink="soft", wrap=True))
        self.body.addWidget(self.roles)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Change roles", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Change them."""
        self.do.setEnabled(False)
        reply = self._desk.write(users.set_roles, self._person.id, self._person.version, self.roles.value())
        reply.then(self, self._finish, self._refuse)

    def _finish(self, _value: object) -> None:
        self.accept()
        held = ", ".join(role.label for role in self.roles.value())
        self._done(f"{self._person.display} now holds: {held}.")

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.refusal.setText(" ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))
        self.refusal.show()


class TeamDialog(MarkedDialog):
    """The team of one person, and whether they head it."""

    def __init__(
        self, desk: Desk, person: UserRow, teams: tuple[Place, ...], done: Callable[[str], object]
    ) -> None:  # fmt: skip
        super().__init__(f"Team of {person.display}")
        self._desk, self._person, self._done = desk, person, done
        self.setMinimumWidth(420)
        self.team = ChoiceField([Option(place.id, place.name) for place in teams], "No team")
        self.team.set_value(person.team_id)
        self.heads = QCheckBox("&Heads it, and so may know of what is sealed in it")
        self.heads.setChecked(person.heads_team)
        self.refusal = label("", "caption", "red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(LabelledField(Entry("team_id", "&Team", self.team)))
        self.body.addWidget(self.heads)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Change", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Change it."""
        self.do.setEnabled(False)
        person, heads = self._person, self.heads.isChecked()
        reply = self._desk.write(users.set_team, person.id, person.version, self.team.value(), heads=heads)
        reply.then(self, self._finish, self._refuse)

    def _finish(self, _value: object) -> None:
        self.accept()
        heads = " and heads it" if self.heads.isChecked() else ""
        where = "belongs to the team" if self.team.value() else "belongs to no team"
        self._done(f"{self._person.display} {where}{heads} now.")

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.refusal.setText(" ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))
        self.refusal.show()


def _scene_error(desk: Desk, _shell: Shell) -> MarkedDialog:
    made = PersonDialog(desk, (), _nothing)
    made.form.load(Newcomer(name="a.example", display="DC A. Example", first="aaaaaaaaaaaa", own="synthetic"))
    made.act()
    return made


def _nothing(_sentence: str) -> None:
    """What the buttons of a picture do."""


SCENES = {
    "person": lambda desk, _shell: PersonDialog(desk, (), _nothing), "person-error": _scene_error,
}  # fmt: skip
"""Pictures of the form."""
