"""The data dictionary of the national disruption return as data: every field, its kind and its place; pure values."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, Marking, ModerationResult, SubjectKind


class Kind(StrEnum):
    """What a field holds; the word a profile gives as a column's ``type``."""

    TEXT = "text"
    TEXTS = "texts"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    MOMENT = "moment"
    INTEGER = "integer"
    PENCE = "pence"
    POUNDS = "pounds"
    YES_NO = "yes_no"
    EVIDENCE = "evidence"
    DRUGS = "drugs"
    ASSETS = "assets"


@dataclass(frozen=True)
class Evidence:
    """One reference to evidence; ``kind`` is a code of the list ``evidence_type``."""

    kind: str
    reference: str
    dated_on: str = ""


@dataclass(frozen=True)
class DrugSeizure:
    """One line of drugs in its own unit; the street value is in pence."""

    drug: str
    quantity: float | None
    unit: str
    street_value_pence: int | None = None


@dataclass(frozen=True)
class Asset:
    """One asset, with the power it was taken under and how far it got."""

    power: str
    stage: str
    value_pence: int | None


@dataclass(frozen=True)
class Field:
    """One field of the dictionary (``number`` is its place there; 0 for the three that SOC Desk adds).

    ``typed`` fields are the recorder's to fill; the others are the program's. ``derived`` ones follow from the
    profile and are worked out when a file is written.
    """

    name: str
    number: int
    kind: Kind
    codes: str = ""
    typed: bool = True
    derived: bool = False

    @property
    def attribute(self) -> str:
        """Its name in Python: ``outcome.arrests`` is ``outcome_arrests``."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, kw_only=True)
class ReturnRecord:
    """One disruption with all fields of the dictionary; None or empty means not filled, so a half-typed form fits."""

    disruption_id: str = ""
    reference: str = ""
    apmis_ref: str = ""
    status: str = ""
    lead_agency: str = ""
    region: str = ""
    lead_unit: str = ""
    supporting_agencies: tuple[str, ...] = ()
    operation_name: str = ""
    subject_type: str = ""
    subject_ref: str = ""
    subject_assessed_on: date | None = None
    subject_band: str = ""
    subject_score: int | None = None
    primary_threat: str = ""
    secondary_threats: tuple[str, ...] = ()
    county_line_ref: str = ""
    disruption_date: date | None = None
    recorded_at: datetime | None = None
    four_p: str = ""
    four_p_secondary: tuple[str, ...] = ()
    impact_level: str = ""
    impact_rationale: str = ""
    activity_type: tuple[str, ...] = ()
    tactic_area: str = ""
    narrative: str = ""
    evidence_refs: tuple[Evidence, ...] = ()
    partners: tuple[str, ...] = ()
    plan_ref: str = ""
    plan_objective: str = ""
    lro: str = ""
    outcome_arrests: int | None = None
    outcome_charges: int | None = None
    outcome_convictions: int | None = None
    outcome_sentence_months: int | None = None
    outcome_safeguarded_children: int | None = None
    outcome_safeguarded_adults: int | None = None
    outcome_drugs: tuple[DrugSeizure, ...] = ()
    outcome_firearms: int | None = None
    outcome_ammunition: int | None = None
    outcome_other_weapons: int | None = None
    outcome_cash_seized_pence: int | None = None
    outcome_assets: tuple[Asset, ...] = ()
    outcome_county_lines_type1: int | None = None
    outcome_county_lines_type2: int | None = None
    outcome_warrants: int | None = None
    outcome_stop_searches: int | None = None
    outcome_phones: int | None = None
    outcome_fraud_victims: int | None = None
    outcome_money_recovered_pence: int | None = None
    submitted_by: str = ""
    submitted_at: datetime | None = None
    moderated_by: str = ""
    moderated_at: datetime | None = None
    moderation_result: str = ""
    moderation_note: str = ""
    level_before: str = ""
    level_after: str = ""
    marking: str = ""


def _outcome(name: str, number: int, kind: Kind = Kind.INTEGER) -> Field:
    return Field(f"outcome.{name}", number, kind)


_K = Kind

LISTED = frozenset({Kind.TEXTS, Kind.CODES, Kind.EVIDENCE, Kind.DRUGS, Kind.ASSETS})
"""Kinds that hold any number of values; none is the empty list, never None."""

STRINGS = frozenset({Kind.TEXT, Kind.CODE, Kind.DATE, Kind.MOMENT})
"""Kinds that are frozen as one text, or None; the empty text is never frozen."""

STORED = (
    Field("disruption_id", 1, _K.TEXT, typed=False),
    Field("reference", 0, _K.TEXT, typed=False),
    Field("apmis_ref", 2, _K.TEXT, typed=False),
    Field("status", 4, _K.CODE, "disruption_status", typed=False),
    Field("lead_agency", 5, _K.CODE, "agency"),
    Field("region", 6, _K.CODE, "region", typed=False),
    Field("lead_unit", 7, _K.TEXT),
    Field("supporting_agencies", 8, _K.CODES, "agency"),
    Field("operation_name", 9, _K.TEXT),
    Field("subject_type", 10, _K.CODE, "subject_kind"),
    Field("subject_ref", 11, _K.TEXT),
    Field("subject_assessed_on", 12, _K.DATE, typed=False),
    Field("subject_band", 13, _K.TEXT, typed=False),
    Field("subject_score", 13, _K.INTEGER, typed=False),
    Field("primary_threat", 14, _K.CODE, "soc_threat"),
    Field("secondary_threats", 15, _K.CODES, "soc_threat"),
    Field("county_line_ref", 16, _K.TEXT),
    Field("disruption_date", 17, _K.DATE),
    Field("recorded_at", 18, _K.MOMENT, typed=False),
    Field("four_p", 20, _K.CODE, "four_p"),
    Field("four_p_secondary", 21, _K.CODES, "four_p"),
    Field("impact_level", 22, _K.CODE, "impact_level"),
    Field("impact_rationale", 23, _K.TEXT),
    Field("activity_type", 24, _K.CODES, "activity_type"),
    Field("tactic_area", 25, _K.CODE, "tactic_area"),
    Field("narrative", 26, _K.TEXT),
    Field("evidence_refs", 27, _K.EVIDENCE),
    Field("partners", 28, _K.TEXTS),
    Field("plan_ref", 29, _K.TEXT),
    Field("plan_objective", 29, _K.TEXT),
    Field("lro", 30, _K.TEXT),
    _outcome("arrests", 31),
    _outcome("charges", 32),
    _outcome("convictions", 33),
    _outcome("sentence_months", 34),
    _outcome("safeguarded_children", 35),
    _outcome("safeguarded_adults", 35),
    _outcome("drugs", 36, _K.DRUGS),
    _outcome("firearms", 37),
    _outcome("ammunition", 37),
    _outcome("other_weapons", 37),
    _outcome("cash_seized_pence", 38, _K.PENCE),
    _outcome("assets", 39, _K.ASSETS),
    _outcome("county_lines_type1", 40),
    _outcome("county_lines_type2", 40),
    _outcome("warrants", 41),
    _outcome("stop_searches", 41),
    _outcome("phones", 41),
    _outcome("fraud_victims", 0),
    _outcome("money_recovered_pence", 0, _K.PENCE),
    Field("submitted_by", 42, _K.TEXT, typed=False),
    Field("submitted_at", 42, _K.MOMENT, typed=False),
    Field("moderated_by", 43, _K.TEXT, typed=False),
    Field("moderated_at", 43, _K.MOMENT, typed=False),
    Field("moderation_result", 43, _K.CODE, "moderation_result", typed=False),
    Field("moderation_note", 43, _K.TEXT, typed=False),
    Field("level_before", 44, _K.CODE, "impact_level", typed=False),
    Field("level_after", 44, _K.CODE, "impact_level", typed=False),
    Field("marking", 45, _K.CODE, "marking"),
)
"""What is read from the store and frozen, in the order of a frozen row."""

DERIVED = (
    Field("schema_version", 3, _K.TEXT, typed=False, derived=True),
    Field("lag_flag", 19, _K.YES_NO, typed=False, derived=True),
)
"""What follows from the profile. Field 46, audit[], stays in the store: the manifest carries the chain's head."""

FIELDS = {field.name: field for field in STORED + DERIVED}
PLACE = {field.name: place for place, field in enumerate(STORED)}
"""Where a field stands in a frozen row."""

KEYS = ("disruption_id", "lead_agency", "disruption_date", "four_p", "impact_level", "primary_threat")
"""Fields without which a return cannot be counted or traced; no profile may leave them out."""

KINDS_ALLOWED = {Kind.PENCE: (Kind.PENCE, Kind.POUNDS), Kind.MOMENT: (Kind.MOMENT, Kind.DATE)}
"""Where a column may be printed in more than one way."""

FIXED_CODES: dict[str, tuple[str, ...]] = {
    "disruption_status": tuple(DisruptionStatus),
    "subject_kind": tuple(SubjectKind),
    "four_p": tuple(FourP),
    "impact_level": tuple(ImpactLevel),
    "moderation_result": tuple(ModerationResult),
    "marking": tuple(Marking),
}
"""Our codes of the lists that nobody may edit."""

EDITABLE_CODES = (
    "soc_threat", "agency", "region", "activity_type", "tactic_area", "drug", "drug_unit", "asset_power", "asset_stage",
    "evidence_type",
)  # fmt: skip
"""Lists that a force may extend; their codes are rows of the store."""

PARTS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.EVIDENCE: (("type", "evidence_type"), ("ref", ""), ("date", "")),
    Kind.DRUGS: (("drug", "drug"), ("quantity", ""), ("unit", "drug_unit"), ("street_value_pence", "")),
    Kind.ASSETS: (("power", "asset_power"), ("stage", "asset_stage"), ("value_pence", "")),
}
"""What the parts of a composed field are called in the files, and which list their codes come from."""

assert [f.attribute for f in STORED if f.name != "reference"] == [
    f.name for f in fields(ReturnRecord) if f.name != "reference"
], "ReturnRecord and STORED tell the same fields in the same order"


def unfilled(values: Sequence[Any], kind: Kind) -> bool:
    """Whether a frozen column has nothing in it at all; zero is something."""
    return not any(values) if kind in LISTED else values.count(None) == len(values)
