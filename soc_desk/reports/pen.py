"""Drawing on a ReportLab canvas with few operators: text is gathered into one text object until a shape is drawn."""

from typing import Any, Literal

from soc_desk.reports import text as writing

Align = Literal["left", "right", "centre"]


class Pen:
    """One canvas, the origin at the bottom left of the page, lengths in points, colours as ``#rrggbb``."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self._open: Any = None
        self._style: tuple[str, float] = ("", 0.0)
        self._colour = ""
        self._colours: dict[str, Any] = {}

    def text(self, x: float, y: float, line: str, font: str, size: float, colour: str, align: Align = "left") -> None:
        """One line of printable text with its baseline at ``y``."""
        if not line:
            return
        if align != "left":
            length = writing.width(line, font, size)
            x -= length if align == "right" else length / 2
        out = self._open
        if out is None:
            out = self._open = self.canvas.beginText()
            self._style, self._colour = ("", 0.0), ""
        if self._style != (font, size):
            self._style = (font, size)
            out.setFont(font, size)
        if self._colour != colour:
            self._colour = colour
            out.setFillColor(self._ink(colour))
        out.setTextOrigin(x, y)
        out.textOut(writing.visual(line))

    def rule(self, x: float, y: float, length: float, colour: str, weight: float = 0.5) -> None:
        """A horizontal line."""
        self.shapes().setStrokeColor(self._ink(colour))
        self.canvas.setLineWidth(weight)
        self.canvas.line(x, y, x + length, y)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle from its lower left corner."""
        self.shapes().setFillColor(self._ink(colour))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def card(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """An outlined box with round corners from its lower left corner."""
        self.shapes().setStrokeColor(self._ink(colour))
        self.canvas.setLineWidth(0.75)
        self.canvas.roundRect(x, y, width, height, 5, stroke=1, fill=0)

    def shapes(self) -> Any:
        """The canvas, with the text gathered so far put down first."""
        if self._open is not None:
            self.canvas.drawText(self._open)
            self._open = None
        return self.canvas

    def _ink(self, colour: str) -> Any:
        if colour not in self._colours:
            from reportlab.lib.colors import HexColor

            self._colours[colour] = HexColor(colour)
        return self._colours[colour]
