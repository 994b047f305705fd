"""The day on which an application was withdrawn, since one made in time holds the property until then (s.297D)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("poca_order", sa.Column("withdrawn_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
