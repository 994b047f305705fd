"""The parts of a group's record: one line each, in the order of the tabs; loaded when they are first looked at."""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from PySide6.QtWidgets import QWidget

from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.page import Shell


class Part(Protocol):
    """What a tab's body can do besides being a widget; it is made with the desk and the shell."""

    def show_record(self, record: OcgRecord) -> None:
        """Show a group, or the same one again after a change."""

    def forget(self) -> None:
        """The group is shown no longer: let go of everything about it."""


@dataclass(frozen=True)
class PartEntry:
    """One tab: ``key`` names its figure in ``OcgRecord.counts``, where it has one; ``where`` is ``module:Class``.

    ``short`` is said where the window is too small for the titles of all.
    """

    key: str
    title: str
    where: str
    short: str = ""

    def load(self, desk: Desk, shell: Shell) -> QWidget:
        """Its body; imports its module."""
        module, _, kind = self.where.partition(":")
        body: QWidget = getattr(import_module(module), kind)(desk, shell)
        return body


OVERVIEW = "overview"
PARTS: tuple[PartEntry, ...] = (
    PartEntry(OVERVIEW, "Overview", "ui.ocgs.overview:Overview"),
    PartEntry("members", "Members", "ui.ocgs.members_of:MembersOf"),
    PartEntry("plan", "4P plan", "ui.ocgs.plan_of:PlanOf"),
    PartEntry("disruptions", "Disruptions", "ui.ocgs.disruptions_of:DisruptionsOf"),
    PartEntry("intelligence", "Intelligence", "ui.ocgs.intelligence_of:IntelligenceOf", "Intel"),
    PartEntry("poca", "POCA", "ui.ocgs.poca_of:PocaOf"),
    PartEntry("operations", "Operations", "ui.ocgs.operations_of:OperationsOf", "Ops"),
    PartEntry("network", "Network", "ui.ocgs.network_of:NetworkOf"),
    PartEntry("timeline", "Timeline", "ui.ocgs.timeline_of:TimelineOf"),
    PartEntry("documents", "Documents", "ui.ocgs.documents_of:DocumentsOf", "Docs"),
    PartEntry("history", "History", "ui.ocgs.history_of:HistoryOf"),
)
"""Overview, members, 4P plan, disruptions, intelligence, POCA, operations, network, timeline, documents, history."""
