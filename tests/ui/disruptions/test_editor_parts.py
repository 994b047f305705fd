"""The parts of the disruption editor: outcomes, evidence, new subjects, keyboard and names."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from soc_desk.services import search, subjects
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import DisruptionDraft, EvidenceRef, OutcomeLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import OutcomeKind, SubjectKind, SubjectStatus
from tests import factories
from tests.ui.disruptions.steps import (
    EVERY_KIND,
    TODAY,
    unnamed,
)
from ui.desk import Desk
from ui.disruptions import words
from ui.disruptions.evidence import EvidenceField
from ui.disruptions.outcomes import OutcomesField, parse_quantity
from ui.disruptions.subject import NewSubject
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow

# its parts ------------------------------------------------------------------------------------------------------------


def lists(store: Store, reader: Actor) -> DisruptionLists:
    from soc_desk.services import disruption_lists

    return store.read(reader, disruption_lists.lists, TODAY)


def test_every_kind_of_outcome_goes_in_and_comes_out_in_its_own_unit(
    store: Store, officer: Actor, qtbot: QtBot
) -> None:
    field = OutcomesField()
    qtbot.addWidget(field)
    field.set_value(EVERY_KIND)
    field.set_lists(lists(store, officer))
    assert field.value() == EVERY_KIND
    assert {line.kind for line in EVERY_KIND} == set(OutcomeKind)
    known = lists(store, officer)
    said = [(words.what(line, known), words.how_much(line, known)) for line in EVERY_KIND[-4:]]
    assert said == [
        ("Cash seized", "£18,420.50"), ("Money recovered", "£0.00"), ("Cocaine", "1.25 kg"),
        ("Restraint, restrained", "£250,000.00"),
    ]  # fmt: skip
    assert words.months(50) == "4 years 2 months"
    assert words.months(None) == ""


def test_an_outcome_that_cannot_be_read_is_said_and_kept(store: Store, officer: Actor, qtbot: QtBot) -> None:
    field = OutcomesField()
    qtbot.addWidget(field)
    field.set_lists(lists(store, officer))
    line = field.add_line()
    line.set_raw({"kind": "Arrests", "quantity": "three"})
    assert "not a whole number" in field.problem()
    again = OutcomesField()
    qtbot.addWidget(again)
    again.set_unread(field.unread())
    assert again.unread() == field.unread()
    line.set_raw({"kind": "Arrests", "quantity": "3"})
    assert field.value() == (OutcomeLine(kind=OutcomeKind.ARRESTS, quantity=3),)
    line.remove_asked.emit()
    assert field.value() == ()


def test_a_kind_chosen_from_the_list_is_the_kind_itself(store: Store, officer: Actor, qtbot: QtBot) -> None:
    field = OutcomesField()
    qtbot.addWidget(field)
    field.set_lists(lists(store, officer))
    line: Any = field.add_line()
    line.kind.activated.emit(line.kind.findText("Drugs"))
    assert line.kind.value() is OutcomeKind.DRUGS
    assert not line.parts["unit"].isHidden()


@pytest.mark.parametrize(("text", "value"), [("1.25", 1.25), ("1,000", 1000), ("0.005", 0.005), (".5", 0.5)])
def test_quantities_are_read(text: str, value: float) -> None:
    assert parse_quantity(text) == value


@pytest.mark.parametrize("text", ["1.2345", "-1", "1.x", "much", "1.-5"])
def test_what_is_no_quantity_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_quantity(text)


def test_evidence_goes_in_and_comes_out(store: Store, officer: Actor, qtbot: QtBot) -> None:
    field = EvidenceField()
    qtbot.addWidget(field)
    refs = (EvidenceRef("crime", "43260/26", "2026-03-02"), EvidenceRef("exhibit", "AE/3"))
    field.set_value(refs)
    field.set_lists(lists(store, officer))
    assert field.value() == refs
    assert words.evidence(refs[0], lists(store, officer)) == "Crime reference 43260/26, 2 Mar 2026"


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_a_new_subject_is_made_on_the_spot_and_chosen(
    form: DisruptionForm, officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, kind: SubjectKind
) -> None:
    form.form.subject.choice.set_unread("Bramble")
    form.form.subject.make(kind)
    (dialog,) = officers_window.findChildren(NewSubject)
    assert dialog.form.draft().name == "Bramble"
    dialog.threat.set_value("FRAUD")
    dialog.first.load(factories.first_report())
    dialog.save()
    dialog.save()  # pressed twice, it is made once
    officers.settle()
    assert [hit.title for hit in store.read(officer, search.search, "Bramble")] == ["Bramble"]
    chosen = form.draft().subject_id
    assert chosen is not None
    made = store.read(officer, subjects.choice, chosen)
    assert made is not None
    assert (made.kind, made.name) == (kind, "Bramble")
    assert made.status is (SubjectStatus.PROPOSED if kind is SubjectKind.OCG else SubjectStatus.ACTIVE)
    assert "Bramble" in form.form.subject.choice.currentText()
    assert form.draft().primary_threat == "FRAUD"


def test_a_subject_without_a_name_is_refused_under_its_field(form: DisruptionForm, officers_window: MainWindow) -> None:
    form.form.subject.make(SubjectKind.OCG)
    (dialog,) = officers_window.findChildren(NewSubject)
    dialog.save()
    assert dialog.form.field("name").shown_problem
    assert dialog.isVisible()


# the craft ------------------------------------------------------------------------------------------------------------


def test_every_field_of_the_draft_has_a_widget(form: DisruptionForm) -> None:
    assert set(DisruptionDraft.__dataclass_fields__) - set(form.form.names) == {"id", "version"}


def test_tab_visits_every_field_in_reading_order(
    form: DisruptionForm, officers_window: MainWindow, qtbot: QtBot
) -> None:
    form.form.unfold()
    form.form.ask_difference(asked=True)
    form.form.outcomes.add_line()
    officers_window.activateWindow()
    qtbot.waitUntil(officers_window.isActiveWindow)
    form.form.subject.choice.setFocus()
    seen: list[str] = []
    for _ in range(80):
        now = QApplication.focusWidget()
        assert now is not None
        for name in form.form.names:
            if form.form.field(name).isAncestorOf(now) and name not in seen:
                seen.append(name)
        if now is form.submit_button:
            break
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert seen == list(form.form.names)


def test_mnemonics_are_given_once(form: DisruptionForm) -> None:
    form.form.unfold()
    captions = [form.form.field(name)._caption.text() for name in form.form.names]
    captions += [button.text() for button in form.findChildren(QAbstractButton) if "&" in button.text()]
    letters = [text[text.index("&") + 1].lower() for text in captions if "&" in text]
    assert sorted(letters) == sorted(set(letters))
    assert len(letters) > 12


def test_everything_that_takes_the_keyboard_has_a_name(form: DisruptionForm) -> None:
    form.form.unfold()
    form.form.outcomes.add_line()
    form.form.evidence.add_line()
    assert unnamed(form) == []


def test_a_small_window_puts_the_side_below(form: DisruptionForm, officers_window: MainWindow, officers: Desk) -> None:
    officers_window.resize(1440, 900)
    officers.settle()
    assert form._side.isAncestorOf(form.side)
    officers_window.resize(1024, 700)
    form.resize(640, 600)
    assert not form._side.isAncestorOf(form.side)
    officers.settle()
    assert form.side.verdict.text() == "National &return: 9 items missing"
    form.side.verdict.click()
    bar = form._scroll.verticalScrollBar()
    assert bar.value() == min(form.side.y(), bar.maximum()) > 0


def test_a_closed_form_is_freed(form: DisruptionForm, officers_window: MainWindow, officers: Desk) -> None:
    gone: list[bool] = []
    form.destroyed.connect(lambda: gone.append(True))
    form.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [True]
    officers.settle()
