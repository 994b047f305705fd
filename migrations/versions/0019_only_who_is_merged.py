"""The indexes of what is merged hold only that: nearly all are not, and SQLite walked along all of those.

Looking for a name, it took "not merged" for the rarest of the conditions.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    for table in ("person", "subject"):
        name = f"ix_{table}_merged_into_id"
        op.drop_index(name, table)
        op.create_index(name, table, ["merged_into_id"], sqlite_where=_MERGED, postgresql_where=_MERGED)
