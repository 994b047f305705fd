"""The one query shape of the register of POCA cases: for its list, its totals, its export and its prints."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, CasePerson, PocaCase, Subject, User
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseKind, CaseRole, CaseState

OVER = tuple(state for state in CaseState if state.is_over)
RUNS_OUT = (
    CaseState.SEIZED, CaseState.FIRST_PENDING, CaseState.DETAINED, CaseState.FURTHER_PENDING, CaseState.NOTICE_LAPSED,
    CaseState.REFUSED,
)  # fmt: skip
"""States in which a detention runs whose end, once passed, is EXPIRED."""
FORFEITING = (
    CaseState.NOTICE_RUNNING, CaseState.FORFEITURE_PENDING, CaseState.FORFEITURE_ORDERED, CaseState.FORFEITURE_REFUSED,
    CaseState.FORFEITED_BY_NOTICE, CaseState.APPEAL_PENDING, CaseState.FINAL,
)  # fmt: skip
"""States from a notice or an application for forfeiture on, until the case is closed."""
_FROM = (CaseRole.SEIZED_FROM, CaseRole.ACCOUNT_HOLDER, CaseRole.DEFENDANT)


class CaseRow(NamedTuple):
    """One line of the register; fields in the order of ``rows_query``'s columns.

    ``state`` is what is stored; ``state_now`` is EXPIRED from the minute the detention ran out, whether or not
    anybody wrote since. Money in pence, sterling. ``seized_from`` is the first person it was seized from,
    the account's holder or the defendant.
    """

    id: UUID
    version: int
    serial: int
    reference: str
    kind: CaseKind
    state: CaseState
    seized_at: datetime | None
    detained_until: datetime | None
    expired_at: datetime | None
    due_at: datetime | None
    place: str
    area_id: UUID | None
    area: str
    officer: str
    owner_id: UUID | None
    owner: str
    subject_id: UUID | None
    subject_reference: str
    subject_name: str
    operation_name: str
    crime_ref: str
    seized_pence: int | None
    held_pence: int | None
    released_pence: int
    forfeited_pence: int
    returned_pence: int
    paid_pence: int
    order_pence: int | None
    first_order_on: date | None
    made_on: date | None
    forfeited_on: date | None
    submitted_on: date | None
    closed_on: date | None
    institution: str
    access: Access
    seized_from: str
    state_now: CaseState

    @property
    def subject(self) -> str:
        """How the group or other subject is named in lists; empty where there is none."""
        return f"{self.subject_reference} {self.subject_name}".strip()


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What a view shows. Empty tuples, empty text and None mean all; dates are inclusive days.

    ``starts_on`` and ``ends_on`` are days of the seizure, ``made_from`` and ``made_to`` of an order that does not
    detain. ``forfeiting`` leaves what is being forfeited and what was. ``states`` are states as they are now, so that
    EXPIRED finds what has run out. ``open_only`` leaves out what is closed, ended or paid. ``due_within`` is in days
    from now. ``text`` is looked for in reference, place, officer, crime reference, operation and the names of people.
    """

    kinds: tuple[CaseKind, ...] = ()
    states: tuple[CaseState, ...] = ()
    areas: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    owner_id: UUID | None = None
    subject_id: UUID | None = None
    import_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    made_from: date | None = None
    made_to: date | None = None
    forfeited_from: date | None = None
    forfeited_to: date | None = None
    forfeiting: bool = False
    text: str = ""
    open_only: bool = False
    due_within: int | None = None


@dataclass(frozen=True)
class CaseTotals:
    """Figures of a view, in pence: how many cases, by state as it is now, and the ledger's sums."""

    all: int
    by_state: dict[CaseState, int]
    seized_pence: int
    held_pence: int
    released_pence: int
    forfeited_pence: int
    returned_pence: int
    order_pence: int
    paid_pence: int


_C = PocaCase


def one(session: Session, id: UUID, *, now: datetime) -> CaseRow | None:
    """The row of one case, or None for one that is not or is not open to the reader."""
    return next(iter(rows(session, rows_query().where(_C.id == id), now)), None)


def count(session: Session, shown: CaseFilter, *, now: datetime) -> int:
    """How many cases the view holds."""
    return session.scalar(select(func.count(_C.id)).where(*conditions(shown, now))) or 0


def totals(session: Session, shown: CaseFilter, *, now: datetime) -> CaseTotals:
    """The view's figures, from the same conditions as its list."""
    late = ran_out(now)
    sums = (func.sum(column) for column in (_C.seized_pence, _C.held_pence, _C.released_pence, _C.forfeited_pence,
                                            _C.returned_pence, _C.order_pence, _C.paid_pence))  # fmt: skip
    query = select(_C.state, late, func.count(_C.id), *sums)
    by_state, money = dict.fromkeys(CaseState, 0), [0] * 7
    grouped = query.where(*conditions(shown, now)).group_by(_C.state, late)
    for state, gone, number, *amounts in session.execute(grouped):
        by_state[CaseState.EXPIRED if gone else state] += number
        money = [total + int(amount or 0) for total, amount in zip(money, amounts, strict=True)]
    return CaseTotals(sum(by_state.values()), by_state, *money)


def conditions(shown: CaseFilter, now: datetime) -> list[ColumnElement[bool]]:
    """The view as conditions on ``PocaCase``; what every list, total, export and print is built from."""
    return [_CONDITIONS[name](value, now) for name, value in given(shown)]


def rows_query() -> Select[*tuple[Any, ...]]:
    """The columns of a register line but for ``state_now``; callers add conditions and order."""
    owner, subject, person = aliased(User), Subject.__table__.c, CasePerson.__table__.c
    # Who may know of the case may know of its subject and its people.
    seized_from = (
        select(person.name)
        .where(person.case_id == _C.id, or_(*(person.role == role for role in _FROM)))
        .order_by(person.id)
        .limit(1)
        .correlate(PocaCase)
        .scalar_subquery()
    )
    columns = (
        _C.id, _C.version, _C.serial, _C.reference, _C.kind, _C.state, _C.seized_at, _C.detained_until, _C.expired_at,
        _C.due_at, _C.place, _C.area_id, func.coalesce(Area.name, ""), _C.officer, _C.owner_id,
        func.coalesce(owner.display, ""), _C.subject_id, func.coalesce(subject.reference, ""),
        func.coalesce(subject.name, ""), _C.operation_name, _C.crime_ref, _C.seized_pence, _C.held_pence,
        _C.released_pence, _C.forfeited_pence, _C.returned_pence, _C.paid_pence, _C.order_pence, _C.first_order_on,
        _C.made_on, _C.forfeited_on, _C.submitted_on, _C.closed_on, _C.institution, _C.access,
        func.coalesce(seized_from, ""),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Subject.__table__, subject.id == _C.subject_id)
        .outerjoin(owner, owner.id == _C.owner_id)
        .outerjoin(Area, Area.id == _C.area_id)
    )


def rows(session: Session, query: Select[*tuple[Any, ...]], now: datetime) -> list[CaseRow]:
    """Lines of the register from ``rows_query`` with the caller's conditions and order."""
    return [row_of(values, now) for values in session.execute(query)]


def state_at(state: CaseState, detained_until: datetime | None, now: datetime) -> CaseState:
    """The state as it is now: EXPIRED once a running detention is past its end."""
    late = state in RUNS_OUT and detained_until is not None and now >= detained_until
    return CaseState.EXPIRED if late else state


def row_of(values: Sequence[Any], now: datetime) -> CaseRow:
    """A line from the columns of ``rows_query``."""
    state, until = values[5], values[7]
    return CaseRow._make((*values, state_at(state, until, now)))


def ran_out(now: datetime) -> ColumnElement[bool]:
    """Whether a running detention is past its end at a wall time, marked EXPIRED or not."""
    late = and_(_C.state.in_(RUNS_OUT), _C.detained_until <= now)
    return func.coalesce(late, false())


def _in_states(states: tuple[CaseState, ...], now: datetime) -> ColumnElement[bool]:
    standing = _C.state.in_(states)
    late = and_(_C.state.in_(RUNS_OUT), _C.detained_until.is_not(None), _C.detained_until <= now)
    if CaseState.EXPIRED in states:
        return or_(standing, late)
    return and_(standing, or_(_C.state.not_in(RUNS_OUT), _C.detained_until.is_(None), _C.detained_until > now))


def holds(text: str) -> ColumnElement[bool]:
    """Cases that hold each word somewhere: reference, place, officer, crime reference, operation, a person's name."""
    person = CasePerson.__table__.c
    found: list[ColumnElement[bool]] = []
    for word in text.split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = partial(_like, pattern=f"%{escaped}%")
        # One text and one comparison: five of them take five times as long over a whole register.
        told = _C.reference + "\n" + _C.place + "\n" + _C.officer + "\n" + _C.crime_ref + "\n" + _C.operation_name
        named = _C.id.in_(select(person.case_id).where(like(person.name)))
        found.append(or_(like(told), named))
    return and_(*found)


def _like(field: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    return field.ilike(pattern, escape="\\")


def _day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time has no zone


_CONDITIONS: dict[str, Callable[[Any, datetime], ColumnElement[bool]]] = {
    "kinds": lambda kinds, _: _C.kind == kinds[0] if len(kinds) == 1 else _C.kind.in_(kinds),
    "states": _in_states,
    "areas": lambda areas, _: _C.area_id.in_(areas),
    "teams": lambda teams, _: _C.team_id.in_(teams),
    "owner_id": lambda owner, _: _C.owner_id == owner,
    "subject_id": lambda subject, _: _C.subject_id == subject,
    "import_id": lambda batch, _: _C.import_id == batch,
    "starts_on": lambda day, _: _C.seized_at >= _day(day),
    "ends_on": lambda day, _: _C.seized_at < _day(day) + timedelta(days=1),
    "made_from": lambda day, _: _C.made_on >= day,
    "made_to": lambda day, _: _C.made_on <= day,
    "forfeited_from": lambda day, _: _C.forfeited_on >= day,
    "forfeited_to": lambda day, _: _C.forfeited_on <= day,
    "forfeiting": lambda _, __: or_(_C.state.in_(FORFEITING), _C.forfeited_on.is_not(None)),
    "text": lambda text, _: holds(text),
    "open_only": lambda _, __: and_(*(_C.state != state for state in OVER)),  # no list: a page is prepared
    "due_within": lambda days, now: _C.due_at <= now + timedelta(days=days),
}


def given(shown: CaseFilter) -> Iterator[tuple[str, Any]]:
    """The fields that narrow a view, with their values."""
    for name in _CONDITIONS:
        value = getattr(shown, name)
        if value is not None and value not in ((), "", False):
            yield name, value
