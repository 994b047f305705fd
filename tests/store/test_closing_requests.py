"""Requests as people reach a store, each with a login of their own where it is a server."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from soc_desk.domain import Request, RequestStep
from soc_desk.errors import Invalid
from soc_desk.services import subjects
from soc_desk.services.requests import asking, rows, steps
from soc_desk.services.requests.steps import AllocationDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.request import RequestState
from tests import factories
from tests.services.requests.ways import ASKED

Sit = Callable[[Actor], Store]


def raw(store: Store) -> tuple[int, int]:
    """How many requests and steps the database itself shows, whatever the program would leave out."""
    with Session(store.engine) as session:
        kept = (select(func.count()).select_from(kind.__table__) for kind in (Request, RequestStep))
        requests, taken = (session.scalar(each) or 0 for each in kept)
        return requests, taken


def test_a_closed_groups_request_is_worked_by_those_named_and_kept_from_others_by_the_server_too(
    sit: Sit, engine_name: str, officer: Actor, coordinator: Actor, analyst: Actor, colleague: Actor
) -> None:
    asks, unit, works, theirs = (sit(person) for person in (officer, coordinator, analyst, colleague))
    group = factories.ocg(asks, officer)
    draft = asking.RequestDraft(**{**vars(ASKED), "subject_id": group})
    id_: UUID = asks.write(officer, asking.record, draft).value
    asks.write(officer, asking.submit, id_, 1)
    assert raw(theirs) == (1, 1)
    version = factories.version(asks, officer, group)
    asks.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (coordinator.id,))
    assert theirs.read(colleague, rows.page) == []
    assert raw(theirs) == ((1, 1) if engine_name == "sqlite" else (0, 0))
    asks.write(officer, asking.agree, id_, 2)
    unit.write(coordinator, asking.agree_for_unit, id_, 3)
    to = AllocationDraft(analyst_id=analyst.id)
    with pytest.raises(Invalid, match="may not know of what this request is about"):
        unit.write(coordinator, steps.allocate, id_, 4, to)
    version = factories.version(asks, officer, group)
    asks.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (coordinator.id, analyst.id))
    unit.write(coordinator, steps.allocate, id_, 4, to)
    works.write(analyst, steps.start, id_, 5)
    found = asks.read(officer, rows.detail, id_)
    assert (found.row.state, len(found.steps)) == (RequestState.IN_PROGRESS, 5)


def test_a_server_lets_nobody_edit_or_remove_a_step(sit: Sit, engine_name: str, officer: Actor) -> None:
    asks = sit(officer)
    id_ = asks.write(officer, asking.record, ASKED).value
    asks.write(officer, asking.submit, id_, 1)
    if engine_name == "sqlite":
        return  # a file has one key: what is written there goes through the program
    with asks.engine.execution_options(writes=True).connect() as connection, connection.begin() as change:
        for said in ("UPDATE request_step SET reason = 'Another'", "DELETE FROM request_step", "DELETE FROM request"):
            assert connection.execute(text(said)).rowcount == 0
        change.rollback()
    with pytest.raises(DBAPIError, match="left no audit entry"), asks.engine.begin() as connection:
        connection.execute(text("UPDATE request SET asked = 'Another'"))
    assert raw(asks) == (1, 1)
