"""Somebody who stands in a closed group by a tie alone is as closed as it; which groups is told to an erasure only.

What may name somebody is narrowed further where a text is of plain letters: most of a log then need not be read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_PEOPLE = (
    "CREATE OR REPLACE FUNCTION desk_closed_people() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = public, pg_temp AS "
    "$$ WITH closed AS (SELECT desk_closed() AS id), linked AS (SELECT l.person_id AS id FROM person_link AS l "
    "JOIN closed AS c ON c.id = l.subject_id WHERE NOT EXISTS (SELECT 1 FROM person_link AS o "
    "WHERE o.person_id = l.person_id AND o.subject_id NOT IN (SELECT id FROM closed)) "
    "UNION SELECT h.id FROM (SELECT r.person_id AS id, r.subject_id FROM nrm_referral AS r "
    "UNION ALL SELECT t.person_id, t.subject_id FROM person_tie AS t "
    "UNION ALL SELECT t.other_id, t.subject_id FROM person_tie AS t) AS h JOIN closed AS c ON c.id = h.subject_id "
    "WHERE NOT EXISTS (SELECT 1 FROM person_link AS o WHERE o.person_id = h.id)) "
    "SELECT id FROM linked UNION ALL SELECT id FROM person WHERE merged_into_id IN (SELECT id FROM linked) $$"
)
_PATH = "SET search_path = public, pg_temp"
_OWNER = "pg_has_role(session_user, current_user, 'MEMBER')"
# Closed groups that have somebody whom this login erases and may know of: their ids, for the history of each.
_PINS = (
    "CREATE FUNCTION desk_pins(the_erasure uuid, people uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE "
    f"SECURITY DEFINER {_PATH} AS $$ BEGIN "
    f"IF NOT (desk_holds('supervisor') OR {_OWNER}) OR NOT EXISTS (SELECT 1 FROM erasure AS e WHERE e.id = the_erasure "
    f"AND e.xmin = pg_current_xact_id()::xid AND (e.by_id = desk_me() OR {_OWNER}) "
    "AND e.person_id NOT IN (SELECT desk_closed_people()) AND NOT EXISTS (SELECT 1 FROM unnest(people) AS p(id) "
    "WHERE p.id <> e.person_id AND NOT EXISTS (SELECT 1 FROM person AS q WHERE q.id = p.id "
    "AND q.merged_into_id = ANY (people)))) THEN "
    "RAISE EXCEPTION 'not an erasure of this save' USING ERRCODE = '42501'; END IF; "
    "RETURN QUERY SELECT c.id FROM (SELECT desk_closed() AS id) AS c WHERE EXISTS (SELECT 1 FROM person_link AS l "
    "WHERE l.subject_id = c.id AND l.person_id = ANY (people)) OR EXISTS (SELECT 1 FROM nrm_referral AS r "
    "WHERE r.subject_id = c.id AND r.person_id = ANY (people)) OR EXISTS (SELECT 1 FROM person_tie AS t "
    "WHERE t.subject_id = c.id AND (t.person_id = ANY (people) OR t.other_id = ANY (people))) ORDER BY c.id; END $$"
)
_ERASES = f"(desk_holds('supervisor') OR {_OWNER})"
# As in migration 0023: rows that nobody edits and rows that are another's own.
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
_SEARCHES = (
    # Whether a text may name somebody: by patterns of plain letters, or, where it has others, by those for any spelling;
    # JSON has them as \\u0142.
    "CREATE FUNCTION desk_may_hold(told text, plain text[], spelt text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS "
    "$$ SELECT told ILIKE ANY (plain) OR ((octet_length(told) <> length(told) OR strpos(told, '\\u') > 0) "
    "AND told ILIKE ANY (spelt)) $$",
    "DROP FUNCTION desk_log_naming(text[], uuid[])",
    "CREATE FUNCTION desk_log_naming(plain text[], spelt text[], about uuid[]) RETURNS SETOF audit_entry LANGUAGE sql "
    f"STABLE SECURITY DEFINER {_PATH} AS $$ SELECT a.* FROM audit_entry AS a WHERE {_ERASES} AND "
    "(a.record_id = ANY (about) OR a.entity_id = ANY (about) OR desk_may_hold("
    "a.fields::text || ' ' || coalesce(a.recipient, '') || ' ' || coalesce(a.purpose, ''), plain, spelt)) "
    f"AND ({_OWNER} OR a.record_id <> ALL (ARRAY(SELECT desk_closed_records()))) AND ({_OWNER} "
    "OR a.fields ->> 'of' IS NULL OR (a.fields ->> 'of')::uuid <> ALL (ARRAY(SELECT desk_closed_records()))) "
    "ORDER BY a.id $$",
    "DROP FUNCTION desk_kept_words(text[])",
    "CREATE FUNCTION desk_kept_words(plain text[], spelt text[]) RETURNS TABLE (place text, field text, line uuid, "
    f"record uuid, told text) LANGUAGE plpgsql STABLE SECURITY DEFINER {_PATH} AS $$ DECLARE t record; BEGIN "
    f"IF NOT {_ERASES} THEN RETURN; END IF; "
    f"FOR t IN SELECT * FROM (VALUES {_KEPT_TOLD}) AS v(tab, col, rec) LOOP "
    "RETURN QUERY EXECUTE format('SELECT %1$L::text, %2$L::text, k.id, k.%3$I, k.%2$I::text FROM %1$I AS k "
    "WHERE desk_may_hold(k.%2$I::text, $1, $2) AND (pg_has_role(session_user, current_user, ''MEMBER'') "
    "OR (k.%3$I <> ALL ($3) AND NOT EXISTS (SELECT 1 FROM audit_entry AS a WHERE a.entity_id = k.id "
    "AND a.record_id = k.id AND (a.fields ->> ''of'')::uuid = ANY ($3))))', t.tab, t.col, t.rec) "
    "USING plain, spelt, ARRAY(SELECT desk_closed_records()); END LOOP; END $$",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_PEOPLE, "DROP FUNCTION desk_pins(uuid[])", _PINS, *_SEARCHES):
            op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
