"""Reads intelligence logs: rows into typed lines, problems by cell, repeats.

A row without reference, day or group, or with a grade nobody can read, is left out with its reason.
"""

from datetime import date
from hashlib import blake2b
from typing import Any

from soc_desk.imports import grades
from soc_desk.imports.columns import Cells, Columns
from soc_desk.imports.grades import Grade
from soc_desk.imports.habits import filled, is_guidance, is_total, repeats_headings
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.spellings import Spellings
from soc_desk.imports.tally import SHOWN_READY, Faults, Tally
from soc_desk.imports.values import WRITE_A_DATE, Reading
from soc_desk.services.import_rows import IntelligenceLine
from soc_desk.vocabulary.ocg import HandlingGrade

_NO_REF: Reading[Any] = Reading(problem="The report has no reference.", remedy="Write its reference.")
_NO_DAY: Reading[Any] = Reading(problem="There is no day on which it was received.", remedy=WRITE_A_DATE)
_NO_GROUP: Reading[Any] = Reading(problem="It names no group.", remedy="Write the reference or name of the group.")
_NO_GRADE: Reading[Any] = Reading(problem="The report is not graded.", remedy="Write its grade, such as 1/B/P.")
_NO_CONDITIONS: Reading[Any] = Reading(
    problem="Handling C has no conditions.", remedy="Write what whoever receives it must keep to."
)


class IntelligenceReader:
    """Takes the rows below the headings one by one; results are in ``lines`` and ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, today: date) -> None:
        self.lines: list[IntelligenceLine] = []
        self.tally = Tally(mapping)
        self._columns = Columns(mapping, spellings, self.tally, today)

    def take(self, row: int, cells: Cells) -> None:
        """Accept, reject or pass over one row."""
        columns = self._columns
        if self._is_aside(cells):
            self.tally.skipped += 1
            return
        if (first := self.tally.first_seen(row, cells)) is not None:
            self.tally.repeat(row, cells, first)
            return
        ref, day, grade = columns.text("ir_ref", cells), columns.day("received_on", cells), self._grade(cells)
        group = columns.text("subject_ref", cells) or columns.text("subject_name", cells)
        at_grade = columns.index("grade", "assessment", "source", "handling")
        conditions = columns.long_text("conditions", row, cells) if "conditions" in columns else ""
        lacks = grade is not None and grade.handling is HandlingGrade.CONDITIONS and not conditions
        faults: Faults = [
            (columns.index("ir_ref"), None if ref else _NO_REF),
            (columns.index("received_on"), day if day.problem else None if day.value else _NO_DAY),
            (columns.index("subject_ref", "subject_name"), None if group else _NO_GROUP),
            (at_grade, self._fault_of(grade, cells)),
            (columns.index("conditions") if "conditions" in columns else at_grade, _NO_CONDITIONS if lacks else None),
        ]
        if day.value is None or grade is None or any(fault is not None for _, fault in faults):
            self.tally.reject(row, cells, faults, understood=bool(ref) + bool(day.value) + bool(group))
            return
        self._accept(row, cells, day.value, grade, conditions)

    def warnings(self) -> list[str]:
        """What a person should know before keeping the rows."""
        return self.tally.warnings()

    def _is_aside(self, cells: Cells) -> bool:
        is_lone = filled(cells) == 1 and len(self._columns.mapping.fields) > 2
        is_said = repeats_headings(cells, self._columns.headings) or is_total(cells, ()) or is_guidance(cells, None)
        return is_lone or is_said

    def _grade(self, cells: Cells) -> Grade | None:
        text = self._columns.text
        return grades.read(
            text("grade", cells), (text("source", cells), text("assessment", cells), text("handling", cells))
        )

    def _fault_of(self, grade: Grade | None, cells: Cells) -> Reading[Any] | None:
        if grade is None:
            said = self._columns.text("grade", cells) or "What stands in the three columns"
            return Reading(problem=f"{said} is no grade.", remedy="Write it as 1/B/P, or an older one such as B 2 4.")
        return None if grade else _NO_GRADE

    def _accept(self, row: int, cells: Cells, received_on: date, grade: Grade, conditions: str) -> None:
        columns = self._columns
        values: dict[str, Any] = {
            "ir_ref": columns.text("ir_ref", cells), "received_on": received_on,
            "reported_on": columns.optional_day("reported_on", row, cells) if "reported_on" in columns else None,
            "source": grade.source, "assessment": grade.assessment, "handling": grade.handling,
            "legacy_grade": grade.older, "conditions": conditions if grade.handling is not HandlingGrade.PERMITTED
            else "", "summary": columns.long_text("summary", row, cells) if "summary" in columns else "",
            "subject_ref": columns.text("subject_ref", cells), "subject_name": columns.text("subject_name", cells),
            "person": columns.text("person", cells),
        }  # fmt: skip
        told = repr(sorted((name, str(value)) for name, value in values.items())).encode()
        self.lines.append(IntelligenceLine(row=row, fingerprint=blake2b(told, digest_size=16).hexdigest(), **values))
        if len(self.tally.ready) < SHOWN_READY:
            parts = (grade.source, grade.assessment, grade.handling)
            words = grade.older or "/".join(part.value for part in parts if part)
            self.tally.accept(row, cells, columns.placed({"grade": words}))
