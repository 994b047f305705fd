"""Turns the rows of an import into the column values of the records to be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soc_desk.domain import Actor, new_id
from soc_desk.services.import_numbers import PREFIXES, squeezed
from soc_desk.services.import_plan import Known, Plan, Stub, subject_key
from soc_desk.services.import_rows import DisruptionLine, OcgLine
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary import (
    Access,
    DisruptionStatus,
    Marking,
    Measure,
    ModerationResult,
    OutcomeKind,
    Role,
    SubjectKind,
    SubjectStatus,
)

_NO_DISRUPTION: dict[str, Any] = {
    "county_line_ref": "", "four_p_secondary": [], "tactic_area": "", "marking": Marking.OFFICIAL_SENSITIVE,
    "distinct_because": "", "level_before": None,
}  # fmt: skip
_NO_SUBJECT: dict[str, Any] = {
    "national_ref": "", "operation_name": "", "area_id": None, "team_id": None, "owner_id": None,
    "secondary_threats": [], "assessed_on": None, "band": "", "last_intelligence_on": None, "mapped_on": None,
    "tier": "", "lro": "", "sro": "", "scope": None, "affected_areas": None, "cross_border_forces": None,
    "line_names": None, "synced_on": None, "intelligence_told_on": None, "status_since": None,
    "access": Access.TEAM, "marking": Marking.OFFICIAL_SENSITIVE, "notes": "",
}  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """The import that records belong to; ``lead_agency`` is the force's own, for rows that name none."""

    id: UUID
    reference: str
    file_name: str
    lead_agency: str = ""


def blank_subject() -> dict[str, Any]:
    """Column values of a group of which nothing is known."""
    return {
        **_NO_SUBJECT, "id": new_id(), "version": 1, "kind": SubjectKind.OCG, "name": "",
        "status": SubjectStatus.PROPOSED, "primary_threat": "", "created_by_id": None, "created_at": None,
        "import_id": None,
    }  # fmt: skip


def stub_rows(work: Work, batch: Batch, plan: Plan) -> list[dict[str, Any]]:
    """Column values of the subjects that the file names and the store does not hold; ``plan`` learns their ids."""
    fresh: dict[SubjectKind, list[str]] = {}
    for key, stub in plan.stubs.items():
        if not stub.reference:
            fresh.setdefault(stub.kind, []).append(key)
    given: dict[str, str] = {}
    for kind, keys in fresh.items():
        serials = work.next_serials(PREFIXES[kind], len(keys))
        given |= {key: work.reference(PREFIXES[kind], serial) for key, serial in zip(keys, serials, strict=True)}
    rows = []
    for key, stub in plan.stubs.items():
        row = _stub_row(work, batch, stub, stub.reference or given[key])
        plan.subjects[key] = Known(row["id"], "")
        rows.append(row)
    return rows


def group_rows(
    work: Work, batch: Batch, lines: Iterable[OcgLine], areas: Mapping[str, UUID], teams: Mapping[str, UUID]
) -> list[dict[str, Any]]:
    """Column values of the groups of a list; only those who validate groups bring them in as more than Proposed."""
    lines = list(lines)
    nameless = [line for line in lines if not line.reference]
    serials = iter(work.next_serials("OCG", len(nameless)) if nameless else ())
    keeps_status = bool(work.actor.roles & {Role.COORDINATOR, Role.SUPERVISOR})
    rows = []
    for line in lines:
        told = {
            name: getattr(line, name)
            for name in ("name", "national_ref", "operation_name", "tier", "band", "primary_threat", "lro", "sro",
                         "scope", "mapped_on", "assessed_on", "synced_on", "last_intelligence_on", "notes")
        }  # fmt: skip
        told |= {name: list(getattr(line, name)) or None for name in ("cross_border_forces", "line_names")}
        named = [areas[squeezed(name)] for name in line.affected_areas if squeezed(name) in areas]
        rows.append(
            {
                **_NO_SUBJECT, **told, "id": new_id(), "kind": SubjectKind.OCG,
                "intelligence_told_on": line.last_intelligence_on,
                "reference": line.reference or work.reference("OCG", next(serials)),
                "status": line.status if keeps_status else SubjectStatus.PROPOSED,
                "secondary_threats": list(line.secondary_threats), "area_id": areas.get(squeezed(line.area)),
                "affected_areas": [str(id_) for id_ in named] or None, "status_since": wall(work.now).date(),
                "team_id": teams.get(squeezed(line.team)), "created_by_id": work.actor.id, "created_at": work.now,
                "import_id": batch.id,
            }
        )  # fmt: skip
    return rows


def first_steps(work: Work, batch: Batch, subjects: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The first step in the life of each subject that an import made."""
    return [
        {"subject_id": row["id"], "before": None, "after": row["status"], "at": work.now, "by_id": work.actor.id,
         "reason": f"Named in {batch.file_name}, import {batch.reference}."}
        for row in subjects
    ]  # fmt: skip


def disruption_row(work: Work, batch: Batch, plan: Plan, line: DisruptionLine, serial: int) -> dict[str, Any]:
    """Column values of one disruption. A supervisor's rows were moderated before they were brought in; others wait."""
    subject = plan.subjects[subject_key(line)]
    lead = line.lead_agency or batch.lead_agency
    return {
        **_NO_DISRUPTION, **_standing(work.actor, work, line),
        "id": new_id(), "serial": serial, "reference": work.reference("D", serial), "subject_id": subject.id,
        "disruption_date": line.disruption_date, "four_p": line.four_p, "impact_level": line.impact_level,
        "primary_threat": line.primary_threat, "national_ref": line.national_ref or None, "lead_agency": lead,
        "lead_unit": line.lead_unit, "supporting_agencies": [code for code in line.supporting_agencies if code != lead],
        "operation_name": line.operation_name, "area_id": plan.areas.get(squeezed(line.area)),
        "secondary_threats": list(line.secondary_threats), "county_line_ref": line.county_line_ref,
        "impact_rationale": line.impact_rationale, "activity_types": list(line.activity_types), "title": line.title,
        "narrative": line.narrative, "partners": list(line.partners), "plan_ref": line.plan_ref,
        "evidence_refs": [{"kind": "other", "reference": text, "date": ""} for text in line.evidence_refs],
        "lro": line.lro or subject.lro, "officer": line.officer, "recorded_by_id": work.actor.id,
        "recorded_at": work.now, "moderation_note": _origin(batch, line), "import_id": batch.id,
        "fingerprint": line.fingerprint,
    }  # fmt: skip


def outcome_rows(line: DisruptionLine, disruption_id: UUID) -> list[dict[str, Any]]:
    """Column values of what came of one disruption."""
    rows = [
        {"disruption_id": disruption_id, "position": place, "kind": kind, "unit": "", "detail": "", "stage": "",
         "note": "", **_measured(kind, quantity)}
        for place, (kind, quantity) in enumerate(line.outcomes)
    ]  # fmt: skip
    if drugs := line.drugs:
        rows.append(
            {"disruption_id": disruption_id, "position": len(rows), "kind": OutcomeKind.DRUGS, "unit": drugs.unit,
             "detail": drugs.kind, "stage": "", "note": "", "quantity": drugs.quantity,
             "value_pence": drugs.value_pence}
        )  # fmt: skip
    return rows


def _measured(kind: OutcomeKind, quantity: int) -> dict[str, Any]:
    if kind.measure is Measure.PENCE:
        return {"quantity": None, "value_pence": quantity}
    return {"quantity": quantity, "value_pence": None}


def _standing(actor: Actor, work: Work, line: DisruptionLine) -> dict[str, Any]:
    submitted = {"submitted_by_id": actor.id, "submitted_at": work.now}
    if Role.SUPERVISOR not in actor.roles:
        return {
            **submitted, "status": DisruptionStatus.SUBMITTED, "moderated_by_id": None, "moderated_at": None,
            "moderation_result": None,
        }  # fmt: skip
    return {
        **submitted, "status": DisruptionStatus.KEYED if line.national_ref else DisruptionStatus.APPROVED,
        "moderated_by_id": actor.id, "moderated_at": work.now, "moderation_result": ModerationResult.BEFORE_IMPORT,
    }  # fmt: skip


def _origin(batch: Batch, line: DisruptionLine) -> str:
    number = f", there {line.reference}" if line.reference else ""
    return f"Row {line.row} of {batch.file_name}{number}."


def _stub_row(work: Work, batch: Batch, stub: Stub, reference: str) -> dict[str, Any]:
    threat = next((code for code, _ in stub.threats.most_common() if code), "")
    return {
        **_NO_SUBJECT, "id": new_id(), "kind": stub.kind, "reference": reference, "name": stub.name,
        "status": SubjectStatus.PROPOSED, "primary_threat": threat, "created_by_id": work.actor.id,
        "created_at": work.now, "import_id": batch.id,
    }  # fmt: skip
