"""Letting a person in, and the roles they hold."""

from PySide6.QtWidgets import QCheckBox

from soc_desk.errors import DeskError, Invalid, WrongKey
from soc_desk.services import users
from soc_desk.services.places import Place
from soc_desk.services.users import UserRow
from soc_desk.vocabulary import Role
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.draft_dialog import Done, DraftDialog, VerbDialog
from ui.lanes import Reply
from ui.oversight import settings_work as work
from ui.oversight.fields import SecretField, TicksField
from ui.oversight.settings_work import Newcomer
from ui.page import Shell
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.option import Option

_KEY = "The new key is made from yours: what you type here goes nowhere else."


class RolesField(TicksField):
    """The roles of a person, one box each."""

    def __init__(self) -> None:
        super().__init__({role.value: role.label for role in Role})

    def value(self) -> tuple[Role, ...]:
        return tuple(Role(key) for key in super().value())


class PersonDialog(DraftDialog[Newcomer]):
    """Asks who, in which roles, with which first passphrase; ``done(sentence)`` once they can sign in."""

    def __init__(self, desk: Desk, teams: tuple[Place, ...], done: Done) -> None:
        super().__init__("Add a person", "&Add", Newcomer(), done)
        self._desk = desk
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
        self.lay_out(self.form)

    def writing(self, draft: Newcomer) -> Reply[str]:
        return self._desk.run(work.let_in, self._desk.actor.name, draft)

    def kept(self, still: str) -> None:
        new = self.form.draft()
        self.accept()
        self._done(f"{new.display} can sign in as {new.name.strip().lower()}. {still}".strip())

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, WrongKey):
            error = Invalid({"own": "This is not your passphrase. Nobody was added; type it again."})
        elif isinstance(error, Invalid):
            error = Invalid({"first" if name == "passphrase" else name: why for name, why in error.problems.items()})
        super().refuse(error)


class RolesDialog(VerbDialog):
    """The roles of one person, to be changed."""

    def __init__(self, desk: Desk, person: UserRow, done: Done) -> None:
        super().__init__(f"Roles of {person.display}", "C&hange roles", done)
        self._desk, self._person = desk, person
        self.roles = RolesField()
        self.roles.set_value(tuple(role.value for role in person.roles))
        self.roles.setAccessibleName("Roles")
        self.lay_out("They hold from the next time the person signs in.", self.roles)

    def act(self) -> None:
        """Change them."""
        self.send(self._desk.write(users.set_roles, self._person.id, self._person.version, self.roles.value()))

    @property
    def said(self) -> str:
        return f"{self._person.display} now holds: {', '.join(role.label for role in self.roles.value())}."


class TeamDialog(VerbDialog):
    """The team of one person, and whether they head it."""

    def __init__(
        self, desk: Desk, person: UserRow, teams: tuple[Place, ...], done: Done
    ) -> None:  # fmt: skip
        super().__init__(f"Team of {person.display}", "C&hange", done)
        self._desk, self._person = desk, person
        self.team = ChoiceField([Option(place.id, place.name) for place in teams], "No team")
        self.team.set_value(person.team_id)
        self.heads = QCheckBox("&Heads it, and so may know of what is sealed in it")
        self.heads.setChecked(person.heads_team)
        self.lay_out(LabelledField(Entry("team_id", "&Team", self.team)), self.heads)

    def act(self) -> None:
        """Change it."""
        person, heads = self._person, self.heads.isChecked()
        self.send(self._desk.write(users.set_team, person.id, person.version, self.team.value(), heads=heads))

    @property
    def said(self) -> str:
        heads = " and heads it" if self.heads.isChecked() else ""
        where = "belongs to the team" if self.team.value() else "belongs to no team"
        return f"{self._person.display} {where}{heads} now."


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
