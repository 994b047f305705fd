"""The parts of the POCA page used as somebody would: registers, files, champions, targets, papers, bank holidays."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QComboBox

from soc_desk.services.poca import calendars, cases, time_change
from soc_desk.services.poca.board import Urgency
from soc_desk.services.poca.drafts import TimeChangeDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.measures import MeasureKind
from soc_desk.vocabulary.poca import CaseKind, CaseState, ChampionPost, DutyKind
from tests.factories_poca import FIRST_ORDER, THURSDAY, Clock, detained, in_state, seized, wall
from tests.ui.conftest import Sit
from tests.ui.poca.steps import at, fill, later, lines, offered, press, save, sheet
from tests.ui.ways import Sitting, all_words
from ui.desk import Desk
from ui.exporting import ExportDialog
from ui.forms.access import AccessDialog
from ui.forms.address import AddressDialog
from ui.forms.calendar import CalendarDialog
from ui.forms.champion import ChampionForm
from ui.forms.other_case import OtherCaseForm
from ui.forms.paper import PaperDialog
from ui.forms.target import ShareDialog, TargetDialog
from ui.main_window import MainWindow
from ui.pages.poca import PocaPage
from ui.poca.step_sheet import StepSheet
from ui.widgets.period_popup import Period


@pytest.fixture
def sitting(window: MainWindow, desk: Desk, qtbot: object) -> Sitting:
    """Somebody with every role."""
    return Sitting(window, desk, qtbot)  # type: ignore[arg-type]


def show(sitting: Sitting, view: str) -> PocaPage:
    page = at(sitting)
    page.show_view(view)
    sitting.settle()
    return page


def addressed(sitting: Sitting, path: Path) -> None:
    """Answer who receives it."""
    dialog = sitting.dialog(AddressDialog)
    fill(dialog.form, recipient="DC A. Example", purpose="For the file.")
    dialog.path.setText(str(path))
    dialog.act()
    sitting.settle()


def test_the_register_of_orders_opens_the_case(sitting: Sitting, store: Store, founder: Actor, ticking: Clock) -> None:
    case = detained(store, founder, ticking)
    page = show(sitting, "orders")
    register = page.registers["orders"]
    ((_, row),) = register.model.in_memory()
    assert (row.made_at, row.latest_on) == (FIRST_ORDER, date(2026, 10, 6))
    assert register.said == "1 order; first of their case: 1"
    register.table.opened.emit(row)
    sitting.settle()
    assert page.record.id == case
    register.which.setCurrentIndex(1)
    register.which.activated.emit(1)
    sitting.settle()
    assert list(register.model.in_memory()) == []


def test_forfeitures_hold_what_is_being_forfeited_and_no_more(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock
) -> None:
    in_state(store, founder, ticking, CaseState.FORFEITED_BY_NOTICE)
    ticking.at(THURSDAY)
    seized(store, founder)
    page = show(sitting, "forfeitures")
    ((_, row),) = page.registers["forfeitures"].model.in_memory()
    assert row.state_now is CaseState.FORFEITED_BY_NOTICE
    assert "£6,150.00 forfeited" in page.registers["forfeitures"].said


def test_a_register_leaves_as_a_file(sitting: Sitting, store: Store, founder: Actor, tmp_path: Path) -> None:
    seized(store, founder)
    page = show(sitting, "cash")
    page.registers["cash"].export("csv")
    sitting.settle()
    dialog = sitting.dialog(ExportDialog)
    assert "State: Open cases" in all_words(dialog)
    fill(dialog.form, recipient="B. Ench", purpose="For the board.")
    dialog.path.setText(str(tmp_path / "cases.csv"))
    dialog._export()
    sitting.settle()
    assert "14 Example Road" in (tmp_path / "cases.csv").read_text("utf-8-sig")
    assert "1 case was exported" in sitting.window.notices.said


def test_orders_leave_as_a_file_as_narrowed(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock, tmp_path: Path
) -> None:
    detained(store, founder, ticking)
    page = show(sitting, "orders")
    register = page.registers["orders"]
    register.chips.chip("when").set_value(Period(date(2026, 4, 8), None))
    register.read()
    sitting.settle()
    register.export("csv")
    assert "nothing to export" in sitting.window.notices.text
    register.narrow(when=Period(date(2026, 4, 1), date(2026, 4, 30)))
    sitting.settle()
    register.export("csv")
    sitting.settle()
    dialog = sitting.dialog(ExportDialog)
    assert "Orders made; Made: 1 Apr – 30 Apr 2026" in all_words(dialog)
    fill(dialog.form, recipient="B. Ench", purpose="For the board.")
    dialog.path.setText(str(tmp_path / "orders.csv"))
    dialog._export()
    sitting.settle()
    assert "First detention order,1,Made" in (tmp_path / "orders.csv").read_text("utf-8-sig")
    register.table.selectRow(0)
    register.table.copy()
    sitting.settle()
    assert "1 row was copied and logged as disclosure" in sitting.window.notices.said


def test_the_figure_of_forfeitures_opens_the_cases_it_was_counted_from(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock
) -> None:
    in_state(store, founder, ticking, CaseState.FORFEITED_BY_NOTICE)
    page = at(sitting)
    page.heading.asked.emit("forfeitures")
    sitting.settle()
    register = page.registers["forfeitures"]
    assert register.chips.values()["kinds"] == (CaseKind.CASH,)
    ((_, row),) = register.model.in_memory()
    forfeited = next(column for column in register.model.columns if column.key == "forfeited")
    assert forfeited.text(row) == "£6,150.00"
    register.chips.clear()
    kept = register.content()
    register.narrow(state=CaseState.CLOSED)
    assert register.shown.states == (CaseState.CLOSED,)
    register.restore(kept)
    assert register.shown.states == ()
    assert register.shown.forfeiting


def test_deadlines_leave_as_a_calendar_file_without_names(
    sitting: Sitting, store: Store, founder: Actor, tmp_path: Path
) -> None:
    seized(store, founder)
    at(sitting).export_calendar()
    sitting.settle()
    addressed(sitting, tmp_path / "due.ics")
    told = (tmp_path / "due.ics").read_text("utf-8")
    assert "BEGIN:VEVENT" in told
    assert "Sam Ample" not in told


def test_bank_holidays_are_changed_and_what_moved_is_listed(sitting: Sitting, store: Store, founder: Actor) -> None:
    seized(store, founder)
    page = at(sitting)
    assert page.holidays.text() == "Holidays to 31 Dec 2028…"
    sitting.press(page.holidays)
    dialog = sitting.dialog(CalendarDialog)
    dialog.act()
    sitting.settle()
    assert "Say where the days are announced" in all_words(dialog)
    day, name, _kind = dialog.days._lines[0][1]
    for field, text in ((day, "7/4/2026"), (name, "Day of thanksgiving"), (dialog.source, "London Gazette")):
        field.setText(text)
        field.textEdited.emit(text)
    dialog.act()
    sitting.settle()
    _known, days = store.read(founder, calendars.stored, date(2026, 4, 2))
    assert [(each.day, each.name) for each in days] == [(date(2026, 4, 7), "Day of thanksgiving")]
    assert "Wed 8 Apr 2026 15:00 to Thu 9 Apr 2026 15:00" in dialog.moved.text()
    rows = lines(at(sitting))
    assert next(row for row in rows if row.kind is DutyKind.ORDER_OR_RELEASE).due_at == wall(2026, 4, 9, 15, 0)


def test_an_officer_does_not_change_bank_holidays(sit: Sit, officer: Actor) -> None:
    page = at(sit(officer))
    assert not page.holidays.isVisible()


def test_a_changed_time_is_decided_from_the_board_by_somebody_else(
    sit: Sit, store: Store, officer: Actor, champion: Actor, ticking: Clock
) -> None:
    case = seized(store, officer)
    ticking.at(wall(2026, 4, 2, 16, 0))
    asked = TimeChangeDraft(seized_at=wall(2026, 4, 2, 14, 30), reason="Body-worn video.")
    store.write(officer, time_change.ask, case, None, asked)
    sitting = sit(champion)
    (row,) = [row for row in lines(at(sitting)) if row.action == "Decide"]
    press(sitting, row)
    form = sheet(sitting, StepSheet)
    assert "Thu 2 Apr 2026 15:00 is to become Thu 2 Apr 2026 14:30" in form.meaning.text()
    fill(form.form, agreed=True, note="Seen.")
    save(sitting)
    rows = lines(at(sitting))
    assert not [each for each in rows if each.action == "Decide"]
    assert rows[0].due_at == wall(2026, 4, 8, 14, 30)


def test_a_champion_is_named_and_the_card_counts_it(sitting: Sitting, founder: Actor) -> None:
    page = show(sitting, "champions")
    page.champions.name.click()
    sitting.settle()
    form = sheet(sitting, ChampionForm)
    fill(form.form, post=ChampionPost.CHAMPION, area_id="North", user_id=founder.display, course="POCA Managers")
    save(sitting)
    page = show(sitting, "champions")
    ((_, row),) = page.champions.model.in_memory()
    assert (row.place, row.name) == ("North", founder.display)
    assert "1 of 2 areas" in page.champions.facts.text()
    page.champions.table.opened.emit(row)
    sitting.settle()
    assert sheet(sitting, ChampionForm).id == row.id


def test_a_target_is_set_and_shared(sitting: Sitting) -> None:
    page = show(sitting, "performance")
    page.performance.target_asked.emit()
    sitting.settle()
    dialog = sitting.dialog(TargetDialog)
    dialog.act()
    sitting.settle()
    assert dialog.isVisible()
    fill(dialog.form, measure=MeasureKind.CASH_DETENTION_ORDERS, value="160", source="Delivery plan")
    dialog.act()
    sitting.settle()
    page = show(sitting, "performance")
    assert "Delivery plan" in all_words(page.performance)
    assert page.shown is not None
    (target,) = page.shown.poca.performance.targets
    page.steps.share_target(target)
    sitting.settle()
    share = sitting.dialog(ShareDialog)
    for field, value in zip(share._parts.values(), (100, 60), strict=True):
        field.set_value(value)
        field.edited.emit()
    assert share.sum.text() == "Together 160 of 160"
    share.act()
    sitting.settle()
    assert "The target is shared among the areas." in sitting.window.notices.said
    parts = {row.area: row.target for row in page.shown.poca.performance.areas}
    assert parts == {"North": 100, "South": 60}


def test_papers_are_drawn_with_what_is_missing_and_saved(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock, tmp_path: Path
) -> None:
    case = seized(store, founder)
    page = at(sitting)
    page.open_case(case)
    sitting.settle()
    sitting.press(next(b for b in page.record.findChildren(type(page.holidays)) if b.text() == "Papers…"))
    dialog = sitting.dialog(PaperDialog)
    sitting.qtbot.waitUntil(lambda: (sitting.settle(), dialog.gaps.isVisible() or dialog.complete.isVisible())[1])
    chooser = dialog.form.field("paper").findChild(QComboBox)
    names = [chooser.itemText(place) for place in range(chooser.count())]
    longest = max(chooser.fontMetrics().horizontalAdvance(name) for name in names)
    assert longest < chooser.lineEdit().width() - 4  # each is read whole
    dialog.save()
    sitting.settle()
    addressed(sitting, tmp_path / "paper.pdf")
    sitting.qtbot.waitUntil(lambda: (sitting.settle(), (tmp_path / "paper.pdf").exists())[1])
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_who_may_know_is_set_from_the_case(sitting: Sitting, store: Store, founder: Actor, officer: Actor) -> None:
    case = seized(store, founder)
    at(sitting).steps.set_access(case)
    sitting.settle()
    dialog = sitting.dialog(AccessDialog)
    dialog.access.set_value(Access.RESTRICTED)
    dialog.access.edited.emit()
    dialog.act()
    sitting.settle()
    assert store.read(officer, cases.page, cases.CaseFilter(), now=THURSDAY) == []
    assert len(store.read(founder, cases.page, cases.CaseFilter(), now=THURSDAY)) == 1


def test_another_kind_of_case_goes_from_its_form_to_its_order(sitting: Sitting, ticking: Clock) -> None:
    from soc_desk.vocabulary.poca import CaseKind

    page = at(sitting)
    page.steps._record(CaseKind.ACCOUNT_FREEZING)
    sitting.settle()
    form = sheet(sitting, OtherCaseForm)
    fill(form.form, amount_pence="12,500", institution="Southmere Bank", authorised_by="DI S. Enior")
    save(sitting)
    page = sitting.at(PocaPage)
    assert page.record.shown is not None
    case: UUID = page.record.shown.row.id
    assert "Southmere Bank" in all_words(page.record)
    assert "Log order…" in offered(page)
    page.steps.take(case, "other_order")
    sitting.settle()
    fill(sheet(sitting, StepSheet).form, made_at="2/4/2026 15:00", expires_on="1/4/2027", court="Southmere")
    save(sitting)
    (row,) = [each for each in lines(at(sitting)) if each.kind is DutyKind.FREEZING_ENDS]
    assert row.due_at == wall(2027, 4, 2)
    rows = later(sitting, ticking, wall(2027, 4, 2, 0, 1))
    assert rows[0].urgency in (Urgency.RED, Urgency.EXPIRED)


def test_the_page_comes_back_where_it_was_left(sitting: Sitting, store: Store, founder: Actor) -> None:
    case = seized(store, founder)
    page = show(sitting, "orders")
    page.registers["orders"].which.setCurrentIndex(1)
    page.open_case(case)
    sitting.settle()
    kept = page.state()
    page.leave_case()
    page.show_view("deadlines")
    page.restore({})
    page.restore({"view": "nonsense", "registers": {"orders": "x"}})
    page.restore(kept)
    sitting.settle()
    assert page.record.id == case
    assert page.state()["view"] == "orders"
    assert page.registers["orders"].which.currentData() is True
