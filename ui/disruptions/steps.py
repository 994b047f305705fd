"""What can be done with disruptions from a list, and the words in which it is told; pages only say which ones."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services import disruptions, moderation
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.disruptions import DisruptionDetail
from soc_desk.services.doubles import Double
from soc_desk.services.moderation import Agreed
from soc_desk.vocabulary import DisruptionStatus, ModerationResult
from ui.ask import Ask
from ui.desk import Desk, Session
from ui.forms.moderate import CorrectDialog, ModerateDialog
from ui.page import Answer, Shell

TO_SUBMIT = (DisruptionStatus.DRAFT, DisruptionStatus.RETURNED)
_NAMED = 8


def to_moderate(session: Session, id_: UUID) -> tuple[DisruptionDetail, list[Double]]:
    """The record as a moderator sees it, with what might count the same act twice."""
    detail = disruptions.detail(session, id_)
    return detail, disruptions.possible_doubles(session, detail.draft)


def some(count: int) -> str:
    """``1 disruption``, ``4 disruptions``."""
    return f"{count:,} disruption{'' if count == 1 else 's'}"


def left_words(left: Sequence[str]) -> str:
    """Which records were not agreed because they had moved on since the list was read."""
    named = ", ".join(left[:_NAMED]) + (f" and {len(left) - _NAMED:,} more" if len(left) > _NAMED else "")
    they, was, them = ("it", "was", "it") if len(left) == 1 else ("they", "were", "them")
    return f"Left, since {they} {was} changed or decided meanwhile: {named}. Look at {them} again."


class Steps(QObject):
    """Submit, take back, moderate, key and withdraw: one record or many, all of them or none."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def submit(self, rows: Sequence[DisruptionRow]) -> None:
        """Send what is a draft or was returned to moderation; what is neither is left out and counted."""
        ids = tuple(r.id for r in rows if r.status in TO_SUBMIT)
        if not ids:
            self._shell.warn("None of the selected disruptions is a draft or was returned, so none can be submitted.")
            return
        sentence = f" {some(len(rows) - len(ids))} were no drafts." if len(ids) < len(rows) else ""
        done = partial(self._submitted, ids, sentence)
        self._desk.write(disruptions.submit, ids).then(self, done, self._refused)

    def agree(self, rows: Sequence[DisruptionRow], own: frozenset[UUID] = frozenset()) -> None:
        """Agree what awaits moderation, as it was assessed; asks first, since it then counts."""
        seen = tuple((r.id, r.version) for r in rows if r.status is DisruptionStatus.SUBMITTED and r.id not in own)
        if not seen:
            self._shell.warn("None of the selected disruptions awaits a moderation that you may do.")
            return
        text = f"{some(len(seen))} will count at the level that was assessed."
        if len(seen) < len(rows):
            text += f" {some(len(rows) - len(seen))} of the selection cannot be agreed by you and stay as they are."
        self._shell.ask(f"Agree {some(len(seen))}?", text, Answer("&Agree", partial(self._agree, seen)))

    def correct(self, row: DisruptionRow) -> None:
        """Put the moderation of a record that counts right."""
        if not row.status.is_counted:
            self._shell.warn(f"{row.reference} is {row.status.label.lower()}; only what was moderated is corrected so.")
            return
        self._desk.read(disruptions.detail, row.id).then(self, self._open_correction, self._refused)

    def moderate(self, row: DisruptionRow, decision: ModerationResult = ModerationResult.AGREED) -> None:
        """Open the moderation of one record."""
        opened = partial(self._open_moderation, decision)
        self._desk.read(to_moderate, row.id).then(self, opened, self._refused)

    def key(self, row: DisruptionRow) -> None:
        """Ask for the reference that the national system gave."""
        ask = Ask(
            f"National reference of {row.reference}", "The record then counts as sent nationally.",
            "&National reference", "&Enter", lambda text: self._desk.write(moderation.key, row.id, row.version, text),
            lambda _: self._shell.notify(f"{row.reference} was sent nationally."), value=row.national_ref or "",
        )  # fmt: skip
        self._shell.open_dialog(ask)

    def withdraw(self, row: DisruptionRow) -> None:
        """Ask why, then take it out of the count."""
        ask = Ask(
            f"Withdraw {row.reference}?", "It no longer counts. The record and its history stay.", "&Why", "&Withdraw",
            lambda text: self._desk.write(disruptions.withdraw, row.id, text),
            lambda _: self._shell.notify(f"{row.reference} was withdrawn."), long=True, is_grave=True,
        )  # fmt: skip
        self._shell.open_dialog(ask)

    def _submitted(self, ids: tuple[UUID, ...], sentence: str, count: int) -> None:
        undo: Callable[[], object] = partial(self._take_back, ids)
        were = "was" if count == 1 else "were"
        self._shell.notify(f"{some(count)} {were} submitted for moderation.{sentence}", undo)

    def _take_back(self, ids: tuple[UUID, ...]) -> None:
        self._desk.write(disruptions.take_back, ids).then(self, self._taken_back, self._refused)

    def _taken_back(self, count: int) -> None:
        self._shell.notify(f"{some(count)} {'was' if count == 1 else 'were'} taken back from moderation.")

    def _agree(self, seen: tuple[tuple[UUID, int], ...]) -> None:
        self._desk.write(moderation.approve_many, seen).then(self, self._agreed, self._refused)

    def _agreed(self, agreed: Agreed) -> None:
        told = f"{some(agreed.count)} {'was' if agreed.count == 1 else 'were'} moderated."
        if agreed.left:
            self._shell.warn(" ".join((told, left_words(agreed.left))))
        else:
            self._shell.notify(told)

    def _open_correction(self, detail: DisruptionDetail) -> None:
        made = CorrectDialog(self._desk, detail.row, detail.draft.impact_rationale, self._shell.notify)
        self._shell.open_dialog(made)

    def _open_moderation(self, decision: ModerationResult, told: tuple[DisruptionDetail, list[Double]]) -> None:
        detail, doubles = told
        made = ModerateDialog(
            self._desk, detail.row, detail.draft.impact_rationale, tuple(doubles), self._shell.notify, decision
        )
        self._shell.open_dialog(made)

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))
