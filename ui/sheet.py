"""Base of every editor: a sheet at the right of the window with a head, one column of fields, a side and buttons.

A form subclasses it::

    class DisruptionForm(Sheet):
        TITLE = "Record a disruption"

        def __init__(self, desk, shell, disruption_id=None):
            super().__init__(desk, shell)
            self.fields ...                        # put them into self.body; self.add_side(widget) for the panel beside
            some_field.changed.connect(self.typed) # anything typed: marks it unsaved and keeps the draft within 2 s
            self.save_button = self.add_button(button("&Keep it", self.save, kind="primary"))

        def content(self): return to_plain(self.draft())     # plain JSON of what was typed, half-typed dates included
        def resume(self, content): ...                       # the same back; unknown or missing keys must not hurt
        def _save(self): self.send(self.desk.write(…), self._saved, self._refused)
        def _saved(self, value): self.finish()               # drops the kept draft and closes

``resumed`` makes the form again from the journal; override it when the constructor needs more than desk and shell.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Self, final
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from ui.desk import Desk
from ui.drafts import Kept
from ui.frame.edge import Edge
from ui.lanes import Reply
from ui.page import Answer, Shell
from ui.source_lint import SourceLint
from ui.widgets.text import label, rule

KEEP_WITHIN_MS = 1200
SIDE_WIDTH = 250
_AROUND_FOCUS = 48
_KEYS = "Esc to close, Ctrl+S to save"
_NOT_KEPT = "Your typing could not be kept on this workstation: the disk is full or may not be written. Save soon."


class Frame(QWidget):
    """What a sheet looks like: a head with a title and pills, one column, a side that comes when needed, a foot."""

    TITLE: ClassVar[str] = ""
    WIDTH: ClassVar[int] = 860

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.TITLE)
        self._title, self._note, self._lint = label(self.TITLE, "name"), label(_KEYS, "caption"), SourceLint(desk)
        self.pills = QHBoxLayout()
        self.body = QVBoxLayout()
        self._side, self._edge = QFrame(), Edge()
        self._side_layout = QVBoxLayout(self._side)
        self._foot = QWidget()
        self._buttons = QHBoxLayout(self._foot)
        self._lay_out()

    @final
    def set_title(self, title: str) -> None:
        """Name what is edited, as in "Disruption D-2026-0412"."""
        self._title.setText(title)
        self.setAccessibleName(title)

    @final
    def add_side(self, widget: QWidget) -> None:
        """Put something into the panel beside the fields, below what is there."""
        self._side.show()
        self._edge.show()
        self._side_layout.insertWidget(self._side_layout.count() - 1, widget)

    @final
    def add_foot(self, said: QWidget) -> None:
        """Put words at the left of the foot, in sight however far the fields are scrolled."""
        self._buttons.insertWidget(0, said, 100)

    @final
    def add_button(self, pressed: QPushButton) -> QPushButton:
        """Put a button at the right of the foot."""
        self._buttons.addWidget(pressed)
        return pressed

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._note)
        head = QHBoxLayout()
        head.setContentsMargins(22, 14, 22, 14)
        head.addLayout(words, 1)
        head.addLayout(self.pills)
        column = QWidget()
        column.setProperty("scrolled", "true")
        column.setLayout(self.body)
        self.body.setContentsMargins(22, 16, 22, 16)
        self.body.setSpacing(14)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setProperty("ground", "sunken")
        self._side.setFixedWidth(SIDE_WIDTH)
        for beside in (self._side, self._edge):
            beside.hide()
        self._side_layout.setContentsMargins(16, 16, 16, 16)
        self._side_layout.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(scroll, 1)
        middle.addWidget(self._edge)
        middle.addWidget(self._side)
        self._buttons.setContentsMargins(22, 12, 22, 12)
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addLayout(middle, 1)
        layout.addWidget(self._lint)
        layout.addWidget(rule())
        layout.addWidget(self._foot)


class Sheet(Frame):
    """An editor in the window's side sheet; what is typed in it is never lost."""

    IS_LINTED: ClassVar[bool] = True
    """Words that may identify a source are told of; False where the form does so itself."""

    save_button: QPushButton  # the form's own, in the foot

    closed = Signal()
    kept = Signal()  # the draft reached the disk

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk)
        self.desk, self.shell = desk, shell
        self.draft_id = uuid4()
        self.is_unsaved = self.is_sending = False
        self._ended = False
        self._keep_soon = QTimer(self, interval=KEEP_WITHIN_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep_aside)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]  # there is one
        QShortcut(QKeySequence.StandardKey.Save, self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # for the form to define -------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What was typed, as plain JSON (``ui.drafts.to_plain`` makes it of a Draft)."""
        return {}

    def resume(self, content: Mapping[str, Any]) -> None:
        """Put back what ``content()`` said."""

    def _save(self) -> None:
        """Save, by ``send``; refuse by showing what is wrong, not by doing nothing."""

    def may_save(self) -> bool:
        """Whether it can be saved just now at all."""
        return self.save_button.isEnabled()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell)
        form.resume(content)
        return form

    # for the form to use ----------------------------------------------------------------------------------------------

    @final
    @Slot()
    def typed(self, *_: object) -> None:
        """Something was typed: keep it within two seconds. Takes any arguments, so any signal may be connected."""
        if self._ended:
            return
        self.is_unsaved = True
        if not self._keep_soon.isActive():  # not restarted by each key: a fast typist must not postpone it
            self._keep_soon.start()

    @final
    @Slot()
    def save(self) -> None:
        """Save, by the button or Ctrl+S; not twice, while the answer to the first time is awaited."""
        if not self.is_sending and self.may_save():
            self._save()

    @final
    def send(self, reply: Reply[Any], done: Callable[[Any], object], refused: Callable[[DeskError], object]) -> None:
        """Await what the store says of what was typed; until then nothing more is sent."""
        self._wait(on=True)
        reply.then(self, partial(self._land, done), partial(self._land, refused))

    @final
    def finish(self) -> None:
        """The work is saved: forget the kept draft and close."""
        self._end()
        self.desk.aside(self.shell.drafts.drop, self.draft_id)

    # the life of a draft ----------------------------------------------------------------------------------------------

    @final
    def leave(self) -> None:
        """Close, asking first if something would be lost."""
        if not self.is_unsaved:
            self.finish()
            return
        self.shell.ask(
            "Close without saving?",
            "What you typed is not saved yet. Keep it as a draft to go on later, or throw it away.",
            Answer("&Keep for later", self.put_by),
            Answer("&Throw away", self.finish, is_grave=True),
        )

    @final
    def put_by(self) -> Kept | None:
        """Close, keeping the draft in the journal to be resumed; gives it, or None where there is none."""
        kept = self.keep_now()
        self._end()
        return kept

    @final
    def keep_now(self) -> Kept | None:
        """Write the draft and wait for the disk, for a lock or the end of the program; gives it if it is kept."""
        self._keep_soon.stop()
        if self.is_unsaved and not self._ended:
            try:
                return self.shell.drafts.keep(self._kept())
            except OSError:
                self.shell.warn(_NOT_KEPT)
        return None

    def _kept(self) -> Kept:
        kind = type(self)
        return Kept(f"{kind.__module__}:{kind.__qualname__}", self._title.text(), self.content(), self.draft_id)

    def _keep_aside(self) -> None:
        kept = self._kept()
        self.desk.aside(_keep, self.shell, kept).then(self, self._was_kept, self._was_not_kept)
        if self.IS_LINTED:  # once it is on its way to the disk, whatever becomes of the warning
            self._lint.look(kept.content)

    def _was_kept(self, at: datetime) -> None:
        self._note.setText(f"Draft kept {at.astimezone():%H:%M:%S} · {_KEYS}")
        self.kept.emit()

    def _was_not_kept(self, error: DeskError) -> None:
        self.shell.warn(str(error))

    def _land(self, told: Callable[[Any], object], value: Any) -> None:
        self._wait(on=False)
        told(value)

    def _wait(self, *, on: bool) -> None:
        self.is_sending = on
        self._foot.setEnabled(not on)

    def _end(self) -> None:
        self._ended = True
        self.is_unsaved = False
        self._keep_soon.stop()
        self.closed.emit()

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What has the cursor is in sight, also when it was put there by the program or has just been made."""
        if now is not None and self._scroll.isAncestorOf(now):
            QTimer.singleShot(0, now, lambda: self._scroll.ensureWidgetVisible(now, 0, _AROUND_FOCUS))


def _keep(shell: Shell, draft: Kept) -> datetime:
    try:
        return shell.drafts.keep(draft).kept_at
    except OSError as error:
        raise DeskError(_NOT_KEPT) from error
