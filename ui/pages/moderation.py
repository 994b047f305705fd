"""The moderation board: what awaits a second person, longest waiting first, and what was moderated but not sent yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from soc_desk.services import desk_items, disruption_rows, moderation, periods, policies
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.disruptions import DisruptionDetail
from soc_desk.services.doubles import doubled
from soc_desk.vocabulary import DisruptionStatus, ModerationResult
from ui.desk import Actor, Desk, Session
from ui.disruptions.bulk import Bulk, BulkBar, pressing
from ui.disruptions.doing import DoingPage
from ui.disruptions.inspection import Inspection
from ui.disruptions.steps import Steps
from ui.page import Shell
from ui.widgets import marks, tabs
from ui.widgets.emptying import empty
from ui.widgets.inspector import Inspector
from ui.widgets.lines import Lines
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import ViewTabs
from ui.widgets.text import label
from ui.widgets.typed import format_date

WAITING, TO_SEND = "waiting", "to_send"
MOST = 500
_TARGET, _SOON = "moderation.target_days", "desk.soon_days"
_OWN = "You recorded or submitted this one; somebody else moderates it."
_NOTHING = {
    WAITING: "Nothing awaits moderation. What officers submit appears here.",
    TO_SEND: "Everything that was moderated has its national reference.",
}
_SHORT = {"moderation.agree": "&Agree", "moderation.level": "&Level…"}
_DECISIONS = ("moderation.agree", "moderation.level", "moderation.return", "moderation.reject")


@dataclass(frozen=True)
class Line:
    """A disruption on the board; ``waiting_days`` is None once it was moderated."""

    row: DisruptionRow
    waiting_days: int | None
    days_left: int | None
    urgency: desk_items.Urgency
    rationale: str
    is_own: bool
    is_doubled: bool

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def waits(self) -> str:
        """How long it waits, in words."""
        days = self.waiting_days
        return "" if days is None else "today" if days == 0 else f"{days} day{'' if days == 1 else 's'}"


@dataclass(frozen=True)
class BoardFigures:
    """Both lists of the board, and how long moderation may take by local policy."""

    waiting: tuple[Line, ...]
    to_send: tuple[Line, ...]
    to_send_count: int
    target_days: int


def board(session: Session, reader: UUID) -> BoardFigures:
    """Everything the board shows, in one question."""
    day = periods.today()
    in_force = policies.in_force(session, day)
    target, soon = in_force[_TARGET], in_force[_SOON]
    queue = moderation.waiting(session, reader, day, MOST)
    twice = doubled(session, [waits.row.id for waits in queue])
    waiting = []
    for w in queue:
        left = target - w.waiting_days
        urgency = desk_items.urgency(left, soon)
        waiting.append(Line(w.row, w.waiting_days, left, urgency, w.rationale, w.own, w.row.id in twice))
    approved = DisruptionFilter(statuses=(DisruptionStatus.APPROVED,))
    rows = disruption_rows.page(session, approved, Sort("disruption_date", descending=False), limit=MOST)
    to_send = [Line(row, None, None, "grey", "", False, False) for row in rows]
    return BoardFigures(tuple(waiting), tuple(to_send), disruption_rows.count(session, approved), target)


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """How many await moderation, and how many of them are red: over what local policy wants, or so within a day."""
    target = policies.in_force(session, periods.today())[_TARGET]
    red = moderation.waiting_since(session, periods.today() - timedelta(days=target - desk_items.RED_DAYS - 1))
    return disruption_rows.count(session, DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,))), red


def _waits(line: Line) -> Mark | None:
    if line.waiting_days is None:
        return None
    return marks.Pill(line.waits) if line.urgency == "grey" else marks.urgency(line.waits, line.urgency)


def _left(line: Line) -> str:
    return "" if line.days_left is None else f"{desk_items.days_left(line.days_left)} by local policy."


def _may_agree(line: Line) -> bool:
    return line.row.status is DisruptionStatus.SUBMITTED and not line.is_own


def _note(line: Line) -> str:
    own = "Yours: somebody else moderates it." if line.is_own else ""
    return " ".join(part for part in (own, "Same subject and day as another." if line.is_doubled else "") if part)


def _note_mark(line: Line) -> Mark | None:
    if line.is_own:
        return marks.Pill("Your own")
    return marks.urgency("Twice?", "amber") if line.is_doubled else None


COLUMNS: tuple[Column[Line], ...] = (
    Column("waits", "Waiting", lambda line: line.waits, _waits, width=96, sort=lambda line: line.waiting_days,
           tooltip=_left),
    Column("reference", "Ref", lambda line: line.row.reference, width=104, sort=lambda line: line.row.serial),
    Column("date", "Date", lambda line: format_date(line.row.disruption_date), width=100, hidden=True,
           sort=lambda line: line.row.disruption_date),
    Column("subject", "Against", lambda line: line.row.subject, width=164, tooltip=lambda line: line.row.subject),
    Column("four_p", "4P", lambda line: line.row.four_p.label, lambda line: marks.four_p(line.row.four_p, named=False),
           width=40, sort=lambda line: line.row.four_p.rank, tooltip=lambda line: line.row.four_p.label),
    Column("level", "Level", lambda line: line.row.impact_level.label, lambda line: marks.level(line.row.impact_level),
           width=114, sort=lambda line: line.row.impact_level.rank),
    Column("rationale", "Why this level", lambda line: line.rationale, lambda line: Lines(line.rationale), width=180,
           stretch=True, tooltip=lambda line: line.rationale),
    Column("note", "To note", _note, _note_mark, width=100, tooltip=_note),
)  # fmt: skip


class ModerationPage(DoingPage):
    """Board of what a moderator does next; agree several at once, or decide one with the record beside it."""

    NAME = "moderation"
    SHOWS = frozenset({"disruption", "outcome", "subject", "policy"})
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.figures: BoardFigures | None = None
        self.tabs = ViewTabs(can_save=False)
        self.model: RowsModel[Line] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Disruptions to moderate", sorts_here=True)
        self.bulk = BulkBar(shell, self.table, (Bulk("moderation.agree", "Agree", _may_agree),))
        self.inspector = Inspector("Select a disruption to read why it was assessed at its level.")
        self.inspection = Inspection(desk, shell, self.inspector)
        self.inspector.setMinimumWidth(376)  # four buttons with their words
        self.split = QSplitter(Qt.Orientation.Horizontal)
        layout, self.title, self.facts = self.head("Moderation")
        layout.addWidget(self.tabs)
        layout.addWidget(self.bulk)
        layout.addWidget(self.split, 1)
        self.split.addWidget(self.table)
        self.split.addWidget(self.inspector)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.setFocusProxy(self.table)
        self._show_tabs()
        self.tabs.chosen.connect(lambda _key: self._fill())
        self.table.current_changed.connect(self._follow)
        self.table.opened.connect(lambda line: self.edit(line.row))
        self.inspection.shown.connect(self._offer)

    def refresh(self) -> None:
        self.desk.read(board, self.desk.actor.id).then(self, self._show)

    def current(self) -> DisruptionRow | None:
        return self.inspection.row

    def selected(self) -> list[DisruptionRow]:
        return [line.row for line in self.table.selected_rows()]

    def go(self, **where: Any) -> None:
        """``go(view="to_send")`` shows what has no national reference yet."""
        if where.get("view") in (WAITING, TO_SEND):
            self.tabs.set_current(where["view"])
            self._fill()

    def show_record(self, record_id: UUID) -> None:
        self.table.select_ids({record_id})

    def state(self) -> dict[str, Any]:
        return {"view": self.tabs.current(), "columns": self.table.columns_state(), "split": self.split.sizes()}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(columns := state.get("columns"), dict):
            self.table.restore_columns(columns)  # type: ignore[arg-type]  # as columns_state() gave it
        if isinstance(split := state.get("split"), list) and len(split) == self.split.count():
            self.split.setSizes(split)
        self.go(view=state.get("view"))

    def _show(self, found: BoardFigures) -> None:
        self.figures = found
        late = sum(line.days_left is not None and line.days_left < 0 for line in found.waiting)
        told = f"{len(found.waiting):,} awaiting moderation"
        if found.waiting and found.waiting[0].waiting_days:
            told += f" · longest {found.waiting[0].waits} · {late:,} longer than {found.target_days} days (local)"
        self.facts.setText(told)
        self._show_tabs()
        self._fill()
        self.inspection.follow_again()

    def _show_tabs(self) -> None:
        waiting = len(self.figures.waiting) if self.figures else None
        to_send = self.figures.to_send_count if self.figures else None
        self.tabs.set_views(
            [tabs.View(WAITING, "Awaiting moderation", waiting), tabs.View(TO_SEND, "Not yet sent nationally", to_send)]
        )

    def _fill(self) -> None:
        key = self.tabs.current()
        self.table.set_empty(_NOTHING[key])
        if self.figures is not None:
            self.model.set_rows(self.figures.waiting if key == WAITING else self.figures.to_send)
            if (sorted_by := self.model.sorted_by) is not None:
                self.model.sort_rows(sorted_by[0], descending=sorted_by[1])
        shown = self.inspection.row
        if shown is None or not self.model.places_of({shown.id}):
            self.inspection.follow(None)

    def _follow(self, line: Line | None) -> None:
        self.inspection.follow(line.row if line is not None else None)

    def _offer(self, detail: DisruptionDetail | None) -> None:
        """The buttons below the record: the decisions, or why they are not this person's to make."""
        foot = self.inspector.foot
        empty(foot)
        line = self.model.loaded(place) if (place := self._place(detail)) is not None else None
        if detail is None or line is None:
            return
        if line.is_own:
            foot.addWidget(label(_OWN, "caption", wrap=True), 1)
            return
        if detail.row.status is DisruptionStatus.SUBMITTED:
            for number, action_id in enumerate(_DECISIONS):
                short, kind = _SHORT.get(action_id, ""), "" if number else "primary"
                foot.addWidget(pressing(self.shell.action(action_id), short, kind))
        elif detail.row.status is DisruptionStatus.APPROVED:
            foot.addWidget(pressing(self.shell.action("moderation.key"), kind="primary"))
            foot.addWidget(pressing(self.shell.action("moderation.correct"), "C&orrect…"))
        foot.addStretch(1)

    def _place(self, detail: DisruptionDetail | None) -> int | None:
        places = self.model.places_of({detail.row.id}) if detail is not None else []
        return places[0] if places else None


def _scene_selected(desk: Desk, shell: Shell) -> None:
    shell.open_page(ModerationPage.NAME)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, ModerationPage)  # it was opened just now

    def select(found: BoardFigures) -> None:
        page.table.selectRow(next((n for n, line in enumerate(found.waiting) if not line.is_own), 0))
        page.inspection.open_now()

    desk.read(board, desk.actor.id).then(page, select)


def _scene_dialog(desk: Desk, shell: Shell) -> None:
    def show(found: BoardFigures) -> None:
        others = [line.row for line in found.waiting if not line.is_own]
        if others:
            Steps(desk, shell, desk).moderate(others[0], ModerationResult.LEVEL_CHANGED)

    shell.open_page(ModerationPage.NAME)
    desk.read(board, desk.actor.id).then(desk, show)


def _scene_correct(desk: Desk, shell: Shell) -> None:
    def show(found: BoardFigures) -> None:
        Steps(desk, shell, desk).correct(found.to_send[0].row)

    shell.open_page(ModerationPage.NAME, view=TO_SEND)
    desk.read(board, desk.actor.id).then(desk, show)


def _scene_bulk(desk: Desk, shell: Shell) -> None:
    shell.open_page(ModerationPage.NAME)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, ModerationPage)  # it was opened just now
    desk.read(board, desk.actor.id).then(page, lambda _found: page.table.selectAll())


SCENES = {
    "moderation-selected": _scene_selected, "moderation-dialog": _scene_dialog, "moderation-correct": _scene_correct,
    "moderation-bulk": _scene_bulk,
}  # fmt: skip
"""Pictures of the board besides the plain one."""
