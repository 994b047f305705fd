"""What drifts: reviews due, overdue actions, groups with nothing under a P, and the measures of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import desk_items, four_ps, periods
from soc_desk.services.plans import boards
from soc_desk.services.plans.boards import Coverage, Drift, OverdueAction, PlanMeasures
from soc_desk.services.plans.due import DueRow
from soc_desk.vocabulary.rounding import rounded
from ui.desk import Desk
from ui.page import Shell, page_head
from ui.plans.columns import times
from ui.widgets.banner import Banner
from ui.widgets.board import Board, Item
from ui.widgets.card import Card, scrolled
from ui.widgets.facts import SmallTable
from ui.widgets.focus import hand_on
from ui.widgets.text import button

_TONES = {"red": "red", "amber": "amber", "grey": "neutral"}
_OWNERS = 6
_CARDS = {
    "reviews": ("Reviews due", "No review is due soon."),
    "actions": ("Overdue actions", "No action is overdue."),
    "idle": ("Nothing under a P", "Every active group has something under each of the four Ps."),
}


_BOARD = 300
"""Room for three lines of each board; a low window scrolls."""


class Drifting(QWidget):
    """``left`` when somebody goes back to the list; ``opened(id, tab)`` when a group is asked for."""

    left = Signal()
    opened = Signal(object, str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.boards = {key: Board(heading, empty) for key, (heading, empty) in _CARDS.items()}
        self.by_p = SmallTable(("4P", "Overdue", "Mean days"), right=(1, 2), framed=False)
        self.by_owner = SmallTable(("Owner", "Overdue", "Mean days"), right=(1, 2), framed=False)
        self.banner = Banner()
        layout, _, self.facts = page_head(self, "What drifts", button("Back to OCGs", self.left.emit))
        layout.addWidget(self.banner)
        across, below = QHBoxLayout(), QHBoxLayout()
        for row in (across, below):
            row.setSpacing(16)
        for board in self.boards.values():
            board.setMinimumHeight(_BOARD)
            across.addWidget(board, 1)
            board.opened.connect(lambda item: self.opened.emit(*item.id[:2]))
        for heading, table in (("Overdue actions by P", self.by_p), ("Overdue actions by owner", self.by_owner)):
            card = Card(heading)
            card.body.addWidget(table)
            card.body.addStretch(1)
            below.addWidget(card, 1)
        held = QWidget()
        held.setProperty("scrolled", "true")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(across, 1)
        column.addLayout(below)
        layout.addWidget(scrolled(held), 1)
        hand_on(self, self.boards["actions"])

    def read(self) -> None:
        """Read everything again."""
        self._desk.read(boards.drift, periods.today()).then(self, self._take, self._show_failure)

    def _take(self, found: Drift) -> None:
        self.banner.hide()
        self.boards["reviews"].set_items([_review(row, found.soon_days) for row in found.reviews])
        self.boards["actions"].set_items([_late(row) for row in found.late])
        self.boards["idle"].set_items([_idle(row) for row in found.covered if row.idle])
        self.facts.setText(measure_words(boards.measures(found.covered, periods.today())))
        self.by_p.set_rows([(p.label, *_figures(one)) for p, one in boards.overdue_by_p(found.late).items()])
        owners = list(boards.overdue_by_owner(found.late).items())
        rest = sum(one.count for _, one in owners[_OWNERS:])
        told = [(owner or "Nobody", *_figures(one)) for owner, one in owners[:_OWNERS]]
        self.by_owner.set_rows([*told, ("Others", f"{rest:,}", "")] if rest else told or [("Nobody", "0", "–")])

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", str(error))


def measure_words(found: PlanMeasures) -> str:
    """The measures of active groups in a line; who has no review date is told apart from who is overdue."""
    if not found.active:
        return "No group is active."
    of = f"of {found.active:,} active groups"
    unknown = f" ({found.no_review_date:,} without a review date)" if found.no_review_date else ""
    return (
        f"{found.reviewed_in_time:,} {of} reviewed in time{unknown} · {found.with_lro:,} with an LRO · "
        f"{found.plan_in_date:,} with a plan in date · {found.all_ps_planned:,} with an action under each P"
    )


def _figures(one: boards.Overdue) -> tuple[str, str]:
    return f"{one.count:,}", str(rounded(one.mean_days, 1)) if one.count else "–"


def _review(row: DueRow, soon: int) -> Item:
    tone = _TONES[desk_items.urgency(row.days, soon)]
    lead = row.owner or "nobody leads"
    part = "overview" if row.kind == "ocg_review" else "plan"
    what = row.what
    return Item(
        (row.subject_id, part, row.kind), desk_items.days_left(row.days), tone, f"{row.reference} {row.name}",
        f"{what} · {lead}", why=f"{what} due {row.due_on:%d %b %Y}.",
    )  # fmt: skip


def _late(row: OverdueAction) -> Item:
    slips = f" · put off {times(row.slips)}" if row.slips else ""
    return Item(
        (row.subject_id, "plan", row.id), desk_items.days_left(-row.days), "red", row.title,
        f"{row.reference} {row.name} · {row.four_p.label} · {row.owner or 'nobody'}{slips}",
        why=f"Due {row.due_on:%d %b %Y}; it is {row.state.label.lower()}.",
    )  # fmt: skip


def _idle(row: Coverage) -> Item:
    due, what = four_ps.nothing_under(row.idle)
    return Item(
        (row.subject_id, "plan", "idle"), due, "amber", f"{row.reference} {row.name}", what, why=four_ps.WHY_IDLE,
    )  # fmt: skip
