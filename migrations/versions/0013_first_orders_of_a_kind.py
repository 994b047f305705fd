"""First orders of a month are found along an index of their kind, so that the measures do not read every case."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.drop_index("ix_poca_case_first_order", "poca_case")
    op.create_index("ix_poca_case_first_order", "poca_case", ["kind", "first_order_on", "area_id"])


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
