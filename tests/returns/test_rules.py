"""What a return asks of one record: each rule by a table, and the same answers for one record and for a thousand."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soc_desk.returns import profile
from soc_desk.returns.fields import FIELDS, STORED, Asset, DrugSeizure, Evidence, ReturnRecord
from soc_desk.returns.profile import Profile
from soc_desk.returns.rules import missing, missing_in_columns
from soc_desk.vocabulary import FourP, ImpactLevel, ModerationResult, Severity

TODAY = date(2026, 11, 22)
AN_ID = "01890000-0000-7000-8000-000000000001"

WHOLE = ReturnRecord(
    disruption_id=AN_ID, reference="D-2026-0412", status="approved", lead_agency="thames-valley", region="South East",
    subject_type="ocg", subject_ref="OCG-0031", subject_assessed_on=date(2026, 1, 5), primary_threat="DRUGS",
    disruption_date=date(2026, 11, 12), recorded_at=datetime(2026, 11, 14, 10, tzinfo=UTC), four_p="pursue",
    impact_level="moderate", impact_rationale="The line holder is remanded and the line is dead.",
    activity_type=("arrest",), narrative="Two warrants; the line phone was seized.",
    evidence_refs=(Evidence("exhibit", "AB/1", "2026-11-12"),), lro="DI L. Ead", submitted_by="DC A. Example",
    submitted_at=datetime(2026, 11, 14, 11, tzinfo=UTC), moderated_by="DI S. Upervisor",
    moderated_at=datetime(2026, 11, 15, 9, tzinfo=UTC), moderation_result="agreed", marking="official_sensitive",
)  # fmt: skip

DRUGS = "Drugs (drug, quantity, unit, street value in pence)"

ASKED: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"evidence_refs": ()}, [("evidence_refs", "The evidence reference is missing.")]),
    ({"narrative": "   "}, [("narrative", "“Narrative” is missing.")]),
    ({"activity_type": ()}, [("activity_type", "“Activity types” is missing.")]),
    ({"impact_rationale": "Short."}, [("impact_rationale", "“Impact rationale” is shorter than 20 characters.")]),
    ({"impact_rationale": "x" + " " * 80}, [("impact_rationale", "“Impact rationale” is shorter than 20 characters.")]),
    ({"lro": ""}, [("lro", "“Lead responsible officer” is missing.")]),
    ({"lro": "", "subject_type": "vulnerability"}, []),
    ({"subject_assessed_on": None}, [("subject_assessed_on", "The subject was never assessed.")]),
    (
        {"subject_assessed_on": date(2026, 11, 13)},
        [("subject_assessed_on", "“Subject assessed on” is after “Disruption date”.")],
    ),
    ({"subject_assessed_on": date(2026, 11, 12)}, []),
    ({"disruption_date": TODAY}, []),
    ({"disruption_date": TODAY + timedelta(days=1)}, [("disruption_date", "“Disruption date” is after today.")]),
    ({"four_p": FourP.PREVENT, "impact_level": ImpactLevel.NONE}, []),
    ({"four_p_secondary": ("pursue",)}, [("four_p_secondary", "“Secondary Ps” repeats “Primary P”.")]),
    ({"four_p_secondary": ("prevent",)}, []),
    ({"secondary_threats": ("DRUGS",)}, [("secondary_threats", "“Secondary threats” repeats “Primary threat”.")]),
    (
        {"supporting_agencies": ("serocu", "thames-valley")},
        [("supporting_agencies", "“Supporting agencies” repeats “Lead agency”.")],
    ),
    ({"county_line_ref": "CL/7"}, []),
    (
        {"county_line_ref": "CL/7", "primary_threat": "FRAUD"},
        [("county_line_ref", "“County line reference” does not go with what “Primary threat” says.")],
    ),
    (
        {"primary_threat": "SPACE"},
        [("primary_threat", "“Primary threat” has a code for which the profile has no value.")],
    ),
    (
        {"activity_type": ("arrest", "dance")},
        [("activity_type", "“Activity types” has a code for which the profile has no value.")],
    ),
    (
        {"outcome_drugs": (DrugSeizure("cocaine", 1.5, "kg", 90_000_00), DrugSeizure("tea", 2.0, "kg"))},
        [("outcome.drugs", f"“{DRUGS}” has a code for which the profile has no value.")],
    ),
    ({"outcome_assets": (Asset("restraint", "restrained", 10),)}, []),
    ({"outcome_arrests": -1}, [("outcome.arrests", "“Arrests” is below zero.")]),
    ({"outcome_arrests": 0}, []),
    (
        {"outcome_county_lines_type1": 1},
        [("outcome.county_lines_type1", "“County lines closed, type 1” is given without “Charged”.")],
    ),
    ({"outcome_county_lines_type1": 1, "outcome_charges": 1}, []),
    ({"status": "keyed"}, [("apmis_ref", "“APMIS reference” is missing.")]),
    ({"status": "keyed", "apmis_ref": "AP1"}, []),
    (
        {"moderated_by": "DC A. Example"},
        [("moderated_by", "“Moderated by” is the same as “Submitted by”.")],
    ),
    ({"moderated_by": "DC A. Example", "moderation_result": "before_import"}, []),
    (
        {"moderation_result": "level_changed"},
        [("moderation_note", "“Moderation note” is missing."),
         ("level_before", "“Level before moderation” is missing."),
         ("level_after", "“Level after moderation” is missing.")],
    ),
    (
        {"moderation_result": "level_changed", "moderation_note": "Role was minor.", "level_before": "major",
         "level_after": "moderate"},
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "told"), ASKED)
def test_each_rule(changed: dict[str, Any], told: list[tuple[str, str]], shipped: Profile) -> None:
    found = missing(replace(WHOLE, **changed), shipped, today=TODAY)
    assert [(problem.field, problem.problem) for problem in found] == told
    assert all(problem.record == "D-2026-0412" and problem.id == UUID(AN_ID) for problem in found)
    assert all(problem.remedy.endswith(".") for problem in found)


def test_the_subject_never_assessed_asks_a_person_and_does_not_stop(shipped: Profile) -> None:
    (found,) = missing(replace(WHOLE, subject_assessed_on=None), shipped)
    assert found.severity is Severity.CHECK
    (stops,) = missing(replace(WHOLE, narrative=""), shipped)
    assert stops.severity is Severity.STOPS


def test_what_was_moderated_before_import_is_only_looked_at(shipped: Profile) -> None:
    imported = replace(WHOLE, moderation_result=ModerationResult.BEFORE_IMPORT, narrative="", evidence_refs=())
    assert {problem.severity for problem in missing(imported, shipped)} == {Severity.CHECK}
    strict = replace(shipped, settings=replace(shipped.settings, moderated_before_import=Severity.STOPS))
    assert {problem.severity for problem in missing(imported, strict)} == {Severity.STOPS}
    silent = replace(shipped, settings=replace(shipped.settings, moderated_before_import=None))
    assert missing(imported, silent) == []


def test_an_empty_form_is_told_only_what_its_writer_can_fill(shipped: Profile) -> None:
    found = [problem.field for problem in missing(ReturnRecord(), shipped, typed_only=True)]
    assert found == [
        "lead_agency", "subject_type", "subject_ref", "primary_threat", "disruption_date", "four_p", "impact_level",
        "impact_rationale", "activity_type", "narrative", "evidence_refs", "marking",
    ]  # fmt: skip
    assert all(FIELDS[name].typed for name in found)
    assert {"submitted_by", "recorded_at", "region"} <= {p.field for p in missing(ReturnRecord(), shipped)}


def test_without_a_day_the_future_is_not_looked_for(shipped: Profile) -> None:
    assert missing(replace(WHOLE, disruption_date=date(2099, 1, 1)), shipped) == []


def test_the_minimum_of_the_rationale_is_policy() -> None:
    longer = profile.load().under({"disruption.rationale_min_length": 60})
    assert [p.problem for p in missing(WHOLE, longer)] == ["“Impact rationale” is shorter than 60 characters."]
    free = profile.load().under({"disruption.rationale_min_length": 0})
    assert missing(replace(WHOLE, impact_rationale="x"), free) == []


def test_the_record_and_the_stored_fields_are_the_same_in_the_same_order() -> None:
    assert [field.attribute for field in STORED] == [field.name for field in fields(ReturnRecord)]


def frozen(record: ReturnRecord) -> list[Any]:
    """A record as it is frozen: dates as text, lines as lists, nothing as None."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [list(vars(line).values()) if not isinstance(line, str) else line for line in value]
        if isinstance(value, date):
            return value.isoformat()
        return None if value == "" else value

    return [plain(getattr(record, field.attribute)) for field in STORED]


CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "narrative": st.sampled_from(["", " ", "What was done."]),
    "impact_rationale": st.text(max_size=45),
    "four_p": st.sampled_from(["", "pursue", "prevent"]),
    "four_p_secondary": st.sampled_from([(), ("pursue",), ("protect",)]),
    "primary_threat": st.sampled_from(["", "DRUGS", "FRAUD", "SPACE"]),
    "county_line_ref": st.sampled_from(["", "CL/7"]),
    "activity_type": st.sampled_from([(), ("arrest",), ("dance",)]),
    "evidence_refs": st.sampled_from([(), (Evidence("exhibit", "A", ""),)]),
    "subject_assessed_on": st.sampled_from([None, date(2026, 1, 1), date(2026, 11, 20)]),
    "disruption_date": st.sampled_from([None, date(2026, 11, 12), date(2027, 1, 1)]),
    "status": st.sampled_from(["approved", "keyed"]),
    "apmis_ref": st.sampled_from(["", "AP1"]),
    "moderation_result": st.sampled_from(["", "agreed", "level_changed", "before_import"]),
    "moderated_by": st.sampled_from(["", "DC A. Example", "DI S. Upervisor"]),
    "level_before": st.sampled_from(["", "major"]),
    "outcome_arrests": st.sampled_from([None, 0, 3, -1]),
    "outcome_county_lines_type1": st.sampled_from([None, 0, 1]),
    "outcome_charges": st.sampled_from([None, 0, 1]),
    "outcome_drugs": st.sampled_from([(), (DrugSeizure("tea", 1.0, "kg"),), (DrugSeizure("heroin", 1.0, "kg"),)]),
    "lro": st.sampled_from(["", "DI L. Ead"]),
}
SHIPPED = profile.load().under({})


@given(st.lists(st.fixed_dictionaries({}, optional=CHANGES), min_size=1, max_size=12))
@settings(max_examples=150)
def test_one_by_one_and_all_at_once_find_the_same(changes: list[dict[str, Any]]) -> None:
    records = [replace(WHOLE, reference=f"D-{n}", **changed) for n, changed in enumerate(changes)]
    rows = [frozen(record) for record in records]
    columns = {field.name: [row[place] for row in rows] for place, field in enumerate(STORED)}
    at_once = sorted((place, p.field, p.problem) for place, p in missing_in_columns(columns, SHIPPED, TODAY))
    one_by_one = sorted(
        (place, p.field, p.problem) for place, r in enumerate(records) for p in missing(r, SHIPPED, today=TODAY)
    )
    assert at_once == one_by_one
