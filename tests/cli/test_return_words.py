"""What the commands of the return say to people: the verdict first, the same thing once, before and after by name."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import TRACKER, YEAR, Desk, outside
from tests.imports.trackers import HEADINGS, csv_file

ROWS = [
    HEADINGS,
    *[(f"{day:02}/03/2022", f"OCG-{day}", "Pursue", "Minor", "Drugs", f"Warrant {day}.") for day in (1, 2, 3, 4)],
    ("15/08/2022", "OCG-1", "Pursue", "Minor", "Drugs", "One more."),
]


def test_the_check_begins_with_its_verdict_and_says_the_same_thing_once(new_store: Desk, tmp_path: Path) -> None:
    new_store.document("import", csv_file(tmp_path / "t.csv", ROWS), "--kind", "disruptions")
    lines = new_store("return", "check", "--period", YEAR).out.splitlines()
    assert lines[0].startswith("Ready: nothing stops the return; ")
    assert lines[1].startswith("5 disruptions: pursue 5, ")
    assert lines[lines.index("Checks of the period") + 1] == "The sum by P equals the total: 5 of 5. Holds."
    (evidence,) = [line for line in lines if "evidence reference is missing" in line]
    assert evidence.startswith("Check: 5 records: ")
    assert evidence.endswith(" and 2 more.")
    assert lines.index("Checks of the period") < lines.index(evidence)


def test_returns_of_two_periods_say_so_and_a_record_altered_outside_shows_both_values(
    new_store: Desk, tmp_path: Path
) -> None:
    new_store.document("import", csv_file(tmp_path / "t.csv", ROWS), "--kind", "disruptions")
    built = new_store.document("return", "build", "--period", YEAR, "--out", tmp_path / "out")
    new_store.document("return", "build", "--period", "2022-03-01..2022-03-31", "--out", tmp_path / "out")
    for pair in (("R-2026-0001", "R-2026-0002"), ("R-2026-0002", "R-2026-0001")):
        first, *rest = new_store("return", "diff", *pair).out.splitlines()
        assert first.startswith(f"The periods differ: {pair[0]} is of ")
        assert rest == ["D-2026-0005: It is outside the other period."]
    with outside(os.environ["SOC_DESK_STORE"]) as connection:
        connection.exec_driver_sql("UPDATE disruption SET impact_level = 'major' WHERE reference = 'D-2026-0001'")
    told = new_store("return", "verify", built["files"][0])
    assert (told.code, told.out.splitlines()[-1]) == (1, "D-2026-0001: Impact level: minor → major")


def test_one_of_a_thing_is_one_and_moments_are_those_of_the_wall(
    new_store: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "1 row, 1 accepted" in new_store("import", csv_file(tmp_path / "t.csv", ROWS[:2]), "--kind", "disruptions").out
    )
    told = new_store("return", "build", "--period", YEAR, "--out", tmp_path / "out", "--format", "csv")
    assert told.out.startswith("R-2026-0001: 1 disruption.\n")
    listed = new_store.document("return", "list")[0]["built_at"].replace("T", " ")
    assert f"1 disruption, built {listed} by " in new_store("return", "list").out
    newest = new_store.document("audit", "list", "--limit", "1")[0]["at"].replace("T", " ")
    assert newest in new_store("audit", "list", "--limit", "2").out
    monkeypatch.chdir(tmp_path)
    assert f"“{tmp_path.name}” is a folder" in new_store("import", ".", "--kind", "disruptions").err
    assert "people or intelligence" in new_store("import", TRACKER).err


def test_a_new_store_is_named_and_its_force_in_any_case(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOC_DESK_STORE", raising=False)
    told = desk("store", "create")
    assert (told.code, "give --store PATH" in told.err) == (2, True)
    made = str(tmp_path / "new.socdesk")
    assert desk("store", "create", "--store", made, "--force-code", " CHESHIRE ").code == 0
    whole = desk.document("store", "backup", tmp_path / "b.socdesk", "--store", made)["path"]
    with Path(whole).open("r+b") as file:
        file.seek(100_000)
        file.write(b"x" * 5_000)
    told = desk("store", "restore", whole, "--store", str(tmp_path / "other.socdesk"))
    assert (told.code, told.err.startswith("b.socdesk is not sound")) == (3, True)
