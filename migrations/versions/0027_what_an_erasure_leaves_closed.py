"""Somebody who stands in a closed group by a tie alone is as closed as it; which groups is told to an erasure only."""

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
_OWNER = "pg_has_role(session_user, current_user, 'MEMBER')"
# Closed groups that have somebody whom this login erases and may know of: their ids, for the history of each.
_PINS = (
    "CREATE FUNCTION desk_pins(the_erasure uuid, people uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE "
    "SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN "
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


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_PEOPLE, "DROP FUNCTION desk_pins(uuid[])", _PINS):
            op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
