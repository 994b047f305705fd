"""A period of days: its words, and the panel in which one chooses it by name or by two dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Self

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.choice_popup import Popup
from ui.widgets.fields import DateField, mark_wrong
from ui.widgets.text import button, label
from ui.widgets.typed import format_date


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted; an end that is None is open."""

    first: date | None
    last: date | None

    def as_text(self) -> str:
        """ISO dates with two dots between, for settings: ``2026-10-01..2026-12-31``."""
        return f"{self.first or ''}..{self.last or ''}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The reverse of ``as_text``; raises ValueError for anything else."""
        first, dots, last = text.partition("..")
        if not dots:
            raise ValueError(f"“{text}” is not a period. Write it as 2026-10-01..2026-12-31.")
        return cls(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def format_period(value: Period) -> str:
    """``1 Oct – 31 Dec 2026``; the year twice only where the two differ."""
    if value.first and value.last:
        if value.first == value.last:
            return format_date(value.first)
        start = format_date(value.first)
        same_year = value.first.year == value.last.year
        return f"{start.rsplit(' ', 1)[0] if same_year else start} – {format_date(value.last)}"
    if value.first:
        return f"from {format_date(value.first)}"
    return f"to {format_date(value.last)}" if value.last else "All"


class PeriodPopup(Popup):
    """Named periods as buttons, and two date fields; ``chosen(Period)``, or None for no limit."""

    def __init__(
        self,
        opener: QWidget,
        title: str,
        value: Period | None,
        presets: Sequence[tuple[str, Period]],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(opener, title)
        self._first, self._last = DateField(today), DateField(today)
        self._problem = label("", "caption", "red", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for name, choice in presets:
            layout.addWidget(button(name, partial(self._choose, choice), kind="link"))
        dates = QHBoxLayout()
        dates.setSpacing(8)
        for field, words in ((self._first, "From"), (self._last, "To")):
            field.setAccessibleName(f"{title}: {words}")
            field.setFixedWidth(132)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(words, "caption"))
            column.addWidget(field)
            dates.addLayout(column)
            field.returnPressed.connect(self._take_dates)
        layout.addLayout(dates)
        layout.addWidget(self._problem)
        feet = QHBoxLayout()
        feet.addWidget(button("Any time", lambda: self._choose(None), kind="link"))
        feet.addStretch(1)
        feet.addWidget(button("Show", self._take_dates, kind="primary"))
        layout.addLayout(feet)
        if value is not None:
            self._first.set_value(value.first)
            self._last.set_value(value.last)
        self._first.setFocus()

    def _choose(self, value: Period | None) -> None:
        self.chosen.emit(value)
        self.close()

    def _take_dates(self) -> None:
        problems = [self._first.problem(), self._last.problem()]
        first, last = self._first.value(), self._last.value()
        if first and last and first > last:
            problems[1] = "The last day lies before the first. Change one of them."
        for field, sentence in zip((self._first, self._last), problems, strict=True):
            mark_wrong(field, sentence)
        sentence = " ".join(filter(None, problems))
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if not sentence:
            self._choose(Period(first, last) if first or last else None)
