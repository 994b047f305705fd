"""Making and opening stores, and every bad thing a user can point the program at: a sentence, and nothing changed."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import text

from soc_desk.errors import DeskError, Invalid, NotAllowed, OutOfDate, StoreUnavailable, WrongKey
from soc_desk.store import Store, Work, keys, opening, use_case
from soc_desk.store.audit import head
from soc_desk.store.engine import connect_file, file_place, make_engine, plain_address
from soc_desk.store.schema import HEAD
from soc_desk.store.translation import translate
from soc_desk.vocabulary import EVERYONE, Role
from tests.conftest import PASSPHRASE, Postgresql, StoreFile


def _create(path: Path) -> Store:
    return opening.create(str(path), "DC.Hart", PASSPHRASE, force_name="Testshire", display="DC Hart")


def test_a_new_store_opens_for_its_founder_who_holds_every_role(tmp_path: Path) -> None:
    path = tmp_path / "force.socdesk"
    _create(path).close()
    store, actor = opening.open(str(path), "dc.hart", PASSPHRASE)
    store.close()
    assert actor.name == "dc.hart"
    assert actor.display == "DC Hart"
    assert actor.roles == frozenset(Role)
    assert actor.machine


def test_the_file_shows_nothing_of_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "force.socdesk"
    _create(path).close()
    content = path.read_bytes()
    assert b"SQLite format" not in content
    assert b"Testshire" not in content


def test_a_store_is_never_made_over_another(store_file: StoreFile) -> None:
    before = store_file.path.read_bytes()
    with pytest.raises(StoreUnavailable, match="already exists"):
        _create(store_file.path)
    assert store_file.path.read_bytes() == before


def test_a_weak_passphrase_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        opening.create(str(tmp_path / "a.socdesk"), "x", "short", force_name="T", display="X")
    assert not list(tmp_path.glob("a.*"))


def test_a_making_that_fails_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("soc_desk.store.founding.shipped_codes", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        _create(tmp_path / "a.socdesk")
    assert not list(tmp_path.glob("a.*"))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"folder .* does not exist"):
        _create(tmp_path / "no" / "a.socdesk")


def _refusal(path: Path, passphrase: str = PASSPHRASE) -> DeskError:
    with pytest.raises(DeskError) as refused:
        opening.open(str(path), "founder", passphrase)
    assert str(refused.value).endswith(".")
    return refused.value


def test_a_wrong_passphrase(store_file: StoreFile) -> None:
    assert isinstance(_refusal(store_file.path, "wrong otter lamp"), WrongKey)


def test_a_missing_store(tmp_path: Path) -> None:
    assert isinstance(_refusal(tmp_path / "none.socdesk"), StoreUnavailable)
    assert not (tmp_path / "none.socdesk").exists()


@pytest.mark.parametrize("size", [0, 10, 100, 4096, 5000])
def test_a_truncated_store(store_file: StoreFile, size: int) -> None:
    content = store_file.path.read_bytes()
    store_file.path.write_bytes(content[:size])
    assert isinstance(_refusal(store_file.path), StoreUnavailable)
    assert store_file.path.read_bytes() == content[:size]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 9000, b"SQLite format 3\x00" + b"\0" * 9000, b"hello"])
def test_a_foreign_file(store_file: StoreFile, content: bytes) -> None:
    store_file.path.write_bytes(content)
    assert isinstance(_refusal(store_file.path), StoreUnavailable)
    assert store_file.path.read_bytes() == content


def test_a_plain_database_that_is_no_store(store_file: StoreFile) -> None:
    store_file.path.unlink()
    connection = connect_file(store_file.path, store_file.key.secret, create=True)
    connection.execute("CREATE TABLE stamps (id)")
    connection.close()
    assert "not a SOC Desk store" in str(_refusal(store_file.path))


def test_a_store_damaged_at_its_first_page(store_file: StoreFile) -> None:
    content = bytearray(store_file.path.read_bytes())
    content[200] ^= 1
    store_file.path.write_bytes(content)
    assert "damaged" in str(_refusal(store_file.path))


def test_damage_met_while_reading_is_said(store_file: StoreFile) -> None:
    content = bytearray(store_file.path.read_bytes())
    for place in range(4096 + 100, len(content), 4096):
        content[place] ^= 1
    store_file.path.write_bytes(content)
    assert "damaged" in str(_refusal(store_file.path))


@pytest.mark.parametrize(("version", "error"), [("9999", OutOfDate), ("0001", OutOfDate)])
def test_a_store_of_another_version(store_file: StoreFile, version: str, error: type[DeskError]) -> None:
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    refused = _refusal(store_file.path)
    assert isinstance(refused, error)
    assert version in str(refused)
    assert HEAD in str(refused)


def test_a_store_locked_by_another_program(store_file: StoreFile, monkeypatch) -> None:
    other = connect_file(store_file.path, store_file.key.secret)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr("soc_desk.store.engine.BUSY_MS", 30)
    assert "busy" in str(_refusal(store_file.path))
    other.close()


def test_two_programs_may_work_on_one_store(store_file: StoreFile, founder) -> None:
    first, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    second, _ = opening.open(str(store_file.path), "founder", PASSPHRASE)
    first.write(founder, _note)
    second.write(founder, _note)
    assert second.read(founder, head).seq == first.read(founder, head).seq
    first.close()
    second.close()


@use_case("Note", needs=EVERYONE)
def _note(work: Work) -> None:
    from soc_desk.domain import User

    work.note(work.get(User, work.actor.id), "noted", {"event": [None, "test"]})


def test_a_disabled_user_is_told(store_file: StoreFile) -> None:
    connection = connect_file(store_file.path, store_file.key.secret)
    connection.execute("UPDATE app_user SET disabled_at = '2026-01-01 00:00:00.000000' WHERE name = 'founder'")
    connection.close()
    assert isinstance(_refusal(store_file.path), NotAllowed)


def test_a_key_without_a_person_does_not_sign_in(store_file: StoreFile) -> None:
    keys.add_slot(store_file.path, store_file.key, "ghost", PASSPHRASE)
    with pytest.raises(WrongKey, match="no such user"):
        opening.open(str(store_file.path), "ghost", PASSPHRASE)


def test_a_full_disk_saves_nothing_and_says_so(store_file: StoreFile, founder) -> None:
    engine = store_file.engine()
    store = Store(engine)
    before = store.read(founder, head)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    raw = engine.raw_connection()
    raw.execute(f"PRAGMA max_page_count = {pages}")
    raw.close()
    with pytest.raises(StoreUnavailable, match="full"):
        store.write(founder, _fill)
    assert store.read(founder, head) == before
    store.close()


@use_case("Fill", needs=EVERYONE)
def _fill(work: Work) -> None:
    from soc_desk.domain import Team

    work.insert_many(Team, [{"name": str(number) * 400} for number in range(2000)])


def test_a_store_that_may_only_be_read_says_so(store_file: StoreFile, founder) -> None:
    engine = store_file.engine()
    store = Store(engine)
    raw = engine.raw_connection()
    raw.execute("PRAGMA query_only = ON")
    raw.close()
    with pytest.raises(StoreUnavailable, match="read-only"):
        store.write(founder, _note)
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_may_only_be_read_says_so(store_file: StoreFile) -> None:
    folder = Path(mkdtemp())
    path = folder / "test.socdesk"
    script = (
        "import os, sys, pathlib; from soc_desk.store.engine import connect_file; "
        "from soc_desk.store.translation import translate\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)  # permissions bind others only\n"
        "try: connect_file(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), journal='WAL')\n"
        "except Exception as error: print(translate(error))"
    )
    engine = store_file.engine()
    engine.connect().close()  # the file now says that it has a write-ahead log
    engine.dispose()
    shutil.copyfile(store_file.path, path)
    path.chmod(0o444)
    folder.chmod(0o555)
    told = subprocess.run(
        [sys.executable, "-c", script, str(path), store_file.key.secret.hex()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert "read-only" in told.stdout
    assert told.stdout.strip().endswith(".")


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.EIO, "disk"),
        (errno.ENOENT, "folder"),
    ],
)
def test_what_the_disk_says_is_said_in_words(number: int, word: str) -> None:
    said = translate(OSError(number, "x"))
    assert isinstance(said, StoreUnavailable)
    assert word in str(said)


def test_a_bug_stays_a_bug() -> None:
    bug = ValueError("x")
    assert translate(bug) is bug


def test_an_unreachable_server_is_said() -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        opening.open("postgresql://127.0.0.1:1/none", "dc.hart", PASSPHRASE)


def test_a_server_without_the_database_is_said(postgresql: Postgresql) -> None:
    with pytest.raises(StoreUnavailable, match="no such database"):
        opening.open(postgresql.address("missing"), "postgres", PASSPHRASE)


def test_a_database_that_is_no_store_is_said(postgresql: Postgresql) -> None:
    with pytest.raises(StoreUnavailable, match="not a SOC Desk store"):
        opening.open(postgresql.address("postgres"), "postgres", PASSPHRASE)


def test_a_faulty_address_is_said() -> None:
    with pytest.raises(StoreUnavailable, match="postgresql://"):
        opening.open("postgresql:/bad", "dc.hart", PASSPHRASE)


def test_a_store_on_a_server(postgresql: Postgresql) -> None:
    address = postgresql.database("template0")
    made = opening.create(address, "postgres", PASSPHRASE, force_name="Testshire", display="DC Hart")
    made.close()
    store, actor = opening.open(address, "postgres", PASSPHRASE)
    assert actor.roles == frozenset(Role)
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    store.close()
    with pytest.raises(StoreUnavailable, match="already holds a store"):
        opening.create(address, "postgres", PASSPHRASE, force_name="Testshire", display="DC Hart")
    postgresql.drop(address)


def test_the_store_last_opened_is_remembered_without_its_passphrase(tmp_path: Path) -> None:
    assert opening.last_opened() is None
    opening.remember(str(tmp_path / "a.socdesk"))
    opening.remember("postgresql://dc.hart:otter@server/cases")
    assert opening.last_opened() == "postgresql://dc.hart@server/cases"
    assert opening.recent()[1] == str(tmp_path / "a.socdesk")
    opening.remember(str(tmp_path / "a.socdesk"))
    assert len(opening.recent()) == 2


def test_a_damaged_memory_of_stores_is_no_obstacle(tmp_path: Path) -> None:
    opening.remember(str(tmp_path / "a.socdesk"))
    opening._memory().write_text("{")
    assert opening.last_opened() is None


def test_addresses_are_written_one_way(tmp_path: Path) -> None:
    assert plain_address(f"sqlite:///{tmp_path}/a.socdesk") == f"{tmp_path}/a.socdesk"
    assert plain_address("postgres://u:p@h/d") == "postgresql://u@h/d"


def test_the_place_of_an_engine_hides_its_key(store_file: StoreFile) -> None:
    place = file_place(make_engine(str(store_file.path), store_file.key.secret))
    assert place.secret == store_file.key.secret
    assert "secret" not in repr(place)
