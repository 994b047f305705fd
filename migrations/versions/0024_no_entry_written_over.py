"""An entry of the log cannot be written over by inserting one of its number: SQLite fires no other trigger for that."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_entry_added BEFORE INSERT ON audit_entry "
            "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = new.id) "
            "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
