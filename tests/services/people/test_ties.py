"""How people stand to each other: kept in a group of both, ended, taken out, drawn, and closed with it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import copying, networks, subjects
from soc_desk.services.people import ties
from soc_desk.services.people.ties import TieDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, LinkRole, SourceGrade, TieKind
from tests import factories, factories_network


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def people(store: Store, founder: Actor, group: UUID) -> list[UUID]:
    return store.write(founder, factories_network.people, group, {LinkRole.MEMBER: 2}).value


def test_a_tie_reads_from_both_is_drawn_and_ends(
    store: Store, founder: Actor, officer: Actor, group: UUID, people: list[UUID]
) -> None:
    one, other = people
    draft = TieDraft(kind=TieKind.WORKS_FOR, other_id=other, subject_id=group, from_on=date(2026, 3, 1))
    with pytest.raises(Invalid, match="Complete the grade"):
        store.write(officer, ties.tie, one, replace(draft, source=SourceGrade.RELIABLE))
    graded = {"source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.INDIRECT,
              "handling": HandlingGrade.CONDITIONS}  # fmt: skip
    with pytest.raises(Invalid, match="the conditions in words"):
        store.write(officer, ties.tie, one, replace(draft, **graded, note="Seen together."))
    with pytest.raises(Invalid, match="same person"):
        store.write(officer, ties.tie, one, replace(draft, other_id=one))
    store.write(officer, ties.tie, one, replace(draft, **graded, conditions="Ask first.", note="Seen together."))
    with pytest.raises(Invalid, match="already"):
        store.write(officer, ties.tie, one, draft)
    (row,) = store.read(officer, ties.of_person, one)
    (back,) = store.read(officer, ties.of_person, other)
    assert (row.words, row.person_id, row.held) == ("Works for", other, "Ask first.")
    assert (back.words, back.person_id, back.note) == ("Has working for them", one, "Seen together.")
    with pytest.raises(Invalid, match="handling conditions"):  # they would not go with a copied row
        store.write(officer, copying.copied, "Ties to other people", (row.id,), 1)
    drawn = [tie for tie in store.read(officer, networks.network, group).ties if {tie.a, tie.b} == {one, other}]
    assert [(tie.words, tie.conditions) for tie in drawn] == [("Works for", "Ask first.")]
    with pytest.raises(Invalid, match="before it begins"):
        store.write(officer, ties.end, row.id, row.version, date(2026, 2, 1))
    store.write(officer, ties.end, row.id, row.version, date(2026, 5, 1))
    (row,) = store.read(officer, ties.of_person, one)
    assert row.to_on == date(2026, 5, 1)
    with pytest.raises(Invalid, match="mistake"):
        store.write(officer, ties.untie, row.id, row.version, " ")
    store.write(officer, ties.untie, row.id, row.version, "Another person.")
    assert store.read(officer, ties.of_person, one) == []


def test_both_must_be_in_the_group_and_a_closed_one_tells_nobody(
    store: Store, founder: Actor, officer: Actor, group: UUID, people: list[UUID]
) -> None:
    closed = factories.ocg(store, founder, name="Kestrel")
    draft = TieDraft(kind=TieKind.FAMILY, other_id=people[1], subject_id=closed)
    store.write(founder, factories_network.link, closed, people[0])
    with pytest.raises(Invalid, match="is not linked to"):
        store.write(founder, ties.tie, people[0], draft)
    store.write(founder, factories_network.link, closed, people[1])
    store.write(founder, ties.tie, people[0], draft)
    assert len(store.read(officer, ties.of_person, people[0])) == 1
    version = factories.version(store, founder, closed)
    store.write(founder, subjects.set_access, closed, version, Access.RESTRICTED, ())
    assert store.read(officer, ties.of_person, people[0]) == []
