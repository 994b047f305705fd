"""The program that the kill tests start and kill: ``python -m tests.cli.killed import|build|save|demo STORE FILE``.

It says ``ready`` when the act itself begins, and ``done N`` after each act that the program has confirmed.
"""

import os
import sys
from pathlib import Path

from soc_desk.demo.making import Size, make_file
from soc_desk.domain.period import parse
from soc_desk.imports.reading import look, read
from soc_desk.returns import disruptions as returns
from soc_desk.services import imports
from soc_desk.store import opening
from soc_desk.vocabulary import ImportKind
from tests.factories import disruption, ocg


def say(text: str) -> None:
    """A line that the killer may wait for."""
    print(text, flush=True)


def main() -> None:
    act, address, file = sys.argv[1:]
    if act == "demo":
        say("ready")
        make_file(Path(address), Size.TEAM)
        say("done")
        return
    store, actor = opening.open(address, os.environ["SOC_DESK_USER"], os.environ["SOC_DESK_PASSPHRASE"])
    if act == "import":
        found = look(Path(file), ImportKind.DISRUPTIONS)
        parsed = read(Path(file), found.mapping, others=found.others)
        say("ready")
        say(f"done {store.write(actor, imports.import_disruptions, parsed).value.reference}")
    elif act == "build":
        say("ready")
        formats, period = ("csv", "xlsx", "json"), parse("2022-01-01..2022-12-31")
        built = store.write(
            actor, returns.build, period, None, Path(file), formats, "National team", "Return", incomplete=True
        )
        say(f"done {built.value.reference}")
    else:
        group = ocg(store, actor, name="Kestrel")
        say("ready")
        while True:
            say(f"done {disruption(store, actor, group)}")


if __name__ == "__main__":
    main()
