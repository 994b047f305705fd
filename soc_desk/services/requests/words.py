"""The turnaround of requests in words and lines: the same on the page, in a sentence and on paper."""

from soc_desk.services.prints import day_words
from soc_desk.services.requests.clocks import Figure, Measured, Turnaround
from soc_desk.vocabulary.request import RequestKind

NONE = "–"


HEADINGS = ("", "All", *(kind.label for kind in RequestKind))
"""What stands over the columns of ``lines``."""


def lines(measured: Measured) -> list[tuple[str, ...]]:
    """The measure line by line, of both kinds and of each; what is open stands before what was delivered."""
    told = (
        ("Open", lambda row: f"{row.open:,}"),
        ("Open past their day", lambda row: f"{row.open_late:,}"),
        ("Open on hold", lambda row: f"{row.on_hold:,}"),
        ("Oldest open", lambda row: f"{row.oldest}, {row.oldest_days:,} days" if row.oldest else NONE),
        ("Delivered", lambda row: f"{row.delivered:,}"),
        ("Queue (median, 90th)", lambda row: _figure(row.queue)),
        ("Work (median, 90th)", lambda row: _figure(row.work)),
        ("Total (median, 90th)", lambda row: _figure(row.total)),
        ("Met by the agreed date", _met),
        ("Declined for want of capacity", lambda row: f"{row.unmet:,}"),
        ("Submitted", lambda row: f"{row.submitted:,}"),
        ("Proactive, reactive", lambda row: f"{row.proactive:,}, {row.reactive:,}"),
    )
    return [(name, *(value(row) for row in measured.rows)) for name, value in told]


def summed(measured: Measured) -> str:
    """The figures in a sentence, with what is open beside what was delivered."""
    if measured.unknown or not measured.rows:
        return measured.unknown
    row = measured.rows[0]
    since = f"since {day_words(measured.starts_on)}"
    done = f"None was delivered {since}"
    if row.delivered:
        done = (
            f"Delivered {since}: {row.delivered:,}, in {days(row.total.median)} (median; nine of ten within "
            f"{days(row.total.ninetieth)}), {row.met_percent} % by the agreed date"
        )
    oldest = f", the oldest {row.oldest} for {days(row.oldest_days)}" if row.oldest else ""
    unmet = f"; declined for want of capacity: {row.unmet:,}" if row.unmet else ""
    return f"{done}; open: {row.open:,}{oldest}{unmet}."


def days(number: float | None) -> str:
    """``12.5 working days``; a dash where nothing is known."""
    if number is None:
        return NONE
    return f"{number:g} working {'day' if number == 1 else 'days'}"


def _figure(figure: Figure) -> str:
    return NONE if figure.median is None else f"{figure.median:g}, {figure.ninetieth}"


def _met(row: Turnaround) -> str:
    return NONE if row.met_percent is None else f"{row.met:,} of {row.delivered:,} ({row.met_percent} %)"
