"""What a file given to the program really is, judged by its content; what cannot be read is refused in a sentence."""

import codecs
import zipfile
from enum import Enum
from pathlib import Path

from soc_desk.errors import BadFile

MAX_BYTES = 150_000_000
"""Larger files are refused before a byte of them is read."""

MAX_UNPACKED_BYTES = 2_000_000_000
"""An XLSX is a zip; this is as much as it may hold when unpacked."""

_MAX_RATIO = 250
_RATIO_MATTERS_FROM = 20_000_000
_MAX_PARTS = 5_000
_HEAD = 65_536
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (RTF)",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"7z\xbc\xaf": "a compressed file (7-Zip)",
    b"Rar!": "a compressed file (RAR)",
    b"SQLite format 3": "a database",
    b"MZ": "a program",
}
_NO_MARKUP = ("<!doctype", "<html", "<?xml", "<table")


class FileKind(Enum):
    """How the content is to be read, whatever the name ends in."""

    XLSX = "xlsx"
    TEXT = "text"


def recognise(path: Path) -> FileKind:
    """Say how to read the file at ``path``; raises ``BadFile`` with a sentence for anything else than a spreadsheet."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadFile(f"“{path.resolve().name or path}” is a folder. Choose the spreadsheet in it.")
        if size > MAX_BYTES:
            raise BadFile(
                f"“{path.name}” has {size / 1_000_000:,.0f} MB; the limit is {MAX_BYTES / 1_000_000:,.0f} MB. "
                "Split it, or save only the sheet with the records as CSV."
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise BadFile(f"There is no file “{path.name}” in that folder. Check the name and try again.") from error
    except OSError as error:
        raise BadFile(f"“{path.name}” cannot be read: {error.strerror}. Check that you may open it.") from error
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise BadFile(f"“{path.name}” is empty. Choose a spreadsheet that holds records.")
    return _kind(path, head)


def _kind(path: Path, head: bytes) -> FileKind:
    if head.startswith(b"PK\x03\x04"):
        _check_package(path)
        return FileKind.XLSX
    if head.startswith(_OLE):
        raise BadFile(_why_not_ole(path))
    for magic, what in _PICTURES.items():
        if head.startswith(magic):
            raise BadFile(f"“{path.name}” is {what}, not a spreadsheet. Choose an XLSX or CSV file.")
    if encoding_of(head) is None:
        raise BadFile(f"“{path.name}” is neither an XLSX workbook nor a text table (CSV). Choose one of those.")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(tuple(m.encode() for m in _NO_MARKUP)):
        raise BadFile(f"“{path.name}” is a web page or XML file. Open it in a spreadsheet program and save it as XLSX.")
    return FileKind.TEXT


def encoding_of(head: bytes) -> str | None:
    """The encoding that the first bytes of a text show: by their mark or by their zeros; None for what is no text.

    UTF-8 without a mark is told apart from Windows-1252 by reading on; see ``delimited.py``.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and not even:
        return "utf-16-le"
    if even > len(head) // 4 and not odd:
        return "utf-16-be"
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 11, 12, 13, 26))
    return "utf-8" if controls * 200 <= len(head) and not even and not odd else None


def _why_not_ole(path: Path) -> str:
    """Password-protected workbooks and the binary formats of before 2007 share one container."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"“{path.name}” is protected by a password. Open it, remove the password, save it and try again."
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return f"“{path.name}” is in the old .xls format. Open it in a spreadsheet program and save it as .xlsx."
    return f"“{path.name}” is not a spreadsheet that can be read. Choose an XLSX or CSV file."


def _check_package(path: Path) -> None:
    """Refuse zips that are damaged, no workbook, unreasonably large when unpacked, or that carry macros."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadFile(f"“{path.name}” is damaged or incomplete. Copy or download it again.") from error
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(f"“{path.name}” is protected by a password. Save it without one and try again.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise BadFile(f"“{path.name}” contains macros, which are never run here. Save it as .xlsx and try again.")
    if any(name.endswith("workbook.bin") for name in names):
        raise BadFile(f"“{path.name}” is in the binary .xlsb format. Save it as .xlsx and try again.")
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise BadFile(f"“{path.name}” is a package of another kind, not a workbook. Choose an XLSX or CSV file.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or len(parts) > _MAX_PARTS or any(_is_a_bomb(part) for part in parts):
        raise BadFile(
            f"“{path.name}” unpacks to {unpacked / 1_000_000:,.0f} MB, far more than a tracker holds. "
            "Save only the sheet with the records as CSV and try again."
        )


def _is_a_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _RATIO_MATTERS_FROM and part.file_size > _MAX_RATIO * max(part.compress_size, 1)
