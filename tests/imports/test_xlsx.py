"""Our reader of XLSX sees in every cell what openpyxl sees."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.errors import BadFile
from soc_desk.imports import xlsx
from soc_desk.imports.cells import tidy, unescaped
from soc_desk.imports.xlsx import XlsxBook
from soc_desk.imports.xlsx_rows import NotPlainError

DATA = Path(__file__).parent / "data"
CELLS = (
    st.none()
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.booleans()
    | st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
    | st.dates(date(1990, 1, 1), date(2099, 1, 1))
)


def ours(path: Path, sheet: str) -> dict[int, list[Any]]:
    with XlsxBook(path) as book:
        return dict(book.rows(sheet))


def theirs(path: Path, sheet: str) -> dict[int, list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    found = {}
    for number, row in enumerate(book[sheet].iter_rows(values_only=True), start=1):
        cells = [tidy(unescaped(cell)) if isinstance(cell, str) else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            found[number] = cells
    return found


def test_the_published_tracker() -> None:
    path = DATA / "disruptions_2022_a.xlsx"
    assert ours(path, "Disruptions 2022") == theirs(path, "Disruptions 2022")
    with XlsxBook(path) as book:
        assert book.names == ("Disruptions 2022", "Lookups")
        assert book.merges("Disruptions 2022") == [(1, 0, 1, 13)]


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_whatever_openpyxl_writes(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append([None if isinstance(cell, str) and cell.startswith("=") else cell for cell in row])
    path = tmp_path_factory.mktemp("x") / "t.xlsx"
    book.save(path)
    assert ours(path, "Sheet") == theirs(path, "Sheet")


def test_whatever_xlsxwriter_writes(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet("Inline")
        dated = book.add_format({"num_format": "d mmm yy"})
        sheet.write_row(0, 0, ["plain", "a\nb", "_x0041_", "tab\there", 1.5])
        sheet.write_datetime(4, 2, datetime(2022, 3, 4), dated)  # noqa: DTZ001 - cells know no zone
        sheet.write_rich_string(5, 0, "two ", book.add_format({"bold": True}), "parts")
        sheet.write_formula(6, 0, "=1+1", None, 2)
        sheet.write_boolean(6, 1, True)
        sheet.merge_range(8, 0, 9, 1, "merged")
        book.add_worksheet("Hidden").hide()
    assert ours(path, "Inline") == theirs(path, "Inline")
    with XlsxBook(path) as read:
        assert read.merges("Inline") == [(9, 0, 10, 1)]
        assert [read.is_visible(name) for name in read.names] == [True, False]


def never(*_given: Any) -> Any:
    """In place of the reader by pattern: leaves everything to the parser."""
    raise NotPlainError(0)


def answer(path: Path) -> tuple[list[Any], str]:
    """The rows of the first sheet, and why the reading stopped if it did."""
    rows: list[Any] = []
    try:
        with XlsxBook(path) as book:
            rows.extend(book.rows(book.names[0]))
    except BadFile as error:
        return rows, str(error)
    return rows, ""


def with_sheet(path: Path, told: str) -> Path:
    """A copy of the workbook with another first sheet."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            is_sheet = name.endswith("sheet1.xml")
            new.writestr(name, told.encode("utf-8", "surrogatepass") if is_sheet else old.read(name))
    return changed


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    import xlsxwriter

    path = tmp_path_factory.mktemp("written") / "t.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "d mmm yy"})
        for row in range(0, 12, 2):
            sheet.write_row(row, 0, [f"a & b <{row}>", row, row / 3, "café – 𝄞", True, " sp ", "two\nlines"])
            sheet.write_datetime(row, 8, datetime(2022, 3, 1 + row), dated)  # noqa: DTZ001 - cells know no zone
            sheet.write_formula(row, 10, "=A1&1", None, "told" if row % 4 else "")
    with zipfile.ZipFile(path) as package:
        return path, package.read("xl/worksheets/sheet1.xml").decode()


def test_rows_that_programs_write_need_no_parser(written: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    rows, why = answer(written[0])
    assert (len(rows), why) == (6, "")
    assert rows[1][1][10] == "told"
    monkeypatch.setattr(xlsx, "Rows", None)
    assert answer(written[0]) == (rows, "")


FRAGMENTS = (
    "<", "</row>", "<row>", "&", "&amp;", "&#65;", "&x;", "\r\n", "\x01", "]]>", "<!-- <row> -->", "<![CDATA[x]]>",
    "<v>", "</c>", '<c r="D1"/>', '<c r="ZZ9"><v>1</v></c>', "</sheetData>", "\ufffe", "\ud800", ' t="b"', ' t="d"',
    "<is><r><t>rich</t></r></is>", "<f>1</f>", '<f t="shared" si="0"/>', '<row r="3"/>', "<c><v>7</v></c>", "",
)  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(FRAGMENTS)), max_size=3))
def test_whatever_stands_there_the_answer_is_the_parsers(
    written: tuple[Path, str], edits: list[tuple[float, int, str]]
) -> None:
    path, told = written
    for place, gone, put in edits:
        at = int(place * len(told))
        told = f"{told[:at]}{put}{told[at + gone :]}"
    changed = with_sheet(path, told)
    rows, why = answer(changed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "plain_rows", never)
        parsed, parsers_why = answer(changed)
    assert why == parsers_why
    assert why or rows == parsed
