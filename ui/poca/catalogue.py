"""Every step of every kind of case: which of them a case's state allows now, the likeliest first."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from soc_desk.services.poca import states
from soc_desk.services.poca.board import NextAction
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.states import Event
from soc_desk.vocabulary.poca import CaseKind, CaseState, ClaimResult
from ui.desk import Desk
from ui.forms.case_court import COURT_STEPS
from ui.forms.case_life import LIFE_STEPS
from ui.forms.case_money import MONEY_STEPS
from ui.page import Shell
from ui.poca.step_sheet import Detail, Step, StepSheet

STEPS: dict[str, Step] = {str(key): step for key, step in (COURT_STEPS | MONEY_STEPS | LIFE_STEPS).items()}

_OF_EVENT = {
    Event.SEIZED_UNDER_POCA: "seize", Event.FIRST_LODGED: "lodge", Event.FURTHER_LODGED: "lodge",
    Event.ORDER_MADE: "order", Event.ORDER_REFUSED: "refused", Event.ADJOURNED: "adjourn",
    Event.APPLICATION_WITHDRAWN: "withdraw", Event.CAP_EXTENDED: "extend_cap", Event.NOTICE_GIVEN: "notice",
    Event.OBJECTION: "objection", Event.PERIOD_ENDED: "end_period", Event.FORFEITURE_LODGED: "lodge_forfeiture",
    Event.FORFEITURE_ORDERED: "forfeit", Event.FORFEITURE_REFUSED: "forfeiture_refused",
    Event.FORFEITURE_WITHDRAWN: "withdraw_forfeiture", Event.APPEAL_LODGED: "appeal",
    Event.APPEAL_ALLOWED: "allow_appeal", Event.APPEAL_DISMISSED: "dismiss_appeal", Event.BECAME_FINAL: "make_final",
    Event.RELEASE_DIRECTED: "direction", Event.RELEASED: "release", Event.RESEIZED: "reseize",
    Event.CONFIRMED_IN_TIME: "confirm", Event.FUND_PAID: "fund", Event.CLOSED: "close", Event.REOPENED: "reopen",
    Event.CLAIM_MADE: "claim", Event.CLAIM_ANSWERED: "claim_decision", Event.COUNTED: "count",
    Event.PAID_IN: "pay_in", Event.KEPT_AS_EVIDENCE: "evidence", Event.REPORT_SENT: "report",
    Event.TIME_CHANGE_ASKED: "time_change", Event.TIME_CHANGE_DECIDED: "time_decision", Event.JARD_UPDATED: "jard",
}  # fmt: skip
_OF_OTHER_EVENT = {
    Event.APPLICATION_LODGED: "other_lodge", Event.APPLICATION_REFUSED: "other_refused",
    Event.CONSENT_REFUSED: "other_refused", Event.PAYMENT_RECEIVED: "payment", Event.ENFORCEMENT_BEGUN: "enforce",
    Event.NOTICE_GIVEN: "account_notice", Event.OBJECTION: "account_objection",
    Event.PERIOD_ENDED: "account_end_period", Event.SET_ASIDE: "account_set_aside",
    Event.FORFEITURE_LODGED: "account_lodge", Event.FORFEITURE_ORDERED: "account_forfeit",
    Event.FORFEITURE_REFUSED: "account_refused", Event.APPEAL_LODGED: "account_appeal",
    Event.BECAME_FINAL: "account_final", Event.FUND_PAID: "account_fund", Event.JARD_UPDATED: "other_jard",
    Event.ADJOURNED: "other_adjourn", Event.ENDED: "end",
}  # fmt: skip
_ORDER = (
    "seize", "order", "lodge", "end_period", "objection", "forfeit",
    "forfeiture_refused", "notice", "lodge_forfeiture", "count", "pay_in", "claim_decision",
    "time_decision", "other_order", "payment", "other_lodge", "account_end_period", "account_objection",
    "account_forfeit", "account_notice", "account_lodge", "fund", "account_fund", "jard", "make_final",
    "close",
)  # fmt: skip
"""The likeliest first; the rest follow as they stand in the catalogue."""
_WHERE_IT_GOES_BACK = ("release", "reseize", "lodge_forfeiture", "confirm")
_GOING_BACK = (CaseState.EXPIRED, CaseState.REFUSED, CaseState.RELEASED, CaseState.FORFEITURE_REFUSED)
"""States in which what is held goes back unless somebody acts, and what is likeliest then."""
_ONCE_FORFEITED = (
    "fund",
    "account_fund",
    "jard",
    "other_jard",
    "make_final",
    "account_final",
    "appeal",
    "account_appeal",
)
_FORFEITED = (CaseState.FORFEITURE_ORDERED, CaseState.FORFEITED_BY_NOTICE, CaseState.FINAL)

_ORDERS_TOO = (CaseState.SEIZED, CaseState.DETAINED)
"""States in which an order may be logged although its application was not: both are recorded in one step."""

OF_ACTION: dict[NextAction, tuple[str, ...]] = {
    NextAction.LOG_ORDER: ("order", "other_order", "lodge", "release"),
    NextAction.CONFIRM_IN_TIME: ("confirm", "order", "refused", "adjourn"),
    NextAction.LODGE_APPLICATION: ("lodge", "order", "lodge_forfeiture", "other_lodge"),
    NextAction.RELEASE_OR_FORFEIT: ("lodge_forfeiture", "notice", "order", "release", "account_lodge", "end"),
    NextAction.ACT_ON_EXPIRY: ("release", "reseize", "lodge_forfeiture", "confirm", "order"),
    NextAction.SEND_REPORT: ("report",),
    NextAction.PAY_IN: ("pay_in", "evidence"),
    NextAction.RECORD_OBJECTION: ("objection", "end_period", "account_objection", "account_end_period"),
    NextAction.RECORD_OUTCOME: (
        "end_period", "objection", "account_end_period", "account_objection", "make_final", "account_final", "appeal",
        "forfeit", "forfeiture_refused", "other_refused", "end",
    ),
    NextAction.LOG_HEARING: ("order", "refused", "adjourn", "forfeit", "forfeiture_refused", "other_order",
                             "other_adjourn"),
    NextAction.RELEASE: ("release",),
    NextAction.ANSWER_CLAIM: ("claim_decision",),
    NextAction.RECORD_PAYMENT: ("payment", "enforce", "other_order"),
    NextAction.UPDATE_JARD: ("jard", "other_jard"),
    NextAction.PAY_FUND: ("fund", "account_fund"),
    NextAction.DECIDE_TIME_CHANGE: ("time_decision",),
    NextAction.SEIZE: ("seize",),
}  # fmt: skip
"""The steps that a deadline's button may mean; those that the case's state allows are offered."""


class CaseStep(StepSheet):
    """A step that is found again by its key when its draft is resumed."""

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept, on the case as it stands now."""
        sheet = cls(desk, shell, UUID(str(content["record"])), step_of(str(content["step"])))
        sheet.resume(content)
        return sheet


def step_of(key: str) -> Step:
    """The step called ``key``; KeyError when there is none."""
    return STEPS[key]


def offered(shown: Detail) -> tuple[Step, ...]:
    """What may be done with a case now, the likeliest first; the store decides again."""
    keys = _of_seizure(shown) if isinstance(shown, CaseDetail) else _of_other(shown)
    now = shown.row.state_now
    before = _WHERE_IT_GOES_BACK if now in _GOING_BACK else _ONCE_FORFEITED if now in _FORFEITED else ()
    ranked = {key: place for place, key in enumerate(dict.fromkeys((*before, *_ORDER)))}
    return tuple(STEPS[key] for key in sorted(dict.fromkeys(keys), key=lambda key: ranked.get(key, len(_ORDER))))


def of_action(shown: Detail, action: NextAction) -> tuple[Step, ...]:
    """The steps that a deadline's button means for this case as it stands."""
    allowed = {step.key for step in offered(shown)}
    return tuple(STEPS[key] for key in OF_ACTION.get(action, ()) if key in allowed)


def _of_seizure(shown: CaseDetail) -> list[str]:
    now = shown.row.state_now
    keys = [key for event, key in _OF_EVENT.items() if now in states.MOVES[event]]
    if now in _ORDERS_TOO:
        keys.append("order")
    left_out = set()
    if now is CaseState.EXPIRED and not any(notice.objection_at for notice in shown.notices):
        left_out.add("lodge")  # only one made within the further 48 hours is kept, for a second person to confirm
    if shown.row.kind is not CaseKind.CRYPTOASSETS:
        left_out.add("extend_cap")
    if not any(claim.result is ClaimResult.PENDING for claim in shown.claims):
        left_out.add("claim_decision")
    waiting = any(change.agreed is None for change in shown.time_changes)
    left_out.add("time_change" if waiting else "time_decision")
    if shown.paid_in_on is not None:
        left_out |= {"pay_in", "evidence"}
    else:
        left_out.add("interest")
    if now is not CaseState.CLOSED:
        keys += ["serve", "interest"]
    return [key for key in keys if key not in left_out]


def _of_other(shown: Detail) -> list[str]:
    if isinstance(shown, CaseDetail):
        return []
    keys = [key for event, key in _OF_OTHER_EVENT.items() if event in shown.may]
    if shown.may_order:
        keys.append("other_order")
    if shown.row.state is CaseState.ENDED:
        keys.append("other_reopen")
    return keys
