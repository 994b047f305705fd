"""A person and their key come together or not at all; who was disabled comes back with a new key."""

import logging

import pytest

from soc_desk.errors import Invalid, NotAllowed, StoreUnavailable, WrongKey
from soc_desk.services import admission, users
from soc_desk.services.admission import NewKey
from soc_desk.store import Actor, Store, access, keys, opening
from soc_desk.vocabulary import Role
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile

NEW = "granite heron teapot"
KEY = NewKey(FOUNDER.name, PASSPHRASE, NEW)
ROLES = (Role.OFFICER,)


@pytest.fixture
def opened(store_file: StoreFile) -> tuple[Store, StoreFile]:
    """A file store; on a server people's logins are tested with the store."""
    return Store(store_file.engine()), store_file


def names(store: Store) -> set[str]:
    return {row.name for row in store.read(FOUNDER, users.list_rows)}


def test_a_person_is_let_in_with_their_key(opened: tuple[Store, StoreFile]) -> None:
    store, file = opened
    made = store.write(FOUNDER, admission.let_in, " N.Ew ", "DC N. Ew", ROLES, KEY).value
    assert made.still == ""
    found = {row.name: row.has_key for row in store.read(FOUNDER, admission.people)}
    assert {name for name, has_key in found.items() if has_key} == {FOUNDER.name, "n.ew"}
    assert False in found.values()  # people of the store to whom nobody gave a key
    theirs, actor = opening.open(str(file.path), "n.ew", NEW)
    assert actor.id == made.id
    theirs.close()
    store.close()


def test_no_key_no_person(opened: tuple[Store, StoreFile], monkeypatch: pytest.MonkeyPatch) -> None:
    store, file = opened

    def full(*_: object) -> None:
        raise StoreUnavailable("The key file cannot be written.")

    with monkeypatch.context() as broken:
        broken.setattr(access, "admit", full)
        with pytest.raises(StoreUnavailable):
            store.write(FOUNDER, admission.let_in, "n.ew", "DC N. Ew", ROLES, KEY)
    with pytest.raises(WrongKey):
        store.write(FOUNDER, admission.let_in, "n.ew", "N", ROLES, NewKey(FOUNDER.name, "not it at all", NEW))
    with pytest.raises(Invalid, match="too short"):
        store.write(FOUNDER, admission.let_in, "n.ew", "N", ROLES, NewKey(FOUNDER.name, PASSPHRASE, "short"))
    assert "n.ew" not in names(store)
    assert keys.users(file.path) == (FOUNDER.name,)
    store.write(FOUNDER, admission.let_in, "n.ew", "DC N. Ew", ROLES, KEY)  # nothing is in the way of the next try
    store.close()


def test_no_person_no_key(opened: tuple[Store, StoreFile], monkeypatch: pytest.MonkeyPatch) -> None:
    store, file = opened

    def fail(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("soc_desk.store.store.seal", fail)
        with pytest.raises(StoreUnavailable):
            store.write(FOUNDER, admission.let_in, "n.ew", "DC N. Ew", ROLES, KEY)
    assert "n.ew" not in names(store)
    assert keys.users(file.path) == (FOUNDER.name,)
    store.close()


def test_a_key_that_cannot_be_taken_back_is_told(
    opened: tuple[Store, StoreFile], monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]
) -> None:
    store, _file = opened

    def fail(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr("soc_desk.store.store.seal", fail)
    monkeypatch.setattr(access, "dismiss", fail)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        store.write(FOUNDER, admission.let_in, "n.ew", "DC N. Ew", ROLES, KEY)
    assert "could not be taken away" in logged.pop().getMessage()
    store.close()


def test_somebody_there_keeps_their_key(opened: tuple[Store, StoreFile]) -> None:
    store, file = opened
    with pytest.raises(Invalid, match="already somebody"):
        store.write(FOUNDER, admission.let_in, FOUNDER.name, "Another", ROLES, KEY)
    assert keys.unlock(file.path, FOUNDER.name, PASSPHRASE) == file.key
    store.close()


def test_who_was_disabled_comes_back_with_a_new_key(opened: tuple[Store, StoreFile], officer: Actor) -> None:
    store, file = opened
    made = store.write(FOUNDER, admission.let_in, "n.ew", "DC N. Ew", ROLES, KEY).value
    version = next(row.version for row in store.read(FOUNDER, users.list_rows) if row.id == made.id)
    with pytest.raises(Invalid, match="may sign in already"):
        store.write(FOUNDER, admission.let_back, made.id, version, KEY)
    store.write(FOUNDER, users.disable, made.id, version)
    store.read(FOUNDER, admission.dismiss, "n.ew")
    with pytest.raises(Invalid, match="Enable them again"):
        store.write(FOUNDER, admission.renewing, made.id)
    with pytest.raises(NotAllowed):
        store.write(officer, users.enable, made.id, version + 1)
    store.write(FOUNDER, admission.let_back, made.id, version + 1, KEY)
    theirs, actor = opening.open(str(file.path), "n.ew", NEW)
    assert (actor.id, actor.roles) == (made.id, frozenset(ROLES))
    theirs.close()
    store.close()


def test_enabling_is_the_same_on_both_engines(store: Store, administrator: Actor, officer: Actor) -> None:
    def row() -> users.UserRow:
        return next(row for row in store.read(administrator, users.list_rows) if row.id == officer.id)

    store.write(administrator, users.disable, officer.id, row().version)
    assert row().disabled_at is not None
    store.write(administrator, users.enable, officer.id, row().version)
    assert row().disabled_at is None
