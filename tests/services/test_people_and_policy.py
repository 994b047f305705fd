"""People, policies, code lists, places and saved views, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from soc_desk.domain import Policy
from soc_desk.domain.policy import PolicyKind
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import counts, places, policies, policy_defaults, users, views
from soc_desk.services.labels import labels, policy
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Role

TODAY = date(2026, 11, 22)


@use_case("Forget a policy, as a store made earlier", needs=EVERYONE)
def forget(work: Work, name: str) -> None:
    for held in work.session.scalars(select(Policy).where(Policy.name == name)):
        work.session.delete(held)


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
        ("ocg.archive_after_days", -5, "x", "value"),
        ("ocg.archive_after_days", 0, "x", "value"),
        ("ocg.archive_after_days", True, "x", "value"),
        ("ocg.archive_after_days", 30.5, "x", "value"),
        ("return.pursue_share_percent", 101, "x", "value"),
        ("disruption.rationale_min_length", -1, "x", "value"),
        ("session.idle_lock_minutes", 0, "x", "value"),
        ("level_guidance.minor", "  ", "x", "value"),
        ("level_guidance.minor", "x" * 2001, "x", "value"),
        ("return.priority_threats", "FRAUD", "x", "value"),
        ("return.priority_threats", ["FRAUD", "FRAUD"], "x", "value"),
        ("return.priority_threats", ["NO_SUCH_THREAT"], "x", "value"),
        ("return.priority_threats", [3], "x", "value"),
        ("poca.rag_basis", "guess", "x", "value"),
        ("rag.small_number", -1, "x", "value"),
    ],
)
def test_a_policy_that_cannot_be_set(
    store: Store, supervisor: Actor, name: str, value: object, source: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, policies.set_policy, name, value, TODAY, source)
    assert list(refused.value.problems) == [field]


def test_a_store_that_was_made_earlier_has_the_shipped_policies(
    store: Store, supervisor: Actor, founder: Actor
) -> None:
    store.write(founder, forget, "ocg.archive_warn_days")
    assert store.read(supervisor, policy, "ocg.archive_warn_days", TODAY) == 28
    assert store.read(supervisor, policies.in_force, TODAY)["ocg.archive_warn_days"] == 28
    row = next(row for row in store.read(supervisor, policies.list_rows) if row.name == "ocg.archive_warn_days")
    assert (row.value, row.kind) == (28, "days")
    store.write(supervisor, policies.set_policy, "ocg.archive_warn_days", 14, TODAY, "Minutes of 4 Dec 2026")
    assert store.read(supervisor, policy, "ocg.archive_warn_days", TODAY) == 14
    store.write(supervisor, policies.set_policy, "return.priority_threats", ["FRAUD"], TODAY, "Force plan")
    assert store.read(supervisor, policy, "return.priority_threats", TODAY) == ["FRAUD"]


def test_every_shipped_policy_would_be_accepted(store: Store, supervisor: Actor) -> None:
    for name, one in policy_defaults.shipped().items():
        store.write(supervisor, policies.set_policy, name, policy_defaults.default(name), TODAY, one.source)
    in_force = store.read(supervisor, policies.in_force, TODAY)
    assert in_force == {name: one.value for name, one in policy_defaults.shipped().items()}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [(PolicyKind.YES_NO, False, "no"), (PolicyKind.MINUTES, 480, 481), (PolicyKind.PERCENT, 0, -1)],
)
def test_each_kind_of_policy_has_its_own_bounds(kind: PolicyKind, right: object, wrong: object) -> None:
    assert kind.problem(right) == ""
    assert kind.problem(wrong).endswith(".")


def test_a_code_is_relabelled_and_closed_and_opened_again(store: Store, administrator: Actor) -> None:
    def offered() -> dict[str, str]:
        return {row.code: row.label for row in store.read(administrator, policies.codes, "soc_threat", TODAY)}

    store.write(administrator, policies.relabel_code, "soc_threat", "OIC", " Immigration crime ", "Force glossary")
    assert offered()["OIC"] == "Immigration crime"
    store.write(administrator, policies.close_code, "soc_threat", "OIC", TODAY - timedelta(days=1), "Force glossary")
    assert "OIC" not in offered()
    assert store.read(administrator, labels, "soc_threat")["OIC"] == "Immigration crime"
    store.write(administrator, policies.close_code, "soc_threat", "OIC", None, "Force glossary")
    assert "OIC" in offered()


def test_a_code_that_cannot_be_changed(store: Store, administrator: Actor, supervisor: Actor) -> None:
    def relabel(code: str, label: str, source: str) -> None:
        store.write(administrator, policies.relabel_code, "soc_threat", code, label, source)

    taken = store.read(administrator, labels, "soc_threat")["FRAUD"]
    for code, label, source, field in (
        ("NO", "x", "x", "code"), ("OIC", " ", "x", "label"), ("OIC", "x", "", "source"), ("OIC", taken, "x", "label"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            relabel(code, label, source)
        assert list(refused.value.problems) == [field]
    with pytest.raises(Invalid, match="who decided"):
        store.write(administrator, policies.close_code, "soc_threat", "OIC", TODAY, " ")
    with pytest.raises(NotAllowed):
        store.write(supervisor, policies.close_code, "soc_threat", "OIC", TODAY, "x")


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
