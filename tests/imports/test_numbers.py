"""References of the store's own series in a file: they lift the numbering, and none tells whether it is somebody's."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from soc_desk.domain import Ocg
from soc_desk.services import import_undo, imports, periods, subjects
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.imports import ImportResult
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, ImportKind
from tests import factories
from tests.imports.trackers import GOOD, HEADINGS, csv_file, parsed

YEAR = periods.today().year
KINDS = {
    ImportKind.OCGS: (imports.import_ocgs, ("OCG ref", "OCG name"), lambda ref: (ref, f"Named {ref}")),
    ImportKind.DISRUPTIONS: (imports.import_disruptions, HEADINGS, lambda ref: (GOOD[0], ref, *GOOD[2:])),
    ImportKind.PEOPLE: (imports.import_people, ("Name", "OCG ref", "Role"), lambda ref: (f"Ann {ref}", ref, "Member")),
    ImportKind.INTELLIGENCE: (
        imports.import_intelligence, ("IR ref", "Date received", "Grade", "OCG ref", "Text"),
        lambda ref: (f"IR-{ref}", "02/11/2026", "1/B/P", ref, "Text"),
    ),
}  # fmt: skip


def ours(number: int) -> str:
    return f"OCG-{YEAR}-{number:04}"


def file_of(folder: Path, kind: ImportKind, *references: str) -> ParsedImport:
    rows = [KINDS[kind][1], *(KINDS[kind][2](each) for each in references)]
    return parsed(csv_file(folder / f"{'-'.join(references)}.csv", rows), kind)


def keep(store: Store, by: Actor, found: ParsedImport) -> ImportResult:
    act: Any = KINDS[found.kind][0]
    result: ImportResult = store.write(by, act, found).value
    return result


def reference_of(store: Store, by: Actor, id_: Any) -> str:
    return str(store.read(by, lambda session: session.get_one(Ocg, id_).reference))


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbering_goes_on_after_a_number_brought_in(
    store: Store, officer: Actor, tmp_path: Path, kind: ImportKind
) -> None:
    factories.ocg(store, officer)
    found = file_of(tmp_path, kind, ours(3), ours(2))
    told = "The file uses numbers of this store's own series: its numbering goes on after OCG 0003."
    assert told in store.read(officer, imports.preview, found).notes
    result = keep(store, officer, found)
    assert (result.accepted, told in result.warnings) == (2, True)
    assert reference_of(store, officer, factories.mapped(store, officer)) == ours(4)


def test_a_group_without_reference_is_numbered_after_those_of_its_own_file(
    store: Store, officer: Actor, tmp_path: Path
) -> None:
    rows = [("OCG ref", "OCG name"), ("", "Plover"), (ours(1), "Redshank")]
    keep(store, officer, parsed(csv_file(tmp_path / "t.csv", rows), ImportKind.OCGS))
    kept = store.read(officer, lambda session: dict(session.execute(select(Ocg.name, Ocg.reference)).all()))
    assert kept == {"Redshank": ours(1), "Plover": ours(2)}


def test_an_import_that_is_undone_can_be_brought_in_again(store: Store, officer: Actor, tmp_path: Path) -> None:
    found = file_of(tmp_path, ImportKind.DISRUPTIONS, ours(5), ours(9))
    done = keep(store, officer, found)
    assert done.import_id is not None
    store.write(officer, import_undo.undo, done.import_id)
    assert keep(store, officer, found).accepted == 2
    assert reference_of(store, officer, factories.ocg(store, officer)) == ours(10)


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_given_out_answers_alike(
    store: Store, officer: Actor, colleague: Actor, tmp_path: Path, kind: ImportKind
) -> None:
    closed = factories.ocg(store, officer, name="Telling")
    store.write(officer, subjects.set_access, closed, 1, Access.RESTRICTED, ())
    keep(store, colleague, file_of(tmp_path, ImportKind.OCGS, ours(3)))  # so number 2 was never anybody's
    found = file_of(tmp_path, kind, ours(1), ours(2), f"OCG-{YEAR - 1}-0001", ours(4))
    before = store.read(colleague, imports.preview, found)
    result = keep(store, colleague, found)
    told = ("This reference cannot be used.", "Ask the OCG desk which reference to use.")
    assert [(each.row, each.problem, each.remedy) for each in result.problems] == [(row, *told) for row in (2, 3, 4)]
    assert (result.accepted, before.result.problems) == (1, result.problems)
