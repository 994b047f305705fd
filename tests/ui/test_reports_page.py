"""The report preview: real pages that are no print, options, and nothing that leaves without recipient and purpose."""

import re
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from soc_desk.services import caseload, disruption_rows, history, places
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.prints import NOT_A_PRINT
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus
from tests import factories
from tests.ui.conftest import WindowMaker
from ui.desk import Desk
from ui.forms.address import AddressDialog
from ui.oversight.printing import painted
from ui.oversight.reports import REPORTS, Agreement, Drawn
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
    from dataclasses import replace

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
