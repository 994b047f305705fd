"""On PostgreSQL a reader learns how many disruptions count in a period, also where some are closed to them."""

from alembic import op

revision = "0006"
down_revision = "0005"

# The ranks are those of approved and keyed, the two states that count.
_COUNTED = (
    "CREATE FUNCTION desk_counted(first date, last date, agency text) RETURNS bigint LANGUAGE sql STABLE "
    "SECURITY DEFINER SET search_path = public, pg_temp AS "
    "$$ SELECT count(*) FROM disruption WHERE disruption_date BETWEEN first AND last AND status_rank IN (3, 4) "
    "AND (agency = '' OR lead_agency = agency) $$"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_COUNTED)


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
