"""The cards of the plan tab: the plan's head, its objectives, its intelligence gaps, earlier versions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.plans.rows import PlanOfGroup, PlanRow
from soc_desk.vocabulary.ocg import PlanStatus
from ui.plans import columns
from ui.plans.steps import Offer, Steps
from ui.widgets.badges import BadgeRow
from ui.widgets.card import Card
from ui.widgets.emptying import empty
from ui.widgets.flow import FlowLayout
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_NO_PLAN = "There is no 4P plan yet. Its draft holds the SRO's objectives and the first review date."


def pressed(offers: Sequence[Offer], about: str) -> QWidget:
    """Buttons for offers, wrapping where there is no room."""
    held = QWidget()
    flow = FlowLayout(held, gap=8, line_gap=6)
    for offer in offers:
        flow.addWidget(button(offer.words, offer.do, name=f"{offer.words} {about}"))
    return held


class PlanCard(Card):
    """The version in force with its dates and steps, and the next one while it is drafted."""

    def __init__(self, steps: Steps) -> None:
        super().__init__("4P plan")
        self._steps = steps
        self.parts = QVBoxLayout()
        self.parts.setSpacing(8)
        self.body.addLayout(self.parts)

    def show_plan(self, plan: PlanOfGroup) -> None:
        """Show a group's plan."""
        empty(self.parts)
        lead = f"SRO {plan.sro or 'not named'} · LRO {plan.lro or 'not named'}"
        self.parts.addWidget(label(lead, "caption", wrap=True))
        if plan.plan is None:
            self.parts.addWidget(label(_NO_PLAN, ink="soft", wrap=True))
            if self._steps.may("draft"):
                drafting = button("Draft a plan…", lambda: self._steps.take(plan, "draft"), kind="primary")
                row = QHBoxLayout()
                row.addWidget(drafting)
                row.addStretch(1)
                self.parts.addLayout(row)
            return
        for version in (plan.plan, plan.coming):
            if version is not None:
                self._add(plan, version)

    def _add(self, plan: PlanOfGroup, version: PlanRow) -> None:
        badges = BadgeRow(columns.plan_pills(version, periods.today(), plan.soon_days))
        named = QHBoxLayout()
        named.setSpacing(10)
        named.addWidget(label(f"Version {version.number}", "medium"))
        named.addWidget(badges, 1)
        self.parts.addLayout(named)
        if version.objectives:
            self.parts.addWidget(label(version.objectives, wrap=True))
        self.parts.addWidget(label(_dates(version), "caption", wrap=True))
        if version.review_note:
            self.parts.addWidget(label(f"Last review: {version.review_note}", "caption", wrap=True))
        if version.status is PlanStatus.CLOSED and version.outcome is not None:
            self.parts.addWidget(label(f"{version.outcome.label}. Lessons: {version.lessons}", wrap=True))
        if offers := self._steps.of_plan(plan, version):
            self.parts.addWidget(pressed(offers, f"version {version.number}"))


class ObjectivesCard(Card):
    """The objectives of the version that is worked on; fact and assessment are told apart."""

    def __init__(self, steps: Steps) -> None:
        super().__init__("Objectives")
        self._steps = steps
        self.lines = QVBoxLayout()
        self.lines.setSpacing(10)
        self.body.addLayout(self.lines)

    def show_plan(self, plan: PlanOfGroup) -> None:
        """Show a group's objectives."""
        empty(self.lines)
        for version in (plan.plan, plan.coming):
            if version is None or version.status in (PlanStatus.CLOSED, PlanStatus.REPLACED):
                continue
            if version is plan.coming:
                self.lines.addWidget(label(f"Of version {version.number}, not in force yet", "caption"))
            for line in (one for one in plan.objectives if one.plan_id == version.id):
                told = f"{line.basis.label}" + (f" · met {format_date(line.met_on)}" if line.met_on else "")
                offers = self._steps.of_objective(plan, version, line)
                self.lines.addWidget(_line(line.words, told, offers, line.words))
            if version.may_be_rewritten(periods.today()) and self._steps.may("add_objective"):
                adding = lambda id_=version.id: self._steps.take(plan, "add_objective", id_)  # noqa: E731
                self.lines.addWidget(button("Add an objective…", adding, kind="link"))
        if not self.lines.count():
            self.lines.addWidget(label("Objectives belong to a version of the plan.", "caption", wrap=True))


class GapsCard(Card):
    """What is not known: open gaps first, then the answers."""

    def __init__(self, steps: Steps) -> None:
        super().__init__("Intelligence gaps")
        self._steps = steps
        self._plan: PlanOfGroup | None = None
        self.raising = button("Raise a gap…", self._raise, kind="link")
        self.head.addWidget(self.raising)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(10)
        self.body.addLayout(self.lines)

    def show_plan(self, plan: PlanOfGroup) -> None:
        """Show a group's gaps."""
        self._plan = plan
        empty(self.lines)
        self.raising.setVisible(self._steps.may("raise_gap"))
        for gap in plan.gaps:
            told = f"Raised {format_date(gap.raised_on)}"
            if gap.closed_on is not None:
                told += f" · answered {format_date(gap.closed_on)}: {gap.answer}"
            self.lines.addWidget(_line(gap.words, told, self._steps.of_gap(plan, gap), gap.words))
        if not plan.gaps:
            self.lines.addWidget(label("Nobody has raised one.", "caption"))

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._plan = None
        empty(self.lines)

    def _raise(self) -> None:
        if self._plan is not None:
            self._steps.take(self._plan, "raise_gap")


class EarlierCard(Card):
    """Versions that were replaced or closed."""

    def __init__(self) -> None:
        super().__init__("Earlier versions")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(10)
        self.body.addLayout(self.lines)

    def show_plan(self, plan: PlanOfGroup) -> None:
        """Show them; the card goes where there are none."""
        empty(self.lines)
        for version in plan.earlier:
            ended = f"Version {version.number}: {version.status.label.lower()}"
            told = _dates(version)
            if version.lessons:
                told += f" Lessons: {version.lessons}"
            self.lines.addWidget(_line(ended, told, [], ""))
        self.setVisible(bool(plan.earlier))


def _dates(version: PlanRow) -> str:
    told = [
        f"Approved by {version.approved_by}" if version.approved_by else "Not approved yet",
        f"from {format_date(version.starts_on)}" if version.starts_on else "",
        f"reviewed {format_date(version.reviewed_on)}" if version.reviewed_on else "",
        f"next review {format_date(version.review_due_on)}" if version.review_due_on and not version.closed_on else "",
        f"{'ends' if version.closed_on > periods.today() else 'ended'} {format_date(version.closed_on)}"
        if version.closed_on
        else "",
    ]
    return " · ".join(part for part in told if part)


def _line(words: str, told: str, offers: Sequence[Offer], about: str) -> QWidget:
    held = QWidget()
    layout = QVBoxLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(label(words, "medium", wrap=True))
    layout.addWidget(label(told, "caption", wrap=True))
    if offers:
        row = QHBoxLayout()
        row.setSpacing(12)
        for offer in offers:
            row.addWidget(button(offer.words, offer.do, kind="link", name=f"{offer.words} {about}"))
        row.addStretch(1)
        layout.addLayout(row)
    return held
