"""The clock beside a plain loop over ``datetime``: the same dates for synthetic cases, as scenario 12 measures them."""

from types import SimpleNamespace

import pytest

from soc_desk.bench import clock
from soc_desk.domain.statutory_clock import Addition, calendar_of
from soc_desk.vocabulary.poca import CaseState

CALENDAR = calendar_of()


def test_the_clock_and_a_plain_loop_find_the_same_dates() -> None:
    cases = clock.made_up(3_000, CALENDAR)
    assert {case.state for case in cases} == {CaseState.SEIZED, CaseState.DETAINED}
    clock.same(cases, CALENDAR)


def test_a_difference_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = clock.made_up(400, CALENDAR)
    other = calendar_of(additions=[Addition(day, "Invented") for day in {case.seized_at.date() for case in cases[:40]}])
    right = clock.plain
    monkeypatch.setattr(clock, "plain", lambda case, _holidays: right(case, set(CALENDAR.holidays)))
    with pytest.raises(AssertionError, match="differ on"):
        clock.same(cases, other)


def test_scenario_12_tells_its_ratio() -> None:
    (result,) = clock.SCENARIOS["12"](SimpleNamespace(records=200))
    assert (result.scenario, result.records, result.target) == ("12", 200, 2.0)
    assert result.ours > 0
    assert result.reference > 0
