"""A tail cut off the log stays noticed when writing goes on, on both engines, until somebody accepts it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from soc_desk.errors import Conflict, Invalid, NotAllowed, StoreUnavailable
from soc_desk.services import upkeep, users
from soc_desk.store import Actor, Store, audit, backup, checkpoint, continuity, logins, opening
from soc_desk.store import restore as restoring
from soc_desk.store.audit import Head
from soc_desk.store.check import check
from soc_desk.store.engine import make_engine
from tests.conftest import FOUNDER, PASSPHRASE, PEOPLE, StoreFile
from tests.store.growing import grow


def quiet(_fraction: float, _text: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def enter(store_address: str, engine_name: str) -> Iterator[Callable[..., Store]]:
    """Opens the store as its founder, or on a server as somebody else with a login."""
    opened: list[Store] = []

    def open_it(name: str = FOUNDER.name) -> Store:
        if engine_name == "postgresql":
            owner = make_engine(store_address)
            logins.admit(owner, name, PASSPHRASE)
            owner.dispose()
        opened.append(opening.open(store_address, name, PASSPHRASE)[0])
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


def write_on(store: Store, times: int = 1, by: Actor = FOUNDER) -> str:
    """Some entries more; gives the last warning."""
    return [store.write(by, users.signed_in).warning for _ in range(times)][-1]


def cut(store: Store, address: str, entries: int) -> int:
    """Take the newest entries off the log, as a holder of the key or the owner can; gives the last one left."""
    outside = make_engine(address) if store.engine.dialect.name == "postgresql" else store.engine
    with outside.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER IF EXISTS audit_entry_kept"))
        connection.execute(text(f"DELETE FROM audit_entry WHERE id > (SELECT max(id) FROM audit_entry) - {entries}"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))
        last = int(connection.scalar(text("SELECT max(id) FROM audit_entry")) or 0)
    if outside is not store.engine:
        outside.dispose()
    return last


def test_a_cut_tail_stays_noticed_when_writing_goes_on(enter: Callable[..., Store], store_address: str) -> None:
    store = enter()
    assert store.warning == ""
    assert write_on(store, 3) == ""
    gone = store.read(FOUNDER, audit.head)
    left = cut(store, store_address, 2)
    warned = write_on(store)  # it goes on from the cut, in the open program
    assert f"entry {gone.seq:,}" in warned
    assert "audit verify" in warned
    assert store.warning == warned
    write_on(store, 4)
    assert store.read(FOUNDER, audit.head).seq > gone.seq > left
    for again in range(2):  # every later run, of another program too
        later = enter()
        assert f"entry {gone.seq:,}" in later.warning
        verdict = later.read(FOUNDER, upkeep.verify_chain, quiet)
        assert (verdict.intact, verdict.first_break, verdict.is_cut, verdict.restored) == (False, gone.seq, True, False)
        assert later.read(FOUNDER, upkeep.chain).lost == (gone,)
        assert not later.read(FOUNDER, upkeep.chain).reaches
        wrong = [found.name for found in check(later.engine, store_address) if not found.holds]
        assert wrong == (["audit"] if later.engine.dialect.name == "postgresql" else ["guards", "audit"])
        write_on(later, again + 1)


def test_a_cut_tail_is_told_on_opening_before_anything_is_written(
    enter: Callable[..., Store], store_address: str
) -> None:
    store = enter()
    write_on(store, 3)
    cut(store, store_address, 1)
    assert "was cut or rewritten" in enter().warning


def test_a_cut_without_its_checkpoint_is_noticed_by_a_workstation_that_never_saw_the_store(
    store_file: StoreFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(store_file.path)
    with closing(opening.open(address, FOUNDER.name, PASSPHRASE)[0]) as store:
        write_on(store, 3)
        cut(store, address, 1)
    checkpoint.beside(store_file.path).unlink()
    monkeypatch.setenv("SOC_DESK_HOME", str(tmp_path / "auditor"))
    with closing(opening.open(address, FOUNDER.name, PASSPHRASE)[0]) as store:
        assert "No checkpoint lay beside the store" in store.warning
        write_on(store)
    with closing(
        opening.open(address, FOUNDER.name, PASSPHRASE)[0]
    ) as store:  # there is one again, and it stays noticed
        assert "No checkpoint lay beside the store" in store.warning
        verdict = store.read(FOUNDER, upkeep.verify_chain, quiet)
        assert (verdict.intact, "whether its end was cut" in verdict.reason) == (False, True)
        lost = store.read(FOUNDER, upkeep.acceptable, quiet)
        store.write(FOUNDER, upkeep.accepting, lost, "It was moved without it.")
        store.read(FOUNDER, upkeep.accept)
        assert store.read(FOUNDER, upkeep.verify_chain, quiet).intact


def test_somebody_who_sees_a_part_of_the_log_is_told_nothing_wrong(
    store: Store, enter: Callable[..., Store], engine_name: str, officer: Actor
) -> None:
    if engine_name == "sqlite":
        pytest.skip("a file hides nothing from who holds its key")
    from soc_desk.services import subjects
    from soc_desk.vocabulary import Access
    from tests import factories

    owner = enter()
    group = factories.ocg(owner, FOUNDER)
    write_on(owner)
    version = factories.version(owner, FOUNDER, group)
    owner.write(FOUNDER, subjects.set_access, group, version, Access.SEALED, ())  # the head is about a closed record
    theirs = enter(officer.name)
    assert theirs.warning == ""
    assert write_on(theirs, 2, officer) == ""
    with pytest.raises(NotAllowed, match="auditor"):
        theirs.read(officer, upkeep.verify_chain, quiet)


def test_an_accepted_cut_is_remembered_no_more(
    enter: Callable[..., Store], store_address: str, auditor: Actor, officer: Actor
) -> None:
    store = enter()
    write_on(store, 3)
    gone = store.read(FOUNDER, audit.head)
    cut(store, store_address, 2)
    write_on(store, 3)
    lost = store.read(FOUNDER, upkeep.acceptable, quiet)
    assert lost == (gone,)
    with pytest.raises(NotAllowed):
        store.write(officer, upkeep.accepting, lost, "Because.")
    with pytest.raises(Invalid, match="Say why"):
        store.write(FOUNDER, upkeep.accepting, lost, "  ")
    before = store.read(FOUNDER, audit.head)
    store.write(FOUNDER, upkeep.accepting, lost, "A restore that was agreed.")
    head = store.read(FOUNDER, upkeep.accept)
    assert head.seq == before.seq + 1
    assert store.read(FOUNDER, upkeep.verify_chain, quiet).intact
    assert enter().warning == ""
    assert store.read(FOUNDER, upkeep.acceptable, quiet) == ()
    assert auditor.has(upkeep.accepting.rule.needs)


def test_what_is_broken_in_itself_is_not_accepted(enter: Callable[..., Store], store_address: str) -> None:
    store = enter()
    write_on(store, 5)
    last = cut(store, store_address, 1)
    write_on(store, 3)
    outside = make_engine(store_address) if store.engine.dialect.name == "postgresql" else store.engine
    with outside.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(f"UPDATE audit_entry SET machine = 'another' WHERE id = {last - 1}"))
    with pytest.raises(Conflict, match=f"Entry {last - 1} was altered.*cannot be accepted"):
        store.read(FOUNDER, upkeep.acceptable, quiet)
    if outside is not store.engine:
        outside.dispose()


@pytest.fixture
def backed(store_file: StoreFile, tmp_path: Path) -> Path:
    """A backup of the store, which then went on."""
    store, _ = opening.open(str(store_file.path), FOUNDER.name, PASSPHRASE)
    made = backup.make(store.engine, tmp_path / "backup.socdesk")
    store.write(FOUNDER, grow, "since", 20)
    store.close()
    return made.path


def test_a_restore_is_an_entry_with_both_heads(store_file: StoreFile, backed: Path) -> None:
    engine = store_file.engine()
    before = Store(engine).read(FOUNDER, audit.head)
    engine.dispose()
    done = restoring.restore(backed, store_file.path, FOUNDER.name, PASSPHRASE)
    store = Store(store_file.engine())
    assert store.read(FOUNDER, audit.head) == done.head
    (entry,) = store.read(FOUNDER, continuity._restores)
    assert (entry.entry, entry.by, entry.backup) == (done.head.seq, FOUNDER.name, "backup.socdesk")
    assert (entry.before, entry.after.seq) == (before, done.head.seq - 1)
    assert restoring.restored.rule.name == continuity.RESTORED
    assert store.read(FOUNDER, upkeep.verify_chain, quiet).intact
    store.close()


def test_another_workstation_hears_of_the_restore_and_how_to_accept_it(
    store_file: StoreFile, backed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(store_file.path)
    with monkeypatch.context() as elsewhere:  # the restore is done on a workstation of its own
        elsewhere.setenv("SOC_DESK_HOME", str(tmp_path / "elsewhere"))
        done = restoring.restore(backed, store_file.path, FOUNDER.name, PASSPHRASE)
    store, _ = opening.open(address, FOUNDER.name, PASSPHRASE)
    assert "backup.socdesk" in store.warning
    assert "soc-desk audit accept" in store.warning
    verdict = store.read(FOUNDER, upkeep.verify_chain, quiet)
    assert (verdict.intact, verdict.restored) == (False, True)
    assert f"entry {done.head.seq:,} tells of it" in verdict.reason
    lost = store.read(FOUNDER, upkeep.acceptable, quiet)
    store.write(FOUNDER, upkeep.accepting, lost, "Agreed with the head of unit.")
    store.read(FOUNDER, upkeep.accept)
    store.close()
    again, _ = opening.open(address, FOUNDER.name, PASSPHRASE)
    assert again.warning == ""
    assert again.read(FOUNDER, upkeep.verify_chain, quiet).intact
    again.close()


def test_a_restore_does_not_explain_what_it_did_not_take_away() -> None:
    from datetime import UTC, datetime

    told = continuity.Restore(11, datetime(2026, 11, 14, tzinfo=UTC), "a", "b", Head(20, "s20"), Head(10, "s10"))
    assert told.explains(Head(15, "x"))
    assert told.explains(Head(20, "s20"))
    assert not told.explains(Head(20, "other"))
    assert not told.explains(Head(21, "x"))
    assert not told.explains(Head(10, "x"))
    unread = continuity.Restore(11, told.at, "a", "b", None, Head(10, "s10"))
    assert unread.explains(Head(99, "x"))
    assert not unread.explains(Head(9, "x"))


def test_only_an_administrator_of_today_restores(store_file: StoreFile, backed: Path) -> None:
    from soc_desk.store import keys

    keys.add_slot(backed, store_file.key, "officer", "velvet anchor maple")
    with pytest.raises(NotAllowed):
        restoring.restore(backed, store_file.path, "officer", "velvet anchor maple")
    keys.add_slot(backed, store_file.key, "administrator", "velvet anchor maple")
    store = Store(store_file.engine())
    person = next(row for row in store.read(FOUNDER, users.list_rows) if row.name == "administrator")
    store.write(FOUNDER, users.disable, person.id, person.version)
    store.close()
    before = store_file.path.read_bytes()
    assert PEOPLE["administrator"].id == person.id
    with pytest.raises(NotAllowed, match="Only an administrator"):
        restoring.restore(backed, store_file.path, "administrator", "velvet anchor maple")
    assert not list(store_file.path.parent.glob("*part*"))
    assert len(store_file.path.read_bytes()) == len(before)


def test_a_head_put_aside_is_not_lost_where_the_disk_takes_no_new_one(
    store_file: StoreFile, logged: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Head(3, "three")
    keeper = checkpoint.keeper(store_file.key.store_id, str(store_file.path), {3: "another"}.get)
    checkpoint.write(store_file.key.store_id, str(store_file.path), known)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint, "write_whole", full)
    assert keeper.keep(Head(4, "four"), Head(5, "five")) == ()
    assert "could not be put aside" in logged.pop().getMessage()  # type: ignore[attr-defined]
    logged.clear()
    assert checkpoint.read(store_file.key.store_id, str(store_file.path)) == (known,)


def test_a_store_that_does_not_answer_keeps_the_older_head(store_file: StoreFile, logged: list[object]) -> None:
    def silent(_seq: int) -> str | None:
        raise StoreUnavailable("The store is busy.")

    keeper = checkpoint.keeper(store_file.key.store_id, str(store_file.path), silent)
    checkpoint.write(store_file.key.store_id, str(store_file.path), Head(3, "three"))
    assert keeper.keep(Head(4, "four"), Head(5, "five")) == ()
    assert logged
    logged.clear()
    assert checkpoint.read(store_file.key.store_id, str(store_file.path)) == (Head(3, "three"),)
