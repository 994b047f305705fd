"""The selection of a table held by row id while its rows are read again, and put back where those rows are now."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject
from PySide6.QtWidgets import QTableView

from ui.widgets.rows import RowsModel

_Flag = QItemSelectionModel.SelectionFlag


class HeldSelection(QObject):
    """Holds what is selected when the model resets; rows of a page not loaded yet are selected when it comes."""

    def __init__(self, view: QTableView, rows: RowsModel[Any]) -> None:
        super().__init__(view)
        self._view, self._rows = view, rows
        self._ids: set[Hashable] = set()
        self._current: Hashable = None
        self._scroll = 0
        rows.modelAboutToBeReset.connect(self._hold)
        rows.modelReset.connect(self._put_back)
        rows.page_loaded.connect(self._page_came)

    def selected(self) -> list[Any]:
        """The selected rows that are in memory, from the top."""
        parts = [(part.top(), part.bottom()) for part in self._view.selectionModel().selection().toList()]
        places = sorted(self._rows.in_memory(), key=lambda place: place[0]) if parts else ()
        return [row for place, row in places if any(top <= place <= bottom for top, bottom in parts)]

    def select(self, row_ids: set[Hashable]) -> None:
        """Select these rows now, or as soon as their page is there."""
        self._ids = set(row_ids)
        self._current = next(iter(row_ids)) if len(row_ids) == 1 else None
        self._view.clearSelection()
        self._restore()

    def _hold(self) -> None:
        self._ids |= {self._rows.row_id(row) for row in self.selected()}
        current = self._view.currentIndex()
        if current.isValid() and (row := self._rows.loaded(current.row())) is not None:
            self._current = self._rows.row_id(row)
        self._scroll = self._view.verticalScrollBar().value()

    def _put_back(self) -> None:
        self._restore()
        if not self._rows.is_paged:
            self._ids.clear()
            self._view.verticalScrollBar().setValue(self._scroll)

    def _page_came(self, _index: int) -> None:
        if self._ids or self._current is not None:
            self._restore()
        self._view.viewport().update()

    def _restore(self) -> None:
        places = self._rows.places_of(self._ids) if self._ids else []
        last = len(self._rows.columns) - 1
        chosen = QItemSelection()
        for place in places:
            chosen.select(self._rows.index(place, 0), self._rows.index(place, last))
            if (row := self._rows.loaded(place)) is not None:
                self._ids.discard(self._rows.row_id(row))
        if places:
            self._view.selectionModel().select(chosen, _Flag.Select | _Flag.Rows)
        if self._current is not None and (found := self._rows.places_of({self._current})):
            self._current = None
            self._view.selectionModel().setCurrentIndex(self._rows.index(found[0], 0), _Flag.NoUpdate)
