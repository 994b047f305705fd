"""Full-text search of disruptions kept by the database, and an audit log that the database refuses to change."""

from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT = (
    "{0}.reference || ' ' || {0}.title || ' ' || {0}.operation_name || ' ' || coalesce({0}.national_ref, '') || ' ' "
    "|| {0}.officer || ' ' || {0}.impact_rationale || ' ' || {0}.narrative"
)
_FIELDS = "reference, title, operation_name, national_ref, officer, impact_rationale, narrative"

_SQLITE = (
    "CREATE VIRTUAL TABLE search_disruption USING fts5(body, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2', prefix='3')",
    f"CREATE TRIGGER search_disruption_added AFTER INSERT ON disruption BEGIN "
    f"INSERT INTO search_disruption(rowid, body) VALUES (new.serial, {_TEXT.format('new')}); END",
    f"CREATE TRIGGER search_disruption_changed AFTER UPDATE OF {_FIELDS} ON disruption BEGIN "
    f"INSERT OR REPLACE INTO search_disruption(rowid, body) VALUES (new.serial, {_TEXT.format('new')}); END",
    "CREATE TRIGGER search_disruption_removed AFTER DELETE ON disruption BEGIN "
    "DELETE FROM search_disruption WHERE rowid = old.serial; END",
    "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN "
    "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN "
    "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)

_POSTGRESQL = (
    f"CREATE INDEX search_disruption ON disruption USING gin "
    f"(to_tsvector('simple', translate({_TEXT.format('disruption')}, '-/', '  ')))",
    "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    "CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
