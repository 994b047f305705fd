"""On PostgreSQL: the seal of any entry, to hold a remembered one against, and who closes a record or names its readers.

The rule is that of ``services.subjects.set_access``: its owner, anybody who writes where it has none, or a supervisor
to whom it is open. A closed record is passed on by its owner or such a supervisor, and never to nobody.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

_PATH = "SET search_path = public, pg_temp"
_WRITERS = "'officer', 'champion', 'coordinator', 'supervisor'"
_FUNCTIONS = (
    # A number and a seal tell nothing of the record; the chain needs them from everybody, as in desk_head.
    f"CREATE FUNCTION desk_seal(entry integer) RETURNS varchar LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT a.seal FROM audit_entry AS a WHERE a.id = entry $$",
    f"CREATE FUNCTION desk_leads(owner uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT owner IS NULL OR owner = desk_me() OR desk_holds('supervisor') $$",
    f"CREATE FUNCTION desk_closes(about uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    f"$$ SELECT desk_holds({_WRITERS}) AND EXISTS (SELECT 1 FROM subject WHERE id = about AND desk_leads(owner_id)) $$",
    f"CREATE FUNCTION subject_closing() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$ BEGIN "
    "IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; "
    "END IF; "
    f"IF NEW.access <> OLD.access AND NOT (desk_holds({_WRITERS}) AND desk_leads(OLD.owner_id)) THEN "
    "RAISE EXCEPTION 'only its owner or a supervisor changes who may know of a record' USING ERRCODE = '42501'; END IF; "
    "IF OLD.access <> 'team' AND NEW.owner_id IS DISTINCT FROM OLD.owner_id "
    "AND (NEW.owner_id IS NULL OR NOT desk_leads(OLD.owner_id)) THEN "
    "RAISE EXCEPTION 'only its owner or a supervisor passes a closed record on' USING ERRCODE = '42501'; END IF; "
    "RETURN NEW; END $$",
)
_OPEN = "subject_id <> ALL (ARRAY(SELECT desk_closed()))"
_OPEN_CASE = "case_id <> ALL (ARRAY(SELECT desk_closed_cases()))"
_WRITES = f"(SELECT desk_holds({_WRITERS}))"
_ME = "(SELECT desk_me())"
_POLICIES = (
    f"desk_add ON subject_reader FOR INSERT TO soc_desk_person WITH CHECK (desk_closes(subject_id) AND {_OPEN})",
    f"desk_remove ON subject_reader FOR DELETE TO soc_desk_person USING (desk_closes(subject_id) AND {_OPEN})",
    # As for subjects since 0005: nobody names themselves on a case closed to them, or learns who is named on it.
    f"desk_read ON poca_case_reader FOR SELECT TO soc_desk_person USING (user_id = {_ME} OR {_OPEN_CASE})",
    f"desk_add ON poca_case_reader FOR INSERT TO soc_desk_person WITH CHECK ({_WRITES} AND {_OPEN_CASE})",
    "desk_change ON poca_case_reader FOR UPDATE TO soc_desk_person USING (false)",
    f"desk_remove ON poca_case_reader FOR DELETE TO soc_desk_person USING ({_WRITES} AND {_OPEN_CASE})",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in _FUNCTIONS:
        op.execute(statement)
    for policy in _POLICIES:
        op.execute(f"DROP POLICY {policy.partition(' FOR ')[0]}")
        op.execute(f"CREATE POLICY {policy}")
    op.execute(
        "CREATE TRIGGER subject_closing BEFORE UPDATE OF access, owner_id ON subject "
        "FOR EACH ROW EXECUTE FUNCTION subject_closing()"
    )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
