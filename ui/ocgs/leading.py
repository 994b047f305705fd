"""What is done in a group's life beside its steps: score, set its tier, hand over a post, review, relate, validate."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.ocg_life import life
from soc_desk.services.ocg_life.life import Around
from soc_desk.services.ocgs import OcgRow
from ui.desk import Desk
from ui.forms.lead import LeadDialog
from ui.forms.relation import RelationDialog
from ui.forms.review import ReviewDialog
from ui.forms.score import ScoreForm
from ui.forms.tier import TierDialog
from ui.forms.validate import ValidateDialog
from ui.page import Shell

TABS = ("members", "intelligence")


class Leading(QObject):
    """Opens each with what it needs to know; ``tab_asked(key)`` where something is mended on a tab of the record."""

    tab_asked = Signal(str)

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def score(self, row: OcgRow) -> None:
        """Open the form that scores a group."""
        self._shell.open_sheet(ScoreForm(self._desk, self._shell, row.id, f"{row.reference} {row.name}"))

    def relate(self, row: OcgRow) -> None:
        """Open what relates it to another group."""
        self._shell.open_dialog(RelationDialog(self._desk, row, self._shell.notify))

    def set_tier(self, row: OcgRow) -> None:
        """Open what keeps a meeting's decision."""
        self._ask(row, lambda found: TierDialog(self._desk, row, found.tiers, self._shell.notify))

    def lead(self, row: OcgRow) -> None:
        """Open what hands a post over."""
        self._ask(
            row, lambda found: LeadDialog(self._desk, row, found.people, found.leaders, found.loads, self._shell.notify)
        )

    def review(self, row: OcgRow) -> None:
        """Open what keeps a review."""
        self._ask(
            row, lambda found: ReviewDialog(self._desk, row, found.next_due_on, found.reviews, self._shell.notify)
        )

    def validate(self, row: OcgRow) -> None:
        """Open the checklist of a validation."""
        mend = partial(self._mend, row)
        self._ask(row, lambda found: ValidateDialog(self._desk, row, found.asked, mend, self._shell.notify))

    def _ask(self, row: OcgRow, made: Callable[[Around], QDialog]) -> None:
        open_ = partial(self._open, made)
        self._desk.read(life.around, row.id, periods.today()).then(self, open_, self._refused)

    def _open(self, made: Callable[[Around], QDialog], found: Around) -> None:
        self._shell.open_dialog(made(found))

    def _mend(self, row: OcgRow, field: str) -> None:
        if field in TABS:
            self.tab_asked.emit(field)
        elif field == "score":
            self.score(row)
        else:
            self.lead(row)

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))
