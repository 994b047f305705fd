"""``soc-desk deadlines``: the keys of the contract, the calendar's end, and files of cases, good lines and bad."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.house.source import ROOT

EASTER = "2026-04-02T15:00"


@pytest.fixture
def no_store(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command line of somebody who has no store and no name."""
    for name in ("SOC_DESK_USER", "SOC_DESK_PASSPHRASE", "SOC_DESK_STORE"):
        monkeypatch.delenv(name, raising=False)
    return desk


def batch(desk: Desk, folder: Path, *lines: str | bytes) -> tuple[int, list[Any]]:
    path = folder / "cases.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    told = desk("deadlines", "--batch", path)
    return told.code, [json.loads(line) for line in told.out.splitlines()]


def test_a_seizure_before_easter(no_store: Desk) -> None:
    found = no_store.document("deadlines", "--seized", EASTER)
    assert found["initial"]["deadline"] == "2026-04-08T15:00"
    assert found["initial"]["last_sitting_day"] == "2026-04-08"
    assert found["initial"]["source"] == "POCA 2002 s.295(1), (1A), (1B)"
    assert found["initial"]["steps"][0] == "Seized Thu 2 Apr 2026 15:00 (BST)"
    assert found["calendar_known_to"] == "2028-12-31"
    assert (found["orders"], found["cap"], found["notice"]) == ([], None, None)
    assert (found["further_48h"], found["appeal_until"]) == (None, None)


def test_everything_at_once(no_store: Desk) -> None:
    found = no_store.document(
        "deadlines", "--seized", EASTER, "--order", "2026-04-08T11:00", "--order", "2026-09-30",
        "--notice", "2026-06-01", "--objection", "2026-06-20T10:00", "--forfeited", "2026-12-01",
        "--nation", "england-and-wales",
    )  # fmt: skip
    first, second = found["orders"]
    assert {key: first[key] for key in ("made", "latest_end", "last_court_day", "lodge_by")} == {
        "made": "2026-04-08", "latest_end": "2026-10-07", "last_court_day": "2026-10-07", "lodge_by": "2026-09-29",
    }  # fmt: skip
    assert (second["latest_end"], second["last_court_day"]) == ("2027-03-29", "2027-03-25")
    assert (found["cap"]["end"], found["cap"]["last_court_day"]) == ("2028-04-07", "2028-04-07")
    assert found["notice"]["objections_until"] == "2026-07-01"
    assert found["notice"]["set_aside_until"] == "2026-07-30"
    assert found["appeal_until"] == "2026-12-30"
    assert found["further_48h"] is None
    assert "still in force" in found["notes"][0]


def test_the_end_of_a_day_is_written_so(no_store: Desk) -> None:
    assert no_store.document("deadlines", "--seized", "2026-11-04T00:00")["initial"]["deadline"] == "2026-11-05T24:00"
    assert no_store.document("deadlines", "--seized", "2026-11-03T24:00")["initial"]["deadline"] == "2026-11-05T24:00"


def test_an_objection_alone_runs_48_hours(no_store: Desk) -> None:
    found = no_store.document("deadlines", "--objection", "2026-06-20T10:00")
    assert found["further_48h"] == "2026-06-23T24:00"
    assert found["further_48h_steps"][1] == "Sat 20 Jun and Sun 21 Jun do not count"


def test_an_objection_after_the_order_had_ended(no_store: Desk) -> None:
    found = no_store.document("deadlines", "--order", "2026-04-08", "--objection", "2026-10-09T10:30")
    assert found["further_48h"] == "2026-10-13T10:30"
    late = no_store.document("deadlines", "--notice", "2026-06-01", "--objection", "2026-07-02T00:00")
    assert late["further_48h"] is None
    assert "after the objection period" in late["notes"][0]


def test_a_notice_given_when_no_order_was_in_force_is_told_to_be_doubtful(no_store: Desk) -> None:
    told = no_store.document("deadlines", "--order", "2026-01-05", "--notice", "2026-07-20")
    assert "No order was in force" in told["notes"][0]
    assert no_store.document("deadlines", "--order", "2026-01-05", "--notice", "2026-07-04")["notes"] == []


def test_a_notice_keeps_the_property_between_two_orders(no_store: Desk, tmp_path: Path) -> None:
    lapsed = {"notice": "2026-10-30", "objection": "2026-11-27T16:00"}
    cases: tuple[dict[str, object], ...] = (
        {**lapsed, "orders": ["2026-05-01", "2026-11-30T12:00"]},  # within the further 48 hours
        {**lapsed, "orders": ["2026-05-01", "2026-12-01T16:00"]},  # at their end
        {"notice": "2026-10-30", "orders": ["2026-05-01", "2026-11-30T12:00"]},  # past the objection period
        {**lapsed, "notice": "2026-11-05", "orders": ["2026-05-01"]},  # given when no order was in force
    )
    _, found = batch(no_store, tmp_path, *map(json.dumps, cases))
    assert [[order["late"] for order in each["orders"]] for each in found] == [
        [False, False], [False, True], [False, True], [False],
    ]  # fmt: skip
    assert [each["further_48h"] for each in found] == ["2026-12-01T16:00", "2026-12-01T16:00", None, None]
    assert "s.297A" in found[3]["notes"][0]


def test_a_late_order_and_one_that_says_too_much_are_noted(no_store: Desk) -> None:
    found = no_store.document("deadlines", "--seized", "2023-01-16T17:38", "--order", "2023-01-18T17:50..2023-07-18")
    assert found["orders"][0]["late"] is True
    assert found["orders"][0]["latest_end"] == "2023-07-17"
    assert len(found["notes"]) == 2


def test_the_two_years_may_reach_past_the_calendar_and_say_so(no_store: Desk) -> None:
    found = no_store.document("deadlines", "--order", "2027-01-18")
    assert found["orders"][0]["last_court_day"] == "2027-07-16"
    assert found["orders"][0]["lodge_by"] == "2027-07-08"
    assert (found["cap"]["end"], found["cap"]["last_court_day"]) == ("2029-01-17", None)
    assert "reach past the calendar" in found["notes"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--seized", "2028-12-28T12:00"),
        ("--seized", "2031-01-01T12:00"),
        ("--order", "2028-09-04"),
        ("--order", "2030-01-01"),
        ("--order", "9999-12-31"),
        ("--notice", "2028-12-15"),
        ("--notice", "2028-11-20"),
        ("--objection", "2028-12-31T10:00"),
        ("--forfeited", "2028-12-15"),
    ],
)
def test_a_date_beyond_the_calendar_is_refused(no_store: Desk, arguments: tuple[str, ...]) -> None:
    told = no_store("deadlines", *arguments, "--json")
    assert told.code == 2
    assert "The calendar is known to Sun 31 Dec 2028" in told.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Give --seized"),
        (("--nation", "scotland"), "Give --seized"),
        (("--nation", "scotland", "--seized", EASTER), "Deadlines in Scotland are not calculated here"),
        (("--nation", "wales", "--seized", EASTER), "'wales' is not one of"),
        (("--seized", "2026-04-02"), "Write seized as YYYY-MM-DDTHH:MM"),
        (("--seized", "2026-04-02T15:00Z"), "local wall time without a zone"),
        (("--seized", "2026-02-30T15:00"), "names a time that does not exist"),
        (("--seized", "9999-12-31T24:00"), "names a time that does not exist"),
        (("--seized", "1999-04-02T15:00"), "weekends and holidays counted"),
        (("--order", "8 April"), "Write an order as YYYY-MM-DD"),
        (("--order", "2026-02-30"), "names a day that does not exist"),
        (("--order", "2026-04-08..soon"), "Write an order's end as YYYY-MM-DD"),
        (("--order", "1999-04-08"), "when these powers began"),
        (("--notice", "2026-06-10", "--objection", "2026-06-01T10:00"), "before the notice was given"),
        (("--batch", "missing.jsonl"), "missing.jsonl cannot be read"),
        (("--batch", "x.jsonl", "--seized", EASTER), "not both"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(no_store: Desk, arguments: tuple[str, ...], says: str) -> None:
    told = no_store("deadlines", *arguments)
    assert (told.code, says in told.err) == (2, True), told.err


def test_text_for_people(no_store: Desk) -> None:
    told = no_store(
        "deadlines",
        "--seized",
        EASTER,
        "--order",
        "2026-04-08T10:00",
        "--notice",
        "2026-06-01",
        "--forfeited",
        "2026-12-01",
    )
    assert told.code == 0
    assert "Wed 8 Apr 2026 15:00" in told.out
    assert "Good Friday" in told.out
    assert "lodge and serve by 2026-09-29" in told.out
    assert told.out.rstrip().endswith("The calendar is known to 2028-12-31.")


def test_a_file_of_cases_comes_back_line_by_line(no_store: Desk, tmp_path: Path) -> None:
    cases = [
        {"seized": EASTER},
        {"orders": ["2027-01-18", "2026-10-05"]},
        {"notice": "2026-06-01", "objection": None, "seized": ""},
        {"objection": "2026-06-20T10:00"},
        {"forfeited": "2026-12-01", "nation": "england-and-wales"},
        {},
    ]
    code, found = batch(no_store, tmp_path, *map(json.dumps, cases))
    assert code == 0
    assert [each["calendar_known_to"] for each in found] == ["2028-12-31"] * len(cases)
    assert found[0]["initial"] == no_store.document("deadlines", "--seized", EASTER)["initial"]
    assert [each["made"] for each in found[1]["orders"]] == ["2026-10-05", "2027-01-18"]
    assert found[2]["notice"]["objections_until"] == "2026-07-01"
    assert found[3]["further_48h"] == "2026-06-23T24:00"
    assert found[4]["appeal_until"] == "2026-12-30"
    assert found[5]["initial"] is None


def test_bad_lines_are_answered_in_their_places(no_store: Desk, tmp_path: Path) -> None:
    code, found = batch(
        no_store, tmp_path,
        "nonsense", "", "[1, 2]", '"2026"', '{"seized": 5}', '{"orders": "2026-04-08"}', '{"orders": [7]}',
        '{"seised": "2026-04-02T15:00"}', '{"seized": "2029-04-02T15:00"}', b'{"seized": "\xff"}',
        '{"seized": "2026-04-02T15:00", "nation": "scotland"}', "[" * 100_000, '{"seized": "2026-04-02T15:00"}', "", "",
    )  # fmt: skip
    assert code == 1
    assert [set(each) == {"error"} for each in found] == [True] * 12 + [False]
    assert all(each["error"].endswith((".", "}.")) for each in found[:12])
    assert "empty" in found[1]["error"]
    assert "no key “seised”" in found[7]["error"]
    assert "known to Sun 31 Dec 2028" in found[8]["error"]
    assert "Scotland" in found[10]["error"]
    assert found[12]["initial"]["deadline"] == "2026-04-08T15:00"


def test_an_empty_file_has_no_results(no_store: Desk, tmp_path: Path) -> None:
    assert batch(no_store, tmp_path, "") == (0, [])


def test_a_folder_is_no_file(no_store: Desk, tmp_path: Path) -> None:
    told = no_store("deadlines", "--batch", tmp_path)
    assert (told.code, told.out) == (2, "")


def test_no_store_and_no_heavy_library_are_touched() -> None:
    script = (
        "import sys; from soc_desk import cli; "
        "code = cli.main(['deadlines', '--seized', '2026-04-02T15:00', '--json']); "
        "print({'sqlcipher3', 'alembic', 'PySide6', 'psycopg', 'openpyxl'} & set(sys.modules), file=sys.stderr); "
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["initial"]["deadline"] == "2026-04-08T15:00"
    assert "PySide6" not in done.stderr
    assert "alembic" not in done.stderr
