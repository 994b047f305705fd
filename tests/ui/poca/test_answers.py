"""What the POCA page answers in use: targets in pounds, fields by kind, sentences after steps, whole buttons."""

import pytest

from soc_desk.errors import DeskError
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.measures import MeasureKind
from soc_desk.vocabulary.poca import CaseKind, DutyKind
from tests.factories_poca import seized
from tests.ui.poca.steps import at, fill, lines, press, sheet
from tests.ui.ways import Sitting, all_words
from ui.desk import Desk
from ui.dialog import Question
from ui.forms.other_case import OtherCaseForm
from ui.forms.target import TargetDialog
from ui.main_window import MainWindow
from ui.pages.poca import PocaPage
from ui.poca.catalogue import STEPS
from ui.poca.step_sheet import done_words


@pytest.fixture
def sitting(window: MainWindow, desk: Desk, qtbot: object) -> Sitting:
    """Somebody with every role."""
    return Sitting(window, desk, qtbot)  # type: ignore[arg-type]


def test_a_target_in_money_is_typed_in_pounds(sitting: Sitting) -> None:
    at(sitting).show_view("performance")
    sitting.at(PocaPage).performance.target_asked.emit()
    sitting.settle()
    dialog = sitting.dialog(TargetDialog)
    assert dialog.form.field("year").widget.currentText() == "2026/27"  # type: ignore[attr-defined]
    fill(dialog.form, value="280,000", measure=MeasureKind.CASH_FORFEITED_PENCE, source="Delivery plan")
    assert dialog.form.draft().value == 28_000_000
    dialog.act()
    sitting.settle()
    assert "£280,000.00" in all_words(sitting.at(PocaPage).performance)


def test_a_case_of_another_order_asks_for_what_its_kind_needs(sitting: Sitting) -> None:
    at(sitting).steps._record(CaseKind.CONFISCATION)
    sitting.settle()
    form = sheet(sitting, OtherCaseForm).form
    assert form.field("convicted_on").isVisible()
    assert not form.field("institution").isVisible()
    sheet(sitting, OtherCaseForm).save()
    assert form.field("convicted_on").shown_problem
    fill(form, convicted_on="1/3/2026")
    assert not form.field("convicted_on").shown_problem  # the complaint was about what stood there before
    fill(form, kind=CaseKind.ACCOUNT_FREEZING)
    assert form.field("institution").isVisible()
    assert form.field("convicted_on").isVisible()  # it holds something


def test_what_could_not_be_read_is_not_called_nothing_due(sitting: Sitting) -> None:
    page = at(sitting)
    assert "Nothing is due" in all_words(page.deadlines)
    page._show_failure(DeskError("The connection is lost."))
    sitting.settle()
    assert "nothing is known of what is due" in all_words(page.deadlines)
    assert "Nothing is due" not in all_words(page.deadlines)


def test_each_step_ends_in_a_sentence() -> None:
    for step in STEPS.values():
        said = done_words(step)
        assert said.endswith("."), step.key
        assert not said.startswith(("Log", "log", "Record", "record")), step.key


def test_a_choice_shows_its_answers_whole(sitting: Sitting, store: Store, founder: Actor) -> None:
    seized(store, founder)
    (row,) = [each for each in lines(at(sitting)) if each.kind is DutyKind.ORDER_OR_RELEASE]
    press(sitting, row)
    for answer in sitting.dialog(Question).buttons:
        assert answer.width() >= answer.sizeHint().width()
