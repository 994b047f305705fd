"""Two stores alike but for a closed group: whatever leaves the one for an outsider is what leaves the other.

The outsider walks through every page, takes every file that pages and the command line write, and everything that was
written meanwhile (logs, drafts, settings, temporary files) is searched for the words of the group.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from soc_desk.services import periods
from soc_desk.services.people.person_rows import PersonFilter, page
from soc_desk.store import Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, ImpactLevel
from tests import factories, factories_closed
from tests import factories_lines as made
from tests import factories_poca as poca
from tests.cli.test_closed_group import same
from tests.conftest import FOUNDER, PEOPLE, StoreFile
from tests.factories_closed import TELLING
from tests.returns.conftest import name_force
from tests.ui.conftest import WindowMaker
from tests.ui.test_restricted import everywhere, leave, text_of
from tests.ui.ways import Sitting, all_words
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.drafts import Journal
from ui.exporting import ExportDialog
from ui.forms.address import AddressDialog
from ui.ocgs.printing import profile_of
from ui.oversight.reports import REPORTS
from ui.pages.ocgs import OcgsPage
from ui.pages.people import PeoplePage
from ui.pages.poca import PocaPage
from ui.pages.reports import ReportsPage

OUTSIDER = PEOPLE["supervisor"]


@dataclass(frozen=True)
class Kept:
    """One of the two stores, and the open group that is in both."""

    file: StoreFile
    open_group: UUID


@use_case("Make a report for the test", needs=EVERYONE)
def _reported(work: Work, group: UUID) -> None:
    made.line(work, "intelligence_link", subject_id=group)


@pytest.fixture(scope="module")
def both(sqlite_template: StoreFile, tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Kept]:
    """Without the closed group, and with it."""
    folder = tmp_path_factory.mktemp("both")
    officer, supervisor = PEOPLE["officer"], PEOPLE["supervisor"]
    without = sqlite_template.copy(folder / "without.socdesk")
    store = Store(without.engine())
    store.write(FOUNDER, name_force)
    beside = factories_closed.beside(store, officer)
    store.write(supervisor, factories.validated, beside["group"])
    store.write(officer, _reported, beside["group"])
    told = {"title": "Open warrant", "disruption_date": periods.today(), "impact_level": ImpactLevel.MAJOR}
    factories.approved(store, officer, supervisor, beside["group"], **told, lead_agency="99")
    poca.seized(store, officer, subject_id=beside["group"], owner_id=officer.id)
    store.close()
    within = without.copy(folder / "within.socdesk")
    store = Store(within.engine())
    factories_closed.make(store, officer, beside)
    store.close()
    return Kept(without, beside["group"]), Kept(within, beside["group"])


@dataclass
class Watched:
    """Where temporary files go; whatever is taken away there is kept to be searched."""

    folder: Path
    taken: list[bytes] = field(default_factory=list)

    def keep(self, path: Path) -> None:
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        self.taken += [each.read_bytes() for each in files]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched(tmp_path / "temporary")
    watched.folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(watched.folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for module, name in ((shutil, "rmtree"), (os, "unlink"), (os, "remove")):
        monkeypatch.setattr(module, name, partial(_keeping, watched, getattr(module, name)))
    return watched


def _keeping(watched: Watched, does: Callable[..., object], path: object, *args: object, **more: object) -> object:
    if isinstance(path, str | Path) and Path(path).is_relative_to(watched.folder):
        watched.keep(Path(path))
    return does(path, *args, **more)


def difference(one: str, other: str) -> str:
    same_ = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    return f"{one[max(0, same_ - 60) : same_ + 80]!r} | {other[max(0, same_ - 60) : same_ + 80]!r}"


def nothing_told(said: str | bytes, where: object) -> None:
    text = said.decode("utf-8", "ignore") + said.decode("utf-16-le", "ignore") if isinstance(said, bytes) else said
    told = [word for word in TELLING if word.casefold() in text.casefold()]
    assert told == [], f"{where} tells {told}."


def test_no_page_and_no_file_tells_the_two_apart(
    both: tuple[Kept, Kept], make_window: WindowMaker, qtbot: QtBot, tmp_path: Path, home: Path, journal: Journal,
    temporary: Watched, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    found: list[dict[str, str]] = []
    for kept in both:
        store = Store(kept.file.engine())
        desk = Desk(store, OUTSIDER, InlineLane())
        folder = tmp_path / kept.file.path.stem
        folder.mkdir()
        sitting = Sitting(make_window(by=desk), desk, qtbot)
        found.append(dict(seen(sitting, kept.open_group)) | dict(taken(sitting, kept.open_group, folder)))
        sitting.window.close()
        assert not told_by_places(journal)
        for path in journal.folder.iterdir():  # the second window starts where the first did
            path.unlink()
        desk.close()
        store.close()
    without, within = found
    assert len(without) > 50
    for where, said in within.items():
        nothing_told(said, where)
    assert without.keys() == within.keys()
    apart = {where: (same(without[where]), same(said)) for where, said in within.items()}
    told = [f"{where}: {difference(*pair)}" for where, pair in apart.items() if pair[0] != pair[1]]
    assert not told, "\n".join(told)
    for path in (*home.rglob("*"), tmp_path / "desktop.ini", *temporary.folder.rglob("*")):
        if path.is_file():
            nothing_told(path.read_bytes(), path)
    for content in temporary.taken:
        nothing_told(content, "A temporary file")
    nothing_told("".join(capfd.readouterr()), "What was printed")


def told_by_places(journal: Journal) -> list[str]:
    """What is kept of where each page was, in the clear."""
    kept = repr((journal.places(), journal.kept()))
    assert "ocgs" in kept
    return [word for word in TELLING if word in kept]


def seen(sitting: Sitting, group: UUID) -> Iterator[tuple[str, str]]:
    """Every word of every page and tab, of the open group's record and of the records of its people."""
    window = sitting.window
    for place in everywhere(sitting):
        assert window.way.page is not None
        yield place, all_words(window.way.page)
    for name, entry in window.pages.items():
        if (count := entry.load().COUNT) is not None:
            yield f"count of {name}", repr(sitting.desk._store.read(OUTSIDER, count, OUTSIDER))
    groups = sitting.go("ocgs", OcgsPage)
    groups.show_record(group)
    sitting.settle()
    bar = groups.record.tabs
    for place in range(bar.count()):
        bar.setCurrentIndex(place)
        sitting.settle()
        yield f"group: {bar.tabText(place)}", all_words(groups.record)
    people = sitting.go("people", PeoplePage)
    for row in sitting.desk._store.read(OUTSIDER, page, PersonFilter(), today=periods.today()):
        people.show_record(row.id)
        sitting.settle()
        for bar in people.record.findChildren(QTabBar):
            for place in range(bar.count()):
                bar.setCurrentIndex(place)
                sitting.settle()
                yield f"{row.name}: {bar.tabText(place)}", all_words(people.record)
    for typed in ("OCG-", "N-", "D-", "C-", "Quok", "Zanz", "Lantern", "Wombatine", "Olive"):
        window.doing.open_palette()
        qtbot_keys(sitting, typed)
        yield f"found for {typed}", "\n".join(f"{hit.title} {hit.reason}" for hit in window.palette_box._hits)
        window.palette_box.close_up()
    window.reminder.read()  # else its own timer decides whether it has looked by now
    sitting.settle()
    yield "tray", window.reminder.found.words
    yield "title", window.windowTitle()


def qtbot_keys(sitting: Sitting, typed: str) -> None:
    box = sitting.window.palette_box
    sitting.qtbot.keyClicks(box.field, typed)
    box._ask()
    sitting.settle()


def taken(sitting: Sitting, group: UUID, folder: Path) -> Iterator[tuple[str, str]]:
    """Every file that the pages write: registers in both forms, prints, the calendar; and what is copied."""
    window = sitting.window
    for name in window.rail.buttons:
        window.open_page(name)
        sitting.settle()
        here = window.way.page
        for kind in ("csv", "xlsx"):
            if hasattr(here, f"export_{kind}"):
                getattr(here, f"export_{kind}")()
                yield f"{name} as {kind}", exported(sitting, folder / f"{name}.{kind}")
    poca_page = sitting.go("poca", PocaPage)
    for key, register in poca_page.registers.items():
        poca_page.show_view(key)
        sitting.settle()
        for kind in ("csv", "xlsx"):
            register.export(kind)
            yield f"{key} as {kind}", exported(sitting, folder / f"{key}.{kind}")
    poca_page.export_calendar()
    leave(sitting, AddressDialog, folder / "calendar.ics")
    reports = sitting.go("reports", ReportsPage)
    for report in REPORTS:
        reports.go(report=report.key)
        sitting.settle()
        assert reports.drawn is not None
        yield f"preview of {report.key}", pdf_text(reports.drawn.pdf, folder)
        sitting.press(reports.save)
        leave(sitting, AddressDialog, folder / f"{report.key}.pdf")
    groups = sitting.go("ocgs", OcgsPage)
    groups.show_record(group)
    sitting.settle()
    assert groups.record.record is not None
    for conditions in ((), ("conditions",)):
        groups.record.profiles._ask(profile_of(groups.record.record.detail.row), conditions)
        sitting.settle()
        leave(sitting, AddressDialog, folder / f"profile-{len(conditions)}.pdf")
    groups.leave_record()
    groups.register.table.selectAll()
    groups.register.table.copy()
    sitting.settle()
    yield "clipboard", QGuiApplication.clipboard().text()
    files = sorted(folder.iterdir())
    assert {"ocgs.csv", "intelligence.csv", "cash.xlsx", "calendar.ics"} <= {f.name for f in files}
    for file in files:
        yield file.name, text_of(file)


def exported(sitting: Sitting, path: Path) -> str:
    """Let it go where there is anything to take; what is said."""
    sitting.settle()
    for asked in sitting.window.findChildren(Question):  # whether names of children, or conditions, go with it
        if asked.isVisible():
            sitting.press(asked.buttons[0])
    if any(dialog.isVisible() for dialog in sitting.window.findChildren(ExportDialog)):
        leave(sitting, ExportDialog, path)
    return f"{sitting.window.notices.text} {sitting.window.notices.said}"


def pdf_text(pdf: bytes, folder: Path) -> str:
    path = folder.parent / "preview.pdf"
    path.write_bytes(pdf)
    return text_of(path)
