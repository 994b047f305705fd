"""What tests of the OCGs page do again and again."""

from uuid import UUID

from soc_desk.services import history, ocgs, periods
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, SubjectStatus
from ui.ask import Ask
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage
from ui.widgets.badges import Badge
from ui.widgets.marks import Mark


def opened(window: MainWindow, desk: Desk, **where: object) -> OcgsPage:
    window.open_page("ocgs", **where)  # type: ignore[arg-type]
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    return page


def names(page: OcgsPage) -> list[str]:
    return [row.name for _, row in page.register.model.in_memory()]


def at_record(page: OcgsPage, desk: Desk, id_: UUID) -> None:
    page.open_record(id_)
    desk.settle()
    assert page.stack.currentWidget() is page.record


def consultations(store: Store, reader: Actor, id_: UUID) -> int:
    rows = store.read(reader, history.history, id_)
    return sum(row.category is AuditCategory.CONSULTATION for row in rows)


def status_of(store: Store, reader: Actor, id_: UUID) -> SubjectStatus:
    return store.read(reader, ocgs.detail, id_, periods.today()).row.status


def shown(window: MainWindow, kind: type) -> list:
    """Dialogs of a kind that are on the screen."""
    return [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]


def shown_marks(page: OcgsPage) -> list[Mark]:
    """State, tier and access beside the name."""
    layout = page.record.head.badges._layout
    badges = [layout.itemAt(place).widget() for place in range(layout.count())]
    return [badge.mark for badge in badges if isinstance(badge, Badge)]


def take(window: MainWindow, desk: Desk, words: str) -> Ask:
    desk.settle()
    (ask,) = shown(window, Ask)
    ask.field.set_value(words)
    ask.act()
    desk.settle()
    return ask
