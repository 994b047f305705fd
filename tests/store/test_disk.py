"""Where a store lies, and files that are never half written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from soc_desk.errors import StoreUnavailable
from soc_desk.store import disk
from soc_desk.store.engine import journal_for, make_engine
from tests.conftest import StoreFile

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
//server/cases /mnt/cases cifs rw,vers=3.1.1 0 0
server:/export /mnt/cases/nfs nfs4 rw 0 0
/dev/sdb1 /mnt/cases/usb ext4 rw 0 0
//server/two /mnt/shared\\040folder smb3 rw 0 0
host /mnt/ssh fuse.sshfs rw 0 0
host /mnt/vm 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/dc/force.socdesk", False),
        ("/tmp/force.socdesk", False),
        ("/mnt/cases/force.socdesk", True),
        ("/mnt/cases/deep/er/force.socdesk", True),
        ("/mnt/cases/nfs/force.socdesk", True),
        ("/mnt/cases/usb/force.socdesk", False),
        ("/mnt/casesbook/force.socdesk", False),
        ("/mnt/shared folder/force.socdesk", True),
        ("/mnt/ssh/force.socdesk", True),
        ("/mnt/vm/force.socdesk", True),
    ],
)
def test_a_network_folder_is_known_by_its_file_system(path: str, network: bool, monkeypatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _self: True)
    assert disk.is_network_path(Path(path), MOUNTS) is network


def test_this_folder_is_local(tmp_path: Path) -> None:
    assert disk.is_network_path(tmp_path / "not" / "there.socdesk") is False


def test_the_journal_follows_the_disk(store_file: StoreFile, monkeypatch) -> None:
    assert journal_for(store_file.path) == "WAL"
    with monkeypatch.context() as shared:
        shared.setattr("soc_desk.store.engine.is_network_path", lambda _path: True)
        engine = store_file.engine()
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"
        engine.dispose()
    engine = store_file.engine()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_a_store_in_use_is_not_forced_to_another_journal(store_file: StoreFile, monkeypatch) -> None:
    engine = store_file.engine()
    monkeypatch.setattr("soc_desk.store.engine.BUSY_MS", 50)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM app_user").scalar()
        monkeypatch.setattr("soc_desk.store.engine.is_network_path", lambda _path: True)
        other = make_engine(str(store_file.path), store_file.key.secret)
        with pytest.raises(Exception, match=r"locked|open in another"):
            other.connect()
    engine.dispose()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "keys"
    disk.write_whole(path, b"before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        disk.write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["keys"]


def test_only_one_program_holds_a_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    script = (
        "import sys, pathlib; from soc_desk.store.disk import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1]), 'Busy.'): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreUnavailable, match="Busy"), disk.only_one(lock, "Busy."):
            pass
        other.kill()
    with disk.only_one(lock, "Busy."):
        assert lock.exists()


def test_a_copy_kept_aside_never_takes_a_name_in_use(tmp_path: Path) -> None:
    store = tmp_path / "force.socdesk"
    first = disk.aside(store, "before-restore", "20261114-103000")
    assert first.name == "force.before-restore-20261114-103000.socdesk"
    first.touch()
    assert disk.aside(store, "before-restore", "20261114-103000") != first


def test_only_copies_left_long_ago_are_swept(tmp_path: Path) -> None:
    store = tmp_path / "force[1].socdesk"
    old, new = tmp_path / "force[1].socdesk.part-1", tmp_path / "force[1].socdesk.part-2"
    for part in (store, old, new):
        part.touch()
    os.utime(old, (0, 0))
    disk.sweep(store)
    assert store.exists()
    assert new.exists()
    assert not old.exists()
