"""Foreign cash without a rate: it goes back at once, its worth in pounds stays unknown, its forfeiture waits."""

from datetime import date

import pytest

from soc_desk.errors import Invalid
from soc_desk.services.poca import forfeiture, money, release
from soc_desk.services.poca.cases import MoneyLine
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.money_drafts import AmountLine, ForfeitureDraft, PiecesLine
from soc_desk.store import Actor, Store
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


def test_without_a_rate_nothing_of_it_is_forfeited(timed: Store, ticking: Clock, officer: Actor) -> None:
    only = (MoneyLine(currency="USD", estimate_minor=100_000),)
    dollars = poca.detained(timed, officer, ticking, money=only)
    timed.write(officer, forfeiture.lodge, dollars, None, poca.lodging(lodged_on=date(2026, 4, 7)))
    at = wall(2026, 4, 7, 11)
    with pytest.raises(Invalid, match="USD: enter the rate"):
        timed.write(officer, forfeiture.order, dollars, None, ForfeitureDraft(made_at=at))
