"""The fixed lists of words: scales and states that the law, the national scale or our own state machines set."""

from enum import Enum, StrEnum
from typing import Self


class Code(StrEnum):
    """A stored value with the label that people read; the order of definition is the order on screen and in print.

    ``rank`` is the place in that order, from 0.
    """

    label: str
    rank: int

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.rank = label or value.replace("_", " ").capitalize(), len(cls.__members__)
        return member


class Role(Code):
    """What a person may do; a person may hold several. Administration does not include reading cases."""

    OFFICER = "officer", "Officer"
    CHAMPION = "champion", "POCA champion"
    COORDINATOR = "coordinator", "OCG coordinator"
    ANALYST = "analyst", "Analyst"
    SUPERVISOR = "supervisor", "Supervisor"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


READERS = frozenset({Role.OFFICER, Role.CHAMPION, Role.COORDINATOR, Role.ANALYST, Role.SUPERVISOR})
"""Roles that may read cases."""

WRITERS = frozenset({Role.OFFICER, Role.CHAMPION, Role.COORDINATOR, Role.SUPERVISOR})
"""Roles that may record and change cases."""

EVERYONE = frozenset(Role)


class FourP(Code):
    """The four Ps of the SOC strategy, in their fixed order; ``letter`` is how they are drawn."""

    PURSUE = "pursue", "Pursue"
    PREVENT = "prevent", "Prevent"
    PROTECT = "protect", "Protect"
    PREPARE = "prepare", "Prepare"

    @property
    def letter(self) -> str:
        return {"pursue": "P", "prevent": "V", "protect": "T", "prepare": "R"}[self.value]


class ImpactLevel(Code):
    """The national scale of impact (HMICFRS recommendation to PSNI); assessed by a person, never computed."""

    MAJOR = "major", "Major"
    MODERATE = "moderate", "Moderate"
    MINOR = "minor", "Minor"
    NONE = "none", "None"
    NEGATIVE = "negative", "Negative"

    @property
    def is_headline(self) -> bool:
        """None and negative are recorded and shown apart, not counted in the headline."""
        return self in (ImpactLevel.MAJOR, ImpactLevel.MODERATE, ImpactLevel.MINOR)


class DisruptionStatus(Code):
    """A disruption's life; only approved and keyed ones are counted."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Awaiting moderation"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Moderated"
    KEYED = "keyed", "Sent nationally"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def is_counted(self) -> bool:
        return self in (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)


class ModerationResult(Code):
    """What a moderator decided."""

    AGREED = "agreed", "Agreed"
    LEVEL_CHANGED = "level_changed", "Level changed"
    RETURNED = "returned", "Returned"
    REJECTED = "rejected", "Rejected"
    BEFORE_IMPORT = "before_import", "Moderated before import"


class SubjectKind(Code):
    """What a disruption can be against."""

    OCG = "ocg", "Organised crime group"
    PRIORITY_INDIVIDUAL = "priority_individual", "Priority individual"
    VULNERABILITY = "vulnerability", "Vulnerability"


class SubjectStatus(Code):
    """The life of a mapped group (and of a priority individual or vulnerability)."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    ARCHIVED = "archived", "Archived"
    REJECTED = "rejected", "Rejected"
    MERGED = "merged", "Merged"


class Access(Code):
    """Need to know: the whole team, a named list, or the owner and the head of unit only."""

    TEAM = "team", "Team"
    RESTRICTED = "restricted", "Restricted"
    SEALED = "sealed", "Sealed"


class Marking(Code):
    """Government security classification; the product's ceiling is OFFICIAL-SENSITIVE."""

    OFFICIAL = "official", "OFFICIAL"
    OFFICIAL_SENSITIVE = "official_sensitive", "OFFICIAL-SENSITIVE"


class Measure(Enum):
    """How an outcome line is counted."""

    COUNT = "count"
    MONTHS = "months"
    PENCE = "pence"
    DRUGS = "drugs"
    ASSET = "asset"


class OutcomeKind(Code):
    """What came of a disruption; quantities are never added across kinds or units."""

    ARRESTS = "arrests", "Arrests"
    CHARGES = "charges", "Charged"
    CONVICTIONS = "convictions", "Convicted"
    SENTENCE_MONTHS = "sentence_months", "Sentence, months"
    SAFEGUARDED_CHILDREN = "safeguarded_children", "Children safeguarded"
    SAFEGUARDED_ADULTS = "safeguarded_adults", "Adults safeguarded"
    DRUGS = "drugs", "Drugs"
    FIREARMS = "firearms", "Firearms"
    AMMUNITION = "ammunition", "Ammunition, rounds"
    OTHER_WEAPONS = "other_weapons", "Other weapons"
    CASH_SEIZED = "cash_seized", "Cash seized"
    ASSETS = "assets", "Assets"
    WARRANTS = "warrants", "Warrants"
    STOP_SEARCHES = "stop_searches", "Stop and searches"
    PHONES = "phones", "Phones"
    COUNTY_LINES_TYPE1 = "county_lines_type1", "County lines closed, type 1"
    COUNTY_LINES_TYPE2 = "county_lines_type2", "County lines closed, type 2"
    FRAUD_VICTIMS = "fraud_victims", "Fraud victims supported"
    MONEY_RECOVERED = "money_recovered", "Money recovered"

    @property
    def measure(self) -> Measure:
        return _MEASURES.get(self, Measure.COUNT)


_MEASURES = {
    OutcomeKind.SENTENCE_MONTHS: Measure.MONTHS,
    OutcomeKind.DRUGS: Measure.DRUGS,
    OutcomeKind.CASH_SEIZED: Measure.PENCE,
    OutcomeKind.MONEY_RECOVERED: Measure.PENCE,
    OutcomeKind.ASSETS: Measure.ASSET,
}


class AuditCategory(Code):
    """The six things DPA 2018 s.62(1) requires a log of, and security events beside them."""

    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"
    SECURITY = "security", "Security"


class ErasureAuthority(Code):
    """On what authority a person is erased, or their record restricted instead (DPA 2018 ss.39, 47)."""

    REVIEW = "review", "Retention review"
    REQUEST = "request", "Request by the person, agreed"
    UNLAWFUL = "unlawful", "Recorded unlawfully or in error"
    COURT = "court", "Order of a court or the Commissioner"


class ImportKind(Code):
    """What a spreadsheet can hold; one kind to a file."""

    DISRUPTIONS = "disruptions", "Disruptions"
    OCGS = "ocgs", "Organised crime groups"
    CASH = "cash", "Cash seizures"
    PEOPLE = "people", "People"
    INTELLIGENCE = "intelligence", "Intelligence"


class Severity(Code):
    """How bad an item of a check is: ``stops`` keeps a return from being sent, ``check`` asks a person to look."""

    STOPS = "stops", "Stops"
    CHECK = "check", "Check"
