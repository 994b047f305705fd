"""The card below a person's links: how they stand to other people of their groups."""

from collections.abc import Callable, Sequence
from functools import partial

from soc_desk.services.people import ties
from soc_desk.services.people.persons import PersonDetails
from soc_desk.services.people.ties import TieRow
from ui.ask import Ask
from ui.desk import Desk
from ui.ending import EndDialog
from ui.forms.tie import TieDialog
from ui.page import Shell
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, set_property
from ui.widgets.typed import format_date

_AROUND_ROWS, _LEAST, _MOST = 42, 2, 6
_HEADING = "Ties to other people"
_NONE = "No tie to another person is recorded."


def _grade(row: TieRow) -> str:
    return f"{row.grade} {row.held}".strip() or "Not graded"


COLUMNS: tuple[Column[TieRow], ...] = (
    Column("words", "Tie", lambda row: row.words, width=150, sort=lambda row: row.words),
    Column("name", "Person", lambda row: f"{row.reference} {row.name}", width=170, stretch=True,
           sort=lambda row: row.name, tooltip=lambda row: row.note),
    Column("group", "Known in", lambda row: f"{row.subject_reference} {row.subject_name}", width=170, stretch=True,
           sort=lambda row: row.subject_reference),
    Column("from_on", "Since", lambda row: format_date(row.from_on) or "Not known", width=104,
           sort=lambda row: row.from_on),
    Column("to_on", "Ended", lambda row: format_date(row.to_on), width=104, sort=lambda row: row.to_on),
    Column("grade", "Grade", _grade, width=110, tooltip=_grade),
)  # fmt: skip


class TiesOf(Card):
    """The ties of one person, with what can be done about them; Enter opens the other person."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(_HEADING, flush=True)
        self._desk, self._shell = desk, shell
        self._detail: PersonDetails | None = None
        self.model: RowsModel[TieRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, _HEADING, sorts_here=True)
        self.table.set_empty(_NONE)
        set_property(self.table, "card", "")
        self.body.setContentsMargins(*UNDER_HEADING)
        self.body.addWidget(self.table)
        self.end = button("End…", partial(self._with_current, self._end), name="End the selected tie")
        self.out = button("Take out…", partial(self._with_current, self._take_out), name="Take out the selected tie")
        self.new = button("Tie to another person…", self.ask)
        for pressed in (self.end, self.out, self.new):
            self.head.addWidget(pressed)
        self.table.opened.connect(lambda row: shell.open_page("people", record=row.person_id))
        self.table.current_changed.connect(lambda _row: self._offer())
        self.table.refused.connect(shell.warn)

    def show_person(self, detail: PersonDetails) -> None:
        """Read them, again if it is the same person."""
        if self._detail is None or self._detail.row.id != detail.row.id:
            self.forget()
        self._detail = detail
        self._desk.read(ties.of_person, detail.row.id).then(self, self._show)

    def forget(self) -> None:
        """Keep nothing of the person."""
        self._detail = None
        self._show(())

    def ask(self) -> None:
        """Ask to whom, and how."""
        if (detail := self._detail) is not None:
            row = detail.row
            dialog = TieDialog(self._desk, row.id, row.name, detail.links, self._shell.notify)
            self._shell.open_dialog(dialog)

    def _show(self, rows: Sequence[TieRow]) -> None:
        self.model.set_rows(list(rows))
        self.set_heading(_HEADING, f"{len(rows):,}" if rows else "")
        shown = min(max(len(rows), _LEAST), _MOST)
        self.table.setFixedHeight(_AROUND_ROWS + shown * self.table.verticalHeader().defaultSectionSize())
        self._offer()

    def _offer(self) -> None:
        row: TieRow | None = self.table.current_row()
        self.new.setEnabled(self._detail is not None and bool(self._detail.links) and self._desk.may(ties.tie))
        self.end.setEnabled(row is not None and row.to_on is None and self._desk.may(ties.end))
        self.out.setEnabled(row is not None and self._desk.may(ties.untie))

    def _with_current(self, does: Callable[[TieRow], object]) -> None:
        row: TieRow | None = self.table.current_row()
        if row is not None:
            does(row)

    def _end(self, row: TieRow) -> None:
        told = f"{row.words} {row.name}. The tie stays with its history."
        self._shell.open_dialog(
            EndDialog(
                "End the tie", told, lambda day: self._desk.write(ties.end, row.id, row.version, day),
                f"The tie to {row.name} was ended.", self._shell.notify,
            )
        )  # fmt: skip

    def _take_out(self, row: TieRow) -> None:
        told = f"{row.words} {row.name}, in {row.subject_reference}. Only for a tie that was never true."
        said = f"The tie to {row.name} was taken out."
        ask = Ask(
            "Take out the tie", told, "&Why it was a mistake", "&Take it out",
            lambda why: self._desk.write(ties.untie, row.id, row.version, why), lambda _: self._shell.notify(said),
            is_grave=True,
        )  # fmt: skip
        self._shell.open_dialog(ask)
