"""Every file that is no readable spreadsheet is refused in a sentence; what is one is read whatever it is called."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from soc_desk.errors import BadFile, Cancelled
from soc_desk.imports import error_file, files
from soc_desk.imports.cells import Uncalculated
from soc_desk.imports.mapping import wanted
from soc_desk.imports.reading import look, read
from soc_desk.imports.xlsx import XlsxBook
from soc_desk.vocabulary import ImportKind
from tests.imports.trackers import GOOD, HEADINGS, TODAY, csv_file, figures, parsed, xlsx_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    with pytest.raises(BadFile) as refused:
        parsed(path)
    text = str(refused.value)
    assert text.endswith(".")
    assert str(path.parent) not in text
    return text


def repacked(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """The workbook with its parts changed and others added."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return target


def good(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path / "good.xlsx", [HEADINGS, GOOD])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.xlsx", b"", "is empty"),
        ("t.csv", b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        ("t.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a picture"),
        ("t.xlsx", b"%PDF-1.7 whatever", "is a PDF"),
        ("t.csv", b"\x00\x01\x02\x03\xff\xfe\x00\x01" * 40, "neither an XLSX workbook nor a text table"),
        ("t.xls", OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "old .xls format"),
        ("t.xlsx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("t.xlsx", OLE + b"\x00" * 600, "not a spreadsheet"),
        ("t.csv", b"<html><table><tr><td>Date</td></tr></table></html>", "web page"),
        ("t.xlsx", b"PK\x03\x04 and then nothing of use", "damaged or incomplete"),
        ("t.csv", b"just one line of prose", "reads like the headings"),
    ],
)
def test_files_of_other_kinds(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert says in refusal(path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "gone.xlsx")
    assert "is a folder" in refusal(tmp_path)


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    assert "300 MB; the limit is 150 MB" in refusal(path)


def test_truncated_workbook(tmp_path: Path) -> None:
    whole = xlsx_file(tmp_path / "whole.xlsx", [HEADINGS, *([GOOD] * 50)]).read_bytes()
    path = tmp_path / "cut.xlsx"
    for keep in (30, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:keep])
        assert "damaged or incomplete" in refusal(path)


@pytest.mark.parametrize("place", [100, 600, 1200, 2500, 4000])
def test_overwritten_bytes_are_damage_not_a_crash(tmp_path: Path, place: int) -> None:
    content = bytearray(xlsx_file(tmp_path / "whole.xlsx", [HEADINGS, *([GOOD] * 50)]).read_bytes())
    content[place : place + 40] = b"\xab" * 40
    path = tmp_path / "hurt.xlsx"
    path.write_bytes(content)
    try:
        found = parsed(path)
    except BadFile as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - either answer is right, a crash is not
    else:
        assert found.rows == 50


def test_packages_that_are_no_plain_workbook(tmp_path: Path) -> None:
    path = good(tmp_path)
    same = lambda _name, content: content  # noqa: E731 - one line says it
    assert "contains macros" in refusal(repacked(path, same, xl__vbaProject__bin=b"x", **{"xl/vbaProject.bin": b"x"}))
    assert "binary .xlsb" in refusal(repacked(path, same, **{"xl/workbook.bin": b"x"}))
    document = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "package of another kind" in refusal(document)


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = repacked(good(tmp_path), lambda name, old: old + b" " * 60_000_000 if name == SHEET else old)
    assert path.stat().st_size < 200_000
    assert "far more than a tracker holds" in refusal(path)


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    path = repacked(good(tmp_path), lambda name, old: bomb if name == SHEET else old)
    assert "document type declaration" in refusal(path)


def test_rows_beyond_the_format_and_out_of_order(tmp_path: Path) -> None:
    rows = b'<worksheet><sheetData><row r="99999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    assert "out of order" in refusal(repacked(good(tmp_path), lambda n, old: rows if n == SHEET else old))


def test_cells_far_to_the_right_cost_nothing(tmp_path: Path) -> None:
    far = b'<c r="XFD2"><v>1</v></c></row>'
    path = repacked(good(tmp_path), lambda n, old: old.replace(b"</row>", far, 2) if n == SHEET else old)
    with XlsxBook(path) as book:
        assert max(len(cells) for _, cells in book.rows(book.names[0])) < 400


def test_renamed_spreadsheets_are_read_by_content(tmp_path: Path) -> None:
    workbook = tmp_path / "really a workbook.csv"
    workbook.write_bytes(good(tmp_path).read_bytes())
    assert figures(parsed(workbook)) == (1, 1, 0, 0)
    text = csv_file(tmp_path / "really a text.xlsx", [HEADINGS, GOOD])
    assert figures(parsed(text)) == (1, 1, 0, 0)


def test_formulas_give_their_values(tmp_path: Path) -> None:
    path = good(tmp_path)
    held = b"<f>DATE(2022,3,14)</f><v>44634</v>"
    with_value = repacked(path, lambda n, old: _date_cell(old, held) if n == SHEET else old)
    found = parsed(with_value)
    assert found.lines[0].disruption_date == date(2022, 3, 14)  # type: ignore[union-attr]


@pytest.mark.parametrize("held", [b"<f>TODAY()</f>", b"<f>TODAY()</f><v></v>", b"<f>TODAY()</f><v/>"])
def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path, held: bytes) -> None:
    path = repacked(good(tmp_path), lambda n, old: _date_cell(old, held) if n == SHEET else old)
    found = parsed(path)
    assert figures(found) == (1, 0, 1, 0)
    assert found.problems[0].problem == "The cell holds a formula whose result was not saved."
    with XlsxBook(path) as book:
        assert Uncalculated.FORMULA in list(book.rows(book.names[0]))[1][1]


@pytest.mark.parametrize("held", [b"<f>A1&amp;B1</f>", b"<f>A1&amp;B1</f><v></v>"])
def test_words_that_a_formula_would_give_are_told_when_they_were_never_calculated(tmp_path: Path, held: bytes) -> None:
    path = repacked(good(tmp_path), lambda n, old: _cell(old, held, b"F2") if n == SHEET else old)
    found = parsed(path)
    assert figures(found) == (1, 1, 0, 0)
    assert found.lines[0].narrative == ""  # type: ignore[union-attr]
    told = "Column “Details”: 1 cell was not understood and left blank (row 2 “(formula)”)."
    assert told in found.warnings


def test_an_error_in_a_text_is_told_and_a_row_left_out_tells_only_its_fault(tmp_path: Path) -> None:
    rows = [HEADINGS, (*GOOD[:-1], "#REF!"), ("soon", *GOOD[1:-1], "#REF!")]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    assert figures(found) == (2, 1, 1, 0)
    assert "Column “Details”: 1 cell was not understood and left blank (row 2 “#REF!”)." in found.warnings


def _date_cell(sheet: bytes, held: bytes) -> bytes:
    return _cell(sheet, held, b"A2")


def _cell(sheet: bytes, held: bytes, place: bytes) -> bytes:
    opened = b'<c r="' + place + b'"'
    start = sheet.index(opened)
    end = sheet.index(b"</c>", start) + 4
    return sheet[:start] + opened + b">" + held + b"</c>" + sheet[end:]


def test_an_open_quotation_mark_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soc_desk.imports.delimited._LONGEST_CELL", 5_000)
    path = tmp_path / "t.csv"
    path.write_text(",".join(HEADINGS) + "\n" + ",".join(GOOD) + '\n14/03/2022,"never closed' + ",x\n" * 5_000, "utf-8")
    assert "cannot be read beyond row" in refusal(path)


def test_error_file_can_be_mended_and_read_again(tmp_path: Path) -> None:
    rows = [HEADINGS, ("soon", *GOOD[1:-1], "=cmd|'/c calc'!A1"), ("", *GOOD[1:]), GOOD]
    found = parsed(csv_file(tmp_path / "t.csv", rows))
    for name in ("errors.csv", "errors.xlsx"):
        path = tmp_path / name
        assert error_file.write(path, found.headings, found.left_out) == 2
        again = parsed(path)
        assert figures(again) == (2, 0, 2, 0)
        assert again.problems[0].value == "soon"
        assert again.left_out[0].cells[5] == "=cmd|'/c calc'!A1"
        assert again.left_out[0].cells[-1].startswith("“soon” is not a date")
    text = (tmp_path / "errors.csv").read_text("utf-8-sig")
    assert ",'=cmd" in text
    assert not any(cell.startswith(("=", "+", "@")) for line in text.splitlines() for cell in line.split(","))


def test_error_file_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for name in ("errors.csv", "errors.xlsx"):
        with pytest.raises(BadFile, match="cannot be written"):
            error_file.write(tmp_path / "gone" / name, ("Date",), ())


def test_mapping_file_has_the_last_word(tmp_path: Path) -> None:
    rows = [("A note",), ("When it was", "Whom", "Which one", "How much", "Story"), GOOD[:5]]
    path = csv_file(tmp_path / "t.csv", [*rows, *rows[2:]])
    said = tmp_path / "mapping.json"
    said.write_text(
        '{"heading_row": 2, "columns": {"When it was": "disruption_date", "Whom": "subject_ref", "C": "four_p",'
        ' "How much": "impact_level", "Story": "narrative"}}',
        "utf-8",
    )
    found = parsed(path, mapping_file=said)
    assert figures(found) == (2, 1, 0, 1)
    assert found.lines[0].narrative == "Drugs"  # type: ignore[union-attr]
    assert wanted(said) == (None, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "It must be JSON"),
        ("[]", "must hold an object"),
        ('{"columns": {"Nonsense": "narrative"}}', "speaks of a column “Nonsense”"),
        ('{"columns": {"Details": "narative"}}', "Did you mean “narrative”"),
        ('{"heading_row": -1}', "must be the number of a row"),
        ('{"sheet": "Nowhere"}', "has no sheet called “Nowhere”"),
        ('{"heading_row": 99}', "is blank"),
    ],
)
def test_faulty_mapping_files(tmp_path: Path, text: str, says: str) -> None:
    said = tmp_path / "mapping.json"
    said.write_text(text, "utf-8")
    with pytest.raises(BadFile, match=says):
        parsed(good(tmp_path), mapping_file=said)


def test_a_force_adds_its_own_spellings(tmp_path: Path, home: Path) -> None:
    rows = [("Dag", *HEADINGS[1:]), ("14/03/2022", "OCG-0001", "Chase", "Minor", "Drugs", "x")]
    (home / "config").mkdir(parents=True)
    own = home / "config" / "import_synonyms.toml"
    own.write_text(
        '[headings.disruptions]\ndisruption_date = { sure = ["dag"], maybe = [] }\n'
        '[codes.four_p]\npursue = ["chase"]\n',
        "utf-8",
    )
    assert figures(parsed(csv_file(tmp_path / "t.csv", rows))) == (1, 1, 0, 0)
    own.write_text("[headings", "utf-8")
    assert "list of spellings in “import_synonyms.toml” cannot be read" in refusal(tmp_path / "t.csv")


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = good(tmp_path)

    def stop(_fraction: float, _text: str) -> None:
        raise Cancelled("The work was cancelled; nothing was changed.")

    with pytest.raises(Cancelled):
        read(path, look(path, ImportKind.DISRUPTIONS).mapping, on=TODAY, progress=stop)


def test_limits_are_said_in_the_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert "Split it" in refusal(good(tmp_path))
