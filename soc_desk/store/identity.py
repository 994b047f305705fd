"""Which store this is, whatever engine it stands on."""

from uuid import UUID

from sqlalchemy import Connection, Engine, select, text

from soc_desk.domain import StoreInfo
from soc_desk.errors import StoreUnavailable


def store_id(connection: Connection) -> UUID:
    """The identity a store keeps for life, also when it moves between engines. Raises StoreUnavailable without one."""
    found: UUID | None = connection.scalar(select(StoreInfo.id))
    if found is None:
        raise StoreUnavailable("The store has no identity: its making was cut short. Create it again.")
    return found


def describe(engine: Engine) -> dict[str, str | bool]:
    """What the store stands on: ``engine``, ``schema``, ``encrypted`` (the file itself), ``journal``."""
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if engine.dialect.name == "postgresql":
            return {"engine": "postgresql", "schema": version, "encrypted": False, "journal": "server"}
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        cipher = connection.exec_driver_sql("PRAGMA cipher_salt").scalar()
        return {"engine": "sqlite", "schema": version, "encrypted": bool(cipher), "journal": str(journal)}
