"""Signing in, and the first run: choose a store, make one, or open the demonstration store; three screens at most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from soc_desk.errors import DeskError, Invalid, OutOfDate
from ui.frame.screen import Field, Screen
from ui.lanes import Lanes
from ui.theme import icons
from ui.widgets.marking import MarkingStrip
from ui.widgets.text import button, label, rule

SUFFIX = ".socdesk"
FILTER = f"SOC Desk stores (*{SUFFIX})"
GUIDANCE = "12 characters or more, or three words; three random words are easy to remember and hard to guess."
INVENTED = "Only looking? The demonstration store holds invented data and says so."
EVERY_ROLE = "You will hold every role, and can add colleagues later. Step 2 of 2."


@dataclass(frozen=True)
class NewStore:
    """What a new store begins with; its first user holds every role."""

    address: str
    force_name: str
    areas: tuple[str, ...]
    display: str
    user: str
    passphrase: str = field(repr=False)


class Doors(Protocol):
    """The ways into a store; each may take a while, gives what ``entered`` carries, and raises a DeskError."""

    def recent(self) -> Sequence[str]: ...

    def enter(self, address: str, user: str, passphrase: str) -> object: ...

    def upgrade(self, address: str, user: str, passphrase: str) -> object: ...

    def create(self, new: NewStore) -> object: ...

    def demonstrate(self) -> object: ...


class SessionWindow(QWidget):
    """Leads to an open store; ``entered`` carries what the door gave."""

    entered = Signal(object)

    def __init__(self, lanes: Lanes, doors: Doors, address: str = "", user: str = "") -> None:
        super().__init__()
        self.setWindowTitle("SOC Desk")
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lanes, self._doors, self._address = lanes, doors, address
        self.stack = QStackedWidget()
        self.choose, self.sign_in = Screen("SOC Desk", "Choose the store to work in."), Screen("Sign in")
        self.place = Screen("A new store", "Where it is kept, and whose it is. Step 1 of 2.")
        self.first_user = Screen("Its first user", EVERY_ROLE)
        self.user, self.passphrase = Field("User name"), Field("Passphrase", secret=True)
        self.file = Field("File", "On this computer, or in a shared folder.")
        self.force, self.areas = Field("Force"), QPlainTextEdit()
        self.display, self.new_user = Field("Your name", "As colleagues read it, with rank."), Field("User name")
        self.new_passphrase = Field("Passphrase", GUIDANCE, secret=True)
        self.again = Field("Passphrase again", secret=True)
        self._fill_choose()
        self._fill_sign_in()
        self._fill_place()
        self._fill_first_user()
        self._lay_out()
        self.user.edit.setText(user)
        self._show(self.sign_in if address else self.choose)

    # what the screens do ----------------------------------------------------------------------------------------------

    def open_address(self, address: str) -> None:
        """Ask who signs in to the store at ``address``."""
        self._address = address
        self.store_name.setText(address)
        self._show(self.sign_in)
        (self.passphrase if self.user.text else self.user).edit.setFocus()

    def submit_sign_in(self) -> None:
        """Open the store as the user named."""
        self._sign_in_by(self._doors.enter)

    def submit_upgrade(self) -> None:
        """Bring an older store up to this program, after a verified backup, and open it."""
        self._sign_in_by(self._doors.upgrade)

    def _sign_in_by(self, door: Callable[[str, str, str], object]) -> None:
        self.user.say("" if self.user.text else "Type your user name.")
        self.passphrase.say("" if self.passphrase.edit.text() else "Type your passphrase.")
        if self.user.text and self.passphrase.edit.text():
            self._work(self.sign_in, door, self._address, self.user.text, self.passphrase.edit.text())

    def submit_place(self) -> None:
        """Go on to the first user once the place and the force are named."""
        self.file.say("" if self.file.text else "Name the file of the new store.")
        self.force.say("" if self.force.text else "Name the force.")
        if self.file.text and self.force.text:
            self._show(self.first_user)
            self.display.edit.setFocus()

    def submit_first_user(self) -> None:
        """Make the store."""
        self.display.say("" if self.display.text else "Type your name as colleagues read it.")
        self.new_user.say("" if self.new_user.text else "Choose a user name.")
        same = self.new_passphrase.edit.text() == self.again.edit.text()
        self.again.say("" if same else "The two passphrases differ; type the same one twice.")
        if not (self.display.text and self.new_user.text and same):
            return
        path = Path(self.file.text).expanduser()
        address = str(path if path.suffix else path.with_suffix(SUFFIX))
        areas = tuple(line.strip() for line in self.areas.toPlainText().splitlines() if line.strip())
        new = NewStore(
            address, self.force.text, areas, self.display.text, self.new_user.text, self.new_passphrase.edit.text()
        )
        self._work(self.first_user, self._doors.create, new)

    def demonstrate(self) -> None:
        """Open the demonstration store, making it first if need be."""
        self._work(self.choose, self._doors.demonstrate)

    # how ----------------------------------------------------------------------------------------------------------

    def _work(self, screen: Screen, door: Callable[..., object], *args: object) -> None:
        screen.say("")
        self._busy.show()
        self.stack.setEnabled(False)
        self._lanes.aside(door, *args).then(self, self._entered, partial(self._refused, screen))

    def _entered(self, gone_in: object) -> None:
        self._rest()
        for secret in (self.passphrase, self.new_passphrase, self.again):
            secret.edit.clear()
        self.entered.emit(gone_in)

    def _refused(self, screen: Screen, error: DeskError) -> None:
        self._rest()
        fields = {"passphrase": self.new_passphrase, "user": self.new_user, "display": self.display}
        if isinstance(error, Invalid) and screen is self.first_user and set(error.problems) <= set(fields):
            for name, problem in error.problems.items():
                fields[name].say(problem)
            return
        screen.say(str(error))
        self.passphrase.edit.clear()
        self.upgrade.setVisible(isinstance(error, OutOfDate))
        if screen is self.sign_in:
            self.passphrase.edit.setFocus()

    def _rest(self) -> None:
        self._busy.hide()
        self.stack.setEnabled(True)

    def _show(self, screen: Screen) -> None:
        self.stack.setCurrentIndex([self.choose, self.sign_in, self.place, self.first_user].index(screen))

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Open a store", "", FILTER)
        if path:
            self.open_address(path)

    def _browse_new(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Where to keep the store", self.file.text, FILTER)
        if path:
            self.file.edit.setText(path)

    def _start_new(self) -> None:
        self._show(self.place)
        self.force.edit.setFocus()

    # laying out -------------------------------------------------------------------------------------------------------

    def _fill_choose(self) -> None:
        column = self.choose.column
        for address in self._doors.recent():
            line = button(f"  {Path(address).name}", partial(self.open_address, address), icon="database")
            line.setToolTip(address)
            line.setAccessibleName(f"Open {address}")
            column.addWidget(line)
        column.addWidget(button("  Open another store…", self._browse, icon="folder"))
        column.addWidget(button("  Make a new store…", self._start_new, icon="add"))
        column.addWidget(rule())
        column.addWidget(label(INVENTED, "caption", wrap=True))
        column.addWidget(button("  Open the demonstration store", self.demonstrate, icon="eye"))

    def _fill_sign_in(self) -> None:
        self.store_name = label(self._address, "caption", wrap=True)
        for widget in (self.store_name, self.user, self.passphrase):
            self.sign_in.column.addWidget(widget)
        for typed in (self.user, self.passphrase):
            typed.edit.returnPressed.connect(self.submit_sign_in)
        self.upgrade = button("&Upgrade and sign in", self.submit_upgrade)
        self.upgrade.hide()
        self.sign_in.buttons.addWidget(self.upgrade)
        self._foot(self.sign_in, button("&Sign in", self.submit_sign_in, kind="primary"))

    def _fill_place(self) -> None:
        self.areas.setAccessibleName("Areas")
        self.areas.setTabChangesFocus(True)
        self.areas.setFixedHeight(88)
        self.file.edit.setText(str(Path.home() / f"soc-desk{SUFFIX}"))
        column = self.place.column
        for widget in (
            self.force, label("Areas, one a line", "medium"), self.areas, self.file,
            button("Choose the place…", self._browse_new, kind="link"),
        ):  # fmt: skip
            column.addWidget(widget)
        self._foot(self.place, button("&Next", self.submit_place, kind="primary"))

    def _fill_first_user(self) -> None:
        for widget in (self.display, self.new_user, self.new_passphrase, self.again):
            self.first_user.column.addWidget(widget)
        self.again.edit.returnPressed.connect(self.submit_first_user)
        self._foot(self.first_user, button("&Make the store", self.submit_first_user, kind="primary"))

    def _foot(self, screen: Screen, go: QPushButton) -> None:
        back = self.place if screen is self.first_user else self.choose
        screen.buttons.insertWidget(0, button("Back", partial(self._show, back), kind="quiet"))
        screen.buttons.addWidget(go)

    def _lay_out(self) -> None:
        self.setMinimumSize(640, 700)
        self.setWindowIcon(icons.icon("shield"))
        self._busy = label("Opening the store…", "caption")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._busy.hide()
        for screen in (self.choose, self.sign_in, self.place, self.first_user):
            holder = QWidget()
            middle = QVBoxLayout(holder)
            middle.addWidget(screen, 0, Qt.AlignmentFlag.AlignCenter)
            self.stack.addWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(0)
        layout.addWidget(MarkingStrip())
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._busy)
