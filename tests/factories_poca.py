"""Made-up POCA cases for tests, step by step as they happen; all of it is synthetic."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from soc_desk.services.poca import cases, claims, closing, forfeiture, money, orders
from soc_desk.services.poca.cases import CaseDetail, CaseDraft, ExhibitLine, MoneyLine, PersonLine
from soc_desk.services.poca.court_drafts import (
    DecisionDraft,
    LodgingDraft,
    NoticeDraft,
    ObjectionDraft,
    OrderDraft,
    WithdrawalDraft,
)
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.money_drafts import (
    ClaimDraft,
    CountDraft,
    ForfeitureDraft,
    FundDraft,
    PiecesLine,
    ReleaseDraft,
)
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, ClaimKind, Limb, SearchApproval, SeizurePower

LONDON = ZoneInfo("Europe/London")


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment by the wall clock."""
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - wall time has no zone


THURSDAY = wall(2026, 4, 2, 15, 0)
"""The Thursday before Easter: the 48 hours end on Wednesday 8 April at 15:00."""
FIRST_ORDER = wall(2026, 4, 7, 11, 0)
FIRST_ENDS = date(2026, 10, 6)
COURT = "Reading Magistrates' Court"


@dataclass
class Clock:
    """What a store takes for now; ``at`` sets it by the wall clock."""

    now: datetime = field(default_factory=lambda: datetime(2026, 4, 2, 14, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def at(self, moment: datetime) -> "Clock":
        """Set it by the wall clock."""
        self.now = moment.replace(tzinfo=LONDON).astimezone(UTC)
        return self


def draft(**over: Any) -> CaseDraft:
    """A seizure of £6,150 on the Thursday before Easter."""
    whole: dict[str, Any] = {
        "seized_at": THURSDAY, "place": "14 Example Road, Slough", "power": SeizurePower.S294_1, "limb": Limb.BOTH,
        "grounds": "Bundled notes beside a ledger of debts.", "search_power": "s.289(1)",
        "search_approval": SearchApproval.JUSTICE, "approved_by": "J. Ustice JP", "officer": "DC A. Example",
        "crime_ref": "43260012345", "money": (MoneyLine(estimate_minor=615_000),),
        "exhibits": (ExhibitLine(exhibit_no="AE/1", bag_no="S1234567"),),
        "people": (PersonLine(name="Sam Ample"),),
    }  # fmt: skip
    return CaseDraft(**{**whole, **over})


def seized(store: Store, by: Actor, **over: Any) -> UUID:
    """A case with its 48 hours running."""
    return store.write(by, cases.record, draft(**over)).value


def lodging(**over: Any) -> LodgingDraft:
    return LodgingDraft(**{"lodged_on": date(2026, 4, 2), "court": COURT, **over})


def detained(store: Store, by: Actor, clock: Clock, **over: Any) -> UUID:
    """A case with its first order, made on Tuesday 7 April at 11:00 for six months."""
    case = seized(store, by, **over)
    clock.at(FIRST_ORDER)
    store.write(by, orders.made, case, None, order(lodged_on=date(2026, 4, 2), court=COURT))
    return case


def order(**over: Any) -> OrderDraft:
    return OrderDraft(**{"made_at": FIRST_ORDER, "expires_on": FIRST_ENDS, **over})


def notice(**over: Any) -> NoticeDraft:
    whole = {"given_on": date(2026, 6, 1), "signed_by": "A. Senior", "rank": "Inspector", "address": "1 High St"}
    return NoticeDraft(**{**whole, **over})


def in_state(store: Store, by: Actor, clock: Clock, state: CaseState) -> UUID:
    """A case taken to a state the way such cases go; the clock stands where the last step was made."""
    return _WAYS[state](store, by, clock)


def look(store: Store, reader: Actor, id: UUID) -> CaseDetail:
    """The case as it stands."""
    return store.write(reader, cases.look, id).value


def state(store: Store, reader: Actor, id: UUID) -> CaseState:
    return look(store, reader, id).row.state


def count(**over: Any) -> CountDraft:
    whole = {"pieces": (PiecesLine(2000, 300), PiecesLine(1000, 15)), "counted_on": date(2026, 4, 7),
             "counter_one": "DC A. Example", "counter_two": "PC B. Sample"}  # fmt: skip
    return CountDraft(**{**whole, **over})


def releasing(on: date, **over: Any) -> ReleaseDraft:
    return ReleaseDraft(**{"released_on": on, "to_whom": "Sam Ample", "reason": "No longer justified.", **over})


def _held(store: Store, by: Actor, clock: Clock) -> UUID:
    clock.at(THURSDAY)
    return seized(store, by, power=SeizurePower.PACE, seized_at=None, held_other_power_from=wall(2026, 4, 1, 9, 0))


def _seized(store: Store, by: Actor, clock: Clock) -> UUID:
    clock.at(THURSDAY)
    return seized(store, by)


def _first_pending(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _seized(store, by, clock)
    store.write(by, orders.lodge, case, None, lodging())
    return case


def _detained(store: Store, by: Actor, clock: Clock) -> UUID:
    clock.at(THURSDAY)
    return detained(store, by, clock)


def _further_pending(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _detained(store, by, clock)
    clock.at(wall(2026, 9, 1, 10, 0))
    store.write(by, orders.lodge, case, None, lodging(lodged_on=date(2026, 9, 1)))
    return case


def _notice(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _detained(store, by, clock)
    clock.at(wall(2026, 6, 1, 12, 0))
    store.write(by, forfeiture.give_notice, case, None, notice())
    return case


def _by_notice(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _notice(store, by, clock)
    clock.at(wall(2026, 7, 2, 9, 0))
    store.write(by, forfeiture.end_period, case, None)
    return case


def _lapsed(store: Store, by: Actor, clock: Clock) -> UUID:
    """The notice was given in the last week of the order, and the objection came after it: the further 48 hours run."""
    case = _detained(store, by, clock)
    clock.at(wall(2026, 10, 5, 12, 0))
    store.write(by, forfeiture.give_notice, case, None, notice(given_on=date(2026, 10, 5)))
    received = wall(2026, 10, 20, 10, 0)
    clock.at(received)
    store.write(by, forfeiture.object, case, None, ObjectionDraft(received_at=received, objector="Sam Ample"))
    return case


def _forfeiture_pending(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _detained(store, by, clock)
    clock.at(wall(2026, 6, 1, 12, 0))
    store.write(by, forfeiture.lodge, case, None, lodging(lodged_on=date(2026, 6, 1)))
    return case


def _ordered(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _forfeiture_pending(store, by, clock)
    made = wall(2026, 7, 1, 11, 0)
    clock.at(made)
    store.write(by, forfeiture.order, case, None, ForfeitureDraft(made_at=made))
    return case


def _forfeiture_refused(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _forfeiture_pending(store, by, clock)
    decided = wall(2026, 7, 1, 11, 0)
    clock.at(decided)
    store.write(by, forfeiture.refuse, case, None, DecisionDraft(decided_at=decided))
    return case


def _appeal(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _ordered(store, by, clock)
    clock.at(wall(2026, 7, 10, 9, 0))
    store.write(by, forfeiture.appeal, case, None, lodging(lodged_on=date(2026, 7, 10), court="Reading Crown Court"))
    return case


def _refused(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _first_pending(store, by, clock)
    clock.at(FIRST_ORDER)
    store.write(by, orders.refuse, case, None, DecisionDraft(decided_at=FIRST_ORDER))
    return case


def _expired(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _first_pending(store, by, clock)
    late = wall(2026, 4, 8, 15, 12)
    clock.at(late)
    store.write(by, orders.made, case, None, order(made_at=late, expires_on=date(2026, 10, 7)))
    return case


def _released(store: Store, by: Actor, clock: Clock) -> UUID:
    """Withdrawn, and so to be released; the money has not been handed back yet."""
    case = _first_pending(store, by, clock)
    clock.at(wall(2026, 4, 7, 10, 0))
    withdrawn = WithdrawalDraft(withdrawn_on=date(2026, 4, 7), reason="The source was shown.")
    store.write(by, orders.withdraw, case, None, withdrawn)
    return case


def _final(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _ordered(store, by, clock)
    clock.at(wall(2026, 8, 3, 9, 0))
    store.write(by, forfeiture.make_final, case, None)
    return case


def _closed(store: Store, by: Actor, clock: Clock) -> UUID:
    case = _final(store, by, clock)
    store.write(by, money.pay_fund, case, None, FundDraft(paid_on=date(2026, 8, 3)))
    store.write(by, closing.close, case, None, ReasonDraft(reason="Paid over."))
    return case


def claimed(store: Store, by: Actor, case: UUID, on: date, **over: Any) -> UUID:
    """A claim that waits for its answer."""
    whole: dict[str, Any] = {"kind": ClaimKind.VICTIM, "made_on": on, "claimant": "V. Ictim"}
    return store.write(by, claims.make, case, None, ClaimDraft(**{**whole, **over})).value


_WAYS: dict[CaseState, Callable[[Store, Actor, Clock], UUID]] = {
    CaseState.HELD_OTHER_POWER: _held,
    CaseState.SEIZED: _seized,
    CaseState.FIRST_PENDING: _first_pending,
    CaseState.DETAINED: _detained,
    CaseState.FURTHER_PENDING: _further_pending,
    CaseState.NOTICE_RUNNING: _notice,
    CaseState.FORFEITED_BY_NOTICE: _by_notice,
    CaseState.NOTICE_LAPSED: _lapsed,
    CaseState.FORFEITURE_PENDING: _forfeiture_pending,
    CaseState.FORFEITURE_ORDERED: _ordered,
    CaseState.FORFEITURE_REFUSED: _forfeiture_refused,
    CaseState.APPEAL_PENDING: _appeal,
    CaseState.REFUSED: _refused,
    CaseState.EXPIRED: _expired,
    CaseState.RELEASED: _released,
    CaseState.FINAL: _final,
    CaseState.CLOSED: _closed,
}
STATES = tuple(_WAYS)
"""The states of seized property."""
