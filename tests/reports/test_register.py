"""Any register on paper and as a spreadsheet: the same rows, marked, traceable, and with nothing that runs."""

import csv
import io
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.errors import Cancelled
from soc_desk.reports.register import draw, words
from soc_desk.reports.spreadsheet import safe, write_csv, write_xlsx
from soc_desk.services.prints import Field, Kind, RegisterPrint
from tests.reports import samples
from tests.reports.samples import FURNITURE, lines

FIELDS = (
    Field(heading="Reference"),
    Field(heading="Narrative"),
    Field(heading="Arrests", kind=Kind.FIGURE),
    Field(heading="Cash", kind=Kind.POUNDS),
    Field(heading="On", kind=Kind.DATE),
    Field(heading="At", kind=Kind.MOMENT),
)
ROW = ("D-2026-0001", "Warrant", 1234, -123450, date(2026, 11, 14), datetime(2026, 11, 14, 9, 5))  # noqa: DTZ001 - wall time
EMPTY = ("D-2026-0002", "", 0, None, None, None)


def register(*rows) -> RegisterPrint:
    return RegisterPrint(furniture=FURNITURE, fields=FIELDS, rows=rows)


def pdf(*rows) -> bytes:
    out = io.BytesIO()
    draw(register(*rows), out)
    return out.getvalue()


def as_csv(*rows) -> list[list[str]]:
    out = io.BytesIO()
    write_csv(register(*rows), out)
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def as_sheet(*rows):
    out = io.BytesIO()
    write_xlsx(register(*rows), out)
    return openpyxl.load_workbook(out).active


def test_values_print_as_people_read_them() -> None:
    (page,) = lines(pdf(ROW, EMPTY))
    assert "D-2026-0001 Warrant 1,234 −£1,234.50 14 Nov 2026 14 Nov 2026 09:05" in page
    assert "D-2026-0002 – 0 – – –" in page
    assert "2 records. A dash means not known or not applicable." in page


def test_unknown_is_not_zero() -> None:
    assert words(0, FIELDS[2]) == "0"
    assert words(None, FIELDS[2]) == "–"
    assert words(5, FIELDS[3]) == "£0.05"


def test_a_long_register_is_marked_and_numbered_throughout() -> None:
    pages = lines(pdf(*[ROW] * 400))
    assert len(pages) > 8
    for number, page in enumerate(pages, start=1):
        assert page[0] == page[-1] == FURNITURE.marking.label
        assert f"Page {number} of {len(pages)}" in " ".join(page)
    assert pdf(*[ROW] * 30) == pdf(*[ROW] * 30)


def test_no_rows_say_so() -> None:
    assert "No record matches the filters." in samples.words(pdf())


def test_csv_keeps_numbers_and_dates_and_carries_marking_and_print_id() -> None:
    table = as_csv(ROW, EMPTY)
    assert table[0] == ["OFFICIAL-SENSITIVE"]
    assert table[-1] == ["OFFICIAL-SENSITIVE"]
    assert "print P-2026-0931" in table[1][0]
    assert "for DI M. Arsh: weekly tasking" in table[1][0]
    assert table[2] == ["Reference", "Narrative", "Arrests", "Cash (£)", "On", "At"]
    assert table[3] == ["D-2026-0001", "Warrant", "1234", "-1234.50", "2026-11-14", "2026-11-14 09:05"]
    assert table[4] == ["D-2026-0002", "", "0", "", "", ""]


def test_xlsx_keeps_types_and_carries_marking_and_print_id() -> None:
    sheet = as_sheet(ROW, EMPTY)
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0][0] == values[-1][0] == "OFFICIAL-SENSITIVE"
    assert "print P-2026-0931" in values[1][0]
    assert values[3] == ["D-2026-0001", "Warrant", 1234, -1234.5, datetime(2026, 11, 14), datetime(2026, 11, 14, 9, 5)]  # noqa: DTZ001
    assert values[4] == ["D-2026-0002", None, 0, None, None, None]
    assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.center.text
    assert "P-2026-0931" in sheet.oddFooter.left.text


@pytest.mark.parametrize(
    "bad", ["=1+1", "+44 7700", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\uff1d1+1", "\ufeff=1"]
)
def test_no_cell_starts_a_formula(bad: str) -> None:
    assert as_csv((bad, "", None, None, None, None))[3][0] == f"'{bad}"
    cell = as_sheet((bad.replace("\r", "\n"), "", None, None, None, None))["A4"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_the_furniture_cannot_start_a_formula_either() -> None:
    odd = RegisterPrint(furniture=replace(FURNITURE, title="=cmd()"), fields=(Field(heading="@x"),), rows=[])
    out = io.BytesIO()
    write_csv(odd, out)
    table = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert table[1][0].startswith("'=cmd()")
    assert table[2] == ["'@x"]


@given(st.text())
def test_any_text_is_safe_and_writable(text: str) -> None:
    written = safe(text)
    assert not written.lstrip(" \u00a0\u200b\ufeff").startswith(tuple("=+-@\t\r\n"))
    assert written.encode("utf-8").decode("utf-8") == written


def test_a_narrative_too_long_for_a_cell_is_cut_and_says_so() -> None:
    story = "word " * 20_000
    cell = as_sheet(("D-1", story, None, None, None, None))["B4"]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("the record has all of it)")
    assert as_csv(("D-1", story, None, None, None, None))[3][1] == story


def test_the_same_rows_give_the_same_spreadsheet() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    assert write_xlsx(register(ROW, EMPTY), first) == write_xlsx(register(ROW, EMPTY), second) == 2
    assert first.getvalue() == second.getvalue()


def test_rows_stream() -> None:
    out = io.BytesIO()
    stream = RegisterPrint(furniture=FURNITURE, fields=FIELDS, rows=(ROW for _ in range(5_000)))
    assert write_csv(stream, out) == 5_000
    assert out.getvalue().count(b"D-2026-0001") == 5_000


def test_long_work_says_how_far_it_is_and_can_be_cancelled() -> None:
    told: list[tuple[float, str]] = []
    draw(register(*[ROW] * 400), io.BytesIO(), lambda fraction, text: told.append((fraction, text)))
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)
    assert told[-1][0] == 1
    assert told[-1][1].startswith("Drawing page")

    def stop(_fraction: float, _text: str) -> None:
        raise Cancelled("The work was cancelled; nothing was changed.")

    out = io.BytesIO()
    with pytest.raises(Cancelled):
        draw(register(*[ROW] * 400), out, stop)
    assert out.getvalue() == b""
    with pytest.raises(Cancelled):
        write_csv(register(*[ROW] * 1_500), io.BytesIO(), stop)


def test_a_cancelled_spreadsheet_leaves_no_case_data_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(tmp_path.rglob("*"))
    seen: list[set[Path]] = []

    def stop(_fraction: float, _text: str) -> None:
        seen.append(set(tmp_path.rglob("*")) - before)
        raise Cancelled("The work was cancelled; nothing was changed.")

    with pytest.raises(Cancelled):
        write_xlsx(register(*[ROW] * 1_500), io.BytesIO(), stop)
    assert seen[0], "rows go through a file while the workbook is written"
    assert set(tmp_path.rglob("*")) == before
