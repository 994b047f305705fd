"""Moments of the law as people read them on a screen: the weekday with them, the end of a day as 24:00."""

from datetime import datetime

from soc_desk.domain.statutory_clock import moment_text

__all__ = ["moment_words"]


def moment_words(at: datetime | None) -> str:
    """``Mon 23 Nov 2026 22:40``; the midnight after a day reads as the end of that day; a dash for none."""
    return "–" if at is None else moment_text(at)
