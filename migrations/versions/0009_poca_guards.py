"""On PostgreSQL the server decides about POCA cases, too: need-to-know by row, and no change without an entry."""

from alembic import op

revision = "0009"
down_revision = "0008"

_PATH = "SET search_path = public, pg_temp"
_FUNCTIONS = (
    f"CREATE FUNCTION desk_closed_cases() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT id FROM poca_case WHERE access <> 'team' AND owner_id IS DISTINCT FROM desk_me() AND id NOT IN "
    "(SELECT case_id FROM poca_case_reader WHERE user_id = desk_me()) "
    "UNION SELECT id FROM poca_case WHERE subject_id = ANY (ARRAY(SELECT desk_closed())) $$",
    f"CREATE OR REPLACE FUNCTION desk_closed_records() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT desk_closed() UNION ALL SELECT desk_closed_cases() UNION ALL "
    "SELECT id FROM disruption WHERE subject_id = ANY (ARRAY(SELECT desk_closed())) $$",
    f"CREATE OR REPLACE FUNCTION audit_required() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ "
    "DECLARE touched record; about uuid; BEGIN "
    "IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF; "
    "IF TG_ARGV[0] = 'subject_id' THEN about := touched.subject_id; "
    "ELSIF TG_ARGV[0] = 'disruption_id' THEN about := touched.disruption_id; "
    "ELSIF TG_ARGV[0] = 'case_id' THEN about := touched.case_id; ELSE about := touched.id; END IF; "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = touched.id AND entity = TG_TABLE_NAME "
    "AND action IN ('added', 'changed', 'removed') AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'a change of % left no audit entry', TG_TABLE_NAME "
    "USING ERRCODE = '42501'; END IF; RETURN NULL; END $$",
)

_ME = "(SELECT desk_me())"
_SIGNED_IN = f"{_ME} IS NOT NULL"
_READS = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'analyst', 'supervisor'))"
_WRITES = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'supervisor'))"
_LEADS = "(SELECT desk_holds('champion', 'supervisor', 'administrator'))"
_NOBODY = "false"
_OPEN_CASE = (
    f"{_READS} AND (access = 'team' OR owner_id = {_ME} OR id IN "
    f"(SELECT case_id FROM poca_case_reader WHERE user_id = {_ME})) "
    "AND (subject_id IS NULL OR subject_id <> ALL (ARRAY(SELECT desk_closed())))"
)
_OF_OPEN_CASE = f"{_READS} AND case_id <> ALL (ARRAY(SELECT desk_closed_cases()))"
_LINE = (_OF_OPEN_CASE, _WRITES, f"{_WRITES} AND {_OF_OPEN_CASE}", f"{_WRITES} AND {_OF_OPEN_CASE}")
_KEPT = (_OF_OPEN_CASE, _WRITES, _NOBODY, f"{_WRITES} AND {_OF_OPEN_CASE}")

# Table: who reads a row; who adds one; whose rows may be changed; whose removed (an import that is undone).
_POLICIES = {
    "poca_case": (_OPEN_CASE, _WRITES, f"{_WRITES} AND {_OPEN_CASE}", f"{_WRITES} AND {_OPEN_CASE}"),
    "poca_case_reader": (_SIGNED_IN, _WRITES, _WRITES, _WRITES),
    "poca_case_step": _KEPT,
    "poca_movement": _KEPT,
    "poca_time_change": _LINE,
    "poca_order": _LINE,
    "poca_notice": _LINE,
    "poca_claim": _LINE,
    "poca_money": _LINE,
    "poca_exhibit": _LINE,
    "poca_case_person": _LINE,
    "poca_service": _LINE,
    # Reading the board keeps what is due: everybody who reads cases may bring the list of duties up to date.
    "duty": (_OF_OPEN_CASE, _READS, _OF_OPEN_CASE, f"{_WRITES} AND {_OF_OPEN_CASE}"),
    "champion": (_SIGNED_IN, _LEADS, _LEADS, _NOBODY),
    "target": (_SIGNED_IN, _LEADS, _LEADS, _NOBODY),
    "frozen_month": (_SIGNED_IN, _READS, _NOBODY, _NOBODY),
}

_AUDITED = {
    "poca_case": "id", "poca_case_step": "case_id", "poca_movement": "case_id", "poca_time_change": "case_id",
    "poca_order": "case_id", "poca_notice": "case_id", "poca_claim": "case_id", "poca_money": "case_id",
    "poca_exhibit": "case_id", "poca_case_person": "case_id", "poca_service": "case_id", "duty": "case_id",
    "champion": "id", "target": "id", "frozen_month": "id",
}  # fmt: skip

_PREFIXES = ("C", "LA", "CA", "AF", "RO", "CO", "CR", "DM", "ML")


def upgrade() -> None:
    for prefix in _PREFIXES:
        # A store that is only being founded gets all its counters from its founding.
        op.execute(
            f"INSERT INTO counter (prefix, last) SELECT '{prefix}', 0 WHERE EXISTS (SELECT 1 FROM store_info) "
            f"AND NOT EXISTS (SELECT 1 FROM counter WHERE prefix = '{prefix}')"
        )
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in _FUNCTIONS:
        op.execute(statement)
    for table, (reads, adds, changes, removes) in _POLICIES.items():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO soc_desk_person")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY desk_read ON {table} FOR SELECT TO soc_desk_person USING ({reads})")
        op.execute(f"CREATE POLICY desk_add ON {table} FOR INSERT TO soc_desk_person WITH CHECK ({adds})")
        op.execute(
            f"CREATE POLICY desk_change ON {table} FOR UPDATE TO soc_desk_person USING ({changes}) WITH CHECK ({adds})"
        )
        op.execute(f"CREATE POLICY desk_remove ON {table} FOR DELETE TO soc_desk_person USING ({removes})")
    for table, record in _AUDITED.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('{record}')"
        )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
