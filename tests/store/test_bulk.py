"""Many rows at once are kept, told and sealed as one by one, and nothing of the store is different afterwards."""

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Disruption, Outcome, Team, new_id
from soc_desk.errors import Invalid
from soc_desk.services import history
from soc_desk.store import Actor, Store, Work, audit, bulk, sealing, use_case
from soc_desk.vocabulary import EVERYONE, DisruptionStatus, FourP, ImpactLevel, OutcomeKind
from tests import factories

ODD = ["plain", 'quoted "so"', "naïve – ¥ 𝄞", "line\nend\\", ""]


def rows_of(work: Work, subject: Any, count: int) -> list[dict[str, Any]]:
    return [
        {
            "serial": 1_000 + place, "reference": f"X-{place}", "subject_id": subject,
            "disruption_date": date(2026, 1 + place % 9, 1), "four_p": list(FourP)[place % 4],
            "impact_level": ImpactLevel.MINOR, "primary_threat": "DRUGS", "status": DisruptionStatus.DRAFT,
            "national_ref": f"N-{place}" if place % 2 else None, "lead_agency": "", "lead_unit": "",
            "supporting_agencies": ["serocu", "nca"] if place % 3 else [], "operation_name": "", "area_id": None,
            "secondary_threats": [], "county_line_ref": "", "four_p_secondary": [], "impact_rationale": "",
            "activity_types": [], "tactic_area": "", "title": ODD[place % 5], "narrative": ODD[place % 4],
            "evidence_refs": [{"kind": "other", "reference": f"“{place}”", "date": ""}], "partners": [],
            "plan_ref": "", "lro": "", "marking": "official_sensitive", "distinct_because": "",
            "recorded_by_id": work.actor.id, "recorded_at": datetime(2026, 11, 22, 6, place % 60, tzinfo=UTC),
            "officer": "", "submitted_by_id": None, "submitted_at": work.now if place % 7 else None,
            "moderated_by_id": None, "moderated_at": None, "moderation_result": None, "moderation_note": "",
            "level_before": None, "import_id": None, "fingerprint": None,
        }
        for place in range(count)
    ]  # fmt: skip


@use_case("Keep many of the tests", needs=EVERYONE)
def keep_many(work: Work, subject: Any, count: int, *, fail: bool = False) -> None:
    with bulk.roomy(work.session, cast("Table", Disruption.__table__), count):
        work.insert_many(Disruption, rows_of(work, subject, count))
        if fail:
            raise Invalid({"": "The test stops here."})


@use_case("Keep teams of the tests", needs=EVERYONE)
def keep_teams(work: Work, names: list[str]) -> None:
    work.insert_many(Team, [{"name": name} for name in names])


@use_case("Keep one with lines of the tests", needs=EVERYONE)
def keep_with_lines(work: Work, subject: Any, lines: list[dict[str, Any]]) -> None:
    rows = rows_of(work, subject, 2)
    for row in rows:
        row["id"] = new_id()
    usual = {"disruption_id": rows[0]["id"], "unit": "", "detail": "", "stage": "", "note": ""}
    work.insert_with_lines(Disruption, rows, "outcomes", Outcome, [{**usual, **line} for line in lines])


def stored(session: Session) -> list[dict[str, Any]]:
    query = select(Disruption).where(Disruption.reference.startswith("X-")).order_by(Disruption.serial)
    return [{c.key: getattr(d, c.key) for c in Disruption.__table__.c} for d in session.scalars(query)]


def indexes(store: Store) -> list[str]:
    if store.engine.dialect.name != "sqlite":
        return []
    with store.engine.connect() as connection:
        made = text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'disruption' ORDER BY name")
        return [str(statement) for statement in connection.scalars(made)]


@pytest.mark.parametrize("count", [1, 713, 1_500])
def test_rows_are_what_was_given(store: Store, officer: Actor, count: int) -> None:
    group = factories.ocg(store, officer)
    store.write(officer, keep_many, group, count)
    found = store.read(officer, stored)
    work = Work(cast("Session", None), officer, found[0]["submitted_at"] or datetime.now(UTC), keep_many.rule)
    given = rows_of(work, group, count)
    assert len(found) == count
    for row, was in zip(found, given, strict=True):
        if was["submitted_at"] is not None:
            was["submitted_at"] = row["submitted_at"]
            assert row["submitted_at"].tzinfo is UTC
        assert {name: row[name] for name in was} == was
    assert store.read(officer, audit.verify).intact


def test_the_log_tells_what_is_not_empty(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    store.write(officer, keep_many, group, 8)
    query = select(AuditEntry).where(AuditEntry.use_case == keep_many.rule.name).order_by(AuditEntry.id)
    with Session(store.engine) as session:
        entries = list(session.scalars(query))
        found = session.scalars(
            select(Disruption.id).where(Disruption.serial >= 1_000).order_by(Disruption.serial)
        ).all()
    assert [entry.entity_id for entry in entries] == [entry.record_id for entry in entries] == list(found)
    assert entries[5].fields["national_ref"] == [None, "N-5"]
    assert entries[5].fields["recorded_at"] == [None, "2026-11-22 06:05:00+00:00"]
    assert entries[5].fields["supporting_agencies"] == [None, ["serocu", "nca"]]
    assert entries[5].fields["evidence_refs"] == [None, [{"kind": "other", "reference": "“5”", "date": ""}]]
    assert entries[5].fields["subject_id"] == [None, str(group)]
    assert {"id", "version"}.isdisjoint(entries[5].fields)
    assert entries[5].fields["four_p"] == [None, "prevent"]
    assert {"national_ref", "area_id", "partners"}.isdisjoint(entries[4].fields)
    assert list(entries[5].fields) == sorted(entries[5].fields)


def test_indexes_are_there_again_after_many_rows(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    before = indexes(store)
    store.write(officer, keep_many, group, 6_000)
    assert indexes(store) == before
    assert len(store.read(officer, stored)) == 6_000


def test_indexes_are_there_again_after_many_rows_failed(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    before = indexes(store)
    with pytest.raises(Invalid):
        store.write(officer, keep_many, group, 6_000, fail=True)
    assert indexes(store) == before
    assert store.read(officer, stored) == []


def test_each_new_row_is_a_change_once(store: Store, officer: Actor) -> None:
    done = store.write(officer, keep_teams, ["East", "West"])
    assert [(change.entity, change.action) for change in done.changes] == [("team", "added")] * 2
    assert len({change.id for change in done.changes}) == 2


def test_names_that_need_care_are_sealed_as_they_are_read_again(store: Store, officer: Actor) -> None:
    store.write(officer, keep_teams, [f"{text} {new_id()}" for text in ODD])
    assert store.read(officer, audit.verify).intact


def test_columns_of_the_log_are_in_the_order_of_its_table() -> None:
    assert tuple(column.name for column in AuditEntry.__table__.columns) == sealing.NAMES


LINES = [
    {"position": 0, "kind": OutcomeKind.ARRESTS, "quantity": 2, "value_pence": None},
    {"position": 1, "kind": OutcomeKind.CASH_SEIZED, "quantity": None, "value_pence": 0},
]


def test_lines_are_told_in_the_entry_of_their_record(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    store.write(officer, keep_with_lines, group, LINES)
    query = select(AuditEntry).where(AuditEntry.use_case == keep_with_lines.rule.name).order_by(AuditEntry.id)
    with Session(store.engine) as session:
        entries = list(session.scalars(query))
        kept = session.execute(select(Outcome.kind, Outcome.disruption_id).order_by(Outcome.position)).all()
    assert [entry.entity for entry in entries] == ["disruption", "disruption"]
    assert kept == [(line["kind"], entries[0].record_id) for line in LINES]
    assert entries[0].fields["outcomes"] == [
        None,
        [{"kind": "arrests", "quantity": 2}, {"kind": "cash_seized", "value_pence": 0}],
    ]
    assert "outcomes" not in entries[1].fields
    told = store.read(officer, history.history, entries[0].record_id)[0].changes
    lines = [(change.field, change.before, change.after) for change in told if ": " in change.field]
    assert lines == [("Arrests: quantity", "", "2"), ("Cash seized: value", "", "£0.00")]
    assert store.read(officer, audit.verify).intact
