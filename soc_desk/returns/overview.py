"""If we sent it now: the figures of the Returns page, from the same view as the register, beside the period before."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from soc_desk.domain import Disruption, Subject
from soc_desk.domain.period import Period
from soc_desk.returns.check import agency_of, london_today, profile_in_force
from soc_desk.returns.profile import Profile
from soc_desk.returns.source import counted, require_reader
from soc_desk.services import policies
from soc_desk.services.disruption_rows import DisruptionFilter, conditions
from soc_desk.services.labels import labels
from soc_desk.vocabulary import Code, FourP, ImpactLevel, ModerationResult
from soc_desk.vocabulary.rounding import percent

_HEADLINE = tuple(level for level in ImpactLevel if level.is_headline)
_APART = tuple(level for level in ImpactLevel if not level.is_headline)
_MOST_NAMED = 5
_LONDON = ZoneInfo("Europe/London")
_HOUR = len("2026-07-01 09")


@dataclass(frozen=True)
class Figure:
    """One number of the page: how many now and in the period before, and the view that opens its records."""

    code: str
    label: str
    count: int
    before: int
    shown: DisruptionFilter


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the return of ``label`` would say now. ``apart`` are none and negative: recorded, not counted.

    ``moderated_down`` and ``moderated_up`` name records (reference, id) whose level a moderator changed.
    ``fallen_silent`` counts subjects with a counted disruption in the period before and none in this one; ``silent``
    names the first of them (reference, id) and ``earlier`` shows what counted then. ``median_lag_days`` is None where
    nothing is known; ``closes_on`` is the day by which the return goes.
    """

    period: str
    label: str
    name: str
    before_name: str
    profile: str
    closes_on: date
    days_left: int
    total: Figure
    by_p: tuple[Figure, ...]
    by_level: tuple[Figure, ...]
    by_threat: tuple[Figure, ...]
    apart: tuple[Figure, ...]
    pursue_percent: int | None
    moderated_down: tuple[tuple[str, UUID], ...]
    moderated_up: tuple[tuple[str, UUID], ...]
    fallen_silent: int
    silent: tuple[tuple[str, UUID], ...]
    earlier: DisruptionFilter
    median_lag_days: float | None
    late: int
    lag_days: int


def if_sent_now(
    session: Session, period: Period, profile: Profile | None = None, today: date | None = None
) -> Overview:
    """The figures of the return as the store stands now, each with the view of its records."""
    require_reader(session)
    today = today or london_today()
    profile = (profile or profile_in_force(session)).under(policies.in_force(session, today))
    agency, earlier = agency_of(session), period.previous()
    everything = counted(period, agency)
    whole = replace(everything, levels=_HEADLINE)
    now, before = _counts(session, everything), _counts(session, counted(earlier, agency))
    closes_on = period.ends_on + timedelta(days=profile.settings.due_days or 0)
    lag_days = profile.settings.lag_days or 0
    lags = _lags(session, everything)
    down, up = _moderated(session, whole)
    then = replace(counted(earlier, agency), levels=_HEADLINE)
    fallen_silent, silent = _fallen_silent(session, whole, then)
    by_p = _figures(FourP, now, before, 0, lambda code: replace(whole, four_ps=(code,)))

    def of_level(level: ImpactLevel) -> DisruptionFilter:
        return replace(everything, levels=(level,))

    total = sum(figure.count for figure in by_p)
    pursue = by_p[0].count
    return Overview(
        period=period.text, label=period.label, name=period.name, before_name=earlier.name, profile=profile.id,
        closes_on=closes_on, days_left=(closes_on - today).days,
        total=Figure("", "Disruptions", total, sum(figure.before for figure in by_p), whole),
        by_p=by_p,
        by_level=_figures(_HEADLINE, now, before, 1, of_level),
        by_threat=_threats(session, now, before, whole),
        apart=_figures(_APART, now, before, 1, of_level),
        pursue_percent=percent(pursue, total) if total else None,
        moderated_down=down, moderated_up=up,
        fallen_silent=fallen_silent, silent=silent, earlier=then,
        median_lag_days=median(lags.elements()) if lags else None,
        late=sum(number for days, number in lags.items() if days > lag_days), lag_days=lag_days,
    )  # fmt: skip


_Counts = Counter[tuple[Any, Any, str]]


def _counts(session: Session, shown: DisruptionFilter) -> _Counts:
    """Records by P, level and threat, none and negative among them."""
    columns = (Disruption.four_p, Disruption.impact_level, Disruption.primary_threat)
    query = select(*columns, func.count(Disruption.id)).where(*conditions(shown)).group_by(*columns)
    return Counter({(four_p, level, threat): number for four_p, level, threat, number in session.execute(query)})


def _by(counts: _Counts, place: int, *, headline: bool) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, number in counts.items():
        if not headline or key[1].is_headline:
            found[key[place]] += number
    return found


def _figures(
    codes: Iterable[Code], now: _Counts, before: _Counts, place: int, narrow: Callable[[Any], DisruptionFilter]
) -> tuple[Figure, ...]:
    headline = place == 0
    here, there = _by(now, place, headline=headline), _by(before, place, headline=headline)
    return tuple(Figure(code.value, code.label, here[code], there[code], narrow(code)) for code in codes)


def _threats(session: Session, now: _Counts, before: _Counts, shown: DisruptionFilter) -> tuple[Figure, ...]:
    here, there = _by(now, 2, headline=True), _by(before, 2, headline=True)
    names = labels(session, "soc_threat")
    known = [code for code in names if here[code] or there[code]]
    unknown = sorted(code for code in {*here, *there} if code not in names)
    return tuple(
        Figure(code, names.get(code, code or "No threat"), here[code], there[code], replace(shown, threats=(code,)))
        for code in [*known, *unknown]
    )


def _lags(session: Session, shown: DisruptionFilter) -> Counter[int]:
    """Days from disruption to recording, how often each; without records moderated before they were imported."""
    columns = (Disruption.disruption_date, Disruption.recorded_at)
    query = select(*[type_coerce(column, NullType()) for column in columns]).where(
        *conditions(shown),
        Disruption.moderation_result.is_distinct_from(ModerationResult.BEFORE_IMPORT),
    )
    rows = session.execute(query.execution_options(yield_per=10_000))
    hours = Counter((str(row[0]), str(row[1])[:_HOUR]) for row in rows)
    recorded = {at: _london_day(at) for at in {at for _, at in hours}}
    lags: Counter[int] = Counter()
    for (on, at), number in hours.items():
        lags[(recorded[at] - date.fromisoformat(on)).days] += number
    return lags


def _london_day(hour: str) -> date:
    """The day in London of an hour in UTC; clocks change on the hour."""
    return datetime.fromisoformat(f"{hour}:00:00").replace(tzinfo=UTC).astimezone(_LONDON).date()


def _moderated(
    session: Session, shown: DisruptionFilter
) -> tuple[tuple[tuple[str, UUID], ...], tuple[tuple[str, UUID], ...]]:
    """Records whose level was moderated down, and up; the newest few of each."""
    query = (
        select(Disruption.reference, Disruption.id, Disruption.level_before, Disruption.impact_level)
        .where(*conditions(replace(shown, levels=())), Disruption.level_before.is_not(None))
        .order_by(Disruption.moderated_at.desc(), Disruption.serial.desc())
    )
    down: list[tuple[str, UUID]] = []
    up: list[tuple[str, UUID]] = []
    for reference, id, before, after in session.execute(query):
        (down if before is not None and after.rank > before.rank else up).append((reference, id))
    return tuple(down[:_MOST_NAMED]), tuple(up[:_MOST_NAMED])


def _fallen_silent(
    session: Session, shown: DisruptionFilter, earlier: DisruptionFilter
) -> tuple[int, tuple[tuple[str, UUID], ...]]:
    stands = func.coalesce(Subject.merged_into_id, Subject.id)
    against = select(stands).join_from(Disruption, Subject, Subject.id == Disruption.subject_id)
    now = against.where(*conditions(shown)).correlate(None)
    then = against.where(*conditions(earlier), stands.not_in(now)).distinct()
    many = session.scalar(select(func.count()).select_from(then.subquery())) or 0
    named = select(Subject.reference, Subject.id).where(Subject.id.in_(then)).order_by(Subject.reference)
    return many, tuple((row[0], row[1]) for row in session.execute(named.limit(_MOST_NAMED)))
