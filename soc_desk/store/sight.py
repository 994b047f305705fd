"""Need to know, in one place: every query sees only what its reader may."""

from importlib import import_module
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.orm.util import LoaderCriteriaOption

from soc_desk.domain import Actor, Entity
from soc_desk.domain.base import KINDS
from soc_desk.errors import NotAllowed


class _Narrowing(LoaderCriteriaOption):
    """What ``with_loader_criteria`` makes, but that the condition is made when the kind is first asked for."""

    __slots__ = ("_condition", "_kind", "_reader")
    inherit_cache = True

    def __init__(self, kind: type[Entity], reader: Actor) -> None:
        super().__init__(kind, true(), include_aliases=True)
        self._kind, self._reader = kind, reader
        self._condition: ColumnElement[bool] | None = None

    def _resolve_where_criteria(self, entity: Any) -> ColumnElement[bool]:
        """The condition as it goes into a statement: the same for all."""
        if self._condition is None:
            self.where_criteria = self._kind.visible_to(self._reader)
            self._condition = super()._resolve_where_criteria(entity)
        return self._condition


class Sight(CriteriaOption):
    """What one reader may know of, as an option that narrows a statement; ``key`` tells readers apart.

    Kinds of record are mapped as they are needed. A statement is narrowed by the conditions on all that are mapped when
    it is compiled, those it asks for among them; so it need not be compiled again when there are more, and one name
    stands for all conditions where SQLAlchemy keeps what it compiled: the reader, so that nobody is ever given the
    statement of another.
    """

    __slots__ = ("_actor", "_made")
    inherit_cache = True

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._made: tuple[int, tuple[_Narrowing, ...]] = (0, ())

    @property
    def reader(self) -> Actor:
        """Whose sight it is."""
        return self._actor

    @property
    def key(self) -> tuple[Any, ...]:
        """What a statement narrowed by this sight is kept under."""
        return self._actor.id, self._actor.reads_cases

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """For SQLAlchemy: note the conditions on every kind mapped by now."""
        for narrowing in self._narrowings():
            narrowing.get_global_criteria(attributes)

    def process_compile_state(self, compile_state: Any) -> None:
        """For SQLAlchemy: the same, as a statement is compiled."""
        self.get_global_criteria(compile_state.global_attributes)

    def _gen_cache_key(self, *_: object) -> tuple[Any, ...]:
        return Sight, self._actor

    def _narrowings(self) -> tuple[_Narrowing, ...]:
        known, narrowings = self._made
        if known != (many := len(KINDS)):
            for module in {kind.__module__ for kind in KINDS[:many]}:
                import_module(module)  # waits where another thread is in the midst of it
            kinds = [kind for kind in KINDS[:many] if "visible_to" in vars(kind)]
            narrowings = tuple(_Narrowing(kind, self._actor) for kind in kinds)
            self._made = many, narrowings
        return narrowings


def narrow(state: ORMExecuteState) -> None:
    """Listener: narrow whatever a session selects, updates or deletes to its reader's sight."""
    if state.is_select and (state.is_column_load or state.is_relationship_load):
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(_sight(state.session))


def reader_of(session: Session) -> Actor:
    """Who a session reads for."""
    return _sight(session).reader


def require_reader(session: Session, of: str) -> None:
    """Raises NotAllowed where a session's reader reads no cases: zeros about ``of`` would be taken for an answer."""
    if not reader_of(session).reads_cases:
        raise NotAllowed(f"Your role does not allow you to read cases, nor {of}.")


def _sight(session: Session) -> Sight:
    sight: Sight = session.info["sight"]
    return sight
