"""Backups: taken while others save, proved, rotated; and put back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from soc_desk.errors import Cancelled, Invalid, StoreUnavailable, WrongKey
from soc_desk.store import Store, backup, checkpoint, keys, opening, transfer
from soc_desk.store.audit import head, verify
from soc_desk.store.check import check, examine_file
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.restore import restore
from soc_desk.store.upgrade import IN_USE
from tests.conftest import FOUNDER, PASSPHRASE, Postgresql, StoreFile
from tests.store.growing import cancelling, grow


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_backup_opens_with_the_users_of_the_store_and_holds_the_same(store_file: StoreFile, tmp_path: Path) -> None:
    store, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    store.write(FOUNDER, grow, "new", 100)
    told: list[float] = []
    made = backup.make(store.engine, tmp_path / "copy.socdesk", progress=lambda fraction, _text: told.append(fraction))
    copied, _ = opening.open(str(made.path), "founder", PASSPHRASE)
    assert transfer.prove(copied.engine) == transfer.prove(store.engine)
    assert made.head == store.read(FOUNDER, head)
    assert made.size_bytes == made.path.stat().st_size
    assert told == sorted(told)
    assert told[-1] <= 1
    store.close()
    copied.close()


def test_a_backup_is_one_file_with_its_keys_and_its_head(store_file: StoreFile, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    engine = store_file.engine()
    made = backup.make(engine, folder, clock=lambda: datetime(2026, 11, 14, 10, 30, tzinfo=UTC))
    engine.dispose()
    name = "test-20261114-103000.socdesk"
    assert _files(folder) == [name, f"{name}.head", f"{name}.keys"]
    assert made.path.name == name


def test_others_save_while_a_backup_is_taken(store_file: StoreFile, tmp_path: Path) -> None:
    engine = store_file.engine()
    store = Store(engine)
    store.write(FOUNDER, grow, "first", 2000, 2000)
    before = store.read(FOUNDER, head)
    saved: list[int] = []

    def save_meanwhile(_fraction: float, text: str) -> None:
        if "Copying" in text and len(saved) < 3:
            store.write(FOUNDER, grow, f"meanwhile{len(saved)}", 5)
            saved.append(1)

    made = backup.make(engine, tmp_path / "copy.socdesk", progress=save_meanwhile)
    assert saved
    assert made.head == before
    assert store.read(FOUNDER, head).seq == before.seq + 5 * len(saved)
    store.close()


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_cancelled_backup_leaves_nothing(store_file: StoreFile, tmp_path: Path, after: int) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    engine = store_file.engine()
    with pytest.raises(Cancelled):
        backup.make(engine, folder, progress=cancelling(after))
    assert _files(folder) == []
    with engine.connect() as connection:
        assert backup.last(opening.store_id(engine)) is None
        assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
    engine.dispose()


def test_a_backup_never_overwrites_nor_invents_folders(store_file: StoreFile, tmp_path: Path) -> None:
    engine = store_file.engine()
    (tmp_path / "copy.socdesk").write_bytes(b"precious")
    with pytest.raises(StoreUnavailable, match="never overwritten"):
        backup.make(engine, tmp_path / "copy.socdesk")
    with pytest.raises(StoreUnavailable, match="does not exist"):
        backup.make(engine, tmp_path / "no" / "copy.socdesk")
    assert (tmp_path / "copy.socdesk").read_bytes() == b"precious"
    engine.dispose()


def test_a_copy_that_is_not_sound_is_not_kept(store_file: StoreFile, tmp_path: Path, monkeypatch) -> None:
    real = backup.sync_file

    def damage(part: Path) -> None:
        content = bytearray(part.read_bytes())
        content[-100] ^= 1
        part.write_bytes(content)
        real(part)

    monkeypatch.setattr(backup, "sync_file", damage)
    folder = tmp_path / "backups"
    folder.mkdir()
    engine = store_file.engine()
    with pytest.raises(StoreUnavailable, match="not sound"):
        backup.make(engine, folder)
    assert _files(folder) == []
    engine.dispose()


def test_the_last_backup_is_remembered_for_the_store(store_file: StoreFile, tmp_path: Path) -> None:
    engine = store_file.engine()
    made = backup.make(engine, tmp_path)
    assert backup.last(opening.store_id(engine)) == made
    engine.dispose()


def test_rotation_keeps_days_weeks_and_months(tmp_path: Path) -> None:
    start = datetime(2026, 11, 14, 22, 0, tzinfo=UTC)
    taken = [(start - timedelta(days=day), tmp_path / f"{day}") for day in range(400)]
    gone = set(backup.surplus(taken))
    kept = [path.name for _, path in taken if path not in gone]
    assert kept[:7] == ["0", "1", "2", "3", "4", "5", "6"]
    assert len(kept) <= 7 + 4 + 12
    assert {(start - timedelta(days=int(day))).strftime("%Y-%m") for day in kept} >= {"2026-11", "2026-10", "2025-12"}
    assert backup.surplus(taken, daily=0, weekly=0, monthly=0) == tuple(path for _, path in reversed(taken[1:]))


def test_rotation_touches_only_dated_backups_of_this_store(store_file: StoreFile, tmp_path: Path) -> None:
    engine = store_file.engine()
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        backup.make(engine, folder, clock=lambda day=day: datetime(2026, 11, day, tzinfo=UTC))
    for other in ("test.socdesk", "other-20261101-000000.socdesk", "notes.txt"):
        (folder / other).touch()
    gone = backup.rotate(folder, "test", daily=1, weekly=0, monthly=0)
    assert [path.name for path in gone] == ["test-20261101-000000.socdesk", "test-20261102-000000.socdesk"]
    latest = "test-20261103-000000.socdesk"
    others = ["notes.txt", "other-20261101-000000.socdesk", "test.socdesk"]
    assert _files(folder) == sorted([*others, latest, f"{latest}.head", f"{latest}.keys"])
    engine.dispose()


@pytest.fixture
def backed(store_file: StoreFile, tmp_path: Path) -> Path:
    """A backup of the store, which then went on by 20 rows."""
    store, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    made = backup.make(store.engine, tmp_path / "backup.socdesk")
    store.write(FOUNDER, grow, "since", 20)
    store.close()
    return made.path


def _proof(path: Path, key: keys.StoreKey) -> tuple[transfer.TableProof, ...]:
    engine = make_engine(str(path), key.secret)
    proof = transfer.prove(engine)
    engine.dispose()
    return proof


def _records(path: Path, key: keys.StoreKey) -> tuple[transfer.TableProof, ...]:
    """Everything but the log, to which a restore adds its entry."""
    return tuple(proof for proof in _proof(path, key) if proof.name != "audit_entry")


def test_restoring_to_an_empty_place(store_file: StoreFile, backed: Path, tmp_path: Path) -> None:
    done = restore(backed, tmp_path / "again.socdesk", "founder", PASSPHRASE)
    assert done.kept is None
    assert _records(done.path, store_file.key) == _records(backed, store_file.key)
    opened, _ = opening.open(str(done.path), "founder", PASSPHRASE)
    opened.close()


def test_restoring_keeps_what_stood_there_aside(store_file: StoreFile, backed: Path) -> None:
    before = _proof(store_file.path, store_file.key)
    done = restore(backed, store_file.path, "founder", PASSPHRASE)
    assert done.kept is not None
    assert _records(store_file.path, store_file.key) == _records(backed, store_file.key)
    assert _proof(done.kept, store_file.key) == before
    assert keys.unlock(done.kept, "founder", PASSPHRASE) == store_file.key


def test_after_a_restore_the_shorter_chain_is_right(store_file: StoreFile, backed: Path) -> None:
    restore(backed, store_file.path, "founder", PASSPHRASE)
    store, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    findings = check(store.engine, str(store_file.path))
    assert [finding for finding in findings if not finding.holds] == []
    store.close()


def test_a_cut_tail_is_noticed_by_the_checkpoint(store_file: StoreFile, backed: Path) -> None:
    address = str(store_file.path)
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("DROP TRIGGER audit_entry_kept")
    connection.execute("DELETE FROM audit_entry WHERE id > (SELECT max(id) - 3 FROM audit_entry)")
    connection.close()
    store, _ = opening.open(address, "founder", PASSPHRASE)
    known = checkpoint.read(opening.store_id(store.engine), address)
    verdict = store.read(FOUNDER, verify, known)
    assert not verdict.intact
    assert "ends at entry" in verdict.reason
    assert store.read(FOUNDER, verify).intact  # without the checkpoint nobody would have known
    store.close()


def test_users_removed_since_the_backup_do_not_come_back(store_file: StoreFile, backed: Path) -> None:
    keys.change_passphrase(store_file.path, "founder", PASSPHRASE, "velvet anchor maple")
    restore(backed, store_file.path, "founder", PASSPHRASE)
    with pytest.raises(WrongKey):
        keys.unlock(store_file.path, "founder", PASSPHRASE)
    assert keys.unlock(store_file.path, "founder", "velvet anchor maple") == store_file.key


def test_a_store_in_use_is_not_restored_over(store_file: StoreFile, backed: Path) -> None:
    store, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    before = store.read(FOUNDER, head)
    with pytest.raises(StoreUnavailable) as refused:
        restore(backed, store_file.path, "founder", PASSPHRASE)
    assert str(refused.value) == IN_USE
    assert store.read(FOUNDER, head) == before
    store.close()
    assert not list(store_file.path.parent.glob("*part*"))


def test_another_store_is_never_replaced(backed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.socdesk"
    opening.create(str(other), "x.y", PASSPHRASE, force_name="Other", display="X").close()
    before = other.read_bytes()
    with pytest.raises(StoreUnavailable, match="different store"):
        restore(backed, other, "founder", PASSPHRASE)
    assert other.read_bytes() == before


def test_a_damaged_store_is_moved_aside(store_file: StoreFile, backed: Path) -> None:
    content = bytearray(store_file.path.read_bytes())
    content[300:9000] = b"x" * 8700
    store_file.path.write_bytes(content)
    done = restore(backed, store_file.path, "founder", PASSPHRASE)
    assert done.kept is not None
    assert done.kept.read_bytes() == bytes(content)
    assert _records(store_file.path, store_file.key) == _records(backed, store_file.key)


def test_a_damaged_backup_is_refused_before_anything_is_touched(store_file: StoreFile, backed: Path) -> None:
    content = bytearray(backed.read_bytes())
    content[-50] ^= 1
    backed.write_bytes(content)
    before = _proof(store_file.path, store_file.key)
    with pytest.raises(StoreUnavailable, match="not sound"):
        restore(backed, store_file.path, "founder", PASSPHRASE)
    assert _proof(store_file.path, store_file.key) == before
    assert not list(store_file.path.parent.glob("*before-restore*"))


def test_a_wrong_passphrase_restores_nothing(store_file: StoreFile, backed: Path) -> None:
    with pytest.raises(WrongKey):
        restore(backed, store_file.path, "founder", "wrong otter lamp")
    with pytest.raises(StoreUnavailable, match="same file"):
        restore(backed, backed, "founder", PASSPHRASE)


def test_a_cancelled_restore_changes_nothing(store_file: StoreFile, backed: Path) -> None:
    before = _proof(store_file.path, store_file.key)
    for after in range(6):
        with pytest.raises(Cancelled):
            restore(backed, store_file.path, "founder", PASSPHRASE, progress=cancelling(after))
        assert _proof(store_file.path, store_file.key) == before
    assert not list(store_file.path.parent.glob("*part*"))


def test_a_backup_of_a_server_is_an_encrypted_file(postgresql: Postgresql, tmp_path: Path) -> None:
    engine = make_engine(postgresql.shared)
    made = backup.make(engine, tmp_path / "copy.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    key = keys.unlock(made.path, "dc.hart", PASSPHRASE)
    assert examine_file(made.path, key.secret) == made.head
    assert _proof(made.path, key) == transfer.prove(engine)
    with pytest.raises(Invalid):
        backup.make(engine, tmp_path / "weak.socdesk", user="dc.hart", passphrase="weak")
    engine.dispose()
