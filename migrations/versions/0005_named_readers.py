"""On PostgreSQL nobody names themselves on a record that is closed to them, or learns who is named on it."""

from alembic import op

revision = "0005"
down_revision = "0004"

_OPEN = "subject_id <> ALL (ARRAY(SELECT desk_closed()))"
_WRITES = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'supervisor'))"
_POLICIES = (
    f"desk_read ON subject_reader FOR SELECT TO soc_desk_person USING (user_id = (SELECT desk_me()) OR {_OPEN})",
    f"desk_add ON subject_reader FOR INSERT TO soc_desk_person WITH CHECK ({_WRITES} AND {_OPEN})",
    "desk_change ON subject_reader FOR UPDATE TO soc_desk_person USING (false)",
    f"desk_remove ON subject_reader FOR DELETE TO soc_desk_person USING ({_WRITES} AND {_OPEN})",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for policy in _POLICIES:
        op.execute(f"DROP POLICY {policy.partition(' FOR ')[0]}")
        op.execute(f"CREATE POLICY {policy}")


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
