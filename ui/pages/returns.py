"""The national return: what it would say now, what to put right first, building it, and what was sent before."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from soc_desk.errors import BadFile, DeskError
from soc_desk.returns import periods
from soc_desk.returns.check import CheckResult
from soc_desk.returns.compare import Comparison, Difference, FieldDifference
from soc_desk.returns.disruptions import Built
from soc_desk.returns.overview import Overview
from soc_desk.returns.periods import Period
from soc_desk.returns.rules import Problem
from soc_desk.returns.verify import FileVerdict, Verdict
from soc_desk.services import today
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.periods import today as this_day
from soc_desk.services.today import ReturnDue
from ui.desk import Desk
from ui.frame.deadline import closes
from ui.page import Page, Shell
from ui.returns import work
from ui.returns.now import NowView, where_of
from ui.returns.outcome import CompareDialog, VerdictDialog
from ui.returns.period_choice import PeriodChoice
from ui.returns.problems import ProblemsTable
from ui.returns.profile_steps import ProfileSteps
from ui.returns.profile_view import ProfileView
from ui.returns.sent import SentView
from ui.returns.steps import ReturnSteps
from ui.returns.work import Sent
from ui.widgets.banner import Banner
from ui.widgets.card import scrolled
from ui.widgets.files import choose_path
from ui.widgets.tabs import Tabs
from ui.widgets.text import button
from ui.widgets.typed import format_date

NOW, PROBLEMS, SENT, PROFILE = range(4)
_TITLES = ("If we sent it now", "Problems", "Sent", "Profile")
_LONG_AGO_DAYS = 92
_FILES = "Files of a return (*.csv *.xlsx *.json)"


class ReturnsPage(Page):
    """``go(period="2026-Q2")`` shows a period, ``go(tab="sent")`` a tab; every figure opens its records."""

    NAME = "returns"
    SHOWS = frozenset({"disruption", "outcome", "subject", "return_snapshot", "policy"})

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.sent: Sent | None = None
        self.result: CheckResult | None = None
        self._asked = 0
        self._was_chosen = False
        self.folder = str(Path.home())
        self.period = PeriodChoice(periods.quarters(this_day(), 1)[0])
        self.compare = button("Compare…", self.compare_returns)
        self.build = button("Build the return…", self.build_return, kind="primary")
        self.tabs, self.stack, self.banner = Tabs(_TITLES), QStackedWidget(), Banner()
        self.now, self.problems = NowView(), ProblemsTable("Everything to put right")
        self.sent_view, self.profile_view = SentView(), ProfileView()
        self.steps = ReturnSteps(desk, shell, self)
        self.profiles = ProfileSteps(desk, shell, self.profile_view)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for live, pressed in (("returns.compare", self.compare), ("returns.build", self.build)):
            action = self.shell.action(live)
            pressed.setEnabled(action.isEnabled())
            pressed.setToolTip(action.toolTip())
        layout, self.title, self.facts = self.head("Returns", self.period, self.compare, self.build)
        self.facts.setWordWrap(True)
        self.tabs.setAccessibleName("Parts of the returns page")
        for part in (self.tabs, self.banner):
            layout.addWidget(part)
        self.problems.set_empty("Nothing has to be put right before sending.")
        for view in (scrolled(self.now), self.problems, self.sent_view, self.profile_view):
            self.stack.addWidget(view)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.tabs)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.period.chosen.connect(self._choose_period)
        self.period.refused.connect(self.shell.warn)
        self.now.opened.connect(self._open_filter)
        self.now.record.connect(self._open_record)
        for table in (self.now.problems, self.problems):
            table.asked.connect(self._open_problem)
        self.sent_view.verify_asked.connect(self.verify_file)
        self.sent_view.compare_asked.connect(lambda row: self.steps.compare(row.reference))
        self.steps.built.connect(self._note_built)
        self.steps.failed.connect(self._refuse)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "disruptions.record"

    def refresh(self) -> None:
        self.desk.read(work.built_so_far).then(self, self._take_sent, self._refuse_profile)
        if self._was_chosen:
            self._read()
        else:
            self.desk.read(today.next_return, this_day()).then(self, self._take_due)

    def go(self, **where: Any) -> None:
        """A period as it is written in words (``2026-Q2``), a tab by its name."""
        if (text := where.get("period")) is not None:
            self.period.choose(text if isinstance(text, Period) else periods.parse(str(text)))
        names = {"now": NOW, "problems": PROBLEMS, "sent": SENT, "profile": PROFILE}
        if (place := names.get(str(where.get("tab", "")))) is not None:
            self.tabs.setCurrentIndex(place)

    def state(self) -> dict[str, Any]:
        chosen = self.period.period.text if self._was_chosen else ""
        return {"period": chosen, "tab": self.tabs.currentIndex(), "folder": self.folder}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(text := state.get("period"), str) and text:
            try:
                self.period.choose(periods.parse(text))
            except BadFile:
                self._was_chosen = False  # written by an older version; the page begins where a return is due
        if isinstance(place := state.get("tab"), int) and 0 <= place < self.tabs.count():
            self.tabs.setCurrentIndex(place)
        self.folder = str(state.get("folder") or self.folder)

    # reading ----------------------------------------------------------------------------------------------------------

    def _choose_period(self, _period: Period) -> None:
        self._was_chosen = True
        if self.isVisible():
            self._read()
        else:
            self.go_stale()

    def _take_due(self, due: ReturnDue | None) -> None:
        if self._was_chosen:
            return  # somebody chose meanwhile
        if due is not None:
            self.period.set_period(due.period)
        self._was_chosen = True
        self._read()

    def _read(self) -> None:
        self._asked += 1
        period = self.period.period
        self.desk.read(work.look, period).then(self, self._take_overview, self._refuse)
        answer = partial(self._take_check, self._asked)
        self.desk.run(work.check, period).then(self, answer, self._refuse)

    def _take_sent(self, sent: Sent) -> None:
        self.sent = sent
        self.sent_view.show_rows(sent.rows)
        self.steps.rows, self.steps.recipient = sent.rows, sent.profile.recipient
        self.profiles.show(sent)
        self.tabs.setTabText(SENT, f"Sent {len(sent.rows):,}")
        self.compare.setEnabled(bool(sent.rows))
        self.compare.setToolTip("" if sent.rows else "No return has been built yet, so there is none to compare with.")
        self._say_facts()

    def _take_overview(self, shown: Overview) -> None:
        if shown.period == self.period.period.text:
            self.banner.hide()
            self.now.show_overview(shown)
            self._say_facts()

    def _take_check(self, asked: int, result: CheckResult) -> None:
        if asked != self._asked:
            return
        self.result = result
        self.now.show_check(result)
        self.problems.show_problems(result.problems)
        self.tabs.setTabText(PROBLEMS, f"Problems {len(result.problems) + result.left_off:,}")

    def _say_facts(self) -> None:
        shown = self.now.overview
        if shown is None:
            return
        version = f"profile {shown.profile.rpartition('-')[2]}"
        long_ago = shown.days_left < -_LONG_AGO_DAYS
        when = f"was due {format_date(shown.closes_on)}" if long_ago else closes(shown.days_left)
        built = work.of_period(self.sent.rows, self.period.period) if self.sent else None
        if built is not None:
            when = f"last built as {built.reference}" + ("" if built.ready else ", incomplete")
        self.facts.setText(f"National disruption return · {shown.label} · {version} · {when}")

    def _refuse(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    def _refuse_profile(self, error: DeskError) -> None:
        self.profile_view.refuse(str(error))
        self._refuse(error)

    # going to the records ---------------------------------------------------------------------------------------------

    def _open_filter(self, shown: DisruptionFilter) -> None:
        self.shell.open_page("disruptions", **where_of(shown))

    def _open_record(self, record: UUID) -> None:
        self.shell.open_page("disruptions", record=record)

    def _open_problem(self, problem: Problem) -> None:
        if problem.id is not None:
            self._open_record(problem.id)
        elif (shown := self.now.filter_for(problem)) is not None:
            self._open_filter(shown)

    # building, comparing, verifying -----------------------------------------------------------------------------------

    def build_return(self) -> None:
        """Ask how, and build the return of the period shown."""
        if self.result is None:
            self.shell.warn("The return is still being checked. Try again in a moment.")
        else:
            self.steps.build(self.period.period, self.result, self.folder)

    def _note_built(self, built: Built) -> None:
        self.folder = str(built.files[0].parent)

    def compare_returns(self) -> None:
        """Compare the latest return of the period, or the latest of all, with the store as it is now."""
        rows = self.sent.rows if self.sent else ()
        if not rows:
            self.shell.notify("No return has been built yet, so there is none to compare with.")
            return
        chosen = work.of_period(rows, self.period.period) or rows[0]
        self.steps.compare(chosen.reference)

    def verify_file(self) -> None:
        """Choose a file of a return and hold it against its manifest and the store."""
        choose_path(self, "File of a return, or its manifest", self.folder, self.steps.verify, kinds=_FILES)


def _scene_problems(_desk: Desk, shell: Shell) -> None:
    shell.open_page(ReturnsPage.NAME, tab="problems")


def _scene_profile(_desk: Desk, shell: Shell) -> None:
    shell.open_page(ReturnsPage.NAME, tab="profile")


def _scene_sent(_desk: Desk, shell: Shell) -> None:
    shell.open_page(ReturnsPage.NAME, tab="sent")


def _scene_empty(_desk: Desk, shell: Shell) -> None:
    shell.open_page(ReturnsPage.NAME, period="1999-Q1")


def _scene_verdict(_desk: Desk, shell: Shell) -> QWidget:
    file = FileVerdict("disruption-return_2026-Q2_R-2026-0001.csv", False, "It was changed since it was built.")
    changed = Difference("D-2026-0412", UUID(int=1), "changed", "Changed: Impact level.")
    return VerdictDialog(shell, Verdict(False, "R-2026-0001", (file,), (), (changed,), keyed=2, hidden=0))


def _scene_comparison(_desk: Desk, shell: Shell) -> QWidget:
    fields = (FieldDifference("impact_level", "Impact level", "major", "moderate"),)
    found = (
        Difference("D-2026-0412", UUID(int=1), "changed", "Changed: Impact level.", fields),
        Difference("D-2026-0417", UUID(int=2), "added", "It was moderated after the earlier return was built."),
    )
    totals = (("records", 61, 62), ("major", 6, 5), ("moderate", 18, 20))
    return CompareDialog(shell, (), Comparison("R-2026-0001", "now", found, totals), lambda _a, _b: None)


SCENES = {
    "returns-verdict": _scene_verdict, "returns-comparison": _scene_comparison,
    "returns-problems": _scene_problems, "returns-profile": _scene_profile, "returns-sent": _scene_sent,
    "returns-empty": _scene_empty,
}  # fmt: skip
"""Pictures of the page besides the plain one."""
