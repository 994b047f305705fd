"""Forms of what happens in court: applications, orders, refusals, hearings, notices, objections, appeals."""

from typing import Any

from soc_desk.services import periods
from soc_desk.services.poca import forfeiture, freezing, orders, other_orders, release
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.court_drafts import (
    NOTICE_RANKS,
    DecisionDraft,
    DirectionDraft,
    HearingDraft,
    LodgingDraft,
    NoticeDraft,
    ObjectionDraft,
    OrderDraft,
    WithdrawalDraft,
)
from soc_desk.services.poca.other_drafts import OtherOrderDraft
from soc_desk.services.poca.previews import after_objection, objections_until, order_meaning
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import day_words
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderResult, ServiceMethod
from ui.poca import fields
from ui.poca.step_sheet import Detail, Step
from ui.widgets.fields import MoneyField, WholeField
from ui.widgets.form import Entry, Form

_TOLD = "The court heard it at another time than planned? Adjourn it first; the clock does not stop."


def _lodging(form: Form[Any], shown: Detail) -> None:
    form.add_row(Entry("lodged_on", "&Lodged on", fields.day()), Entry("lodged_how", "H&ow", fields.line("By e-mail")))
    form.add_row(
        Entry("court", "&Court", fields.line("Southmere Magistrates' Court"), share=2),
        Entry("court_case_no", "Court case &number", fields.line()),
    )
    form.add_row(
        Entry(
            "hearing_at",
            "&Hearing",
            fields.moment(coming=True),
            "Normally at least seven clear days after lodging.",
            share=2,
        ),
        Entry("room", "&Room", fields.line()),
    )
    form.add_row(Entry("served", "Notice was &given to", fields.served(shown)))
    if shown.row.state_now is CaseState.EXPIRED:
        form.add_row(Entry("advice", "&Advised by", fields.line("The solicitor who advised it")))
    form.add_row(Entry("note", "No&te", fields.note()))


def _start_lodging(shown: Detail) -> LodgingDraft:
    return LodgingDraft(lodged_on=periods.today(), court=fields.last_court(shown))


def _order(form: Form[Any], shown: Detail) -> None:
    form.add_row(
        Entry("made_at", "&Made at", fields.moment(), "The minute at which the court made it."),
        Entry("expires_on", "&Ends on, as written", fields.day(coming=True)),
    )
    if not any(order.result is OrderResult.PENDING for order in shown.orders):
        form.add_row(Entry("lodged_on", "Application &lodged on", fields.day(), "It was not recorded before."))
    form.add_row(
        Entry("court", "&Court", fields.line(), share=2), Entry("court_case_no", "Court case &number", fields.line())
    )
    form.add_row(
        Entry("bench", "&Bench", fields.line("Single justice, bench or district judge")),
        Entry("legal_adviser", "Legal a&dviser", fields.line()),
    )
    form.add_row(Entry("amount_pence", "&Amount on the order", MoneyField(), "Leave empty for all that is held."))
    form.add_row(Entry("note", "No&te", fields.note()))


def _start_order(shown: Detail) -> OrderDraft:
    pending = any(order.result is OrderResult.PENDING for order in shown.orders)
    return OrderDraft(court=fields.last_court(shown), lodged_on=None if pending else periods.today())


def _decision(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001 - every form has the same shape
    form.add_row(Entry("decided_at", "&Decided at", fields.moment()), Entry("bench", "&Bench", fields.line()))
    form.add_row(Entry("note", "No&te", fields.note("What the court said")))


def _hearing(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("hearing_at", "New &hearing", fields.moment(coming=True), share=2), Entry("room", "&Room", fields.line())
    )
    form.add_row(Entry("reason", "&Why it was adjourned", fields.note("")))


def _withdrawal(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("withdrawn_on", "&Withdrawn on", fields.day()))
    form.add_row(Entry("reason", "W&hy", fields.note("")))


def _direction(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("directed_on", "&Directed on", fields.day(), "Release is due within seven days."),
        Entry("court", "&Court", fields.line()),
    )
    form.add_row(Entry("note", "No&te", fields.note()))


def _notice(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("given_on", "&Given on", fields.day(), "The period begins the day after."),
        Entry("period_days", "&Period, days", WholeField(0, 999), "At least 30."),
    )
    form.add_row(Entry("sent_at", "&Sent at", fields.moment()), Entry("sent_how", "H&ow", fields.choice(ServiceMethod)))
    form.add_row(
        Entry("signed_by", "Signed &by", fields.line("The senior officer who is satisfied")),
        Entry("rank", "&Rank", fields.offered((rank, rank) for rank in NOTICE_RANKS)),
    )
    form.add_row(Entry("address", "Ob&jections go to", fields.note("The address on the notice")))
    form.add_row(Entry("amount_pence", "&Amount", MoneyField(), "Leave empty for all that is held."))
    form.add_row(Entry("note", "No&te", fields.note()))


def _objection(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("received_at", "&Received at", fields.moment(), "When it reached the address on the notice."),
        Entry("objector", "&Who objects", fields.line("Anybody may")),
    )
    form.add_row(Entry("note", "No&te", fields.note("What they say")))


_LAST_DAY = {
    CaseKind.CONFISCATION: ("&Pay by, as written", "Without one it is payable on the day."),
    CaseKind.ACCOUNT_FREEZING: ("&Ends on, as written", "The last day of the order."),
}


def _other_order(form: Form[Any], shown: Detail) -> None:
    """What an order of this kind of case has; a benefit and a default term belong to confiscation alone."""
    kind = shown.row.kind
    last, hint = _LAST_DAY.get(kind, ("&Ends on", "Where the order says so."))
    form.add_row(
        Entry("kind", "&Order", fields.choice(getattr(shown, "may_order", ())), share=2),
        Entry("made_at", "&Made at", fields.moment()),
    )
    form.add_row(
        Entry("expires_on", last, fields.day(coming=True), hint), Entry("amount_pence", "&Amount", MoneyField())
    )
    if kind is CaseKind.CONFISCATION:
        form.add_row(
            Entry("benefit_pence", "&Benefit", MoneyField()),
            Entry("months", "&Default term, months", WholeField(0, 168)),
        )
    form.add_row(
        Entry("court", "&Court", fields.line(), share=2), Entry("court_case_no", "Court case &number", fields.line())
    )
    form.add_row(Entry("bench", "Benc&h", fields.line("Single justice, bench or district judge")))
    form.add_row(Entry("note", "No&te", fields.note()))


def _start_other_order(shown: Detail) -> OtherOrderDraft:
    kinds = getattr(shown, "may_order", ())
    return OtherOrderDraft(kind=next(iter(kinds)) if len(kinds) == 1 else None, court=fields.last_court(shown))


def _watch_order(draft: OrderDraft, shown: Detail) -> str:
    return order_meaning(shown, draft.made_at, draft.expires_on) if isinstance(shown, CaseDetail) else ""


def _watch_notice(draft: NoticeDraft, _shown: Detail) -> str:
    if draft.given_on is None or draft.period_days is None:
        return ""
    last = objections_until(draft.given_on, draft.period_days)
    return f"Objections count until the end of {day_words(last)}; without one it is forfeited then, without a court."


def _told_order(value: Any, shown: Detail) -> str:
    sentence = getattr(value, "sentence", "")
    return f"{shown.row.reference}: the order is logged. {sentence}".strip()


COURT_STEPS: dict[Event | str, Step] = {
    "lodge": Step(
        key="lodge", title="Log an application", verb="Log application", use_case=orders.lodge, draft=LodgingDraft,
        rows=_lodging, start=_start_lodging,
        note="Lodging does not stop the clock: the order must be made in time.",
    ),
    "order": Step(
        key="order", title="Log a detention order", verb="Log order", use_case=orders.made, draft=OrderDraft,
        rows=_order, start=_start_order, told=_told_order, watch=_watch_order,
        note="A late order does not make the detention lawful, whatever it says (Kingdom Corporate, 2023).",
    ),
    "refused": Step(
        key="refused", title="Log a refusal", verb="Log refusal", use_case=orders.refuse, draft=DecisionDraft,
        rows=_decision, note="What is held is held lawfully only until the time now running ends.",
    ),
    "adjourn": Step(
        key="adjourn", title="Adjourn the hearing",
        done="the hearing is adjourned; the clock runs on.",
        verb="Adjourn", use_case=orders.adjourn, draft=HearingDraft,
        rows=_hearing, note="Adjournment does not stop the clock.",
    ),
    "withdraw": Step(
        key="withdraw", title="Withdraw the application",
        done="the application is withdrawn.", verb="Withdraw", use_case=orders.withdraw,
        draft=WithdrawalDraft, rows=_withdrawal, is_grave=True,
    ),
    "extend_cap": Step(
        key="extend_cap", title="Log the extension to three years", verb="Log extension", use_case=orders.extend_cap,
        draft=OrderDraft, rows=_order, start=_start_order, note="Cryptoassets alone (s.303Z32(4)).",
    ),
    "notice": Step(
        key="notice", title="Log a forfeiture notice", verb="Log notice", use_case=forfeiture.give_notice,
        draft=NoticeDraft, rows=_notice, watch=_watch_notice,
        start=lambda _shown: NoticeDraft(given_on=periods.today()),
        note="Only while a detention order is in force (s.297A).",
    ),
    "objection": Step(
        key="objection", title="Record an objection", verb="Record objection", use_case=forfeiture.object,
        draft=ObjectionDraft, rows=_objection, watch=lambda draft, shown: after_objection(shown, draft.received_at),
        note="Any objection received within the period lapses the notice (s.297C).",
    ),
    "end_period": Step(
        key="end_period", title="The objection period ended", verb="Record that nobody objected",
        use_case=forfeiture.end_period,
        question="The period ended and no objection was received at the address. The property is forfeited; anybody "
        "aggrieved may apply to set that aside within 30 days.",
    ),
    "make_final": Step(
        key="make_final", title="The forfeiture is final", verb="Record that it is final",
        use_case=forfeiture.make_final, question="The time to appeal or to set the forfeiture aside has ended unused.",
    ),
    "lodge_forfeiture": Step(
        key="lodge_forfeiture", title="Log an application for forfeiture", verb="Log forfeiture application",
        use_case=forfeiture.lodge, draft=LodgingDraft, rows=_lodging, start=_start_lodging,
        note="From now on it stays detained until the proceedings and any appeal end (s.298(4)).",
    ),
    "forfeiture_refused": Step(
        key="forfeiture_refused", title="Log that forfeiture was refused", verb="Log refusal",
        use_case=forfeiture.refuse, draft=DecisionDraft, rows=_decision,
        note="An appeal is possible for 30 days starting with the day of the decision (s.299).",
    ),
    "withdraw_forfeiture": Step(
        key="withdraw_forfeiture", title="Withdraw the application for forfeiture",
        done="the application for forfeiture is withdrawn.", verb="Withdraw",
        use_case=forfeiture.withdraw, draft=WithdrawalDraft, rows=_withdrawal, is_grave=True,
    ),
    "appeal": Step(
        key="appeal", title="Log an appeal", verb="Log appeal", use_case=forfeiture.appeal, draft=LodgingDraft,
        rows=_lodging, start=lambda _shown: LodgingDraft(lodged_on=periods.today(), court="Crown Court"),
        note="To the Crown Court, within 30 days starting with the day of the order (s.299).",
    ),
    "allow_appeal": Step(
        key="allow_appeal", title="Log that the appeal was allowed", verb="Log decision",
        use_case=forfeiture.allow_appeal, draft=DecisionDraft, rows=_decision,
    ),
    "dismiss_appeal": Step(
        key="dismiss_appeal", title="Log that the appeal was dismissed", verb="Log decision",
        use_case=forfeiture.dismiss_appeal, draft=DecisionDraft, rows=_decision,
    ),
    "direction": Step(
        key="direction", title="Log a direction to release", verb="Log direction", use_case=release.direct,
        draft=DirectionDraft, rows=_direction, start=lambda shown: DirectionDraft(court=fields.last_court(shown)),
    ),
    "other_lodge": Step(
        key="other_lodge", title="Log an application", verb="Log application", use_case=other_orders.lodge,
        draft=LodgingDraft, rows=_lodging, start=_start_lodging,
    ),
    "other_order": Step(
        key="other_order", title="Log an order", verb="Log order", use_case=other_orders.make_order,
        draft=OtherOrderDraft, rows=_other_order, start=_start_other_order,
    ),
    "other_refused": Step(
        key="other_refused", title="Log a refusal", verb="Log refusal", use_case=other_orders.refuse,
        draft=DecisionDraft, rows=_decision,
    ),
    "other_adjourn": Step(
        key="other_adjourn", title="Adjourn the hearing",
        done="the hearing is adjourned.", verb="Adjourn", use_case=other_orders.adjourn,
        draft=HearingDraft, rows=_hearing,
    ),
    "account_notice": Step(
        key="account_notice", title="Log an account forfeiture notice", verb="Log notice",
        use_case=freezing.give_notice, draft=NoticeDraft, rows=_notice, watch=_watch_notice,
        start=lambda _shown: NoticeDraft(given_on=periods.today()),
    ),
    "account_objection": Step(
        key="account_objection", title="Record an objection", verb="Record objection", use_case=freezing.object,
        draft=ObjectionDraft, rows=_objection,
        note="The freezing order ends 48 hours after the objection unless an application is made (s.303Z11).",
    ),
    "account_end_period": Step(
        key="account_end_period", title="The objection period ended", verb="Record that nobody objected",
        use_case=freezing.end_period, question="The period ended and nobody objected; the money is forfeited.",
    ),
    "account_set_aside": Step(
        key="account_set_aside", title="Log that the forfeiture was set aside", verb="Log decision",
        use_case=freezing.set_aside, draft=DecisionDraft, rows=_decision,
    ),
    "account_lodge": Step(
        key="account_lodge", title="Log an application for account forfeiture", verb="Log forfeiture application",
        use_case=freezing.lodge_forfeiture, draft=LodgingDraft, rows=_lodging, start=_start_lodging,
    ),
    "account_refused": Step(
        key="account_refused", title="Log that forfeiture was refused", verb="Log refusal",
        use_case=freezing.refuse_forfeiture, draft=DecisionDraft, rows=_decision,
    ),
    "account_appeal": Step(
        key="account_appeal", title="Log an appeal", verb="Log appeal", use_case=freezing.appeal, draft=LodgingDraft,
        rows=_lodging, start=_start_lodging,
    ),
    "account_final": Step(
        key="account_final", title="The forfeiture is final", verb="Record that it is final",
        use_case=freezing.make_final, question="The time to appeal or to set the forfeiture aside has ended unused.",
    ),
}  # fmt: skip
