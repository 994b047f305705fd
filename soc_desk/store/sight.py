"""Need to know, in one place: every query sees only what its reader may."""

from collections.abc import Iterator

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from soc_desk.domain import Actor, Entity


def restrict(session: Session, actor: Actor) -> None:
    """Narrow whatever this session selects, updates or deletes to what ``actor`` may know of."""
    options = [with_loader_criteria(kind, kind.visible_to(actor), include_aliases=True) for kind in _restricted()]

    @event.listens_for(session, "do_orm_execute")
    def _narrow(state: ORMExecuteState) -> None:
        if state.is_select and (state.is_column_load or state.is_relationship_load):
            return
        if state.is_select or state.is_update or state.is_delete:
            state.statement = state.statement.options(*options)


def _restricted() -> Iterator[type[Entity]]:
    return (kind for kind in Entity.__subclasses__() if "visible_to" in vars(kind))
