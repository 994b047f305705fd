"""How invented groups stand: who leads them, how far they reach, which are quiet, archived, back or merged."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from soc_desk.demo import life_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.domain import SubjectStatusChange
from soc_desk.vocabulary import Access, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason, Scope

_SCOPES = {Scope.AREA: 30, Scope.FORCE: 34, Scope.REGIONAL: 22, Scope.NATIONAL: 9, Scope.INTERNATIONAL: 5}
_PERIOD = 183
"""Days without intelligence after which a group is proposed for the archive, as shipped."""
_QUIET, _STIRRING, _BACK, _LATE = 0.07, 0.3, 0.05, 0.16
_DAY = timedelta(days=1)


def complete(chance: Chance, force: Force, subjects: list[Row], me: UUID, forces: tuple[str, ...]) -> list[Row]:
    """Fill in what stands on each record; gives steps of their lives beyond the usual ones. For new rows alone."""
    groups = [subject for subject in subjects if subject["kind"] is SubjectKind.OCG]
    heads = tuple(user for user, name in force.names.items() if name.startswith("DI ")) or force.officers
    steps: list[Row] = []
    for subject in subjects:
        subject |= {
            "lro_id": None, "sro": "", "sro_id": None, "scope": None, "affected_areas": None, "line_names": None,
            "cross_border_forces": None, "synced_on": None, "intelligence_told_on": None, "review_due_on": None,
            "status_since": None, "merged_into_id": None,
        }  # fmt: skip
    for subject in groups:
        _lead(chance, force, subject, heads, me)
        _reach(chance, force, subject, forces)
        match subject["status"]:
            case SubjectStatus.ACTIVE:
                steps += _active(chance, subject, me)
            case SubjectStatus.ARCHIVED:
                _archived(chance, subject)
            case SubjectStatus.MERGED:
                into = [g for g in groups if (g["status"], g["access"]) == (SubjectStatus.ACTIVE, Access.TEAM)]
                subject["merged_into_id"] = chance.choice(into)["id"] if into else None
    _seal(groups, me, force.teams[0])
    _stir(groups, chance)
    return steps


def date_back(subjects: list[Row], steps: list[Row]) -> None:
    """Keep since when each is what it is: the day of its latest step."""
    latest: dict[UUID, datetime] = {}
    for step in steps:
        latest[step["subject_id"]] = max(latest.get(step["subject_id"], step["at"]), step["at"])
    for subject in subjects:
        subject["status_since"] = latest[subject["id"]].date()


def _lead(chance: Chance, force: Force, subject: Row, heads: tuple[UUID, ...], me: UUID) -> None:
    """The lead is a colleague, or the partner whom the tracker named; the senior officer is not the same person."""
    if subject["lro"] and "," not in subject["lro"]:
        mine = subject["owner_id"] == me and chance.random() < 0.7
        lead = me if mine else chance.choice(force.officers)
        subject["lro"], subject["lro_id"] = force.names[lead], lead
    if subject["status"] is SubjectStatus.ACTIVE or chance.random() < 0.5:
        senior = next((head for head in chance.sample(heads, min(3, len(heads))) if head != subject["lro_id"]), None)
        subject["sro"], subject["sro_id"] = (force.names[senior], senior) if senior else ("Supt Example", None)


def _reach(chance: Chance, force: Force, subject: Row, forces: tuple[str, ...]) -> None:
    scope = subject["scope"] = chance.one(_SCOPES) if chance.random() < 0.92 else None
    wide = scope not in (None, Scope.AREA)
    others = chance.some([area for area in force.areas if area != subject["area_id"]], 4) if wide else []
    subject["affected_areas"] = [str(area) for area in (subject["area_id"], *others)] if scope else None
    if scope in (Scope.REGIONAL, Scope.NATIONAL):
        subject["cross_border_forces"] = chance.sample(forces, min(len(forces), chance.randint(1, 3)))
    elif scope is not None:
        subject["cross_border_forces"] = []
    lines = subject["primary_threat"] == "COUNTY_LINES"
    if lines or scope is not None:
        subject["line_names"] = chance.sample(said.LINES, chance.randint(1, 2)) if lines else []
    if subject["status"] is not SubjectStatus.PROPOSED and chance.random() < 0.85:
        subject["national_ref"] = f"SYN-{subject['reference']}"
        subject["synced_on"] = max(subject["mapped_on"], chance.day(90, 2))


def _active(chance: Chance, subject: Row, by: UUID) -> list[Row]:
    """Some are quiet for longer than the period, some were archived once and came back."""
    today = chance.today
    late = chance.random() < _LATE
    subject["review_due_on"] = today + timedelta(days=chance.randint(-45, -1) if late else chance.randint(1, 88))
    if chance.random() < _QUIET:
        subject["last_intelligence_on"] = today - timedelta(days=chance.randint(_PERIOD + 1, 330))
        _map_earlier(chance, subject, subject["last_intelligence_on"] - timedelta(days=chance.randint(30, 400)))
        return []
    if chance.random() >= _BACK or (today - subject["mapped_on"]).days < 600:
        return []
    archived_on = today - timedelta(days=chance.randint(250, 400))
    back_on = archived_on + timedelta(days=chance.randint(40, 200))
    subject["last_intelligence_on"] = max(subject["last_intelligence_on"], back_on)
    first = _step(chance, subject, SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED, archived_on, by)
    first |= {"archive_reason": ArchiveReason.NO_INTELLIGENCE, "rocu_told_on": archived_on + _DAY}
    first["reason"], again_because = "Quiet for the agreed period.", "New intelligence shows supply again."
    again = _step(chance, subject, SubjectStatus.ARCHIVED, SubjectStatus.ACTIVE, back_on, by)
    return [first, again | {"reason": again_because}]


def _archived(chance: Chance, subject: Row) -> None:
    """Archived after the period, or before it because the group was dismantled."""
    last = chance.today - timedelta(days=chance.randint(_PERIOD + 60, 700))
    _map_earlier(chance, subject, last - timedelta(days=chance.randint(60, 500)))
    dismantled = chance.random() < 0.3
    reasons = (ArchiveReason.DISMANTLED, ArchiveReason.IMPRISONED, ArchiveReason.TRANSFERRED)
    subject["archive_reason"] = chance.choice(reasons) if dismantled else ArchiveReason.NO_INTELLIGENCE
    wait = chance.randint(20, 120) if dismantled else _PERIOD + chance.randint(1, 40)
    subject["last_intelligence_on"], subject["status_since"] = last, last + timedelta(days=wait)


def _stir(groups: list[Row], chance: Chance) -> None:
    """In some archived groups intelligence has come in since; in one at least, where any is archived."""
    for place, subject in enumerate(g for g in groups if g["status"] is SubjectStatus.ARCHIVED):
        if place == 0 or chance.random() < _STIRRING:
            days = (chance.today - subject["status_since"]).days
            subject["last_intelligence_on"] = chance.today - timedelta(days=chance.randint(1, min(40, days - 1)))


def _map_earlier(chance: Chance, subject: Row, mapped_on: date) -> None:
    if mapped_on < subject["mapped_on"]:
        subject["mapped_on"], subject["created_at"] = mapped_on, chance.moment(mapped_on)
        if subject["assessed_on"] is not None:
            subject["assessed_on"] = mapped_on + timedelta(days=chance.randint(0, 30))


def _seal(groups: list[Row], me: UUID, team: UUID) -> None:
    """One of the groups of whoever opens the demonstration is sealed: its owner and the head of its unit know of it."""
    mine = [g for g in groups if g["owner_id"] == me and g["status"] is SubjectStatus.ACTIVE]
    if len(mine) > 3:
        mine[-1] |= {"access": Access.SEALED, "team_id": team}


def _step(
    chance: Chance, subject: Row, before: SubjectStatus, after: SubjectStatus, on: date, by: UUID
) -> dict[str, Any]:  # fmt: skip
    step = {"subject_id": subject["id"], "before": before, "after": after, "at": chance.moment(on), "by_id": by}
    return blank(SubjectStatusChange) | {"id": chance.id(), **step}
