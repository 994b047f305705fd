"""A POCA case as a page of its own: state, what must happen next, money, court, people and papers, history."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.errors import DeskError, NotFound
from soc_desk.services import need_to_know, periods
from soc_desk.services.need_to_know import GlassRow
from soc_desk.services.poca import board, opening
from soc_desk.services.poca.board import DutyRow
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.others import OtherDetail
from soc_desk.vocabulary import Access
from ui.desk import Desk
from ui.history import HistoryView
from ui.page import Shell
from ui.poca import case_parts
from ui.poca.columns import state
from ui.poca.deadlines import Deadlines
from ui.poca.steps import Steps
from ui.widgets.banner import Banner
from ui.widgets.card import scrolled
from ui.widgets.emptying import empty
from ui.widgets.focus import hand_on
from ui.widgets.record_head import RecordHead
from ui.widgets.tabs import Tabs
from ui.widgets.text import button

Detail = CaseDetail | OtherDetail
OVERVIEW, MONEY, COURT, PEOPLE, HISTORY = range(5)
_STEPS_SHOWN = 3
_ROOM_FOR_STEPS = 1000


class CaseView(QWidget):
    """``left`` when somebody goes back by the breadcrumb, or the case is not open to them."""

    left = Signal()

    def __init__(self, desk: Desk, shell: Shell, steps: Steps) -> None:
        super().__init__()
        self._desk, self._shell, self._steps = desk, shell, steps
        self.id: UUID | None = None
        self.shown: Detail | None = None
        self.head, self.banner = RecordHead("POCA", "Back to POCA"), Banner()
        self.head.left.connect(self.left)
        self.tabs = Tabs(("Overview", "Money", "Court", "People and papers", "History"))
        self.deadlines = Deadlines(desk, shell, within_case=True)
        self.bodies = QStackedWidget()
        self.columns = [QVBoxLayout() for _ in range(HISTORY)]
        self.history = HistoryView(desk)
        self._lay_out()
        self.tabs.currentChanged.connect(self._choose)
        self.deadlines.step_asked.connect(steps.take_duty)

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Parts of the case")
        for place, column in enumerate(self.columns):
            held = QWidget()
            held.setLayout(column)
            column.setContentsMargins(0, 0, 8, 0)
            column.setSpacing(12)
            if place == OVERVIEW:
                overview = QWidget()
                beside = QHBoxLayout(overview)
                beside.setContentsMargins(0, 0, 0, 0)
                beside.setSpacing(12)
                beside.addWidget(self.deadlines, 3)
                beside.addWidget(scrolled(held), 2)
                self.bodies.addWidget(overview)
            else:
                self.bodies.addWidget(scrolled(held))
        self.bodies.addWidget(self.history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(self.banner)
        layout.addWidget(self.tabs)
        layout.addWidget(self.bodies, 1)
        hand_on(self, self.tabs)

    # what the page asks -----------------------------------------------------------------------------------------------

    def open(self, id_: UUID) -> None:
        """Show this case; opening it is logged."""
        if id_ != self.id:
            self.forget()
            self.tabs.setCurrentIndex(OVERVIEW)
        self.id = id_
        self._desk.write(opening.look, id_).then(self, self._take, self._lose)

    def read_again(self) -> None:
        """Somebody changed something: show it as it stands, which is no new consultation."""
        if self.id is not None:
            self._desk.read(opening.detail, self.id, periods.now()).then(self, self._take, self._lose)

    def forget(self) -> None:
        """The case is shown no longer."""
        self.id = self.shown = None
        self.banner.hide()
        self.head.forget()
        for column in self.columns:
            _refill(column, [])
        self.deadlines.show_rows([])
        self.history.forget()

    # inside -----------------------------------------------------------------------------------------------------------

    def _take(self, shown: Detail) -> None:
        if shown.row.id != self.id:
            return  # another case was asked for meanwhile
        self.shown = shown
        row = shown.row
        self.banner.hide()
        marks = (state(row.state_now), *case_parts.marks_of(shown))
        self.head.tell([row.kind.label, row.reference], row.reference, marks, case_parts.one_line(shown))
        self._offer(shown)
        parts = case_parts.parts(shown, self._shell)
        for column, cards in zip(self.columns, parts, strict=True):
            _refill(column, cards)
        self._shell.mark(shown.draft.marking)
        self._desk.read(board.board, self._desk.actor, periods.now(), case_id=row.id).then(self, self._take_duties)
        if row.access is not Access.TEAM:
            self._desk.read(need_to_know.unseen, self._desk.actor.id, row.id).then(self, self._tell_of_glass)
        self._choose(self.tabs.currentIndex())

    def _tell_of_glass(self, rows: list[GlassRow]) -> None:
        """Its owner is told on the case as well as on My desk."""
        if rows and rows[0].record_id == self.id:
            self.banner.say("warning", rows[0].words, "Answer…", partial(self._steps.answer_glass, rows[0].record_id))

    def _take_duties(self, rows: list[DutyRow]) -> None:
        self.deadlines.show_rows([row for row in rows if row.case_id == self.id])

    def _lose(self, error: DeskError) -> None:
        if not isinstance(error, NotFound):
            self.banner.say("error", str(error), "Back", self.left.emit)
            return
        self.forget()  # it is not open to the reader (any more): nothing of it stays
        self._shell.warn(str(error))
        self.left.emit()

    def _choose(self, place: int) -> None:
        self.bodies.setCurrentIndex(place)
        if place == HISTORY and self.id is not None:
            self.history.show_record(self.id)

    def _offer(self, shown: Detail) -> None:
        """The steps that the case's state allows: the likeliest as buttons, the rest in a menu."""
        buttons = self.head.buttons
        empty(buttons)
        offered = self._steps.offered(shown)
        buttons.addWidget(button("More ▾", partial(self._steps.open_menu, shown), name="More steps of this case"))
        if isinstance(shown, CaseDetail):  # the other orders have no papers of their own
            buttons.addWidget(button("Papers…", partial(self._steps.print_paper, shown)))
        most = _STEPS_SHOWN if self.width() >= _ROOM_FOR_STEPS else 1
        for place, step in enumerate(offered[:most][::-1]):
            kind = "primary" if place == min(len(offered), most) - 1 else ""
            buttons.addWidget(button(f"{step.verb}…", partial(self._steps.take, shown.row.id, step.key), kind=kind))


def _refill(column: QVBoxLayout, cards: list[QWidget]) -> None:
    empty(column)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
