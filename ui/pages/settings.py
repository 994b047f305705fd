"""Settings: this workstation for everybody; beside it what each may change of people, policies, lists and the store."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from soc_desk.services import places, policies, strength, upkeep, users
from soc_desk.services.ocg_life import templates
from ui.desk import Desk
from ui.forms.passphrase import PassphraseDialog
from ui.oversight.codes_view import CodesView
from ui.oversight.people_view import PeopleView
from ui.oversight.places_view import PlacesView
from ui.oversight.policies_view import PoliciesView
from ui.oversight.scoring_view import ScoringView
from ui.oversight.store_view import StoreView
from ui.oversight.strength_view import StrengthView
from ui.oversight.workstation import WorkstationView
from ui.page import Page, Shell
from ui.widgets.card import scrolled
from ui.widgets.tabs import Tabs

_FACTS = {
    "workstation": "Kept on this workstation for you alone. Each takes effect at once.",
    "people": "Who may sign in, and what each of them may do.",
    "places": "The areas and teams that records refer to.",
    "strength": "How many posts each team has in each role and how many are filled, from which day on.",
    "policies": "What the force decides for itself, from which day on and on whose word.",
    "codes": "The values that records choose from.",
    "scoring": "The ways in which groups are scored, each edition with the days of its use.",
    "store": "What the store stands on, whether it is sound, and its backups.",
}
_TITLES = {
    "workstation": "This workstation", "people": "People", "places": "Areas and teams",
    "strength": "Strength", "policies": "Policies",
    "codes": "Code lists", "scoring": "Scoring", "store": "Store",
}  # fmt: skip


class SettingsPage(Page):
    """``go(tab="people")`` opens a part; parts that the signed-in person may not change are not there."""

    NAME = "settings"
    SHOWS = frozenset({"app_user", "area", "team", "strength", "policy", "code_item", "score_template", "store_info"})

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.workstation = WorkstationView(shell.settings)
        self.editors = self.workstation.editors
        self.views: dict[str, QWidget] = {"workstation": self.workstation} | self._administered()
        self.tabs, self.stack = Tabs([_TITLES[name] for name in self.views]), QStackedWidget()
        layout, _title, self.facts = self.head("Settings")
        self.tabs.setAccessibleName("Parts of the settings")
        layout.addWidget(self.tabs)
        self.tabs.setVisible(len(self.views) > 1)  # only once it has its place: before, it would be a window
        layout.addWidget(self.stack, 1)
        for name, view in self.views.items():
            self.stack.addWidget(scrolled(view) if name == "workstation" else view)
        self.setFocusProxy(self.workstation)
        self.tabs.currentChanged.connect(self._show)
        self.workstation.passphrase_asked.connect(self.change_passphrase)
        self._show(0)

    def _administered(self) -> dict[str, QWidget]:
        desk, shell = self.desk, self.shell
        found: dict[str, QWidget] = {}
        if desk.may(users.add):
            found["people"] = PeopleView(desk, shell)
        if desk.may(places.add_area):
            found["places"] = PlacesView(desk, shell)
        if desk.may(strength.record):
            found["strength"] = StrengthView(desk, shell)
        if desk.may(policies.set_policy):
            found["policies"] = PoliciesView(desk, shell)
        if desk.may(policies.add_code):
            found["codes"] = CodesView(desk, shell)
        if desk.may(templates.add):
            found["scoring"] = ScoringView(desk, shell)
        if desk.may(upkeep.checking):
            found["store"] = StoreView(desk, shell)
        return found

    def refresh(self) -> None:
        for view in self.views.values():
            if isinstance(
                view, PeopleView | PlacesView | StrengthView | PoliciesView | CodesView | ScoringView | StoreView
            ):
                view.read()

    def go(self, **where: Any) -> None:
        """A part by its name: workstation, people, places, strength, policies, codes, scoring, store."""
        if (name := where.get("tab")) in self.views:
            self.tabs.setCurrentIndex(list(self.views).index(str(name)))

    def state(self) -> dict[str, Any]:
        return {"tab": list(self.views)[self.tabs.currentIndex()]}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.go(tab=state.get("tab"))

    def change_passphrase(self) -> None:
        """Ask for the present and the new passphrase."""
        self.shell.open_dialog(PassphraseDialog(self.desk, self.shell.notify))

    def _show(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.facts.setText(_FACTS[list(self.views)[place]])


def _scene(tab: str, _desk: Desk, shell: Shell) -> None:
    shell.open_page(SettingsPage.NAME, tab=tab)


def _scene_store(desk: Desk, shell: Shell) -> None:
    _scene("store", desk, shell)
    view = getattr(shell, "way").page.views["store"]  # noqa: B009 - the window's, which the Shell does not promise
    view.check_store()


_PICTURED = ("people", "policies", "codes", "places", "scoring", "strength")
SCENES = {
    **{f"settings-{tab}": partial(_scene, tab) for tab in _PICTURED},
    "settings-store": _scene_store,
}
"""Pictures of the parts besides the first."""
