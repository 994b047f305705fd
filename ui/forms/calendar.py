"""Bank holidays: until when they are known and which were proclaimed or moved; what that moves is listed at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.poca import calendars, recomputing
from soc_desk.services.poca.calendars import CalendarDay
from soc_desk.services.poca.recomputing import MovedDeadline
from soc_desk.services.poca.words import moment_words
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.poca import fields
from ui.poca.line_fields import LinesField
from ui.widgets.card import scrolled
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import button, label

_WIDTH = 620
_NAMED = 30
_SAID = (
    "Days published for England and Wales are known already. Add what is proclaimed since, or take out a day that was "
    "moved. Every deadline is worked out anew, and the board says what moved."
)


class CalendarDialog(MarkedDialog):
    """Changes the calendar of the deadlines; ``done(sentence)`` when it is kept."""

    def __init__(
        self, desk: Desk, known_to: date, days: tuple[CalendarDay, ...], done: Callable[[str], object]
    ) -> None:
        super().__init__("Bank holidays")
        self._desk, self._done = desk, done
        self._before = known_to, days
        self.setMinimumWidth(_WIDTH)
        self.known_to, self.days, self.source = fields.day(coming=True), _days(), LineField("London Gazette, GOV.UK")
        self.known_to.set_value(known_to)
        self.days.set_value(days)
        self._labelled = {
            entry.name: LabelledField(entry)
            for entry in (
                Entry("known_to", "Calendar &known to", self.known_to, "Nothing beyond this day is calculated."),
                Entry("days", "&Days added or taken out", self.days),
                Entry("source", "&Where it is announced", self.source),
            )
        }
        self.said = label(_SAID, ink="soft", wrap=True)
        self.body.addWidget(self.said)
        for part in self._labelled.values():
            self.body.addWidget(part)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(self.refusal)
        self.close_button = self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("Chan&ge the calendar", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Keep it, or say what is wrong."""
        problems = {name: said for name, part in self._labelled.items() if (said := part.field.problem())}
        if self.known_to.value() is None and "known_to" not in problems:
            problems["known_to"] = "Enter the day to which bank holidays are known."
        self._show(problems)
        if problems:
            return
        self.do.setEnabled(False)
        known_to, days = self.known_to.value(), self.days.value()
        reply = self._desk.write(
            recomputing.change_calendar, self.source.text().strip(),
            known_to if known_to != self._before[0] else None, days if days != self._before[1] else None,
        )  # fmt: skip
        reply.then(self, self._kept, self._refused)

    def _kept(self, moved: tuple[MovedDeadline, ...]) -> None:
        many = "1 deadline moved" if len(moved) == 1 else f"{len(moved):,} deadlines moved"
        self._done(f"The calendar is changed; {many if moved else 'no deadline moved'}.")
        if not moved:
            self.accept()
            return
        for part in self._labelled.values():
            part.hide()
        self.do.hide()
        self.close_button.setText("&Close")
        self.said.setText(f"{many}. Each case says so on the board; the calendar file of everybody follows when sent.")
        lines = [
            f"{each.reference}: {each.kind.label}, {moment_words(each.before)} to {moment_words(each.after)}"
            for each in moved[:_NAMED]
        ]
        if len(moved) > _NAMED:
            lines.append(f"And {len(moved) - _NAMED:,} more.")
        self.moved = label("\n".join(lines), wrap=True)
        self.body.insertWidget(1, scrolled(self.moved), 1)

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self._show(dict(error.problems) if isinstance(error, Invalid) else {"": str(error)})

    def _show(self, problems: dict[str, str]) -> None:
        for name, part in self._labelled.items():
            part.show_problem(problems.get(name, ""))
        rest = " ".join(said for name, said in problems.items() if name not in self._labelled)
        self.refusal.setText(rest)
        self.refusal.setVisible(bool(rest))


def ask(desk: Desk, owner: QObject, open_: Callable[[MarkedDialog], object], done: Callable[[str], object]) -> None:
    """Read the calendar as it stands and open the dialog on it."""

    def show(found: tuple[date, tuple[CalendarDay, ...]]) -> None:
        open_(CalendarDialog(desk, *found, done))

    desk.read(calendars.stored, periods.today()).then(owner, show)


def _days() -> LinesField:
    def make() -> list[Any]:
        kind = Segmented([Option(False, "Is a holiday"), Option(True, "Is none")], may_be_empty=False)
        kind.set_value(False)
        return [fields.day(coming=True), LineField("Its name"), kind]

    def read(values: Any, before: CalendarDay | None) -> CalendarDay | None:
        day, name, removed = values
        if day is None:
            return None
        nation = {"nation": before.nation} if before is not None else {}
        return CalendarDay(day, name or "", removed=bool(removed), **nation)

    return LinesField(
        ("Day", "Name", "What it is"), make, read, lambda line: (line.day, line.name, line.removed),
        add="Add a day", least=1,
    )  # fmt: skip
