"""The group beside the register: shown at once from its line, opened (and logged) when somebody stays on it."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.history import HistoryRow
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.ocgs import OcgRow
from soc_desk.vocabulary import FourP
from ui.desk import Desk
from ui.history import newest, past_line
from ui.ocgs import facts
from ui.ocgs.columns import badges
from ui.ocgs.looking import Looking
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.badges import BadgeRow
from ui.widgets.chart import BarItem, BarList
from ui.widgets.facts import Facts, NoteCard
from ui.widgets.inspector import Inspector
from ui.widgets.text import button, label, rule
from ui.widgets.typed import format_date

OPEN_AFTER_MS = 300
_FILLS = {FourP.PURSUE: "pursue", FourP.PREVENT: "prevent", FourP.PROTECT: "protect", FourP.PREPARE: "prepare"}


class Inspection(QObject):
    """Follows the line that is selected. Opening is a consultation: passing over lines with the arrows is none."""

    def __init__(self, desk: Desk, shell: Shell, inspector: Inspector, looking: Looking) -> None:
        super().__init__(inspector)
        self._desk, self._shell, self._inspector, self._looking = desk, shell, inspector, looking
        self._lists = OcgLists()
        self._past: QVBoxLayout | None = None
        self.row: OcgRow | None = None
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._open)
        looking.shown.connect(self._show)
        looking.lost.connect(self._lose)

    def set_lists(self, lists: OcgLists) -> None:
        """What codes are called."""
        self._lists = lists

    def follow(self, row: OcgRow | None) -> None:
        """Show this group: its line now, all of it when nobody moves on."""
        before, self.row = self.row, row
        if row is None:
            self._soon.stop()
            self._past = None
            self._inspector.clear()
            return
        open_now = self._looking.record
        if open_now is not None and open_now.detail.row.id == row.id:
            if before is None or before.id != row.id:
                self._show(open_now)
            if open_now.detail.row.version != row.version:
                self._looking.read_again()
            return
        self._past = None
        self._inspector.show_record(row.reference, row.name, badges(row.status, row.tier, row.access))
        self._soon.start()

    def open_if_waiting(self) -> None:
        """The panel was brought back: open what is selected."""
        if self.row is not None:
            self._soon.start()

    def hold(self) -> None:
        """Open nothing by itself: the record is being opened as a page."""
        self._soon.stop()

    def _open(self) -> None:
        if self.row is not None and self._inspector.isVisible():
            self._looking.open(self.row.id)

    def _lose(self, error: DeskError) -> None:
        if self.row is not None:
            self._past = None
            shown = NoteCard("This record cannot be shown.", str(error), "red")
            self._inspector.show_record(self.row.reference, "", (), [("Summary", shown)])

    def _show(self, record: OcgRecord) -> None:
        row = record.detail.row
        if self.row is None or row.id != self.row.id:
            return  # somebody moved on
        past, self._past = _column()
        parts: Sequence[tuple[str, QWidget]] = [
            ("Summary", self._summary(record)),
            (f"Disruptions {record.counts['disruptions']}", self._disruptions(record)),
            ("History", past),
        ]
        self._inspector.show_record(row.reference, row.name, badges(row.status, row.tier, row.access), parts)
        self._desk.read(newest, row.id).then(self, partial(self._show_past, row.id))

    def _show_past(self, id_: UUID, rows: list[HistoryRow]) -> None:
        if self._past is not None and self.row is not None and self.row.id == id_:
            for row in rows:
                self._past.addWidget(past_line(row))

    def _summary(self, record: OcgRecord) -> QWidget:
        whole, layout = _column()
        if (card := facts.attention(record)) is not None:
            layout.addWidget(card)
        layout.addWidget(Facts(facts.about(record, self._lists)))
        layout.addWidget(label("Disruptions in 12 months", "caption"))
        layout.addWidget(bars(record))
        return whole

    def _disruptions(self, record: OcgRecord) -> QWidget:
        whole, layout = _column(gap=8)
        if not record.newest:
            layout.addWidget(label("No disruption is recorded against this group yet.", "caption", wrap=True))
        for row in record.newest:
            opened = partial(self._shell.open_page, "disruptions", record=row.id)
            layout.addWidget(disruption_line(row, opened))
        if record.counts["disruptions"] > len(record.newest):
            more = f"Show all {record.counts['disruptions']:,}"
            subject = record.detail.row.id
            layout.addWidget(
                button(more, lambda: self._shell.open_page("disruptions", subject_id=subject), kind="link")
            )
        return whole


def disruption_line(row: DisruptionRow, opened: Callable[[], object]) -> QWidget:
    """One disruption in a panel; its title opens it."""
    whole, layout = _column(gap=2)
    link = button(row.title or row.reference, opened, kind="link", name=f"Open {row.reference}")
    link.setToolTip(row.reference)
    layout.addWidget(BadgeRow((marks.four_p(row.four_p), marks.level(row.impact_level))))
    layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
    layout.addWidget(label(f"{format_date(row.disruption_date)}, {row.status.label.lower()}", "caption", wrap=True))
    layout.addWidget(rule())
    return whole


def bars(record: OcgRecord) -> BarList:
    """Twelve months by P, a bar each."""
    counts = {p: sum(record.detail.four_ps.get(p, {}).values()) for p in FourP}
    return BarList(
        [BarItem(p, p.label, counts[p], marks.four_p(p), fill=_FILLS[p]) for p in FourP], opens=False
    )  # fmt: skip


def _column(gap: int = 10) -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    return whole, layout
