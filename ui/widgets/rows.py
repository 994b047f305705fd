"""The one table model: frozen rows, columns as data, the whole list at once or page by page as the view needs it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.widgets.marks import Mark
from ui.widgets.page_cache import PageCache

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
MARK_ROLE = Qt.ItemDataRole.UserRole + 1
PAGE_SIZE = 100

_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column as data.

    ``text`` is what is copied, exported and read aloud; ``mark`` draws the cell instead, if given. ``sort`` is the
    value a whole list is sorted by here. ``role`` and ``ink`` are a role of ``fonts.py`` and a token; ``ground`` may
    name the token behind one cell. ``stretch`` shares the room that is left over; what ``yields`` gives way where room
    is short, 1 first.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    mark: Callable[[Row], Mark | None] | None = None
    align: str = "left"
    sortable: bool = True
    width: int = 120
    tooltip: Callable[[Row], str] | None = None
    sort: Callable[[Row], Any] | None = None
    role: str = "body"
    ink: str = "ink"
    ground: Callable[[Row], str] | None = None
    stretch: bool = False
    hidden: bool = False
    yields: int = 0


def _identity(row: Any) -> Hashable:
    """Its id; a row without one, such as an event, is told by what it says."""
    identity: Hashable = getattr(row, "id", row)
    return identity


def _heading(column: Column[Any], sorted_by: tuple[str, bool] | None, role: int) -> Any:
    """What the heading of a column shows, or says, in one of Qt's roles."""
    descending = sorted_by[1] if sorted_by and sorted_by[0] == column.key else None
    match role:
        case Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        case Qt.ItemDataRole.DisplayRole:
            return column.title if descending is None else f"{column.title} {'↓' if descending else '↑'}"
        case Qt.ItemDataRole.AccessibleTextRole:
            return column.title if descending is None else f"{column.title}, {'de' if descending else 'a'}scending"
    return None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows for a ``Table``: either ``set_rows`` with all of them, or ``start_paging`` and answers to ``page_wanted``.

    Paged: the first page shows before any count; ``set_total`` extends the model later; rows not yet loaded are
    placeholders. ``data`` never asks for anything by itself: see ``PageCache``. Every ``page_wanted`` must be answered
    by ``set_page`` or ``fail_page``.
    """

    page_wanted = Signal(int)
    page_loaded = Signal(int)
    loading_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        row_id: Callable[[Row], Hashable] | None = None,
        pages_kept: int = 100,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.row_id: Callable[[Row], Hashable] = row_id or _identity
        self.generation = 0
        self.is_paged = False
        self.is_loading = False
        self.sorted_by: tuple[str, bool] | None = None
        self._rows: Sequence[Row] = ()
        self._count = 0
        self._total: int | None = None
        self._pages: PageCache[Row] = PageCache(self, PAGE_SIZE, pages_kept)
        self._pages.asked.connect(self.page_wanted)

    # -- the whole list

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show exactly these rows, in this order."""
        self.beginResetModel()
        self._pages.clear()
        self.generation += 1
        self.is_paged = False
        self._rows = rows
        self._count = self._total = len(rows)
        self._set_loading(now=False)
        self.endResetModel()

    def sort_rows(self, key: str, *, descending: bool) -> None:
        """Sort a whole list here by ``Column.sort`` (or its text); rows whose value is None come last."""
        column = self.column(key)
        value = column.sort or column.text
        known = [row for row in self._rows if value(row) is not None]
        unknown = [row for row in self._rows if value(row) is None]
        self.set_rows([*sorted(known, key=value, reverse=descending), *unknown])

    # -- page by page

    def start_paging(self, page_size: int = PAGE_SIZE) -> None:
        """Begin again from the first page: another filter, another sort, another view."""
        self.beginResetModel()
        self._pages.clear()
        self._pages.page_size = page_size
        self.generation += 1
        self.is_paged = True
        self._rows, self._count, self._total = (), 0, None
        self._set_loading(now=True)
        self.endResetModel()
        self._pages.want(0)
        self._pages.ask_now()

    def set_page(self, index: int, rows: Sequence[Row], generation: int | None = None) -> None:
        """Take a page that was wanted. ``generation`` (as it was when asked) lets a late answer be dropped."""
        if not self.is_paged or generation not in (None, self.generation):
            return
        first = index * self.page_size
        end = first + len(rows)
        if len(rows) < self.page_size and (self._total is None or end < self._total):
            self._total = end
        if self._total is not None:
            self._total = max(self._total, end)
        self._pages.put(index, rows)
        self._resize(max(self._count, end) if self._total is None else self._total)
        self._set_loading(now=False)
        if rows and self.columns:
            self.dataChanged.emit(self.index(first, 0), self.index(end - 1, len(self.columns) - 1))
        self.page_loaded.emit(index)

    def set_total(self, total: int, generation: int | None = None) -> None:
        """Take the count when it is known; the rows not yet loaded become placeholders."""
        if self.is_paged and generation in (None, self.generation):
            self._total = total
            self._resize(total)

    def fail_page(self, index: int) -> None:
        """Say that a page will not come, so that it may be asked for again."""
        self._pages.lost(index)
        self._set_loading(now=False)

    def refresh(self) -> None:
        """Read again what is shown without moving it: rows stay on screen until the new page is there."""
        self.generation += 1
        self._pages.expire()

    # -- looking up

    @property
    def page_size(self) -> int:
        """Rows to a page."""
        return self._pages.page_size

    @property
    def total(self) -> int | None:
        """How many rows there are; None while it is not known."""
        return self._total

    def column(self, key: str) -> Column[Row]:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)

    def row_at(self, number: int) -> Row | None:
        """The row at a place in the list, or None while it is not loaded (its page is then noted as wanted)."""
        if self.is_paged:
            return self._pages.look(number)
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def loaded(self, number: int) -> Row | None:
        """The row at a place if it is in memory; notes nothing as wanted."""
        return self._pages.peek(number) if self.is_paged else self.row_at(number)

    def places_of(self, row_ids: Collection[Hashable]) -> list[int]:
        """Where these rows stand, among those in memory."""
        return [place for place, row in self.in_memory() if self.row_id(row) in row_ids]

    def in_memory(self) -> Iterable[tuple[int, Row]]:
        """Every row that is loaded, with its place."""
        return self._pages.places() if self.is_paged else enumerate(self._rows)

    def set_sorted_by(self, key: str | None, *, descending: bool = False) -> None:
        """Show in the heading what the rows are sorted by."""
        self.sorted_by = None if key is None else (key, descending)
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.is_paged and self._total is None and self._count > 0

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._pages.want(self._count // self.page_size)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        row = self.row_at(index.row())
        if row is None:
            return "Loading" if role == Qt.ItemDataRole.AccessibleTextRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole if column.tooltip:
                return column.tooltip(row) or None
            case _ if role == ROW_ROLE:
                return row
            case _ if role == MARK_ROLE and column.mark:
                return column.mark(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        return _heading(self.columns[section], self.sorted_by, role)

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self._pages.cut(count)
            self.endRemoveRows()

    def _set_loading(self, *, now: bool) -> None:
        if self.is_loading != now:
            self.is_loading = now
            self.loading_changed.emit()
