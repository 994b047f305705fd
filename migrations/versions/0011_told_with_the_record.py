"""Outcomes that come in with a new record are told in its entry; a national reference out of sight is found used."""

from alembic import op

revision = "0011"
down_revision = "0010"

_PATH = "SET search_path = public, pg_temp"
_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION audit_required() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ "
    "DECLARE touched record; about uuid; BEGIN "
    "IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF; "
    "IF TG_ARGV[0] = 'subject_id' THEN about := touched.subject_id; "
    "ELSIF TG_ARGV[0] = 'disruption_id' THEN about := touched.disruption_id; "
    "ELSIF TG_ARGV[0] = 'case_id' THEN about := touched.case_id; ELSE about := touched.id; END IF; "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = touched.id AND entity = TG_TABLE_NAME "
    "AND action IN ('added', 'changed', 'removed') AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; "
    # A new disruption's own entry tells its lines by their places; a line of another place is told nowhere.
    "IF NOT FOUND AND TG_TABLE_NAME = 'outcome' AND TG_OP = 'INSERT' THEN "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = about AND entity = 'disruption' "
    "AND action = 'added' AND json_array_length(fields #> '{outcomes,1}') > touched.position "
    "AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; END IF; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'a change of % left no audit entry', TG_TABLE_NAME "
    "USING ERRCODE = '42501'; END IF; RETURN NULL; END $$",
    # No more than whoever may record finds out by trying: each national reference is there once.
    f"CREATE FUNCTION desk_national_refs(wanted text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT national_ref FROM disruption WHERE national_ref = ANY (wanted) AND "
    "(desk_holds('officer', 'champion', 'coordinator', 'supervisor') "
    "OR pg_has_role(session_user, current_user, 'MEMBER')) $$",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in _FUNCTIONS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
