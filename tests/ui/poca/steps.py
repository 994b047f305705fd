"""What tests of the POCA page do again and again: fill a form as somebody would, take a step, read the board."""

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from soc_desk.services.poca.board import DutyRow, Urgency
from tests.factories_poca import Clock
from tests.ui.ways import Sitting, plain
from ui.pages.poca import PocaPage
from ui.poca.step_sheet import StepSheet
from ui.sheet import Sheet
from ui.widgets.form import Form


def at(sitting: Sitting) -> PocaPage:
    """The POCA page, open at its board."""
    page = sitting.go("poca", PocaPage)
    page.show_view("deadlines")
    sitting.settle()
    return page


def sheet(sitting: Sitting, kind: type[Sheet]) -> Any:
    """The form that is open."""
    found = sitting.window.stage.sheet
    assert isinstance(found, kind), f"This is {type(found).__name__}."
    return found


def fill(form: Form[Any], **values: object) -> None:
    """Text is typed; any other value is chosen, and the field says so."""
    for name, value in values.items():
        widget = form.field(name).widget
        assert widget.isEnabled(), f"{name} is off."
        if type(value) is str and isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox):
            _type(widget, value)
        else:
            form.field(name).field.set_value(value)
            widget.edited.emit()  # type: ignore[attr-defined]


def problems(form: Form[Any]) -> dict[str, str]:
    """What stands in red under the fields."""
    shown = {name: form.field(name).shown_problem for name in form.names}
    return {name: sentence for name, sentence in shown.items() if sentence}


def save(sitting: Sitting) -> None:
    """Save the open sheet; fails with what it says where it stays open."""
    open_ = sitting.window.stage.sheet
    assert open_ is not None
    open_.save()
    sitting.settle()
    still = sitting.window.stage.sheet
    if still is open_:
        raise AssertionError(f"It was not saved: {problems(open_.form)} {open_.banner.text}")


def take(sitting: Sitting, case_id: UUID, key: str, **values: object) -> None:
    """Take a step of a case by its form."""
    page = sitting.window.way.page
    assert isinstance(page, PocaPage)
    page.steps.take(case_id, key)
    sitting.settle()
    fill(sheet(sitting, StepSheet).form, **values)
    save(sitting)


def press(sitting: Sitting, row: DutyRow) -> None:
    """Press the button of a line of the board."""
    page = sitting.at(PocaPage)
    buttons = page.deadlines.board.findChildren(QAbstractButton)
    wanted = f"{row.action}: {row.what}"
    sitting.press(next(b for b in buttons if b.accessibleName() == wanted and b.isVisible()))


def later(sitting: Sitting, clock: Clock, moment: datetime) -> list[DutyRow]:
    """Set the clock and let the page look at it; gives what the board shows."""
    clock.at(moment)
    page = at(sitting)
    page.refresh()
    sitting.settle()
    return lines(page)


def lines(page: PocaPage) -> list[DutyRow]:
    """The duties in the order in which the board shows them."""
    rows = page.deadlines._rows
    return [rows[item.id] for item in page.deadlines.board.items if isinstance(item.id, UUID)]


def expired(rows: list[DutyRow]) -> list[str]:
    """The references that stand as EXPIRED."""
    return [row.reference for row in rows if row.urgency is Urgency.EXPIRED]


def offered(page: PocaPage) -> list[str]:
    """The steps that stand as buttons over an open case."""
    layout = page.record.head.buttons
    widgets = (layout.itemAt(place).widget() for place in range(layout.count()))  # type: ignore[union-attr]
    return [plain(widget.text()) for widget in widgets if isinstance(widget, QAbstractButton)]


def _type(widget: QWidget, text: str) -> None:
    if isinstance(widget, QComboBox):
        line = widget.lineEdit()
        assert line is not None
        line.setText(text)
        line.textEdited.emit(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)
        widget.textEdited.emit(text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
