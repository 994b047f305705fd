"""The published tracker comes in exactly as its expected figures say, is known again, and is taken back as one unit."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from soc_desk.domain import Area, AuditEntry, Disruption, Ocg, Outcome, Subject
from soc_desk.domain.period import Period
from soc_desk.errors import Cancelled, Invalid, NotAllowed
from soc_desk.imports.reading import look, read
from soc_desk.services import disruptions, import_undo, imports, ocgs, periods, positions
from soc_desk.services.import_rows import ParsedImport, RowState
from soc_desk.store import Actor, Session, Store, Work, audit, use_case
from soc_desk.vocabulary import (
    EVERYONE,
    Access,
    DisruptionStatus,
    ImportKind,
    ModerationResult,
    OutcomeKind,
    SubjectStatus,
)
from tests import factories
from tests.imports.trackers import csv_file, parsed

DATA = Path(__file__).parent / "data"
TRACKER = DATA / "disruptions_2022_a.xlsx"
EXPECTED = json.loads((DATA / "disruptions_2022_a.expected.json").read_text("utf-8"))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def tracker() -> ParsedImport:
    found = look(TRACKER, ImportKind.DISRUPTIONS)
    return read(TRACKER, found.mapping, on=TODAY, others=found.others)


@use_case("Close a group of the tests", needs=EVERYONE)
def close_one(work: Work, reference: str) -> None:
    work.add(Ocg(reference=reference, name="Kestrel", access=Access.SEALED, owner_id=work.actor.id))


def counts(session: Session) -> dict[str, int]:
    kinds = (Disruption, Outcome, Subject, Area)
    return {kind.__tablename__: session.scalar(select(func.count(kind.id))) or 0 for kind in kinds}


def statuses(session: Session) -> dict[DisruptionStatus, int]:
    return Counter(session.scalars(select(Disruption.status)))


def all_of(session: Session, *columns: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(select(*columns))]


def test_figures_are_the_expected_ones(tracker: ParsedImport) -> None:
    assert (tracker.rows, len(tracker.lines)) == (EXPECTED["rows"], EXPECTED["accepted"])
    assert (tracker.rejected, tracker.duplicates) == (EXPECTED["rejected"], EXPECTED["duplicates"])
    assert Counter(line.four_p for line in tracker.lines) == EXPECTED["by_p"]
    assert Counter(line.impact_level for line in tracker.lines) == EXPECTED["by_level"]
    # Two title rows and a blank one above the headings, a blank one and the total below the records.
    assert tracker.skipped == 5
    assert tracker.heading_row == 4


def test_each_rejected_row_has_its_own_reason(tracker: ParsedImport) -> None:
    own = {row.row: row.cells[0] for row in tracker.left_out}
    reasons = {own[problem.row]: problem for problem in tracker.problems}
    assert {number: reasons[number].problem for number in reasons} == {
        "X001": "There is no date.",
        "X002": "1 Mar 2032 is in the future.",
        "X003": "There is no 31 February 2022.",
        "X004": "“Patrol” is not a P.",
        "X005": "No P is given.",
        "X006": "No subject is given.",
        "X007": "“last Tuesday” is not a date that can be read.",
        "X008": "“Massive” is not a level.",
    }
    assert reasons["X004"].column == "4Ps"
    assert reasons["X004"].value == "Patrol"
    assert all(problem.remedy.endswith(".") for problem in tracker.problems)


def test_sums_of_money_and_threats_are_read(tracker: ParsedImport) -> None:
    line = next(line for line in tracker.lines if line.reference == "D0005")
    assert line.disruption_date == date(2022, 3, 7)
    assert dict(line.outcomes) == {OutcomeKind.CASH_SEIZED: 1_842_000, OutcomeKind.ARRESTS: 2}
    assert line.primary_threat == "BCSE"


def test_preview_says_what_will_be_made_and_changes_nothing(
    store: Store, supervisor: Actor, tracker: ParsedImport
) -> None:
    before = store.read(supervisor, counts)
    seen = store.read(supervisor, imports.preview, tracker)
    assert seen.ready == 373
    assert seen.result.import_id is None
    assert seen.new_areas == 6
    assert seen.new_subjects == len({line.subject_ref for line in tracker.lines})
    assert [row.state for row in seen.shown[:13]] == [RowState.STOPS] * 8 + [RowState.REPEAT] * 5
    assert f"{seen.new_subjects} subjects are not in the register" in seen.result.warnings[0]
    assert store.read(supervisor, counts) == before


def test_supervisor_brings_rows_in_as_moderated_before_import(
    store: Store, supervisor: Actor, tracker: ParsedImport
) -> None:
    result = store.write(supervisor, imports.import_disruptions, tracker).value
    assert (result.rows, result.accepted, result.rejected, result.duplicates) == (386, 373, 8, 5)
    assert result.reference.startswith("I-")
    keyed = sum(1 for line in tracker.lines if line.national_ref)
    found = store.read(supervisor, statuses)
    assert found == {DisruptionStatus.KEYED: keyed, DisruptionStatus.APPROVED: 373 - keyed}
    results = store.read(supervisor, all_of, Disruption.moderation_result, Disruption.moderated_by_id)
    assert set(results) == {(ModerationResult.BEFORE_IMPORT, supervisor.id)}
    kinds = store.read(supervisor, all_of, Subject.status, Subject.import_id)
    assert set(kinds) == {(SubjectStatus.PROPOSED, result.import_id)}


def test_officer_brings_rows_in_as_submitted(store: Store, officer: Actor, tracker: ParsedImport) -> None:
    store.write(officer, imports.import_disruptions, tracker)
    assert store.read(officer, statuses) == {DisruptionStatus.SUBMITTED: 373}


def test_auditor_may_not_import(store: Store, auditor: Actor, tracker: ParsedImport) -> None:
    with pytest.raises(NotAllowed):
        store.write(auditor, imports.import_disruptions, tracker)


def test_same_file_again_accepts_nothing(
    store: Store, supervisor: Actor, officer: Actor, tracker: ParsedImport
) -> None:
    store.write(supervisor, imports.import_disruptions, tracker)
    before = store.read(supervisor, counts)
    again = store.write(officer, imports.import_disruptions, tracker).value
    assert (again.rows, again.accepted, again.rejected, again.duplicates) == (386, 0, 8, 378)
    assert again.import_id is None
    assert store.read(supervisor, counts) == before


def test_same_file_by_two_people_at_once_is_kept_once(
    store: Store, supervisor: Actor, officer: Actor, tracker: ParsedImport
) -> None:
    together = Barrier(2)

    def bring_in(actor: Actor) -> tuple[int, int]:
        together.wait(10)
        done = store.write(actor, imports.import_disruptions, tracker).value
        return done.accepted, done.duplicates

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(bring_in, (supervisor, officer)))
    assert done == [(0, 378), (373, 5)]
    assert store.read(supervisor, counts)["disruption"] == 373


def test_import_is_audited_row_by_row_and_the_chain_holds(
    store: Store, supervisor: Actor, tracker: ParsedImport
) -> None:
    store.write(supervisor, imports.import_disruptions, tracker)
    told = store.read(supervisor, all_of, AuditEntry.entity, AuditEntry.use_case, AuditEntry.action)
    assert told.count(("disruption", "imports.import_disruptions", "added")) == 373
    assert store.read(supervisor, audit.verify).intact


def test_undo_takes_everything_back(store: Store, supervisor: Actor, tracker: ParsedImport) -> None:
    before = store.read(supervisor, counts)
    done = store.write(supervisor, imports.import_disruptions, tracker).value
    assert done.import_id is not None
    undone = store.write(supervisor, import_undo.undo, done.import_id).value
    assert (undone.records, undone.areas, undone.kept) == (373, 6, 0)
    assert store.read(supervisor, counts) == before
    told = store.read(supervisor, all_of, AuditEntry.entity, AuditEntry.category, AuditEntry.fields)
    erased = [fields for entity, category, fields in told if entity == "disruption" and category == "erasure"]
    assert erased == [{}] * 373
    assert store.read(supervisor, audit.verify).intact
    again = store.write(supervisor, imports.import_disruptions, tracker).value
    assert again.accepted == 373


def test_undo_is_refused_once_somebody_worked_on_a_record(
    store: Store, supervisor: Actor, officer: Actor, tracker: ParsedImport
) -> None:
    done = store.write(officer, imports.import_disruptions, tracker).value
    assert done.import_id is not None
    ids = store.read(officer, all_of, Disruption.id, Disruption.reference)
    store.write(officer, disruptions.withdraw, ids[0][0], "Entered twice.")
    with pytest.raises(Invalid, match=str(ids[0][1])):
        store.write(supervisor, import_undo.undo, done.import_id)
    assert store.read(supervisor, counts)["disruption"] == 373


def test_undo_is_for_the_importer_or_a_supervisor(
    store: Store, officer: Actor, colleague: Actor, tracker: ParsedImport
) -> None:
    done = store.write(officer, imports.import_disruptions, tracker).value
    assert done.import_id is not None
    with pytest.raises(NotAllowed):
        store.write(colleague, import_undo.undo, done.import_id)


def test_undo_leaves_what_others_use_by_now(store: Store, supervisor: Actor, tracker: ParsedImport) -> None:
    done = store.write(supervisor, imports.import_disruptions, tracker).value
    assert done.import_id is not None
    group = store.read(supervisor, ocgs.page, ocgs.OcgFilter())[0]
    area = store.read(supervisor, all_of, Area.id, Area.name)[-1]
    detail = store.write(supervisor, ocgs.look, group.id).value
    changed = ocgs.OcgDraft(
        id=group.id,
        version=group.version,
        name="Harrier",
        primary_threat="DRUGS",
        area_id=area[0],  # type: ignore[arg-type]
    )
    store.write(supervisor, ocgs.change, detail.draft, changed)
    undone = store.write(supervisor, import_undo.undo, done.import_id).value
    assert undone.kept == (2 if area[1] not in ("North", "South") else 1)
    assert store.read(supervisor, counts)["subject"] == 1


def test_import_is_found_by_reference_and_undone_once(store: Store, supervisor: Actor, tracker: ParsedImport) -> None:
    done = store.write(supervisor, imports.import_disruptions, tracker).value
    found = store.read(supervisor, import_undo.find, done.reference.lower())
    assert found == done.import_id == store.read(supervisor, import_undo.find, str(done.import_id))
    store.write(supervisor, import_undo.undo, found)
    with pytest.raises(Invalid, match="undone already"):
        store.write(supervisor, import_undo.undo, found)
    assert store.read(supervisor, imports.history)[0].undone_at is not None


def test_cancelling_keeps_nothing(store: Store, supervisor: Actor, tracker: ParsedImport) -> None:
    before = store.read(supervisor, counts)

    def stop(_fraction: float, _text: str) -> None:
        raise Cancelled("The work was cancelled; nothing was changed.")

    with pytest.raises(Cancelled):
        store.write(supervisor, imports.import_disruptions, tracker, stop)
    assert store.read(supervisor, counts) == before


def test_closed_subject_is_neither_told_nor_made_again(
    store: Store, founder: Actor, officer: Actor, tracker: ParsedImport
) -> None:
    mine = store.write(founder, imports.import_disruptions, tracker).value
    assert mine.import_id is not None
    store.write(founder, import_undo.undo, mine.import_id)
    first = tracker.lines[0]
    store.write(founder, close_one, first.subject_ref)
    result = store.write(officer, imports.import_disruptions, tracker).value
    closed = sum(1 for line in tracker.lines if line.subject_ref == first.subject_ref)
    assert result.accepted == 373 - closed
    told = {problem.problem for problem in result.problems if problem.column == ""}
    assert told == {"This reference cannot be used."}


def test_mapping_is_remembered(store: Store, supervisor: Actor, tracker: ParsedImport) -> None:
    assert store.read(supervisor, imports.remembered, tracker.signature) is None
    store.write(supervisor, imports.import_disruptions, tracker)
    kept = store.read(supervisor, imports.remembered, tracker.signature)
    assert kept is not None
    assert kept["columns"]["B"] == "disruption_date"
    found = look(TRACKER, ImportKind.DISRUPTIONS, recall=lambda _signature: {"columns": {"I": "impact_rationale"}})
    assert found.mapping.fields["impact_rationale"].why == "remembered"


def test_what_an_import_brought_in_is_told_apart_in_the_position(
    store: Store, officer: Actor, coordinator: Actor, tmp_path: Path
) -> None:
    """Three of a list, of which one came in active, and a group mapped here."""
    rows = [
        ("OCG ref", "OCG name", "Status", "Date mapped"),
        ("X-904", "Siskin", "Active", "1/2/2026"), ("X-905", "Linnet", "Proposed", ""),
        ("X-906", "Brant", "Archived", ""),
    ]  # fmt: skip
    found = parsed(csv_file(tmp_path / "groups.csv", rows), ImportKind.OCGS)
    store.write(coordinator, imports.import_ocgs, found)
    factories.active_ocg(store, officer, coordinator)
    told = store.read(officer, positions.position, Period(periods.today(), periods.today()))
    assert told.words == (
        "0 active + 2 mapped (of which brought in by an import: 1) + 0 reactivated − 0 archived − 0 merged = 2 active"
    )
    assert told.reconciles
    before = store.read(officer, positions.position, Period(date(2026, 1, 1), periods.today() - timedelta(days=1)))
    assert (before.mapped, before.imported) == (0, 0)
