"""What makes a passphrase good enough, and the limit on guessing one."""

import functools
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from soc_desk import config
from soc_desk.errors import Invalid, StoreUnavailable, WrongKey
from soc_desk.store.disk import write_whole

SHORTEST = 12
"""Characters; three words may be shorter (NCSC, "Three random words")."""
FEWEST_WORDS = 3
SHORTEST_WORD = 3
LONGEST = 1024
FEWEST_DIFFERENT = 5
"""Different characters, so that repeats such as "abababababab" are refused."""
FAILURES_TO_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)
GUESSES_AT_MOST = 10
GUESSES_WITHIN = timedelta(minutes=5)
"""Cyber Essentials: at most 10 guesses in 5 minutes, locked after at most 10 failures."""

_LEAST_LEFT = 6
_EASY_RUNS = ("01234567890123456789", "9876543210987654321", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def now_utc() -> datetime:
    """The moment; a parameter wherever a test must choose it."""
    return datetime.now(UTC)


def normal(text: str) -> str:
    """One spelling of a passphrase, whichever keyboard composed its accents (NIST SP 800-63B 5.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", text)


def user_key(user: str) -> str:
    """One spelling of a user name: compatibility-normalised, trimmed, without case."""
    return normal(user).strip().casefold()


def problem(passphrase: str, user: str = "") -> str | None:
    """What is wrong with ``passphrase`` in a sentence, or None where it will do."""
    text = normal(passphrase)
    words = [word for word in text.replace("-", " ").split() if len(word) >= SHORTEST_WORD]
    if not text.strip():
        return "Type a passphrase of at least 12 characters or three words."
    if len(text) > LONGEST:
        return "The passphrase is too long; use at most 1,024 characters."
    if len(text) < SHORTEST and len(set(words)) < FEWEST_WORDS:
        return "The passphrase is too short; use at least 12 characters or three different words."
    bare = _bare(text)
    if len(set(bare)) < FEWEST_DIFFERENT or _is_run(bare):
        return "The passphrase repeats or counts; choose one that is harder to guess, such as three random words."
    if bare in _common() or bare.rstrip("0123456789") in _common():
        return "The passphrase is one of the most commonly used; choose another, such as three random words."
    if _is_mostly(_bare(user_key(user)), bare):
        return "The passphrase is made from your user name; choose another, such as three random words."
    return None


def require_good(passphrase: str, user: str = "") -> None:
    """Raise Invalid with the field ``passphrase`` unless it will do."""
    if sentence := problem(passphrase, user):
        raise Invalid({"passphrase": sentence})


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_mostly(name: str, bare: str) -> bool:
    """Whether little is left of a passphrase without the user's name and the numbers."""
    left = bare.replace(name, "").strip("0123456789") if len(name) >= SHORTEST_WORD else bare
    return left != bare and name in bare and len(left) < _LEAST_LEFT


def _is_run(bare: str) -> bool:
    """Whether the whole is one short piece repeated, or a run along the keyboard, the alphabet or the numbers."""
    if any(bare in run or bare in run[::-1] for run in _EASY_RUNS):
        return True
    return any(len(bare) % size == 0 and bare == bare[:size] * (len(bare) // size) for size in range(1, 6))


@functools.cache
def _common() -> frozenset[str]:
    text = (config.resources() / "reference" / "common_passphrases.txt").read_text(encoding="utf-8")
    return frozenset(_bare(line) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@dataclass
class _Record:
    """Failures of one user, and the end of their lock."""

    failures: list[datetime] = field(default_factory=list)
    until: datetime | None = None

    @classmethod
    def told(cls, record: dict[str, Any]) -> "_Record":
        until = datetime.fromisoformat(record["until"]) if record["until"] else None
        return cls(sorted(datetime.fromisoformat(at) for at in record["failures"]), until)

    def tell(self) -> dict[str, Any]:
        return {"failures": [at.isoformat() for at in self.failures], "until": self.until and self.until.isoformat()}

    def forget(self, now: datetime) -> None:
        """Drop what is over; a lock that was served leaves no failures behind it."""
        if self.until is not None and not now < self.until <= now + LOCKED_FOR:
            self.until, self.failures = None, []
        self.failures = [at for at in self.failures if timedelta() <= now - at < LOCKED_FOR]


class Guesses:
    """Counts failed attempts at one store from this workstation, and refuses more once there were too many.

    Somebody who copied the store's files can guess elsewhere without this counter; Argon2id is what slows that.
    """

    def __init__(self, store_id: str, clock: Callable[[], datetime] = now_utc) -> None:
        folder = config.state_dir() / "attempts"
        folder.mkdir(exist_ok=True)
        self._path = folder / f"{store_id}.json"
        self._clock = clock

    def begin(self, user: str) -> None:
        """Count an attempt before it is made, so that a program killed meanwhile has not guessed for nothing.

        Raises WrongKey with the time to wait, where the user or the store had too many failures.
        """
        now = self._clock()
        records = self._records(now)
        mine = records.setdefault(user_key(user), _Record())
        if (until := self._closed_until(records, mine, now)) is not None:
            minutes = max(1, -(-int((until - now).total_seconds()) // 60))
            raise WrongKey(f"Too many attempts failed. Wait {minutes} minute{'s'[: minutes > 1]}, then try again.")
        mine.failures.append(now)
        if len(mine.failures) >= FAILURES_TO_LOCK:
            mine.until = now + LOCKED_FOR
        self._write(records)

    def succeeded(self, user: str) -> int:
        """Forget the failures of ``user``; gives how many there were before the attempt that did."""
        records = self._records(self._clock())
        mine = records.pop(user_key(user), None)
        if mine is None:
            return 0
        self._write(records)
        return len(mine.failures) - 1

    @staticmethod
    def _closed_until(records: "dict[str, _Record]", mine: "_Record", now: datetime) -> datetime | None:
        if mine.until is not None:
            return mine.until
        lately = sorted(at for record in records.values() for at in record.failures if now - at < GUESSES_WITHIN)
        return lately[-GUESSES_AT_MOST] + GUESSES_WITHIN if len(lately) >= GUESSES_AT_MOST else None

    def _records(self, now: datetime) -> "dict[str, _Record]":
        """What still counts by user; a damaged file, or times from a wrong clock, count as nothing."""
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            read = {str(user): _Record.told(record) for user, record in told.items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return {}
        for record in read.values():
            record.forget(now)
        return {user: record for user, record in read.items() if record.failures or record.until}

    def _write(self, records: "dict[str, _Record]") -> None:
        try:
            write_whole(self._path, json.dumps({user: record.tell() for user, record in records.items()}).encode())
        except OSError as error:
            # Without the count, guesses would be free; nobody is let in until it can be kept.
            text = (
                f"SOC Desk cannot write to its own folder {self._path.parent}: {error.strerror}. Check that it is "
                "yours and has room, then try again; the store was not touched."
            )
            raise StoreUnavailable(text) from error

    @property
    def path(self) -> Path:
        """Where the count is kept."""
        return self._path
