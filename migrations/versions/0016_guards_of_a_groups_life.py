"""On PostgreSQL the server decides about people, intelligence, plans and all the rest of a group's life, too."""

from alembic import op

revision = "0016"
down_revision = "0015"

_PATH = "SET search_path = public, pg_temp"
_SEALED_OPEN = (
    "(access = 'sealed' AND team_id IN (SELECT team_id FROM app_user WHERE id = {me} AND heads_team "
    "AND team_id IS NOT NULL))"
)
_OWNER = "pg_has_role(session_user, current_user, 'MEMBER')"
_MINE = f"xmin = pg_current_xact_id()::xid AND ({{}} = desk_me() OR {_OWNER})"
_WRITERS = "'officer', 'champion', 'coordinator', 'supervisor'"
# Kind of record, table, column, the column naming the record whose history a line belongs to, which lines go over.
_LINES = (
    ("person", "person", "merged_into_id", "id", ""),
    *(
        ("person", table, "person_id", "person_id", "")
        for table in (
            "person_name",
            "person_detail",
            "nrm_referral",
            "lom_subject",
            "ancillary_order",
            "order_condition",
            "lom_visit",
            "order_breach",
        )
    ),
    ("person", "person_link", "person_id", "subject_id", ""),
    ("person", "person_tie", "person_id", "subject_id", "AND l.other_id <> $1"),
    ("person", "person_tie", "other_id", "subject_id", "AND l.person_id <> $1"),
    ("person", "intelligence_link", "person_id", "id", ""),
    ("person", "document", "person_id", "id", ""),
    ("person", "poca_case_person", "person_id", "case_id", ""),
    ("subject", "subject", "merged_into_id", "id", ""),
    *(
        ("subject", table, "subject_id", record, "")
        for table, record in (
            ("person_link", "subject_id"),
            ("person_tie", "subject_id"),
            ("intelligence_link", "id"),
            ("poca_case", "id"),
            ("operation", "id"),
            ("tasking_bid", "id"),
            ("document", "id"),
            ("nrm_referral", "person_id"),
        )
    ),
    ("subject", "plan_action", "subject_id", "subject_id", "AND l.state NOT IN (''completed'', ''cancelled'')"),
    ("subject", "intelligence_gap", "subject_id", "subject_id", "AND l.closed_on IS NULL"),
    ("subject", "subject_relation", "subject_id", "subject_id", "AND l.kind <> ''merged_into'' AND l.other_id <> $1"),
    ("subject", "subject_relation", "other_id", "subject_id", "AND l.kind <> ''merged_into'' AND l.subject_id <> $1"),
    *(
        (
            "subject",
            table,
            "subject_id",
            "subject_id",
            f"AND NOT EXISTS (SELECT 1 FROM {table} AS o WHERE o.{of} = l.{of} AND o.subject_id = $1)",
        )
        for table, of in (("operation_subject", "operation_id"), ("chb_subject", "site_id"))
    ),
)
_LINES_TOLD = ", ".join("({})".format(", ".join(f"'{part}'" for part in line)) for line in _LINES)
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
    "$$ WITH closed AS (SELECT desk_closed() AS id), linked AS (SELECT l.person_id AS id FROM person_link AS l "
    "JOIN closed AS c ON c.id = l.subject_id WHERE NOT EXISTS (SELECT 1 FROM person_link AS o "
    "WHERE o.person_id = l.person_id AND o.subject_id NOT IN (SELECT id FROM closed))) "
    "SELECT id FROM linked UNION ALL SELECT id FROM person WHERE merged_into_id IN (SELECT id FROM linked) $$",
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
    # What follows is called by soc_desk.store.carrying. Lines of two records that are put together go over whether or
    # not whoever does it may know of each; only for a merger of their own, made (or taken apart) in this transaction.
    f"CREATE FUNCTION desk_carry(the_merger uuid) RETURNS TABLE (place text, line uuid, record uuid, field text) "
    f"LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ DECLARE m merger; t record; BEGIN "
    f"SELECT * INTO m FROM merger WHERE id = the_merger AND undone_at IS NULL AND {_MINE.format('by_id')}; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'not a merger of this save' USING ERRCODE = '42501'; END IF; "
    f"FOR t IN SELECT * FROM (VALUES {_LINES_TOLD}) AS v(kind, tab, col, rec, also) "
    "WHERE (v.kind = 'person') = (m.kept_person_id IS NOT NULL) LOOP "
    "RETURN QUERY EXECUTE format('UPDATE %1$I AS l SET %2$I = $1, version = l.version + 1 WHERE l.%2$I = $2 %3$s "
    "RETURNING %1$L::text, l.id, l.%4$I, %2$L::text', t.tab, t.col, t.also, t.rec) "
    "USING coalesce(m.kept_person_id, m.kept_subject_id), coalesce(m.gone_person_id, m.gone_subject_id); "
    "END LOOP; END $$",
    f"CREATE FUNCTION desk_carry_back(the_merger uuid, stands uuid) "
    "RETURNS TABLE (place text, line uuid, record uuid, field text) "
    f"LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ DECLARE m merger; t record; BEGIN "
    f"SELECT * INTO m FROM merger WHERE id = the_merger AND undone_at IS NOT NULL AND {_MINE.format('undone_by_id')}; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'not a merger of this save' USING ERRCODE = '42501'; END IF; "
    f"FOR t IN SELECT v.*, ARRAY(SELECT (e ->> 'id')::uuid FROM json_array_elements(m.moved) AS e "
    "WHERE e ->> 'table' = v.tab AND e ->> 'column' = v.col AND e ->> 'lapsed' IS NULL) AS ids "
    f"FROM (VALUES {_LINES_TOLD}) AS v(kind, tab, col, rec, also) "
    "WHERE (v.kind = 'person') = (m.kept_person_id IS NOT NULL) LOOP "
    "RETURN QUERY EXECUTE format('UPDATE %1$I AS l SET %2$I = $1, version = l.version + 1 WHERE l.%2$I = $2 "
    "AND l.id = ANY ($3) RETURNING %1$L::text, l.id, l.%3$I, %2$L::text', t.tab, t.col, t.rec) "
    "USING coalesce(m.gone_person_id, m.gone_subject_id), stands, t.ids; END LOOP; END $$",
    f"CREATE FUNCTION desk_close_as(the_merger uuid, who text, named text[]) RETURNS void LANGUAGE plpgsql "
    f"SECURITY DEFINER {_PATH} AS $$ DECLARE kept uuid; BEGIN "
    f"SELECT kept_subject_id INTO kept FROM merger WHERE id = the_merger AND {_MINE.format('by_id')}; "
    "UPDATE subject SET access = who, version = version + 1 WHERE id = kept AND who IN ('restricted', 'sealed') "
    "AND (access <> 'sealed' OR who = 'sealed'); "
    "IF NOT FOUND THEN RAISE EXCEPTION 'not a merger of this save' USING ERRCODE = '42501'; END IF; "
    "DELETE FROM subject_reader WHERE subject_id = kept; "
    "INSERT INTO subject_reader (subject_id, user_id) SELECT kept, unnest(named)::uuid; END $$",
    # soc_desk.store.past_sight: a supervisor is named on a record closed to them, which leaves an entry like any change.
    f"CREATE FUNCTION desk_break_glass(made uuid, wanted text, because text) RETURNS uuid LANGUAGE plpgsql "
    f"SECURITY DEFINER {_PATH} AS $$ DECLARE found uuid; BEGIN "
    "IF NOT desk_holds('supervisor') OR length(trim(because)) = 0 THEN RETURN NULL; END IF; "
    "SELECT s.id INTO found FROM subject AS s WHERE s.reference = wanted AND s.id IN (SELECT desk_closed()); "
    "IF found IS NULL THEN RETURN NULL; END IF; "
    "INSERT INTO subject_reader (subject_id, user_id) VALUES (found, desk_me()); "
    "INSERT INTO glass_break (id, version, subject_id, user_id, reason, at) "
    "VALUES (made, 1, found, desk_me(), because, now() AT TIME ZONE 'UTC'); RETURN found; END $$",
    # Whom to call about a person of one's own closed record who is in another's; the owner's name, never the record.
    f"CREATE FUNCTION desk_shared_people() RETURNS TABLE (mine uuid, person uuid, owner text) LANGUAGE sql STABLE "
    f"SECURITY DEFINER {_PATH} AS $$ SELECT DISTINCT m.id, here.person_id, u.display::text FROM subject AS m "
    "JOIN person_link AS here ON here.subject_id = m.id JOIN person_link AS there ON there.person_id = here.person_id "
    "JOIN subject AS o ON o.id = there.subject_id JOIN app_user AS u ON u.id = o.owner_id "
    "WHERE m.owner_id = desk_me() AND m.access <> 'team' AND o.id IN (SELECT desk_closed()) ORDER BY 3 $$",
    # As in 0010, but for what the functions above do with the rights of the tables' owner.
    f"CREATE OR REPLACE FUNCTION subject_closing() RETURNS trigger LANGUAGE plpgsql {_PATH} AS $$ BEGIN "
    "IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') "
    "OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN RETURN NEW; "
    "END IF; "
    f"IF NEW.access <> OLD.access AND NOT (desk_holds({_WRITERS}) AND desk_leads(OLD.owner_id)) THEN "
    "RAISE EXCEPTION 'only its owner or a supervisor changes who may know of a record' USING ERRCODE = '42501'; END IF; "
    "IF OLD.access <> 'team' AND NEW.owner_id IS DISTINCT FROM OLD.owner_id "
    "AND (NEW.owner_id IS NULL OR NOT desk_leads(OLD.owner_id)) THEN "
    "RAISE EXCEPTION 'only its owner or a supervisor passes a closed record on' USING ERRCODE = '42501'; END IF; "
    "RETURN NEW; END $$",
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
    "score_template": (_SIGNED_IN, f"({_READS} OR {_SETS})", _SETS, _NOBODY),  # whoever first scores adds what is shipped
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
