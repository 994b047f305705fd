"""Everything due for a calendar: POCA, plans and reviews, lifetime management, requests; no name, no amount."""

from uuid import UUID

from soc_desk.services.diary_entries import Diary, in_order, period_words
from soc_desk.services.lom import diary as lifetime
from soc_desk.services.plans import diary as planned
from soc_desk.services.poca import diary as deadlines
from soc_desk.services.prints import Addressed, furnish
from soc_desk.services.requests import due as requested
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS


@use_case("Write everything due for a calendar", needs=READERS)
def export_diary(work: Work, to: Addressed, within_days: int | None = None, owner_id: UUID | None = None) -> Diary:
    """What is due, and what was sent before and is done; logged as a disclosure."""
    duties = deadlines.collect(work, within_days, owner_id)
    plans = planned.collect(work, within_days, owner_id)
    managed = lifetime.collect(work, within_days, owner_id)
    asked = requested.collect(work, within_days, owner_id)
    furniture = furnish(
        work, "Deadlines for a calendar", to,
        records=len(duties.due) + len(plans.due) + len(managed.due) + len(asked.due),
        period=period_words(within_days), about=[*duties.about, *plans.about, *managed.about, *asked.about],
    )  # fmt: skip
    entries = duties.entries(furniture) + plans.entries(furniture) + managed.entries(furniture)
    entries += asked.entries(furniture)
    return in_order(furniture, entries)
