"""What belongs to a person and goes with them, what stands in the way of that, and to whom they were disclosed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    AncillaryOrder,
    Breach,
    CasePerson,
    Document,
    DocumentContent,
    Entity,
    IntelligenceLink,
    LomSubject,
    LomVisit,
    Merger,
    NotSame,
    OrderCondition,
    Person,
    PersonDetail,
    PersonKey,
    PersonLink,
    PersonName,
    PersonTie,
    PocaCase,
    Referral,
    Request,
)
from soc_desk.domain.referral import is_open
from soc_desk.services.intelligence import clock
from soc_desk.store import Work
from soc_desk.store.erasing import ERASED
from soc_desk.vocabulary.ocg import LomState, OrderState

_Kind = type[Entity]
_LINES: tuple[tuple[_Kind, str, tuple[str, ...]], ...] = (
    (PersonName, "Other names", ("person_id",)), (PersonDetail, "Phones, addresses and the like", ("person_id",)),
    (PersonLink, "Links to groups", ("person_id",)), (PersonTie, "Ties to other people", ("person_id", "other_id")),
    (NotSame, "Findings that they are somebody else", ("person_id", "other_id")),
    (Merger, "Mergers", ("kept_person_id", "gone_person_id")), (Referral, "Referrals", ("person_id",)),
    (Breach, "Breaches", ("person_id",)), (OrderCondition, "Conditions of orders", ("person_id",)),
    (AncillaryOrder, "Orders", ("person_id",)), (LomVisit, "Visits", ("person_id",)),
    (LomSubject, "Spells of lifetime management", ("person_id",)),
)  # fmt: skip
"""What is of them alone, with the columns that say so."""
_BESIDE: tuple[tuple[Any, str], ...] = (
    (IntelligenceLink, "Intelligence on them alone"),
    (Document, "Documents of theirs alone"),
)
"""What goes where it is of no group as well."""
_LIVE_ORDERS = (OrderState.APPLIED, OrderState.MADE, OrderState.IN_FORCE)
_OF_CASE = ("name", "address", "custody_no", "email")
LINE_TABLES = frozenset(kind.__tablename__ for kind, *_ in _LINES) | {
    "person", "poca_case_person", "intelligence_link", "document",
}  # fmt: skip
"""Tables whose entries in the log are a person's own."""


def records(session: Session, person: Person) -> list[Person]:
    """The record with those that were merged into it: all are of one person."""
    found = [person]
    for each in found:
        found += session.scalars(select(Person).where(Person.merged_into_id == each.id).order_by(Person.id))
    return found


def goes(session: Session, ids: Collection[UUID]) -> Iterator[tuple[str, int]]:
    """What is taken out with the record: words and how many, of what the eraser may know of."""
    for kind, words, columns in _LINES:
        if count := session.scalar(select(func.count(kind.id)).where(_is_theirs(kind, columns, ids))):
            yield words, count
    for of, words in _BESIDE:
        alone = select(func.count(of.id)).where(of.person_id.in_(ids), of.subject_id.is_(None))
        if count := session.scalar(alone):
            yield words, count


def line_ids(session: Session, ids: Collection[UUID]) -> dict[str, list[UUID]]:
    """Their lines by table, those in cases, reports and documents among them."""
    found: dict[str, list[UUID]] = {"person": list(ids)}
    for kind, _, columns in _LINES:
        found[kind.__tablename__] = list(session.scalars(select(kind.id).where(_is_theirs(kind, columns, ids))))
    for of in (CasePerson, IntelligenceLink, Document):
        found[of.__tablename__] = list(session.scalars(select(of.id).where(of.person_id.in_(ids))))
    return found


def emptied(session: Session, lines: Mapping[str, Collection[UUID]]) -> dict[str, Collection[UUID]]:
    """Those lines whose words all go, by table, or by table and column; what is of something else as well stays."""
    found = dict(lines)
    for of, _ in _BESIDE:
        alone = select(of.id).where(of.id.in_(lines[of.__tablename__]), of.subject_id.is_(None))
        found[of.__tablename__] = list(session.scalars(alone))
    case_lines = found.pop(CasePerson.__tablename__)
    return found | {f"{CasePerson.__tablename__}.{name}": case_lines for name in _OF_CASE}


def once_theirs(session: Session, ids: Collection[UUID], log: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Lines that the log says were theirs and that are nobody's now; ``log`` are entries that name their ids."""
    named = {str(id_) for id_ in ids}
    found: dict[str, set[UUID]] = {}
    for entry in log:
        told = entry["fields"] if entry["entity"] in LINE_TABLES - {"person"} else {}
        pairs = (told.get(column) for column in ("person_id", "other_id", "kept_person_id", "gone_person_id"))
        if any(isinstance(pair, list) and named & set(map(str, pair)) for pair in pairs):
            found.setdefault(entry["entity"], set()).add(entry["entity_id"])
    kinds: dict[str, Any] = {kind.__tablename__: kind for kind, *_ in _LINES}
    kinds |= {kind.__tablename__: kind for kind in (CasePerson, IntelligenceLink, Document)}
    left: set[UUID] = set()
    for table, lines in found.items():
        left |= lines - set(session.scalars(select(kinds[table].id).where(kinds[table].id.in_(lines))))
    return left


def in_the_way(session: Session, ids: Collection[UUID]) -> Iterator[str]:
    """Why the record is restricted rather than erased (DPA 2018 s.47(2)), as sentences."""
    cases = select(PocaCase.reference, PocaCase.state).join(CasePerson, CasePerson.case_id == PocaCase.id)
    for reference, stage in session.execute(cases.where(CasePerson.person_id.in_(ids)).distinct()):
        if not stage.is_over:
            yield f"They are a party to {reference}, which is open ({stage.label})."
    orders = select(AncillaryOrder).where(AncillaryOrder.person_id.in_(ids), AncillaryOrder.state.in_(_LIVE_ORDERS))
    for order in session.scalars(orders):
        yield f"{order.kind.label}: {order.state.label.lower()}."
    spells = select(LomSubject.state).where(LomSubject.person_id.in_(ids), LomSubject.state != LomState.STOOD_DOWN)
    for state in session.scalars(spells):
        yield f"They are under lifetime management ({state.label.lower()})."
    referrals = select(Referral.state, Referral.kind).where(Referral.person_id.in_(ids))
    for stands, kind in session.execute(referrals):
        if is_open(stands, kind):
            yield f"Their referral is open ({stands.label})."


def let_go(work: Work, ids: Collection[UUID]) -> None:
    """Remove their lines, and let go of them what is of others as well."""
    session = work.session
    let_go_of_cases(work, ids)
    for request in session.scalars(select(Request).where(Request.person_id.in_(ids))):
        request.person_id = None
    for order in session.scalars(select(AncillaryOrder).where(AncillaryOrder.person_id.in_(ids))):
        order.replaced_by_id = None
    session.flush()
    for of, _ in _BESIDE:
        for each in session.scalars(select(of).where(of.person_id.in_(ids))).all():
            if each.subject_id is None:
                _remove(work, each)
            else:
                each.person_id = None
    for kind, _, columns in _LINES:
        for each in session.scalars(select(kind).where(_is_theirs(kind, columns, ids))).all():
            session.delete(each)
        session.flush()


def let_go_of_cases(work: Work, ids: Collection[UUID]) -> None:
    """Their lines in cases stay, as somebody's who was erased."""
    for line in work.session.scalars(select(CasePerson).where(CasePerson.person_id.in_(ids))):
        line.person_id, line.born_on = None, None
        for name in _OF_CASE:
            if getattr(line, name):
                setattr(line, name, ERASED)


def let_go_of_open(work: Work, ids: Collection[UUID]) -> None:
    """Take them out of the groups that the eraser may know of, where a closed one keeps the record."""
    session = work.session
    for kind in (PersonTie, PersonLink):
        columns = ("person_id", "other_id") if kind is PersonTie else ("person_id",)
        for each in session.scalars(select(kind).where(_is_theirs(kind, columns, ids))).all():
            session.delete(each)
    session.flush()


def remove_records(work: Work, people: Sequence[Person]) -> None:
    """Remove the records themselves, last of all."""
    ids = [person.id for person in people]
    for person in people:
        person.merged_into_id = None
    work.session.flush()
    work.session.execute(delete(PersonKey).where(PersonKey.person_id.in_(ids)))
    for person in people:
        work.session.delete(person)
    work.session.flush()


def recipients(log: Sequence[Mapping[str, Any]], ids: Collection[UUID]) -> list[Mapping[str, Any]]:
    """The entries by which the person was disclosed to somebody."""
    return [entry for entry in log if entry["action"] == "disclosed" and entry["record_id"] in ids]


def _remove(work: Work, each: IntelligenceLink | Document) -> None:
    if isinstance(each, Document):
        work.session.execute(delete(DocumentContent).where(DocumentContent.document_id == each.id))
    else:
        doubles = select(IntelligenceLink).where(IntelligenceLink.duplicate_of_id == each.id)
        others = work.session.scalars(doubles).all()
        for other in others:
            other.duplicate_of_id = None
            other.judge()
        clock.refresh(work, *(other.subject_id for other in others))
    work.session.delete(each)
    work.session.flush()


def _is_theirs(kind: _Kind, columns: Sequence[str], ids: Collection[UUID]) -> ColumnElement[bool]:
    return or_(*(getattr(kind, column).in_(ids) for column in columns))
