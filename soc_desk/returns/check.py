"""Checking a return before it is sent: each record by its profile, the period as a whole, and what is not counted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, StoreInfo, Subject, User
from soc_desk.domain.period import Period
from soc_desk.returns.cross_checks import Circumstances, Repeat, Totals, cross_checks, summary
from soc_desk.returns.facts import figures
from soc_desk.returns.profile import Profile, load
from soc_desk.returns.rules import Problem, missing_in_columns
from soc_desk.returns.source import Chunk, chunks, counted, require_reader
from soc_desk.services import policies
from soc_desk.services.disruption_rows import COUNTED, DisruptionFilter, conditions, count
from soc_desk.services.labels import known_codes, labels
from soc_desk.vocabulary import DisruptionStatus, Severity, SubjectKind

_LONDON = ZoneInfo("Europe/London")


_WITHOUT_FORCE = (
    Problem(
        "Lead agency", "lead_agency", "The store does not know which agency it belongs to, so every record is counted.",
        "Give the force's code of the agency list when the store is made; only what it led is then counted.",
        Severity.CHECK,
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What the check found. ``records``, ``by_p``, ``by_level``, ``by_threat`` count the headline; ``apart`` the rest.

    ``ready``: nothing stops the return. ``problems`` come worst first; ``left_off`` counts those beyond a limit.
    ``lines`` are the checks of sums and counting in words: check, figure, result.
    """

    ready: bool
    records: int
    by_p: dict[str, int]
    by_level: dict[str, int]
    by_threat: dict[str, int]
    apart: dict[str, int]
    pursue_percent: int | None
    national_drugs: int
    median_lag_days: float | None
    late: int
    problems: list[Problem]
    lines: list[tuple[str, str, str]]
    left_off: int = 0


@dataclass
class Findings:
    """Problems as they are found: counted all, kept up to ``most`` (None: all)."""

    most: int | None = None
    found: list[Problem] = field(default_factory=list)
    stopping: int = 0
    left_off: int = 0

    def take(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stopping += problem.severity is Severity.STOPS
            if self.most is None or len(self.found) < self.most:
                self.found.append(problem)
            else:
                self.left_off += 1


class Checking:
    """One check as records stream past: ``see`` each chunk, then ``result``."""

    def __init__(
        self, session: Session, period: Period, profile: Profile, today: date, most: int | None = None
    ) -> None:
        self.profile = profile.under(policies.in_force(session, today))
        self.totals = Totals()
        self._session, self._period, self._today = session, period, today
        self._agency = agency_of(session)
        self._findings = Findings(most)

    def see(self, chunk: Chunk) -> list[bool]:
        """Check a chunk and count it; gives for each record whether it was recorded late."""
        columns = chunk.columns
        self._findings.take(problem for _, problem in missing_in_columns(columns, self.profile, self._today))
        return self.totals.add(columns, self.profile.settings.lag_days or 0)

    @property
    def stopping(self) -> str:
        """How many items stop the return, as a sentence."""
        many = self._findings.stopping
        return f"{many:,} items stop it." if many > 1 else "One item stops it."

    def result(self) -> CheckResult:
        """What was found, with the checks of the whole period."""
        session, totals, findings = self._session, self.totals, self._findings
        totals.repeats = _unconfirmed(session, totals)
        elsewhere = _led_elsewhere(session, self._period, self._agency, totals.rows)
        nobody = list(_without_agency(session, self._period)) if elsewhere else []
        seen = _circumstances(session, elsewhere - len(nobody))
        findings.take(cross_checks(totals, self.profile, seen))
        findings.take(_not_counted(session, self._period, self._agency, self.profile))
        findings.take(nobody if self._agency else _WITHOUT_FORCE)
        findings.take(_closed(session, self._period, self._agency, totals.rows))
        said = figures(totals)
        return CheckResult(
            ready=not findings.stopping, records=totals.records, by_p=said["by_p"], by_level=said["by_level"],
            by_threat=said["by_threat"], apart=said["apart"], pursue_percent=said["pursue_percent"],
            national_drugs=totals.national_drugs, median_lag_days=totals.median_lag_days, late=totals.late,
            problems=sorted(findings.found, key=lambda problem: problem.severity.rank),
            lines=summary(totals, seen), left_off=findings.left_off + totals.repeats_left_off,
        )  # fmt: skip


def check(
    session: Session,
    period: Period,
    profile: Profile | None = None,
    today: date | None = None,
    seen: Callable[[int], object] = lambda _records: None,
) -> CheckResult:
    """Everything missing or odd in the return of ``period`` as the store stands now.

    ``seen`` is told how many records were looked at so far; it may raise Cancelled.
    """
    require_reader(session)
    checking = Checking(session, period, profile or profile_in_force(session), today or london_today())
    for chunk in chunks(session, counted(period, agency_of(session))):
        checking.see(chunk)
        seen(checking.totals.rows)
    return checking.result()


def verdict(result: CheckResult) -> str:
    """Whether the return can go, in a sentence."""
    odd = len(result.problems) + result.left_off
    if not result.ready:
        stopping = sum(problem.severity is Severity.STOPS for problem in result.problems)
        return f"Not ready: {'one item stops' if stopping == 1 else f'{stopping:,} items stop'} the return."
    if not odd:
        return "Ready: nothing stops the return, and nothing is odd."
    return f"Ready: nothing stops the return; {'one thing is' if odd == 1 else f'{odd:,} things are'} to be looked at."


def profile_in_force(session: Session, name: str = "") -> Profile:
    """The profile called ``name``, or the one that the force's policy names, held against the force's code lists."""
    named = name or str(policies.in_force(session, london_today()).get("return.profile", ""))
    return load(named, known_codes(session))


def agency_of(session: Session) -> str:
    """The code of the agency whose store this is; only what it led is counted."""
    return session.scalar(select(StoreInfo.force_code)) or ""


def london_today() -> date:
    """Today in Europe/London."""
    return datetime.now(UTC).astimezone(_LONDON).date()


def _led_elsewhere(session: Session, period: Period, agency: str, ours: int) -> int:
    """Moderated records of the period beside ``ours``; answered from an index alone."""
    if not agency:
        # A store that does not know its agency counts everything as its own.
        return 0
    return count(session, replace(counted(period, agency), lead_agency="")) - ours


def _circumstances(session: Session, elsewhere: int) -> Circumstances:
    """What the cross-checks need to know beside the records."""
    assessed = session.execute(
        select(Subject.kind, func.count(Subject.id)).where(Subject.assessed_on.is_not(None)).group_by(Subject.kind)
    )
    by_kind = {row[0]: row[1] for row in assessed}
    return Circumstances(
        vulnerabilities_assessed=by_kind.get(SubjectKind.VULNERABILITY, 0),
        threats_assessed=sum(by_kind.values()),
        led_elsewhere=elsewhere,
        threat_labels=labels(session, "soc_threat"),
    )


def _unconfirmed(session: Session, totals: Totals) -> list[Repeat]:
    """The repeats that nobody has confirmed to be two acts (``distinct_because``)."""
    ids = list({UUID(id) for pair in totals.repeats for id in (pair.first_id, pair.second_id)})
    confirmed: set[str] = set()
    for start in range(0, len(ids), 1_000):
        some = ids[start : start + 1_000]
        query = select(Disruption.id).where(Disruption.id.in_(some), Disruption.distinct_because != "")
        confirmed |= {str(id) for id in session.scalars(query)}
    return [pair for pair in totals.repeats if pair.first_id not in confirmed and pair.second_id not in confirmed]


def _not_counted(session: Session, period: Period, agency: str, profile: Profile) -> Iterator[Problem]:
    settings = profile.settings
    told = {
        DisruptionStatus.RETURNED: (settings.returned, "Mend what the moderator asked for and submit it again."),
        DisruptionStatus.SUBMITTED: (settings.submitted, "Have it moderated; until then it is not counted."),
        DisruptionStatus.DRAFT: (settings.draft, "Finish and submit it, or withdraw it; it is not counted."),
    }
    shown = DisruptionFilter(
        starts_on=period.starts_on, ends_on=period.ends_on, lead_agency=agency,
        statuses=tuple(status for status, (severity, _) in told.items() if severity),
    )  # fmt: skip
    if not shown.statuses:
        return
    query = (
        select(Disruption.id, Disruption.reference, Disruption.status, Disruption.moderation_note, User.display)
        .join(User, User.id == Disruption.recorded_by_id)
        .where(*conditions(shown))
        .order_by(Disruption.disruption_date, Disruption.id)
    )
    for id, reference, status, note, display in session.execute(query):
        severity, remedy = told[status]
        if status is DisruptionStatus.RETURNED:
            problem = f"Returned to {display}: {note.rstrip('.')}." if note else f"Returned to {display}."
        else:
            problem = f"Still a draft of {display}." if status is DisruptionStatus.DRAFT else "Waiting for moderation."
        if severity is not None:
            yield Problem(reference, "status", problem, remedy, severity, id)


def _closed(session: Session, period: Period, agency: str, ours: int) -> Iterator[Problem]:
    """How many counted records are closed to the reader: a number and nothing else, or the figures would mislead."""
    if session.get_bind().dialect.name == "postgresql":
        # There the rows are closed to this login altogether; the server gives the number.
        every = session.scalar(select(func.desk_counted(period.starts_on, period.ends_on, agency))) or 0
    else:
        table = Disruption.__table__.c  # asked of the table itself: not narrowed to what the reader may know
        wanted: list[ColumnElement[bool]] = [
            table.disruption_date.between(period.starts_on, period.ends_on),
            table.status_rank.in_([status.rank for status in COUNTED]),
        ]
        if agency:
            wanted.append(table.lead_agency == agency)
        every = session.scalar(select(func.count(table.id)).where(*wanted)) or 0
    if (closed := every - ours) > 0:
        many = f"{closed:,} counted disruptions are" if closed > 1 else "One counted disruption is"
        yield Problem(
            "Restricted records", "subject_ref", f"{many} against records closed to you, and not in these figures.",
            "Have the return checked and built by somebody who may read them.", Severity.CHECK,
        )  # fmt: skip


def _without_agency(session: Session, period: Period) -> Iterator[Problem]:
    shown = DisruptionFilter(starts_on=period.starts_on, ends_on=period.ends_on).counted()
    query = select(Disruption.id, Disruption.reference).where(*conditions(shown), Disruption.lead_agency == "")
    for id, reference in session.execute(query.order_by(Disruption.serial)):
        yield Problem(reference, "lead_agency", "Moderated without a lead agency, so nobody counts it.",
                      "Choose the agency that led.", Severity.STOPS, id)  # fmt: skip
