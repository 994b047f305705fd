"""Need to know: people of a closed group are nowhere for who has no access, also right after it was taken away."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select

from soc_desk.domain import Person, PersonDetail, PersonKey, PersonLink, PersonName
from soc_desk.errors import NotFound
from soc_desk.services import history, search, subjects
from soc_desk.services.people import exports, found, known, links, members, person_rows, persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.person_rows import PersonFilter
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.store.engine import make_engine
from soc_desk.vocabulary import Access
from tests import factories
from tests import factories_ocg as made
from tests.conftest import PASSPHRASE, PEOPLE, Postgresql

TODAY = date(2026, 11, 14)
TELLING = PersonDraft(
    given_names="Telling", family_name="Nameson", names=(NameLine(name="Giveaway"),), born_on=date(1990, 4, 3),
    details=(DetailLine(value="07700 900123"),), pnc_id="90/12345X",
)  # fmt: skip
TO = Addressed(recipient="Head of Crime", purpose="Tasking meeting")


def _told(store: Store, reader: Actor, person: UUID, link: UUID, group: UUID) -> list[object]:
    """What each way of asking tells this reader of the person; nothing is false."""
    shown = PersonFilter()
    told: list[object] = [
        store.read(reader, person_rows.page, shown, today=TODAY),
        store.read(reader, person_rows.page, PersonFilter(text="telling"), today=TODAY),
        store.read(reader, person_rows.count, shown),
        store.read(reader, person_rows.totals, shown, TODAY).all,
        store.read(reader, person_rows.one, person, TODAY),
        store.read(reader, known.already_known, TELLING, TODAY),
        store.read(reader, links.of_person, person),
        store.read(reader, members.of, group).links,
        store.read(reader, members.count, group),
        store.write(reader, exports.export_people, shown, TO).value.filters == (),
    ]
    for word in ("telling", "giveaway", "07700900123", "0001", "90/12345x"):
        told += [store.read(reader, found.people, word, 5)]
    told += [[hit for hit in store.read(reader, search.search, "telling") if hit.kind == "person"]]
    asks = (
        (store.write, persons.look, person), (store.read, history.history, person), (store.read, links.one, link),
        (store.read, links.draft, link),
    )  # fmt: skip
    for way, what, *about in asks:
        nowhere = [uuid4() for _ in about]
        with pytest.raises(NotFound) as nobody:
            way(reader, what, *nowhere)
        told.append(_refusal(way, reader, what, *about) != str(nobody.value))
    return told


def _refusal(way: Callable[..., object], *asked: object) -> str:
    """What is said to who may not know of it; empty where it is answered."""
    try:
        way(*asked)
    except NotFound as refused:
        return str(refused)
    return ""


def _close(store: Store, owner: Actor, group: UUID, access: Access, *readers: UUID) -> None:
    version = factories.version(store, owner, group)
    store.write(owner, subjects.set_access, group, version, access, readers)


def test_people_of_a_closed_group_are_nowhere_for_others(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    group = factories.ocg(store, officer)
    _close(store, officer, group, Access.RESTRICTED, colleague.id)
    linked = store.write(officer, links.record_and_link, TELLING, made.link_draft(None, group)).value
    about = linked.person_id, linked.id, group
    assert all(_told(store, colleague, *about)[:9])
    assert not any(_told(store, supervisor, *about))
    _close(store, officer, group, Access.RESTRICTED)  # the colleague's access was just removed
    assert not any(_told(store, colleague, *about))
    assert not store.read(colleague, person_rows.page, PersonFilter(subject_id=group), today=TODAY)
    _close(store, officer, group, Access.SEALED)
    assert not any(_told(store, supervisor, *about))
    assert all(_told(store, officer, *about)[:9])


@pytest.fixture
def server(postgresql: Postgresql) -> Iterator[Callable[[str], Store]]:
    """Stores signed in as people of the tests."""
    from soc_desk.store import logins

    owner = make_engine(postgresql.shared)
    engines: list[Engine] = [owner]

    def sign_in(name: str) -> Store:
        logins.admit(owner, name, PASSPHRASE)
        engines.append(make_engine(postgresql.shared, user=name, passphrase=PASSPHRASE))
        return Store(engines[-1])

    try:
        yield sign_in
    finally:
        for engine in engines:
            engine.dispose()
        postgresql.put_back()


def test_on_a_server_the_database_keeps_them_by_itself(server: Callable[[str], Store]) -> None:
    officer, colleague = PEOPLE["officer"], PEOPLE["colleague"]
    ours, theirs = server("officer"), server("colleague")
    group = factories.ocg(ours, officer)
    linked = ours.write(officer, links.record_and_link, TELLING, made.link_draft(None, group)).value
    team = made.person(theirs, colleague, family_name="Open")
    tables = [
        (Person.__table__.c.id), PersonName.__table__.c.person_id, PersonDetail.__table__.c.person_id,
        PersonKey.__table__.c.person_id, PersonLink.__table__.c.person_id,
    ]  # fmt: skip

    def seen(engine: Engine) -> list[bool]:
        with engine.connect() as connection:
            return [linked.person_id in set(connection.scalars(select(column))) for column in tables]

    assert all(seen(theirs.engine))
    _close(ours, officer, group, Access.RESTRICTED, colleague.id)
    assert all(seen(theirs.engine))
    _close(ours, officer, group, Access.RESTRICTED)
    assert not any(seen(theirs.engine))
    assert all(seen(ours.engine))
    assert [row.id for row in theirs.read(colleague, person_rows.page, PersonFilter(), today=TODAY)] == [team]
    told = _told(theirs, colleague, linked.person_id, linked.id, group)
    assert [len(each) if isinstance(each, list) else each for each in told[:4]] == [1, 0, 1, 1]  # the other person
    assert not any(told[4:])
    with pytest.raises(NotFound):
        theirs.write(colleague, links.link, made.link_draft(linked.person_id, factories.ocg(theirs, colleague)))
