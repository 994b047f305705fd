"""People merged into another are found along an index, as every question about people asks for them."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
