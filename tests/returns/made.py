"""Frozen columns for the writers: any number of made-up records, without a store."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from soc_desk.domain import period
from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import Facts, header
from soc_desk.returns.fields import STORED
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import columns_of, with_derived
from soc_desk.returns.rules import Problem
from soc_desk.returns.writers import writer
from soc_desk.vocabulary import Severity

PERIOD = period.parse("2026-Q2")

FACTS = Facts(
    reference="R-2026-0001", snapshot_id="01890000-0000-7000-8000-00000000000a", print_id="P-2026-0007", period=PERIOD,
    agency="thames-valley", agency_name="Testshire", built_at="2026-10-05T09:00", built_by="DI S. Upervisor",
    recipient="NCA", purpose="Quarterly return", audit_head="ab" * 32, amends=None, synthetic=True,
)  # fmt: skip


class Found:
    """What a check found, for the checks sheet."""

    problems = [Problem("D-2026-0001", "narrative", "“Narrative” is missing.", "Say what was done.", Severity.STOPS)]
    left_off = 2
    ready = False
    lines = [("The sum by P equals the total", "1 of 1", "Holds")]


def record(number: int = 1, **fields: Any) -> list[Any]:
    """One frozen row; dots in names are written as two underscores."""
    usual = {
        "disruption_id": f"01890000-0000-7000-8000-{number:012x}", "reference": f"D-2026-{number:04}",
        "status": "approved", "lead_agency": "thames-valley", "region": "South East", "subject_type": "ocg",
        "subject_ref": "OCG-0031", "primary_threat": "DRUGS", "disruption_date": "2026-07-01",
        "recorded_at": "2026-07-03T09:14:22+01:00", "four_p": "pursue", "impact_level": "minor",
        "impact_rationale": "The line is dead.", "activity_type": ["arrest", "charge"], "narrative": "Two arrested.",
        "evidence_refs": [["exhibit", "AB/1", "2026-07-01"]], "marking": "official_sensitive",
        "submitted_at": "2026-07-03T10:00:00+01:00", "moderation_result": "agreed",
    }  # fmt: skip
    told = {**usual, **{name.replace("__", "."): value for name, value in fields.items()}}
    empty = {"list": ("supporting_agencies", "secondary_threats", "four_p_secondary", "activity_type", "evidence_refs",
                      "partners", "outcome.drugs", "outcome.assets")}  # fmt: skip
    return [told.get(field.name, [] if field.name in empty["list"] else None) for field in STORED]


def write(path: Path, format: str, profile: Profile, rows: Sequence[list[Any]], chunk: int = 2_000) -> Totals:
    """Write a file of these rows; gives the totals."""
    totals = Totals()
    file = writer(format, path, profile, header(profile, PERIOD, "thames-valley", synthetic=True))
    for some in _chunks(rows, chunk):
        columns = columns_of(some)
        file.add(with_derived(columns, totals.add(columns, profile.settings.lag_days or 0), profile))
    file.finish(totals, FACTS, Found())
    return totals


def _chunks(rows: Sequence[list[Any]], size: int) -> Iterator[Sequence[list[Any]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
