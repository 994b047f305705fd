"""The figures of the Returns page: the same as the check's, each with the view of its records."""

from datetime import UTC, date, datetime, timedelta

import pytest

from soc_desk.domain.period import parse
from soc_desk.returns import disruptions, overview
from soc_desk.services import disruption_rows
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP, ImpactLevel, ModerationResult
from tests.returns.conftest import Keep, cheshire_2022

Q3 = parse("2026-Q3")


def test_the_page_and_the_check_say_the_same(store: Store, kept: Keep, analyst: Actor) -> None:
    kept(
        *cheshire_2022(),
        {"on": date(2022, 5, 5), "impact_level": ImpactLevel.NONE, "recorded_at": datetime(2022, 9, 1, 9, tzinfo=UTC)},
        # A minute past midnight in London: the day after 28 days.
        {
            "on": date(2022, 5, 6),
            "impact_level": ImpactLevel.NONE,
            "recorded_at": datetime(2022, 6, 3, 23, 1, tzinfo=UTC),
        },
    )
    period = parse("2022-01-01..2022-12-31")
    page = store.read(analyst, overview.if_sent_now, period)
    check = store.read(analyst, disruptions.check, period)
    assert page.total.count == check.records == 373
    assert {figure.code: figure.count for figure in page.by_p} == check.by_p
    assert {figure.code: figure.count for figure in page.by_level} == check.by_level
    assert {figure.code: figure.count for figure in page.by_threat} == check.by_threat
    assert {figure.code: figure.count for figure in page.apart} == check.apart
    assert (page.pursue_percent, page.median_lag_days, page.late) == (84, check.median_lag_days, check.late)
    assert check.late == 2


def test_each_number_opens_exactly_its_records(store: Store, kept: Keep, analyst: Actor) -> None:
    kept(*cheshire_2022(), {"on": date(2022, 5, 5), "impact_level": ImpactLevel.NEGATIVE},
         {"on": date(2022, 5, 6), "lead_agency": "serocu"})  # fmt: skip
    page = store.read(analyst, overview.if_sent_now, parse("2022-01-01..2022-12-31"))
    figures = [page.total, *page.by_p, *page.by_level, *page.by_threat, *page.apart]
    assert len(figures) == 1 + 4 + 3 + 5 + 2
    for figure in figures:
        assert store.read(analyst, disruption_rows.count, figure.shown) == figure.count, figure


def test_since_the_period_before(store: Store, kept: Keep, analyst: Actor) -> None:
    kept(
        {"on": date(2026, 8, 1), "impact_level": ImpactLevel.MAJOR, "subject": "OCG-0007"},
        {"on": date(2026, 9, 1), "impact_level": ImpactLevel.MAJOR},
        {"on": date(2026, 10, 2), "impact_level": ImpactLevel.MINOR, "level_before": ImpactLevel.MAJOR,
         "moderation_result": ModerationResult.LEVEL_CHANGED, "four_p": FourP.PREVENT},
        {"on": date(2026, 10, 3), "impact_level": ImpactLevel.MAJOR, "level_before": ImpactLevel.MODERATE,
         "moderation_result": ModerationResult.LEVEL_CHANGED},
        {"on": date(2026, 10, 4), "impact_level": ImpactLevel.NONE},
    )  # fmt: skip
    page = store.read(analyst, overview.if_sent_now, Q3, None, date(2027, 1, 5))
    assert (page.label, page.before_name) == ("Q3 2026/27, 1 Oct to 31 Dec 2026", "Q2 2026/27")
    assert [(f.code, f.before, f.count) for f in page.by_level] == [
        ("major", 2, 1),
        ("moderate", 0, 0),
        ("minor", 0, 1),
    ]
    assert [(f.code, f.before, f.count) for f in page.by_p][:2] == [("pursue", 2, 1), ("prevent", 0, 1)]
    assert [reference for reference, _ in page.moderated_down] == ["D-2026-0003"]
    assert [reference for reference, _ in page.moderated_up] == ["D-2026-0004"]
    assert page.fallen_silent == 1
    assert [reference for reference, _ in page.silent] == ["OCG-0007"]
    assert page.earlier.starts_on == date(2026, 7, 1)
    assert (page.closes_on, page.days_left) == (date(2027, 1, 14), 9)
    assert [(f.label, f.count) for f in page.apart] == [("None", 1), ("Negative", 0)]


def test_the_time_it_took_to_record(store: Store, kept: Keep, analyst: Actor) -> None:
    from datetime import UTC, datetime

    def recorded(days: int, **more: object) -> dict[str, object]:
        return {"on": date(2026, 10, 1), "recorded_at": datetime(2026, 10, 1, 9, tzinfo=UTC) + timedelta(days), **more}

    kept(recorded(0), recorded(6), recorded(28), recorded(29), recorded(40),
         recorded(900, moderation_result=ModerationResult.BEFORE_IMPORT))  # fmt: skip
    page = store.read(analyst, overview.if_sent_now, Q3)
    assert (page.median_lag_days, page.late, page.lag_days) == (28, 2, 28)


@pytest.mark.parametrize("text", ["2030-Q1", "2026-11-01..2026-11-01"])
def test_a_period_with_nothing_in_it(text: str, store: Store, analyst: Actor) -> None:
    page = store.read(analyst, overview.if_sent_now, parse(text))
    assert (page.total.count, page.pursue_percent, page.median_lag_days) == (0, None, None)
    assert page.by_threat == ()
