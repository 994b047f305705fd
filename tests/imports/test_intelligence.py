"""Intelligence logs: grades in one cell or three, older ones kept as written, what may not be kept, and undoing it."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.imports import grades, reading
from soc_desk.imports.grades import Grade
from soc_desk.services import import_undo, imports, ocgs, subjects
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.imports import ImportResult
from soc_desk.services.intelligence import links, rows
from soc_desk.services.intelligence.rows import IntelligenceFilter
from soc_desk.services.ocgs import OcgFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, ImportKind, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, LinkRole, SourceGrade
from tests import factories, factories_intelligence, factories_network

TODAY = date(2026, 11, 22)
HEADINGS = "IR ref,Date received,Grade,Handling conditions,OCG,Nominal,Summary"
ONE_B_P = Grade(SourceGrade.RELIABLE, AssessmentGrade.CORROBORATED, HandlingGrade.PERMITTED)


@pytest.mark.parametrize(
    ("whole", "parts", "found"),
    [
        ("1/B/P", ("", "", ""), ONE_B_P),
        ("1BP", ("", "", ""), ONE_B_P),
        ("B1P", ("", "", ""), ONE_B_P),
        ("b 1 p", ("", "", ""), ONE_B_P),
        ("", ("1", "B", "P"), ONE_B_P),
        ("", ("1 Reliable", "B - corroborated", "P"), ONE_B_P),
        ("", ("Reliable", "b", "Lawful sharing permitted"), ONE_B_P),
        ("B 2 4", ("", "", ""), Grade(older="B 2 4")),
        ("E41", ("", "", ""), Grade(older="E41")),
        ("", ("B", "2", "4"), Grade(older="B 2 4")),
        ("", ("", "", ""), Grade()),
        ("4/B/P", ("", "", ""), None),
        ("good", ("", "", ""), None),
    ],
)
def test_grades_as_trackers_write_them(whole: str, parts: tuple[str, str, str], found: Grade | None) -> None:
    assert grades.read(whole, parts) == found


def log(folder: Path, *lines: str, headings: str = HEADINGS) -> ParsedImport:
    path = folder / "log.csv"
    path.write_text("\n".join((headings, *lines)) + "\n", encoding="utf-8")
    return reading.read(path, reading.look(path, ImportKind.INTELLIGENCE).mapping, on=TODAY)


def keep(store: Store, by: Actor, parsed: ParsedImport) -> ImportResult:
    return store.write(by, imports.import_intelligence, parsed).value


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator, national_ref="APM 77")


def test_a_log_comes_in_and_goes_again(
    store: Store, officer: Actor, supervisor: Actor, group: UUID, tmp_path: Path
) -> None:
    (person,) = store.write(officer, factories_network.people, group, {LinkRole.MEMBER: 1}).value
    factories_intelligence.intelligence(store, officer, group, ir_ref="IR 1")
    parsed = log(
        tmp_path,
        "IR 1,02/03/2026,1/B/P,,Harrier,,Known already",
        "IR 2,14/09/2026,B1P,,Harrier,Person 001,Van at the depot",
        "IR 3,15/09/2026,2/E/P,,APM 77,Somebody Else,Suspected",
        "IR 4,16/09/2026,1/C/C,Ask the originator,OCG 901,,Another group",
        "IR 4,16/09/2026,1/C/C,Ask the originator,OCG 901,,Another group told twice",
        "IR 5,11/08/2019,B 2 4,,OCG 901,,Old",
        "IR 6,17/09/2026,1/B/C,,Harrier,,No conditions",
        "IR 7,,1/B/P,,Harrier,,No day",
        "IR 8,17/09/2026,good,,Harrier,,No grade",
        "IR 9,17/09/2026,1/B/P,,Harrier,,The informant said",
        f"IR 10,17/09/2026,1/B/P,,Harrier,,{'x' * 501}",
    )
    preview = store.read(officer, imports.preview, parsed)
    result = keep(store, officer, parsed)
    assert (result.rows, result.accepted, result.rejected, result.duplicates) == (11, 4, 5, 2)
    assert (preview.ready, preview.new_subjects) == (result.accepted, 1)
    told = {problem.row: problem.problem for problem in result.problems}
    assert "conditions" in told[8]
    assert "no day" in told[9]
    assert "no grade" in told[10]
    assert "identify a source" in told[11]
    assert "501 characters" in told[12]
    assert any("not linked to the group" in warning for warning in result.warnings)
    held = {row.ir_ref: row for row in store.read(officer, rows.page, IntelligenceFilter())}
    assert set(held) == {"IR 1", "IR 2", "IR 3", "IR 4", "IR 5"}
    assert (held["IR 2"].person_id, held["IR 2"].qualifying, held["IR 3"].qualifying) == (person, True, False)
    assert (held["IR 5"].grade, held["IR 5"].source) == ("B 2 4", None)
    groups = {row.reference: row for row in store.read(officer, ocgs.page, OcgFilter())}
    stub = groups["OCG 901"]
    assert (stub.status, stub.last_intelligence_on) == (SubjectStatus.PROPOSED, date(2026, 9, 16))
    assert {row.last_intelligence_on for row in groups.values()} == {date(2026, 9, 14), date(2026, 9, 16)}
    again = keep(store, officer, parsed)
    assert (again.accepted, again.duplicates) == (0, 6)
    assert result.import_id is not None
    undone = store.write(supervisor, import_undo.undo, result.import_id).value
    assert (undone.records, undone.subjects) == (4, 1)
    assert [row.ir_ref for row in store.read(officer, rows.page, IntelligenceFilter())] == ["IR 1"]
    (left,) = store.read(officer, ocgs.page, OcgFilter())
    assert left.last_intelligence_on == factories_intelligence.RECEIVED


def test_what_was_worked_on_since_is_not_taken_back(store: Store, officer: Actor, group: UUID, tmp_path: Path) -> None:
    headings = "Report,Received,Source,Assessment,Handling,Group"
    result = keep(store, officer, log(tmp_path, "IR 2,14/09/2026,1,B,P,Harrier", headings=headings))
    (row,) = store.read(officer, rows.page, IntelligenceFilter())
    assert row.grade == "1/B/P"
    store.write(officer, links.set_relates, row.id, row.version, relates=False)
    assert result.import_id is not None
    with pytest.raises(Invalid, match="IR 2"):
        store.write(officer, import_undo.undo, result.import_id)


def test_a_closed_group_is_neither_told_nor_made_again(
    store: Store, officer: Actor, colleague: Actor, group: UUID, tmp_path: Path
) -> None:
    (row,) = store.read(officer, ocgs.page, OcgFilter())
    store.write(officer, subjects.set_access, group, row.version, Access.RESTRICTED, ())
    result = keep(store, colleague, log(tmp_path, f"IR 2,14/09/2026,1/B/P,,{row.reference},,Van"))
    assert (result.accepted, result.rejected) == (0, 1)
    assert result.problems[0].problem == "This reference cannot be used."
    assert store.read(colleague, rows.page, IntelligenceFilter()) == []
