"""The register of operations and weeks: what each was, against which groups, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from soc_desk.services import operations, periods
from soc_desk.services.operations import OperationDetail, OperationRow, TallyLine
from soc_desk.vocabulary.ocg import OperationKind
from ui.around.listed import Listed, column, written
from ui.around.words import this_year
from ui.desk import Desk, Session
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.facts import Fact, Facts
from ui.widgets.filters import FilterRow, choice
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.search import SearchField
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = "Operations and weeks of action stand here with what came of them. There is none that matches."
_FIND_MS = 150


def _running(row: OperationRow, today: date) -> str:
    if row.starts_on > today:
        return "To come"
    return "Over" if row.ends_on is not None and row.ends_on < today else "Running"


def _state(row: OperationRow) -> Pill:
    words = _running(row, periods.today())
    return Pill(words, {"Running": "green", "To come": "info"}.get(words, "neutral"))


COLUMNS: tuple[Column[OperationRow], ...] = (
    Column("reference", "Reference", lambda row: row.reference, width=116),
    Column("name", "Name", lambda row: row.name, width=150, role="medium", stretch=True, tooltip=lambda row: row.name),
    Column("kind", "Kind", lambda row: row.kind.label, width=150),
    Column("starts_on", "Starts", lambda row: format_date(row.starts_on), width=100, sort=lambda row: row.starts_on),
    Column("ends_on", "Ends", lambda row: format_date(row.ends_on), width=100, sort=lambda row: row.ends_on),
    Column("state", "Now", lambda row: _running(row, periods.today()), _state, width=92),
    Column("area", "Area", lambda row: row.area or "–", width=104, hidden=True),
    Column("lead", "Lead", lambda row: row.lead or "–", width=116, hidden=True, tooltip=lambda row: row.lead),
    Column("groups", "Groups", lambda row: f"{row.groups:,}", width=72, align="right", sort=lambda row: row.groups),
)


@dataclass(frozen=True)
class Held:
    """The register as narrowed, and what this financial year's operations add up to."""

    rows: list[OperationRow]
    year: str
    sums: list[TallyLine]


def held(session: Session, text: str, kinds: Sequence[OperationKind]) -> Held:
    """All of one moment."""
    starts_on, ends_on = this_year()
    return Held(
        operations.page(session, text, tuple(kinds)),
        periods.words(starts_on, ends_on),
        operations.sums(session, starts_on, ends_on),
    )


class OperationRegister(Listed[OperationRow, OperationDetail]):
    """``edit_asked()`` to open the form on the operation on view, ``bid_asked()`` to ask tasking for it."""

    edit_asked, bid_asked = Signal(), Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Operations and weeks", "Select an operation to see it here.")
        self.chips = FilterRow([choice("kinds", "Kind", [(kind, kind.label) for kind in OperationKind])])
        self.finder = SearchField("Find by reference or name")
        self.head.addWidget(self.chips, 1)
        self.head.addWidget(self.finder)
        self.edit = button("Edit…", self.edit_asked.emit, kind="primary")
        self.bid = button("Draft a bid…", self.bid_asked.emit)
        self.add_foot(self.edit, self.bid)
        self.table.set_empty(_EMPTY, "Record an operation", shell.action("operations.record").trigger)
        self._pause = QTimer(self, interval=_FIND_MS, singleShot=True)
        self._pause.timeout.connect(self.read)
        self.finder.textEdited.connect(lambda _text: self._pause.start())
        self.chips.changed.connect(lambda _values: self.read())
        self.table.opened.connect(lambda _row: self.edit_asked.emit())
        self.offer()

    def read(self) -> None:
        """Read the register as it is narrowed."""
        kinds = tuple(self.chips.values().get("kinds", ()))
        self._desk.read(held, self.finder.text().strip(), kinds).then(self, self._take, self.fail)

    def heading(self, row: OperationRow) -> tuple[str, str, Sequence[Mark]]:
        return row.reference, row.name, (Pill(row.kind.label), _state(row))

    def opening(self, row: OperationRow) -> Reply[OperationDetail]:
        return self._desk.write(operations.look, row.id)

    def reading(self, row: OperationRow) -> Reply[OperationDetail]:
        return self._desk.read(operations.detail, row.id)

    def parts(self, row: OperationRow, found: OperationDetail) -> Sequence[tuple[str, QWidget]]:
        facts = [
            Fact("Days", periods.words(row.starts_on, row.ends_on)), Fact("Area", row.area), Fact("Lead", row.lead),
            Fact("Marking", found.draft.marking.label),
        ]  # fmt: skip
        results = [Fact(line.kind.label, line.words) for line in found.tallies]
        shown: list[QWidget] = [Facts(facts), label("Results", "medium")]
        shown.append(
            Facts(results, name_width=180)
            if results
            else label("No result is recorded yet; that is not the same as none.", "caption", wrap=True)
        )
        if found.draft.summary:
            shown += [label("Summary", "medium"), written(found.draft.summary)]
        return [("Summary", column(*shown)), (f"Groups {len(found.groups)}", self._groups(found.groups))]

    def offer(self) -> None:
        self.edit.setEnabled(self.found is not None and self._desk.may(operations.change))
        self.bid.setEnabled(self.found is not None and self._shell.action("operations.bid").isEnabled())

    def _groups(self, groups: Sequence[tuple[UUID, str]]) -> QWidget:
        if not groups:
            return label("No group that you may know of is named.", "caption", wrap=True)
        opens = [partial(self._shell.open_page, "ocgs", record=id_) for id_, _ in groups]
        return column(
            *(button(name, to, kind="link") for (_, name), to in zip(groups, opens, strict=True)), gap=2
        )  # fmt: skip

    def _take(self, found: Held) -> None:
        self.take_rows(found.rows)
        told = ", ".join(f"{line.words} {_lower(line.kind.label)}" for line in found.sums)
        self.line.setText(f"Results of {found.year}: {told}." if told else f"No result is recorded for {found.year}.")

    def content(self) -> dict[str, Any]:
        """How it is narrowed, as plain JSON."""
        return {"text": self.finder.text(), "kinds": [kind.value for kind in self.chips.values().get("kinds", ())]}

    def restore(self, content: dict[str, Any]) -> None:
        """Narrow it as it was."""
        self.finder.setText(str(content.get("text", "")))
        known = {kind.value: kind for kind in OperationKind}
        kinds = tuple(known[each] for each in content.get("kinds", ()) if each in known)
        self.chips.set_values({"kinds": kinds or None})


def _lower(words: str) -> str:
    """In a sentence; what is an abbreviation stays."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
