"""The checks of a whole period, held to the published figures (domain/disruptions.md, section 8)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from soc_desk.returns.cross_checks import Circumstances, Totals, cross_checks, pursue_share, summary
from soc_desk.returns.fields import STORED
from soc_desk.returns.profile import Profile
from soc_desk.vocabulary import Severity

NOBODY = Circumstances(vulnerabilities_assessed=3, threats_assessed=118, threat_labels={"FRAUD": "Fraud", "OIC": "OIC"})


def columns(*records: dict[str, Any]) -> dict[str, list[Any]]:
    """Frozen columns of records that say only what a check counts."""
    usual = {
        "disruption_id": None, "disruption_date": "2022-06-01", "recorded_at": "2022-06-03T10:00:00+01:00",
        "four_p": "pursue", "impact_level": "minor", "primary_threat": "DRUGS", "subject_type": "ocg",
        "moderation_result": "agreed",
    }  # fmt: skip
    rows = [
        {
            **usual,
            "disruption_id": f"00000000-0000-0000-0000-{n:012}",
            "reference": f"D-{n}",
            "subject_ref": f"S{n}",
            **r,
        }
        for n, r in enumerate(records)
    ]
    return {field.name: [row.get(field.name) for row in rows] for field in STORED}


def counted(*records: dict[str, Any], lag_days: int = 28) -> Totals:
    totals = Totals()
    totals.add(columns(*records), lag_days)
    return totals


def mixed(pursue: int, others: int, **more: Any) -> list[dict[str, Any]]:
    return [{"four_p": "pursue", **more}] * pursue + [{"four_p": "protect", **more}] * others


def problems(totals: Totals, profile: Profile, seen: Circumstances = NOBODY) -> list[tuple[str, str]]:
    return [(problem.record, problem.problem) for problem in cross_checks(totals, profile, seen)]


def vulnerable(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same records, the last of them against a vulnerability, so that check (g) is silent."""
    yield from records[:-1]
    yield {**records[-1], "subject_type": "vulnerability"}


def test_d1_the_share_of_pursue_is_84_percent(shipped: Profile) -> None:
    totals = counted(*vulnerable(mixed(312, 61)))
    assert (totals.records, totals.by_p["pursue"], pursue_share(totals)) == (373, 312, 84)
    assert problems(totals, shipped) == [
        ("Pursue", "Pursue is 84 % of the disruptions (312 of 373); the force's limit is 80 %.")
    ]


@pytest.mark.parametrize(("pursue", "others", "raised"), [(80, 20, False), (81, 19, True), (0, 5, False)])
def test_the_share_is_raised_only_above_the_limit(pursue: int, others: int, raised: bool, shipped: Profile) -> None:
    told = problems(counted(*vulnerable(mixed(pursue, others))), shipped)
    assert bool(told) is raised


def test_d2_no_vulnerability_among_118_threats(shipped: Profile) -> None:
    seen = replace(NOBODY, vulnerabilities_assessed=0)
    assert ("Vulnerabilities", "118 threats were assessed, and no vulnerability ever was.") in problems(
        counted(*mixed(1, 1)), shipped, seen
    )
    assert ("Vulnerabilities", "No disruption of this period is against a vulnerability.") in problems(
        counted(*mixed(1, 1)), shipped
    )


def test_d3_fraud_is_52_of_506() -> None:
    totals = counted(*[{"primary_threat": "FRAUD"}] * 52, *[{"primary_threat": "ML"}] * 454)
    assert totals.records == 506
    assert totals.by_threat == {"FRAUD": 52, "ML": 454}
    assert round(100 * totals.by_threat["FRAUD"] / totals.records) == 10


def test_d4_a_priority_threat_without_a_disruption(shipped: Profile) -> None:
    priorities = replace(shipped, settings=replace(shipped.settings, priority_threats=("OIC", "DRUGS")))
    told = problems(counted(*vulnerable(mixed(1, 1))), priorities)
    assert told == [("OIC", "A priority threat of the force has no disruption in this period.")]


def test_none_and_negative_stand_apart_from_every_total(shipped: Profile) -> None:
    totals = counted(
        *vulnerable(mixed(2, 2)), {"impact_level": "none"}, {"impact_level": "negative", "four_p": "prepare"}
    )
    assert (totals.records, totals.rows) == (4, 6)
    assert totals.apart == {"none": 1, "negative": 1}
    assert totals.by_p.total() == totals.by_level.total() == totals.by_threat.total() == 4
    assert problems(totals, shipped) == []


def test_sums_that_do_not_agree_stop_the_return(shipped: Profile) -> None:
    totals = counted(*vulnerable(mixed(2, 2)), {"four_p": None}, {"primary_threat": None})
    found = cross_checks(totals, shipped, NOBODY)
    assert [(p.record, p.problem, p.severity) for p in found] == [
        ("By P", "The counts by P add up to 5, but the total is 6.", Severity.STOPS),
        ("By threat", "The counts by threat add up to 5, but the total is 6.", Severity.STOPS),
    ]
    assert [line[2] for line in summary(totals, NOBODY)[:3]] == ["Does not hold", "Holds", "Does not hold"]


def test_the_same_subject_day_and_p_twice(shipped: Profile) -> None:
    same = {"subject_ref": "OCG-1", "four_p": "protect"}
    other_day = {**same, "disruption_date": "2022-06-02"}
    totals = counted(same, {**same, "four_p": "pursue", "subject_type": "vulnerability"}, same, other_day, other_day)
    assert problems(totals, shipped) == [
        ("D-0 · D-2", "Same subject, same day, same P."), ("D-3 · D-4", "Same subject, same day, same P.")
    ]  # fmt: skip


def test_repeats_are_seen_across_chunks() -> None:
    totals = Totals()
    same = {"subject_ref": "OCG-1", "disruption_date": "2022-06-02"}
    totals.add(columns(same), 28)
    totals.add(columns({**same, "reference": "D-9", "disruption_id": "00000000-0000-0000-0000-000000000009"}), 28)
    assert [(pair.first, pair.second) for pair in totals.repeats] == [("D-0", "D-9")]


def test_only_so_many_repeats_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soc_desk.returns.cross_checks.MOST_REPEATS", 2)
    totals = counted(*[{"subject_ref": "OCG-1"}] * 6)
    assert (len(totals.repeats), totals.repeats_left_off) == (2, 3)


def test_late_recording_is_flagged_and_told_once(shipped: Profile) -> None:
    totals = Totals()
    late = totals.add(
        columns(
            {"recorded_at": "2022-06-29T23:59:00+01:00"},
            {"recorded_at": "2022-06-30T00:01:00+01:00", "subject_type": "vulnerability", "four_p": "protect"},
            {"recorded_at": "2022-09-01T00:00:00+01:00", "four_p": "prevent"},
            {"recorded_at": "2026-01-01T00:00:00+00:00", "moderation_result": "before_import", "four_p": "prepare"},
        ),
        28,
    )
    assert late == [False, True, True, True]
    assert totals.median_lag_days == 29
    assert problems(totals, shipped) == [
        ("D-2", "2 records were recorded more than 28 days after the disruption, this one 92 days.")
    ]


def test_the_national_drugs_measure_counts_major_and_moderate_only() -> None:
    totals = counted(
        {"impact_level": "major"}, {"impact_level": "moderate", "primary_threat": "COUNTY_LINES"},
        {"impact_level": "minor"}, {"impact_level": "major", "primary_threat": "FRAUD"},
    )  # fmt: skip
    assert totals.national_drugs == 2


def test_only_what_this_agency_led_is_told_to_be_counted() -> None:
    lines = {line[0]: line[1] for line in summary(counted(*mixed(1, 0)), replace(NOBODY, led_elsewhere=7))}
    assert lines["Only records led by this agency are counted"] == "7 led elsewhere"


def test_an_empty_period_is_no_fault(shipped: Profile) -> None:
    totals = Totals()
    assert pursue_share(totals) is None
    assert totals.median_lag_days is None
    assert problems(totals, shipped) == []
