"""Moments of the store as the return tells them: in London's time, whatever the clocks did that day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from soc_desk.returns.source import _Days

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    "day",
    ["2026-01-31", "2026-03-28", "2026-03-29", "2026-03-30", "2026-07-31", "2026-10-25", "2027-12-31", "1943-07-01"],
)
def test_every_hour_of_a_day_is_londons(day: str) -> None:
    days, first = _Days(), datetime.fromisoformat(day).replace(tzinfo=UTC)
    for hours in range(24):
        at = first + timedelta(hours=hours, minutes=59, seconds=7)
        told = days.local(f"{at:%Y-%m-%d %H:%M:%S}.250000")
        assert told == at.astimezone(LONDON).isoformat()


def test_midnight_in_summer_is_the_next_day() -> None:
    assert _Days().local("2026-08-31 23:14:22") == "2026-09-01T00:14:22+01:00"
