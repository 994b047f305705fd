"""The columns of the disruptions register, and the marks that show a disruption's P, level and state."""

from collections.abc import Sequence

from soc_desk.services.disruption_rows import SORTS, DisruptionRow
from soc_desk.vocabulary import DisruptionStatus
from ui.widgets import marks
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column
from ui.widgets.typed import format_date

_TONES = {
    DisruptionStatus.DRAFT: "neutral",
    DisruptionStatus.SUBMITTED: "amber",
    DisruptionStatus.RETURNED: "red",
    DisruptionStatus.APPROVED: "green",
    DisruptionStatus.KEYED: "info",
    DisruptionStatus.WITHDRAWN: "neutral",
}


def status(value: DisruptionStatus) -> Pill:
    """The pill of a state; its word tells it, the colour only helps."""
    return Pill(value.label, _TONES[value])


def badges(row: DisruptionRow) -> Sequence[Mark]:
    """P, level and state side by side, as a record's head shows them."""
    return marks.four_p(row.four_p), marks.level(row.impact_level), status(row.status)


def name(row: DisruptionRow) -> str:
    """What the record is called: its title, or the subject it is against."""
    return row.title or row.subject


_YIELDS = {"threat": 1, "impact_level": 2, "disruption_date": 3, "four_p": 4}
"""What gives way first in a small window; the panel beside the table tells it of the selected one."""

COLUMNS: tuple[Column[DisruptionRow], ...] = tuple(
    Column(
        key, title, text, mark=mark, width=width, hidden=hidden, stretch=stretch, sortable=key in SORTS,
        tooltip=tooltip, yields=_YIELDS.get(key, 0),
    )
    for key, title, width, text, mark, hidden, stretch, tooltip in (
        ("reference", "Ref", 100, lambda row: row.reference, None, False, False, None),
        ("disruption_date", "Date", 100, lambda row: format_date(row.disruption_date), None, False, False, None),
        ("subject", "Against", 186, lambda row: row.subject, None, False, True, lambda row: row.subject),
        ("four_p", "4P", 90, lambda row: row.four_p.label, lambda row: marks.four_p(row.four_p), False, False, None),
        (
            "impact_level", "Level", 114, lambda row: row.impact_level.label,
            lambda row: marks.level(row.impact_level), False, False, None,
        ),
        ("threat", "Threat", 136, lambda row: row.threat, None, False, True, lambda row: row.threat),
        (
            "status", "Status", 144, lambda row: row.status.label, lambda row: status(row.status), False, False,
            lambda row: row.moderation_note,
        ),
        ("title", "Title", 180, lambda row: row.title, None, True, True, lambda row: row.title),
        ("area", "LPA", 110, lambda row: row.area, None, True, False, None),
        ("officer", "Officer", 120, lambda row: row.officer, None, True, False, None),
        ("recorded_by", "Recorded by", 120, lambda row: row.recorded_by, None, True, False, None),
        ("national_ref", "National ref", 110, lambda row: row.national_ref or "", None, True, False, None),
    )
)  # fmt: skip
