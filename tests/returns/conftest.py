"""Synthetic records for returns: any number of them, written by one bulk statement."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from soc_desk.domain import Actor, CodeItem, Disruption, Ocg, Outcome
from soc_desk.domain import Subject as StoredSubject
from soc_desk.returns import profile
from soc_desk.returns.profile import Profile
from soc_desk.store import Store, Work, use_case
from soc_desk.vocabulary import (
    EVERYONE,
    Access,
    DisruptionStatus,
    FourP,
    ImpactLevel,
    Marking,
    ModerationResult,
    OutcomeKind,
    SubjectKind,
    SubjectStatus,
)

FORCE = "99"
Keep = Callable[..., list[UUID]]


@use_case("Keep the disruptions of a test", needs=EVERYONE)
def keep(work: Work, records: Iterable[dict[str, Any]], submitter: UUID, moderator: UUID) -> list[UUID]:
    """One disruption for each dict, complete for a return but for what the dict says otherwise."""
    subjects: dict[str, UUID] = dict(work.session.query(StoredSubject.reference, StoredSubject.id).all())
    rows, lines = [], []
    given = list(records)
    serials = work.next_serials("D", len(given))
    for serial, record in zip(serials, given, strict=True):
        fields = dict(record)
        reference = fields.pop("subject", "OCG-0001")
        if reference not in subjects:
            subjects[reference] = _group(work, reference, fields.pop("assessed_on", date(2020, 1, 1)))
        fields.pop("assessed_on", None)
        outcomes = fields.pop("outcomes", ())
        on = fields.pop("on", date(2026, 7, 1))
        row = _complete(work, serial, on, submitter, moderator) | {"subject_id": subjects[reference]} | fields
        rows.append(row)
        lines.append(outcomes)
    work.insert_many(Disruption, rows)
    told = [
        {"disruption_id": row["id"], "position": place, "unit": "", "detail": "", "stage": "", "note": "",
         "quantity": None, "value_pence": None, **line}
        for row, outcomes in zip(rows, lines, strict=True)
        for place, line in enumerate(outcomes)
    ]  # fmt: skip
    work.insert_many(Outcome, told)
    return [row["id"] for row in rows]


def _group(work: Work, reference: str, assessed_on: date | None) -> UUID:
    group = Ocg(
        reference=reference, name=f"Synthetic {reference}", status=SubjectStatus.ACTIVE, assessed_on=assessed_on,
        lro="DI L. Ead", access=Access.TEAM, marking=Marking.OFFICIAL_SENSITIVE,
    )  # fmt: skip
    assert group.kind in (None, SubjectKind.OCG)
    work.add(group)
    work.session.flush()
    return group.id


def _complete(work: Work, serial: int, on: date, submitter: UUID, moderator: UUID) -> dict[str, Any]:
    recorded = datetime(on.year, on.month, on.day, 9, 30, tzinfo=UTC) + timedelta(days=2)
    return {
        "serial": serial, "reference": work.reference("D", serial), "disruption_date": on, "four_p": FourP.PURSUE,
        "impact_level": ImpactLevel.MINOR, "primary_threat": "DRUGS", "status": DisruptionStatus.APPROVED,
        "national_ref": None, "lead_agency": FORCE, "lead_unit": "", "supporting_agencies": [], "operation_name": "",
        "area_id": None, "secondary_threats": [], "county_line_ref": "", "four_p_secondary": [],
        "impact_rationale": "The group lost its only supplier for weeks.", "activity_types": ["arrest"],
        "tactic_area": "", "title": "", "narrative": "Two people were arrested; the line went quiet.",
        "evidence_refs": [{"kind": "exhibit", "reference": f"AB/{serial}", "date": on.isoformat()}], "partners": [],
        "plan_ref": "", "lro": "DI L. Ead", "marking": Marking.OFFICIAL_SENSITIVE, "distinct_because": "",
        "recorded_by_id": submitter, "recorded_at": recorded, "officer": "", "submitted_by_id": submitter,
        "submitted_at": recorded, "moderated_by_id": moderator, "moderated_at": recorded + timedelta(days=1),
        "moderation_result": ModerationResult.AGREED, "moderation_note": "", "level_before": None, "import_id": None,
        "fingerprint": None,
    }  # fmt: skip


@use_case("Name the force of the tests", needs=EVERYONE)
def name_force(work: Work) -> None:
    """The founding force code of the tests belongs to no real agency; give it a region."""
    agency = {"list_name": "agency", "code": FORCE, "label": "Testshire", "parent": "North West", "position": 99}
    work.insert_many(CodeItem, [{**agency, "source": "Synthetic", "valid_to": None}])


@pytest.fixture
def kept(store: Store, founder: Actor, officer: Actor, supervisor: Actor) -> Keep:
    """``kept({…}, {…})`` keeps disruptions in the store and gives their ids."""
    store.write(founder, name_force)

    def do(*records: dict[str, Any]) -> list[UUID]:
        return store.write(founder, keep, list(records), officer.id, supervisor.id).value

    return do


@pytest.fixture
def shipped() -> Profile:
    """The profile that comes with the program, with the local defaults."""
    return profile.load().under({})


def cheshire_2022() -> list[dict[str, Any]]:
    """Rows that add up to the published totals of one force for 2022 (domain/disruptions.md D1), otherwise invented."""
    levels = [ImpactLevel.MAJOR] * 21 + [ImpactLevel.MODERATE] * 97 + [ImpactLevel.MINOR] * 255
    ps = [FourP.PURSUE] * 312 + [FourP.PREVENT] * 30 + [FourP.PROTECT] * 22 + [FourP.PREPARE] * 9
    threats = ("DRUGS", "FRAUD", "CSA", "MSHT", "COUNTY_LINES")
    return [
        {"on": date(2022, 1, 1) + timedelta(days=n * 364 // 372), "four_p": four_p,
         "impact_level": levels[n * 100 % 373], "primary_threat": threats[n % 5], "subject": f"OCG-{n % 118:04}",
         "outcomes": [{"kind": OutcomeKind.ARRESTS, "quantity": 2}]}
        for n, four_p in enumerate(ps)
    ]  # fmt: skip
