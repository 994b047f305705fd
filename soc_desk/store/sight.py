"""Need to know, in one place: every query sees only what its reader may."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from soc_desk.domain import Actor, Entity


@dataclass(frozen=True)
class Sight:
    """What one reader may know of, as options that narrow a statement; ``key`` tells readers apart."""

    key: tuple[Any, ...]
    options: tuple[Any, ...]


def sight_of(actor: Actor) -> Sight:
    """The sight of ``actor``."""
    kinds = [kind for kind in Entity.__subclasses__() if "visible_to" in vars(kind)]
    options = (with_loader_criteria(kind, kind.visible_to(actor), include_aliases=True) for kind in kinds)
    return Sight((actor.id, actor.reads_cases), tuple(options))


def narrow(state: ORMExecuteState) -> None:
    """Listener: narrow whatever a session selects, updates or deletes to its reader's sight."""
    if state.is_select and (state.is_column_load or state.is_relationship_load):
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(*_sight(state.session).options)


def _sight(session: Session) -> Sight:
    sight: Sight = session.info["sight"]
    return sight
