"""Invented disruptions with their outcomes: narratives of 60 to 120 words, every state, three years."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from soc_desk.demo import words
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import THREATS, Force
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, Marking, ModerationResult, OutcomeKind

_FOUR_PS = {FourP.PURSUE: 55, FourP.PREVENT: 18, FourP.PROTECT: 18, FourP.PREPARE: 9}
_LEVELS = {
    ImpactLevel.MAJOR: 8,
    ImpactLevel.MODERATE: 30,
    ImpactLevel.MINOR: 58,
    ImpactLevel.NONE: 3,
    ImpactLevel.NEGATIVE: 1,
}
_OLD = {DisruptionStatus.KEYED: 88, DisruptionStatus.APPROVED: 9, DisruptionStatus.WITHDRAWN: 3}
_RECENT = {
    DisruptionStatus.KEYED: 25,
    DisruptionStatus.APPROVED: 35,
    DisruptionStatus.SUBMITTED: 18,
    DisruptionStatus.DRAFT: 14,
    DisruptionStatus.RETURNED: 8,
}
_RECENT_DAYS = 45
_ACTIVITIES = {
    FourP.PURSUE: ("arrest", "charge", "conviction", "sentence", "asset_seizure", "equipment_seizure"),
    FourP.PREVENT: ("education", "partner_work"),
    FourP.PROTECT: ("safeguarding", "partner_work"),
    FourP.PREPARE: ("partner_work", "education", "other"),
}
_COUNTS = {
    FourP.PURSUE: (
        OutcomeKind.ARRESTS,
        OutcomeKind.CHARGES,
        OutcomeKind.CONVICTIONS,
        OutcomeKind.WARRANTS,
        OutcomeKind.PHONES,
        OutcomeKind.STOP_SEARCHES,
        OutcomeKind.OTHER_WEAPONS,
        OutcomeKind.COUNTY_LINES_TYPE1,
    ),
    FourP.PREVENT: (OutcomeKind.SAFEGUARDED_CHILDREN, OutcomeKind.COUNTY_LINES_TYPE2),
    FourP.PROTECT: (OutcomeKind.SAFEGUARDED_CHILDREN, OutcomeKind.SAFEGUARDED_ADULTS, OutcomeKind.FRAUD_VICTIMS),
    FourP.PREPARE: (),
}
_NUMBERS = ("two", "three", "four", "five", "six", "seven")


def disruptions(
    chance: Chance, force: Force, subjects: list[dict[str, Any]], serials: range, days: int
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """For each serial a disruption's columns and its outcomes' columns."""
    open_subjects = [subject for subject in subjects if subject["status"] not in ("rejected", "merged", "proposed")]
    dates = sorted(chance.day(days) for _ in serials)
    for serial, on in zip(serials, dates, strict=True):
        row = _disruption(chance, force, _mapped_by(chance, open_subjects, on), serial, on)
        yield row, _outcomes(chance, row)


def _mapped_by(chance: Chance, subjects: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """A subject that was mapped by that day, where a few draws find one."""
    drawn = [chance.choice(subjects) for _ in range(5)]
    return next((subject for subject in drawn if subject["mapped_on"] <= on), drawn[0])


def _disruption(chance: Chance, force: Force, subject: dict[str, Any], serial: int, on: date) -> dict[str, Any]:
    four_p, level = chance.one(_FOUR_PS), chance.one(_LEVELS)
    status = chance.one(_RECENT if (chance.today - on).days < _RECENT_DAYS else _OLD)
    threat = subject["primary_threat"] if chance.random() < 0.85 else chance.one(THREATS)
    recorder = subject["owner_id"] if chance.random() < 0.6 else chance.choice(force.officers)
    recorded_at = chance.moment(on + timedelta(days=chance.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 30))))
    moderated = status in (DisruptionStatus.APPROVED, DisruptionStatus.KEYED, DisruptionStatus.RETURNED)
    submitted = moderated or status is DisruptionStatus.SUBMITTED
    moderator = next(officer for officer in chance.sample(force.officers, 2) if officer != recorder)
    changed = (
        moderated and status is not DisruptionStatus.RETURNED and level is ImpactLevel.MINOR and chance.random() < 0.05
    )
    return {
        "id": chance.id(),
        "serial": serial,
        "reference": f"D-{recorded_at.year}-{serial:04}",
        "subject_id": subject["id"],
        "disruption_date": on,
        "four_p": four_p,
        "impact_level": level,
        "primary_threat": threat,
        "status": status,
        "national_ref": f"SYN-{serial:07}" if status is DisruptionStatus.KEYED else None,
        "lead_agency": chance.choice(force.agencies),
        "lead_unit": chance.choice(words.TEAMS),
        "supporting_agencies": ["serocu"] if chance.random() < 0.2 else [],
        "operation_name": subject["operation_name"],
        "area_id": subject["area_id"] if chance.random() < 0.9 else chance.choice(force.areas),
        "secondary_threats": [t for t in chance.some(list(THREATS), 1) if t != threat],
        "county_line_ref": "",
        "four_p_secondary": [],
        "impact_rationale": words.RATIONALE[level.value],
        "activity_types": [chance.choice(_ACTIVITIES[four_p])],
        "tactic_area": "",
        "title": chance.choice(words.TITLES[four_p.value]),
        "narrative": _narrative(chance, four_p),
        "evidence_refs": [{"kind": "crime", "reference": f"SYN{serial:08}", "date": on.isoformat()}]
        if chance.random() < 0.96
        else [],
        "partners": chance.some(words.PARTNERS, 2),
        "plan_ref": "",
        "lro": subject["lro"],
        "marking": Marking.OFFICIAL_SENSITIVE,
        "distinct_because": "",
        "recorded_by_id": recorder,
        "recorded_at": recorded_at,
        "officer": force.names[recorder],
        "submitted_by_id": recorder if submitted else None,
        "submitted_at": recorded_at + timedelta(hours=2) if submitted else None,
        "moderated_by_id": moderator if moderated else None,
        "moderated_at": min(recorded_at + timedelta(days=1), chance.evening()) if moderated else None,
        "moderation_result": _result(status, changed) if moderated else None,
        "moderation_note": _note(status, changed),
        "level_before": ImpactLevel.MODERATE if changed else None,
        "import_id": None,
        "fingerprint": None,
    }


def _result(status: DisruptionStatus, changed: bool) -> ModerationResult:
    if status is DisruptionStatus.RETURNED:
        return ModerationResult.RETURNED
    return ModerationResult.LEVEL_CHANGED if changed else ModerationResult.AGREED


def _note(status: DisruptionStatus, changed: bool) -> str:
    if status is DisruptionStatus.RETURNED:
        return "Say what shows the level."
    return "Short term only." if changed else ""


def _narrative(chance: Chance, four_p: FourP) -> str:
    """Sentences until there are at least 60 words; never more than 120."""
    chosen = [
        *chance.sample(words.DONE[four_p.value], 3),
        *chance.sample(words.CHANGED, 2),
        *chance.sample(words.CONTEXT, 4),
    ]
    number = chance.choice(_NUMBERS)
    told: list[str] = []
    missing = chance.randint(60, 90)
    for sentence in chosen:
        said = sentence.format(n=number, N=number.capitalize())
        told.append(said)
        missing -= len(said.split())
        if missing <= 0:
            break
    return " ".join(told)


def _outcomes(chance: Chance, row: dict[str, Any]) -> list[dict[str, Any]]:
    lines = [
        _line(chance, row, place, kind, quantity=float(chance.randint(1, 6)))
        for place, kind in enumerate(chance.some(_COUNTS[row["four_p"]], 2))
    ]
    if any(line["kind"] is OutcomeKind.COUNTY_LINES_TYPE1 for line in lines) and all(
        line["kind"] is not OutcomeKind.CHARGES for line in lines
    ):
        lines.append(
            _line(chance, row, len(lines), OutcomeKind.CHARGES, quantity=1.0)
        )  # type 1 means the line holder was charged
    if row["four_p"] is FourP.PURSUE and chance.random() < 0.3:
        lines.append(
            _line(chance, row, len(lines), OutcomeKind.CASH_SEIZED, value_pence=chance.randint(20, 4000) * 1000)
        )
    if row["four_p"] is FourP.PURSUE and row["primary_threat"] in ("DRUGS", "COUNTY_LINES") and chance.random() < 0.4:
        wraps = chance.randint(20, 600)
        lines.append(
            _line(
                chance,
                row,
                len(lines),
                OutcomeKind.DRUGS,
                quantity=float(wraps),
                unit="wraps",
                detail="wraps",
                value_pence=wraps * 1000,
            )
        )
    return lines


def _line(chance: Chance, row: dict[str, Any], place: int, kind: OutcomeKind, **values: Any) -> dict[str, Any]:
    empty = {"quantity": None, "unit": "", "detail": "", "stage": "", "value_pence": None, "note": ""}
    return {"id": chance.id(), "disruption_id": row["id"], "position": place, "kind": kind, **empty, **values}
