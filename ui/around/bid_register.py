"""Bids to tasking for resources: what is asked, where each stands, and what was refused for want of capacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soc_desk.services import bids, periods
from soc_desk.services.bids import BidRow, Demand
from soc_desk.vocabulary.ocg import BidLevel, BidState
from ui.around.listed import Listed, column, written
from ui.around.words import this_year
from ui.desk import Desk, Session, UseCase
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.facts import Fact, Facts
from ui.widgets.filters import FilterRow, choice
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = "Bids to tasking for people, equipment or partners stand here. There is none that matches."
_TONES = {
    BidState.SUBMITTED: "amber", BidState.APPROVED: "green", BidState.PART_APPROVED: "green",
    BidState.DEFERRED: "amber", BidState.REFUSED: "red", BidState.DELIVERED: "info",
    BidState.RESULT_RECORDED: "info",
}  # fmt: skip
_SUBMITS = (BidState.DRAFT, BidState.DEFERRED)
_DECIDED = (BidState.SUBMITTED, BidState.DEFERRED)
_DELIVERED = (BidState.APPROVED, BidState.PART_APPROVED, BidState.DELIVERED)


def pill(row: BidRow) -> Pill:
    """Where a bid stands."""
    return Pill(row.state.label, _TONES.get(row.state, "neutral"))


def _decided(row: BidRow) -> str:
    return " ".join(filter(None, (row.meeting, format_date(row.meeting_on)))) or "–"


def _level(row: BidRow) -> str:
    return _short(row.level)


def _short(level: BidLevel) -> str:
    return level.label.partition(" (")[0]


COLUMNS: tuple[Column[BidRow], ...] = (
    Column("reference", "Reference", lambda row: row.reference, width=108),
    Column("asked", "Asked for", lambda row: row.asked, width=150, role="medium", stretch=True,
           tooltip=lambda row: row.asked),
    Column("level", "Level", _level, width=70, tooltip=lambda row: row.level.label),
    Column("state", "Standing", lambda row: row.state.label, pill, width=132),
    Column("group", "Group", lambda row: row.group or "–", width=136, tooltip=lambda row: row.group),
    Column("submitted_on", "Submitted", lambda row: format_date(row.submitted_on), width=102,
           sort=lambda row: row.submitted_on),
    Column("refusal", "Refused for", lambda row: row.refusal.label if row.refusal else "–", width=104),
    Column("meeting", "Decided at", _decided, width=150, hidden=True, tooltip=_decided),
    Column("area", "Area", lambda row: row.area or "–", width=104, hidden=True),
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """The register as narrowed, and the demand of this financial year."""

    rows: list[BidRow]
    year: str
    demand: list[Demand]


def held(session: Session, states: Sequence[BidState]) -> Held:
    """All of one moment."""
    starts_on, ends_on = this_year()
    return Held(
        bids.page(session, tuple(states)), periods.words(starts_on, ends_on), bids.demand(session, starts_on, ends_on)
    )


def demand_words(demand: Sequence[Demand], year: str) -> str:
    """How many were submitted, and of each level how many were approved, refused, refused for want of capacity."""
    if not any(each.submitted for each in demand):
        return f"No bid was submitted {year}."
    levels = "; ".join(_of_level(each) for each in demand if each.submitted)
    return f"Submitted {year}: {sum(each.submitted for each in demand):,}. {levels}."


def _of_level(each: Demand) -> str:
    told = f"{_short(each.level)}: {each.submitted:,}, {each.approved:,} approved, {each.refused:,} refused"
    return told + (f" ({each.without_capacity:,} for want of capacity)" if each.without_capacity else "")


class BidRegister(Listed[BidRow, BidRow]):
    """``asked(step, row)`` when a step of a bid is wanted: edit, submit, decide, deliver."""

    asked = Signal(str, object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Tasking bids", "Select a bid to see it here.")
        self.chips = FilterRow([choice("states", "Standing", [(state, state.label) for state in BidState])])
        self.head.addWidget(self.chips, 1)
        self.head.addWidget(button("Draft a bid…", shell.action("operations.bid").trigger))
        self.steps = {
            "submit": button("Submit", lambda: self.ask("submit"), kind="primary"),
            "decide": button("Decide…", lambda: self.ask("decide"), kind="primary"),
            "deliver": button("Delivered…", lambda: self.ask("deliver"), kind="primary"),
            "edit": button("Edit…", lambda: self.ask("edit")),
        }
        self.add_foot(*self.steps.values())
        self.table.set_empty(_EMPTY, "Draft a bid", shell.action("operations.bid").trigger)
        self.chips.changed.connect(lambda _values: self.read())
        self.table.opened.connect(lambda _row: self.ask("edit"))
        self.offer()

    def read(self) -> None:
        """Read the bids as they are narrowed."""
        states = tuple(self.chips.values().get("states", ()))
        self._desk.read(held, states).then(self, self._take, self.fail)

    def ask(self, step: str) -> None:
        """Ask for a step, if it can be taken now."""
        if self.row is None:
            self._shell.warn("Select a bid first.")
        elif step not in self.open_steps(self.row):
            self._shell.warn(f"{self.row.reference} is {self.row.state.label.lower()}, so this cannot be done with it.")
        elif self.steps[step].isEnabled():
            self.asked.emit(step, self.row)

    def open_steps(self, row: BidRow) -> list[str]:
        """The steps that the state of a bid allows."""
        allowed = {"submit": _SUBMITS, "decide": _DECIDED, "deliver": _DELIVERED, "edit": bids.OPEN}
        return [step for step, states in allowed.items() if row.state in states]

    def heading(self, row: BidRow) -> tuple[str, str, Sequence[Mark]]:
        return row.reference, row.asked, (pill(row), Pill(row.level.label))

    def opening(self, row: BidRow) -> Reply[BidRow]:
        return self._desk.read(_one, row)

    def parts(self, row: BidRow, found: BidRow) -> Sequence[tuple[str, QWidget]]:
        facts = [
            Fact("Resource", found.resource), Fact("Group", found.group), Fact("Operation", found.operation),
            Fact("Area", found.area),
            Fact("Wanted", periods.words(found.starts_on, found.ends_on) if found.starts_on or found.ends_on else ""),
            Fact("Submitted", format_date(found.submitted_on)),
        ]  # fmt: skip
        if found.meeting:
            facts += [Fact("Decided at", _decided(found)), Fact("Decision", found.decision)]
        if found.refusal:
            facts.append(Fact("Refused for", found.refusal.label))
        shown: list[QWidget] = [Facts(facts)]
        if found.result:
            shown += [label("What came of it", "caption"), written(found.result)]
        return [("Summary", column(*shown))]

    def offer(self) -> None:
        open_ = self.open_steps(self.row) if self.row is not None else []
        rights: dict[str, UseCase[..., Any]] = {
            "submit": bids.submit,
            "decide": bids.decide,
            "deliver": bids.deliver,
            "edit": bids.change,
        }
        for step, pressed in self.steps.items():
            pressed.setVisible(step in open_)
            pressed.setEnabled(self._desk.may(rights[step]))

    def _take(self, found: Held) -> None:
        self.take_rows(found.rows)
        self.line.setText(demand_words(found.demand, found.year))

    def content(self) -> dict[str, Any]:
        """How it is narrowed, as plain JSON."""
        return {"states": [state.value for state in self.chips.values().get("states", ())]}

    def restore(self, content: dict[str, Any]) -> None:
        """Narrow it as it was."""
        known = {state.value: state for state in BidState}
        states = tuple(known[each] for each in content.get("states", ()) if each in known)
        self.chips.set_values({"states": states or None})


def _one(_session: Session, row: BidRow) -> BidRow:
    """All that is known of a bid stands in its row."""
    return row
