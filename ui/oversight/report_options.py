"""The options beside a report's preview: which report, of which period, and narrowed to what where it can be."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QWidget

from soc_desk.errors import BadFile
from soc_desk.returns import periods
from soc_desk.services.caseload import CaseloadFilter, Period
from soc_desk.services.periods import today
from soc_desk.services.places import Place
from ui.oversight.reports import Asked, Choices, Report
from ui.returns.period_choice import PeriodChoice
from ui.widgets.card import Card
from ui.widgets.text import label

WIDTH = 292
_AROUND = 34
"""Pixels left and right of the words in the card."""
_ALL = "All"


class ReportOptions(Card):
    """``changed`` when a person chose something else; ``refused(sentence)`` when two days make no period."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, reports: Sequence[Report[Any]]) -> None:
        super().__init__()
        self._reports = {report.key: report for report in reports}
        self._over: dict[QWidget, QLabel] = {}
        self._wanted: dict[str, str] = {}
        self.report, self.team, self.area = QComboBox(), QComboBox(), QComboBox()
        self.period = PeriodChoice(periods.quarters(today(), 1)[0], is_field=True)
        self.says = label("", ink="soft", wrap=True)
        self._lay_out()
        for combo in (self.report, self.team, self.area):
            combo.activated.connect(self._choose)
        self.period.chosen.connect(self._choose)
        self.period.refused.connect(self.refused)

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        for report in self._reports.values():
            self.report.addItem(report.title, report.key)
        for combo in (self.team, self.area):
            combo.addItem(_ALL, "")
        for words, widget in (
            ("Report", self.report), ("Period", self.period), ("Team", self.team), ("Area", self.area)
        ):  # fmt: skip
            widget.setAccessibleName(words)
            self._over[widget] = label(words, "medium")
            self.body.addWidget(self._over[widget])
            self.body.addWidget(widget)
            if widget is self.report:
                self.body.addWidget(self.says)
        self.say()

    @property
    def chosen(self) -> Report[Any]:
        """The report that is shown."""
        return self._reports[self.report.currentData()]

    def shown(self) -> CaseloadFilter:
        """What the report is narrowed to."""
        return CaseloadFilter(teams=_ids(self.team), areas=_ids(self.area))

    def asked(self) -> Asked:
        """What the report is asked for."""
        return Asked(self.period.period, self.shown())

    def go(self, report: object = None, period: object = None) -> None:
        """A report by its key, where it is offered; a period as it is written."""
        if (place := self.report.findData(report)) >= 0:
            self.report.setCurrentIndex(place)
        if period is not None:
            self.period.set_period(period if isinstance(period, Period) else periods.parse(str(period)))
        self.say()

    def offer(self, offered: Choices) -> None:
        """The teams and areas there are; what was chosen stays chosen."""
        self._fill(self.team, "team", offered.teams)
        self._fill(self.area, "area", offered.areas)

    def state(self) -> dict[str, Any]:
        """What is chosen, to be kept."""
        return {
            "report": self.report.currentData(), "period": self.period.period.text,
            "team": self.team.currentData() or self._wanted.get("team", ""),
            "area": self.area.currentData() or self._wanted.get("area", ""),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Choose what was kept, as far as it is still offered."""
        try:
            self.go(state.get("report"), str(state.get("period") or self.period.period.text))
        except BadFile:
            self.go(period=periods.quarters(today(), 1)[0])  # written by an older version
        self._wanted = {name: str(state.get(name) or "") for name in ("team", "area")}

    def say(self) -> None:
        """What the report is, and which options it has."""
        report = self.chosen
        self.says.setText(report.says)
        self.says.setMinimumHeight(self.says.heightForWidth(WIDTH - _AROUND))  # read whole, however many lines
        self._over[self.period].setText(report.period_says)
        for combo in (self.team, self.area):
            combo.setVisible(report.is_narrowed)
            self._over[combo].setVisible(report.is_narrowed)

    def _choose(self, *_: object) -> None:
        self.say()
        self.changed.emit()

    def _fill(self, combo: QComboBox, name: str, places: Sequence[Place]) -> None:
        wanted = combo.currentData() or self._wanted.pop(name, "")
        combo.clear()
        combo.addItem(_ALL, "")
        for place in places:
            combo.addItem(place.name, str(place.id))
        combo.setCurrentIndex(max(0, combo.findData(wanted)))


def _ids(combo: QComboBox) -> tuple[UUID, ...]:
    chosen = combo.currentData()
    return (UUID(chosen),) if chosen else ()
