"""The tab with the intelligence on a person: the register, filtered to them."""

from soc_desk.services.intelligence.rows import IntelligenceFilter
from ui.desk import Desk
from ui.intelligence.listed import IntelligenceList
from ui.page import Shell


class IntelligenceOf(IntelligenceList):
    """The register of intelligence, filtered to one person."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(
            desk, shell, lambda id_: IntelligenceFilter(person_id=id_), "person", "Intelligence on this person"
        )
        self.table.set_empty("No intelligence that you may know of is linked to this person.")
