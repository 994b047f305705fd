"""The timeline tab: events in lanes, walked by keyboard, the row behind each, opened where it can be."""

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from soc_desk.services import history, periods
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from tests import factories
from tests.ui.ocgs.steps import at_record
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.ocgs.timeline_of import TimelineOf
from ui.pages.ocgs import OcgsPage


def test_events_are_walked_and_opened(
    store: Store,
    founder: Actor,
    supervisor: Actor,
    page: OcgsPage,
    desk: Desk,
    harrier: UUID,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    day = periods.today() - timedelta(days=90)
    made = factories.approved(store, founder, supervisor, harrier, disruption_date=day, title="Line broken")
    at_record(page, desk, harrier)
    page.record.open_part("timeline")
    desk.settle()
    part = page.record.part("timeline")
    assert isinstance(part, TimelineOf)
    qtbot.keyClick(part.view, Qt.Key.Key_Home)
    row = part.table.currentIndex().row()
    assert part.events[row].what == "Pursue, major · Line broken"
    part.view.zoom(8)
    part.view.grab()  # drawn without a word of warning
    assert part.view._place(part.view._moments[0]) is not None  # zoomed around what is looked at
    qtbot.keyClick(part.view, Qt.Key.Key_Right)
    assert part.table.currentIndex().row() < row
    qtbot.keyClick(part.view, Qt.Key.Key_Home)
    part.table.copy()
    desk.settle()
    assert QGuiApplication.clipboard().text().endswith("Pursue, major · Line broken\t–\n")
    assert "copied and logged as disclosure P-" in window.notices.said
    assert store.read(founder, history.history, made)[0].category is AuditCategory.DISCLOSURE
    qtbot.keyClick(part.view, Qt.Key.Key_Return)
    desk.settle()
    assert window.way.page is not None
    assert window.way.page.NAME == "disruptions"
    assert window.way.page.inspection.row.id == made  # type: ignore[attr-defined]
    window.resize(1440, 900)
