"""A page with a list of disruptions: what its actions do with the record on view, or with those selected."""

from functools import partial

from soc_desk.services import moderation, periods
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.moderation import ModerationRow
from soc_desk.vocabulary import ModerationResult
from ui.desk import Desk
from ui.disruptions.steps import Steps
from ui.forms.disruption import DisruptionForm
from ui.page import Page, Shell


class DoingPage(Page):
    """``current`` and ``selected`` say which records; the lines of ``ui/actions.py`` name the rest."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.steps = Steps(desk, shell, self)

    def current(self) -> DisruptionRow | None:
        """The record on view."""
        raise NotImplementedError

    def selected(self) -> list[DisruptionRow]:
        """The records that a bulk step is for."""
        raise NotImplementedError

    def record_new(self) -> None:
        """Open the editor, empty."""
        self.shell.open_sheet(DisruptionForm(self.desk, self.shell))

    def edit(self, row: DisruptionRow) -> None:
        """Open the editor on a record."""
        self.shell.open_sheet(DisruptionForm(self.desk, self.shell, row.id))

    def edit_current(self) -> None:
        """Open the editor on the record on view."""
        if (row := self.current()) is not None:
            self.edit(row)

    def submit_selected(self) -> None:
        """Send the selected ones to moderation."""
        self.steps.submit(self.selected())

    def agree_selected(self) -> None:
        """Agree the selected ones as they were assessed."""
        agree = partial(self._agree, self.selected())
        self.desk.read(moderation.waiting, self.desk.actor.id, periods.today()).then(self, agree)

    def moderate_current(self) -> None:
        """Open the moderation of the record on view."""
        self._moderate(ModerationResult.AGREED)

    def change_level_current(self) -> None:
        """Open the moderation of the record on view, to change its level."""
        self._moderate(ModerationResult.LEVEL_CHANGED)

    def return_current(self) -> None:
        """Open the moderation of the record on view, to return it."""
        self._moderate(ModerationResult.RETURNED)

    def reject_current(self) -> None:
        """Open the moderation of the record on view, to reject it."""
        self._moderate(ModerationResult.REJECTED)

    def correct_current(self) -> None:
        """Open the correction of the record on view, which was moderated."""
        if (row := self.current()) is not None:
            self.steps.correct(row)

    def key_current(self) -> None:
        """Enter the national reference of the record on view."""
        if (row := self.current()) is not None:
            self.steps.key(row)

    def withdraw_current(self) -> None:
        """Withdraw the record on view."""
        if (row := self.current()) is not None:
            self.steps.withdraw(row)

    def _moderate(self, decision: ModerationResult) -> None:
        if (row := self.current()) is not None:
            self.steps.moderate(row, decision)

    def _agree(self, rows: list[DisruptionRow], waiting: list[ModerationRow]) -> None:
        self.steps.agree(rows, frozenset(waits.row.id for waits in waiting if waits.own))
