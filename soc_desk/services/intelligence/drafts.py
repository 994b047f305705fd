"""What the forms of intelligence fill: one report as it bears on a group or person, and a count of the backlog."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soc_desk.domain.days import DayThatWas
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, IntelligenceKind, SourceGrade

LONG_AGO = date(1990, 1, 1)
LEGACY_MAX = 40
_3X5X2 = re.compile(r"[1-3]\W*[A-E]\W*[PC]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class IntelligenceDraft:
    """One report on one group, one person, or a person as a member of a group.

    ``source_checked`` is that whoever saves it looked at the words that may identify a source, and found none does.
    """

    id: UUID | None = None
    version: int | None = None
    subject_id: UUID | None = None
    person_id: UUID | None = None
    ir_ref: str = ""
    kind: IntelligenceKind = IntelligenceKind.REPORT
    reported_on: DayThatWas = None
    received_on: DayThatWas = None
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    conditions: str = ""
    legacy_grade: str = ""
    summary: str = ""
    relates_to_activity: bool = True
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    source_checked: bool = False

    @property
    def grades(self) -> tuple[SourceGrade | AssessmentGrade | HandlingGrade | None, ...]:
        """The three parts of the 3x5x2 grade."""
        return self.source, self.assessment, self.handling

    def problems(self, today: date, summary_max: int) -> dict[str, str]:
        """Field to sentence; ``summary_max`` is local policy."""
        found: dict[str, str] = {}
        if not self.ir_ref.strip():
            found["ir_ref"] = "Enter the reference of the report, as the intelligence system has it."
        if self.subject_id is None and self.person_id is None:
            found["subject_id"] = "Choose the group it bears on, or a person."
        found |= self._of_dates(today) | self._of_grade()
        if len(self.summary.strip()) > summary_max:
            found["summary"] = (
                f"The sanitised summary has {len(self.summary.strip())} characters; shorten it to {summary_max}. "
                "The report itself stays in the intelligence system."
            )
        return found

    def _of_dates(self, today: date) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, day in (("received_on", self.received_on), ("reported_on", self.reported_on)):
            if day is not None and day > today:
                found[name] = "The date lies in the future; check it."
            elif day is not None and day < LONG_AGO:
                found[name] = "The date is too long ago; check the year."
        if self.received_on is None:
            found["received_on"] = "Enter when it was received, such as 14 Nov 2026: the archive clock runs from it."
        elif self.reported_on is not None and self.reported_on > self.received_on and not found:
            found["reported_on"] = "It cannot be reported after it was received; check both dates."
        return found

    def _of_grade(self) -> dict[str, str]:
        found: dict[str, str] = {}
        given = [part for part in self.grades if part is not None]
        if given and self.legacy_grade.strip():
            found["legacy_grade"] = (
                "Give either a 3x5x2 grade or an older one as it was written, not both; none is turned into the other."
            )
        elif _3X5X2.fullmatch(self.legacy_grade.strip()):
            found["legacy_grade"] = "That is a 3x5x2 grade; choose its source, assessment and handling instead."
        elif len(self.legacy_grade.strip()) > LEGACY_MAX:
            found["legacy_grade"] = "Write only the grade as the report has it, such as B 2 4."
        elif given and len(given) < 3:
            missing = {"source": self.source, "assessment": self.assessment, "handling": self.handling}
            found |= {name: "Complete the grade: source, assessment and handling." for name, part in missing.items()
                      if part is None}  # fmt: skip
        elif not given and not self.legacy_grade.strip() and self.kind is IntelligenceKind.REPORT:
            found["source"] = "Grade the report: source, assessment and handling, such as 1/B/P."
        if self.handling is HandlingGrade.CONDITIONS and not self.conditions.strip():
            found["conditions"] = "Handling C needs its conditions in words, or nobody could keep to them."
        if self.handling is HandlingGrade.PERMITTED and self.conditions.strip():
            found["conditions"] = "Conditions belong to handling C; choose C, or take the conditions away."
        return found


@dataclass(frozen=True, kw_only=True)
class BacklogDraft:
    """How many reports waited to be processed on a day, counted by hand in the intelligence system."""

    counted_on: DayThatWas = None
    waiting: int | None = None
    oldest_on: DayThatWas = None
    note: str = ""

    def problems(self, today: date) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.counted_on is None:
            found["counted_on"] = "Enter the day on which the reports were counted."
        elif self.counted_on > today:
            found["counted_on"] = "The day lies in the future; check it."
        if self.waiting is None or self.waiting < 0:
            found["waiting"] = "Enter how many reports waited; 0 when there were none."
        elif self.waiting == 0 and self.oldest_on is not None:
            found["oldest_on"] = "Nothing waited, so there is no oldest report; leave its date empty."
        if self.oldest_on is not None and self.counted_on is not None and self.oldest_on > self.counted_on:
            found["oldest_on"] = "The oldest report cannot be younger than the count; check both dates."
        return found
