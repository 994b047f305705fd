"""The backlog of intelligence reports that wait to be processed, counted by hand in the intelligence system."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceBacklog, User
from soc_desk.errors import Invalid
from soc_desk.services.intelligence.drafts import BacklogDraft
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS


@dataclass(frozen=True, kw_only=True)
class BacklogRow:
    """One count."""

    counted_on: date
    waiting: int
    oldest_on: date | None
    note: str
    entered_by: str

    @property
    def oldest_days(self) -> int | None:
        """How old the oldest report was when they were counted; None where nobody said."""
        return None if self.oldest_on is None else (self.counted_on - self.oldest_on).days

    @property
    def words(self) -> str:
        """The count as a page shows it."""
        if not self.waiting:
            return f"No report waited to be processed on {day_words(self.counted_on)}."
        one = self.waiting == 1
        age = "of unknown age" if self.oldest_days is None else f"{self.oldest_days} days old"
        waited = "1 report waited" if one else f"{self.waiting} reports waited"
        return (
            f"{waited} to be processed on {day_words(self.counted_on)}; {'it was' if one else 'the oldest was'} {age}."
        )


def list_rows(session: Session, limit: int = 26) -> list[BacklogRow]:
    """The counts, newest first."""
    count = IntelligenceBacklog
    columns = (count.counted_on, count.waiting, count.oldest_on, count.note, func.coalesce(User.display, ""))
    query = select(*columns).outerjoin(User, User.id == count.entered_by_id).order_by(count.counted_on.desc())
    return [row(BacklogRow, values) for values in session.execute(query.limit(limit))]


@use_case("Count the intelligence backlog", needs=READERS)
def record(work: Work, draft: BacklogDraft) -> None:
    """Keep a count; one of the same day takes the place of the earlier one, which the log keeps."""
    if problems := draft.problems(wall(work.now).date()):
        raise Invalid(problems)
    same_day = select(IntelligenceBacklog).where(IntelligenceBacklog.counted_on == draft.counted_on)
    kept = work.session.scalars(same_day).one_or_none()
    values = columns_of(draft) | {"entered_by_id": work.actor.id, "entered_at": work.now}
    if kept is None:
        work.add(IntelligenceBacklog(**values))
        return
    for name, value in values.items():
        setattr(kept, name, value)
