"""Invented cases of the other orders: account freezing, restraint, confiscation, civil recovery, DAML, laundering."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from soc_desk.demo import poca_words as said
from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Book, Case
from soc_desk.demo.cash import seize
from soc_desk.demo.cash_life import live
from soc_desk.demo.cash_today import Told
from soc_desk.domain import CaseNotice
from soc_desk.domain.statutory_clock.counting import months_beginning_with
from soc_desk.domain.statutory_clock.others import default_term_months
from soc_desk.services.poca.other_moves import APPLIED_FOR, BEGINS, holds
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import (
    CaseKind,
    CaseRole,
    CaseState,
    MovementKind,
    OrderKind,
    OrderResult,
    Paper,
    ServiceMethod,
)

_K, _S = CaseKind, CaseState
_DAY = timedelta(days=1)
_CYCLE = (
    _K.CONFISCATION, _K.ACCOUNT_FREEZING, _K.CONFISCATION, _K.RESTRAINT, _K.CONFISCATION, _K.DAML, _K.CONFISCATION,
    _K.ACCOUNT_FREEZING, _K.CONFISCATION, _K.MONEY_LAUNDERING, _K.CONFISCATION, _K.RESTRAINT, _K.CONFISCATION,
    _K.LISTED_ASSETS, _K.CONFISCATION, _K.ACCOUNT_FREEZING, _K.CONFISCATION, _K.CIVIL_RECOVERY, _K.CONFISCATION,
    _K.ACCOUNT_FREEZING, _K.RESTRAINT, _K.CONFISCATION, _K.DAML, _K.ACCOUNT_FREEZING, _K.CRYPTOASSETS,
)  # fmt: skip
"""What a force has of each kind, in turn."""

_SINCE_ORDER = {7: (220, 900), 14: (8, 84), 16: (100, 150), 18: (97, 114), 21: (97, 106)}
"""Last stage of several: how many days ago the order was made. Paid, in time, given more, past it, enforced."""
_MORE_TIME = (15, 16)


def others(book: Book, number: int) -> list[Told]:
    """So many cases, each with the moment it began; every kind stands at every stage, in turn."""
    counted = dict.fromkeys(CaseKind, 0)
    told = []
    for place in range(number):
        kind = _CYCLE[place % len(_CYCLE)]
        told.append(_TOLD[kind](book, kind, counted[kind]))
        counted[kind] += 1
    return told


def _seized(book: Book, kind: CaseKind, place: int) -> Told:
    """A seizure of listed assets or of cryptoassets, with the clock of cash."""
    at = datetime.combine(book.court_day(book.today - timedelta(days=24 + place * 61 % 500)), time(18, 5))
    pence = book.chance.randint(40, 900) * 5_000
    return at, lambda of: live(seize(of, at, kind=kind, pence=pence))


def _confiscation(book: Book, kind: CaseKind, place: int) -> Told:
    """In turn: paid, in time to pay, past it, in enforcement."""
    chance, stage = book.chance, place % 22
    least, most = next(days for last, days in _SINCE_ORDER.items() if stage <= last)
    made_on = book.court_day(book.today - timedelta(days=chance.randint(least, most)))
    pence = int(chance.lognormvariate(11.6, 0.8)) * 100

    def tell(of: Book) -> Case:
        case = _opened(of, kind, made_on - 60 * _DAY)
        order = _lodged(case, made_on - 50 * _DAY, made_on, of.chance.choice(said.CROWN_COURTS))
        pay_by = months_beginning_with(made_on, 3)[0]
        case.row |= {
            "made_on": made_on, "convicted_on": made_on - 120 * _DAY, "order_pence": pence, "pay_by": pay_by,
            "benefit_pence": pence * of.chance.randint(10, 45) // 10, "default_term_months": default_term_months(pence),
        }  # fmt: skip
        _granted(case, order, made_on, _S.TO_PAY, expires_on=pay_by, amount_pence=pence)
        if stage < 8:
            for part in range(2):
                _paid(case, pence - pence // 2 if part else pence // 2, made_on + timedelta(days=30 + part * 45))
        else:
            if of.chance.random() < 0.6:
                _paid(case, pence * of.chance.randint(5, 60) // 100, of.court_day(made_on + 6 * _DAY))
            if stage in _MORE_TIME:
                _given_more_time(case, made_on, pay_by)
            if stage > 18:
                begun = datetime.combine(of.calendar.court_day_after(pay_by), time(10))
                case.step(Event.ENFORCEMENT_BEGUN, begun, _S.ENFORCED, "Summons issued.")
        return case

    return datetime.combine(made_on - 60 * _DAY, time(9)), tell


def _given_more_time(case: Case, made_on: date, pay_by: date) -> None:
    """The court gave six months in all (s.11)."""
    until = months_beginning_with(made_on, 6)[0]
    heard_on = case.book.court_day(pay_by - 5 * _DAY)
    order = case.application(
        OrderKind.TIME_TO_PAY, heard_on - 9 * _DAY, case.book.sitting(heard_on), said.CROWN_COURTS[0]
    )
    case.row["pay_extended_to"] = until
    _granted(case, order, heard_on, _S.TO_PAY, expires_on=until)


def _paid(case: Case, pence: int, on: date) -> None:
    case.moved(MovementKind.PAYMENT, "GBP", pence, pence, on, account="Court collection", note="")
    case.row["paid_pence"] += pence
    is_paid = case.row["paid_pence"] == case.row["order_pence"]
    case.step(Event.PAYMENT_RECEIVED, datetime.combine(on, time(12)), _S.PAID if is_paid else None)
    if is_paid:
        case.row["closed_on"] = on


def _account(book: Book, kind: CaseKind, place: int) -> Told:
    """In turn: in force for long yet, a notice running, near its end, applied for, forfeiture asked for, ended."""
    chance, stage = book.chance, place % 6
    days = {0: chance.randint(40, 300), 1: 150, 2: 345, 3: -4, 4: 260, 5: chance.randint(300, 600)}[stage]
    made_on = book.court_day(book.today - timedelta(days=days))
    began = min(made_on, book.today) - 12 * _DAY
    pence = int(chance.lognormvariate(9.4, 0.9)) * 100

    def tell(of: Book) -> Case:
        case = _opened(of, kind, began)
        case.row |= {
            "institution": of.chance.choice(said.BANKS), "account": f"00-00-00 {of.chance.randrange(10**8):08}",
            "authorised_by": "Det Supt Example",
        }  # fmt: skip
        _holding(case, pence)
        order = _lodged(case, began + 2 * _DAY, made_on, of.chance.choice(said.COURTS))
        if stage != 3:
            _frozen(case, order, made_on, 12 if stage in (2, 5) else 24)
            _AFTER.get(stage, _nothing)(case)
        return case

    return datetime.combine(began, time(9)), tell


def _frozen(case: Case, order: Row, made_on: date, months: int) -> None:
    ends_on = months_beginning_with(made_on, months)[0]
    case.row |= {"made_on": made_on, "ends_on": ends_on}
    _granted(case, order, made_on, _S.IN_FORCE, expires_on=ends_on)


def _nothing(_case: Case) -> None:
    """It stands as it is."""


def _notice(case: Case) -> None:
    book = case.book
    given_on = book.court_day(book.today - 20 * _DAY)
    at = datetime.combine(given_on, time(10))
    case.line(
        CaseNotice, given_on=given_on, sent_at=at, sent_how=ServiceMethod.POST, signed_by="Example",
        rank="Inspector", period_days=30, address="POCA Desk, Example Force, PO Box 0",
        amount_pence=case.finished["held_pence"],
    )  # fmt: skip
    case.step(Event.NOTICE_GIVEN, at, _S.NOTICE_RUNNING)
    case.served(case.person(CaseRole.AFFECTED, f"Person T{case.row['serial']}"), Paper.FORFEITURE_NOTICE, at)


def _forfeiture(case: Case) -> None:
    book = case.book
    lodged_on = book.court_day(book.today - 40 * _DAY)
    case.application(
        OrderKind.FORFEITURE, lodged_on, book.sitting(book.calendar.court_day_after(book.today, 12)), said.COURTS[0]
    )
    case.step(Event.FORFEITURE_LODGED, datetime.combine(lodged_on, time(9)), _S.FORFEITURE_PENDING)


def _end(case: Case) -> None:
    chance = case.book.chance
    on = min(case.row["made_on"] + chance.randint(60, 280) * _DAY, case.book.today - 3 * _DAY)
    reason = chance.choice(said.ENDED)
    case.takes(MovementKind.RELEASED, on, reason)
    case.row |= {"ends_on": on, "closed_on": on}
    case.step(Event.ENDED, datetime.combine(on, time(15)), _S.ENDED, reason)


_AFTER: dict[int, Callable[[Case], None]] = {1: _notice, 4: _forfeiture, 5: _end}


def _restraint(book: Book, kind: CaseKind, place: int) -> Told:
    """In force, or ended every fourth time."""
    made_on = book.court_day(book.today - timedelta(days=book.chance.randint(30, 700)))
    pence = int(book.chance.lognormvariate(11.4, 0.7)) * 100

    def tell(of: Book) -> Case:
        case = _opened(of, kind, made_on - 5 * _DAY)
        _holding(case, pence)
        order = _lodged(case, made_on - 4 * _DAY, made_on, of.chance.choice(said.CROWN_COURTS))
        case.row["made_on"] = made_on
        _granted(case, order, made_on, _S.IN_FORCE)
        if place % 4 == 3:
            _end(case)
        return case

    return datetime.combine(made_on - 5 * _DAY, time(9)), tell


def _daml(book: Book, kind: CaseKind, place: int) -> Told:
    """In turn: the notice period runs, the moratorium runs, consented to."""
    stage = place % 3
    submitted = book.court_day(book.today - timedelta(days={0: 3, 1: 21, 2: book.chance.randint(40, 500)}[stage]))

    def tell(of: Book) -> Case:
        case = _opened(of, kind, submitted)
        case.row |= {
            "submitted_on": submitted, "institution": of.chance.choice(said.BANKS),
            "order_pence": int(of.chance.lognormvariate(10.2, 0.8)) * 100,
        }  # fmt: skip
        if stage == 1:
            refused = of.calendar.court_day_after(submitted, 6)
            case.row["consent_refused_on"] = refused
            case.step(Event.CONSENT_REFUSED, datetime.combine(refused, time(14)), _S.MORATORIUM)
        elif stage == 2:
            on = of.calendar.court_day_after(submitted, 5)
            case.row["closed_on"] = on
            case.step(Event.ENDED, datetime.combine(on, time(14)), _S.ENDED, "Consent was given.")
        return case

    return datetime.combine(submitted, time(9)), tell


def _enquiry(book: Book, kind: CaseKind, place: int) -> Told:
    """A civil recovery referral or a money-laundering investigation, under way."""
    on = book.today - timedelta(days=30 + place * 47 % 400)

    def tell(of: Book) -> Case:
        case = _opened(of, kind, on)
        case.row["referred_to"] = "National enforcement authority (synthetic)" if kind is _K.CIVIL_RECOVERY else ""
        case.row["description"] = (
            "Property of unexplained origin." if kind is _K.CIVIL_RECOVERY else "Layered payments."
        )
        if holds(kind):
            _holding(case, of.chance.randint(30, 400) * 100_000)
        else:
            case.row["order_pence"] = of.chance.randint(30, 400) * 100_000
        return case

    return datetime.combine(on, time(9)), tell


_TOLD: dict[CaseKind, Callable[[Book, CaseKind, int], Told]] = {
    _K.CONFISCATION: _confiscation, _K.ACCOUNT_FREEZING: _account, _K.RESTRAINT: _restraint, _K.DAML: _daml,
    _K.CIVIL_RECOVERY: _enquiry, _K.MONEY_LAUNDERING: _enquiry, _K.LISTED_ASSETS: _seized, _K.CRYPTOASSETS: _seized,
}  # fmt: skip


def _opened(book: Book, kind: CaseKind, on: date) -> Case:
    """A case that was just recorded, with whom it concerns."""
    chance = book.chance
    subject = chance.choice(book.subjects) if book.subjects and chance.random() < 0.4 else None
    area_id = subject["area_id"] if subject and subject["area_id"] else chance.choice(book.force.areas)
    case = Case(book, kind, datetime.combine(on, time(9)), Event.OPENED, BEGINS[kind], area_id=area_id, subject=subject)
    case.row["grounds"] = chance.choice(said.GROUNDS)
    role = CaseRole.ACCOUNT_HOLDER if kind in (_K.ACCOUNT_FREEZING, _K.DAML) else CaseRole.DEFENDANT
    case.person(role, f"Person {kind.prefix}{case.row['serial']}")
    return case


def _holding(case: Case, pence: int) -> None:
    """What the order keeps from somebody."""
    case.seized("GBP", pence).update(counted_minor=pence, estimate_minor=None)


def _lodged(case: Case, lodged_on: date, heard_on: date, court: str) -> Row:
    order = case.application(APPLIED_FOR[case.kind], lodged_on, case.book.sitting(heard_on), court)
    case.step(Event.APPLICATION_LODGED, datetime.combine(lodged_on, time(10)))
    return order


def _granted(case: Case, order: Row, made_on: date, state: CaseState, **values: object) -> None:
    at = order["hearing_at"]
    case.decided(order, OrderResult.MADE, at, **values)
    case.step(Event.ORDER_GRANTED, at, state, f"{order['kind'].label}.")
    assert at.date() == made_on
