"""Words of requests to analysts and financial investigators: what is asked for, where it stands, what was done."""

from soc_desk.vocabulary import Code, Role


class RequestKind(Code):
    """Whose work is asked for."""

    ANALYST = "analyst", "Analyst"
    FINANCIAL = "financial", "Financial investigator"


class Product(Code):
    """What is to be made: the four profiles and two assessments of intelligence work, or one piece of analysis."""

    SUBJECT = "subject_profile", "Subject profile"
    PROBLEM = "problem_profile", "Problem profile"
    NETWORK = "network_profile", "Network profile"
    MARKET = "market_profile", "Market profile"
    TACTICAL = "tactical_assessment", "Tactical assessment"
    STRATEGIC = "strategic_assessment", "Strategic assessment"
    PHONE = "phone_analysis", "Phone analysis"
    ANPR = "anpr_analysis", "ANPR analysis"
    FINANCIAL = "financial_analysis", "Financial analysis"
    OTHER = "other", "Other"


class Driver(Code):
    """Whether the work was chosen or came with an event; inspectors ask how much of analysts' time is reactive."""

    PROACTIVE = "proactive", "Proactive"
    REACTIVE = "reactive", "Reactive"


class Priority(Code):
    """What is worked first."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class RequestState(Code):
    """A request's life."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    AGREED = "agreed", "Terms agreed"
    ALLOCATED = "allocated", "Allocated"
    IN_PROGRESS = "in_progress", "In progress"
    ON_HOLD = "on_hold", "On hold"
    CHECKING = "checking", "Quality check"
    DELIVERED = "delivered", "Delivered"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HoldReason(Code):
    """What a request on hold waits for."""

    DATA = "data", "Waiting for data"
    REQUESTER = "requester", "Waiting for the requester"
    PRIORITY = "priority", "Higher priority"


class DeclineReason(Code):
    """Why a request was declined; want of capacity is unmet demand."""

    CAPACITY = "capacity", "Capacity"
    NOT_PROPORTIONATE = "not_proportionate", "Not proportionate"
    DUPLICATE = "duplicate", "Duplicate"
    TERMS = "terms", "Insufficient terms of reference"


class Deed(Code):
    """What somebody did with a request: one step of its history."""

    SUBMIT = "submit", "Submitted"
    AGREE = "agree", "Agreed for the requester"
    AGREE_FOR_UNIT = "agree_for_unit", "Agreed for the intelligence unit"
    CHANGE = "change", "Given other terms"
    REGRADE = "regrade", "Regraded"
    ALLOCATE = "allocate", "Allocated"
    START = "start", "Started"
    HOLD = "hold", "Put on hold"
    RESUME = "resume", "Taken up again"
    CHECK = "check", "Sent to quality check"
    SEND_BACK = "send_back", "Sent back to work"
    DELIVER = "deliver", "Delivered"
    CLOSE = "close", "Closed"
    DECLINE = "decline", "Declined"
    WITHDRAW = "withdraw", "Withdrawn"


class RequestView(Code):
    """A part of the register, as its tabs name it."""

    MINE = "mine", "Mine"
    TO_AGREE = "to_agree", "To agree"
    TO_ALLOCATE = "to_allocate", "To allocate"
    IN_WORK = "in_work", "In work"
    ON_HOLD = "on_hold", "On hold"
    OVERDUE = "overdue", "Overdue"
    DELIVERED = "delivered", "Delivered"
    UNMET = "unmet", "Declined for capacity"
    ALL = "all", "All"


UNIT = frozenset({Role.ANALYST, Role.COORDINATOR})
"""The intelligence unit: they agree terms for it, allocate, work and decline."""
CHECKERS = frozenset({Role.SUPERVISOR, Role.COORDINATOR})
"""Senior intelligence staff, who check what is delivered."""
