"""Made-up records for tests: one function a noun, every field overridable. All of it is synthetic."""

from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.services import disruption_rows, disruptions, moderation, ocgs
from soc_desk.services.disruptions import DisruptionDraft, EvidenceRef, OutcomeLine
from soc_desk.services.ocgs import OcgDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP, ImpactLevel, OutcomeKind

A_DAY = date(2026, 3, 2)


def ocg(store: Store, by: Actor, **over: Any) -> UUID:
    """A proposed group."""
    return store.write(
        by, ocgs.record, OcgDraft(**{"name": "Harrier", "primary_threat": "DRUGS", "lro": "DI Marsh", **over})
    ).value


def active_ocg(store: Store, by: Actor, validator: Actor, **over: Any) -> UUID:
    """A group validated by a second person."""
    made = ocg(store, by, **over)
    store.write(validator, ocgs.validate, made, version(store, validator, made))
    return made


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
