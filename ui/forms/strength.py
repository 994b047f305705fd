"""The form of a team's strength: the posts of a role, the people in them, and the days on which that is so."""

from typing import Any
from uuid import UUID

from soc_desk.services import periods, places, strength
from soc_desk.services.places import Place
from soc_desk.services.strength import StrengthDraft
from ui.around.fields import offer
from ui.desk import Desk, Session
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import ParsedField
from ui.widgets.form import Entry
from ui.widgets.option import Option
from ui.widgets.text import label
from ui.widgets.typed import format_posts, parse_posts

_TOLD = (
    "Full-time equivalent, such as 6 or 5.6. Leave empty what nobody knows; nought means that there is none. Who is "
    "away and why is not kept here."
)


def _lists(session: Session) -> tuple[list[Place], tuple[str, ...]]:
    """The teams, and the roles of the force's list."""
    return places.teams(session), strength.roles(session, periods.today())


class StrengthForm(DraftSheet[StrengthDraft]):
    """Records the posts of a role in a team from a day on, or changes them."""

    DRAFT = StrengthDraft
    TITLE = "Record the strength of a team"
    EDITING = "Strength of a team"
    WIDTH = 560

    def __init__(self, desk: Desk, shell: Shell, strength_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, strength_id, **start)
        desk.read(_lists).then(self, self._take_lists)

    def build(self) -> None:
        form = self.form
        self.body.addWidget(label(_TOLD, "caption", wrap=True))
        self.team, self.role = ChoiceField(), ChoiceField()
        form.add_row(Entry("team_id", "&Team", self.team), Entry("role", "&Role", self.role))
        form.add_row(
            Entry("established", "&Posts established", ParsedField(parse_posts, format_posts, "6", right=True)),
            Entry("actual", "P&eople in post", ParsedField(parse_posts, format_posts, "5.6", right=True)),
        )
        form.add_row(
            Entry("starts_on", "&From", fields.day()),
            Entry("ends_on", "&Until", fields.day(coming=True), "The last day; empty while it goes on."),
        )

    def reading(self, id_: UUID) -> Reply[StrengthDraft]:
        return self.desk.read(strength.draft, id_)

    def shown(self, found: StrengthDraft) -> None:
        if found.role:
            self.role.know([Option(found.role, found.role)])
            self.role.set_value(found.role)

    def writing(self, draft: StrengthDraft) -> Reply[Any]:
        return self.desk.write(strength.record if draft.id is None else strength.change, draft)

    @property
    def said(self) -> str:
        return f"The strength of {self.form.draft().role} is recorded."

    def _take_lists(self, lists: tuple[list[Place], tuple[str, ...]]) -> None:
        teams, roles = lists
        offer(self.team, teams)
        options = [Option(role, role) for role in roles]
        self.role.offer(options)
        self.role.know(options)


def _scene(desk: Desk, shell: Shell) -> None:
    shell.open_page("settings")
    shell.open_sheet(StrengthForm(desk, shell, role="DC", starts_on=periods.today()))


SCENES = {"strength": _scene}
"""A picture of the form."""
