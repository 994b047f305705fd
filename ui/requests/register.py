"""The register of requests with its views as tabs: what is owed, to whom and when, and beside it the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from soc_desk.services import periods
from soc_desk.services.requests import asking, rows
from soc_desk.services.requests.clocks import Clocks, turnaround
from soc_desk.services.requests.exports import RequestFilter
from soc_desk.services.requests.rows import RequestDetail, RequestRow, StepLine
from soc_desk.services.requests.words import summed
from soc_desk.vocabulary.request import Deed, Priority, RequestKind, RequestState, RequestView
from ui.around.listed import Listed, column, written
from ui.around.words import this_year
from ui.desk import Desk, Session
from ui.lanes import Reply
from ui.page import Shell
from ui.requests.steps import WORDS
from ui.widgets.badges import BadgeRow
from ui.widgets.facts import Fact, Facts, NoteCard
from ui.widgets.filters import FilterRow, choice
from ui.widgets.lines import Lines
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.search import SearchField
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = {
    RequestView.MINE: "What you asked for and what is allocated to you stands here. There is nothing now.",
    RequestView.OVERDUE: "Nothing is owed after its agreed day.",
    RequestView.UNMET: "Nothing was declined for want of capacity.",
}
_NONE = "Products asked of analysts and financial investigators stand here. There is none that matches."
_FIND_MS = 150
_TONES = {
    RequestState.SUBMITTED: "amber", RequestState.AGREED: "amber", RequestState.ALLOCATED: "info",
    RequestState.IN_PROGRESS: "info", RequestState.ON_HOLD: "amber", RequestState.CHECKING: "info",
    RequestState.DELIVERED: "green", RequestState.CLOSED: "green", RequestState.DECLINED: "red",
}  # fmt: skip
_LAST = (Deed.DECLINE, Deed.WITHDRAW)
"""Steps that end it: never the blue button."""


def pill(row: RequestRow) -> Pill:
    """Where a request stands."""
    return Pill(row.state.label, _TONES.get(row.state, "neutral"))


def _when(row: RequestRow) -> Mark | None:
    """Its day; red where it has passed and the product is still owed."""
    told = format_date(row.needed_by)
    if row.needed_by is None:
        return None
    if row.is_overdue(periods.today()):
        return Pill(told, "red", "square")
    is_near = row.is_open and (row.needed_by - periods.today()).days <= 7
    return Pill(told, "amber", "triangle") if is_near else None


def _priority(row: RequestRow) -> Mark | None:
    return Pill(row.priority.label, "amber") if row.priority is Priority.HIGH and row.is_open else None


COLUMNS: tuple[Column[RequestRow], ...] = (
    Column("reference", "Reference", lambda row: row.reference, width=112),
    Column("asked", "Asked for", lambda row: row.asked, lambda row: Lines(row.asked), width=170, stretch=True, yields=3,
           tooltip=lambda row: row.asked),
    Column("product", "Product", lambda row: row.product.label, width=140, yields=1,
           tooltip=lambda row: row.kind.label),
    Column("state", "Standing", lambda row: row.state.label, pill, width=122, sort=lambda row: row.state.rank),
    Column("needed_by", "Needed by", lambda row: format_date(row.needed_by), _when, width=116,
           sort=lambda row: row.needed_by),
    Column("priority", "Priority", lambda row: row.priority.label, _priority, width=84, hidden=True,
           sort=lambda row: row.priority.rank),
    Column("analyst", "Analyst", lambda row: row.analyst or "–", width=124, yields=2,
           tooltip=lambda row: row.analyst),
    Column("requester", "Requester", lambda row: row.requester, width=124, hidden=True,
           tooltip=lambda row: row.requester),
    Column("about", "About", lambda row: row.about or "–", width=150, hidden=True, tooltip=lambda row: row.about),
    Column("driver", "Driver", lambda row: row.driver.label, width=92, hidden=True),
    Column("submitted_on", "Submitted", lambda row: format_date(row.submitted_on), width=102, hidden=True,
           sort=lambda row: row.submitted_on),
    Column("delivered_on", "Delivered", lambda row: format_date(row.delivered_on), width=102, hidden=True,
           sort=lambda row: row.delivered_on),
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A view as it is narrowed, how many stand in each, and how long they take in this financial year."""

    rows: list[RequestRow]
    counts: dict[RequestView, int]
    turnaround: str


def held(session: Session, shown: RequestFilter, today: date) -> Held:
    """All of one moment."""
    return Held(
        rows.page(session, shown.view, today, shown.text, shown.kinds), rows.counts(session, today),
        summed(turnaround(session, this_year()[0], today)),
    )  # fmt: skip


class RequestRegister(Listed[RequestRow, RequestDetail]):
    """``counted(counts)`` when it was read; ``stepped(row, deed)`` and ``edit_asked(row)`` when somebody presses."""

    counted, stepped, edit_asked = Signal(object), Signal(object, object), Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Requests", "Select a request to see it here.")
        self.view = RequestView.ALL
        self.chips = FilterRow([choice("kinds", "Kind", [(kind, kind.label) for kind in RequestKind])])
        self.finder = SearchField("Find by reference or words")
        self.head.addWidget(self.chips, 1)
        self.head.addWidget(self.finder)
        self.step = button("", self.take_step, kind="primary")
        self.edit = button("Edit…", self.ask_edit)
        self.more = button("More ▾", name="More that can be done with this request")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.add_foot(self.step, self.edit, self.more)
        self._pause = QTimer(self, interval=_FIND_MS, singleShot=True)
        self._pause.timeout.connect(self.read)
        self.finder.textEdited.connect(lambda _text: self._pause.start())
        self.chips.changed.connect(lambda _values: self.read())
        self.table.opened.connect(lambda _row: self.open_now())
        self.offer()

    @property
    def shown(self) -> RequestFilter:
        """What it is narrowed to."""
        kinds = tuple(self.chips.values().get("kinds", ()))
        return RequestFilter(view=self.view, today=periods.today(), text=self.finder.text().strip(), kinds=kinds)

    @property
    def filters(self) -> tuple[str, ...]:
        """The same in words, for an export."""
        shown = self.shown
        told = [] if shown.view is RequestView.ALL else [shown.view.label]
        told += [kind.label for kind in shown.kinds] + ([f"with “{shown.text}”"] if shown.text else [])
        return tuple(told)

    def read(self) -> None:
        """Read the view as it is narrowed."""
        self.table.set_empty(_EMPTY.get(self.view, _NONE), "New request", self._shell.action("requests.ask").trigger)
        self._desk.read(held, self.shown, periods.today()).then(self, self._take, self.fail)

    def heading(self, row: RequestRow) -> tuple[str, str, Sequence[Mark]]:
        late = [Pill("Overdue", "red", "square")] if row.is_overdue(periods.today()) else []
        return row.reference, row.asked, (pill(row), *late, Pill(row.product.label))

    def opening(self, row: RequestRow) -> Reply[RequestDetail]:
        return self._desk.write(rows.look, row.id)

    def reading(self, row: RequestRow) -> Reply[RequestDetail]:
        return self._desk.read(rows.detail, row.id)

    def parts(self, row: RequestRow, found: RequestDetail) -> Sequence[tuple[str, QWidget]]:
        steps = [_step(step) for step in found.steps]
        none = label("Nothing was done with it yet.", "caption")
        return [
            ("Request", column(*self._about(found))), ("Dates", column(*_dates(found))),
            (f"Steps {len(steps)}", column(*(steps or [none]), gap=14)),
        ]  # fmt: skip

    def offer(self) -> None:
        """The first step that can be taken is the blue button; the others stand under More."""
        found = self.found.next if self.found is not None else ()
        first = self._onward
        self.step.setVisible(first is not None)
        if first is not None:
            self.step.setText(WORDS[first].verb)
        self.edit.setVisible(self.found is not None and self.found.row.is_open | self._is_draft)
        self.menu.clear()
        for deed in (deed for deed in WORDS if deed in found and deed is not first):
            self.menu.addAction(WORDS[deed].verb).triggered.connect(
                lambda _checked=False, wanted=deed: self.stepped.emit(self.row, wanted)
            )
        self.more.setVisible(not self.menu.isEmpty())

    def take_step(self) -> None:
        """Ask for the step of the blue button."""
        if self._onward is not None:
            self.stepped.emit(self.row, self._onward)
        else:
            self._shell.warn("Nothing waits for you on this request." if self.row else "Select a request first.")

    def ask_edit(self) -> None:
        """Ask for the form of the request on view."""
        if self.row is None:
            self._shell.warn("Select a request first.")
        elif self._desk.may(asking.change):
            self.edit_asked.emit(self.row)

    @property
    def _onward(self) -> Deed | None:
        """What the reader can do now to move it on."""
        found = self.found.next if self.found is not None else ()
        return next((deed for deed in WORDS if deed in found and deed not in _LAST), None)

    @property
    def _is_draft(self) -> bool:
        return self.found is not None and self.found.row.state is RequestState.DRAFT

    def _about(self, found: RequestDetail) -> list[QWidget]:
        """What it is on, who has it, and the terms that both sides read before they agree."""
        row = found.row
        facts = [Fact(link.kind, link.words, partial(self._open, link.page, link.id)) for link in found.links]
        facts += [
            Fact("For", row.kind.label), Fact("Requester", row.requester), Fact("Analyst", row.analyst or "Nobody yet"),
            Fact("Priority", row.priority.label), Fact("Driver", row.driver.label),
            Fact("Needed by", format_date(row.needed_by)),
        ]  # fmt: skip
        shown: list[QWidget] = [Facts(facts), label("Terms of reference", "medium")]
        shown.append(written(found.terms) if found.terms else label("None are written yet.", "caption"))
        if told := row.in_the_way(periods.today()):
            shown.insert(0, NoteCard("Not to be agreed as it stands", told, "amber"))
        if row.held_for:
            shown.insert(0, NoteCard("On hold", f"{row.held_for.label}.", "amber"))
        if row.declined_for:
            shown.insert(0, NoteCard("Declined", f"{row.declined_for.label}.", "red"))
        if found.feedback:
            shown += [label("What came of it", "medium"), written(found.feedback)]
        return shown

    def _open(self, page: str, id_: UUID) -> None:
        self._shell.open_page(page, record=id_)

    def _take(self, found: Held) -> None:
        self.take_rows(found.rows)
        self.line.setText(found.turnaround)
        self.counted.emit(found.counts)

    def content(self) -> dict[str, Any]:
        """How it is narrowed, as plain JSON."""
        return {"text": self.finder.text(), "kinds": [kind.value for kind in self.chips.values().get("kinds", ())]}

    def restore(self, content: dict[str, Any]) -> None:
        """Narrow it as it was."""
        self.finder.setText(str(content.get("text", "")))
        known = {kind.value: kind for kind in RequestKind}
        kinds = tuple(known[each] for each in content.get("kinds", ()) if each in known)
        self.chips.set_values({"kinds": kinds or None})


def _dates(found: RequestDetail) -> list[QWidget]:
    """When it was submitted, agreed by each side and delivered, and what has run since in working days."""
    row = found.row

    def told(on: date | None, by: str = "") -> str:
        return ", ".join(filter(None, (format_date(on), by))) if on else "Not yet"

    facts = [
        Fact("Submitted", told(row.submitted_on)),
        Fact("Requester agreed", told(row.requester_agreed_on, found.requester_agreed_by)),
        Fact("Unit agreed", told(row.unit_agreed_on, found.unit_agreed_by)),
        Fact("Agreed date", format_date(row.needed_by) if row.agreed_on else "Not yet"),
        Fact("Delivered", told(row.delivered_on, f"checked by {found.checked_by}")),
    ]  # fmt: skip
    if row.ended_on:
        facts.append(Fact(row.state.label, format_date(row.ended_on)))
    return [Facts(facts, name_width=112), label("Working days", "medium"), *_clocks(found.clocks)]


def _clocks(clocks: Clocks) -> list[QWidget]:
    """Queue, work, hold and total, as far as they have run."""
    if clocks.unknown:
        return [label(clocks.unknown, "caption", wrap=True)]
    if clocks.total is None:
        return [label("They begin when it is submitted.", "caption")]
    so_far = " so far" if clocks.is_running else ""
    work = "Not begun" if clocks.work is None else f"{clocks.work}{so_far}"
    queue = f"{clocks.queue}{so_far if clocks.work is None else ''}"
    facts = [
        Fact("Queue", queue), Fact("Work", work), Fact("On hold", f"{clocks.held}"),
        Fact("Total", f"{clocks.total}{so_far}"),
    ]  # fmt: skip
    return [Facts(facts, name_width=112)]


def _step(step: StepLine) -> QWidget:
    """One step: what was done, when, by whom, to whom, and why."""
    to = f" to {step.to}" if step.to else ""
    why = ". ".join(filter(None, (step.held_for.label if step.held_for else "", step.reason)))
    tone = {Deed.SEND_BACK: "amber", Deed.HOLD: "amber", Deed.DECLINE: "red"}.get(step.deed, "neutral")
    shown: list[QWidget] = [
        BadgeRow([Pill(f"{step.deed.label}{to}", tone)]), label(f"{format_date(step.done_on)}, {step.by}", "caption"),
    ]  # fmt: skip
    if why:
        shown.append(written(why))
    return column(*shown, gap=4)
