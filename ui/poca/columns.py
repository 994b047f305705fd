"""The columns of the POCA registers, kind by kind, and the pill that shows a case's state."""

from collections.abc import Callable
from dataclasses import replace

from soc_desk.services.poca.case_rows import SORTS, CaseRow
from soc_desk.services.poca.words import moment_words
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.poca import CaseKind, CaseState
from ui.widgets.marks import Pill
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_RED = frozenset({CaseState.EXPIRED})
_AMBER = frozenset(
    {
        CaseState.SEIZED, CaseState.FIRST_PENDING, CaseState.FURTHER_PENDING, CaseState.NOTICE_LAPSED,
        CaseState.REFUSED, CaseState.FORFEITURE_REFUSED, CaseState.NOTICE_PERIOD, CaseState.MORATORIUM,
    }
)  # fmt: skip
_INFO = frozenset(
    {
        CaseState.DETAINED, CaseState.NOTICE_RUNNING, CaseState.FORFEITURE_PENDING, CaseState.APPEAL_PENDING,
        CaseState.IN_FORCE, CaseState.TO_PAY, CaseState.ENFORCED, CaseState.APPLIED,
    }
)  # fmt: skip
_GREEN = frozenset(
    {CaseState.FORFEITED_BY_NOTICE, CaseState.FORFEITURE_ORDERED, CaseState.FINAL, CaseState.PAID}
)  # fmt: skip


def state(value: CaseState) -> Pill:
    """The pill of a state; its word tells it, the colour only helps."""
    tones = ((_RED, "red"), (_AMBER, "amber"), (_INFO, "info"), (_GREEN, "green"))
    return Pill(value.label, next((tone for states, tone in tones if value in states), "neutral"))


def _amount(row: CaseRow) -> str:
    return pounds(row.order_pence if row.kind is CaseKind.CONFISCATION else row.seized_pence)


def _left(row: CaseRow) -> str:
    if row.kind is CaseKind.CONFISCATION:
        return "–" if row.order_pence is None else pounds(row.order_pence - row.paid_pence)
    return "–" if row.state is CaseState.APPLIED else pounds(row.held_pence)  # nothing is held by an application


def _forfeited(row: CaseRow) -> str:
    return pounds(row.forfeited_pence) if row.forfeited_pence or row.forfeited_on else "–"


def _column(
    key: str, title: str, width: int, text: Callable[[CaseRow], str], *, stretch: bool = False, hidden: bool = False,
    right: bool = False,
) -> Column[CaseRow]:  # fmt: skip
    return Column(
        key, title, text, width=width, stretch=stretch, hidden=hidden, sortable=key in SORTS, tooltip=text,
        align="right" if right else "left",
    )  # fmt: skip


_ALL = (
    _column("reference", "Case", 112, lambda row: row.reference),
    _column("seized_at", "Seized", 176, lambda row: moment_words(row.seized_at)),
    _column("made_on", "Made", 104, lambda row: format_date(row.made_on)),
    _column("forfeited_on", "Forfeited on", 108, lambda row: format_date(row.forfeited_on)),
    _column("amount", "Amount", 104, _amount, right=True),
    _column("forfeited", "Forfeited", 108, _forfeited, right=True),
    _column("held", "Held", 100, _left, right=True),
    replace(_column("state", "State", 190, lambda row: row.state_now.label), mark=lambda row: state(row.state_now)),
    _column("due_at", "Next due", 176, lambda row: moment_words(row.due_at)),
    _column("area", "Area", 104, lambda row: row.area or "Not known"),
    _column("place", "Place", 112, lambda row: row.place, stretch=True),
    _column("seized_from", "From", 112, lambda row: row.seized_from, stretch=True),
    _column("institution", "Institution", 150, lambda row: row.institution, stretch=True),
    _column("owner", "Officer", 130, lambda row: row.owner or row.officer, hidden=True),
    _column("subject", "Group", 150, lambda row: row.subject, hidden=True, stretch=True),
    _column("operation_name", "Operation", 120, lambda row: row.operation_name, hidden=True),
    _column("crime_ref", "Crime reference", 130, lambda row: row.crime_ref, hidden=True),
    _column("first_order_on", "First order", 104, lambda row: format_date(row.first_order_on), hidden=True),
)

_OF_FORFEITURES = frozenset({"forfeited_on", "forfeited"})
_NOT_OF_SEIZURES = frozenset({"made_on", "institution"})
_NOT_OF_ORDERS = frozenset({"seized_at", "place", "first_order_on"})
_NEVER = frozenset[str]()
_LONG_STATE = 236
"""States of a forfeiture say what is open still."""


def columns(kinds: tuple[CaseKind, ...], *, forfeiting: bool = False) -> tuple[Column[CaseRow], ...]:
    """The columns that mean something for these kinds of case; of forfeitures, those of what was forfeited, too."""
    left_out = _NOT_OF_SEIZURES if any(kind.is_seizure for kind in kinds) else _NOT_OF_ORDERS
    titles, hidden = {}, _NEVER
    if forfeiting:
        titles, hidden = {"amount": "Seized"}, frozenset({"seized_at", "place"})
    else:
        left_out |= _OF_FORFEITURES
    if kinds == (CaseKind.CONFISCATION,):
        titles = {"amount": "Order", "held": "Unpaid", "seized_from": "Defendant"}
        left_out |= {"institution"}
    elif CaseKind.ACCOUNT_FREEZING in kinds and not forfeiting:
        titles = {"seized_from": "Holder"}
    elif kinds == (CaseKind.RESTRAINT,):
        titles = {"seized_from": "Defendant"}
    return tuple(
        replace(
            column,
            title=titles.get(column.key, column.title),
            hidden=column.hidden or column.key in hidden,
            width=_LONG_STATE if forfeiting and column.key == "state" else column.width,
        )
        for column in _ALL
        if column.key not in left_out
    )
