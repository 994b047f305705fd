"""People, intelligence, and the whole life of a group: scores, plans, lifetime management, and the work around it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TYPES = {
    "id": sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite"), "code": sa.String(32), "text": sa.String(),
    "date": sa.Date(), "moment": sa.DateTime(), "number": sa.Integer(), "big": sa.BigInteger(), "flag": sa.Boolean(),
    "json": sa.JSON(), "bytes": sa.LargeBinary(),
}  # fmt: skip

# Each column as name:type, with >table it refers to, * of the key, ? may be null, ! unique.
_TABLES = {
    "score_template": (
        "id:id* version:number name:text edition:text source:text starts_on:date ends_on:date? body:json"
    ),
    "intelligence_backlog": (
        "id:id* version:number counted_on:date! waiting:number oldest_on:date? note:text entered_by_id:id>app_user? "
        "entered_at:moment?"
    ),
    "person": (
        "id:id* version:number serial:number! reference:text! family_name:text given_names:text name:text "
        "sort_name:text born_on:date? age_from:number? age_to:number? age_noted_on:date? adult_on:date? "
        "unidentified:flag description:text pnc_id:text cro_id:text retention_group:text review_due_on:date? "
        "processing_restricted:flag marking:code merged_into_id:id>person? created_by_id:id>app_user? "
        "created_at:moment? import_id:id>import_batch?"
    ),
    "ancillary_order": (
        "id:id* version:number person_id:id>person kind:code state:code court:text reference:text applicant:text "
        "applied_on:date? made_on:date? in_force_from:date? in_force_on_release:flag ends_on:date? ended_on:date? "
        "replaced_by_id:id>ancillary_order? note:text"
    ),
    "chb_site": ("id:id* version:number name:text area_id:id>area? phase:code sro:text started_on:date? note:text"),
    "local_profile": (
        "id:id* version:number area_id:id>area title:text approved_on:date? approved_by:text next_due_on:date? "
        "published_to:text led_to_plan:flag note:text"
    ),
    "lom_subject": (
        "id:id* version:number person_id:id>person state:code area_id:id>area? manager:text manager_id:id>app_user? "
        "nominated_on:date nominated_because:text adopted_on:date? release_on:date? review_due_on:date? "
        "ocg_checked:code stood_down_on:date? stood_down_because:text at:moment by_id:id>app_user"
    ),
    "lom_visit": (
        "id:id* version:number person_id:id>person kind:code due_on:date done_on:date? outcome:text visitor:text"
    ),
    "person_detail": (
        "id:id* version:number person_id:id>person kind:code value:text note:text from_on:date? to_on:date? "
        "source:code? assessment:code? handling:code? conditions:text"
    ),
    "person_key": ("person_id:id>person* kind:text* value:text*"),
    "person_name": ("id:id* version:number person_id:id>person kind:code name:text note:text"),
    "person_not_same": (
        "id:id* version:number person_id:id>person other_id:id>person reason:text at:moment by_id:id>app_user"
    ),
    "chb_step": (
        "id:id* version:number site_id:id>chb_site before:code? after:code stepped_on:date reason:text at:moment "
        "by_id:id>app_user"
    ),
    "chb_subject": ("id:id* version:number site_id:id>chb_site subject_id:id>subject"),
    "document": (
        "id:id* version:number subject_id:id>subject? person_id:id>person? name:text title:text exhibit_ref:text "
        "media_type:text size:number sha256:text marking:code added_at:moment added_by_id:id>app_user "
        "withdrawn_at:moment? withdrawn_because:text"
    ),
    "glass_break": (
        "id:id* version:number subject_id:id>subject user_id:id>app_user reason:text at:moment seen_at:moment? "
        "seen_by_id:id>app_user?"
    ),
    "intelligence_gap": (
        "id:id* version:number subject_id:id>subject words:text raised_on:date closed_on:date? answer:text"
    ),
    "intelligence_link": (
        "id:id* version:number serial:number! subject_id:id>subject? person_id:id>person? ir_ref:text kind:code "
        "reported_on:date? received_on:date source:code? assessment:code? handling:code? conditions:text "
        "legacy_grade:text summary:text relates_to_activity:flag duplicate_of_id:id>intelligence_link? "
        "qualifying:flag marking:code entered_by_id:id>app_user? entered_at:moment? import_id:id>import_batch?"
    ),
    "merger": (
        "id:id* version:number kept_person_id:id>person? gone_person_id:id>person? kept_subject_id:id>subject? "
        "gone_subject_id:id>subject? status_before:text moved:json adopted:json reason:text at:moment "
        "by_id:id>app_user undone_at:moment? undone_by_id:id>app_user? undone_because:text"
    ),
    "nrm_referral": (
        "id:id* version:number person_id:id>person subject_id:id>subject? kind:code is_child:flag consent:code "
        "state:code identified_on:date sent_on:date? reference:text reasonable_on:date? conclusive_on:date? "
        "note:text made_by_id:id>app_user made_at:moment"
    ),
    "ocg_leader": (
        "id:id* version:number subject_id:id>subject post:code name:text agency:text user_id:id>app_user? "
        "since_on:date until_on:date? reason:text"
    ),
    "ocg_review": (
        "id:id* version:number subject_id:id>subject reviewed_on:date outcome:text next_due_on:date "
        "plan_reviewed:flag at:moment by_id:id>app_user"
    ),
    "ocg_score": (
        "id:id* version:number subject_id:id>subject template_id:id>score_template answers:json parts:json "
        "total:number most:number unknown:number band:text confidence:code note:text scored_on:date "
        "scored_by_id:id>app_user scored_at:moment moderated_by_id:id>app_user? moderated_at:moment?"
    ),
    "operation": (
        "id:id* version:number reference:text! name:text kind:code starts_on:date ends_on:date? area_id:id>area? "
        "lead:text lead_id:id>app_user? summary:text subject_id:id>subject? marking:code made_by_id:id>app_user? "
        "made_at:moment?"
    ),
    "order_condition": (
        "id:id* version:number person_id:id>person order_id:id>ancillary_order kind:code words:text from_on:date? "
        "to_on:date? removed_on:date?"
    ),
    "person_link": (
        "id:id* version:number person_id:id>person subject_id:id>subject role:code category:code from_on:date? "
        "to_on:date? basis:code source:code? assessment:code? handling:code? conditions:text note:text "
        "child_confirmed:flag linked_at:moment? linked_by_id:id>app_user? import_id:id>import_batch?"
    ),
    "person_tie": (
        "id:id* version:number subject_id:id>subject person_id:id>person other_id:id>person kind:code from_on:date? "
        "to_on:date? source:code? assessment:code? handling:code? note:text"
    ),
    "plan": (
        "id:id* version:number subject_id:id>subject number:number status:code objectives:text starts_on:date? "
        "review_due_on:date? reviewed_on:date? review_note:text approved_by:text approved_by_id:id>app_user? "
        "approved_at:moment? closed_on:date? outcome:code? lessons:text made_by_id:id>app_user made_at:moment"
    ),
    "subject_relation": (
        "id:id* version:number subject_id:id>subject other_id:id>subject kind:code from_on:date? to_on:date? note:text"
    ),
    "tier_decision": (
        "id:id* version:number subject_id:id>subject before:text after:text meeting:text decided_on:date "
        "reason:text at:moment by_id:id>app_user"
    ),
    "document_content": ("document_id:id>document* content:bytes"),
    "operation_subject": ("id:id* version:number operation_id:id>operation subject_id:id>subject"),
    "operation_tally": ("id:id* version:number operation_id:id>operation kind:code value:big exactness:code"),
    "order_breach": (
        "id:id* version:number person_id:id>person order_id:id>ancillary_order condition_id:id>order_condition? "
        "happened_on:date words:text action:code result:text"
    ),
    "plan_action": (
        "id:id* version:number subject_id:id>subject four_p:code title:text state:code tactic_area:text owner:text "
        "owner_id:id>app_user? agency:text due_on:date? first_due_on:date? slips:number blocked_on:date? "
        "because:text held_days:number done_on:date? result:text evidence_ref:text "
        "disruption_id:id>disruption? made_by_id:id>app_user made_at:moment"
    ),
    "plan_objective": (
        "id:id* version:number subject_id:id>subject plan_id:id>plan position:number words:text basis:code met_on:date?"
    ),
    "tasking_bid": (
        "id:id* version:number reference:text! level:code state:code asked:text resource:text "
        "subject_id:id>subject? operation_id:id>operation? area_id:id>area? starts_on:date? ends_on:date? "
        "submitted_on:date? meeting:text meeting_on:date? decision:text refusal:code? result:text "
        "made_by_id:id>app_user made_at:moment"
    ),
}
# Name, table, columns, unique.
_INDEXES = (
    ("ix_score_template_name", "score_template", "name edition", True),
    ("ix_person_born", "person", "born_on", False),
    ("ix_person_import_id", "person", "import_id", False),
    ("ix_person_register", "person", "sort_name id", False),
    ("ix_person_review_due_on", "person", "review_due_on", False),
    ("ix_ancillary_order_ends", "ancillary_order", "state ends_on", False),
    ("ix_ancillary_order_person_id", "ancillary_order", "person_id", False),
    ("ix_chb_site_area_id", "chb_site", "area_id", False),
    ("ix_local_profile_area", "local_profile", "area_id approved_on", False),
    ("ix_lom_subject_area_id", "lom_subject", "area_id", False),
    ("ix_lom_subject_manager_id", "lom_subject", "manager_id", False),
    ("ix_lom_subject_person_id", "lom_subject", "person_id", False),
    ("ix_lom_visit_due", "lom_visit", "done_on due_on", False),
    ("ix_lom_visit_person_id", "lom_visit", "person_id", False),
    ("ix_person_detail_person_id", "person_detail", "person_id", False),
    ("ix_person_key_value", "person_key", "kind value", False),
    ("ix_person_name_person_id", "person_name", "person_id", False),
    ("ix_person_not_same_other_id", "person_not_same", "other_id", False),
    ("ix_person_not_same_pair", "person_not_same", "person_id other_id", True),
    ("ix_chb_step_site_id", "chb_step", "site_id", False),
    ("ix_chb_subject_pair", "chb_subject", "site_id subject_id", True),
    ("ix_chb_subject_subject_id", "chb_subject", "subject_id", False),
    ("ix_document_person_id", "document", "person_id", False),
    ("ix_document_subject_id", "document", "subject_id", False),
    ("ix_glass_break_subject_id", "glass_break", "subject_id", False),
    ("ix_intelligence_gap_subject_id", "intelligence_gap", "subject_id", False),
    ("ix_intelligence_link_import_id", "intelligence_link", "import_id", False),
    ("ix_intelligence_link_person", "intelligence_link", "person_id received_on", False),
    ("ix_intelligence_link_ref", "intelligence_link", "ir_ref", False),
    ("ix_intelligence_link_register", "intelligence_link", "received_on id", False),
    ("ix_intelligence_link_subject", "intelligence_link", "subject_id qualifying received_on", False),
    ("ix_merger_gone_person_id", "merger", "gone_person_id", False),
    ("ix_merger_gone_subject_id", "merger", "gone_subject_id", False),
    ("ix_merger_kept_person_id", "merger", "kept_person_id", False),
    ("ix_merger_kept_subject_id", "merger", "kept_subject_id", False),
    ("ix_nrm_referral_person_id", "nrm_referral", "person_id", False),
    ("ix_nrm_referral_subject_id", "nrm_referral", "subject_id", False),
    ("ix_ocg_leader_subject_id", "ocg_leader", "subject_id", False),
    ("ix_ocg_leader_user_id", "ocg_leader", "user_id", False),
    ("ix_ocg_review_subject_id", "ocg_review", "subject_id", False),
    ("ix_ocg_score_subject_id", "ocg_score", "subject_id", False),
    ("ix_operation_area_id", "operation", "area_id", False),
    ("ix_operation_register", "operation", "starts_on id", False),
    ("ix_operation_subject_id", "operation", "subject_id", False),
    ("ix_order_condition_order_id", "order_condition", "order_id", False),
    ("ix_order_condition_person_id", "order_condition", "person_id", False),
    ("ix_person_link_import_id", "person_link", "import_id", False),
    ("ix_person_link_person", "person_link", "person_id subject_id", False),
    ("ix_person_link_subject_id", "person_link", "subject_id", False),
    ("ix_person_tie_other_id", "person_tie", "other_id", False),
    ("ix_person_tie_person_id", "person_tie", "person_id", False),
    ("ix_person_tie_subject_id", "person_tie", "subject_id", False),
    ("ix_plan_subject_id", "plan", "subject_id", False),
    ("ix_subject_relation_other_id", "subject_relation", "other_id", False),
    ("ix_subject_relation_subject_id", "subject_relation", "subject_id", False),
    ("ix_tier_decision_subject_id", "tier_decision", "subject_id", False),
    ("ix_operation_subject_pair", "operation_subject", "operation_id subject_id", True),
    ("ix_operation_subject_subject_id", "operation_subject", "subject_id", False),
    ("ix_operation_tally_kind", "operation_tally", "operation_id kind", True),
    ("ix_order_breach_order_id", "order_breach", "order_id", False),
    ("ix_order_breach_person_id", "order_breach", "person_id", False),
    ("ix_plan_action_disruption_id", "plan_action", "disruption_id", False),
    ("ix_plan_action_due", "plan_action", "state due_on", False),
    ("ix_plan_action_owner", "plan_action", "owner_id state due_on", False),
    ("ix_plan_action_subject_id", "plan_action", "subject_id", False),
    ("ix_plan_objective_plan_id", "plan_objective", "plan_id", False),
    ("ix_plan_objective_subject_id", "plan_objective", "subject_id", False),
    ("ix_tasking_bid_operation_id", "tasking_bid", "operation_id", False),
    ("ix_tasking_bid_subject_id", "tasking_bid", "subject_id", False),
    ("ix_subject_lro_id", "subject", "lro_id", False),
    ("ix_subject_merged_into_id", "subject", "merged_into_id", False),
    ("ix_subject_review_due_on", "subject", "review_due_on", False),
    ("ix_poca_case_person_person_id", "poca_case_person", "person_id", False),
)
_ADDED = {
    "subject": (
        "lro_id:id>app_user? sro:text sro_id:id>app_user? scope:code? affected_areas:json? cross_border_forces:json? "
        "line_names:json? synced_on:date? intelligence_told_on:date? status_since:date? review_due_on:date? "
        "merged_into_id:id>subject?"
    ),
    "subject_status_change": "archive_reason:code? rocu_told_on:date?",
    "app_user": "heads_team:flag",
    "poca_case_person": "person_id:id>person?",
}
_STANDS = {"text": "''", "flag": "false"}
"""What rows kept so far get where a new column may not be null."""

_SINCE = (
    "UPDATE subject SET intelligence_told_on = last_intelligence_on, "
    "status_since = (SELECT date(max(s.at)) FROM subject_status_change AS s WHERE s.subject_id = subject.id)"
)
_SEARCH_TEXT = "{0}.ir_ref || ' ' || {0}.summary"
_SEARCH = (
    "CREATE VIRTUAL TABLE search_intelligence USING fts5(body, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2', prefix='3')",
    "CREATE TRIGGER search_intelligence_added AFTER INSERT ON intelligence_link BEGIN "
    f"INSERT INTO search_intelligence(rowid, body) VALUES (new.serial, {_SEARCH_TEXT.format('new')}); END",
    "CREATE TRIGGER search_intelligence_changed AFTER UPDATE OF ir_ref, summary ON intelligence_link BEGIN "
    f"INSERT OR REPLACE INTO search_intelligence(rowid, body) VALUES (new.serial, {_SEARCH_TEXT.format('new')}); END",
    "CREATE TRIGGER search_intelligence_removed AFTER DELETE ON intelligence_link BEGIN "
    "DELETE FROM search_intelligence WHERE rowid = old.serial; END",
)
_SEARCH_SERVER = (
    "CREATE INDEX search_intelligence ON intelligence_link USING gin "
    f"(to_tsvector('simple', translate({_SEARCH_TEXT.format('intelligence_link')}, '-/', '  ')))"
)


def upgrade() -> None:
    for table, told in _TABLES.items():
        columns, constraints = [], []
        for each in told.split():
            column, more = _column(table, each)
            columns.append(column)
            constraints += more
        keys = [column.name for column in columns if column.primary_key]
        constraints.append(sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"))
        op.create_table(table, *columns, *constraints)
    for table, told in _ADDED.items():
        for each in told.split():
            _add(table, each)
    for name, table, columns_, unique in _INDEXES:
        op.create_index(name, table, columns_.split(), unique=unique)
    op.execute(_SINCE)
    for statement in _SEARCH if _is_sqlite() else (_SEARCH_SERVER,):
        op.execute(statement)
    for prefix in ("N", "OP", "B", "IR"):
        # A store that is only being founded gets all its counters from its founding.
        op.execute(
            f"INSERT INTO counter (prefix, last) SELECT '{prefix}', 0 WHERE EXISTS (SELECT 1 FROM store_info) "
            f"AND NOT EXISTS (SELECT 1 FROM counter WHERE prefix = '{prefix}')"
        )


def _column(table: str, told: str) -> tuple[sa.Column, list[sa.Constraint]]:
    name, _, kind = told.partition(":")
    kind, referring, to = kind.rstrip("*?!").partition(">")
    column = sa.Column(name, _TYPES[kind], nullable=told.endswith("?"), primary_key="*" in told)
    constraints: list[sa.Constraint] = []
    if referring:
        constraints.append(sa.ForeignKeyConstraint([name], [f"{to}.id"], name=f"fk_{table}_{name}"))
    if told.endswith("!"):
        constraints.append(sa.UniqueConstraint(name, name=f"uq_{table}_{name}"))
    return column, constraints


def _add(table: str, told: str) -> None:
    """By hand: SQLite takes a column that refers to a table only so."""
    name, _, kind = told.partition(":")
    kind, referring, to = kind.rstrip("?").partition(">")
    words = f"ALTER TABLE {table} ADD COLUMN {name} {_TYPES[kind].compile(op.get_bind().dialect)}"
    if not told.endswith("?"):
        words += f" DEFAULT {'0' if kind == 'flag' and _is_sqlite() else _STANDS[kind]} NOT NULL"
    if referring:
        words += f" CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)"
    op.execute(words)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def downgrade() -> None:
    raise RuntimeError("A store is not taken back to an older version; restore the backup made before the upgrade.")
