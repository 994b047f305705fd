"""On a server the database itself hides records: an import neither tells of them nor makes or undoes half of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from soc_desk.domain import Disruption, Ocg
from soc_desk.errors import Invalid
from soc_desk.services import import_undo, imports, subjects
from soc_desk.store import Store, Work, logins, use_case
from soc_desk.store.engine import make_engine
from soc_desk.vocabulary import EVERYONE, Access, ImportKind
from tests.conftest import FOUNDER, PASSPHRASE, PEOPLE, Postgresql
from tests.imports.trackers import GOOD, HEADINGS, csv_file, parsed

OFFICER = PEOPLE["officer"]


@use_case("Close a group of the tests", needs=EVERYONE)
def close_one(work: Work) -> None:
    work.add(Ocg(reference="OCG-0001", name="Kestrel", access=Access.SEALED, owner_id=work.actor.id))


@pytest.fixture
def signed_in(postgresql: Postgresql) -> Iterator[Callable[[str], Store]]:
    """Stores as people of the tests see them on the server, on which FOUNDER sealed OCG-0001."""
    owner = make_engine(postgresql.shared)
    engines: list[Engine] = [owner]

    def sign_in(name: str) -> Store:
        logins.admit(owner, name, PASSPHRASE)
        engines.append(make_engine(postgresql.shared, user=name, passphrase=PASSPHRASE))
        return Store(engines[-1])

    try:
        Store(owner).write(FOUNDER, close_one)
        yield sign_in
    finally:
        for engine in engines:
            engine.dispose()
        postgresql.put_back()


def test_rows_of_a_closed_group_are_left_out_and_the_rest_kept(
    signed_in: Callable[[str], Store], tmp_path: Path
) -> None:
    store = signed_in("officer")
    rows = [HEADINGS, GOOD, ("15/03/2022", "OCG-0002", *GOOD[2:]), ("16/03/2022", "OCG-0003", *GOOD[2:])]
    result = store.write(OFFICER, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", rows))).value
    assert (result.accepted, result.rejected) == (2, 1)
    assert [problem.problem for problem in result.problems] == ["This reference cannot be used."]
    kept = store.read(OFFICER, lambda session: list(session.scalars(select(Ocg.reference).order_by(Ocg.reference))))
    assert kept == ["OCG-0002", "OCG-0003"]


def test_an_officer_undoes_an_import_of_their_own(signed_in: Callable[[str], Store], tmp_path: Path) -> None:
    store = signed_in("officer")
    rows = [(*HEADINGS, "Arrests", "LPA"), ("15/03/2022", "OCG-0002", *GOOD[2:], 2, "East")]
    done = store.write(OFFICER, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", rows))).value
    assert done.import_id is not None
    undone = store.write(OFFICER, import_undo.undo, done.import_id).value
    assert (undone.records, undone.subjects, undone.areas, undone.kept) == (1, 1, 1, 0)


def test_a_list_of_groups_leaves_the_closed_one_out(signed_in: Callable[[str], Store], tmp_path: Path) -> None:
    store = signed_in("officer")
    rows = [("OCG ref", "OCG name"), ("OCG-0001", "Other"), ("OCG-0002", "Merlin")]
    found = parsed(csv_file(tmp_path / "t.csv", rows), ImportKind.OCGS)
    result = store.write(OFFICER, imports.import_ocgs, found).value
    assert (result.accepted, result.rejected) == (1, 1)


def test_undo_is_refused_where_a_record_was_closed_since(signed_in: Callable[[str], Store], tmp_path: Path) -> None:
    store, theirs = signed_in("officer"), signed_in("supervisor")
    rows = [HEADINGS, ("15/03/2022", "OCG-0002", *GOOD[2:])]
    done = store.write(OFFICER, imports.import_disruptions, parsed(csv_file(tmp_path / "t.csv", rows))).value
    assert done.import_id is not None
    supervisor = PEOPLE["supervisor"]
    group = theirs.read(supervisor, lambda s: tuple(s.execute(select(Ocg.id, Ocg.version)).one()))
    theirs.write(supervisor, subjects.set_access, group[0], group[1], Access.SEALED, ())
    with pytest.raises(Invalid, match="closed to you by now"):
        store.write(OFFICER, import_undo.undo, done.import_id)
    kept = theirs.read(supervisor, lambda session: len(session.scalars(select(Disruption.id)).all()))
    assert kept == 1


def test_a_national_reference_of_a_closed_record_stops_its_row_alone(
    signed_in: Callable[[str], Store], tmp_path: Path
) -> None:
    heads = (*HEADINGS, "APMIS ref")
    theirs = [heads, (*GOOD, "AP0000001")]  # GOOD is against the group that FOUNDER sealed
    owner = signed_in("founder")
    assert owner.write(FOUNDER, imports.import_disruptions, parsed(csv_file(tmp_path / "a.csv", theirs))).value.accepted
    rows = [
        heads,
        ("15/03/2022", "OCG-0002", *GOOD[2:], "AP0000001"),
        ("16/03/2022", "OCG-0002", *GOOD[2:], "AP0000002"),
    ]
    store = signed_in("officer")
    result = store.write(OFFICER, imports.import_disruptions, parsed(csv_file(tmp_path / "b.csv", rows))).value
    assert (result.accepted, result.rejected, result.duplicates) == (1, 1, 0)
    assert [(problem.value, problem.problem) for problem in result.problems] == [
        ("AP0000001", "This reference cannot be used.")
    ]
    kept = store.read(OFFICER, lambda session: list(session.scalars(select(Disruption.national_ref))))
    assert kept == ["AP0000002"]
