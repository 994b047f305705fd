"""The columns of the OCG register, and the marks that show a group's state, tier and who may know of it."""

from collections.abc import Callable, Sequence

from soc_desk.services.ocg_exports import sort_value
from soc_desk.services.ocgs import OcgRow
from soc_desk.vocabulary import Access, SubjectStatus
from ui.widgets.marks import Mark, Pill, Words
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_TONES = {
    SubjectStatus.PROPOSED: "amber",
    SubjectStatus.ACTIVE: "green",
    SubjectStatus.ARCHIVED: "neutral",
    SubjectStatus.REJECTED: "red",
    SubjectStatus.MERGED: "neutral",
}


def status(value: SubjectStatus) -> Pill:
    """The pill of a state; its word tells it, the colour only helps."""
    return Pill(value.label, _TONES[value])


def tier_words(code: str) -> str:
    """``Tier 1``; a code that says more is left as it is; empty for none."""
    return f"Tier {code}" if code.isdecimal() else code


def badges(state: SubjectStatus, tier: str, access: Access) -> Sequence[Mark]:
    """State, tier and, where it is closed, that it is: side by side, as a record's head shows them."""
    shown: list[Mark] = [status(state)]
    if tier:
        shown.append(Pill(tier_words(tier)))
    if access is not Access.TEAM:
        shown.append(Pill(access.label, "red", "square"))
    return shown


def _lead(row: OcgRow) -> Mark | None:
    """A group without a lead is seen at a glance."""
    return None if row.lro else Words("Nobody", "body", "ink_caption")


def _column(
    key: str, title: str, width: int, text: Callable[[OcgRow], str],
    mark: Callable[[OcgRow], Mark | None] | None = None, *, hidden: bool = False, stretch: bool = False,
) -> Column[OcgRow]:  # fmt: skip
    tooltip = text if stretch else None
    return Column(
        key, title, text, mark=mark, width=width, hidden=hidden, stretch=stretch, tooltip=tooltip,
        sort=lambda row: sort_value(row, key),
    )  # fmt: skip


COLUMNS: tuple[Column[OcgRow], ...] = (
    _column("reference", "Ref", 88, lambda row: row.reference),
    _column("name", "Name", 120, lambda row: row.name, stretch=True),
    _column("status", "Status", 90, lambda row: row.status.label, lambda row: status(row.status)),
    _column("tier", "Tier", 60, lambda row: tier_words(row.tier) or "Not set"),
    _column("threat", "Threat", 150, lambda row: row.threat, stretch=True),
    _column("area", "LPA", 94, lambda row: row.area),
    _column("lro", "LRO", 124, lambda row: row.lro or "Nobody", _lead),
    _column("last_intelligence_on", "Last intelligence", 112,
            lambda row: format_date(row.last_intelligence_on) or "None recorded"),
    _column("team", "Team", 120, lambda row: row.team, hidden=True),
    _column("owner", "Owner", 120, lambda row: row.owner, hidden=True),
    _column("mapped_on", "Mapped", 104, lambda row: format_date(row.mapped_on), hidden=True),
    _column("assessed_on", "Assessed", 104, lambda row: format_date(row.assessed_on) or "Never", hidden=True),
    _column("access", "Who may know", 120, lambda row: row.access.label, hidden=True),
)  # fmt: skip
