"""The command line on two stores alike but for a closed group: whatever it answers an outsider is the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from soc_desk.services import periods
from soc_desk.store import Store, keys
from soc_desk.vocabulary import ImpactLevel
from tests import factories, factories_closed
from tests import factories_poca as poca
from tests.cli.conftest import Desk
from tests.conftest import FOUNDER, PEOPLE, StoreFile
from tests.factories_closed import TELLING
from tests.returns.conftest import name_force
from tests.ui.test_restricted import text_of

OUTSIDER, PASSPHRASE = "supervisor", "velvet anchor maple"
TO = ("--for", "DI Other", "--purpose", "A test")


@pytest.fixture
def engine_name() -> str:
    """What a server holds to by itself is tested with the services."""
    return "sqlite"


@pytest.fixture
def both(store_file: StoreFile, tmp_path: Path) -> tuple[StoreFile, StoreFile]:
    """Without the closed group, and with it."""
    officer, supervisor = PEOPLE["officer"], PEOPLE["supervisor"]
    keys.add_slot(store_file.path, store_file.key, OUTSIDER, PASSPHRASE)
    store = Store(store_file.engine())
    store.write(FOUNDER, name_force)
    beside = factories_closed.beside(store, officer)
    store.write(supervisor, factories.validated, beside["group"])
    told = {"title": "Open warrant", "disruption_date": periods.today(), "impact_level": ImpactLevel.MAJOR}
    factories.approved(store, officer, supervisor, beside["group"], **told, lead_agency="99")
    poca.seized(store, officer, subject_id=beside["group"], owner_id=officer.id)
    store.close()
    within = store_file.copy(tmp_path / "within.socdesk")
    store = Store(within.engine())
    factories_closed.make(store, officer, beside)
    store.close()
    return store_file, within


def asked(folder: Path) -> Iterator[tuple[str | Path, ...]]:
    year = periods.today().year
    for report in ("caseload", "poca", "performance"):
        yield ("report", report, "--json")
        yield ("report", report, "--out", folder / f"{report}.pdf", *TO)
    for serial in ("0001", "0002", "0003"):
        yield ("report", "ocg", f"OCG-{year}-{serial}", "--out", folder / f"profile-{serial}.pdf", *TO)
    yield from (("due",), ("due", "--json"), ("due", "--ics", folder / "due.ics"))
    for verb in ("check", "build"):
        out = ("--out", folder) if verb == "build" else ()
        yield ("return", verb, "--period", str(year), *out, "--json")
    yield from (("return", "list"), ("user", "list"), ("policy", "list"), ("audit", "list"))
    yield ("audit", "export", "--out", folder / "audit.csv", *TO)


def answers(desk: Desk, folder: Path) -> dict[str, str]:
    folder.mkdir()
    found = {}
    for command in asked(folder):
        told = desk(*command)
        found[" ".join(word for word in command[:3] if isinstance(word, str))] = f"{told.code} {told.out} {told.err}"
    return found | {file.name: text_of(file) for file in sorted(folder.iterdir())}


def test_the_command_line_does_not_tell_the_two_apart(
    desk: Desk, both: tuple[StoreFile, StoreFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("SOC_DESK_USER", OUTSIDER)
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", PASSPHRASE)
    found = []
    for file in both:
        monkeypatch.setenv("SOC_DESK_STORE", str(file.path))
        found.append(answers(desk, tmp_path / f"out-{file.path.stem}"))
    without, within = found
    assert "Open Harrier" in without["caseload.pdf"]
    assert "Open Harrier" in without["profile-0001.pdf"]
    year = periods.today().year
    closed, never = (within[f"report ocg OCG-{year}-{serial}"].replace(serial, "") for serial in ("0002", "0003"))
    assert closed == never
    for where, said in within.items():
        assert [word for word in TELLING if word.casefold() in said.casefold()] == [], where
    apart = {where: (same(without[where]), same(said)) for where, said in within.items()}
    for where, (one, other) in apart.items():
        assert one.split() == other.split(), where
    for path in home.rglob("*"):
        content = path.read_bytes().decode("utf-8", "ignore") if path.is_file() else ""
        assert [word for word in TELLING if word in content] == [], path


def same(said: str) -> str:
    """What two stores tell alike; not moments, print ids, seals, paths and ids made on the way."""
    said = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[PRI]-\d{4}-\d+(-\d+)?\b", "<id>", said)
    said = re.sub(r"\b[0-9a-f]{8,64}(…[0-9a-f]+)?\b|\"(bytes|size)\": \d+", "<seal or size>", said)
    said = re.sub(r"(T|\b)\d{1,2}:\d\d(:\d\d)?(\.\d+)?Z?\b|D:\d{14}|\d{8}T\d{6}Z|\d+ (h|min)\b", "<time>", said)
    return re.sub(r"/\S+", "<path>", said)
