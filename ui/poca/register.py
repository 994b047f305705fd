"""A register of POCA cases of some kinds: find, narrow to days, areas and states, sort, open, export."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.poca import case_rows
from soc_desk.services.poca.case_rows import CaseFilter, CaseRow, CaseSort, CaseTotals
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.poca import CaseKind, CaseState
from ui.desk import Desk, Session
from ui.disruptions.loading import Loading
from ui.disruptions.paging import Ask
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.columns import columns
from ui.poca.export import Exporting
from ui.poca.narrowed import AREAS, NarrowedRegister, presets
from ui.widgets.filters import Filter, choice, period
from ui.widgets.period_popup import Period
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table

OPEN = "open"
_DAYS = {
    "seized_at": ("Seized", "starts_on", "ends_on"), "made_on": ("Made", "made_from", "made_to"),
    "forfeited_on": ("Forfeited", "forfeited_from", "forfeited_to"), "": ("", "", ""),
}  # fmt: skip
"""The days that a register can be narrowed to: what the chip is called, and the fields of the filter."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one register holds: its title, the kinds of case, the states to narrow to, the day it is kept by.

    ``forfeiting`` leaves what is being forfeited and what was; such a register begins with all of it, others with
    open cases.
    """

    title: str
    kinds: tuple[CaseKind, ...]
    states: tuple[CaseState, ...]
    day: str = "seized_at"
    forfeiting: bool = False


@dataclass(frozen=True)
class Figures:
    """What the view adds up to."""

    totals: CaseTotals


def figures(session: Session, shown: CaseFilter) -> Figures:
    """The figures of one moment."""
    return Figures(case_rows.totals(session, shown, now=periods.now()))


class CaseLoading(Loading):
    """Asks for cases."""

    def ask_figures(self) -> Reply[Any]:
        return self._desk.read(figures, self.shown)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        return self._desk.read(
            case_rows.page, self.shown, ask.sort, now=periods.now(), after=ask.after, offset=ask.offset,
            limit=ask.limit,
        )  # fmt: skip


def totals_line(totals: CaseTotals, *, of_seizures: bool = True) -> str:
    """``27 cases · £412,906.50 held · 2 EXPIRED``; amounts of other cases are asked about, frozen or restrained."""
    told = [f"{totals.all:,} case{'' if totals.all == 1 else 's'}"]
    if totals.seized_pence and not of_seizures:
        told.append(f"{pounds(totals.seized_pence)} in all")
    elif totals.seized_pence or totals.held_pence:
        told.append(f"{pounds(totals.seized_pence)} seized, {pounds(totals.held_pence)} held")
    if totals.forfeited_pence:
        told.append(f"{pounds(totals.forfeited_pence)} forfeited")
    if totals.order_pence:
        told.append(f"{pounds(totals.order_pence)} ordered, {pounds(totals.order_pence - totals.paid_pence)} unpaid")
    if expired := totals.by_state[CaseState.EXPIRED]:
        told.append(f"{expired:,} EXPIRED")
    return " · ".join(told)


class Register(NarrowedRegister):
    """The cases of ``held``."""

    SORTS = case_rows.SORTS

    def __init__(self, desk: Desk, shell: Shell, held: Held) -> None:
        self.held = held
        model: RowsModel[CaseRow] = RowsModel(columns(held.kinds, forfeiting=held.forfeiting))
        table = Table(model, held.title)
        table.set_empty(f"{held.title} stand here. There is none that matches.")
        super().__init__(desk, shell, table, CaseLoading(desk, model), _chips(held))
        if not held.forfeiting:
            self.start_with(state=OPEN)

    @property
    def shown(self) -> CaseFilter:
        """The view as it is narrowed now."""
        values = self.chips.values()
        shown = CaseFilter(
            kinds=tuple(map(CaseKind, values.get("kinds") or self.held.kinds)), areas=values.get("areas", ()),
            forfeiting=self.held.forfeiting, text=self.finder.text().strip(),
        )  # fmt: skip
        when: Period | None = values.get("when")
        if when is not None:
            _, first, last = _DAYS[self.held.day]
            days: dict[str, Any] = {first: when.first, last: when.last}
            shown = replace(shown, **days)
        wanted = values.get("state")
        if wanted == OPEN:
            return replace(shown, open_only=True)
        return replace(shown, states=(CaseState(wanted),)) if wanted else shown

    def first_sort(self) -> CaseSort:
        return CaseSort(self.held.day if self.held.day in case_rows.SORTS else "reference")

    def make_exporting(self, desk: Desk, shell: Shell) -> Exporting:
        return Exporting(desk, shell, self)

    def case_of(self, row: CaseRow) -> UUID:
        return row.id

    def add_up(self, totals: CaseTotals) -> str:
        return totals_line(totals, of_seizures=any(kind.is_seizure for kind in self.held.kinds))


def _chips(held: Held) -> Sequence[Filter]:
    opened = [] if held.forfeiting else [(OPEN, "Open cases")]
    found = [AREAS, choice("state", "State", [*opened, *((each, each.label) for each in held.states)], several=False)]
    if len(held.kinds) > 1:
        found.insert(1, choice("kinds", "Kind", [(kind, kind.label) for kind in held.kinds]))
    if title := _DAYS[held.day][0]:
        found.insert(0, period("when", title, presets))
    return found
