"""Files a command is given, and places it is to write to: a sentence, exit code 2, and nothing changed or lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from soc_desk.config import resources
from tests.cli.conftest import TRACKER, YEAR, Desk
from tests.imports.trackers import GOOD, HEADINGS, csv_file, xlsx_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
Unchanged = Callable[[], bool]


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300_000_000)


def with_macros(path: Path) -> None:
    xlsx_file(path, [HEADINGS, GOOD])
    with ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")


def cut_short(path: Path) -> None:
    xlsx_file(path, [HEADINGS, *[GOOD] * 50])
    path.write_bytes(path.read_bytes()[:-300])


def unrelated(path: Path) -> None:
    csv_file(path, [("Fruit", "Colour"), ("Apple", "red"), ("Pear", "green")])


def folder(path: Path) -> None:
    path.mkdir()


BAD: list[tuple[str, Callable[[Path], Any], str]] = [
    ("t.xlsx", lambda path: path.write_bytes(b""), "is empty"),
    ("t.csv", lambda path: path.write_bytes(b"\r\n\r\n"), "is empty"),
    ("t.xlsx", lambda path: path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), "password"),
    ("t.xlsm", with_macros, "macros"),
    ("t.xlsx", sparse, "300 MB"),
    ("picture.xlsx", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "a picture"),
    ("t.csv", lambda path: path.write_bytes(bytes(range(256)) * 9), "neither"),
    ("t.xlsx", cut_short, "damaged or incomplete"),
    ("t.csv", unrelated, "headings"),
    ("t.xlsx", folder, "is a folder"),
    ("t.xlsx", lambda _path: None, "no file"),
]


@pytest.mark.parametrize(("name", "make", "says"), BAD, ids=[f"{name}-{says}" for name, _, says in BAD])
def test_files_that_are_no_tracker(
    here: Desk, tmp_path: Path, unchanged: Unchanged, name: str, make: Callable[[Path], Any], says: str
) -> None:
    make(tmp_path / name)
    told = here("import", tmp_path / name, "--kind", "disruptions", "--json", "--errors", tmp_path / "errors.csv")
    assert (told.code, says in told.err) == (2, True), told
    assert not (tmp_path / "errors.csv").exists()
    assert unchanged()


def test_a_renamed_spreadsheet_is_read_by_its_content(here: Desk, tmp_path: Path) -> None:
    renamed = tmp_path / "tracker.csv"
    renamed.write_bytes(TRACKER.read_bytes())
    assert here.document("import", renamed, "--kind", "disruptions", code=1)["accepted"] == 373


def test_a_file_that_may_not_be_read(
    here: Desk, tmp_path: Path, unchanged: Unchanged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the operating system's word; the tests may run as root, whom no permission binds."""
    path, real = csv_file(tmp_path / "t.csv", [HEADINGS, GOOD]), Path.open

    def refuse(self: Path, *args: Any, **more: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    told = here("import", path, "--kind", "disruptions")
    assert (told.code, "cannot be read: Permission denied" in told.err) == (2, True), told
    assert unchanged()


def test_odd_values_are_read_or_named_and_come_out_as_they_went_in(here: Desk, tmp_path: Path) -> None:
    headings = (*HEADINGS, "Cash seized")
    narratives = [
        "שלום עולם — قوة",
        "👮‍♀️ 🚓 ✓",
        "x" * 100_000,
        '=HYPERLINK("http://x")',
        "+44 7700 900000 rang",
        "@cmd",
    ]
    rows = [
        (f"{day:02}/03/2022", f"OCG-{day}", "Pursue", "Minor", "Drugs", text, "£1,234.50")
        for day, text in enumerate(narratives, 1)
    ]
    odd = [
        ("31/02/2022", "OCG-9", "Pursue", "Minor", "Drugs", "x", ""),
        ("03/03/2022", "OCG-9", "Pursue", "Minor", "Drugs", "x", "lots"),
    ]
    path = csv_file(tmp_path / "t.csv", [headings, *rows, *odd])
    errors = tmp_path / "errors.csv"
    told = here.document("import", path, "--kind", "disruptions", "--errors", errors, code=1)
    assert told["accepted"] + told["rejected"] == 8
    assert told["accepted"] >= 6
    assert any("There is no 31 February 2022." in problem["problem"] for problem in told["problems"])

    built = here.document(
        "return", "build", "--period", YEAR, "--out", tmp_path / "out", "--format", "json", "--format", "csv"
    )
    text = Path(built["files"][0]).read_text("utf-8") + Path(built["files"][1]).read_text("utf-8")
    assert "Traceback" not in text
    report = here.document("report", "caseload", "--out", tmp_path / "c.pdf", "--for", "شرطة 👮", "--purpose", "=1+1")
    assert report["agrees"] is True
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    log = tmp_path / "log.csv"
    assert here("audit", "export", "--out", log, "--for", "=1+1", "--purpose", "@x").code == 0
    assert here("audit", "export", "--out", log, "--for", "=1+1", "--purpose", "@x").code == 0
    for written in (errors, log, *map(Path, built["files"])):
        if written.suffix == ".csv":
            assert not formulas(written), written


def formulas(path: Path) -> list[str]:
    """Cells of a CSV that a spreadsheet would run."""
    import csv

    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            cell for row in csv.reader(file) for cell in row if cell.lstrip()[:1] in tuple("=+-@") and cell.strip("-– ")
        ]


FAULTS = [
    ("[[column", "line"), ('name = "x"\n', "version"), ("", "name"), ("\x89PNG", "line 1"),
    (None, "headin"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FAULTS, ids=["torn", "no version", "empty", "picture", "misspelt key"])
def test_a_faulty_profile_is_refused_with_its_place(
    here: Desk, tmp_path: Path, unchanged: Unchanged, text: str | None, says: str
) -> None:
    profile = tmp_path / "own.toml"
    shipped = next((resources() / "returns").glob("*.toml")).read_text("utf-8")
    profile.write_text(shipped.replace("heading =", "headin =", 1) if text is None else text, "utf-8")
    for command in (("check",), ("build", "--out", tmp_path / "out")):
        told = here("return", *command, "--period", YEAR, "--profile", profile)
        assert (told.code, says in told.err) == (2, True), told
    assert not list((tmp_path / "out").glob("*"))
    assert unchanged()


WRITING = {
    "report": ("report", "caseload", "--for", "a", "--purpose", "b", "--out"),
    "audit": ("audit", "export", "--for", "a", "--purpose", "b", "--out"),
    "errors": ("import", TRACKER, "--kind", "disruptions", "--errors"),
    "return": ("return", "build", "--period", YEAR, "--out"),
}


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING.keys())
def test_an_output_that_cannot_be_written(
    here: Desk, tmp_path: Path, unchanged: Unchanged, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("in the way")
    told = here(*command, tmp_path / "file" / "sub" / "x.csv")
    assert (told.code, "cannot be written" in told.err) == (2, True), told
    assert unchanged()
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("command", list(WRITING.values())[:3], ids=list(WRITING)[:3])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_fails_while_writing_leaves_the_old_file(
    here: Desk,
    tmp_path: Path,
    unchanged: Unchanged,
    command: tuple[str, ...],
    number: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out" / "old.csv"
    out.parent.mkdir()
    out.write_text("the old one")
    real = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if Path(target).parent == out.parent:
            raise OSError(number, os.strerror(number))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    told = here(*command, out)
    monkeypatch.undo()
    assert (told.code, os.strerror(number) in told.err) == (2, True), told
    assert out.read_text() == "the old one"
    assert list(out.parent.iterdir()) == [out]
    if command[0] == "import":
        assert unchanged()


def test_a_full_disk_while_drawing_logs_no_disclosure(
    here: Desk, tmp_path: Path, unchanged: Unchanged, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("soc_desk.reports.caseload.draw", full)
    told = here("report", "caseload", "--out", tmp_path / "c.pdf", "--for", "a", "--purpose", "b")
    assert (told.code, "No space left" in told.err) == (2, True)
    assert not (tmp_path / "c.pdf").exists()
    assert unchanged()


def test_a_refused_print_leaves_the_file_that_stood_there(here: Desk, tmp_path: Path, unchanged: Unchanged) -> None:
    out = tmp_path / "caseload.pdf"
    out.write_bytes(b"the last one")
    for missing in (("--for", "a"), ("--purpose", "b"), ()):
        assert here("report", "caseload", "--out", out, *missing).code == 2
    assert here("audit", "export", "--out", out.with_suffix(".txt"), "--for", "a", "--purpose", "b").code == 2
    assert (out.read_bytes(), sorted(p.name for p in tmp_path.glob("caseload*"))) == (b"the last one", ["caseload.pdf"])
    assert unchanged()


def test_nothing_is_written_over_a_store_a_device_or_the_input(
    here: Desk, tmp_path: Path, unchanged: Unchanged
) -> None:
    tracker = csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])
    before = tracker.read_bytes()
    told = here("import", tracker, "--kind", "disruptions", "--errors", tracker)
    assert (told.code, "is to be read" in told.err) == (2, True)
    assert tracker.read_bytes() == before
    for command in list(WRITING.values())[:3]:
        ending = ".csv" if command[0] == "audit" else ""
        assert here(*command, f"{os.environ['SOC_DESK_STORE']}{ending}").code == 2
    for command in (WRITING["report"], WRITING["errors"]):
        assert here(*command, os.devnull).code == 2
        assert here(*command, tmp_path).code == 2
    assert Path(os.devnull).exists()
    assert not Path(os.devnull).is_file()
    assert unchanged()


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"columns": {"Nonsense": "narrative"}}', '{"sheet": "Nowhere"}'],
    ids=["torn", "list", "column", "sheet"],
)
def test_a_faulty_mapping(here: Desk, tmp_path: Path, unchanged: Unchanged, text: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(text, "utf-8")
    assert here("import", TRACKER, "--kind", "disruptions", "--mapping", mapping).code == 2
    assert here("import", TRACKER, "--kind", "disruptions", "--mapping", tmp_path / "gone.json").code == 2
    assert unchanged()


@pytest.mark.parametrize(
    "period", ["nonsense", "2026-Q5", "2026-13", "2022-12-31..2022-01-01", "2022-02-30..2022-03-01", ""]
)
def test_a_period_that_cannot_be_understood(here: Desk, period: str) -> None:
    assert here("return", "check", "--period", period).code == 2


def test_a_file_that_belongs_to_no_return(here: Desk, tmp_path: Path) -> None:
    assert here("return", "verify", TRACKER).code == 2
    assert here("return", "verify", tmp_path / "gone.csv").code == 2
    assert here("return", "diff", "R-2026-9999", "now").code == 2
