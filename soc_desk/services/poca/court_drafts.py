"""What the forms of a court's steps fill: applications, orders, decisions, notices, objections."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from soc_desk.vocabulary.poca import ServiceMethod

NOTICE_DAYS = 30
"""The shortest period for objections to a forfeiture notice (s.297B)."""
NOTICE_RANKS = ("Inspector", "Chief inspector", "Superintendent", "Chief superintendent", "Assistant chief constable",
                "Deputy chief constable", "Chief constable", "Accredited financial investigator")  # fmt: skip
"""Who may give a forfeiture notice (s.297A): inspector or above, or an accredited financial investigator."""


@dataclass(frozen=True, kw_only=True)
class ServedLine:
    """A paper handed to somebody with the step: to whom (a ``PersonRow.id``), when and how."""

    person_id: UUID
    served_at: datetime
    how: ServiceMethod


@dataclass(frozen=True, kw_only=True)
class LodgingDraft:
    """An application to a court, or an appeal: when and where, its hearing, and whom notice was given.

    ``advice`` names who advised it; asked for where the case is EXPIRED.
    """

    lodged_on: date | None = None
    lodged_how: str = ""
    court: str = ""
    court_case_no: str = ""
    hearing_at: datetime | None = None
    room: str = ""
    served: tuple[ServedLine, ...] = ()
    advice: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.lodged_on is None:
            found["lodged_on"] = "Enter the day it was lodged, such as 14 Nov 2026."
        if not self.court.strip():
            found["court"] = "Name the court."
        if self.hearing_at is not None and self.lodged_on is not None and self.hearing_at.date() < self.lodged_on:
            found["hearing_at"] = "The hearing cannot be before the day it was lodged; check the two dates."
        return found


@dataclass(frozen=True, kw_only=True)
class OrderDraft:
    """A detention order: ``made_at`` to the minute, ``expires_on`` as written on it.

    With ``lodged_on`` an application that was not recorded before is lodged in the same step; ``court`` and
    ``court_case_no`` then belong to it, and otherwise replace the pending application's where given.
    """

    made_at: datetime | None = None
    expires_on: date | None = None
    lodged_on: date | None = None
    court: str = ""
    court_case_no: str = ""
    bench: str = ""
    legal_adviser: str = ""
    amount_pence: int | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.made_at is None:
            found["made_at"] = "Enter the day and the time at which the order was made, such as 18 Nov 2026 14:20."
        if self.expires_on is None:
            found["expires_on"] = "Enter the date on which the order ends, as written on it."
        elif self.made_at is not None and self.expires_on < self.made_at.date():
            found["expires_on"] = "The order cannot end before it was made; check the two dates."
        if self.lodged_on is not None and self.made_at is not None and self.made_at.date() < self.lodged_on:
            found["lodged_on"] = "The application cannot be lodged after its order was made; check the two dates."
        if self.amount_pence is not None and self.amount_pence <= 0:
            found["amount_pence"] = "Enter the amount in pounds and pence, or leave it empty."
        return found


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """What a court decided, and when."""

    decided_at: datetime | None = None
    bench: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.decided_at else {"decided_at": "Enter the day and the time of the decision."}


@dataclass(frozen=True, kw_only=True)
class HearingDraft:
    """A new date for a pending hearing, and why it moved."""

    hearing_at: datetime | None = None
    room: str = ""
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.hearing_at is None:
            found["hearing_at"] = "Enter the new day and time of the hearing."
        if not self.reason.strip():
            found["reason"] = "Say why it was adjourned."
        return found


@dataclass(frozen=True, kw_only=True)
class WithdrawalDraft:
    """An application is withdrawn."""

    withdrawn_on: date | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.withdrawn_on is None:
            found["withdrawn_on"] = "Enter the day it was withdrawn."
        if not self.reason.strip():
            found["reason"] = "Say why it was withdrawn."
        return found


@dataclass(frozen=True, kw_only=True)
class DirectionDraft:
    """A court directs release; it is due within seven days (r.6)."""

    directed_on: date | None = None
    court: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.directed_on else {"directed_on": "Enter the day of the court's direction."}


@dataclass(frozen=True, kw_only=True)
class NoticeDraft:
    """A forfeiture notice (s.297A): given by whom, when and how, its period and where objections go."""

    given_on: date | None = None
    sent_at: datetime | None = None
    sent_how: ServiceMethod | None = None
    period_days: int = NOTICE_DAYS
    signed_by: str = ""
    rank: str = ""
    address: str = ""
    amount_pence: int | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.given_on is None:
            found["given_on"] = "Enter the day on which the notice was given; the period begins the day after."
        if self.period_days < NOTICE_DAYS:
            found["period_days"] = f"The period for objections is at least {NOTICE_DAYS} days (POCA 2002 s.297B)."
        elif self.period_days > 366:
            found["period_days"] = "The period is longer than a year; check it."
        if not self.signed_by.strip():
            found["signed_by"] = "Name the senior officer who is satisfied and gives the notice."
        if self.rank not in NOTICE_RANKS:
            found["rank"] = "A forfeiture notice is given by an inspector or above, or by an accredited investigator."
        if not self.address.strip():
            found["address"] = "Enter the address to which objections are sent (POCA 2002 s.297B)."
        return found


@dataclass(frozen=True, kw_only=True)
class ObjectionDraft:
    """An objection to a forfeiture notice; it counts from when it was received at the address."""

    received_at: datetime | None = None
    objector: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.received_at is None:
            found["received_at"] = "Enter the day and the time at which the objection was received."
        if not self.objector.strip():
            found["objector"] = "Name who objects; anybody may."
        return found
