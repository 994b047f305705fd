"""The tab with a group's intelligence: the register, filtered to it, and the handling the list as a whole takes."""

from soc_desk.services.intelligence.rows import IntelligenceFilter
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.forms.intelligence import IntelligenceForm
from ui.intelligence.listed import IntelligenceList
from ui.page import Shell
from ui.widgets.text import button

_EMPTY = "No intelligence is linked to this group yet; its archive clock runs from the day it was mapped."


class IntelligenceOf(IntelligenceList):
    """The register of intelligence, filtered to one group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(
            desk, shell, lambda id_: IntelligenceFilter(subject_id=id_), "subject", "Intelligence on this group"
        )
        self._desk, self._shell = desk, shell
        self.table.set_empty(_EMPTY, "Link intelligence", self.link)
        self.head.addWidget(button("Link intelligence", self.link))

    def show_record(self, record: OcgRecord) -> None:
        """Read it, again if it is the same group."""
        self.show_of(record.detail.row.id)

    def link(self) -> None:
        """Open the form on this group."""
        if self.id is not None:
            self._shell.open_sheet(IntelligenceForm(self._desk, self._shell, subject_id=self.id))
