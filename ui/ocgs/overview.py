"""The first tab of a group's record: twelve months by P, plan, network, newest disruptions; what needs attention."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.disruption_rows import COUNTED, DisruptionRow
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.vocabulary import FourP, SubjectStatus
from ui.desk import Desk
from ui.disruptions.columns import COLUMNS
from ui.ocgs import facts
from ui.ocgs.around import RecentCard, RelationsCard
from ui.ocgs.four_ps import FourPCard
from ui.ocgs.network_card import NetworkCard
from ui.ocgs.plan_card import PlanCard
from ui.ocgs.score_card import ScoreCard
from ui.page import Shell
from ui.widgets.card import UNDER_HEADING, Card, scrolled
from ui.widgets.emptying import empty
from ui.widgets.facts import Facts
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, set_property

_SHOWN = ("disruption_date", "four_p", "impact_level", "title", "status")
_NONE = "No disruption is recorded against this group yet."
_AROUND_ROWS = 42
_WIDTHS = {"disruption_date": 114, "title": 150}
_ROOM_FOR_STATUS = 900
_ROOM_FOR_WORDS = 3


class Overview(QWidget):
    """Two columns: what was done at the left, what it means at the right."""

    part_asked = Signal(str)  # the key of another tab

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._record: OcgRecord | None = None
        self._lists = OcgLists()
        self.four_ps = FourPCard(self._open_p)
        self.plan = PlanCard(partial(self.part_asked.emit, "plan"))
        self.network = NetworkCard(desk, partial(self.part_asked.emit, "network"))
        columns = [
            replace(column, sortable=False, hidden=False, width=_WIDTHS.get(column.key, column.width))
            for column in COLUMNS
            if column.key in _SHOWN
        ]
        self.model: RowsModel[DisruptionRow] = RowsModel(sorted(columns, key=lambda c: _SHOWN.index(c.key)))
        self.newest = Table(self.model, "Newest disruptions")
        self.recent = Card("Newest disruptions", flush=True)
        self.show_all = button(
            "Show all", partial(self.part_asked.emit, "disruptions"), kind="link", name="Show all disruptions"
        )
        self.about, self.life = Card("About"), Card("Status history")
        self.score, self.lately, self.others = ScoreCard(desk, shell), RecentCard(shell), RelationsCard(desk, shell)
        self.facts = Facts(name_width=112)
        self._attention, self._steps = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.newest.opened.connect(lambda row: shell.open_page("disruptions", record=row.id))

    def _lay_out(self) -> None:
        set_property(self.newest, "card", "")
        self.newest.set_empty(_NONE)
        self.recent.head.addWidget(self.show_all)
        self.recent.body.setContentsMargins(*UNDER_HEADING)
        self.recent.body.addWidget(self.newest)
        self.about.body.addWidget(self.facts)
        self._steps.setSpacing(10)
        self.life.body.addLayout(self._steps)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (left, (self.four_ps, self.plan, self.network, self.recent)),
            (right, (self.score, self.lately, self.others, self.about, self.life)),
        ):
            column.setSpacing(14)
            if column is right:
                column.addLayout(self._attention)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        held = QWidget()
        across = QHBoxLayout(held)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addLayout(left, 7)
        across.addLayout(right, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        area = scrolled(held)
        area.setAccessibleName("Overview")
        layout.addWidget(area)
        hand_on(self, self.newest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the state gives way; the tab with all of them has it."""
        super().resizeEvent(event)
        self.newest.setColumnHidden(len(_SHOWN) - 1, event.size().width() < _ROOM_FOR_STATUS)
        self.newest.fit()

    def set_lists(self, lists: OcgLists) -> None:
        """What codes are called."""
        self._lists = lists
        if self._record is not None:
            self.show_record(self._record)

    def show_record(self, record: OcgRecord) -> None:
        """Show a group."""
        self._record = record
        self.four_ps.show_counts(record.detail.four_ps)
        is_worked = record.detail.row.status in (SubjectStatus.ACTIVE, SubjectStatus.PROPOSED)
        self.plan.show_plan(record.plan, is_worked=is_worked)
        self.network.show_record(record)
        self.model.set_rows(record.newest)
        self.show_all.setVisible(bool(record.newest))
        rows = len(record.newest) or _ROOM_FOR_WORDS
        self.newest.setFixedHeight(_AROUND_ROWS + rows * self.newest.verticalHeader().defaultSectionSize())
        self.score.show_scores(record.scores)
        self.lately.show_events(record.recent)
        self.others.show_relations(record.relations)
        self.facts.set_facts(facts.about(record, self._lists))
        empty(self._attention)
        if (card := facts.attention(record)) is not None:
            self._attention.addWidget(card)
        empty(self._steps)
        for step in reversed(record.detail.steps):
            told = QWidget()
            lines = QVBoxLayout(told)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(1)
            lines.addWidget(label(facts.step_words(step), "medium", wrap=True))
            lines.addWidget(label(facts.step_by(step), "caption", wrap=True))
            self._steps.addWidget(told)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._record = None
        self.four_ps.show_counts({})
        self.plan.show_plan(None, is_worked=False)
        self.network.forget()
        self.model.set_rows(())
        self.score.show_scores(())
        self.lately.show_events(())
        self.others.show_relations(())
        self.facts.set_facts(())
        empty(self._attention)
        empty(self._steps)

    def _open_p(self, p: FourP) -> None:
        if self._record is None:
            return
        today = periods.today()
        since = periods.months_before(today, 12)
        self._shell.open_page(
            "disruptions", subject_id=self._record.detail.row.id, four_ps=(p,), statuses=COUNTED,
            starts_on=since, ends_on=today,
        )  # fmt: skip
