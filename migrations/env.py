"""Runs the migrations on the connection that the program (soc_desk.store.schema) hands over."""

from alembic import context
from sqlalchemy import Enum

from soc_desk.domain import Base
from soc_desk.domain.base import Id, UtcDateTime, WallTime


def render_item(kind, item, _autogen):
    """Write our own types as plain ones, so that a migration never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime | WallTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Id):
        return 'sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")'
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def include_name(name, kind, _parents):
    """The search index is made by a hand-written migration, not by the mapping."""
    return not (kind in {"table", "index"} and name is not None and name.startswith("search"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_server_default=True,
    render_item=render_item,
    include_name=include_name,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
