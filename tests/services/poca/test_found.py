"""POCA cases among what Ctrl+K finds: by what is known of them, and by nobody who may not know of them."""

from uuid import UUID

import pytest

from soc_desk.errors import NotFound
from soc_desk.services import history, search
from soc_desk.services.poca import access
from soc_desk.services.poca.case_lines import PersonLine
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from tests import factories
from tests import factories_poca as cases


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
    ],
)
def test_a_case_is_found_with_the_reason(timed: Store, officer: Actor, case: UUID, typed: str, reason: str) -> None:
    (hit,) = timed.read(officer, search.search, typed)
    assert (hit.kind, hit.id, hit.reference) == ("case", case, "C-2026-0001")
    assert hit.reason.startswith(reason)


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
