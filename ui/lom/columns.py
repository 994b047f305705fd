"""The register of managed offenders: its columns and its marks."""

from soc_desk.services.lom.managed import ManagedRow
from soc_desk.vocabulary.ocg import LomState, OrderState, ReferralState, YesNo
from ui.widgets import marks
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_TONES = {
    LomState.NOMINATED: "info", LomState.ADOPTED: "info", LomState.IN_CUSTODY: "neutral",
    LomState.IN_COMMUNITY: "green", LomState.STOOD_DOWN: "neutral",
}  # fmt: skip
_ORDER_TONES = {
    OrderState.IN_FORCE: "green",
    OrderState.MADE: "amber",
    OrderState.REFUSED: "neutral",
    OrderState.NOT_PURSUED: "neutral",
}


def state(row: ManagedRow) -> Mark:
    """The state as a pill."""
    return Pill(row.state.label, _TONES[row.state])


def short_state(row: ManagedRow) -> Mark:
    """The same where everybody in the list is managed."""
    return Pill(row.state.label.removeprefix("Managed ").capitalize(), _TONES[row.state])


def of_order(shown: OrderState) -> Mark:
    """An order's state as a pill."""
    return Pill(shown.label, _ORDER_TONES.get(shown, "info"))


def of_referral(shown: ReferralState) -> Mark:
    """A referral's state as a pill; what is still to be sent stands out."""
    return marks.urgency("To be sent", "red") if shown is ReferralState.IDENTIFIED else Pill(shown.label, "info")


def _groups(row: ManagedRow) -> str:
    return ", ".join(row.groups) or ("None found" if row.ocg_checked is YesNo.NO else "Not looked for")


def _groups_mark(row: ManagedRow) -> Mark | None:
    return marks.urgency("Not looked for", "amber") if not row.groups and row.ocg_checked is YesNo.NOT_KNOWN else None


COLUMNS: tuple[Column[ManagedRow], ...] = (
    Column("reference", "Ref", lambda row: row.reference, width=104, sort=lambda row: row.reference),
    Column("name", "Name", lambda row: row.name, width=150, stretch=True, sort=lambda row: row.name),
    Column("state", "State", lambda row: row.state.label, short_state, width=124, sort=lambda row: row.state.rank),
    Column("area", "Owned by", lambda row: row.area, width=84, yields=3, sort=lambda row: row.area),
    Column("manager", "Manager", lambda row: row.manager, width=96, yields=2, sort=lambda row: row.manager),
    Column("orders", "Orders", lambda row: f"{row.orders:,}", width=62, align="right", yields=1,
           sort=lambda row: row.orders),
    Column("groups", "Groups", _groups, _groups_mark, width=130, stretch=True, tooltip=_groups),
    Column("review", "Review due", lambda row: format_date(row.review_due_on), width=104,
           sort=lambda row: row.review_due_on),
)  # fmt: skip
