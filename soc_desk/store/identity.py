"""Which store this is, whatever engine it stands on."""

from uuid import UUID

from sqlalchemy import Connection, select

from soc_desk.domain import StoreInfo
from soc_desk.errors import StoreUnavailable


def store_id(connection: Connection) -> UUID:
    """The identity a store keeps for life, also when it moves between engines. Raises StoreUnavailable without one."""
    found: UUID | None = connection.scalar(select(StoreInfo.id))
    if found is None:
        raise StoreUnavailable("The store has no identity: its making was cut short. Create it again.")
    return found
