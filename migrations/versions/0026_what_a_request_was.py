"""A step of a request keeps what it changed: whose work it was, its driver, its priority and its day."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    for name in ("kind", "driver", "priority"):
        op.add_column("request_step", sa.Column(f"{name}_before", sa.String(32), nullable=True))
    op.add_column("request_step", sa.Column("needed_by_before", sa.Date(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
