"""What a stored case tells the clock: plain values, every one optional, nothing of the database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from soc_desk.vocabulary.poca import CaseKind, CaseState, Nation, OrderKind, OrderResult


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFact:
    """An application to a court and what came of it. ``made_at`` to the minute; ``expires_on`` as written on the order.

    A ``made_at`` at midnight is read as a day whose hour is not known. Of a withdrawal only the day is known.
    """

    kind: OrderKind
    number: int = 0
    lodged_on: date | None = None
    hearing_at: datetime | None = None
    made_at: datetime | None = None
    expires_on: date | None = None
    result: OrderResult = OrderResult.PENDING
    withdrawn_on: date | None = None
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeFact:
    """The latest forfeiture notice. ``lapsed``: by an objection or an application, whichever was recorded."""

    given_on: date
    period_days: int = 30
    objection_at: datetime | None = None
    lapsed: bool = False
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimFact:
    """A claim that waits for an answer (s.297, s.301, s.297E)."""

    made_on: date
    hearing_at: datetime | None = None
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfiscationFact:
    """A confiscation order: ``pay_by`` and ``extended_to`` as the court wrote them, if it did.

    ``payments`` are (day, pence), needed only once ``paid_pence`` reaches the order: what interest is left to pay.
    """

    made_on: date
    pay_by: date | None = None
    extended_to: date | None = None
    order_pence: int = 0
    paid_pence: int = 0
    payments: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FreezingFact:
    """An account freezing order: ``ends_on`` as written on it."""

    made_on: date
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DamlFact:
    """A request for a defence: ``refused_on`` is when the reporter received the refusal."""

    submitted_on: date
    refused_on: date | None = None
    moratorium_to: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFacts:
    """A case as the clock sees it. Moments are local wall time of the place of seizure.

    ``searched_without_justice``: a search under s.289 without a justice's approval (then s.291 asks for a report).
    ``paid_in_exempt``: kept as evidence (s.296(2)). ``is_held``: something is still held, or nobody can tell,
    because the property ``is_unvalued``. ``claims``: pending ones.
    ``original_seized_at`` and ``original_first_order_on`` are those of the case that this one was re-seized from.
    ``cap_extended``: a court extended two years to three (cryptoassets). ``expired_at``: latched by the store.
    """

    kind: CaseKind = CaseKind.CASH
    nation: Nation = Nation.ENGLAND_AND_WALES
    state: CaseState = CaseState.SEIZED
    seized_at: datetime | None = None
    original_seized_at: datetime | None = None
    original_first_order_on: date | None = None
    held_other_power_from: datetime | None = None
    searched_without_justice: bool = False
    report_sent_on: date | None = None
    paid_in_on: date | None = None
    paid_in_exempt: bool = False
    is_held: bool = True
    is_unvalued: bool = False
    orders: tuple[OrderFact, ...] = ()
    notice: NoticeFact | None = None
    forfeiture_lodged_on: date | None = None
    forfeited_on: date | None = None
    refused_on: date | None = None
    appeal_lodged_on: date | None = None
    release_directed_on: date | None = None
    cap_extended: bool = False
    claims: tuple[ClaimFact, ...] = ()
    final_on: date | None = None
    fund_paid_on: date | None = None
    jard_updated_on: date | None = None
    confiscation: ConfiscationFact | None = None
    freezing: FreezingFact | None = None
    daml: DamlFact | None = None
    time_change_asked_at: datetime | None = None
    expired_at: datetime | None = None
