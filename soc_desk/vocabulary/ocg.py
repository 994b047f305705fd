"""The words of a group's life: people and their roles, intelligence grades, plans, lifetime management, work around."""

from soc_desk.vocabulary import Code


class LinkRole(Code):
    """What a person is to a group; it stands on the link, never on the person."""

    PRINCIPAL = "principal", "Principal"
    LIEUTENANT = "lieutenant", "Lieutenant"
    MEMBER = "member", "Member"
    ASSOCIATE = "associate", "Associate"
    FACILITATOR = "facilitator", "Facilitator or professional enabler"
    RUNNER = "runner", "Courier or runner"
    POTENTIAL_VICTIM = "potential_victim", "Potential victim"
    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"

    @property
    def is_member(self) -> bool:
        """Counts towards the three of Serious Crime Act 2015 s.45(6)."""
        return self in MEMBER_ROLES

    @property
    def letter(self) -> str:
        """What stands in its circle, so that colour is never the only cue and roles of one colour are told apart."""
        return "".join(word[0] for word in self.value.split("_")).upper()


MEMBER_ROLES = (LinkRole.PRINCIPAL, LinkRole.LIEUTENANT, LinkRole.MEMBER, LinkRole.FACILITATOR, LinkRole.RUNNER)


class DataCategory(Code):
    """Whose data it is, as DPA 2018 s.38(3) has it told apart; on the link, since one person can be several."""

    SUSPECT = "suspect", "Suspect"
    CONVICTED = "convicted", "Convicted"
    VICTIM = "victim", "Victim or possible victim"
    WITNESS = "witness", "Witness or other"


class Basis(Code):
    """Fact or personal assessment (DPA 2018 s.38(2)); the two are printed differently."""

    FACT = "fact", "Fact"
    ASSESSMENT = "assessment", "Assessment"


class NameKind(Code):
    """How a name came to somebody."""

    ALIAS = "alias", "Alias"
    NICKNAME = "nickname", "Nickname"
    FORMER = "former", "Former name"
    SPELLING = "spelling", "Other spelling"


class DetailKind(Code):
    """What is known of a person besides the name."""

    PHONE = "phone", "Phone"
    ADDRESS = "address", "Address"
    VEHICLE = "vehicle", "Vehicle"
    ACCOUNT = "account", "Account"
    EMAIL = "email", "Email"
    HANDLE = "handle", "Online name"
    IDENTIFIER = "identifier", "Identifier"


class TieKind(Code):
    """How two people of a group stand to each other."""

    WORKS_FOR = "works_for", "Works for"
    SUPPLIES = "supplies", "Supplies"
    FAMILY = "family", "Family"
    ASSOCIATE = "associate", "Associate"
    CONTACT = "contact", "In contact"


# ---------------------------------------------------------------- intelligence


class SourceGrade(Code):
    """The source of a 3x5x2 grade."""

    RELIABLE = "1", "Reliable"
    UNTESTED = "2", "Untested"
    NOT_RELIABLE = "3", "Not reliable"


class AssessmentGrade(Code):
    """The assessment of a 3x5x2 grade."""

    DIRECT = "A", "Known directly to the source"
    CORROBORATED = "B", "Known indirectly to the source but corroborated"
    INDIRECT = "C", "Known indirectly to the source"
    NOT_KNOWN = "D", "Not known"
    FALSE = "E", "Suspected to be false"


class HandlingGrade(Code):
    """The handling of a 3x5x2 grade; conditions are words of their own."""

    PERMITTED = "P", "Lawful sharing permitted"
    CONDITIONS = "C", "Lawful sharing permitted with conditions"


class IntelligenceKind(Code):
    """What came in; only a report can keep a group from archive review."""

    REPORT = "report", "Intelligence report"
    NEGATIVE_CHECK = "negative_check", "Negative check"
    OWN_DISRUPTION = "own_disruption", "Our own disruption"
    REVIEW_NOTE = "review_note", "Note of an archive review"


# ---------------------------------------------------------------- a group's life


class Scope(Code):
    """How far a group reaches."""

    AREA = "area", "Local policing area"
    FORCE = "force", "Force"
    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"
    INTERNATIONAL = "international", "International"


class RelationKind(Code):
    """How one group stands to another, read from the first to the second."""

    MERGED_INTO = "merged_into", "Merged into"
    SPLIT_FROM = "split_from", "Split from"
    RIVAL = "rival", "Rival of"
    SUPPLIER = "supplier", "Supplier of"
    SHARES_MEMBER = "shares_member", "Shares a member with"


class Confidence(Code):
    """How sure the scorer is."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Post(Code):
    """Who leads: the senior responsible officer sets objectives, the lead responsible officer owns the plan."""

    SRO = "sro", "Senior responsible officer"
    LRO = "lro", "Lead responsible officer"


class ArchiveReason(Code):
    """Why a group is archived."""

    NO_INTELLIGENCE = "no_intelligence", "No intelligence for the agreed period"
    DISMANTLED = "dismantled", "Dismantled"
    IMPRISONED = "imprisoned", "Members imprisoned"
    TRANSFERRED = "transferred", "Transferred to another force or ROCU"
    NOT_AN_OCG = "not_an_ocg", "Not an OCG"


class NewHome(Code):
    """Where open work goes when its group is archived."""

    GROUP = "group", "To another group"
    OWNER = "owner", "To a named person"
    LEFT = "left", "Stays as it is, because"
    CANCELLED = "cancelled", "Is cancelled, because"


class PlanStatus(Code):
    """A 4P plan's life."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved by the SRO"
    LIVE = "live", "Live"
    CLOSED = "closed", "Closed"
    REPLACED = "replaced", "Replaced by a newer version"


class PlanOutcome(Code):
    """How a closed plan ended."""

    ACHIEVED = "achieved", "Achieved"
    PART = "part", "Achieved in part"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    ARCHIVED = "archived", "OCG archived"


class ActionState(Code):
    """An action's life; overdue is worked out, never stored."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    IN_PROGRESS = "in_progress", "In progress"
    BLOCKED = "blocked", "Blocked"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def is_open(self) -> bool:
        return self not in (ActionState.COMPLETED, ActionState.CANCELLED)


# ---------------------------------------------------------------- lifetime offender management


class LomState(Code):
    """A managed offender's way."""

    NOMINATED = "nominated", "Nominated"
    ADOPTED = "adopted", "Adopted"
    IN_CUSTODY = "in_custody", "Managed in custody"
    IN_COMMUNITY = "in_community", "Managed in the community"
    STOOD_DOWN = "stood_down", "Stood down"


class OrderKind(Code):
    """Ancillary orders; those after the first four are practitioners' knowledge and an editable local list's match."""

    SCPO = "scpo", "Serious crime prevention order"
    STPO = "stpo", "Slavery and trafficking prevention order"
    FRO = "fro", "Financial reporting order"
    TRO = "tro", "Travel restriction order"
    STRO = "stro", "Slavery and trafficking risk order"
    CBO = "cbo", "Criminal behaviour order"
    GBI = "gbi", "Gang injunction"
    CLOSURE = "closure", "Closure order"
    SHPO = "shpo", "Sexual harm prevention order"
    LICENCE = "licence", "Licence condition"
    OTHER = "other", "Other order"


class OrderState(Code):
    """An ancillary order's life."""

    CONSIDERED = "considered", "Considered"
    APPLIED = "applied", "Applied for"
    REFUSED = "refused", "Refused"
    MADE = "made", "Made, not yet in force"
    IN_FORCE = "in_force", "In force"
    EXPIRED = "expired", "Expired"
    DISCHARGED = "discharged", "Discharged"
    REPLACED = "replaced", "Replaced"
    NOT_PURSUED = "not_pursued", "Not pursued"

    @property
    def is_live(self) -> bool:
        return self in (OrderState.MADE, OrderState.IN_FORCE)


class ConditionKind(Code):
    """What a condition is about (Serious Crime Act 2007 s.5(3))."""

    FINANCE = "finance", "Finance, property or business"
    WORK = "work", "Working arrangements"
    COMMUNICATIONS = "communications", "Communications"
    ASSOCIATES = "associates", "Associates"
    PREMISES = "premises", "Premises"
    ITEMS = "items", "Use of items"
    TRAVEL = "travel", "Travel"
    REPORTING = "reporting", "Reporting or answering questions"
    OTHER = "other", "Other"


class VisitKind(Code):
    """Why somebody is visited."""

    EDUCATION = "education", "Educational visit"
    COMPLIANCE = "compliance", "Compliance visit"
    UNANNOUNCED = "unannounced", "Unannounced visit"


class BreachAction(Code):
    """What followed a breach."""

    ADVICE = "advice", "Advice"
    CHARGE = "charge", "Charge"
    VARIED = "varied", "Order varied"
    NONE = "none", "No action"


class YesNo(Code):
    """A question that may be open: not known is neither."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


# ---------------------------------------------------------------- around the group


class OperationKind(Code):
    """What an operation is."""

    OPERATION = "operation", "Operation"
    INTENSIFICATION = "intensification", "Intensification week"
    COUNTY_LINES_WEEK = "county_lines_week", "County lines week"


class TallyKind(Code):
    """What the result of an operation or week is counted in."""

    ARRESTS = "arrests", "Arrests"
    WARRANTS = "warrants", "Warrants"
    STOP_SEARCHES = "stop_searches", "Stop and searches"
    WRAPS = "wraps", "Wraps"
    CASH = "cash", "Cash"
    PHONES = "phones", "Phones"
    WEAPONS = "weapons", "Weapons"
    CHILDREN = "children", "Children safeguarded"
    ADULTS = "adults", "Vulnerable adults safeguarded"
    CLOSURE_ORDERS = "closure_orders", "Closure orders"
    NRM_REFERRALS = "nrm_referrals", "NRM referrals"
    CROSS_BORDER_ARRESTS = "cross_border_arrests", "Cross-border arrests of OCG nominals"
    LINES_CLOSED = "lines_closed", "County lines closed"
    ATTENDANCE = "attendance", "Attendance"

    @property
    def is_money(self) -> bool:
        """Counted in pence."""
        return self is TallyKind.CASH


class Exactness(Code):
    """Whether a figure was counted or given as a floor."""

    EXACT = "exact", "Exactly"
    OVER = "over", "Over"


class BidLevel(Code):
    """The level of a tasking bid."""

    LEVEL_1 = "1", "Level 1 (local)"
    LEVEL_2 = "2", "Level 2 (cross-border)"
    LEVEL_3 = "3", "Level 3 (national or international)"


class BidState(Code):
    """A tasking bid's life."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    PART_APPROVED = "part_approved", "Approved in part"
    DEFERRED = "deferred", "Deferred"
    REFUSED = "refused", "Refused"
    DELIVERED = "delivered", "Delivered"
    RESULT_RECORDED = "result_recorded", "Result recorded"


class BidRefusal(Code):
    """Why a bid was refused; want of capacity is a measure of demand."""

    CAPACITY = "capacity", "No capacity"
    PRIORITY = "priority", "Lower priority"
    NOT_PROPORTIONATE = "not_proportionate", "Not proportionate"
    OTHER = "other", "Other"


class ReferralKind(Code):
    """What the Home Office was sent about a potential victim (Modern Slavery Act 2015 s.52)."""

    NRM = "nrm", "NRM referral"
    DUTY_TO_NOTIFY = "duty_to_notify", "Duty to Notify"


class ReferralState(Code):
    """A referral's way."""

    IDENTIFIED = "identified", "Identified"
    SENT = "sent", "Sent"
    REASONABLE_POSITIVE = "reasonable_positive", "Reasonable grounds: positive"
    REASONABLE_NEGATIVE = "reasonable_negative", "Reasonable grounds: negative"
    CONCLUSIVE_POSITIVE = "conclusive_positive", "Conclusive grounds: positive"
    CONCLUSIVE_NEGATIVE = "conclusive_negative", "Conclusive grounds: negative"


class Consent(Code):
    """Whether an adult agreed to a referral; a child's consent is not needed."""

    YES = "yes", "Consented"
    NO = "no", "Did not consent"
    NOT_NEEDED = "not_needed", "Child: not needed"


class Phase(Code):
    """The phase of a Clear, Hold, Build site; it may go back."""

    SCOPING = "scoping", "Scoping"
    CLEAR = "clear", "Clear"
    HOLD = "hold", "Hold"
    BUILD = "build", "Build"
    CLOSED = "closed", "Closed"
