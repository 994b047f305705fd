"""A disruption as it is being typed, held against the rules of the national return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from soc_desk.returns.fields import FIELDS, Asset, DrugSeizure, Evidence, ReturnRecord
from soc_desk.returns.profile import Profile
from soc_desk.returns.rules import Problem, missing
from soc_desk.services.disruptions import DisruptionDraft, OutcomeLine
from soc_desk.services.subjects import SubjectChoice
from soc_desk.vocabulary import OutcomeKind
from ui.widgets.typed import format_date

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Subject": ("subject_type", "subject_ref", "subject_assessed_on"),
    "Date, P, level, threat": ("disruption_date", "four_p", "impact_level", "primary_threat"),
    "Rationale": ("impact_rationale",),
    "Narrative": ("narrative",),
    "Evidence": ("evidence_refs",),
    "Activity types": ("activity_type",),
    "Lead agency": ("lead_agency",),
    "Lead responsible officer": ("lro",),
}
"""The lines of the panel, and the fields of the return that each speaks for."""

EDITED_AS = {
    "subject_type": "subject_id", "subject_ref": "subject_id", "subject_assessed_on": "subject_id",
    "activity_type": "activity_types",
}  # fmt: skip
"""Fields of the return that the editor calls otherwise; all outcomes are its ``outcomes``."""

_SHORT = {"disruption_date": "date", "four_p": "P", "impact_level": "level", "primary_threat": "threat"}
_AMOUNTS = {
    OutcomeKind.CASH_SEIZED: "outcome_cash_seized_pence",
    OutcomeKind.MONEY_RECOVERED: "outcome_money_recovered_pence",
}


@dataclass(frozen=True)
class Checked:
    """A line of the panel: what it says, whether it holds, the editor's field to go to, and how many items it lacks."""

    words: str
    holds: bool
    field: str = ""
    lacks: int = 0


def checked(draft: DisruptionDraft, subject: SubjectChoice | None, profile: Profile, today: date) -> list[Checked]:
    """What the return has and what it still lacks, in the order in which the editor asks."""
    found = [
        problem
        for problem in missing(record(draft, subject), profile, today=today)
        if FIELDS[problem.field].typed or problem.field == "subject_assessed_on"
    ]
    lines = []
    for name, fields in GROUPS.items():
        own = [problem for problem in found if problem.field in fields]
        if not own and name == "Lead responsible officer" and subject is None:
            continue  # whether one is asked for hangs on whom it is against
        if not own:
            lines.append(Checked(_holding(name, subject), holds=True))
        else:
            asked = [edited_as(problem.field) for problem in own]
            lines.append(Checked(_lacking(name, own, subject), False, asked[0], len(set(asked))))
    grouped = {field for fields in GROUPS.values() for field in fields}
    lines += [
        Checked(f"{problem.problem} {problem.remedy}", holds=False, field=edited_as(problem.field), lacks=1)
        for problem in found
        if problem.field not in grouped
    ]
    return lines


def edited_as(field: str) -> str:
    """The editor's field for a field of the return."""
    return "outcomes" if field.startswith("outcome.") else EDITED_AS.get(field, field)


def record(draft: DisruptionDraft, subject: SubjectChoice | None) -> ReturnRecord:
    """The draft as a record of the return; what only the program fills stays empty."""
    counted: dict[str, int] = {}
    for line in draft.outcomes:
        if line.kind in (OutcomeKind.DRUGS, OutcomeKind.ASSETS):
            continue
        name = _AMOUNTS.get(line.kind, f"outcome_{line.kind.value}")
        counted[name] = counted.get(name, 0) + _amount(line)
    return ReturnRecord(
        lead_agency=draft.lead_agency, lead_unit=draft.lead_unit, supporting_agencies=draft.supporting_agencies,
        operation_name=draft.operation_name, subject_type=subject.kind.value if subject else "",
        subject_ref=subject.reference if subject else "", subject_assessed_on=subject.assessed_on if subject else None,
        primary_threat=draft.primary_threat, secondary_threats=draft.secondary_threats,
        county_line_ref=draft.county_line_ref, disruption_date=draft.disruption_date,
        four_p=draft.four_p.value if draft.four_p else "",
        four_p_secondary=tuple(p.value for p in draft.four_p_secondary),
        impact_level=draft.impact_level.value if draft.impact_level else "", impact_rationale=draft.impact_rationale,
        activity_type=draft.activity_types, tactic_area=draft.tactic_area, narrative=draft.narrative,
        evidence_refs=tuple(Evidence(ref.kind, ref.reference, ref.date) for ref in draft.evidence_refs),
        partners=draft.partners, plan_ref=draft.plan_ref, marking=draft.marking.value,
        lro=draft.lro,
        outcome_drugs=tuple(
            DrugSeizure(line.detail, line.quantity, line.unit, line.value_pence)
            for line in _of(draft, OutcomeKind.DRUGS)
        ),
        outcome_assets=tuple(
            Asset(line.detail, line.stage, line.value_pence) for line in _of(draft, OutcomeKind.ASSETS)
        ),
        **counted,  # type: ignore[arg-type]  # the names of its whole-number fields
    )  # fmt: skip


def _of(draft: DisruptionDraft, kind: OutcomeKind) -> list[OutcomeLine]:
    return [line for line in draft.outcomes if line.kind is kind]


def _amount(line: OutcomeLine) -> int:
    return (line.value_pence if line.kind in _AMOUNTS else int(line.quantity or 0)) or 0


def _holding(name: str, subject: SubjectChoice | None) -> str:
    if name == "Subject" and subject is not None and subject.assessed_on is not None:
        return f"Subject, assessed {format_date(subject.assessed_on)}"
    return name


def _lacking(name: str, own: list[Problem], subject: SubjectChoice | None) -> str:
    """What a line says that does not hold, as shortly as the panel is narrow."""
    missing_names = [short for field, short in _SHORT.items() if any(problem.field == field for problem in own)]
    if name == "Subject" and subject is None:
        return "Subject: choose it from the register"
    if missing_names and all(problem.problem.endswith("is missing.") for problem in own):
        return f"Missing: {', '.join(missing_names)}"
    if own[0].field == "subject_assessed_on":
        return (
            "Subject: never assessed"
            if subject and subject.assessed_on is None
            else "Subject: assessed only afterwards"
        )
    return f"{name}: {_lower(own[0].remedy)}"


def _lower(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:].rstrip('.')}"
