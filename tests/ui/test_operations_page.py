"""The operations page: an operation recorded and opened, a bid from draft to result, and what is closed to others."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton

from soc_desk.services import bids, history, operations, subjects
from soc_desk.services.operations import OperationDraft, TallyLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import BidLevel, BidRefusal, BidState, Exactness, OperationKind, TallyKind
from tests import factories
from tests.ui.conftest import Sit
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.ways import Sitting, all_words
from ui.ask import Ask
from ui.conflict import ConflictDialog
from ui.forms.bid import BidForm, DecisionDialog
from ui.forms.operation import OperationForm
from ui.pages.operations import OperationsPage
from ui.widgets.compare import MINE, THEIRS


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


def results(form: OperationForm, lines: list[tuple[TallyKind, Exactness, str]]) -> None:
    """Type results as somebody would, a line each."""
    field = form.form.field("tallies").widget
    for place, (kind, exactness, figure) in enumerate(lines):
        if place:
            field._add_line()  # type: ignore[attr-defined]
        _, (what, how, number), _ = field._lines[-1]  # type: ignore[attr-defined]
        what.set_value(kind)
        how.set_value(exactness)
        number.setText(figure)
        number.textEdited.emit(figure)


def at(sitting: Sitting, view: str = "operations") -> OperationsPage:
    page = sitting.go("operations", OperationsPage)
    page.go(view=view)
    sitting.settle()
    return page


def stay_on(sitting: Sitting, page: OperationsPage, id_: UUID) -> None:
    """Select an operation and stay on it."""
    page.show_record(id_)
    page.operations.open_now()
    sitting.settle()


def press(sitting: Sitting, page: OperationsPage, words: str) -> None:
    shown = page.findChildren(QAbstractButton)
    sitting.press(next(each for each in shown if each.text() == words and each.isVisible()))


def test_an_operation_is_recorded_opened_and_changed(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, sit: Sit
) -> None:
    other = factories.ocg(store, founder, name="Kestrel")
    sitting = sit(officer)
    page = at(sitting)
    page.record_new()
    sitting.settle()
    form = sheet(sitting, OperationForm)
    fill(form.form, name="Autumn week", kind=OperationKind.INTENSIFICATION, ends_on="1/10/2026")
    results(form, [(TallyKind.WRAPS, Exactness.OVER, "2,800"), (TallyKind.CASH, Exactness.EXACT, "£133,000")])
    form.save()
    sitting.settle()
    assert problems(form.form) == {"starts_on": "Say when it starts."}
    fill(form.form, starts_on="2/10/2026")
    form.save()
    assert problems(form.form) == {"ends_on": "It cannot end before it starts."}
    fill(form.form, ends_on="9/10/2026", subject_id=harrier, other_ids=(other,))
    save(sitting)
    (row,) = store.read(officer, operations.page)
    assert [(each.name, each.groups) for each in page.operations.rows] == [("Autumn week", 2)]
    stay_on(sitting, page, row.id)
    shown = all_words(page.operations.inspector, hidden=True)  # groups stand in a tab of their own
    assert "Wraps: over 2,800" in shown
    assert "£133,000.00" in shown
    assert "Harrier" in shown
    assert "Kestrel" in shown
    looked = [
        each for each in store.read(founder, history.history, row.id) if each.category is AuditCategory.CONSULTATION
    ]
    assert len(looked) == 1
    press(sitting, page, "Edit…")
    form = sheet(sitting, OperationForm)
    assert "Kestrel" in all_words(form.form.field("other_ids").widget)
    fill(form.form, name="Autumn week of action", other_ids=())
    save(sitting)
    sitting.settle()
    found = page.operations.found
    assert found is not None
    assert (found.row.name, [kind.kind for kind in found.tallies]) == (
        "Autumn week of action", [TallyKind.WRAPS, TallyKind.CASH],
    )  # fmt: skip
    assert "Groups 1" in all_words(page.operations.inspector)


def test_two_people_change_one_operation_and_neither_is_overwritten(
    store: Store, founder: Actor, officer: Actor, sit: Sit
) -> None:
    kept = store.write(
        founder, operations.record, OperationDraft(name="Autumn week", starts_on=date(2026, 10, 2))
    ).value
    sitting = sit(officer)
    at(sitting)
    sitting.window.open_sheet(OperationForm(sitting.desk, sitting.window, kept))
    sitting.settle()
    form = sheet(sitting, OperationForm)

    def as_kept() -> OperationDraft:
        return store.read(officer, operations.detail, kept).draft

    fill(form.form, summary="Two lines closed.")
    store.write(founder, operations.change, replace(as_kept(), lead="DI F. Ounder"))
    save(sitting)  # what only one of them changed is merged without a question
    assert (as_kept().lead, as_kept().summary) == ("DI F. Ounder", "Two lines closed.")

    sitting.window.open_sheet(OperationForm(sitting.desk, sitting.window, kept))
    sitting.settle()
    form = sheet(sitting, OperationForm)
    fill(form.form, name="Mine", starts_on="3/10/2026", lead="DC Mine")
    store.write(founder, operations.change, replace(as_kept(), name="Theirs", starts_on=date(2026, 10, 4)))
    form.save()
    sitting.settle()
    dialog = sitting.dialog(ConflictDialog)
    assert [(each.label, each.before, each.mine, each.theirs) for each in dialog.comparison._differences] == [
        ("Name", "Autumn week", "Mine", "Theirs"), ("Starts", "2 Oct 2026", "3 Oct 2026", "4 Oct 2026"),
    ]  # fmt: skip
    dialog.comparison.choose(0, THEIRS)
    dialog.comparison.choose(1, MINE)
    dialog.keep.click()
    sitting.settle()
    assert (as_kept().name, as_kept().starts_on, as_kept().lead) == ("Theirs", date(2026, 10, 3), "DC Mine")


def test_what_was_typed_into_a_saved_operation_is_there_again_after_a_power_cut(
    store: Store, founder: Actor, officer: Actor, sit: Sit
) -> None:
    kept = store.write(
        founder, operations.record, OperationDraft(name="Autumn week", starts_on=date(2026, 10, 2))
    ).value
    sitting = sit(officer)
    at(sitting)
    sitting.window.open_sheet(OperationForm(sitting.desk, sitting.window, kept))
    sitting.settle()
    form = sheet(sitting, OperationForm)
    fill(form.form, summary="Two lines closed.")
    content = form.content()
    before = store.read(officer, operations.detail, kept).draft
    store.write(founder, operations.change, replace(before, lead="DI F. Ounder"))
    again = OperationForm.resumed(sitting.desk, sitting.window, content)
    sitting.window.open_sheet(again)
    sitting.settle()  # the record is read once more, and does not write over what was typed
    assert (again.form.draft().summary, again.form.draft().lead) == ("Two lines closed.", "DI F. Ounder")
    assert "A colleague just changed: or by name." in again.banner.text


def test_a_bid_goes_from_draft_to_decision_and_want_of_capacity_is_counted(
    store: Store, officer: Actor, supervisor: Actor, harrier: UUID, sit: Sit
) -> None:
    asking = sit(officer)
    page = at(asking, "bids")
    for what in ("Covert camera", "Search team"):
        page.draft_bid()
        asking.settle()
        fill(sheet(asking, BidForm).form, level=BidLevel.LEVEL_2, asked=what, subject_id=harrier)
        save(asking)
    for row in list(page.bids.rows):
        page.bids.table.select_ids({row.id})
        asking.settle()
        page.bids.steps["submit"].click()  # twice in one breath: nobody else is blamed
        press(asking, page, "Submit")
        assert "Somebody else" not in asking.window.notices.text
    asking.qtbot.waitUntil(lambda: asking.count("operations") == "Operations, 2")  # they await a decision
    assert page.bids.steps["decide"].isVisible()
    assert not page.bids.steps["decide"].isEnabled()  # an officer does not decide
    deciding = sit(supervisor)
    page = at(deciding, "bids")
    camera, search = sorted(page.bids.rows, key=lambda row: row.asked)
    page.bids.table.select_ids({camera.id})
    deciding.settle()
    press(deciding, page, "Decide…")
    dialog = deciding.dialog(DecisionDialog)
    fill(dialog.form, state=BidState.REFUSED, meeting="Force tasking")
    deciding.answer("Decide")
    assert "unmet demand" in problems(dialog.form)["refusal"]
    fill(dialog.form, refusal=BidRefusal.CAPACITY)
    deciding.answer("Decide")
    assert "1 refused (1 for want of capacity)" in page.bids.line.text()
    page.bids.table.select_ids({search.id})
    deciding.settle()
    press(deciding, page, "Decide…")
    fill(deciding.dialog(DecisionDialog).form, state=BidState.APPROVED, meeting="Force tasking")
    deciding.answer("Decide")
    press(deciding, page, "Delivered…")
    deciding.dialog(Ask).field.set_value("Two vehicles found.")
    deciding.answer("Record")
    states = {row.asked: (row.state, row.result) for row in store.read(officer, bids.page)}
    assert states == {
        "Covert camera": (BidState.REFUSED, ""), "Search team": (BidState.RESULT_RECORDED, "Two vehicles found."),
    }  # fmt: skip
    page.edit_current()  # what was decided is not rewritten
    assert deciding.window.stage.sheet is None
    assert "cannot be done" in all_words(deciding.window)


def test_what_is_against_a_closed_group_is_nowhere(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, sit: Sit
) -> None:
    lantern = OperationDraft(
        name="Lantern", starts_on=factories.A_DAY, subject_id=harrier,
        tallies=(TallyLine(kind=TallyKind.ARRESTS, value=7_319),),
    )  # fmt: skip
    store.write(founder, operations.record, lantern)
    store.write(founder, bids.record, bids.BidDraft(asked="Lantern camera", subject_id=harrier))
    version = factories.version(store, founder, harrier)
    store.write(founder, subjects.set_access, harrier, version, Access.RESTRICTED, ())
    sitting = sit(officer)
    page = at(sitting)
    page.go(view="bids")
    sitting.settle()
    shown = all_words(sitting.window, hidden=True)
    assert "Lantern" not in shown
    assert "7,319" not in shown
    assert len(page.operations.rows) == len(page.bids.rows) == 0
