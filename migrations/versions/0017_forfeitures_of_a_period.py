"""Forfeitures of a period are counted and added up along an index, so that the POCA summary does not read every case."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    columns = ["kind", "forfeited_on", "area_id", "forfeited_pence", "forfeited_by_notice", "id"]
    op.create_index("ix_poca_case_forfeited", "poca_case", columns)


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
