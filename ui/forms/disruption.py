"""The editor of a disruption: record one in under a minute, see what the return misses, never overwrite a colleague."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Self
from uuid import UUID

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import disruption_lists, disruption_rows, disruptions, periods, recording
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow
from soc_desk.services.disruptions import DisruptionDetail, DisruptionDraft
from soc_desk.vocabulary import DisruptionStatus, ModerationResult
from ui.colleagues import Colleagues
from ui.conflict import ConflictDialog
from ui.desk import Desk
from ui.disruptions import columns
from ui.disruptions.checking import Checking
from ui.disruptions.entry_form import EntryForm
from ui.disruptions.judging import Judging
from ui.disruptions.side import SidePanel
from ui.disruptions.undo import Undo
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.sheet import Sheet
from ui.widgets.badges import BadgeRow
from ui.widgets.banner import Banner
from ui.widgets.compare import Difference
from ui.widgets.text import button

_OPEN = (DisruptionStatus.DRAFT, DisruptionStatus.RETURNED)
_ROOM_FOR_SIDE = 780
_MODERATED = (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)


class DisruptionForm(Sheet):
    """Records a new disruption (against ``subject_id`` if given), or changes the one of ``disruption_id``."""

    TITLE = "Record a disruption"

    def __init__(
        self, desk: Desk, shell: Shell, disruption_id: UUID | None = None, subject_id: UUID | None = None
    ) -> None:
        super().__init__(desk, shell)
        self.disruption_id = disruption_id
        self._is_beside = True
        self.badges, self.banner = BadgeRow(), Banner()
        self.form, self.side = EntryForm(desk, shell), SidePanel()
        self.save_button = button("&Save draft", self.save)
        self.submit_button = button("Su&bmit for moderation", self.submit, kind="primary")
        self._lay_out_form()
        self.checking = Checking(desk, self.form, self.side)
        self.judging = Judging(self.form, self.checking, self.banner)
        self.colleagues = Colleagues(
            desk, shell, self.form, self.banner, _reading(desk), _draft_of, self.accessibleName
        )
        self.colleagues.took_over.connect(self.form.show_guidance)
        self.judging.weighed.connect(self._offer_save)
        self.form.edited.connect(self.typed)
        self.form.subject.edited.connect(self._ask_suggestions)
        self.side.asked.connect(self.go_to)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)
        self._load(subject_id)

    def _lay_out_form(self) -> None:
        self.pills.addWidget(self.badges)
        self.badges.set_marks((columns.status(DisruptionStatus.DRAFT),))
        self.body.addWidget(self.banner)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_side(self.side)
        self.add_foot(self.side.verdict)
        self.side.verdict.hide()
        self.side.verdict.clicked.connect(lambda: self._scroll.verticalScrollBar().setValue(self.side.y()))
        self.save_button.setEnabled(False)
        self.add_button(self.save_button)
        self.add_button(self.submit_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the fields goes below them, and a line at the foot leads to it."""
        super().resizeEvent(event)
        beside = event.size().width() >= _ROOM_FOR_SIDE
        if beside is not self._is_beside:
            self._is_beside = beside
            self._side.setVisible(beside)
            self.side.verdict.setVisible(not beside)
            if beside:
                self.add_side(self.side)
            else:
                self.body.insertWidget(2, self.side)

    def _load(self, subject_id: UUID | None) -> None:
        self.desk.read(disruption_lists.lists, periods.today()).then(self, self._take_lists)
        if self.disruption_id is not None:
            self.set_title("Disruption")
            self.form.setEnabled(False)
            self.desk.write(disruptions.look, self.disruption_id).then(self, self._show, self._cannot_open)
            return
        if subject_id is not None:
            self.form.load(DisruptionDraft(subject_id=subject_id))
        self.desk.read(disruptions.blank, subject_id).then(self, self._start)

    def _take_lists(self, lists: DisruptionLists) -> None:
        self.judging.lists = lists
        self.form.set_lists(lists)
        self.checking.take_lists(lists)

    def _start(self, blank: DisruptionDraft) -> None:
        self.form.suggest(replace(blank, officer=self.desk.actor.display))
        self.judging.look()
        self.checking.check()

    def _show(self, detail: DisruptionDetail) -> None:
        row, before = detail.row, self.colleagues.before
        self.set_title(f"Disruption {row.reference}")
        self.badges.set_marks((columns.status(row.status),))
        self.form.setEnabled(True)
        if before is None:
            self.colleagues.before = detail.draft
            self.form.load(detail.draft)
            self.form.unfold_if_filled()
        elif before.version != detail.draft.version:
            self.colleagues.show(detail.draft)  # resumed after somebody changed it
        self.submit_button.setVisible(row.status in _OPEN)
        self.save_button.setText("&Save draft" if row.status in _OPEN else "&Save")
        if row.status in _MODERATED:
            self.form.lock_level()
        if row.status is DisruptionStatus.RETURNED and detail.moderation_result is ModerationResult.RETURNED:
            self.banner.say("warning", f"Returned by {detail.moderated_by}: {detail.moderation_note}", may_close=False)
        self.form.subject.choice.setFocus()
        self.judging.look()
        self.checking.check()

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.submit_button.setEnabled(False)

    def _ask_suggestions(self) -> None:
        if (id_ := self.form.subject.value()) is not None:
            self.desk.read(disruptions.blank, id_).then(self, self._suggest)

    def _suggest(self, blank: DisruptionDraft) -> None:
        if self.form.suggest(blank):
            self.typed()
            self.checking.check()
            self.judging.look()

    def go_to(self, name: str) -> None:
        """Put the cursor into a field, brought out of the fold if need be."""
        if self.form.field(name).isHidden():
            self.form.unfold()
        self.form.field(name).widget.setFocus()

    # what is typed ----------------------------------------------------------------------------------------------------

    def draft(self) -> DisruptionDraft:
        """What the form says now."""
        return self.form.draft()

    def content(self) -> dict[str, Any]:
        before = self.colleagues.before
        told = to_plain(before) if before is not None else None
        return {"draft": to_plain(self.draft()), "unread": self.form.unread(), "before": told}

    def resume(self, content: Mapping[str, Any]) -> None:
        before = content.get("before")
        self.colleagues.before = from_plain(DisruptionDraft, before) if before else None
        self.form.load(from_plain(DisruptionDraft, content["draft"]), dict(content.get("unread") or {}))
        self.form.unfold_if_filled()
        self.is_unsaved = True
        self.judging.look()
        self.checking.check()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept; a saved record is set beside how it stands now."""
        form = cls(desk, shell, from_plain(DisruptionDraft, content["draft"]).id)
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def may_save(self) -> bool:
        """Once the record is open; what it still needs is said where somebody saves all the same."""
        return self.form.isEnabled()

    def _save(self) -> None:
        self._send(submit=False)

    def submit(self) -> None:
        """Keep it and send it to moderation; Ctrl+Enter."""
        if not (self.is_sending or self.submit_button.isHidden()) and self.may_save():
            self._send(submit=True)

    def _send(self, *, submit: bool) -> None:
        if not self.judging.passes(submit=submit):
            return
        draft, before = self.draft(), self.colleagues.before
        done = partial(self._saved, draft, submit)
        if before is None:
            record = recording.record_and_submit if submit else disruptions.record
            self.send(self.desk.write(record, draft), done, self._refused)
        else:
            change = recording.change_and_submit if submit else disruptions.change
            self.send(self.desk.write(change, before, draft), done, self._refused)

    def _saved(self, draft: DisruptionDraft, submitted: bool, id_: UUID | None) -> None:
        saved = id_ or draft.id
        assert saved is not None  # a new record gives its id, an old one has it
        undo = Undo(self.desk, self.shell, saved, self.colleagues.before, draft, submitted=submitted)
        self.desk.read(disruption_rows.one, saved).then(self.desk, undo.tell)
        self.finish()

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Conflict):
            self.colleagues.settle(error, self.save)
        elif isinstance(error, Invalid):
            self.judging.say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _offer_save(self, problems: Mapping[str, str]) -> None:
        """Save is there once the record can be saved; what it still needs is said where the pointer rests on it."""
        self.save_button.setEnabled(not problems and self.form.isEnabled())
        self.save_button.setToolTip("\n".join(problems.values()))


def _reading(desk: Desk) -> Callable[[UUID], Reply[DisruptionDetail]]:
    return lambda id_: desk.read(disruptions.detail, id_)


def _draft_of(found: DisruptionDetail) -> DisruptionDraft:
    return found.draft


def _scene_new(desk: Desk, shell: Shell) -> None:
    shell.open_page("disruptions")
    shell.open_sheet(DisruptionForm(desk, shell))


def _scene_problems(desk: Desk, shell: Shell) -> None:
    shell.open_page("disruptions")
    form = DisruptionForm(desk, shell)
    shell.open_sheet(form)
    form.submit()


def _scene_filled(desk: Desk, shell: Shell) -> None:
    def show(rows: list[DisruptionRow]) -> None:
        if rows:
            shell.open_sheet(DisruptionForm(desk, shell, rows[0].id))

    shell.open_page("disruptions")
    own = DisruptionFilter(statuses=_OPEN)
    desk.read(disruption_rows.page, own, limit=1).then(desk, show)


def _scene_conflict(_desk: Desk, shell: Shell) -> QWidget:
    rows = [
        Difference("Level", "Moderate", "Major", "Minor"),
        Difference(
            "Why this level", "Two charged.", "Two charged; line dead since 15 Nov.", "Two charged; one released."
        ),
    ]
    shell.open_page("disruptions")
    title = "Disruption D-2026-0412: DS B. Example changed it at 14:02"
    return ConflictDialog(title, ("impact_level", "impact_rationale"), rows, lambda _kept: None)


SCENES = {
    "disruption-form": _scene_new, "disruption-form-problems": _scene_problems, "disruption-form-filled": _scene_filled,
    "disruption-form-conflict": _scene_conflict,
}  # fmt: skip
"""Pictures of the editor."""
