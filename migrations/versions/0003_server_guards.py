"""On PostgreSQL the server decides: need-to-know by row, roles, whose entry it is, and no change without an entry."""

from alembic import op

revision = "0003"
down_revision = "0002"

_PATH = "SET search_path = public, pg_temp"

# Whoever owns the tables keeps them: migrations, copies and demonstrations are not held to what follows.
_FUNCTIONS = (
    # SECURITY DEFINER: a person asks about themselves whatever their rights; session_user stays the login.
    f"CREATE FUNCTION desk_me() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT id FROM app_user WHERE lower(name) = session_user AND disabled_at IS NULL $$",
    f"CREATE FUNCTION desk_holds(VARIADIC wanted text[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT EXISTS (SELECT 1 FROM app_user AS u, json_array_elements_text(u.roles) AS r(role) "
    "WHERE lower(u.name) = session_user AND u.disabled_at IS NULL AND r.role = ANY (wanted)) $$",
    f"CREATE FUNCTION desk_closed() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT id FROM subject WHERE access <> 'team' AND owner_id IS DISTINCT FROM desk_me() AND id NOT IN "
    "(SELECT subject_id FROM subject_reader WHERE user_id = desk_me()) $$",
    f"CREATE FUNCTION desk_closed_records() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT desk_closed() UNION ALL "
    "SELECT id FROM disruption WHERE subject_id = ANY (ARRAY(SELECT desk_closed())) $$",
    # The chain needs its head from everybody, also where the newest entry is about a record not open to them.
    f"CREATE FUNCTION desk_head() RETURNS TABLE (id integer, seal varchar) LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT a.id, a.seal FROM audit_entry AS a ORDER BY a.id DESC LIMIT 1 $$",
    f"CREATE FUNCTION audit_entry_own() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$ BEGIN "
    "IF NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') "
    "AND (NEW.actor <> session_user OR NEW.actor_id IS DISTINCT FROM desk_me()) THEN "
    "RAISE EXCEPTION 'an audit entry names its own writer' USING ERRCODE = '42501'; END IF; "
    "RETURN NEW; END $$",
    f"CREATE FUNCTION audit_required() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ "
    "DECLARE touched record; about uuid; BEGIN "
    "IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF; "
    "IF TG_ARGV[0] = 'subject_id' THEN about := touched.subject_id; "
    "ELSIF TG_ARGV[0] = 'disruption_id' THEN about := touched.disruption_id; ELSE about := touched.id; END IF; "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = touched.id AND entity = TG_TABLE_NAME "
    "AND action IN ('added', 'changed', 'removed') AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'a change of % left no audit entry', TG_TABLE_NAME "
    "USING ERRCODE = '42501'; END IF; RETURN NULL; END $$",
    # Logins: the secret is a SCRAM verifier made by the client, so that no passphrase reaches the server's log.
    f"CREATE FUNCTION desk_admit(login text, verifier text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS "
    "$$ BEGIN IF NOT (desk_holds('administrator') OR pg_has_role(session_user, current_user, 'MEMBER')) THEN "
    "RAISE EXCEPTION 'only an administrator admits people' USING ERRCODE = '42501'; END IF; "
    "IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN RAISE EXCEPTION 'not a verifier' USING ERRCODE = '42501'; END IF; "
    "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = login) THEN "
    "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = login AND (rolsuper OR rolcreaterole OR rolbypassrls)) "
    "OR NOT pg_has_role(login, 'soc_desk_person', 'MEMBER') THEN "
    "RAISE EXCEPTION 'that login is not one of SOC Desk' USING ERRCODE = '42501'; END IF; "
    "EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', login, verifier); ELSE "
    "EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L IN ROLE soc_desk_person', login, verifier); END IF; END $$",
    f"CREATE FUNCTION desk_dismiss(login text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS "
    "$$ BEGIN IF NOT (desk_holds('administrator') OR pg_has_role(session_user, current_user, 'MEMBER')) THEN "
    "RAISE EXCEPTION 'only an administrator dismisses people' USING ERRCODE = '42501'; END IF; "
    "IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = login AND NOT rolsuper) "
    "AND pg_has_role(login, 'soc_desk_person', 'MEMBER') THEN "
    "EXECUTE format('ALTER ROLE %I NOLOGIN', login); END IF; END $$",
)

_ME = "(SELECT desk_me())"
_SIGNED_IN = f"{_ME} IS NOT NULL"
_READERS = "'officer', 'champion', 'coordinator', 'analyst', 'supervisor'"
_READS = f"(SELECT desk_holds({_READERS}))"
_WRITES = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'supervisor'))"
_ADMINISTERS = "(SELECT desk_holds('administrator'))"
_OPEN_SUBJECT = (
    f"{_READS} AND (access = 'team' OR owner_id = {_ME} OR id IN "
    f"(SELECT subject_id FROM subject_reader WHERE user_id = {_ME}))"
)
_OF_OPEN_SUBJECT = f"{_READS} AND subject_id <> ALL (ARRAY(SELECT desk_closed()))"
_OF_OPEN_DISRUPTION = "EXISTS (SELECT 1 FROM disruption AS d WHERE d.id = disruption_id)"
_NOBODY = "false"

# Table: who reads a row; who adds one; whose rows may be changed; whose removed.
_POLICIES = {
    "subject": (_OPEN_SUBJECT, _READS, _OPEN_SUBJECT, f"{_WRITES} AND {_OPEN_SUBJECT}"),
    "subject_status_change": (_OF_OPEN_SUBJECT, _READS, _NOBODY, f"{_WRITES} AND {_OF_OPEN_SUBJECT}"),
    "subject_reader": (_SIGNED_IN, _WRITES, _WRITES, _WRITES),
    "disruption": (_OF_OPEN_SUBJECT, _WRITES, f"{_WRITES} AND {_OF_OPEN_SUBJECT}", f"{_WRITES} AND {_OF_OPEN_SUBJECT}"),
    "outcome": (
        _OF_OPEN_DISRUPTION, _WRITES, f"{_WRITES} AND {_OF_OPEN_DISRUPTION}", f"{_WRITES} AND {_OF_OPEN_DISRUPTION}",
    ),
    "import_batch": (_READS, _READS, _READS, _NOBODY),
    "import_mapping": (_READS, _READS, _READS, _READS),
    "return_snapshot": (_READS, _READS, _NOBODY, _NOBODY),
    "return_part": (_READS, _READS, _NOBODY, _NOBODY),
    "disclosure": (_SIGNED_IN, f"by_id = {_ME}", _NOBODY, _NOBODY),
    "saved_view": (f"user_id = {_ME}",) * 4,
    "area": (_SIGNED_IN, f"{_ADMINISTERS} OR {_READS}", f"{_ADMINISTERS} OR {_READS}", f"{_ADMINISTERS} OR {_WRITES}"),
    "team": (_SIGNED_IN, _ADMINISTERS, _ADMINISTERS, _ADMINISTERS),
    "app_user": (_SIGNED_IN, _ADMINISTERS, _ADMINISTERS, _NOBODY),
    "policy": (_SIGNED_IN, *(f"{_ADMINISTERS} OR (SELECT desk_holds('supervisor'))",) * 2, _NOBODY),
    "code_item": (_SIGNED_IN, _ADMINISTERS, _ADMINISTERS, _NOBODY),
    "store_info": (_SIGNED_IN, _NOBODY, _ADMINISTERS, _NOBODY),
    "counter": (_SIGNED_IN, _NOBODY, _SIGNED_IN, _NOBODY),
    "audit_entry": (
        f"(SELECT desk_holds('auditor', 'administrator')) OR "
        f"({_READS} AND record_id <> ALL (ARRAY(SELECT desk_closed_records())))",
        _SIGNED_IN, _NOBODY, _NOBODY,
    ),
}  # fmt: skip

# Tables whose rows are records, with the column naming the record whose history a row belongs to.
_AUDITED = {
    "app_user": "id", "area": "id", "code_item": "id", "disclosure": "id", "disruption": "id", "import_batch": "id",
    "import_mapping": "id", "outcome": "disruption_id", "policy": "id", "return_snapshot": "id", "saved_view": "id",
    "store_info": "id", "subject": "id", "subject_status_change": "subject_id", "team": "id",
}  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'soc_desk_person') THEN "
        "CREATE ROLE soc_desk_person NOLOGIN; END IF; END $$"
    )
    for statement in _FUNCTIONS:
        op.execute(statement)
    for name in ("desk_admit(text, text)", "desk_dismiss(text)"):
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO soc_desk_person")
    op.execute("GRANT USAGE ON SCHEMA public TO soc_desk_person")
    op.execute("GRANT SELECT ON alembic_version TO soc_desk_person")
    for table, (reads, adds, changes, removes) in _POLICIES.items():
        rights = "SELECT, INSERT" if table == "audit_entry" else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"GRANT {rights} ON {table} TO soc_desk_person")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY desk_read ON {table} FOR SELECT TO soc_desk_person USING ({reads})")
        op.execute(f"CREATE POLICY desk_add ON {table} FOR INSERT TO soc_desk_person WITH CHECK ({adds})")
        op.execute(
            f"CREATE POLICY desk_change ON {table} FOR UPDATE TO soc_desk_person USING ({changes}) WITH CHECK ({adds})"
            if changes not in {_NOBODY, _SIGNED_IN}
            else f"CREATE POLICY desk_change ON {table} FOR UPDATE TO soc_desk_person USING ({changes})"
        )
        op.execute(f"CREATE POLICY desk_remove ON {table} FOR DELETE TO soc_desk_person USING ({removes})")
    op.execute(
        "CREATE TRIGGER audit_entry_own BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_own()"
    )
    for table, record in _AUDITED.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('{record}')"
        )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
