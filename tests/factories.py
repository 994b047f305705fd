"""Made-up records for tests: one function a noun, every field overridable. All of it is synthetic."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.domain import Ocg
from soc_desk.services import disruption_rows, disruptions, moderation, ocgs, periods
from soc_desk.services.disruptions import DisruptionDraft, EvidenceRef, OutcomeLine
from soc_desk.services.ocg_life import scores, steps, templates, validation
from soc_desk.services.ocg_life.scores import ScoreDraft
from soc_desk.services.ocgs import MAPPERS, FirstReport, OcgDraft
from soc_desk.services.prints import wall
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import FourP, ImpactLevel, OutcomeKind, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, Confidence, HandlingGrade, SourceGrade

A_DAY = date(2026, 3, 2)


def first_report(**over: Any) -> FirstReport:
    """The report that a group is mapped on."""
    whole: dict[str, Any] = {
        "ir_ref": "IR-26-000417", "received_on": periods.today(), "source": SourceGrade.RELIABLE,
        "assessment": AssessmentGrade.CORROBORATED, "handling": HandlingGrade.PERMITTED,
    }  # fmt: skip
    return FirstReport(**{**whole, **over})


def ocg(store: Store, by: Actor, **over: Any) -> UUID:
    """A proposed group as a tracker tells it, with a lead and without any report; ``mapped`` goes the whole way."""
    stands = {name: over.pop(name) for name in ("tier", "lro", "last_intelligence_on") if name in over}
    draft = OcgDraft(**{"name": "Harrier", "primary_threat": "DRUGS", **over})
    return store.write(by, _told, draft, {"lro": "DI Marsh", **stands}).value


def mapped(store: Store, by: Actor, **over: Any) -> UUID:
    """A proposed group as somebody maps it: on a report."""
    draft = OcgDraft(**{"name": "Harrier", "primary_threat": "DRUGS", **over})
    return store.write(by, ocgs.record, draft, first_report()).value


def active_ocg(store: Store, by: Actor, validator: Actor, **over: Any) -> UUID:
    """A group that a second person made active."""
    made = ocg(store, by, **over)
    store.write(validator, validated, made)
    return made


def score(store: Store, by: Actor, id: UUID, value: int | None = 1, **over: Any) -> UUID:
    """A score by the shipped example with the same answer to every question; None for Unknown."""
    template = store.read(by, templates.list_rows)[0]
    answers = dict.fromkeys((criterion.key for criterion in template.template.criteria), value)
    whole: dict[str, Any] = {"template_id": template.id, "answers": answers, "confidence": Confidence.MEDIUM}
    return store.write(by, scores.score, id, ScoreDraft(**{**whole, **over})).value


@use_case("Map an OCG", needs=MAPPERS)
def _told(work: Work, draft: OcgDraft, stands: Mapping[str, Any]) -> UUID:
    values = {"mapped_on": wall(work.now).date(), "owner_id": work.actor.id}
    values |= {name: value for name, value in ocgs.checked(work, draft).items() if value is not None}
    told_on = stands.get("last_intelligence_on") or draft.intelligence_told_on
    values |= {"intelligence_told_on": told_on, "last_intelligence_on": told_on, **stands}
    made = Ocg(
        reference=work.next_reference("OCG"), created_by_id=work.actor.id, created_at=work.now,
        status_since=wall(work.now).date(), **values,
    )  # fmt: skip
    work.add(made)
    steps.note(work, made, None, "Mapped.")
    return made.id


@use_case("Validate an OCG", needs=validation.VALIDATORS)
def validated(work: Work, id: UUID) -> None:
    """A group made active without its checklist."""
    steps.take(work, work.get(Ocg, id), SubjectStatus.ACTIVE, "Validated.")


def version(store: Store, reader: Actor, id: UUID) -> int:
    """The present version of a group."""
    return next(row.version for row in store.read(reader, ocgs.page, ocgs.OcgFilter()) if row.id == id)


def draft(group: UUID, **over: Any) -> DisruptionDraft:
    """A whole disruption, ready to submit."""
    whole = {
        "subject_id": group, "disruption_date": A_DAY, "four_p": FourP.PURSUE, "impact_level": ImpactLevel.MAJOR,
        "impact_rationale": "Line holder remanded; number dead since.", "primary_threat": "DRUGS",
        "lead_agency": "thames-valley",
        "narrative": "Warrants at two addresses; line phone and cash seized.", "activity_types": ("arrest",),
        "evidence_refs": (EvidenceRef("crime", "43260012345"),),
        "outcomes": (OutcomeLine(kind=OutcomeKind.ARRESTS, quantity=3),),
    }  # fmt: skip
    return DisruptionDraft(**{**whole, **over})


def disruption(store: Store, by: Actor, subject_id: UUID, **over: Any) -> UUID:
    """A draft in the store."""
    return store.write(by, disruptions.record, draft(subject_id, **over)).value


def submitted(store: Store, by: Actor, subject_id: UUID, **over: Any) -> UUID:
    """One that awaits moderation."""
    made = disruption(store, by, subject_id, **over)
    store.write(by, disruptions.submit, (made,))
    return made


def approved(store: Store, by: Actor, moderator: Actor, subject_id: UUID, **over: Any) -> UUID:
    """One that counts."""
    made = submitted(store, by, subject_id, **over)
    agreed(store, moderator, made)
    return made


def agreed(store: Store, moderator: Actor, *ids: UUID) -> moderation.Agreed:
    """Agree as they stand what a moderator has just seen."""
    rows = [store.read(moderator, disruption_rows.one, id_) for id_ in ids]
    return store.write(moderator, moderation.approve_many, tuple((row.id, row.version) for row in rows if row)).value
