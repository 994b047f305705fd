"""A day and a time as people type them; a year is never taken for a time."""

from datetime import datetime

import pytest

from ui.widgets.typed import format_moment, parse_moment

NOW = datetime.fromisoformat("2026-11-22T06:00:30")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18/11/2026 14:20", "2026-11-18T14:20"),
        ("18 nov 1420", "2026-11-18T14:20"),
        ("18 nov 2026 2015", "2026-11-18T20:15"),
        ("18/11/26 2015", "2026-11-18T20:15"),
        ("thu 2015", "2026-11-19T20:15"),
        ("today 2.20pm", "2026-11-22T14:20"),
        ("12:05 am", "2026-11-22T00:05"),
        ("18 Nov 2026 at 1420 hrs", "2026-11-18T14:20"),
        ("now", "2026-11-22T06:00"),
        ("Wed 18 Nov 2026 14:20", "2026-11-18T14:20"),
    ],
)
def test_a_moment_is_understood(typed: str, meant: str) -> None:
    assert parse_moment(typed, NOW) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["18 nov 2026", "18/11/2026", "18/11/2026 25:00", "18/11/2026 13.20pm", "soon"])
def test_what_gives_no_time_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="gives no time"):
        parse_moment(typed, NOW)


def test_what_is_written_is_read_again() -> None:
    moment = datetime.fromisoformat("2026-03-29T23:59")
    assert parse_moment(format_moment(moment), NOW) == moment
    assert format_moment(None) == ""
