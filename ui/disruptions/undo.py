"""Telling that a disruption was saved, and taking it back: by a new, logged change, never a rewrite."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ParamSpec
from uuid import UUID

from soc_desk.services import disruptions
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.disruptions import DisruptionDraft
from ui.desk import Desk, UseCase
from ui.page import Shell
from ui.undoing import ANY_VERSION, undoing

P = ParamSpec("P")


class Undo:
    """What was just done to a disruption; ``tell`` says it with an Undo button.

    An edit is undone by setting the fields it changed back; where a colleague changed one of them since, nothing is
    overwritten and the window says so. What is recorded stays, as a draft that can be withdrawn.
    """

    def __init__(
        self, desk: Desk, shell: Shell, id_: UUID, before: DisruptionDraft | None, after: DisruptionDraft, *,
        submitted: bool,
    ) -> None:  # fmt: skip
        self._desk, self._shell, self._id = desk, shell, id_
        self._before, self._after, self._submitted = before, after, submitted

    def tell(self, row: DisruptionRow | None) -> None:
        """Say what was done."""
        if row is None:
            return
        if self._submitted:
            undo = partial(self.take_back, (self._id,), row.reference)
            self._shell.notify(f"{row.reference} was submitted for moderation.", undo)
        elif self._before is None:
            self._shell.notify(f"{row.reference} was recorded as a draft.", partial(self.withdraw, row.reference))
        else:
            self._shell.notify(f"{row.reference} was changed.", partial(self.put_back, row.reference))

    def take_back(self, ids: Sequence[UUID], what: str) -> None:
        """Out of moderation again; edits made in the same step stay."""
        self._undo(f"{what} was taken back from moderation.", disruptions.take_back, tuple(ids))

    def withdraw(self, reference: str) -> None:
        """A new record out of the count; it and its history stay."""
        self._undo(f"{reference} was withdrawn.", disruptions.withdraw, self._id, "Recorded by mistake and undone.")

    def put_back(self, reference: str) -> None:
        """The fields as they were before the edit."""
        assert self._before is not None  # tell() offers it after an edit only
        saved = replace(self._after, version=ANY_VERSION)
        self._undo(f"The change to {reference} was undone.", disruptions.change, saved, self._before)

    def _undo(self, told: str, act: UseCase[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        undoing(self._desk, self._shell, told, act, *args, **kwargs)()
