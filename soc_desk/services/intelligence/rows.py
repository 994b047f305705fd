"""The register of intelligence: one query shape for its list, its totals and its export."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from soc_desk.domain import IntelligenceLink, Person, Subject, User
from soc_desk.domain.base import Id
from soc_desk.store import prepared
from soc_desk.vocabulary import SubjectKind
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, IntelligenceKind, SourceGrade

PAGE = 100


class IntelligenceRow(NamedTuple):
    """One line of the register; its summary is read by opening it, which is logged.

    A named tuple, as ``DisruptionRow`` is: making a frozen dataclass costs as much as reading the line.
    """

    id: UUID
    version: int
    serial: int
    ir_ref: str
    kind: IntelligenceKind
    reported_on: date | None
    received_on: date
    source: SourceGrade | None
    assessment: AssessmentGrade | None
    handling: HandlingGrade | None
    conditions: str
    legacy_grade: str
    relates_to_activity: bool
    qualifying: bool
    duplicate_of_id: UUID | None
    duplicate_of: str
    subject_id: UUID | None
    subject_kind: SubjectKind | None
    subject_reference: str
    subject_name: str
    person_id: UUID | None
    person_reference: str
    person_name: str
    entered_by: str

    @property
    def grade(self) -> str:
        """As printed: "1/B/P", an older one as it was written, a dash where none was needed."""
        if self.legacy_grade:
            return self.legacy_grade
        parts = (self.source, self.assessment, self.handling)
        return "/".join(part.value for part in parts if part) or "–"

    @property
    def subject(self) -> str:
        """The group as lists name it; empty for intelligence on a person alone."""
        return f"{self.subject_reference} {self.subject_name}".strip()

    @property
    def person(self) -> str:
        """The person as lists name them; empty where none is named."""
        return f"{self.person_reference} {self.person_name}".strip()

    @property
    def is_conditional(self) -> bool:
        """Whether it leaves the program only with its conditions shown: handling C, or an older code nobody read."""
        return self.handling is HandlingGrade.CONDITIONS or bool(self.legacy_grade)

    @property
    def handling_words(self) -> str:
        """What its handling allows, in words."""
        if self.legacy_grade:
            return f"Older grade {self.legacy_grade}: handle as its own code says. {self.conditions}".strip()
        if self.handling is HandlingGrade.CONDITIONS:
            return f"{self.handling.label}: {self.conditions}"
        return self.handling.label if self.handling else "Not graded"

    @property
    def clock_words(self) -> str:
        """Whether it keeps its group from archive review, and why not."""
        if self.qualifying:
            return "Restarts the clock"
        if self.subject_id is None:
            return "On a person alone"
        if self.kind is not IntelligenceKind.REPORT:
            return self.kind.label
        if self.duplicate_of_id is not None:
            return f"Duplicate of {self.duplicate_of}".strip()
        if self.assessment is AssessmentGrade.FALSE:
            return AssessmentGrade.FALSE.label
        return "Does not relate to the group’s activity"


@dataclass(frozen=True, kw_only=True)
class IntelligenceFilter:
    """What a view shows; empty means all; dates are days received, inclusive."""

    starts_on: date | None = None
    ends_on: date | None = None
    kinds: tuple[IntelligenceKind, ...] = ()
    assessments: tuple[AssessmentGrade, ...] = ()
    handlings: tuple[HandlingGrade, ...] = ()
    areas: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    legacy: bool = False
    conditional: bool | None = None
    qualifying: bool | None = None
    duplicates: bool = False
    subject_id: UUID | None = None
    person_id: UUID | None = None
    entered_by_id: UUID | None = None
    import_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True)
class Sort:
    """A column of the register and a direction."""

    key: str = "received_on"
    descending: bool = True


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Figures of a view: all of it, what keeps groups from review, and by handling; adds up to the list."""

    all: int = 0
    qualifying: int = 0
    conditional: int = 0
    legacy: int = 0
    ungraded: int = 0

    @property
    def most_restrictive(self) -> str:
        """The handling that a list of all of these takes, as a sentence; empty for an empty list."""
        if self.conditional:
            return (
                f"Handle all of this list as C, lawful sharing permitted with conditions: {self.conditional:,} of "
                f"{self.all:,} {'has' if self.conditional == 1 else 'have'} conditions of their own."
            )
        if self.legacy:
            return f"Handle all of this list as its older grades say: {self.legacy:,} of {self.all:,} keep one."
        if self.ungraded == self.all:
            return "Nothing in this list is graded." if self.all else ""
        return "Handle all of this list as P, lawful sharing permitted."


_OTHER = aliased(IntelligenceLink)
_SUBJECT, _PERSON = Subject.__table__.c, Person.__table__.c  # who may know of the link may know of what it is about

_KEYS: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "received_on": IntelligenceLink.received_on,
    "ir_ref": IntelligenceLink.ir_ref,
    "kind": IntelligenceLink.kind,
    "grade": func.coalesce(cast(IntelligenceLink.assessment, String), IntelligenceLink.legacy_grade),
    "handling": func.coalesce(cast(IntelligenceLink.handling, String), ""),
    "subject": func.coalesce(_SUBJECT.reference, ""),
    "person": func.coalesce(_PERSON.sort_name, ""),
    "qualifying": IntelligenceLink.qualifying,
}  # fmt: skip
SORTS = tuple(_KEYS)


def page(
    session: Session,
    shown: IntelligenceFilter,
    sort: Sort = Sort(),
    *,
    after: IntelligenceRow | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[IntelligenceRow]:
    """A page of the register: the rows after ``after``, at any depth alike, or from ``offset`` on."""
    group = shown.subject_id
    if group and after is None and not offset and sort == Sort() and shown == IntelligenceFilter(subject_id=group):
        build = partial(_of_a_group, limit)
        return _made(prepared.rows(session, ("intelligence of a group", limit), build, {"group": group}))
    keys = (_KEYS[sort.key], IntelligenceLink.id)
    query = rows_query().where(*conditions(shown))
    if after is not None:
        # The values of the last row are read from the store, so that both sides compare as the database does.
        at = session.execute(_joined(select(*keys)).where(IntelligenceLink.id == after.id)).one_or_none()
        if at is None:
            return []
        place = tuple_(*(literal(value, key.type) for value, key in zip(at, keys, strict=True)))
        query = query.where(tuple_(*keys) < place if sort.descending else tuple_(*keys) > place)
    order = [key.desc() if sort.descending else key.asc() for key in keys]
    return rows(session, query.order_by(*order).offset(offset or None).limit(limit))


def one(session: Session, id: UUID) -> IntelligenceRow | None:
    """The row of one link, or None."""
    return next(iter(rows(session, rows_query().where(IntelligenceLink.id == id))), None)


def totals(session: Session, shown: IntelligenceFilter) -> Totals:
    """The view's figures, from the same conditions as its list."""
    link = IntelligenceLink
    is_legacy = link.legacy_grade != ""
    parts: tuple[ColumnElement[bool] | None, ...] = (
        None, link.qualifying.is_(True), and_(link.handling == HandlingGrade.CONDITIONS, ~is_legacy), is_legacy,
        and_(link.handling.is_(None), ~is_legacy),
    )  # fmt: skip
    counted = (func.count(link.id) if part is None else func.count(link.id).filter(part) for part in parts)
    found = session.execute(select(*counted).where(*conditions(shown))).one()
    return Totals(**dict(zip(Totals.__dataclass_fields__, found, strict=True)))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "starts_on": lambda day: IntelligenceLink.received_on >= day,
    "ends_on": lambda day: IntelligenceLink.received_on <= day,
    "kinds": IntelligenceLink.kind.in_,
    "assessments": IntelligenceLink.assessment.in_,
    "handlings": IntelligenceLink.handling.in_,
    "areas": lambda ids: IntelligenceLink.subject_id.in_(select(Subject.id).where(Subject.area_id.in_(ids))),
    "teams": lambda ids: IntelligenceLink.subject_id.in_(select(Subject.id).where(Subject.team_id.in_(ids))),
    "legacy": lambda _yes: IntelligenceLink.legacy_grade != "",
    "duplicates": lambda _yes: IntelligenceLink.duplicate_of_id.is_not(None),
    "subject_id": lambda id_: IntelligenceLink.subject_id == id_,
    "person_id": lambda id_: IntelligenceLink.person_id == id_,
    "entered_by_id": lambda id_: IntelligenceLink.entered_by_id == id_,
    "import_id": lambda id_: IntelligenceLink.import_id == id_,
}


def conditions(shown: IntelligenceFilter) -> list[ColumnElement[bool]]:
    """The view as conditions on ``IntelligenceLink``."""
    found = [make(value) for name, make in _CONDITIONS.items() if (value := getattr(shown, name))]
    if shown.qualifying is not None:
        found.append(IntelligenceLink.qualifying.is_(shown.qualifying))
    if shown.conditional is not None:
        held = or_(IntelligenceLink.handling == HandlingGrade.CONDITIONS, IntelligenceLink.legacy_grade != "")
        found.append(held if shown.conditional else not_(func.coalesce(held, false())))
    for word in shown.text.split():
        named = select(Subject.id).where(
            or_(Subject.reference.icontains(word, autoescape=True), Subject.name.icontains(word, autoescape=True))
        )
        found.append(
            or_(IntelligenceLink.ir_ref.icontains(word, autoescape=True), IntelligenceLink.subject_id.in_(named))
        )
    return found


def summaries(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Id to sanitised summary, for callers that have logged why they read it."""
    query = select(IntelligenceLink.id, IntelligenceLink.summary).where(IntelligenceLink.id.in_(ids))
    return {id_: summary for id_, summary in session.execute(query)}


def rows_query() -> Select[*tuple[Any, ...]]:
    """The columns of a register line; callers add conditions and order."""
    link = IntelligenceLink
    columns = (
        link.id, link.version, link.serial, link.ir_ref, link.kind, link.reported_on, link.received_on, link.source,
        link.assessment, link.handling, link.conditions, link.legacy_grade, link.relates_to_activity, link.qualifying,
        link.duplicate_of_id, func.coalesce(_OTHER.ir_ref, ""), link.subject_id, _SUBJECT.kind,
        func.coalesce(_SUBJECT.reference, ""), func.coalesce(_SUBJECT.name, ""), link.person_id,
        func.coalesce(_PERSON.reference, ""), func.coalesce(_PERSON.name, ""), func.coalesce(User.display, ""),
    )  # fmt: skip
    query = _joined(select(*columns)).outerjoin(_OTHER, _OTHER.id == link.duplicate_of_id)
    return query.outerjoin(User, User.id == link.entered_by_id)


def rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[IntelligenceRow]:
    """Lines of the register from ``rows_query`` with the caller's conditions and order."""
    return _made(session.execute(query))


def _made(found: Iterable[Sequence[Any]]) -> list[IntelligenceRow]:
    return [IntelligenceRow._make(values) for values in found]


def _of_a_group(limit: int) -> Select[*tuple[Any, ...]]:
    """The first page of what its record shows; prepared, since it is what opening a record waits for."""
    link = IntelligenceLink
    query = rows_query().where(link.subject_id == bindparam("group", type_=Id()))
    return query.order_by(link.received_on.desc(), link.id.desc()).limit(prepared.fixed(limit))


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    of_subject = Subject.__table__.c.id == IntelligenceLink.subject_id
    of_person = Person.__table__.c.id == IntelligenceLink.person_id
    return (
        query.select_from(IntelligenceLink)
        .outerjoin(Subject.__table__, of_subject)
        .outerjoin(Person.__table__, of_person)
    )
