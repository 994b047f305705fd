"""The files of a return: what stands in them, that no cell starts a formula, that the same data give the same bytes."""

import csv
import json
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from soc_desk.config import resources
from soc_desk.returns import profile, schema
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import safe
from soc_desk.returns.writers import FORMATS
from tests.returns.made import record, write

STARTERS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheets_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return found


FULL = {
    "outcome__arrests": 3, "outcome__cash_seized_pence": 230050, "outcome__drugs": [["cocaine", 1.25, "kg", 7500000]],
    "outcome__assets": [["cash_seizure", "seized", 230050], ["restraint", "restrained", None]],
    "partners": ["Council; housing", "School"], "supporting_agencies": ["serocu"], "outcome__convictions": 0,
    "narrative": 'She said "stop",\nthen – مرحبا 😀',
    "evidence_refs": [["exhibit", "A|B;1", ""], ["court", "T1", "2026-07-02"]],
}  # fmt: skip


def test_a_csv_has_the_headings_and_values_of_the_profile(tmp_path: Path, shipped: Profile) -> None:
    write(tmp_path / "r.csv", "csv", shipped, [record(**FULL)])
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b'"Disruption ID","Force reference",')
    assert raw.endswith(b"official_sensitive\r\n")
    (row,) = rows_of(tmp_path / "r.csv")
    assert list(row) == [column.heading for column in shipped.columns]
    assert row["Narrative"] == FULL["narrative"]
    assert row["Recorded at"] == "2026-07-03T09:14"
    assert row["Recorded late"] == "no"
    assert row["Schema version"] == "1.0"
    assert row["Activity types"] == "arrest; charge"
    assert row["Partners"] == "Council, housing; School"
    assert row["Evidence references"] == "exhibit | A/B,1 | ; court | T1 | 2026-07-02"
    assert row["Drugs (drug, quantity, unit, street value in pence)"] == "cocaine | 1.25 | kg | 7500000"
    assert row["Assets (power, stage, value in pence)"] == "cash_seizure | seized | 230050; restraint | restrained | "
    assert (row["Arrests"], row["Charged"], row["Convicted"]) == ("3", "", "0")
    assert row["Cash seized, pence"] == "230050"


def test_codes_become_those_of_the_receiver(tmp_path: Path) -> None:
    text = profile.find().read_text("utf-8")
    text = text.replace('pursue = "pursue"', 'pursue = "Pursue (1)"').replace('cocaine = "cocaine"', 'cocaine = "COC"')
    text = text.replace('type = "pence"', 'type = "pounds"')
    theirs = profile.read(text).under({})
    for format in FORMATS:
        write(tmp_path / f"r.{format}", format, theirs, [record(**FULL)])
    (row,) = rows_of(tmp_path / "r.csv")
    assert row["Primary P"] == "Pursue (1)"
    assert row["Drugs (drug, quantity, unit, street value in pence)"].startswith("COC | ")
    assert row["Cash seized, pence"] == "2300.50"
    told = json.loads((tmp_path / "r.json").read_text("utf-8"))["records"][0]
    assert (told["four_p"], told["outcome"]["drugs"][0]["drug"]) == ("Pursue (1)", "COC")
    assert told["outcome"]["cash_seized_pence"] == 230050
    sheet = sheets_of(tmp_path / "r.xlsx")
    at = sheet["Data"][0].index("Cash seized, pence")
    assert sheet["Data"][1][at] == pytest.approx(2300.5)
    assert "Pursue (1)" in [row[sheet["Codes"][0].index("four_p")] for row in sheet["Codes"]]


def test_the_mark_for_old_spreadsheets_is_a_setting(tmp_path: Path, shipped: Profile) -> None:
    marked = replace(shipped, settings=replace(shipped.settings, byte_order_mark=True))
    write(tmp_path / "r.csv", "csv", marked, [record()])
    assert (tmp_path / "r.csv").read_bytes().startswith(b'\xef\xbb\xbf"Disruption ID"')


def test_the_published_schema_is_the_one_of_the_shipped_profile(shipped: Profile) -> None:
    published = (resources() / "returns" / f"{shipped.id}.schema.json").read_text("utf-8")
    assert published == schema.as_text(shipped)
    Draft202012Validator.check_schema(json.loads(published))


def test_the_json_is_valid_under_the_published_schema(tmp_path: Path, shipped: Profile) -> None:
    rows = [record(1, **FULL), record(2, recorded_at="2026-09-30T09:00:00+01:00"), record(3, impact_level="none")]
    write(tmp_path / "r.json", "json", shipped, rows)
    told = json.loads((tmp_path / "r.json").read_text("utf-8"))
    published = json.loads((resources() / "returns" / f"{shipped.id}.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(published, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(told)] == []
    assert [one["lag_flag"] for one in told["records"]] == [False, True, False]
    assert told["records"][0]["evidence_refs"][0] == {"type": "exhibit", "ref": "A|B;1", "date": None}
    assert told["totals"]["records"] == 2
    assert told["totals"]["apart"] == {"none": 1, "negative": 0}
    assert told["records"][0]["narrative"] == FULL["narrative"]
    told["records"][0]["four_p"] = "prosecute"
    told["totals"]["records"] = -1
    assert len(list(validator.iter_errors(told))) == 2


def test_an_empty_return_is_whole(tmp_path: Path, shipped: Profile) -> None:
    for format in FORMATS:
        write(tmp_path / f"r.{format}", format, shipped, [])
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["records"] == []
    assert rows_of(tmp_path / "r.csv") == []
    assert len(sheets_of(tmp_path / "r.xlsx")["Data"]) == 1


def test_the_workbook_has_a_cover_the_data_code_lists_and_checks(tmp_path: Path, shipped: Profile) -> None:
    write(tmp_path / "r.xlsx", "xlsx", shipped, [record(1, **FULL), record(2, four_p="prevent")])
    sheets = sheets_of(tmp_path / "r.xlsx")
    assert list(sheets) == ["Cover", "Data", "Codes", "Checks"]
    cover = {row[0]: row[1] for row in sheets["Cover"] if row[0]}
    assert sheets["Cover"][0][0] == "OFFICIAL-SENSITIVE"
    assert cover["Period"] == "Q2 2026/27, 1 Jul to 30 Sep 2026"
    assert (cover["Print id"], cover["Recipient"], cover["Return"]) == ("P-2026-0007", "NCA", "R-2026-0001")
    assert cover["State"].startswith("Not ready")
    assert shipped.sha256 in cover["Profile"]
    assert "audit[]" in cover["Not in this file"]
    assert (cover["Pursue"], cover["Prevent"], cover["Disruptions counted"]) == (1, 1, 2)
    data = [dict(zip(sheets["Data"][0], row, strict=True)) for row in sheets["Data"][1:]]
    assert str(data[0]["Disruption date"]) == "2026-07-01 00:00:00"
    assert str(data[0]["Recorded at"]) == "2026-07-03 09:14:00"
    assert (data[0]["Arrests"], data[0]["Charged"], data[0]["Convicted"]) == (3, None, 0)
    assert data[0]["Narrative"] == FULL["narrative"]
    assert ("Stops", "D-2026-0001", "“Narrative” is missing.", "Say what was done.", "narrative") in sheets["Checks"]
    assert any("2 more" in str(row[1]) for row in sheets["Checks"])


def test_the_code_columns_of_the_workbook_take_only_their_list(tmp_path: Path, shipped: Profile) -> None:
    import openpyxl

    write(tmp_path / "r.xlsx", "xlsx", shipped, [record(1), record(2)])
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    rules = {str(rule.sqref): rule.formula1 for rule in book["Data"].data_validations.dataValidation}
    letter = next(cell.column_letter for cell in book["Data"][1] if cell.value == "Primary P")
    listed = next(cell.column_letter for cell in book["Codes"][1] if cell.value == "four_p")
    assert rules[f"{letter}2:{letter}3"] == f"Codes!${listed}$2:${listed}$5"
    assert book["Data"].oddHeader.center.text == "OFFICIAL-SENSITIVE"
    book.close()


def test_a_narrative_too_long_for_a_cell_is_whole_in_csv_and_json(tmp_path: Path, shipped: Profile) -> None:
    long = "Long. " * 16_700
    for format in FORMATS:
        write(tmp_path / f"r.{format}", format, shipped, [record(narrative=long)])
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["records"][0]["narrative"] == long
    csv.field_size_limit(200_000)
    assert rows_of(tmp_path / "r.csv")[0]["Narrative"] == long
    sheets = sheets_of(tmp_path / "r.xlsx")
    cell = sheets["Data"][1][sheets["Data"][0].index("Narrative")]
    assert len(cell) == 32_767
    assert cell.endswith("The CSV and the JSON have the whole text.]")


def test_a_second_data_sheet_takes_what_the_first_cannot(
    tmp_path: Path, shipped: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soc_desk.returns.workbook._ROWS_OF_A_SHEET", 3)
    write(tmp_path / "r.xlsx", "xlsx", shipped, [record(n) for n in range(7)], chunk=4)
    sheets = sheets_of(tmp_path / "r.xlsx")
    assert [len(sheets[name]) - 1 for name in ("Data", "Data 2", "Data 3")] == [3, 3, 1]
    references = [row[1] for name in ("Data", "Data 2", "Data 3") for row in sheets[name][1:]]
    assert references == [f"D-2026-{n:04}" for n in range(7)]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_data_give_the_same_bytes(format: str, tmp_path: Path, shipped: Profile) -> None:
    rows = [record(n, **FULL) for n in range(50)]
    write(tmp_path / "a", format, shipped, rows, chunk=7)
    write(tmp_path / "b", format, shipped, rows, chunk=50)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.builds(
    str.__add__, st.sampled_from([*STARTERS, " =", "\x0b-", "\ufeff+"]), st.text(max_size=8, alphabet="A1()!|' ")
)


@given(TEXTS)
def test_no_text_starts_a_formula(text: str) -> None:
    made = safe(text)
    assert not made.startswith(STARTERS)
    assert not made.lstrip().startswith(STARTERS)
    assert made in (text, "'" + text)


@given(st.lists(TEXTS, min_size=6, max_size=6))
@settings(max_examples=40)
def test_no_cell_of_any_file_starts_a_formula(texts: list[str]) -> None:
    from tempfile import TemporaryDirectory

    shipped = profile.load().under({})
    row = record(
        narrative=texts[0] or None, lead_unit=texts[1] or None, partners=[texts[2], "x"],
        evidence_refs=[[texts[3], texts[4], ""]], subject_ref=texts[5] or None, primary_threat="=1+1",
    )  # fmt: skip
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "r.csv", "csv", shipped, [row])
        write(folder / "r.xlsx", "xlsx", shipped, [row])
        with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
        cells += [
            c for sheet in sheets_of(folder / "r.xlsx").values() for line in sheet for c in line if isinstance(c, str)
        ]
    assert not [cell for cell in cells if cell.startswith(STARTERS)]


@pytest.mark.parametrize("format", FORMATS)
def test_memory_does_not_grow_with_the_number_of_records(format: str, tmp_path: Path, shipped: Profile) -> None:
    class Many(list[list[Any]]):
        """Rows made when they are asked for."""

        def __init__(self, size: int) -> None:
            super().__init__()
            self.size = size

        def __len__(self) -> int:
            return self.size

        def __getitem__(self, part: Any) -> Any:
            places = range(part.start, min(part.stop, self.size))
            return [record(n, narrative="word " * 80, subject_ref=f"OCG-{n}", disruption_date=day(n)) for n in places]

    def day(number: int) -> str:
        return (date(2026, 7, 1) + timedelta(days=number // 50)).isoformat()

    def peak(size: int) -> int:
        tracemalloc.start()
        write(tmp_path / "r", format, shipped, Many(size), chunk=100)
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(200)
    assert peak(2_000) < 1.5 * peak(400)
