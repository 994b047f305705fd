"""kill -9 in the middle of a save, a backup, an upgrade or a restore: the store is as before or as after."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from soc_desk.store import Store, backup, keys, transfer
from soc_desk.store.audit import head
from soc_desk.store.check import check, examine_file
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.restore import restore
from soc_desk.store.schema import HEAD
from soc_desk.store.upgrade import upgrade
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile
from tests.store.growing import grow, older_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tests kill as POSIX does")

TRIES = int(os.environ.get("SOC_DESK_KILLS", "3"))
"""Kills of each act, each at a random moment; raise it for a long proof."""
ROWS, SIZE = 800, 2000
"""Enough that each act takes long enough to be hit in the middle."""


class Killed:
    """One run of the program that is killed, ``after`` so many seconds since it said ``word``."""

    def __init__(self, act: str, store: Path, other: Path | str = "-") -> None:
        self._command = [
            sys.executable, "-m", "tests.store.killed", act, str(store), str(other), FOUNDER.name, PASSPHRASE,
        ]  # fmt: skip

    def whole(self, word: str) -> float:
        """Let it finish; how long it took from ``word`` to its end, in seconds."""
        with subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True) as process:
            self._await(process, word)
            began = time.monotonic()
            self._await(process, "done")
            return time.monotonic() - began

    def run(self, word: str, after: float) -> list[str]:
        """Kill it; what it had said until then."""
        with subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True) as process:
            said = self._await(process, word)
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.kill()
            assert process.stdout is not None
            return said + process.stdout.read().splitlines()

    @staticmethod
    def _await(process: "subprocess.Popen[str]", word: str) -> list[str]:
        assert process.stdout is not None
        said: list[str] = []
        while not said or not said[-1].startswith(word):
            line = process.stdout.readline()
            assert line, f"it ended without saying {word}: {said}"
            said.append(line.rstrip("\n"))
        return said


@pytest.fixture(scope="module")
def grown(sqlite_template: StoreFile, tmp_path_factory: pytest.TempPathFactory) -> StoreFile:
    file = sqlite_template.copy(tmp_path_factory.mktemp("grown") / "test.socdesk")
    engine = file.engine()
    Store(engine).write(FOUNDER, grow, "grown", ROWS, SIZE)
    engine.dispose()
    return file


@pytest.fixture(scope="module")
def grown_older(tmp_path_factory: pytest.TempPathFactory) -> StoreFile:
    def fill(store: Store) -> None:
        store.write(FOUNDER, grow, "grown", ROWS, SIZE)

    return older_file(tmp_path_factory.mktemp("older") / "test.socdesk", fill=fill)


def _records(path: Path, key: keys.StoreKey) -> tuple[transfer.TableProof, ...]:
    """Everything but the log, to which a restore adds its entry."""
    return tuple(proof for proof in _proof(path, key) if proof.name != "audit_entry")


def _proof(path: Path, key: keys.StoreKey) -> tuple[transfer.TableProof, ...]:
    engine = make_engine(str(path), key.secret)
    proof = transfer.prove(engine)
    engine.dispose()
    return proof


def _version(file: StoreFile) -> str:
    connection = connect_file(file.path, file.key.secret)
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(version)


def test_no_confirmed_save_is_lost(store_file: StoreFile) -> None:
    run = Killed("save", store_file.path)
    saved: set[str] = set()
    for number in range(TRIES):
        said = run.run("saved-", random.uniform(0.0, 0.6))
        names = {word for word in said if word.startswith("saved-")}
        connection = connect_file(store_file.path, store_file.key.secret)
        stored = {name.partition("-00000")[0] for (name,) in connection.execute("SELECT name FROM team")}
        assert names <= stored
        saved |= names
        connection.execute("DELETE FROM team WHERE name LIKE 'saved-%'")
        connection.close()
        assert examine_file(store_file.path, store_file.key.secret).seq > number
    assert saved
    engine = store_file.engine()
    assert [finding for finding in check(engine, str(store_file.path)) if not finding.holds] == []
    engine.dispose()


def test_a_killed_backup(grown: StoreFile, tmp_path: Path) -> None:
    file = grown.copy(tmp_path / "test.socdesk")
    before = _proof(file.path, file.key)
    lasts = Killed("backup", file.path, tmp_path / "whole.socdesk").whole("ready")
    for number in range(TRIES):
        to = tmp_path / f"{number}.socdesk"
        Killed("backup", file.path, to).run("ready", random.uniform(0.0, lasts))
        assert examine_file(file.path, file.key.secret).seq
        if to.exists():
            assert keys.unlock(to, FOUNDER.name, PASSPHRASE) == file.key
            assert _proof(to, file.key) == before
    assert _proof(file.path, file.key) == before
    engine = file.engine()
    assert backup.make(engine, tmp_path / "after.socdesk").head.seq
    engine.dispose()


@pytest.mark.parametrize("word", ["ready", "Putting"])
def test_a_killed_upgrade(grown_older: StoreFile, tmp_path: Path, word: str) -> None:
    lasts = Killed("upgrade", grown_older.copy(tmp_path / "whole.socdesk").path).whole(word)
    seen = set()
    for number in range(TRIES):
        file = grown_older.copy(tmp_path / f"{number}.socdesk")
        before = examine_file(file.path, file.key.secret)
        Killed("upgrade", file.path).run(word, random.uniform(0.0, lasts))
        assert examine_file(file.path, file.key.secret) == before
        seen.add(_version(file))
        engine = file.engine()
        upgrade(engine)
        assert [finding for finding in check(engine, str(file.path)) if not finding.holds] == []
        engine.dispose()
    assert seen <= {"0001", HEAD}


@pytest.mark.parametrize("word", ["ready", "Putting"])
def test_a_killed_restore(grown: StoreFile, tmp_path: Path, word: str) -> None:
    file = grown.copy(tmp_path / "test.socdesk")
    engine = file.engine()
    made = backup.make(engine, tmp_path / "backup.socdesk")
    Store(engine).write(FOUNDER, grow, "since", 500, SIZE)
    engine.dispose()
    newer = file.copy(tmp_path / "newer.socdesk")
    states = {_records(newer.path, file.key): "before", _records(made.path, file.key): "after"}
    lasts = Killed("restore", file.path, made.path).whole(word)
    for number in range(TRIES):
        to = newer.copy(tmp_path / f"{number}.socdesk")
        Killed("restore", to.path, made.path).run(word, random.uniform(0.0, lasts))
        assert _records(to.path, file.key) in states
        assert keys.unlock(to.path, FOUNDER.name, PASSPHRASE) == file.key
        restore(made.path, to.path, FOUNDER.name, PASSPHRASE)
        assert states[_records(to.path, file.key)] == "after"


def test_a_killed_restore_to_an_empty_place(grown: StoreFile, tmp_path: Path) -> None:
    lasts = Killed("restore", tmp_path / "whole.socdesk", grown.path).whole("ready")
    for number in range(TRIES):
        to = tmp_path / f"{number}.socdesk"
        Killed("restore", to, grown.path).run("ready", random.uniform(0.0, lasts))
        if to.exists():
            assert _records(to, grown.key) == _records(grown.path, grown.key)
        else:
            restore(grown.path, to, FOUNDER.name, PASSPHRASE)
        assert keys.unlock(to, FOUNDER.name, PASSPHRASE) == grown.key
        engine = make_engine(str(to), grown.key.secret)
        assert Store(engine).read(FOUNDER, head).seq
        engine.dispose()
