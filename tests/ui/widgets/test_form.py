"""The form binder and its fields."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from soc_desk.vocabulary import FourP, ImpactLevel
from tests.ui.widgets.scenes import SampleDraft, sample_form
from ui.widgets.choices import ChipsField, ChoiceField
from ui.widgets.fields import DateField, LineField, MoneyField, TextField, WholeField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

TODAY = date(2026, 11, 22)


@pytest.fixture
def form(qtbot: QtBot) -> Form[SampleDraft]:
    made = sample_form()
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    return made


def shown(qtbot: QtBot, field: QWidget) -> QWidget:
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_form_gives_back_what_it_was_given(form: Form[SampleDraft]) -> None:
    assert form.draft() == SampleDraft()
    assert not form.is_edited()
    other = SampleDraft(2, date(2025, 1, 1), FourP.PROTECT, ImpactLevel.NEGATIVE, "Why", "Fraud", ("west",), 5, None, 9)
    form.load(other)
    assert form.draft() == other  # version too, which no field shows


def test_loading_is_not_editing(form: Form[SampleDraft], qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(replace(SampleDraft(), why="Something else", agencies=("west",)))
    assert not form.is_touched("why")


def test_typing_edits_the_draft(form: Form[SampleDraft], qtbot: QtBot) -> None:
    money = form.field("cash_pence").widget
    money.clear()
    with qtbot.waitSignal(form.edited):
        qtbot.keyClicks(money, "£20.5")
    assert form.draft().cash_pence == 2050
    assert form.is_edited()
    assert form.is_touched("cash_pence")


def test_what_cannot_be_read_is_said_and_kept(form: Form[SampleDraft], qtbot: QtBot) -> None:
    day = form.field("occurred_on").widget
    day.clear()
    qtbot.keyClicks(day, "31/2/2026")
    assert form.draft().occurred_on is None
    assert form.problems() == {"occurred_on": "There is no 31 February 2026. Correct the date."}
    kept = form.unread()
    other = sample_form()
    qtbot.addWidget(other)
    other.load(form.draft(), kept)
    assert other.unread() == {"occurred_on": "31/2/2026"}
    assert other.is_edited()


def test_a_problem_stands_under_its_field(form: Form[SampleDraft]) -> None:
    left = form.show_problems({"threat": "Choose the threat.", "subject_id": "No such field here."})
    assert left == {"subject_id": "No such field here."}
    threat = form.field("threat")
    assert threat.shown_problem == "Choose the threat."
    assert threat.widget.property("wrong") == "true"
    assert threat.widget.accessibleDescription() == "Choose the threat."
    form.show_problems({})
    assert threat.shown_problem == ""
    assert threat.widget.accessibleDescription() == ""


def test_a_field_nobody_touched_is_not_scolded(form: Form[SampleDraft], qtbot: QtBot) -> None:
    form.show_problems({"threat": "Choose the threat."}, only_touched=True)
    assert form.field("threat").shown_problem == ""


def test_the_first_mistake_gets_the_focus(form: Form[SampleDraft], qtbot: QtBot) -> None:
    form.show_problems({"people": "Too many.", "threat": "Choose the threat."})
    form.focus_problem()
    qtbot.waitUntil(form.field("threat").widget.hasFocus)


def test_a_name_that_the_draft_has_not_is_refused(form: Form[SampleDraft]) -> None:
    with pytest.raises(ValueError, match="SampleDraft has no field pillar"):
        form.add_row(Entry("pillar", "Pillar", LineField()))


def test_every_field_can_be_named_aloud(form: Form[SampleDraft]) -> None:
    assert [form.field(name).widget.accessibleName() for name in form.names] == [
        "Against", "Date", "Which P", "Level", "Why this level", "Threat", "Cash", "People", "Supporting agencies",
    ]  # fmt: skip


def test_tab_walks_through_every_field(form: Form[SampleDraft], qtbot: QtBot) -> None:
    form.field("subject").widget.setFocus()
    seen = []
    for _ in range(30):
        focused = form.focusWidget()
        name = next((n for n in form.names if form.field(n).isAncestorOf(focused)), "")
        if not seen or seen[-1] != name:
            seen.append(name)
        form.focusNextPrevChild(True)
    assert seen[: len(form.names)] == list(form.names)


def test_a_date_is_written_out_on_leaving(qtbot: QtBot) -> None:
    field = DateField(lambda: TODAY)
    shown(qtbot, field)
    other = LineField()
    shown(qtbot, other)
    field.setFocus()
    qtbot.keyClicks(field, "14 nov")
    assert field.value() == date(2026, 11, 14)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "15 Nov 2026"
    field.setText("3/4/26")
    other.setFocus()
    qtbot.waitUntil(lambda: field.text() == "3 Apr 2026")


def test_money_and_numbers_refuse_garbage_with_a_sentence(qtbot: QtBot) -> None:
    for field in (MoneyField(), WholeField(0, 50)):
        shown(qtbot, field)
        qtbot.keyClicks(field, "lots")
        assert field.value() is None
        assert field.problem().endswith(".")
        field.set_value(12)
        assert field.problem() == ""
        assert field.value() == 12


def test_text_grows_to_its_limit(qtbot: QtBot) -> None:
    field = TextField(lines=2, most=4)
    field.resize(300, 60)
    shown(qtbot, field)
    heights = []
    for lines in (1, 3, 40):
        field.set_value("\n".join("words" for _ in range(lines)))
        heights.append(field.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] < 150


def test_arrows_move_between_segments(qtbot: QtBot) -> None:
    field = Segmented([Option(p, p.label) for p in FourP])
    shown(qtbot, field)
    field.set_value(FourP.PREPARE)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field, Qt.Key.Key_Right)
    assert field.value() in FourP
    qtbot.mouseClick(field._segments[2], Qt.MouseButton.LeftButton)
    assert field.value() is FourP.PROTECT
    qtbot.keyClick(field._segments[2], Qt.Key.Key_Delete)
    assert field.value() is None


def test_a_choice_is_found_by_typing(qtbot: QtBot) -> None:
    field = ChoiceField([Option(1, "Fraud"), Option(2, "Firearms")])
    shown(qtbot, field)
    qtbot.keyClicks(field.lineEdit(), "fire")
    assert field.value() is None
    assert field.problem() == "“fire” is not on the list. Choose one of the list."
    qtbot.keyClicks(field.lineEdit(), "arms")
    assert field.value() == 2
    field.set_value(None)
    assert field.lineEdit().text() == ""


def test_a_choice_from_elsewhere_is_asked_for_and_offered(qtbot: QtBot) -> None:
    field = ChoiceField(asks=True)
    shown(qtbot, field)
    with qtbot.waitSignal(field.asked) as told:
        qtbot.keyClicks(field.lineEdit(), "harr")
    assert told.args == ["harr"]
    field.offer([Option(7, "OCG-0117 Harrier", detail="Active")])
    assert field.lineEdit().text() == "harr"
    field.setCurrentIndex(0)
    field.activated.emit(0)
    assert (field.value(), field.chosen_words()) == (7, "OCG-0117 Harrier · Active")


def test_a_value_not_on_offer_can_be_made_known(qtbot: QtBot) -> None:
    field = ChoiceField(asks=True)
    shown(qtbot, field)
    field.set_value(7)
    field.know([Option(7, "OCG-0117 Harrier")])
    assert field.lineEdit().text() == "OCG-0117 Harrier"
    assert field.value() == 7


def test_chips_are_added_and_taken_away(qtbot: QtBot) -> None:
    field = ChipsField([Option("n", "North"), Option("s", "South")])
    shown(qtbot, field)
    field.set_value(["n"])
    field._add._activated(1)
    assert field.value() == ("n", "s")
    with qtbot.waitSignal(field.edited):
        field._remove("n")
    assert field.value() == ("s",)
    assert field.problem() == ""
