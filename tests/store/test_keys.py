"""Key slots: who opens, who does not, and what a file that was tampered with says."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from soc_desk.errors import Invalid, NotFound, StoreUnavailable, WrongKey
from soc_desk.store import keys
from soc_desk.store.keys import Cost
from soc_desk.store.passphrase import Guesses, problem

GOOD = "otter lamp quarry"


class Moment:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "force.socdesk"


@pytest.fixture
def key(path: Path) -> keys.StoreKey:
    return keys.create(path, "dc.hart", GOOD)


def test_the_right_passphrase_gives_the_key_whatever_the_case_of_the_name(path: Path, key: keys.StoreKey) -> None:
    assert keys.unlock(path, " DC.Hart ", GOOD) == key
    assert len(key.secret) == 32
    assert key.secret.hex() not in repr(key)


def test_each_user_opens_the_same_store(path: Path, key: keys.StoreKey) -> None:
    keys.add_slot(path, key, "di.moss", "velvet anchor maple")
    assert keys.unlock(path, "di.moss", "velvet anchor maple") == key
    assert keys.users(path) == ("dc.hart", "di.moss")


def test_unknown_user_and_wrong_passphrase_say_the_same(path: Path, key: keys.StoreKey) -> None:
    said = []
    for user, passphrase in (("dc.hart", "wrong otter lamp"), ("nobody", GOOD)):
        with pytest.raises(WrongKey) as refused:
            keys.unlock(path, user, passphrase)
        said.append(str(refused.value))
    assert said[0] == said[1]
    assert said[0].endswith(".")


def test_an_unknown_user_costs_a_derivation_too(path: Path, key: keys.StoreKey, monkeypatch) -> None:
    derived = []
    real = keys._derive
    monkeypatch.setattr(keys, "_derive", lambda *asked: derived.append(asked) or real(*asked))
    with pytest.raises(WrongKey):
        keys.unlock(path, "nobody", GOOD)
    assert [asked[2] for asked in derived] == [keys.USUAL]


def test_a_changed_passphrase_replaces_the_old_one(path: Path, key: keys.StoreKey) -> None:
    keys.change_passphrase(path, "dc.hart", GOOD, "velvet anchor maple")
    assert keys.unlock(path, "dc.hart", "velvet anchor maple") == key
    with pytest.raises(WrongKey):
        keys.unlock(path, "dc.hart", GOOD)


def test_somebody_removed_meanwhile_does_not_come_back_by_a_new_passphrase(
    path: Path, key: keys.StoreKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.add_slot(path, key, "dc.reed", GOOD)
    unlock = keys.unlock

    def slowly(*given: Any) -> keys.StoreKey:
        found = unlock(*given)
        keys.remove_slot(path, "dc.reed")
        return found

    monkeypatch.setattr(keys, "unlock", slowly)
    with pytest.raises(WrongKey):
        keys.change_passphrase(path, "dc.reed", GOOD, "purple lamp quarry")
    assert keys.users(path) == ("dc.hart",)


def test_a_removed_user_opens_no_more_and_the_last_one_stays(path: Path, key: keys.StoreKey) -> None:
    keys.add_slot(path, key, "di.moss", "velvet anchor maple")
    keys.remove_slot(path, "dc.hart")
    with pytest.raises(WrongKey):
        keys.unlock(path, "dc.hart", GOOD)
    with pytest.raises(StoreUnavailable, match="only one"):
        keys.remove_slot(path, "di.moss")
    with pytest.raises(NotFound):
        keys.remove_slot(path, "dc.hart")


def test_a_slot_renamed_or_moved_to_another_store_does_not_open(path: Path, key: keys.StoreKey, tmp_path: Path) -> None:
    told = json.loads(keys.key_file(path).read_text())
    told["slots"][0]["user"] = "thief"
    keys.key_file(path).write_text(json.dumps(told))
    with pytest.raises(WrongKey):
        keys.unlock(path, "thief", GOOD)
    other = tmp_path / "other.socdesk"
    keys.create(other, "dc.hart", "velvet anchor maple")
    moved = json.loads(keys.key_file(other).read_text())
    moved["slots"] = [told["slots"][0] | {"user": "dc.hart"}]
    keys.key_file(other).write_text(json.dumps(moved))
    with pytest.raises(WrongKey):
        keys.unlock(other, "dc.hart", GOOD)


def test_a_key_of_another_store_is_not_given_to_a_user(path: Path, key: keys.StoreKey) -> None:
    with pytest.raises(WrongKey):
        keys.add_slot(path, keys.new_key(), "di.moss", "velvet anchor maple")
    assert keys.users(path) == ("dc.hart",)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe\x00", b'{"format": 1, "store_id": "x", "proof": "", "slots": []}'],
)
def test_a_damaged_key_file_says_so(path: Path, key: keys.StoreKey, content: bytes) -> None:
    keys.key_file(path).write_bytes(content)
    with pytest.raises(StoreUnavailable, match="damaged"):
        keys.unlock(path, "dc.hart", GOOD)


def test_a_forged_cost_cannot_eat_the_memory(path: Path, key: keys.StoreKey) -> None:
    told = json.loads(keys.key_file(path).read_text())
    told["slots"][0]["memory"] = 1 << 40
    keys.key_file(path).write_text(json.dumps(told))
    with pytest.raises(StoreUnavailable, match="damaged"):
        keys.unlock(path, "dc.hart", GOOD)


def test_a_missing_key_file_and_a_missing_store_differ(path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no store at"):
        keys.unlock(path, "dc.hart", GOOD)
    path.write_bytes(b"x")
    with pytest.raises(StoreUnavailable, match="key file"):
        keys.unlock(path, "dc.hart", GOOD)
    with pytest.raises(StoreUnavailable, match="already exists"):
        keys.create(path, "dc.hart", GOOD)


def test_a_key_file_of_a_newer_program_is_refused(path: Path, key: keys.StoreKey) -> None:
    told = json.loads(keys.key_file(path).read_text())
    keys.key_file(path).write_text(json.dumps(told | {"format": 2}))
    with pytest.raises(StoreUnavailable, match="newer"):
        keys.unlock(path, "dc.hart", GOOD)


def test_the_key_file_is_private_and_holds_neither_key_nor_passphrase(path: Path, key: keys.StoreKey) -> None:
    content = keys.key_file(path).read_bytes()
    assert keys.key_file(path).stat().st_mode & 0o077 == 0
    assert key.secret not in content
    assert GOOD.encode() not in content
    slot = json.loads(content)["slots"][0]
    assert set(slot) == {"user", "kdf", "salt", "memory", "iterations", "lanes", "nonce", "wrapped"}


def test_the_product_asks_for_the_cost_of_the_standard() -> None:
    assert Cost() == Cost(memory=64 * 1024, iterations=3, lanes=4)  # RFC 9106, section 4, second choice


def test_five_failures_lock_for_fifteen_minutes(path: Path, key: keys.StoreKey) -> None:
    clock = Moment()
    for _ in range(5):
        with pytest.raises(WrongKey, match="is wrong"):
            keys.unlock(path, "dc.hart", "wrong otter lamp", clock)
        clock.wait(seconds=50)
    with pytest.raises(WrongKey, match="Wait 15 minutes"):
        keys.unlock(path, "dc.hart", GOOD, clock)
    clock.wait(minutes=14)
    with pytest.raises(WrongKey, match="Wait 1 minute,"):
        keys.unlock(path, "dc.hart", GOOD, clock)
    clock.wait(minutes=2)
    assert keys.unlock(path, "dc.hart", GOOD, clock) == key


def test_waiting_is_not_made_longer_by_trying(path: Path, key: keys.StoreKey) -> None:
    clock = Moment()
    for _ in range(5):
        with pytest.raises(WrongKey):
            keys.unlock(path, "dc.hart", "wrong otter lamp", clock)
    for _ in range(20):
        clock.wait(seconds=40)
        with pytest.raises(WrongKey, match="Wait"):
            keys.unlock(path, "dc.hart", GOOD, clock)
    clock.wait(minutes=2)
    assert keys.unlock(path, "dc.hart", GOOD, clock) == key


def test_a_success_forgets_the_failures_before_it(path: Path, key: keys.StoreKey) -> None:
    clock = Moment()
    for _ in range(4):
        for _ in range(4):
            with pytest.raises(WrongKey, match="is wrong"):
                keys.unlock(path, "dc.hart", "wrong otter lamp", clock)
        assert keys.unlock(path, "dc.hart", GOOD, clock) == key


def test_no_more_than_ten_guesses_in_five_minutes_over_all_names(path: Path, key: keys.StoreKey) -> None:
    clock = Moment()
    for number in range(10):
        with pytest.raises(WrongKey, match="is wrong"):
            keys.unlock(path, f"guess{number}", GOOD, clock)
        clock.wait(seconds=10)
    with pytest.raises(WrongKey, match="Wait 4 minutes"):
        keys.unlock(path, "guess11", GOOD, clock)
    clock.wait(minutes=4)
    with pytest.raises(WrongKey, match="is wrong"):
        keys.unlock(path, "guess12", GOOD, clock)


def test_an_attempt_that_was_killed_counts(path: Path, key: keys.StoreKey, monkeypatch) -> None:
    clock = Moment()
    with monkeypatch.context() as killed:
        killed.setattr(keys, "_unwrap", lambda *_asked: (_ for _ in ()).throw(KeyboardInterrupt))
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                keys.unlock(path, "dc.hart", GOOD, clock)
    with pytest.raises(WrongKey, match="Wait"):
        Guesses(str(keys.store_id(path)), clock).begin("dc.hart")


def test_a_damaged_count_starts_again(path: Path, key: keys.StoreKey) -> None:
    guesses = Guesses(str(key.store_id))
    guesses.path.write_text("not json")
    assert keys.unlock(path, "dc.hart", GOOD) == key


@pytest.mark.parametrize(
    ("passphrase", "fits"),
    [
        (GOOD, True),
        ("cat dog cow", True),  # three words, though only eleven characters
        ("P@ss-phr4ses-need-none", True),
        ("lower case letters only", True),  # no composition rules
        ("ünïcödé wörds hére", True),
        ("", False),
        ("   ", False),
        ("short one", False),
        ("cat cat cat", False),
        ("a b c d e f", False),
        ("password1234", False),
        ("Password 1234", False),
        ("correct horse battery staple", False),
        ("aaaaaaaaaaaa", False),
        ("abababababab", False),
        ("123456789012", False),
        ("qwertyuiop[]", False),
        ("dc.hart-2026", False),
        ("dchart dchart dchart", False),
        ("x" * 2000, False),
    ],
)
def test_what_makes_a_passphrase_good(passphrase: str, fits: bool) -> None:
    found = problem(passphrase, "dc.hart")
    assert (found is None) is fits
    assert found is None or found.endswith(".")


def test_a_weak_passphrase_is_refused_by_field_and_leaves_no_file(path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        keys.create(path, "dc.hart", "short")
    assert list(refused.value.problems) == ["passphrase"]
    assert not keys.key_file(path).exists()


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        keys.create(tmp_path / "missing" / "force.socdesk", "dc.hart", GOOD)
