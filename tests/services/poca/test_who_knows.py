"""Need to know: a closed case answers as one that does not exist, in the program and on the server."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import CaseMoney, CaseReader, CaseStep, PocaCase
from soc_desk.errors import NotAllowed, NotFound
from soc_desk.services import search, subjects
from soc_desk.services.poca import access, cases, orders
from soc_desk.services.poca.cases import CaseFilter
from soc_desk.store import Actor, Store, logins
from soc_desk.store.engine import make_engine
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseState
from tests import factories
from tests import factories_poca as poca
from tests.conftest import PASSPHRASE, PEOPLE, Postgresql
from tests.factories_poca import Clock, draft, wall

NOW = wall(2026, 4, 2, 16)


def _nothing_is_told(store: Store, reader: Actor, case: UUID) -> None:
    """A closed case answers exactly as one that is not there."""
    nowhere = uuid4()
    for ask in (cases.look, lambda work, id_: orders.lodge(work, id_, None, poca.lodging())):
        told = []
        for id_ in (case, nowhere):
            with pytest.raises(NotFound) as refused:
                store.write(reader, ask if hasattr(ask, "rule") else _ruled(ask), id_)
            told.append(str(refused.value))
        assert told[0] == told[1]
    assert store.read(reader, cases.one, case, now=NOW) is None
    assert store.read(reader, cases.page, CaseFilter(), now=NOW) == []
    assert store.read(reader, cases.totals, CaseFilter(), now=NOW).all == 0
    assert store.read(reader, search.search, "slough") == []
    with pytest.raises(NotFound):
        store.read(reader, access.facts, case)


def _ruled(function: Callable[..., object]) -> Callable[..., object]:
    function.rule = orders.lodge.rule  # type: ignore[attr-defined]
    return function


def test_a_restricted_case_is_known_to_those_named_only(
    timed: Store, officer: Actor, colleague: Actor, champion: Actor, supervisor: Actor
) -> None:
    case = poca.seized(timed, officer)
    with pytest.raises(NotAllowed):
        timed.write(colleague, access.set_access, case, None, Access.RESTRICTED, ())
    timed.write(officer, access.set_access, case, None, Access.RESTRICTED, (champion.id,))
    _nothing_is_told(timed, colleague, case)
    assert poca.look(timed, champion, case).row.access is Access.RESTRICTED
    facts = timed.read(officer, access.facts, case)
    assert (facts.readers, facts.owner_id) == ((champion.id,), officer.id)
    assert timed.read(officer, access.readers, case) == (champion.id,)
    timed.write(officer, access.set_access, case, None, Access.TEAM, ())
    assert poca.look(timed, colleague, case).row.access is Access.TEAM


def test_a_case_of_a_closed_group_is_closed(timed: Store, officer: Actor, colleague: Actor) -> None:
    group = factories.ocg(timed, officer)
    case = poca.seized(timed, officer, subject_id=group)
    assert timed.read(colleague, cases.one, case, now=NOW) is not None
    version = factories.version(timed, officer, group)
    timed.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    _nothing_is_told(timed, colleague, case)
    assert poca.look(timed, officer, case).row.subject_id == group


def test_nobody_reads_cases_who_only_administers(timed: Store, officer: Actor, auditor: Actor) -> None:
    poca.seized(timed, officer)
    assert timed.read(auditor, cases.page, CaseFilter(), now=NOW) == []
    with pytest.raises(NotAllowed):
        timed.write(auditor, cases.record, draft())


@pytest.fixture
def server(postgresql: Postgresql) -> Iterator[Callable[[str], Store]]:
    """Stores signed in as people of the tests."""
    owner = make_engine(postgresql.shared)
    engines: list[Engine] = [owner]

    def sign_in(name: str) -> Store:
        logins.admit(owner, name, PASSPHRASE)
        engines.append(make_engine(postgresql.shared, user=name, passphrase=PASSPHRASE))
        return Store(engines[-1], clock=Clock().at(NOW))

    try:
        yield sign_in
    finally:
        for engine in engines:
            engine.dispose()
        postgresql.put_back()


def test_on_a_server_the_database_says_so_itself(server: Callable[[str], Store]) -> None:
    officer, colleague, champion = (PEOPLE[name] for name in ("officer", "colleague", "champion"))
    ours, theirs = server("officer"), server("colleague")
    closed = poca.seized(ours, officer)
    poca.seized(ours, officer, place="Open Lane")
    ours.write(officer, access.set_access, closed, None, Access.RESTRICTED, (champion.id,))
    tables = (PocaCase.__table__.c.id, CaseMoney.__table__.c.case_id, CaseStep.__table__.c.case_id)

    def seen(engine: Engine) -> list[set[UUID]]:
        with engine.connect() as connection:
            return [set(connection.scalars(select(column))) for column in tables]

    assert all(closed not in ids and len(ids) == 1 for ids in seen(theirs.engine))
    assert all(closed in ids for ids in seen(ours.engine))
    assert all(closed in ids for ids in seen(server("champion").engine))
    naming = insert(CaseReader).values(case_id=closed, user_id=colleague.id)
    with pytest.raises(DBAPIError, match="row-level security"), theirs.engine.begin() as connection:
        connection.execute(naming)
    with pytest.raises(NotFound):
        theirs.write(colleague, cases.look, closed)
    assert poca.look(ours, officer, closed).row.id == closed


def test_on_a_server_every_step_is_one_login_s_own(server: Callable[[str], Store]) -> None:
    officer = PEOPLE["officer"]
    ours, clock = server("officer"), Clock()
    timed = Store(ours.engine, clock=clock)
    case = poca.detained(timed, officer, clock)
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, len(seen.orders)) == (CaseState.DETAINED, 1)
    assert seen.row.detained_until == wall(2026, 10, 7)
