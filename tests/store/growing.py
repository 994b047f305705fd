"""Grows a store, and makes one of an older version, for the tests of backup, upgrade and restore."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, text

from soc_desk.domain import Team
from soc_desk.store import Store, Work, founding, keys, use_case
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.keys import CHEAP, StoreKey
from soc_desk.store.schema import migrate
from soc_desk.vocabulary import EVERYONE
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile

_HEAD = (
    "CREATE FUNCTION desk_head() RETURNS TABLE (id integer, seal varchar) LANGUAGE sql AS "
    "$$ SELECT a.id, a.seal FROM audit_entry AS a ORDER BY a.id DESC LIMIT 1 $$"
)


@use_case("Grow", needs=EVERYONE)
def grow(work: Work, prefix: str, count: int, size: int = 200) -> None:
    """Add rows of ``size`` characters, each with its audit entry."""
    work.insert_many(Team, [{"name": f"{prefix}-{number:05} ".ljust(size, "x")} for number in range(count)])


def older_file(path: Path, version: str = "0001") -> StoreFile:
    """An encrypted, furnished store of an earlier version."""
    key: StoreKey = keys.create(path, FOUNDER.name, PASSPHRASE, cost=CHEAP)
    connect_file(path, key.secret, create=True).close()
    engine = make_engine(str(path), key.secret)
    furnish_older(engine, version)
    engine.dispose()
    return StoreFile(path, key)


def furnish_older(engine: Engine, version: str = "0001") -> None:
    """Tables of an earlier version with the founder's rows."""
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection, version)
        headless = connection.dialect.name == "postgresql" and version < "0003"
        if headless:  # today's program asks for the chain's head by it
            connection.execute(text(_HEAD))
    store = Store(engine)
    store.write(FOUNDER, founding.found, force_code="99", force_name="Testshire")
    store.write(FOUNDER, grow, "older", 50)
    if headless:
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION desk_head()"))


def cancelling(after: int) -> Callable[[float, str], None]:
    """A progress that cancels at its ``after``-th report."""
    from soc_desk.errors import Cancelled

    left = [after]

    def progress(_fraction: float, _text: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled("The work was cancelled; nothing was changed.")

    return progress
