"""Linking intelligence to groups and people: record, open, change, mark a duplicate; the archive clock follows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Person, PersonLink, Subject
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import standing
from soc_desk.services.intelligence import clock, rows, source_words
from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.services.intelligence.rows import IntelligenceRow
from soc_desk.services.labels import policy
from soc_desk.services.merging import merge
from soc_desk.services.places import Place
from soc_desk.services.policy_defaults import default
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS

_OTHERS = 20


@dataclass(frozen=True, kw_only=True)
class IntelligenceDetail:
    """One link as it is opened; ``others`` are links of the same report that the reader may know of, and duplicates."""

    row: IntelligenceRow
    draft: IntelligenceDraft
    entered_at: datetime | None
    others: tuple[IntelligenceRow, ...]


@use_case("Open an item of intelligence", needs=READERS)
def look(work: Work, id: UUID) -> IntelligenceDetail:
    """Open one link with its summary; logs the consultation."""
    work.consult(work.get(IntelligenceLink, id))
    return detail(work.session, id)


def detail(session: Session, id: UUID) -> IntelligenceDetail:
    """The link as it stands, for callers that have already logged why they read it."""
    row, link = rows.one(session, id), session.get(IntelligenceLink, id)
    if row is None or link is None:
        raise NotFound("That intelligence does not exist, or is not open to you.")
    same = (func.lower(IntelligenceLink.ir_ref) == link.ir_ref.lower()) | (IntelligenceLink.duplicate_of_id == id)
    others = rows.rows_query().where(same, IntelligenceLink.id != id).order_by(IntelligenceLink.received_on.desc())
    return IntelligenceDetail(
        row=row, draft=_draft_of(link), entered_at=link.entered_at,
        others=tuple(rows.rows(session, others.limit(_OTHERS))),
    )  # fmt: skip


@use_case("Link intelligence", needs=READERS)
def record(work: Work, draft: IntelligenceDraft) -> UUID:
    """Keep a link; the group's archive clock follows. Gives its id."""
    words = _checked(work, draft, None)
    if told := standing.problem(work.session, draft.subject_id):
        raise Invalid({"subject_id": told})
    link = IntelligenceLink(
        serial=work.next_serials("IR")[0], entered_by_id=work.actor.id, entered_at=work.now, **_values(draft)
    )
    link.judge()
    work.add(link)
    _note_words(work, link, words)
    clock.refresh(work, link.subject_id)
    return link.id


@use_case("Change intelligence", needs=READERS)
def change(work: Work, before: IntelligenceDraft, mine: IntelligenceDraft) -> None:
    """Save an edit; see ``merging`` for what happens when somebody else saved in between."""
    if mine.id is None:
        raise Invalid({"id": "This form does not belong to a saved link; record it first."})
    link = work.get(IntelligenceLink, mine.id)
    stood = _draft_of(link)
    saved = mine if link.version == before.version else merge(_unasked(before), _unasked(mine), stood)
    words = _checked(work, replace(saved, source_checked=mine.source_checked), stood)
    held = link.subject_id
    if saved.subject_id != held and (told := standing.problem(work.session, saved.subject_id)):
        raise Invalid({"subject_id": told})
    for name, value in _values(saved).items():
        setattr(link, name, value)
    link.judge()
    _note_words(work, link, words)
    clock.refresh(work, held, link.subject_id)


@use_case("Mark intelligence as a duplicate", needs=READERS)
def mark_duplicate(work: Work, id: UUID, version: int, of_id: UUID | None) -> None:
    """Say that a link tells what another tells already, or (None) that it does not; a duplicate restarts no clock."""
    link = work.get(IntelligenceLink, id, version)
    if of_id is not None:
        other = work.get(IntelligenceLink, of_id)
        if other.id == link.id:
            raise Invalid({"duplicate_of_id": "A report is no duplicate of itself; choose another one."})
        if other.duplicate_of_id is not None:
            raise Invalid({"duplicate_of_id": f"{other.ir_ref} is a duplicate itself; choose the one it repeats."})
        repeated = select(IntelligenceLink.ir_ref).where(IntelligenceLink.duplicate_of_id == link.id).limit(1)
        if (repeats := work.session.scalar(repeated)) is not None:
            raise Invalid({"duplicate_of_id": f"{repeats} is marked as its duplicate; mark that one anew first."})
        if (other.subject_id, other.person_id) != (link.subject_id, link.person_id):
            raise Invalid({"duplicate_of_id": f"{other.ir_ref} bears on something else; choose one on the same."})
    link.duplicate_of_id = of_id
    link.judge()
    clock.refresh(work, link.subject_id)


def repeated(session: Session, id: UUID, limit: int = 15) -> list[IntelligenceRow]:
    """What a link could be a duplicate of: others on the same group and person that repeat nothing, newest first."""
    link = session.get(IntelligenceLink, id)
    if link is None:
        raise NotFound("That intelligence does not exist, or is not open to you.")
    query = rows.rows_query().where(
        *_on_the_same(link.subject_id, link.person_id),
        IntelligenceLink.id != id,
        IntelligenceLink.duplicate_of_id.is_(None),
    )
    return rows.rows(session, query.order_by(IntelligenceLink.received_on.desc()).limit(limit))


@use_case("Say whether intelligence relates to a group's activity", needs=READERS)
def set_relates(work: Work, id: UUID, version: int, *, relates: bool) -> None:
    """Intelligence on a member alone does not keep a group from archive review."""
    link = work.get(IntelligenceLink, id, version)
    link.relates_to_activity = relates
    link.judge()
    clock.refresh(work, link.subject_id)


@use_case("Take an intelligence link away", needs=READERS)
def remove(work: Work, id: UUID, version: int, reason: str) -> None:
    """Remove a link made in error, with the reason; the log keeps that it was there."""
    if not reason.strip():
        raise Invalid({"reason": "Say why the link is taken away."})
    link = work.get(IntelligenceLink, id, version)
    repeated = select(IntelligenceLink.ir_ref).where(IntelligenceLink.duplicate_of_id == id).limit(1)
    if (repeats := work.session.scalar(repeated)) is not None:
        raise Invalid({"reason": f"{repeats} is marked as its duplicate; mark that one anew first."})
    work.note(link, "changed", {"taken away because": [None, reason.strip()]})
    held = link.subject_id
    work.session.delete(link)
    clock.refresh(work, held)


@dataclass(frozen=True, kw_only=True)
class IntelligenceLists:
    """What the form goes by: how long a summary may be, and the words that may identify a source."""

    summary_max: int = field(default_factory=lambda: int(default("intelligence.summary_max")))
    source_words: tuple[str, ...] = ()


def lists(session: Session, on: date) -> IntelligenceLists:
    """The force's policies as they stand on a day."""
    return IntelligenceLists(
        summary_max=int(policy(session, "intelligence.summary_max", on)),
        source_words=source_words.words_in_force(session, on),
    )


def members(session: Session, subject_id: UUID) -> list[Place]:
    """The people linked to a group, by name: on whom intelligence on the group may bear."""
    linked = select(PersonLink.person_id).where(PersonLink.subject_id == subject_id)
    query = select(Person.id, Person.reference, Person.name).where(Person.id.in_(linked)).order_by(Person.sort_name)
    return [Place(id_, f"{reference} {name}") for id_, reference, name in session.execute(query)]


def blank(session: Session, subject_id: UUID | None = None, person_id: UUID | None = None) -> IntelligenceDraft:
    """A draft for a new link on a group or person; raises NotFound where the reader may not know of it."""
    for kind, id_ in ((Subject, subject_id), (Person, person_id)):
        if id_ is not None and session.get(kind, id_) is None:
            raise NotFound("That record does not exist, or is not open to you.")
    return IntelligenceDraft(subject_id=subject_id, person_id=person_id)


def problems(session: Session, draft: IntelligenceDraft, today: date) -> dict[str, str]:
    """Everything that keeps a draft from being saved but words that may identify a source."""
    found = draft.problems(today, int(policy(session, "intelligence.summary_max", today)))
    if draft.subject_id is not None and session.get(Subject, draft.subject_id) is None:
        found["subject_id"] = "That group does not exist, or is not open to you."
    if draft.person_id is not None and session.get(Person, draft.person_id) is None:
        found["person_id"] = "That person does not exist, or is not open to you."
    elif draft.person_id is not None and draft.subject_id is not None and not _is_linked(session, draft):
        # Else the link could be closed to readers of the group, and its clock would differ from reader to reader.
        found["person_id"] = "That person is not linked to the group; link them first, or leave one of the two empty."
    twin = select(IntelligenceLink.id).where(
        func.lower(IntelligenceLink.ir_ref) == draft.ir_ref.strip().lower(),
        *_on_the_same(draft.subject_id, draft.person_id),
    )
    if draft.id is not None:
        twin = twin.where(IntelligenceLink.id != draft.id)
    if draft.ir_ref.strip() and session.scalar(twin.limit(1)) is not None:
        found["ir_ref"] = f"{draft.ir_ref.strip()} is linked here already; open that link instead."
    return found


def _on_the_same(subject_id: UUID | None, person_id: UUID | None) -> list[ColumnElement[bool]]:
    """Links that bear on exactly this."""
    pairs = ((IntelligenceLink.subject_id, subject_id), (IntelligenceLink.person_id, person_id))
    return [column.is_(None) if id_ is None else column == id_ for column, id_ in pairs]


def _is_linked(session: Session, draft: IntelligenceDraft) -> bool:
    link = select(PersonLink.id).where(
        PersonLink.person_id == draft.person_id, PersonLink.subject_id == draft.subject_id
    )
    return session.scalar(link.limit(1)) is not None


def _checked(work: Work, draft: IntelligenceDraft, stood: IntelligenceDraft | None) -> tuple[str, ...]:
    """The words that may identify a source and were confirmed not to; raises Invalid with what is wrong.

    Words that stood in the record before were confirmed before.
    """
    today = wall(work.now).date()
    found = problems(work.session, draft, today)
    listed = source_words.words_in_force(work.session, today)
    before = source_words.found(f"{stood.ir_ref} {stood.summary} {stood.conditions}", listed) if stood else ()
    hits = tuple(
        word
        for word in source_words.found(f"{draft.ir_ref} {draft.summary} {draft.conditions}", listed)
        if word not in before
    )
    if hits and not draft.source_checked:
        found["source_checked"] = source_words.warning(hits)
    if found:
        raise Invalid(found)
    return hits


def _note_words(work: Work, link: IntelligenceLink, words: tuple[str, ...]) -> None:
    if words:
        work.session.flush()
        work.note(link, "changed", {"words confirmed to identify no source": [None, ", ".join(words)]})


def _values(draft: IntelligenceDraft) -> dict[str, Any]:
    return columns_of(draft, but=("source_checked",))


def _draft_of(link: IntelligenceLink) -> IntelligenceDraft:
    return draft_of(IntelligenceDraft, link, source_checked=False)


def _unasked(draft: IntelligenceDraft) -> IntelligenceDraft:
    return replace(draft, source_checked=False)
