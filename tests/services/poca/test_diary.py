"""Deadlines in a calendar: the same entries when sent again, nothing of people or amounts, and only what is open."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select

from soc_desk.domain import AuditEntry, CaseOrder, Disclosure
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.reports import diary as drawing
from soc_desk.services.poca import board, diary
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseState
from tests.services.poca import holding
from tests.services.poca.holding import at, order

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TO = Addressed(recipient="DC O. Fficer", purpose="My calendar")


@pytest.fixture(autouse=True)
def noon(store: Store) -> None:
    """It is noon on Friday 20 November 2026."""
    store._clock = lambda: NOW


def sent(store: Store, by: Actor, *narrowed: Any) -> dict[str, Any]:
    """What a calendar holds after the file: entries by uid."""
    made = store.write(by, diary.export_diary, TO, *narrowed).value
    out = io.BytesIO()
    assert drawing.write(made, out, NOW) == len(made.entries)
    return {str(event["UID"]): event for event in Calendar.from_ical(out.getvalue()).walk("VEVENT")}


def test_an_entry_says_what_and_when_and_nothing_of_people_or_amounts(store: Store, officer: Actor) -> None:
    holding.case(store, officer, officer="DC Marsh", notes="Seized from A. Person")
    ((uid, event),) = sent(store, officer).items()
    assert uid.startswith("duty-")
    assert str(event["SUMMARY"]) == "C-2026-0001: Detention order or release"
    assert event["DTSTART"].dt.isoformat() == "2026-11-23T16:30:00+00:00"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert (str(event["CLASS"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CONFIDENTIAL", "CONFIRMED", 0)
    told = str(event["DESCRIPTION"])
    assert told.startswith("OFFICIAL-SENSITIVE")
    assert "By law: Mon 23 Nov 2026 22:40." in told
    assert "P-2026-" in told
    everything = event.to_ical().decode()
    assert not [word for word in ("Marsh", "Person", "6,150", "6150", "£", "Slough") if word in everything]
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [
        timedelta(days=-1), timedelta(hours=-6), timedelta(hours=-1)
    ]  # fmt: skip


def test_the_end_of_a_day_is_a_whole_day(store: Store, officer: Actor) -> None:
    line = order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19))
    holding.case(store, officer, line, state=CaseState.DETAINED, paid_in_on=date(2026, 11, 20))
    events = {str(event["SUMMARY"]).partition(": ")[2]: event for event in sent(store, officer).values()}
    event = events["Lodge the renewal and serve it"]
    assert event["DTSTART"].dt == date(2027, 5, 10)
    assert event.walk("VALARM")[1]["TRIGGER"].dt == timedelta(hours=-15)


def test_sent_again_a_moved_date_is_the_same_entry_with_a_higher_sequence(store: Store, officer: Actor) -> None:
    line = order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19))
    holding.case(store, officer, line, state=CaseState.DETAINED, paid_in_on=date(2026, 11, 20))
    before = sent(store, officer)
    assert sent(store, officer).keys() == before.keys()
    store.write(officer, holding.alter_line, CaseOrder, line["id"], expires_on=date(2027, 4, 29))
    after = sent(store, officer)
    assert after.keys() == before.keys()
    moved = [uid for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt]
    assert {str(after[uid]["SUMMARY"]).partition(": ")[2] for uid in moved} == {
        "Extend detention or apply for forfeiture", "Lodge the renewal and serve it",
    }  # fmt: skip
    assert all(int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 1 for uid in moved)
    assert all(int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) for uid in after if uid not in moved)


def test_what_is_done_is_cancelled_where_it_was_sent(store: Store, officer: Actor) -> None:
    id_ = holding.case(store, officer)
    other = holding.case(store, officer)
    (first,) = sent(store, officer, None, None).keys() - _uids_of(store, officer, other)
    store.write(officer, holding.alter, id_, state=CaseState.CLOSED)
    event = sent(store, officer)[first]
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)
    assert event.walk("VALARM") == []


def test_what_was_never_sent_is_not_cancelled(store: Store, officer: Actor) -> None:
    id_ = holding.case(store, officer)
    store.write(officer, holding.alter, id_, state=CaseState.CLOSED)
    assert sent(store, officer) == {}


def test_it_is_narrowed_to_days_and_to_an_owner(store: Store, officer: Actor, colleague: Actor) -> None:
    line = order(at(2026, 11, 20, 11), expires_on=date(2027, 5, 19))
    holding.case(store, officer, line, state=CaseState.DETAINED, paid_in_on=date(2026, 11, 20))
    holding.case(store, colleague)
    assert len(sent(store, officer)) == 4
    assert len(sent(store, officer, 28)) == 1
    assert len(sent(store, officer, None, officer.id)) == 3


def test_a_file_is_a_disclosure_of_its_cases(store: Store, officer: Actor, auditor: Actor) -> None:
    id_ = holding.case(store, officer)
    store.write(officer, diary.export_diary, TO)
    noted = select(AuditEntry.recipient, AuditEntry.purpose).where(
        AuditEntry.record_id == id_, AuditEntry.action == "disclosed"
    )
    assert store.read(officer, lambda session: [tuple(row) for row in session.execute(noted)]) == [
        ("DC O. Fficer", "My calendar")
    ]
    records = select(Disclosure.records)
    assert store.read(officer, lambda session: session.scalars(records).all()) == [1]
    with pytest.raises(Invalid, match="Say what it is for"):
        store.write(officer, diary.export_diary, Addressed(recipient="DC Marsh", purpose=""))
    with pytest.raises(NotAllowed):
        store.write(auditor, diary.export_diary, TO)


def test_a_restricted_case_is_in_nobody_elses_calendar(store: Store, officer: Actor, colleague: Actor) -> None:
    id_ = holding.case(store, officer)
    assert len(sent(store, colleague)) == 1
    store.write(officer, holding.alter, id_, access=Access.RESTRICTED)
    assert sent(store, colleague) == {}
    assert len(sent(store, officer)) == 1


def _uids_of(store: Store, reader: Actor, case_id: UUID) -> set[str]:
    return {
        f"duty-{row.id}@soc-desk" for row in store.read(reader, board.board, reader, at(2026, 11, 20), case_id=case_id)
    }
