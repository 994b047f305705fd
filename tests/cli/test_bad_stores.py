"""A store that cannot be opened is refused in one sentence with exit code 3, and stays as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from soc_desk.store import checkpoint, keys
from soc_desk.store.engine import connect_file
from tests.cli.conftest import TRACKER, Desk
from tests.conftest import PASSPHRASE, StoreFile

COMMANDS = (
    ("store", "info"), ("store", "check"), ("store", "upgrade"), ("user", "list"), ("audit", "verify"),
    ("policy", "list"), ("return", "check", "--period", "2026"), ("import", TRACKER, "--kind", "disruptions"),
    ("report", "caseload", "--json"),
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def truncated(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 100])


def overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:300] = b"\xaa" * 200
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_picture(path: Path) -> None:
    path.write_bytes(PNG)


def plain_database(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE note (text TEXT)")
    other.commit()
    other.close()


def gone(path: Path) -> None:
    path.unlink()


def without_keys(path: Path) -> None:
    keys.key_file(path).unlink()


def rubbish_keys(path: Path) -> None:
    keys.key_file(path).write_text("{}", "utf-8")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (truncated, "damaged"), (overwritten, "damaged"), (emptied, "empty"), (a_picture, "not a SOC Desk store"),
        (plain_database, "not a SOC Desk store"), (gone, "no store"), (without_keys, "key file"),
        (rubbish_keys, "key file"),
        (a_folder, ""),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)  # fmt: skip
def test_what_is_no_sound_store_is_refused(
    here: Desk, store_file: StoreFile, harm: Callable[[Path], None], says: str
) -> None:
    harm(store_file.path)
    before = store_file.path.read_bytes() if store_file.path.is_file() else None
    for command in (("store", "info", "--json"), ("import", TRACKER, "--kind", "disruptions", "--json")):
        told = here(*command)
        assert (told.code, says in told.err) == (3, True), told
    assert (store_file.path.read_bytes() if store_file.path.is_file() else None) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: "-".join(map(str, c[:2])))
def test_a_wrong_passphrase_opens_nothing(
    here: Desk, command: tuple[str, ...], unchanged: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", "otter lamp quarrel")
    told = here(*command)
    assert (told.code, told.err) == (3, "The user name or the passphrase is wrong. Check both and try again.\n")
    monkeypatch.setenv("SOC_DESK_USER", "nobody")
    assert here(*command).err == told.err
    assert unchanged()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: "-".join(map(str, c[:2])))
def test_a_newer_store_is_refused(
    here: Desk, store_file: StoreFile, command: tuple[str, ...], unchanged: Callable[[], bool]
) -> None:
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("UPDATE alembic_version SET version_num = '9001'")
    connection.close()
    told = here(*command)
    assert (told.code, "newer" in told.err) == (3, True), told
    assert unchanged()


def test_an_older_store_names_the_command_that_mends_it(here: Desk, store_file: StoreFile) -> None:
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    told = here("store", "info")
    assert (told.code, "soc-desk store upgrade" in told.err) == (3, True), told


def test_a_store_held_by_another_program(
    here: Desk, store_file: StoreFile, unchanged: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soc_desk.store.engine.BUSY_MS", 50)
    assert here("store", "info").code == 0  # the file's log exists from here on
    other = connect_file(store_file.path, store_file.key.secret, journal="WAL")
    other.execute("BEGIN IMMEDIATE")
    assert here("store", "info").code == 0  # a reader needs nobody's leave
    told = here("import", TRACKER, "--kind", "disruptions")
    assert (told.code, told.err) == (
        3,
        "The store is busy: another program is saving to it. Try again in a moment; nothing was saved.\n",
    )
    other.execute("ROLLBACK")
    other.close()
    assert unchanged()
    assert here("import", TRACKER, "--kind", "disruptions").code == 1


def test_a_full_disk_while_importing(
    here: Desk, store_file: StoreFile, unchanged: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connect_file

    def small(*args: object, **more: object) -> object:
        connection = real(*args, **more)  # type: ignore[arg-type]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        return connection

    monkeypatch.setattr("soc_desk.store.engine.connect_file", small)
    told = here("import", TRACKER, "--kind", "disruptions", "--json")
    assert (told.code, told.err) == (3, "The disk is full. Make room, then try again; nothing was saved.\n")
    monkeypatch.undo()
    assert unchanged()


@pytest.mark.skipif(os.name == "nt", reason="a limit on the size of files is POSIX")
def test_a_disk_that_takes_no_more(store_file: StoreFile, unchanged: Callable[[], bool], home: Path) -> None:
    """The operating system itself refuses, in a process of its own."""
    limit = store_file.path.stat().st_size + 40_000
    script = (
        "import resource, signal, sys; from soc_desk import cli\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    told = _run([sys.executable, "-c", script, "import", str(TRACKER), "--kind", "disruptions"], store_file.path, home)
    assert told.returncode == 3, told
    assert "disk" in told.stderr
    assert told.stderr.count("\n") == 1
    assert unchanged()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_may_only_be_read(store_file: StoreFile) -> None:
    folder = Path(mkdtemp())
    path = folder / "test.socdesk"
    connect_file(store_file.path, store_file.key.secret, journal="WAL").close()  # else the first opening changes it
    shutil.copyfile(store_file.path, path)
    keys.copy_slots(store_file.path, path)
    shutil.copyfile(checkpoint.beside(store_file.path), checkpoint.beside(path))
    checkpoint.beside(path).chmod(0o444)
    keys.key_file(path).chmod(0o444)
    path.chmod(0o444)
    own = folder / "own"
    own.mkdir()
    own.chmod(0o777)
    folder.chmod(0o555)
    script = (
        "import os, sys; from soc_desk import cli; home = os.environ.pop('SOC_DESK_HOME')\n"
        "os.environ['SOC_DESK_HOME'] = home + '-before'; cli.main(['store', 'info'])  # loads what loads late\n"
        "os.environ['SOC_DESK_HOME'] = home\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)  # permissions bind others only\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    before = path.read_bytes()
    for command in (["store", "info", "--json"], ["policy", "set", "ocg.archive_after_days", "90", "--source", "x"]):
        told = _run([sys.executable, "-c", script, *command], path, own)
        assert told.returncode in (0, 3), told
        if command[0] == "policy" or told.returncode:
            assert (told.returncode, "read-only" in told.stderr) == (3, True), told
            assert told.stderr.count("\n") == 1
    assert path.read_bytes() == before
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_no_store_is_named(desk: Desk) -> None:
    told = desk("store", "info")
    assert (told.code, "soc-desk store create" in told.err) == (2, True)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nobody@127.0.0.1:1/none", "postgresql:rubbish", "postgresql:", "postgresql://[::1/x",
        "postgresql://user@/", "postgresql://user@host:port/x", "postgresql://u@127.0.0.1:99999/x", "postgres://x/y:z",
        "postgresql://u@127.0.0.1:1/x?nonsense=1", "postgresql+odd://u@127.0.0.1:1/x", "sqlite:", "sqlite://",
        "sqlite:///", "sqlite+odd:///x", "mysql://u@h/x", "http://x", "file:///tmp/x", " ", "x" * 5000, "a\0b", "a\nb",
        "~nobodyatall/x", "/dev/null",
    ],
    ids=lambda address: ascii(address[:24]),
)  # fmt: skip
def test_an_address_that_names_no_store(desk: Desk, address: str, tmp_path: Path) -> None:
    for command in (("info",), ("create",), ("backup", tmp_path / "b.socdesk")):
        assert desk("store", *command, "--store", address).code == 3


def test_a_folder_is_no_store(desk: Desk, tmp_path: Path) -> None:
    told = desk("store", "info", "--store", tmp_path)
    assert (told.code, told.err) == (3, f"{tmp_path} is a folder. Name the .socdesk file in it.\n")


@pytest.mark.parametrize("named", ["backups", "/"])
def test_a_folder_is_no_backup(here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("backups").mkdir()
    told = here("store", "restore", named, "--store", "new.socdesk")
    assert (told.code, told.err) == (3, f"{named} is a folder. Choose the backup in it.\n")


def test_ones_own_folder_that_takes_nothing(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("soc_desk.store.passphrase.write_whole", full)
    told = here("store", "info")
    assert (told.code, "own folder" in told.err, "store was not touched" in told.err) == (3, True, True), told


def test_a_place_that_is_taken_is_not_overwritten(
    here: Desk, store_file: StoreFile, unchanged: Callable[[], bool]
) -> None:
    for command in (("create",), ("copy", store_file.path), ("backup", store_file.path)):
        told = here("store", *command)
        assert (told.code, "already exists" in told.err) == (3, True), told
    assert unchanged()


def _run(command: list[str], store: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    settings = {
        **os.environ, "SOC_DESK_HOME": str(home), "SOC_DESK_STORE": str(store), "SOC_DESK_USER": "founder",
        "SOC_DESK_PASSPHRASE": PASSPHRASE,
    }  # fmt: skip
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
