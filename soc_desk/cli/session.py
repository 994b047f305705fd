"""What every command shares: which store, who is asking, how answers and errors are printed."""

import getpass
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from soc_desk.errors import BadFile, Cancelled, Conflict, DeskError, Invalid, NotFound
from soc_desk.store import Actor, Store, opening
from soc_desk.store.engine import is_postgresql, user_of

DONE, NOT_PASSED, WRONG_USE, NO_STORE = range(4)

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="PATH_OR_URL",
        help="Path or URL of the store; else SOC_DESK_STORE, else the last one opened.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]

debug = False
"""Set by ``--debug``: a traceback follows the sentence."""

chosen = ""
"""Set by a ``--store`` before the command; one after it counts more."""

_LONDON = ZoneInfo("Europe/London")


def say(text: str) -> None:
    """A message for people: standard error, so that standard output holds only the answer."""
    print(text, file=sys.stderr)


def answer(document: object, as_json: bool, text: str) -> None:
    """The command's answer: one JSON document, or text."""
    if as_json:
        # Where standard output is not UTF-8 (a Windows pipe), escapes keep the document the same for every reader.
        utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        text = json.dumps(document, indent=2, default=_plain, ensure_ascii=not utf8)
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains as it ends
        if not isinstance(error, BrokenPipeError):
            say(f"It was done, but the answer could not be written: {error.strerror}.")
        raise typer.Exit(NOT_PASSED) from error


def fail(text: str, code: int) -> NoReturn:
    """End the command with a sentence and an exit code."""
    say(text)
    raise typer.Exit(code)


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turn what goes wrong inside into one line and the exit code of the contract."""
    try:
        yield
    except DeskError as error:
        if debug:
            traceback.print_exc()
        fail(str(error), _code(error))
    except KeyboardInterrupt:
        fail("Stopped; nothing was changed.", WRONG_USE)


def address(store: str) -> str:
    """The store meant: the option, the environment, or the last one opened."""
    if not (named := _named(store) or opening.last_opened()):
        fail("No store is named. Give --store PATH, or create one with: soc-desk store create.", WRONG_USE)
    return named


def new_address(store: str) -> str:
    """Where a store that is to be made goes: the option or the environment; never where another stands already."""
    if not (named := _named(store)):
        fail("Say where the new store goes: give --store PATH, such as --store our-force.socdesk.", WRONG_USE)
    return named


def _named(store: str) -> str:
    return store or chosen or os.environ.get("SOC_DESK_STORE", "")


def credentials(where: str = "") -> tuple[str, str]:
    """User and passphrase from the environment, or asked for on a terminal; never from an argument.

    A server's may stand in its address; then the passphrase given here is empty.
    """
    user, passphrase = os.environ.get("SOC_DESK_USER"), os.environ.get("SOC_DESK_PASSPHRASE")
    if is_postgresql(where) and not (user and passphrase) and (named := user_of(where)):
        return user or named, passphrase or ""
    if (not user or not passphrase) and not sys.stdin.isatty():
        fail(
            "Set SOC_DESK_USER and SOC_DESK_PASSPHRASE, or run the command in a terminal to be asked for them.",
            WRONG_USE,
        )
    user = user or input("User name: ").strip()
    return user, passphrase or getpass.getpass("Passphrase: ")


@contextmanager
def opened(store: str) -> Iterator[tuple[Store, Actor]]:
    """The store meant, open for the person in the environment; closed again at the end."""
    with in_sentences():
        where = address(store)
        open_store, actor = opening.open(where, *credentials(where))
        with warned(open_store):
            yield open_store, actor


@contextmanager
def warned(store: Store) -> Iterator[None]:
    """Close a store after the work inside, and tell on standard error what its user must know of its log."""
    told = store.warning
    if told:
        say(told)
    try:
        yield
    finally:
        store.close()
        if store.warning not in ("", told):
            say(store.warning)


def local_time(moment: datetime) -> datetime:
    """An instant as the clocks in London show it."""
    return moment.astimezone(_LONDON) if moment.tzinfo else moment


def many(number: int, noun: str, nouns: str = "") -> str:
    """``1 record``, ``2 records``; ``nouns`` where the plural is not made by an s."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def wall_time(moment: datetime) -> str:
    """An instant as the contract writes it: ``YYYY-MM-DDTHH:MM``, Europe/London wall time."""
    return f"{local_time(moment):%Y-%m-%dT%H:%M}"


def _code(error: DeskError) -> int:
    if isinstance(error, Invalid | BadFile | NotFound):
        return WRONG_USE
    if isinstance(error, Conflict | Cancelled):
        return NOT_PASSED
    return NO_STORE


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return wall_time(value)
    if isinstance(value, UUID | date):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
