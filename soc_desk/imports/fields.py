"""What can be read from a tracker of each kind: its fields, what their cells look like, which of them must be there."""

from dataclasses import dataclass
from enum import Enum

from soc_desk.vocabulary import FourP, ImpactLevel, ImportKind, Measure, OutcomeKind

IGNORED = "ignored"
"""The field of a column that is understood and deliberately not read, such as the date a row was typed."""

OUTCOME = "outcome."
TICKS = ("four_p", "impact_level")
"""Fields that some trackers spread over one column for each code, with a mark in the right one (``four_p=pursue``)."""


class Content(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    DATE = "date"
    CODE = "code"
    SUBJECT = "subject"
    COUNT = "count"
    MONEY = "money"
    MONTHS = "months"
    AMOUNT = "amount"
    TICK = "tick"


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold; ``list_name`` is the code list of a coded one."""

    name: str
    label: str
    content: Content = Content.TEXT
    list_name: str = ""
    is_key: bool = False


_MEASURES = {
    Measure.COUNT: Content.COUNT,
    Measure.MONTHS: Content.MONTHS,
    Measure.PENCE: Content.MONEY,
}

_DISRUPTION = (
    Field("disruption_date", "Date of disruption", Content.DATE, is_key=True),
    Field("subject_ref", "Subject reference", Content.SUBJECT, is_key=True),
    Field("subject_name", "Subject name"),
    Field("subject_kind", "Kind of subject", Content.CODE, "subject_kind"),
    Field("four_p", "4P", Content.CODE, "four_p", is_key=True),
    Field("impact_level", "Level", Content.CODE, "impact_level", is_key=True),
    Field("impact_rationale", "Rationale for the level"),
    Field("primary_threat", "Threat", Content.CODE, "soc_threat"),
    Field("secondary_threats", "Other threats", Content.CODE, "soc_threat"),
    Field("area", "Area"),
    Field("officer", "Officer"),
    Field("lro", "Lead responsible officer"),
    Field("lead_agency", "Lead agency", Content.CODE, "agency"),
    Field("lead_unit", "Unit"),
    Field("supporting_agencies", "Supporting agencies", Content.CODE, "agency"),
    Field("partners", "Partners"),
    Field("operation_name", "Operation"),
    Field("title", "Title"),
    Field("narrative", "What was done"),
    Field("evidence_refs", "Evidence"),
    Field("activity_types", "Type of activity", Content.CODE, "activity_type"),
    Field("plan_ref", "4P plan"),
    Field("county_line_ref", "County line"),
    Field("national_ref", "National reference"),
    Field("reference", "Number in the tracker"),
    *(Field(f"{OUTCOME}{k.value}", k.label, _MEASURES[k.measure]) for k in OutcomeKind if k.measure in _MEASURES),
    Field("drug_kind", "Drug", Content.CODE, "drug"),
    Field("drug_quantity", "Amount of drugs", Content.AMOUNT),
    Field("drug_unit", "Unit of drugs"),
    Field("drug_value", "Street value of drugs", Content.MONEY),
    *(Field(f"four_p={code.value}", f"{code.label} (a mark)", Content.TICK) for code in FourP),
    *(Field(f"impact_level={code.value}", f"{code.label} (a mark)", Content.TICK) for code in ImpactLevel),
)  # fmt: skip

_OCG = (
    Field("reference", "Reference", Content.SUBJECT, is_key=True),
    Field("name", "Name", is_key=True),
    Field("national_ref", "National reference"),
    Field("operation_name", "Operation"),
    Field("status", "Status", Content.CODE, "subject_status"),
    Field("area", "Area"),
    Field("team", "Team"),
    Field("tier", "Tier", Content.CODE, "tier"),
    Field("band", "Band"),
    Field("primary_threat", "Threat", Content.CODE, "soc_threat"),
    Field("secondary_threats", "Other threats", Content.CODE, "soc_threat"),
    Field("scope", "Geographic scope", Content.CODE, "scope"),
    Field("affected_areas", "Areas affected"),
    Field("cross_border_forces", "Cross-border forces", Content.CODE, "agency"),
    Field("line_names", "County lines"),
    Field("lro", "Lead responsible officer"),
    Field("sro", "Senior responsible officer"),
    Field("mapped_on", "Mapped on", Content.DATE),
    Field("assessed_on", "Last assessed on", Content.DATE),
    Field("synced_on", "Last synchronised with APMIS", Content.DATE),
    Field("last_intelligence_on", "Last intelligence on", Content.DATE),
    Field("notes", "Notes"),
)

ORDERS = ("order_1", "order_2", "order_3", "order_4", "order_5", "order_6")
"""Detention orders of a cash case in their order; six are the most that two years hold in practice."""

_CASH = (
    Field("reference", "Case number"),
    Field("seized_on", "Seized, date and time", Content.DATE, is_key=True),
    Field("seized_time", "Time of seizure"),
    Field("area", "Area"),
    Field("place", "Place"),
    Field("seized_from", "Seized from"),
    Field("amount", "Amount", Content.MONEY),
    Field("court", "Court"),
    *(Field(name, f"Detention order {number}", Content.DATE) for number, name in enumerate(ORDERS, 1)),
    Field("result", "Result", Content.CODE, "cash_result"),
    Field("result_on", "Date of the result", Content.DATE),
    Field("officer", "Officer"),
    Field("champion", "Champion"),
    Field("operation_name", "Operation"),
    Field("crime_ref", "Crime reference"),
    Field("exhibit_no", "Exhibit"),
    Field("bag_no", "Sealed bag"),
    Field("jard_ref", "JARD reference"),
    Field("notes", "Notes"),
)

_PEOPLE = (
    Field("name", "Name", is_key=True),
    Field("family_name", "Family name"),
    Field("given_names", "Given names"),
    Field("aliases", "Other names"),
    Field("born_on", "Date of birth", Content.DATE),
    Field("age", "Age", Content.COUNT),
    Field("phones", "Phones"),
    Field("vehicles", "Vehicles"),
    Field("address", "Address"),
    Field("pnc_id", "PNC ID"),
    Field("cro_id", "CRO number"),
    Field("subject_ref", "Group reference", Content.SUBJECT),
    Field("subject_name", "Group name"),
    Field("role", "Role", Content.CODE, "link_role"),
    Field("category", "Data category", Content.CODE, "data_category"),
    Field("from_on", "In the group since", Content.DATE),
    Field("notes", "Notes"),
)

_INTELLIGENCE = (
    Field("ir_ref", "Report", is_key=True),
    Field("received_on", "Received on", Content.DATE, is_key=True),
    Field("reported_on", "Reported on", Content.DATE),
    Field("grade", "Grade in one cell"),
    Field("source", "Source"),
    Field("assessment", "Assessment"),
    Field("handling", "Handling"),
    Field("conditions", "Handling conditions"),
    Field("subject_ref", "Group", Content.SUBJECT),
    Field("subject_name", "Name of the group"),
    Field("person", "Person"),
    Field("summary", "Sanitised summary"),
)

FIELDS: dict[ImportKind, dict[str, Field]] = {
    ImportKind.DISRUPTIONS: {field.name: field for field in _DISRUPTION},
    ImportKind.OCGS: {field.name: field for field in _OCG},
    ImportKind.CASH: {field.name: field for field in _CASH},
    ImportKind.PEOPLE: {field.name: field for field in _PEOPLE},
    ImportKind.INTELLIGENCE: {field.name: field for field in _INTELLIGENCE},
}

NEEDED: dict[ImportKind, tuple[tuple[str, ...], ...]] = {
    ImportKind.DISRUPTIONS: (("disruption_date",), ("subject_ref", "subject_name"), ("four_p",), ("impact_level",)),
    ImportKind.OCGS: (("reference", "name"),),
    ImportKind.CASH: (("seized_on",), ("amount",)),
    ImportKind.PEOPLE: (("name", "family_name", "given_names"),),
    ImportKind.INTELLIGENCE: (
        ("ir_ref",),
        ("received_on",),
        ("subject_ref", "subject_name"),
        ("grade", "assessment"),
    ),
}
"""Without one of each group nothing can be read; tick columns stand for their field."""


def missing_fields(kind: ImportKind, present: frozenset[str]) -> tuple[Field, ...]:
    """The first field of every needed group that no column holds."""
    held = present | {name.partition("=")[0] for name in present if "=" in name}
    return tuple(FIELDS[kind][group[0]] for group in NEEDED[kind] if not held.intersection(group))
