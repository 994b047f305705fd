"""People can be erased: the log is emptied of what it held of them, and of nothing else, and stays whole.

Until here a seal covered an entry as it stands. From here it covers what can be taken out by a salted digest.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_ID = sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")
_STAYS = (
    "id", "at", "actor", "actor_id", "machine", "category", "use_case", "title", "entity", "entity_id", "record_id",
    "action", "seal",
)  # fmt: skip
_SAME = " AND ".join(f"new.{name} IS old.{name}" for name in _STAYS)
_OF = "json_extract(old.fields, '$.of')"
_SQLITE = (
    "DROP TRIGGER audit_entry_unchanged",
    # An erasure empties an entry: see soc_desk.domain.audit. Whether one did is for the walk along the chain to say.
    f"CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry WHEN NOT ({_SAME} AND new.salt IS NULL "
    "AND (new.digest IS old.digest OR (old.digest IS NULL AND old.salt IS NOT NULL)) "
    "AND (new.recipient IS NULL) = (old.recipient IS NULL) AND (new.purpose IS NULL) = (old.purpose IS NULL) "
    f"AND json(new.fields) = CASE WHEN {_OF} IS NULL THEN '{{}}' ELSE json_object('of', {_OF}) END) "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)

_PATH = "SET search_path = public, pg_temp"
_OWNER = "pg_has_role(session_user, current_user, 'MEMBER')"
_ERASES = f"(desk_holds('supervisor') OR {_OWNER})"
_MINE = (
    f"IF NOT {_ERASES} OR NOT EXISTS (SELECT 1 FROM erasure WHERE id = the_erasure AND "
    f"xmin = pg_current_xact_id()::xid AND (by_id = desk_me() OR {_OWNER})) THEN "
    "RAISE EXCEPTION 'not an erasure of this save' USING ERRCODE = '42501'; END IF; "
)
_NOT_CLOSED = f"({_OWNER} OR {{0}} <> ALL (ARRAY(SELECT desk_closed_records())))"
_OF_OPEN = (
    f"({_OWNER} OR a.fields ->> 'of' IS NULL OR (a.fields ->> 'of')::uuid <> ALL (ARRAY(SELECT desk_closed_records())))"
)
# Rows that nobody edits and rows that are another's own: table, the column naming the record, and those with words.
_KEPT = {
    "subject_status_change": ("subject_id", "reason"),
    "tier_decision": ("subject_id", "meeting", "reason"),
    "ocg_review": ("subject_id", "outcome"),
    "chb_step": ("site_id", "reason"),
    "poca_case_step": ("case_id", "reason"),
    "request_step": ("request_id", "reason"),
    "poca_movement": ("case_id", "to_whom", "account", "note"),
    "disclosure": ("id", "what", "recipient", "purpose", "filters"),
    "return_snapshot": ("id", "manifest"),
    "saved_view": ("id", "name", "content"),
}
_KEPT_TOLD = ", ".join(
    f"('{table}', '{column}', '{rec}')" for table, (rec, *names) in _KEPT.items() for column in names
)
_PINS = (
    "SELECT 'person_link'::text, l.id, l.subject_id FROM person_link AS l "
    "WHERE l.person_id = ANY (people) AND l.subject_id IN (SELECT desk_closed()) UNION ALL "
    "SELECT 'person_tie', t.id, t.subject_id FROM person_tie AS t "
    "WHERE (t.person_id = ANY (people) OR t.other_id = ANY (people)) AND t.subject_id IN (SELECT desk_closed()) "
    "UNION ALL SELECT 'nrm_referral', r.id, r.subject_id FROM nrm_referral AS r "
    "WHERE r.person_id = ANY (people) AND r.subject_id IN (SELECT desk_closed())"
)
_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'UPDATE' THEN IF ({', '.join(f'NEW.{name}' for name in _STAYS)}) IS NOT DISTINCT FROM "
    f"({', '.join(f'OLD.{name}' for name in _STAYS)}) AND NEW.salt IS NULL "
    "AND (NEW.digest IS NOT DISTINCT FROM OLD.digest OR (OLD.digest IS NULL AND OLD.salt IS NOT NULL)) "
    "AND (NEW.recipient IS NULL) = (OLD.recipient IS NULL) AND (NEW.purpose IS NULL) = (OLD.purpose IS NULL) "
    "AND NEW.fields::jsonb = (CASE WHEN OLD.fields ->> 'of' IS NULL THEN '{}'::jsonb "
    "ELSE jsonb_build_object('of', OLD.fields ->> 'of') END) THEN RETURN NEW; END IF; END IF; "
    "RAISE EXCEPTION 'the audit log is append-only'; END $$",
    # Whether a text became another by nothing but words taken out of it.
    f"CREATE FUNCTION desk_only_erased(was text, now text) RETURNS boolean LANGUAGE sql IMMUTABLE {_PATH} AS "
    "$$ SELECT was IS NOT DISTINCT FROM now OR was LIKE replace(replace(replace(replace(now, "
    "'\\', '\\\\'), '%', '\\%'), '_', '\\_'), '[erased]', '%') $$",
    # What follows is called by soc_desk.store.erasing, by a supervisor, and finds nothing of what is closed to them.
    # Entries that may hold one of the words, or are about one of the records: also those of prints that others made,
    # since whoever erases has to tell the recipients (DPA 2018 s.48(9)).
    f"CREATE FUNCTION desk_log_naming(wanted text[], about uuid[]) RETURNS SETOF audit_entry LANGUAGE sql STABLE "
    f"SECURITY DEFINER {_PATH} AS $$ SELECT a.* FROM audit_entry AS a WHERE {_ERASES} AND "
    "(a.record_id = ANY (about) OR a.entity_id = ANY (about) OR "
    "(a.fields::text || ' ' || coalesce(a.recipient, '') || ' ' || coalesce(a.purpose, '')) ILIKE ANY (wanted)) "
    f"AND {_NOT_CLOSED.format('a.record_id')} AND {_OF_OPEN} ORDER BY a.id $$",
    f"CREATE FUNCTION desk_empty(the_erasure uuid, entry integer, bare json, mark text, who text, why text) "
    f"RETURNS void LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ BEGIN {_MINE}"
    "UPDATE audit_entry AS a SET fields = bare, salt = NULL, digest = mark, recipient = who, purpose = why "
    "WHERE a.id = entry AND a.use_case <> 'erasing.erase' AND desk_only_erased(a.recipient, who) "
    f"AND desk_only_erased(a.purpose, why) AND {_NOT_CLOSED.format('a.record_id')} AND {_OF_OPEN}; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'not an entry to be emptied' USING ERRCODE = '42501'; END IF; END $$",
    f"CREATE FUNCTION desk_kept_words(wanted text[]) RETURNS TABLE (place text, field text, line uuid, record uuid, "
    f"told text) LANGUAGE plpgsql STABLE SECURITY DEFINER {_PATH} AS $$ DECLARE t record; BEGIN "
    f"IF NOT {_ERASES} THEN RETURN; END IF; "
    f"FOR t IN SELECT * FROM (VALUES {_KEPT_TOLD}) AS v(tab, col, rec) LOOP "
    "RETURN QUERY EXECUTE format('SELECT %1$L::text, %2$L::text, k.id, k.%3$I, k.%2$I::text FROM %1$I AS k "
    "WHERE k.%2$I::text ILIKE ANY ($1) AND (pg_has_role(session_user, current_user, ''MEMBER'') "
    "OR (k.%3$I <> ALL ($2) AND NOT EXISTS (SELECT 1 FROM audit_entry AS a WHERE a.entity_id = k.id "
    "AND a.record_id = k.id AND (a.fields ->> ''of'')::uuid = ANY ($2))))', t.tab, t.col, t.rec) "
    "USING wanted, ARRAY(SELECT desk_closed_records()); END LOOP; END $$",
    f"CREATE FUNCTION desk_put_words(the_erasure uuid, place text, field text, line uuid, told text) RETURNS void "
    f"LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ DECLARE done integer; about text; BEGIN {_MINE}"
    f"SELECT v.rec INTO about FROM (VALUES {_KEPT_TOLD}) AS v(tab, col, rec) WHERE v.tab = place AND v.col = field; "
    "IF NOT FOUND THEN RAISE EXCEPTION 'not a place of kept words' USING ERRCODE = '42501'; END IF; "
    "EXECUTE format('UPDATE %1$I AS k SET %2$I = $1::%3$s, version = k.version + 1 WHERE k.id = $2 "
    "AND desk_only_erased(k.%2$I::text, $1) AND k.%4$I <> ALL ($3)', place, field, (SELECT a.atttypid::regtype::text "
    "FROM pg_attribute AS a WHERE a.attrelid = place::regclass AND a.attname = field), about) USING told, line, "
    f"CASE WHEN {_OWNER} THEN ARRAY[]::uuid[] ELSE ARRAY(SELECT desk_closed_records()) END; "
    "GET DIAGNOSTICS done = ROW_COUNT; "
    "IF done = 0 THEN RAISE EXCEPTION 'not words taken out' USING ERRCODE = '42501'; END IF; END $$",
    # Where else somebody stands whom the eraser sees: the closed record's number, so that its history is told.
    f"CREATE FUNCTION desk_pins(people uuid[]) RETURNS TABLE (place text, line uuid, record uuid) LANGUAGE sql STABLE "
    f"SECURITY DEFINER {_PATH} AS $$ SELECT * FROM ({_PINS}) AS pins WHERE desk_holds('supervisor') $$",
    # A closed case, report, document or request keeps its own words, and refers to nobody any more.
    f"CREATE FUNCTION desk_detach(the_erasure uuid, people uuid[]) RETURNS TABLE (place text, line uuid, record uuid, "
    f"gone boolean) LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ BEGIN {_MINE}"
    "IF EXISTS (SELECT 1 FROM unnest(people) AS p(id) WHERE p.id <> (SELECT person_id FROM erasure "
    "WHERE id = the_erasure) AND NOT EXISTS (SELECT 1 FROM person AS q WHERE q.id = p.id "
    "AND q.merged_into_id = ANY (people))) THEN "
    "RAISE EXCEPTION 'not the people of this erasure' USING ERRCODE = '42501'; END IF; "
    "RETURN QUERY DELETE FROM person_not_same AS n WHERE n.person_id = ANY (people) OR n.other_id = ANY (people) "
    "RETURNING 'person_not_same'::text, n.id, n.person_id, true; "
    "RETURN QUERY DELETE FROM merger AS m WHERE m.kept_person_id = ANY (people) OR m.gone_person_id = ANY (people) "
    "RETURNING 'merger'::text, m.id, m.id, true; "
    "RETURN QUERY UPDATE poca_case_person AS c SET person_id = NULL, version = c.version + 1 "
    "WHERE c.person_id = ANY (people) AND c.case_id IN (SELECT desk_closed_cases()) "
    "RETURNING 'poca_case_person'::text, c.id, c.case_id, false; "
    "RETURN QUERY UPDATE intelligence_link AS i SET person_id = NULL, version = i.version + 1 "
    "WHERE i.person_id = ANY (people) AND i.subject_id IN (SELECT desk_closed()) "
    "RETURNING 'intelligence_link'::text, i.id, i.id, false; "
    "RETURN QUERY UPDATE document AS d SET person_id = NULL, version = d.version + 1 "
    "WHERE d.person_id = ANY (people) AND d.subject_id IN (SELECT desk_closed()) "
    "RETURNING 'document'::text, d.id, d.id, false; "
    "RETURN QUERY UPDATE request AS r SET person_id = NULL, version = r.version + 1 "
    "WHERE r.person_id = ANY (people) AND r.id IN (SELECT desk_closed_records()) "
    "RETURNING 'request'::text, r.id, r.id, false; END $$",
)
_ME = "(SELECT desk_me())"
_POLICIES = (
    f"desk_read ON erasure FOR SELECT TO soc_desk_person USING (by_id = {_ME} "
    "OR (SELECT desk_holds('auditor', 'administrator')))",
    "desk_add ON erasure FOR INSERT TO soc_desk_person "
    f"WITH CHECK ((SELECT desk_holds('supervisor')) AND by_id = {_ME})",
    "desk_change ON erasure FOR UPDATE TO soc_desk_person USING (false)",
    "desk_remove ON erasure FOR DELETE TO soc_desk_person USING (false)",
)


def upgrade() -> None:
    for name in ("salt", "digest"):
        op.add_column("audit_entry", sa.Column(name, sa.String(), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("authority", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name=op.f("fk_erasure_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_person_id", "erasure", ["person_id"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
        return
    for statement in _FUNCTIONS:
        op.execute(sa.text(statement.replace(":", "\\:")))
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON erasure TO soc_desk_person")
    op.execute("ALTER TABLE erasure ENABLE ROW LEVEL SECURITY")
    for policy in _POLICIES:
        op.execute(f"CREATE POLICY {policy}")
    op.execute(
        "CREATE CONSTRAINT TRIGGER erasure_audited AFTER INSERT OR UPDATE OR DELETE ON erasure "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('id')"
    )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
