"""The network of a group: counts first, what can be opened besides, and only what its reader may know of."""

from datetime import date
from itertools import combinations, pairwise
from uuid import UUID

import pytest

from soc_desk.errors import NotFound
from soc_desk.reports import network as layout
from soc_desk.services import history, networks, subjects
from soc_desk.services.networks import FEW
from soc_desk.services.people import links
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import LinkRole, RelationKind
from tests import factories, factories_network

ROLES = {LinkRole.PRINCIPAL: 1, LinkRole.MEMBER: 3, LinkRole.RUNNER: 2}


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def kestrel(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder, name="Kestrel")


def people(store: Store, founder: Actor, group: UUID, roles=ROLES, prefix: str = "Person") -> list[UUID]:
    return store.write(founder, factories_network.people, group, roles, prefix).value


def close(store: Store, founder: Actor, id_: UUID) -> None:
    version = factories.version(store, founder, id_)
    store.write(founder, subjects.set_access, id_, version, Access.RESTRICTED, ())


def test_a_small_group_is_shown_whole_and_opening_it_is_a_combination(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, kestrel: UUID
) -> None:
    ids = people(store, founder, harrier)
    store.write(founder, factories_network.link, kestrel, ids[1])
    store.write(founder, factories_network.tie, harrier, ids[1], ids[0])
    store.write(founder, factories_network.relate, harrier, kestrel, RelationKind.RIVAL)
    found = store.write(officer, networks.look, harrier).value
    assert found.counts == ROLES
    assert found.hidden == {}
    assert {node.id for node in found.nodes} == {*ids, kestrel}
    assert {node.id: node.more for node in found.nodes} == dict.fromkeys(ids, 0) | {ids[1]: 1, kestrel: 1}
    assert {(tie.words, tie.grade) for tie in found.ties} == {
        ("Principal", "1/B/P"), ("Member", "1/B/P"), ("Courier or runner", "1/B/P"), ("Works for", ""),
        ("Rival of", ""),
    }  # fmt: skip
    log = store.read(founder, history.history, harrier)
    assert [row.category for row in log].count(AuditCategory.COMBINATION) == 1


def test_of_a_large_group_only_those_who_lead_it_are_shown_at_first(
    store: Store, founder: Actor, harrier: UUID
) -> None:
    people(store, founder, harrier, {LinkRole.PRINCIPAL: 2, LinkRole.MEMBER: FEW})
    found = store.read(founder, networks.network, harrier)
    assert len(found.nodes) == 2
    assert found.hidden == {LinkRole.MEMBER: FEW}
    wider = found.with_more(*store.read(founder, networks.members, harrier, (LinkRole.MEMBER,)))
    assert len(wider.nodes) == FEW + 2
    assert wider.hidden == {}


def test_what_hangs_on_a_person_and_on_a_group_can_be_opened(
    store: Store, founder: Actor, harrier: UUID, kestrel: UUID
) -> None:
    (held, *_) = people(store, founder, harrier)
    store.write(founder, factories_network.link, kestrel, held, to_on=date(2026, 5, 1))
    others = people(store, founder, kestrel, {LinkRole.LIEUTENANT: 2}, "Other")
    nodes, ties = store.read(founder, networks.around, harrier, held)
    assert [(node.id, node.more, node.is_group) for node in nodes] == [(kestrel, 3, True)]
    assert [tie.stands_on(day) for tie in ties for day in (date(2026, 5, 1), date(2026, 5, 2))] == [True, False]
    nodes, _ = store.read(founder, networks.of_group, kestrel)
    assert {node.id for node in nodes} == {held, *others}


def test_a_closed_group_and_its_people_are_nowhere_in_the_network_of_another(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, kestrel: UUID
) -> None:
    (held, *_) = people(store, founder, harrier)
    store.write(founder, factories_network.link, kestrel, held)
    store.write(founder, factories_network.relate, harrier, kestrel, RelationKind.SUPPLIER)
    people(store, founder, kestrel, {LinkRole.MEMBER: 1}, "Hidden")
    close(store, founder, kestrel)
    found = store.read(officer, networks.network, harrier)
    assert kestrel not in {node.id for node in found.nodes}
    assert all(node.more == 0 for node in found.nodes)
    assert {tie.words for tie in found.ties} == {"Principal", "Member", "Courier or runner"}
    assert store.read(officer, networks.around, harrier, held) == ([], [])
    assert store.read(officer, networks.of_group, kestrel) == ([], [])
    with pytest.raises(NotFound):
        store.write(officer, networks.look, kestrel)


def test_the_outline_has_who_is_in_the_group_now_once_those_who_lead_first(
    store: Store, founder: Actor, officer: Actor, harrier: UUID
) -> None:
    one, two, gone = people(store, founder, harrier, {LinkRole.RUNNER: 1, LinkRole.MEMBER: 2})
    store.write(founder, factories_network.link, harrier, one, role=LinkRole.LIEUTENANT)
    for other in (two, gone):
        store.write(founder, factories_network.tie, harrier, one, other)
    (link,) = (row for row in store.read(founder, links.of_subject, harrier) if row.person_id == gone)
    store.write(founder, links.end, link.id, link.version, date(2026, 5, 1), "Seen with others.")
    found = store.read(officer, networks.outline, harrier)
    assert found.people == ((one, LinkRole.LIEUTENANT), (two, LinkRole.MEMBER))
    assert found.ties == ((one, two),)
    close(store, founder, harrier)
    assert store.read(officer, networks.outline, harrier) == networks.Outline((), ())


def test_a_layout_is_the_same_each_time_and_keeps_what_was_placed_by_hand(
    store: Store, founder: Actor, harrier: UUID
) -> None:
    ids = people(store, founder, harrier)
    found = store.read(founder, networks.network, harrier)
    places = layout.arrange(found)
    assert places == layout.arrange(found)
    assert places[harrier] == (0.0, 0.0)
    assert len(set(places.values())) == len(ids) + 1
    moved = places | {ids[0]: (0.9, -0.9)}
    assert layout.arrange(found, moved) == moved
    kept = {ids[0]: (0.9, -0.9)}
    assert layout.arrange(found, kept)[ids[0]] == (0.9, -0.9)
    drawn = layout.drawing(found, places)
    words = [shape.text for shape in drawn.contents if hasattr(shape, "text")]
    assert "Person 001" in words


def test_no_name_of_a_small_network_covers_another_dot_and_what_was_placed_stays(
    store: Store, founder: Actor, harrier: UUID
) -> None:
    ids = people(store, founder, harrier, {LinkRole.PRINCIPAL: 2, LinkRole.MEMBER: 20, LinkRole.RUNNER: 15})
    for a, b in pairwise(ids):
        store.write(founder, factories_network.tie, harrier, a, b)
    found = store.read(founder, networks.network, harrier)
    places = layout.arrange(found)
    wide, high = layout._ROOM
    near = [
        pair
        for pair in combinations(places.values(), 2)
        if abs(pair[0][0] - pair[1][0]) < wide * 0.95 and abs(pair[0][1] - pair[1][1]) < high * 0.95
    ]
    assert near == []
    kept = {ids[0]: (0.1, 0.1)}
    assert layout.arrange(found, kept)[ids[0]] == (0.1, 0.1)
