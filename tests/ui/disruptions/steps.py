"""What the tests of the register, the board and the editor of disruptions do again and again."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from soc_desk.services import disruption_rows, disruptions, history
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow
from soc_desk.services.disruptions import DisruptionDetail, OutcomeLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, OutcomeKind
from tests import factories
from ui.desk import Desk
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage

TODAY = date(2026, 3, 10)
EVERY_KIND = (
    *(OutcomeLine(kind=kind, quantity=3) for kind in OutcomeKind if kind.measure.value in ("count", "months")),
    OutcomeLine(kind=OutcomeKind.CASH_SEIZED, value_pence=1842050, note="C-2026-031"),
    OutcomeLine(kind=OutcomeKind.MONEY_RECOVERED, value_pence=0),
    OutcomeLine(kind=OutcomeKind.DRUGS, detail="cocaine", unit="kg", quantity=1.25, value_pence=7500000),
    OutcomeLine(kind=OutcomeKind.ASSETS, detail="restraint", stage="restrained", value_pence=25000000),
)
_TYPED = (
    "subject_id", "disruption_date", "four_p", "impact_level", "impact_rationale", "primary_threat", "narrative",
)  # fmt: skip


def open_register(window: MainWindow, desk: Desk) -> DisruptionsPage:
    window.open_page("disruptions")
    desk.settle()
    page = window.way.page
    assert isinstance(page, DisruptionsPage)
    return page


def listed(page: DisruptionsPage) -> list[DisruptionRow]:
    rows = [page.model.loaded(place) for place in range(page.model.rowCount())]
    assert None not in rows
    return [row for row in rows if row is not None]


def consultations(store: Store, reader: Actor, id_: UUID) -> int:
    return sum(row.category is AuditCategory.CONSULTATION for row in store.read(reader, history.history, id_))


def opened(window: MainWindow, desk: Desk, *args: Any) -> DisruptionForm:
    """The editor in the window's side sheet."""
    form = DisruptionForm(desk, window, *args)
    window.open_sheet(form)
    desk.settle()
    return form


def fill(form: DisruptionForm, **values: Any) -> None:
    """Fill fields as a person would, by name."""
    for name, value in values.items():
        field: Any = form.form.field(name).widget
        field.set_value(value)
        field.edited.emit()


def whole(group: UUID, **over: Any) -> dict[str, Any]:
    """What must be filled before a disruption can be submitted."""
    draft = factories.draft(group)
    return {**{name: getattr(draft, name) for name in _TYPED}, **over}


def stored(store: Store, reader: Actor, id_: UUID) -> DisruptionDetail:
    return store.read(reader, disruptions.detail, id_)


def only(store: Store, reader: Actor) -> DisruptionDetail:
    """The one disruption that the store holds."""
    (row,) = store.read(reader, disruption_rows.page, DisruptionFilter())
    return stored(store, reader, row.id)


def unnamed(shown: QWidget) -> list[str]:
    """What takes the keyboard and has no name for a screen reader."""
    return [
        widget.metaObject().className()
        for widget in shown.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.focusProxy()
    ]
