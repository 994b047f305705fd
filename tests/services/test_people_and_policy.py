"""People, policies, code lists, places and saved views, on both engines."""

from datetime import date

import pytest

from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import counts, places, policies, users, views
from soc_desk.services.labels import labels, policy
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Role

TODAY = date(2026, 11, 22)


def _person(store: Store, reader: Actor, name: str) -> users.UserRow:
    return next(row for row in store.read(reader, users.list_rows) if row.name == name)


def test_a_person_is_added_given_roles_and_disabled(store: Store, administrator: Actor) -> None:
    store.write(administrator, users.add, "New.Person", "DC N. Person", (Role.OFFICER,))
    person = _person(store, administrator, "new.person")
    assert (person.display, person.roles) == ("DC N. Person", (Role.OFFICER,))
    store.write(administrator, users.set_roles, person.id, person.version, (Role.CHAMPION, Role.OFFICER))
    person = _person(store, administrator, "new.person")
    assert person.roles == (Role.OFFICER, Role.CHAMPION)
    acting = store.read(administrator, users.actor_named, "new.person", "ws-1")
    assert acting is not None
    assert (acting.roles, acting.machine) == (frozenset({Role.OFFICER, Role.CHAMPION}), "ws-1")
    store.write(administrator, users.disable, person.id, person.version)
    assert store.read(administrator, users.actor_named, "new.person", "ws-1") is None


@pytest.mark.parametrize(
    ("name", "display", "roles", "field"),
    [
        ("", "X", (Role.OFFICER,), "name"),
        ("two words", "X", (Role.OFFICER,), "name"),
        ("officer", "X", (Role.OFFICER,), "name"),
        ("fresh", " ", (Role.OFFICER,), "display"),
        ("fresh", "X", (), "roles"),
    ],
)
def test_a_person_who_cannot_be_added(
    store: Store, administrator: Actor, name: str, display: str, roles: tuple[Role, ...], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(administrator, users.add, name, display, roles)
    assert list(refused.value.problems) == [field]


def test_the_last_administrator_stays_one(store: Store, founder: Actor, administrator: Actor) -> None:
    own = _person(store, founder, "founder")
    with pytest.raises(NotAllowed, match="yourself"):
        store.write(founder, users.disable, own.id, own.version)
    store.write(administrator, users.disable, own.id, own.version)
    last = _person(store, administrator, "administrator")
    with pytest.raises(NotAllowed, match="last administrator"):
        store.write(administrator, users.set_roles, last.id, last.version, (Role.OFFICER,))
    with pytest.raises(Invalid):
        store.write(administrator, users.set_roles, last.id, last.version, ())


def test_an_officer_manages_nobody(store: Store, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        store.write(officer, users.add, "fresh", "X", (Role.OFFICER,))


def test_signing_in_and_locking_are_noted(store: Store, officer: Actor) -> None:
    written = store.write(officer, users.signed_in)
    assert [(change.entity, change.id, change.action) for change in written.changes] == [
        ("app_user", officer.id, "noted")
    ]
    assert store.write(officer, users.locked, "locked").changes[0].action == "noted"


def test_a_policy_holds_from_its_day_on(store: Store, supervisor: Actor) -> None:
    assert store.read(supervisor, policy, "ocg.archive_after_days", TODAY) == 183
    store.write(
        supervisor, policies.set_policy, "ocg.archive_after_days", 365, date(2027, 1, 1), "Minutes of 4 Dec 2026"
    )
    assert store.read(supervisor, policy, "ocg.archive_after_days", TODAY) == 183
    assert store.read(supervisor, policy, "ocg.archive_after_days", date(2027, 1, 1)) == 365
    store.write(supervisor, policies.set_policy, "ocg.archive_after_days", 200, date(2027, 1, 1), "Corrected")
    assert store.read(supervisor, policies.in_force, date(2027, 2, 1))["ocg.archive_after_days"] == 200
    with pytest.raises(KeyError):
        store.read(supervisor, policy, "no.such", TODAY)


@pytest.mark.parametrize(
    ("name", "value", "source", "field"),
    [
        ("no.such", 1, "x", "name"),
        ("ocg.archive_after_days", "soon", "x", "value"),
        ("ocg.archive_after_days", 1, " ", "source"),
    ],
)
def test_a_policy_that_cannot_be_set(
    store: Store, supervisor: Actor, name: str, value: object, source: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, policies.set_policy, name, value, TODAY, source)
    assert list(refused.value.problems) == [field]


def test_code_lists_can_be_extended_but_not_doubled(store: Store, administrator: Actor) -> None:
    before = store.read(administrator, policies.codes, "soc_threat", TODAY)
    store.write(administrator, policies.add_code, "soc_threat", "KIDNAP", "Kidnap and extortion", "NCA site")
    assert [row.code for row in store.read(administrator, policies.codes, "soc_threat")] == [
        *(r.code for r in before),
        "KIDNAP",
    ]
    assert store.read(administrator, labels, "soc_threat")["KIDNAP"] == "Kidnap and extortion"
    for code, label in (("KIDNAP", "Again"), ("", "x"), ("X", "")):
        with pytest.raises(Invalid):
            store.write(administrator, policies.add_code, "soc_threat", code, label, "")
    assert "agency" in store.read(administrator, policies.code_lists)


def test_places_are_added_once(store: Store, administrator: Actor) -> None:
    store.write(administrator, places.add_area, "  East   Moor ")
    store.write(administrator, places.add_team, "Night team")
    assert "East Moor" in [place.name for place in store.read(administrator, places.areas)]
    assert "Night team" in [place.name for place in store.read(administrator, places.teams)]
    for again in ("east moor", " "):
        with pytest.raises(Invalid):
            store.write(administrator, places.add_area, again)
    with pytest.raises(Invalid):
        store.write(administrator, places.add_team, "NIGHT TEAM")
    assert store.read(administrator, places.facts).synthetic


def test_views_are_ones_own(store: Store, officer: Actor, colleague: Actor) -> None:
    id_ = store.write(officer, views.save, "disruptions", "Slough", {"areas": ["x"]}).value
    assert store.write(officer, views.save, "disruptions", "Slough", {"areas": []}).value == id_
    assert [(v.name, v.content) for v in store.read(officer, views.list_rows, "disruptions")] == [
        ("Slough", {"areas": []})
    ]
    assert store.read(colleague, views.list_rows, "disruptions") == []
    with pytest.raises(NotFound):
        store.write(colleague, views.remove, id_)
    with pytest.raises(Invalid):
        store.write(officer, views.save, "disruptions", " ", {})
    store.write(officer, views.remove, id_)
    assert store.read(officer, views.list_rows, "disruptions") == []


def test_counts_say_what_the_reader_may_know(store: Store, officer: Actor, administrator: Actor) -> None:
    from tests import factories

    factories.ocg(store, officer)
    assert store.read(officer, counts.by_table)["ocgs"] == 1
    assert store.read(administrator, counts.by_table)["ocgs"] == 0
