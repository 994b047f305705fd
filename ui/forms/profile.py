"""A profile as it will leave: its real pages on screen, what it is to show, then saved for somebody."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from soc_desk.errors import DeskError
from ui.desk import Desk, Task
from ui.dialog import MarkedDialog
from ui.widgets.preview import Preview
from ui.widgets.text import button, label

Ticked = frozenset[str]
_SIDE = 260
_LEAST, _SIZE = (860, 560), (1080, 720)
_PREVIEW = "What you see is a preview: it carries no print id, and that you looked is logged."


class ProfileDialog(MarkedDialog):
    """``draw(task, ticked)`` gives the PDF of what the boxes say; ``leave(ticked)`` has it addressed and written."""

    def __init__(
        self, desk: Desk, title: str, boxes: Mapping[str, str], draw: Callable[[Task, Ticked], bytes],
        leave: Callable[[Ticked], object],
    ) -> None:  # fmt: skip
        super().__init__(title)
        self._desk, self._draw, self._leave = desk, draw, leave
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        self.boxes = {key: QCheckBox(words) for key, words in boxes.items()}
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.preview = Preview()
        side = QVBoxLayout()
        side.setSpacing(10)
        for box in self.boxes.values():
            side.addWidget(box)
            box.toggled.connect(self.draw)
        for part in (label(_PREVIEW, "caption", wrap=True), self.refusal):
            part.setFixedWidth(_SIDE)
            side.addWidget(part)
        side.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(side)
        across.addWidget(self.preview, 1)
        self.body.addLayout(across, 1)
        self.add_button(button("&Close", self.reject))
        self.save_button = self.add_button(button("&Save as PDF…", self.save, kind="primary"))
        self.save_button.setEnabled(False)
        self.draw()

    @property
    def ticked(self) -> Ticked:
        """What is asked for beyond the usual."""
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())

    def draw(self, _checked: bool = False) -> None:
        """Draw it again."""
        self._desk.run(self._draw, self.ticked).then(self, self._show, self._refuse)

    def save(self) -> None:
        """Have somebody asked who receives it and why, and then written."""
        self._leave(self.ticked)

    def _show(self, pdf: bytes) -> None:
        self.refusal.hide()
        self.preview.show_pdf(pdf)
        self.save_button.setEnabled(True)

    def _refuse(self, error: DeskError) -> None:
        self.refusal.setText(str(error))
        self.refusal.show()
