"""The card below a group's people: who of them is managed, under an order or referred, and what is late."""

from collections.abc import Sequence

from soc_desk.services.lom.desk_lines import CARE
from soc_desk.services.lom.in_group import HeldRow
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import set_property

_AROUND_ROWS, _MOST = 42, 6
_HEADING = "Managed, under an order or referred"


def _late(row: HeldRow) -> Mark | None:
    return marks.urgency(row.late, "red") if row.is_late else None


def _orders(row: HeldRow) -> str:
    return "; ".join(row.orders) or "–"


def _referrals(row: HeldRow) -> str:
    return "; ".join(row.referrals) or "–"


COLUMNS: tuple[Column[HeldRow], ...] = (
    Column("name", "Person", lambda row: row.name, width=130, stretch=True, sort=lambda row: row.name,
           tooltip=lambda row: f"{row.reference} {row.name}"),
    Column("state", "Lifetime management", lambda row: row.management or "Not managed",
           lambda row: Pill(row.state.label, "info") if row.state else None, width=190,
           tooltip=lambda row: row.management),
    Column("orders", "Orders", _orders, width=230, stretch=True, tooltip=_orders),
    Column("referrals", "Referrals", _referrals, width=190, stretch=True, tooltip=_referrals),
    Column("late", "Late", lambda row: row.late or "–", _late, width=170, tooltip=lambda row: row.late),
)  # fmt: skip


class HeldCard(Card):
    """Hidden where nobody is; Enter opens the person's orders and care."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(_HEADING, flush=True)
        self.model: RowsModel[HeldRow] = RowsModel(COLUMNS, row_id=lambda row: row.person_id)
        self.table = Table(self.model, _HEADING, sorts_here=True)
        set_property(self.table, "card", "")
        self.body.setContentsMargins(*UNDER_HEADING)
        self.body.addWidget(self.table)
        self.table.opened.connect(lambda row: shell.open_page("people", record=row.person_id, part=CARE))
        self.table.refused.connect(shell.warn)
        self.hide()

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        """Show these."""
        self.model.set_rows(list(rows))
        self.set_heading(_HEADING, f"{len(rows):,}")
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(_AROUND_ROWS + min(len(rows), _MOST) * height)
        self.setVisible(bool(rows))
