"""Posts and strength of teams by role and day, which supervisors and administrators read and nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_ID = sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")
_ME = "(SELECT desk_me())"
_KEEPS = "(SELECT desk_holds('auditor', 'administrator'))"
_READS = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'analyst', 'supervisor'))"
_CLOSED = "ALL (ARRAY(SELECT desk_closed_records()))"
_SUPERVISES = "(SELECT desk_holds('supervisor', 'administrator'))"

# As in 0018; and the log of strength is told to whoever may read strength, and to the log's keepers.
_TOLD = (
    f"desk_read ON audit_entry FOR SELECT TO soc_desk_person USING ({_KEEPS} OR ({_READS} AND record_id <> {_CLOSED} "
    f"AND (entity <> 'disclosure' OR actor_id = {_ME}) AND (entity <> 'strength' OR {_SUPERVISES}) "
    f"AND (fields ->> 'of' IS NULL OR (fields ->> 'of')::uuid <> {_CLOSED})))"
)


def upgrade() -> None:
    op.create_table(
        "strength",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("established_hundredths", sa.Integer(), nullable=True),
        sa.Column("actual_hundredths", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_strength_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strength")),
        sa.UniqueConstraint("team_id", "role", "starts_on", name=op.f("uq_strength_team_id")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"DROP POLICY {_TOLD.partition(' FOR ')[0]}")
    op.execute(f"CREATE POLICY {_TOLD}")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON strength TO soc_desk_person")
    op.execute("ALTER TABLE strength ENABLE ROW LEVEL SECURITY")
    for rule in (
        f"desk_read ON strength FOR SELECT TO soc_desk_person USING ({_SUPERVISES})",
        f"desk_add ON strength FOR INSERT TO soc_desk_person WITH CHECK ({_SUPERVISES})",
        f"desk_change ON strength FOR UPDATE TO soc_desk_person USING ({_SUPERVISES}) WITH CHECK ({_SUPERVISES})",
        "desk_remove ON strength FOR DELETE TO soc_desk_person USING (false)",
    ):
        op.execute(f"CREATE POLICY {rule}")
    op.execute(
        "CREATE CONSTRAINT TRIGGER strength_audited AFTER INSERT OR UPDATE OR DELETE ON strength "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('id')"
    )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
