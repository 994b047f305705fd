"""A duty: what must happen by when and why, what does it, and the ladder of warnings before it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from soc_desk.domain.statutory_clock.answer import Answer, Certainty, Steps, held
from soc_desk.domain.statutory_clock.words import clock_text
from soc_desk.vocabulary.poca import DutyKind


class Warned(StrEnum):
    """Who is warned of a duty (domain page, section 5)."""

    OFFICER = "officer"
    CHAMPION = "champion"
    DEPUTY = "deputy"
    INSPECTOR = "inspector"
    SUPERINTENDENT = "superintendent"
    SOLICITOR = "solicitor"
    FIU = "fiu"
    PSD = "psd"


class NextAction(StrEnum):
    """The step that settles a duty, for the button beside it."""

    OPEN = "open"
    LOG_ORDER = "log_order"
    CONFIRM_IN_TIME = "confirm_in_time"
    LODGE_APPLICATION = "lodge_application"
    RELEASE_OR_FORFEIT = "release_or_forfeit"
    ACT_ON_EXPIRY = "act_on_expiry"
    SEND_REPORT = "send_report"
    PAY_IN = "pay_in"
    RECORD_OBJECTION = "record_objection"
    RECORD_OUTCOME = "record_outcome"
    LOG_HEARING = "log_hearing"
    RELEASE = "release"
    ANSWER_CLAIM = "answer_claim"
    RECORD_PAYMENT = "record_payment"
    UPDATE_JARD = "update_jard"
    PAY_FUND = "pay_fund"
    DECIDE_TIME_CHANGE = "decide_time_change"
    SEIZE = "seize"


@dataclass(frozen=True, slots=True)
class Rung:
    """One warning: from this moment on these roles are to be told; ``before`` says how long before in words.

    ``every`` is how long it takes to come back, where it does until the duty is done.
    """

    at: datetime
    roles: frozenset[Warned]
    before: str
    every: timedelta | None = None

    def last(self, now: datetime) -> datetime:
        """When it was given last, once it has been given at all."""
        return self.at if self.every is None else self.at + (now - self.at) // self.every * self.every


@held
class DutyFact:
    """One duty. ``due_at`` is the legal deadline, wall time, the end of a day being the midnight after it."""

    kind: DutyKind
    answer: Answer
    next_action: NextAction = NextAction.OPEN
    line_id: UUID | None = None
    """The order, notice or claim that it comes from, where there are several."""
    warn: Callable[[], tuple[Rung, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def due_at(self) -> datetime:
        return self.answer.at

    @property
    def work_to(self) -> datetime:
        return self.answer.work_to

    @property
    def last_court_day(self) -> date | None:
        return self.answer.last_court_day

    @property
    def source(self) -> str:
        return self.answer.source

    @property
    def certainty(self) -> Certainty:
        return self.answer.certainty

    @property
    def doubt(self) -> str:
        return self.answer.doubt

    @property
    def unknown(self) -> str:
        """What the calendar could not tell, in a sentence; nothing where it reaches."""
        return self.answer.unknown

    @property
    def steps(self) -> Steps:
        return self.answer.steps

    @property
    def due_text(self) -> str:
        """``YYYY-MM-DDTHH:MM``, the end of a day as ``T24:00``."""
        return clock_text(self.due_at)

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The warnings before it, earliest first."""
        return self.warn()
