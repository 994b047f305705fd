"""The state table of seized property: which event may happen in which state, and where it leads."""

from soc_desk.errors import Invalid
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.poca import CaseState


class Event(Code):
    """What happens in a case's life; stored as ``CaseStep.event``."""

    SEIZED = "seized", "Seized"
    HELD = "held", "Held under another power"
    SEIZED_UNDER_POCA = "seized_under_poca", "Seized under POCA"
    FIRST_LODGED = "first_lodged", "First application lodged"
    FURTHER_LODGED = "further_lodged", "Further application lodged"
    ORDER_MADE = "order_made", "Detention order made"
    ORDER_REFUSED = "order_refused", "Detention refused"
    ADJOURNED = "adjourned", "Hearing adjourned"
    APPLICATION_WITHDRAWN = "application_withdrawn", "Application withdrawn"
    CAP_EXTENDED = "cap_extended", "Two years extended to three"
    NOTICE_GIVEN = "notice_given", "Forfeiture notice given"
    OBJECTION = "objection", "Objection received"
    PERIOD_ENDED = "period_ended", "Forfeited by notice"
    SET_ASIDE = "set_aside", "Forfeiture set aside"
    FORFEITURE_LODGED = "forfeiture_lodged", "Forfeiture application lodged"
    FORFEITURE_ORDERED = "forfeiture_ordered", "Forfeiture ordered"
    FORFEITURE_REFUSED = "forfeiture_refused", "Forfeiture refused"
    FORFEITURE_WITHDRAWN = "forfeiture_withdrawn", "Forfeiture application withdrawn"
    APPEAL_LODGED = "appeal_lodged", "Appeal lodged"
    APPEAL_ALLOWED = "appeal_allowed", "Appeal allowed"
    APPEAL_DISMISSED = "appeal_dismissed", "Appeal dismissed"
    BECAME_FINAL = "became_final", "Forfeiture final"
    RELEASE_DIRECTED = "release_directed", "Release directed by the court"
    RELEASED = "released", "Released"
    PART_RELEASED = "part_released", "Released in part"
    EXPIRED = "expired", "EXPIRED"
    CONFIRMED_IN_TIME = "confirmed_in_time", "Order or application confirmed as made in time"
    RESEIZED = "reseized", "Seized anew"
    FUND_PAID = "fund_paid", "Paid to the Consolidated Fund"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    CLAIM_GRANTED = "claim_granted", "Claim granted"
    # What leaves the state alone
    CLAIM_MADE = "claim_made", "Claim made"
    CLAIM_ANSWERED = "claim_answered", "Claim answered"
    COUNTED = "counted", "Counted"
    PAID_IN = "paid_in", "Paid into an interest-bearing account"
    INTEREST_ADDED = "interest_added", "Interest added"
    LINE_REVERSED = "line_reversed", "Line of the ledger taken back"
    KEPT_AS_EVIDENCE = "kept_as_evidence", "Kept as evidence"
    REPORT_SENT = "report_sent", "Report sent to the Appointed Person"
    TIME_CHANGE_ASKED = "time_change_asked", "Change of the time of seizure asked for"
    TIME_CHANGE_DECIDED = "time_change_decided", "Change of the time of seizure decided"
    JARD_UPDATED = "jard_updated", "JARD updated"
    ACKNOWLEDGED = "acknowledged", "Deadline acknowledged"
    # The other orders; their moves are in ``other_moves``
    OPENED = "opened", "Case opened"
    APPLICATION_LODGED = "application_lodged", "Application lodged"
    ORDER_GRANTED = "order_granted", "Order made"
    APPLICATION_REFUSED = "application_refused", "Application refused"
    CONSENT_REFUSED = "consent_refused", "Consent refused"
    PAYMENT_RECEIVED = "payment_received", "Payment received"
    ENFORCEMENT_BEGUN = "enforcement_begun", "Enforcement began"
    ENDED = "ended", "Ended"


NOTED = frozenset({
    Event.CLAIM_MADE, Event.CLAIM_ANSWERED, Event.COUNTED, Event.PAID_IN, Event.INTEREST_ADDED, Event.LINE_REVERSED,
    Event.KEPT_AS_EVIDENCE, Event.REPORT_SENT, Event.TIME_CHANGE_ASKED, Event.TIME_CHANGE_DECIDED, Event.JARD_UPDATED,
})  # fmt: skip
"""Events that leave the state alone; they may happen until the case is closed."""

_S = CaseState
_48_HOURS = (_S.SEIZED, _S.FIRST_PENDING)
_IN_FORCE = (_S.DETAINED, _S.FURTHER_PENDING)
_RELEASABLE = (_S.HELD_OTHER_POWER, *_48_HOURS, *_IN_FORCE, _S.NOTICE_RUNNING, _S.NOTICE_LAPSED, _S.REFUSED,
               _S.FORFEITURE_REFUSED, _S.EXPIRED, _S.RELEASED)  # fmt: skip
_PART_ONLY = (_S.FORFEITURE_ORDERED, _S.FORFEITED_BY_NOTICE, _S.FINAL)
_APPLY_FORFEITURE = (*_48_HOURS, *_IN_FORCE, _S.NOTICE_RUNNING, _S.NOTICE_LAPSED, _S.REFUSED, _S.EXPIRED)
_HELD = (*_RELEASABLE, _S.FORFEITURE_PENDING, _S.APPEAL_PENDING, *_PART_ONLY[:2])
_OPEN = (*_HELD, _S.FINAL)
_UNDER_295 = (*_48_HOURS, *_IN_FORCE, _S.NOTICE_RUNNING, _S.NOTICE_LAPSED)
_LISTED = (_S.FIRST_PENDING, _S.FURTHER_PENDING, _S.FORFEITURE_PENDING, _S.APPEAL_PENDING)


def _to(after: CaseState, *before: CaseState) -> dict[CaseState, tuple[CaseState, ...]]:
    return dict.fromkeys(before, (after,))


def _staying(*states: CaseState) -> dict[CaseState, tuple[CaseState, ...]]:
    return {state: (state,) for state in states}


MOVES: dict[Event, dict[CaseState, tuple[CaseState, ...]]] = {
    Event.SEIZED_UNDER_POCA: _to(_S.SEIZED, _S.HELD_OTHER_POWER),
    Event.FIRST_LODGED: _to(_S.FIRST_PENDING, _S.SEIZED),
    Event.FURTHER_LODGED: {
        **_to(_S.FURTHER_PENDING, _S.DETAINED, _S.NOTICE_LAPSED),
        _S.EXPIRED: (_S.EXPIRED,),  # made within the further 48 hours, recorded after them
    },
    Event.ORDER_MADE: {
        _S.FIRST_PENDING: (_S.DETAINED, _S.EXPIRED),
        _S.FURTHER_PENDING: (_S.DETAINED, _S.EXPIRED),
        _S.EXPIRED: (_S.EXPIRED,),
    },
    Event.ORDER_REFUSED: _to(_S.REFUSED, _S.FIRST_PENDING, _S.FURTHER_PENDING),
    Event.ADJOURNED: _staying(*_LISTED),
    Event.APPLICATION_WITHDRAWN: {
        _S.FIRST_PENDING: (_S.RELEASED,),
        _S.FURTHER_PENDING: (_S.DETAINED, _S.NOTICE_LAPSED, _S.RELEASED),
    },
    Event.CAP_EXTENDED: _staying(*_IN_FORCE),
    Event.NOTICE_GIVEN: _to(_S.NOTICE_RUNNING, _S.DETAINED),
    Event.OBJECTION: {_S.NOTICE_RUNNING: (_S.DETAINED, _S.NOTICE_LAPSED)},
    Event.PERIOD_ENDED: _to(_S.FORFEITED_BY_NOTICE, _S.NOTICE_RUNNING),
    Event.SET_ASIDE: _to(_S.RELEASED, _S.FORFEITED_BY_NOTICE),
    Event.FORFEITURE_LODGED: _to(_S.FORFEITURE_PENDING, *_APPLY_FORFEITURE),
    Event.FORFEITURE_ORDERED: _to(_S.FORFEITURE_ORDERED, _S.FORFEITURE_PENDING),
    Event.FORFEITURE_REFUSED: _to(_S.FORFEITURE_REFUSED, _S.FORFEITURE_PENDING),
    Event.FORFEITURE_WITHDRAWN: {_S.FORFEITURE_PENDING: (_S.DETAINED, _S.RELEASED)},
    Event.APPEAL_LODGED: _to(_S.APPEAL_PENDING, _S.FORFEITURE_ORDERED, _S.FORFEITURE_REFUSED),
    Event.APPEAL_ALLOWED: {_S.APPEAL_PENDING: (_S.RELEASED, _S.FINAL)},
    Event.APPEAL_DISMISSED: {_S.APPEAL_PENDING: (_S.FINAL, _S.RELEASED)},
    Event.BECAME_FINAL: _to(_S.FINAL, _S.FORFEITED_BY_NOTICE, _S.FORFEITURE_ORDERED),
    Event.RELEASE_DIRECTED: _staying(*_UNDER_295),
    Event.RELEASED: _to(_S.RELEASED, *_RELEASABLE),
    Event.PART_RELEASED: _staying(*_RELEASABLE, *_PART_ONLY),
    Event.EXPIRED: _to(_S.EXPIRED, *_48_HOURS, *_IN_FORCE, _S.NOTICE_LAPSED, _S.REFUSED),
    Event.CONFIRMED_IN_TIME: {_S.EXPIRED: (_S.DETAINED, _S.FURTHER_PENDING)},
    Event.RESEIZED: _to(_S.CLOSED, _S.EXPIRED, _S.REFUSED),
    Event.FUND_PAID: _staying(_S.FINAL),
    Event.CLOSED: _to(_S.CLOSED, _S.RELEASED, _S.FINAL),
    Event.REOPENED: {_S.CLOSED: (_S.RELEASED, _S.FINAL)},
    Event.CLAIM_GRANTED: {state: (state, _S.RELEASED) for state in _HELD},
    **{event: _staying(*_OPEN) for event in NOTED},
}
"""Event, then state: where it leads; of several, what is recorded decides.

It is the table of docs/poca.md. Beyond its words: while an application for detention is pending the detention before it
still runs, so that release, s.298 and withdrawal are open there, too; a released case takes the handing over of what
was still held; and what a forfeiture did not reach may be released in part.
"""

WHEN: dict[Event, str] = {
    Event.SEIZED_UNDER_POCA: "Only property held under another power is seized under POCA afterwards",
    Event.FIRST_LODGED: "The first application is lodged while the 48 hours run and none is pending",
    Event.FURTHER_LODGED: "A further application is lodged while an order is in force, or after a notice lapsed",
    Event.ORDER_MADE: "An order answers an application; lodge the application first",
    Event.ORDER_REFUSED: "A refusal answers an application; lodge the application first",
    Event.ADJOURNED: "Only a hearing that is pending can be adjourned",
    Event.APPLICATION_WITHDRAWN: "Only a pending application for detention can be withdrawn",
    Event.CAP_EXTENDED: "The two years are extended only while an order is in force",
    Event.NOTICE_GIVEN: "A forfeiture notice is given only while a detention order is in force and no application is "
    "pending (POCA 2002 s.297A)",
    Event.OBJECTION: "An objection answers a forfeiture notice whose period is running",
    Event.PERIOD_ENDED: "Only a running forfeiture notice can end in forfeiture",
    Event.SET_ASIDE: "Only a forfeiture by notice can be set aside (POCA 2002 s.297E)",
    Event.FORFEITURE_LODGED: "Forfeiture is applied for while the property is held and nothing else was decided on it "
    "(POCA 2002 s.298)",
    Event.FORFEITURE_ORDERED: "Forfeiture is ordered on an application; lodge the application first",
    Event.FORFEITURE_REFUSED: "Forfeiture is refused on an application; lodge the application first",
    Event.FORFEITURE_WITHDRAWN: "Only a pending application for forfeiture can be withdrawn",
    Event.APPEAL_LODGED: "An appeal is against a forfeiture order or its refusal (POCA 2002 s.299)",
    Event.APPEAL_ALLOWED: "Only a pending appeal can be allowed",
    Event.APPEAL_DISMISSED: "Only a pending appeal can be dismissed",
    Event.BECAME_FINAL: "Only a forfeiture becomes final, when its appeal or set-aside time has ended",
    Event.RELEASE_DIRECTED: "A court directs release of property that is detained (POCA 2002 s.297)",
    Event.RELEASED: "Property is released while it is held and no forfeiture proceedings are open (POCA 2002 s.298(4))",
    Event.PART_RELEASED: "A part is released while property is held and no forfeiture proceedings are open "
    "(POCA 2002 s.298(4))",
    Event.EXPIRED: "Only a detention whose time ran out is expired",
    Event.CONFIRMED_IN_TIME: "Only an order or application of a case marked EXPIRED is confirmed as made in time",
    Event.RESEIZED: "Property is seized anew only after its detention expired or was refused, on legal advice",
    Event.FUND_PAID: "Money is paid to the Consolidated Fund when its forfeiture is final (POCA 2002 s.300)",
    Event.CLOSED: "A case is closed when everything was released or finally forfeited",
    Event.REOPENED: "Only a closed case can be reopened",
    Event.CLAIM_GRANTED: "A claim is granted while the property is held (POCA 2002 s.301)",
    **dict.fromkeys(NOTED, "A closed case rests; a supervisor reopens it first"),
}
"""When an event may happen, without its full stop."""


def may(state: CaseState, event: Event) -> bool:
    """Whether an event may happen in a state."""
    return state in MOVES.get(event, {})


def after(state: CaseState, event: Event, chosen: CaseState | None = None) -> CaseState:
    """Where an event leads; ``chosen`` where several are possible. Raises Invalid where the table has no such move."""
    possible = MOVES.get(event, {}).get(state)
    if possible is None:
        raise Invalid({"state": f"{WHEN.get(event, event.label)}; the case is: {state.label}."})
    if chosen is None:
        return possible[0]
    if chosen not in possible:
        raise AssertionError(f"{event} does not lead from {state} to {chosen}")
    return chosen
