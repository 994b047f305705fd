"""The whole application walked page by page as each kind of person, at two sizes, in every scheme.

Any Qt warning fails (``qt_log_level_fail``). The store is a small demonstration: names and words as long as in life.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)  # fmt: skip
from pytestqt.qtbot import QtBot

from soc_desk.demo import making
from soc_desk.demo.making import Size
from soc_desk.domain import User
from soc_desk.services import ocgs
from soc_desk.services.ocgs import OcgFilter
from soc_desk.store import Actor, Store, Work, opening, use_case
from soc_desk.vocabulary import EVERYONE
from tests.conftest import PEOPLE
from tests.ui.conftest import check
from tests.ui.ways import Sitting, all_words, plain
from ui import theme
from ui.desk import Desk, InlineLane
from ui.drafts import Journal
from ui.main_window import MainWindow, StoreWords
from ui.settings import Settings
from ui.sheet import Sheet
from ui.theme import SCHEMES

SIZES = {"small": (1024, 700), "usual": (1440, 900)}
CASES = {"ocgs", "disruptions"}
_READS = {
    "my_desk", "ocgs", "disruptions", "poca", "people", "intelligence", "managed", "operations", "requests",
    "returns", "local_profiles", "settings",
}  # fmt: skip
PAGES_OF = {
    "officer": _READS | {"imports"},
    "supervisor": _READS | {"moderation", "imports", "reports"},
    "administrator": {"my_desk", "audit", "settings"},
    "auditor": {"my_desk", "audit", "settings"},
    "analyst": _READS | {"reports"},
}
"""What each role finds in the rail: no more, no less."""

MOST_TABS, ROUNDS = 300, 2


@use_case("Let the people of the tests into a demonstration", needs=EVERYONE)
def join(work: Work) -> None:
    work.insert_many(
        User,
        [
            {"id": p.id, "name": f"walking-{p.name}", "display": p.display, "roles": sorted(p.roles), "team_id": None,
             "disabled_at": None}
            for p in PEOPLE.values()
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small demonstration store that also knows the people of the tests."""
    folder = tmp_path_factory.mktemp("walk")
    path = folder / "walk.socdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_DESK_HOME", str(folder / "home"))
        making.make(str(path), Size.TEAM).close()
        store = opening.enter(str(path), making.USER, making.PASSPHRASE).store
        store.write(making.founder_of(store), join)
        yield store
        store.close()


@pytest.fixture
def walker(request: pytest.FixtureRequest, demonstration: Store) -> Actor:
    """The person who walks: one of ``PAGES_OF``, or the one who made the demonstration and has every role."""
    return PEOPLE.get(request.param) or making.founder_of(demonstration)


@pytest.fixture
def walk(demonstration: Store, walker: Actor, tmp_path: Path, qtbot: QtBot) -> Iterator[Sitting]:
    desk = Desk(demonstration, walker, InlineLane())
    drafts = Journal(tmp_path / "drafts", os.urandom(32))
    window = MainWindow(desk, Settings(tmp_path / "walk.ini"), drafts, StoreWords(synthetic=True), check)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    yield Sitting(window, desk, qtbot)
    window.close()
    desk.close()


def places(walk: Sitting) -> Iterator[str]:
    """Every page of the rail and every tab of it, one after the other; gives where the walk is."""
    for name, button in walk.window.rail.buttons.items():
        walk.press(button)
        yield name
        page = walk.window.way.page
        assert page is not None
        for bar in page.findChildren(QTabBar):
            for place in range(1, bar.count()):
                if bar.isVisible() and bar.isTabEnabled(place):
                    bar.setCurrentIndex(place)
                    walk.settle()
                    yield f"{name}: {bar.tabText(place)}"
            bar.setCurrentIndex(0)
            walk.settle()


# what is looked at ----------------------------------------------------------------------------------------------------


def cut_off(root: QWidget) -> list[str]:
    """Words that have less room than they take."""
    found = []
    for shown in root.findChildren(QLabel):
        if not shown.isVisible() or not shown.text() or shown.textFormat() is Qt.TextFormat.RichText:
            continue
        if shown.wordWrap():
            short = shown.height() < shown.heightForWidth(shown.width()) - 1
        else:
            short = shown.contentsRect().width() < shown.fontMetrics().horizontalAdvance(plain(shown.text())) - 1
        if short:
            found.append(f"“{shown.text()}” has {shown.width()} x {shown.height()}")
    found += [
        f"“{pressed.text()}” has {pressed.width()} of {pressed.minimumSizeHint().width()}"
        for pressed in root.findChildren(QAbstractButton)
        if pressed.isVisible() and pressed.text() and pressed.width() < pressed.minimumSizeHint().width() - 1
    ]
    for header in root.findChildren(QHeaderView):
        if header.isVisible() and header.orientation() is Qt.Orientation.Horizontal and header.model() is not None:
            found += list(_cut_headings(header))
    return found


def _cut_headings(header: QHeaderView) -> Iterator[str]:
    for section in range(header.count()):
        words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        room = header.sectionSize(section)
        if not header.isSectionHidden(section) and room < header.fontMetrics().horizontalAdvance(words):
            yield f"heading “{words}” has {room}"


def outside(window: QWidget) -> list[str]:
    """Controls that stick out of the window or of what holds them, where nothing can be scrolled."""
    found = []
    for shown in window.findChildren(QWidget):
        if not shown.isVisible() or not isinstance(shown, QAbstractButton | QLineEdit | QComboBox):
            continue
        parent = shown.parentWidget()
        if parent is None or parent.objectName() == "qt_scrollarea_viewport" or not (shown.width() and shown.height()):
            continue
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(shown.geometry()):
            found.append(f"{type(shown).__name__} “{shown.accessibleName()}” in {type(parent).__name__}")
    return found


def nameless(root: QWidget) -> list[str]:
    """Controls that take the keyboard and have nothing for a screen reader to say."""
    return [
        f"{type(shown).__name__} in {type(shown.parentWidget()).__name__}"
        for shown in root.findChildren(QWidget)
        if shown.isVisible() and takes_tab(shown) and not shown.accessibleName() and not _own_words(shown)
    ]


def takes_tab(shown: QWidget) -> bool:
    return bool(shown.focusPolicy() & Qt.FocusPolicy.TabFocus) and shown.isEnabled() and shown.focusProxy() is None


def _own_words(shown: QWidget) -> str:
    if isinstance(shown, QAbstractButton):
        return shown.text()
    parent = shown.parentWidget()
    is_part = isinstance(shown, QLineEdit) and isinstance(parent, QComboBox | QAbstractSpinBox)
    return parent.accessibleName() if is_part and parent is not None else ""


def unreached(walk: Sitting) -> list[str]:
    """What Tab should reach and does not, going round the window. One of a group of choices is enough.

    Twice round: what stands beside a table opens a moment after the table was left.
    """
    reached: list[QWidget] = []
    walk.focused()
    for _ in range(MOST_TABS):
        now = QApplication.focusWidget()
        if now is None or reached.count(now) == ROUNDS:
            break
        reached.append(now)
        walk.qtbot.keyClick(now, Qt.Key.Key_Tab)
    else:
        return ["Tab never came round."]
    groups = {now.parentWidget() for now in reached}
    return [
        f"{type(shown).__name__} “{shown.accessibleName() or _own_words(shown)}”"
        for shown in walk.window.findChildren(QWidget)
        if shown.isVisible() and takes_tab(shown) and shown not in reached and not _is_part(shown)
        and not (isinstance(shown, QAbstractButton) and shown.isCheckable() and shown.parentWidget() in groups)
    ]  # fmt: skip


def _is_part(shown: QWidget) -> bool:
    """The line of an editable list belongs to the list, and the other way round."""
    parent = shown.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox) or (isinstance(shown, QComboBox) and shown.isEditable())


# the walks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("walker", PAGES_OF, indirect=True)
def test_the_rail_holds_what_the_role_may_see_and_no_more(walk: Sitting, walker: Actor) -> None:
    assert set(walk.window.rail.buttons) == PAGES_OF[walker.name]
    offers = walk.window
    offers.doing.open_palette()
    offered = {offer.text for offer in offers.palette_box._offers if offer.right == "Page"}
    assert len(offered) == len(PAGES_OF[walker.name])
    offers.palette_box.close_up()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("walker", PAGES_OF, indirect=True)
def test_nothing_is_cut_off_or_nameless_in_any_scheme(
    walk: Sitting, walker: Actor, size: str, qapp: QApplication
) -> None:
    walk.window.resize(*SIZES[size])
    faults: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        theme.apply(qapp, scheme)
        for place in places(walk):
            walk.window.grab()
            seen = cut_off(walk.window) + outside(walk.window) + nameless(walk.window)
            if seen:
                faults[f"{scheme}, {place}"] = seen
    assert walk.window.size().toTuple() == SIZES[size]
    assert faults == {}


@pytest.mark.parametrize("walker", ["founder"], indirect=True)
def test_tab_reaches_everything_on_every_page(walk: Sitting) -> None:
    walk.window.resize(*SIZES["usual"])
    missed = {place: gone for place in places(walk) if (gone := unreached(walk))}
    assert missed == {}


@pytest.mark.parametrize("walker", ["founder"], indirect=True)
def test_a_page_that_is_opened_has_the_keyboard(walk: Sitting) -> None:
    without = []
    for name, button in walk.window.rail.buttons.items():
        walk.press(button)
        page, now = walk.window.way.page, walk.focused()
        assert page is not None
        if now is not page and not page.isAncestorOf(now):
            without.append(name)
    assert without == []


@pytest.mark.parametrize("walker", ["administrator", "auditor"], indirect=True)
def test_who_reads_no_cases_is_shown_none(walk: Sitting, demonstration: Store) -> None:
    groups = demonstration.read(making.founder_of(demonstration), ocgs.page, OcgFilter())
    assert groups
    told = {row.reference for row in groups} | {row.name for row in groups} | {"D-2026-", "D-2025-", "PI-0001"}
    for place in places(walk):
        shown = all_words(walk.window, hidden=True)
        assert {case for case in told if case in shown} == set(), place
    walk.window.doing.open_palette()
    box = walk.window.palette_box
    walk.qtbot.keyClicks(box.field, groups[0].name[:5])
    box._ask()
    walk.settle()
    assert box._hits == []


def test_the_rail_of_a_person_with_two_roles_holds_both(demonstration: Store, tmp_path: Path, qtbot: QtBot) -> None:
    from dataclasses import replace

    both = replace(PEOPLE["officer"], roles=PEOPLE["officer"].roles | PEOPLE["auditor"].roles)
    desk = Desk(demonstration, both, InlineLane())
    window = MainWindow(
        desk, Settings(tmp_path / "walk.ini"), Journal(tmp_path / "drafts", os.urandom(32)), StoreWords(), check
    )
    qtbot.addWidget(window)
    assert set(window.pages) == PAGES_OF["officer"] | PAGES_OF["auditor"]
    desk.close()


DENSE = (
    "bid-new-error", "intelligence-form", "ocg-archive", "ocg-form", "ocg-form-error", "ocg-lead",
    "operations-new-error", "person-link-new", "person-profile", "person-record", "person-tie",
    "poca-champion", "poca-notice", "poca-seizure-new", "score-template", "strength",
)  # fmt: skip
"""Scenes with so many fields that a letter is easily given twice."""


@pytest.mark.parametrize("scene", DENSE)
@pytest.mark.parametrize("walker", ["founder"], indirect=True)
def test_no_letter_opens_two_fields_of_a_form(walk: Sitting, scene: str) -> None:
    from ui.pictures import scenes

    shown = scenes()[scene](walk.desk, walk.window) or walk.window
    shown.show()
    walk.settle()
    open_ones = [d for d in walk.window.findChildren(QDialog) if d.isVisible()] or [shown]
    if open_ones == [walk.window]:
        open_ones = [sheet for sheet in walk.window.findChildren(Sheet) if sheet.isVisible()]
    (form,) = open_ones
    words = [
        part.text().replace("&&", "")
        for part in form.findChildren(QWidget)
        if isinstance(part, QAbstractButton | QLabel) and part.isVisible()
        and not (isinstance(part, QLabel) and part.buddy() is None)
    ]  # fmt: skip
    letters = [text[text.index("&") + 1].lower() for text in words if "&" in text]
    assert len(letters) > 1
    assert {letter for letter in letters if letters.count(letter) > 1} == set()
    form.close()
