"""What people type, read as values and written out again: dates day first, money as pence, whole numbers."""

import re
from calendar import isleap
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE_HELP = "Type a date with the day first, such as 14/11/2026, 14 Nov or today."
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/]*([a-z]{3,9})\.?[ ,\-/]*(\d{4}|\d{2})?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_MONEY = re.compile(r"(-?)£?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{1,2}))?$")
_CLOCK = re.compile(r"(?:^| )(?:at )?(\d{1,2})[:.]?(\d{2}) ?(am|pm|(?:h|hrs?|hours))?$")
_YEAR_GIVEN = re.compile(r"\d[/.\- ]\d{1,2}[/.\- ]\d{2,4}$|[a-z]\.?[ ,\-/]*\d{2,4}$|^\d{4}-|^[a-z]+$")
_MOMENT_HELP = "Type the day and the time, such as 18/11/2026 14:20, today 14:20 or now."
_MOST_PENCE = 10**14
_ENTERED_LATE = timedelta(days=28)


def parse_date(text: str, today: date, *, coming: bool = False) -> date:
    """A date as an officer types it, day first: ``14/11/2026``, ``14.11.26``, ``14 nov``, ``today``, ``fri``, ISO.

    A date without a year is the latest one that is not in the future; where a ``coming`` one is expected, such as a
    hearing, it is the next one, but for the last four weeks, which somebody who enters late means. Two figures of a
    year lie between 80 years back and 19 years on. Raises ValueError with a sentence that says how to mend it.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words[:3] in _DAYS and words.isalpha():
        last = _last_weekday(words, today)
        return last + timedelta(days=7) if coming and last < today else last
    if match := _ISO.match(words):
        return _made(int(match[3]), int(match[2]), int(match[1]))
    if match := _NUMERIC.match(words):
        return _completed(int(match[1]), int(match[2]), match[3], today, coming=coming)
    if (match := _NAMED.match(words)) and match[2][:3] in _MONTHS:
        full = date(2000, _MONTHS.index(match[2][:3]) + 1, 1).strftime("%B").lower()
        if full.startswith(match[2]) or match[2] == "sept":
            return _completed(int(match[1]), _MONTHS.index(match[2][:3]) + 1, match[3], today, coming=coming)
    raise ValueError(f"“{text.strip()}” is not a date. {_DATE_HELP}")


def format_date(value: date | None) -> str:
    """``14 Nov 2026``, in English whatever the machine speaks; empty for None."""
    return "" if value is None else f"{value.day} {_MONTHS[value.month - 1].title()} {value.year}"


def parse_moment(text: str, now: datetime, *, coming: bool = False) -> datetime:
    """A day and a time to the minute, wall time: ``18/11/2026 14:20``, ``18 nov 1420``, ``today 2.20pm``, ``now``.

    Four figures that may be a year are one where no other year is given: ``18 nov 2026`` gives no time. ``coming`` as
    for ``parse_date``. Raises ValueError with a sentence that says how to mend it.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    if words == "now":
        return now.replace(second=0, microsecond=0)
    match = _CLOCK.search(words)
    if match is None:
        raise ValueError(f"“{text.strip()}” gives no time. {_MOMENT_HELP}")
    day_words = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.? (?=\d)", "", words[: match.start()].strip())
    hour, minute = int(match[1]), int(match[2])
    may_be_year = match[0].strip().isdigit() and hour in (19, 20) and not match[3]
    if may_be_year and day_words and not _YEAR_GIVEN.search(day_words) and day_words not in _NEAR:
        raise ValueError(f"“{text.strip()}” gives no time. {_MOMENT_HELP}")
    if match[3] in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise ValueError(f"“{text.strip()}” gives no time of day. {_MOMENT_HELP}")
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text.strip()}” gives no time of day. {_MOMENT_HELP}")
    return datetime.combine(parse_date(day_words or "today", now.date(), coming=coming), time(hour, minute))


def format_moment(value: datetime | None) -> str:
    """``Wed 18 Nov 2026 14:20``; empty for None."""
    if value is None:
        return ""
    return f"{_DAYS[value.weekday()].title()} {format_date(value.date())} {value.hour:02}:{value.minute:02}"


def parse_pence(text: str) -> int:
    """Pounds and pence as whole pence: ``£18,420.50``, ``18420``, ``.50``. Raises ValueError with a sentence."""
    words = "".join(text.split())
    match = _MONEY.match(words)
    if not match or not (match[2] or match[3]):
        raise ValueError(f"“{text.strip()}” is not an amount. Type pounds and pence, such as 18,420.50.")
    if match[1]:
        raise ValueError("An amount cannot be less than nothing. Take the minus sign away.")
    pence = int((match[2] or "0").replace(",", "")) * 100 + int((match[3] or "").ljust(2, "0"))
    if pence >= _MOST_PENCE:
        raise ValueError("This amount is too large to be right. Check the figures.")
    return pence


def format_pence(pence: int | None, *, sign: bool = True) -> str:
    """``£18,420.50``; empty for None."""
    if pence is None:
        return ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{'£' if sign else ''}{pounds:,}.{rest:02}"


def value_words(value: Any) -> str:
    """A value as people read it, by what it is; empty for nothing."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "\n".join(map(value_words, value))
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return str(getattr(value, "label", value))


def parse_whole(text: str, least: int = 0, most: int = 10**9) -> int:
    """A whole number, commas allowed. Raises ValueError with a sentence."""
    words = "".join(text.split())
    if not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d{1,12})", words):
        raise ValueError(f"“{text.strip()}” is not a whole number. Type figures only, such as 12.")
    value = int(words.replace(",", ""))
    if not least <= value <= most:
        raise ValueError(f"The number must lie between {least:,} and {most:,}.")
    return value


def parse_posts(text: str) -> Decimal:
    """Full-time equivalent with two places at most: ``6``, ``5.6``. Raises ValueError with a sentence."""
    words = "".join(text.split())
    if words.startswith("-"):
        raise ValueError("The number cannot be less than nothing. Take the minus sign away.")
    if not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d{1,6})(\.\d{1,2})?", words):
        raise ValueError(f"“{text.strip()}” is no number with two places at most. Type it as 6 or 5.65.")
    return Decimal(words.replace(",", ""))


def format_posts(posts: Decimal | None) -> str:
    """``6`` or ``5.65``: no places that say nothing; empty for None."""
    return "" if posts is None else f"{posts:,.2f}".rstrip("0").rstrip(".")


_NEAR = {"today": 0, "now": 0, "t": 0, "yesterday": -1, "y": -1, "tomorrow": 1}


def _last_weekday(words: str, today: date) -> date:
    day = date(2024, 1, 1) + timedelta(days=_DAYS.index(words[:3]))  # 1 January 2024 was a Monday
    names = {words[:3], day.strftime("%A").lower(), "tues", "weds", "thur", "thurs"}
    if words not in names:
        raise ValueError(f"“{words}” is not a date. {_DATE_HELP}")
    return today - timedelta(days=(today.weekday() - day.weekday()) % 7)


def _completed(day: int, month: int, year: str | None, today: date, *, coming: bool) -> date:
    if year is None:
        if coming:
            return _next(day, month, today - _ENTERED_LATE)
        if (day, month) == (29, 2):
            return next(date(y, 2, 29) for y in range(today.year, today.year - 9, -1) if _is_past_leap(y, today))
        this_year = _made(day, month, today.year)
        return this_year if this_year <= today else _made(day, month, today.year - 1)
    number = int(year)
    if len(year) == 2:
        number += today.year // 100 * 100
        if number > today.year + 19:
            number -= 100
    return _made(day, month, number)


def _next(day: int, month: int, since: date) -> date:
    """The first day of that name from ``since`` on."""
    if (day, month) == (29, 2):
        year = next(y for y in range(since.year, since.year + 9) if isleap(y) and date(y, 2, 29) >= since)
        return date(year, 2, 29)
    this_year = _made(day, month, since.year)
    return this_year if this_year >= since else _made(day, month, since.year + 1)


def _is_past_leap(year: int, today: date) -> bool:
    return isleap(year) and date(year, 2, 29) <= today


def _made(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if 1 <= month <= 12 and year:
            named = date(2000, month, 1).strftime("%B")
            raise ValueError(f"There is no {day} {named} {year}. Correct the date.") from None
        raise ValueError(f"There is no month {month}. {_DATE_HELP}") from None
