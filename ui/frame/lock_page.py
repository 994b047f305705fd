"""What stands on the screen while the desk is locked: who is signed in, a passphrase field, and nothing else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.frame.top_bar import Avatar
from ui.widgets.text import button, label


class LockPage(QWidget):
    """Asks for the passphrase of the person who locked."""

    unlock_asked = Signal(str)  # the passphrase
    leave_asked = Signal()

    def __init__(self, display: str) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Locked")
        self.passphrase = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase")
        self.problem = label("", ink="red", wrap=True)
        self.unlock = button("&Unlock", self._ask, kind="primary")
        leave = button("Sign in as somebody else", self.leave_asked.emit, kind="link")
        card = QFrame()
        card.setProperty("card", "true")
        card.setFixedWidth(400)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 20)
        inside.setSpacing(12)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(Avatar(display))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("SOC Desk is locked", "name"))
        words.addWidget(label(display, ink="soft"))
        who.addLayout(words, 1)
        inside.addLayout(who)
        asked = QVBoxLayout()
        asked.setSpacing(4)
        asked.addWidget(label("Passphrase", "medium"))
        asked.addWidget(self.passphrase)
        inside.addLayout(asked)
        inside.addWidget(self.problem)
        inside.addWidget(self.unlock)
        inside.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.passphrase.returnPressed.connect(self._ask)
        self.problem.hide()

    def ready(self, problem: str = "") -> None:
        """Be empty and wait for the passphrase; ``problem`` says why the last one did not do."""
        self.passphrase.clear()
        self.passphrase.setEnabled(True)
        self.unlock.setEnabled(True)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.passphrase.setFocus()

    def _ask(self) -> None:
        if self.unlock.isEnabled() and self.passphrase.text():
            self.passphrase.setEnabled(False)
            self.unlock.setEnabled(False)
            self.unlock_asked.emit(self.passphrase.text())
