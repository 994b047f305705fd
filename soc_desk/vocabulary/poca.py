"""The words of Proceeds of Crime Act work: kinds of case, their states, papers, money and what is due."""

from soc_desk.vocabulary import Code


class CashResult(Code):
    """How a cash register says that a case ended; ``HELD`` while it has not."""

    HELD = "held", "Still held"
    FORFEITED = "forfeited", "Forfeited"
    FORFEITED_BY_NOTICE = "forfeited_by_notice", "Forfeited by notice"
    RELEASED = "released", "Released"
    PART_RELEASED = "part_released", "Part released"


class Nation(Code):
    """The part of the United Kingdom where something was seized; only England and Wales is calculated."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class CaseKind(Code):
    """What a case is about; each kind has its own clock. ``prefix`` begins its reference."""

    CASH = "cash", "Cash"
    LISTED_ASSETS = "listed_assets", "Listed assets"
    CRYPTOASSETS = "cryptoassets", "Cryptoassets"
    ACCOUNT_FREEZING = "account_freezing", "Account freezing"
    RESTRAINT = "restraint", "Restraint"
    CONFISCATION = "confiscation", "Confiscation"
    CIVIL_RECOVERY = "civil_recovery", "Civil recovery referral"
    DAML = "daml", "DAML request"
    MONEY_LAUNDERING = "money_laundering", "Money-laundering investigation"

    @property
    def prefix(self) -> str:
        return _PREFIXES[self]

    @property
    def is_seizure(self) -> bool:
        """Begun by a seizure, with the 48 hours running (Part 5, Chapters 3, 3A and 3C)."""
        return self in (CaseKind.CASH, CaseKind.LISTED_ASSETS, CaseKind.CRYPTOASSETS)


_PREFIXES = {
    CaseKind.CASH: "C", CaseKind.LISTED_ASSETS: "LA", CaseKind.CRYPTOASSETS: "CA", CaseKind.ACCOUNT_FREEZING: "AF",
    CaseKind.RESTRAINT: "RO", CaseKind.CONFISCATION: "CO", CaseKind.CIVIL_RECOVERY: "CR", CaseKind.DAML: "DM",
    CaseKind.MONEY_LAUNDERING: "ML",
}  # fmt: skip


class CaseState(Code):
    """A case's life. The first fifteen are the state machine of seized property (``number`` is the table's)."""

    HELD_OTHER_POWER = "held_other_power", "Held under another power"
    SEIZED = "seized", "Seized, 48 hours running"
    FIRST_PENDING = "first_pending", "First application pending"
    DETAINED = "detained", "Detained"
    FURTHER_PENDING = "further_pending", "Further application pending"
    NOTICE_RUNNING = "notice_running", "Forfeiture notice running"
    FORFEITED_BY_NOTICE = "forfeited_by_notice", "Forfeited by notice, set-aside open"
    NOTICE_LAPSED = "notice_lapsed", "Forfeiture notice lapsed"
    FORFEITURE_PENDING = "forfeiture_pending", "Forfeiture application pending"
    FORFEITURE_ORDERED = "forfeiture_ordered", "Forfeiture ordered, appeal open"
    FORFEITURE_REFUSED = "forfeiture_refused", "Forfeiture refused"
    APPEAL_PENDING = "appeal_pending", "Appeal pending"
    REFUSED = "refused", "Detention refused"
    EXPIRED = "expired", "EXPIRED"
    RELEASED = "released", "Released"
    FINAL = "final", "Finally forfeited"
    CLOSED = "closed", "Closed"
    # the other orders
    APPLIED = "applied", "Applied for"
    IN_FORCE = "in_force", "In force"
    TO_PAY = "to_pay", "Order to pay"
    ENFORCED = "enforced", "In enforcement"
    PAID = "paid", "Paid"
    REFERRED = "referred", "Referred"
    NOTICE_PERIOD = "notice_period", "Notice period running"
    MORATORIUM = "moratorium", "Moratorium running"
    INVESTIGATED = "investigated", "Under investigation"
    ENDED = "ended", "Ended"

    @property
    def is_over(self) -> bool:
        """Nothing is held any more and no clock runs."""
        return self in (CaseState.CLOSED, CaseState.ENDED, CaseState.PAID)


class OrderKind(Code):
    """What a court was asked for."""

    FIRST = "first", "First detention order"
    FURTHER = "further", "Further detention order"
    FORFEITURE = "forfeiture", "Forfeiture order"
    RELEASE = "release", "Direction to release"
    SET_ASIDE = "set_aside", "Setting aside a forfeiture"
    APPEAL = "appeal", "Appeal to the Crown Court"
    CAP_EXTENSION = "cap_extension", "Extension of the two years to three (cryptoassets)"
    FREEZING = "freezing", "Account freezing order"
    VARIATION = "variation", "Variation"
    RESTRAINT = "restraint", "Restraint order"
    CONFISCATION = "confiscation", "Confiscation order"
    TIME_TO_PAY = "time_to_pay", "Time to pay"
    REDETERMINATION = "redetermination", "New calculation of the amount (s.22, s.23)"
    DEFAULT_TERM = "default_term", "Default term activated"
    PROPERTY_FREEZING = "property_freezing", "Property freezing order"
    RECOVERY = "recovery", "Recovery order"

    @property
    def detains(self) -> bool:
        """An order under s.295(2) (or its twin for assets): part of the chain that the two-year cap holds."""
        return self in (OrderKind.FIRST, OrderKind.FURTHER)


class OrderResult(Code):
    """How an application stands."""

    PENDING = "pending", "Pending"
    MADE = "made", "Made"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SearchApproval(Code):
    """Who approved the search beforehand (s.290)."""

    JUSTICE = "justice", "Justice of the peace"
    SENIOR_OFFICER = "senior_officer", "Senior officer (inspector or above)"
    NONE = "none", "Nobody: neither was practicable"
    NOT_NEEDED = "not_needed", "Not needed for this power"


class SeizurePower(Code):
    """Under what it was seized."""

    S294_1 = "s294_1", "POCA 2002 s.294(1)"
    S294_2 = "s294_2", "POCA 2002 s.294(2), mixed sum"
    S303J = "s303j", "POCA 2002 s.303J, listed assets"
    S303Z21 = "s303z21", "POCA 2002 s.303Z21, cryptoasset item"
    PACE = "pace", "PACE 1984, not yet under POCA"


class Limb(Code):
    """What is suspected of the property (s.294)."""

    RECOVERABLE = "recoverable", "Recoverable property"
    INTENDED = "intended", "Intended for use in unlawful conduct"
    BOTH = "both", "Recoverable and intended"


class MovementKind(Code):
    """A line of a case's ledger. Seized is what was counted; the rest say where it went."""

    PAID_IN = "paid_in", "Paid into an interest-bearing account"
    INTEREST = "interest", "Interest"
    RELEASED = "released", "Released"
    FORFEITED = "forfeited", "Forfeited"
    RETURNED = "returned", "Forged or returned"
    PAYMENT = "payment", "Payment towards an order"
    COMPENSATION = "compensation", "Compensation paid"

    @property
    def leaves(self) -> bool:
        """Takes away from what is held."""
        return self in (MovementKind.RELEASED, MovementKind.FORFEITED, MovementKind.RETURNED)


class CaseRole(Code):
    """Whom a case concerns."""

    SEIZED_FROM = "seized_from", "Seized from"
    OWNER = "owner", "Claims to own it"
    SENDER = "sender", "Sender"
    RECIPIENT = "recipient", "Intended recipient"
    AFFECTED = "affected", "Otherwise affected"
    DEFENDANT = "defendant", "Defendant"
    ACCOUNT_HOLDER = "account_holder", "Account holder"
    VICTIM = "victim", "Victim"


class Paper(Code):
    """A paper of a case that is printed and served."""

    DETENTION_APPLICATION = "detention_application", "Application for detention (Form A equivalent)"
    FURTHER_APPLICATION = "further_application", "Application for further detention (Form A equivalent)"
    NOTICE_TO_PERSON = "notice_to_person", "Notice to the person affected"
    FORFEITURE_NOTICE = "forfeiture_notice", "Forfeiture notice (s.297A)"
    FORFEITURE_APPLICATION = "forfeiture_application", "Application for forfeiture (s.298)"
    RELEASE = "release", "Release of detained property (s.297)"
    APPOINTED_PERSON = "appointed_person", "Report to the Appointed Person (s.291)"
    CHRONOLOGY = "chronology", "Case chronology"


class ServiceMethod(Code):
    """How a paper reached somebody."""

    BY_HAND = "by_hand", "By hand"
    POST = "post", "First class post"
    ELECTRONIC = "electronic", "Electronic, by agreement in writing"
    GAZETTE = "gazette", "Published in the Gazette"


class ClaimKind(Code):
    """What somebody else asks for."""

    RELEASE = "release", "Release (s.297)"
    VICTIM = "victim", "Victim's claim (s.301)"
    OTHER_OWNER = "other_owner", "Another owner's claim (s.301)"
    SET_ASIDE = "set_aside", "Setting aside a forfeiture (s.297E)"
    COMPENSATION = "compensation", "Compensation (s.302)"


class ClaimResult(Code):
    """How a claim stands."""

    PENDING = "pending", "Pending"
    GRANTED = "granted", "Granted"
    PART = "part", "Granted in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class DutyKind(Code):
    """What must happen by a day or a minute."""

    ORDER_OR_RELEASE = "order_or_release", "Detention order or release"
    ACT_ON_EXPIRY = "act_on_expiry", "EXPIRED: return it, or act on legal advice"
    APPOINTED_PERSON = "appointed_person", "Report to the Appointed Person"
    PAY_IN = "pay_in", "Pay into an interest-bearing account"
    LODGE_RENEWAL = "lodge_renewal", "Lodge the renewal and serve it"
    EXTEND_OR_FORFEIT = "extend_or_forfeit", "Extend detention or apply for forfeiture"
    CAP = "cap", "Two-year limit: apply for forfeiture or give notice"
    HEARING = "hearing", "Hearing: record the time the order is made"
    OBJECTIONS = "objections", "Objection period ends"
    SET_ASIDE = "set_aside", "Set-aside period ends"
    DECIDE_AFTER_LAPSE = "decide_after_lapse", "Notice lapsed: apply or release"
    FORFEITURE_STALE = "forfeiture_stale", "Forfeiture application without a listed date"
    APPEAL = "appeal", "Appeal window closes"
    RELEASE = "release", "Release as the court directed"
    CLAIM = "claim", "Claim to answer"
    FREEZING_ENDS = "freezing_ends", "Account freezing order ends"
    TIME_TO_PAY = "time_to_pay", "Confiscation: time to pay ends"
    ENFORCE = "enforce", "Confiscation unpaid: enforce"
    NOTICE_PERIOD = "notice_period", "DAML notice period ends"
    MORATORIUM = "moratorium", "Moratorium ends"
    JARD = "jard", "Update JARD"
    CONSOLIDATED_FUND = "consolidated_fund", "Pay to the Consolidated Fund"
    TIME_CHANGE = "time_change", "Agree a changed time of seizure"
    PACE_REVIEW = "pace_review", "Decide on POCA before the other power ends"


class ChampionPost(Code):
    """Who looks after POCA in an area or unit."""

    CHAMPION = "champion", "Champion"
    DEPUTY = "deputy", "Deputy"
