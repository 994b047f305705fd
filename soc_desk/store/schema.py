"""The version of a store's tables: which it is, which this program knows, and the way from one to the other."""

from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from soc_desk.config import migrations
from soc_desk.errors import OutOfDate, StoreUnavailable

HEAD = "0029"
"""The newest migration, as a constant so that opening a store need not load Alembic; a test holds it to the folder."""

_UPGRADE_LOCK = 0x50C0001
"""Advisory lock on a server while its tables are made or changed."""


def head() -> str:
    """The version this program knows."""
    return HEAD


def current(engine: Engine) -> str | None:
    """The version of the store, None where it holds no tables of ours."""
    with engine.connect() as connection:
        return current_of(connection)


def current_of(connection: Connection) -> str | None:
    """As ``current``, on an open connection."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def require_current(engine: Engine) -> None:
    """Raise unless this program may work on the store: OutOfDate for an older or newer one, in plain words."""
    refuse_other(current(engine))


def refuse_other(version: str | None) -> None:
    """Raise for any version but this program's own."""
    refuse_newer(version)
    if version != HEAD:
        text = f"The store is of version {version} and this program works with {HEAD}. Run “soc-desk store upgrade”."
        raise OutOfDate(text)


def refuse_newer(version: str | None) -> None:
    """Raise for a store that a newer program made, and for a database that is no store."""
    if version is None:
        raise StoreUnavailable("This database is not a SOC Desk store. Check the address, or create a store there.")
    if version > HEAD:
        raise OutOfDate(
            f"The store was made by a newer SOC Desk (store version {version}; this program knows {HEAD}). "
            "Install the newer program; nothing was changed."
        )


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations inside the caller's transaction; they leave all of it or nothing."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
    command.upgrade(_config(connection), to)


def differences(connection: Connection) -> list[Any]:
    """What Alembic's check finds between the tables and the classes; empty when they agree."""
    from alembic import command

    found: list[Any] = []

    def note(_context: Any, _revision: Any, directives: list[Any]) -> None:
        found.extend(directives[0].upgrade_ops.ops)
        directives.clear()  # so that no file is written

    command.revision(_config(connection), message="check", autogenerate=True, process_revision_directives=note)
    return found


def newest_script() -> str:
    """The newest migration in the folder, by loading Alembic."""
    from alembic.script import ScriptDirectory

    version = ScriptDirectory.from_config(_config(None)).get_current_head()
    if version is None:
        raise StoreUnavailable("The program's migrations are missing. Install it again.")
    return version


def draft_revision(message: str) -> str:
    """For developers: write the migration that leads from the folder's newest to the classes; gives its path."""
    import tempfile
    from pathlib import Path

    from alembic import command

    from soc_desk.store.engine import connect_file, make_engine

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.db"
        connect_file(path, None, create=True).close()
        engine = make_engine(str(path))
        with engine.execution_options(writes=True).begin() as connection:
            config = _config(connection)
            command.upgrade(config, "head")
            number = sum(1 for _ in (migrations() / "versions").glob("[0-9]*.py")) + 1
            script = command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()
    return str(getattr(script, "path", ""))


def _config(connection: Connection | None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config
