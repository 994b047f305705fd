"""Invented intelligence: reports on groups and people, in every grade, with what does not keep a group from review."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from soc_desk.demo import life_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.demo.persons import grade
from soc_desk.domain import IntelligenceBacklog, IntelligenceLink
from soc_desk.vocabulary import SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, IntelligenceKind

_KINDS = {
    IntelligenceKind.REPORT: 90, IntelligenceKind.NEGATIVE_CHECK: 6, IntelligenceKind.OWN_DISRUPTION: 3,
    IntelligenceKind.REVIEW_NOTE: 1,
}  # fmt: skip
_ALONE, _LEGACY, _DUPLICATE, _OF_A_MEMBER, _NAMED = 0.03, 0.06, 0.02, 0.05, 0.25
"""Shares: on a person alone, with a 5x5x5 grade, duplicates, on a member and not the activity, naming a member."""
_NUMBERS = ("two", "three", "four", "five")
_GRADES = ("source", "assessment", "handling")


def links(
    chance: Chance, subjects: list[Row], members: dict[UUID, list[UUID]], count: int, officers: tuple[UUID, ...]
) -> Iterator[Row]:
    """So many, as the archive clock of each subject says: its newest qualifying one is ``last_intelligence_on``."""
    alone = [person for people in members.values() for person in people] if members else []
    weights = [0.7 + chance.random() * (0.3 + 0.7 * (s["status"] is SubjectStatus.ACTIVE)) for s in subjects]
    share = count * (1 - _ALONE) / sum(weights)
    serial = 0
    for subject, weight in zip(subjects, weights, strict=True):
        newest: Row | None = None
        for day in _days(chance, subject, max(1, round(weight * share))):
            serial += 1
            people = members.get(subject["id"], [])
            kind = IntelligenceKind.REPORT if newest is None else chance.one(_KINDS)
            row = _report(chance, serial, day, officers, kind) | {"subject_id": subject["id"]}
            if newest is None:  # which the archive clock runs from
                newest = row
                if row["assessment"] is AssessmentGrade.FALSE:
                    row["assessment"] = AssessmentGrade.CORROBORATED
            else:
                _bears_on(chance, row, people, newest)
            yield _judged(row)
    while serial < count and alone:
        serial += 1
        row = _report(chance, serial, chance.day(1_000), officers, IntelligenceKind.REPORT)
        yield _judged(row | {"person_id": chance.choice(alone), "summary": chance.choice(said.ON_A_PERSON)})


def _days(chance: Chance, subject: Row, number: int) -> list[date]:
    """The newest first; none between an archiving's period and what came in after it."""
    newest = subject["last_intelligence_on"]
    mapped = subject["mapped_on"] - timedelta(days=30)
    stirred = subject["status"] is SubjectStatus.ARCHIVED and newest > subject["status_since"]
    until = subject["status_since"] - timedelta(days=190) if stirred else newest
    span = max((until - mapped).days, 1)
    return [newest, *sorted((until - timedelta(days=chance.randrange(span)) for _ in range(number - 1)), reverse=True)]


def _report(chance: Chance, serial: int, day: date, officers: tuple[UUID, ...], kind: IntelligenceKind) -> Row:
    number = chance.choice(_NUMBERS)
    summary = chance.choice(said.CHECKS if kind is IntelligenceKind.NEGATIVE_CHECK else said.REPORTS)
    row = blank(IntelligenceLink) | {
        "id": chance.id(), "serial": serial, "ir_ref": f"SYN-IR-{day.year}-{serial:06}", "kind": kind,
        "reported_on": day - timedelta(days=chance.randint(0, 6)), "received_on": day,
        "summary": summary.format(who="A member", day=chance.choice(said.DAYS), n=number),
        "entered_by_id": chance.choice(officers), "entered_at": chance.moment(day), **grade(chance),
    }  # fmt: skip
    if kind is not IntelligenceKind.REPORT:
        row |= dict.fromkeys(_GRADES) | {"conditions": ""}
    elif (chance.today - day).days > 500 and chance.random() < 2 * _LEGACY:
        row |= dict.fromkeys(_GRADES) | {"conditions": "", "legacy_grade": chance.choice(said.LEGACY)}
    return row


def _bears_on(chance: Chance, row: Row, people: list[UUID], other: Row) -> None:
    """On a member by name, on that member alone, or only a repetition."""
    if people and chance.random() < _NAMED:
        row["person_id"] = chance.choice(people)
        row["relates_to_activity"] = chance.random() >= _OF_A_MEMBER / _NAMED
    elif chance.random() < _DUPLICATE:
        row["duplicate_of_id"] = other["id"]


def _judged(row: Row) -> Row:
    """``qualifying`` as ``IntelligenceLink.judge`` has it."""
    row["qualifying"] = (
        row["subject_id"] is not None
        and row["relates_to_activity"]
        and row["kind"] is IntelligenceKind.REPORT
        and row["assessment"] is not AssessmentGrade.FALSE
        and row["duplicate_of_id"] is None
    )
    return row


def backlog(chance: Chance, by: UUID) -> list[Row]:
    """How many reports waited, counted each Monday of half a year."""
    monday = chance.today - timedelta(days=chance.today.weekday())
    rows, waiting = [], 140
    for week in range(26, 0, -1):
        on = monday - timedelta(weeks=week - 1)
        waiting = max(12, waiting + chance.randint(-26, 20))
        rows.append(
            blank(IntelligenceBacklog) | {
                "id": chance.id(), "counted_on": on, "waiting": waiting, "entered_by_id": by,
                "oldest_on": on - timedelta(days=chance.randint(4, 40)), "entered_at": chance.moment(on),
            }
        )  # fmt: skip
    return rows
