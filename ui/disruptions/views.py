"""Views of the disruptions register: those everybody has, those a person saved, and their shape as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import SORTS, DisruptionFilter, Sort
from soc_desk.vocabulary import DisruptionStatus
from ui.drafts import from_plain, to_plain

QUARTER, MINE, AWAITING, NOT_SENT, NO_PREVENT = "quarter", "mine", "awaiting", "not_sent", "no_prevent"
COUNTED = (AWAITING, NOT_SENT)
"""Views whose tab carries how many there are."""

_WITHOUT_PREVENT_MONTHS = 6


@dataclass(frozen=True)
class View:
    """A tab: its key, name and what it shows. ``period`` names a moving period (``This quarter``), or is empty."""

    key: str
    name: str
    shown: DisruptionFilter
    sort: Sort = field(default_factory=Sort)
    period: str = ""


def built_in(today: date, person: UUID) -> tuple[View, ...]:
    """The views everybody has."""
    since = periods.months_before(today, _WITHOUT_PREVENT_MONTHS)
    this = periods.choices(today)[0]
    return (
        View(QUARTER, "This quarter", within(DisruptionFilter(), this), period=this.name),
        View(MINE, "Mine", DisruptionFilter(recorder_id=person)),
        View(AWAITING, "Awaiting moderation", DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,))),
        View(NOT_SENT, "Not yet sent nationally", DisruptionFilter(statuses=(DisruptionStatus.APPROVED,))),
        View(NO_PREVENT, "No Prevent in 6 months", DisruptionFilter(no_prevent_since=since)),
    )


def within(shown: DisruptionFilter, choice: periods.PeriodChoice) -> DisruptionFilter:
    """The same view over another period."""
    return replace(shown, starts_on=choice.starts_on, ends_on=choice.ends_on)


def to_content(shown: DisruptionFilter, sort: Sort, period: str) -> dict[str, Any]:
    """A view as the store and the journal keep it."""
    told = {name: value for name, value in to_plain(shown).items() if value}
    if period:
        told = {name: value for name, value in told.items() if name not in ("starts_on", "ends_on")}
    return {"filter": told, "sort": [sort.key, sort.descending], "period": period}


def from_content(content: Mapping[str, Any], today: date) -> tuple[DisruptionFilter, Sort, str]:
    """The view again; a moving period is put where it is today, what no longer makes sense is left out."""
    shown = _filter(content.get("filter"))
    period = str(content.get("period") or "")
    moving = {choice.name: choice for choice in periods.choices(today)}
    if period in moving:
        shown = within(shown, moving[period])
    return shown, sort_of(content.get("sort")), period if period in moving else ""


def sort_of(told: Any) -> Sort:
    """A sort from ``[key, descending]``; newest first where it makes no sense."""
    if isinstance(told, list) and len(told) == 2 and told[0] in SORTS:  # a pair
        return Sort(told[0], bool(told[1]))
    return Sort()


def in_words(shown: DisruptionFilter, lists: DisruptionLists) -> tuple[str, ...]:
    """What a view was narrowed to, one phrase for each narrowing; for exports and the disclosure log."""
    areas = {place.id: place.name for place in lists.areas}
    told = {
        "When": periods.words(shown.starts_on, shown.ends_on),
        "LPA": ", ".join(areas.get(id_, "another area") for id_ in shown.areas),
        "4P": ", ".join(p.label for p in shown.four_ps),
        "Level": ", ".join(level.label for level in shown.levels),
        "Threat": ", ".join(lists.label("soc_threat", code) for code in shown.threats),
        "Status": ", ".join(status.label for status in shown.statuses),
        "Lead agency": lists.label("agency", shown.lead_agency) if shown.lead_agency else "",
        "Team": "chosen" if shown.teams else "",
        "Against": "one subject" if shown.subject_id else "",
        "Recorded by": "one person" if shown.recorder_id else "",
        "From import": "one import" if shown.import_id else "",
        "No Prevent since": periods.words(shown.no_prevent_since, None).removeprefix("since "),
    }
    return tuple(f"{name}: {words}" for name, words in told.items() if words)


def _filter(told: Any) -> DisruptionFilter:
    if not isinstance(told, Mapping):
        return DisruptionFilter()
    try:
        return from_plain(DisruptionFilter, told)
    except (ValueError, TypeError):
        return DisruptionFilter()
