"""The form of a link: somebody known, or somebody new, and what they are to a group; ending one, taking one out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import periods, referrals
from soc_desk.services.people import links
from soc_desk.services.people.drafts import LinkDraft, PersonDraft
from soc_desk.services.people.known import Known
from soc_desk.services.people.links import Linked, LinkRow
from ui.desk import Desk
from ui.draft_dialog import DraftDialog
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Answer, Shell
from ui.people.fields import PersonFields
from ui.people.known_side import KnownSide
from ui.people.link_fields import LinkFields
from ui.people.words import LABELS, field_words
from ui.sheet import Sheet
from ui.undoing import ANY_VERSION, undoing
from ui.widgets.banner import Banner
from ui.widgets.fields import DateField, LineField
from ui.widgets.form import Entry
from ui.widgets.text import button

_ROOM_FOR_SIDE = 780
_UNDONE = "Linked by mistake and undone at once."


class LinkForm(Sheet):
    """Links a person to a group; the person may be recorded with it, so that nobody new is open for a moment.

    ``link_id`` changes a link that is there.
    """

    TITLE = "Link a person"

    def __init__(
        self, desk: Desk, shell: Shell, *, subject_id: UUID | None = None, person_id: UUID | None = None,
        link_id: UUID | None = None,
    ) -> None:  # fmt: skip
        super().__init__(desk, shell)
        self.link_id = link_id
        self.before: LinkDraft | None = None
        self.is_new = False
        self._is_beside = True
        self.banner, self.form, self.person = Banner(), LinkFields(desk), PersonFields(brief=True)
        self.known = KnownSide(desk, self.person.draft, verb="Link this one")
        self.new_button = button("&New person…", self.begin_person, kind="link")
        self.known_button = button("Somebod&y known…", self.take_known, kind="link")
        for widget in (self.banner, self.person, self.known_button, self.new_button, self.form):
            self.body.addWidget(widget)
        for link in (self.known_button, self.new_button):
            self.body.setAlignment(link, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save" if link_id else "&Link", self.save, kind="primary"))
        for form in (self.form, self.person):
            form.edited.connect(self.typed)
        self.person.edited.connect(self.known.typed)
        self.known.chosen.connect(self.take_known)
        self.form.load(LinkDraft(subject_id=subject_id, person_id=person_id))
        self._turn(new=False)
        if link_id is not None:
            self.set_title("Link of a person")
            desk.read(links.draft, link_id).then(self, self._show, self._cannot_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the fields goes below them."""
        super().resizeEvent(event)
        self._is_beside = event.size().width() >= _ROOM_FOR_SIDE
        self._place_side()

    def begin_person(self) -> None:
        """Somebody who is not recorded yet; what was typed begins their name."""
        typed = self.form.person.unread().split()
        if typed:
            self.person.load(replace(PersonDraft(), given_names=" ".join(typed[:-1]), family_name=typed[-1]))
            self.form.person.set_unread("")
            self.known.ask()
        self._turn(new=True)
        self.person.field("given_names").widget.setFocus()

    def take_known(self, who: Known | None = None) -> None:
        """Somebody recorded: the one proposed, or one to be found."""
        self._turn(new=False)
        if who is not None:
            self.form.person.set_value(who.id)
            self.typed()
        self.form.person.setFocus()

    def _turn(self, *, new: bool) -> None:
        self.is_new = new
        for widget in (self.person, self.known_button):
            widget.setVisible(new)
        self.form.field("person_id").setVisible(not new)
        self.new_button.setVisible(not new and self.link_id is None and self.form.draft().person_id is None)
        self._place_side()

    def _place_side(self) -> None:
        self.known.setVisible(self.is_new)
        beside = self.is_new and self._is_beside
        if beside:
            self.add_side(self.known)
        else:
            self.body.insertWidget(3, self.known)
        for part in (self._side, self._edge):
            part.setVisible(beside)

    def _show(self, draft: LinkDraft) -> None:
        if self.before is None:
            self.before = draft
            self.form.load(draft)
        for name in ("person_id", "subject_id"):
            self.form.field(name).setEnabled(False)
        self._turn(new=False)

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    # what is typed ----------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        told = to_plain(self.before) if self.before is not None else None
        return {
            "draft": to_plain(self.form.draft()), "unread": self.form.unread(), "before": told, "new": self.is_new,
            "person": to_plain(self.person.draft()), "person_unread": self.person.unread(),
        }  # fmt: skip

    def resume(self, content: Mapping[str, Any]) -> None:
        before = content.get("before")
        self.before = from_plain(LinkDraft, before) if before else None
        self.is_unsaved = True
        self.form.load(from_plain(LinkDraft, content["draft"]), dict(content.get("unread") or {}))
        self.person.load(from_plain(PersonDraft, content["person"]), dict(content.get("person_unread") or {}))
        self._turn(new=bool(content.get("new")))

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, link_id=from_plain(LinkDraft, content["draft"]).id)
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        draft, person = self.form.draft(), self.person.draft()
        problems = draft.problems() | self.form.problems()
        of_person = person.problems(periods.today()) | self.person.problems() if self.is_new else {}
        if not self.is_new and draft.person_id is None and "person_id" not in problems:
            problems["person_id"] = "Choose the person, or record a new one."
        if self.is_new:
            problems.pop("person_id", None)
        if problems or of_person:
            self._say(problems, of_person)
            return
        self._say({}, {})
        reply: Reply[Linked]
        if self.before is not None:
            reply = self.desk.write(links.change, self.before, draft)
        elif self.is_new:
            reply = self.desk.write(links.record_and_link, person, draft, self.known.not_same)
        else:
            reply = self.desk.write(links.link, draft)
        self.send(reply, self._linked, self._refused)

    def _linked(self, linked: Linked) -> None:
        draft, before = self.form.draft(), self.before
        group = draft.subject_id
        if before is None:
            told, undone = "The person was linked.", "The link was taken out again; the history keeps it."
            undo = undoing(self.desk, self.shell, undone, links.unlink, linked.id, 1, _UNDONE)
        else:
            told, undone = "The link was changed.", "The change of the link was undone."
            undo = undoing(self.desk, self.shell, undone, links.change, replace(draft, version=ANY_VERSION), before)
        self.finish()
        self.shell.notify(told, undo)
        if linked.prompt:
            think_of_referral(self.desk, self.shell, linked, group)

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Conflict):
            told = ", ".join(field_words(name) for name in error.fields)
            self.banner.say("warning", f"A colleague changed {told or 'this link'} meanwhile. Close and open it again.")
        elif isinstance(error, Invalid):
            own = {name: said for name, said in error.problems.items() if name in self.form.names}
            self._say(own, {name: said for name, said in error.problems.items() if name not in own})
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: dict[str, str], of_person: dict[str, str]) -> None:
        rest = self.form.show_problems(problems) | self.person.show_problems(of_person)
        if rest:
            self.banner.say("error", " ".join(rest.values()))
        (self.person if of_person else self.form).focus_problem()


def think_of_referral(desk: Desk, shell: Shell, linked: Linked, subject_id: UUID | None) -> None:
    """Say what must be thought of; whoever may make a referral opens it filled in, or the one that is open already."""
    if not linked.is_referred and not desk.may(referrals.identify):
        shell.warn(linked.prompt)
        return

    def refer() -> None:
        given = {"refer": linked.person_id, "subject_id": subject_id, "is_child": linked.is_child}
        shell.open_page("people", record=linked.person_id, part="care", **({} if linked.is_referred else given))

    answer = "&Open it" if linked.is_referred else "&Refer them…"
    shell.ask("Think of a referral", linked.prompt, Answer(answer, refer))


@dataclass(frozen=True)
class Ending:
    """When a link ended, and why."""

    on: Any = None
    reason: str = ""


class EndLinkDialog(DraftDialog[Ending]):
    """Asks since when somebody is no longer what they were, and how that is known."""

    def __init__(self, desk: Desk, shell: Shell, row: LinkRow) -> None:
        super().__init__("End the link", "&End it", Ending(periods.today()), shell.notify)
        self._desk, self._row = desk, row
        self.form.add_row(Entry("on", LABELS["to_on"], DateField(periods.today)))
        self.form.add_row(Entry("reason", "&Why, or how it is known", LineField()))
        told = f"{row.person}, {row.role.label.lower()} of {row.subject}. The link stays with its history."
        self.lay_out(told, self.form)

    def problems(self, draft: Ending) -> dict[str, str]:
        return {} if draft.on else {"on": "Enter the day on which it ended."}

    def writing(self, draft: Ending) -> Reply[Any]:
        return self._desk.write(links.end, self._row.id, self._row.version, draft.on, draft.reason)

    @property
    def said(self) -> str:
        return f"The link of {self._row.person} was ended."


def _scene(**given: Any) -> Callable[[Desk, Shell], None]:
    def show(desk: Desk, shell: Shell) -> None:
        shell.open_sheet(LinkForm(desk, shell, **given))

    return show


def _scene_new(desk: Desk, shell: Shell) -> None:
    form = LinkForm(desk, shell)
    shell.open_sheet(form)
    form.person.load(PersonDraft(given_names="Jon", family_name="Smith"))
    form._turn(new=True)  # noqa: SLF001 - as the button does
    form.known.ask()
    form.save()


SCENES = {"person-link": _scene(), "person-link-new": _scene_new}
"""Pictures of the form."""
