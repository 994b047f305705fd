"""POCA cases, what is due in them, champions and targets."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "champion",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(32), nullable=False),
        sa.Column("area_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("course_on", sa.Date(), nullable=True),
        sa.Column("course_expires_on", sa.Date(), nullable=True),
        sa.Column("terms_version", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_champion_area_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_champion_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_champion")),
    )
    op.create_table(
        "frozen_month",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_frozen_month_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_month")),
        sa.UniqueConstraint("measure", "month", "area_id", name=op.f("uq_frozen_month_measure")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_target_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("measure", "year", "area_id", "source", name=op.f("uq_target_measure")),
    )
    op.create_table(
        "poca_case",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("team_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("area_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("subject_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("operation_name", sa.String(), nullable=False),
        sa.Column("crime_ref", sa.String(), nullable=False),
        sa.Column("register_ref", sa.String(), nullable=False),
        sa.Column("access", sa.String(32), nullable=False),
        sa.Column("marking", sa.String(32), nullable=False),
        sa.Column("nation", sa.String(32), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("seized_at", sa.DateTime(), nullable=True),
        sa.Column("original_seized_at", sa.DateTime(), nullable=True),
        sa.Column("reseized_from_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("reseized_because", sa.String(), nullable=False),
        sa.Column("held_other_power_from", sa.DateTime(), nullable=True),
        sa.Column("other_power", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("power", sa.String(32), nullable=True),
        sa.Column("search_power", sa.String(), nullable=False),
        sa.Column("search_approval", sa.String(32), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("body_worn_ref", sa.String(), nullable=False),
        sa.Column("limb", sa.String(32), nullable=True),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("detention_grounds", sa.String(), nullable=False),
        sa.Column("investigation_plan", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("report_sent_on", sa.Date(), nullable=True),
        sa.Column("first_order_on", sa.Date(), nullable=True),
        sa.Column("detained_until", sa.DateTime(), nullable=True),
        sa.Column("expired_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("paid_in_on", sa.Date(), nullable=True),
        sa.Column("paid_in_account", sa.String(), nullable=False),
        sa.Column("kept_as_evidence", sa.Boolean(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("release_directed_on", sa.Date(), nullable=True),
        sa.Column("forfeited_on", sa.Date(), nullable=True),
        sa.Column("forfeited_by_notice", sa.Boolean(), nullable=False),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("fund_paid_on", sa.Date(), nullable=True),
        sa.Column("jard_ref", sa.String(), nullable=False),
        sa.Column("jard_updated_on", sa.Date(), nullable=True),
        sa.Column("seized_pence", sa.BigInteger(), nullable=True),
        sa.Column("held_pence", sa.BigInteger(), nullable=True),
        sa.Column("released_pence", sa.BigInteger(), nullable=False),
        sa.Column("forfeited_pence", sa.BigInteger(), nullable=False),
        sa.Column("returned_pence", sa.BigInteger(), nullable=False),
        sa.Column("paid_pence", sa.BigInteger(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("authorised_by", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("cap_extended_to", sa.Date(), nullable=True),
        sa.Column("convicted_on", sa.Date(), nullable=True),
        sa.Column("benefit_pence", sa.BigInteger(), nullable=True),
        sa.Column("order_pence", sa.BigInteger(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("pay_extended_to", sa.Date(), nullable=True),
        sa.Column("default_term_months", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("consent_refused_on", sa.Date(), nullable=True),
        sa.Column("moratorium_to", sa.Date(), nullable=True),
        sa.Column("referred_to", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("import_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_poca_case_area_id")),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_poca_case_import_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["app_user.id"], name=op.f("fk_poca_case_owner_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["app_user.id"], name=op.f("fk_poca_case_recorded_by_id")),
        sa.ForeignKeyConstraint(["reseized_from_id"], ["poca_case.id"], name=op.f("fk_poca_case_reseized_from_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_poca_case_subject_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_poca_case_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poca_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_poca_case_reference")),
    )
    with op.batch_alter_table("poca_case", schema=None) as batch_op:
        batch_op.create_index("ix_poca_case_amount", ["kind", "seized_pence", "id"], unique=False)
        batch_op.create_index("ix_poca_case_area", ["kind", "area_id", "seized_at", "id"], unique=False)
        batch_op.create_index("ix_poca_case_closed", ["access", "id"], unique=False)
        batch_op.create_index("ix_poca_case_due", ["kind", "due_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poca_case_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index("ix_poca_case_first_order", ["first_order_on", "area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poca_case_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poca_case_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_poca_case_totals",
            [
                "kind",
                "state",
                "detained_until",
                "seized_pence",
                "held_pence",
                "released_pence",
                "forfeited_pence",
                "returned_pence",
                "id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_poca_case_reference", ["kind", "serial", "id"], unique=False)
        batch_op.create_index("ix_poca_case_register", ["kind", "seized_at", "id"], unique=False)
        batch_op.create_index("ix_poca_case_state", ["kind", "state", "seized_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poca_case_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("line_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("work_to", sa.DateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("moved_from", sa.DateTime(), nullable=True),
        sa.Column("moved_because", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by_id"], ["app_user.id"], name=op.f("fk_duty_acknowledged_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["poca_case.id"], name=op.f("fk_duty_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("case_id", "kind", "line_id", name=op.f("uq_duty_case_id")),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_duty_kind", ["done_at", "kind", "work_to", "case_id", "id"], unique=False)
        batch_op.create_index("ix_duty_open", ["done_at", "work_to", "case_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
