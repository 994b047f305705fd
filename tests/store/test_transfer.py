"""A store moves between SQLite and PostgreSQL and is proved equal."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from soc_desk.domain import Person
from soc_desk.errors import Cancelled, StoreUnavailable
from soc_desk.store import Store, Work, checkpoint, keys, opening, schema, transfer, use_case
from soc_desk.store.audit import head, verify
from soc_desk.store.check import check
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.ocg import LinkRole
from tests import factories, factories_network
from tests.conftest import FOUNDER, PASSPHRASE, Postgresql, StoreFile
from tests.store.growing import cancelling, grow


def test_there_and_back_again_is_the_same_store(store_file: StoreFile, postgresql: Postgresql, tmp_path: Path) -> None:
    ours = store_file.engine()
    Store(ours).write(FOUNDER, grow, "Überwachung 🌿 שלום", 30)
    server = make_engine(postgresql.database("template0"))
    transfer.copy(ours, server)
    transfer.to_new_file(server, tmp_path / "back.socdesk", "dc.hart", PASSPHRASE)
    key = keys.unlock(tmp_path / "back.socdesk", "dc.hart", PASSPHRASE)
    back = make_engine(str(tmp_path / "back.socdesk"), key.secret)
    assert transfer.prove(ours) == transfer.prove(server) == transfer.prove(back)
    for engine in (server, back):
        verdict = Store(engine).read(FOUNDER, verify)
        assert verdict.intact
        assert verdict.head == Store(ours).read(FOUNDER, head)
        assert opening.store_id(engine) == opening.store_id(ours)
        Store(engine).write(FOUNDER, grow, "after", 1)  # the copy is a store that works
        engine.dispose()
    ours.dispose()


@use_case("Merge by hand", needs=EVERYONE)
def merge_into_newer(work: Work, older: UUID, newer: UUID) -> None:
    person = work.session.get(Person, older)
    assert person is not None
    person.merged_into_id = newer


def test_what_refers_to_a_newer_row_of_its_table_is_copied(
    store_file: StoreFile, postgresql: Postgresql, tmp_path: Path
) -> None:
    ours = store_file.engine()
    store = Store(ours)
    group = factories.ocg(store, FOUNDER)
    older, newer = store.write(FOUNDER, factories_network.people, group, {LinkRole.MEMBER: 2}).value
    store.write(FOUNDER, merge_into_newer, older, newer)
    server = make_engine(postgresql.database("template0"))
    transfer.copy(ours, server)
    transfer.to_new_file(server, tmp_path / "back.socdesk", "dc.hart", PASSPHRASE)
    assert transfer.prove(ours) == transfer.prove(server)
    server.dispose()
    ours.dispose()


def test_only_an_empty_target_is_written_to(store_file: StoreFile, postgresql: Postgresql) -> None:
    ours, server = store_file.engine(), make_engine(postgresql.shared)
    before = transfer.prove(server)
    with pytest.raises(StoreUnavailable, match="already holds a store"):
        transfer.copy(ours, server)
    assert transfer.prove(server) == before
    ours.dispose()
    server.dispose()


def test_a_cancelled_copy_leaves_nothing(store_file: StoreFile, postgresql: Postgresql, tmp_path: Path) -> None:
    ours = store_file.engine()
    server = make_engine(postgresql.database("template0"))
    with pytest.raises(Cancelled):
        transfer.copy(ours, server, progress=cancelling(5))
    assert schema.current(server) is None
    with pytest.raises(Cancelled):
        transfer.to_new_file(ours, tmp_path / "new.socdesk", "x.y", PASSPHRASE, progress=cancelling(5))
    assert not list(tmp_path.glob("new*"))
    ours.dispose()
    server.dispose()


def test_a_difference_is_found(store_file: StoreFile, tmp_path: Path) -> None:
    other = store_file.copy(tmp_path / "other.socdesk")
    connection = connect_file(other.path, other.key.secret)
    connection.execute("UPDATE area SET name = 'Nord' WHERE name = 'North'")
    connection.close()
    ours, theirs = store_file.engine(), other.engine()
    differing = [a.name for a, b in zip(transfer.prove(ours), transfer.prove(theirs), strict=True) if a != b]
    assert differing == ["area"]
    ours.dispose()
    theirs.dispose()


def test_a_sound_store_checks_clean(store: Store, store_address: str) -> None:
    findings = check(store.engine, store_address)
    assert [finding for finding in findings if not finding.holds] == []
    assert {finding.name for finding in findings} >= {"version", "references", "audit", "totals"}
    assert all(finding.text.endswith(".") for finding in findings)


def test_a_reference_to_nothing_is_named(store_file: StoreFile) -> None:
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE app_user SET team_id = x'00112233445566778899aabbccddeeff' WHERE name = 'officer'")
    connection.close()
    engine = store_file.engine()
    broken = [finding for finding in check(engine, str(store_file.path)) if not finding.holds]
    assert [finding.name for finding in broken] == ["references"]
    assert "app_user" in broken[0].text
    engine.dispose()


def test_a_record_made_outside_the_program_does_not_reconcile(store: Store, store_address: str, founder) -> None:
    from tests.store.test_guards import smuggle

    smuggle(store, founder)
    broken = [finding.name for finding in check(store.engine, store_address) if not finding.holds]
    assert broken == ["totals"]


def test_an_altered_entry_is_placed(store: Store, store_address: str) -> None:
    with store.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_entry_unchanged"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE audit_entry SET title = 'Other' WHERE id = 7"))
    broken = [finding for finding in check(store.engine, store_address) if not finding.holds]
    guards = ["guards"] if store.engine.dialect.name == "sqlite" else []
    assert [finding.name for finding in broken] == [*guards, "audit"]
    assert "Entry 7" in broken[-1].text


def test_a_checkpoint_goes_forward_only_unless_set(store: Store, store_address: str) -> None:
    from soc_desk.store.audit import Head

    identity = opening.store_id(store.engine)
    checkpoint.write(identity, store_address, Head(0, ""))
    keeper = checkpoint.keeper(identity, store_address, {4: "four", 5: "five"}.get)
    assert keeper.keep(Head(4, "four"), Head(5, "five")) == ()
    assert keeper.keep(Head(3, "three"), Head(4, "four")) == ()
    assert checkpoint.read(identity, store_address) == (Head(5, "five"),)
    checkpoint.write(identity, store_address, Head(2, "two"))
    assert checkpoint.read(identity, store_address) == (Head(2, "two"),)


def test_a_checkpoint_that_cannot_be_written_does_not_undo_a_save(store_file: StoreFile, logged) -> None:
    from soc_desk.store.audit import Head

    identity, address = store_file.key.store_id, str(store_file.path.parent / "gone" / "a.socdesk")
    checkpoint.keeper(identity, address, {1: "one"}.get).keep(Head(0, ""), Head(1, "one"))
    assert "could not be written" in logged.pop().getMessage()
    assert checkpoint.read(identity, address) == (Head(1, "one"),)
