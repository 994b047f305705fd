"""On PostgreSQL the server decides about people, intelligence, plans and all the rest of a group's life, too."""

from alembic import op

revision = "0016"
down_revision = "0015"

_PATH = "SET search_path = public, pg_temp"
_SEALED_OPEN = (
    "(access = 'sealed' AND team_id IN (SELECT team_id FROM app_user WHERE id = {me} AND heads_team "
    "AND team_id IS NOT NULL))"
)
_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION desk_closed() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ SELECT id FROM subject WHERE access <> 'team' AND owner_id IS DISTINCT FROM desk_me() AND id NOT IN "
    "(SELECT subject_id FROM subject_reader WHERE user_id = desk_me()) "
    f"AND NOT coalesce({_SEALED_OPEN.format(me='desk_me()')}, false) $$",
    f"CREATE OR REPLACE FUNCTION desk_closed_cases() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT id FROM poca_case WHERE access <> 'team' AND owner_id IS DISTINCT FROM desk_me() AND id NOT IN "
    "(SELECT case_id FROM poca_case_reader WHERE user_id = desk_me()) "
    f"AND NOT coalesce({_SEALED_OPEN.format(me='desk_me()')}, false) "
    "UNION SELECT id FROM poca_case WHERE subject_id = ANY (ARRAY(SELECT desk_closed())) $$",
    # People known only in groups closed to whoever asks; the same rule as soc_desk.domain.person.closed_people.
    f"CREATE FUNCTION desk_closed_people() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS "
    "$$ WITH closed AS (SELECT desk_closed() AS id) SELECT l.person_id FROM person_link AS l JOIN closed AS c "
    "ON c.id = l.subject_id WHERE NOT EXISTS (SELECT 1 FROM person_link AS o WHERE o.person_id = l.person_id "
    "AND o.subject_id NOT IN (SELECT id FROM closed)) $$",
    f"CREATE OR REPLACE FUNCTION desk_closed_records() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ WITH s AS (SELECT desk_closed() AS id), p AS (SELECT desk_closed_people() AS id) "
    "SELECT id FROM s UNION ALL SELECT id FROM p UNION ALL SELECT desk_closed_cases() "
    "UNION ALL SELECT id FROM disruption WHERE subject_id IN (SELECT id FROM s) "
    "UNION ALL SELECT id FROM intelligence_link WHERE subject_id IN (SELECT id FROM s) OR person_id IN (SELECT id FROM p) "
    "UNION ALL SELECT id FROM document WHERE subject_id IN (SELECT id FROM s) OR person_id IN (SELECT id FROM p) "
    "UNION ALL SELECT id FROM operation WHERE subject_id IN (SELECT id FROM s) "
    "UNION ALL SELECT id FROM tasking_bid WHERE subject_id IN (SELECT id FROM s) "
    "UNION ALL SELECT id FROM merger WHERE kept_subject_id IN (SELECT id FROM s) OR gone_subject_id IN (SELECT id FROM s) "
    "OR kept_person_id IN (SELECT id FROM p) OR gone_person_id IN (SELECT id FROM p) $$",
    # The column that names the record is read by its name, so that a new kind of line needs no change here.
    f"CREATE OR REPLACE FUNCTION audit_required() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ "
    "DECLARE touched record; about uuid; BEGIN "
    "IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF; "
    "IF TG_ARGV[0] = 'id' THEN about := touched.id; ELSE about := (to_jsonb(touched) ->> TG_ARGV[0])::uuid; END IF; "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = touched.id AND entity = TG_TABLE_NAME "
    "AND action IN ('added', 'changed', 'removed') AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; "
    "IF NOT FOUND AND TG_TABLE_NAME = 'outcome' AND TG_OP = 'INSERT' THEN "
    "PERFORM 1 FROM audit_entry WHERE record_id = about AND entity_id = about AND entity = 'disruption' "
    "AND action = 'added' AND json_array_length(fields #> '{outcomes,1}') > touched.position "
    "AND xmin = pg_current_xact_id()::xid ORDER BY id DESC LIMIT 1; END IF; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'a change of % left no audit entry', TG_TABLE_NAME "
    "USING ERRCODE = '42501'; END IF; RETURN NULL; END $$",
)

_ME = "(SELECT desk_me())"
_SIGNED_IN = f"{_ME} IS NOT NULL"
_READERS = "'officer', 'champion', 'coordinator', 'analyst', 'supervisor'"
_READS = f"(SELECT desk_holds({_READERS}))"
_SETS = "(SELECT desk_holds('coordinator', 'supervisor', 'administrator'))"
_NOBODY = "false"
_CLOSED = "ALL (ARRAY(SELECT desk_closed()))"
_CLOSED_PEOPLE = "ALL (ARRAY(SELECT desk_closed_people()))"
_SEALED = _SEALED_OPEN.format(me=_ME)
_OPEN_SUBJECT = (
    f"{_READS} AND (access = 'team' OR owner_id = {_ME} OR id IN "
    f"(SELECT subject_id FROM subject_reader WHERE user_id = {_ME}) OR {_SEALED})"
)
_OPEN_CASE = (
    f"{_READS} AND (access = 'team' OR owner_id = {_ME} OR id IN "
    f"(SELECT case_id FROM poca_case_reader WHERE user_id = {_ME}) OR {_SEALED}) "
    f"AND (subject_id IS NULL OR subject_id <> {_CLOSED})"
)
_WRITES = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'supervisor'))"
_OF_SUBJECT = f"{_READS} AND subject_id <> {_CLOSED}"
_OF_PERSON = f"{_READS} AND person_id <> {_CLOSED_PEOPLE}"
_MAYBE_SUBJECT = f"(subject_id IS NULL OR subject_id <> {_CLOSED})"
_MAYBE_PERSON = f"(person_id IS NULL OR person_id <> {_CLOSED_PEOPLE})"
_LINKED = f"{_READS} AND {_MAYBE_SUBJECT} AND {_MAYBE_PERSON}"
_MERGED = (
    f"{_READS} AND (kept_subject_id IS NULL OR (kept_subject_id <> {_CLOSED} AND gone_subject_id <> {_CLOSED})) "
    f"AND (kept_person_id IS NULL OR (kept_person_id <> {_CLOSED_PEOPLE} AND gone_person_id <> {_CLOSED_PEOPLE}))"
)


def _line(reads: str) -> tuple[str, str, str, str]:
    """A line that comes, changes and goes with its record."""
    return reads, _READS, reads, reads


def _kept(reads: str) -> tuple[str, str, str, str]:
    """A step that is never edited."""
    return reads, _READS, _NOBODY, _NOBODY


# Table: who reads a row; who adds one; whose rows may be changed; whose removed.
_POLICIES = {
    "person": _line(f"{_READS} AND id <> {_CLOSED_PEOPLE}"),
    **dict.fromkeys(
        ("person_name", "person_detail", "person_key", "lom_subject", "ancillary_order", "order_condition", "lom_visit",
         "order_breach"),
        _line(_OF_PERSON),
    ),
    "person_not_same": _line(f"{_OF_PERSON} AND other_id <> {_CLOSED_PEOPLE}"),
    **dict.fromkeys(
        ("person_link", "person_tie", "ocg_score", "ocg_leader", "plan", "plan_objective", "intelligence_gap",
         "plan_action", "operation_subject", "chb_subject", "glass_break"),
        _line(_OF_SUBJECT),
    ),
    "tier_decision": _kept(_OF_SUBJECT),
    "ocg_review": _kept(_OF_SUBJECT),
    "subject_relation": _line(f"{_OF_SUBJECT} AND other_id <> {_CLOSED}"),
    "intelligence_link": _line(_LINKED),
    "document": _line(_LINKED),
    "nrm_referral": _line(_LINKED),
    "document_content": _line("EXISTS (SELECT 1 FROM document AS d WHERE d.id = document_id)"),
    "operation": _line(f"{_READS} AND {_MAYBE_SUBJECT}"),
    "operation_tally": _line("EXISTS (SELECT 1 FROM operation AS o WHERE o.id = operation_id)"),
    "tasking_bid": _line(f"{_READS} AND {_MAYBE_SUBJECT}"),
    "merger": _line(_MERGED),
    "local_profile": _line(_READS),
    "chb_site": _line(_READS),
    "chb_step": _kept(_READS),
    "intelligence_backlog": _line(_READS),
    "score_template": (_SIGNED_IN, _SETS, _SETS, _NOBODY),
}  # fmt: skip

_RECORDS = {
    "person_id": ("person_name", "person_detail", "person_not_same", "lom_subject", "ancillary_order",
                  "order_condition", "lom_visit", "order_breach", "nrm_referral"),
    "subject_id": ("person_link", "person_tie", "ocg_score", "ocg_leader", "plan", "plan_objective",
                   "intelligence_gap", "plan_action", "operation_subject", "chb_subject", "glass_break",
                   "tier_decision", "ocg_review", "subject_relation"),
    "operation_id": ("operation_tally",),
    "site_id": ("chb_step",),
    "id": ("person", "intelligence_link", "document", "operation", "tasking_bid", "merger", "local_profile", "chb_site",
           "intelligence_backlog", "score_template"),
}  # fmt: skip
"""Tables whose rows are told in the log, by the column that names the record whose history they belong to."""


def upgrade() -> None:
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
    for record, tables in _RECORDS.items():
        for table in tables:
            op.execute(
                f"CREATE CONSTRAINT TRIGGER {table}_audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('{record}')"
            )
    for table, opened, adds in (("subject", _OPEN_SUBJECT, _READS), ("poca_case", _OPEN_CASE, _WRITES)):
        changes = opened if table == "subject" else f"{_WRITES} AND {opened}"
        for policy in (
            f"desk_read ON {table} FOR SELECT TO soc_desk_person USING ({opened})",
            f"desk_change ON {table} FOR UPDATE TO soc_desk_person USING ({changes}) WITH CHECK ({adds})",
            f"desk_remove ON {table} FOR DELETE TO soc_desk_person USING ({_WRITES} AND {opened})",
        ):
            op.execute(f"DROP POLICY {policy.partition(' FOR ')[0]}")
            op.execute(f"CREATE POLICY {policy}")


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
