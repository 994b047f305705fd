"""The pages of the application, in the order of the rail.

To add a page: write ``ui/pages/things.py`` with a ``ThingsPage(Page)`` (see ``ui/page.py`` for the contract), add one
line to ``PAGES`` below, its actions to ``ui/actions.py``, its guide ``resources/guides/things.md`` and its scenes to
``SCENES`` in its own module. Pages are imported when they are first shown, so a line here costs nothing at start-up.
"""

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.page import Page


class Section(Enum):
    """Where a page stands in the rail."""

    TOP = ""
    WORK = "Work"
    OVERSIGHT = "Oversight"
    FOOT = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class PageEntry:
    """One line of the rail: ``where`` is ``module:Class``, ``icon`` a qtawesome name, ``needs`` a use case's name.

    A page whose ``needs`` the signed-in person may not do is not listed; of several, parted by ``or``, one is enough.
    """

    name: str
    title: str
    section: Section
    icon: str
    where: str
    needs: str = ""

    def load(self) -> "type[Page]":
        """The page's class; imports its module."""
        module, _, kind = self.where.partition(":")
        page: type[Page] = getattr(import_module(module), kind)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry("my_desk", "My desk", Section.TOP, "desk", "ui.pages.my_desk:MyDeskPage"),
    PageEntry("ocgs", "OCGs", Section.WORK, "ocg", "ui.pages.ocgs:OcgsPage", "services.ocgs.look"),
    PageEntry(
        "disruptions",
        "Disruptions",
        Section.WORK,
        "disruption",
        "ui.pages.disruptions:DisruptionsPage",
        "services.disruptions.look",
    ),
    PageEntry("poca", "POCA", Section.WORK, "poca", "ui.pages.poca:PocaPage", "services.poca.opening.look"),
    PageEntry("people", "People", Section.WORK, "people", "ui.pages.people:PeoplePage", "services.people.persons.look"),
    PageEntry(
        "intelligence",
        "Intelligence",
        Section.WORK,
        "intelligence",
        "ui.pages.intelligence:IntelligencePage",
        "services.intelligence.links.look",
    ),
    PageEntry(
        "managed",
        "Managed offenders",
        Section.WORK,
        "managed",
        "ui.pages.managed:ManagedPage",
        "services.lom.record.look",
    ),
    PageEntry(
        "operations",
        "Operations",
        Section.WORK,
        "operation",
        "ui.pages.operations:OperationsPage",
        "services.operations.look",
    ),
    PageEntry(
        "requests", "Requests", Section.WORK, "request", "ui.pages.requests:RequestsPage", "services.requests.rows.look"
    ),
    PageEntry(
        "moderation",
        "Moderation",
        Section.WORK,
        "moderate",
        "ui.pages.moderation:ModerationPage",
        "services.moderation.approve",
    ),
    PageEntry(
        "imports",
        "Import",
        Section.WORK,
        "import",
        "ui.pages.imports:ImportsPage",
        "services.imports.import_disruptions",
    ),
    PageEntry(
        "returns", "Returns", Section.OVERSIGHT, "return", "ui.pages.returns:ReturnsPage", "services.disruptions.look"
    ),
    PageEntry(
        "local_profiles",
        "Local profiles",
        Section.OVERSIGHT,
        "profile",
        "ui.pages.local_profiles:LocalProfilesPage",
        "services.operations.look",
    ),
    PageEntry(
        "reports",
        "Reports",
        Section.OVERSIGHT,
        "print",
        "ui.pages.reports:ReportsPage",
        "services.caseload.preview or services.poca.summary.preview",
    ),
    PageEntry("audit", "Audit", Section.OVERSIGHT, "audit", "ui.pages.audit:AuditPage", "services.history.audit_page"),
    PageEntry("settings", "Settings", Section.FOOT, "settings", "ui.pages.settings:SettingsPage"),
)
"""Order of the rail: My desk; Work: OCGs, Disruptions, Moderation, Import …; Oversight: Returns, Audit …; Settings."""


def entry(name: str) -> PageEntry:
    """The entry of the page called ``name``; KeyError when there is none."""
    found = {page.name: page for page in PAGES}
    return found[name]
