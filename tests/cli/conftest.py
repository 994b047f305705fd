"""The command line as an administrator uses it, in this process for speed, always held to the rules of its contract."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from soc_desk import cli
from soc_desk.store import keys, transfer
from soc_desk.store.engine import is_postgresql, make_engine, path_of
from soc_desk.store.transfer import TableProof
from tests.conftest import FOUNDER, PASSPHRASE, Postgresql, StoreFile

DATA = Path(__file__).parents[1] / "imports" / "data"
TRACKER = DATA / "disruptions_2022_a.xlsx"
YEAR = "2022-01-01..2022-12-31"


@dataclass(frozen=True)
class Told:
    """What a command gave: its exit code, its answer and its messages."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def lawful(told: Told, arguments: tuple[str, ...]) -> Told:
    """Hold any answer against what ``cli.md`` promises of every command."""
    assert told.code in range(4)
    assert "Traceback" not in told.out + told.err
    if "--json" in arguments and told.code < 2:
        json.loads(told.out)
    if told.code >= 2:
        assert told.out == ""
        assert told.err.strip().endswith((".", "?")), told.err
        assert told.err.count("\n") == 1, told.err
        assert "fault of its own" not in told.err, told.err
    return told


class Desk:
    """``desk("store", "info", "--json")`` runs a command; options that repeat stay out of the tests."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Told:
        words = tuple(map(str, arguments))
        self._capsys.readouterr()
        code = cli.main(list(words))
        out, err = self._capsys.readouterr()
        return lawful(Told(code, out, err), words)

    def document(self, *arguments: str | Path, code: int = 0) -> Any:
        """The JSON answer of a command that ends with ``code``."""
        told = self(*arguments, "--json")
        assert told.code == code, told
        return told.document


@contextmanager
def outside(address: str) -> Iterator[Connection]:
    """A hand on the tables without the program: decrypted with its key, or as the owner with the guards off."""
    if is_postgresql(address):
        engine, quiet = make_engine(address), "SET LOCAL session_replication_role = replica"
    else:
        secret = keys.unlock(path_of(address), FOUNDER.name, PASSPHRASE).secret
        engine, quiet = make_engine(address, secret), "SELECT 1"
    try:
        with engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql(quiet)
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def desk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command line with a user in the environment and no store named."""
    monkeypatch.setenv("SOC_DESK_USER", FOUNDER.name)
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", PASSPHRASE)
    return Desk(capsys)


@pytest.fixture
def here(desk: Desk, store_file: StoreFile, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command line on a furnished store in a file."""
    monkeypatch.setenv("SOC_DESK_STORE", str(store_file.path))
    return desk


@pytest.fixture
def new_store(
    desk: Desk, engine_name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The command line on a store it has just made itself, on each engine."""
    server: Postgresql | None = request.getfixturevalue("postgresql") if engine_name == "postgresql" else None
    address = server.database("template0") if server else str(tmp_path / "new.socdesk")
    monkeypatch.setenv("SOC_DESK_STORE", address)
    desk.document("store", "create", "--force", "Testshire", "--force-code", "thames-valley")
    yield desk
    if server:
        server.drop(address)


@pytest.fixture
def unchanged(store_file: StoreFile) -> Callable[[], bool]:
    """Whether every table of the store, audit log included, holds what it held at first."""

    def proof() -> tuple[TableProof, ...]:
        engine = store_file.engine()
        found = transfer.prove(engine)
        engine.dispose()
        return found

    before = proof()
    return lambda: proof() == before
