"""What a merger would move and adopt, and the mergers of a record with which they can be taken apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import LomSubject, Merger, Ocg, Person, PersonLink, Subject, User
from soc_desk.errors import NotFound
from soc_desk.services.history_words import Names
from soc_desk.services.mergers import adopting
from soc_desk.services.places import Place
from soc_desk.services.prints import day_words, wall
from soc_desk.store.carrying import PERSON_LINES, SUBJECT_LINES, lines_of
from soc_desk.vocabulary import Access, Code, SubjectStatus
from soc_desk.vocabulary.ocg import LomState

_MOVES = {
    "person": "Records merged into it", "subject": "Groups merged into it", "person_name": "Other names",
    "person_detail": "Phones, addresses and other details", "person_link": "Links of people to groups",
    "person_tie": "Ties between people", "intelligence_link": "Intelligence links", "document": "Documents",
    "nrm_referral": "NRM referrals", "poca_case_person": "POCA cases that name them",
    "lom_subject": "Lifetime management", "ancillary_order": "Ancillary orders",
    "order_condition": "Conditions of orders",
    "lom_visit": "Visits", "order_breach": "Breaches", "plan_action": "Open actions of the plan",
    "intelligence_gap": "Open intelligence gaps", "subject_relation": "Relations to other groups",
    "poca_case": "POCA cases", "operation": "Operations", "operation_subject": "Operations it is part of",
    "tasking_bid": "Tasking bids", "chb_subject": "Clear, Hold, Build sites",
    "request": "Requests",
}  # fmt: skip
_FIELDS = {
    "name": "Name", "born_on": "Date of birth", "age_from": "Age from", "age_to": "Age to",
    "age_noted_on": "Age noted on",
    "family_name": "Family name", "given_names": "Given names", "unidentified": "Unidentified",
    "description": "Description", "pnc_id": "PNC id", "cro_id": "CRO number", "retention_group": "MoPI group",
    "review_due_on": "Review due", "processing_restricted": "Processing restricted", "marking": "Marking",
    "national_ref": "National reference", "operation_name": "Operation name", "area_id": "Area", "team_id": "Team",
    "scope": "Geographic scope", "affected_areas": "Areas affected", "cross_border_forces": "Cross-border forces",
    "line_names": "County lines", "synced_on": "Last synchronised", "notes": "Notes", "tier": "Tier",
    "intelligence_told_on": "Last intelligence told", "mapped_on": "Mapped on", "status": "Status", "access": "Access",
}  # fmt: skip
_COMPARED = {
    "person": ("name", "born_on", "age_from", "age_to", "description", "pnc_id", "cro_id", "retention_group",
               "review_due_on", "marking"),
    "subject": ("name", "status", "mapped_on", "tier", "area_id", "team_id", "scope", "national_ref", "operation_name",
                "notes", "access", "marking"),
}  # fmt: skip
_OPENING = (
    "{gone} is known in closed records alone. Merged, every name and detail of it is open to everybody who may know "
    "of {kept}."
)


@dataclass(frozen=True)
class Compared:
    """One field of both records in words; ``taken`` where the kept one takes the other's, which may be chosen."""

    column: str
    label: str
    kept: str
    gone: str
    taken: bool
    may_choose: bool


@dataclass(frozen=True)
class Moves:
    """How many lines of a kind go over."""

    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class MergePreview:
    """What a merger would do; ``warnings`` are sentences to be read first, ``problem`` says why it cannot be done."""

    kept: Place
    gone: Place
    kept_version: int
    gone_version: int
    compared: tuple[Compared, ...]
    moves: tuple[Moves, ...]
    stays: int
    warnings: tuple[str, ...]
    problem: str


@dataclass(frozen=True, kw_only=True)
class MergerRow:
    """One merger of a record as its history shows it; ``undone`` says when and why it was taken apart, or nothing."""

    id: UUID
    kept: Place
    gone: Place
    at: datetime
    by: str
    reason: str
    undone: str


@dataclass(frozen=True)
class Standing:
    """The record that stands for one that was merged, and the sentence that says so."""

    id: UUID
    words: str


def others(session: Session, kind: str, text: str, but: UUID, limit: int = 30) -> list[Place]:
    """Records that one could be merged with, whose reference or name holds each word of ``text``."""
    entity: Any = Person if kind == "person" else Ocg
    query = select(entity.id, entity.reference, entity.name).where(entity.id != but, entity.merged_into_id.is_(None))
    if kind != "person":
        query = query.where(Ocg.status.in_((SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED)))
    for word in text.split():
        query = query.where(
            or_(entity.reference.icontains(word, autoescape=True), entity.name.icontains(word, autoescape=True))
        )
    return [Place(id_, f"{ref} {name}") for id_, ref, name in session.execute(query.order_by(entity.name).limit(limit))]


def preview(session: Session, kept_id: UUID, gone_id: UUID, take: tuple[str, ...] = ()) -> MergePreview:
    """What merging the second record into the first would move and adopt; only what the reader may know of counts."""
    from soc_desk.services.mergers import doing

    kept, gone = _record(session, kept_id), _record(session, gone_id)
    kind = "person" if isinstance(kept, Person) else "subject"
    taken = adopting.adopted(adopting.values(kept), adopting.values(gone), take)
    problem = ""
    for record in (kept, gone):
        if record.merged_into_id is not None:
            problem = f"{record.reference} was merged into another record already; choose that one."
    if isinstance(kept, Ocg) and isinstance(gone, Ocg):
        problem = problem or doing.unfit(kept, gone)
        warnings = tuple(_of_access(session, kept, gone))
    else:
        problem = problem or doing.not_same(session, kept_id, gone_id)
        warnings = (*_of_opening(session, kept, gone), *_of_doubles(session, kept, gone))
    return MergePreview(
        kept=Place(kept.id, f"{kept.reference} {kept.name}"), gone=Place(gone.id, f"{gone.reference} {gone.name}"),
        kept_version=kept.version, gone_version=gone.version,
        compared=tuple(_compared(session, kind, kept, gone, taken)),
        moves=tuple(_moves(session, kind, kept_id, gone_id)), stays=_staying(session, kind, gone_id),
        warnings=warnings, problem=problem,
    )  # fmt: skip


def of_record(session: Session, id: UUID) -> list[MergerRow]:
    """The mergers of a record and of those that it stands for, newest first; those of closed records are left out."""
    kind: Any = Person if session.scalar(select(Person.id).where(Person.id == id)) else Subject
    kept_id = Merger.kept_person_id if kind is Person else Merger.kept_subject_id
    gone_id = Merger.gone_person_id if kind is Person else Merger.gone_subject_id
    here = session.scalars(select(kind.id).where(or_(kind.id == id, kind.merged_into_id == id))).all()
    kept, gone = (kind.__table__.alias(name).c for name in ("kept", "gone"))  # who may know of a merger may of both
    by, undoing = aliased(User), aliased(User)
    query = (
        select(Merger, kept.reference, kept.name, gone.reference, gone.name, by.display, undoing.display)
        .join(kept.id.table, kept.id == kept_id)
        .join(gone.id.table, gone.id == gone_id)
        .join(by, by.id == Merger.by_id)
        .outerjoin(undoing, undoing.id == Merger.undone_by_id)
        .where(or_(kept_id.in_(here), gone_id == id))
    )
    return [
        MergerRow(
            id=merger.id, kept=Place(_or(merger.kept_person_id, merger.kept_subject_id), f"{one} {name}"),
            gone=Place(_or(merger.gone_person_id, merger.gone_subject_id), f"{other} {named}"), at=merger.at, by=who,
            reason=merger.reason,
            undone=f"{day_words(wall(merger.undone_at).date())} by {undoer}: {merger.undone_because}"
            if merger.undone_at else "",
        )
        for merger, one, name, other, named, who, undoer in session.execute(query.order_by(Merger.id.desc()))
    ]  # fmt: skip


def standing(session: Session, id: UUID) -> Standing | None:
    """The record to open instead of one that was merged; None for one that stands for itself."""
    kinds: tuple[Any, ...] = (Person, Subject)
    for kind in kinds:
        gone = session.execute(select(kind.reference, kind.merged_into_id).where(kind.id == id)).one_or_none()
        if gone is not None and gone[1] is not None:
            kept = session.execute(select(kind.reference, kind.name).where(kind.id == gone[1])).one_or_none()
            return Standing(gone[1], f"{gone[0]} was merged into {' '.join(kept)}, which is shown.") if kept else None
    return None


def _record(session: Session, id: UUID) -> Person | Subject:
    found = session.get(Person, id) or session.get(Subject, id)
    if found is None:
        raise NotFound("That record does not exist, or is not open to you.")
    return found


def _compared(
    session: Session, kind: str, kept: Person | Subject, gone: Person | Subject, taken: dict[str, Any]
) -> Iterator[Compared]:
    names = Names(session)
    columns = dict.fromkeys((*_COMPARED[kind], *(name for name in taken if name in _FIELDS)))
    for column in columns:
        mine, other = getattr(kept, column), getattr(gone, column)
        words = [_word(names, kind, column, value) for value in (mine, other)]
        if any(words):
            chooses = column in adopting.CHOOSABLE[kind] and all(words) and mine != other
            yield Compared(column, _FIELDS[column], words[0], words[1], column in taken, chooses)


def _word(names: Names, kind: str, column: str, value: object) -> str:
    if isinstance(value, Code):
        return value.label
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, list):
        return ", ".join(_word(names, kind, column, each) for each in value)
    if isinstance(value, date):
        return day_words(value)
    stored = str(value.value if isinstance(value, Enum) else value)
    return names.word(column, stored, kind) if value is not None else ""


def _moves(session: Session, kind: str, kept_id: UUID, gone_id: UUID) -> Iterator[Moves]:
    counts: dict[str, int] = {}
    for table, column in PERSON_LINES if kind == "person" else SUBJECT_LINES:
        query = lines_of(table, column, gone_id, kept_id)
        counts[table] = counts.get(table, 0) + (session.scalar(query) or 0)
    return (Moves(_MOVES[table], count) for table, count in counts.items() if count)


def _staying(session: Session, kind: str, gone_id: UUID) -> int:
    from soc_desk.domain import Disruption
    from soc_desk.services.disruption_rows import standing_for

    if kind == "person":
        return 0
    return (
        session.scalar(select(func.count(Disruption.id)).where(Disruption.subject_id.in_(standing_for(gone_id)))) or 0
    )


def _of_access(session: Session, kept: Subject, gone: Subject) -> Iterator[str]:
    order = list(Access)
    if order.index(gone.access) > order.index(kept.access):
        yield f"{kept.reference} is closed as {gone.reference} is ({gone.access.label}): it was {kept.access.label}."
        if kept.owner_id not in (None, gone.owner_id):
            owner = session.scalar(select(User.display).where(User.id == kept.owner_id))
            yield f"{owner}, who owns {kept.reference}, will know of everything that moves."
        yield "Taken apart again it stays closed, until its owner opens it."
    elif order.index(gone.access) < order.index(kept.access):
        yield f"What moves will be closed as {kept.reference} is ({kept.access.label})."
    elif gone.access is not Access.TEAM:
        yield "Only who is named on both records, and their owners, will know of the kept one."


def _of_opening(session: Session, kept: Person | Subject, gone: Person | Subject) -> Iterator[str]:
    for mine, other in ((kept, gone), (gone, kept)):
        if _is_closed(session, other.id) and not _is_closed(session, mine.id):
            yield _OPENING.format(gone=other.reference, kept=mine.reference)


def _of_doubles(session: Session, kept: Person | Subject, gone: Person | Subject) -> Iterator[str]:
    """What the merged person would have twice, which somebody ends afterwards: the merger itself decides nothing."""
    links = select(PersonLink.subject_id, PersonLink.role).where(PersonLink.to_on.is_(None))
    mine, theirs = (
        {(group, role) for group, role in session.execute(links.where(PersonLink.person_id == who.id))}
        for who in (kept, gone)
    )
    twice = [(_record(session, group).reference, role) for group, role in mine & theirs]
    for reference, role in sorted(twice, key=lambda each: (each[0], each[1].rank)):
        yield f"Both are linked to {reference} as {role.label.lower()}; end one of the two links after the merger."
    spells = select(LomSubject.person_id).where(
        LomSubject.person_id.in_((kept.id, gone.id)), LomSubject.state != LomState.STOOD_DOWN
    )
    if len(set(session.scalars(spells))) > 1:
        yield "Both are under lifetime management; stand one of the two spells down after the merger."


def _is_closed(session: Session, person_id: UUID) -> bool:
    """Known in closed records alone."""
    links = select(Subject.access).join(PersonLink, PersonLink.subject_id == Subject.id)
    found: Iterable[Access] = session.scalars(links.where(PersonLink.person_id == person_id)).all()
    return bool(found) and Access.TEAM not in found


def _or(one: UUID | None, other: UUID | None) -> UUID:
    found = one or other
    assert found is not None
    return found
