"""The published tracker from import to verified return, by commands alone, in a store just made, on both engines."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import DATA, TRACKER, YEAR, Desk, outside
from tests.imports.trackers import HEADINGS, csv_file

EXPECTED = json.loads((DATA / "disruptions_2022_a.expected.json").read_text("utf-8"))
FIGURES = ("rows", "accepted", "rejected", "duplicates")


def test_import_reports_exactly_the_expected_figures(new_store: Desk) -> None:
    told = new_store.document("import", TRACKER, "--kind", "disruptions", code=1)
    assert {key: told[key] for key in FIGURES} == {key: EXPECTED[key] for key in FIGURES}
    assert set(told) >= {*FIGURES, "skipped", "warnings", "import_id", "problems"}
    assert len(told["problems"]) == len(EXPECTED["reject_reasons"])
    assert all(set(p) >= {"row", "column", "value", "problem", "remedy"} for p in told["problems"])

    checked = new_store.document("return", "check", "--period", YEAR)
    assert (checked["by_p"], checked["by_level"]) == (EXPECTED["by_p"], EXPECTED["by_level"])
    assert checked["records"] == 373
    assert (checked["by_p"]["pursue"], checked["pursue_percent"]) == (312, 84)
    assert set(checked) >= {"ready", "records", "by_p", "by_level", "by_threat", "problems"}
    assert all(set(p) >= {"record", "field", "problem", "remedy"} for p in checked["problems"])

    again = new_store.document("import", TRACKER, "--kind", "disruptions", code=1)
    assert (again["accepted"], again["duplicates"], again["import_id"]) == (0, 378, None)

    undone = new_store.document("import", "--undo", told["import_id"])
    assert (undone["records"], undone["kept"]) == (373, 0)
    counts = new_store.document("store", "info")["counts"]
    assert (counts["disruptions"], counts["subjects"], counts["areas"]) == (0, 0, 0)
    assert new_store.document("return", "check", "--period", YEAR)["records"] == 0
    assert new_store.document("audit", "verify")["intact"] is True


def test_a_cash_register_gives_the_published_first_orders(new_store: Desk) -> None:
    expected = json.loads((DATA / "cash_register_a.expected.json").read_text("utf-8"))
    told = new_store.document("import", DATA / "cash_register_a.xlsx", "--kind", "cash")
    assert (told["rows"], told["accepted"], told["rejected"]) == (expected["rows"], expected["rows"], 0)
    figures = new_store.document("report", "performance", "--until", "2014-06-30")
    row = next(row for row in figures["force"] if row["measure"] == "cash_detention_orders")
    assert (row["value"], row["last_year"]) == (
        expected["first_orders"]["2014-Q1"], expected["first_orders"]["2013-Q1"],
    )  # fmt: skip
    assert figures["orders"]["further_orders"] == expected["further_orders"]["2014-Q1"]


def test_a_dry_run_says_the_same_and_changes_nothing(new_store: Desk) -> None:
    before = new_store.document("audit", "verify")
    told = new_store.document("import", TRACKER, "--kind", "disruptions", "--dry-run", code=1)
    assert {key: told[key] for key in FIGURES} == {key: EXPECTED[key] for key in FIGURES}
    assert told["import_id"] is None
    assert new_store.document("audit", "verify") == before


def test_a_return_is_built_and_verified_and_a_changed_byte_is_named(new_store: Desk, tmp_path: Path) -> None:
    new_store.document("import", TRACKER, "--kind", "disruptions", code=1)
    out = tmp_path / "return"
    built = new_store.document("return", "build", "--period", YEAR, "--out", out, "--for", "National team")
    files = [Path(name) for name in built["files"]]
    assert [path.suffix for path in files] == [".csv", ".xlsx", ".json", ".json"]
    assert sorted(out.iterdir()) == sorted(files)
    assert built["manifest"]["totals"]["by_p"] == EXPECTED["by_p"]
    for path in files:
        assert new_store.document("return", "verify", path)["holds"] is True
    (listed,) = new_store.document("return", "list")
    assert (listed["reference"], listed["recipient"]) == (built["reference"], "National team")
    assert new_store.document("return", "diff", built["reference"], "now")["differences"] == []

    for path in files[:3]:
        whole = path.read_bytes()
        place = len(whole) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        verdict = new_store.document("return", "verify", path, code=1)
        assert [one["name"] for one in verdict["files"] if not one["holds"]] == [path.name]
        assert path.name in new_store("return", "verify", files[3]).out
        path.write_bytes(whole)
    assert new_store.document("return", "verify", files[3])["holds"] is True


def test_one_record_changed_in_the_store_is_named(new_store: Desk, tmp_path: Path) -> None:
    new_store.document("import", TRACKER, "--kind", "disruptions", code=1)
    built = new_store.document("return", "build", "--period", YEAR, "--out", tmp_path / "return")
    assert built["manifest"]["recipient"] == "National Crime Agency"  # whom the profile names
    with outside(os.environ["SOC_DESK_STORE"]) as connection:
        some = "SELECT reference FROM disruption ORDER BY reference LIMIT 1 OFFSET 100"
        reference = connection.exec_driver_sql(some).scalar()
        connection.exec_driver_sql(f"UPDATE disruption SET impact_level = 'major' WHERE reference = '{reference}'")
    verdict = new_store.document("return", "verify", built["files"][0], code=1)
    assert [record["record"] for record in verdict["records"]] == [reference]
    assert str(reference) in new_store("return", "verify", built["files"][0]).out


def test_an_amended_return_keeps_its_predecessor(new_store: Desk, tmp_path: Path) -> None:
    imported = new_store.document("import", TRACKER, "--kind", "disruptions", code=1)
    first = new_store.document("return", "build", "--period", YEAR, "--out", tmp_path)
    refused = new_store("import", "--undo", imported["reference"])
    assert (refused.code, first["reference"] in refused.err) == (2, True)
    rows = [HEADINGS, ("14/03/2022", "OCG-9001", "Pursue", "Minor", "Drugs", "One more warrant.")]
    new_store.document("import", csv_file(tmp_path / "more.csv", rows), "--kind", "disruptions")
    second = new_store.document("return", "build", "--period", YEAR, "--out", tmp_path, "--format", "csv")
    assert second["amends"] == first["reference"]
    verdict = new_store("return", "verify", first["files"][0], "--json").document
    assert verdict["files"][0]["holds"] is True
    changed = new_store.document("return", "diff", first["reference"], second["reference"])
    assert len(changed["differences"]) == 1
    assert len(new_store.document("return", "list", "--period", YEAR)) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rows_left_out_are_written_and_can_be_read_again(here: Desk, tmp_path: Path, ending: str) -> None:
    errors = tmp_path / f"errors.{ending}"
    here.document("import", TRACKER, "--kind", "disruptions", "--errors", errors, code=1)
    again = here.document("import", errors, "--kind", "disruptions", "--dry-run", code=1)
    assert (again["rejected"], again["accepted"]) == (8, 0)
