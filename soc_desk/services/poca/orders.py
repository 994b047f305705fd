"""Applications to detain and what came of them: lodged, made, refused, adjourned, withdrawn (POCA 2002 s.295)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseOrder, CasePerson, CaseService, CaseStep, PocaCase
from soc_desk.domain.statutory_clock import OrderFact, moment_text
from soc_desk.domain.statutory_clock.answer import end_of
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.poca import expiry, moves, states
from soc_desk.services.poca.court_drafts import (
    DecisionDraft,
    HearingDraft,
    LodgingDraft,
    OrderDraft,
    ServedLine,
    WithdrawalDraft,
)
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderKind, OrderResult, Paper

_CONFIRMERS = frozenset({Role.CHAMPION, Role.SUPERVISOR})
_LODGES = {CaseState.SEIZED: (OrderKind.FIRST, Event.FIRST_LODGED)}
_LODGES |= dict.fromkeys((CaseState.DETAINED, CaseState.NOTICE_LAPSED), (OrderKind.FURTHER, Event.FURTHER_LODGED))


@dataclass(frozen=True)
class Logged:
    """What an order did: its id, the case's state after it, and what must be said of it (empty where nothing is)."""

    order_id: UUID
    state: CaseState
    sentence: str


@use_case("Lodge an application for detention", needs=WRITERS)
def lodge(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> UUID:
    """The first application or a further one, as the case stands; the clock runs on. Gives the application's id.

    One made within the further 48 hours after an objection and recorded after them is kept, and the case stays EXPIRED
    until ``confirm_in_time``: it holds the property, and only a second person says that it was made then (s.297D).
    """
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, lodged_on=draft.lodged_on)
    moves.not_before_seizure(case, lodged_on=draft.lodged_on)
    kind, event = _LODGES.get(case.state, (OrderKind.FIRST, Event.FIRST_LODGED))
    if case.state is CaseState.EXPIRED and expiry.would_hold(work.session, case.id, draft.lodged_on, moves.now(work)):
        kind, event = OrderKind.FURTHER, Event.FURTHER_LODGED
    paper = Paper.DETENTION_APPLICATION if kind is OrderKind.FIRST else Paper.FURTHER_APPLICATION
    order = add_application(work, case, kind, event, draft)
    add_service(work, case, paper, draft.served)
    moves.settled(work, case)
    return order.id


@use_case("Log an order", needs=WRITERS)
def made(work: Work, case_id: UUID, version: int | None, draft: OrderDraft) -> Logged:
    """A detention order, with the minute at which it was made and its end as written.

    An order made after the time ran out is kept as a fact and saves nothing: the case is EXPIRED (Kingdom Corporate;
    Mann). So is one recorded after the case was marked EXPIRED; ``confirm_in_time`` is for one that was made in time.
    Where nothing was written in between, the orders of a case may so be entered one after another, long afterwards.
    """
    case = moves.unmarked(work, case_id, version, draft)
    assert draft.made_at is not None
    moves.not_ahead(work, made_at=draft.made_at, lodged_on=draft.lodged_on)
    moves.not_before_seizure(case, made_at=draft.made_at, lodged_on=draft.lodged_on)
    order = _application_of(work, case, draft)
    order.kind = OrderKind.FURTHER if _detaining(work.session, case.id) else OrderKind.FIRST
    passed = expiry.late_for(work.session, case.id, _fact(order, draft), moves.now(work))
    _fill(order, draft)
    order.result = OrderResult.MADE
    moment, marked = draft.made_at, case.state is CaseState.EXPIRED
    if passed is None and not marked:
        order.number = len(_detaining(work.session, case.id))
        moves.move(work, case, Event.ORDER_MADE, moment, _told(order), to=CaseState.DETAINED)
        moves.settled(work, case)
        sentence = _beyond(case, draft)
    else:
        sentence = _too_late(passed, moment) if passed else _UNCONFIRMED
        moves.move(work, case, Event.ORDER_MADE, moment, sentence, to=CaseState.EXPIRED)
        case.expired_at = case.expired_at or passed
        moves.settled(work, case)
    return Logged(order.id, case.state, sentence)


@use_case("Confirm an order as made in time", needs=_CONFIRMERS)
def confirm_in_time(work: Work, case_id: UUID, version: int | None, draft: ReasonDraft) -> None:
    """Accept an order that the court made in time and that was recorded after the case was marked EXPIRED.

    So with an application made within the further 48 hours (s.297D). No edit: a second person, champion or supervisor,
    who did not record it, says what shows it; its own minute or day decides, and what was late is refused here as
    everywhere.
    """
    case = moves.opened(work, case_id, version, draft)
    states.after(case.state, Event.CONFIRMED_IN_TIME)
    orders = _detaining(work.session, case.id)
    if not orders or not expiry.chain_holds(work.session, case.id, moves.now(work)):
        raise Invalid({"state": "By the orders as recorded its detention ran out; there is nothing to confirm."})
    late = CaseStep.event.in_((Event.ORDER_MADE, Event.FURTHER_LODGED))
    recorded = select(CaseStep.by_id).where(CaseStep.case_id == case.id, late)
    if (
        work.session.scalars(recorded.order_by(CaseStep.at.desc(), CaseStep.id.desc()).limit(1)).first()
        == work.actor.id
    ):
        raise NotAllowed("You recorded it yourself; a second person confirms that it was made in time.")
    for number, order in enumerate(sorted(orders, key=lambda each: each.made_at or datetime.max), 1):  # noqa: DTZ901 - wall time
        order.number = number
    case.expired_at = None
    to = CaseState.FURTHER_PENDING if _waiting(work.session, case.id) is not None else CaseState.DETAINED
    moves.move(work, case, Event.CONFIRMED_IN_TIME, moves.now(work), draft.reason, to=to)
    moves.settled(work, case)


@use_case("Log a refusal of detention", needs=WRITERS)
def refuse(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> None:
    """The court refused: what is held is held lawfully only until the 48 hours or the order in force end."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    moves.not_before_seizure(case, decided_at=draft.decided_at)
    states.after(case.state, Event.ORDER_REFUSED)
    decide(work, case, (OrderKind.FIRST, OrderKind.FURTHER), OrderResult.REFUSED, draft)
    case.refused_on = draft.decided_at.date()
    moves.move(work, case, Event.ORDER_REFUSED, draft.decided_at, draft.note)
    moves.settled(work, case)


@use_case("Adjourn a hearing", needs=WRITERS)
def adjourn(work: Work, case_id: UUID, version: int | None, draft: HearingDraft) -> str:
    """A pending hearing moves; the clock does not stop. Gives a sentence where it now lies after the time runs out."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.hearing_at is not None
    states.after(case.state, Event.ADJOURNED)
    order = pending(work.session, case.id)
    before = moment_text(order.hearing_at) if order.hearing_at else "no day"
    order.hearing_at = draft.hearing_at
    order.room = draft.room.strip() or order.room
    moves.move(work, case, Event.ADJOURNED, moves.now(work), f"From {before}: {draft.reason.strip()}")
    moves.settled(work, case)
    ends_at = case.detained_until
    if order.kind.detains and ends_at is not None and draft.hearing_at >= ends_at:
        return f"The detention ends {moment_text(ends_at)}, before the hearing: have it brought forward, or release."
    return ""


@use_case("Withdraw an application for detention", needs=WRITERS)
def withdraw(work: Work, case_id: UUID, version: int | None, draft: WithdrawalDraft) -> None:
    """A first application withdrawn means release; a further one leaves the order in force as it was.

    One made within the further 48 hours held the property until now: withdrawn after them, nothing does (s.297D).
    """
    case = moves.opened(work, case_id, version, draft)
    assert draft.withdrawn_on is not None
    moves.not_ahead(work, withdrawn_on=draft.withdrawn_on)
    states.after(case.state, Event.APPLICATION_WITHDRAWN)
    order = pending(work.session, case.id, OrderKind.FIRST, OrderKind.FURTHER)
    order.result, order.withdrawn_on = OrderResult.WITHDRAWN, draft.withdrawn_on
    to = None
    if case.state is CaseState.FURTHER_PENDING:
        now = moves.now(work)
        ended_at = expiry.further_ends(work.session, case.id, now)
        if expiry.in_force(work.session, case.id, now, now):
            to = CaseState.DETAINED
        elif ended_at is None or now < ended_at or end_of(draft.withdrawn_on) < ended_at:
            to = CaseState.NOTICE_LAPSED
        else:
            to = CaseState.RELEASED
    moves.move(work, case, Event.APPLICATION_WITHDRAWN, moves.day(draft.withdrawn_on), draft.reason, to=to)
    expiry.latch(work, case)
    moves.settled(work, case)


@use_case("Log the extension of the two-year limit", needs=WRITERS)
def extend_cap(work: Work, case_id: UUID, version: int | None, draft: OrderDraft) -> UUID:
    """A court extends two years to three; cryptoassets only (s.303Z32(4)). Gives the order's id."""
    case = moves.opened(work, case_id, version, draft)
    if case.kind is not CaseKind.CRYPTOASSETS:
        raise Invalid(
            {"kind": "Only the limit of cryptoassets can be extended to three years (POCA 2002 s.303Z32(4))."}
        )
    assert draft.made_at is not None
    moves.not_ahead(work, made_at=draft.made_at)
    moves.not_before_seizure(case, made_at=draft.made_at)
    moves.move(work, case, Event.CAP_EXTENDED, draft.made_at, draft.note)
    order = CaseOrder(case_id=case.id, kind=OrderKind.CAP_EXTENSION, result=OrderResult.MADE)
    _fill(order, draft)
    work.add(order)
    case.cap_extended_to = draft.expires_on
    moves.settled(work, case)
    return order.id


def add_application(
    work: Work, case: PocaCase, kind: OrderKind, event: Event, draft: LodgingDraft, to: CaseState | None = None
) -> CaseOrder:
    """A pending application and the step it makes; the caller checked the Draft."""
    assert draft.lodged_on is not None
    reason = f"{draft.note.strip()} Advised by {draft.advice.strip()}.".strip() if draft.advice.strip() else draft.note
    moves.move(work, case, event, moves.day(draft.lodged_on), reason, to=to)
    order = CaseOrder(
        case_id=case.id, kind=kind, lodged_on=draft.lodged_on, lodged_how=draft.lodged_how.strip(),
        court=draft.court.strip(), court_case_no=draft.court_case_no.strip(), hearing_at=draft.hearing_at,
        room=draft.room.strip(), note=draft.note.strip(),
    )  # fmt: skip
    work.add(order)
    return order


def add_service(work: Work, case: PocaCase, paper: Paper, served: tuple[ServedLine, ...]) -> None:
    """A paper went to each of these people of the case."""
    for line in served:
        if work.get(CasePerson, line.person_id).case_id != case.id:
            raise Invalid({"served": "Choose people of this case."})
        moves.not_ahead(work, served=line.served_at)
        work.add(
            CaseService(
                case_id=case.id, person_id=line.person_id, paper=paper, served_at=line.served_at, how=line.how,
                served_by=work.actor.display,
            )
        )  # fmt: skip


def pending(session: Session, case_id: UUID, *kinds: OrderKind) -> CaseOrder:
    """The application that waits for the court, of these kinds or of any."""
    query = select(CaseOrder).where(CaseOrder.case_id == case_id, CaseOrder.result == OrderResult.PENDING)
    if kinds:
        query = query.where(CaseOrder.kind.in_(kinds))
    found = session.scalars(query.order_by(CaseOrder.id.desc()).limit(1)).first()
    if found is None:
        raise Invalid({"state": "No application is pending; lodge it first."})
    return found


def decide(
    work: Work, case: PocaCase, kinds: tuple[OrderKind, ...], result: OrderResult, draft: DecisionDraft
) -> CaseOrder:
    """Write a court's decision on the pending application."""
    order = pending(work.session, case.id, *kinds)
    order.result, order.made_at = result, draft.decided_at
    order.bench = draft.bench.strip() or order.bench
    order.note = draft.note.strip() or order.note
    return order


def lay_aside(work: Work, case: PocaCase, note: str) -> None:
    """Applications for detention that another step made pointless are withdrawn."""
    waiting = select(CaseOrder).where(CaseOrder.case_id == case.id, CaseOrder.result == OrderResult.PENDING)
    for order in work.session.scalars(waiting):
        order.result = OrderResult.WITHDRAWN
        order.note = f"{order.note} {note}".strip()


_UNCONFIRMED = (
    "The case was marked EXPIRED before this order was recorded. It is kept; a champion or supervisor other than you "
    "confirms that it was made in time."
)


def _application_of(work: Work, case: PocaCase, draft: OrderDraft) -> CaseOrder:
    """The pending application; a new one where the Draft says when it was lodged, or where the case is EXPIRED."""
    if case.state is CaseState.EXPIRED or draft.lodged_on is not None:
        waiting = _waiting(work.session, case.id)
        if waiting is not None:
            return waiting
        if case.state is not CaseState.EXPIRED:
            kind, event = _LODGES.get(case.state, (OrderKind.FIRST, Event.FIRST_LODGED))
            return add_application(work, case, kind, event, LodgingDraft(lodged_on=draft.lodged_on, court=draft.court))
        order = CaseOrder(case_id=case.id, kind=OrderKind.FIRST, lodged_on=draft.lodged_on)
        work.add(order)
        return order
    states.after(case.state, Event.ORDER_MADE)
    return pending(work.session, case.id, OrderKind.FIRST, OrderKind.FURTHER)


def _waiting(session: Session, case_id: UUID) -> CaseOrder | None:
    detains = (OrderKind.FIRST, OrderKind.FURTHER)
    query = select(CaseOrder).where(CaseOrder.case_id == case_id, CaseOrder.result == OrderResult.PENDING)
    return session.scalars(query.where(CaseOrder.kind.in_(detains)).order_by(CaseOrder.id.desc()).limit(1)).first()


def _detaining(session: Session, case_id: UUID) -> list[CaseOrder]:
    """The detention orders that were made, late ones included."""
    made = select(CaseOrder).where(CaseOrder.case_id == case_id, CaseOrder.result == OrderResult.MADE)
    return list(session.scalars(made.where(CaseOrder.kind.in_((OrderKind.FIRST, OrderKind.FURTHER)))))


def _fact(order: CaseOrder, draft: OrderDraft) -> OrderFact:
    return OrderFact(
        kind=order.kind, lodged_on=draft.lodged_on or order.lodged_on, made_at=draft.made_at,
        expires_on=draft.expires_on, id=order.id,
    )  # fmt: skip


def _fill(order: CaseOrder, draft: OrderDraft) -> None:
    order.made_at, order.expires_on, order.amount_pence = draft.made_at, draft.expires_on, draft.amount_pence
    order.lodged_on = draft.lodged_on or order.lodged_on
    for name in ("court", "court_case_no", "bench", "legal_adviser", "note"):
        if given := getattr(draft, name).strip():
            setattr(order, name, given)


def _told(order: CaseOrder) -> str:
    return f"Order {order.number}. {order.note}".strip()


def _too_late(passed: datetime, moment: datetime) -> str:
    return (
        f"The time ran out {moment_text(passed)}, and the order was made {moment_text(moment)}: it is kept as a fact "
        "and does not make the detention lawful (Kingdom Corporate; HMRC v Mann). Return the property, or act on legal "
        "advice."
    )


def _beyond(case: PocaCase, draft: OrderDraft) -> str:
    """What is said of an order that names a later end than the law allows."""
    if draft.expires_on is None or case.detained_until is None or end_of(draft.expires_on) <= case.detained_until:
        return ""
    if draft.made_at is None or case.detained_until <= draft.made_at:
        return ""  # told early where the calendar does not reach: nothing to hold the order against
    return (
        f"The date on the order is later than the law allows; it ends {moment_text(case.detained_until)} at the latest "
        "(POCA 2002 s.295(2)). Ask the court to correct it."
    )
