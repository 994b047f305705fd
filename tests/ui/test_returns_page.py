"""The returns page: figures that lead to their records, problems to mend, building, comparing, verifying, profiles."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from soc_desk.errors import Cancelled
from soc_desk.returns import disruptions as building
from soc_desk.returns import periods, profile, profile_files
from soc_desk.returns.periods import Period
from soc_desk.services import disruption_rows, history
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus, FourP, ImpactLevel, Severity
from tests.returns.conftest import Keep, kept  # noqa: F401 - a fixture
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane, Task
from ui.forms.build_return import BuildReturnDialog
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage
from ui.pages.returns import PROBLEMS, SENT, ReturnsPage
from ui.returns import work
from ui.returns.now import where_of
from ui.returns.outcome import CompareDialog, VerdictDialog
from ui.returns.work import Order

Q2 = periods.parse("2026-Q2")


@pytest.fixture
def records(kept: Keep) -> None:  # noqa: F811 - the fixture
    """A quarter with something under three Ps, one record without evidence, one at level none, one awaiting."""
    kept(
        {"on": date(2026, 7, 3)}, {"on": date(2026, 7, 4), "four_p": FourP.PREVENT, "impact_level": ImpactLevel.MAJOR},
        {"on": date(2026, 8, 4), "four_p": FourP.PROTECT, "evidence_refs": [], "primary_threat": "FRAUD"},
        {"on": date(2026, 8, 5), "impact_level": ImpactLevel.NONE},
        {"on": date(2026, 9, 5), "status": DisruptionStatus.SUBMITTED},
        {"on": date(2026, 5, 5), "four_p": FourP.PREVENT, "subject": "OCG-0002"},
    )  # fmt: skip


@pytest.fixture
def page(records: None, make_window: WindowMaker, desk: Desk) -> ReturnsPage:
    """The page at Q2 2026/27."""
    window = make_window()
    window.open_page("returns", period="2026-Q2")
    desk.settle()
    assert isinstance(window.way.page, ReturnsPage)
    return window.way.page


def window_of(page: ReturnsPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def dialog_of(page: ReturnsPage, kind: type[QDialog]) -> QDialog:
    found = window_of(page).findChildren(kind)
    assert found, f"No {kind.__name__} is open."
    return found[-1]


def press(pressed: QAbstractButton) -> None:
    assert pressed.isEnabled()
    pressed.click()


def test_the_figures_stand_under_their_heading(page: ReturnsPage) -> None:
    assert page.facts.text().startswith("National disruption return · Q2 2026/27, 1 Jul to 30 Sep 2026 · profile 1.0")
    shown = page.now.overview
    assert shown is not None
    assert [(f.label, f.count) for f in shown.by_p] == [("Pursue", 1), ("Prevent", 1), ("Protect", 1), ("Prepare", 0)]
    assert page.now.apart.lines[0].text == "None 1 and negative 0 recorded, not counted"
    assert any(line.text.startswith("1 group or person active in Q1 has nothing now") for line in page.now.since.lines)


@pytest.mark.parametrize("figure", ["by_p", "by_level", "by_threat", "total", "apart", "earlier"])
def test_a_figure_opens_exactly_its_records(figure: str, page: ReturnsPage, desk: Desk) -> None:
    shown = page.now.overview
    assert shown is not None
    expected = {"by_p": 1, "by_level": 1, "by_threat": 2, "total": 3, "apart": 1, "earlier": 1}[figure]
    bars = {"by_p": page.now.by_p, "by_level": page.now.by_level, "by_threat": page.now.by_threat}
    if figure in bars:
        bars[figure].chosen.emit(max(getattr(shown, figure), key=lambda f: (figure == "by_threat") * f.count))
    elif figure == "total":
        press(page.now._all)
    elif figure == "apart":
        press(page.now.apart.lines[0].links[0])  # type: ignore[arg-type]  # links are buttons
    else:
        page.now.opened.emit(shown.earlier)
    desk.settle()
    register = window_of(page).way.page
    assert isinstance(register, DisruptionsPage)
    assert register.figures is not None
    assert register.figures.totals.all == expected


def test_every_figure_counts_what_its_filter_lists(page: ReturnsPage, store: Store, founder: Actor) -> None:
    shown = page.now.overview
    assert shown is not None
    figures = (shown.total, *shown.by_p, *shown.by_level, *shown.by_threat, *shown.apart)
    counted = [store.read(founder, disruption_rows.count, figure.shown) for figure in figures]
    assert counted == [figure.count for figure in figures]
    assert "lead_agency" in where_of(shown.total.shown)


def test_what_must_be_put_right_stands_worst_first(page: ReturnsPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.result is not None
    assert not page.result.ready
    table = page.now.problems
    listed = [table.rows.row_at(n) for n in range(table.rows.rowCount())]
    assert [p.severity for p in listed][:2] == [Severity.STOPS, Severity.STOPS]
    assert page.tabs.tabText(PROBLEMS) == f"Problems {len(listed)}"
    missing = next(n for n, p in enumerate(listed) if p.field == "evidence_refs")
    column = len(table.rows.columns) - 1
    where = table.visualRect(table.rows.index(missing, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.settle()
    register = window_of(page).way.page
    assert isinstance(register, DisruptionsPage)
    assert register.inspection.row is not None
    assert register.inspection.row.id == listed[missing].id


def test_a_problem_of_the_whole_period_opens_the_period(page: ReturnsPage, desk: Desk) -> None:
    assert page.result is not None
    whole = next(p for p in page.result.problems if p.id is None)
    page.problems.asked.emit(whole)
    desk.settle()
    register = window_of(page).way.page
    assert isinstance(register, DisruptionsPage)
    assert register.figures is not None
    assert register.figures.totals.all == 3


def build(page: ReturnsPage, desk: Desk, folder: Path, *, purpose: str = "Quarterly return") -> BuildReturnDialog:
    press(page.build)
    dialog = dialog_of(page, BuildReturnDialog)
    assert isinstance(dialog, BuildReturnDialog)
    for name, value in {"folder": str(folder), "purpose": purpose, "incomplete": True}.items():
        dialog.form.field(name).field.set_value(value)
    press(dialog.build)
    desk.settle()
    return dialog


def test_building_writes_files_that_hold_and_logs_the_disclosure(
    page: ReturnsPage, desk: Desk, tmp_path: Path, store: Store, founder: Actor
) -> None:
    dialog = build(page, desk, tmp_path)
    built = dialog.done_with
    assert built is not None
    assert {path.suffix for path in built.files} == {".csv", ".xlsx", ".json"}
    assert all(path.is_file() for path in built.files)
    assert built.print_id in dialog.done_note.accessibleName()
    log = store.write(founder, history.audit_page, None, AuditCategory.DISCLOSURE).value
    assert log[0].recipient == "National Crime Agency"
    press(dialog.verify)
    desk.settle()
    verdict = dialog_of(page, VerdictDialog)
    assert isinstance(verdict, VerdictDialog)
    assert verdict.verdict.holds
    assert page.tabs.tabText(SENT) == "Sent 1"
    assert built.reference in page.facts.text()


def test_one_changed_byte_is_named(page: ReturnsPage, desk: Desk, tmp_path: Path) -> None:
    built = build(page, desk, tmp_path).done_with
    assert built is not None
    csv = next(path for path in built.files if path.suffix == ".csv")
    csv.write_bytes(csv.read_bytes().replace(b"Two people", b"Six people", 1))
    page.steps.verify(str(csv))
    desk.settle()
    verdict = dialog_of(page, VerdictDialog)
    assert isinstance(verdict, VerdictDialog)
    assert not verdict.verdict.holds
    assert csv.name in verdict.files.accessibleDescription()


def test_without_a_recipient_nothing_is_built(page: ReturnsPage, desk: Desk, tmp_path: Path) -> None:
    press(page.build)
    dialog = dialog_of(page, BuildReturnDialog)
    assert isinstance(dialog, BuildReturnDialog)
    dialog.form.field("recipient").field.set_value("  ")
    dialog.form.field("folder").field.set_value(str(tmp_path / "out"))
    press(dialog.build)
    desk.settle()
    assert dialog.form.field("recipient").shown_problem == "Say who receives the return; the disclosure log needs it."
    assert "Tick this to build it as incomplete" in dialog.form.field("incomplete").shown_problem
    assert dialog.done_with is None
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said_and_can_be_changed(
    page: ReturnsPage, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    dialog = build(page, desk, tmp_path / "taken")
    assert dialog.done_with is None
    assert dialog.stack.currentIndex() == 0
    assert "Choose another folder" in dialog.refusal.text()


def test_building_can_be_cancelled(
    records: None, store: Store, founder: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(store, founder, InlineLane())

    def cancelled(_task: Task, fraction: float, _text: str) -> None:
        if fraction:
            raise Cancelled("The work was cancelled; nothing was changed.")

    monkeypatch.setattr(Task, "progress", cancelled)
    refused: list[Exception] = []
    order = Order(folder=str(tmp_path), recipient="Testshire", purpose="Test", incomplete=True)
    desk.run(work.build, Q2, order, 4).then(desk, _unexpected, refused.append)
    desk.settle()
    desk.close()
    assert isinstance(refused[0], Cancelled)
    assert list(tmp_path.glob("*return*")) == []


def _unexpected(value: object) -> None:
    pytest.fail(f"{value} was built although it was cancelled.")


def test_a_comparison_names_the_record_that_changed(
    page: ReturnsPage,
    desk: Desk,
    tmp_path: Path,
    kept: Keep,  # noqa: F811 - the fixture
) -> None:
    build(page, desk, tmp_path)
    kept({"on": date(2026, 7, 30), "subject": "OCG-0002"})
    press(page.compare)
    desk.settle()
    dialog = dialog_of(page, CompareDialog)
    assert isinstance(dialog, CompareDialog)
    assert [(d.record, d.kind) for d in dialog.found.differences] == [("D-2026-0007", "added")]


def test_nothing_to_compare_with_is_said_before_anything_was_built(page: ReturnsPage) -> None:
    assert not page.compare.isEnabled()
    assert "No return has been built yet" in page.compare.toolTip()


def test_an_officer_reads_the_page_and_cannot_build(
    records: None, make_window: WindowMaker, store: Store, officer: Actor
) -> None:
    desk = Desk(store, officer, InlineLane())
    window = make_window(by=desk)
    window.open_page("returns", period="2026-Q2")
    desk.settle()
    page = window.way.page
    assert isinstance(page, ReturnsPage)
    assert page.now.overview is not None
    assert not page.build.isEnabled()
    assert not desk.may(building.build)
    desk.close()


def test_the_profile_can_be_copied_and_a_faulty_one_is_refused_with_its_line(
    page: ReturnsPage, desk: Desk, tmp_path: Path
) -> None:
    assert page.profile_view.model.rowCount() == len(profile.load().columns)
    copied = profile_files.copy(profile.load(), "testshire")
    page.profiles.try_profile(copied)
    desk.settle()
    assert "is whole" in page.profile_view.banner.text
    faulty = tmp_path / "faulty.toml"
    lines = copied.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if text.startswith("field = "))
    lines[line - 1] = 'field = "shoe_size"'
    faulty.write_text("\n".join(lines), encoding="utf-8")
    page.profiles.try_profile(faulty)
    desk.settle()
    assert f"faulty on line {line}" in page.profile_view.banner.text


def test_the_period_and_the_tab_are_kept(page: ReturnsPage) -> None:
    page.tabs.setCurrentIndex(SENT)
    state = page.state()
    page.go(period=Period(date(2026, 1, 1), date(2026, 1, 31)), tab="now")
    page.restore(state)
    assert page.period.period == Q2
    assert page.stack.currentIndex() == SENT
    page.restore({})
    page.restore({"period": "nonsense", "tab": 99})
    assert page.period.period == Q2


def test_two_days_that_lie_crosswise_are_refused(page: ReturnsPage) -> None:
    from ui.widgets.period_popup import Period as Days

    told: list[str] = []
    page.period.refused.connect(told.append)
    page.period._take_days(Days(date(2026, 5, 2), date(2026, 5, 1)))
    page.period._take_days(None)
    assert "before it starts" in told[0]
    assert "both a first and a last day" in told[1]


def test_copied_problems_are_logged_as_a_disclosure(
    page: ReturnsPage, desk: Desk, store: Store, founder: Actor
) -> None:
    page.tabs.setCurrentIndex(PROBLEMS)
    page.problems.selectRow(0)
    page.problems.copy()
    desk.settle()
    newest = store.write(founder, history.audit_page, None, AuditCategory.DISCLOSURE).value[0]
    assert newest.recipient == founder.display
