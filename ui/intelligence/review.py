"""The archive review: active groups gone quiet, archived ones with new intelligence, why, and who decides."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import archive, periods
from soc_desk.services.archive import ArchiveBoard, Quiet, Stirring
from soc_desk.vocabulary import Role
from ui.desk import Desk
from ui.forms.archiving import WHO_REACTIVATES, ArchiveForm, ReactivateForm
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.board import Board, Item
from ui.widgets.focus import hand_on
from ui.widgets.text import label

_EMPTY = "No active group has been quiet for the archive period, and no archived one has new intelligence."
_PROPOSES = "The program only proposes: a supervisor who does not lead the group decides."


def quiet_item(row: Quiet) -> Item:
    """A group proposed for the archive."""
    when = "Not known" if row.days is None else f"{row.days} days"
    tone = "neutral" if row.days is None else "amber"
    reviewed = f" · reviewed: {row.reviewed}" if row.reviewed else ""
    about = f"{f'Tier {row.tier}' if row.tier else 'No tier'} · led by {row.lro or 'nobody'}{reviewed}"
    return Item(
        row.id, when, tone, f"Archive {row.reference} {row.name}?", f"{row.arithmetic} {about}",
        action="Archive…",
    )  # fmt: skip


def stirring_item(row: Stirring) -> Item:
    """An archived group that intelligence came in for."""
    many = f"{len(row.new)} new" if row.new else "Told"
    return Item(
        row.id, many, "red", f"Reactivate {row.reference} {row.name}?", row.arithmetic,
        action="Decide…",
    )  # fmt: skip


class ArchiveReview(QWidget):
    """Every group that waits for a decision; Enter opens one, a button its form; ``told`` says how many."""

    told = Signal(str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.found: ArchiveBoard | None = None
        self.said = ""
        self.banner = Banner()
        self.policy = label("", "caption", wrap=True)
        self.board = Board("", _EMPTY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.banner, self.policy):
            layout.addWidget(part)
        layout.addWidget(self.board, 1)
        hand_on(self, self.board)
        self.board.opened.connect(lambda item: shell.open_page("ocgs", record=item.id))
        self.board.acted.connect(self._act)

    def read(self) -> None:
        """Work the sweep out anew."""
        self._desk.read(archive.board, periods.today()).then(self, self._take, self._fail)

    def _take(self, found: ArchiveBoard) -> None:
        self.found = found
        self.banner.hide()
        self.said = found.words
        self.told.emit(self.said)
        self.policy.setText(f"{found.period.words} {_PROPOSES}")
        self.board.set_items([
            *(stirring_item(row) for row in found.stirring), *(quiet_item(row) for row in found.quiet),
            *(quiet_item(row) for row in found.unknown),
        ])  # fmt: skip

    def _fail(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.read)

    def _act(self, item: Item) -> None:
        rows = {row.id: row for row in (*self.found.quiet, *self.found.unknown)} if self.found else {}
        stirring = {row.id: row for row in self.found.stirring} if self.found else {}
        if (row := rows.get(item.id) or stirring.get(item.id)) is not None:  # type: ignore[call-overload]  # an id
            decide(self._desk, self._shell, row.id, row.version, archives=row.id in rows)


def decide(desk: Desk, shell: Shell, id_: UUID, version: int, *, archives: bool) -> None:
    """Open the form of the decision, or say who takes it."""
    roles = desk.actor.roles
    if archives and Role.SUPERVISOR not in roles:
        shell.warn("A supervisor signs off archiving. Ask yours, and say why it should be archived.")
    elif not archives and not roles & {Role.COORDINATOR, Role.SUPERVISOR}:
        shell.warn(WHO_REACTIVATES)
    else:
        shell.open_sheet((ArchiveForm if archives else ReactivateForm)(desk, shell, id_, version))
