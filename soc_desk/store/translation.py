"""Turns what the database and the disk say into what the user can do about it, in one function."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from soc_desk.errors import Conflict, DeskError, Invalid, NotAllowed, OutOfDate, StoreUnavailable, WrongKey

_RESTORE = "Restore it from your latest backup with “soc-desk store restore”."

NOTHING = "nothing was saved"
"""What is safe when a save did not come through; ``in_words(safe)`` says it for other work."""

BUSY = "The store is busy: another program is saving to it. Try again in a moment; nothing was saved."
FULL = "The disk is full. Make room, then try again; nothing was saved."
READ_ONLY = "The store or its folder is read-only. Make it writable, then try again; nothing was saved."
UNSURE = (
    "The connection to the server was lost while it confirmed the save, so that it is not known whether it was saved. "
    "Once the server answers again, look at the record before you save it once more."
)

# Primary result codes of SQLite (sqlite.org/rescode.html); extended ones hold them in their lowest byte.
_FILE_CODES: dict[int, DeskError] = {
    3: StoreUnavailable("You may not open the store. Ask your administrator for the right to its folder."),
    5: StoreUnavailable(BUSY),
    6: StoreUnavailable(BUSY),
    7: StoreUnavailable(
        "There is not enough memory for this. Close other programs, then try again; nothing was saved."
    ),
    8: StoreUnavailable(READ_ONLY),
    10: StoreUnavailable(
        "The disk could not be read or written. Check the disk or the network, then try again; nothing was saved."
    ),
    11: StoreUnavailable(f"The store is damaged. {_RESTORE}"),
    13: StoreUnavailable(FULL),
    14: StoreUnavailable("The store cannot be opened. Check that its folder exists and that you may write there."),
    23: StoreUnavailable("You may not open the store. Ask your administrator for the right to its folder."),
    26: StoreUnavailable(f"The file is not a SOC Desk store that this key opens, or it is damaged. {_RESTORE}"),
}
# What the driver says without a code, as its backup does (sqlite3_errstr).
_TEXTS = {
    "database is locked": 5, "attempt to write a readonly database": 8, "disk I/O error": 10,
    "database disk image is malformed": 11, "database or disk is full": 13, "unable to open database file": 14,
    "file is not a database": 26,
}  # fmt: skip
_UNIQUE = "UNIQUE constraint failed"
_FOREIGN_KEY = "FOREIGN KEY constraint failed"
_GONE = "Something that was chosen here does not exist any more; choose it again. Nothing was saved."
_HALF_A_CHARACTER = {
    "": "A text holds half of a character, which no store can keep. Type that text again, then try once more."
}
_MISSING_TABLE = "no such table"
_MISSING_COLUMN = "no such column"

_OLD = "The store does not match this version of SOC Desk. Run “soc-desk store upgrade”, or install the newer program."

# SQLSTATE codes and classes (postgresql.org/docs/current/errcodes-appendix.html).
_SERVER_STATES: dict[str, DeskError] = {
    "28P01": WrongKey("The user name or the passphrase is wrong. Check both and try again."),
    "28000": WrongKey("The user name or the passphrase is wrong. Check both and try again."),
    "3D000": StoreUnavailable("The server has no such database. Check the address, or create the store first."),
    "42501": NotAllowed("The server does not allow you to do this. Ask your administrator to check your roles."),
    "42P01": OutOfDate(_OLD),
    "42703": OutOfDate(_OLD),
    "42883": OutOfDate(_OLD),
    "53100": StoreUnavailable("The server's disk is full. Tell your administrator; nothing was saved."),
    "53200": StoreUnavailable("The server has not enough memory for this. Tell your administrator; nothing was saved."),
    "53300": StoreUnavailable("The server has no free connection. Try again in a moment; nothing was saved."),
    "55P03": StoreUnavailable("The store is busy with somebody else's save. Try again in a moment; nothing was saved."),
    "57014": StoreUnavailable(
        "The server stopped this because it took too long. Try again, or ask for less at once; nothing was saved."
    ),
    "57P03": StoreUnavailable("The server is starting or shutting down. Try again in a minute; nothing was saved."),
    "25P03": StoreUnavailable("The server ended a connection that had waited too long. Try again; nothing was saved."),
    "40001": Conflict("Somebody else saved at the same moment. Nothing was saved; try again."),
    "40P01": Conflict("Somebody else saved at the same moment. Nothing was saved; try again."),
    "23505": Conflict(
        "Another record has the same reference or name; this one was not saved. Check the register, then try again."
    ),
    "23P01": Conflict(
        "Somebody else saved something for the same days at the same moment. Nothing was saved; look at theirs, then "
        "try again."
    ),
    "58030": StoreUnavailable(
        "The server's disk could not be read or written. Tell your administrator; nothing was saved."
    ),
    "25006": StoreUnavailable("The server takes no changes at present. Tell your administrator; nothing was saved."),
}
_SERVER_GONE = StoreUnavailable("The server cannot be reached. Check the network, then try again; nothing was saved.")
_GONE_CLASSES = ("08", "57")
_BAD_ADDRESS = StoreUnavailable(
    "The address of the server holds something that is not understood. Write it as postgresql://user@server/database."
)

_DISK: dict[int, DeskError] = {
    errno.ENOSPC: _FILE_CODES[13],
    errno.EDQUOT: _FILE_CODES[13],
    errno.EROFS: _FILE_CODES[8],
    errno.EACCES: _FILE_CODES[8],
    errno.EPERM: _FILE_CODES[8],
    errno.ENOENT: _FILE_CODES[14],
    errno.ENOTDIR: _FILE_CODES[14],
    errno.EIO: _FILE_CODES[10],
    errno.ENAMETOOLONG: _FILE_CODES[14],
    errno.EISDIR: _FILE_CODES[14],
    errno.ESTALE: _FILE_CODES[10],
}


def translate(error: BaseException) -> BaseException:
    """The DeskError that says ``error`` in words, or ``error`` itself where it is a bug rather than a circumstance."""
    if isinstance(error, DeskError):
        return error
    if isinstance(error, PoolTimeout):
        return StoreUnavailable("The store is busy with other work. Try again in a moment; nothing was saved.")
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return Invalid(_HALF_A_CHARACTER)
    if isinstance(error, IntegrityError) and _names_nothing(error.orig):
        return Invalid({"": _GONE})
    known = _known(error.orig if isinstance(error, DBAPIError) and error.orig is not None else error)
    if known is None:
        return error
    return type(known)(str(known))


@contextmanager
def in_words(safe: str = NOTHING) -> Iterator[None]:
    """Raise what happens inside as the user should hear it; ``safe`` says what stands, in place of "nothing was saved".

    A sentence that already came from inside says it anew, so that the outermost work has the last word.
    """
    try:
        yield
    except Exception as error:
        known = translate(error)
        if safe != NOTHING and isinstance(known, StoreUnavailable) and NOTHING in str(known):
            known = StoreUnavailable(str(known).replace(NOTHING, safe))
        if known is error:
            raise
        raise known from error


def is_cut_off(error: DBAPIError) -> bool:
    """Whether the connection to a server was lost, so that what was under way may or may not have been done."""
    return type(error.orig).__module__.startswith("psycopg") and str(translate(error)) == str(_SERVER_GONE)


def _names_nothing(error: BaseException | None) -> bool:
    """Whether a record names another that is not there."""
    return str(error).startswith(_FOREIGN_KEY) or getattr(error, "sqlstate", None) == "23503"


def _known(error: BaseException) -> DeskError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _of_file(code, str(error))
    if type(error).__module__.startswith("psycopg"):
        return _of_server(error)
    if type(error).__module__.startswith("sqlcipher3"):
        return _FILE_CODES.get(_TEXTS.get(str(error), -1))
    if isinstance(error, OSError) and error.errno is not None:
        return _DISK.get(error.errno)
    return None


def _of_file(code: int, text: str) -> DeskError | None:
    if text.startswith(_UNIQUE):
        return _SERVER_STATES["23505"]
    if code == 1 and text.startswith((_MISSING_TABLE, _MISSING_COLUMN)):
        return OutOfDate(_OLD)
    return _FILE_CODES.get(code & 0xFF)


def _of_server(error: BaseException) -> DeskError | None:
    state = getattr(error, "sqlstate", None)
    if state is None:
        text = str(error)
        if "password authentication failed" in text or "no password supplied" in text:
            return _SERVER_STATES["28P01"]
        if "does not exist" in text and "database" in text:
            return _SERVER_STATES["3D000"]
        if "connection option" in text or "dsn" in text or "conninfo" in text:
            return _BAD_ADDRESS
        return _SERVER_GONE if type(error).__name__ == "OperationalError" else None
    return _SERVER_STATES.get(state) or (_SERVER_GONE if state[:2] in _GONE_CLASSES else None)
