"""The list of what was typed and not saved, offered at the next start."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Change, Desk
from ui.dialog import MarkedDialog
from ui.drafts import Journal, Kept
from ui.frame.withdrawing import ids_in
from ui.sheet import Sheet
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from ui.main_window import MainWindow

WORDS = "These were typed on this workstation and not saved. Go on with one, or throw it away."


class KeptDialog(MarkedDialog):
    """Each kept draft with when it was typed, and what can be done with it."""

    def __init__(
        self, drafts: Sequence[Kept], resume: Callable[[Kept], object], drop: Callable[[Kept], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Kept drafts", parent)
        self.setMinimumWidth(520)
        self._first: QPushButton | None = None
        self.body.addWidget(label(WORDS if drafts else "Nothing is waiting to be saved.", ink="soft", wrap=True))
        for draft in drafts:
            self.body.addWidget(self._line(draft, resume, drop))
        self.body.addStretch()
        if self._first is not None:
            self._first.setFocus()  # not before it stands in the dialog
        self.add_button(button("&Later", self.reject))

    def _line(self, draft: Kept, resume: Callable[[Kept], object], drop: Callable[[Kept], object]) -> QWidget:
        line = QFrame()
        line.setProperty("card", "true")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(draft.title, "medium"))
        words.addWidget(label(f"Typed {draft.kept_at.astimezone():%d %b %Y, %H:%M}", "caption"))
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 8, 14, 8)
        row.addLayout(words, 1)
        row.addWidget(button("Throw away", partial(self._drop, line, draft, drop), kind="quiet"))
        go_on = button("Go on", partial(self._resume, draft, resume), kind="primary")
        row.addWidget(go_on)
        self._first = self._first or go_on
        return line

    def _resume(self, draft: Kept, resume: Callable[[Kept], object]) -> None:
        self.accept()
        resume(draft)

    def _drop(self, line: QWidget, draft: Kept, drop: Callable[[Kept], object]) -> None:
        drop(draft)
        line.setParent(None)
        line.deleteLater()


class KeptDrafts(QObject):
    """Offers the journal's drafts, opens one again in its own form, and tells of files that could not be read."""

    def __init__(self, desk: Desk, window: "MainWindow", journal: Journal) -> None:
        super().__init__(window)
        self._desk, self._window, self._journal = desk, window, journal
        desk.changed.connect(self._heed)
        window.stage.sheet_kept.connect(self.tell)

    def offer(self) -> None:
        """Look into the journal, and say so if something waits there."""
        self._desk.aside(self._journal.kept).then(self, partial(self._of_open_records, self._offer))

    def open_list(self) -> None:
        """Show what waits, but for what is being edited."""
        self._desk.aside(self._journal.kept).then(self, partial(self._of_open_records, self._list))

    def resume(self, draft: Kept) -> None:
        """Open the draft in its form; one that does not fit the program any more stays in the journal."""
        module, _, kind = draft.form.partition(":")
        try:
            form: type[Sheet] = getattr(import_module(module), kind)
            sheet = form.resumed(self._desk, self._window, draft.content)
        except (ImportError, AttributeError, KeyError, TypeError, ValueError):
            self._window.warn(f"“{draft.title}” is of another version of SOC Desk and stays among the kept drafts.")
            return
        sheet.draft_id = draft.id
        sheet.is_unsaved = True
        self._window.open_sheet(sheet)

    @Slot(object)
    def tell(self, draft: Kept) -> None:
        """An editor was left half filled: say where what was typed is, and offer to go on with it."""
        go_on = partial(self._go_on, draft)
        self._window.notices.offer(f"“{draft.title}” is not saved; it is among the kept drafts.", "Go on", go_on)

    def _go_on(self, draft: Kept) -> None:
        self._window.notices.notice.dismiss()
        self.resume(draft)

    def drop(self, draft: Kept) -> None:
        """Throw a draft away."""
        self._desk.aside(self._journal.drop, draft.id)

    def _of_open_records(self, then: Callable[[list[Kept]], object], drafts: list[Kept]) -> None:
        """Those whose records are open to whoever typed them: of what was taken away nothing is offered."""
        if not drafts:
            then(drafts)
            return
        from soc_desk.services import need_to_know  # hardly ever needed

        about = {draft.id: frozenset(ids_in(draft.content)) for draft in drafts}
        asked = self._desk.read(need_to_know.gone, frozenset().union(*about.values()))
        asked.then(self, partial(self._leave_out, then, drafts, about))

    def _leave_out(
        self, then: Callable[[list[Kept]], object], drafts: list[Kept], about: Mapping[UUID, frozenset[UUID]],
        gone: frozenset[UUID],
    ) -> None:  # fmt: skip
        then([draft for draft in drafts if not about[draft.id] & gone])
        if gone:
            from soc_desk.services.people import erasing  # hardly ever needed

            self._desk.read(erasing.erased, gone).then(self, partial(self._drop_erased, drafts, about))

    def _drop_erased(
        self, drafts: list[Kept], about: Mapping[UUID, frozenset[UUID]], erased: frozenset[UUID]
    ) -> None:  # fmt: skip
        """What was typed about somebody who was erased since is thrown away."""
        for draft in drafts:
            if about[draft.id] & erased:
                self.drop(draft)

    @Slot(object)
    def _heed(self, changes: tuple[Change, ...]) -> None:
        """Look through the journal when somebody was erased, here or by a colleague."""
        if any(change.action == "erased" for change in changes):
            self._desk.aside(self._journal.kept).then(self, partial(self._of_open_records, lambda _drafts: None))

    def _offer(self, drafts: list[Kept]) -> None:
        waiting = self._others(drafts)
        if waiting:
            many = f"{len(waiting)} drafts were" if len(waiting) > 1 else f"“{waiting[0].title}” was"
            self._window.notices.warn(f"{many} typed and not saved.", "Show", self.open_list, stays=True)
        elif self._journal.set_aside():
            names = ", ".join(path.name for path in self._journal.set_aside())
            self._window.warn(
                f"A kept draft could not be read and was set aside in {self._journal.folder} as {names}. "
                "Everything that was saved is unharmed."
            )

    def _list(self, drafts: list[Kept]) -> None:
        self._window.open_dialog(KeptDialog(self._others(drafts), self.resume, self.drop, self._window))

    def _others(self, drafts: list[Kept]) -> list[Kept]:
        editing: UUID | None = self._window.stage.sheet.draft_id if self._window.stage.sheet else None
        return [draft for draft in drafts if draft.id != editing]
