"""The calendar as dated policy: a change moves deadlines and says so; beyond it nothing is guessed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from soc_desk.domain import Duty, Policy
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services import policies
from soc_desk.services.poca import board, calendars, orders, recomputing
from soc_desk.services.poca.calendars import CalendarDay
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.poca import CaseState, DutyKind, Nation
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall
from tests.services.poca import holding
from tests.services.poca.holding import DEADLINE, at, order

NOW = at(2026, 11, 20)
MONDAY = CalendarDay(date(2026, 11, 23), "Day of mourning")
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def noon(store: Store) -> None:
    """It is noon on Friday 20 November 2026."""
    store._clock = lambda: datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def rows(store: Store, reader: Actor, now: datetime = NOW) -> dict[DutyKind | None, board.DutyRow]:
    return {row.kind: row for row in store.read(reader, board.board, reader, now)}


def test_it_is_shipped_with_its_end_and_its_source(store: Store, officer: Actor) -> None:
    known_to, days = store.read(officer, calendars.stored, TODAY)
    assert (known_to, days) == (date(2028, 12, 31), ())
    source = select(Policy.source).where(Policy.name == calendars.KNOWN_TO_POLICY)
    assert "GOV.UK" in str(store.read(officer, lambda session: session.scalar(source)))


def test_a_new_bank_holiday_moves_deadlines_and_alerts(store: Store, officer: Actor, supervisor: Actor) -> None:
    id_ = holding.case(store, officer)
    other = holding.case(store, officer, seized_at=at(2026, 11, 24, 9), state=CaseState.SEIZED)
    moved = store.write(supervisor, recomputing.change_calendar, "Gazette 12345", None, (MONDAY,)).value
    assert [(each.case_id, each.before, each.after) for each in moved] == [(id_, DEADLINE, at(2026, 11, 24, 22, 40))]
    assert moved[0].reference == "C-2026-0001"
    found = [row for row in store.read(officer, board.board, officer, NOW) if row.case_id == id_]
    assert found[0].moved == "Moved from Mon 23 Nov 2026 22:40 by a calendar change."
    assert (found[0].sequence, found[0].is_stale) == (1, False)
    untouched = [row for row in store.read(officer, board.board, officer, NOW) if row.case_id == other]
    assert untouched[0].moved == ""


def test_a_day_taken_out_again_moves_them_back(store: Store, officer: Actor, supervisor: Actor) -> None:
    holding.case(store, officer)
    store.write(supervisor, recomputing.change_calendar, "Gazette 12345", None, (MONDAY,))
    store.write(supervisor, recomputing.change_calendar, "Withdrawn", None, ())
    assert rows(store, officer)[DutyKind.ORDER_OR_RELEASE].due_at == DEADLINE
    boxing = CalendarDay(date(2026, 12, 28), "Boxing Day", removed=True)
    store.write(supervisor, recomputing.change_calendar, "Gazette", None, (boxing,))
    assert store.read(officer, calendars.in_use, TODAY).countable(date(2026, 12, 28))


def test_another_nations_day_changes_nothing_here(store: Store, officer: Actor, supervisor: Actor) -> None:
    holding.case(store, officer)
    scots = CalendarDay(MONDAY.day, "St Andrew", Nation.SCOTLAND)
    assert store.write(supervisor, recomputing.change_calendar, "Gazette", None, (scots,)).value == ()


def test_the_policy_command_recomputes_as_well(store: Store, officer: Actor, supervisor: Actor) -> None:
    holding.case(store, officer)
    day = [{"day": "2026-11-23", "name": "Day of mourning", "nation": "england-and-wales"}]
    store.write(supervisor, policies.set_policy, "calendar.additions", day, TODAY, "Gazette 12345")
    row = rows(store, officer)[DutyKind.ORDER_OR_RELEASE]
    assert (row.due_at, row.sequence) == (at(2026, 11, 24, 22, 40), 1)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("calendar.known_to", "next year", "YYYY-MM-DD"),
        ("calendar.known_to", "2028-02-30", "YYYY-MM-DD"),
        ("calendar.additions", ["2026-11-23"], "Give a list such as"),
        ("calendar.additions", [{"day": "23/11/2026", "name": "x"}], "Give a list such as"),
        ("calendar.additions", [{"day": "2026-11-23", "name": " "}], "Give a list such as"),
        ("calendar.additions", [{"day": "2026-11-23", "name": "x", "nation": "wales"}], "one of these nations"),
        ("calendar.additions", [{"day": "2026-11-23", "name": "x", "removed": "yes"}], "Give a list such as"),
        ("calendar.additions", [{"day": "2026-11-23", "name": "x"}] * 2, "once"),
        ("calendar.additions", [{"day": "2026-12-25", "name": "x", "removed": True}], "by the Act itself"),
    ],
)
def test_nonsense_is_refused(store: Store, supervisor: Actor, name: str, value: Any, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        store.write(supervisor, policies.set_policy, name, value, TODAY, "Gazette")
    assert store.read(supervisor, calendars.stored, TODAY) == (date(2028, 12, 31), ())


def test_a_change_needs_its_source_and_its_right(store: Store, officer: Actor, supervisor: Actor) -> None:
    with pytest.raises(NotAllowed):
        store.write(officer, recomputing.change_calendar, "Gazette", date(2029, 12, 31))
    with pytest.raises(Invalid, match="Say where"):
        store.write(supervisor, recomputing.change_calendar, " ", date(2029, 12, 31))
    with pytest.raises(Invalid, match="at least until today"):
        store.write(supervisor, recomputing.change_calendar, "Gazette", date(2026, 11, 1))
    with pytest.raises(Invalid, match="Name each day once"):
        store.write(supervisor, recomputing.change_calendar, "Gazette", None, (MONDAY, MONDAY))
    with pytest.raises(Invalid, match="its name"):
        store.write(supervisor, recomputing.change_calendar, "Gazette", None, (CalendarDay(MONDAY.day, ""),))


def test_a_calendar_that_ends_next_month_is_never_guessed_past(store: Store, officer: Actor, supervisor: Actor) -> None:
    store.write(supervisor, recomputing.change_calendar, "Test", date(2026, 12, 18))
    holding.case(store, officer, seized_at=at(2026, 12, 17, 10))
    late = rows(store, officer, at(2026, 12, 17, 11))[DutyKind.ORDER_OR_RELEASE]
    assert (late.due, late.urgency) == ("Date unknown", board.Urgency.RED)
    assert "The calendar is known to Fri 18 Dec 2026" in late.unknown
    line = order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19))
    long = holding.case(store, officer, line, state=CaseState.DETAINED)
    found = {row.kind: row for row in store.read(officer, board.board, officer, NOW, case_id=long)}
    assert "known to" in found[DutyKind.EXTEND_OR_FORFEIT].unknown
    assert found[DutyKind.EXTEND_OR_FORFEIT].last_court_day is None
    store.write(supervisor, recomputing.change_calendar, "GOV.UK", date(2029, 12, 31))
    found = rows(store, officer, at(2026, 12, 17, 11))
    assert found[DutyKind.ORDER_OR_RELEASE].due_at == at(2026, 12, 21, 10)
    assert not any(row.unknown for row in found.values())


def test_past_the_calendar_nobody_is_judged_late_for_good(
    timed: Store, ticking: Clock, champion: Actor, supervisor: Actor
) -> None:
    """Seized on Thu 24 Dec, the last day known: told early as Mon 28 Dec 10:00, and by law Wed 30 Dec 10:00."""
    ticking.at(wall(2026, 12, 24, 12, 0))
    timed.write(supervisor, recomputing.change_calendar, "Test", date(2026, 12, 24))
    case = poca.seized(timed, champion, seized_at=wall(2026, 12, 24, 10, 0))
    ticking.at(wall(2026, 12, 29, 11, 0))
    made = poca.order(
        made_at=wall(2026, 12, 29, 10, 30), expires_on=date(2027, 6, 28), lodged_on=date(2026, 12, 24), court=poca.COURT
    )
    told = timed.write(champion, orders.made, case, None, made).value
    assert (told.state, told.sentence) == (CaseState.DETAINED, "")
    timed.write(supervisor, recomputing.change_calendar, "GOV.UK", date(2028, 12, 31))
    assert DutyKind.ACT_ON_EXPIRY not in rows(timed, champion, wall(2026, 12, 29, 12, 0))


def test_cases_unseen_by_whoever_changes_it_show_the_new_dates_at_once(
    store: Store, officer: Actor, supervisor: Actor, administrator: Actor
) -> None:
    id_ = holding.case(store, officer, access=Access.SEALED)
    assert store.write(administrator, recomputing.change_calendar, "Gazette", None, (MONDAY,)).value == ()
    row = rows(store, officer)[DutyKind.ORDER_OR_RELEASE]
    assert (row.due_at, row.is_stale, row.sequence) == (at(2026, 11, 24, 22, 40), True, 0)
    assert row.moved == "Moved from Mon 23 Nov 2026 22:40 by a calendar change."
    assert store.write(officer, recomputing.catch_up, (id_,)).value == 1
    row = rows(store, officer)[DutyKind.ORDER_OR_RELEASE]
    assert (row.is_stale, row.sequence) == (False, 1)
    assert row.moved == "Moved from Mon 23 Nov 2026 22:40 by a calendar change."


def test_a_closed_case_is_left_alone(store: Store, officer: Actor, supervisor: Actor) -> None:
    id_ = holding.case(store, officer)
    store.write(officer, holding.alter, id_, state=CaseState.CLOSED)
    assert store.write(supervisor, recomputing.change_calendar, "Gazette", None, (MONDAY,)).value == ()


@use_case("Forget a deadline in a test", needs=EVERYONE)
def forget(work: Work, kind: DutyKind) -> None:
    """Leave a deadline as an older program left it, which did not know of it."""
    for duty in work.session.scalars(select(Duty).where(Duty.kind == kind)):
        duty.done_at = work.now


def test_a_deadline_that_an_older_program_did_not_know_is_kept_once(store: Store, officer: Actor) -> None:
    over = {"state": CaseState.FINAL, "forfeited_on": date(2026, 11, 2), "final_on": date(2026, 12, 1)}
    part = holding.case(store, officer, held_pence=15_000, forfeited_pence=600_000, **over)
    holding.case(store, officer, held_pence=0, forfeited_pence=615_000, **over)
    assert store.read(officer, recomputing.lacking) == ()
    store.write(officer, forget, DutyKind.RELEASE)
    assert store.read(officer, recomputing.lacking) == (part,)
    store.write(officer, recomputing.catch_up, (part,))
    assert store.read(officer, recomputing.lacking) == ()
    assert DutyKind.RELEASE in rows(store, officer)
