"""A store edited outside the program, with its key: ``audit verify`` says that it was, and where."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import AuditEntry
from soc_desk.store import seals
from soc_desk.store.engine import is_postgresql
from tests.cli.conftest import Desk, outside

PLACE = 40


def disarm(connection: Connection) -> None:
    """Take the database's own guards off the log, as somebody with the key can."""
    if connection.dialect.name == "sqlite":
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
        for (name,) in connection.exec_driver_sql(guards).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")


def alter(connection: Connection) -> None:
    connection.exec_driver_sql(f"UPDATE audit_entry SET actor = 'somebody' WHERE id = {PLACE}")


def remove(connection: Connection) -> None:
    connection.exec_driver_sql(f"DELETE FROM audit_entry WHERE id = {PLACE}")


def insert_twin(connection: Connection) -> None:
    """Swap two entries, keeping every number."""
    first, second = (
        connection.exec_driver_sql(f"SELECT title, seal FROM audit_entry WHERE id = {at}").one()
        for at in (PLACE, PLACE + 1)
    )
    table = AuditEntry.__table__
    for at, (title, seal) in ((PLACE, second), (PLACE + 1, first)):
        connection.execute(table.update().where(table.c.id == at).values(title=title, seal=seal))  # type: ignore[attr-defined]


def reseal(connection: Connection) -> None:
    """The thorough one: alter an entry and seal every later one anew."""
    table = AuditEntry.__table__
    last = ""
    for row in connection.execute(select(*table.c).order_by(table.c.id)).mappings().all():
        entry = {**row, "machine": "another" if row["id"] == PLACE else row["machine"]}
        last = seals.seal_of(last, entry, seals.digest_of(entry))
        values = {"machine": entry["machine"], "seal": last}
        connection.execute(table.update().where(table.c.id == row["id"]).values(**values))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("edit", "place"),
    [(alter, PLACE), (remove, PLACE), (insert_twin, PLACE), (reseal, None)],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_an_edited_log_is_reported_with_the_place(
    new_store: Desk, edit: Callable[[Connection], None], place: int | None
) -> None:
    before = new_store.document("audit", "verify")
    assert (before["intact"], before["first_break"]) == (True, None)
    with outside(os.environ["SOC_DESK_STORE"]) as connection:
        disarm(connection)
        edit(connection)
    told = new_store.document("audit", "verify", code=1)
    assert told["intact"] is False
    # A chain sealed anew throughout fits in itself; only the head kept outside the store gives it away.
    assert told["first_break"] == (place or before["events"])
    assert set(told) >= {"events", "intact", "first_break", "head"}
    said = new_store("audit", "verify")
    assert said.code == 1
    assert str(told["first_break"]) in said.out.replace(",", "")
    assert new_store("store", "check").code == 1


@pytest.mark.parametrize("beside", [True, False], ids=["head kept", "head beside removed"])
def test_a_cut_tail_is_reported(new_store: Desk, beside: bool) -> None:
    before = new_store.document("audit", "verify")
    address = os.environ["SOC_DESK_STORE"]
    with outside(address) as connection:
        disarm(connection)
        connection.exec_driver_sql(f"DELETE FROM audit_entry WHERE id > {before['events'] - 5}")
    if not beside and not is_postgresql(address):
        Path(f"{address}.head").unlink()
    told = new_store.document("audit", "verify", code=1)
    assert (told["events"], told["first_break"]) == (before["events"] - 5, before["events"] - 4)
    assert str(before["events"]) in told["reason"]


def test_the_database_refuses_while_its_guards_are_on(new_store: Desk) -> None:
    before = new_store.document("audit", "verify")
    address = os.environ["SOC_DESK_STORE"]
    for statement in (f"UPDATE audit_entry SET actor = 'x' WHERE id = {PLACE}", "DELETE FROM audit_entry"):
        with outside(address) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
            with pytest.raises(DBAPIError, match="append"), connection.begin_nested():
                connection.exec_driver_sql(statement)
    assert new_store.document("audit", "verify") == before
