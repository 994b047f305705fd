"""How groups stand to each other; known only to those who may know of both."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, PersonLink, Subject, SubjectRelation
from soc_desk.domain.base import Id
from soc_desk.domain.days import DayThatWas, Span
from soc_desk.errors import Invalid
from soc_desk.services import standing
from soc_desk.services.prints import wall
from soc_desk.services.rows import rows_of
from soc_desk.store import Work, prepared, use_case
from soc_desk.vocabulary import WRITERS, SubjectStatus
from soc_desk.vocabulary.ocg import RelationKind

_BACK = {
    RelationKind.MERGED_INTO: "Took in", RelationKind.SPLIT_FROM: "Origin of", RelationKind.SUPPLIER: "Supplied by",
}  # fmt: skip
"""What a relation is called from the other group; the others read the same from both."""


@dataclass(frozen=True, kw_only=True)
class RelationDraft:
    """How a group stands to another."""

    other_id: UUID | None = None
    kind: RelationKind | None = None
    from_on: DayThatWas = None
    to_on: DayThatWas = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.other_id is None:
            found["other_id"] = "Choose the other group."
        if self.kind is None:
            found["kind"] = "Choose how they stand to each other."
        if self.from_on is not None and self.to_on is not None and self.to_on < self.from_on:
            found["to_on"] = "It ends before it begins; check both days."
        return found


@dataclass(frozen=True, kw_only=True)
class RelationRow:
    """One relation as it reads from the group whose page shows it: ``words`` then the other group."""

    id: UUID
    version: int
    kind: RelationKind
    is_back: bool
    other_id: UUID
    other_reference: str
    other_name: str
    other_status: SubjectStatus
    from_on: date | None
    to_on: date | None
    note: str

    @property
    def words(self) -> str:
        """``Supplier of``, or ``Supplied by`` from the other side."""
        return _BACK.get(self.kind, self.kind.label) if self.is_back else self.kind.label


def of(session: Session, subject_id: UUID) -> list[RelationRow]:
    """The relations of a group in both directions, current ones first."""
    return rows_of(RelationRow, prepared.rows(session, "relations", _query, {"group": subject_id}))


def _query() -> Select[*tuple[Any, ...]]:
    relation, group = SubjectRelation, bindparam("group", type_=Id())
    is_back = relation.other_id == group
    columns = (
        relation.id, relation.version, relation.kind, is_back, Subject.id, Subject.reference, Subject.name,
        Subject.status, relation.from_on, relation.to_on, relation.note,
    )  # fmt: skip
    other = or_(
        and_(relation.subject_id == group, Subject.id == relation.other_id),
        and_(is_back, Subject.id == relation.subject_id),
    )
    return select(*columns).join(Subject, other).order_by(relation.to_on.is_not(None), Subject.reference, relation.id)


@use_case("Relate two OCGs", needs=WRITERS)
def relate(work: Work, subject_id: UUID, draft: RelationDraft) -> UUID:
    """Keep how a group stands to another; gives the relation's id."""
    problems = draft.problems()
    if draft.other_id == subject_id:
        problems["other_id"] = "That is the same group; choose another one."
    if (draft.from_on or date.min) > wall(work.now).date():
        problems["from_on"] = "The day has not come yet; relate them once it has."
    if problems or draft.other_id is None or draft.kind is None:
        raise Invalid(problems)
    ocg, other = work.get(Ocg, subject_id), work.get(Ocg, draft.other_id)
    _refuse_untrue(work, ocg, other, draft)
    for known in of(work.session, subject_id):
        if (known.other_id, known.kind) == (other.id, draft.kind) and known.to_on is None:
            told = f"{known.words} {other.reference} is recorded already; end that first, or choose another kind."
            raise Invalid({"kind": told})
    made = SubjectRelation(
        subject_id=ocg.id, other_id=other.id, kind=draft.kind, from_on=draft.from_on, to_on=draft.to_on,
        note=draft.note.strip(),
    )  # fmt: skip
    work.add(made)
    return made.id


@use_case("Take out a relation between two OCGs", needs=WRITERS)
def unrelate(work: Work, id: UUID, version: int) -> None:
    """Remove a relation that was recorded by mistake; the history keeps it. One that ended gets its end instead."""
    relation = work.get(SubjectRelation, id, version)
    _refuse_of_merger(work, relation)
    work.session.delete(relation)


@use_case("End a relation between two OCGs", needs=WRITERS)
def end(work: Work, id: UUID, version: int, to_on: Annotated[date, Span()]) -> None:
    """Say until when a relation lasted."""
    relation = work.get(SubjectRelation, id, version)
    _refuse_of_merger(work, relation)
    if relation.from_on is not None and to_on < relation.from_on:
        raise Invalid({"to_on": "It ends before it begins; check both days."})
    relation.to_on = to_on


def _refuse_untrue(work: Work, ocg: Ocg, other: Ocg, draft: RelationDraft) -> None:
    """What the groups themselves deny, or what another step keeps."""
    if told := standing.problem(work.session, ocg.id) or standing.problem(work.session, other.id):
        raise Invalid({"other_id": told})
    if draft.kind is RelationKind.MERGED_INTO:
        raise Invalid({"kind": "Groups are merged on the coordinator's merge form, which moves what hangs on them."})
    if draft.kind is RelationKind.SPLIT_FROM and ocg.id in _origins(work, other.id):
        told = (
            f"{other.reference} was itself split from {ocg.reference}; turn the relation round, or take that one out."
        )
        raise Invalid({"other_id": told})
    if draft.kind is RelationKind.SHARES_MEMBER and not draft.note.strip():
        people = select(PersonLink.person_id).where(PersonLink.subject_id == other.id)
        shared = select(PersonLink.id).where(PersonLink.subject_id == ocg.id, PersonLink.person_id.in_(people))
        if work.session.scalar(shared.limit(1)) is None:
            told = "Nobody is linked to both groups: link them, or say in the note who it is and how that is known."
            raise Invalid({"note": told})


def _origins(work: Work, id: UUID) -> set[UUID]:
    """The groups that one was split from, and those that they were."""
    split = select(SubjectRelation.subject_id, SubjectRelation.other_id)
    pairs = work.session.execute(split.where(SubjectRelation.kind == RelationKind.SPLIT_FROM)).all()
    found, fresh = set[UUID](), {id}
    while fresh:
        fresh = {other for group, other in pairs if group in fresh} - found
        found |= fresh
    return found


def _refuse_of_merger(work: Work, relation: SubjectRelation) -> None:
    gone = work.session.get(Ocg, relation.subject_id)
    if relation.kind is RelationKind.MERGED_INTO and gone is not None and gone.merged_into_id is not None:
        told = f"The merger of {gone.reference} made this relation; take the merger apart if it was wrong."
        raise Invalid({"kind": told})
