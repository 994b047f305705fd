"""The champions register: who looks after POCA where, their course, and where somebody is missing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.poca.champions import ChampionRow, Champions
from ui.page import Shell
from ui.widgets.facts import NoteCard
from ui.widgets.focus import hand_on
from ui.widgets.marks import Pill
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = "The champion and the deputy of each area stand here. Nobody is named yet."
_NAMED = 3


def _gaps(row: ChampionRow) -> str:
    return " ".join(gap[:1].upper() + gap[1:] for gap in row.gaps) or "Trained"


COLUMNS: tuple[Column[ChampionRow], ...] = (
    Column("place", "Area or unit", lambda row: row.place, width=150, stretch=True),
    Column("post", "Post", lambda row: row.post.label, width=96),
    Column("name", "Name", lambda row: row.name, width=160, stretch=True),
    Column("gaps", "Standing", _gaps, lambda row: Pill(_gaps(row), "amber" if row.gaps else "green"), width=200,
           stretch=True, tooltip=_gaps),
    Column("course", "Course", lambda row: row.course, width=168, tooltip=lambda row: row.course),
    Column("course_on", "Attended", lambda row: format_date(row.course_on), width=104, sort=lambda row: row.course_on),
    Column("expires", "Runs out", lambda row: format_date(row.course_expires_on), width=104,
           sort=lambda row: row.course_expires_on),
    Column("terms", "Terms", lambda row: row.terms_version, width=70),
)  # fmt: skip


class ChampionsPart(QWidget):
    """``edited(row)`` when a line is to be changed, ``added()`` when somebody is to be named."""

    edited = Signal(object)
    added = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.model: RowsModel[ChampionRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Champions", sorts_here=True)
        self.facts = label("", "caption", wrap=True)
        self.missing = NoteCard("", "", "amber")
        self.name = button("Name a champion…", self.added.emit)
        self.more = button("", self._unfold, kind="link")
        self.missing.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines: list[str] = []
        self._is_unfolded = False
        row = QHBoxLayout()
        row.addWidget(self.facts, 1)
        row.addWidget(self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.missing)
        layout.addWidget(self.table, 1)
        self.table.set_empty(_EMPTY, "Name a champion", self.added.emit)
        self.table.opened.connect(self.edited)
        self.table.refused.connect(shell.warn)
        hand_on(self, self.table)

    def show_register(self, found: Champions) -> None:
        """Show it."""
        self.model.set_rows(found.rows)
        self.facts.setText(f"{found.with_champion:,} of {found.places:,} areas and units have a champion.")
        self._lines = [f"{gap.place}: {' '.join(gap.gaps)}" for gap in found.gaps]
        self._say_missing()

    def _unfold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._say_missing()

    def _say_missing(self) -> None:
        many = len(self._lines)
        shown = self._lines if self._is_unfolded else self._lines[:_NAMED]
        self.missing.set_text("What is missing", "\n".join(shown))
        self.missing.setVisible(bool(many))
        self.more.setText("Show fewer" if self._is_unfolded else f"Show all {many:,}")
        self.more.setVisible(many > _NAMED)

    def current(self) -> ChampionRow | None:
        """The selected line."""
        row: ChampionRow | None = self.table.current_row()
        return row
