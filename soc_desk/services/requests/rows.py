"""The register of requests, its views, and one request with its steps, clocks and what its reader may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Operation, Person, PocaCase, Request, RequestStep, Subject, User
from soc_desk.domain.request_moves import DAY_PASSED, MOVES, OPEN, WAITING, refusal
from soc_desk.errors import NotFound
from soc_desk.services import periods
from soc_desk.services.prints import wall
from soc_desk.services.requests.clocks import Clocks, clocks
from soc_desk.services.requests.worked import worked_by
from soc_desk.services.rows import rows_of
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.request import (
    DeclineReason,
    Deed,
    Driver,
    HoldReason,
    Priority,
    Product,
    RequestKind,
    RequestState,
    RequestView,
)

_S = RequestState
IN_WORK = (_S.ALLOCATED, _S.IN_PROGRESS, _S.CHECKING)


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """One line of the register; ``about`` names what it is on."""

    id: UUID
    version: int
    reference: str
    kind: RequestKind
    product: Product
    driver: Driver
    priority: Priority
    state: RequestState
    asked: str
    requester_id: UUID
    requester: str
    analyst_id: UUID | None
    analyst: str
    needed_by: date | None
    submitted_on: date | None
    requester_agreed_on: date | None
    unit_agreed_on: date | None
    agreed_on: date | None
    delivered_on: date | None
    ended_on: date | None
    held_for: HoldReason | None
    declined_for: DeclineReason | None
    group: str = ""
    person: str = ""
    operation: str = ""
    case: str = ""

    @property
    def about(self) -> str:
        """What it is on, in words; empty where it is on nothing that is recorded."""
        return " · ".join(filter(None, (self.group, self.person, self.operation, self.case)))

    @property
    def is_open(self) -> bool:
        """Asked for and neither delivered nor ended."""
        return self.state in WAITING

    def is_overdue(self, today: date) -> bool:
        """Whether it is still owed after its day."""
        return self.is_open and self.needed_by is not None and self.needed_by < today

    def in_the_way(self, today: date) -> str:
        """Why nobody can agree it as it stands, or empty."""
        return DAY_PASSED if self.state is _S.SUBMITTED and self.is_overdue(today) else ""


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step: who, when, why. ``to`` is whom it was allocated to, ``held_for`` what it waited for."""

    deed: Deed
    before: RequestState
    after: RequestState
    done_on: date
    at: datetime
    by: str
    reason: str
    held_for: HoldReason | None
    to: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """A record that a request is on: the page that shows it, and what it is called."""

    page: str
    id: UUID
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class RequestDetail:
    """One request. ``next`` are the steps that its reader may take now."""

    row: RequestRow
    terms: str
    feedback: str
    requester_agreed_by: str
    unit_agreed_by: str
    checked_by: str
    links: tuple[Link, ...]
    steps: tuple[StepLine, ...]
    clocks: Clocks
    next: tuple[Deed, ...]


def page(
    session: Session, view: RequestView = RequestView.ALL, today: date | None = None, text: str = "",
    kinds: Sequence[RequestKind] = (), subject_id: UUID | None = None, person_id: UUID | None = None,
) -> list[RequestRow]:  # fmt: skip
    """The register, what is owed the longest first, then the newest; a force has some hundreds, so it comes whole."""
    query = _rows().where(_of(view, reader_of(session).id, today))
    if kinds:
        query = query.where(Request.kind.in_(kinds))
    for word in text.split():
        fields = (Request.reference, Request.asked, Request.terms)
        query = query.where(or_(*(field.icontains(word, autoescape=True) for field in fields)))
    if subject_id is not None:
        query = query.where(Request.subject_id == subject_id)
    if person_id is not None:
        query = query.where(Request.person_id == person_id)
    found = _read(session, query.order_by(Request.reference.desc()))
    return sorted(found, key=lambda row: (not row.is_open, row.is_open and (row.needed_by or date.max)))


def counts(session: Session, today: date) -> dict[RequestView, int]:
    """How many stand in each view."""
    reader = reader_of(session).id
    each = [func.count(Request.id).filter(_of(view, reader, today)) for view in RequestView]
    whole = select(*each).select_from(Request)  # of filtered counts alone SQLAlchemy would not narrow the sight
    return dict(zip(RequestView, session.execute(whole).one(), strict=True))


def open_and_overdue(session: Session, today: date) -> tuple[int, int]:
    """How many are asked for and not delivered, and how many of these are past their day."""
    late = func.count(Request.id).filter(Request.needed_by < today)
    open_, overdue = session.execute(select(func.count(Request.id), late).where(Request.state.in_(WAITING))).one()
    return open_, overdue


@use_case("Look at a request", needs=READERS)
def look(work: Work, id: UUID) -> RequestDetail:
    """Open a request; logs the consultation."""
    work.consult(work.get(Request, id))
    return detail(work.session, id, wall(work.now).date())


def detail(session: Session, id: UUID, today: date | None = None) -> RequestDetail:
    """One request; raises NotFound for one the reader may not know of."""
    request, rows = session.get(Request, id), _read(session, _rows().where(Request.id == id))
    if request is None or not rows:
        raise NotFound("That request does not exist, or is not open to you.")
    (row,), reader, today = rows, reader_of(session), today or periods.today()
    worked = worked_by(session, [id])[id]
    signed = (request.requester_agreed_by_id, request.unit_agreed_by_id, request.checked_by_id)
    named = select(User.id, User.display).where(User.id.in_([id_ for id_ in signed if id_]))
    names: dict[UUID | None, str] = {id_: display for id_, display in session.execute(named)}
    return RequestDetail(
        row=row, terms=request.terms, feedback=request.feedback,
        requester_agreed_by=names.get(signed[0], ""), unit_agreed_by=names.get(signed[1], ""),
        checked_by=names.get(signed[2], ""), links=tuple(_links(request, row)),
        steps=tuple(_steps(session, id)), clocks=clocks(session, id, today),
        next=tuple(deed for deed in MOVES if not refusal(request, deed, reader, today, worked)),
    )  # fmt: skip


def _of(view: RequestView, reader: UUID, today: date | None) -> ColumnElement[bool]:
    state = Request.state
    late = true() if today is None else Request.needed_by < today
    mine = or_(Request.requester_id == reader, Request.analyst_id == reader)
    views: dict[RequestView, ColumnElement[bool]] = {
        RequestView.MINE: and_(mine, state.in_((*OPEN, _S.DELIVERED))),
        RequestView.TO_AGREE: state == _S.SUBMITTED,
        RequestView.TO_ALLOCATE: state == _S.AGREED,
        RequestView.IN_WORK: state.in_(IN_WORK),
        RequestView.ON_HOLD: state == _S.ON_HOLD,
        RequestView.OVERDUE: and_(state.in_(WAITING), late),
        RequestView.DELIVERED: state.in_((_S.DELIVERED, _S.CLOSED)),
        RequestView.UNMET: and_(state == _S.DECLINED, Request.declined_for == DeclineReason.CAPACITY),
    }
    return views.get(view, true())


def _rows() -> Select[*tuple[Any, ...]]:
    requester, analyst = aliased(User), aliased(User)
    own = [name for name in RequestRow.__dataclass_fields__ if name in Request.__mapper__.columns]
    columns = {name: getattr(Request, name) for name in own} | {
        "requester": func.coalesce(requester.display, ""), "analyst": func.coalesce(analyst.display, ""),
        "group": func.coalesce(Subject.reference + " " + Subject.name, ""),
        "person": func.coalesce(Person.reference + " " + Person.name, ""),
        "operation": func.coalesce(Operation.reference + " " + Operation.name, ""),
        "case": func.coalesce(PocaCase.reference, ""),
    }  # fmt: skip
    return (
        select(*(columns[name] for name in RequestRow.__dataclass_fields__))
        .join(requester, requester.id == Request.requester_id)
        .outerjoin(analyst, analyst.id == Request.analyst_id)
        .outerjoin(Subject, Subject.id == Request.subject_id)
        .outerjoin(Person, Person.id == Request.person_id)
        .outerjoin(Operation, Operation.id == Request.operation_id)
        .outerjoin(PocaCase, PocaCase.id == Request.case_id)
    )


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> list[RequestRow]:
    return rows_of(RequestRow, session.execute(query))


def _links(request: Request, row: RequestRow) -> list[Link]:
    about = (
        ("ocgs", request.subject_id, "Group", row.group), ("people", request.person_id, "Person", row.person),
        ("operations", request.operation_id, "Operation", row.operation), ("poca", request.case_id, "Case", row.case),
    )  # fmt: skip
    return [Link(page=page, id=id_, kind=kind, words=words) for page, id_, kind, words in about if id_ and words]


def _steps(session: Session, id: UUID) -> list[StepLine]:
    """The newest first."""
    by, to = aliased(User), aliased(User)
    step = RequestStep
    columns = (
        step.deed, step.before, step.after, step.done_on, step.at, by.display, step.reason, step.held_for,
        func.coalesce(to.display, ""),
    )  # fmt: skip
    query = select(*columns).join(by, by.id == step.by_id).outerjoin(to, to.id == step.analyst_id)
    return rows_of(StepLine, session.execute(query.where(step.request_id == id).order_by(step.id.desc())))
