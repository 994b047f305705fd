"""What the forms of people fill: a person with names and details, and a link to a group."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soc_desk.domain.age import Age
from soc_desk.domain.age import age as years_between
from soc_desk.domain.days import DayOfLife, DayThatWas, DayToCome
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    Basis,
    DataCategory,
    DetailKind,
    HandlingGrade,
    LinkRole,
    NameKind,
    SourceGrade,
)

OLDEST = 120
EARLIEST = 1900
_FIGURES_OF_A_PHONE = 3
DESCRIPTION_MAX = 2_000
_VICTIMS = (LinkRole.POTENTIAL_VICTIM, LinkRole.VICTIM)


@dataclass(frozen=True, kw_only=True)
class NameLine:
    """Another name as the form holds it."""

    kind: NameKind = NameKind.ALIAS
    name: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DetailLine:
    """A phone, address, vehicle, account or identifier as the form holds it: dated and graded."""

    kind: DetailKind = DetailKind.PHONE
    value: str = ""
    note: str = ""
    from_on: DayOfLife = None
    to_on: DayOfLife = None
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    conditions: str = ""

    @property
    def grade(self) -> str:
        """As printed, ``1/B/P``; empty where it was not graded."""
        return grade_words(self.source, self.assessment, self.handling)


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """What the form of a person fills; ``review_due_on`` left empty follows the force's policy."""

    id: UUID | None = None
    version: int | None = None
    family_name: str = ""
    given_names: str = ""
    names: tuple[NameLine, ...] = ()
    born_on: DayOfLife = None
    age_from: int | None = None
    age_to: int | None = None
    age_noted_on: DayThatWas = None
    unidentified: bool = False
    description: str = ""
    details: tuple[DetailLine, ...] = ()
    pnc_id: str = ""
    cro_id: str = ""
    retention_group: str = ""
    review_due_on: DayToCome = None
    processing_restricted: bool = False
    marking: Marking = Marking.OFFICIAL_SENSITIVE

    @property
    def age(self) -> Age:
        """What it says of how old they are."""
        return Age(self.born_on, self.age_from, self.age_to, self.age_noted_on)

    def problems(self, today: date | None = None) -> dict[str, str]:
        """Field to sentence; with ``today``, days to come as well."""
        found: dict[str, str] = {}
        if not (self.family_name.strip() or self.given_names.strip() or self.unidentified):
            found["family_name"] = "Enter a family or given name, or say that the person is not identified yet."
        if self.born_on is not None and self.born_on.year < EARLIEST:
            found["born_on"] = "The date is too long ago; check the year."
        found |= self._problems_of_age()
        if len(self.description) > DESCRIPTION_MAX:
            found["description"] = f"Shorten it to {DESCRIPTION_MAX:,} characters."
        if any(not line.name.strip() for line in self.names):
            found["names"] = "Enter each other name, or remove the line."
        for line in self.details:
            if problem := _problem_of_detail(line):
                found["details"] = problem
        if today is not None:
            for field in ("born_on", "age_noted_on"):
                if (getattr(self, field) or today) > today:
                    found[field] = "The date is in the future; check it."
        return found

    def _problems_of_age(self) -> dict[str, str]:
        ages = [age for age in (self.age_from, self.age_to) if age is not None]
        if not all(0 <= age <= OLDEST for age in ages):
            return {"age_from": f"Enter an age between 0 and {OLDEST}."}
        if len(ages) == 2 and ages[0] > ages[1]:
            return {"age_to": "The second age is the greater one; swap the two."}
        if ages and self.born_on is not None and self.age_noted_on is not None:
            then = years_between(self.born_on, self.age_noted_on)
            if not ages[0] <= then <= ages[-1]:
                told = f"By the date of birth they were {then} on that day. Correct it, or leave the age empty."
                return {"age_from": told}
        if ages and self.age_noted_on is None and self.born_on is None:
            return {"age_noted_on": "Say on which day they were thought to be of that age."}
        return {}


@dataclass(frozen=True, kw_only=True)
class LinkDraft:
    """What the form of a link fills: what somebody is to a group, individual or vulnerability.

    ``child_confirmed`` answers the question that is asked about somebody under 18, ``opening_confirmed`` the one that
    is asked where the link makes somebody known to all who was known in closed records alone.
    """

    id: UUID | None = None
    version: int | None = None
    person_id: UUID | None = None
    subject_id: UUID | None = None
    role: LinkRole | None = None
    category: DataCategory | None = None
    from_on: DayOfLife = None
    to_on: DayOfLife = None
    basis: Basis = Basis.ASSESSMENT
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    conditions: str = ""
    note: str = ""
    child_confirmed: bool = False
    opening_confirmed: bool = False

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.subject_id is None:
            found["subject_id"] = "Choose the group, priority individual or vulnerability."
        if self.role is None:
            found["role"] = "Choose what they are to it."
        if self.category is None:
            found["category"] = "Choose the data category (DPA 2018 s.38(3))."
        elif problem := category_problem(self.role, self.category):
            found["category"] = problem
        return found | _problems_of_line(self)


def category_problem(role: LinkRole | None, category: DataCategory) -> str:
    """Why a role does not go with a data category (DPA 2018 s.38(3)), or empty."""
    if role in _VICTIMS and category is not DataCategory.VICTIM:
        return "A victim's category is “Victim or possible victim”. What they are suspected of is a link of its own."
    if role is LinkRole.WITNESS and category is not DataCategory.WITNESS:
        return "A witness's category is “Witness or other”."
    return ""


def grade_words(
    source: SourceGrade | None, assessment: AssessmentGrade | None, handling: HandlingGrade | None
) -> str:  # fmt: skip
    """A 3x5x2 grade as printed, ``1/B/P`` with a dash for what is missing; empty where nothing is graded."""
    parts = (source, assessment, handling)
    return "/".join(part.value if part else "–" for part in parts) if any(parts) else ""


def _problem_of_detail(line: DetailLine) -> str:
    if not line.value.strip():
        return f"{line.kind.label}: enter it, or remove the line."
    if line.kind is DetailKind.PHONE and sum(letter.isdigit() for letter in line.value) < _FIGURES_OF_A_PHONE:
        return f"{line.kind.label} {line.value}: write the number in figures, or choose another kind."
    problems = _problems_of_line(line)
    return next((f"{line.kind.label} {line.value}: {told[0].lower()}{told[1:]}" for told in problems.values()), "")


def _problems_of_line(line: DetailLine | LinkDraft) -> dict[str, str]:
    found = {}
    if line.from_on is not None and line.to_on is not None and line.to_on < line.from_on:
        found["to_on"] = "It ends before it begins; check the two dates."
    grade = {"source": line.source, "assessment": line.assessment, "handling": line.handling}
    if any(grade.values()):
        told = "Complete the grade: source, assessment and handling; or leave all three empty."
        found |= {name: told for name, part in grade.items() if part is None}
    if line.handling is HandlingGrade.CONDITIONS and not line.conditions.strip():
        found["conditions"] = "Handling C needs the conditions in words."
    return found
