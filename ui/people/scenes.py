"""Pictures of the People page that a page of its own does not give: somebody selected, a record and its tabs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.people import person_rows
from soc_desk.services.people.person_rows import PersonFilter, PersonRow
from ui.desk import Desk
from ui.page import Page, Shell

if TYPE_CHECKING:
    from ui.pages.people import PeoplePage

Scene = Callable[[Desk, Shell], QWidget | None]


def _page(shell: Shell) -> "PeoplePage":
    from ui.pages.people import PeoplePage

    shell.open_page("people")
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if isinstance(page, PeoplePage))


def _first(desk: Desk, then: Callable[[PersonRow], object]) -> None:
    asked = desk.read(person_rows.page, PersonFilter(), today=periods.today(), limit=30)
    asked.then(desk, lambda rows: then(max(rows, key=lambda row: len(row.links))) if rows else None)


def _selected(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, partial(_select, page))


def _select(page: "PeoplePage", row: PersonRow) -> None:
    page.register.table.select_ids({row.id})
    page.looking.open(row.id)  # sooner than by staying on it


def _record(tab: int, desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, partial(_open, page, tab))


def _open(page: "PeoplePage", tab: int, row: PersonRow) -> None:
    page.restore({"record": str(row.id), "part": tab})


def _profile(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, page.record.printing.profile)


SCENES: dict[str, Scene] = {
    "people-selected": _selected, "person-page": partial(_record, 0), "person-page-links": partial(_record, 1),
    "person-page-intelligence": partial(_record, 2), "person-page-documents": partial(_record, 3),
    "person-page-timeline": partial(_record, 4), "person-page-history": partial(_record, 5),
    "person-profile": _profile,
}  # fmt: skip
