"""The window: rail, top bar, pages, status bar, editors at the right, lock; it holds no business of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from soc_desk.vocabulary import Marking, Role
from ui import rights, source_lint
from ui.actions import Action, Scope
from ui.crash import CrashDialog
from ui.desk import Actor, Desk
from ui.dialog import MarkedDialog, Question
from ui.drafts import Journal
from ui.frame.commands import Commands
from ui.frame.counts import Counts
from ui.frame.deadline import NextReturn
from ui.frame.frame_actions import FrameActions
from ui.frame.idle import Idle
from ui.frame.kept import KeptDrafts
from ui.frame.locking import Lock
from ui.frame.look import Look
from ui.frame.notices import Notices
from ui.frame.rail import Rail
from ui.frame.stage import Stage
from ui.frame.status_bar import StatusBar
from ui.frame.top_bar import TopBar
from ui.frame.tray import Reminder
from ui.frame.way import Way
from ui.frame.withdrawing import Withdrawing
from ui.page import Answer
from ui.pages import PAGES, PageEntry
from ui.settings import Settings
from ui.sheet import Sheet
from ui.widgets.marking import MarkingStrip

if TYPE_CHECKING:
    from ui.palette import Palette

SMALLEST = (1024, 700)
FIRST_SIZE = (1440, 900)
_FEW_ROLES = 2


@dataclass(frozen=True)
class StoreWords:
    """What the frame says of the store: its protection in words, its ceiling, and whether its data are invented."""

    protection: str = "Local store, encrypted"
    ceiling: Marking = Marking.OFFICIAL_SENSITIVE
    synthetic: bool = False


def role_words(actor: Actor) -> str:
    """The roles of a person in few words, as in "Officer" or "Supervisor and 3 more"."""
    labels = [role.label for role in Role if role in actor.roles]
    if len(labels) == len(Role):
        return "All roles"
    return ", ".join(labels) if len(labels) <= _FEW_ROLES else f"{labels[0]} and {len(labels) - 1} more"


def _tighten(*layouts: QBoxLayout) -> None:
    for layout in layouts:
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)


class MainWindow(QMainWindow):
    """The frame around the pages; it is the ``Shell`` that pages and forms are given."""

    leave_asked = Signal()  # sign in as somebody else

    def __init__(
        self, desk: Desk, settings: Settings, drafts: Journal, words: StoreWords, check: Callable[[str], object],
        pages: tuple[PageEntry, ...] = PAGES,
    ) -> None:  # fmt: skip
        """``check(passphrase)`` raises WrongKey; unlocking asks it."""
        super().__init__()
        self.desk, self.settings, self.drafts, self._words = desk, settings, drafts, words
        self._titles = {page.name: page.title for page in pages}
        self.pages = {page.name: page for page in pages if not page.needs or desk.actor.has(rights.needs(page.needs))}
        self.strip = MarkingStrip(words.ceiling.label)
        self._work = QWidget()
        self.commands = Commands(desk, self._work, self._run_action)
        self.rail = Rail(tuple(self.pages.values()))
        self.top_bar = TopBar(desk.actor.display, role_words(desk.actor))
        self.notices, self.stage, self.status = Notices(), Stage(), StatusBar()
        self._covers = QStackedWidget()
        self._covers.addWidget(self._work)
        self.screen_lock = Lock(desk, self._covers, self._work, check, self.commands.live("frame.lock"))
        self.next_return, self.idle = NextReturn(desk, self.status), Idle(settings.lock_after_minutes, self)
        self.counts = Counts(desk, self.rail, tuple(self.pages.values()))
        self.way = Way(desk, self, self.stage, drafts.places())
        self.kept, self.withdrawing = KeptDrafts(desk, self, drafts), Withdrawing(desk, self)
        self.doing, self.reminder = FrameActions(self), Reminder(self)
        self._is_new, self._look = True, Look(self)
        self._lay_out()
        self._connect()

    @cached_property
    def palette_box(self) -> "Palette":
        """Ctrl+K; made when it is first asked for."""
        return self.doing.make_palette(self._work)

    # what pages and forms ask for (Shell) -----------------------------------------------------------------------------

    def open_page(self, name: str, *, record: UUID | None = None, **where: Any) -> None:
        """Show a page, or say that it is closed to this person; an open editor is put by first, its draft kept."""
        if name not in self.pages:
            self.warn(f"Your roles do not include “{self._titles[name]}”. Ask an administrator for a role that does.")
            return
        self.notices.go_to(name)
        self.stage.put_by()
        self.strip.set_marking(self._words.ceiling.label)
        self.way.open(self.pages[name], record, where)

    def open_sheet(self, sheet: Sheet) -> None:
        """Show an editor at the right over the dimmed page."""
        self.stage.open_sheet(sheet)

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say in passing what was done."""
        self.notices.notify(text, undo)

    def warn(self, text: str) -> None:
        """Show a sentence until it is dismissed, or another page is shown."""
        self.notices.warn(text)

    def ask(self, title: str, text: str, *answers: Answer) -> None:
        """Ask a question over the window."""
        self.open_dialog(Question(title, text, answers, self))

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog over the window, after the lock if there is one; it is deleted when closed."""
        dialog.setParent(self, dialog.windowFlags())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        if isinstance(dialog, MarkedDialog):
            source_lint.watch(dialog, self.desk)
            dialog.strip.set_marking(self.strip.marking)
        if self.screen_lock.is_locked:
            self.screen_lock.keep_hidden(dialog)
        else:
            dialog.open()

    def action(self, action_id: str) -> QAction:
        """The live action."""
        return self.commands.live(action_id)

    def mark(self, marking: Marking) -> None:
        """Set the marking strip for the record shown."""
        self.strip.set_marking(marking.label)

    def moved(self) -> None:
        """A page is about to change its own place."""
        self.way.remember()

    # the window's own life --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the page last open (else the first), then read counts and look for news and kept drafts."""
        if self.pages:
            self.open_page(self.settings.page if self.settings.page in self.pages else next(iter(self.pages)))
        self.idle.start()
        if self.desk.is_idle:
            self._settle()
        else:
            self.desk.idle.connect(self._settle, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def _settle(self) -> None:
        """The page is filled; what else the frame says comes after it is painted."""
        self.kept.offer()
        for read in (self.next_return.read, self.desk.follow_news, self.counts.read_all, self.reminder.start):
            QTimer.singleShot(0, self, read)

    def lock(self) -> None:
        """Nothing is on the screen from now on; then everything typed reaches the disk."""
        self.palette_box.close_up()
        self.screen_lock.lock()
        self.keep_all()

    def keep_all(self) -> None:
        """Put what is typed, and where everything is, on the disk."""
        if self.stage.sheet is not None:
            self.stage.sheet.keep_now()
        self.drafts.keep_places(self.way.states())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything; nothing is asked, since nothing is lost."""
        self.keep_all()
        self.reminder.stop()
        self.settings.geometry = self.saveGeometry()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Be where and as large as last time."""
        super().showEvent(event)
        if self._is_new:
            self._is_new = False
            if not self.restoreGeometry(self.settings.geometry):
                room = self.screen().availableSize()
                self.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))

    def _lay_out(self) -> None:
        self.setWindowTitle("SOC Desk")
        self.setMinimumSize(*SMALLEST)
        middle, across, down = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self._work)
        outer = QVBoxLayout(whole := QWidget())
        _tighten(middle, across, down, outer)
        middle.addWidget(self.top_bar)
        middle.addWidget(self.notices)
        middle.addWidget(self.stage, 1)
        across.addWidget(self.rail)
        across.addLayout(middle, 1)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        outer.addWidget(self.strip)
        outer.addWidget(self._covers, 1)
        self.setCentralWidget(whole)
        self.status.set_store(self._words.protection, synthetic=self._words.synthetic)
        self.top_bar.set_new(self.commands.new_menu())

    def _connect(self) -> None:
        for told in (self.desk.failed, self.desk.warned):
            told.connect(self.notices.tell)
        self.desk.crashed.connect(self.show_crash)
        self.desk.saved.connect(self.status.show_saved)
        self.desk.connection.connect(self.status.show_connection)
        self.desk.started.connect(self.status.show_job)
        self.idle.passed.connect(self.lock)
        self.rail.chosen.connect(self.open_page)
        self.rail.lock.clicked.connect(self.lock)
        self.top_bar.find_asked.connect(self.doing.open_palette)
        self.way.shown.connect(self._follow_page)
        self.stage.sheet_opened.connect(self._follow_sheet)
        self.stage.sheet_closed.connect(self._follow_sheet)
        self.screen_lock.locked.connect(self._follow_lock)
        self.screen_lock.unlocked.connect(self.idle.touch)
        self.screen_lock.page.leave_asked.connect(self.leave_asked)

    def _run_action(self, action: Action) -> None:
        if action.scope is Scope.NEW:
            self.open_page(action.page)
        if action.scope is not Scope.NEW or action.page in self.pages:
            getattr(self.doing if action.scope is Scope.FRAME else self.way.page, action.runs)()

    def show_crash(self, error: BaseException) -> None:
        """Say that the program made a mistake; one such dialog at a time."""
        if self.findChild(CrashDialog) is None:
            self.open_dialog(CrashDialog(error, self))

    @Slot(str)
    def _follow_page(self, name: str) -> None:
        self.settings.page = name
        self.rail.show_page(name)
        self.commands.show_page(name)
        page = self.way.page
        self.top_bar.set_primary(self.action(page.primary_action) if page and page.primary_action else None)

    @Slot()
    def _follow_sheet(self) -> None:
        self.commands.suspend(suspended=self.stage.sheet is not None)

    @Slot()
    def _follow_lock(self) -> None:
        self.strip.set_marking(self._words.ceiling.label)
