"""The deadlines board: what must happen, by when, why, the button that does it, and how the date was worked out."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.poca import cases, duties, explanations, recomputing
from soc_desk.services.poca.board import DutyRow, Urgency
from soc_desk.services.poca.explanations import Explanation
from soc_desk.services.prints import day_words
from ui.desk import Desk
from ui.page import Shell
from ui.widgets.board import Board, BoardRow, Item
from ui.widgets.card import Card
from ui.widgets.text import button, label

TONES = {
    Urgency.EXPIRED: "red", Urgency.RED: "red", Urgency.AMBER: "amber", Urgency.GREY: "neutral",
    Urgency.UNKNOWN: "neutral",
}  # fmt: skip
_EMPTY = "What the law asks for in your cases stands here, soonest first. Nothing is due."
_READING = "The deadlines are being read."
_NOT_READ = "The deadlines could not be read, so nothing is known of what is due."
_NONE_HERE = "Nothing is due in this case."
_COLUMNS = ("Due", "Case", "What must happen", "Why")


def item(row: DutyRow) -> Item:
    """A duty as the board shows it; what makes it worse or moved stands with what it is about."""
    when, since = row.due, ""
    if row.urgency is Urgency.EXPIRED:
        when, since = Urgency.EXPIRED.label, row.due.removeprefix(Urgency.EXPIRED.label).strip()
    said = " · ".join(filter(None, (since, row.about, row.alert, row.unknown, row.moved)))
    if row.acknowledged_by:
        said = f"{said} · known to {row.acknowledged_by}{'' if row.is_known else ', and warned of again since'}"
    return Item(row.id, when, TONES[row.urgency], row.what, said, row.reference, row.why, row.action)


class Explained(Card):
    """How a deadline was worked out, who is told, how certain the rule is; ``opened`` and ``acknowledged`` by row."""

    opened = Signal(object)
    acknowledged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.steps = label("", "medium"), label("", ink="soft", wrap=True)
        self.rest = label("", "caption", wrap=True)
        self._row: DutyRow | None = None
        self.ladder = label("", "caption", wrap=True)
        self.who = button("Who is told", self._unfold, kind="link")
        self.know = button("I know of it", lambda: self._tell(self.acknowledged))
        self.open = button("Open the case", lambda: self._tell(self.opened))
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (self.heading, self.steps, self.rest):
            words.addWidget(part)
        words.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.ladder)
        self.ladder.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.know)
        row.addWidget(self.open)
        self.body.addLayout(row)
        self.hide()

    def _unfold(self) -> None:
        self.ladder.setVisible(self.ladder.isHidden())
        self.who.setText("Who is told" if self.ladder.isHidden() else "Hide who is told")

    def _tell(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row)

    def show_explanation(self, row: DutyRow, told: Explanation) -> None:
        """Show the steps of this duty."""
        self._row = row
        self.heading.setText(f"How this deadline was worked out: {row.reference}")
        self.steps.setText(" → ".join(step.rstrip(".") for step in told.steps) + ".")
        rest = [told.source, told.certainty.label.lower()]
        if told.work_to != told.due_at:
            rest.append(f"work to {moment(told.work_to)}")
        if told.last_court_day:
            rest.append(f"last court day before it {day_words(told.last_court_day)}")
        rest.append(f"bank holidays known to {day_words(told.calendar_known_to)}")
        lines = [" · ".join(filter(None, rest))]
        lines += [sentence for sentence in (told.doubt, told.unknown) if sentence]
        self.rest.setText("\n".join(lines))
        self.ladder.setText("\n".join(f"{rung.before}: {', '.join(rung.people)}" for rung in told.warnings))
        self.who.setVisible(bool(told.warnings))
        if not told.warnings:
            self.ladder.hide()
        self.know.setVisible(not row.is_known)
        self.setAccessibleName(f"{self.heading.text()}. {self.steps.text()}")
        self.show()


def moment(at: datetime) -> str:
    """``Mon 23 Nov 2026 22:40``; the midnight after a day is the end of that day."""
    from soc_desk.services.poca.words import moment_words

    return moment_words(at)


class Deadlines(QWidget):
    """``step_asked(row)`` when the button of a line is pressed, ``opened(case id)`` when its case is wanted."""

    step_asked = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, *, within_case: bool = False) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._rows: dict[UUID, DutyRow] = {}
        self._wanted: UUID | None = None
        self._is_within_case = within_case
        self._empty = _NONE_HERE if within_case else _EMPTY
        self.board = Board(empty=_READING, wide=not within_case, columns=() if within_case else _COLUMNS)
        self.explained = Explained()
        self.explained.open.setVisible(not within_case)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.board, 100)
        layout.addWidget(self.explained)
        layout.addStretch(1)  # takes what the board leaves, so that the explanation is no higher than its words
        self.board.laid_out.connect(self._fit)
        self.board.opened.connect(lambda line: self.explain(line.id))
        self.board.acted.connect(self._act)
        self.explained.opened.connect(lambda row: self.opened.emit(row.case_id))
        self.explained.acknowledged.connect(self._acknowledge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The board is as high as its rows, and the explanation follows them."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The explanation may be higher or lower than the one before."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def say_not_read(self) -> None:
        """Nothing could be read, which is not that nothing is due."""
        if not self._rows:
            self.board.set_empty(_NOT_READ)

    def show_rows(self, rows: list[DutyRow]) -> None:
        """Show these duties; the one explained stays explained."""
        if self._desk.may(cases.record) and not self._is_within_case:
            self.board.set_empty(self._empty, "Log a seizure", self._shell.action("poca.seize").trigger)
        else:
            self.board.set_empty(self._empty)
        self._rows = {row.id: row for row in rows}
        self.board.set_items([item(row) for row in rows])
        stale = tuple({row.case_id for row in rows if row.is_stale})
        if stale and self._desk.may(recomputing.catch_up):  # a calendar changed by somebody who may not see these cases
            self._desk.write(recomputing.catch_up, stale).then(self, lambda _moved: None)
        if self._wanted not in self._rows:
            self._wanted = rows[0].id if rows else None
        if self._wanted is not None:
            self.explain(self._wanted)
        else:
            self.explained.hide()

    def explain(self, duty_id: UUID) -> None:
        """Show how the deadline of this line was worked out."""
        self._wanted = duty_id
        row = self._rows[duty_id]
        if row.kind is None:
            self.explained.hide()
            return
        reply = self._desk.read(explanations.explain, duty_id, periods.now())
        reply.then(self, lambda told: self._show(row, told), self._hide)

    def focused(self) -> DutyRow | None:
        """The line that has the keyboard, else the one explained."""
        focus = self.focusWidget()
        wanted = focus.item.id if isinstance(focus, BoardRow) else self._wanted
        return self._rows.get(wanted) if isinstance(wanted, UUID) else None

    def _show(self, row: DutyRow, told: Explanation) -> None:
        if row.id == self._wanted:
            self.explained.show_explanation(row, told)

    def _fit(self) -> None:
        below = self.explained
        taken = 0 if below.isHidden() else below.heightForWidth(self.width()) + self.layout().spacing()  # type: ignore[union-attr]
        self.board.fit_into(self.height() - taken)

    def _hide(self, _error: DeskError) -> None:
        self.explained.hide()  # done or closed meanwhile; the board is read again in a moment

    def _act(self, line: Item) -> None:
        if isinstance(line.id, UUID):
            self.step_asked.emit(self._rows[line.id])

    def _acknowledge(self, row: DutyRow) -> None:
        owner: QObject = self
        done = (
            f"You said that you know of it: {row.what.lower()}, {row.reference}. It stands until the step is recorded."
        )
        self._desk.write(duties.acknowledge, row.id).then(owner, lambda _none: self._shell.notify(done))
