"""My desk: what presses, why it does, where it leads, one's own groups, and nothing of what one may not know."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from soc_desk.services import periods, subjects
from soc_desk.services.plans import actions
from soc_desk.services.plans.drafts import BecauseDraft
from soc_desk.services.today import MyDesk
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, FourP
from tests import factories, factories_plan, factories_poca
from tests.ui.conftest import WindowMaker
from tests.ui.disruptions.steps import unnamed
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.main_window import MainWindow
from ui.pages.intelligence import IntelligencePage
from ui.pages.my_desk import MyDeskPage, facts_line, rail_count
from ui.pages.poca import PocaPage
from ui.widgets.board import BoardRow

LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def group(store: Store, founder: Actor, coordinator: Actor) -> UUID:
    """An active group of the signed-in person, without intelligence since January."""
    days = {"intelligence_told_on": LONG_AGO, "mapped_on": LONG_AGO}
    return factories.active_ocg(store, founder, coordinator, tier="2", **days)


def page_of(window: MainWindow, desk: Desk) -> MyDeskPage:
    window.open_page("my_desk")
    desk.settle()
    page = window.way.page
    assert isinstance(page, MyDeskPage)
    return page


def first_row(page: MyDeskPage, board: str) -> BoardRow:
    return page.boards[board].findChildren(BoardRow)[0]


def test_it_is_the_first_page(window: MainWindow) -> None:
    assert isinstance(window.way.page, MyDeskPage)


def test_a_drifting_group_says_how_long_and_why(group: UUID, window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    items = page.boards["drifting"].items
    assert f"{(periods.today() - LONG_AGO).days} days" in [item.when for item in items]
    assert all(item.headline.endswith(" Harrier") for item in items)
    assert "local policy" in items[0].why
    assert "183 days" in first_row(page, "drifting").toolTip()
    assert "183 days" in first_row(page, "drifting").accessibleName()


def test_why_is_told_on_demand(group: UUID, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = page_of(window, desk)
    first_row(page, "drifting").setFocus()
    page.explain()
    (question,) = window.findChildren(Question)
    assert "why it is here" in question.windowTitle()
    question.buttons[0].click()
    desk.settle()
    assert window.way.page is not None
    assert window.way.page.NAME == "ocgs"


def test_without_a_line_there_is_nothing_to_explain(window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    page.table.setFocus()
    page.explain()
    assert window.findChildren(Question) == []


def test_enter_on_a_line_opens_its_record(group: UUID, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(first_row(page_of(window, desk), "drifting"), Qt.Key.Key_Return)
    desk.settle()
    assert window.way.page is not None
    assert window.way.page.NAME == "ocgs"


def test_a_group_proposed_for_the_archive_leads_to_the_board(
    group: UUID, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page = page_of(window, desk)
    rows = {row.item.headline: row for row in page.boards["to_do"].findChildren(BoardRow)}
    qtbot.keyClick(rows["1 group proposed for the archive"], Qt.Key.Key_Return)
    desk.settle()
    opened = window.way.page
    assert isinstance(opened, IntelligencePage)
    assert opened.parts.currentWidget() is opened.review
    assert [item.id for item in opened.review.board.items] == [group]


def test_own_groups_show_what_counted_under_each_p(
    store: Store, founder: Actor, supervisor: Actor, group: UUID, window: MainWindow, desk: Desk
) -> None:
    recent = periods.today() - timedelta(days=20)
    factories.approved(store, founder, supervisor, group, disruption_date=recent)
    factories.submitted(store, founder, group, disruption_date=recent, four_p=FourP.PREVENT)
    page = page_of(window, desk)
    page.go_stale()
    desk.settle()
    (row,) = page.table.rows.in_memory()
    shown = page.model.column("four_ps").text(row[1])
    assert shown == "Pursue 1, Prevent 0, Protect 0, Prepare 0"
    assert page.model.column("last").text(row[1]) == "5 Jan 2026"
    assert page.model.column("tier").text(row[1]) == "2"


def test_enter_on_a_group_opens_it(group: UUID, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = page_of(window, desk)
    page.table.select_ids({group})
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    desk.settle()
    assert window.way.page is not None
    assert window.way.page.NAME == "ocgs"


def test_a_change_arrives_by_itself(store: Store, founder: Actor, window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    assert page.model.rowCount() == 0
    factories.ocg(store, founder)
    desk.ask_news()
    desk.settle()
    desk.ask_news()
    desk.settle()
    page.go_stale()
    desk.settle()
    assert page.model.rowCount() == 1


def test_the_line_under_the_heading_counts_what_is_there(group: UUID, window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    assert "caseload 1 group (team median 1)" in page.facts.text()
    assert str(periods.today().year) in page.facts.text()


def test_the_line_names_the_day() -> None:
    empty = MyDesk(against_the_clock=(), to_do=(), drifting=(), groups=(), caseload=9, cases=4, team_median=6.5)
    told = facts_line(empty, date(2026, 11, 22))
    assert told == "Sunday 22 November 2026 · nothing presses today · caseload 9 groups (team median 6.5), 4 POCA cases"


def test_a_closed_group_is_on_nobody_elses_desk(
    store: Store, founder: Actor, coordinator: Actor, group: UUID, make_window: WindowMaker, qtbot: QtBot
) -> None:
    proposed = factories.ocg(store, founder, name="Kestrel")
    store.write(founder, subjects.set_access, proposed, factories.version(store, founder, proposed), Access.SEALED, ())
    theirs = Desk(store, coordinator, InlineLane())
    page = page_of(make_window(by=theirs), theirs)
    told = " ".join(f"{item.headline} {item.sub}" for board in page.boards.values() for item in board.items)
    assert "Kestrel" not in told
    assert store.read(coordinator, rail_count, coordinator) == (0, 0)
    theirs.close()


def test_who_reads_no_cases_is_told_so(store: Store, administrator: Actor, make_window: WindowMaker) -> None:
    theirs = Desk(store, administrator, InlineLane())
    page = page_of(make_window(by=theirs), theirs)
    assert "do not include reading cases" in page.facts.text()
    assert page.model.rowCount() == 0
    theirs.close()


def test_the_model_keeps_qts_rules(group: UUID, window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.go_stale()
    desk.settle()
    assert page.model.rowCount() == 1
    assert tester.model() is page.model


def test_everything_on_it_has_a_name(group: UUID, window: MainWindow, desk: Desk) -> None:
    page = page_of(window, desk)
    assert page.table.accessibleName() == "My groups"
    assert [board.accessibleName() for board in page.boards.values()] == ["Against the clock", "To do", "Drifting"]
    assert all(row.accessibleName() for row in page.findChildren(BoardRow))
    assert unnamed(page) == []


def seized(store: Store, by: Actor, days_ago: int = 0) -> UUID:
    """A POCA case whose 48 hours run, or are over."""
    return factories_poca.seized(store, by, seized_at=periods.now() - timedelta(days=days_ago))


def test_a_deadline_stands_first_and_opens_its_case(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    seized(store, founder)
    expired = seized(store, founder, days_ago=30)
    page = page_of(window, desk)
    page.go_stale()
    desk.settle()
    item = page.boards["clock"].items[0]
    assert (item.when, item.tone) == ("EXPIRED", "red")
    assert "days ago · £6,150.00" in item.sub
    qtbot.keyClick(first_row(page, "clock"), Qt.Key.Key_Return)
    desk.settle()
    opened = window.way.page
    assert isinstance(opened, PocaPage)
    assert opened.record.id == expired


def test_an_action_that_is_agreed_and_done_elsewhere_comes_and_goes(
    store: Store, founder: Actor, coordinator: Actor, group: UUID, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window, desk)
    desk.ask_news()
    desk.settle()
    due = {"owner_id": founder.id, "owner": "", "agency": "", "due_on": periods.today()}
    action = factories_plan.action(store, coordinator, group, **due)
    desk.ask_news()
    desk.settle()
    assert "Warrants at two addresses" in [item.headline for item in page.boards["to_do"].items]
    store.write(coordinator, actions.cancel, action, 1, BecauseDraft(because="No longer wanted"))
    desk.ask_news()
    desk.settle()
    assert "Warrants at two addresses" not in [item.headline for item in page.boards["to_do"].items]


def test_a_day_that_begins_is_noticed_everywhere(window: MainWindow, desk: Desk, group: UUID) -> None:
    page = page_of(window, desk)
    window.counts._day = page._day = page._day - timedelta(days=1)
    told: list[int] = []
    desk.lost_track.connect(lambda: told.append(1))
    window.counts.minute.timeout.emit()
    window.counts.minute.timeout.emit()  # once a day
    desk.settle()
    assert told == [1]
    assert page._day == periods.today()


def test_deadlines_are_read_again_as_the_clock_goes_on(
    store: Store, founder: Actor, window: MainWindow, desk: Desk
) -> None:
    seized(store, founder)
    page = page_of(window, desk)
    page.go_stale()
    desk.settle()
    page._look_at_the_clock()
    desk.settle()
    read_at = page._read_at
    page._read_at -= timedelta(minutes=6)
    page._look_at_the_clock()
    desk.settle()
    assert page._read_at >= read_at


def test_the_rail_counts_what_is_due_soon_and_reddens_by_the_clock(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    seized(store, founder)
    badge = window.rail.buttons["poca"].count
    for words in ("1", "2 overdue"):
        window.counts.read_all()
        qtbot.waitUntil(lambda: not window.counts._waiting and not window.counts._next.isActive())
        desk.settle()
        if words == "1":
            assert window.rail.buttons["poca"].accessibleName() == "POCA, 1"
            seized(store, founder, days_ago=30)
            seized(store, founder, days_ago=31)
    assert window.rail.buttons["poca"].accessibleName() == "POCA, 2 overdue"
    assert badge.isVisible()
