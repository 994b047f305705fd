"""POCA cases among what Ctrl+K finds: by what is known of them, and by nobody who may not know of them."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import CasePerson, Duty, PocaCase
from soc_desk.errors import NotFound
from soc_desk.services import history, search
from soc_desk.services.poca import access, found
from soc_desk.services.poca import cases as records
from soc_desk.services.poca.case_lines import PersonLine
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from tests import factories
from tests import factories_poca as cases
from tests.services.poca import holding


@pytest.fixture
def case(timed: Store, officer: Actor) -> UUID:
    who = {"officer": "DC Z. Tern", "people": (PersonLine(name="Quill Vane"),)}
    return cases.seized(timed, officer, operation_name="Op Lantern", **who)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("c-2026-0001", "Reference: C-2026-0001"),
        ("example road", "Place: 14 Example Road"),
        ("vane", "Person: Quill Vane"),
        ("lantern", "Operation: Op Lantern"),
        ("43260012345", "Crime reference: 43260012345"),
        ("DC Z. Tern", "Officer: DC Z. Tern"),
        ("vane example", "Place: 14 Example Road"),
        ("lant qui", "Person: Quill Vane"),
    ],
)
def test_a_case_is_found_with_the_reason(timed: Store, officer: Actor, case: UUID, typed: str, reason: str) -> None:
    (hit,) = timed.read(officer, search.search, typed)
    assert (hit.kind, hit.id, hit.reference) == ("case", case, "C-2026-0001")
    assert hit.reason.startswith(reason)


def test_words_with_a_hyphen_between_them_stand_side_by_side(timed: Store, officer: Actor, case: UUID) -> None:
    assert [hit.id for hit in timed.read(officer, search.search, "c-2026-00")] == [case]
    assert timed.read(officer, search.search, "c-0001") == []
    assert [hit.id for hit in timed.read(officer, search.search, "c 0001")] == [case]


def test_opening_a_case_found_is_logged(timed: Store, officer: Actor, case: UUID) -> None:
    (hit,) = timed.read(officer, search.search, "lantern")
    timed.write(officer, search.opened, hit)
    newest = timed.read(officer, history.history, case)[0]
    assert (newest.what, newest.by) == ("Open a search hit", officer.display)


def test_a_closed_case_is_not_found_nor_opened(timed: Store, officer: Actor, colleague: Actor, case: UUID) -> None:
    (hit,) = timed.read(colleague, search.search, "lantern")
    timed.write(officer, access.set_access, case, None, Access.SEALED, ())
    assert timed.read(colleague, search.search, "lantern") == []
    assert timed.read(colleague, search.search, "vane") == []
    with pytest.raises(NotFound):
        timed.write(colleague, search.opened, hit)
    assert [each.id for each in timed.read(officer, search.search, "lantern")] == [case]


def test_who_reads_no_cases_finds_none(timed: Store, administrator: Actor, case: UUID) -> None:
    assert timed.read(administrator, search.search, "lantern") == []


def test_cases_keep_places_of_their_own(timed: Store, officer: Actor, case: UUID) -> None:
    for number in range(6):
        factories.ocg(timed, officer, name=f"Lantern {number}")
    hits = timed.read(officer, search.search, "lantern", 5)
    assert [hit.kind for hit in hits] == ["ocg"] * 4 + ["case"]


@pytest.mark.parametrize("odd", ['"', "*", "NEAR(", "a:b", "-", "'", "_", "\\", "& |", "vane OR nobody", "exam_ple"])
def test_what_is_typed_is_no_query_of_its_own(timed: Store, officer: Actor, case: UUID, odd: str) -> None:
    assert timed.read(officer, found.cases, odd, 5) == []


def _of(store: Store, reader: Actor, *asked: str) -> list[int]:
    return [len(store.read(reader, found.cases, typed, 5)) for typed in asked]


def test_the_index_follows_a_case_and_its_people(timed: Store, officer: Actor, case: UUID) -> None:
    assert _of(timed, officer, "vane", "crest", "slough", "harbour") == [1, 0, 1, 0]
    before = cases.look(timed, officer, case).draft
    people = (PersonLine(name="Ida Crest"), PersonLine(name="Noor Vale"))
    timed.write(officer, records.change, before, replace(before, place="Harbour Wall", people=people))
    assert _of(timed, officer, "vane", "crest", "vale ida", "slough", "harbour crest") == [0, 1, 1, 0, 1]
    before = cases.look(timed, officer, case).draft
    timed.write(officer, records.change, before, replace(before, people=()))
    assert _of(timed, officer, "crest", "vale", "harbour") == [0, 0, 1]


@use_case("Take out a case of the tests", needs=EVERYONE)
def take_out(work: Work, id: UUID) -> None:
    for kind in (Duty, CasePerson, PocaCase):
        about = kind.id if kind is PocaCase else kind.case_id
        for entity in work.session.scalars(select(kind).where(about == id)):
            work.session.delete(entity)
        work.session.flush()


def test_what_is_gone_is_not_found(timed: Store, officer: Actor, founder: Actor) -> None:
    gone, kept = (holding.case(timed, officer, place=place) for place in ("Old Mill", "New Mill"))
    assert _of(timed, officer, "mill") == [2]
    timed.write(founder, take_out, gone)
    assert [id_ for id_, *_ in timed.read(officer, found.cases, "mill", 5)] == [kept]
    holding.case(timed, officer, place="Water Mill")
    assert _of(timed, officer, "mill", "old", "water") == [2, 0, 1]


def test_the_first_found_are_the_latest_recorded(timed: Store, officer: Actor, colleague: Actor) -> None:
    made = [cases.seized(timed, officer, place=f"{number} Gull Row") for number in range(5)]
    timed.write(officer, access.set_access, made[-1], None, Access.SEALED, ())
    assert [id_ for id_, *_ in timed.read(officer, found.cases, "gull", 2)] == [made[4], made[3]]
    assert [id_ for id_, *_ in timed.read(colleague, found.cases, "gull", 2)] == [made[3], made[2]]


def test_institution_and_number_in_a_register_are_found(timed: Store, officer: Actor) -> None:
    kept = holding.case(timed, officer, institution="Example Bank", register_ref="REG/0047")
    for typed, reason in (
        ("example bank", ("Institution", "Example Bank")),
        ("reg/0047", ("Register reference", "REG/0047")),
    ):
        ((id_, _, _, told),) = timed.read(officer, found.cases, typed, 5)
        assert (id_, told[reason[0]]) == (kept, reason[1])
