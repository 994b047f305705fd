"""Foreign cash without a rate: it goes back at once, its worth in pounds stays unknown, its forfeiture waits."""

from datetime import date

import pytest
from sqlalchemy import select

from soc_desk.domain import CaseMoney
from soc_desk.errors import Invalid
from soc_desk.services.poca import forfeiture, money, release
from soc_desk.services.poca.cases import MoneyLine
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.money_drafts import AmountLine, ForfeitureDraft, PiecesLine
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseState
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall

ON = date(2026, 4, 7)
WHY = ReasonDraft(reason="Wrong amount typed.")


def test_money_without_a_rate_goes_back_and_its_worth_stays_unknown(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    dollars = poca.seized(timed, officer, money=(MoneyLine(currency="USD", estimate_minor=100_000),))
    ticking.at(wall(2026, 4, 7, 9))
    assert poca.look(timed, officer, dollars).row.seized_pence is None
    part = poca.releasing(ON, amounts=(AmountLine("USD", 40_000),))
    timed.write(officer, release.release, dollars, None, part)
    seen = poca.look(timed, officer, dollars)
    assert (seen.row.seized_pence, seen.row.held_pence, seen.money[0].held_minor) == (None, None, 60_000)
    assert "No rate was known" in seen.movements[-1].note
    counted = poca.count(currency="USD", pieces=(PiecesLine(10_000, 10),), rate="0.80", rate_on=ON)
    with pytest.raises(Invalid, match="moved without a rate already"):
        timed.write(officer, money.count, dollars, None, counted)
    assert timed.write(officer, release.release, dollars, None, poca.releasing(ON)).value is CaseState.RELEASED
    seen = poca.look(timed, officer, dollars)
    assert (seen.row.seized_pence, seen.row.held_pence, seen.money[0].held_minor) == (None, 0, 0)
    for line in seen.movements:
        timed.write(officer, money.reverse, line.id, WHY)
    timed.write(officer, money.count, dollars, None, counted)
    seen = poca.look(timed, officer, dollars)
    assert (seen.row.seized_pence, seen.row.held_pence, seen.money[0].held_minor) == (80_000, 80_000, 100_000)


def test_pounds_add_up_where_one_currency_has_no_rate(timed: Store, ticking: Clock, officer: Actor) -> None:
    mixed = (MoneyLine(estimate_minor=615_000), MoneyLine(currency="USD", estimate_minor=100_000))
    both = poca.seized(timed, officer, money=mixed)
    ticking.at(wall(2026, 4, 7, 9))
    timed.write(officer, release.release, both, None, poca.releasing(ON, amounts=(AmountLine("USD", 100_000),)))
    row = poca.look(timed, officer, both).row
    assert (row.seized_pence, row.held_pence, row.released_pence) == (615_000, 615_000, 0)


@use_case("Forget a rate in a test", needs=EVERYONE)
def forget_rate(work: Work, pence: int | None) -> None:
    """Leave a line with its sterling alone, as a register has it."""
    (line,) = work.session.scalars(select(CaseMoney))
    line.rate, line.rate_on, line.sterling_pence = "", None, pence


@pytest.mark.parametrize("pence", [80_000, None])
def test_sterling_that_is_known_without_a_rate_asks_for_none(
    timed: Store, ticking: Clock, officer: Actor, pence: int | None
) -> None:
    currency = "USD" if pence else "GBP"
    money_ = (MoneyLine(currency=currency, estimate_minor=100_000),)
    case = poca.detained(timed, officer, ticking, money=money_)
    timed.write(officer, forget_rate, pence)
    part = poca.releasing(ON, amounts=(AmountLine(currency, 25_000),))
    timed.write(officer, release.release, case, None, part)
    whole = pence or 100_000
    row = poca.look(timed, officer, case).row
    assert (row.seized_pence, row.released_pence, row.held_pence) == (whole, whole // 4, whole - whole // 4)
    timed.write(officer, forfeiture.lodge, case, None, poca.lodging(lodged_on=ON))
    timed.write(officer, forfeiture.order, case, None, ForfeitureDraft(made_at=wall(2026, 4, 7, 11)))
    row = poca.look(timed, officer, case).row
    assert (row.forfeited_pence, row.held_pence) == (whole - whole // 4, 0)


def test_without_a_rate_nothing_of_it_is_forfeited(timed: Store, ticking: Clock, officer: Actor) -> None:
    only = (MoneyLine(currency="USD", estimate_minor=100_000),)
    dollars = poca.detained(timed, officer, ticking, money=only)
    timed.write(officer, forfeiture.lodge, dollars, None, poca.lodging(lodged_on=date(2026, 4, 7)))
    at = wall(2026, 4, 7, 11)
    with pytest.raises(Invalid, match="USD: enter the rate"):
        timed.write(officer, forfeiture.order, dollars, None, ForfeitureDraft(made_at=at))
