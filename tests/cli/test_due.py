"""``soc-desk due``: the list, its JSON, the calendar file, and what it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from soc_desk.cli import due
from soc_desk.cli.session import opened
from soc_desk.services.lom import managed, visits
from soc_desk.services.lom.managed import ManagedDraft
from soc_desk.services.poca import board, calendars, recomputing
from soc_desk.services.prints import wall
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import LinkRole, VisitKind
from soc_desk.vocabulary.poca import CaseState, Nation
from soc_desk.vocabulary.request import RequestState
from tests import factories, factories_network, factories_plan
from tests.cli.conftest import Desk
from tests.conftest import FOUNDER, PEOPLE, StoreFile
from tests.services.poca import holding
from tests.services.poca.holding import order
from tests.services.requests.ways import bring


@pytest.fixture
def held(here: Desk, store_file: StoreFile) -> Iterator[Store]:
    """A store with a case that ran out, one detained for months, and one of Scotland."""
    store = Store(store_file.engine())
    today = wall(datetime.now(UTC)).replace(second=0, microsecond=0)
    holding.case(store, PEOPLE["officer"], seized_at=today - timedelta(days=40))
    line = order(today - timedelta(days=1), expires_on=(today + timedelta(days=140)).date())
    holding.case(
        store, FOUNDER, line, state=CaseState.DETAINED, seized_at=today - timedelta(days=2), paid_in_on=today.date()
    )
    holding.case(store, FOUNDER, nation=Nation.SCOTLAND)
    yield store
    store.close()


def test_the_list_begins_with_what_has_expired(held: Store, here: Desk) -> None:
    told = here("due")
    assert told.code == 0
    first = told.out.splitlines()[0]
    assert "EXPIRED 3" in first
    assert "C-" in first
    rows = here.document("due")
    assert rows[0]["expired"] is True
    assert (rows[0]["urgency"], rows[0]["next_action"]) == ("expired", "act_on_expiry")
    keys = [row["work_to"] or "9999" for row in rows[1:]]
    assert keys == sorted(keys)
    assert any(row["kind"] == "extend_or_forfeit" and row["due"].endswith("T24:00") for row in rows)
    scots = next(row for row in rows if row["due"] is None)
    assert "Scotland are not calculated here" in scots["why"]


def test_it_is_narrowed(held: Store, here: Desk) -> None:
    assert {row["kind"] for row in here.document("due", "--within", "28d")} <= {"act_on_expiry", None, "return"}
    assert len(here.document("due", "--owner", "officer")) == 1
    assert len(here.document("due", "--within", "1w", "--owner", "officer")) == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--within", "soon"), "write it as 28d or 4w"),
        (("--owner", "nobody"), "There is no user nobody"),
        (("--ics", "x.ics", "--json"), "not both"),
        (("--ics", "store.socdesk"), "named like a store"),
        (("--ics", "x.ics", "--purpose", " "), "Say what it is for"),
    ],
)
def test_wrong_use(held: Store, here: Desk, arguments: tuple[str, ...], why: str) -> None:
    told = here("due", *arguments)
    assert told.code == 2
    assert why in told.err
    assert not Path("x.ics").exists()


def test_somebody_who_reads_no_cases_is_told_so(held: Store, here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def as_auditor(named: str) -> Iterator[tuple[Store, Actor]]:
        with opened(named) as (desk, _actor):
            yield desk, PEOPLE["auditor"]

    monkeypatch.setattr(due, "opened", as_auditor)
    for arguments in ((), ("--ics", "x.ics")):
        told = here("due", *arguments)
        assert told.code == 3
        assert "Your role does not allow you" in told.err


def test_a_calendar_file_updates_the_same_entries(held: Store, here: Desk, tmp_path: Path) -> None:
    out = tmp_path / "due.ics"
    told = here("due", "--ics", out)
    assert (told.code, told.out) == (0, f"4 entries written to {out}.\n")
    before = {str(e["UID"]): e for e in Calendar.from_ical(out.read_bytes()).walk("VEVENT")}
    assert here("due", "--ics", out, "--for", "DC Marsh", "--purpose", "Outlook").code == 0
    after = {str(e["UID"]): e for e in Calendar.from_ical(out.read_bytes()).walk("VEVENT")}
    assert before.keys() == after.keys()
    assert b"BEGIN:VTIMEZONE" in out.read_bytes()
    assert b"\xc2\xa3" not in out.read_bytes()


def test_a_restricted_case_is_not_listed_for_others(held: Store, here: Desk) -> None:
    rows = here.document("due", "--owner", "officer")
    assert len(rows) == 1
    officer = PEOPLE["officer"]
    (row,) = held.read(officer, board.board, officer, wall(datetime.now(UTC)), owner_id=officer.id)
    held.write(officer, holding.alter, row.case_id, access=Access.SEALED)
    assert here.document("due", "--owner", "officer") == []


def test_what_a_calendar_change_moved_unseen_is_kept_when_listed(held: Store, here: Desk) -> None:
    """An administrator who reads no cases changes the calendar; the next reader's list keeps the new dates."""
    rows = here.document("due")
    last = next(row for row in rows if row["kind"] == "extend_or_forfeit")
    day = datetime.fromisoformat(last["work_to"].replace("T24:00", "T00:00")).date()
    days = (calendars.CalendarDay(day, "Day of thanks"),)
    moved = held.write(PEOPLE["administrator"], recomputing.change_calendar, "Gazette", None, days).value
    assert moved == ()
    again = next(row for row in here.document("due") if row["kind"] == "extend_or_forfeit")
    assert again["work_to"] < last["work_to"]
    assert "a calendar change" in again["moved"]


def test_a_calendar_set_as_policy_says_how_many_deadlines_moved(held: Store, here: Desk) -> None:
    last = next(row for row in here.document("due") if row["kind"] == "extend_or_forfeit")
    day = f'[{{"day": "{last["work_to"][:10]}", "name": "Day of thanks"}}]'
    told = here("policy", "set", "calendar.additions", day, "--source", "Gazette 1")
    assert told.code == 0
    assert "deadlines moved; see: soc-desk due." in told.out
    assert here("policy", "set", "calendar.known_to", "2030-12-31", "--source", "GOV.UK").code == 0
    refused = here("policy", "set", "calendar.known_to", "soon", "--source", "GOV.UK")
    assert (refused.code, "YYYY-MM-DD" in refused.err) == (2, True)


def test_actions_and_reviews_stand_among_the_deadlines(held: Store, here: Desk, tmp_path: Path) -> None:
    today = wall(datetime.now(UTC)).date()
    group = factories_plan.group(held, FOUNDER, PEOPLE["coordinator"], review_due_on=today + timedelta(days=9))
    late = {"owner": "", "agency": "", "owner_id": PEOPLE["officer"].id, "due_on": today - timedelta(days=2)}
    factories_plan.action(held, FOUNDER, group, **late)
    rows = {row["kind"]: row for row in here.document("due") if str(row["case"]).startswith("OCG")}
    assert rows.keys() == {"plan_action", "ocg_review"}
    assert (rows["plan_action"]["left"], rows["plan_action"]["urgency"]) == ("2 days over", "red")
    assert rows["ocg_review"]["left"] == "in 9 days"
    assert [row["kind"] for row in here.document("due", "--owner", "officer", "--within", "1d")].count(
        "plan_action"
    ) == 1
    assert here("due", "--ics", str(tmp_path / "due.ics")).code == 0
    told = (tmp_path / "due.ics").read_text(encoding="utf-8")
    assert "Pursue action" in told
    assert "Warrants" not in told


def test_lifetime_management_is_in_the_list(store_file: StoreFile, here: Desk, tmp_path: Path) -> None:
    store = Store(store_file.engine())
    group = factories.ocg(store, FOUNDER)
    (person,) = store.write(FOUNDER, factories_network.people, group, {LinkRole.MEMBER: 1}).value
    late = (wall(datetime.now(UTC)) - timedelta(days=3)).date()
    told = ManagedDraft(person_id=person, nominated_because="Released.", manager_id=PEOPLE["officer"].id)
    store.write(FOUNDER, managed.nominate, told)
    visit = store.write(FOUNDER, visits.plan_visit, person, VisitKind.COMPLIANCE, late).value
    store.close()
    (row,) = [each for each in here.document("due") if each["kind"] == "lifetime_management"]
    assert (row["case"], row["what"], row["due"]) == ("N-2026-0001", "Compliance visit is due.", f"{late}T24:00")
    assert (row["urgency"], row["id"], row["owner"]) == ("red", str(visit), PEOPLE["officer"].display)
    assert [each["id"] for each in here.document("due", "--owner", "officer")].count(str(visit)) == 1
    assert here("due", "--owner", "officer", "--ics", str(tmp_path / "mine.ics")).code == 0
    assert f"visit-{visit}@soc-desk" in (tmp_path / "mine.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert "Compliance visit is due." in here("due").out


def test_requests_are_in_the_list_by_the_day_they_are_needed(store_file: StoreFile, here: Desk, tmp_path: Path) -> None:
    store = Store(store_file.engine())
    today = wall(datetime.now(UTC)).date()
    asked = bring(store, RequestState.SUBMITTED, needed_by=today, asked="Who drives the grey van?")
    given = bring(store, RequestState.ON_HOLD, needed_by=today + timedelta(days=9))
    bring(store, RequestState.DELIVERED, needed_by=today)
    store.close()
    first, second = [each for each in here.document("due") if each["kind"] == "request"]
    assert (first["id"], first["case"], first["due"]) == (str(asked), f"RQ-{today.year}-0001", f"{today}T24:00")
    assert (first["what"], first["about"]) == ("Network profile is to be delivered", "Who drives the grey van?")
    assert (first["left"], first["urgency"], first["owner"]) == ("Today", "red", PEOPLE["officer"].display)
    assert (second["id"], second["why"]) == (str(given), "Request at “On hold”")
    (mine,) = here.document("due", "--owner", "analyst")
    assert mine["id"] == str(given)
    assert here("due", "--owner", "analyst", "--within", "8d").out == "Nothing is due.\n"
    assert here("due", "--owner", "officer", "--ics", str(tmp_path / "mine.ics")).code == 0
    told = (tmp_path / "mine.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert f"request-{asked}@soc-desk" in told
    assert "grey van" not in told
