"""The form of a person: record one, or change a record; who may be known already stands beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent

from soc_desk.services import periods, policies
from soc_desk.services.people import persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.known import Known
from soc_desk.services.people.persons import PersonDetails
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.ocg import DetailKind
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.people.fields import PersonFields
from ui.people.known_side import KnownSide

_ROOM_FOR_SIDE = 780


class PersonForm(DraftSheet[PersonDraft]):
    """Records somebody, or changes the record of ``person_id``, whose page has logged the look."""

    DRAFT = PersonDraft
    TITLE = "Record a person"
    EDITING = "Person"
    VERB = "&Record"
    WIDTH = 860

    form: PersonFields

    def __init__(self, desk: Desk, shell: Shell, person_id: UUID | None = None) -> None:
        super().__init__(desk, shell, person_id)
        self._is_beside = True
        self.add_side(self.known)
        self.form.edited.connect(self.known.typed)
        self.known.chosen.connect(self._open_known)
        desk.read(policies.codes, "retention_group", periods.today()).then(self, self._take_groups)
        if person_id is None:
            desk.read(persons.blank, periods.today()).then(self, self._begin)

    def make_form(self, _draft: PersonDraft) -> PersonFields:
        return PersonFields()

    def build(self) -> None:
        self.known = KnownSide(self.desk, self.form.draft, verb="Open it")

    def reading(self, id_: UUID) -> Reply[PersonDetails]:
        return self.desk.read(persons.detail, id_, periods.today())

    def draft_of(self, found: PersonDetails) -> PersonDraft:
        return found.draft

    def shown(self, found: PersonDetails) -> None:
        if found.draft.processing_restricted and Role.SUPERVISOR not in self.desk.actor.roles:
            self.form.field("processing_restricted").widget.setEnabled(False)
            self.form.field("processing_restricted").set_hint("A supervisor lifts it.")
        self.set_title(f"{found.row.reference} {found.row.name}")
        self.form.field("given_names").widget.setFocus()
        self.known.ask()

    def resume(self, content: Mapping[str, Any]) -> None:
        super().resume(content)
        self.known.ask()

    def problems(self, draft: PersonDraft) -> dict[str, str]:
        return draft.problems(periods.today())

    def writing(self, draft: PersonDraft) -> Reply[Any]:
        if self.before is None:
            return self.desk.write(persons.record, draft, self.known.not_same)
        return self.desk.write(persons.change, self.before, draft)

    @property
    def said(self) -> str:
        return "The person's record was changed." if self.before else "The person was recorded."

    def saved(self, value: Any) -> None:
        if self.before is None:
            self.shell.open_page("people", record=value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the fields goes below them."""
        super().resizeEvent(event)
        beside = event.size().width() >= _ROOM_FOR_SIDE
        if beside is not self._is_beside:
            self._is_beside = beside
            for part in (self._side, self._edge):
                part.setVisible(beside)
            if beside:
                self.add_side(self.known)
            else:
                self.body.insertWidget(self.body.count() - 1, self.known)

    def _take_groups(self, groups: list[CodeRow]) -> None:
        self.form.offer_groups(groups)

    def _begin(self, blank: PersonDraft) -> None:
        if not self.is_unsaved:
            self.form.load(blank)

    def _open_known(self, who: Known) -> None:
        self.shell.open_page("people", record=who.id)


def _scene_filled(desk: Desk, shell: Shell) -> None:
    """Somebody known by another spelling."""
    form = PersonForm(desk, shell)
    form.is_unsaved = True  # what is shown below is not put back by the empty form
    shell.open_sheet(form)
    form.form.load(
        PersonDraft(
            given_names="Jon",
            family_name="Smith",
            names=(NameLine(name="Ace"),),
            details=(DetailLine(kind=DetailKind.PHONE, value="07700 900123"),),
        )
    )
    form.known.ask()


def _scene_error(desk: Desk, shell: Shell) -> None:
    form = PersonForm(desk, shell)
    form.is_unsaved = True
    shell.open_sheet(form)
    form.form.load(PersonDraft(age_from=30, age_to=20, details=(DetailLine(note="Lives above a shop"),)))
    form.save()


SCENES = {
    "person-record": lambda desk, shell: shell.open_sheet(PersonForm(desk, shell)),
    "person-record-filled": _scene_filled, "person-record-error": _scene_error,
}  # fmt: skip
"""Pictures of the form."""
