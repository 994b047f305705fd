"""Where the benchmark runs: a synthetic store of the asked size, and a raw connection to the same file beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soc_desk.config import state_dir
from soc_desk.demo.making import AMOUNTS, PASSPHRASE, USER, Amounts, Size, make_file
from soc_desk.errors import OutOfDate
from soc_desk.store import Actor, Store, keys, opening, upgrade
from soc_desk.store.engine import connect_file

SIZES = {
    10_000: Amounts(100, 300, 40, 10_000, cash=1_000, people=5_000, links=6_000, intelligence=20_000),
    100_000: Amounts(600, 1_500, 200, 100_000, cash=10_000, people=20_000, links=60_000, intelligence=100_000),
    1_000_000: AMOUNTS[Size.NATION],
}


@dataclass(frozen=True)
class Stage:
    """An open store of ``records`` disruptions; ``raw`` is a plain connection of the same driver to its file."""

    store: Store
    actor: Actor
    raw: Any
    records: int
    path: Path

    def read(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Ours: through the store's one door."""
        return self.store.read(self.actor, query, *args, **kwargs)


@contextmanager
def stage(records: int, say: Callable[[float, str], None]) -> Iterator[Stage]:
    """A stage of ``records`` disruptions, invented on first use and kept in the user's folder.

    Any number will do (tests take a few hundred); ``SIZES`` are those worth measuring, with the subjects they need.
    """
    path = state_dir() / f"bench-{records}.socdesk"
    if not path.exists():
        make_file(path, Size.NATION, amounts=SIZES.get(records, _few(records)), progress=say)
    store, actor = _open(str(path))
    raw = connect_file(path, keys.unlock(path, USER, PASSPHRASE).secret)
    try:
        yield Stage(store, actor, raw, records, path)
    finally:
        raw.close()
        store.close()


def _few(records: int) -> Amounts:
    return Amounts(6, 14, 4, records, people=160, links=180, intelligence=700)


def _open(path: str) -> tuple[Store, Actor]:
    """The stage's store; one that an older program invented is brought up to this one."""
    try:
        return opening.open(path, USER, PASSPHRASE)
    except OutOfDate:
        engine, _key = opening.connect(path, USER, PASSPHRASE)
        try:
            upgrade.upgrade(engine, user=USER, passphrase=PASSPHRASE)
        finally:
            engine.dispose()
    return opening.open(path, USER, PASSPHRASE)
