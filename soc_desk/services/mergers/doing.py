"""Merging two people or two groups, and taking any merger apart again, however old and in any order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Merger,
    NotSame,
    Ocg,
    Person,
    PersonName,
    Subject,
    SubjectReader,
    SubjectRelation,
    SubjectStatusChange,
)
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.intelligence import clock
from soc_desk.services.mergers import adopting
from soc_desk.services.people import keys, known
from soc_desk.services.prints import wall
from soc_desk.store import Work, carrying, use_case
from soc_desk.store.carrying import Line
from soc_desk.vocabulary import Access, Role, SubjectStatus
from soc_desk.vocabulary.ocg import NameKind, RelationKind

MERGERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})
"""Who merges people and takes mergers apart; groups are the coordinator's."""
COORDINATORS = frozenset({Role.COORDINATOR})
_MADE = ", merged into this record."
_CLOSED = {Access.TEAM: 0, Access.RESTRICTED: 1, Access.SEALED: 2}


@dataclass(frozen=True, kw_only=True)
class MergeDraft:
    """What the merge form fills: which record is kept, which goes, and why; ``take`` names values of the other's."""

    kept_id: UUID
    kept_version: int | None = None
    gone_id: UUID
    gone_version: int | None = None
    reason: str = ""
    take: tuple[str, ...] = field(default=())

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.kept_id == self.gone_id:
            found["gone_id"] = "Choose another record: one cannot be merged with itself."
        if not self.reason.strip():
            found["reason"] = "Say why they are the same; it is read when somebody takes them apart."
        return found


@use_case("Merge two people", needs=MERGERS)
def merge_people(work: Work, draft: MergeDraft) -> UUID:
    """The second person's lines become the first's; gives the merger's id, by which it can be taken apart."""
    if problems := draft.problems():
        raise Invalid(problems)
    kept = work.get(Person, draft.kept_id, draft.kept_version)
    gone = work.get(Person, draft.gone_id, draft.gone_version)
    refuse_merged(kept, gone)
    if told := not_same(work.session, kept.id, gone.id):
        raise Invalid({"gone_id": told})
    taken = adopting.take_over(kept, gone, _choices("person", draft.take))
    merger = Merger(
        kept_person_id=kept.id,
        gone_person_id=gone.id,
        adopted=taken,
        reason=draft.reason.strip(),
        at=work.now,
        by_id=work.actor.id,
    )
    made = []
    if not gone.unidentified and gone.name.casefold() != kept.name.casefold():
        note = f"Name of {gone.reference}{_MADE}"
        made.append(PersonName(person_id=kept.id, kind=NameKind.ALIAS, name=gone.name, note=note))
    put_together(work, merger, kept, gone, made)
    return merger.id


@use_case("Merge two groups", needs=COORDINATORS)
def merge_groups(work: Work, draft: MergeDraft) -> UUID:
    """The second group becomes Merged, its members, intelligence and open work the first's; gives the merger's id.

    Its disruptions stay where they were recorded. The kept group is closed as far as the closer of the two.
    """
    if problems := draft.problems():
        raise Invalid(problems)
    kept = work.get(Ocg, draft.kept_id, draft.kept_version)
    gone = work.get(Ocg, draft.gone_id, draft.gone_version)
    refuse_merged(kept, gone)
    if told := unfit(kept, gone):
        raise Invalid({"gone_id": told})
    taken = adopting.take_over(kept, gone, _choices("subject", draft.take))
    merger = Merger(
        kept_subject_id=kept.id, gone_subject_id=gone.id, status_before=gone.status.value, adopted=taken,
        reason=draft.reason.strip(), at=work.now, by_id=work.actor.id,
    )  # fmt: skip
    relation = SubjectRelation(
        subject_id=gone.id, other_id=kept.id, kind=RelationKind.MERGED_INTO, from_on=wall(work.now).date()
    )
    _step(work, gone, SubjectStatus.MERGED, draft.reason.strip())
    put_together(work, merger, kept, gone, [relation])
    if (closing := closing_of(work, kept, gone)) is not None:
        access, readers = closing
        before = [str(user) for user in readers_of(work, kept.id)]
        carrying.close_as(work, merger, access, readers)
        fields = {"access": [kept.access.value, access.value], "readers": [sorted(before), sorted(map(str, readers))]}
        work.note(kept, "changed", fields)
        work.session.expire_all()
    return merger.id


@use_case("Take a merger apart", needs=MERGERS)
def unmerge(work: Work, id: UUID, reason: str) -> None:
    """The merged record stands by itself again, with the lines it brought, and with what was edited on them since.

    Lines added since stay with the kept record; values it took go back where they are unchanged since. What the kept
    record was merged into since gives up what came from there.
    """
    merger = work.get(Merger, id)
    if merger.undone_at is not None:
        raise Invalid({"id": "This merger was taken apart already."})
    if not reason.strip():
        raise Invalid({"reason": "Say why they are not the same."})
    if merger.kept_subject_id is not None and not work.actor.has(COORDINATORS):
        raise NotAllowed("The OCG coordinator takes merged groups apart.")
    kept, gone = _record(work, merger, "kept"), _record(work, merger, "gone")
    later = chain(work, kept.id)
    stands = _end(later[-1], "kept") if later else kept.id
    merger.undone_at, merger.undone_by_id, merger.undone_because = work.now, work.actor.id, reason.strip()
    work.session.flush()
    for entry in merger.moved:
        if not entry["column"]:
            _unmake(work, entry)
    back = carrying.carry_back(work, merger, stands)
    gone.merged_into_id = None
    pointer = Line(gone.__tablename__, gone.id, gone.id, "merged_into_id")
    _lapse(later, [*back, pointer], merger)
    same = or_(Merger.kept_person_id == kept.id, Merger.kept_subject_id == kept.id)
    since = work.session.scalars(select(Merger).where(same, Merger.undone_at.is_(None), Merger.id > merger.id))
    if adopting.give_back(kept, merger, since):
        _follow(work, later)
    if isinstance(gone, Subject):
        _step(work, gone, SubjectStatus(merger.status_before), reason.strip())
    settle(work, (kept.id, gone.id, *(_end(each, "kept") for each in later)))
    work.note(kept, "combined", {"taken_apart_id": [gone.id, None]})
    work.note(gone, "combined", {"taken_apart_id": [kept.id, None]})


def refuse_merged(kept: Person | Subject, gone: Person | Subject) -> None:
    """Raise Invalid where one of them was merged before: the record that stands for it is merged instead."""
    for record, name in ((kept, "kept_id"), (gone, "gone_id")):
        if record.merged_into_id is not None:
            told = f"{record.reference} was merged into another record already; choose that one."
            raise Invalid({name: told})


def unfit(kept: Ocg, gone: Ocg) -> str:
    """Why these two groups are not merged, or empty: only what was mapped is merged, and into one as alive."""
    alive = (SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED)
    for group in (kept, gone):
        if group.status not in alive:
            return f"{group.reference} is {group.status.label}. Validate or reject it; only mapped groups are merged."
    if gone.status is SubjectStatus.ACTIVE and kept.status is SubjectStatus.ARCHIVED:
        return f"{kept.reference} is archived. Keep {gone.reference}, which is active, or reactivate the other first."
    return ""


def not_same(session: Session, one: UUID, other: UUID) -> str:
    """The sentence that refuses to merge people who were found not to be the same, or empty."""
    found = session.execute(select(NotSame.at, NotSame.reason).where(known.between(one, other)).limit(1)).one_or_none()
    if found is None:
        return ""
    why = f" ({found.reason.rstrip('.')})" if found.reason else ""
    day = f"{wall(found.at):%d %B %Y}".lstrip("0")
    return f"They were found not to be the same person on {day}{why}. Take that back first if it was wrong."


def closing_of(work: Work, kept: Subject, gone: Subject) -> tuple[Access, list[UUID]] | None:
    """How the kept group is closed by the merger, and to whom; None where it stays as it is.

    Those who knew of both know of the kept one; its owner stays its owner, and whoever merges is not shut out.
    """
    if gone.access is Access.TEAM:
        return None
    access = max(kept.access, gone.access, key=_CLOSED.__getitem__)
    knowing = {work.actor.id, *readers_of(work, gone.id)}
    if kept.access is not Access.TEAM:
        knowing &= {work.actor.id, *readers_of(work, kept.id)}
    if gone.owner_id is not None:
        knowing.add(gone.owner_id)
    return access, sorted(user for user in knowing if user != kept.owner_id)


def readers_of(work: Work, id: UUID) -> list[UUID]:
    """The people named on a closed group."""
    return list(work.session.scalars(select(SubjectReader.user_id).where(SubjectReader.subject_id == id)))


def chain(work: Work, id: UUID) -> list[Merger]:
    """The mergers by which another record stands for this one now, nearest first.

    Raises NotAllowed where one of them is not open to whoever asks.
    """
    found: list[Merger] = []
    record: Person | Subject | None = work.session.get(Person, id) or work.session.get(Subject, id)
    while record is not None and record.merged_into_id is not None:
        here = or_(Merger.gone_person_id == id, Merger.gone_subject_id == id)
        merger = work.session.scalar(select(Merger).where(here, Merger.undone_at.is_(None)))
        if merger is None:
            break
        found.append(merger)
        id = _end(merger, "kept")
        record = work.session.get(Person, id) if isinstance(record, Person) else work.session.get(Subject, id)
    if record is None or record.merged_into_id is not None:
        raise NotAllowed(
            "The kept record was merged on since. Somebody who may know of all the records takes this apart."
        )
    return found


def settle(work: Work, ids: Iterable[UUID]) -> None:
    """Work out again what is kept of the records for finding them and for the archive clock."""
    work.session.flush()
    for id_ in dict.fromkeys(ids):
        if (person := work.session.get(Person, id_)) is not None:
            person.settle()
            keys.keep(work.session, person)
        else:
            clock.refresh(work, id_)


def put_together(
    work: Work, merger: Merger, kept: Person | Subject, gone: Person | Subject,
    made: Collection[PersonName | SubjectRelation],
) -> None:  # fmt: skip
    """Everything of the record that goes becomes that of the kept one, as the merger then tells; ``made`` is new."""
    work.add(merger)
    gone.merged_into_id = kept.id
    work.session.flush()
    for line in made:
        work.add(line)
    moved = carrying.carry(work, merger)
    merger.moved = [{"table": line.__tablename__, "id": str(line.id), "column": ""} for line in made] + [
        {"table": line.table, "id": str(line.id), "column": line.column} for line in moved
    ]
    settle(work, (kept.id, gone.id))
    work.note(kept, "combined", {"merged_with_id": [None, gone.id]})
    work.note(gone, "combined", {"merged_into_id": [None, kept.id]})


def _unmake(work: Work, entry: dict[str, str]) -> None:
    """Take out a line that the merger made, where it was not edited since."""
    kind: type[PersonName | SubjectRelation] = SubjectRelation
    if entry["table"] == PersonName.__tablename__:
        kind = PersonName
    line = work.session.get(kind, UUID(entry["id"]))
    if isinstance(line, SubjectRelation) or (isinstance(line, PersonName) and line.note.endswith(_MADE)):
        work.session.delete(line)


def _lapse(later: Iterable[Merger], lines: Iterable[Line], by: Merger) -> None:
    """Lines that are not the kept record's any more are no longer for a later merger to move back."""
    gone = {(line.table, str(line.id), line.column) for line in lines}
    for merger in later:
        merger.moved = [
            {**told, "lapsed": str(by.id)} if (told["table"], told["id"], told["column"]) in gone else told
            for told in merger.moved
        ]


def _follow(work: Work, later: Iterable[Merger]) -> None:
    """What the kept record gave back goes on to the records that took it from there, up the chain."""
    for merger in later:
        if not adopting.adopt_again(_record(work, merger, "kept"), _record(work, merger, "gone"), merger):
            return


def _step(work: Work, group: Subject, after: SubjectStatus, reason: str) -> None:
    before, group.status = group.status, after
    group.status_since = wall(work.now).date()
    work.add(
        SubjectStatusChange(
            subject_id=group.id, before=before, after=after, at=work.now, by_id=work.actor.id, reason=reason
        )
    )


def _record(work: Work, merger: Merger, end: str) -> Person | Subject:
    kind: type[Person | Subject] = Person if merger.kept_person_id is not None else Subject
    return work.get(kind, _end(merger, end))


def _end(merger: Merger, end: str) -> UUID:
    found = getattr(merger, f"{end}_person_id") or getattr(merger, f"{end}_subject_id")
    assert isinstance(found, UUID)
    return found


def _choices(kind: str, take: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in take if name in adopting.CHOOSABLE[kind])
