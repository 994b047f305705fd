"""Red, Amber or Green for a figure against its target and last year, with the reason in words; values in, values out.

The words are those of the force performance summary of 2014 (domain/ocg.md 5.1): Green, target achieved. Amber, below
the target but performing better than last year. Red, below the target and performing worse than last year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from soc_desk.domain.period import Period, financial_year, financial_year_of
from soc_desk.vocabulary.measures import Basis, Better, Rag
from soc_desk.vocabulary.rounding import rounded

Figure = int | Decimal | Fraction

SMALL = 20
"""Below this many cases a share says little; the shipped value of the policy ``rag.small_number``."""


@dataclass(frozen=True)
class Judgement:
    """A colour with its reason. ``held_against`` is the part of the target that counted, None without a target."""

    rag: Rag
    reason: str
    held_against: Figure | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How the gaps in the words are settled here: dated local policy.

    ``equal`` is the colour of a figure below its target and equal to last year's.
    """

    equal: Rag = Rag.RED
    small: int = SMALL


def judge(
    value: Figure,
    target: Figure | None,
    last_year: Figure | None,
    *,
    better: Better = Better.HIGHER,
    scheme: Scheme = Scheme(),
    cases: int | None = None,
    write: Callable[[Figure], str] | None = None,
) -> Judgement:
    """The colour of ``value``; all three in the same unit. ``cases`` is what a share is a share of.

    ``write`` puts a figure in words, such as pounds for pence.
    """
    say = write or told
    note = f"Small numbers: a share of {cases}." if cases is not None and cases < scheme.small else ""
    if target is None:
        return Judgement(Rag.NO_TARGET, "No target is set.", note=note)
    beyond = "below" if better is Better.HIGHER else "above"
    if _as_good(value, target, better):
        reason = f"Target achieved: {say(value)} against {say(target)}."
        return Judgement(Rag.GREEN, reason, target, note)
    short = f"{say(value)} is {beyond} the target of {say(target)}"
    if last_year is None:
        return Judgement(Rag.NOT_AVAILABLE, f"{short}, and there is no figure of last year.", target, note)
    if value == last_year:
        reason = f"{short} and equal to last year: not better, {scheme.equal.label} by local policy."
        return Judgement(scheme.equal, reason, target, note)
    if _as_good(value, last_year, better):
        return Judgement(Rag.AMBER, f"{short} but better than last year's {say(last_year)}.", target, note)
    return Judgement(Rag.RED, f"{short} and worse than last year's {say(last_year)}.", target, note)


def judge_reduction(change: Figure, *, scheme: Scheme = Scheme()) -> Judgement:
    """The colour of a change in per cent where the target is "Reduction": any fall achieves it."""
    if change < 0:
        return Judgement(Rag.GREEN, f"Target achieved: down by {told(-change)} %.", 0)
    if change == 0:
        reason = f"No reduction: the same as last year, {scheme.equal.label} by local policy."
        return Judgement(scheme.equal, reason, 0)
    return Judgement(Rag.RED, f"No reduction: up by {told(change)} % and so worse than last year.", 0)


def held_against(annual: int, period: Period, basis: Basis) -> Fraction:
    """What part of an annual target the days from 1 April to the end of ``period`` are held against.

    By whole months where the period ends with one (annual / 12 x months), else by days (annual x days / days of the
    year). ``Basis.RAW`` is the annual figure itself.
    """
    if basis is Basis.RAW:
        return Fraction(annual)
    year = financial_year(financial_year_of(period.ends_on))
    so_far = Period(max(period.starts_on, year.starts_on), period.ends_on)
    if so_far.is_whole_months:
        return Fraction(annual * so_far.months, 12)
    return Fraction(annual * so_far.days, year.days)


def projected(value: int, period: Period) -> int:
    """The figure for the whole financial year if it goes on as in ``period``, to the nearest whole."""
    year = financial_year(financial_year_of(period.ends_on))
    share = held_against(1, Period(max(period.starts_on, year.starts_on), period.ends_on), Basis.PRO_RATA)
    return int(rounded(value / share))


def same_point(period: Period) -> Period:
    """The same days a year before; 29 February becomes the 28th, and the end of a month stays the end."""
    return Period(_year_before(period.starts_on), _year_before(period.ends_on))


def told(figure: Figure) -> str:
    """A figure in words: thousands with commas, at most one decimal."""
    if isinstance(figure, int):
        return f"{figure:,}"
    near = rounded(figure, 1)
    return f"{int(near):,}" if near == int(near) else f"{near:,}"


def _as_good(value: Figure, other: Figure, better: Better) -> bool:
    one, two = Fraction(value), Fraction(other)
    return one >= two if better is Better.HIGHER else one <= two


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    if (day.month, day.day) == (2, 28) and _is_leap(day.year - 1):
        return date(day.year - 1, 2, 29)
    return day.replace(year=day.year - 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
