"""Everything that happened about a group or a person on one line of time, as far as the reader may know of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    CasePerson,
    Disruption,
    IntelligenceLink,
    Leader,
    Ocg,
    OcgReview,
    OcgScore,
    Operation,
    OperationSubject,
    Person,
    PersonLink,
    PocaCase,
    Subject,
    SubjectStatusChange,
    TierDecision,
)
from soc_desk.domain.scoring import range_words
from soc_desk.errors import NotFound
from soc_desk.services import timeline_around, timeline_people, timeline_plan
from soc_desk.services.disruption_rows import standing_for
from soc_desk.services.labels import labels
from soc_desk.services.ocg_life.steps import words as step_words
from soc_desk.services.people.drafts import grade_words
from soc_desk.services.people.links import held
from soc_desk.services.prints import wall
from soc_desk.services.timeline_events import Event, Strand, short
from soc_desk.vocabulary import DisruptionStatus

_TOLD = (DisruptionStatus.SUBMITTED, DisruptionStatus.APPROVED, DisruptionStatus.KEYED)


def of_group(session: Session, id: UUID) -> list[Event]:
    """Everything about a group, newest first; raises NotFound for one the reader may not know of."""
    if session.scalar(select(Ocg.id).where(Ocg.id == id)) is None:
        raise NotFound("That group does not exist, or is not open to you.")
    strands: tuple[Iterable[Event], ...] = (
        _life(session, id), _lead(session, id), _people(session, PersonLink.subject_id == id),
        _intelligence(session, IntelligenceLink.subject_id == id), _disruptions(session, id),
        timeline_plan.of(session, id), _poca(session, PocaCase.subject_id == id), _operations(session, id),
        timeline_around.of_group(session, id), timeline_people.of_group(session, id),
    )  # fmt: skip
    return _newest_first(strands)


def of_person(session: Session, id: UUID) -> list[Event]:
    """Everything about a person, newest first; raises NotFound for one the reader may not know of."""
    if session.scalar(select(Person.id).where(Person.id == id)) is None:
        raise NotFound("That person does not exist, or is not open to you.")
    of_them = select(CasePerson.case_id).where(CasePerson.person_id == id)
    strands: tuple[Iterable[Event], ...] = (
        _people(session, PersonLink.person_id == id, of_person=True),
        _intelligence(session, IntelligenceLink.person_id == id), _poca(session, PocaCase.id.in_(of_them)),
        timeline_people.of_person(session, id), timeline_around.of_person(session, id),
    )  # fmt: skip
    return _newest_first(strands)


def handling(events: Sequence[Event]) -> str:
    """The most restrictive handling of what is told, as a sentence; empty where nothing in it has conditions."""
    held = sum(bool(event.handling) for event in events)
    if not held:
        return ""
    has = "1 event has" if held == 1 else f"{held:,} events have"
    return f"Handle all of this as C: {has} conditions, shown beside the event."


def _newest_first(strands: Iterable[Iterable[Event]]) -> list[Event]:
    """What has no date stands at the end."""
    events = [event for strand in strands for event in strand]
    return sorted(events, key=lambda event: event.on or date.min, reverse=True)


def _life(session: Session, id: UUID) -> Iterator[Event]:
    steps = select(SubjectStatusChange.at, SubjectStatusChange.before, SubjectStatusChange.after)
    for at, before, after in session.execute(steps.where(SubjectStatusChange.subject_id == id)):
        told = step_words(before, after)
        yield Event(wall(at).date(), Strand.LIFE, told if before else f"Mapped as {told}")
    scores = select(OcgScore.scored_on, OcgScore.total, OcgScore.parts, OcgScore.most, OcgScore.band)
    for on, total, parts, most, band in session.execute(scores.where(OcgScore.subject_id == id)):
        told = f"Scored {range_words(total, int(parts['highest']))} of {most}"
        yield Event(on, Strand.LIFE, f"{told}, {band}" if band else told)
    names = labels(session, "tier")
    tiers = select(TierDecision.decided_on, TierDecision.before, TierDecision.after, TierDecision.meeting)
    for on, was, now, meeting in session.execute(tiers.where(TierDecision.subject_id == id)):
        told = f"{names.get(was, was) or 'No tier'} → {names.get(now, now)}"
        yield Event(on, Strand.LIFE, f"{told}, {meeting}" if meeting else told)


def _lead(session: Session, id: UUID) -> Iterator[Event]:
    leaders = select(Leader.since_on, Leader.post, Leader.name).where(Leader.subject_id == id)
    for on, post, name in session.execute(leaders):
        yield Event(on, Strand.LEAD, f"{post.value.upper()}: {name}")
    reviews = select(OcgReview.reviewed_on, OcgReview.outcome).where(OcgReview.subject_id == id)
    for on, outcome in session.execute(reviews):
        yield Event(on, Strand.LEAD, f"Reviewed: {short(outcome)}")


def _people(session: Session, which: ColumnElement[bool], *, of_person: bool = False) -> Iterator[Event]:
    columns = (
        PersonLink.from_on, PersonLink.to_on, PersonLink.role, Person.id, Person.name, Subject.id, Subject.reference,
        Subject.name, PersonLink.handling, PersonLink.conditions,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Person, Person.id == PersonLink.person_id)
        .join(Subject, Subject.id == PersonLink.subject_id)
        .where(which)
    )
    for since, until, role, person, name, group, reference, group_name, *handling in session.execute(query):
        page, record, about = (
            ("ocgs", group, f"{role.label} of {reference} {group_name}")
            if of_person
            else ("people", person, f"{name}: {role.label}")
        )
        if since:
            yield Event(since, Strand.PEOPLE, f"{about}, from this day", page, record, held(*handling))
        if until:
            yield Event(until, Strand.PEOPLE, f"{about}, until this day", page, record, held(*handling))
        if not since and not until:
            yield Event(None, Strand.PEOPLE, about, page, record, held(*handling))


def _intelligence(session: Session, which: ColumnElement[bool]) -> Iterator[Event]:
    columns: tuple[Any, ...] = (
        IntelligenceLink.received_on, IntelligenceLink.ir_ref, IntelligenceLink.source, IntelligenceLink.assessment,
        IntelligenceLink.handling, IntelligenceLink.conditions, IntelligenceLink.legacy_grade, IntelligenceLink.kind,
        IntelligenceLink.id,
    )  # fmt: skip
    for on, ref, *grade, conditions, legacy, kind, id_ in session.execute(select(*columns).where(which)):
        told = (ref, legacy or grade_words(*grade), kind.label)
        handling = f"As the grade {legacy} says. {conditions}".strip() if legacy else held(grade[2], conditions)
        yield Event(on, Strand.INTELLIGENCE, " · ".join(filter(None, told)), "intelligence", id_, handling)


def _disruptions(session: Session, id: UUID) -> Iterator[Event]:
    columns = (Disruption.disruption_date, Disruption.four_p, Disruption.impact_level, Disruption.title, Disruption.id)
    query = select(*columns).where(Disruption.subject_id.in_(standing_for(id)), Disruption.status.in_(_TOLD))
    for on, four_p, level, title, id_ in session.execute(query):
        if four_p and level:
            words = f"{four_p.label}, {level.label.lower()} · {short(title)}".rstrip(" ·")
            yield Event(on, Strand.DISRUPTIONS, words, "disruptions", id_)


def _poca(session: Session, which: ColumnElement[bool]) -> Iterator[Event]:
    columns = (
        PocaCase.seized_at, PocaCase.made_on, PocaCase.recorded_at, PocaCase.kind, PocaCase.reference, PocaCase.id,
        PocaCase.forfeited_on, PocaCase.expired_at,
    )  # fmt: skip
    for seized, made, recorded, kind, reference, id_, forfeited, expired in session.execute(
        select(*columns).where(which)
    ):
        began = seized.date() if seized else made or wall(recorded).date()
        yield Event(began, Strand.POCA, f"{kind.label} · {reference}", "poca", id_)
        if forfeited:
            yield Event(forfeited, Strand.POCA, f"{reference} forfeited", "poca", id_)
        if expired:
            yield Event(expired.date(), Strand.POCA, f"{reference} EXPIRED", "poca", id_)


def _operations(session: Session, id: UUID) -> Iterator[Event]:
    among = select(OperationSubject.operation_id).where(OperationSubject.subject_id == id)
    query = select(Operation.starts_on, Operation.kind, Operation.name, Operation.id)
    for on, kind, name, id_ in session.execute(query.where(or_(Operation.subject_id == id, Operation.id.in_(among)))):
        yield Event(on, Strand.OPERATIONS, f"{kind.label}: {name}", "operations", id_)
