"""Invented people, groups, priority individuals and vulnerabilities."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from soc_desk.demo import words
from soc_desk.demo.chance import Chance
from soc_desk.vocabulary import Access, Marking, Role, SubjectKind, SubjectStatus

_STATUS = {
    SubjectStatus.ACTIVE: 78,
    SubjectStatus.ARCHIVED: 12,
    SubjectStatus.PROPOSED: 8,
    SubjectStatus.REJECTED: 1,
    SubjectStatus.MERGED: 1,
}
_TIERS = {"1": 8, "2": 30, "3": 62}
THREATS = {
    "COUNTY_LINES": 26,
    "DRUGS": 20,
    "MSHT": 9,
    "CSA": 8,
    "FIREARMS": 8,
    "OAC": 10,
    "FRAUD": 8,
    "ML": 5,
    "CYBER": 3,
    "OIC": 2,
    "BCSE": 1,
}


@dataclass(frozen=True)
class Force:
    """Where invented records hang: ids of areas, teams and people; ``agencies`` are those that may lead."""

    areas: tuple[UUID, ...]
    teams: tuple[UUID, ...]
    officers: tuple[UUID, ...]
    names: dict[UUID, str]
    agencies: tuple[str, ...]


def people(chance: Chance, count: int, teams: tuple[UUID, ...]) -> list[dict[str, Any]]:
    """Officers and their supervisors; none of them exists. The first inspector of each unit but the first heads it."""
    rows, headed = [], {0}
    for place in range(count):
        surname = words.SURNAMES[place % len(words.SURNAMES)]
        rank = words.RANKS[(place * 5 + place // len(words.SURNAMES)) % len(words.RANKS)]
        initial = chr(ord("A") + place // len(words.SURNAMES) % 26)
        heads = rank == "DI" and place % len(teams) not in headed
        headed |= {place % len(teams)} if heads else set()
        roles = [Role.OFFICER, Role.SUPERVISOR] if rank in ("DS", "DI") else [Role.OFFICER]
        rows.append(
            {
                "id": chance.id(),
                "name": f"{initial}.{surname}{place // 800 or ''}".lower(),
                "display": f"{rank} {initial}. {surname}",
                "roles": sorted(role.value for role in roles),
                "team_id": teams[place % len(teams)],
                "heads_team": heads,
                "disabled_at": None,
            }
        )
    return rows


def ocgs(chance: Chance, force: Force, count: int) -> list[dict[str, Any]]:
    """Mapped groups in every state, some of them restricted."""
    return [
        _subject(chance, force, SubjectKind.OCG, f"OCG-{place + 1:04}", _group_name(place)) for place in range(count)
    ]


def others(chance: Chance, force: Force, count: int) -> list[dict[str, Any]]:
    """Priority individuals and vulnerabilities: one in three is a vulnerability."""
    rows = []
    for place in range(count):
        vulnerable = place % 3 == 2
        kind = SubjectKind.VULNERABILITY if vulnerable else SubjectKind.PRIORITY_INDIVIDUAL
        turn = place // 3
        name = (
            words.VULNERABILITIES[turn % 6] + (f" {turn // 6 + 1}" if turn >= 6 else "")
            if vulnerable
            else f"Individual {_group_name(place + 7)}"
        )
        rows.append(_subject(chance, force, kind, f"{'V' if vulnerable else 'PI'}-{place + 1:04}", name))
    return rows


def steps(chance: Chance, subjects: list[dict[str, Any]], by: UUID) -> list[dict[str, Any]]:
    """The history of states that each subject's present one implies."""
    rows = []
    for subject in subjects:
        at, before = chance.moment(subject["mapped_on"]), None
        for after in _path(subject["status"]):
            archived = after is SubjectStatus.ARCHIVED
            if archived:
                at = datetime.combine(subject["status_since"], at.timetz())
            rows.append(
                {
                    "id": chance.id(),
                    "subject_id": subject["id"],
                    "before": before,
                    "after": after,
                    "at": at,
                    "by_id": by,
                    "reason": "Synthetic history.",
                    "archive_reason": subject.pop("archive_reason") if archived else None,
                    "rocu_told_on": at.date() + timedelta(days=1) if archived else None,
                }
            )
            before, at = after, at + timedelta(days=chance.randint(1, 20))
    return rows


def _path(status: SubjectStatus) -> list[SubjectStatus]:
    if status is SubjectStatus.PROPOSED:
        return [SubjectStatus.PROPOSED]
    if status in (SubjectStatus.ACTIVE, SubjectStatus.REJECTED):
        return [SubjectStatus.PROPOSED, status]
    return [SubjectStatus.PROPOSED, SubjectStatus.ACTIVE, status]


def _subject(chance: Chance, force: Force, kind: SubjectKind, reference: str, name: str) -> dict[str, Any]:
    group = kind is SubjectKind.OCG
    status = chance.one(_STATUS) if group else SubjectStatus.ACTIVE
    mapped_on = chance.day(1300, 60 if status is not SubjectStatus.PROPOSED else 3)
    quiet = (
        chance.randint(0, 200) if status is SubjectStatus.ACTIVE and chance.random() < 0.25 else chance.randint(0, 70)
    )
    if status is SubjectStatus.ARCHIVED:
        quiet = chance.randint(190, 700)
    owner = chance.choice(force.officers)
    threat = chance.one(THREATS)
    return {
        "id": chance.id(),
        "kind": kind,
        "reference": reference,
        "name": name,
        "status": status,
        "national_ref": "",
        "operation_name": f"Op {chance.choice(words.OPERATIONS)}" if chance.random() < 0.5 else "",
        "area_id": chance.choice(force.areas),
        "team_id": chance.choice(force.teams),
        "owner_id": owner,
        "primary_threat": threat,
        "secondary_threats": [t for t in chance.some(list(THREATS), 2) if t != threat],
        "assessed_on": _assessed(chance, mapped_on),
        "band": "",
        "tier": chance.one(_TIERS) if group else "",
        "lro": _lro(chance) if group and chance.random() < 0.96 else "",
        "last_intelligence_on": max(mapped_on, chance.today - timedelta(days=quiet)),
        "mapped_on": mapped_on,
        "access": Access.RESTRICTED if group and chance.random() < 0.03 else Access.TEAM,
        "marking": Marking.OFFICIAL_SENSITIVE,
        "notes": "",
        "created_by_id": owner,
        "created_at": chance.moment(mapped_on),
        "import_id": None,
    }


def _assessed(chance: Chance, mapped_on: date) -> date | None:
    """Within a month of mapping; some were never assessed, and nobody is before the day it is."""
    if chance.random() >= 0.93:
        return None
    return min(mapped_on + timedelta(days=chance.randint(0, 30)), chance.today)


def _lro(chance: Chance) -> str:
    surname = chance.choice(words.SURNAMES)
    return (
        f"{chance.choice(words.PARTNERS)}, {surname}"
        if chance.random() < 0.1
        else f"{chance.choice(('DI', 'DS', 'PS', 'Insp'))} {surname}"
    )


def _group_name(place: int) -> str:
    if place < len(words.FIRST):
        return words.FIRST[place]
    place -= len(words.FIRST)
    second = words.SECOND[place // len(words.FIRST) % len(words.SECOND)]
    again = place // (len(words.FIRST) * len(words.SECOND))
    return f"{second} {words.FIRST[place % len(words.FIRST)]}" + (f" {again + 1}" if again else "")
