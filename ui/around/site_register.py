"""Clear, Hold, Build sites: each with its phase, how it came there, and the groups it is about."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soc_desk.services import chb
from soc_desk.services.chb import PhaseStep, SiteRow
from soc_desk.vocabulary.ocg import Phase
from ui.around.listed import Listed, column, written
from ui.desk import Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.badges import BadgeRow
from ui.widgets.facts import Fact, Facts
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_EMPTY = "Places that are worked by Clear, Hold, Build stand here with their phase. There is none yet."
_TONES = {Phase.SCOPING: "neutral", Phase.CLEAR: "info", Phase.HOLD: "amber", Phase.BUILD: "green"}


def phase_pill(phase: Phase) -> Pill:
    """A phase."""
    return Pill(phase.label, _TONES.get(phase, "neutral"))


def _groups(row: SiteRow) -> str:
    return ", ".join(name for _, name in row.groups) or "–"


COLUMNS: tuple[Column[SiteRow], ...] = (
    Column("name", "Place", lambda row: row.name, width=170, role="medium", stretch=True),
    Column("area", "Area", lambda row: row.area or "–", width=120),
    Column("phase", "Phase", lambda row: row.phase.label, lambda row: phase_pill(row.phase), width=100,
           sort=lambda row: row.phase.rank),
    Column("sro", "Senior responsible officer", lambda row: row.sro or "–", width=180),
    Column("started_on", "Started", lambda row: format_date(row.started_on) or "–", width=112,
           sort=lambda row: row.started_on),
    Column("groups", "Groups", _groups, width=200, stretch=True, tooltip=_groups),
)  # fmt: skip


class SiteRegister(Listed[SiteRow, list[PhaseStep]]):
    """``edit_asked(row)`` to open the form, ``move_asked(row)`` to go to another phase."""

    edit_asked, move_asked = Signal(object), Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, COLUMNS, "Clear, Hold, Build sites", "Select a site to see it here.")
        self.onward = button("Change phase…", self.ask_move, kind="primary")
        self.edit = button("Edit…", self.ask_edit)
        self.add_foot(self.onward, self.edit)
        self.head.addStretch(1)
        self.head.addWidget(button("Open a site…", shell.action("local_profiles.site").trigger))
        self.table.set_empty(_EMPTY, "Open a site", shell.action("local_profiles.site").trigger)
        self.table.opened.connect(lambda _row: self.ask_edit())
        self.offer()

    def read(self) -> None:
        """Read the sites."""
        self._desk.read(chb.page).then(self, self._take, self.fail)

    def ask_move(self) -> None:
        """Ask which phase the site on view goes to."""
        if self.row is not None and self.onward.isEnabled():
            self.move_asked.emit(self.row)

    def ask_edit(self) -> None:
        """Open the form on the site on view."""
        if self.row is not None and self.edit.isEnabled():
            self.edit_asked.emit(self.row)

    def heading(self, row: SiteRow) -> tuple[str, str, Sequence[Mark]]:
        return "Clear, Hold, Build", row.name, (phase_pill(row.phase),)

    def opening(self, row: SiteRow) -> Reply[list[PhaseStep]]:
        return self._desk.read(chb.steps, row.id)

    def parts(self, row: SiteRow, found: list[PhaseStep]) -> Sequence[tuple[str, QWidget]]:
        facts = [Fact("Area", row.area), Fact("Led by", row.sro), Fact("Started", format_date(row.started_on))]
        facts += [
            Fact("Group" if place == 0 else "", name, partial(self._shell.open_page, "ocgs", record=id_))
            for place, (id_, name) in enumerate(row.groups)
        ]
        return [("Phases", column(*(_step(step) for step in found), gap=14)), ("About", Facts(facts))]

    def offer(self) -> None:
        self.onward.setEnabled(self.row is not None and self._desk.may(chb.move))
        self.edit.setEnabled(self.row is not None and self._desk.may(chb.change))

    def _take(self, rows: list[SiteRow]) -> None:
        self.take_rows(rows)
        by_phase = {phase: sum(row.phase is phase for row in rows) for phase in Phase}
        told = ", ".join(f"{many:,} in {phase.label.lower()}" for phase, many in by_phase.items() if many)
        self.line.setText(f"{len(rows):,} {'site' if len(rows) == 1 else 'sites'}: {told}." if told else "")


def _step(step: PhaseStep) -> QWidget:
    """One step: the phase it led to, when, by whom, and why it went back."""
    marks = [phase_pill(step.after), *([Pill("Went back", "amber", "triangle")] if step.is_back else [])]
    came = f"from {step.before.label}, " if step.before is not None else ""
    shown: list[QWidget] = [BadgeRow(marks), label(f"{came}{format_date(step.stepped_on)}, {step.by}", "caption")]
    if step.reason:
        shown.append(written(step.reason))
    return column(*shown, gap=4)
