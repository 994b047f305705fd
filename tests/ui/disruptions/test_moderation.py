"""The moderation board: who waits longest, what a second person may decide, and what is nobody's own to decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from soc_desk.services import disruption_rows, disruptions, moderation, periods
from soc_desk.services.today import my_desk
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, ImpactLevel, ModerationResult
from tests import factories
from tests.ui.conftest import WindowMaker
from tests.ui.disruptions.steps import stored, unnamed
from ui.ask import Ask
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.forms.moderate import CorrectDialog, ModerateDialog
from ui.main_window import MainWindow
from ui.pages.moderation import TO_SEND, WAITING, ModerationPage, rail_count


@pytest.fixture
def waiting(store: Store, officer: Actor, supervisor: Actor, group: UUID) -> list[UUID]:
    """Two of the officer's on one day, one of the supervisor's own."""
    return [
        factories.submitted(store, officer, group, disruption_date=date(2026, 3, 2)),
        factories.submitted(store, officer, group, disruption_date=date(2026, 3, 2), distinct_because="Another house."),
        factories.submitted(store, supervisor, group, disruption_date=date(2026, 3, 4)),
    ]


@pytest.fixture
def supervisors(store: Store, supervisor: Actor) -> Iterator[Desk]:
    made = Desk(store, supervisor, InlineLane())
    yield made
    made.close()


@pytest.fixture
def window(make_window: WindowMaker, supervisors: Desk) -> MainWindow:
    return make_window(by=supervisors)


@pytest.fixture
def board(waiting: list[UUID], window: MainWindow, supervisors: Desk) -> ModerationPage:
    """The supervisor's board with three records."""
    window.open_page("moderation")
    supervisors.settle()
    page = window.way.page
    assert isinstance(page, ModerationPage)
    return page


def select(board: ModerationPage, desk: Desk, id_: UUID, qtbot: QtBot) -> None:
    """Select a record and stay on it until it is open."""
    (place,) = board.model.places_of({id_})
    with qtbot.waitSignal(board.inspection.shown, timeout=20_000, check_params_cb=lambda detail: detail is not None):
        board.table.selectRow(place)
    desk.settle()


def offered(board: ModerationPage) -> list[str]:
    foot = board.inspector.foot
    widgets = [item.widget() for n in range(foot.count()) if (item := foot.itemAt(n)) is not None]
    return [widget.text().replace("&", "") for widget in widgets if isinstance(widget, QPushButton)]


def decide(
    window: MainWindow, desk: Desk, result: ModerationResult, note: str, level: ImpactLevel | None = None
) -> None:
    (dialog,) = window.findChildren(ModerateDialog)
    dialog.decision.set_value(result)
    dialog.decision.edited.emit()
    if level is not None:
        dialog.level.set_value(level)
    dialog.note.set_value(note)
    dialog.act()
    desk.settle()


def status(store: Store, reader: Actor, id_: UUID) -> DisruptionStatus:
    return stored(store, reader, id_).row.status


def test_what_waits_is_listed_with_its_rationale_and_what_to_note(board: ModerationPage, waiting: list[UUID]) -> None:
    lines = {line.id: line for line in board.model._rows}
    assert list(lines) == waiting
    assert [lines[id_].is_own for id_ in waiting] == [False, False, True]
    assert [lines[id_].is_doubled for id_ in waiting] == [True, True, False]
    assert lines[waiting[0]].rationale.startswith("Line holder")
    assert board.facts.text().startswith("3 awaiting moderation")


def test_a_long_wait_is_marked_and_counted(
    board: ModerationPage, supervisors: Desk, store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    today = periods.today()
    store._clock = lambda: datetime.combine(today - timedelta(days=8), time(23, 59), UTC)  # seven days are allowed
    factories.submitted(store, officer, group, disruption_date=date(2026, 1, 4))
    store._clock = lambda: datetime.now(UTC)
    assert store.read(supervisor, rail_count, supervisor) == (4, 1)
    assert store.read(supervisor, moderation.waiting_since, today - timedelta(days=8)) == 0
    board.refresh()
    supervisors.settle()
    assert board.facts.text().endswith("longest 8 days · 1 longer than 7 days (local)")
    on_desk = store.read(supervisor, my_desk, supervisor, today).against_the_clock
    (line,) = (line for line in on_desk if line.urgency == "red")
    shown, tip = board.model.loaded(0), board.model.column("waits").tooltip
    assert shown is not None
    assert tip is not None
    assert (shown.id, shown.waits, shown.urgency) == (line.record_id, "8 days", "red")
    assert (line.due, tip(shown)) == ("1 day over", "1 day over by local policy.")


def test_agreeing_asks_and_then_counts(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID],
    qtbot: QtBot,
) -> None:  # fmt: skip
    select(board, supervisors, waiting[0], qtbot)
    assert offered(board) == ["Agree", "Level…", "Return…", "Reject…"]
    window.action("moderation.agree").trigger()
    supervisors.settle()
    (question,) = window.findChildren(Question)
    question.buttons[0].click()
    supervisors.settle()
    assert status(store, officer, waiting[0]) is DisruptionStatus.APPROVED
    assert waiting[0] not in {line.id for line in board.model._rows}


def test_several_are_agreed_and_ones_own_stay(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID]
) -> None:
    board.table.selectAll()
    assert board.bulk.isVisible()
    window.action("moderation.agree").trigger()
    supervisors.settle()
    (question,) = window.findChildren(Question)
    question.buttons[0].click()
    supervisors.settle()
    assert [status(store, officer, id_) for id_ in waiting] == [
        DisruptionStatus.APPROVED, DisruptionStatus.APPROVED, DisruptionStatus.SUBMITTED,
    ]  # fmt: skip


def test_ones_own_is_shown_with_the_reason_and_no_decision(
    board: ModerationPage, supervisors: Desk, waiting: list[UUID], qtbot: QtBot
) -> None:
    select(board, supervisors, waiting[2], qtbot)
    assert offered(board) == []
    told = board.inspector.foot.itemAt(0)
    assert told is not None
    assert "somebody else moderates it" in told.widget().text()


def test_a_level_is_changed_only_with_a_reason_and_the_first_one_is_kept(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID],
    qtbot: QtBot,
) -> None:  # fmt: skip
    select(board, supervisors, waiting[0], qtbot)
    window.action("moderation.level").trigger()
    supervisors.settle()
    decide(window, supervisors, ModerationResult.LEVEL_CHANGED, "", ImpactLevel.MINOR)
    (dialog,) = window.findChildren(ModerateDialog)
    assert dialog._note.shown_problem == "Say why the level is changed."
    decide(window, supervisors, ModerationResult.LEVEL_CHANGED, "Replaced in a week.", ImpactLevel.MINOR)
    detail = stored(store, officer, waiting[0])
    assert (detail.row.impact_level, detail.level_before) == (ImpactLevel.MINOR, ImpactLevel.MAJOR)
    assert "at another level" in window.notices.said


@pytest.mark.parametrize(
    "step",
    [
        ("moderation.return", ModerationResult.RETURNED, DisruptionStatus.RETURNED),
        ("moderation.reject", ModerationResult.REJECTED, DisruptionStatus.WITHDRAWN),
    ],
)
def test_a_record_is_returned_or_rejected_with_the_reason(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID],
    qtbot: QtBot, step: tuple[str, ModerationResult, DisruptionStatus],
) -> None:  # fmt: skip
    action, result, after = step
    select(board, supervisors, waiting[1], qtbot)
    window.action(action).trigger()
    supervisors.settle()
    (dialog,) = window.findChildren(ModerateDialog)
    assert dialog.decision.value() is result
    decide(window, supervisors, result, "The evidence does not show it.")
    detail = stored(store, officer, waiting[1])
    assert (detail.row.status, detail.moderation_note) == (after, "The evidence does not show it.")


def test_a_record_that_changed_meanwhile_is_not_moderated_unseen(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID],
    qtbot: QtBot,
) -> None:  # fmt: skip
    select(board, supervisors, waiting[0], qtbot)
    window.action("moderation.return").trigger()
    supervisors.settle()
    before = stored(store, officer, waiting[0]).draft
    store.write(officer, disruptions.change, before, replace(before, title="Changed meanwhile"))
    decide(window, supervisors, ModerationResult.AGREED, "")
    (dialog,) = window.findChildren(ModerateDialog)
    assert "Somebody else changed this record" in dialog.refusal.text()
    assert status(store, officer, waiting[0]) is DisruptionStatus.SUBMITTED


def test_the_national_reference_is_entered_for_what_was_moderated(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, supervisor: Actor,
    waiting: list[UUID], qtbot: QtBot,
) -> None:  # fmt: skip
    factories.agreed(store, supervisor, waiting[0])
    board.refresh()
    board.go(view=TO_SEND)
    supervisors.settle()
    select(board, supervisors, waiting[0], qtbot)
    assert offered(board) == ["Enter national reference…", "Correct…"]
    window.action("moderation.key").trigger()
    (ask,) = window.findChildren(Ask)
    ask.act()
    supervisors.settle()
    assert ask.refusal.text() == "Enter the national reference."
    ask.field.setText("N-2026-1")
    ask.act()
    supervisors.settle()
    row = store.read(officer, disruption_rows.one, waiting[0])
    assert row is not None
    assert (row.status, row.national_ref) == (DisruptionStatus.KEYED, "N-2026-1")


def correct(window: MainWindow, desk: Desk, how: str, note: str, level: ImpactLevel | None = None) -> CorrectDialog:
    (dialog,) = window.findChildren(CorrectDialog)
    dialog.decision.set_value(how)
    dialog.decision.edited.emit()
    if level is not None:
        dialog.level.set_value(level)
    dialog.note.set_value(note)
    dialog.act()
    desk.settle()
    return dialog


@pytest.fixture
def to_correct(
    board: ModerationPage, supervisors: Desk, store: Store, coordinator: Actor, waiting: list[UUID], qtbot: QtBot
) -> UUID:
    """One that a coordinator agreed, on view among what was not sent yet."""
    factories.agreed(store, coordinator, waiting[0])
    board.refresh()
    board.go(view=TO_SEND)
    supervisors.settle()
    select(board, supervisors, waiting[0], qtbot)
    return waiting[0]


def test_a_moderated_level_is_corrected_with_the_reason(
    to_correct: UUID, window: MainWindow, supervisors: Desk, store: Store, officer: Actor
) -> None:
    window.action("moderation.correct").trigger()
    supervisors.settle()
    dialog = correct(window, supervisors, "level", "x")
    assert "major already" in dialog._level.shown_problem
    correct(window, supervisors, "level", "", ImpactLevel.MINOR)
    assert dialog._note.shown_problem == "Say why the level is changed."
    correct(window, supervisors, "level", "Replaced within a week.", ImpactLevel.MINOR)
    detail = stored(store, officer, to_correct)
    assert (detail.row.status, detail.row.impact_level) == (DisruptionStatus.APPROVED, ImpactLevel.MINOR)
    assert (detail.level_before, detail.moderation_note) == (ImpactLevel.MAJOR, "Replaced within a week.")
    assert "level corrected" in window.notices.said


def test_a_moderation_is_taken_back_from_the_board(
    to_correct: UUID, board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor
) -> None:
    window.action("moderation.correct").trigger()
    supervisors.settle()
    correct(window, supervisors, "wait", "The evidence was withdrawn.")
    assert status(store, officer, to_correct) is DisruptionStatus.SUBMITTED
    board.go(view=WAITING)
    supervisors.settle()
    assert to_correct in {line.id for line in board.model._rows}


def test_agreeing_says_for_how_many_and_leaves_what_changed_since_it_was_seen(
    board: ModerationPage, window: MainWindow, supervisors: Desk, store: Store, officer: Actor, waiting: list[UUID]
) -> None:
    board.table.selectAll()
    (agree,) = board.bulk.buttons
    assert agree.text() == "Agree 2 of 3"
    agree.click()
    supervisors.settle()
    (question,) = window.findChildren(Question)
    before = stored(store, officer, waiting[0]).draft
    store.write(officer, disruptions.change, before, replace(before, impact_level=ImpactLevel.NEGATIVE))
    question.buttons[0].click()
    supervisors.settle()
    assert status(store, officer, waiting[0]) is DisruptionStatus.SUBMITTED
    assert status(store, officer, waiting[1]) is DisruptionStatus.APPROVED
    reference = stored(store, officer, waiting[0]).row.reference
    assert f"changed or decided meanwhile: {reference}." in window.notices.text


def test_the_board_comes_back_as_it_was_left_and_an_empty_one_says_so(board: ModerationPage, supervisors: Desk) -> None:
    board.go(view=TO_SEND)
    kept = board.state()
    assert board.table._empty.isVisible()
    board.go(view="waiting")
    board.restore(kept)
    assert board.tabs.current() == TO_SEND
    board.restore({})


def test_the_board_keeps_qts_rules_has_names_and_is_freed(
    board: ModerationPage, window: MainWindow, supervisors: Desk
) -> None:
    tester = QAbstractItemModelTester(board.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    board.table.sort_by("level", descending=True)
    board.refresh()
    supervisors.settle()
    assert tester.model() is board.model
    assert unnamed(board) == []
    made = ModerationPage(supervisors, window)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    gone: list[bool] = []
    made.destroyed.connect(lambda: gone.append(True))
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [True]
