"""Words in a cell: over two lines of caption size where one line would cut them short."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter

from ui.theme import Tokens, fonts
from ui.theme.tokens import color
from ui.widgets import marks

_ROLE = "caption"
_MOST_LINES = 2
_LINE_HEIGHT = 14
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Lines:
    """A sentence broken at its words; what two lines do not hold ends in an ellipsis.

    ``ink`` names a token; ``role`` is that of the words as long as one line holds them.
    """

    text: str
    ink: str = "ink_soft"
    role: str = _ROLE

    @property
    def words(self) -> str:
        return self.text

    def width(self) -> int:
        return marks.text_width(self.text[:_LONGEST], _ROLE)

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        if self.role != _ROLE and marks.text_width(self.text, self.role) <= rect.width():
            marks.draw_cell(painter, rect, self.text, self.role, getattr(tokens, self.ink))
            return
        lines = broken(self.text, rect.width())
        painter.setFont(fonts.font(_ROLE))
        painter.setPen(color(getattr(tokens, self.ink)))
        top = rect.top() + (rect.height() - _LINE_HEIGHT * len(lines)) / 2
        for number, line in enumerate(lines):
            down = top + number * _LINE_HEIGHT + marks.baseline(_ROLE, _LINE_HEIGHT)
            painter.drawText(QPointF(rect.left(), down), line)


@lru_cache(maxsize=2_000)
def broken(text: str, width: int) -> tuple[str, ...]:
    """The text in at most two lines of that many pixels."""
    measures = marks.metrics(_ROLE)
    words, lines = text[:_LONGEST].split(), [""]
    for place, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measures.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        elif len(lines) < _MOST_LINES:
            lines.append(word)
        else:
            lines[-1] = " ".join((lines[-1], *words[place:]))
            break
    return tuple(marks.elided(line, _ROLE, width)[0] for line in lines if line)
