"""Forms of a case's money: counting, paying in, interest, release, forfeiture, claims, payments, the fund."""

from typing import Any

from soc_desk.services import periods
from soc_desk.services.poca import claims, confiscation, forfeiture, freezing, money, release
from soc_desk.services.poca.money_drafts import (
    ClaimDecisionDraft,
    ClaimDraft,
    CountDraft,
    ForfeitureDraft,
    FundDraft,
    InterestDraft,
    PayInDraft,
    ReleaseDraft,
)
from soc_desk.services.poca.other_drafts import PaymentDraft
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.poca import ClaimKind, ClaimResult
from ui.poca import fields
from ui.poca.step_sheet import Detail, Step
from ui.widgets.fields import MoneyField
from ui.widgets.form import Entry, Form

_MINOR = 100


def _count(form: Form[Any], shown: Detail) -> None:
    form.add_row(
        Entry("currency", "&Currency", fields.offered((code, code) for code in fields.currencies(shown))),
        Entry("counted_on", "Counted &on", fields.day()),
    )
    form.add_row(Entry("pieces", "&Pieces", fields.pieces()))
    form.add_row(
        Entry("other_minor", "Cheques, &tokens and the like", MoneyField()),
        Entry("instrument", "&What they are", fields.line()),
    )
    form.add_row(
        Entry("counter_one", "&First counter", fields.line()), Entry("counter_two", "&Second counter", fields.line())
    )
    form.add_row(
        Entry("rate", "&Rate", fields.line("Pounds for one unit, such as 0.8612"), "Leave empty for pounds."),
        Entry("rate_on", "Rate of", fields.day()),
    )


def _start_count(shown: Detail) -> CountDraft:
    code = fields.currencies(shown)[0]
    return CountDraft(currency=code, counted_on=periods.today())


def _watch_count(draft: CountDraft, shown: Detail) -> str:
    counted = sum((line.face_minor or 0) * (line.pieces or 0) for line in draft.pieces) + (draft.other_minor or 0)
    if not counted:
        return ""
    said = f"{draft.currency} {counted // _MINOR:,}.{counted % _MINOR:02} in all"
    line = next((each for each in getattr(shown, "money", ()) if each.currency == draft.currency), None)
    if line is not None and line.estimate_minor is not None:
        apart = counted - line.estimate_minor
        sign = "more" if apart > 0 else "less"
        said += (
            f", {abs(apart) // _MINOR:,}.{abs(apart) % _MINOR:02} {sign} than the estimate"
            if apart
            else (", as estimated")
        )
    return f"{said}."


def _pay_in(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001 - every form has the same shape
    form.add_row(
        Entry("paid_in_on", "&Paid in on", fields.day(), "At the first opportunity after 48 hours (s.296)."),
        Entry("account", "&Account", fields.line("Its reference")),
    )
    form.add_row(Entry("note", "No&te", fields.note()))


def _interest(form: Form[Any], shown: Detail) -> None:
    form.add_row(
        Entry("currency", "&Currency", fields.offered((code, code) for code in fields.currencies(shown))),
        Entry("minor", "&Interest", MoneyField()),
        Entry("added_on", "A&dded on", fields.day()),
    )
    form.add_row(Entry("note", "No&te", fields.note()))


def _release(form: Form[Any], shown: Detail) -> None:
    form.add_row(
        Entry("released_on", "&Released on", fields.day()),
        Entry("court_told_on", "Court &told on", fields.day(), "An officer tells the court first (s.297)."),
    )
    form.add_row(Entry("amounts", "&Amounts", fields.amounts(shown), "Leave empty for all that is held."))
    form.add_row(Entry("to_whom", "To &whom", fields.line()))
    form.add_row(Entry("reason", "Wh&y", fields.note("")))


def _forfeiture(form: Form[Any], shown: Detail) -> None:
    form.add_row(
        Entry("made_at", "&Made at", fields.moment()),
        Entry("bench", "&Bench", fields.line()),
        Entry("legal_adviser", "Legal a&dviser", fields.line()),
    )
    form.add_row(Entry("amounts", "&Amounts", fields.amounts(shown), "Leave empty for all that is held."))
    form.add_row(Entry("note", "No&te", fields.note()))


def _claim(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("kind", "&What is asked", fields.choice(ClaimKind), share=2), Entry("made_on", "&Made on", fields.day())
    )
    form.add_row(Entry("claimant", "&By whom", fields.line()), Entry("amount_pence", "&Amount", MoneyField()))
    form.add_row(Entry("hearing_at", "&Hearing", fields.moment(coming=True)))
    form.add_row(Entry("note", "No&te", fields.note()))


def _claim_decision(form: Form[Any], shown: Detail) -> None:
    pending = [claim for claim in shown.claims if claim.result is ClaimResult.PENDING]
    names = [(claim.id, f"{claim.kind.label}, {claim.claimant}, {pounds(claim.amount_pence)}") for claim in pending]
    form.add_row(Entry("claim_id", "&Claim", fields.offered(names)))
    form.add_row(
        Entry("result", "&Result", fields.choice(each for each in ClaimResult if each is not ClaimResult.PENDING)),
        Entry("decided_on", "&Decided on", fields.day()),
    )
    form.add_row(Entry("amounts", "Goes to the claimant", fields.amounts(shown), "Leave empty where all of it does."))
    form.add_row(Entry("compensation_pence", "Co&mpensation", MoneyField()))
    form.add_row(Entry("note", "No&te", fields.note()))


def _start_claim_decision(shown: Detail) -> ClaimDecisionDraft:
    pending = [claim.id for claim in shown.claims if claim.result is ClaimResult.PENDING]
    return ClaimDecisionDraft(claim_id=pending[0] if len(pending) == 1 else None, decided_on=periods.today())


def _fund(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(Entry("paid_on", "&Paid on", fields.day()))
    form.add_row(Entry("note", "No&te", fields.note()))


def _payment(form: Form[Any], shown: Detail) -> None:  # noqa: ARG001
    form.add_row(
        Entry("paid_on", "&Paid on", fields.day()),
        Entry("amount_pence", "&Amount", MoneyField()),
        Entry("account", "Acc&ount", fields.line()),
    )
    form.add_row(Entry("note", "No&te", fields.note()))


def _watch_payment(draft: PaymentDraft, shown: Detail) -> str:
    row = shown.row
    if row.order_pence is None:
        return ""
    left = row.order_pence - row.paid_pence
    if draft.amount_pence is None:
        return f"{pounds(left)} of the order is unpaid."
    after = left - draft.amount_pence
    more = "more than the order; interest may be owed." if after < 0 else "of the order unpaid."
    return f"It leaves {pounds(after)} {more}" if after >= 0 else f"It is {pounds(-after)} {more}"


def _watch_amounts(draft: ForfeitureDraft | ReleaseDraft, shown: Detail) -> str:
    held = shown.row.held_pence
    return "" if draft.amounts or held is None else f"All that is held: {pounds(held)}."


MONEY_STEPS: dict[str, Step] = {
    "count": Step(
        key="count", title="Log a count", verb="Log count", use_case=money.count, draft=CountDraft, rows=_count,
        start=_start_count, watch=_watch_count, note="Two people count; the count replaces the estimate.",
    ),
    "pay_in": Step(
        key="pay_in", title="Log paying-in", verb="Log paying-in", use_case=money.pay_in, draft=PayInDraft,
        rows=_pay_in, start=lambda _shown: PayInDraft(paid_in_on=periods.today()),
    ),
    "interest": Step(
        key="interest", title="Log interest", verb="Log interest", use_case=money.add_interest, draft=InterestDraft,
        rows=_interest,
        start=lambda shown: InterestDraft(currency=fields.currencies(shown)[0], added_on=periods.today()),
    ),
    "release": Step(
        key="release", title="Log a release", verb="Log release", use_case=release.release, draft=ReleaseDraft,
        rows=_release, watch=_watch_amounts, is_grave=True,
        start=lambda _shown: ReleaseDraft(released_on=periods.today()),
    ),
    "forfeit": Step(
        key="forfeit", title="Log a forfeiture order", verb="Log forfeiture", use_case=forfeiture.order,
        draft=ForfeitureDraft, rows=_forfeiture, watch=_watch_amounts,
        note="An appeal is possible for 30 days starting with the day of the order (s.299).",
    ),
    "claim": Step(
        key="claim", title="Log a claim", verb="Log claim", use_case=claims.make, draft=ClaimDraft, rows=_claim,
        start=lambda _shown: ClaimDraft(made_on=periods.today()),
    ),
    "claim_decision": Step(
        key="claim_decision", title="Answer a claim",
        done="the claim is answered.", verb="Log decision", use_case=claims.decide,
        draft=ClaimDecisionDraft, rows=_claim_decision, start=_start_claim_decision,
    ),
    "fund": Step(
        key="fund", title="Log payment to the Consolidated Fund", verb="Log payment", use_case=money.pay_fund,
        draft=FundDraft, rows=_fund, start=lambda _shown: FundDraft(paid_on=periods.today()),
    ),
    "payment": Step(
        key="payment", title="Log a payment", verb="Log payment", use_case=confiscation.pay, draft=PaymentDraft,
        rows=_payment, watch=_watch_payment, start=lambda _shown: PaymentDraft(paid_on=periods.today()),
    ),
    "account_forfeit": Step(
        key="account_forfeit", title="Log an account forfeiture order", verb="Log forfeiture",
        use_case=freezing.forfeit, draft=ForfeitureDraft, rows=_forfeiture, watch=_watch_amounts,
    ),
    "account_fund": Step(
        key="account_fund", title="Log payment to the Consolidated Fund", verb="Log payment",
        use_case=freezing.pay_fund, draft=FundDraft, rows=_fund,
        start=lambda _shown: FundDraft(paid_on=periods.today()),
    ),
}  # fmt: skip
