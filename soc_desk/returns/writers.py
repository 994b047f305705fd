"""Writing a return as CSV and as JSON while its records stream past; the same data give the same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TextIO

from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import Facts, figures
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import Columns, csv_lines, csv_text, json_lines, safe
from soc_desk.returns.rules import Problem

_LINE_END = "\r\n"
FORMATS = ("csv", "xlsx", "json")


class Writer(Protocol):
    """One file of a return in the making: chunks in order, then the end."""

    def add(self, columns: Columns) -> None:
        """Write a chunk of records with its derived fields."""

    def finish(self, totals: Totals, facts: Facts, problems: "Checks") -> None:
        """Write what stands after the records and close the file."""

    def close(self) -> None:
        """Let go of the file, also half-way; the file is then of no use."""


class Checks(Protocol):
    """What the check found, for the checks sheet."""

    @property
    def problems(self) -> list[Problem]: ...

    @property
    def left_off(self) -> int: ...

    @property
    def ready(self) -> bool: ...

    @property
    def lines(self) -> list[tuple[str, str, str]]: ...


class CsvWriter:
    """Comma-separated values after RFC 4180 (CRLF, texts in quotes), UTF-8; a byte order mark only if the profile asks.

    No cell starts a formula: where one would, an apostrophe stands before it.
    """

    def __init__(self, file: TextIO, profile: Profile) -> None:
        self._file = file
        self._lines = csv_lines(profile)
        if profile.settings.byte_order_mark:
            file.write("\ufeff")
        file.write(",".join(csv_text(safe(column.heading)) for column in profile.columns) + _LINE_END)

    def add(self, columns: Columns) -> None:
        if text := _LINE_END.join(self._lines(columns)):
            self._file.write(text + _LINE_END)

    def finish(self, totals: Totals, facts: Facts, problems: Checks) -> None:  # noqa: ARG002 - a CSV has rows only
        self.close()

    def close(self) -> None:
        self._file.close()


class JsonWriter:
    """One JSON object: what the return is, its records one to a line, its totals. UTF-8, valid under the schema."""

    def __init__(self, file: TextIO, profile: Profile, about: Mapping[str, Any]) -> None:
        self._file = file
        self._lines = json_lines(profile)
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
        self._before = "\n"
        self._file.write(f'{self._encode(dict(about))[:-1]},"records":[')

    def add(self, columns: Columns) -> None:
        text = ",\n".join(self._lines(columns))
        if text:
            self._file.write(self._before + text)
            self._before = ",\n"

    def finish(self, totals: Totals, facts: Facts, problems: Checks) -> None:  # noqa: ARG002 - data only, no build
        self._file.write(f'\n],"totals":{self._encode(figures(totals))}}}\n')
        self.close()

    def close(self) -> None:
        self._file.close()


def writer(format: str, path: Path, profile: Profile, about: Mapping[str, Any]) -> Writer:
    """The writer of that format on a new file at ``path``; ``about`` is what ``facts.header`` says."""
    if format == "xlsx":
        from soc_desk.returns.workbook import XlsxWriter

        return XlsxWriter(path, profile)
    return text_writer(format, path.open("w", encoding="utf-8", newline="", buffering=1 << 20), profile, about)


def text_writer(format: str, file: TextIO, profile: Profile, about: Mapping[str, Any]) -> Writer:
    """The writer of a text format on an open file that leaves line ends alone."""
    return CsvWriter(file, profile) if format == "csv" else JsonWriter(file, profile, about)
