"""Where the benchmark runs: a synthetic store of the asked size, and a raw connection to the same file beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soc_desk.config import state_dir
from soc_desk.demo.making import AMOUNTS, PASSPHRASE, USER, Amounts, Size, make_file
from soc_desk.store import Actor, Store, keys, opening
from soc_desk.store.engine import connect_file

SIZES = {
    10_000: Amounts(100, 300, 40, 10_000),
    100_000: Amounts(600, 1_500, 200, 100_000),
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
    """A stage of ``records`` (10,000, 100,000 or 1,000,000), invented on first use and kept in the user's folder."""
    path = state_dir() / f"bench-{records}.socdesk"
    if not path.exists():
        make_file(path, Size.NATION, amounts=SIZES[records], progress=say)
    store, actor = opening.open(str(path), USER, PASSPHRASE)
    raw = connect_file(path, keys.unlock(path, USER, PASSPHRASE).secret)
    try:
        yield Stage(store, actor, raw, records, path)
    finally:
        raw.close()
        store.close()
