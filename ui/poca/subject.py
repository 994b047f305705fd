"""Choosing the group or individual a case belongs to: found as one types its reference or name."""

from uuid import UUID

from soc_desk.services import subjects
from soc_desk.services.subjects import SubjectChoice
from ui.desk import Desk
from ui.disruptions.subject import option
from ui.widgets.choices import ChoiceField
from ui.widgets.option import Option


class GroupField(ChoiceField):
    """None where the case belongs to no group that is known."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(placeholder="Reference or name; may be left empty", asks=True)
        self._desk = desk
        self.asked.connect(self._ask)

    def know_as(self, id_: UUID, words: str) -> None:
        """Learn what the record's own group is called."""
        self.know([Option(id_, words)])

    def _ask(self, text: str) -> None:
        self._desk.read(subjects.choices, text).then(self, self._offer)

    def _offer(self, found: list[SubjectChoice]) -> None:
        options = [option(choice) for choice in found]
        self.know(options)
        self.offer(options)
