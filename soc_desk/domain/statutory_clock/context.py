"""One case on its way through the clock: its facts, its calendar, and how a duty of it is put together."""

from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from soc_desk.domain.statutory_clock.answer import Answer
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction
from soc_desk.domain.statutory_clock.facts import CaseFacts, OrderFact
from soc_desk.domain.statutory_clock.ladders import Ladder, rungs
from soc_desk.domain.statutory_clock.timeline import Timeline, timeline_of
from soc_desk.vocabulary.poca import CaseKind, DutyKind, OrderKind, OrderResult

SEIZURES = frozenset(kind for kind in CaseKind if kind.is_seizure)


class Context:
    """The facts and calendar of one case; ``timeline`` is None where no time of seizure is recorded."""

    __slots__ = ("calendar", "facts", "timeline", "waiting")

    def __init__(self, facts: CaseFacts, calendar: Calendar) -> None:
        self.facts: Final = facts
        self.calendar: Final = calendar
        seized_at = facts.seized_at if facts.kind in SEIZURES else None
        self.timeline: Timeline | None = timeline_of(facts, seized_at, calendar) if seized_at is not None else None
        self.waiting: Final = [order for order in facts.orders if order.result is OrderResult.PENDING]
        """Applications that wait for the court."""

    def pending(self, *kinds: OrderKind) -> OrderFact | None:
        """The latest application of these kinds that waits for the court."""
        if not self.waiting:
            return None
        return next((order for order in reversed(self.waiting) if order.kind in kinds), None)

    def duty(
        self, kind: DutyKind, answer: Answer, action: NextAction, ladder: Ladder, since: datetime | None = None,
        line_id: UUID | None = None,
    ) -> DutyFact:  # fmt: skip
        """A duty; ``since`` is when its cause arose, for warnings counted from then."""
        warn = partial(rungs, ladder, answer, since or answer.at, self.calendar)
        return DutyFact(kind, answer, action, line_id, warn)
