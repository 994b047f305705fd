"""The disruption editor: by keyboard from empty to moderated, with the return and possible doubles beside it."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.services import disruption_rows, moderation
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.disruptions import EvidenceRef
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel
from tests import factories
from tests.ui.disruptions.steps import (
    TODAY,
    fill,
    only,
    opened,
    stored,
    whole,
)
from ui.desk import Desk
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow

# from empty to moderated ----------------------------------------------------------------------------------------------


def test_a_disruption_is_recorded_and_submitted_by_keyboard_alone(
    form: DisruptionForm, officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, qtbot: QtBot
) -> None:
    def focused() -> QWidget:
        officers.settle()
        now = QApplication.focusWidget()
        assert now is not None
        return now

    def type_and_tab(text: str, tabs: int = 1) -> None:
        qtbot.keyClicks(focused(), text)
        officers.settle()
        for _ in range(tabs):
            qtbot.keyClick(focused(), Qt.Key.Key_Tab)

    officers_window.activateWindow()
    qtbot.waitUntil(officers_window.isActiveWindow)
    assert form.form.subject.choice.hasFocus()
    qtbot.keyClicks(focused(), "Harrier")
    with qtbot.waitSignal(form.form.subject.choice.asked):
        pass
    officers.settle()
    popup = form.form.subject.choice.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.draft().subject_id is not None
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)  # over New
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    type_and_tab("2 mar")
    qtbot.keyClick(focused(), Qt.Key.Key_Space)  # Pursue
    _to(form.form.field("impact_level").widget, qtbot)
    qtbot.keyClick(focused(), Qt.Key.Key_Right)  # from the first, Major, to Moderate
    _to(form.form.field("impact_rationale").widget, qtbot)
    type_and_tab("Line holder remanded; number dead since.")
    _to(form.form.field("narrative").widget, qtbot)
    type_and_tab("Warrants at two addresses.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    officers.settle()
    detail = only(store, officer)
    assert detail.row.status is DisruptionStatus.SUBMITTED
    draft = detail.draft
    assert (draft.disruption_date, draft.four_p, draft.impact_level) == (
        date(2026, 3, 2),
        FourP.PURSUE,
        ImpactLevel.MODERATE,
    )
    assert (draft.primary_threat, draft.operation_name, draft.lro) == ("DRUGS", "Op Meadow", "DI Marsh")
    assert draft.officer == officer.display
    assert officers_window.stage.sheet is None
    assert "was submitted for moderation" in officers_window.notices.said


def _to(target: QWidget, qtbot: QtBot) -> None:
    """Tab until the cursor is in a field; fails where Tab never comes there."""
    for _ in range(30):
        now = QApplication.focusWidget()
        if now is not None and (now is target or target.isAncestorOf(now)):
            return
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    pytest.fail(f"Tab never reached {target.accessibleName()}.")


def test_recorded_submitted_and_moderated_by_another(
    form: DisruptionForm, officers: Desk, store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    fill(form, **whole(group))
    form.submit()
    officers.settle()
    detail = only(store, officer)
    store.write(
        supervisor, moderation.approve, detail.row.id, detail.row.version, ImpactLevel.MINOR, "Replaced in a week."
    )
    after = stored(store, officer, detail.row.id)
    assert (after.row.status, after.row.impact_level, after.level_before) == (
        DisruptionStatus.APPROVED, ImpactLevel.MINOR, ImpactLevel.MAJOR,
    )  # fmt: skip


def test_a_moderated_level_cannot_be_edited(
    officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:
    id_ = factories.approved(store, officer, supervisor, group)
    form = opened(officers_window, officers, id_)
    assert not form.form.level.isEnabled()
    assert form.submit_button.isHidden()
    fill(form, title="Two phones")
    form.save()
    officers.settle()
    assert stored(store, officer, id_).draft.title == "Two phones"


def test_an_empty_form_says_under_each_field_what_to_do_and_goes_to_the_first(
    form: DisruptionForm, officers: Desk, store: Store, officer: Actor
) -> None:
    form.submit()
    officers.settle()
    said = {name: form.form.field(name).shown_problem for name in form.form.names}
    assert {name for name, sentence in said.items() if sentence} == {
        "subject_id", "disruption_date", "four_p", "impact_level", "impact_rationale", "primary_threat", "narrative",
    }  # fmt: skip
    assert form.window().focusWidget() is form.form.subject.choice
    fill(form, four_p=FourP.PREVENT)
    form.judging.look()
    assert form.form.field("four_p").shown_problem == ""
    assert store.read(officer, disruption_rows.count, DisruptionFilter()) == 0


def test_save_is_there_once_the_record_can_be_saved(form: DisruptionForm, group: UUID, officers: Desk) -> None:
    assert not form.save_button.isEnabled()
    fill(form, subject_id=group, disruption_date=TODAY, impact_level=ImpactLevel.MINOR)
    assert not form.save_button.isEnabled()
    assert form.save_button.toolTip() == "Choose one of the four Ps."
    fill(form, four_p=FourP.PURSUE)
    officers.settle()
    assert form.save_button.isEnabled()
    assert form.save_button.toolTip() == ""


def test_the_keys_of_save_say_what_is_missing(form: DisruptionForm) -> None:
    form.save()
    assert not form.save_button.isEnabled()
    assert form.form.field("four_p").shown_problem == "Choose one of the four Ps."


def test_only_touched_fields_are_criticised_while_typing(form: DisruptionForm) -> None:
    field = form.form.field("disruption_date").widget
    assert isinstance(field, QLineEdit)
    field.setText("32/13")
    field.textEdited.emit("32/13")
    form.judging.look()
    assert form.form.field("disruption_date").shown_problem
    assert not form.form.field("subject_id").shown_problem


def test_a_future_date_is_refused_in_words(form: DisruptionForm, group: UUID, officers: Desk) -> None:
    fill(form, **whole(group, disruption_date=date(2026, 3, 11)))
    form.save()
    assert "future" in form.form.field("disruption_date").shown_problem


# what stands beside ---------------------------------------------------------------------------------------------------


def test_the_return_panel_follows_the_typing(form: DisruptionForm, officers: Desk, group: UUID) -> None:
    def holding() -> dict[str, bool]:
        form.checking.check()
        officers.settle()
        return {line.words.partition(":")[0]: line.holds for line in form.side.lines}

    blank = holding()
    assert blank["Missing"] is False
    assert "Lead responsible officer" not in blank  # asked for of groups, and none is chosen
    fill(form, **whole(group))
    officers.settle()
    before = holding()
    assert before["Date, P, level, threat"]
    assert before["Rationale"]
    assert before["Subject, assessed 5 Jan 2026"]
    assert not before["Evidence"]
    assert not before["Activity types"]
    fill(form, evidence_refs=(EvidenceRef("crime", "43260012345"),), activity_types=("arrest",))
    assert all(holding().values())
    fill(form, county_line_ref="Line 7", primary_threat="FRAUD")
    form.checking.check()
    assert [line.field for line in form.side.lines if not line.holds] == ["county_line_ref"]
    form.side.asked.emit("county_line_ref")
    assert form.form.field("county_line_ref").isVisible()


def test_an_id_is_never_shown_for_a_subject(officers_window: MainWindow, officers: Desk, recorded: UUID) -> None:
    form = opened(officers_window, officers, recorded)
    assert form.form.subject.choice.currentText().startswith("OCG-")
    assert form.form.subject.choice.currentText().endswith("Active")


def test_guidance_is_marked_as_local(form: DisruptionForm) -> None:
    fill(form, impact_level=ImpactLevel.MAJOR)
    assert form.form.field("impact_level")._hint.text().startswith("Local guidance: a significant")


def test_what_might_count_twice_is_shown_and_asked_about(
    form: DisruptionForm, recorded: UUID, officers: Desk, store: Store, officer: Actor, group: UUID
) -> None:
    fill(form, **whole(group))
    form.checking.check()
    officers.settle()
    assert [double.id for double in form.checking.doubles] == [recorded]
    assert form.form.field("distinct_because").isVisible()
    form.submit()
    officers.settle()
    assert "different act" in form.form.field("distinct_because").shown_problem
    fill(form, distinct_because="Another address on the same day.")
    form.submit()
    officers.settle()
    shown = DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,))
    (row,) = store.read(officer, disruption_rows.page, shown)
    assert stored(store, officer, row.id).draft.distinct_because == "Another address on the same day."
