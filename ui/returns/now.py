"""The tab "If we sent it now": figures by P, level and threat, what changed since, and what to put right first."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.returns.check import CheckResult
from soc_desk.returns.overview import Figure, Overview
from soc_desk.returns.rules import Problem
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.vocabulary import FourP, ImpactLevel
from ui.returns.problems import ProblemsTable, counted
from ui.returns.said import Lines, Link, Part, Said
from ui.widgets import marks
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.chart import BarItem, BarList
from ui.widgets.text import button, set_property

_NARROW = 900
_CHANGES_SHOWN = 3
_SILENT_SHOWN = 2
_RECORDS_SHOWN = 3
_NOTHING = "No disruption of this period counts yet. What is recorded and moderated stands here."
_NO_THREAT = "Each threat with a counted disruption stands here."
_SOUND = "Nothing has to be put right. The return can be built."


def where_of(shown: DisruptionFilter) -> dict[str, Any]:
    """A filter as the words that open the register on it."""
    told = {field.name: getattr(shown, field.name) for field in fields(shown)}
    return {name: value for name, value in told.items() if value not in (None, "", ())}


def _fill(side: QWidget, *cards: QWidget) -> None:
    """Put these below each other; the last one takes the room to spare."""
    column = cast("QVBoxLayout", side.layout())
    for card in cards:
        column.addWidget(card, 1 if card is cards[-1] else 0)


class NowView(QWidget):
    """Cards over the items to put right. ``opened(filter)`` for every figure, ``asked(problem)``, ``record(id)``."""

    opened = Signal(object)
    asked = Signal(object)
    record = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.overview: Overview | None = None
        self.by_p, self.by_level, self.by_threat = BarList(), BarList(), BarList()
        self.since, self.apart = Lines(), Lines()
        self.problems = ProblemsTable("To put right before sending")
        self.cards = {
            "p": Card("Disruptions by P", " "), "level": Card("By level", " "), "since": Card("Since then", " "),
            "problems": Card("To put right before sending", " ", flush=True), "threat": Card("By threat", " "),
        }  # fmt: skip
        self._all = button("Show all", self._open_all, kind="link", name="Show all disruptions of this return")
        self._sides = (QWidget(self), QWidget(self))
        self._grid = QGridLayout(self)
        self._columns = 0
        self._lay_out()
        for bars in (self.by_p, self.by_level, self.by_threat):
            bars.chosen.connect(self._open_figure)
        self.problems.asked.connect(self.asked)
        self.problems.set_empty(_SOUND)

    def _lay_out(self) -> None:
        cards = self.cards
        cards["p"].head.setContentsMargins(16, 11, 16, 5)  # the link is higher than a heading
        keeps = self._all.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the heading stays where it is
        self._all.setSizePolicy(keeps)
        cards["p"].head.addWidget(self._all, 0, Qt.AlignmentFlag.AlignBaseline)
        cards["p"].body.addWidget(self.by_p)
        cards["level"].body.addWidget(self.by_level)
        cards["level"].body.addWidget(self.apart)
        cards["level"].body.addStretch(1)
        self.by_level.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        cards["since"].body.addWidget(self.since)
        cards["threat"].body.addWidget(self.by_threat)
        cards["problems"].body.setContentsMargins(*UNDER_HEADING)
        cards["problems"].body.addWidget(self.problems)
        set_property(self.problems, "card", "")  # the card around it has the line
        for name in ("p", "level", "since"):
            cards[name].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for name in ("p", "level", "since", "threat"):
            cards[name].setMinimumWidth(240)
        self.problems.setMinimumHeight(170)
        for side in self._sides:
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._grid.setRowStretch(1, 1)
        self._arrange(3)

    def _arrange(self, columns: int) -> None:
        """Cards of unlike heights stand in columns of their own, so that none is stretched to its neighbour's."""
        if columns == self._columns:
            return
        self._columns = columns
        wide, cards, (left, right) = columns == 3, self.cards, self._sides
        for held in (*cards.values(), *self._sides):
            self._grid.removeWidget(held)
        if wide:
            self._grid.addWidget(cards["p"], 0, 0)
            self._grid.addWidget(cards["level"], 0, 1)
            self._grid.addWidget(right, 0, 2, 2, 1)
            _fill(right, cards["since"], cards["threat"])
        else:
            _fill(left, cards["p"], cards["since"])
            _fill(right, cards["level"], cards["threat"])
            self._grid.addWidget(left, 0, 0)
            self._grid.addWidget(right, 0, 1)
        self._grid.addWidget(cards["problems"], 1, 0, 1, 2)
        left.setVisible(not wide)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(3 if self.width() >= _NARROW else 2)

    # what it shows ----------------------------------------------------------------------------------------------------

    def show_overview(self, shown: Overview) -> None:
        """Show these figures."""
        self.overview = shown
        total = shown.total.count
        share = "" if shown.pursue_percent is None else f"Pursue {shown.pursue_percent} %"
        self.cards["p"].set_heading(f"{total:,} disruption{'' if total == 1 else 's'} by P", share)
        self._all.setVisible(bool(total))
        self.by_p.set_items(
            [BarItem(f, f.label, f.count, marks.four_p(FourP(f.code)), fill=f.code) for f in shown.by_p],
            "" if total else _NOTHING,
        )
        self.by_level.set_items(
            [BarItem(f, f.label, f.count, marks.level(ImpactLevel(f.code))) for f in shown.by_level]
        )
        none, negative = shown.apart
        self.apart.say([self._said("None", none, "and negative", negative, "recorded, not counted")])
        self._show_threats(shown)
        self.cards["since"].set_heading(f"Since {shown.before_name}", _difference(shown.total))
        self.since.say(list(self._since(shown)))

    def show_check(self, result: CheckResult) -> None:
        """Show what is to be put right."""
        self.cards["problems"].set_heading("To put right before sending", counted(result.problems, result.left_off))
        self.problems.show_problems(result.problems)

    def _show_threats(self, shown: Overview) -> None:
        ordered = sorted((f for f in shown.by_threat if f.count), key=lambda figure: -figure.count)
        gone = [f.label for f in shown.by_threat if not f.count]
        note = f"None this time: {', '.join(gone)}" if gone else "" if ordered else _NO_THREAT
        self.by_threat.set_items([BarItem(f, f.label, f.count) for f in ordered], note)
        many = f"{len(ordered)} threat{'' if len(ordered) == 1 else 's'}" if ordered else ""
        self.cards["threat"].set_heading("By threat", f"{many}, {len(gone)} without any now" if gone and many else many)

    def _since(self, shown: Overview) -> list[Said]:
        lines = []
        moved = [f for f in (*shown.by_level, *shown.by_p) if f.count != f.before]
        moved.sort(key=lambda figure: -abs(figure.count - figure.before))
        for figure in moved[:_CHANGES_SHOWN]:
            now = (f"{figure.count:,}", partial(self.opened.emit, figure.shown))
            lines.append(Said([f"{figure.label} {figure.before:,} →", now]))
        for words, records in (("Moderated down:", shown.moderated_down), ("Moderated up:", shown.moderated_up)):
            if records:
                named = [(reference, partial(self.record.emit, id)) for reference, id in records[:_RECORDS_SHOWN]]
                lines.append(Said([words, *_listed(named)]))
        if shown.fallen_silent:
            groups = "group or person" if shown.fallen_silent == 1 else "groups and people"
            before = shown.before_name.split(" ")[0] if shown.before_name.startswith("Q") else shown.before_name
            then = (before, partial(self.opened.emit, shown.earlier))
            has = "has" if shown.fallen_silent == 1 else "have"
            silent = [(ref, partial(self._open_silent, id)) for ref, id in shown.silent[:_SILENT_SHOWN]]
            such = "" if len(silent) == shown.fallen_silent else "such as"
            told: list[Part] = [f"{shown.fallen_silent:,} {groups} active in", then, f"{has} nothing now,", such]
            lines.append(Said([part for part in (*told, *_listed(silent)) if part]))
        if shown.median_lag_days is not None:
            late = f", {shown.late:,} over {shown.lag_days}" if shown.late else ""
            days = f"{shown.median_lag_days:g} day{'' if shown.median_lag_days == 1 else 's'}"
            lines.append(Said([f"Median time to record {days}{late}"], "caption"))
        return lines or [Said(["Nothing differs from the period before."], "caption")]

    def _said(self, *parts: str | Figure) -> Said:
        told: list[Part] = []
        for part in parts:
            if isinstance(part, str):
                told.append(part)
            elif part.count:
                told.append((f"{part.count:,}", partial(self.opened.emit, part.shown)))
            else:
                told.append("0")
        return Said(told, "caption", "caption")

    # what is clicked --------------------------------------------------------------------------------------------------

    def _open_figure(self, figure: object) -> None:
        if isinstance(figure, Figure):
            self.opened.emit(figure.shown)

    def _open_silent(self, subject: UUID) -> None:
        if self.overview is not None:
            self.opened.emit(replace(self.overview.earlier, subject_id=subject))

    def _open_all(self) -> None:
        if self.overview is not None:
            self.opened.emit(self.overview.total.shown)

    def filter_for(self, problem: Problem) -> DisruptionFilter | None:
        """The records that an item without a record of its own is about."""
        if self.overview is None:
            return None
        if problem.field == "four_p":
            return next((f.shown for f in self.overview.by_p if f.label == problem.record), self.overview.total.shown)
        return self.overview.total.shown


def _listed(links: Sequence[Link]) -> list[Link]:
    """Links beside each other with commas between them."""
    return [*((f"{words},", pressed) for words, pressed in links[:-1]), *links[-1:]]


def _difference(total: Figure) -> str:
    return f"{total.before:,} then, {total.count:,} now"
