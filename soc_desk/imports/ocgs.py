"""Reads lists of organised crime groups: rows into typed lines, problems by cell, repeats.

A row without a name, or of a group that was merged away, is left out with its reason, and so is a second row for a
group already read.
"""

from datetime import date
from hashlib import blake2b
from typing import Any

from soc_desk.imports.columns import Cells, Columns
from soc_desk.imports.habits import filled, is_guidance, is_total, repeats_headings
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.spellings import Spellings, plain_words
from soc_desk.imports.tally import SHOWN_READY, Tally
from soc_desk.imports.values import Reading
from soc_desk.services.import_rows import OcgLine
from soc_desk.vocabulary import SubjectStatus
from soc_desk.vocabulary.ocg import Scope

_TEXTS = ("reference", "name", "national_ref", "operation_name", "area", "team", "band", "lro", "sro")
_DATES = ("mapped_on", "assessed_on", "synced_on", "last_intelligence_on")
_NO_NAME: Reading[Any] = Reading(problem="The group has no name.", remedy="Give it a neutral one.")
_MERGED: Reading[Any] = Reading(
    problem="It says that the group was merged, and not into which one.",
    remedy="Write what it was before, and merge it here; or leave the row out.",
)


class OcgReader:
    """Takes the rows below the headings one by one; results are in ``lines`` and ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, today: date) -> None:
        self.lines: list[OcgLine] = []
        self.tally = Tally(mapping)
        self._columns = Columns(mapping, spellings, self.tally, today)
        self._groups: dict[str, int] = {}

    def take(self, row: int, cells: Cells) -> None:
        """Accept, reject or pass over one row."""
        columns = self._columns
        reference, name = columns.text("reference", cells), columns.text("name", cells)
        if self._is_aside(cells):
            self.tally.skipped += 1
        elif (first := self.tally.first_seen(row, cells)) is not None:
            self.tally.repeat(row, cells, first)
        elif not name:
            self.tally.reject(row, cells, [(columns.index("name", "reference"), _NO_NAME)], understood=bool(reference))
        elif (first := self._groups.setdefault(plain_words(reference or name), row)) != row:
            twice: Reading[Any] = Reading(
                problem=f"This group is on row {first} already, with other particulars.", remedy="Keep one of the rows."
            )
            self.tally.reject(row, cells, [(columns.index("reference", "name"), twice)], understood=1)
        else:
            self._accept(row, cells)

    def warnings(self) -> list[str]:
        """What a person should know before keeping the rows."""
        return self.tally.warnings()

    def _is_aside(self, cells: Cells) -> bool:
        is_lone = filled(cells) == 1 and len(self._columns.mapping.fields) > 2
        is_said = repeats_headings(cells, self._columns.headings) or is_total(cells, ()) or is_guidance(cells, None)
        return is_lone or is_said

    def _accept(self, row: int, cells: Cells) -> None:
        columns = self._columns
        status = columns.codes("status", row, cells)
        if SubjectStatus.MERGED.value in status:
            self.tally.reject(row, cells, [(columns.index("status"), _MERGED)], understood=2)
            return
        values: dict[str, Any] = {"reference": "", "name": ""}
        values |= {name: columns.text(name, cells) for name in _TEXTS if name in columns}
        values |= {name: columns.optional_day(name, row, cells) for name in _DATES if name in columns}
        values["notes"] = columns.long_text("notes", row, cells)
        threats = columns.codes("primary_threat", row, cells)
        more = (*threats[1:], *columns.codes("secondary_threats", row, cells))
        values["primary_threat"] = threats[0] if threats else ""
        values["secondary_threats"] = tuple(dict.fromkeys(code for code in more if code not in threats[:1]))
        values |= {name: columns.parts(name, cells) for name in ("affected_areas", "line_names")}
        values["cross_border_forces"] = columns.codes("cross_border_forces", row, cells)
        values["scope"] = next((Scope(code) for code in columns.codes("scope", row, cells)), None)
        values["tier"] = next(iter(columns.codes("tier", row, cells)), "")
        values["status"] = SubjectStatus(status[0]) if status else SubjectStatus.PROPOSED
        told = repr(sorted(values.items())).encode()
        line = OcgLine(row=row, fingerprint=blake2b(told, digest_size=16).hexdigest(), **values)
        self.lines.append(line)
        if len(self.tally.ready) < SHOWN_READY:
            threat = columns.spellings.labels["soc_threat"].get(line.primary_threat, "")
            names = {"status": line.status.label if status else "", "primary_threat": threat}
            self.tally.accept(row, cells, columns.placed(names))
