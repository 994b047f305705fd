"""The form of a group: map one, or change it; what a validator will look for stands beside it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Self
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import ocg_lists, ocgs, periods
from soc_desk.services.ocg_life import mapping
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import FirstReport, OcgDetail, OcgDraft, StatusStep
from soc_desk.services.prints import wall
from soc_desk.vocabulary import SubjectStatus
from ui.colleagues import Colleagues
from ui.desk import Desk
from ui.disruptions.return_check import Checked
from ui.disruptions.side import CheckedLine
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.ocgs.columns import status
from ui.ocgs.fields import OcgFields
from ui.ocgs.first_report import FirstReportFields
from ui.page import Shell
from ui.sheet import Sheet
from ui.undoing import ANY_VERSION, undoing
from ui.widgets.badges import BadgeRow
from ui.widgets.banner import Banner
from ui.widgets.emptying import empty
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_ROOM_FOR_SIDE = 780
_PAUSE_MS = 400
_LOOKED_FOR = {
    "name": "A neutral name", "primary_threat": "Primary threat", "scope": "Geographic scope", "area_id": "Area",
    "assessed_on": "Day it was assessed",
}  # fmt: skip
"""What the validator looks for, in the order of the form; only name and threat keep a group from being saved."""
_ENDED = (SubjectStatus.ARCHIVED, SubjectStatus.REJECTED, SubjectStatus.MERGED)
_AFTER = "Score it, name who leads it and link its members on its page; a validator asks for that as well."


class Readiness(QWidget):
    """What a group has and lacks before it is validated; ``asked(field)`` when somebody clicks on what is missing."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Checked, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label("What a validator looks for", "medium"))
        layout.addLayout(self._list)
        told = "A group is kept as Proposed. Somebody other than you validates it; it is Active from then on."
        self.note = label(f"{told}\n\n{_AFTER}", "caption", wrap=True)
        layout.addWidget(self.note)

    def check(self, draft: OcgDraft, name_warning: str = "") -> None:
        """Look at a Draft; ``name_warning`` is why its name may not be neutral."""
        lacks = {name for name in _LOOKED_FOR if not getattr(draft, name)} | ({"name"} if name_warning else set())
        lines = tuple(
            Checked(words, holds=name not in lacks, field=name if name in lacks else "")
            for name, words in _LOOKED_FOR.items()
        )
        if lines == self.lines:
            return
        self.lines = lines
        empty(self._list)
        for line in lines:
            shown = CheckedLine(line)
            shown.asked.connect(self.asked)
            self._list.addWidget(shown)


class OcgForm(Sheet):
    """Maps a new group, or changes the one of ``ocg_id``; opening it is logged unless the page has ``looked`` at it."""

    TITLE = "Map an OCG"

    def __init__(self, desk: Desk, shell: Shell, ocg_id: UUID | None = None, *, looked: bool = False) -> None:
        super().__init__(desk, shell)
        self.ocg_id = ocg_id
        self._is_beside = True
        self._name_asked = self._name_warning = ""
        self._status: SubjectStatus | None = None
        self.badges, self.banner = BadgeRow((status(SubjectStatus.PROPOSED),)), Banner()
        self.form, self.readiness = OcgFields(), Readiness()
        self.first = FirstReportFields()
        if ocg_id is not None:  # showing it before it has a parent would open it as a window
            self.first.hide()
        self.colleagues = Colleagues(desk, shell, self.form, self.banner, self._reading, _draft_of, self.accessibleName)
        self.colleagues.stands.connect(self._tell_status)
        self.pills.addWidget(self.badges)
        for widget in (self.banner, self.form, self.first):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_side(self.readiness)
        self.save_button = self.add_button(button("&Save" if ocg_id else "&Map it", self.save, kind="primary"))
        for form in (self.form, self.first):
            form.edited.connect(self.typed)
        self.form.edited.connect(self._check)
        self._heed_name = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._heed_name.timeout.connect(self._ask_about_name)
        self.readiness.asked.connect(lambda name: self.form.field(name).widget.setFocus())
        self._load(looked=looked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the fields goes below them."""
        super().resizeEvent(event)
        beside = event.size().width() >= _ROOM_FOR_SIDE
        if beside is not self._is_beside:
            self._is_beside = beside
            for part in (self._side, self._edge):
                part.setVisible(beside)
            if beside:
                self.add_side(self.readiness)
            else:
                self.body.insertWidget(self.body.count() - 1, self.readiness)

    def _load(self, *, looked: bool) -> None:
        self.desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        if self.ocg_id is None:
            self.form.load(OcgDraft(owner_id=self.desk.actor.id, mapped_on=periods.today()))
            self._check()
            return
        self.set_title("OCG")
        self.form.setEnabled(False)
        if looked:
            self._reading(self.ocg_id).then(self, self._show, self._cannot_open)
        else:
            self.desk.write(ocgs.look, self.ocg_id).then(self, self._show, self._cannot_open)

    def _reading(self, id_: UUID) -> Reply[OcgDetail]:
        return self.desk.read(ocgs.detail, id_, periods.today())

    def _take_lists(self, lists: OcgLists) -> None:
        self.form.set_lists(lists)

    def _show(self, detail: OcgDetail) -> None:
        row, before = detail.row, self.colleagues.before
        self.set_title(f"{row.reference} {row.name}")
        self._status = row.status
        self.badges.set_marks((status(row.status),))
        self.readiness.note.setVisible(row.status is SubjectStatus.PROPOSED)
        self.form.setEnabled(True)
        if before is None:
            self.colleagues.before = detail.draft
            self.form.load(detail.draft)
        elif before.version != detail.draft.version:
            self.colleagues.show(detail.draft)  # resumed after somebody changed it
            self._status = None
            self._tell_status(detail)
        self.form.field("name").widget.setFocus()
        self._check()

    def _tell_status(self, detail: OcgDetail) -> None:
        """A step that a colleague takes meanwhile shows at the head; what ends the group's life is said as well."""
        now = detail.row.status
        is_new, self._status = now is not self._status, now
        self.badges.set_marks((status(now),))
        self.readiness.note.setVisible(now is SubjectStatus.PROPOSED)
        steps = [step for step in detail.steps if step.after is now]
        if is_new and now in _ENDED and steps:
            self.banner.say("warning", _ended_words(max(steps, key=lambda step: step.at)))

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _check(self) -> None:
        draft = self.form.draft()
        self.readiness.check(draft, self._name_warning)
        if draft.name != self._name_asked:
            self._heed_name.start()

    def _ask_about_name(self) -> None:
        self._name_asked = self.form.draft().name
        self.desk.read(mapping.name_warning, self._name_asked, self.ocg_id).then(self, self._tell_of_name)

    def _tell_of_name(self, warning: str) -> None:
        self._name_warning = warning
        self.form.field("name").set_hint(warning)
        self._check()

    # what is typed ----------------------------------------------------------------------------------------------------

    def draft(self) -> OcgDraft:
        """What the form says now."""
        return self.form.draft()

    def content(self) -> dict[str, Any]:
        before = self.colleagues.before
        told = to_plain(before) if before is not None else None
        first = {"draft": to_plain(self.first.draft()), "unread": self.first.unread()}
        return {"draft": to_plain(self.draft()), "unread": self.form.unread(), "before": told, "first": first}

    def resume(self, content: Mapping[str, Any]) -> None:
        before = content.get("before")
        self.colleagues.before = from_plain(OcgDraft, before) if before else None
        self.form.load(from_plain(OcgDraft, content["draft"]), dict(content.get("unread") or {}))
        if first := content.get("first"):
            self.first.load(from_plain(FirstReport, first["draft"]), dict(first.get("unread") or {}))
        self.is_unsaved = True
        self._check()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept; a saved record is set beside how it stands now."""
        form = cls(desk, shell, from_plain(OcgDraft, content["draft"]).id)
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def problems(self) -> dict[str, str]:
        """What stands in the way, by field."""
        found = self.draft().problems() | self.form.problems()
        if self.ocg_id is None:
            first = mapping.problems(self.first.draft(), periods.today()) | self.first.problems()
            found |= {f"first.{name}": told for name, told in first.items()}
        return found

    def _save(self) -> None:
        if problems := self.problems():
            self._say(problems)
            return
        draft, before = self.draft(), self.colleagues.before
        self.form.show_problems({})
        self.first.show_problems({})
        if before is None:
            self.send(self.desk.write(ocgs.record, draft, self.first.draft()), self._mapped, self._refused)
        else:
            done = partial(self._changed, before, draft)
            self.send(self.desk.write(ocgs.change, before, draft), done, self._refused)

    def _mapped(self, id_: UUID) -> None:
        named = self.draft().name
        self.shell.notify(f"{named} was mapped and waits to be validated.")
        self.finish()
        self.shell.open_page("ocgs", record=id_)

    def _changed(self, before: OcgDraft, after: OcgDraft, _value: object) -> None:
        saved = replace(after, version=ANY_VERSION)
        told = f"The change to {before.name} was undone."
        undo = undoing(self.desk, self.shell, told, ocgs.change, saved, before)
        self.shell.notify(f"{after.name} was changed.", undo)
        self.finish()

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Conflict):
            self.colleagues.settle(error, self.save)
        elif isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(self.first.show_store_problems(dict(problems))):
            self.banner.say("error", " ".join(rest.values()))
        own = any(self.form.field(name).shown_problem for name in self.form.names)
        (self.form if own else self.first).focus_problem()


def _ended_words(step: StatusStep) -> str:
    """Who took the group out of use, when and why, and what it would mean to save what is typed."""
    at, now = wall(step.at), step.after.label.lower()
    why = f" {step.reason}" if step.reason else ""
    return (
        f"{step.by} set this group to {now} on {format_date(at.date())} at {at:%H:%M}.{why} What you typed is kept. "
        f"Saving it changes the record of a group that is {now}, and does not make it active again."
    )


def _draft_of(found: OcgDetail) -> OcgDraft:
    return found.draft
