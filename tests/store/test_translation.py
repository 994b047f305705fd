"""What the databases say is told in a finished sentence: whether it was saved, and what to do."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text

from soc_desk.errors import Conflict, DeskError, StoreUnavailable
from soc_desk.services import users
from soc_desk.services.people import erasing
from soc_desk.store import Store, audit, translation
from soc_desk.store.engine import make_engine, write_back
from soc_desk.store.translation import UNSURE, in_words
from tests import factories_erasing, factories_ocg
from tests.conftest import FOUNDER, Postgresql, StoreFile

ALL = (*translation._FILE_CODES.values(), *translation._SERVER_STATES.values(), translation._SERVER_GONE)
SPEAKS_OF_SAVING = (
    "busy", "full", "memory", "too long", "cannot be reached", "same moment", "read or written", "free connection",
)  # fmt: skip


@pytest.mark.parametrize("error", ALL, ids=lambda error: str(error)[:40])
def test_every_sentence_is_finished_and_what_may_be_tried_again_says_what_was_saved(error: DeskError) -> None:
    told = str(error)
    assert told.endswith(".")
    if any(word in told for word in SPEAKS_OF_SAVING):
        assert "nothing was saved" in told.lower()
        assert "try again" in told.lower() or "Tell your administrator" in told


def test_other_work_says_what_stands_instead() -> None:
    with (
        pytest.raises(StoreUnavailable, match=r"The disk is full.*the backup is gone\.$"),
        in_words("the backup is gone"),
    ):
        raise OSError(28, "No space left on device")
    with pytest.raises(StoreUnavailable, match=r"inner\.$"), in_words("outer"), in_words("inner"):
        raise OSError(28, "No space left on device")


def test_a_locked_file(store_file: StoreFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soc_desk.store.engine.BUSY_MS", 50)
    first, second = store_file.engine(), store_file.engine()
    with (
        first.execution_options(writes=True).begin(),
        pytest.raises(StoreUnavailable, match=r"busy.*nothing was saved"),
    ):
        Store(second).write(FOUNDER, users.signed_in)
    first.dispose()
    second.dispose()


@pytest.fixture
def server(postgresql: Postgresql) -> Iterator[Engine]:
    engine = make_engine(postgresql.shared)
    yield engine
    engine.dispose()
    postgresql.put_back()


def _too_long(connection: Connection) -> None:
    connection.execute(text("SET LOCAL statement_timeout = 20"))
    connection.execute(text("SELECT pg_sleep(5)"))


def _dropped(connection: Connection) -> None:
    connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.parametrize(
    ("act", "says"), [(_too_long, "took too long"), (_dropped, "cannot be reached")], ids=["timeout", "dropped"]
)
def test_a_server_that_stops_or_goes(server: Engine, act: Callable[[Connection], None], says: str) -> None:
    with pytest.raises(StoreUnavailable, match=f"{says}.*nothing was saved"), in_words(), server.begin() as connection:
        act(connection)


_COUNT = text("UPDATE counter SET last = last + 1 WHERE prefix = 'D'")


def _impatient(engine: Engine) -> None:
    with in_words(), engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 20"))
        connection.execute(_COUNT)


def _overtaken(engine: Engine) -> None:
    strict = engine.execution_options(isolation_level="REPEATABLE READ")
    with in_words(), strict.begin() as connection:
        connection.execute(text("SELECT last FROM counter")).all()
        with engine.begin() as other:
            other.execute(_COUNT)
        connection.execute(_COUNT)


def test_a_lock_that_is_not_let_go(server: Engine) -> None:
    with server.begin() as first:
        first.execute(_COUNT)
        with pytest.raises(StoreUnavailable, match=r"busy.*nothing was saved"):
            _impatient(server)


def test_two_at_the_same_moment(server: Engine) -> None:
    with pytest.raises(Conflict, match="Nothing was saved; try again"):
        _overtaken(server)


def _lose(engine: Engine, *, after: bool) -> None:
    """Lose the connection once as a save is confirmed: before the server hears of it, or after."""
    real, lost = engine.dialect.do_commit, [False]

    def commit(raw: object) -> None:
        if lost[0]:
            real(raw)  # type: ignore[arg-type]
            return
        lost[0] = True
        if after:
            real(raw)  # type: ignore[arg-type]
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    engine.dialect.do_commit = commit  # type: ignore[method-assign,assignment]


def test_a_save_confirmed_as_the_connection_went_is_a_save(server: Engine) -> None:
    store = Store(server)
    before = store.read(FOUNDER, audit.head)
    _lose(server, after=True)
    store.write(FOUNDER, users.signed_in)
    assert store.read(FOUNDER, audit.head).seq == before.seq + 1


def test_a_save_that_was_not_confirmed_was_not_saved(server: Engine) -> None:
    store = Store(server)
    before = store.read(FOUNDER, audit.head)
    _lose(server, after=False)
    with pytest.raises(StoreUnavailable, match="nothing was saved"):
        store.write(FOUNDER, users.signed_in)
    assert store.read(FOUNDER, audit.head) == before


def test_where_nobody_can_tell_that_is_said(server: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreUnavailable("The server cannot be reached.")

    _lose(server, after=False)
    monkeypatch.setattr("soc_desk.store.store.seal_of", gone)
    with pytest.raises(StoreUnavailable) as refused:
        Store(server).write(FOUNDER, users.signed_in)
    assert str(refused.value) == UNSURE


def test_what_the_driver_says_without_a_code() -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    with pytest.raises(StoreUnavailable, match="disk is full"), in_words():
        raise sqlcipher.OperationalError("database or disk is full")


def test_an_erasure_is_saved_where_the_disk_takes_no_more_of_what_lies_beside_it(
    store_file: StoreFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    class Full:
        closed = 0

        def cursor(self) -> "Full":
            return self

        def execute(self, _statement: str) -> "Full":
            raise sqlcipher.OperationalError("database or disk is full")

        def close(self) -> None:
            Full.closed += 1

    store = Store(store_file.engine())
    person = factories_ocg.person(store, FOUNDER)

    def on_a_full_disk(engine: Engine) -> None:
        with monkeypatch.context() as full:
            full.setattr(engine, "raw_connection", Full)
            write_back(engine)

    monkeypatch.setattr("soc_desk.store.store.write_back", on_a_full_disk)
    store.write(FOUNDER, erasing.erase, factories_erasing.draft(person))
    assert Full.closed == 1
    assert store.read(FOUNDER, erasing.erased, frozenset({person})) == {person}
    store.close()
