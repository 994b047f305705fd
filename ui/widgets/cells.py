"""Draws the cells of a table straight from its model's rows: text, badges, placeholders, selection, focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.theme.tokens import color, on_selection
from ui.widgets import marks
from ui.widgets.lines import Lines
from ui.widgets.rows import RowsModel

if TYPE_CHECKING:
    from ui.widgets.table import Table

PAD = 8
_SELECTED = QStyle.StateFlag.State_Selected
_LONGEST_CELL = 480


class CellPainter(QStyledItemDelegate):
    """Paints without the style: a style sheet's way through a cell costs several times as much."""

    def __init__(self, view: "Table") -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme.current()
        rect: QRect = option.rect
        selected = bool(option.state & _SELECTED)
        model: RowsModel[object] = index.model()  # type: ignore[assignment]
        number = index.row()
        row, column = model.row_at(number), model.columns[index.column()]
        ground = column.ground(row) if column.ground and row is not None else ""
        if selected:
            painter.fillRect(rect, color(tokens.selection))
        elif ground:
            painter.fillRect(rect, color(getattr(tokens, ground)))
        line = color(tokens.line_soft)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line)
        inner = rect.adjusted(PAD, 0, -PAD, -1)
        if row is None:
            painter.fillRect(inner.left(), inner.center().y() - 3, min(inner.width(), 72), 7, color(tokens.track))
        elif column.mark and (mark := column.mark(row)) is not None:
            mark.paint(painter, inner, on_selection(tokens) if selected else tokens)
        elif column.align == "right":
            marks.draw_cell(painter, inner, column.text(row), column.role, getattr(tokens, column.ink), right=True)
        else:
            Lines(column.text(row), column.ink, column.role).paint(painter, inner, tokens)
        if self._view.is_ringed and number == self._view.currentIndex().row() and self._view.hasFocus():
            focus = color(tokens.focus)
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, focus)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, focus)
            if self._view.columnViewportPosition(index.column()) <= 0:
                painter.fillRect(rect.left(), rect.top(), 3, rect.height(), focus)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model: RowsModel[object] = index.model()  # type: ignore[assignment]
        row, column = model.loaded(index.row()), model.columns[index.column()]
        wide = 0
        if row is not None:
            mark = column.mark(row) if column.mark else None
            wide = (
                mark.width()
                if mark
                else marks.text_width(column.text(row)[:200], "figures" if column.role == "body" else column.role)
            )
        return QSize(min(wide, _LONGEST_CELL) + 2 * PAD + 2, self._view.verticalHeader().defaultSectionSize())
