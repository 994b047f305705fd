"""Measure M4 against days counted by hand: bank holidays within, holds, what is open, percentiles; and the calendar."""

import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from soc_desk.domain.statutory_clock import calendar_of
from soc_desk.reports import diary as drawing
from soc_desk.services import diary, periods, policies, today
from soc_desk.services.prints import Addressed
from soc_desk.services.requests import asking, clocks, due, exports, words
from soc_desk.services.requests.clocks import Clocks, Figure
from soc_desk.services.requests.exports import RequestFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.request import Deed, RequestKind, RequestState, RequestView
from tests.conftest import PEOPLE
from tests.services.requests.ways import FINANCIAL, ask, bring, on, take

_D = Deed
TO = Addressed(recipient="DC O. Fficer", purpose="My calendar")


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2025, 12, 15), date(2025, 12, 15), 0),
        (date(2025, 12, 19), date(2025, 12, 22), 1),  # a Friday to the Monday
        (date(2025, 12, 19), date(2025, 12, 21), 0),  # to the Sunday
        (date(2025, 12, 24), date(2025, 12, 29), 1),  # Christmas Day, Boxing Day, a weekend
        (date(2025, 12, 17), date(2026, 1, 5), 10),  # 18, 19, 22, 23, 24, 29, 30, 31 December, 2 and 5 January
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # Good Friday and Easter Monday
        (date(2026, 1, 5), date(2025, 12, 17), 0),
    ],
)
def test_working_days_are_counted_without_weekends_and_bank_holidays(first: date, last: date, number: int) -> None:
    assert calendar_of().days_between(first, last) == number


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], Figure(None, None)),
        ([7], Figure(7.0, 7)),
        ([3, 1], Figure(2.0, 3)),
        ([*range(1, 11)], Figure(5.5, 9)),
        ([*range(1, 12)], Figure(6.0, 10)),
        ([5, 5, 40], Figure(5.0, 40)),
    ],
)
def test_median_and_ninetieth_percentile(values: list[int], told: Figure) -> None:
    assert clocks.figure(values) == told


def live(store: Store, id_: UUID, *days: tuple[str, Deed, date]) -> UUID:
    """Take steps, each on its day."""
    for who, deed, day in days:
        store._clock = on(day)
        take(store, PEOPLE[who], id_, deed)
    return id_


def over_christmas(store: Store) -> UUID:
    """Queue 2; held 5 (22, 23, 24, 29, 30 December); work 10 less 5; total 12. Agreed for 2 January, delivered on 5."""
    store._clock = on(date(2025, 12, 15))
    return live(
        store, ask(store, PEOPLE["officer"], needed_by=date(2026, 1, 2)),
        ("officer", _D.SUBMIT, date(2025, 12, 15)), ("officer", _D.AGREE, date(2025, 12, 16)),
        ("analyst", _D.AGREE_FOR_UNIT, date(2025, 12, 17)), ("coordinator", _D.ALLOCATE, date(2025, 12, 17)),
        ("analyst", _D.START, date(2025, 12, 18)), ("analyst", _D.HOLD, date(2025, 12, 19)),
        ("analyst", _D.RESUME, date(2025, 12, 30)), ("analyst", _D.CHECK, date(2025, 12, 31)),
        ("supervisor", _D.DELIVER, date(2026, 1, 5)),
    )  # fmt: skip


def test_the_clocks_of_one_request_leave_out_what_was_on_hold(store: Store, officer: Actor) -> None:
    id_ = over_christmas(store)
    told = store.read(officer, clocks.clocks, id_, date(2026, 3, 2))
    assert told == Clocks(queue=2, work=5, held=5, total=12)
    draft = ask(store, officer)
    assert store.read(officer, clocks.clocks, draft, date(2026, 3, 2)) == Clocks()
    live(store, draft, ("officer", _D.SUBMIT, date(2026, 2, 27)))
    running = store.read(officer, clocks.clocks, draft, date(2026, 3, 3))
    assert running == Clocks(queue=2, held=0, total=2, is_running=True)


def test_turnaround_counts_what_is_open_beside_what_was_delivered(
    store: Store, officer: Actor, administrator: Actor
) -> None:
    over_christmas(store)
    store._clock = on(date(2026, 1, 6))
    quick = ask(store, officer, needed_by=date(2026, 1, 9), **FINANCIAL)  # queue 0, work 2, total 2; in time
    live(
        store, quick, ("officer", _D.SUBMIT, date(2026, 1, 6)), ("officer", _D.AGREE, date(2026, 1, 6)),
        ("analyst", _D.AGREE_FOR_UNIT, date(2026, 1, 6)), ("analyst", _D.ALLOCATE, date(2026, 1, 6)),
        ("analyst", _D.START, date(2026, 1, 6)), ("analyst", _D.CHECK, date(2026, 1, 7)),
        ("supervisor", _D.DELIVER, date(2026, 1, 8)),
    )  # fmt: skip
    late = ask(store, officer, needed_by=date(2026, 1, 20))
    live(store, late, ("officer", _D.SUBMIT, date(2026, 1, 12)))
    refused = ask(store, officer, needed_by=date(2026, 2, 20))
    live(store, refused, ("officer", _D.SUBMIT, date(2026, 1, 12)), ("analyst", _D.DECLINE, date(2026, 1, 13)))
    withdrawn = ask(store, officer, needed_by=date(2026, 2, 20))
    live(store, withdrawn, ("officer", _D.SUBMIT, date(2026, 1, 12)), ("officer", _D.WITHDRAW, date(2026, 1, 14)))
    ask(store, officer)  # a draft is nobody's queue

    starts, ends = date(2025, 12, 1), date(2026, 1, 30)
    both, analysts, financial = store.read(officer, clocks.turnaround, starts, ends).rows
    assert (both.delivered, both.open, both.open_late, both.met, both.met_percent) == (2, 1, 1, 1, 50.0)
    assert (both.queue, both.work, both.total) == (Figure(1.0, 2), Figure(3.5, 5), Figure(7.0, 12))
    assert (both.oldest_days, both.unmet, both.on_hold) == (14, 1, 0)
    assert (both.submitted, both.proactive, both.reactive) == (5, 4, 1)
    assert (analysts.delivered, analysts.open, analysts.total) == (1, 1, Figure(12.0, 12))
    assert (financial.kind, financial.delivered, financial.open) == (RequestKind.FINANCIAL, 1, 0)
    assert (financial.oldest, financial.oldest_days, financial.met_percent) == ("", None, 100.0)

    held = store.read(officer, clocks.turnaround, date(2025, 12, 1), date(2025, 12, 29)).rows[0]
    assert (held.delivered, held.open, held.on_hold, held.met_percent) == (0, 1, 1, None)  # as it stood that day
    assert (held.total, held.unmet, held.oldest_days) == (Figure(None, None), 0, 8)
    said = words.summed(store.read(officer, clocks.turnaround, starts, ends))
    assert "2, in 7 working days (median; nine of ten within 12 working days), 50 % by the agreed date" in said
    assert "open: 1, the oldest" in said

    store._clock = on(date(2026, 2, 3))
    take(store, officer, late, _D.REGRADE)
    before = store.read(officer, asking.draft, late)
    changed = replace(before, kind=RequestKind.FINANCIAL, needed_by=date(2026, 2, 27))
    store.write(officer, asking.change, changed)
    take(store, officer, late, _D.REGRADE)  # as it was at first
    take(store, officer, late, _D.REGRADE)
    again = store.read(officer, clocks.turnaround, starts, ends).rows
    assert again == (both, analysts, financial)  # what was changed since is not counted
    since = store.read(officer, clocks.turnaround, starts, date(2026, 2, 3)).rows
    assert [(row.proactive, row.reactive) for row in since] == [(3, 2), (3, 0), (0, 2)]
    assert [(row.open, row.open_late) for row in since] == [(1, 0), (0, 0), (1, 0)]

    store.write(administrator, policies.set_policy, "calendar.known_to", "2026-01-10", date(2025, 1, 1), "GOV.UK")
    unknown = store.read(officer, clocks.turnaround, starts, ends)
    assert (unknown.rows, "Sat 10 Jan 2026" in unknown.unknown) == ((), True)
    assert "Sat 10 Jan 2026" in store.read(officer, clocks.clocks, late, ends).unknown


def test_due_tells_of_what_is_owed_and_the_calendar_when_it_is_done(
    store: Store, officer: Actor, analyst: Actor, supervisor: Actor
) -> None:
    now = periods.today()
    mine, worked = (now + timedelta(days=days) for days in (3, 9))
    asked = bring(store, RequestState.SUBMITTED, needed_by=mine, asked="Where does Sam Invented live?")
    given = bring(store, RequestState.IN_PROGRESS, needed_by=worked)
    bring(store, RequestState.CLOSED, needed_by=mine)
    ask(store, officer, needed_by=mine)
    every = store.read(officer, due.due, now)
    assert [(row.id, row.days, row.owner) for row in every] == [
        (asked, 3, officer.display), (given, 9, analyst.display),
    ]  # fmt: skip
    assert [row.id for row in store.read(officer, due.due, now, within_days=3)] == [asked]
    assert [row.id for row in store.read(officer, due.due, now, owner_id=analyst.id)] == [given]

    def sent() -> dict[str, str]:
        out = io.BytesIO()
        drawing.write(store.write(officer, diary.export_diary, TO).value, out, store._clock())
        assert b"Sam Invented" not in out.getvalue()
        events = Calendar.from_ical(out.getvalue()).walk("VEVENT")
        return {str(each["UID"]): str(each.get("STATUS", "")) for each in events}

    first = sent()
    assert set(first) == {f"request-{asked}@soc-desk", f"request-{given}@soc-desk"}
    take(store, analyst, given, _D.CHECK)
    take(store, supervisor, given, _D.DELIVER)
    assert sent()[f"request-{given}@soc-desk"] == "CANCELLED"


def test_my_desk_tells_everybody_what_waits_for_them(store: Store) -> None:
    store._clock = on(date(2026, 11, 2))
    by_state = {state: bring(store, state, needed_by=date(2026, 11, 20)) for state in RequestState}
    day = date(2026, 11, 23)

    def told(name: str) -> dict[UUID | None, str]:
        desk = store.read(PEOPLE[name], today.my_desk, PEOPLE[name], day)
        return {one.record_id: one.headline.rpartition(" ")[0] for one in desk.to_do if one.page == "requests"}

    late = dict.fromkeys(
        (by_state[state] for state in RequestState if state.value in
         ("agreed", "allocated", "in_progress", "on_hold", "checking")), "Ask after",
    )  # fmt: skip
    assert told("officer") == {
        by_state[RequestState.SUBMITTED]: "Change the day of", by_state[RequestState.DELIVERED]: "Say what came of",
        **late,
    }  # fmt: skip
    assert told("analyst") == {
        by_state[RequestState.SUBMITTED]: "Change the day of", by_state[RequestState.AGREED]: "Allocate",
        by_state[RequestState.ALLOCATED]: "Work on", by_state[RequestState.IN_PROGRESS]: "Work on",
        by_state[RequestState.ON_HOLD]: "Work on",
    }  # fmt: skip
    assert told("supervisor") == {by_state[RequestState.CHECKING]: "Check"}
    assert told("colleague") == told("administrator") == {}
    (worked,) = [
        one for one in store.read(PEOPLE["analyst"], today.my_desk, PEOPLE["analyst"], day).to_do
        if one.record_id == by_state[RequestState.ON_HOLD]
    ]  # fmt: skip
    assert (worked.due, worked.urgency) == ("3 days over", "red")
    assert worked.why == "It is allocated to you. It is on hold: waiting for data. Needed by 20 Nov 2026."


def test_a_view_leaves_as_a_logged_disclosure(store: Store, officer: Actor) -> None:
    from soc_desk.reports import spreadsheet

    bring(store, RequestState.SUBMITTED, asked="Which vans?")
    bring(store, RequestState.DECLINED)
    shown = RequestFilter(view=RequestView.UNMET)
    furniture = store.write(officer, exports.export_requests, shown, TO, ("Declined for capacity",)).value
    assert furniture.print_id.startswith("P-")
    out = io.BytesIO()
    assert store.read(officer, exports.hand_over, furniture, shown, spreadsheet.write_csv, out) == 1
    assert b"Which vans" not in out.getvalue()
    assert b"Capacity" in out.getvalue()
