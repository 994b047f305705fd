"""An index along which a force's return of a period is read."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index(
        "ix_disruption_return", "disruption", ["lead_agency", "disruption_date", "id", "subject_id", "status_rank"]
    )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
