"""Scenario 6: opening one OCG record with its people, intelligence and disruptions, beside the same rows by raw SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from soc_desk.bench.measure import Result, pair, peak_mib
from soc_desk.bench.stage import Stage
from soc_desk.domain import Disruption, IntelligenceLink, Ocg, PersonLink
from soc_desk.errors import DeskError
from soc_desk.services import disruption_rows, ocg_records
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.intelligence import rows as intelligence_rows
from soc_desk.services.intelligence.rows import IntelligenceFilter
from soc_desk.services.people import members
from soc_desk.store import prepared

PEOPLE, REPORTS, DISRUPTIONS = 14, 60, 23
STATEMENTS = 12
"""The most that opening a record may take."""
_RUNS = 21

_GROUP = """
SELECT s.id, s.reference, s.name, s.status, s.tier, s.band, s.lro, s.sro, s.primary_threat, s.mapped_on, s.assessed_on,
       s.last_intelligence_on, s.review_due_on, s.notes, a.name, t.name, u.display
FROM subject s LEFT JOIN area a ON a.id = s.area_id LEFT JOIN team t ON t.id = s.team_id
LEFT JOIN app_user u ON u.id = s.owner_id WHERE s.id = ?
"""
_STEPS = """
SELECT c.before, c.after, c.at, u.display, c.reason FROM subject_status_change c JOIN app_user u ON u.id = c.by_id
WHERE c.subject_id = ? ORDER BY c.at
"""
_PEOPLE = """
SELECT l.id, p.id, p.reference, p.name, p.adult_on, l.role, l.category, l.from_on, l.to_on, l.basis, l.source,
       l.assessment, l.handling, l.conditions, l.note, u.display
FROM person_link l JOIN person p ON p.id = l.person_id LEFT JOIN app_user u ON u.id = l.linked_by_id
WHERE l.subject_id = ? ORDER BY p.sort_name
"""
_REPORTS = """
SELECT i.id, i.serial, i.ir_ref, i.kind, i.reported_on, i.received_on, i.source, i.assessment, i.handling, i.conditions,
       i.legacy_grade, i.relates_to_activity, i.qualifying, p.reference, p.name, u.display
FROM intelligence_link i LEFT JOIN person p ON p.id = i.person_id LEFT JOIN app_user u ON u.id = i.entered_by_id
WHERE i.subject_id = ? ORDER BY i.received_on DESC, i.id DESC LIMIT 100
"""
_DISRUPTIONS = """
SELECT d.id, d.reference, d.disruption_date, d.four_p, d.impact_level, d.primary_threat, d.status, d.title, d.officer,
       a.name, u.display, d.national_ref
FROM disruption d JOIN app_user u ON u.id = d.recorded_by_id LEFT JOIN area a ON a.id = d.area_id
WHERE d.subject_id = ? ORDER BY d.disruption_date DESC, d.id DESC LIMIT 100
"""


def record(stage: Stage) -> Iterator[Result]:
    """6: the group whose record is nearest to 14 people, 60 items of intelligence and 23 disruptions."""
    id_, held = stage.read(nearest)
    if not all(held):
        raise DeskError(f"{stage.path} was invented before there were people. Remove it, and run the benchmark again.")
    today = datetime.now(UTC).date()

    def ours() -> list[int]:
        return list(stage.read(_record, id_, today))

    def reference() -> list[int]:
        found = [stage.raw.execute(query, (id_.bytes,)).fetchall() for query in (_GROUP, _STEPS, _PEOPLE, _REPORTS)]
        return [len(rows) for rows in (*found[2:], stage.raw.execute(_DISRUPTIONS, (id_.bytes,)).fetchall())]

    if ours() != reference():
        raise AssertionError(f"The record holds {ours()}, and raw SQL finds {reference()}.")
    with counted(stage) as statements:
        ours()
    mine, theirs = pair(ours, reference, runs=_RUNS)
    people, reports, disruptions = held
    yield Result(
        scenario="6", what=f"OCG: {people} people, {reports} items, {disruptions} disruptions", records=stage.records,
        ours=mine, reference=theirs, target=3.0, peak_mib=peak_mib(),
        note=f"{len(statements)} statements, at most {STATEMENTS}",
    )  # fmt: skip


def nearest(session: Session) -> tuple[UUID, tuple[int, int, int]]:
    """The group that is most like the one of the scenario, and how much it holds."""
    wanted = (PEOPLE, REPORTS, DISRUPTIONS)
    held: dict[UUID, list[int]] = {id_: [0, 0, 0] for id_ in session.scalars(select(Ocg.id))}
    columns = ((PersonLink.subject_id, PersonLink.id), (IntelligenceLink.subject_id, IntelligenceLink.id),
               (Disruption.subject_id, Disruption.id))  # fmt: skip
    for place, (subject_id, id_) in enumerate(columns):
        for subject, number in session.execute(select(subject_id, func.count(id_)).group_by(subject_id)):
            if subject in held:
                held[subject][place] = number
    best = min(held, key=lambda id_: (sum(abs(a - b) / b for a, b in zip(held[id_], wanted, strict=True)), str(id_)))
    people, reports, disruptions = held[best]
    return best, (people, reports, disruptions)


@contextmanager
def counted(stage: Stage) -> Iterator[list[str]]:
    """The statements that the store sends meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    plain = prepared.rows

    def noted(session: Session, shape: Any, build: Any, values: Any) -> Any:
        sent.append(str(shape))
        return plain(session, shape, build, values)

    event.listen(stage.store.engine, "before_cursor_execute", note)
    prepared.rows = noted  # which go to the driver by themselves
    try:
        yield sent
    finally:
        prepared.rows = plain
        event.remove(stage.store.engine, "before_cursor_execute", note)


def _record(session: Session, id: UUID, today: date) -> tuple[int, int, int]:
    """What the page reads for the record, its members, its intelligence and its disruptions."""
    ocg_records.record(session, id, today)
    people = members.of(session, id).links
    reports = intelligence_rows.page(session, IntelligenceFilter(subject_id=id))
    disruptions = disruption_rows.page(session, DisruptionFilter(subject_id=id), limit=100)
    return len(people), len(reports), len(disruptions)


SCENARIOS: dict[str, Callable[[Stage], Iterator[Result]]] = {"6": record}
