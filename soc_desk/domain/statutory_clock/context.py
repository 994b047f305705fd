"""One case on its way through the clock: its facts, its calendar, and how a duty of it is put together."""

from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from soc_desk.domain.statutory_clock.answer import Answer
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction
from soc_desk.domain.statutory_clock.facts import CaseFacts, OrderFact
from soc_desk.domain.statutory_clock.ladders import Ladder, rungs
from soc_desk.domain.statutory_clock.timeline import Timeline, timeline_of
from soc_desk.vocabulary.poca import DutyKind, OrderKind, OrderResult


class Context:
    """The facts and calendar of one case; ``timeline`` is worked out when first asked for."""

    def __init__(self, facts: CaseFacts, calendar: Calendar) -> None:
        self.facts: Final = facts
        self.calendar: Final = calendar

    @cached_property
    def timeline(self) -> Timeline | None:
        """None where no time of seizure is recorded."""
        if self.facts.seized_at is None:
            return None
        return timeline_of(self.facts, self.facts.seized_at, self.calendar)

    def pending(self, *kinds: OrderKind) -> OrderFact | None:
        """The latest application of these kinds that waits for the court."""
        found = None
        for order in self.facts.orders:
            if order.result is OrderResult.PENDING and order.kind in kinds:
                found = order
        return found

    def duty(
        self, kind: DutyKind, answer: Answer, action: NextAction, ladder: Ladder, since: datetime | None = None,
        line_id: UUID | None = None,
    ) -> DutyFact:  # fmt: skip
        """A duty; ``since`` is when its cause arose, for warnings counted from then."""
        calendar = self.calendar
        return DutyFact(kind, answer, action, line_id, lambda: rungs(ladder, answer, since or answer.at, calendar))
