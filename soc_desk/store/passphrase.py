"""What makes a passphrase good enough, and the limit on guessing one."""

import functools
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from soc_desk import config
from soc_desk.errors import Invalid, WrongKey
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
        failures = self._failures(now)
        mine = [at for at in failures.get(user_key(user), []) if now - at < LOCKED_FOR]
        everyone = sorted(at for times in failures.values() for at in times if now - at < GUESSES_WITHIN)
        until = mine[-1] + LOCKED_FOR if len(mine) >= FAILURES_TO_LOCK else None
        if until is None and len(everyone) >= GUESSES_AT_MOST:
            until = everyone[-GUESSES_AT_MOST] + GUESSES_WITHIN
        if until is not None and until > now:
            minutes = max(1, -(-int((until - now).total_seconds()) // 60))
            unit = "minute" if minutes == 1 else "minutes"
            raise WrongKey(f"Too many attempts failed. Wait {minutes} {unit}, then try again.")
        failures.setdefault(user_key(user), []).append(now)
        self._write(failures)

    def succeeded(self, user: str) -> None:
        """Forget the failures of ``user``."""
        failures = self._failures(self._clock())
        if failures.pop(user_key(user), None) is not None:
            self._write(failures)

    def _failures(self, now: datetime) -> dict[str, list[datetime]]:
        """Failures of the last 15 minutes by user; a damaged file or one from a wrong clock counts as none."""
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            read = {str(user): sorted(datetime.fromisoformat(at) for at in times) for user, times in told.items()}
            kept = {user: [at for at in times if timedelta() <= now - at < LOCKED_FOR] for user, times in read.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {user: times for user, times in kept.items() if times}

    def _write(self, failures: dict[str, list[datetime]]) -> None:
        text = json.dumps({user: [at.isoformat() for at in times] for user, times in failures.items()})
        write_whole(self._path, text.encode())

    @property
    def path(self) -> Path:
        """Where the count is kept."""
        return self._path
