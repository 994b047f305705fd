"""The frame: pages, the way back, keys, counts, colleagues' changes, and what stays between runs."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.errors import DeskError, StoreUnavailable
from soc_desk.services import places
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Marking, Role
from tests.ui.conftest import WindowMaker
from tests.ui.pages_for_tests import PAGES, NoteForm, NotesPage
from ui.desk import Desk, InlineLane
from ui.drafts import Journal, Kept
from ui.frame.top_bar import initials
from ui.main_window import MainWindow, role_words
from ui.pages import PAGES as REAL_PAGES
from ui.settings import Settings


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    return make_window(PAGES)


@pytest.fixture
def notes(window: MainWindow) -> NotesPage:
    page = window.way.page
    assert isinstance(page, NotesPage)
    return page


def test_the_first_page_is_shown_read_and_marked_in_the_rail(window: MainWindow, notes: NotesPage) -> None:
    assert notes.refreshed == 1
    assert window.rail.buttons["notes"].isChecked()
    assert not window.rail.buttons["other"].isChecked()


def test_pages_are_made_when_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert window.stage.pages.count() == 1
    qtbot.mouseClick(window.rail.buttons["other"], Qt.MouseButton.LeftButton)
    assert window.stage.pages.count() == 2
    assert window.rail.buttons["other"].isChecked()


def test_alt_left_returns_to_the_place_and_alt_right_goes_on(
    window: MainWindow, notes: NotesPage, qtbot: QtBot
) -> None:
    notes.filter.setText("harrier")
    window.open_page("other")
    window.open_page("notes", text="bramble")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.way.page is not notes
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.way.page is notes
    assert notes.filter.text() == "harrier"
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert notes.filter.text() == "bramble"


def test_a_record_is_shown_on_its_page(window: MainWindow, notes: NotesPage) -> None:
    record = uuid4()
    window.open_page("notes", record=record)
    assert notes.record == record


def test_a_visible_page_reads_again_and_a_hidden_one_when_next_shown(
    window: MainWindow, notes: NotesPage, desk: Desk
) -> None:
    desk.write(places.add_area, "East")
    desk.settle()
    assert notes.refreshed == 2
    window.open_page("other")
    desk.write(places.add_area, "West")
    desk.write(places.add_area, "Far West")
    desk.settle()
    assert notes.refreshed == 2
    window.open_page("notes")
    assert notes.refreshed == 3


def test_what_a_page_does_not_show_does_not_touch_it(notes: NotesPage, desk: Desk) -> None:
    desk.write(places.add_team, "Economic crime team")
    desk.settle()
    assert notes.refreshed == 1


def test_f5_reads_again(window: MainWindow, notes: NotesPage, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert notes.refreshed == 2


def test_ctrl_f_goes_to_the_pages_own_filter(window: MainWindow, notes: NotesPage, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is notes.filter


def test_counts_arrive_and_only_overdue_is_red(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    button = window.rail.buttons["notes"]
    qtbot.waitUntil(lambda: button.accessibleName() == "Notes, 1 overdue")
    button.set_count(3, 0)
    assert button.accessibleName() == "Notes, 3"
    button.set_count(0, 0)
    assert button.accessibleName() == "Notes"


def test_no_name_in_the_rail_touches_its_count(make_window: WindowMaker, desk: Desk) -> None:
    window = make_window()
    for button in window.rail.buttons.values():
        button.set_count(0, 188)
    desk.settle()
    QApplication.processEvents()
    for name, button in window.rail.buttons.items():
        words = 9 + button.iconSize().width() + button.fontMetrics().horizontalAdvance(button.text()) + 4
        assert words + 6 <= button.count.geometry().left(), name


def test_the_rail_collapses_to_icons_that_keep_their_names(window: MainWindow, qtbot: QtBot) -> None:
    wide = window.rail.width()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.rail.width() < wide / 3
    assert window.rail.buttons["notes"].text() == ""
    assert window.rail.buttons["notes"].accessibleName()
    assert window.settings.rail_is_narrow
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.rail.buttons["notes"].text().strip() == "Notes"


def test_the_window_remembers_page_and_places(
    window: MainWindow, notes: NotesPage, make_window: WindowMaker, settings: Settings
) -> None:
    notes.filter.setText("harrier")
    window.open_page("other")
    window.close()
    again = make_window(PAGES)
    assert again.way.page is not None
    assert again.way.page.NAME == "other"
    again.open_page("notes")
    page = again.way.page
    assert isinstance(page, NotesPage)
    assert page.filter.text() == "harrier"
    settings.file.sync()
    assert "harrier" not in Path(settings.file.fileName()).read_text(encoding="utf-8")


def test_saving_says_when(window: MainWindow, desk: Desk) -> None:
    desk.write(places.add_area, "East")
    desk.settle()
    assert window.status.saved.text().startswith("All changes saved ")


def test_an_unclaimed_error_is_a_banner_and_dismissed(window: MainWindow, desk: Desk) -> None:
    desk.failed.emit(DeskError("The printer is out of paper. Fill it."))
    assert window.notices.text == "The printer is out of paper. Fill it."
    window.notices.warning.dismiss()
    assert window.notices.text == ""


def test_a_warning_about_one_action_goes_with_the_place_it_was_given_on(window: MainWindow, desk: Desk) -> None:
    first, second = list(window.pages)[:2]
    window.open_page(first)
    window.warn("The merger made this relation; take the merger apart.")
    window.open_page(first)
    assert window.notices.text
    window.open_page(second)
    assert window.notices.text == ""
    for told in ("The log was cut.", StoreUnavailable("The store is read-only at the moment.")):
        window.notices.tell(told)
        window.open_page(first)
        window.open_page(second)
        assert window.notices.text == str(told)
    window.warn("It is closed.")
    window.doing.go_back()
    assert window.notices.text == ""


def test_a_lost_connection_is_told_and_its_return_reads_again(window: MainWindow, notes: NotesPage, desk: Desk) -> None:
    def unreachable(_session: object) -> None:
        raise StoreUnavailable("The store cannot be reached. Try again.")

    desk.read(unreachable).then(notes, print, lambda _error: None)
    desk.settle()
    assert "Connection lost" in window.status.store.text()
    desk.ask_news()
    desk.settle()
    assert window.status.store.text() == "Local store, encrypted"
    assert notes.refreshed == 2


def test_undo_takes_back_the_last_change_once(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[int] = []
    window.notify("The group was archived.", lambda: undone.append(1))
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert window.notices.said == "There is nothing to undo."


def test_a_crash_is_told_once_at_a_time(window: MainWindow, desk: Desk) -> None:
    for _ in range(2):
        desk.crashed.emit(ZeroDivisionError("secret"))
    dialogs = window.findChildren(QDialog)
    assert [dialog.windowTitle() for dialog in dialogs] == ["The program made a mistake"]
    dialogs[0].close()


def test_a_page_one_may_not_open_is_not_listed(
    make_window: WindowMaker, store: Store, officer: Actor, qapp: object
) -> None:
    desk = Desk(store, officer, InlineLane())
    pages = (PAGES[0], replace(PAGES[1], needs="services.places.add_team"))
    window = make_window(pages, desk)
    assert list(window.rail.buttons) == ["notes"]
    desk.close()


def test_a_page_that_is_closed_to_this_person_is_told_of_in_a_sentence(
    make_window: WindowMaker, store: Store, officer: Actor, qapp: object
) -> None:
    desk = Desk(store, officer, InlineLane())
    window = make_window((PAGES[0], replace(PAGES[1], needs="services.places.add_team")), desk)
    window.open_page("other", record=officer.id)
    assert window.notices.text == "Your roles do not include “Other”. Ask an administrator for a role that does."
    assert isinstance(window.way.page, NotesPage)
    desk.close()


def test_a_record_may_lower_the_marking_until_the_page_is_left(window: MainWindow) -> None:
    window.mark(Marking.OFFICIAL)
    assert window.strip.marking == "OFFICIAL"
    window.open_page("other")
    assert window.strip.marking == "OFFICIAL-SENSITIVE"


def test_kept_drafts_are_offered_and_resumed_in_their_form(
    make_window: WindowMaker, journal: Journal, desk: Desk
) -> None:
    form = f"{NoteForm.__module__}:NoteForm"
    draft = journal.keep(Kept(form, "Write a note", {"words": "Three warrants"}))
    window = make_window(PAGES)
    assert window.notices.text == "“Write a note” was typed and not saved."
    window.kept.resume(draft)
    sheet = window.stage.sheet
    assert isinstance(sheet, NoteForm)
    assert sheet.words.text() == "Three warrants"
    sheet.save()
    desk.settle()
    assert journal.kept() == []


def test_a_draft_of_another_version_stays_in_the_journal(make_window: WindowMaker, journal: Journal) -> None:
    draft = journal.keep(Kept("ui.forms.gone:GoneForm", "An old form", {}))
    window = make_window(PAGES)
    window.kept.resume(draft)
    assert "stays among the kept drafts" in window.notices.text
    assert journal.kept() == [draft]


def test_a_damaged_journal_entry_is_a_sentence(make_window: WindowMaker, journal: Journal) -> None:
    draft = journal.keep(Kept("m:F", "Note", {}))
    (journal.folder / f"{draft.id}.draft").write_bytes(b"nonsense")
    window = make_window(PAGES)
    assert f"{draft.id}.damaged" in window.notices.text
    assert window.notices.text.endswith("unharmed.")


def test_the_window_fits_the_smallest_size_without_clipping(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.width() == 1024)
    for shown in window.findChildren(QLabel):
        if shown.isVisible() and not shown.wordWrap():
            assert shown.width() >= shown.minimumSizeHint().width(), shown.text()


class _Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.property('text') or ''}".strip())
        return False


@pytest.mark.parametrize("name", [page.name for page in REAL_PAGES])
def test_no_part_of_a_page_flashes_up_as_a_window(
    name: str, make_window: WindowMaker, desk: Desk, qapp: QApplication, settings: Settings
) -> None:
    windows = _Windows()
    settings.page = name
    qapp.installEventFilter(windows)
    window = make_window(REAL_PAGES)
    desk.settle()
    qapp.removeEventFilter(windows)
    assert window.way.page is not None
    assert name == window.way.page.NAME
    assert windows.shown == ["MainWindow"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("DC A. Example", "AE"), ("F. Ounder", "FO"), ("Ms C. Oordinator", "MO"), ("Example", "E"), ("DI", "D"), ("", "")],
)
def test_initials_leave_out_the_rank(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_roles_are_told_in_few_words(founder: Actor) -> None:
    def of(*roles: Role) -> str:
        return role_words(replace(founder, roles=frozenset(roles)))

    assert of(Role.OFFICER) == "Officer"
    assert of(Role.SUPERVISOR, Role.OFFICER) == "Officer, Supervisor"
    assert of(Role.SUPERVISOR, Role.OFFICER, Role.ANALYST) == "Officer and 2 more"
    assert of(*Role) == "All roles"
