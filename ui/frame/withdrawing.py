"""Takes off the window what is about a record that is not open to the reader any more: an editor, dialogs, copies."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from ui.desk import Desk
from ui.sheet import Sheet

if TYPE_CHECKING:
    from ui.main_window import MainWindow

GONE = "That record does not exist, or is not open to you."
_LONG = 36
_OF_RECORDS = 7
"""The version of the ids that the program gives to records; shipped templates have others."""


def ids_in(told: Any) -> Iterator[UUID]:
    """The records that plain JSON is about: the ids in it, but for those of a record's own lines."""
    if isinstance(told, dict):
        for item in told.values():
            yield from ids_in(item)
    elif isinstance(told, list):
        for item in told:
            yield from ids_in(item) if isinstance(item, str) else ()
    elif isinstance(told, str) and len(told) == _LONG:
        try:
            found = UUID(told)
        except ValueError:
            return
        if found.version == _OF_RECORDS:
            yield found


class Withdrawing(QObject):
    """Looks after each change whether what is on view is still open; pages do the same for what they show themselves.

    What was typed is kept in the journal, which offers it again should the record be opened again.
    """

    def __init__(self, desk: Desk, window: "MainWindow") -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._known: frozenset[UUID] = frozenset()
        desk.changed.connect(self._look)
        desk.lost_track.connect(self._look)

    @Slot()
    def _look(self, *_: object) -> None:
        sheet, page = self._window.stage.sheet, self._window.way.page
        if page is None or (sheet is None and not self._dialogs()):
            return
        edited = frozenset(ids_in(sheet.content())) if sheet is not None else frozenset()
        about = edited.union(ids_in(page.state()))
        if about:
            from soc_desk.services import need_to_know  # hardly ever needed

            self._desk.read(need_to_know.gone, about).then(self, partial(self._take, sheet, edited))

    def _dialogs(self) -> list[QDialog]:
        """Those that are open, also behind the lock."""
        hidden = self._window.screen_lock.hidden
        return [each for each in self._window.findChildren(QDialog) if each.isVisible() or each in hidden]

    def _take(self, sheet: Sheet | None, edited: frozenset[UUID], gone: frozenset[UUID]) -> None:
        lost, self._known = gone - self._known, self._known | gone
        window = self._window
        is_edited = bool(edited & gone) and sheet is not None and sheet is window.stage.sheet
        open_ = self._dialogs() if lost or is_edited else []
        if not is_edited and not open_:
            return
        if is_edited and sheet is not None:
            sheet.put_by()
        for dialog in open_:
            dialog.reject()
        window.screen_lock.empty_clipboard()
        window.notices.notice.dismiss()  # it may name the record
        window.warn(GONE)
