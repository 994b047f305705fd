"""What the forms of the other orders fill: account freezing, restraint, confiscation, civil recovery, DAML, laundering.

Drafts that all kinds share with seized property (lodging, hearings, notices, objections, decisions, forfeiture) are in
``court_drafts`` and ``money_drafts``. The use cases are ``(work, case_id, version, draft)``:

others.record                    OtherDraft       ``(work, draft)``: a new case; gives its id
others.change                    OtherDraft       ``(work, before, mine)``: as ``cases.change``
others.end                       EndDraft         discharged, consented to, concluded: it is over
others.reopen                    ReasonDraft      supervisor
others.update_jard               JardDraft
other_orders.lodge               LodgingDraft     an application for the kind's order (``other_moves.APPLIED_FOR``)
other_orders.make_order          OtherOrderDraft  an order is made: the kinds in ``other_moves.orders_of``
other_orders.refuse              DecisionDraft    the application is refused; a DAML request: consent is refused
other_orders.adjourn             HearingDraft     a pending hearing moves
confiscation.pay                 PaymentDraft     towards the order and its interest
confiscation.reverse             ReasonDraft      ``(work, movement_id, draft)``: a wrong payment
confiscation.enforce             EndDraft         the magistrates' court enforces; ``ended_on`` is when that began
freezing.give_notice             NoticeDraft      s.303Z9
freezing.object                  ObjectionDraft   s.303Z11
freezing.end_period              (no draft)       the period ended without objection
freezing.set_aside               DecisionDraft    s.303Z13
freezing.lodge_forfeiture        LodgingDraft     s.303Z14
freezing.forfeit                 ForfeitureDraft  all of it, or ``amounts``
freezing.refuse_forfeiture       DecisionDraft
freezing.appeal                  LodgingDraft
freezing.decide_appeal           DecisionDraft    ``(…, draft, allowed)``
freezing.make_final              (no draft)       the time to appeal or to set aside ended
freezing.pay_fund                FundDraft
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.poca import CaseKind, OrderKind

OTHER_KINDS = (
    CaseKind.ACCOUNT_FREEZING, CaseKind.RESTRAINT, CaseKind.CONFISCATION, CaseKind.CIVIL_RECOVERY, CaseKind.DAML,
    CaseKind.MONEY_LAUNDERING,
)  # fmt: skip
MINIMUM_PENCE = 100_000
"""£1,000: below it an account is not frozen (s.303Z8)."""
CIVIL_MINIMUM_PENCE = 1_000_000
"""£10,000: below it there is no civil recovery (SI 2003/175)."""
LONGEST_TERM_MONTHS = 168

_MOST_PENCE = 999_999_999_999_99


@dataclass(frozen=True, kw_only=True)
class OtherDraft:
    """A case of another order; fields that a kind has no use for stay empty.

    ``amount_pence`` is what is frozen, restrained or asked about. ``authorised_by`` is the senior officer who allowed
    an account freezing application (s.303Z2). ``submitted_on`` is when a request for a defence was sent (s.335).
    """

    id: UUID | None = None
    version: int | None = None
    kind: CaseKind | None = None
    officer: str = ""
    owner_id: UUID | None = None
    area_id: UUID | None = None
    subject_id: UUID | None = None
    operation_name: str = ""
    crime_ref: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    amount_pence: int | None = None
    institution: str = ""
    account: str = ""
    authorised_by: str = ""
    convicted_on: date | None = None
    submitted_on: date | None = None
    referred_to: str = ""
    description: str = ""
    grounds: str = ""
    notes: str = ""

    def problems(self) -> dict[str, str]:
        """What keeps it from being saved, field to sentence."""
        found: dict[str, str] = {}
        if self.kind not in OTHER_KINDS:
            found["kind"] = "Choose which order or investigation it is."
        if self.amount_pence is not None and not 0 < self.amount_pence <= _MOST_PENCE:
            found["amount_pence"] = "Enter the amount in pounds and pence, or leave it empty."
        if self.kind is CaseKind.ACCOUNT_FREEZING and not self.institution.strip():
            found["institution"] = "Name the bank or other institution that holds the account."
        if self.kind is CaseKind.CONFISCATION and self.convicted_on is None:
            found["convicted_on"] = "Enter the day of the conviction (POCA 2002 s.6)."
        if self.kind is CaseKind.CIVIL_RECOVERY and not self.referred_to.strip():
            found["referred_to"] = "Name the authority it is referred to, such as the CPS or the NCA."
        if self.kind is CaseKind.DAML and self.submitted_on is None:
            found["submitted_on"] = "Enter the day on which the request was submitted; the notice period runs from it."
        return found

    def cautions(self) -> dict[str, str]:
        """What should be looked at and does not keep it from being saved."""
        found = {}
        if self.kind is CaseKind.ACCOUNT_FREEZING:
            if self.amount_pence is not None and self.amount_pence < MINIMUM_PENCE:
                found["amount_pence"] = "An account below £1,000 is not frozen (POCA 2002 s.303Z8)."
            if not self.authorised_by.strip():
                found["authorised_by"] = "A senior officer authorises the application (POCA 2002 s.303Z2); name them."
        if self.kind is CaseKind.CIVIL_RECOVERY and (self.amount_pence or CIVIL_MINIMUM_PENCE) < CIVIL_MINIMUM_PENCE:
            found["amount_pence"] = "There is no civil recovery below £10,000 (POCA 2002 s.287)."
        return found


@dataclass(frozen=True, kw_only=True)
class OtherOrderDraft:
    """An order of a court: ``made_at`` to the minute, ``expires_on`` the last day that is written on it.

    ``expires_on`` is the end of a freezing order, the day to pay by, or what either is extended to. ``amount_pence`` is
    the amount of a confiscation order or what it now is; ``benefit_pence`` its benefit; ``months`` a default term.
    """

    kind: OrderKind | None = None
    made_at: datetime | None = None
    expires_on: date | None = None
    court: str = ""
    court_case_no: str = ""
    bench: str = ""
    amount_pence: int | None = None
    benefit_pence: int | None = None
    months: int | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.kind is None:
            found["kind"] = "Choose which order was made."
        if self.made_at is None:
            found["made_at"] = "Enter the day and the time at which the order was made, such as 18 Nov 2026 14:20."
        elif self.expires_on is not None and self.expires_on < self.made_at.date():
            found["expires_on"] = "The order cannot end before it was made; check the two dates."
        if self.kind in _DATED and self.expires_on is None:
            found["expires_on"] = "Enter the last day, as written on the order."
        if self.kind in _WITH_AMOUNT and self.amount_pence is None:
            found["amount_pence"] = "Enter the amount of the order in pounds and pence."
        for name, pence in (("amount_pence", self.amount_pence), ("benefit_pence", self.benefit_pence)):
            if pence is not None and not 0 < pence <= _MOST_PENCE:
                found[name] = "Enter the amount in pounds and pence."
        if self.kind is OrderKind.DEFAULT_TERM and not self.months:
            found["months"] = "Enter the term in months."
        elif self.months is not None and not 0 < self.months <= LONGEST_TERM_MONTHS:
            found["months"] = "A default term is at most 14 years, 168 months (POCA 2002 s.35)."
        return found


_DATED = (OrderKind.FREEZING, OrderKind.VARIATION, OrderKind.TIME_TO_PAY)
_WITH_AMOUNT = (OrderKind.CONFISCATION, OrderKind.REDETERMINATION)


@dataclass(frozen=True, kw_only=True)
class PaymentDraft:
    """Money paid towards an order."""

    paid_on: date | None = None
    amount_pence: int | None = None
    account: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.paid_on is None:
            found["paid_on"] = "Enter the day of the payment."
        if self.amount_pence is None or not 0 < self.amount_pence <= _MOST_PENCE:
            found["amount_pence"] = "Enter the amount that was paid."
        return found


@dataclass(frozen=True, kw_only=True)
class EndDraft:
    """A step that needs its day and its reason: something is over, or begins to be enforced."""

    ended_on: date | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {} if self.ended_on else {"ended_on": "Enter the day."}
        return found if self.reason.strip() else found | {"reason": "Say why, or how it ended."}
