"""The one table: fixed row height, sort by heading, columns to choose, copying that is noticed, keyboard throughout."""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any, TypedDict
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import COMPACT_ROW_HEIGHT, ROW_HEIGHT
from ui.widgets import columns
from ui.widgets.cells import CellPainter
from ui.widgets.empty import EmptyState
from ui.widgets.focus import is_ringed
from ui.widgets.held import HeldSelection
from ui.widgets.leaving import about, leave
from ui.widgets.rows import RowsModel
from ui.widgets.text import set_property


class TableState(TypedDict, total=False):
    """How somebody left a table; can be kept as JSON."""

    order: list[str]
    hidden: list[str]
    widths: dict[str, int]
    sort: list[Any]


def _ground() -> QWidget:
    """What the rows are drawn on, as Qt would make it.

    To find what kind of widget one of Qt's own is, PySide6 loads every kind there is, as the first page waits.
    """
    ground = QWidget(autoFillBackground=True)
    ground.setObjectName("qt_scrollarea_viewport")
    ground.setBackgroundRole(QPalette.ColorRole.Base)
    ground.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    return ground


def _dress(table: QTableView, name: str) -> None:
    """Everything about the look and the ways of the view that never changes."""
    table.setViewport(_ground())
    table.setAccessibleName(name)
    table.setProperty("card", "true")
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.verticalHeader().hide()
    table.verticalHeader().setMinimumSectionSize(COMPACT_ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setFont(fonts.font("caption-strong"))
    header.setSectionsMovable(True)
    header.setSectionsClickable(True)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(40)
    header.setFixedHeight(ROW_HEIGHT)
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


class Table(QTableView):
    """A view of a ``RowsModel``.

    With ``sorts_here`` a click on a heading sorts the whole list in memory; otherwise ``sort_asked(key, descending)``
    asks the page to read again. What is copied goes through the clerk of the window, who logs it;
    ``about(row)`` names the records a row tells of. ``refused(sentence)`` says why a copy was not made.
    """

    sort_asked = Signal(str, bool)
    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    refused = Signal(str)
    columns_changed = Signal()

    def __init__(
        self, model: RowsModel[Any], name: str, parent: QWidget | None = None, *, sorts_here: bool = False
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self.about: Callable[[Any], Iterable[UUID]] = about
        self._sorts_here = sorts_here
        self.yielded: dict[int, int] = {}  # columns that gave way to others for want of room, with their width
        self._sized_by_hand, self._fitting, self.is_ringed = set[str](), True, False
        self._is_arriving, self._is_untold = False, False  # the focus comes; it stands on a row that nobody chose yet
        _dress(self, name)
        self._empty = EmptyState(self.viewport())
        self._empty.hide()
        self.follow_density()
        model.setParent(model.parent() or self)
        self.setModel(model)
        self.setItemDelegate(CellPainter(self))
        self._held = HeldSelection(self, model)
        self._connect()
        columns.reset(self)
        self._fitting = False
        self._show_empty()

    def _connect(self) -> None:
        header = self.horizontalHeader()
        header.sectionClicked.connect(self._heading_clicked)
        header.sectionResized.connect(self._resized_by_hand)
        header.sectionMoved.connect(lambda *_: self.columns_changed.emit())
        header.customContextMenuRequested.connect(lambda at: self._show_columns_menu(header.mapToGlobal(at)))
        for signal in (self.rows.modelReset, self.rows.rowsInserted, self.rows.rowsRemoved, self.rows.loading_changed):
            signal.connect(self._show_empty)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current_moved)
        self.selectionModel().selectionChanged.connect(lambda *_: self._selection_moved())
        copy = QAction("Copy", self, shortcut=QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)

    def follow_density(self) -> None:
        """Rows as high as the person chose: 34 pixels, or 28."""
        self.verticalHeader().setDefaultSectionSize(theme.row_height())

    def set_empty(self, text: str, action: str = "", clicked: Callable[[], object] | None = None) -> None:
        """What to say, and offer, when there are no rows."""
        self._empty.set_text(text, action, clicked)

    def current_row(self) -> Any:
        """The row with the focus, or None."""
        index = self.currentIndex()
        return self.rows.loaded(index.row()) if index.isValid() else None

    def selected_count(self) -> int:
        """How many rows are selected, loaded or not."""
        return sum(part.height() for part in self.selectionModel().selection().toList())

    def selected_rows(self) -> list[Any]:
        """The selected rows that are in memory, from the top."""
        return self._held.selected()

    def select_ids(self, row_ids: set[Hashable]) -> None:
        """Select these rows now, or as soon as their page is there; unlike ``selectRow`` whatever keys are held."""
        self._held.select(row_ids)

    def columns_state(self) -> TableState:
        """Order, widths and choice of columns, and the sort."""
        return columns.state(self, self._sized_by_hand)

    def restore_columns(self, state: TableState) -> None:
        """Put back what ``columns_state`` gave; columns that no longer exist are passed over."""
        self._fitting = True
        columns.restore(self, state)
        self._fitting = False
        self._sized_by_hand = set(state.get("widths", {}))
        if (sort := state.get("sort")) and any(column.key == sort[0] for column in self.rows.columns):
            self.rows.set_sorted_by(sort[0], descending=bool(sort[1]))
        self.fit()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """The menu of the page's Columns button: which are shown, sorting, order, and back to how it was."""
        return columns.menu(self, parent)

    def reset_columns(self) -> None:
        """Back to the columns as they were designed."""
        self._fitting = True
        columns.reset(self)
        self._fitting = False
        self._sized_by_hand.clear()
        self.fit()
        self.columns_changed.emit()

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sort here, or ask the page to."""
        self.rows.set_sorted_by(key, descending=descending)
        if self._sorts_here and not self.rows.is_paged:
            self.rows.sort_rows(key, descending=descending)
        self.sort_asked.emit(key, descending)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as a spreadsheet takes them, once that is logged."""
        rows = self.selected_rows()
        if len(rows) < self.selected_count():
            self.refused.emit("Some of the selected rows are not loaded. Export the view instead of copying it.")
            return
        if rows:
            put = partial(QGuiApplication.clipboard().setText, columns.as_tsv(self, rows))
            leave(self, self.accessibleName(), rows, put, self.refused.emit, self.about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring(is_ringed=True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard sees where they stand; nothing is opened before a row is chosen."""
        was_nowhere = not self.currentIndex().isValid()
        self._is_arriving = was_nowhere
        super().focusInEvent(event)
        self._ring(is_ringed=is_ringed(event.reason(), before=self.is_ringed))
        if was_nowhere and self.is_ringed and self.rows.rowCount():
            first = self.rows.index(0, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        elif was_nowhere:
            self.selectionModel().clearCurrentIndex()  # Qt stands on the first row, and Down would go to the second
        self._is_untold, self._is_arriving = was_nowhere and self.currentIndex().isValid(), False
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _ring(self, *, is_ringed: bool) -> None:
        """Show by a ring where the keyboard is, or do not."""
        self.is_ringed = is_ringed
        set_property(self, "ringed", "true" if is_ringed else "false")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self._empty.setGeometry(self.viewport().rect())

    def fit(self) -> None:
        """Share the room that is left over among the columns that stretch and were not sized by hand."""
        self._fitting = True
        columns.fit(self, self._sized_by_hand)
        self._fitting = False

    def _heading_clicked(self, section: int) -> None:
        column = self.rows.columns[section]
        if column.sortable:
            again = self.rows.sorted_by and self.rows.sorted_by[0] == column.key
            self.sort_by(column.key, descending=bool(again and self.rows.sorted_by and not self.rows.sorted_by[1]))

    def _resized_by_hand(self, section: int, _old: int, _new: int) -> None:
        if not self._fitting:
            self._sized_by_hand.add(self.rows.columns[section].key)
            self.columns_changed.emit()

    def _show_columns_menu(self, at: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (row := self.rows.loaded(index.row())) is not None:
            self.opened.emit(row)

    def _current_moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.viewport().update()
        if not self._is_arriving:
            self._is_untold = False
            self.current_changed.emit(self.rows.loaded(current.row()) if current.isValid() else None)

    def _selection_moved(self) -> None:
        if self._is_untold and self.selectionModel().isSelected(self.currentIndex()):
            self._is_untold = False
            self.current_changed.emit(self.current_row())
        self.selection_changed.emit(self.selected_count())

    def _show_empty(self) -> None:
        nothing = self.rows.rowCount() == 0 and not self.rows.is_loading
        self._empty.setVisible(nothing and self._empty.has_text)
        self._empty.setGeometry(self.viewport().rect())
