"""The reminder beside the clock: what is new is told once, again after an hour, without names, until sign-out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.services import periods
from soc_desk.services.poca import access, board, cases, duties, recomputing
from soc_desk.services.poca.calendars import CalendarDay
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from tests import factories_poca
from tests.conftest import PASSPHRASE
from tests.ui.conftest import Sit
from ui.desk import Desk
from ui.frame import tray
from ui.frame.tray import NOTHING, Pressing, Reminder, SystemTray
from ui.main_window import MainWindow
from ui.pages.poca import PocaPage
from ui.settings import Settings


class Beside(QObject):
    """A place beside the clock that remembers what was said there."""

    clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.said: list[str] = []
        self.state, self.is_red, self.is_gone = "", False, False

    def show_state(self, words: str, *, is_red: bool) -> None:
        self.state, self.is_red = words, is_red

    def tell(self, words: str) -> None:
        self.said.append(words)

    def remove(self) -> None:
        self.is_gone = True


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


Remind = Callable[[MainWindow, Desk], Reminder]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def remind(clock: Clock) -> Remind:
    """A reminder of a window with a place of its own; it has looked once."""

    def start(window: MainWindow, desk: Desk) -> Reminder:
        made = Reminder(window, Beside, clock)
        made.start()
        look(made, desk)
        return made

    return start


def look(reminder: Reminder, desk: Desk) -> None:
    reminder.read()
    desk.settle()


def place(reminder: Reminder) -> Beside:
    assert isinstance(reminder.tray, Beside)
    return reminder.tray


def case(store: Store, by: Actor, days_ago: int = 0) -> UUID:
    """A seizure now, or so long ago that its 48 hours are over."""
    return factories_poca.seized(store, by, seized_at=periods.now() - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("need", "expired", "words"),
    [
        (0, 0, NOTHING),
        (1, 0, "1 POCA deadline needs you."),
        (2, 0, "2 POCA deadlines need you."),
        (1, 1, "1 POCA deadline needs you: it has EXPIRED."),
        (2, 1, "2 POCA deadlines need you; 1 has EXPIRED."),
        (1_200, 3, "1,200 POCA deadlines need you; 3 have EXPIRED."),
    ],
)
def test_it_says_how_many_and_nothing_else(need: int, expired: int, words: str) -> None:
    assert Pressing(need, expired).words == words


def test_what_is_new_is_told_once_and_names_nobody(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, remind: Remind
) -> None:
    reminder = remind(window, desk)
    assert (place(reminder).state, place(reminder).said) == (NOTHING, [])
    case(store, founder)
    look(reminder, desk)
    look(reminder, desk)
    assert place(reminder).said == ["1 POCA deadline needs you."]
    case(store, founder, days_ago=30)
    look(reminder, desk)
    assert place(reminder).said[1:] == ["2 POCA deadlines need you; 1 has EXPIRED."]
    assert place(reminder).is_red
    assert not [word for word in ("C-20", "Ample", "Slough", "6,150") if word in str(place(reminder).said)]


def test_what_presses_is_told_again_after_an_hour(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, remind: Remind, clock: Clock
) -> None:
    case(store, founder, days_ago=30)
    reminder = remind(window, desk)
    clock.at += timedelta(minutes=59)
    look(reminder, desk)
    assert len(place(reminder).said) == 1
    clock.at += timedelta(minutes=1)
    look(reminder, desk)
    look(reminder, desk)
    assert place(reminder).said == ["1 POCA deadline needs you: it has EXPIRED."] * 2


def test_what_somebody_knows_of_is_left_out_until_it_presses_or_is_warned_of_again(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, remind: Remind, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    known, expired = case(store, founder), case(store, founder, days_ago=30)
    rows = store.read(founder, board.warned, founder, periods.now())
    for row in rows:
        store.write(founder, duties.acknowledge, row.id)
    assert {row.case_id for row in rows} == {known, expired}
    reminder = remind(window, desk)
    assert reminder.found.need == reminder.found.expired == 1
    clock.at += timedelta(hours=2)
    look(reminder, desk)
    assert place(reminder).said == ["1 POCA deadline needs you: it has EXPIRED."]  # the next warning is tomorrow's
    row = next(row for row in rows if row.case_id == expired)
    assert row.warned_at is not None
    at = row.warned_at + timedelta(days=1, minutes=1)
    monkeypatch.setattr(periods, "now", lambda: at)
    look(reminder, desk)
    assert len(place(reminder).said) == 2


def test_a_click_opens_the_board(store: Store, founder: Actor, window: MainWindow, desk: Desk, remind: Remind) -> None:
    case(store, founder)
    reminder = remind(window, desk)
    place(reminder).clicked.emit()
    desk.settle()
    page = window.way.page
    assert isinstance(page, PocaPage)
    assert page.bodies.currentWidget() is page.deadlines


def test_a_lock_shows_nothing_more_and_the_board_comes_after_it(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, remind: Remind
) -> None:
    reminder = remind(window, desk)
    before = window.way.page
    window.lock()
    case(store, founder)
    look(reminder, desk)
    assert place(reminder).said == ["1 POCA deadline needs you."]
    place(reminder).clicked.emit()
    assert window.screen_lock.is_locked
    assert window.way.page is before
    window.screen_lock.page.unlock_asked.emit(PASSPHRASE)
    desk.settle()
    assert isinstance(window.way.page, PocaPage)


def test_the_setting_switches_it_off_and_on(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, settings: Settings, remind: Remind
) -> None:
    case(store, founder)
    reminder = remind(window, desk)
    first = place(reminder)
    settings.reminds = False
    assert first.is_gone
    look(reminder, desk)
    assert reminder.tray is None
    settings.reminds = True
    desk.settle()
    assert place(reminder) is not first
    assert place(reminder).said == ["1 POCA deadline needs you."]


def test_a_change_of_a_deadline_is_looked_at_soon(
    window: MainWindow, desk: Desk, remind: Remind, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray, "AFTER_CHANGE_MS", 1)
    reminder = remind(window, desk)
    desk.write(cases.record, factories_poca.draft(seized_at=periods.now()))
    desk.settle()
    qtbot.waitUntil(lambda: not reminder._after_change.isActive())
    desk.settle()
    assert place(reminder).said == ["1 POCA deadline needs you."]


def test_it_goes_when_the_window_closes(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    case(store, founder)
    reminder = window.reminder
    monkeypatch.setattr(reminder, "_make", Beside)
    look(reminder, desk)
    shown = place(reminder)
    window.close()
    assert shown.is_gone
    settings.reminds = False
    settings.reminds = True
    reminder._look_soon()
    desk.settle()
    assert reminder.tray is None
    assert not reminder._after_change.isActive()


def test_without_a_place_beside_the_clock_nothing_is_missing(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case(store, founder)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    look(window.reminder, desk)
    assert window.reminder.tray is None
    assert window.reminder.found.need == 1


@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface", extend=True)  # offscreen has no such place
def test_the_desktops_own_place_says_it_and_can_be_clicked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    shown = tray.system_tray(window)
    assert isinstance(shown, SystemTray)
    shown.show_state("1 POCA deadline needs you.", is_red=True)
    shown.tell("1 POCA deadline needs you.")
    assert shown.icon.toolTip() == "SOC Desk: 1 POCA deadline needs you."
    assert not shown.icon.icon().isNull()
    with qtbot.waitSignal(shown.clicked):
        shown.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.waitSignal(shown.clicked):
        shown.icon.contextMenu().actions()[0].trigger()
    with qtbot.assertNotEmitted(shown.clicked):
        shown.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    shown.remove()
    assert not shown.icon.isVisible()


def test_deadlines_that_a_calendar_moved_unseen_are_kept(
    store: Store, founder: Actor, officer: Actor, sit: Sit, remind: Remind
) -> None:
    closed = case(store, officer)
    store.write(officer, access.set_access, closed, None, Access.SEALED, ())
    mourning = tuple(CalendarDay(periods.today() + timedelta(days=n), "Day of mourning") for n in range(1, 6))
    store.write(founder, recomputing.change_calendar, "The Gazette", None, mourning)
    stale = [row for row in store.read(officer, board.warned, officer, periods.now()) if row.is_stale]
    assert [row.case_id for row in stale] == [closed]
    sitting = sit(officer)
    reminder = remind(sitting.window, sitting.desk)
    assert reminder.found.stale == (closed,)
    assert [row for row in store.read(officer, board.warned, officer, periods.now()) if row.is_stale] == []


def test_who_reads_no_cases_is_told_nothing(store: Store, founder: Actor, administrator: Actor, sit: Sit) -> None:
    case(store, founder)
    sitting = sit(administrator)
    reminder = Reminder(sitting.window, Beside)
    reminder.start()
    assert not reminder._every.isActive()
    assert store.read(administrator, tray.pressing, administrator) == Pressing()
    assert isinstance(reminder.parent(), QWidget)
