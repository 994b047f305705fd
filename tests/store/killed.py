"""The program that the kill tests start and kill: ``python -m tests.store.killed backup|restore|upgrade|save …``."""

import sys
from pathlib import Path

from soc_desk.domain import Actor
from soc_desk.store import Store, backup, opening
from soc_desk.store.restore import restore
from soc_desk.store.upgrade import upgrade
from tests.store.growing import grow


def tell(_fraction: float, text: str) -> None:
    """Every report of progress is a line that the killer may wait for."""
    print(text, flush=True)


def save_for_ever(store: Store, actor: Actor) -> None:
    """Save after save, each told only once it is committed."""
    number = 0
    while True:
        store.write(actor, grow, f"saved-{number}", 1)
        print(f"saved-{number}", flush=True)
        number += 1


def main() -> None:
    act, store, other, user, passphrase = sys.argv[1:]
    if act == "restore":
        print("ready", flush=True)
        restore(Path(other), Path(store), user, passphrase, progress=tell)
    elif act == "save":
        opened, actor = opening.open(store, user, passphrase)
        print("ready", flush=True)
        save_for_ever(opened, actor)
    else:
        engine, _ = opening.connect(store, user, passphrase)
        print("ready", flush=True)
        if act == "backup":
            backup.make(engine, Path(other), progress=tell)
        else:
            upgrade(engine, progress=tell)
    print("done", flush=True)


if __name__ == "__main__":
    main()
