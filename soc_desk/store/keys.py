"""The key of an encrypted store, wrapped once for each user by a key derived from that user's passphrase.

The slots lie in a file beside the store (``force.socdesk`` and ``force.socdesk.keys``), so that passphrases change and
users go without encrypting the store again. Argon2id is RFC 9106, AES-256-GCM is NIST SP 800-38D.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from soc_desk.errors import NotFound, StoreUnavailable, WrongKey
from soc_desk.store.address import is_postgresql, path_of
from soc_desk.store.disk import only_one, write_whole
from soc_desk.store.passphrase import Guesses, normal, now_utc, require_good, user_key

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
_FORMAT = 1
_WRONG = "The user name or the passphrase is wrong. Check both and try again."


@dataclass(frozen=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, and lanes (RFC 9106 section 4, second choice)."""

    memory: int = 65536
    iterations: int = 3
    lanes: int = 4

    @property
    def is_sane(self) -> bool:
        """Whether a key file may ask for this; a forged one must not make the program eat all memory."""
        return 8 <= self.memory <= 4 * 1024 * 1024 and 1 <= self.iterations <= 100 and 1 <= self.lanes <= 64


USUAL = Cost()
"""What a guess at a slot made from now on costs."""


@dataclass(frozen=True)
class StoreKey:
    """The store's identity and its 32 secret bytes, which no text of this object shows; ``failed`` attempts before."""

    store_id: UUID
    secret: bytes = field(repr=False)
    failed: int = field(default=0, compare=False)


@dataclass(frozen=True)
class _Slot:
    user: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class _KeyFile:
    store_id: UUID
    proof: bytes
    slots: tuple[_Slot, ...]

    def slot(self, user: str) -> _Slot | None:
        return next((slot for slot in self.slots if slot.user == user_key(user)), None)


def key_file(store: Path) -> Path:
    """Where the key slots of ``store`` lie."""
    return store.with_name(f"{store.name}.keys")


def new_key() -> StoreKey:
    """A fresh random key for a store that does not exist yet."""
    return StoreKey(uuid4(), os.urandom(KEY_BYTES))


def create(store: Path, user: str, passphrase: str, *, key: StoreKey | None = None) -> StoreKey:
    """Write the first key slot of a store about to be made, replacing slots that no store belongs to.

    Raises Invalid for a weak passphrase, StoreUnavailable where the store already exists.
    """
    require_good(passphrase, user)
    if store.exists():
        raise StoreUnavailable(f"{store.name} already exists. Choose another name, or open it.")
    key = key or new_key()
    _write(store, _KeyFile(key.store_id, _proof(key), (_wrap(key, user, passphrase),)))
    return key


def unlock(store: Path, user: str, passphrase: str, clock: Callable[[], datetime] = now_utc) -> StoreKey:
    """The store's key. Raises WrongKey, in one sentence for an unknown user and a wrong passphrase alike.

    After five failures the user waits fifteen minutes; a success forgets the failures before it.
    """
    file = _read(store)
    guesses = Guesses(str(file.store_id), clock)
    guesses.begin(user)
    key = _unwrap(file, user, passphrase)
    return replace(key, failed=guesses.succeeded(user))


def of_address(address: str, user: str, passphrase: str) -> StoreKey | None:
    """``unlock`` for the file that an address names; None for a server, which needs no key here."""
    return None if is_postgresql(address) else unlock(path_of(address), user, passphrase)


def add_slot(store: Path, key: StoreKey, user: str, passphrase: str) -> None:
    """Let ``user`` open the store with ``passphrase``, replacing a slot of the same name. Raises Invalid."""
    require_good(passphrase, user)
    slot = _wrap(key, user, passphrase)
    with _changing(store):
        file = _belonging(_read(store), key)
        kept = tuple(other for other in file.slots if other.user != slot.user)
        _write(store, replace(file, slots=(*kept, slot)))


def change_passphrase(store: Path, user: str, old: str, new: str, *, clock: Callable[[], datetime] = now_utc) -> None:
    """Replace the passphrase of ``user``. Raises WrongKey where ``old`` is not it, Invalid where ``new`` is weak."""
    require_good(new, user)
    key = unlock(store, user, old, clock)
    slot = _wrap(key, user, new)
    with _changing(store):
        file = _belonging(_read(store), key)
        if file.slot(user) is None:  # taken away while the new one was worked out
            raise WrongKey(_WRONG)
        _write(store, replace(file, slots=tuple(slot if other.user == slot.user else other for other in file.slots)))


def remove_slot(store: Path, user: str) -> None:
    """Take the key from ``user``. Raises NotFound, or StoreUnavailable for the last user of a store."""
    with _changing(store):
        file = _read(store)
        if file.slot(user) is None:
            raise NotFound(f"{user} has no key to this store.")
        if len(file.slots) == 1:
            raise StoreUnavailable(f"{user} is the only one who can open this store; give another user a key first.")
        _write(store, replace(file, slots=tuple(slot for slot in file.slots if slot.user != user_key(user))))


def users(store: Path) -> tuple[str, ...]:
    """Names of those who hold a key, in order."""
    return tuple(sorted(slot.user for slot in _read(store).slots))


def store_id(store: Path) -> UUID:
    """The identity of ``store``, readable without a passphrase."""
    return _read(store).store_id


def opens(store: Path, key: StoreKey) -> bool:
    """Whether ``key`` is the key of ``store``, without opening it."""
    file = _read(store)
    return file.store_id == key.store_id and hmac.compare_digest(file.proof, _proof(key))


def copy_slots(store: Path, to: Path) -> None:
    """Put the key slots of ``store`` beside the copy ``to``, whole or not at all."""
    _read(store)
    write_whole(key_file(to), key_file(store).read_bytes())


def _changing(store: Path) -> Any:
    lock = key_file(store).with_name(f"{store.name}.keys.lock")
    return only_one(lock, "Somebody else is changing the users of this store. Wait a moment, then try again.")


def _belonging(file: _KeyFile, key: StoreKey) -> _KeyFile:
    if file.store_id != key.store_id or not hmac.compare_digest(file.proof, _proof(key)):
        raise WrongKey("The key does not belong to this store. Sign in to it again.")
    return file


def _proof(key: StoreKey) -> bytes:
    """Tells the right key from a wrong one; as the key is 32 random bytes, nothing can be learnt from it."""
    return hmac.digest(key.secret, b"soc-desk key proof" + key.store_id.bytes, "sha256")


def _bound_to(store: UUID, user: str) -> bytes:
    """What the wrapped key is bound to: a slot copied to another store or renamed to another user does not open."""
    return store.bytes + user_key(user).encode()


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(normal(passphrase).encode())


def _wrap(key: StoreKey, user: str, passphrase: str) -> _Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    cipher = AESGCM(_derive(passphrase, salt, USUAL))
    return _Slot(user_key(user), USUAL, salt, nonce, cipher.encrypt(nonce, key.secret, _bound_to(key.store_id, user)))


def _unwrap(file: _KeyFile, user: str, passphrase: str) -> StoreKey:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = file.slot(user) or _decoy(file, user)
    derived = _derive(passphrase, slot.salt, slot.cost)
    try:
        secret = AESGCM(derived).decrypt(slot.nonce, slot.wrapped, _bound_to(file.store_id, user))
    except InvalidTag as error:
        raise WrongKey(_WRONG) from error
    return StoreKey(_belonging(file, StoreKey(file.store_id, secret)).store_id, secret)


def _decoy(file: _KeyFile, user: str) -> _Slot:
    """A slot that never opens and costs as much to try as a real one, so that time does not tell who has a key."""
    salt = hashlib.sha256(file.proof + user_key(user).encode()).digest()[:SALT_BYTES]
    cost = file.slots[0].cost if file.slots else USUAL
    return _Slot(user_key(user), cost, salt, bytes(NONCE_BYTES), bytes(KEY_BYTES + 16))


def _read(store: Path) -> _KeyFile:
    path = key_file(store)
    try:
        told = json.loads(path.read_bytes())
        if told["format"] > _FORMAT:
            raise StoreUnavailable(f"{path.name} was made by a newer SOC Desk. Install that version to open the store.")
        file = _KeyFile(UUID(told["store_id"]), _bytes(told["proof"]), tuple(_slot(slot) for slot in told["slots"]))
    except FileNotFoundError as error:
        if not store.exists():
            raise StoreUnavailable(f"There is no store at {store}. Check the name, or create it.") from error
        text = f"The key file {path.name} is missing beside the store. Copy it there from your latest backup."
        raise StoreUnavailable(text) from error
    except OSError as error:
        raise StoreUnavailable(f"{path.name} cannot be read. Check that you may read its folder.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"The key file {path.name} is damaged. Copy it from your latest backup."
        raise StoreUnavailable(text) from error
    return file


def _slot(told: dict[str, Any]) -> _Slot:
    cost = Cost(int(told["memory"]), int(told["iterations"]), int(told["lanes"]))
    if told["kdf"] != "argon2id" or not cost.is_sane:
        raise ValueError("unknown key derivation")
    nonce = _bytes(told["nonce"])
    if len(nonce) != NONCE_BYTES:
        raise ValueError("nonce of the wrong length")
    return _Slot(str(told["user"]), cost, _bytes(told["salt"]), nonce, _bytes(told["wrapped"]))


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _write(store: Path, file: _KeyFile) -> None:
    slots = [
        {
            "user": slot.user,
            "kdf": "argon2id",
            "salt": _text(slot.salt),
            "memory": slot.cost.memory,
            "iterations": slot.cost.iterations,
            "lanes": slot.cost.lanes,
            "nonce": _text(slot.nonce),
            "wrapped": _text(slot.wrapped),
        }
        for slot in file.slots
    ]
    told = {"format": _FORMAT, "store_id": str(file.store_id), "proof": _text(file.proof), "slots": slots}
    try:
        write_whole(key_file(store), json.dumps(told, indent=1).encode())
    except OSError as error:
        wrong = f"{key_file(store).name} cannot be written"
        text = f"{wrong}. Check that its folder exists, is yours and has room; no key was changed."
        raise StoreUnavailable(text) from error
