"""The one door to the database: ``read`` a question, ``write`` a use case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import FunctionType
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from soc_desk.domain import Actor, AuditEntry, days, whole
from soc_desk.domain.base import Base
from soc_desk.errors import Conflict, DeskError, Invalid, StoreUnavailable
from soc_desk.store.audit import Head, head, note_flush, seal
from soc_desk.store.continuity import seal_of
from soc_desk.store.engine import write_back
from soc_desk.store.prepared import Shelf
from soc_desk.store.sight import Sight, narrow
from soc_desk.store.translation import UNSURE, in_words, is_cut_off
from soc_desk.store.work import Change, UseCase, Work

P = ParamSpec("P")
T = TypeVar("T")

_NEWS_AT_ONCE = 500
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Written(Generic[T]):
    """What a use case gave back, what it changed, and a sentence for the user where the log was found cut."""

    value: T
    changes: tuple[Change, ...]
    warning: str = ""


@dataclass(frozen=True)
class News:
    """Changes made since ``cursor`` was last asked for; ``more`` when there are others that are not listed."""

    changes: tuple[Change, ...]
    cursor: int
    more: bool = False


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """A store that is open; ``warning`` is what its user must be told of its log, or empty."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = _now,
        sealed: Callable[[Head, Head], str] | None = None,
    ) -> None:
        """``sealed(before, after)`` hears where the chain stands after each commit, and may give a warning."""
        self.engine, self.warning = engine, ""
        self._sessions = sessionmaker(engine)
        self._writing = sessionmaker(engine.execution_options(writes=True))
        for sessions in (self._sessions, self._writing):
            event.listen(sessions, "do_orm_execute", narrow)
        event.listen(self._writing, "before_flush", note_flush)
        self._clock = clock
        self._sealed = sealed or (lambda _before, _after: "")
        self._shelf = Shelf()
        self._sight = lru_cache(maxsize=64)(Sight)

    def read(
        self, actor: Actor, query: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask ``query(session, …)`` as ``actor``; only plain values come out."""
        with _translated(), self._sessions() as session:
            self._see_as(session, actor)
            return _plain(query(session, *args, **kwargs))

    def write(self, actor: Actor, use_case: UseCase[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Written[T]:
        """Carry out a use case in one audited transaction, or nothing of it."""
        whole()
        rule = use_case.rule
        rule.require(actor)
        newest: Head | None = None
        with _translated():
            try:
                with self._writing.begin() as session:
                    work = Work(session, actor, self._clock(), rule)
                    self._see_as(session, actor)
                    session.info["work"] = work
                    value = _plain(_carried_out(use_case, work, *args, **kwargs))
                    newest = seal(session, work)
            except DBAPIError as error:
                if newest is None or not is_cut_off(error):
                    raise
                self._settle(newest, error)
            warning = self._sealed(session.info["sealed_from"], newest)
            if work.erases:
                write_back(self.engine)  # what was taken out is not to stay in the log beside the file
        self.warning = warning or self.warning
        return Written(value, work.changes, warning)

    def _settle(self, newest: Head, error: DBAPIError) -> None:
        """The server was lost as the save was confirmed: look whether it holds. Returns where it does."""
        try:
            held = seal_of(self.engine, newest.seq, settled=True)
        except DeskError as unknown:
            raise StoreUnavailable(UNSURE) from unknown
        if held != newest.seal:
            raise error

    def news(self, actor: Actor, cursor: int | None) -> News:
        """What others changed since ``cursor`` (None: only say where the log stands now).

        Of what the actor may not know of, ``more`` is said and nothing else: it may have been taken away just now.
        """
        columns = select(AuditEntry.id, AuditEntry.entity, AuditEntry.record_id, AuditEntry.action)
        with _translated(), self._sessions() as session:
            self._see_as(session, actor)
            newest = head(session).seq
            if cursor is None or newest <= cursor:
                return News((), newest)
            fresh = columns.where(AuditEntry.id > cursor, AuditEntry.id <= newest, AuditEntry.actor_id != actor.id)
            rows = session.execute(fresh.order_by(AuditEntry.id).limit(_NEWS_AT_ONCE)).all()
            from soc_desk.store import past_sight  # colleagues' changes come after the window is filled

            unseen = past_sight.changed_unseen(session, cursor)
        changes = tuple(dict.fromkeys(Change(r.entity, r.record_id, r.action) for r in rows if r.action != "consulted"))
        return News(changes, newest, more=unseen or len(rows) == _NEWS_AT_ONCE)

    def _see_as(self, session: Session, actor: Actor) -> None:
        session.info["sight"], session.info["shelf"] = self._sight(actor), self._shelf

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _carried_out(use_case: UseCase[P, T], work: Work, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it, unless a day that was given cannot be meant; what else is wrong is said with it."""
    declared = cast("FunctionType", use_case).__annotations__
    given = dict(zip(list(declared)[1:], args, strict=False)) | kwargs
    odd = days.problems(given, work.now.astimezone(_LONDON).date(), declared)
    try:
        value = use_case(work, *args, **kwargs)
    except Invalid as refused:
        raise Invalid(odd | refused.problems) from None
    if odd:
        raise Invalid(odd)
    return value


@contextmanager
def _translated() -> Iterator[None]:
    try:
        with in_words():
            yield
    except StaleDataError as error:
        raise Conflict(
            "Somebody else changed this record at the same moment. Open it again to see how it stands now."
        ) from error


def _plain(value: T) -> T:
    """Stored objects stay inside; only plain data may leave."""
    for kind in {type(item) for item in value} if isinstance(value, list | tuple) else {type(value)}:
        if issubclass(kind, Base):
            raise TypeError(f"{kind.__name__} must not leave the store; return a row")
    return value
