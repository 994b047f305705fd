"""What the database itself refuses."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from soc_desk.domain import AuditEntry, Disruption, Subject, new_id
from soc_desk.store import Store
from soc_desk.vocabulary import FourP, ImpactLevel, SubjectKind


def smuggle(store: Store, founder) -> None:
    """Put a disruption into the tables past the program and its guards, as the owner of the database could."""
    subject, now = new_id(), datetime(2026, 11, 14, tzinfo=UTC)
    with store.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            insert(Subject.__table__).values(
                id=subject, version=1, kind=SubjectKind.OCG, reference="OCG-X", name="X", national_ref="",
                operation_name="", status="active", primary_threat="", secondary_threats=[], band="", tier="", lro="",
                access="team", marking="official_sensitive", notes="",
            )
        )  # fmt: skip
        connection.execute(
            insert(Disruption.__table__).values(
                id=new_id(), version=1, serial=1, reference="D-X", subject_id=subject, disruption_date=date(2026, 1, 1),
                four_p=FourP.PURSUE, impact_level=ImpactLevel.MINOR, primary_threat="drugs", status="draft",
                lead_agency="", lead_unit="", supporting_agencies=[], operation_name="", secondary_threats=[],
                county_line_ref="", four_p_secondary=[], impact_rationale="", activity_types=[], tactic_area="",
                title="", narrative="", evidence_refs=[], partners=[], plan_ref="", lro="", distinct_because="",
                marking="official_sensitive", recorded_by_id=founder.id, recorded_at=now, officer="",
                moderation_note="",
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET title = 'x' WHERE id = 1",
        "DELETE FROM audit_entry WHERE id = 1",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = 1",
        "PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = 1",
        "TRUNCATE audit_entry",
    ],
)
def test_the_audit_log_takes_no_change(store: Store, engine_name: str, statement: str) -> None:
    only_sqlite, only_postgresql = "OR REPLACE" in statement, "TRUNCATE" in statement
    if (only_sqlite and engine_name != "sqlite") or (only_postgresql and engine_name != "postgresql"):
        statement = "UPDATE audit_entry SET seal = ''"
    *first, last = statement.split("; ")
    with store.engine.execution_options(writes=True).connect() as connection:
        for part in first:
            connection.execute(text(part))
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(last))


def test_an_entry_may_be_added(store: Store) -> None:
    with store.engine.execution_options(writes=True).connect() as connection:
        row = dict(connection.execute(AuditEntry.__table__.select().limit(1)).mappings().one())
        connection.execute(insert(AuditEntry.__table__).values(row | {"id": 100_000}))
        assert connection.scalar(text("SELECT count(*) FROM audit_entry WHERE id = 100000")) == 1
        connection.rollback()
