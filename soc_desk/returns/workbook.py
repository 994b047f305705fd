"""Writing a return as an Excel workbook in constant memory: cover, data, code lists, checks."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import AUDIT_NOTE, Facts, figures
from soc_desk.returns.fields import FIXED_CODES, PARTS, Kind
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import Columns, flat, safe
from soc_desk.returns.writers import Checks
from soc_desk.vocabulary import FourP, ImpactLevel

_ROWS_OF_A_SHEET = 1_048_575
"""Rows below the headings that a worksheet holds; more records go on to a second data sheet."""

_LONGEST_CELL = 32_767
_CUT = " … [Cut here: a cell holds no more. The CSV and the JSON have the whole text.]"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same data give the same bytes
_EPOCH = date(1899, 12, 30).toordinal()
_NUMBERS = frozenset({Kind.INTEGER, Kind.PENCE, Kind.POUNDS})
_MOMENTS = frozenset({Kind.DATE, Kind.MOMENT})
_WIDTHS = {Kind.TEXT: 22, Kind.DATE: 12, Kind.MOMENT: 17, Kind.INTEGER: 10, Kind.YES_NO: 9, Kind.PENCE: 14}


class XlsxWriter:
    """Sheets Cover, Data (Data 2 … where one is too small), Codes, Checks; the marking heads every printed page.

    Text is written as text: no cell holds a formula, and none starts like one. Dates and moments are real dates.
    """

    def __init__(self, path: Path, profile: Profile) -> None:
        import xlsxwriter

        self._profile = profile
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "tmpdir": str(path.parent),  # case data are not written anywhere else
            },
        )
        self._book.set_properties({"title": profile.title, "created": _MADE, "comments": profile.marking.label})
        self._bold = self._book.add_format({"bold": True})
        self._title = self._book.add_format({"bold": True, "font_size": 16})
        self._formats = {
            Kind.DATE: self._book.add_format({"num_format": "yyyy-mm-dd"}),
            Kind.MOMENT: self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            Kind.POUNDS: self._book.add_format({"num_format": "#,##0.00"}),
        }
        self._kinds = [column.kind for column in profile.columns]
        self._cells = flat(profile)
        self._cover = self._sheet("Cover")
        self._sheets: list[Any] = []
        self._row = _ROWS_OF_A_SHEET
        self._codes_lists = _code_lists(profile)
        self._closed = False

    def add(self, columns: Columns) -> None:
        rows = list(self._cells(columns))
        while rows:
            if self._row >= _ROWS_OF_A_SHEET:
                self._new_data_sheet()
            room = _ROWS_OF_A_SHEET - self._row
            self._write(rows[:room])
            rows = rows[room:]

    def finish(self, totals: Totals, facts: Facts, problems: Checks) -> None:
        if not self._sheets:
            self._new_data_sheet()
        self._write_codes()
        for place, sheet in enumerate(self._sheets):
            last = _ROWS_OF_A_SHEET if place < len(self._sheets) - 1 else self._row
            self._restrict(sheet, last)
        self._write_checks(problems)
        self._write_cover(totals, facts, problems)
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        self._closed = True

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()

    def _sheet(self, name: str) -> Any:  # noqa: ANN401 - XlsxWriter ships no types
        sheet = self._book.add_worksheet(name)
        sheet.set_header(f"&C{self._profile.marking.label.upper()}")
        sheet.set_footer(f"&C{self._profile.marking.label.upper()}&R&P of &N")
        sheet.set_landscape()
        sheet.set_paper(9)
        return sheet

    def _new_data_sheet(self) -> None:
        sheet = self._sheet("Data" if not self._sheets else f"Data {len(self._sheets) + 1}")
        self._sheets.append(sheet)
        for place, column in enumerate(self._profile.columns):
            sheet.set_column(place, place, _WIDTHS.get(column.kind, 18))
            sheet.write_string(0, place, safe(column.heading), self._bold)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self._row = 0

    def _write(self, rows: Sequence[Sequence[Any]]) -> None:
        sheet = self._sheets[-1]
        text, number = sheet.write_string, sheet.write_number
        plan: list[tuple[int, Callable[..., Any] | None, Any]] = []
        for place, kind in enumerate(self._kinds):
            format = self._formats.get(kind)
            plan.append((place, number if kind in _NUMBERS or kind in _MOMENTS else None, format))
        row = self._row
        for cells in rows:
            row += 1
            for (place, put, format), value in zip(plan, cells, strict=True):
                if value is None or value == "":
                    continue
                if put is None:
                    text(row, place, value if len(value) <= _LONGEST_CELL else _cut(value))
                elif format is None:
                    put(row, place, value)
                else:
                    put(row, place, _number(value), format)
        self._row = row

    def _write_codes(self) -> None:
        sheet = self._sheet("Codes")
        lists = self._codes_lists
        depth = max((len(values) for _, values in lists), default=0)
        for place, (name, _) in enumerate(lists):
            sheet.set_column(place, place, 24)
            sheet.write_string(0, place, name, self._bold)
        for row in range(depth):
            for place, (_, values) in enumerate(lists):
                if row < len(values):
                    sheet.write_string(row + 1, place, safe(values[row]))
        sheet.freeze_panes(1, 0)

    def _restrict(self, sheet: Any, last: int) -> None:  # noqa: ANN401 - XlsxWriter ships no types
        """Let each code column take only the values of its list."""
        places = {name: (place, len(values)) for place, (name, values) in enumerate(self._codes_lists)}
        from xlsxwriter.utility import xl_col_to_name

        for place, column in enumerate(self._profile.columns):
            if column.kind is Kind.CODE and column.codes in places and last:
                where, length = places[column.codes]
                letter = xl_col_to_name(where)
                sheet.data_validation(
                    1, place, last, place,
                    {"validate": "list", "source": f"=Codes!${letter}$2:${letter}${length + 1}",
                     "error_title": "Not in the list",
                     "error_message": "Choose a value of the list on the sheet Codes."},
                )  # fmt: skip
        if last:
            sheet.autofilter(0, 0, last, len(self._kinds) - 1)

    def _write_checks(self, checks: Checks) -> None:
        sheet = self._sheet("Checks")
        for place, width in enumerate((10, 26, 46, 60, 60)):
            sheet.set_column(place, place, width)
        row = self._line(sheet, 0, ["", "Check", "Figure", "Result"], self._bold)
        for check, figure, result in checks.lines:
            row = self._line(sheet, row, ["", check, figure, result])
        headings = ["", "Record", "What is missing or odd", "How to mend it", "Field"]
        row = self._line(sheet, row + 1, headings, self._bold)
        for problem in checks.problems:
            row = self._line(
                sheet, row, [problem.severity.label, problem.record, problem.problem, problem.remedy, problem.field]
            )
        if checks.left_off:
            self._line(sheet, row, ["", f"{checks.left_off:,} more; “soc-desk return check” lists them all."])
        elif not checks.problems:
            self._line(sheet, row, ["", "Nothing is missing and nothing is odd."])

    def _write_cover(self, totals: Totals, facts: Facts, checks: Checks) -> None:
        sheet, profile = self._cover, self._profile
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 80)
        sheet.write_string(0, 0, profile.marking.label.upper(), self._bold)
        sheet.write_string(1, 0, safe(profile.title), self._title)
        row = 3
        for name, value in _cover_lines(profile, facts, checks):
            sheet.write_string(row, 0, name, self._bold)
            sheet.write_string(row, 1, safe(value)[:_LONGEST_CELL])
            row += 1
        said = figures(totals)
        names = {"by_p": "By P", "by_level": "By level", "by_threat": "By threat", "apart": "Recorded, not counted"}
        labels = {p.value: p.label for p in FourP} | {level.value: level.label for level in ImpactLevel}
        sheet.write_string(row + 1, 0, "Disruptions counted", self._bold)
        sheet.write_number(row + 1, 1, totals.records)
        row += 2
        for key, name in names.items():
            row += 1
            sheet.write_string(row, 0, name, self._bold)
            for code, count in said[key].items():
                row += 1
                sheet.write_string(row, 0, safe(labels.get(code, code)))
                sheet.write_number(row, 1, count)
            row += 1

    def _line(self, sheet: Any, row: int, cells: Sequence[str], format: Any = None) -> int:  # noqa: ANN401 - no types
        for place, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, place, safe(cell)[:_LONGEST_CELL], format)
        return row + 1


def _cover_lines(profile: Profile, facts: Facts, checks: Checks) -> list[tuple[str, str]]:
    ready = "Ready: nothing stops it." if checks.ready else "Not ready: the sheet Checks says what is to be put right."
    lines = [
        ("Period", facts.period.label),
        ("Lead agency", f"{facts.agency_name} ({profile.theirs('agency', facts.agency)})"),
        ("Return", facts.reference),
        ("Replaces", facts.amends or "No earlier return of this period"),
        ("State", ready),
        ("Data as at", facts.built_at.replace("T", " ")),
        ("Built by", facts.built_by),
        ("Recipient", facts.recipient),
        ("Purpose", facts.purpose),
        ("Print id", facts.print_id),
        ("Profile", f"{profile.id}, SHA-256 {profile.sha256}"),
        ("Snapshot", facts.snapshot_id),
        ("Audit head", facts.audit_head),
        ("Not in this file", AUDIT_NOTE),
        ("Source of the columns", profile.source),
    ]
    if facts.synthetic:
        lines.append(("Data", "All data are synthetic: no real person, group or address."))
    return lines


def _code_lists(profile: Profile) -> list[tuple[str, tuple[str, ...]]]:
    """Their values of every list that a column uses, in our order; lists passed on unchanged are left out."""
    used = {column.codes for column in profile.columns if column.codes}
    used |= {codes for column in profile.columns for _, codes in PARTS.get(column.kind, ()) if codes}
    found = []
    for name in sorted(used):
        mapped = profile.codes.get(name)
        values = tuple(dict.fromkeys(mapped.values())) if mapped else FIXED_CODES.get(name, ())
        if values:
            found.append((name, tuple(str(value) for value in values)))
    return found


def _cut(text: str) -> str:
    return text[: _LONGEST_CELL - len(_CUT)] + _CUT


def _number(value: str) -> float:
    """Excel's number of an ISO date or moment, or of pounds written with pence."""
    if value[4:5] != "-" or len(value) < len("2026-07-01"):
        return float(value)
    days: float = date.fromisoformat(value[:10]).toordinal() - _EPOCH
    if len(value) > len("2026-07-01"):
        days += (int(value[11:13]) * 60 + int(value[14:16])) / 1440
    return days


__all__ = ["XlsxWriter"]
