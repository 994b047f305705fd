"""What a side panel is made of: facts by name, a note on a pale ground, a small table that is only read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme.tokens import CARD_RADIUS, ROW_HEIGHT, color
from ui.widgets import marks
from ui.widgets.emptying import empty
from ui.widgets.text import button, label

_AFTER_RIGHT = 14


@dataclass(frozen=True)
class Fact:
    """A name and its value; ``open`` makes the value a link. An empty value is shown as “Not recorded”."""

    name: str
    value: str
    open: Callable[[], object] | None = None


class Facts(QWidget):
    """Facts one below the other, the names in a column of their own."""

    def __init__(self, facts: Sequence[Fact] = (), parent: QWidget | None = None, *, name_width: int = 92) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._name_width = name_width
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead."""
        empty(self._grid)
        for row, fact in enumerate(facts):
            name = label(fact.name, "caption", wrap=True)
            name.setFixedWidth(self._name_width)
            name.setContentsMargins(0, 2, 0, 0)
            value: QWidget
            if fact.open and fact.value:
                value = button(fact.value, fact.open, kind="link", name=f"{fact.name}: {fact.value}")
            else:
                value = words = label(fact.value or "Not recorded", "body", "" if fact.value else "caption", wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                value.setAccessibleName(f"{fact.name}: {words.text()}")
            if isinstance(value, QLabel):
                self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(value, row, 1)
            else:
                self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class NoteCard(QFrame):
    """A heading and words on the pale ground of a tone: amber for what needs attention, red for what stops."""

    def __init__(self, heading: str, text: str = "", tone: str = "amber", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._heading = label(heading, "strong", tone if tone in ("amber", "red", "green") else "")
        self._text = label(text, "body", tone if tone in ("amber", "red", "green") else "soft", wrap=True)
        self.setAccessibleName(f"{heading}. {text}")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 10)
        self.body.setSpacing(2)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._text)
        self._heading.setVisible(bool(heading))
        self._text.setVisible(bool(text))

    def set_text(self, heading: str, text: str) -> None:
        """Say something else."""
        for shown, words in ((self._heading, heading), (self._text, text)):
            shown.setText(words)
            shown.setVisible(bool(words))
        self.setAccessibleName(f"{heading}. {text}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        _ink, ground = tokens.tone(self._tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color(tokens.amber_line if self._tone == "amber" else tokens.line), 1))
        painter.setBrush(color(ground))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()


class SmallTable(QLabel):
    """A few lines under headings, drawn at once, for a panel or a card; the last columns may stand at the right.

    To a screen reader it is a label that says what the table is of, and its lines.
    """

    def __init__(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]] = (),
        right: Sequence[int] = (),
        *,
        framed: bool = True,
    ) -> None:
        super().__init__()
        self._headings, self._rows, self._right = list(headings), [list(row) for row in rows], set(right)
        self._framed = framed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these lines instead."""
        self._rows = [list(row) for row in rows]
        lines = (", ".join(filter(None, row)) for row in self._rows)
        self.setAccessibleName(f"Table of {', '.join(filter(None, self._headings))}")
        self.setAccessibleDescription("; ".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, ROW_HEIGHT * (len(self._rows) + (1 if any(self._headings) else 0)) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), color(tokens.surface))
        lines = [(self._headings, "caption-strong", tokens.ink_soft)] if any(self._headings) else []
        lines += [(row, "body", tokens.ink) for row in self._rows]
        if any(self._headings):
            painter.fillRect(0, 0, self.width(), ROW_HEIGHT, color(tokens.header))
        widths = self._widths()
        for number, (cells, role, ink) in enumerate(lines):
            top, left = number * ROW_HEIGHT, 10
            for column, cell in enumerate(cells):
                box = self.rect().adjusted(left, 0, 0, 0)
                box.setTop(top)
                box.setHeight(ROW_HEIGHT)
                box.setWidth(widths[column] - (10 + _AFTER_RIGHT if self._turns(column) else 10))
                marks.draw_cell(painter, box, cell, role, ink, right=column in self._right)
                left += widths[column]
            painter.fillRect(0, top + ROW_HEIGHT - 1, self.width(), 1, color(tokens.line_soft))
        if self._framed:
            painter.setPen(QPen(color(tokens.line), 1))
            edge = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawPolygon(
                [edge.topLeft(), edge.topRight(), QPointF(edge.right(), edge.bottom()), edge.bottomLeft()]
            )
        painter.end()

    def _turns(self, column: int) -> bool:
        """Whether figures at the right are followed by words at the left, which need room between them."""
        return column in self._right and column + 1 < len(self._headings) and column + 1 not in self._right

    def _widths(self) -> list[int]:
        """Columns at the right take what they need; the others share the rest by need, short ones first."""
        table = [self._headings, *self._rows]
        need = [
            max(marks.text_width(row[n], "figures") for row in table if n < len(row))
            + (20 + _AFTER_RIGHT if self._turns(n) else 20)
            for n in range(len(table[0]))
        ]
        room = self.width() - 20 - sum(need[n] for n in self._right)
        free = [n for n in range(len(need)) if n not in self._right]
        asked = sum(need[n] for n in free) or 1
        if asked <= room:
            return [width if n in self._right else max(24, width * room // asked) for n, width in enumerate(need)]
        shared = dict(enumerate(need))
        for left, n in zip(range(len(free), 0, -1), sorted(free, key=need.__getitem__), strict=True):
            shared[n] = max(24, min(need[n], room // left))  # a long text gives way to a day or a name
            room -= shared[n]
        return list(shared.values())
