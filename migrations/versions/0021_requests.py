"""Requests to analysts and financial investigators, with their steps; merged, and closed, with what they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_ID = sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")
_TYPES = {"id": _ID, "int": sa.Integer(), "text": sa.String(), "code": sa.String(32), "date": sa.Date(),
          "moment": sa.DateTime()}  # fmt: skip
# Name, type, ">" and the table referred to, "?" where it may be null.
_TABLES = {
    "request": (
        "id:id version:int reference:text kind:code product:code driver:code priority:code state:code asked:text "
        "terms:text needed_by:date? subject_id:id>subject? person_id:id>person? operation_id:id>operation? "
        "case_id:id>poca_case? requester_id:id>app_user made_at:moment submitted_on:date? requester_agreed_on:date? "
        "requester_agreed_by_id:id>app_user? unit_agreed_on:date? unit_agreed_by_id:id>app_user? agreed_on:date? "
        "analyst_id:id>app_user? held_for:code? delivered_on:date? checked_by_id:id>app_user? declined_for:code? "
        "feedback:text ended_on:date?"
    ),
    "request_step": (
        "id:id version:int request_id:id>request deed:code before:code after:code done_on:date at:moment "
        "by_id:id>app_user reason:text held_for:code? analyst_id:id>app_user?"
    ),
}
_INDEXED = ("subject_id", "person_id", "operation_id", "case_id", "requester_id", "analyst_id")

_READS = "(SELECT desk_holds('officer', 'champion', 'coordinator', 'analyst', 'supervisor'))"
_OPEN = (
    f"{_READS} AND (subject_id IS NULL OR subject_id <> ALL (ARRAY(SELECT desk_closed()))) "
    "AND (person_id IS NULL OR person_id <> ALL (ARRAY(SELECT desk_closed_people()))) "
    "AND (case_id IS NULL OR case_id <> ALL (ARRAY(SELECT desk_closed_cases()))) "
    "AND (operation_id IS NULL OR EXISTS (SELECT 1 FROM operation AS o WHERE o.id = operation_id))"
)
_OF_OPEN = f"{_READS} AND EXISTS (SELECT 1 FROM request AS r WHERE r.id = request_id)"
_POLICIES = {"request": (_OPEN, _OPEN, "id"), "request_step": (_OF_OPEN, "false", "request_id")}
"""Who reads a row, whose rows may be changed, and the column naming the record whose history it belongs to."""

# What the functions of migration 0016 said until now, and what they say instead.
_CLOSED = "UNION ALL SELECT id FROM merger WHERE"
_CLOSED_TOO = (
    "UNION ALL SELECT id FROM request WHERE subject_id IN (SELECT id FROM s) OR person_id IN (SELECT id FROM p) "
    "OR case_id IN (SELECT desk_closed_cases()) "
    "OR operation_id IN (SELECT id FROM operation WHERE subject_id IN (SELECT id FROM s)) "
)
_CARRIED = "('person', 'document', 'person_id', 'id', '')"
_CARRIED_TOO = "('person', 'request', 'person_id', 'id', ''), ('subject', 'request', 'subject_id', 'id', ''), "
_FUNCTIONS = (
    ("desk_closed_records()", _CLOSED, _CLOSED_TOO),
    ("desk_carry(uuid)", _CARRIED, _CARRIED_TOO),
    ("desk_carry_back(uuid, uuid)", _CARRIED, _CARRIED_TOO),
)


def upgrade() -> None:
    for table, told in _TABLES.items():
        columns: list[sa.Column] = []
        constraints: list[sa.Constraint] = []
        for each in told.split():
            name, _, kind = each.partition(":")
            kind, referring, to = kind.rstrip("?").partition(">")
            columns.append(sa.Column(name, _TYPES[kind], nullable=each.endswith("?")))
            if referring:
                constraints.append(sa.ForeignKeyConstraint([name], [f"{to}.id"], name=f"fk_{table}_{name}"))
        if table == "request":
            constraints.append(sa.UniqueConstraint("reference", name="uq_request_reference"))
        op.create_table(table, *columns, *constraints, sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))
    op.create_index("ix_request_state", "request", ["state", "needed_by"])
    op.create_index("ix_request_step_request_id", "request_step", ["request_id"])
    for name in _INDEXED:
        op.create_index(f"ix_request_{name}", "request", [name])
    # A store that is only being founded gets all its counters from its founding.
    op.execute(
        "INSERT INTO counter (prefix, last) SELECT 'RQ', 0 WHERE EXISTS (SELECT 1 FROM store_info) "
        "AND NOT EXISTS (SELECT 1 FROM counter WHERE prefix = 'RQ')"
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _guard() -> None:
    """As the program decides who may know of a request, so does the server."""
    for function, place, more in _FUNCTIONS:
        was = op.get_bind().scalar(sa.text(f"SELECT pg_get_functiondef('{function}'::regprocedure)"))
        if place not in was:
            raise RuntimeError(f"{function} is not the one that migration 0016 made.")
        op.get_bind().exec_driver_sql(was.replace(place, more + place).replace("%", "%%"))
    for table, (reads, changes, record) in _POLICIES.items():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO soc_desk_person")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        for rule in (
            f"desk_read ON {table} FOR SELECT TO soc_desk_person USING ({reads})",
            f"desk_add ON {table} FOR INSERT TO soc_desk_person WITH CHECK ({_READS})",
            f"desk_change ON {table} FOR UPDATE TO soc_desk_person USING ({changes}) WITH CHECK ({_READS})",
            f"desk_remove ON {table} FOR DELETE TO soc_desk_person USING (false)",
        ):
            op.execute(f"CREATE POLICY {rule}")
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_required('{record}')"
        )


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
