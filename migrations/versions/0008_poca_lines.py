"""The lines of POCA cases: people, papers served, orders, notices, claims, money and exhibits."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "poca_case_person",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("custody_no", sa.String(), nullable=False),
        sa.Column("solicitor", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_case_person_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_case_person")),
    )
    with op.batch_alter_table("poca_case_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_case_person_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_case_reader",
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_case_reader_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_poca_case_reader_user_id")),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_poca_case_reader")),
    )
    with op.batch_alter_table("poca_case_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_case_reader_user_id"), ["user_id"], unique=False)

    op.create_table(
        "poca_case_step",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("before", sa.String(32), nullable=True),
        sa.Column("after", sa.String(32), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name=op.f("fk_poca_case_step_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_case_step")),
    )
    with op.batch_alter_table("poca_case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_case_step_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_claim",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("claimant", sa.String(), nullable=False),
        sa.Column("hearing_at", sa.DateTime(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_claim_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_claim")),
    )
    with op.batch_alter_table("poca_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_claim_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_exhibit",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("exhibit_no", sa.String(), nullable=False),
        sa.Column("bag_no", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("stored_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_exhibit_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_exhibit")),
    )
    with op.batch_alter_table("poca_exhibit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_exhibit_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_money",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("estimate_minor", sa.BigInteger(), nullable=True),
        sa.Column("counted_minor", sa.BigInteger(), nullable=True),
        sa.Column("forged_minor", sa.BigInteger(), nullable=False),
        sa.Column("denominations", sa.JSON(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("counter_one", sa.String(), nullable=False),
        sa.Column("counter_two", sa.String(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("sterling_pence", sa.BigInteger(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_money_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_money")),
        sa.UniqueConstraint("case_id", "currency", name=op.f("uq_poca_money_case_id")),
    )
    with op.batch_alter_table("poca_money", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_money_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_notice",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sent_how", sa.String(32), nullable=True),
        sa.Column("period_days", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=True),
        sa.Column("objection_at", sa.DateTime(), nullable=True),
        sa.Column("objector", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_notice_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_notice")),
    )
    with op.batch_alter_table("poca_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_notice_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_order",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=True),
        sa.Column("lodged_how", sa.String(), nullable=False),
        sa.Column("court", sa.String(), nullable=False),
        sa.Column("court_case_no", sa.String(), nullable=False),
        sa.Column("hearing_at", sa.DateTime(), nullable=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("bench", sa.String(), nullable=False),
        sa.Column("legal_adviser", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_order_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_order")),
    )
    with op.batch_alter_table("poca_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_order_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_poca_order_register", ["kind", "made_at", "id"], unique=False)

    op.create_table(
        "poca_time_change",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("before", sa.DateTime(), nullable=False),
        sa.Column("after", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["app_user.id"], name=op.f("fk_poca_time_change_asked_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_time_change_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["app_user.id"], name=op.f("fk_poca_time_change_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_time_change")),
    )
    with op.batch_alter_table("poca_time_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_time_change_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_movement",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("sterling_pence", sa.BigInteger(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("order_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("to_whom", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_movement_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["poca_order.id"], name=op.f("fk_poca_movement_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_movement")),
    )
    with op.batch_alter_table("poca_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_movement_case_id"), ["case_id"], unique=False)

    op.create_table(
        "poca_service",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("paper", sa.String(32), nullable=False),
        sa.Column("served_at", sa.DateTime(), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("served_by", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_poca_service_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["poca_case_person.id"], name=op.f("fk_poca_service_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_service")),
    )
    with op.batch_alter_table("poca_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poca_service_case_id"), ["case_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":  # as a plain column: a batch would make the table and its triggers anew
        op.execute("ALTER TABLE outcome ADD COLUMN case_id BLOB REFERENCES poca_case (id)")
    else:
        case = sa.ForeignKey("poca_case.id", name=op.f("fk_outcome_case_id"))
        op.add_column("outcome", sa.Column("case_id", sa.Uuid(), case, nullable=True))
    op.create_index(op.f("ix_outcome_case_id"), "outcome", ["case_id"])


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
