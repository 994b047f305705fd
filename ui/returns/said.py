"""A line of words in which some are links, as in "Major 7 to 5: D-2026-0361 moderated down"."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.flow import FlowLayout
from ui.widgets.text import button, label

Link = tuple[str, Callable[[], object]]
Part = str | Link


class Said(QWidget):
    """Words and links side by side, wrapping between them; ``ink`` as for a label."""

    def __init__(self, parts: Sequence[Part], role: str = "body", ink: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.links: list[QWidget] = []
        layout = FlowLayout(self, gap=4, line_gap=2)
        for part in parts:
            if isinstance(part, str):
                layout.addWidget(label(part, role, ink))
            else:
                link = button(part[0], part[1], kind="link")
                self.links.append(link)
                layout.addWidget(link)
        self.text = " ".join(part if isinstance(part, str) else part[0] for part in parts)


class Lines(QWidget):
    """Lines of words and links below each other, to be said anew at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Said] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addStretch(1)

    def say(self, lines: Sequence[Said]) -> None:
        """Show these instead."""
        for old in self.lines:
            old.hide()
            old.deleteLater()
        self.lines = list(lines)
        for place, line in enumerate(self.lines):
            self._layout.insertWidget(place, line)
