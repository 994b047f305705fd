"""An emptied entry is whole only as its erasure left it; the database lets nothing else through."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from soc_desk.services.people import erasing, links
from soc_desk.store import Actor, Store, audit
from soc_desk.store.upgrade import upgrade
from tests import factories
from tests import factories_ocg as made
from tests.conftest import StoreFile
from tests.factories_erasing import TOLD, WHO, all_of, draft, people, traces
from tests.store.growing import older_file


def _forced(store: Store, *statements: str) -> None:
    """Change the log as somebody with the store's key could, past its guards."""
    with store.engine.execution_options(writes=True).begin() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        else:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            for (name,) in connection.execute(text(triggers)).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount > 0
        if store.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))


_FIRST = "(SELECT min(id) FROM audit_entry WHERE digest IS NOT NULL)"
_ERASURE = "(SELECT max(id) FROM audit_entry WHERE action = 'erased')"


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (f"UPDATE audit_entry SET machine = 'another' WHERE id = {_FIRST}", _FIRST),
        (f"UPDATE audit_entry SET purpose = 'Another' WHERE id = {_FIRST}", _FIRST),
        (f"UPDATE audit_entry SET digest = NULL WHERE id = {_FIRST}", _FIRST),
        (f"UPDATE audit_entry SET fields = '{{}}' WHERE id = {_ERASURE}", _ERASURE),
        (f"DELETE FROM audit_entry WHERE id >= {_ERASURE}", _FIRST),
    ],
)
def test_an_emptied_entry_is_whole_only_as_its_erasure_left_it(
    store_file: StoreFile, officer: Actor, supervisor: Actor, statement: str, broken: str
) -> None:
    store = Store(store_file.engine())
    person = made.person(store, officer)
    store.write(supervisor, erasing.erase, draft(person))
    assert store.read(officer, audit.verify).intact
    with store.engine.connect() as connection:
        number = connection.exec_driver_sql(f"SELECT {broken}").scalar_one()
    _forced(store, statement)
    verdict = store.read(officer, audit.verify)
    assert (verdict.intact, verdict.first_break) == (False, number)
    assert str(number) in verdict.reason
    store.close()


def test_an_entry_emptied_by_no_erasure_is_named(store: Store, officer: Actor) -> None:
    made.person(store, officer)
    last = store.read(officer, audit.head).seq
    statement = f"UPDATE audit_entry SET fields = '{{}}', salt = NULL WHERE id = {last}"
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)  # the database lets an emptying through, for whoever owns it
    verdict = store.read(officer, audit.verify)
    assert (verdict.intact, verdict.first_break) == (False, last)


@pytest.mark.parametrize(
    "change", ["fields = '{\"a\": 1}', salt = NULL", "fields = '{}'", "fields = '{}', salt = NULL, actor = 'x'"]
)
def test_the_database_lets_nothing_through_but_an_emptying(store: Store, officer: Actor, change: str) -> None:
    made.person(store, officer)
    last = store.read(officer, audit.head).seq
    with (
        pytest.raises(DBAPIError, match="append-only"),
        store.engine.execution_options(writes=True).begin() as connection,
    ):
        connection.exec_driver_sql(f"UPDATE audit_entry SET {change} WHERE id = {last}")


def test_a_server_lets_nobody_empty_an_entry_without_an_erasure(
    store: Store, sit: Callable[[Actor], Store], engine_name: str, officer: Actor, supervisor: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("A file's key opens all of it.")
    made.person(store, officer)
    last = store.read(officer, audit.head).seq
    calls = (
        f"SELECT desk_empty('{uuid4()}', {last}, '{{}}', NULL, NULL, NULL)",
        f"SELECT desk_put_words('{uuid4()}', 'disclosure', 'what', '{uuid4()}', '[erased]')",
        *(f"SELECT * FROM desk_{each}('{uuid4()}', ARRAY[CAST('{uuid4()}' AS uuid)])" for each in ("detach", "pins")),
        f"UPDATE audit_entry SET fields = '{{}}', salt = NULL WHERE id = {last}",
    )
    for actor in (officer, supervisor):
        mine = sit(actor)
        for call in calls:
            refused = pytest.raises(DBAPIError, match=r"erasure of this save|permission denied")
            with refused, mine.engine.begin() as connection:
                connection.execute(text(call))
    asked = (
        "desk_log_naming(ARRAY['%'], ARRAY['%'], CAST(ARRAY[] AS uuid[]))", "desk_kept_words(ARRAY['%'], ARRAY['%'])",
    )  # fmt: skip
    with sit(officer).engine.begin() as connection:
        assert [connection.scalar(text(f"SELECT count(*) FROM {each}")) for each in asked] == [0, 0]


def test_entries_from_before_the_salt_are_emptied_as_well(tmp_path: Path, founder: Actor) -> None:
    def fill(store: Store) -> None:
        group = factories.ocg(store, founder)
        store.write(founder, links.record_and_link, WHO, made.link_draft(None, group))
        factories.disruption(store, founder, group, narrative=TOLD)

    file = older_file(tmp_path / "older.socdesk", "0022", fill)
    upgrade(file.engine())
    store = Store(file.engine())
    assert store.read(founder, audit.verify).intact
    (person,) = (row.id for row in people(store, founder, "obrannigan"))
    store.write(founder, erasing.erase, all_of(store, founder, person))
    assert traces(store) == []
    verdict = store.read(founder, audit.verify)
    assert verdict.intact
    assert "emptied by 1 erasure" in verdict.reason
    first = "(SELECT min(id) FROM audit_entry WHERE entity = 'person' AND action = 'added')"
    _forced(store, f"UPDATE audit_entry SET machine = 'another' WHERE id = {first}")
    assert not store.read(founder, audit.verify).intact
    store.close()
