"""The form of a person: record one, or change a record; who may be known already stands beside it."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Self
from uuid import UUID

from PySide6.QtGui import QResizeEvent

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import periods, policies
from soc_desk.services.people import persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.known import Known
from soc_desk.services.people.persons import PersonDetails
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary.ocg import DetailKind
from ui.desk import Desk
from ui.disruptions.conflict import ConflictDialog, resolved
from ui.drafts import from_plain, to_plain
from ui.page import Shell
from ui.people.fields import PersonFields
from ui.people.known_side import KnownSide
from ui.people.words import field_words, value_words
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.compare import Difference
from ui.widgets.text import button

_ROOM_FOR_SIDE = 780


class PersonForm(Sheet):
    """Records somebody, or changes the record of ``person_id``, whose page has logged the look."""

    TITLE = "Record a person"

    def __init__(self, desk: Desk, shell: Shell, person_id: UUID | None = None) -> None:
        super().__init__(desk, shell)
        self.person_id = person_id
        self.before: PersonDraft | None = None
        self._is_beside = True
        self.banner, self.form = Banner(), PersonFields()
        self.known = KnownSide(desk, self.form.draft, verb="Open it")
        for widget in (self.banner, self.form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_side(self.known)
        self.save_button = self.add_button(button("&Save" if person_id else "&Record", self.save, kind="primary"))
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self.known.typed)
        self.known.chosen.connect(self._open_known)
        desk.read(policies.codes, "retention_group", periods.today()).then(self, self._take_groups)
        if person_id is None:
            desk.read(persons.blank, periods.today()).then(self, self._begin)
        else:
            self.set_title("Person")
            self.form.setEnabled(False)
            desk.read(persons.detail, person_id, periods.today()).then(self, self._show, self._cannot_open)

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

    def _show(self, detail: PersonDetails) -> None:
        self.set_title(f"{detail.row.reference} {detail.row.name}")
        self.form.setEnabled(True)
        if self.before is None:
            self.before = detail.draft
            self.form.load(detail.draft)
        self.form.field("given_names").widget.setFocus()
        self.known.ask()

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _open_known(self, who: Known) -> None:
        self.shell.open_page("people", record=who.id)

    # what is typed ----------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        told = to_plain(self.before) if self.before is not None else None
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread(), "before": told}

    def resume(self, content: Mapping[str, Any]) -> None:
        before = content.get("before")
        self.before = from_plain(PersonDraft, before) if before else None
        self.is_unsaved = True
        self.form.load(from_plain(PersonDraft, content["draft"]), dict(content.get("unread") or {}))
        self.known.ask()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, from_plain(PersonDraft, content["draft"]).id)
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it, or say what is missing; Ctrl+S."""
        if not self.save_button.isEnabled():
            return
        draft = self.form.draft()
        if problems := draft.problems(periods.today()) | self.form.problems():
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        if self.before is None:
            self.desk.write(persons.record, draft, self.known.not_same).then(self, self._recorded, self._refused)
        else:
            self.desk.write(persons.change, self.before, draft).then(self, self._changed, self._refused)

    def _recorded(self, id_: UUID) -> None:
        self.shell.notify("The person was recorded.")
        self.finish()
        self.shell.open_page("people", record=id_)

    def _changed(self, _value: object) -> None:
        self.shell.notify("The person's record was changed.")
        self.finish()

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Conflict) and isinstance(error.theirs, PersonDraft) and self.before is not None:
            self._compare(self.before, error.theirs, error.fields)
        elif isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _compare(self, before: PersonDraft, theirs: PersonDraft, fields: tuple[str, ...]) -> None:
        """Ask about the fields both changed; the form then holds what was chosen and is saved."""
        mine = self.form.draft()
        differences = [
            Difference(field_words(name), *(value_words(name, getattr(each, name)) for each in (before, mine, theirs)))
            for name in fields
        ]
        keep = partial(self._resolve, before, mine, theirs, fields)
        self.shell.open_dialog(ConflictDialog(fields, differences, keep))

    def _resolve(
        self, before: PersonDraft, mine: PersonDraft, theirs: PersonDraft, both: tuple[str, ...], kept: tuple[str, ...]
    ) -> None:
        self.form.load(resolved(before, mine, theirs, kept, both))
        self.before = theirs
        self.save()

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()


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
