"""Pictures of the People page that a page of its own does not give: somebody selected, a record and its tabs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods, referrals
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import ManagedFilter
from soc_desk.services.people import person_rows, persons
from soc_desk.services.people.person_rows import PersonFilter, PersonRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.services.referrals import ReferralRow
from soc_desk.vocabulary.ocg import LomState
from ui.desk import Desk
from ui.forms.erase_person import ErasePersonDialog
from ui.forms.tie import TieDialog
from ui.page import Page, Shell
from ui.people.merging import place_of
from ui.people.printing import profile_of

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


def _record(tab: str, desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, partial(_open, page, tab))


def _open(page: "PeoplePage", tab: str, row: PersonRow) -> None:
    page.restore({"record": str(row.id), "part": tab})


def _profile(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, lambda row: page.record.profiles.show(profile_of(row)))


def _tie(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def ask(row: PersonRow) -> None:
        page.restore({"record": str(row.id), "part": "links"})
        desk.read(persons.detail, row.id, periods.today()).then(page, asked)

    def asked(detail: PersonDetails) -> None:
        shell.open_dialog(TieDialog(desk, detail.row.id, detail.row.name, detail.links, shell.notify))

    _first(desk, ask)


def _erase(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def ask(row: PersonRow) -> None:
        page.restore({"record": str(row.id), "part": "overview"})
        shell.open_dialog(ErasePersonDialog(desk, place_of(row), shell.notify))

    _first(desk, ask)


def _in_care(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    asked = desk.read(managed.page, ManagedFilter(states=(LomState.IN_COMMUNITY,)))
    asked.then(page, lambda rows: page.restore({"record": str(rows[0].person_id), "part": "care"}) if rows else None)


def _referrals(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    page.go(view="referrals")
    desk.read(referrals.page).then(page, partial(_select_referral, page))


def _select_referral(page: "PeoplePage", rows: list[ReferralRow]) -> None:
    if rows:
        page.referrals.register.table.select_ids({rows[0].id})
        page.referrals.register.open_now()


_PARTS = ("overview", "links", "intelligence", "documents", "timeline", "history")
SCENES: dict[str, Scene] = {
    "people-selected": _selected,
    **{f"person-page-{part}": partial(_record, part) for part in _PARTS},
    "person-page-care": _in_care, "people-referrals": _referrals, "person-tie": _tie, "person-erase": _erase,
    "person-profile": _profile,
}  # fmt: skip
