"""What a built return says about itself, the same on its cover, in its JSON and in its manifest; plain values."""

from dataclasses import dataclass
from typing import Any

from soc_desk.domain.period import Period
from soc_desk.returns.cross_checks import Totals, pursue_share
from soc_desk.returns.profile import Profile
from soc_desk.vocabulary import FourP, ImpactLevel

AUDIT_NOTE = "Field 46 of the dictionary, audit[], stays in the store; the audit head proves the log it was taken from."


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Who built which return from what. Moments are ISO 8601 text in London time; ``audit_head`` is the chain's seal.

    ``synthetic`` is said wherever the data are invented; ``amends`` is the reference of the return this replaces.
    """

    reference: str
    snapshot_id: str
    print_id: str
    period: Period
    agency: str
    agency_name: str
    built_at: str
    built_by: str
    recipient: str
    purpose: str
    audit_head: str
    amends: str | None = None
    synthetic: bool = False


def header(profile: Profile, period: Period, agency: str, *, synthetic: bool) -> dict[str, Any]:
    """What stands before the records of a JSON return: nothing that differs between two builds of the same data."""
    return {
        "schema": f"{profile.name}/{profile.version}",
        "title": profile.title,
        "marking": profile.marking.value,
        "synthetic": synthetic,
        "lead_agency": profile.theirs("agency", agency),
        "period": {
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "label": period.label,
        },
    }


def figures(totals: Totals) -> dict[str, Any]:
    """The totals with every P and level named, also where nothing is counted; threats as they occur."""
    return {
        "records": totals.records,
        "rows": totals.rows,
        "by_p": {p.value: totals.by_p[p] for p in FourP},
        "by_level": {level.value: totals.by_level[level] for level in ImpactLevel if level.is_headline},
        "by_threat": dict(sorted(totals.by_threat.items())),
        "apart": {level.value: totals.apart[level] for level in ImpactLevel if not level.is_headline},
        "pursue_percent": pursue_share(totals),
        "national_drugs": totals.national_drugs,
    }
