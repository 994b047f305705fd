"""The button that says which period is shown, and offers quarters, financial years and any two days."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from soc_desk.errors import BadFile
from soc_desk.returns import periods
from soc_desk.returns.periods import Period
from soc_desk.services.periods import today
from ui.widgets.period_popup import Period as Days
from ui.widgets.period_popup import PeriodPopup


class PeriodChoice(QPushButton):
    """``chosen(Period)`` when a person chose another; ``refused(sentence)`` when two days make no period."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, period: Period, parent: QWidget | None = None, *, is_field: bool = False) -> None:
        """``is_field`` makes it look like a field to choose in, among others of a form."""
        super().__init__(parent)
        self.period = period
        self._arrow = "" if is_field else " ▾"
        self.setProperty("field", "true" if is_field else "")
        self.setAutoDefault(False)
        self.clicked.connect(self._open)
        self.set_period(period)

    def set_period(self, period: Period) -> None:
        """Say another period, without telling anyone."""
        self.period = period
        self.setText(f"{period.name}{self._arrow}")
        self.setToolTip(period.label)
        self.setAccessibleName(f"Period: {period.label}")

    def choose(self, period: Period) -> None:
        """Choose it, as a person does."""
        if period != self.period:
            self.set_period(period)
            self.chosen.emit(period)

    def menu_of_periods(self) -> QMenu:
        """What can be chosen."""
        day = today()
        made = QMenu(self)
        made.setAccessibleName("Period")
        for offered in (periods.quarters(day), periods.years(day)):
            for period in offered:
                action = made.addAction(period.label)
                action.setCheckable(True)
                action.setChecked(period == self.period)
                action.triggered.connect(partial(self._take, period))
            made.addSeparator()
        made.addAction("Other dates…").triggered.connect(self._ask_days)
        return made

    def _open(self) -> None:
        menu = self.menu_of_periods()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _take(self, period: Period, _checked: object = None) -> None:
        self.choose(period)

    def _ask_days(self) -> None:
        given = Days(self.period.starts_on, self.period.ends_on)
        popup = PeriodPopup(self, "Period", given, (), today)
        popup.chosen.connect(self._take_days)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _take_days(self, days: Days | None) -> None:
        try:
            self.choose(periods.between(days.first if days else None, days.last if days else None))
        except BadFile as error:
            self.refused.emit(str(error))
