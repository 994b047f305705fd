"""The story as a test tells it: the windows, the group, and what every screen said after the last step."""

import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest

from soc_desk import cli
from soc_desk.services import prints
from soc_desk.store import Store
from tests.factories_poca import Clock
from tests.ui.story import counts
from tests.ui.story.counts import MONDAY, Counts
from tests.ui.ways import Sitting
from ui.pages.reports import ReportsPage


def pass_days(clock: Clock, days: int) -> date:
    """The same time of day, so many days later."""
    later = prints.wall(clock()) + timedelta(days=days)
    clock.at(later)
    return later.date()


@dataclass
class Story:
    """Who is at which window, the group, and what the coordinator's screens said after the last step."""

    store: Store
    clock: Clock
    coordinator: Sitting
    supervisor: Sitting
    before: Counts = field(default_factory=dict)
    group: UUID = field(default_factory=lambda: UUID(int=0))

    def told(self) -> Counts:
        self.coordinator.hear_news()
        whole = counts.told(self.coordinator, self.store)
        return whole | (counts.record(self.coordinator, self.group) if self.group.int else {})

    def then(self, *, elsewhere: bool = False, **expected: int) -> None:
        """What the screens say agrees, and what changed since is what the step should change.

        ``elsewhere``: a colleague's window has heard of it, and says the same.
        """
        now = self.told()
        assert counts.changes(self.before, now) == expected
        self.before = now
        if elsewhere:
            self.supervisor.hear_news()
            theirs = counts.told(self.supervisor, self.store)
            assert {**theirs, "mine": 0} == {key: now[key] for key in theirs} | {"mine": 0}

    def pass_days(self, days: int) -> None:
        """Nobody does anything; the windows notice that the day is another one."""
        pass_days(self.clock, days)
        for s in (self.coordinator, self.supervisor):
            s.window.counts.minute.timeout.emit()
            s.settle()
        self.before = self.told()

    def print_says_the_same(self) -> None:
        """The caseload summary, as the Reports page draws it: its totals are the register's."""
        page = self.coordinator.go("reports", ReportsPage)
        assert page.agrees.isVisible()
        assert page.drawn is not None
        document = pypdfium2.PdfDocument(page.drawn.pdf)
        text = document[0].get_textpage().get_text_range()
        document.close()
        open_, active, proposed = re.findall(r"Open groups\s+(\d+)\s+(\d+) active, (\d+) proposed", text)[0]
        assert (int(active), int(proposed)) == (self.before["active"], self.before["proposed"])
        assert int(open_) == int(active) + int(proposed)

    def command_says_the_same(self, capsys: pytest.CaptureFixture[str]) -> None:
        """``soc-desk report caseload``, as the coordinator runs it on the same store."""
        last = prints.wall(self.clock()).date() + timedelta(days=1)
        capsys.readouterr()
        assert cli.main(["report", "caseload", "--period", f"{MONDAY}..{last}", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["agrees"], found["reconciliation"]
        assert (found["total"]["active"], found["total"]["proposed"]) == (
            self.before["active"], self.before["proposed"],
        )  # fmt: skip
        position = {"mapped": "mapped", "archived": "archivings", "reactivated": "reactivated"}
        assert {name: found["position"][name] for name in position} == {
            name: self.before[kept] for name, kept in position.items()
        }
