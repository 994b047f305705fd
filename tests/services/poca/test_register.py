"""The register of cases: pages in every order, views and their totals, and finding a case by a word."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry
from soc_desk.services import places, search
from soc_desk.services.poca import cases
from soc_desk.services.poca.cases import CaseFilter, CaseRow, CaseSort, MoneyLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseKind, CaseState
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall


@pytest.fixture
def register(timed: Store, ticking: Clock, officer: Actor, colleague: Actor) -> list[UUID]:
    """Nine cases: two areas and none, three places, one without a sum, one closed, one held under another power."""
    ticking.at(wall(2026, 4, 30, 12))
    north, south = (place.id for place in timed.read(officer, places.areas))
    made = [
        poca.seized(
            timed, colleague if number == 3 else officer, seized_at=wall(2026, 4, 1 + number * 3, 9),
            area_id=(north, south, None)[number % 3], place=("Slough", "Reading", "50% Lane")[number % 3],
            money=(MoneyLine(estimate_minor=(number % 4 + 1) * 100_000, currency="GBP" if number else "USD"),),
        )
        for number in range(8)
    ]  # fmt: skip
    made.append(poca.in_state(timed, officer, ticking, CaseState.HELD_OTHER_POWER))
    ticking.at(wall(2026, 4, 30, 12))
    return made


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", cases.SORTS)
def test_pages_go_through_every_case_once(
    timed: Store, officer: Actor, register: list[UUID], key: str, descending: bool
) -> None:
    now, sort = wall(2026, 4, 30, 12), CaseSort(key, descending)
    for shown in (CaseFilter(), CaseFilter(kinds=(CaseKind.CASH,)), CaseFilter(kinds=(CaseKind.CASH, CaseKind.DAML))):
        walked: list[CaseRow] = []
        after: CaseRow | None = None
        while rows := timed.read(officer, cases.page, shown, sort, now=now, after=after, limit=2):
            walked += rows
            after = rows[-1]
        assert sorted(row.id for row in walked) == sorted(register)
        jumped = [
            row for at in range(0, 9, 2)
            for row in timed.read(officer, cases.page, shown, sort, now=now, offset=at, limit=2)
        ]  # fmt: skip
        assert jumped == walked
        _in_order(walked, key, descending=descending)


def _in_order(rows: list[CaseRow], key: str, *, descending: bool) -> None:
    keys: dict[str, Callable[[CaseRow], object]] = {
        "reference": lambda row: row.serial, "seized_at": lambda row: row.seized_at,
        "amount": lambda row: row.seized_pence, "state": lambda row: row.state.rank,
        "area": lambda row: row.area or None, "due_at": lambda row: row.due_at,
        "forfeited_on": lambda row: row.forfeited_on,
    }  # fmt: skip
    told = [keys[key](row) for row in rows]
    filled = [value for value in told if value is not None]
    assert filled == sorted(filled, reverse=descending)  # type: ignore[type-var]
    assert told == filled + [None] * (len(told) - len(filled)), "empty cells come last"


def test_views_narrow_the_list_and_its_totals_alike(
    timed: Store, officer: Actor, colleague: Actor, register: list[UUID]
) -> None:
    now = wall(2026, 4, 30, 12)
    north = timed.read(officer, places.areas)[0].id

    def shown(**fields: object) -> set[int]:
        view = CaseFilter(**fields)
        rows = timed.read(officer, cases.page, view, now=now)
        totals = timed.read(officer, cases.totals, view, now=now)
        assert totals.all == len(rows) == timed.read(officer, cases.count, view, now=now)
        assert totals.seized_pence == sum(row.seized_pence or 0 for row in rows)
        assert {state for state, number in totals.by_state.items() if number} == {row.state_now for row in rows}
        return {register.index(row.id) for row in rows}

    assert shown() == set(range(9))
    assert shown(kinds=(CaseKind.DAML,)) == set()
    assert shown(areas=(north,)) == {0, 3, 6}
    assert shown(owner_id=colleague.id) == {3}
    assert shown(starts_on=date(2026, 4, 4), ends_on=date(2026, 4, 10)) == {1, 2, 3}
    assert shown(states=(CaseState.HELD_OTHER_POWER,)) == {8}
    assert shown(states=(CaseState.EXPIRED,)) == set(range(8))
    assert shown(states=(CaseState.SEIZED,)) == set()
    assert shown(text="slough") == {0, 3, 6, 8}
    assert shown(text="50%") == {2, 5}
    assert shown(text="c-2026 sam slou") == {0, 3, 6, 8}
    assert shown(text="_") == set()
    assert shown(due_within=0) == set(range(9))
    assert shown(open_only=True) == set(range(9))


def test_closed_cases_are_left_out_of_open_ones(timed: Store, ticking: Clock, officer: Actor) -> None:
    closed = poca.in_state(timed, officer, ticking, CaseState.CLOSED)
    open_one = poca.in_state(timed, officer, ticking, CaseState.FINAL)
    now = wall(2026, 9, 1)
    for view, wanted in ((CaseFilter(), {closed, open_one}), (CaseFilter(open_only=True), {open_one})):
        assert {row.id for row in timed.read(officer, cases.page, view, now=now)} == wanted


def _consulted(session: Session, case: UUID) -> int:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.record_id == case, AuditEntry.action == "consulted")
    return session.scalar(query) or 0


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("c-2026-0001", "Reference: C-2026-0001"),
        ("slough", "Place: 14 Example Road, Slough"),
        ("4326001", "Crime reference: 43260012345"),
        ("dc", "Officer: DC A. Example"),
        ("example", "Place: 14 Example Road, Slough"),
        ("sam", "Person: Sam Ample"),
    ],
)
def test_a_case_is_found_with_the_reason(timed: Store, officer: Actor, typed: str, reason: str) -> None:
    case = poca.seized(timed, officer)
    found = [hit for hit in timed.read(officer, search.search, typed) if hit.kind == "case"]
    assert (found[0].id, found[0].title, found[0].reason) == (case, "Cash, 14 Example Road, Slough", reason)
    timed.write(officer, search.opened, found[0])
    assert timed.read(officer, _consulted, case) == 1
