"""Reads disruption trackers: rows into typed lines, problems by cell, repeats.

A row whose date, P, level or subject is missing or cannot be understood, or whose date lies in the future, is left out
with its reason; an exact repeat of a row is a duplicate; title, blank and totals rows are neither. Anything else that
cannot be read is left blank and said in the warnings, so that no record is lost over a detail.
"""

import re
from datetime import date
from hashlib import blake2b
from typing import Any

from soc_desk.imports.cells import on_screen
from soc_desk.imports.columns import Cells, Columns
from soc_desk.imports.habits import SwapWatch, filled, is_guidance, is_total, looks_like_a_reference, repeats_headings
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.spellings import Spellings
from soc_desk.imports.tally import SHOWN_READY, Faults, Tally
from soc_desk.imports.values import SPREADSHEET_ERRORS, WRITE_A_DATE, Reading, clipped
from soc_desk.services.import_rows import DisruptionLine
from soc_desk.vocabulary import FourP, ImpactLevel, SubjectKind

FILLED_DOWN = frozenset(
    {"disruption_date", "subject_ref", "subject_name", "subject_kind", "four_p", "impact_level", "primary_threat",
     "area", "officer", "lro", "lead_agency", "lead_unit", "operation_name"}
)  # fmt: skip
"""Fields whose merged cells hold for every row they cover."""

_TEXTS = (
    "area", "officer", "lro", "lead_unit", "operation_name", "title", "plan_ref", "county_line_ref", "national_ref",
    "reference", "subject_name",
)  # fmt: skip
_LONG_TEXTS = ("narrative", "impact_rationale")
_PROSE = (*_LONG_TEXTS, "title", "partners", "evidence_refs")
_SEVERAL = re.compile(r"\b(?:OCG|PI|VUL)[\s_/-]?[A-Z0-9-]*\d+\b", re.IGNORECASE)
_PREFIX = re.compile(r"[A-Za-z]+")
_KINDS = {
    "PI": SubjectKind.PRIORITY_INDIVIDUAL,
    "V": SubjectKind.VULNERABILITY,
    "VUL": SubjectKind.VULNERABILITY,
    "VULN": SubjectKind.VULNERABILITY,
}
_NO_DATE: Reading[Any] = Reading(problem="There is no date.", remedy=WRITE_A_DATE)
_NO_P: Reading[Any] = Reading(problem="No P is given.", remedy="Write Pursue, Prevent, Protect or Prepare.")
_NO_LEVEL: Reading[Any] = Reading(
    problem="No level is given.", remedy="Write Major, Moderate, Minor, None or Negative."
)
_NO_SUBJECT: Reading[Any] = Reading(problem="No subject is given.", remedy="Write the reference of the group.")


class DisruptionReader:
    """Takes the rows below the headings one by one; results are in ``lines`` and ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, today: date) -> None:
        self.lines: list[DisruptionLine] = []
        self.tally = Tally(mapping)
        self._columns = Columns(mapping, spellings, self.tally, today)
        self._prose = {index for name in _PROSE if (index := self._columns.index(name)) is not None}
        self._texts = [name for name in _TEXTS if name in self._columns]
        self._long_texts = [name for name in _LONG_TEXTS if name in self._columns]
        self._prints: dict[bytes, int] = {}
        self._nationals: set[str] = set()
        self._shared_nationals = 0
        self._swaps = SwapWatch()

    def take(self, row: int, cells: Cells) -> None:
        """Accept, reject or pass over one row."""
        columns = self._columns
        happened = columns.day("disruption_date", cells)
        p, level = columns.code("four_p", cells), columns.code("impact_level", cells)
        subject = columns.text("subject_ref", cells)
        subject_fault = self._subject_fault(subject, cells)
        if happened.value and p.value and level.value and subject_fault is None:
            if (first := self.tally.first_seen(row, cells)) is not None:
                self.tally.repeat(row, cells, first)
                return
            self._accept(row, cells, happened.value, FourP(p.value), ImpactLevel(level.value))
            return
        if self._is_aside(cells, happened, p, level):
            self.tally.skipped += 1
        elif (first := self.tally.first_seen(row, cells)) is not None:
            self.tally.repeat(row, cells, first)
        else:
            faults: Faults = [
                (columns.index("disruption_date"), _fault(happened, _NO_DATE)),
                (columns.index("subject_ref", "subject_name"), subject_fault),
                (columns.index("four_p"), _fault(p, _NO_P)),
                (columns.index("impact_level"), _fault(level, _NO_LEVEL)),
            ]
            understood = sum(1 for reading in (happened, p, level) if reading.value is not None)
            self.tally.reject(row, cells, faults, understood=understood + looks_like_a_reference(subject))

    def warnings(self) -> list[str]:
        """What a person should know before keeping the rows."""
        told = self.tally.warnings()
        if self._shared_nationals:
            rows = "row carries" if self._shared_nationals == 1 else "rows carry"
            told.append(
                f"{self._shared_nationals} {rows} a national reference that an earlier row carries too; "
                "it stays with the earlier one."
            )
        return told + self._swaps.warnings()

    def _subject_fault(self, subject: str, cells: Cells) -> Reading[Any] | None:
        if not subject:
            error = self._columns.cell("subject_ref", cells)
            if error in SPREADSHEET_ERRORS:
                problem = f"The cell shows the error {error}."
                return Reading(problem=problem, remedy="Correct the formula or type the value.")
            return None if self._columns.text("subject_name", cells) else _NO_SUBJECT
        if len(subject) > 8 and len({match.upper() for match in _SEVERAL.findall(subject)}) > 1:
            problem = f"“{clipped(subject)}” names more than one subject; a disruption counts against one."
            return Reading(problem=problem, remedy="Keep the main one, or write a row for each act.")
        return None

    def _is_aside(self, cells: Cells, happened: Reading[date], p: Reading[str], level: Reading[str]) -> bool:
        """Whether a row that lacks something is no record at all: a heading, a total, a note, guidance."""
        if repeats_headings(cells, self._columns.headings):
            return True
        if is_guidance(cells, self._columns.index("disruption_date")):
            return True
        if happened.value is not None or "future" in happened.problem:
            return False
        coded = (p.value is not None) + (level.value is not None)
        if coded < 2 and is_total(cells, self._prose):
            return True
        referenced = looks_like_a_reference(self._columns.text("subject_ref", cells))
        return filled(cells) <= 2 and not (referenced and filled(cells) == 2) and coded < 2

    def _accept(self, row: int, cells: Cells, day: date, p: FourP, level: ImpactLevel) -> None:
        columns = self._columns
        values: dict[str, Any] = {name: columns.text(name, cells) for name in self._texts}
        for name in self._long_texts:
            values[name] = columns.long_text(name, row, cells)
        threats = columns.codes("primary_threat", row, cells)
        more = (*threats[1:], *columns.codes("secondary_threats", row, cells))
        values["primary_threat"] = threats[0] if threats else ""
        values["secondary_threats"] = tuple(dict.fromkeys(code for code in more if code not in threats[:1]))
        values["lead_agency"] = next(iter(columns.codes("lead_agency", row, cells)), "")
        values["activity_types"] = columns.codes("activity_types", row, cells)
        values["supporting_agencies"], values["partners"] = columns.agencies(cells)
        values["evidence_refs"] = columns.parts("evidence_refs", cells)
        values["subject_ref"] = columns.text("subject_ref", cells)
        values["outcomes"] = columns.outcomes(row, cells)
        values["subject_kind"] = self._kind(values["subject_ref"], row, cells)
        national = values.pop("national_ref", "")
        values["fingerprint"] = self._fingerprint(day, p, level, values)
        values["drugs"] = columns.drugs(row, cells)
        if national in self._nationals:
            self._shared_nationals += 1
            national = ""
        elif national:
            self._nationals.add(national)
        self._swaps.see(columns.cell("disruption_date", cells), day)
        values = {"subject_name": "", **values}
        line = DisruptionLine(
            row=row, disruption_date=day, four_p=p, impact_level=level, national_ref=national, **values
        )
        self.lines.append(line)
        if len(self.tally.ready) < SHOWN_READY:
            self.tally.accept(row, cells, self._read_as(line))

    def _kind(self, subject: str, row: int, cells: Cells) -> SubjectKind:
        """What the row says it is, else what the reference begins with; most are groups."""
        if "subject_kind" in self._columns and (codes := self._columns.codes("subject_kind", row, cells)):
            return SubjectKind(codes[0])
        begins = _PREFIX.match(subject)
        return _KINDS.get(begins[0].upper(), SubjectKind.OCG) if begins else SubjectKind.OCG

    def _fingerprint(self, day: date, p: FourP, level: ImpactLevel, values: dict[str, Any]) -> str:
        """The same for the same row whenever it is read; the second of two rows that read alike gets its own.

        The national reference is no part of it: trackers get it filled in later, and the row stays the same row. Nor
        are noughts and drugs, which were once not read: what was imported then is known again.
        """
        counted = tuple(outcome for outcome in values["outcomes"] if outcome[1])
        told = (day.isoformat(), p.value, level.value, *sorted({**values, "outcomes": counted}.items()))
        print_ = blake2b(repr(told).encode(), digest_size=16)
        times = self._prints[print_.digest()] = self._prints.get(print_.digest(), 0) + 1
        if times > 1:
            print_.update(f"#{times}".encode())
        return print_.hexdigest()

    def _read_as(self, line: DisruptionLine) -> dict[int, str]:
        """Column to what its cell was read as, for the cells where a person wants to see it."""
        labels = self._columns.spellings.labels["soc_threat"]
        told = {
            "disruption_date": on_screen(line.disruption_date),
            "four_p": line.four_p.label,
            "impact_level": line.impact_level.label,
            "primary_threat": labels.get(line.primary_threat, ""),
        }
        return self._columns.placed(told)


def _fault(reading: Reading[Any], blank: Reading[Any]) -> Reading[Any] | None:
    if reading.value is not None:
        return None
    return reading if reading.problem else blank
