"""The glass of a closed POCA case can be broken as a group's; changes unseen are heard of; merged people by an index.

Every question about people asks for those that are merged into another.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_ID = sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")
_PATH = "SET search_path = public, pg_temp"
_FUNCTIONS = (
    "DROP FUNCTION desk_break_glass(uuid, text, text)",
    # soc_desk.store.past_sight: a supervisor is named on what is closed to them of a reference: the record, and where a
    # case is of a closed group, that group as well. Gives the lines that the program has to log.
    f"CREATE FUNCTION desk_break_glass(made uuid[], wanted text, because text) "
    f"RETURNS TABLE (place text, line uuid, record uuid) LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$ "
    "DECLARE the_group uuid; the_case uuid; BEGIN "
    "IF NOT desk_holds('supervisor') OR length(trim(because)) = 0 THEN RETURN; END IF; "
    "SELECT c.id, c.subject_id INTO the_case, the_group FROM poca_case AS c "
    "WHERE c.reference = wanted AND c.id IN (SELECT desk_closed_cases()); "
    "SELECT s.id INTO the_group FROM subject AS s WHERE (s.reference = wanted OR s.id = the_group) "
    "AND s.id IN (SELECT desk_closed()); "
    "IF the_group IS NOT NULL THEN "
    "INSERT INTO subject_reader (subject_id, user_id) VALUES (the_group, desk_me()); "
    "INSERT INTO glass_break (id, version, subject_id, user_id, reason, at) "
    "VALUES (made[1], 1, the_group, desk_me(), because, now() AT TIME ZONE 'UTC'); "
    "RETURN QUERY SELECT 'glass_break'::text, made[1], the_group; END IF; "
    "IF the_case IN (SELECT desk_closed_cases()) THEN "
    "INSERT INTO poca_case_reader (case_id, user_id) VALUES (the_case, desk_me()) ON CONFLICT DO NOTHING; "
    "INSERT INTO poca_case_glass (id, version, case_id, user_id, reason, at) "
    "VALUES (made[2], 1, the_case, desk_me(), because, now() AT TIME ZONE 'UTC'); "
    "RETURN QUERY SELECT 'poca_case_glass'::text, made[2], the_case; END IF; END $$",
    # That something changed, and not what: a window reads again, and finds what was taken away from it gone.
    f"CREATE FUNCTION desk_changed_unseen(since integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER {_PATH} "
    "AS $$ SELECT EXISTS (SELECT 1 FROM audit_entry WHERE id > since AND action <> 'consulted' "
    "AND record_id = ANY (ARRAY(SELECT desk_closed_records()))) $$",
)
_ALIKE = (
    "SELECT own.id, own.person_id, own.person_id AS other_id FROM own UNION "
    "SELECT * FROM (SELECT own.id, own.person_id, k2.person_id AS other_id FROM own "
    "JOIN person_key AS k1 ON k1.person_id = own.person_id AND k1.kind IN ('phone', 'plate', 'identifier') "
    "JOIN person_key AS k2 ON k2.kind = k1.kind AND k2.value = k1.value UNION "
    "SELECT own.id, own.person_id, p2.id FROM own JOIN person AS p1 ON p1.id = own.person_id "
    "JOIN person AS p2 ON p2.sort_name = p1.sort_name WHERE p1.sort_name LIKE '% %' AND NOT p1.unidentified "
    "AND NOT p2.unidentified AND (p1.born_on IS NULL OR p2.born_on IS NULL OR p1.born_on = p2.born_on)) AS pairs "
    "WHERE NOT EXISTS (SELECT 1 FROM person_not_same AS n WHERE (n.person_id = pairs.person_id "
    "AND n.other_id = pairs.other_id) OR (n.person_id = pairs.other_id AND n.other_id = pairs.person_id))"
)
_SHARED = (
    # As in 0016, and of two records that look like one person: nobody could see both when the second was made.
    f"CREATE OR REPLACE FUNCTION desk_shared_people() RETURNS TABLE (mine uuid, person uuid, owner text) "
    f"LANGUAGE sql STABLE SECURITY DEFINER {_PATH} AS $$ WITH own AS (SELECT m.id, here.person_id FROM subject AS m "
    "JOIN person_link AS here ON here.subject_id = m.id WHERE m.owner_id = desk_me() AND m.access <> 'team'), "
    f"alike AS ({_ALIKE}) SELECT DISTINCT alike.id, alike.person_id, u.display::text FROM alike "
    "JOIN person_link AS there ON there.person_id = alike.other_id JOIN subject AS o ON o.id = there.subject_id "
    "JOIN app_user AS u ON u.id = o.owner_id WHERE o.id IN (SELECT desk_closed()) ORDER BY 3 $$"
)
_ME = "(SELECT desk_me())"
_KEEPS = "(SELECT desk_holds('auditor', 'administrator'))"
_CLOSED = "ALL (ARRAY(SELECT desk_closed_records()))"
_READS = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'analyst', 'supervisor'))"
_OF_OPEN_CASE = f"{_READS} AND case_id <> ALL (ARRAY(SELECT desk_closed_cases()))"


# What left is told with the records that it held, and not where one of those is closed: by whoever took it, or the log's
# keepers. An open person of a closed group hears nothing of that group's prints.
_TOLD = (
    f"desk_read ON disclosure FOR SELECT TO soc_desk_person USING (by_id = {_ME} OR {_KEEPS})",
    f"desk_read ON audit_entry FOR SELECT TO soc_desk_person USING ({_KEEPS} OR ({_READS} AND record_id <> {_CLOSED} "
    f"AND (entity <> 'disclosure' OR actor_id = {_ME}) "
    f"AND (fields ->> 'of' IS NULL OR (fields ->> 'of')::uuid <> {_CLOSED})))",
)


def upgrade() -> None:
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.create_table(
        "poca_case_glass",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_case_glass_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_poca_case_glass_user_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["app_user.id"], name=op.f("fk_poca_case_glass_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_case_glass")),
    )
    op.create_index("ix_poca_case_glass_case_id", "poca_case_glass", ["case_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in (*_FUNCTIONS, _SHARED):
        op.execute(statement)
    for rule in _TOLD:
        op.execute(f"DROP POLICY {rule.partition(' FOR ')[0]}")
        op.execute(f"CREATE POLICY {rule}")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON poca_case_glass TO soc_desk_person")
    op.execute("ALTER TABLE poca_case_glass ENABLE ROW LEVEL SECURITY")
    for rule in (
        f"desk_read ON poca_case_glass FOR SELECT TO soc_desk_person USING ({_OF_OPEN_CASE})",
        f"desk_add ON poca_case_glass FOR INSERT TO soc_desk_person WITH CHECK ({_READS})",
        f"desk_change ON poca_case_glass FOR UPDATE TO soc_desk_person USING ({_OF_OPEN_CASE}) WITH CHECK ({_READS})",
        f"desk_remove ON poca_case_glass FOR DELETE TO soc_desk_person USING ({_OF_OPEN_CASE})",
    ):
        op.execute(f"CREATE POLICY {rule}")
    op.execute(
        "CREATE CONSTRAINT TRIGGER poca_case_glass_audited AFTER INSERT OR UPDATE OR DELETE ON poca_case_glass "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('case_id')"
    )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
