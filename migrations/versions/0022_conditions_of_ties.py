"""Ties between people have handling conditions of their own, apart from what they are known from."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("person_tie", sa.Column("conditions", sa.String(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
