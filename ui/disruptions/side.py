"""What stands beside the disruption editor: what the national return still misses, and what might be counted twice."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.services.doubles import Double
from ui.disruptions.return_check import Checked
from ui.theme import Tokens
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.emptying import empty
from ui.widgets.text import button, label, rule
from ui.widgets.typed import format_date

NOT_YET = "Choose whom it is against and the date to see."
_SIZE = 10


class Shape:
    """A circle for what holds, a triangle for what is missing; the words beside it say the same."""

    def __init__(self, *, holds: bool) -> None:
        self._holds = holds

    @property
    def words(self) -> str:
        return "In order" if self._holds else "Missing"

    def width(self) -> int:
        return _SIZE

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        box = QRect(rect.left(), rect.center().y() - _SIZE // 2 + 1, _SIZE, _SIZE).toRectF()
        ink = tokens.green if self._holds else tokens.amber
        marks.draw_shape(painter, box, "circle" if self._holds else "triangle", ink)


class CheckedLine(QWidget):
    """One line: its shape and words; a click on a missing one goes to its field."""

    asked = Signal(str)

    def __init__(self, line: Checked) -> None:
        super().__init__()
        self._field = line.field
        words = label(line.words, "body", "green" if line.holds else "amber", wrap=True)
        shape = Badge(Shape(holds=line.holds))
        shape.setFixedSize(QSize(_SIZE + 2, 18))
        if line.field:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{'In order' if line.holds else 'Missing'}: {line.words}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._field:
            self.asked.emit(self._field)


class SidePanel(QFrame):
    """``asked(field)`` when somebody clicks on what is missing; ``verdict`` says how much that is."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Checked, ...] = ()
        self.doubles: tuple[Double, ...] = ()
        self._checks, self._doubles = QVBoxLayout(), QVBoxLayout()
        self.verdict = button("", kind="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label("National return", "medium"))
        self._checks.setSpacing(10)
        layout.addLayout(self._checks)
        layout.addWidget(rule())
        layout.addWidget(label("Could this be counted twice?", "medium"))
        self._doubles.setSpacing(8)
        layout.addLayout(self._doubles)
        layout.addStretch(1)
        self.show_doubles((), NOT_YET)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_checks(self, lines: Sequence[Checked]) -> None:
        """What the return has and lacks."""
        if tuple(lines) == self.lines:
            return
        self.lines = tuple(lines)
        lacking = sum(line.lacks for line in lines)
        some = f"{lacking:,} {'item' if lacking == 1 else 'items'} missing" if lacking else "nothing missing"
        self.verdict.setText(f"National &return: {some}")
        empty(self._checks)
        for line in lines:
            shown = CheckedLine(line)
            shown.asked.connect(self.asked)
            self._checks.addWidget(shown)

    def show_doubles(self, found: Sequence[Double], otherwise: str, reason: str = "") -> None:
        """Records that might be the same act; ``otherwise`` is said when there are none, ``reason`` why it is not."""
        self.doubles = tuple(found)
        empty(self._doubles)
        texts = [said(double) for double in found] or [otherwise]
        if found and reason:
            texts.append(f"Different act: {reason}")
        for text in texts:
            self._doubles.addWidget(label(text, "caption", wrap=True))


def said(double: Double) -> str:
    """A possible double in words: ``D-2026-0404, Protect, 9 Nov 2026. Same subject and day, another P.``."""
    return f"{double.reference}, {double.four_p.label}, {format_date(double.disruption_date)}. {double.why}"
