"""Files that a command writes: whole or not at all, and never in place of a store or a device."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar
from uuid import uuid4

from soc_desk.errors import BadFile
from soc_desk.store import Work
from soc_desk.store.opening import SUFFIX
from soc_desk.store.work import Rule, UseCase

P = ParamSpec("P")
T = TypeVar("T")
Drawn_co = TypeVar("Drawn_co", covariant=True)


@contextmanager
def in_place_of(out: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of ``out`` once it is whole; until then, and if it fails, what stood there stays.

    Raises BadFile where it cannot be written.
    """
    target = writable(out)
    part = target.with_name(f".{target.name[:100]}.part-{uuid4().hex[:8]}")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        with suppress(OSError):  # where it could not even be made, there is nothing to take away
            part.unlink(missing_ok=True)


def writable(out: Path) -> Path:
    """The file that ``out`` names, links followed; refuses with BadFile what must not be written over."""
    try:
        target = out.expanduser().resolve()
        if target.is_dir():
            raise BadFile(f"{out} is a folder. Give the name of a file in it.")
        if target.exists() and not target.is_file():
            raise BadFile(f"{out} is not a file that can be replaced. Choose another name.")
    except (OSError, RuntimeError) as error:  # a name too long, or a home that is not known
        raise _unwritable(out, error) from error
    if SUFFIX in target.name.lower():
        raise BadFile(f"{out} is named like a store, which must not be written over. Choose another name.")
    return target


def with_file(out: Path, use_case: UseCase[P, T], write: Callable[[T], Drawn_co]) -> UseCase[P, Drawn_co]:
    """``use_case`` and then ``write`` in one transaction: what could not be written is not logged as disclosed."""

    class _Together:
        rule: Rule = use_case.rule

        def __call__(self, work: Work, /, *args: P.args, **kwargs: P.kwargs) -> Drawn_co:
            given = use_case(work, *args, **kwargs)
            try:
                return write(given)
            except OSError as error:  # the store would take it for its own disk's
                raise _unwritable(out, error) from error

    return _Together()


def _unwritable(out: Path, error: Exception) -> BadFile:
    reason = getattr(error, "strerror", None) or error
    return BadFile(f"{out} cannot be written: {reason}. Choose another name or folder.")
