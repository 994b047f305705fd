"""Older stores are brought up to date, newer ones refused, and the migrations agree with the classes."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from soc_desk.domain import Ocg
from soc_desk.errors import Cancelled, OutOfDate, StoreUnavailable
from soc_desk.services.poca import found
from soc_desk.services.poca.case_lines import PersonLine
from soc_desk.store import Store, Work, keys, opening, schema, use_case
from soc_desk.store.audit import head, verify
from soc_desk.store.check import check, examine_file
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.upgrade import IN_USE, upgrade
from soc_desk.vocabulary import EVERYONE
from tests import factories
from tests import factories_poca as poca
from tests.conftest import FOUNDER, PASSPHRASE, Postgresql, StoreFile
from tests.store.growing import cancelling, furnish_older, grow, older_file


@pytest.fixture
def older(tmp_path: Path) -> StoreFile:
    return older_file(tmp_path / "older.socdesk")


def _version(file: StoreFile) -> str:
    connection = connect_file(file.path, file.key.secret)
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(version)


def test_the_constant_names_the_newest_migration() -> None:
    assert schema.newest_script() == schema.HEAD == schema.head()


def test_the_migrations_make_the_tables_that_the_classes_ask_for(store: Store) -> None:
    with store.engine.execution_options(writes=True).connect() as connection:
        assert schema.differences(connection) == []
        connection.rollback()


def test_opening_an_older_store_asks_for_the_upgrade(older: StoreFile) -> None:
    with pytest.raises(OutOfDate, match="store upgrade"):
        opening.open(str(older.path), "founder", PASSPHRASE)
    assert _version(older) == "0001"


def test_an_upgraded_store_keeps_its_records_and_works(older: StoreFile) -> None:
    engine, _ = opening.connect(str(older.path), "founder", PASSPHRASE)
    before = Store(engine).read(FOUNDER, head)
    kept = upgrade(engine)
    engine.dispose()
    assert kept is not None
    assert _version(older) == schema.HEAD
    store, actor = opening.open(str(older.path), "founder", PASSPHRASE)
    assert store.read(actor, head) == before
    store.write(actor, grow, "after", 3)
    assert [finding for finding in check(store.engine, str(older.path)) if not finding.holds] == []
    store.close()


def test_the_backup_before_an_upgrade_is_the_store_as_it_was(older: StoreFile) -> None:
    engine = older.engine()
    before = Store(engine).read(FOUNDER, head)
    kept = upgrade(engine)
    engine.dispose()
    assert kept is not None
    assert _version(StoreFile(kept, older.key)) == "0001"
    assert examine_file(kept, older.key.secret) == before
    assert keys.unlock(kept, "founder", PASSPHRASE) == older.key


def test_nothing_is_done_to_a_store_that_is_up_to_date(store_file: StoreFile) -> None:
    engine = store_file.engine()
    assert upgrade(engine) is None
    engine.dispose()
    assert not list(store_file.path.parent.glob("*before*"))


def test_a_newer_store_is_refused(store_file: StoreFile) -> None:
    engine = store_file.engine()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OutOfDate, match="newer"):
        upgrade(engine)
    engine.dispose()


def test_a_store_in_use_is_not_upgraded(older: StoreFile) -> None:
    other = older.engine()
    with other.connect() as connection:
        connection.execute(text("SELECT count(*) FROM app_user")).scalar()
        engine = older.engine()
        with pytest.raises(StoreUnavailable) as refused:
            upgrade(engine)
        engine.dispose()
    other.dispose()
    assert str(refused.value) == IN_USE
    assert _version(older) == "0001"
    assert not list(older.path.parent.glob("*part*"))


@pytest.mark.parametrize("after", [0, 2, 6, 9])
def test_a_cancelled_upgrade_leaves_the_store_as_it_was(older: StoreFile, after: int) -> None:
    engine = older.engine()
    before = Store(engine).read(FOUNDER, head)
    with pytest.raises(Cancelled):
        upgrade(engine, progress=cancelling(after))
    assert Store(engine).read(FOUNDER, head) == before
    engine.dispose()
    assert _version(older) == "0001"
    assert not list(older.path.parent.glob("*part*"))


def test_a_migration_that_fails_leaves_the_store_as_it_was(older: StoreFile, monkeypatch) -> None:
    real = schema.migrate

    def fail_late(connection, to="head") -> None:
        real(connection, to)
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "migrate", fail_late)
    engine = older.engine()
    with pytest.raises(ZeroDivisionError):
        upgrade(engine)
    engine.dispose()
    assert _version(older) == "0001"
    assert examine_file(older.path, older.key.secret).seq > 0


def test_a_server_is_upgraded_in_one_transaction_after_a_backup(postgresql: Postgresql, tmp_path: Path) -> None:
    engine = make_engine(postgresql.database("template0"))
    furnish_older(engine)
    with pytest.raises(StoreUnavailable, match="backup"):
        upgrade(engine)
    kept = upgrade(engine, backup_to=tmp_path / "before.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    assert kept is not None
    assert schema.current(engine) == schema.HEAD
    assert Store(engine).read(FOUNDER, verify).intact
    key = keys.unlock(kept, "dc.hart", PASSPHRASE)
    assert examine_file(kept, key.secret) == Store(engine).read(FOUNDER, head)
    assert _version(StoreFile(kept, key)) == "0001"
    engine.dispose()


def test_a_server_in_use_is_not_upgraded(postgresql: Postgresql, tmp_path: Path) -> None:
    address = postgresql.database("template0")
    engine, other = make_engine(address), make_engine(address)
    furnish_older(engine)
    with other.connect() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(StoreUnavailable, match="open in another"):
            upgrade(engine, backup_to=tmp_path / "before.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    assert schema.current(engine) == "0001"
    assert not list(tmp_path.glob("before*"))
    engine.dispose()
    other.dispose()


def test_a_migration_that_fails_on_a_server_leaves_nothing(postgresql: Postgresql, monkeypatch, tmp_path: Path) -> None:
    engine = make_engine(postgresql.database("template0"))
    furnish_older(engine)
    real = schema.migrate

    def fail_late(connection, to="head") -> None:
        real(connection, to)
        if to == "head":
            raise ZeroDivisionError

    monkeypatch.setattr(schema, "migrate", fail_late)
    with pytest.raises(ZeroDivisionError):
        upgrade(engine, backup_to=tmp_path / "before.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    assert schema.current(engine) == "0001"
    engine.dispose()


def _found(engine: Engine, *asked: str) -> list[list[str]]:
    hits = [Store(engine).read(FOUNDER, found.cases, typed, 5) for typed in asked]
    return [[reference for _, reference, _, _ in each] for each in hits]


def _cases(store: Store) -> None:
    poca.seized(store, FOUNDER, place="1 Kestrel Close", people=(PersonLine(name="Quill Vane"),))
    poca.seized(store, FOUNDER, place="2 Kestrel Close", people=())


def test_an_upgrade_fills_the_index_of_cases_on_a_file(tmp_path: Path) -> None:
    engine = older_file(tmp_path / "older.socdesk", "0011", _cases).engine()
    assert upgrade(engine) is not None
    assert _found(engine, "kestrel", "vane kest", "vane 9") == [["C-2026-0002", "C-2026-0001"], ["C-2026-0001"], []]
    poca.seized(Store(engine), FOUNDER, place="3 Kestrel Close", people=())
    assert _found(engine, "kestrel") == [["C-2026-0003", "C-2026-0002", "C-2026-0001"]]
    engine.dispose()


def test_an_upgrade_fills_the_index_of_cases_on_a_server(postgresql: Postgresql, tmp_path: Path) -> None:
    engine = make_engine(postgresql.database("template0"))
    furnish_older(engine, "0011", _cases)
    upgrade(engine, backup_to=tmp_path / "before.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    assert schema.current(engine) == schema.HEAD
    assert _found(engine, "kestrel", "vane kest", "vane 9") == [["C-2026-0002", "C-2026-0001"], ["C-2026-0001"], []]
    engine.dispose()


@use_case("Bring a group in as an older program did", needs=EVERYONE)
def _brought_in(work: Work) -> None:
    work.add(Ocg(reference=f"OCG-{work.now.year}-0001", name="Kestrel"))


def _in_the_way(store: Store) -> None:
    store.write(FOUNDER, _brought_in)


def _next_group(engine: Engine) -> str:
    id_ = factories.mapped(Store(engine), FOUNDER)
    return str(Store(engine).read(FOUNDER, lambda session: session.get_one(Ocg, id_).reference))


def test_an_upgrade_gets_numbers_brought_in_out_of_the_way_of_a_file(tmp_path: Path) -> None:
    engine = older_file(tmp_path / "older.socdesk", "0028", _in_the_way).engine()
    upgrade(engine)
    assert _next_group(engine).endswith("-0002")
    engine.dispose()


def test_an_upgrade_gets_numbers_brought_in_out_of_the_way_of_a_server(postgresql: Postgresql, tmp_path: Path) -> None:
    engine = make_engine(postgresql.database("template0"))
    furnish_older(engine, "0028", _in_the_way)
    upgrade(engine, backup_to=tmp_path / "before.socdesk", user="dc.hart", passphrase=PASSPHRASE)
    assert _next_group(engine).endswith("-0002")
    engine.dispose()
