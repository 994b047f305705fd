"""Lists of people on both engines: names, numbers and groups read, doubles reported and never merged, undone as one."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from soc_desk.domain import Person, PersonKey, PersonLink
from soc_desk.errors import Invalid
from soc_desk.imports.people import taken_apart
from soc_desk.imports.values import read_birth_date
from soc_desk.services import import_undo, imports, ocgs, periods, subjects
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.imports import ImportResult
from soc_desk.services.people import links, person_rows
from soc_desk.services.people.person_rows import PersonFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, ImportKind, SubjectStatus
from soc_desk.vocabulary.ocg import DataCategory, LinkRole
from tests import factories
from tests import factories_ocg as made
from tests.imports import trackers

HEADINGS = ("Nominal", "AKA", "DOB", "Mobile", "VRM", "OCG ref", "Role", "Category", "Ethnicity")
ROWS = (
    HEADINGS,
    ("KOWALSKI, Piotr", "Smiler; Pete", "03/04/1990", "07700 900123 / 07700900456", "AB12 CDE", "OCG-2026-0001", "Head",
     "Suspect", "x"),
    ("KOWALSKI, Piotr", "Smiler; Pete", "03/04/1990", "", "", "OCG-77", "Potential victim", "", "x"),
    ("Ann Young", "", "01/05/2012", "", "", "OCG-77", "Runner", "", ""),
    ("unidentified", "", "", "", "", "OCG-77", "", "", ""),
    ("Jo Nobody", "", "31/02/1990", "", "", "OCG-77", "Member", "Suspect", ""),
    ("Sam Doyle", "", "", "", "", "", "Astronaut", "", ""),
    ("Dan Twice", "", "", "", "", "OCG-77", "Member", "Suspect", ""),
    ("Dan Twice", "", "", "", "", "OCG-78", "Member", "Suspect", ""),
)  # fmt: skip


def _parsed(folder: Path, *rows: tuple[str, ...]) -> ParsedImport:
    return trackers.read(_file(folder, *rows), trackers.look(_file(folder, *rows), ImportKind.PEOPLE).mapping)


def _file(folder: Path, *rows: tuple[str, ...]) -> Path:
    return trackers.csv_file(folder / "people.csv", rows or ROWS)


def _keep(store: Store, by: Actor, parsed: ParsedImport) -> ImportResult:
    return store.write(by, imports.import_people, parsed).value


def test_a_category_that_its_role_denies_is_left_to_a_person(store: Store, officer: Actor, tmp_path: Path) -> None:
    rows = (("Ann Other", "", "", "", "", "OCG-77", "Potential victim", "Suspect", ""),
            ("Bob Other", "", "", "", "", "OCG-77", "Witness", "Victim", ""),
            ("Cat Other", "", "", "", "", "OCG-77", "Witness", "Witness", ""))  # fmt: skip
    result = _keep(store, officer, _parsed(tmp_path, HEADINGS, *rows))
    assert result.accepted == 1
    told = [(each.row, each.problem, each.remedy) for each in result.problems]
    assert [row for row, *_ in told] == [2, 3]
    assert "A victim's category is" in told[0][1]
    assert "A witness's category is" in told[1][1]
    assert "a row of its own" in told[0][2]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("KOWALSKI, Piotr Jan", ("Piotr Jan", "KOWALSKI")),
        ("KOWALSKI Piotr", ("Piotr", "KOWALSKI")),
        ("Piotr Jan Kowalski", ("Piotr Jan", "Kowalski")),
        ("PIOTR KOWALSKI", ("PIOTR", "KOWALSKI")),
        ("Smiler", ("", "Smiler")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: tuple[str, str]) -> None:
    assert taken_apart(name) == parts


def test_a_list_comes_in_with_links_stubs_and_what_to_think_of(store: Store, officer: Actor, tmp_path: Path) -> None:
    group = factories.ocg(store, officer)
    parsed = _parsed(tmp_path)
    preview = store.read(officer, imports.preview, parsed)
    result = _keep(store, officer, parsed)
    assert (result.rows, result.accepted, result.rejected, result.duplicates) == (8, 5, 3, 0)
    assert (preview.result.accepted, preview.new_subjects) == (5, 1)
    assert {problem.row: problem.value for problem in result.problems} == {
        6: "31/02/1990",
        7: "Astronaut",
        9: "Dan Twice",
    }
    told = " ".join(result.warnings)
    for words in (
        "1 subject is not in the register",
        "1 row gives no role",
        "no data category",
        "1 person is or may be under 18",
    ):
        assert words in told
    rows = {row.name: row for row in store.read(officer, person_rows.page, PersonFilter(), today=periods.today())}
    assert set(rows) == {"Piotr KOWALSKI", "Ann Young", "Unidentified", "Dan Twice"}
    piotr = rows["Piotr KOWALSKI"]
    assert (piotr.born_on, piotr.aliases) == (date(1990, 4, 3), ("Smiler", "Pete"))
    assert [(link.subject_reference, link.role, link.category) for link in piotr.links] == [
        ("OCG-2026-0001", LinkRole.PRINCIPAL, DataCategory.SUSPECT),
        ("OCG-77", LinkRole.POTENTIAL_VICTIM, DataCategory.VICTIM),
    ]
    assert rows["Ann Young"].child
    stub = next(row for row in store.read(officer, ocgs.page, ocgs.OcgFilter()) if row.id != group)
    assert (stub.reference, stub.status) == ("OCG-77", SubjectStatus.PROPOSED)
    for text in ("pete", "900456", "ab12"):
        found = store.read(officer, person_rows.page, PersonFilter(text=text), today=periods.today())
        assert [row.name for row in found] == ["Piotr KOWALSKI"]
    again = _keep(store, officer, parsed)
    assert (again.accepted, again.duplicates, again.import_id) == (0, 6, None)


def test_who_may_be_known_is_reported_and_never_merged(store: Store, officer: Actor, tmp_path: Path) -> None:
    made.person(store, officer, born_on=date(1990, 3, 4))
    parsed = _parsed(tmp_path, HEADINGS[:3], ("Pyotr Kowalsky", "", "03/04/1990"), ("Ann Other", "", "01/05/1980"))
    preview = store.read(officer, imports.preview, parsed)
    (row,) = [row for row in preview.shown if row.row == 2]
    assert row.text.startswith(
        "May be N-2026-0001 Piotr Kowalski. Sounds like Piotr Kowalski; born 4 Mar 1990, day and month swapped."
    )
    assert [(left.row, left.cells[0], left.text) for left in preview.left_out] == [(2, "Pyotr Kowalsky", row.text)]
    result = _keep(store, officer, parsed)
    assert (result.accepted, result.rejected, [problem.value for problem in result.problems]) == (
        1, 1, ["Pyotr Kowalsky"],
    )  # fmt: skip
    assert store.read(officer, person_rows.count, PersonFilter()) == 2


def test_a_name_that_sounds_alike_in_part_leaves_no_row_out(store: Store, officer: Actor, tmp_path: Path) -> None:
    made.person(store, officer, given_names="Zella", family_name="Skelhythe", born_on=date(1990, 4, 11))
    parsed = _parsed(tmp_path, HEADINGS[:3], ("Xylo Vantruckle", "", "01/04/1990"))
    assert _keep(store, officer, parsed).accepted == 1


def test_a_group_that_is_closed_cannot_be_used(store: Store, officer: Actor, colleague: Actor, tmp_path: Path) -> None:
    group = factories.ocg(store, officer, name="Telling")
    store.write(officer, subjects.set_access, group, 1, Access.RESTRICTED, ())
    parsed = _parsed(tmp_path, HEADINGS, ("Ann Other", "", "", "", "", "OCG-2026-0001", "Member", "Suspect", ""))
    result = _keep(store, colleague, parsed)
    assert (result.accepted, result.problems[0].problem) == (0, "This reference cannot be used.")
    assert _keep(store, officer, parsed).accepted == 1
    assert store.read(colleague, person_rows.count, PersonFilter()) == 0


def test_an_import_is_undone_as_one_unless_somebody_worked_on_it(store: Store, officer: Actor, tmp_path: Path) -> None:
    group = factories.ocg(store, officer)
    parsed = _parsed(tmp_path)
    first = _keep(store, officer, parsed)
    assert first.import_id is not None
    undone = store.write(officer, import_undo.undo, first.import_id).value
    assert (undone.records, undone.subjects, undone.kept) == (4, 1, 0)
    for kind in (Person, PersonLink, PersonKey.person_id):
        column = kind.id if isinstance(kind, type) else kind
        assert store.read(officer, lambda session, column=column: session.scalar(select(func.count(column)))) == 0
    second = _keep(store, officer, parsed)
    assert second.import_id is not None
    person = store.read(officer, person_rows.page, PersonFilter(text="ann"), today=periods.today())[0]
    made.linked(store, officer, person.id, group, child_confirmed=True)
    with pytest.raises(Invalid, match=f"somebody has worked on {person.reference}"):
        store.write(officer, import_undo.undo, second.import_id)
    assert len(store.read(officer, links.of_person, person.id)) == 2


@pytest.mark.parametrize(
    ("cell", "born"),
    [("3/4/65", date(1965, 4, 3)), ("3/4/12", date(2012, 4, 3)), ("29/2/28", date(1928, 2, 29)),
     ("1950-04-03", date(1950, 4, 3)), (18_356, date(1950, 4, 3)), ("3 Apr 1899", None), ("3/4/2065", None)],
)  # fmt: skip
def test_a_date_of_birth_lies_in_the_last_hundred_years(cell: object, born: date | None) -> None:
    assert read_birth_date(cell, trackers.TODAY).value == born  # type: ignore[arg-type]
