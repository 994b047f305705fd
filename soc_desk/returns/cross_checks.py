"""What a return asks of all its records together: totals that agree, and what inspectors asked about; pure values."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from statistics import median
from uuid import UUID

from soc_desk.returns.profile import Profile
from soc_desk.returns.rules import Problem
from soc_desk.vocabulary import FourP, ImpactLevel, ModerationResult, Severity, SubjectKind
from soc_desk.vocabulary.rounding import percent

HEADLINE = frozenset(level.value for level in ImpactLevel if level.is_headline)
"""Levels that the headline counts; none and negative are recorded and shown apart."""

NATIONAL_DRUGS_THREATS = frozenset({"DRUGS", "COUNTY_LINES"})
"""Threats of the national drugs measure: DRUGS and its subcode."""

MOST_REPEATS = 20_000
"""Possible double counts that are named; beyond, something is wrong with the data as a whole."""

_NOT_KNOWN = frozenset({"lag_flag", "moderated_by", "moderated_at"})
"""What the store cannot tell of a record that was moderated before it was imported: it holds the import's own."""
_NATIONAL_DRUGS_LEVELS = frozenset({ImpactLevel.MAJOR.value, ImpactLevel.MODERATE.value})


@dataclass(frozen=True)
class Circumstances:
    """What the checks need to know beside the records. None: not known, and not asked about.

    ``vulnerabilities_assessed`` and ``threats_assessed`` count the subjects that were ever assessed;
    ``led_elsewhere`` the period's disruptions that another agency led and counts.
    """

    vulnerabilities_assessed: int | None = None
    threats_assessed: int | None = None
    led_elsewhere: int = 0
    threat_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeat:
    """Two records with the same subject, date and P."""

    first: str
    first_id: str
    second: str
    second_id: str


@dataclass
class Totals:
    """Counts over the records of a return, filled chunk by chunk from frozen columns.

    ``records`` counts the headline only; ``apart`` those at level none or negative; the three breakdowns count the
    same headline records, each from its own column.
    """

    records: int = 0
    by_p: Counter[str] = field(default_factory=Counter)
    by_level: Counter[str] = field(default_factory=Counter)
    by_threat: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    by_subject: Counter[str] = field(default_factory=Counter)
    national_drugs: int = 0
    late: int = 0
    before_import: int = 0
    latest: tuple[int, str] = (0, "")
    _lags: Counter[int] = field(default_factory=Counter)
    _day: str = ""
    _today: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    repeats_left_off: int = 0

    @property
    def rows(self) -> int:
        """All records, those apart included."""
        return self.records + self.apart.total()

    @property
    def median_lag_days(self) -> float | None:
        """Days from disruption to recording, the middle one; records moderated before import are left out."""
        return median(self._lags.elements()) if self._lags else None

    def add(self, columns: Mapping[str, Sequence[str]], lag_days: int) -> list[bool]:
        """Count a chunk; columns hold frozen values, in order of date. Gives for each record whether it is late."""
        headline = [level in HEADLINE for level in columns["impact_level"]]
        count = sum(headline)
        self.records += count
        if count < len(headline):
            self.apart.update(level for level in columns["impact_level"] if level not in HEADLINE)
        counters = ((self.by_p, "four_p"), (self.by_level, "impact_level"), (self.by_threat, "primary_threat"))
        for counter, name in counters:
            counter.update(filter(None, compress(columns[name], headline)))
        self.by_subject.update(columns["subject_type"])
        pairs = Counter(zip(columns["primary_threat"], columns["impact_level"], strict=True))
        self.national_drugs += sum(
            number
            for (threat, level), number in pairs.items()
            if threat in NATIONAL_DRUGS_THREATS and level in _NATIONAL_DRUGS_LEVELS
        )
        self._note_repeats(columns)
        return self._note_lags(columns, lag_days)

    def _note_lags(self, columns: Mapping[str, Sequence[str]], lag_days: int) -> list[bool]:
        days = _Ordinals()
        lags = [
            days[at[:10]] - days[on] if on and at else 0
            for on, at in zip(columns["disruption_date"], columns["recorded_at"], strict=True)
        ]
        late = [lag > lag_days for lag in lags]
        known = [result != ModerationResult.BEFORE_IMPORT for result in columns["moderation_result"]]
        self.before_import += len(known) - sum(known)
        self._lags.update(compress(lags, known))
        if any(late):
            worst = [(lag, ref) for lag, ref, seen in zip(lags, columns["reference"], known, strict=True) if seen]
            self.late += sum(lag > lag_days for lag, _ in worst)
            self.latest = max([self.latest, *worst], key=lambda pair: pair[0])
        return late

    def _note_repeats(self, columns: Mapping[str, Sequence[str]]) -> None:
        # Records come in order of date, so only the current day's need to be remembered.
        today = self._today
        names = ("disruption_date", "subject_ref", "four_p", "reference", "disruption_id")
        for on, subject, four_p, reference, id in zip(*[columns[name] for name in names], strict=True):
            if on != self._day:
                today.clear()
                self._day = on
            other = today.setdefault((subject, four_p), (reference, id))
            if other[1] != id:
                if len(self.repeats) < MOST_REPEATS:
                    self.repeats.append(Repeat(other[0], other[1], reference, id))
                else:
                    self.repeats_left_off += 1


def cross_checks(totals: Totals, profile: Profile, circumstances: Circumstances) -> list[Problem]:
    """What is odd about the period as a whole; ``profile`` must have its policies filled (``Profile.under``)."""
    return [
        problem
        for check in (_sums, _repeats, _pursue_share, _priority_threats, _vulnerabilities, _late, _not_known)
        for problem in check(totals, profile, circumstances)
    ]


def summary(totals: Totals, circumstances: Circumstances) -> list[tuple[str, str, str]]:
    """The checks of sums and counting in words, passed or not: check, figure, result. For the checks sheet."""
    agree = {name: counter.total() == totals.records for name, counter in _breakdowns(totals)}
    lines = [
        (f"The sum by {name} equals the total", f"{counter.total():,} of {totals.records:,}", _passed(agree[name]))
        for name, counter in _breakdowns(totals)
    ]
    apart = ", ".join(f"{code} {totals.apart[code]}" for code in ("none", "negative"))
    lines.append(("None and negative are recorded and not counted", apart, "Shown apart"))
    elsewhere = f"{circumstances.led_elsewhere:,} led elsewhere"
    lines.append(("Only records led by this agency are counted", elsewhere, "Left out"))
    lines.append(("National drugs measure: drugs at major or moderate", f"{totals.national_drugs:,}", "Counted"))
    share = _share(totals)
    lines.append(("Share of Pursue", "No records" if share is None else f"{share} %", "Counted"))
    return lines


def pursue_share(totals: Totals) -> int | None:
    """Pursue as a whole percentage of the headline, halves up; None where nothing is counted."""
    return _share(totals)


def _share(totals: Totals) -> int | None:
    if not totals.records:
        return None
    return percent(totals.by_p[FourP.PURSUE], totals.records)


def _breakdowns(totals: Totals) -> tuple[tuple[str, Counter[str]], ...]:
    return (("P", totals.by_p), ("level", totals.by_level), ("threat", totals.by_threat))


def _passed(holds: bool) -> str:
    return "Holds" if holds else "Does not hold"


def _sums(totals: Totals, _profile: Profile, _seen: Circumstances) -> Iterator[Problem]:
    for name, counter in _breakdowns(totals):
        if (counted := counter.total()) != totals.records:
            yield Problem(
                f"By {name}", {"P": "four_p", "level": "impact_level", "threat": "primary_threat"}[name],
                f"The counts by {name} add up to {counted:,}, but the total is {totals.records:,}.",
                f"Give every record its {name}; the records without one are listed above.", Severity.STOPS,
            )  # fmt: skip


def _repeats(totals: Totals, _profile: Profile, _seen: Circumstances) -> Iterator[Problem]:
    for pair in totals.repeats:
        yield Problem(f"{pair.first} · {pair.second}", "disruption_date", "Same subject, same day, same P.",
                      "Confirm that they are two acts, or withdraw one.", Severity.CHECK,
                      UUID(pair.second_id))  # fmt: skip


def _pursue_share(totals: Totals, profile: Profile, _seen: Circumstances) -> Iterator[Problem]:
    share, limit = _share(totals), profile.settings.pursue_share_percent
    if share is not None and limit is not None and 100 * totals.by_p[FourP.PURSUE] > limit * totals.records:
        others = totals.records - totals.by_p[FourP.PURSUE]
        yield Problem(
            "Pursue", "four_p",
            f"Pursue is {share} % of the disruptions ({totals.by_p[FourP.PURSUE]:,} of {totals.records:,}); "
            f"the force's limit is {limit} %.",
            f"Look for prevent, protect and prepare work that was not recorded; {others:,} are recorded.",
            Severity.CHECK,
        )  # fmt: skip


def _priority_threats(totals: Totals, profile: Profile, seen: Circumstances) -> Iterator[Problem]:
    for threat in profile.settings.priority_threats or ():
        if not totals.by_threat[threat]:
            yield Problem(
                seen.threat_labels.get(threat, threat), "primary_threat",
                "A priority threat of the force has no disruption in this period.",
                "Nothing recorded, or nothing done? Record what was done, or tell the threat's owner.", Severity.CHECK,
            )  # fmt: skip


def _vulnerabilities(totals: Totals, _profile: Profile, seen: Circumstances) -> Iterator[Problem]:
    if seen.vulnerabilities_assessed == 0:
        yield Problem(
            "Vulnerabilities", "subject_type", _assessed(seen.threats_assessed or 0),
            "Assess the vulnerabilities that crime exploits here, and record what protects them.", Severity.CHECK,
        )  # fmt: skip
    elif totals.rows and not totals.by_subject[SubjectKind.VULNERABILITY]:
        yield Problem(
            "Vulnerabilities", "subject_type", "No disruption of this period is against a vulnerability.",
            "Check whether work against vulnerabilities was recorded under a group.", Severity.CHECK,
        )  # fmt: skip


def _assessed(threats: int) -> str:
    """How many groups and people were ever assessed, where no vulnerability was."""
    if not threats:
        return "Nothing in the register was ever assessed: no group, no person and no vulnerability."
    return (
        f"{'One threat was' if threats == 1 else f'{threats:,} threats were'} assessed, and no vulnerability ever was."
    )


def _late(totals: Totals, profile: Profile, _seen: Circumstances) -> Iterator[Problem]:
    if totals.late:
        days, reference = totals.latest
        count = f"{totals.late:,} records were" if totals.late > 1 else "One record was"
        yield Problem(
            reference, "recorded_at",
            f"{count} recorded more than {profile.settings.lag_days} days after the disruption, this one {days} days.",
            "Nothing can be mended here; the return flags them. Record sooner.", Severity.CHECK,
        )  # fmt: skip


def _not_known(totals: Totals, profile: Profile, _seen: Circumstances) -> Iterator[Problem]:
    """A profile copied before ``blank_when`` was there sends the import's moment and person as the record's own."""
    telling = [c for c in profile.columns if c.field.name in _NOT_KNOWN and c.blank_when is None]
    if totals.before_import and telling:
        one = totals.before_import == 1
        count = "One record was" if one else f"{totals.before_import:,} records were"
        yield Problem(
            f"Profile {profile.id}", telling[0].field.name,
            f"{count} moderated before {'it was' if one else 'they were'} imported, and the return would say of "
            f"{'it' if one else 'them'} what is not known: {', '.join(f'“{c.heading}”' for c in telling)}.",
            'Add blank_when = { field = "moderation_result", is = ["before_import"] } to these columns of the profile, '
            "as the shipped profile has it.",
            Severity.CHECK,
        )  # fmt: skip


class _Ordinals(dict[str, int]):
    """Day numbers by ISO text; the many repeats of a chunk are worked out once."""

    def __missing__(self, day: str) -> int:
        self[day] = number = date.fromisoformat(day).toordinal()
        return number
