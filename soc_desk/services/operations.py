"""Operations and weeks of action: what they were, which groups they were against, what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, Ocg, Operation, OperationSubject, Subject, Tally, User
from soc_desk.domain.days import DayToCome
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Marking
from soc_desk.vocabulary.ocg import Exactness, OperationKind, TallyKind


@dataclass(frozen=True, kw_only=True)
class OperationRow:
    """One line of the register."""

    id: UUID
    version: int
    reference: str
    name: str
    kind: OperationKind
    starts_on: date
    ends_on: date | None
    area: str
    lead: str
    groups: int = 0


MOST = 100_000_000_000
"""The largest result: a billion pounds in pence."""


@dataclass(frozen=True, kw_only=True)
class TallyLine:
    """One countable result; cash in pence. ``words`` is how it is read: "over 2,800"."""

    kind: TallyKind
    value: int
    exactness: Exactness = Exactness.EXACT

    @property
    def words(self) -> str:
        figure = f"£{self.value / 100:,.2f}" if self.kind.is_money else f"{self.value:,}"
        return f"over {figure}" if self.exactness is Exactness.OVER else figure


@dataclass(frozen=True, kw_only=True)
class OperationDraft:
    """What the form of an operation fills; ``subject_id`` is the group it is chiefly against."""

    id: UUID | None = None
    version: int | None = None
    name: str = ""
    kind: OperationKind = OperationKind.OPERATION
    starts_on: DayToCome = None
    ends_on: DayToCome = None
    area_id: UUID | None = None
    lead: str = ""
    lead_id: UUID | None = None
    subject_id: UUID | None = None
    other_ids: tuple[UUID, ...] = ()
    tallies: tuple[TallyLine, ...] = ()
    summary: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = "Give the operation its name."
        if self.starts_on is None:
            found["starts_on"] = "Say when it starts."
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            found["ends_on"] = "It cannot end before it starts."
        kinds = [line.kind for line in self.tallies]
        if len(kinds) != len(set(kinds)):
            found["tallies"] = "Each result is counted once; put the figures of one kind together."
        if any(line.value < 0 for line in self.tallies):
            found["tallies"] = "A result is nought or more."
        if any(line.value > MOST for line in self.tallies):
            found["tallies"] = f"A result is {MOST:,} at most; check the figure."
        return found


@dataclass(frozen=True, kw_only=True)
class OperationDetail:
    """An operation with its groups and results, as far as the reader may know of the groups."""

    row: OperationRow
    draft: OperationDraft
    groups: tuple[tuple[UUID, str], ...]
    tallies: tuple[TallyLine, ...]


def page(
    session: Session, text: str = "", kinds: Sequence[OperationKind] = (), subject_id: UUID | None = None
) -> list[OperationRow]:
    """The register, latest first; a force runs some hundreds, so it comes whole."""
    query = _rows().order_by(Operation.starts_on.desc(), Operation.id.desc())
    if kinds:
        query = query.where(Operation.kind.in_(kinds))
    for word in text.split():
        query = query.where(
            or_(Operation.name.icontains(word, autoescape=True), Operation.reference.icontains(word, autoescape=True))
        )
    if subject_id is not None:
        among = select(OperationSubject.operation_id).where(OperationSubject.subject_id == subject_id)
        query = query.where(or_(Operation.subject_id == subject_id, Operation.id.in_(among)))
    return _read(session, query)


def detail(session: Session, id: UUID) -> OperationDetail:
    """One operation; raises NotFound for one the reader may not know of."""
    operation = session.get(Operation, id)
    rows = _read(session, _rows().where(Operation.id == id))
    if operation is None or not rows:
        raise NotFound("That operation does not exist, or is not open to you.")
    named = (
        select(Subject.id, Subject.reference, Subject.name)
        .outerjoin(OperationSubject, OperationSubject.subject_id == Subject.id)
        .where(or_(OperationSubject.operation_id == id, Subject.id == operation.subject_id))
        .order_by(Subject.reference)
    )
    groups = {group: f"{reference} {name}" for group, reference, name in session.execute(named)}
    kept = select(Tally.kind, Tally.value, Tally.exactness).where(Tally.operation_id == id)
    lines = [TallyLine(kind=kind, value=value, exactness=how) for kind, value, how in session.execute(kept)]
    tallies = tuple(sorted(lines, key=lambda line: line.kind.rank))
    others = tuple(group for group in groups if group != operation.subject_id)
    return OperationDetail(
        row=rows[0], draft=draft_of(OperationDraft, operation, other_ids=others, tallies=tallies),
        groups=tuple(groups.items()), tallies=tallies,
    )  # fmt: skip


def sums(session: Session, starts_on: date, ends_on: date) -> list[TallyLine]:
    """Results of the operations that started in a period, by kind; a sum with a floor in it is a floor."""
    query = (
        select(Tally.kind, func.sum(Tally.value), func.max(Tally.exactness))
        .join(Operation, Operation.id == Tally.operation_id)
        .where(Operation.starts_on.between(starts_on, ends_on))
        .group_by(Tally.kind)
    )
    found = [
        TallyLine(kind=kind, value=int(value), exactness=Exactness(most))
        for kind, value, most in session.execute(query)
    ]
    return sorted(found, key=lambda line: line.kind.rank)


@use_case("Look at an operation", needs=READERS)
def look(work: Work, id: UUID) -> OperationDetail:
    """Open an operation; logs the consultation."""
    work.consult(work.get(Operation, id))
    return detail(work.session, id)


@use_case("Record an operation", needs=WRITERS)
def record(work: Work, draft: OperationDraft) -> UUID:
    """Keep an operation or a week of action; gives its id."""
    values = _values(work, draft)
    operation = Operation(reference=work.next_reference("OP"), made_by_id=work.actor.id, made_at=work.now, **values)
    work.add(operation)
    work.session.flush()
    _keep_lines(work, operation, draft)
    return operation.id


@use_case("Change an operation", needs=WRITERS)
def change(work: Work, draft: OperationDraft) -> None:
    """Save an edit, with its groups and results."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved operation; record it first."})
    operation = work.get(Operation, draft.id, draft.version)
    for name, value in _values(work, draft).items():
        setattr(operation, name, value)
    _keep_lines(work, operation, draft)


def _rows() -> Select[*tuple[Any, ...]]:
    lead = aliased(User)
    groups = (
        select(func.count(OperationSubject.id))
        .where(OperationSubject.operation_id == Operation.id)
        .correlate(Operation)
        .scalar_subquery()
    )
    return (
        select(
            Operation.id, Operation.version, Operation.reference, Operation.name, Operation.kind, Operation.starts_on,
            Operation.ends_on, func.coalesce(Area.name, ""), func.coalesce(lead.display, Operation.lead), groups,
        )
        .outerjoin(Area, Area.id == Operation.area_id)
        .outerjoin(lead, lead.id == Operation.lead_id)
    )  # fmt: skip


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> list[OperationRow]:
    names = list(OperationRow.__dataclass_fields__)
    return [OperationRow(**dict(zip(names, row, strict=True))) for row in session.execute(query)]


def _values(work: Work, draft: OperationDraft) -> dict[str, Any]:
    if problems := draft.problems():
        raise Invalid(problems)
    for id_ in (*draft.other_ids, *((draft.subject_id,) if draft.subject_id else ())):
        work.get(Ocg, id_)
    return columns_of(draft, but=("other_ids", "tallies"))


def _keep_lines(work: Work, operation: Operation, draft: OperationDraft) -> None:
    """Groups and results as the draft has them; what is closed to the writer stays as it is."""
    wanted = {*draft.other_ids, *((draft.subject_id,) if draft.subject_id else ())}
    here = {
        each.subject_id: each
        for each in work.session.scalars(
            select(OperationSubject)
            .join(Subject, Subject.id == OperationSubject.subject_id)
            .where(OperationSubject.operation_id == operation.id)
        )
    }
    for gone in here.keys() - wanted:
        work.session.delete(here[gone])
    work.session.add_all(OperationSubject(operation_id=operation.id, subject_id=id_) for id_ in wanted - here.keys())
    counted = {line.kind: line for line in draft.tallies}
    for tally in work.session.scalars(select(Tally).where(Tally.operation_id == operation.id)):
        if (line := counted.pop(tally.kind, None)) is None:
            work.session.delete(tally)
        else:
            tally.value, tally.exactness = line.value, line.exactness
    work.session.add_all(
        Tally(operation_id=operation.id, kind=line.kind, value=line.value, exactness=line.exactness)
        for line in counted.values()
    )
