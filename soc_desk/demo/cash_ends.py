"""How an invented seizure ends: by notice, by the court, by release; paid over, reported and closed."""

from datetime import date, datetime, time, timedelta

from soc_desk.demo.blank import Row
from soc_desk.demo.case_book import Case
from soc_desk.domain import CaseClaim, CaseNotice, CasePerson
from soc_desk.domain.statutory_clock.answer import end_of
from soc_desk.domain.statutory_clock.counting import days_beginning_with
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import (
    CaseRole,
    CaseState,
    ClaimKind,
    ClaimResult,
    MovementKind,
    OrderResult,
    Paper,
    SearchApproval,
    ServiceMethod,
)

_S = CaseState
_DAY = timedelta(days=1)


def give_notice(case: Case, given_on: date) -> Row:
    """A forfeiture notice is given and served."""
    at = datetime.combine(given_on, time(10))
    notice = case.line(
        CaseNotice, given_on=given_on, sent_at=at, sent_how=ServiceMethod.BY_HAND, signed_by="Example",
        rank="Inspector", period_days=30, address="POCA Desk, Example Force, PO Box 0",
        amount_pence=case.finished["held_pence"],
    )  # fmt: skip
    case.step(Event.NOTICE_GIVEN, at, _S.NOTICE_RUNNING, "By Inspector Example, 30 days.")
    case.served(case.lines[CasePerson][0], Paper.FORFEITURE_NOTICE, at)
    return notice


def forfeited_by_notice(case: Case, notice: Row) -> None:
    """The period ended without an objection, and in time so did that to set it aside."""
    ended_on = notice["given_on"] + timedelta(days=30)
    notice["ended_on"] = ended_on
    case.row |= {"forfeited_on": ended_on, "forfeited_by_notice": True}
    case.takes(MovementKind.FORFEITED, ended_on, "Forfeited by notice.")
    case.step(Event.PERIOD_ENDED, end_of(ended_on), _S.FORFEITED_BY_NOTICE, "No objection was received.")
    if (window := end_of(days_beginning_with(ended_on, 30))) <= case.book.cut:
        finally_forfeited(case, window)


def forfeit(case: Case, order: Row, at: datetime, pence: int | None = None) -> None:
    """The court forfeits all of it, or so many pence; the rest goes back."""
    before = case.row["forfeited_pence"]
    case.takes(MovementKind.FORFEITED, at.date(), "Forfeiture order.", pence, order_id=order["id"])
    case.decided(order, OrderResult.MADE, at, amount_pence=case.row["forfeited_pence"] - before)
    case.row["forfeited_on"] = at.date()
    case.step(Event.FORFEITURE_ORDERED, at, _S.FORFEITURE_ORDERED)
    if pence is not None and case.finished["held_pence"]:
        later = min(at + timedelta(hours=20), case.book.cut)
        case.takes(MovementKind.RELEASED, later.date(), "Not forfeited.", to_whom=from_whom(case))
        case.step(Event.PART_RELEASED, later, reason="What was not forfeited.")


def finally_forfeited(case: Case, at: datetime) -> None:
    """The time to challenge it ended: paid to the Fund, told to JARD, closed, as far as there was time for it."""
    book, chance = case.book, case.book.chance
    case.row["final_on"] = at.date()
    case.step(Event.BECAME_FINAL if case.state is not _S.APPEAL_PENDING else Event.APPEAL_DISMISSED, at, _S.FINAL)
    jard, fund = (book.court_day(at.date() + timedelta(days=chance.randint(*days))) for days in ((4, 9), (11, 27)))
    if end_of(jard) <= book.cut and chance.random() < 0.97:
        case.row |= {"jard_ref": f"SYN-JARD-{case.row['serial']:06}", "jard_updated_on": jard}
        case.step(Event.JARD_UPDATED, datetime.combine(jard, time(15)), reason=case.row["jard_ref"])
    if end_of(fund) <= book.cut:
        case.row["fund_paid_on"] = fund
        case.step(Event.FUND_PAID, datetime.combine(fund, time(12)))
        close(case, fund)


def release(case: Case, at: datetime, because: str, to_whom: str = "") -> None:
    """All that is held goes back, and the case is closed some days later."""
    case.takes(MovementKind.RELEASED, at.date(), because, to_whom=to_whom or from_whom(case))
    case.step(Event.RELEASED, at, _S.RELEASED, because)
    searched = case.row["search_approval"] in (SearchApproval.SENIOR_OFFICER, SearchApproval.NONE)
    report = case.book.calendar.court_day_after(at.date())
    if searched and not case.row["first_order_on"] and end_of(report) <= case.book.cut:
        case.row["report_sent_on"] = report
        case.step(Event.REPORT_SENT, datetime.combine(report, time(10)))
    close(case, at.date() + 2 * _DAY)


def claim(case: Case, kind: ClaimKind, made_on: date, hearing_at: datetime | None = None) -> Row:
    """Somebody else says that it is theirs."""
    victim = kind is ClaimKind.VICTIM
    claimant = f"Person {'V' if victim else 'T'}{case.row['serial']}"
    case.person(CaseRole.VICTIM if victim else CaseRole.OWNER, claimant)
    case.step(Event.CLAIM_MADE, datetime.combine(made_on, time(9)), reason=f"{kind.label}: {claimant}.")
    return case.line(
        CaseClaim, kind=kind, made_on=made_on, claimant=claimant, hearing_at=hearing_at, result=ClaimResult.PENDING,
        amount_pence=case.finished["held_pence"],
    )  # fmt: skip


def close(case: Case, on: date) -> None:
    """Closed some days after, if there was time for it."""
    closed_on = on + timedelta(days=case.book.chance.randint(1, 9))
    if end_of(closed_on) <= case.book.cut:
        case.row["closed_on"] = closed_on
        case.step(Event.CLOSED, datetime.combine(closed_on, time(16)), _S.CLOSED, "Nothing is held any more.")


def from_whom(case: Case) -> str:
    """Whom it was seized from."""
    name: str = case.lines[CasePerson][0]["name"]
    return name
