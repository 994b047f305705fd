"""What became of an invented seizure until the day of making, one thing after another as the law leads it."""

from datetime import date, datetime, time, timedelta

from soc_desk.demo import poca_words as said
from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Case
from soc_desk.demo.cash_ends import (
    claim,
    close,
    finally_forfeited,
    forfeit,
    forfeited_by_notice,
    from_whom,
    give_notice,
    release,
)
from soc_desk.domain import CaseMoney, CaseOrder, CasePerson
from soc_desk.domain.statutory_clock.answer import end_of
from soc_desk.domain.statutory_clock.cash import initial
from soc_desk.domain.statutory_clock.counting import days_beginning_with, months_beginning_with
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import (
    CaseKind,
    CaseState,
    ClaimKind,
    ClaimResult,
    MovementKind,
    OrderKind,
    OrderResult,
    Paper,
)

_S = CaseState
_DAY = timedelta(days=1)
_FIRST = {"order": 87, "released": 10, "refused": 3}
_NEXT = {"notice": 44, "apply": 22, "release": 20, "renew": 14}
_DECIDED = {"ordered": 84, "refused": 8, "withdrawn": 8}
_LODGED = {
    OrderKind.FIRST: (Event.FIRST_LODGED, _S.FIRST_PENDING, Paper.DETENTION_APPLICATION),
    OrderKind.FURTHER: (Event.FURTHER_LODGED, _S.FURTHER_PENDING, Paper.FURTHER_APPLICATION),
    OrderKind.FORFEITURE: (Event.FORFEITURE_LODGED, _S.FORFEITURE_PENDING, Paper.FORFEITURE_APPLICATION),
    OrderKind.APPEAL: (Event.APPEAL_LODGED, _S.APPEAL_PENDING, None),
}


def live(case: Case) -> Case:
    """Everything that happened in a seizure until the day of making, as the law leads it."""
    book, chance = case.book, case.book.chance
    seized_at: datetime = case.row["seized_at"]
    fate = chance.one(_FIRST)
    if fate == "released":
        at = seized_at + timedelta(hours=chance.randint(5, 20))
        if at < book.cut:
            release(case, at, chance.choice(said.RELEASED_BECAUSE))
        return case
    first = book.calendar.court_day_after(seized_at.date())
    early = seized_at.hour < 6 and book.calendar.countable(seized_at.date())
    lodged_on = seized_at.date() if early else first
    hearing = book.sitting(first)
    if end_of(lodged_on) > book.cut:
        return case
    order = lodge(case, OrderKind.FIRST, lodged_on, hearing, chance.choice(said.COURTS))
    if hearing >= book.cut:
        return case
    if fate == "refused":
        case.decided(order, OrderResult.REFUSED, hearing, note="Suspicion not made out.")
        case.row["refused_on"] = hearing.date()
        case.step(Event.ORDER_REFUSED, hearing, _S.REFUSED)
        release(case, min(hearing + timedelta(hours=2), book.cut), "The court refused detention.")
        return case
    until: date | None = ordered(case, order, hearing)
    pay_in(case)
    while until is not None:
        until = _go_on(case, until)
    return case


def lodge(case: Case, kind: OrderKind, lodged_on: date, hearing: datetime | None, court: str) -> Row:
    """An application is lodged, and whom it concerns is told."""
    event, state, paper = _LODGED[kind]
    order = case.application(kind, lodged_on, hearing, court)
    at = max(datetime.combine(lodged_on, time(9, 5)), case.row["seized_at"])
    case.step(event, at, state)
    if paper is not None:
        case.served(case.lines[CasePerson][0], paper, at + timedelta(minutes=25))
    return order


def ordered(case: Case, order: Row, made_at: datetime, until: date | None = None) -> date:
    """The court made a detention order; gives its last day."""
    made_on, chance = made_at.date(), case.book.chance
    number = sum(1 for each in case.lines[CaseOrder] if each["number"]) + 1
    longest = months_beginning_with(made_on, 6)[0]
    wanted = until or (months_beginning_with(made_on, 3)[0] if chance.random() < 0.2 else longest)
    first_on = case.row["first_order_on"] or made_on
    expires_on = min(wanted, longest, months_beginning_with(first_on, 24)[0])
    case.row["first_order_on"] = first_on
    case.decided(
        order, OrderResult.MADE, made_at, number=number, expires_on=expires_on, amount_pence=case.finished["held_pence"]
    )
    case.step(Event.ORDER_MADE, made_at, _S.DETAINED, f"Order {number}.")
    return expires_on


def pay_in(case: Case, days: int | None = None) -> None:
    """Into the account some court days after the 48 hours ended; a few are kept as evidence."""
    book, chance = case.book, case.book.chance
    if case.kind is not CaseKind.CASH:
        return
    ended = initial(case.row["seized_at"], book.calendar).at - timedelta(minutes=1)
    on = book.calendar.court_day_after(ended.date(), days or chance.choice((1, 1, 1, 2, 3)))
    if end_of(on) > book.cut:
        return
    if chance.random() < 0.05:
        case.row["kept_as_evidence"] = True
        case.step(Event.KEPT_AS_EVIDENCE, datetime.combine(on, time(9)), reason="Notes to be examined for prints.")
        return
    account = f"Example Force POCA account {chance.randint(1, 3)}"
    for money in case.lines[CaseMoney]:
        minor, worth = case.left(money)
        case.moved(MovementKind.PAID_IN, money["currency"], minor, worth, on, account=account)
    case.row |= {"paid_in_on": on, "paid_in_account": account}
    case.step(Event.PAID_IN, datetime.combine(on, time(11)))


def _go_on(case: Case, until: date) -> date | None:
    """What happens under the order that ends with ``until``; gives the end of the next one, if there is one."""
    book, chance = case.book, case.book.chance
    now_on = _last(case)
    way = chance.one(_NEXT)
    left = (until - now_on).days
    on = book.court_day(now_on + timedelta(days=chance.randint(12, max(min(left - 25, 80), 14))))
    on = max(on, book.calendar.court_day_after(now_on))
    if way == "renew" and until < months_beginning_with(case.row["first_order_on"], 24)[0]:
        return _renew(case, until)
    if end_of(on) > book.cut:
        return None
    if way == "notice" and case.kind is CaseKind.CASH:
        return _by_notice(case, on, until)
    if way == "release":
        _let_go(case, on)
        return None
    _by_court(case, on, until)
    return None


def _renew(case: Case, until: date) -> date | None:
    book, chance = case.book, case.book.chance
    hearing = book.sitting(book.court_day(until - timedelta(days=chance.randint(1, 6))))
    lodged_on = book.court_day(hearing.date() - timedelta(days=chance.randint(10, 20)))
    if end_of(lodged_on) > book.cut:
        return None
    order = lodge(case, OrderKind.FURTHER, lodged_on, hearing, case.lines[CaseOrder][0]["court"])
    return ordered(case, order, hearing) if hearing < book.cut else None


def _by_notice(case: Case, on: date, until: date) -> date | None:
    book, chance = case.book, case.book.chance
    notice = give_notice(case, on)
    objected = on + timedelta(days=chance.randint(6, 27))
    if chance.random() < 0.12 and objected < until - timedelta(days=20):
        at = datetime.combine(objected, time(12, 30))
        if at >= book.cut:
            return None
        notice |= {"objection_at": at, "objector": from_whom(case), "ended_on": objected}
        case.step(Event.OBJECTION, at, _S.DETAINED, f"{from_whom(case)}.")
        applied = book.calendar.court_day_after(objected, 3)
        if end_of(applied) <= book.cut:
            _by_court(case, applied, until)
        return None
    if end_of(on + timedelta(days=30)) <= book.cut:
        forfeited_by_notice(case, notice)
    return None


def _by_court(case: Case, lodged_on: date, until: date) -> None:
    book, chance = case.book, case.book.chance
    at = book.sitting(book.court_day(lodged_on + timedelta(days=chance.randint(35, 100))))
    listed = at < book.cut or chance.random() < 0.7 or (book.today - lodged_on).days > 60
    order = lodge(case, OrderKind.FORFEITURE, lodged_on, at if listed else None, case.lines[CaseOrder][0]["court"])
    if at >= book.cut:
        return
    way = chance.one(_DECIDED)
    if way == "ordered":
        part = case.finished["held_pence"] // 2 // 500 * 500 if chance.random() < 0.1 and _pounds(case) else None
        forfeit(case, order, at, part)
        _after_order(case, at)
        return
    later = min(at + timedelta(days=chance.randint(2, 16)), book.cut)
    if way == "refused":
        case.decided(order, OrderResult.REFUSED, at)
        case.row["refused_on"] = at.date()
        case.step(Event.FORFEITURE_REFUSED, at, _S.FORFEITURE_REFUSED)
        if later >= book.cut:
            return
    else:
        order["result"] = OrderResult.WITHDRAWN
        case.step(Event.FORFEITURE_WITHDRAWN, at, _S.DETAINED if end_of(until) > later else _S.RELEASED)
    release(case, later, "Not forfeited.")


def _after_order(case: Case, at: datetime) -> None:
    """The time to appeal runs out, or somebody appeals."""
    book, chance = case.book, case.book.chance
    if chance.random() < 0.05:
        lodged_on = book.court_day(at.date() + timedelta(days=chance.randint(8, 26)))
        if end_of(lodged_on) > book.cut:
            return
        hearing = book.sitting(book.court_day(lodged_on + timedelta(days=chance.randint(60, 110))))
        order = lodge(case, OrderKind.APPEAL, lodged_on, hearing, chance.choice(said.CROWN_COURTS))
        if hearing < book.cut:
            case.decided(order, OrderResult.REFUSED, hearing)
            finally_forfeited(case, hearing)
        return
    if (window := end_of(days_beginning_with(at.date(), 30))) <= book.cut:
        finally_forfeited(case, window)


def _let_go(case: Case, on: date) -> None:
    """Released by the officer, or to a victim whose claim was granted."""
    chance, at = case.book.chance, datetime.combine(on, time(15, 10))
    if chance.random() < 0.12:
        made = claim(case, ClaimKind.VICTIM, on - timedelta(days=8))
        made.update(result=ClaimResult.GRANTED, decided_on=on)
        case.takes(MovementKind.RELEASED, on, ClaimKind.VICTIM.label, to_whom=made["claimant"])
        case.step(Event.CLAIM_GRANTED, at, _S.RELEASED, made["claimant"])
        close(case, on)
    else:
        release(case, at, chance.choice(said.RELEASED_BECAUSE))


def _pounds(case: Case) -> bool:
    """Whether it is all pounds."""
    return all(money["currency"] == "GBP" for money in case.lines[CaseMoney])


def _last(case: Case) -> date:
    """The day of the latest order."""
    made: datetime = case.lines[CaseOrder][-1]["made_at"]
    return made.date()
