"""The migrations lead from nothing to exactly what the stored classes say, on both engines."""

from sqlalchemy import text

from soc_desk.store import Store, schema


def test_no_migration_is_forgotten(store: Store) -> None:
    with store.engine.connect() as connection:
        forgotten = [change.to_diff_tuple() for change in schema.differences(connection)]
    assert forgotten == []


def test_a_forgotten_migration_is_noticed(store: Store) -> None:
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ALTER TABLE disruption ADD COLUMN forgotten VARCHAR(8)"))
        connection.execute(text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))
    with store.engine.connect() as connection:
        assert len(schema.differences(connection)) >= 2


def test_the_program_knows_the_newest_migration() -> None:
    assert schema.head() == schema.newest_script()
