"""Every form of the POCA page opens, has the cursor in its first field, fits the sheet, and says what is missing."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QScrollArea

from soc_desk.services import periods
from soc_desk.services.poca import cases
from soc_desk.services.poca.board import NextAction
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseKind, CaseState
from tests.factories_poca import STATES, THURSDAY, Clock, in_state
from tests.ui.poca.steps import at, problems, sheet
from tests.ui.ways import Sitting
from ui.desk import Desk
from ui.forms.champion import ChampionForm
from ui.forms.other_case import OtherCaseForm
from ui.forms.seizure import SeizureForm
from ui.main_window import MainWindow
from ui.poca import catalogue
from ui.poca.step_sheet import StepSheet
from ui.sheet import Sheet

OTHERS = tuple(kind for kind in CaseKind if not kind.is_seizure)
FORMS: dict[str, Callable[[Desk, MainWindow], Sheet]] = {
    "seizure": SeizureForm,
    "champion": ChampionForm,
    **{f"{kind}": lambda desk, window, k=kind: OtherCaseForm(desk, window, k) for kind in OTHERS},  # type: ignore[misc]
}

ASKS_NOTHING = ("restraint", "money_laundering")
"""Kinds of case of which nothing need be known when they are recorded."""


@pytest.fixture
def sitting(window: MainWindow, desk: Desk, qtbot: object) -> Sitting:
    return Sitting(window, desk, qtbot)  # type: ignore[arg-type]


def overflow(opened: Sheet) -> int:
    """By how many pixels the fields are wider than the sheet."""
    area = next(a for a in opened.findChildren(QScrollArea) if a.isAncestorOf(opened.form))  # type: ignore[attr-defined]
    return max(opened.form.minimumSizeHint().width() - area.viewport().width(), 0)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_fits_and_says_what_is_missing(name: str, size: tuple[int, int], sitting: Sitting) -> None:
    sitting.window.resize(*size)
    at(sitting)
    opened = FORMS[name](sitting.desk, sitting.window)
    sitting.window.open_sheet(opened)
    sitting.settle()
    assert overflow(opened) == 0
    if name in ASKS_NOTHING:
        return
    opened.save()
    sitting.settle()
    assert problems(opened.form)  # type: ignore[attr-defined]
    focus = sitting.window.focusWidget()
    assert focus is not None
    assert opened.isAncestorOf(focus)


def test_every_step_of_every_state_has_a_form_that_fits(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock
) -> None:
    sitting.window.resize(1024, 700)
    page, seen, wrong = at(sitting), set(), {}
    for state in STATES:
        ticking.at(THURSDAY)
        case = in_state(store, founder, ticking, state)
        shown = store.read(founder, cases.detail, case, now=periods.now())
        for step in catalogue.offered(shown):
            if step.key in seen or step.draft is None:
                continue
            seen.add(step.key)
            page.steps.take(case, step.key)
            sitting.settle()
            opened = sheet(sitting, StepSheet)
            if more := overflow(opened):
                wrong[step.key] = f"{more} px too wide"
            if not opened.save_button.isEnabled() or opened.banner.text:
                wrong[step.key] = opened.banner.text
            focus = sitting.window.focusWidget()
            if focus is None or not opened.form.isAncestorOf(focus):
                wrong[step.key] = "The cursor is not in it."
            opened.finish()
            sitting.settle()
        if state is CaseState.EXPIRED:  # a hearing still listed offers to confirm what was made in time, and that first
            late = [step.key for step in catalogue.of_action(shown, NextAction.CONFIRM_IN_TIME)]
            assert late[:2] == ["confirm", "order"]
    assert len(seen) > 20
    assert wrong == {}
