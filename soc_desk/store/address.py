"""What a store's address names, a file or a server; it loads nothing else, so that a key can be derived at once."""

import re
from pathlib import Path

from soc_desk.errors import StoreUnavailable

AS_A_SERVER = "postgresql://user@server/database"
"""How the address of a server is written."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_LONGEST_SHOWN = 120


def is_postgresql(address: str) -> bool:
    """Whether the address names a PostgreSQL server rather than a file."""
    return address.startswith(("postgresql:", "postgresql+", "postgres:"))


def path_of(address: str) -> Path:
    """The file of a SQLite address: a path, or a ``sqlite:`` URL. Raises StoreUnavailable for what names no file."""
    named = _file_of_url(address) if address.startswith("sqlite:") else address
    if scheme := _SCHEME.match(named):
        text = f"SOC Desk has no stores of the kind {scheme[1]}. Give the path of a .socdesk file, or {AS_A_SERVER}."
        raise StoreUnavailable(text)
    if not named.strip():
        raise StoreUnavailable("The store's address names no file. Give the path of a .socdesk file.")
    wrong = StoreUnavailable(f"{_shown(named)} cannot be the name of a file. Check the store's address.")
    if any(ord(letter) < ord(" ") for letter in named):
        raise wrong
    try:
        path = Path(named).expanduser().absolute()
        is_folder, is_odd = path.is_dir(), path.exists() and not path.is_file()
    except PermissionError:
        return path  # opening it says so
    except (OSError, ValueError, RuntimeError) as error:  # too long, or a home that is not known
        raise wrong from error
    if is_folder:
        raise StoreUnavailable(f"{path} is a folder. Name the .socdesk file in it.")
    if is_odd:
        raise StoreUnavailable(f"{path} is not a file that could hold a store. Check the store's address.")
    return path


def _file_of_url(address: str) -> str:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(address).database or ""
    except (ArgumentError, ValueError):
        return ""


def _shown(named: str) -> str:
    """A name as it may stand in a sentence: short, and with nothing in it that a terminal would act on."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in named)
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN]}…"
