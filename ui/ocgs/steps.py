"""What can be done with a group from its row or its record, and the words in which it is told."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services import archiving, ocgs, subject_rows
from soc_desk.services.mergers import showing
from soc_desk.services.mergers.showing import MergerRow
from soc_desk.services.ocg_life import validation
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.places import Place
from soc_desk.services.subject_rows import AccessFacts, SubjectRow
from soc_desk.vocabulary import Role, SubjectStatus
from ui.ask import Ask
from ui.desk import Desk, UseCase
from ui.forms.access import AccessDialog
from ui.forms.archiving import WHO_REACTIVATES, ArchiveForm, ReactivateForm
from ui.forms.merge import GROUP, MergeDialog, MergersDialog
from ui.forms.ocg import OcgForm
from ui.lanes import Reply
from ui.ocgs.leading import Leading
from ui.page import Shell


@dataclass(frozen=True)
class Move:
    """A step of a group's life: its verb, what it means, who else takes it, and whether it is the grave one."""

    after: SubjectStatus
    verb: str
    text: str
    who: str = "A coordinator or a supervisor decides on this. Ask yours."
    is_grave: bool = False


VALIDATE = Move(
    SubjectStatus.ACTIVE, "Validate", "It becomes Active. Somebody other than the person who mapped it validates it."
)
REJECT = Move(
    SubjectStatus.REJECTED, "Reject", "It was no group, or is mapped already. This cannot be taken back.", is_grave=True
)
ARCHIVE = Move(
    SubjectStatus.ARCHIVED, "Archive", "It is no longer active. Nothing is deleted; it can be reactivated.",
    "A supervisor signs off archiving. Ask yours, and say why it should be archived.",
)  # fmt: skip
REACTIVATE = Move(
    SubjectStatus.ACTIVE, "Reactivate", "It is Active again, under the same reference.",
    WHO_REACTIVATES,
)  # fmt: skip

MOVES: dict[SubjectStatus, tuple[Move, ...]] = {
    SubjectStatus.PROPOSED: (VALIDATE, REJECT),
    SubjectStatus.ACTIVE: (ARCHIVE,),
    SubjectStatus.ARCHIVED: (REACTIVATE,),
    SubjectStatus.REJECTED: (),
    SubjectStatus.MERGED: (),
}
"""The steps that a person takes; merging has a page of its own."""


def guard(row: OcgRow, move: Move, roles: frozenset[Role]) -> str:
    """Why a step cannot be taken now, as a sentence that says how to mend it; empty when it can."""
    if move is REACTIVATE and not row.lro:
        return f"Name the lead responsible officer of {row.reference} first: choose Lead."
    if move is ARCHIVE and Role.SUPERVISOR not in roles:
        return ARCHIVE.who
    return ""


def needed(move: Move) -> UseCase[..., object]:
    """The use case that takes a step."""
    own: dict[Move, UseCase[..., object]] = {
        VALIDATE: validation.validate,
        ARCHIVE: archiving.archive_ocg,
        REACTIVATE: archiving.reactivate,
    }
    return own.get(move, ocgs.move)


class Steps(QObject):
    """Edit, validate, reject, archive, reactivate, and who may know: one group at a time."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell
        self.leading = Leading(desk, shell, self)

    def edit(self, id_: UUID, *, looked: bool) -> None:
        """Open the form on a group; ``looked`` says that the page has it open, which was logged."""
        self._shell.open_sheet(OcgForm(self._desk, self._shell, id_, looked=looked))

    def take(self, row: OcgRow, move: Move) -> None:
        """Ask why, then take a step; a guard that holds is said instead."""
        if told := guard(row, move, self._desk.actor.roles):
            self._shell.warn(told)
            return
        if move in (ARCHIVE, REACTIVATE):
            form = ArchiveForm if move is ARCHIVE else ReactivateForm
            self._shell.open_sheet(form(self._desk, self._shell, row.id, row.version))
            return
        if move is VALIDATE:
            self.leading.validate(row)
            return
        named = f"{row.reference} {row.name}"
        ask = Ask(
            f"{move.verb} {named}?", move.text, "&Why", f"&{move.verb}", partial(self._write, row, move),
            lambda _: self._tell(row, move), long=True, is_grave=move.is_grave,
        )  # fmt: skip
        self._shell.open_dialog(ask)

    def open_access(self, row: OcgRow | SubjectRow) -> None:
        """Open who may know of a group, an individual or a vulnerability."""
        self._desk.read(subject_rows.access, row.id).then(self, partial(self._show_access, row.id), self._refused)

    def merge(self, row: OcgRow) -> None:
        """Open the merging of a group with another."""
        one = Place(row.id, f"{row.reference} {row.name}")
        self._shell.open_dialog(MergeDialog(self._desk, GROUP, one, self._shell.notify, self._open))

    def list_mergers(self, row: OcgRow) -> None:
        """Open the mergers of a group."""
        self._desk.read(showing.of_record, row.id).then(self, partial(self._show_mergers, row), self._refused)

    def _show_mergers(self, row: OcgRow, rows: list[MergerRow]) -> None:
        one = Place(row.id, f"{row.reference} {row.name}")
        self._shell.open_dialog(MergersDialog(self._desk, self._shell, one, rows, self._shell.notify))

    def _show_access(self, id_: UUID, facts: AccessFacts) -> None:
        self._shell.open_dialog(AccessDialog(self._desk, id_, facts, self._shell.notify))

    def _write(self, row: OcgRow, move: Move, reason: str) -> Reply[object]:
        return self._desk.write(ocgs.move, row.id, row.version, move.after, reason)

    def _tell(self, row: OcgRow, move: Move) -> None:
        self._shell.notify(f"{row.reference} {row.name} is {move.after.label.lower()} now.")

    def _open(self, id_: UUID) -> None:
        self._shell.open_page("ocgs", record=id_)

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))
