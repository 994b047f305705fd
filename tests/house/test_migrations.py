"""The migrations lead from nothing to exactly what the stored classes say, on both engines."""

from typing import Any

from alembic.operations.ops import OpContainer
from sqlalchemy import Connection, text

from soc_desk.store import Store, schema


def told(connection: Connection) -> list[Any]:
    """What Alembic finds, flat and legible."""
    found: list[Any] = []
    for change in schema.differences(connection):
        inner = change.as_diffs() if isinstance(change, OpContainer) else [change.to_diff_tuple()]
        found += [step for part in inner for step in (part if isinstance(part, list) else [part])]
    return found


def test_no_migration_is_forgotten(store: Store) -> None:
    with store.engine.connect() as connection:
        assert told(connection) == []


def test_a_forgotten_migration_is_noticed(store: Store) -> None:
    with store.engine.execution_options(writes=True).connect() as connection, connection.begin() as change:
        connection.execute(text("ALTER TABLE disruption ADD COLUMN forgotten VARCHAR(8)"))
        connection.execute(text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))
        assert {"remove_column", "remove_table"} <= {what for what, *_ in told(connection)}
        change.rollback()  # the server's database is shared by the tests that follow


def test_the_program_knows_the_newest_migration() -> None:
    assert schema.head() == schema.newest_script()
