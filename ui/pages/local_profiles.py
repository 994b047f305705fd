"""Each area's local profile and when the next is due, and the sites worked by Clear, Hold, Build."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from soc_desk.services import chb, local_profiles, periods
from soc_desk.services.chb import SiteRow
from soc_desk.services.local_profiles import ProfileRow
from ui.around.profile_register import ProfileRegister
from ui.around.site_register import SiteRegister
from ui.desk import Actor, Desk, Session
from ui.forms.local_profile import ProfileForm
from ui.forms.site import PhaseDialog, SiteForm
from ui.page import Page, Shell
from ui.widgets.tabs import Tabs

_VIEWS = ("profiles", "sites")


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """Areas whose profile is overdue or was never made; all of them are red."""
    overdue = sum(row.is_overdue for row in local_profiles.register(session, periods.today()))
    return overdue, overdue


class LocalProfilesPage(Page):
    """``go(view="sites")`` opens the Clear, Hold, Build sites; ``show_record`` selects one of them."""

    NAME = "local_profiles"
    SHOWS = frozenset({"local_profile", "area", "chb_site", "chb_step", "chb_subject", "subject"})
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.profiles, self.sites = ProfileRegister(desk, shell), SiteRegister(desk, shell)
        self.tabs, self.stack = Tabs(["Local profiles", "Clear, Hold, Build"]), QStackedWidget()
        self.tabs.setAccessibleName("Parts of the page")
        layout, self.title, self.facts = self.head("Local profiles")
        self.facts.setText("What partners know of serious and organised crime in each area, and the places worked now.")
        for part in (self.profiles, self.sites):
            self.stack.addWidget(part)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.profiles)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.profiles.record_asked.connect(self._record_of)
        self.profiles.edit_asked.connect(self._edit_profile)
        self.sites.edit_asked.connect(self._edit_site)
        self.sites.move_asked.connect(self._move_site)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "local_profiles.record"

    def refresh(self) -> None:
        self.profiles.read()
        self.sites.read()

    def go(self, **where: Any) -> None:
        """A part of the page: ``profiles`` or ``sites``."""
        if where.get("view") in _VIEWS:
            self.tabs.setCurrentIndex(_VIEWS.index(where["view"]))

    def show_record(self, record_id: UUID) -> None:
        self.go(view="sites")
        self.sites.table.select_ids({record_id})

    def state(self) -> dict[str, Any]:
        return {"view": _VIEWS[self.tabs.currentIndex()]}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.go(view=state.get("view"))

    # what the actions run ---------------------------------------------------------------------------------------------

    def record_new(self) -> None:
        """Open the form of a profile, for the area on view if there is one."""
        self.go(view="profiles")
        row = self.profiles.row
        self._record_of(row.area_id if row is not None else None)

    def open_site(self) -> None:
        """Open the form of a site, empty."""
        self.go(view="sites")
        self.shell.open_sheet(SiteForm(self.desk, self.shell))

    def edit_current(self) -> None:
        """Open the form on what is on view."""
        shown = self.sites if self.stack.currentWidget() is self.sites else self.profiles
        if shown.row is None:
            self.shell.warn("Select a line first.")
        else:
            shown.edit.click()

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        shown = self.sites if self.stack.currentWidget() is self.sites else self.profiles
        shown.inspector.toggle.toggle()

    # inside -----------------------------------------------------------------------------------------------------------

    def _record_of(self, area_id: UUID | None) -> None:
        self.shell.open_sheet(ProfileForm(self.desk, self.shell, area_id=area_id))

    def _edit_profile(self, id_: UUID) -> None:
        self.shell.open_sheet(ProfileForm(self.desk, self.shell, id_))

    def _edit_site(self, row: SiteRow) -> None:
        self.shell.open_sheet(SiteForm(self.desk, self.shell, row.id))

    def _move_site(self, row: SiteRow) -> None:
        self.shell.open_dialog(PhaseDialog(self.desk, self.shell, row))


def _page(shell: Shell) -> LocalProfilesPage:
    shell.open_page("local_profiles")
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if isinstance(page, LocalProfilesPage))


def _scene_details(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def show(rows: list[ProfileRow]) -> None:
        for row in rows[-1:]:
            page.profiles.table.select_ids({row.area_id})
            page.profiles.open_now()  # sooner than by staying on it

    desk.read(local_profiles.register, periods.today()).then(page, show)


def _scene_sites(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def show(rows: list[SiteRow]) -> None:
        for row in sorted(rows, key=lambda row: row.phase.rank)[-1:]:
            page.show_record(row.id)
            page.sites.open_now()

    page.go(view="sites")
    desk.read(chb.page).then(page, show)


def _scene_new(desk: Desk, shell: Shell) -> None:
    shell.open_page("local_profiles")
    form = ProfileForm(desk, shell)
    shell.open_sheet(form)
    form.save()


SCENES = {
    "local_profiles-details": _scene_details,
    "local_profiles-sites": _scene_sites,
    "local_profiles-new-error": _scene_new,
}
"""Pictures that the page itself does not give."""
