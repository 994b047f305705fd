"""The whole way as people go it in the window: from a tracker to the sent return, from an act to the printed page."""

import re
from datetime import date
from pathlib import Path
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain.disclosure import Disclosure
from soc_desk.services import disruption_rows, periods
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, ModerationResult
from tests import factories
from tests.returns.conftest import name_force
from tests.ui.conftest import Sit
from tests.ui.ways import Sitting, all_words
from ui.forms.address import AddressDialog
from ui.forms.build_return import BuildReturnDialog
from ui.forms.disruption import DisruptionForm
from ui.forms.moderate import ModerateDialog
from ui.pages.disruptions import DisruptionsPage
from ui.pages.imports import CHECK, COLUMNS, DONE, ImportsPage
from ui.pages.moderation import ModerationPage
from ui.pages.my_desk import MyDeskPage
from ui.pages.ocgs import OcgsPage
from ui.pages.reports import ReportsPage
from ui.pages.returns import ReturnsPage
from ui.returns.outcome import VerdictDialog
from ui.widgets.badges import Badge
from ui.widgets.period_popup import PeriodPopup

TRACKER = Path(__file__).parents[1] / "imports" / "data" / "disruptions_2022_a.xlsx"
CTRL = Qt.KeyboardModifier.ControlModifier

# the force lead: from a tracker to the sent return --------------------------------------------------------------------


@pytest.fixture
def lead(sit: Sit, store: Store, founder: Actor, supervisor: Actor) -> Sitting:
    """The force lead, in a force that the list of agencies knows."""
    store.write(founder, name_force)
    return sit(supervisor)


def import_tracker(lead: Sitting) -> ImportsPage:
    lead.window.action("imports.choose").trigger()
    page = lead.at(ImportsPage)
    files = lead.dialog(QFileDialog)
    files.selectFile(str(TRACKER))
    files.accept()
    lead.settle()
    assert page.stepper.step == COLUMNS
    lead.press(page.next_button)
    assert page.stepper.step == CHECK
    said = [badge.accessibleName() for badge in page.checking.pills.findChildren(Badge)]
    assert said[:3] == ["373 ready", "8 cannot be read", "5 repeats"]
    assert "nothing has been saved yet" in page.facts.text()
    lead.press(page.next_button)
    assert page.stepper.step == DONE
    return page


def choose_year(lead: Sitting, page: ReturnsPage, first: str, last: str) -> None:
    """Two days of one's own, as from the button of the period."""
    menu = page.period.menu_of_periods()
    menu.actions()[-1].trigger()
    popup = page.period.findChild(PeriodPopup)
    assert popup is not None
    for field, day in ((popup._first, first), (popup._last, last)):
        field.clear()
        lead.qtbot.keyClicks(field, day)
    lead.qtbot.keyClick(popup._last, Qt.Key.Key_Return)
    lead.settle()
    menu.deleteLater()


def build(lead: Sitting, page: ReturnsPage, folder: Path) -> BuildReturnDialog:
    lead.press(page.build)
    dialog = lead.dialog(BuildReturnDialog)
    for name, value in {"folder": str(folder), "recipient": "National team", "purpose": "Return for 2022"}.items():
        dialog.form.field(name).field.set_value(value)
    if page.result is not None and not page.result.ready:
        dialog.form.field("incomplete").field.set_value(value=True)
    lead.press(dialog.build)
    return dialog


def edit_first(lead: Sitting, page: DisruptionsPage, **changes: object) -> str:
    """Change the first record of the register in the editor; gives its reference."""
    page.table.selectRow(0)
    row = page.table.current_row()
    assert row is not None
    page.edit(row)
    lead.settle()
    form = lead.window.stage.sheet
    assert isinstance(form, DisruptionForm)
    for name, value in changes.items():
        form.form.field(name).widget.set_value(value)  # type: ignore[attr-defined]
        form.form.field(name).widget.edited.emit()  # type: ignore[attr-defined]
    lead.press(form.save_button)
    assert lead.window.stage.sheet is None, form.banner.text
    return row.reference


def test_from_a_tracker_to_a_return_that_holds_and_a_change_that_is_named(lead: Sitting, tmp_path: Path) -> None:
    imported = import_tracker(lead)
    lead.press(imported.done.show_button)
    register = lead.at(DisruptionsPage)
    assert register.facts.text().startswith("373 ")
    assert "Pursue 312 · Prevent 30 · Protect 22 · Prepare 9" in register.facts.text()

    page = lead.go("returns", ReturnsPage)
    choose_year(lead, page, "1/1/2022", "31/12/2022")
    assert "1 Jan to 31 Dec 2022" in page.facts.text()
    shown = all_words(page)
    assert "373 disruptions by P" in shown
    assert "Pursue 84 %" in shown
    for figure in (
        "Pursue: 312",
        "Prevent: 30",
        "Protect: 22",
        "Prepare: 9",
        "Major: 21",
        "Moderate: 97",
        "Minor: 255",
    ):
        assert figure in shown.splitlines()

    dialog = build(lead, page, tmp_path)
    built = dialog.done_with
    assert built is not None, dialog.refusal.text()
    assert {path.suffix for path in built.files} >= {".csv", ".xlsx", ".json"}
    lead.press(dialog.verify)
    verdict = lead.dialog(VerdictDialog)
    assert verdict.verdict.holds, verdict.verdict.faults
    assert "It holds" in all_words(verdict)
    lead.answer("Close", VerdictDialog)

    lead.window.open_page("disruptions", starts_on="2022-01-01", ends_on="2022-12-31")
    lead.settle()
    changed = edit_first(lead, lead.at(DisruptionsPage), narrative="Somebody thought again about what was done here.")
    page = lead.go("returns", ReturnsPage)
    page.steps.verify(built.files[-1])
    lead.settle()
    verdict = lead.dialog(VerdictDialog)
    assert not verdict.verdict.holds
    assert changed in all_words(verdict)
    verdict.close()


def test_a_figure_of_the_return_opens_exactly_its_records(lead: Sitting) -> None:
    import_tracker(lead)
    page = lead.go("returns", ReturnsPage)
    choose_year(lead, page, "1 jan 2022", "31 dec 2022")
    lead.press(next(bar for bar in page.now.by_level._bars if bar.accessibleName() == "Major: 21"))
    register = lead.at(DisruptionsPage)
    assert register.facts.text().startswith("21 ")
    assert register.model.rowCount() == 21


# the officer and the supervisor: from an act to the printed caseload --------------------------------------------------


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor, supervisor: Actor) -> UUID:
    """The officer's group, with two moderated disruptions of this quarter."""
    made = factories.active_ocg(
        store, officer, coordinator, owner_id=officer.id, assessed_on=date(2026, 1, 5), operation_name="Op Meadow"
    )
    for four_p in (FourP.PREVENT, FourP.PROTECT):
        factories.approved(
            store, officer, supervisor, made, disruption_date=periods.today(), four_p=four_p,
            impact_level=ImpactLevel.MINOR,
        )  # fmt: skip
    return made


def find_and_record(officers: Sitting) -> None:
    """By keyboard alone: find the group, open the editor, fill it, submit."""
    officers.key(Qt.Key.Key_K, CTRL)
    box = officers.window.palette_box
    officers.type("Harr")
    officers.qtbot.waitUntil(lambda: (officers.settle(), "Harrier" in all_words(box))[1])
    officers.key(Qt.Key.Key_Return)
    record = officers.at(OcgsPage)
    officers.qtbot.waitUntil(lambda: (officers.settle(), record.record.isVisible())[1])
    assert record.record.head.name.text() == "Harrier"

    officers.key(Qt.Key.Key_D, CTRL)
    form = officers.window.stage.sheet
    assert isinstance(form, DisruptionForm)
    assert form.draft().subject_id is not None
    officers.tab_to(form.form.field("disruption_date").widget)
    officers.type("today")
    officers.tab_to(form.form.field("four_p").widget)
    officers.key(Qt.Key.Key_Space)  # Pursue
    officers.tab_to(form.form.field("impact_level").widget)
    officers.key(Qt.Key.Key_Space)  # Major
    officers.tab_to(form.form.field("impact_rationale").widget)
    officers.type("Line holder remanded; number dead since.")
    officers.tab_to(form.form.field("narrative").widget)
    officers.type("Warrants at two addresses.")
    officers.key(Qt.Key.Key_Return, CTRL)
    officers.qtbot.waitUntil(lambda: (officers.settle(), officers.window.stage.sheet is None)[1])


def moderate(supervisors: Sitting, reference: str) -> None:
    """From My desk to the board; the level is changed there."""
    desk = supervisors.go("my_desk", MyDeskPage)
    supervisors.press(next(line for line in desk.boards["clock"]._shown() if reference in line.item.headline))
    page = supervisors.at(ModerationPage)
    page.table.selectRow(0)
    supervisors.qtbot.waitUntil(lambda: page.inspection.detail is not None, timeout=20_000)  # it may be open already
    supervisors.settle()
    assert page.inspection.row is not None
    assert page.inspection.row.reference == reference
    supervisors.window.action("moderation.level").trigger()
    supervisors.settle()
    dialog = supervisors.dialog(ModerateDialog)
    assert dialog.decision.value() is ModerationResult.LEVEL_CHANGED
    dialog.level.set_value(ImpactLevel.MODERATE)
    dialog.note.setPlainText("Replaced within a week.")
    supervisors.press(dialog.do)
    assert "at another level" in supervisors.window.notices.said


def disclosures(session: Session) -> list[tuple[str, str, str]]:
    """Print id, recipient and purpose of everything that left the store."""
    logged = select(Disclosure.reference, Disclosure.recipient, Disclosure.purpose).order_by(Disclosure.reference)
    return [(row[0], row[1], row[2]) for row in session.execute(logged)]


def print_caseload(supervisors: Sitting, path: Path) -> str:
    """Save the caseload of this quarter as PDF; gives its text."""
    page = supervisors.go("reports", ReportsPage)
    supervisors.press(page.save)
    dialog = supervisors.dialog(AddressDialog)
    dialog.form.field("recipient").field.set_value("Chief Insp Rowe")
    dialog.form.field("purpose").field.set_value("Monthly tasking")
    dialog.path.setText(str(path))
    supervisors.press(dialog.do)
    document = pypdfium2.PdfDocument(path.read_bytes())
    text = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return text


def test_from_an_act_to_the_printed_caseload(
    sit: Sit, store: Store, founder: Actor, officer: Actor, supervisor: Actor, group: UUID, tmp_path: Path
) -> None:
    officers = sit(officer)
    find_and_record(officers)
    (row,) = store.read(officer, disruption_rows.page, DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,)))
    assert (row.four_p, row.impact_level, row.disruption_date) == (FourP.PURSUE, ImpactLevel.MAJOR, periods.today())

    supervisors = sit(supervisor)
    moderate(supervisors, row.reference)
    text = print_caseload(supervisors, tmp_path / "caseload.pdf")
    printed = re.search(r"print (P-\d{4}-\d{4})", text)
    assert printed is not None
    assert printed[1] in supervisors.window.notices.said
    assert store.read(founder, disclosures) == [(printed[1], "Chief Insp Rowe", "Monthly tasking")]
    assert "Chief Insp Rowe" in text
    assert "Monthly tasking" in text

    # The same three disruptions everywhere: in the print, on both desks, in both registers, on both rails.
    assert re.search(r"Disruptions moderated or sent\s+3\s+P 1 · V 1 · T 1 · R 0", text), text[:600]
    for sitting in (officers, supervisors):
        sitting.hear_news()
        register = sitting.go("disruptions", DisruptionsPage)
        assert register.facts.text() == "3 this quarter, all counted · Pursue 1 · Prevent 1 · Protect 1 · Prepare 0"
        assert "Moderated" in all_words(register)
        sitting.qtbot.waitUntil(lambda s=sitting: (s.settle(), s.count("disruptions"))[1] == "Disruptions, 3")
    supervisors.qtbot.waitUntil(lambda: (supervisors.settle(), supervisors.count("moderation"))[1] == "Moderation")
    desk = officers.go("my_desk", MyDeskPage)
    (mine,) = desk.model._rows
    assert mine.four_ps == {FourP.PURSUE: 1, FourP.PREVENT: 1, FourP.PROTECT: 1, FourP.PREPARE: 0}
    assert "Moderate" not in all_words(supervisors.go("my_desk", MyDeskPage).boards["clock"]).replace("Moderated", "")
