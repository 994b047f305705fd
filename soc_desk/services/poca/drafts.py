"""What the forms of a case's other steps fill, and the list of all steps with their Drafts.

Drafts of the court's steps are in ``court_drafts``, those about money in ``money_drafts``, the rest here. The use cases
are ``(work, case_id, version, draft)``; ``version`` is the case's as opened (None: not checked):

orders.lodge                 LodgingDraft        first or further application, by the state of the case
orders.made                  OrderDraft          the order is made; lodges first where ``lodged_on`` is given
orders.refuse                DecisionDraft       detention refused
orders.adjourn               HearingDraft        a pending hearing of any kind moves
orders.withdraw              WithdrawalDraft     the application for detention is withdrawn
orders.extend_cap            OrderDraft          cryptoassets: two years become three; ``expires_on`` is the new end
orders.confirm_in_time       ReasonDraft         a second person accepts an order made in time and recorded late
forfeiture.give_notice       NoticeDraft         s.297A
forfeiture.object            ObjectionDraft      an objection came in
forfeiture.end_period        (no draft)          the period ended without objection
forfeiture.make_final        (no draft)          the set-aside or appeal time ended
forfeiture.lodge             LodgingDraft        s.298; ``advice`` where the case is EXPIRED
forfeiture.order             ForfeitureDraft     all of it, or ``amounts``
forfeiture.refuse            DecisionDraft
forfeiture.withdraw          WithdrawalDraft
forfeiture.appeal            LodgingDraft        by either side, s.299
forfeiture.allow_appeal      DecisionDraft
forfeiture.dismiss_appeal    DecisionDraft
release.release              ReleaseDraft        all that is held, or ``amounts``
release.direct               DirectionDraft      the court directs release (s.297)
claims.make                  ClaimDraft
claims.decide                ClaimDecisionDraft  s.301, s.297, s.297E, s.302
money.count                  CountDraft          one currency
money.pay_in                 PayInDraft          s.296
money.add_interest           InterestDraft
money.keep_as_evidence       ReasonDraft         s.296(2)
money.reverse                ReasonDraft         ``(work, movement_id, draft)``: a wrong line of the ledger
money.pay_fund               FundDraft           s.300
people.serve                 ServiceDraft        a paper was served
time_change.ask              TimeChangeDraft
time_change.decide           TimeDecisionDraft   ``(work, change_id, draft)``: by somebody else
reseizure.seize              SeizeDraft          held under PACE, now seized under POCA
reseizure.reseize            ReseizureDraft      gives the id of the new case
closing.report_sent          ReportDraft         s.291
closing.update_jard          JardDraft
closing.close                ReasonDraft
closing.reopen               ReasonDraft         supervisor
access.set_access            (work, id, version, access, readers)
linking.link_outcome         (work, case_id, outcome_id), unlink_outcome(work, outcome_id)
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from soc_desk.vocabulary.poca import Limb, Paper, SeizurePower, ServiceMethod


@dataclass(frozen=True, kw_only=True)
class ReasonDraft:
    """Why something is done that needs nothing but its reason."""

    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.reason.strip() else {"reason": "Say why, for those who read the case later."}


@dataclass(frozen=True, kw_only=True)
class ServiceDraft:
    """A paper was served on somebody; without ``person_id`` on nobody named, as in the Gazette."""

    paper: Paper | None = None
    person_id: UUID | None = None
    served_at: datetime | None = None
    how: ServiceMethod | None = None
    served_by: str = ""
    proof: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.paper is None:
            found["paper"] = "Choose the paper that was served."
        if self.served_at is None:
            found["served_at"] = "Enter the day and the time of service."
        if self.how is None:
            found["how"] = "Choose how it was served."
        return found


@dataclass(frozen=True, kw_only=True)
class TimeChangeDraft:
    """Another time of seizure, and why."""

    seized_at: datetime | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.seized_at is None:
            found["seized_at"] = "Enter the right day and minute of the seizure."
        if not self.reason.strip():
            found["reason"] = "Say how the right time is known, such as body-worn video or the pocket notebook."
        return found


@dataclass(frozen=True, kw_only=True)
class TimeDecisionDraft:
    """The second person's answer to a change of the time of seizure."""

    agreed: bool | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        if self.agreed is None:
            return {"agreed": "Choose whether you agree."}
        return {"note": "Say why you do not agree."} if not self.agreed and not self.note.strip() else {}


@dataclass(frozen=True, kw_only=True)
class SeizeDraft:
    """Property held under another power is seized under POCA; the 48 hours begin at this minute (Hickman)."""

    seized_at: datetime | None = None
    power: SeizurePower | None = None
    limb: Limb | None = None
    grounds: str = ""
    officer: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.seized_at is None:
            found["seized_at"] = "Enter the day and the minute of the seizure under POCA."
        if self.power in (None, SeizurePower.PACE):
            found["power"] = "Choose the power of POCA under which it is seized."
        return found


@dataclass(frozen=True, kw_only=True)
class ReseizureDraft:
    """Property whose detention ran out or was refused is seized anew, on legal advice (Kingdom Corporate)."""

    seized_at: datetime | None = None
    reason: str = ""
    advice: str = ""
    place: str = ""
    officer: str = ""
    grounds: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.seized_at is None:
            found["seized_at"] = "Enter the day and the minute of the new seizure."
        if not self.reason.strip():
            found["reason"] = "Say why it is seized anew."
        if not self.advice.strip():
            found["advice"] = "Name the solicitor who advised it; property is not seized anew without legal advice."
        if not self.place.strip():
            found["place"] = "Enter the place of the new seizure."
        if not self.grounds.strip():
            found["grounds"] = "Write the grounds as they are now; the old ones do not carry over."
        return found


@dataclass(frozen=True, kw_only=True)
class ReportDraft:
    """The report to the Appointed Person was sent (s.291)."""

    sent_on: date | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.sent_on else {"sent_on": "Enter the day on which the report was sent."}


@dataclass(frozen=True, kw_only=True)
class JardDraft:
    """The national database was brought up to date: its reference and when."""

    jard_ref: str = ""
    updated_on: date | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.jard_ref.strip():
            found["jard_ref"] = "Enter the JARD reference."
        if self.updated_on is None:
            found["updated_on"] = "Enter the day on which JARD was updated."
        return found
