"""Seizures chosen for the day of making: what the deadlines board has to show is due today, soon and later."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from soc_desk.demo import poca_words as said
from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Book, Case
from soc_desk.demo.cash import seize
from soc_desk.demo.cash_ends import claim, forfeit, forfeited_by_notice, give_notice, release
from soc_desk.demo.cash_life import lodge, ordered, pay_in
from soc_desk.domain import CaseOrder, CaseStep, SeizureTimeChange
from soc_desk.domain.statutory_clock.answer import end_of
from soc_desk.domain.statutory_clock.cash import initial
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import CaseState, ClaimKind, MovementKind, OrderKind, OrderResult, SeizurePower

Told = tuple[datetime, Callable[[Book], Case]]
"""When a case began, and what tells it."""

_DAY = timedelta(days=1)


def for_today(book: Book) -> list[Told]:
    """The chosen cases, each with the moment it began."""
    today, cut = book.today, book.cut
    soonest = _soonest(book)
    small_hours, late = cut - timedelta(hours=21, minutes=25), cut - timedelta(minutes=50)
    last_court_day = book.calendar.court_day_before(today)
    told: list[Told] = [
        (soonest, lambda b: _running(b, soonest, 615_000, b.me)),
        (late, lambda b: _listed(b, late)),
        (small_hours, lambda b: _time_asked(_running(b, small_hours, 238_000))),
        _held_by_pace(today - 3 * _DAY),
        _detained(book, last_court_day, _to_pay_in, pence=2_280_000, mine=True),
        _detained(book, book.court_day(today - 9 * _DAY), _to_pay_in, pence=512_000),
        _detained(book, book.court_day(today - 152 * _DAY), _hearing_next, pence=1_127_500, mine=True),
        _detained(book, book.court_day(today - 150 * _DAY), _renewal_lodged, pence=874_000),
        _detained(book, book.court_day(today - 140 * _DAY), _renewal_wanted, pence=463_500),
        _detained(book, book.court_day(today - 161 * _DAY), _ran_out, pence=346_000),
        _detained(book, book.court_day(today - 70 * _DAY), _noticed(24), pence=394_000, mine=True),
        _detained(book, book.court_day(today - 90 * _DAY), _noticed(28), pence=187_500),
        _detained(book, book.court_day(today - 110 * _DAY), _noticed(54), pence=265_000),
        _detained(book, book.court_day(today - 84 * _DAY), _noticed_to_the_day, pence=221_000),
        _detained(book, book.court_day(today - 165 * _DAY), _appeal_runs, pence=4_800_000),
        _detained(book, book.court_day(today - 44 * _DAY), _claimed, pence=731_500, mine=True),
        _detained(book, book.court_day(today - 61 * _DAY), _to_release, pence=154_000),
        _detained(book, book.court_day(today - 6 * _DAY), _time_asked_later, pence=329_000),
        _detained(book, book.court_day(today - 706 * _DAY), _near_the_two_years, pence=1_962_500, mine=True),
        _detained(book, book.court_day(today - 96 * _DAY), _set_aside_wanted, pence=276_500),
        _detained(book, book.court_day(today - 51 * _DAY), _compensation_wanted, pence=418_000),
    ]  # fmt: skip
    return told


def _soonest(book: Book) -> datetime:
    """A late evening whose 48 hours end first among those that are still to end."""
    evenings = [datetime.combine(book.today - back * _DAY, time(22, 40)) for back in range(1, 9)]
    late = book.cut + timedelta(hours=20)
    ends = {initial(at, book.calendar).at: at for at in evenings}
    return ends[min(end for end in ends if end >= late)]


def _running(book: Book, at: datetime, pence: int, owner_id: UUID | None = None) -> Case:
    """Within its 48 hours, estimated and not counted yet."""
    return seize(book, at, pence=pence, owner_id=owner_id, counted=False)


def _listed(book: Book, at: datetime) -> Case:
    """Lodged the same night, to be heard on the next court day."""
    case = _running(book, at, 894_500)
    hearing = datetime.combine(book.calendar.court_day_after(at.date()), time(10, 30))
    lodge(case, OrderKind.FIRST, at.date(), hearing, said.COURTS[0])
    return case


def _held_by_pace(on: date) -> Told:
    """Held as evidence by another power: POCA is still to be decided on."""
    at = datetime.combine(on, time(7, 15))

    def tell(book: Book) -> Case:
        case = seize(book, at, pence=1_340_000, counted=False)
        case.state = CaseState.HELD_OTHER_POWER
        case.lines[CaseStep][0].update(event=Event.HELD.value, after=case.state)
        case.row |= {
            "seized_at": None, "held_other_power_from": at, "other_power": "PACE 1984 s.19",
            "power": SeizurePower.PACE, "search_power": "Warrant, s.8 PACE",
        }  # fmt: skip
        return case

    return at, tell


def _detained(
    book: Book, made_on: date, go_on: Callable[[Case, date], object], *, pence: int, mine: bool = False
) -> Told:
    """A case under an order made on that day, and what happened in it since."""
    at = datetime.combine(book.calendar.court_day_before(made_on), time(16, 20))

    def tell(of: Book) -> Case:
        case = seize(of, at, pence=pence, owner_id=of.me if mine else None)
        go_on(case, made_on)
        return case

    return at, tell


def _order(case: Case, made_on: date, until: date | None = None, *, banked: bool = True) -> Row:
    """The first order, in force until that day or for as long as the law allows."""
    hearing = datetime.combine(made_on, time(11, 5))
    order = lodge(case, OrderKind.FIRST, made_on, hearing, said.COURTS[case.row["serial"] % len(said.COURTS)])
    ordered(case, order, hearing, until or made_on + timedelta(days=400))
    if banked:
        pay_in(case, 1)
    return order


def _to_pay_in(case: Case, made_on: date) -> None:
    _order(case, made_on, banked=False)


def _hearing_next(case: Case, made_on: date) -> None:
    """The order ends two court days from now; the renewal is heard on the next one."""
    book = case.book
    listed = book.calendar.court_day_after(book.today)
    first = _order(case, made_on, book.calendar.court_day_after(listed))
    lodged_on = book.court_day(book.today - 9 * _DAY)
    lodge(case, OrderKind.FURTHER, lodged_on, datetime.combine(listed, time(10)), first["court"])


def _renewal_lodged(case: Case, made_on: date) -> None:
    book = case.book
    first = _order(case, made_on, book.today + 12 * _DAY)
    hearing = datetime.combine(book.calendar.court_day_after(book.today, 5), time(14, 15))
    lodge(case, OrderKind.FURTHER, book.court_day(book.today - 5 * _DAY), hearing, first["court"])


def _renewal_wanted(case: Case, made_on: date) -> None:
    _order(case, made_on, case.book.today + 20 * _DAY)


def _ran_out(case: Case, made_on: date) -> None:
    """The renewal was listed for a day after the order had ended: EXPIRED, which no edit clears."""
    book = case.book
    last = book.court_day(book.today - 2 * _DAY)
    first = _order(case, made_on, last)
    hearing = datetime.combine(book.calendar.court_day_after(book.today, 2), time(10))
    lodge(case, OrderKind.FURTHER, book.court_day(last - 4 * _DAY), hearing, first["court"])
    case.row["expired_at"] = end_of(last)
    case.step(Event.EXPIRED, end_of(last), CaseState.EXPIRED, "Nothing detained it after the order had ended.")


def _noticed(days_ago: int) -> Callable[[Case, date], None]:
    """A forfeiture notice given so many days ago or a little later; forfeited after thirty days without objection."""

    def tell(case: Case, made_on: date) -> None:
        _order(case, made_on)
        notice = give_notice(case, case.book.calendar.court_day_after(case.book.today - (days_ago + 1) * _DAY))
        if end_of(notice["given_on"] + timedelta(days=30)) <= case.book.cut:
            forfeited_by_notice(case, notice)

    return tell


def _noticed_to_the_day(case: Case, made_on: date) -> None:
    """Its objection period ends at the end of the day of making."""
    _order(case, made_on)
    give_notice(case, case.book.today - 30 * _DAY)


def _appeal_runs(case: Case, made_on: date) -> None:
    book = case.book
    first = _order(case, made_on)
    lodged_on = book.court_day(book.today - 75 * _DAY)
    at = datetime.combine(book.court_day(book.today - 18 * _DAY), time(12, 10))
    forfeit(case, lodge(case, OrderKind.FORFEITURE, lodged_on, at, first["court"]), at)


def _claimed(case: Case, made_on: date) -> None:
    """Somebody says that it was stolen from them; a hearing is listed."""
    _order(case, made_on)
    today = case.book.today
    listed = case.book.calendar.court_day_after(today + 8 * _DAY)
    claim(case, ClaimKind.VICTIM, today - 4 * _DAY, datetime.combine(listed, time(11)))


def _near_the_two_years(case: Case, made_on: date) -> None:
    """Renewed again and again, with a year's interest; the two years that hold the chain end within a month."""
    book = case.book
    first = _order(case, made_on)
    while (until := case.lines[CaseOrder][-1]["expires_on"]) < book.today:
        at = datetime.combine(book.court_day(until - 7 * _DAY), time(10, 20))
        renewal = lodge(case, OrderKind.FURTHER, book.court_day(at.date() - 16 * _DAY), at, first["court"])
        ordered(case, renewal, at, until + timedelta(days=400))
        if case.row["paid_in_on"] is not None:
            case.moved(
                MovementKind.INTEREST, "GBP", 18_450, 18_450, at.date(), account=case.row["paid_in_account"],
                note="Interest for half a year.",
            )  # fmt: skip
            case.step(Event.INTEREST_ADDED, at, reason="Interest for half a year.")


def _set_aside_wanted(case: Case, made_on: date) -> None:
    """Forfeited by notice, and somebody applies for that to be set aside (s.297E)."""
    _noticed(46)(case, made_on)
    today = case.book.today
    listed = datetime.combine(case.book.calendar.court_day_after(today + 12 * _DAY), time(10))
    claim(case, ClaimKind.SET_ASIDE, today - 3 * _DAY, listed)["amount_pence"] = case.row["forfeited_pence"]


def _compensation_wanted(case: Case, made_on: date) -> None:
    """Released two days ago; whom it was seized from asks for compensation (s.302)."""
    _order(case, made_on)
    back = datetime.combine(case.book.today - 2 * _DAY, time(9, 30))
    release(case, back, "The source was shown.")
    claim(case, ClaimKind.COMPENSATION, case.book.today - _DAY)["amount_pence"] = 35_000


def _to_release(case: Case, made_on: date) -> None:
    """The court directed release four days ago; seven are given."""
    first = _order(case, made_on)
    on = case.book.court_day(case.book.today - 4 * _DAY)
    at = datetime.combine(on, time(15, 30))
    direction = case.application(OrderKind.RELEASE, on, None, first["court"])
    case.decided(direction, OrderResult.MADE, at)
    case.row["release_directed_on"] = on
    case.step(Event.RELEASE_DIRECTED, at)


def _time_asked_later(case: Case, made_on: date) -> None:
    _order(case, made_on)
    _time_asked(case)


def _time_asked(case: Case) -> Case:
    """Another minute of seizure was asked for by its officer; a second person has yet to agree."""
    book = case.book
    before: datetime = case.row["seized_at"]
    asked_at = book.cut - timedelta(hours=15)
    reason = "The body-worn video shows an earlier minute."
    case.line(
        SeizureTimeChange, before=before, after=before - timedelta(minutes=35), reason=reason,
        asked_by_id=case.row["owner_id"], asked_at=book.logged(asked_at),
    )  # fmt: skip
    case.step(Event.TIME_CHANGE_ASKED, asked_at, reason=reason)
    return case
