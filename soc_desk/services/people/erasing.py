"""Erasing a person (DPA 2018 ss.47 and 48): what would go, what stands in the way, whom to tell; then it is done.

An erasure reaches what its author may know of. Where a closed group has the person as well, their record stays for
those who know of that group, with its processing restricted, and the group's history says so; for everybody else, its
author among them, it is gone as any erased one. A supervisor erases: one person, since the preview holds the names.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import AuditEntry, Entity, Erasure, Person, Subject
from soc_desk.domain.base import KINDS
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services.people import erasing_found, erasing_own, erasing_places, erasing_shared, keys, naming
from soc_desk.services.people.erasing_found import Logged, Named
from soc_desk.services.people.erasing_places import Place
from soc_desk.services.people.naming import Terms
from soc_desk.store import Work, erasing, seals, use_case
from soc_desk.store.erasing import Sought
from soc_desk.store.sight import reader_of
from soc_desk.store.work import Note
from soc_desk.vocabulary import ErasureAuthority, Role

ERASERS = frozenset({Role.SUPERVISOR})
"""Who erases: who leads, and reads what is looked through. Not an administrator, who reads no cases."""
_PARENTS = {"subject_id": "Subject", "disruption_id": "Disruption", "case_id": "PocaCase", "person_id": "Person",
            "operation_id": "Operation", "site_id": "ChbSite"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ErasureDraft:
    """What the form fills; ``answers`` say by a place's key whether this person is meant, where that was ticked or not.

    What no answer is about is done as ``ErasurePreview`` proposes it.
    """

    person_id: UUID
    person_version: int | None = None
    authority: ErasureAuthority | None = None
    reason: str = ""
    evidence: bool = False
    answers: Mapping[str, bool] = field(default_factory=dict)

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.authority is None:
            found["authority"] = "Say on what authority it is done."
        if not self.reason.strip():
            found["reason"] = "Say why, without the name; it stays in the log."
        return found


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom the person was disclosed, and who is told of the erasure (s.48(9))."""

    at: datetime
    recipient: str
    purpose: str
    print_id: str


@dataclass(frozen=True, kw_only=True)
class ErasurePreview:
    """What the eraser reads first; nothing of it is kept. ``in_the_way`` are reasons to restrict instead.

    The log is emptied of ``own_entries`` and of those of each place that is ticked.
    """

    reference: str
    name: str
    version: int
    goes: tuple[tuple[str, int], ...]
    in_the_way: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    places: tuple[Place, ...]
    own_entries: int
    is_restricted: bool


def preview(session: Session, id: UUID) -> ErasurePreview:
    """Look through all that the eraser may know of; takes as long as the log does."""
    if not reader_of(session).roles & ERASERS:
        raise NotAllowed("Only a supervisor looks through all that names a person, and erases them.")
    person = _person(session, id)
    whole = _Whole.of(session, person)
    told = erasing_own.recipients([line.entry for line in whole.log if line.own], whole.ids)
    return ErasurePreview(
        reference=person.reference, name=person.name, version=person.version,
        goes=tuple(erasing_own.goes(session, whole.ids)), in_the_way=tuple(erasing_own.in_the_way(session, whole.ids)),
        recipients=tuple(map(_recipient, told)), places=tuple(erasing_places.places(session, whole.texts, whole.log)),
        own_entries=sum(line.emptying(()) is not None for line in whole.log),
        is_restricted=person.processing_restricted,
    )  # fmt: skip


def erased(session: Session, ids: frozenset[UUID]) -> frozenset[UUID]:
    """Those of the records that were erased: what a workstation still keeps of them is thrown away."""
    told = select(AuditEntry.record_id).where(AuditEntry.record_id.in_(ids), AuditEntry.action == "erased")
    return frozenset(session.scalars(told)) - set(session.scalars(select(Person.id).where(Person.id.in_(ids))))


@use_case("Erase a person", needs=ERASERS)
def erase(work: Work, draft: ErasureDraft) -> None:
    """Take the person out of the store, its log and its indexes; see the module for what is closed to the eraser."""
    person = work.get(Person, draft.person_id, draft.person_version)
    if person.merged_into_id is not None:
        raise Invalid({"person_id": "This record was merged into another: erase that one, or take them apart first."})
    whole = _Whole.of(work.session, person)
    _require(work.session, draft, whole)
    work.erases = True
    made = Erasure(
        person_id=person.id, reference=person.reference, authority=_authority(draft), reason=draft.reason.strip(),
        at=work.now, by_id=work.actor.id,
    )  # fmt: skip
    work.add(made)
    work.session.flush()
    pins, taken = erasing.pins(work, made, whole.ids), whole.taken(draft.answers)
    listed = _empty(work, made, whole, taken, bool(pins))
    _take_out(work, made, whole, taken)
    erasing_shared.keep_closed(work, whole.ids)
    if pins:
        _leave_to_the_closed(work, whole, pins, made)
    else:
        erasing.detach(work, made, whole.ids)
        erasing_own.let_go(work, whole.ids)
        erasing_own.remove_records(work, [work.get(Person, id_) for id_ in whole.ids])
    erasing.forget_tokens(work)
    fields = {"authority": [None, made.authority], "reason": [None, made.reason], seals.EMPTIED: listed}
    work.notes.append(Note(Person.__tablename__, made.person_id, made.person_id, "erased", fields))


@use_case("Restrict a person's record instead of erasing it", needs=ERASERS)
def restrict(work: Work, draft: ErasureDraft) -> None:
    """Keep the record for what it is needed for, and mark its processing as restricted (s.47(2) and (3))."""
    if problems := draft.problems():
        raise Invalid(problems)
    person = work.get(Person, draft.person_id, draft.person_version)
    if person.processing_restricted:
        raise Invalid({"person_id": f"The processing of {person.reference} is restricted already."})
    person.processing_restricted = True
    told = {"authority": [None, _authority(draft)], "reason": [None, draft.reason.strip()]}
    work.note(person, "noted", told)


@dataclass(frozen=True)
class _Whole:
    """The records of one person, what they are named by, and all that names them."""

    ids: tuple[UUID, ...]
    terms: Terms
    texts: tuple[Named, ...]
    log: tuple[Logged, ...]

    @classmethod
    def of(cls, session: Session, person: Person) -> "_Whole":
        people = erasing_own.records(session, person)
        ids = tuple(each.id for each in people)
        terms, lines = naming.of_people(session, people), erasing_own.line_ids(session, ids)
        by_id = tuple(f"%{id_}%" for id_ in ids)
        naming_ids = list(erasing.entries(session, Sought(by_id, by_id), ()))
        emptied = erasing_own.emptied(session, lines)
        about = {id_ for each in lines.values() for id_ in each} | erasing_own.once_theirs(session, ids, naming_ids)
        words = (*erasing_found.texts(session, terms, emptied), *erasing_found.kept(session, terms))
        rows = tuple(erasing_found.entries(session, terms, about))
        others = erasing_found.others(session, people, erasing_found.parties(words, rows))
        texts = tuple(Named.of(each, terms, others) for each in words)
        return cls(ids, terms, texts, tuple(erasing_found.logged(rows, terms, about, others)))

    def taken(self, answers: Mapping[str, bool]) -> frozenset[str]:
        """The keys of places where this person is meant: as the eraser says, or else where nothing is in doubt."""
        named = (*self.texts, *(each for line in self.log for each in line.texts))
        parts = {key: doubt for each in named for key, _, doubt in each.parts}
        return frozenset(key for key, doubt in parts.items() if answers.get(key, not doubt))


def _require(session: Session, draft: ErasureDraft, whole: _Whole) -> None:
    """Raise Invalid with every reason why it is not done."""
    problems = draft.problems()
    if named := whole.terms.found(draft.reason):
        told = f"“{named[0].words}” would stay in the log; write the reason without it."
        problems["reason"] = told
    way = list(erasing_own.in_the_way(session, whole.ids))
    if draft.evidence:
        way.insert(0, "The record is needed as evidence.")
    if way:
        problems["person_id"] = f"{' '.join(way)} Restrict the processing instead (DPA 2018 s.47(2))."
    if problems:
        raise Invalid(problems)


def _empty(work: Work, made: Erasure, whole: _Whole, taken: Collection[str], is_kept: bool) -> dict[str, str]:
    """Empty what the log holds; a record that stays for others keeps its own entries."""
    lines = (line for line in whole.log if not (is_kept and line.own and line.entry["record_id"] in whole.ids))
    return erasing.empty(work, made, filter(None, (line.emptying(taken) for line in lines)))


def _take_out(work: Work, made: Erasure, whole: _Whole, taken: Collection[str]) -> None:
    """Take the person's names out of the words of other records, through their ordinary versions."""
    parents: dict[UUID, type[Entity]] = {}
    for each in whole.texts:
        words, out = each.words, each.left(taken)
        if out == words.value:
            continue
        if words.table in erasing.KEPT:
            erasing.put_words(work, made, replace(words, value=out))
            continue
        kind = next(each for each in KINDS if getattr(each, "__tablename__", "") == words.table)
        setattr(work.get(kind, words.id), words.column, out)
        if (parent := _PARENTS.get(kind.RECORD)) is not None:
            parents[words.record] = getattr(domain, parent)
    for id_, kind in parents.items():
        work.get(kind, id_).version += 1  # whoever has the record open meets what was taken out of its lines
    work.session.flush()


def _leave_to_the_closed(work: Work, whole: _Whole, pins: Collection[UUID], made: Erasure) -> None:
    """The record goes from all that the eraser knows of, and stays for those who know of the closed groups."""
    for id_ in whole.ids:
        person = work.get(Person, id_)
        person.processing_restricted = True
        keys.keep(work.session, person)
    work.session.flush()
    for record in pins:
        told = {"erasure": [None, f"{made.reference} was erased elsewhere: decide whether the record is still needed."]}
        work.notes.append(Note(Subject.__tablename__, record, record, "noted", told))
    erasing_shared.let_go(work, whole.ids)
    erasing_own.let_go_of_open(work, whole.ids)


def _person(session: Session, id: UUID) -> Person:
    found = session.scalar(select(Person).where(Person.id == id))
    if found is None:
        raise NotFound("That person does not exist, or is not open to you.")
    return found


def _authority(draft: ErasureDraft) -> ErasureAuthority:
    assert draft.authority is not None
    return draft.authority


def _recipient(row: Mapping[str, Any]) -> Recipient:
    return Recipient(row["at"], row["recipient"] or "", row["purpose"] or "", str(row["fields"].get("reference", "")))
