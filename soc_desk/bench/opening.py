"""Scenario 6: opening one OCG record with its people, intelligence and disruptions, beside the same rows by raw SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
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
from soc_desk.store import Store, prepared
from soc_desk.vocabulary import Access

PEOPLE, REPORTS, DISRUPTIONS = 14, 60, 23
STATEMENTS = 12
"""The most that opening a record may take."""
_RUNS = 21

_GROUP = """
SELECT s.id, s.version, s.reference, s.name, s.status, s.tier, s.primary_threat, i.label, a.name, t.name, u.display,
       s.owner_id, s.lro, s.sro, s.mapped_on, s.assessed_on, s.last_intelligence_on, s.review_due_on, s.access,
       s.operation_name, s.national_ref, s.area_id, s.team_id, s.secondary_threats, s.scope, s.affected_areas,
       s.cross_border_forces, s.line_names, s.intelligence_told_on, s.synced_on, s.band, s.marking, s.notes
FROM subject s LEFT JOIN area a ON a.id = s.area_id LEFT JOIN team t ON t.id = s.team_id
LEFT JOIN app_user u ON u.id = s.owner_id
LEFT JOIN code_item i ON i.list_name = 'soc_threat' AND i.code = s.primary_threat WHERE s.id = :group
"""
_STEPS = """
SELECT c.before, c.after, c.at, u.display, c.reason FROM subject_status_change c JOIN app_user u ON u.id = c.by_id
WHERE c.subject_id = :group ORDER BY c.at
"""
_FOUR_PS = """
SELECT four_p, impact_level, count(*) FROM disruption
WHERE subject_id IN (SELECT id FROM subject WHERE id = :group OR merged_into_id = :group)
      AND disruption_date BETWEEN :since AND :today AND status IN ('approved', 'keyed')
GROUP BY four_p, impact_level
"""
_COUNTS = """
SELECT (SELECT count(*) FROM poca_case WHERE subject_id = :group),
       (SELECT count(*) FROM document WHERE subject_id = :group AND withdrawn_at IS NULL)
"""
_POLICIES = """
SELECT name, value FROM policy
WHERE name IN ('ocg.archive_after_days', 'ocg.archive_warn_days') AND valid_from <= :today ORDER BY valid_from
"""
_SCORES = """
SELECT s.id, s.version, s.template_id, t.name, t.edition, s.total, s.most, s.unknown, s.band, s.confidence, s.note,
       s.scored_on, s.scored_at, u.display, s.scored_by_id, m.display, s.moderated_at, s.answers, s.parts
FROM ocg_score s JOIN score_template t ON t.id = s.template_id LEFT JOIN app_user u ON u.id = s.scored_by_id
LEFT JOIN app_user m ON m.id = s.moderated_by_id WHERE s.subject_id = :group ORDER BY s.scored_on, s.scored_at
"""
_RELATIONS = """
SELECT r.id, r.version, r.kind, r.other_id = :group, s.id, s.reference, s.name, s.status, r.from_on, r.to_on, r.note
FROM subject_relation r
JOIN subject s ON r.subject_id = :group AND s.id = r.other_id OR r.other_id = :group AND s.id = r.subject_id
"""
_PLAN = """
SELECT p.number, p.reviewed_on, p.review_due_on, a.* FROM subject s
LEFT JOIN plan p ON p.subject_id = s.id AND p.status = 'live' LEFT JOIN plan_action a ON a.subject_id = s.id
WHERE s.id = :group
"""
_RECENT = """
SELECT 'disruption', disruption_date AS happened, id, four_p, impact_level, title, '', '', '' FROM disruption
WHERE subject_id = :group AND status IN ('submitted', 'approved', 'keyed') UNION ALL
SELECT 'intelligence', received_on, id, ir_ref, source, assessment, handling, legacy_grade, kind FROM intelligence_link
WHERE subject_id = :group UNION ALL
SELECT 'poca', coalesce(date(seized_at), made_on, date(recorded_at)), id, kind, reference, '', '', '', '' FROM poca_case
WHERE subject_id = :group UNION ALL
SELECT 'tier', decided_on, id, before, after, meeting, '', '', '' FROM tier_decision WHERE subject_id = :group UNION ALL
SELECT 'review', reviewed_on, id, outcome, '', '', '', '', '' FROM ocg_review WHERE subject_id = :group
ORDER BY happened DESC LIMIT 6
"""
_PEOPLE = """
SELECT l.id, l.version, p.id, p.reference, p.name, p.unidentified, p.adult_on, s.id, s.kind, s.reference, s.name,
       s.status, s.access, l.role, l.category, l.from_on, l.to_on, l.basis, l.source, l.assessment, l.handling,
       l.conditions, l.note, u.display
FROM person_link l JOIN person p ON p.id = l.person_id JOIN subject s ON s.id = l.subject_id
LEFT JOIN app_user u ON u.id = l.linked_by_id WHERE l.subject_id = :group ORDER BY p.sort_name
"""
_REPORTS = """
SELECT i.id, i.version, i.serial, i.ir_ref, i.kind, i.reported_on, i.received_on, i.source, i.assessment, i.handling,
       i.conditions, i.legacy_grade, i.relates_to_activity, i.qualifying, i.duplicate_of_id, d.ir_ref, i.subject_id,
       s.kind, s.reference, s.name, i.person_id, p.reference, p.name, u.display
FROM intelligence_link i LEFT JOIN subject s ON s.id = i.subject_id LEFT JOIN person p ON p.id = i.person_id
LEFT JOIN intelligence_link d ON d.id = i.duplicate_of_id LEFT JOIN app_user u ON u.id = i.entered_by_id
WHERE i.subject_id = :group ORDER BY i.received_on DESC, i.id DESC LIMIT 100
"""
_DISRUPTIONS = """
SELECT d.id, d.version, d.serial, d.reference, d.disruption_date, d.subject_id, s.kind, s.reference, s.name, d.four_p,
       d.impact_level, d.primary_threat, i.label, d.status, d.moderation_result, d.moderation_note, d.title, a.name,
       d.officer, u.display, d.national_ref
FROM disruption d JOIN subject s ON s.id = d.subject_id JOIN app_user u ON u.id = d.recorded_by_id
LEFT JOIN area a ON a.id = d.area_id
LEFT JOIN code_item i ON i.list_name = 'soc_threat' AND i.code = d.primary_threat
WHERE d.subject_id IN (SELECT id FROM subject WHERE id = :group OR merged_into_id = :group)
ORDER BY d.disruption_date DESC, d.id DESC LIMIT 100
"""
_PARTS = (_GROUP, _STEPS, _FOUR_PS, _COUNTS, _POLICIES, _SCORES, _RELATIONS, _PLAN, _RECENT)
"""Of what the page shows, that which no list of people, reports and disruptions tells: their numbers, the newest."""


def record(stage: Stage) -> Iterator[Result]:
    """6: the group whose record is nearest to 14 people, 60 items of intelligence and 23 disruptions."""
    id_, held = stage.read(nearest)
    if not all(held):
        raise DeskError(f"{stage.path} was invented before there were people. Remove it, and run the benchmark again.")
    today = datetime.now(UTC).date()
    since = today - timedelta(days=365)

    def ours() -> list[int]:
        return list(stage.read(_record, id_, today))

    def reference() -> list[int]:
        read, given = stage.raw.execute, {"group": id_.bytes, "since": str(since), "today": str(today)}
        for query in _PARTS:
            read(query, given).fetchall()
        return [len(read(query, given).fetchall()) for query in (_PEOPLE, _REPORTS, _DISRUPTIONS)]

    if ours() != reference():
        raise AssertionError(f"The record holds {ours()}, and raw SQL finds {reference()}.")
    with counted(stage.store) as statements:
        ours()
    mine, theirs = pair(ours, reference, runs=_RUNS)
    people, reports, disruptions = held
    yield Result(
        scenario="6", what=f"OCG: {people} people, {reports} items, {disruptions} disruptions", records=stage.records,
        ours=mine, reference=theirs, target=3.0, peak_mib=peak_mib(),
        note=f"{len(statements)} statements, at most {STATEMENTS}",
    )  # fmt: skip


def nearest(session: Session) -> tuple[UUID, tuple[int, int, int]]:
    """The group that is most like the one of the scenario, and how much it holds; none with a list of its own.

    The owner of a closed one is told two things more, which are read for them alone.
    """
    wanted = (PEOPLE, REPORTS, DISRUPTIONS)
    groups = session.scalars(select(Ocg.id).where(Ocg.access == Access.TEAM))
    held: dict[UUID, list[int]] = {id_: [0, 0, 0] for id_ in groups}
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
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that the store sends meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    plain = prepared.rows

    def noted(session: Session, shape: Any, build: Any, values: Any) -> Any:
        sent.append(str(shape))
        return plain(session, shape, build, values)

    event.listen(store.engine, "before_cursor_execute", note)
    prepared.rows = noted  # which go to the driver by themselves
    try:
        yield sent
    finally:
        prepared.rows = plain
        event.remove(store.engine, "before_cursor_execute", note)


def _record(session: Session, id: UUID, today: date) -> tuple[int, int, int]:
    """What the page reads for the record, its members, its intelligence and its disruptions."""
    ocg_records.record(session, id, today)
    people = members.of(session, id).links
    reports = intelligence_rows.page(session, IntelligenceFilter(subject_id=id))
    disruptions = disruption_rows.page(session, DisruptionFilter(subject_id=id), limit=100)
    return len(people), len(reports), len(disruptions)


SCENARIOS: dict[str, Callable[[Stage], Iterator[Result]]] = {"6": record}
