"""The bar at the foot: the store and its protection, what is saved, the next return, long work and the connection."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from soc_desk.errors import StoreUnavailable
from soc_desk.vocabulary.rounding import percent
from ui import theme
from ui.desk import Running
from ui.widgets.text import button, label, set_ink

HEIGHT = 26


class Dot(QWidget):
    """Says by shape and colour whether the store answers: a filled circle, or a hollow one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(10, 12)
        self.is_filled = True

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.color("ink_soft" if self.is_filled else "red"))
        painter.setBrush(tokens.color("ink_soft") if self.is_filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(1.5, 3.0, 7.0, 7.0))
        painter.end()


class LongWork(QWidget):
    """One long job: what it is doing, how far it is, and Cancel."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running
        self.text = label(running.text, "caption")
        self.bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName("Progress")
        self.cancel = button("Cancel", self._cancel, kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.text, self.bar, self.cancel):
            row.addWidget(widget)
        running.progressed.connect(self._show_progress)
        running.ended.connect(self.deleteLater)

    @Slot(float, str)
    def _show_progress(self, fraction: float, text: str) -> None:
        self.bar.setMaximum(1000)
        self.bar.setValue(round(fraction * 1000))
        self.text.setText(f"{text} · {percent(fraction)} %" if not self.running.is_cancelled else "Stopping")

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.text.setText("Stopping")
        self.running.cancel()


class StatusBar(QWidget):
    """Quiet facts; nothing here moves but a job under way."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(HEIGHT)
        self.dot = Dot()
        self.store, self.saved = label("", "caption"), label("", "caption")
        self.synthetic, self.deadline = label("Synthetic data", "caption"), label("", "caption")
        self._store_words = ""
        self._jobs = QHBoxLayout()
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(16)
        named = QHBoxLayout()
        named.setSpacing(6)
        named.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignVCenter)
        named.addWidget(self.store)
        row.addLayout(named)
        row.addWidget(self.saved)
        row.addWidget(self.synthetic)
        row.addStretch()
        row.addLayout(self._jobs)
        row.addWidget(self.deadline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        for silent in (self.saved, self.synthetic):  # a label without words would leave a gap
            silent.hide()

    def set_store(self, words: str, *, synthetic: bool) -> None:
        """Say what store is open and how it is protected, as in "Local store, encrypted"."""
        self._store_words = words
        self.store.setText(words)
        self.synthetic.setVisible(synthetic)

    def set_deadline(self, text: str, *, is_overdue: bool = False) -> None:
        """Say when the next return closes, or in red that it was due."""
        self.deadline.setText(text)
        set_ink(self.deadline, "red" if is_overdue else "caption")

    @Slot(object)
    def show_saved(self, at: datetime) -> None:
        """Say that everything is saved, and since when."""
        self.saved.setText(f"All changes saved {at:%H:%M}")
        self.saved.show()

    @Slot(object)
    def show_connection(self, cut_off: StoreUnavailable | None) -> None:
        """Say that the store cannot be reached, or that it can again."""
        self.dot.is_filled = cut_off is None
        self.dot.update()
        lost = "Connection lost: what is open stays readable, drafts stay, work resumes by itself"
        self.store.setText(self._store_words if cut_off is None else lost)
        self.store.setToolTip("" if cut_off is None else str(cut_off))
        set_ink(self.store, "caption" if cut_off is None else "red")

    @Slot(object)
    def show_job(self, running: Running) -> None:
        """Show a long job until it ends."""
        self._jobs.addWidget(LongWork(running))

    def sizeHint(self) -> QSize:
        return QSize(800, HEIGHT)
