"""Somebody who stands in a closed group by a referral alone, with no link to any, is as closed as that group."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_PEOPLE = (
    "CREATE OR REPLACE FUNCTION desk_closed_people() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = public, pg_temp AS "
    "$$ WITH closed AS (SELECT desk_closed() AS id), linked AS (SELECT l.person_id AS id FROM person_link AS l "
    "JOIN closed AS c ON c.id = l.subject_id WHERE NOT EXISTS (SELECT 1 FROM person_link AS o "
    "WHERE o.person_id = l.person_id AND o.subject_id NOT IN (SELECT id FROM closed)) "
    "UNION SELECT r.person_id FROM nrm_referral AS r JOIN closed AS c ON c.id = r.subject_id "
    "WHERE NOT EXISTS (SELECT 1 FROM person_link AS o WHERE o.person_id = r.person_id)) "
    "SELECT id FROM linked UNION ALL SELECT id FROM person WHERE merged_into_id IN (SELECT id FROM linked) $$"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(_PEOPLE))


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
