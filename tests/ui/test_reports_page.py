"""The report preview: real pages that are no print, options, and nothing that leaves without recipient and purpose."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from soc_desk.services import caseload, disruption_rows, history, periods, places
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.poca import summary, targets
from soc_desk.services.poca.targets import TargetDraft
from soc_desk.services.prints import NOT_A_PRINT
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus
from tests import factories, factories_poca
from tests.ui.conftest import Sit, WindowMaker
from ui.desk import Desk
from ui.forms.address import AddressDialog
from ui.main_window import MainWindow
from ui.oversight.printing import painted
from ui.oversight.reports import REPORTS, Agreement, Drawn, ledger_agreement, within
from ui.pages.reports import ReportsPage
from ui.returns.period_choice import PeriodChoice


@pytest.fixture
def records(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.active_ocg(store, officer, supervisor, name="Harrier", owner_id=officer.id)
    factories.approved(store, officer, supervisor, group, disruption_date=date(2026, 10, 2))
    factories.submitted(store, officer, group, disruption_date=date(2026, 10, 9))


@pytest.fixture
def page(records: None, make_window: WindowMaker, desk: Desk) -> ReportsPage:
    window = make_window()
    window.open_page("reports", report="caseload", period="2026-Q3")
    desk.settle()
    assert isinstance(window.way.page, ReportsPage)
    return window.way.page


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return pages


def dialog_of(page: ReportsPage) -> AddressDialog:
    found = page.window().findChildren(AddressDialog)
    assert found, "Nobody asks who receives it."
    return found[-1]


def disclosures(store: Store, founder: Actor) -> list[history.AuditRow]:
    return store.write(founder, history.audit_page, None, AuditCategory.DISCLOSURE).value


def fill(dialog: AddressDialog, **values: object) -> None:
    for name, value in values.items():
        dialog.form.field(name).field.set_value(value)


def test_the_preview_shows_real_pages_that_say_they_are_none(
    page: ReportsPage, store: Store, founder: Actor, desk: Desk
) -> None:
    assert page.drawn is not None
    pages = text_of(page.drawn.pdf)
    assert len(pages) == page.drawn.pages == page.preview.page_count
    assert all(NOT_A_PRINT in text and "OFFICIAL-SENSITIVE" in text for text in pages)
    assert "Harrier" in "".join(pages)
    assert not re.search(r"print P-\d{4}-", "".join(pages))
    assert disclosures(store, founder) == []
    read = store.write(founder, history.audit_page, None, AuditCategory.CONSULTATION).value
    assert any(row.title == caseload.preview.rule.title for row in read)
    assert "1 Oct to 31 Dec 2026" in page.facts.text()
    assert desk.may(caseload.preview)


def test_the_figures_agree_with_the_register(page: ReportsPage, store: Store, founder: Actor) -> None:
    assert page.drawn is not None
    assert page.drawn.agreement == Agreement(agrees=True)
    assert page.agrees.isVisible()
    assert not page.differs.isVisible()
    waiting = store.read(founder, disruption_rows.totals, disruption_rows.DisruptionFilter())
    submitted = waiting.by_status[DisruptionStatus.SUBMITTED]
    assert f"Disruptions awaiting moderation ({submitted})" in "".join(text_of(page.drawn.pdf))


def test_figures_that_do_not_agree_are_named(page: ReportsPage) -> None:
    assert page.drawn is not None
    told = Agreement(agrees=False, differing=("Drafts: 3 in the register, 2 here.",))
    page._take(page._asked, replace(page.drawn, agreement=told))
    assert page.differs.isVisible()
    assert "Drafts: 3 in the register, 2 here." in page.differs.accessibleName()
    assert not page.agrees.isVisible()


def test_an_option_draws_the_preview_again(page: ReportsPage, desk: Desk, store: Store, founder: Actor) -> None:
    team = store.read(founder, places.teams)[0]
    page.team.setCurrentIndex(page.team.findData(str(team.id)))
    page.team.activated.emit(page.team.currentIndex())
    desk.settle()
    assert page.drawn is not None
    assert page.drawn.furniture.unit == team.name
    assert page.shown() == CaseloadFilter(teams=(team.id,))
    assert isinstance(page.period, PeriodChoice)


def test_saving_needs_recipient_and_purpose(page: ReportsPage, desk: Desk, tmp_path: Path) -> None:
    page.folder = tmp_path
    page.save.click()
    dialog = dialog_of(page)
    dialog.do.click()
    desk.settle()
    assert dialog.form.field("recipient").shown_problem == "Name who receives it."
    assert dialog.form.field("purpose").shown_problem == "Say what it is for."
    assert dialog.isVisible()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_saved_report_carries_the_print_id_of_the_log(
    page: ReportsPage, desk: Desk, tmp_path: Path, store: Store, founder: Actor
) -> None:
    page.folder = tmp_path
    page.save.click()
    dialog = dialog_of(page)
    fill(dialog, recipient="DI Marsh", purpose="Weekly tasking", handling="Not to be copied")
    dialog.path.setText(str(tmp_path / "caseload"))
    dialog.do.click()
    desk.settle()
    text = "".join(text_of((tmp_path / "caseload.pdf").read_bytes()))
    logged = disclosures(store, founder)
    assert (logged[0].recipient, logged[0].purpose) == ("DI Marsh", "Weekly tasking")
    printed = re.search(r"print (P-\d{4}-\d{4})", text)
    assert printed is not None
    assert NOT_A_PRINT not in text
    assert "Not to be copied" in text
    assert [path.name for path in tmp_path.iterdir() if "caseload" in path.name] == ["caseload.pdf"]


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_logged(
    page: ReportsPage, desk: Desk, tmp_path: Path, store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(page.shell, "warn", told.append)
    page.save.click()
    dialog = dialog_of(page)
    fill(dialog, recipient="DI Marsh", purpose="Weekly tasking")
    dialog.path.setText(str(tmp_path / "missing" / "caseload.pdf"))
    dialog.do.click()
    desk.settle()
    assert "cannot be written" in told[0]
    assert disclosures(store, founder) == []


def test_without_a_printer_saving_is_advised(page: ReportsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(type(page.printing), "is_possible", property(lambda _self: False))
    monkeypatch.setattr(page.shell, "warn", told.append)
    page.print.click()
    assert "Save the report as PDF" in told[0]


def test_each_copy_is_printed_with_its_number(
    page: ReportsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(type(page.printing), "is_possible", property(lambda _self: True))
    paper = QPdfWriter(str(tmp_path / "paper.pdf"))
    paper.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    paper.setResolution(72)

    def choose(_printing: object, chosen: object) -> None:
        page.printing.use(paper)
        chosen()  # type: ignore[operator]

    monkeypatch.setattr(type(page.printing), "choose", choose)
    page.print.click()
    dialog = dialog_of(page)
    fill(dialog, recipient="DI Marsh", purpose="Weekly tasking", copies=2)
    assert isinstance(dialog, QDialog)
    given: list[Drawn] = []
    onto_paper = page.printing.print_out

    def note(drawn: Drawn) -> None:
        given.append(drawn)
        onto_paper(drawn)

    monkeypatch.setattr(page.printing, "print_out", note)
    with qtbot.waitSignal(page.printing.finished) as done:
        dialog.do.click()
        desk.settle()
    first, second = (text_of(pdf)[0] for pdf in given[0].pdfs)
    assert "copy 1 of 2" in first
    assert "copy 2 of 2" in second
    assert done.args == [2 * given[0].pages]
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(document) == 2 * given[0].pages
    document.close()


def test_copies_that_make_no_sense_are_refused(page: ReportsPage) -> None:
    dialog = AddressDialog("Print", "&Print…", lambda _to, _path: pytest.fail("It was printed."))
    fill(dialog, recipient="DI Marsh", purpose="Weekly tasking", copies=None)
    dialog.act()
    assert dialog.form.field("copies").shown_problem == "Print at least one copy."
    dialog.deleteLater()
    assert page.drawn is not None
    assert list(painted((), QPdfWriter("/dev/null"))) == []


def test_the_options_are_kept(page: ReportsPage, desk: Desk, store: Store, founder: Actor) -> None:
    area = store.read(founder, places.areas)[0]
    state = page.state() | {"area": str(area.id)}
    page.area.setCurrentIndex(0)
    page.restore(state)
    page.go_stale()
    desk.settle()
    assert page.area.currentText() == area.name
    page.restore({})
    page.restore({"report": "unheard of", "period": "nonsense"})
    assert page.chosen is REPORTS[0]


@pytest.fixture
def seized(store: Store, founder: Actor) -> None:
    """A seizure of £6,150 whose 48 hours run, and a target."""
    factories_poca.seized(store, founder, seized_at=periods.now().replace(second=0, microsecond=0))
    target = TargetDraft(year=2026, value=160, source="The plan for 2026/27")
    store.write(founder, targets.record, target)


def poca_page(window: MainWindow, desk: Desk, **where: Any) -> ReportsPage:
    window.open_page("reports", **where)
    desk.settle()
    assert isinstance(window.way.page, ReportsPage)
    return window.way.page


def test_the_poca_summary_is_a_report_of_its_own(
    seized: None, make_window: WindowMaker, desk: Desk, store: Store, founder: Actor
) -> None:
    page = poca_page(make_window(), desk, report="poca", period="2026-Q3")
    assert page.drawn is not None
    text = "".join(text_of(page.drawn.pdf))
    assert "POCA summary" in text
    assert "£6,150.00" in text
    assert NOT_A_PRINT in text
    assert "POCA summary · Financial year to" in page.facts.text()
    assert not page.team.isVisible()
    assert not page.area.isVisible()
    assert page.agrees.isVisible()
    assert "add up in every case" in page.agrees.accessibleName()
    read = store.write(founder, history.audit_page, None, AuditCategory.CONSULTATION).value
    assert any(row.title == summary.preview.rule.title for row in read)


def test_it_counts_to_the_end_of_the_period_that_is_over(seized: None, make_window: WindowMaker, desk: Desk) -> None:
    page = poca_page(make_window(), desk, report="poca", period="2026-Q1")
    assert page.drawn is not None
    assert page.asked().until == date(2026, 6, 30)
    assert page.drawn.furniture.period == "1 Apr to 30 Jun 2026"
    assert "30 Jun 2026" in page.facts.text()


def test_a_ledger_that_does_not_add_up_is_named(
    seized: None, make_window: WindowMaker, desk: Desk, store: Store, founder: Actor
) -> None:
    page = poca_page(make_window(), desk, report="poca")
    shown = store.write(founder, summary.preview).value
    wrong = replace(shown.poca.ledger, differing=tuple(f"C-2026-{number:04}" for number in range(1, 20)))
    told = ledger_agreement(replace(shown, poca=replace(shown.poca, ledger=wrong)))
    assert not told.agrees
    assert told.differing[0].startswith("C-2026-0001: ")
    assert told.differing[-1] == "7 more cases do not add up."
    assert page.drawn is not None
    page._take(page._asked, replace(page.drawn, agreement=told))
    assert page.differs.isVisible()
    assert not page.agrees.isVisible()


def test_performance_is_previewed_and_saved_under_a_print_id(
    seized: None, make_window: WindowMaker, desk: Desk, store: Store, founder: Actor, tmp_path: Path
) -> None:
    page = poca_page(make_window(), desk, report="performance", period="2026-Q3")
    assert page.drawn is not None
    assert "The plan for 2026/27" in "".join(text_of(page.drawn.pdf))
    assert not page.agrees.isVisible()
    assert not page.differs.isVisible()
    page.folder = tmp_path
    page.save.click()
    dialog = dialog_of(page)
    assert "performance against targets" in dialog.windowTitle()
    fill(dialog, recipient="Supt Marsh", purpose="Performance meeting")
    dialog.path.setText(str(tmp_path / "performance"))
    dialog.do.click()
    desk.settle()
    logged = disclosures(store, founder)
    assert (logged[0].title, logged[0].recipient) == ("Print the performance report", "Supt Marsh")
    assert f"print {logged[0].print_id}" in "".join(text_of((tmp_path / "performance.pdf").read_bytes()))


def test_options_come_back_with_a_report_that_has_them(seized: None, make_window: WindowMaker, desk: Desk) -> None:
    page = poca_page(make_window(), desk, report="poca")
    page.report.setCurrentIndex(page.report.findData("caseload"))
    page.report.activated.emit(page.report.currentIndex())
    desk.settle()
    assert page.team.isVisible()
    assert page.drawn is not None
    assert page.drawn.furniture.title == caseload.TITLE


def offered(page: ReportsPage) -> list[str]:
    return [page.report.itemData(place) for place in range(page.report.count())]


def test_each_role_is_offered_its_reports(
    store: Store, champion: Actor, analyst: Actor, supervisor: Actor, officer: Actor, sit: Sit
) -> None:
    theirs = {"champion": ["poca", "performance"], "analyst": ["caseload"],
              "supervisor": ["caseload", "poca", "performance"]}  # fmt: skip
    for person in (champion, analyst, supervisor):
        sitting = sit(person)
        assert offered(poca_page(sitting.window, sitting.desk)) == theirs[person.name]
        assert sitting.window.action("reports.print").isEnabled()
    assert "reports" not in sit(officer).window.pages


def test_a_title_within_a_sentence_keeps_its_capitals() -> None:
    assert [within(report.title) for report in REPORTS] == [
        "caseload summary", "POCA summary", "performance against targets",
    ]  # fmt: skip
