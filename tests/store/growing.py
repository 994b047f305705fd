"""Grows a store, and makes one of an older version, for the tests of backup, upgrade and restore."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, column, insert, inspect, select, table

from soc_desk.domain import Base, Team
from soc_desk.store import Store, Work, founding, keys, use_case
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.keys import StoreKey
from soc_desk.store.schema import migrate
from soc_desk.store.seals import older_seal
from soc_desk.vocabulary import EVERYONE
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile, keep_head

Filling: TypeAlias = Callable[[Store], None]


@use_case("Grow", needs=EVERYONE)
def grow(work: Work, prefix: str, count: int, size: int = 200) -> None:
    """Add rows of ``size`` characters, each with its audit entry."""
    work.insert_many(Team, [{"name": f"{prefix}-{number:05} ".ljust(size, "x")} for number in range(count)])


def older_file(path: Path, version: str = "0001", fill: Filling | None = None) -> StoreFile:
    """An encrypted, furnished store of an earlier version."""
    key: StoreKey = keys.create(path, FOUNDER.name, PASSPHRASE)
    connect_file(path, key.secret, create=True).close()
    engine = make_engine(str(path), key.secret)
    furnish_older(engine, version, fill)
    keep_head(path, engine)
    engine.dispose()
    return StoreFile(path, key)


def furnish_older(engine: Engine, version: str = "0001", fill: Filling | None = None) -> None:
    """Tables of an earlier version with the founder's rows, and whatever else ``fill`` keeps.

    Today's program writes today's columns: so it writes a store of today, and what the older tables have goes over.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "today.db"
        connect_file(path, None, create=True).close()
        today = make_engine(str(path))
        with today.execution_options(writes=True).begin() as connection:
            migrate(connection)
        store = Store(today)
        store.write(FOUNDER, founding.found, force_code="99", force_name="Testshire")
        store.write(FOUNDER, grow, "older", 50)
        if fill is not None:
            fill(store)
        with engine.execution_options(writes=True).begin() as older, today.connect() as reading:
            migrate(older, version)
            _pour(reading, older)
        today.dispose()


def _pour(reading: Connection, older: Connection) -> None:
    stands = inspect(older)
    for today in Base.metadata.sorted_tables:
        if not stands.has_table(today.name):
            continue
        kept = {told["name"] for told in stands.get_columns(today.name) if not told.get("computed")}
        then = table(today.name, *(column(each.name, each.type) for each in today.columns if each.name in kept))
        if rows := [dict(row._mapping) for row in reading.execute(select(then))]:
            older.execute(insert(then), rows if "salt" in kept or then.name != "audit_entry" else list(_sealed(rows)))


def _sealed(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Entries as they were sealed before each had its salt."""
    before = ""
    for row in sorted(rows, key=lambda row: row["id"]):
        before = older_seal(before, row)
        yield row | {"seal": before}


def cancelling(after: int) -> Callable[[float, str], None]:
    """A progress that cancels at its ``after``-th report."""
    from soc_desk.errors import Cancelled

    left = [after]

    def progress(_fraction: float, _text: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled("The work was cancelled; nothing was changed.")

    return progress
