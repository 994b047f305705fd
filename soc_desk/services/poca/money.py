"""What is done with the money of a case: counting, paying in, interest, evidence, taking a wrong line back."""

from uuid import UUID

from soc_desk.domain import CaseMoney, CaseMovement, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger, moves
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.money_drafts import CountDraft, FundDraft, InterestDraft, PayInDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import MovementKind


@use_case("Count seized money", needs=WRITERS)
def count(work: Work, case_id: UUID, version: int | None, draft: CountDraft) -> None:
    """Keep a count of one currency by two people, in the place of an older one.

    Forged pieces go into the ledger as returned.
    """
    case = moves.opened(work, case_id, version, draft)
    counted = draft.counted_minor
    problem = ledger.line_problems(draft.currency, draft.rate, draft.rate_on, counted)
    if problem:
        raise Invalid({"pieces": problem})
    moves.not_ahead(work, counted_on=draft.counted_on)
    moves.not_before_seizure(case, counted_on=draft.counted_on)
    line = ledger.line_of(work, case, draft.currency)
    other = -ledger.held(work.session, case.id).get(draft.currency, 0) + (line.amount_minor or 0) - line.forged_minor
    if counted - draft.forged_minor < other:
        gone = ledger.written(other, draft.currency)
        raise Invalid({"pieces": f"{gone} of it has left already, more than this count leaves genuine."})
    _forge(work, case, line, -line.forged_minor, draft)
    ledger.set_rate(work.session, line, draft.rate, draft.rate_on)
    line.counted_minor, line.counted_on = counted, draft.counted_on
    line.denominations = {str(piece.face_minor): piece.pieces for piece in draft.pieces if piece.pieces}
    line.counter_one, line.counter_two = draft.counter_one.strip(), draft.counter_two.strip()
    line.instrument = draft.instrument.strip() or line.instrument
    line.sterling_pence = ledger.sterling(counted, line.currency, line.rate)
    _forge(work, case, line, draft.forged_minor, draft)
    line.forged_minor = draft.forged_minor
    ledger.keep_sums(work.session, case)
    assert draft.counted_on is not None  # problems() refused a count without its day
    said = f"{ledger.written(counted, draft.currency)} counted by {line.counter_one} and {line.counter_two}."
    moves.move(work, case, Event.COUNTED, moves.day(draft.counted_on), said)
    moves.settled(work, case)


@use_case("Log paying in", needs=WRITERS)
def pay_in(work: Work, case_id: UUID, version: int | None, draft: PayInDraft) -> None:
    """What is held goes into an interest-bearing account, at the first opportunity after the 48 hours (s.296)."""
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, paid_in_on=draft.paid_in_on)
    moves.not_before_seizure(case, paid_in_on=draft.paid_in_on)
    assert draft.paid_in_on is not None
    lines = {line.currency: line for line in ledger.lines_of(work.session, case.id)}
    left = {currency: minor for currency, minor in ledger.held(work.session, case.id).items() if minor}
    if not left:
        raise Invalid({"state": "Nothing is held any more that could be paid in."})
    for currency, minor in left.items():
        work.add(
            CaseMovement(
                case_id=case.id, kind=MovementKind.PAID_IN, currency=currency, minor=minor,
                sterling_pence=ledger.sterling(minor, currency, lines[currency].rate) or 0, moved_on=draft.paid_in_on,
                account=draft.account.strip(), note=draft.note.strip(),
            )
        )  # fmt: skip
    case.paid_in_on, case.paid_in_account, case.kept_as_evidence = draft.paid_in_on, draft.account.strip(), False
    moves.move(work, case, Event.PAID_IN, moves.day(draft.paid_in_on), draft.note)
    moves.settled(work, case)


@use_case("Log interest", needs=WRITERS)
def add_interest(work: Work, case_id: UUID, version: int | None, draft: InterestDraft) -> None:
    """Interest that the account paid; it follows the money when that is released or forfeited (s.296)."""
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, added_on=draft.added_on)
    if case.paid_in_on is None:
        raise Invalid({"added_on": "Log the paying in first; interest comes from the account."})
    assert draft.added_on is not None
    assert draft.minor is not None
    line = ledger.line_of(work, case, draft.currency)
    work.add(
        CaseMovement(
            case_id=case.id, kind=MovementKind.INTEREST, currency=draft.currency, minor=draft.minor,
            sterling_pence=ledger.sterling(draft.minor, draft.currency, line.rate) or 0, moved_on=draft.added_on,
            account=case.paid_in_account, note=draft.note.strip(),
        )
    )  # fmt: skip
    moves.move(work, case, Event.INTEREST_ADDED, moves.day(draft.added_on), draft.note)
    moves.settled(work, case)


@use_case("Keep seized money as evidence", needs=WRITERS)
def keep_as_evidence(work: Work, case_id: UUID, version: int | None, draft: ReasonDraft) -> None:
    """It is required as evidence of an offence or in these proceedings, and so is not paid in (s.296(2))."""
    case = moves.opened(work, case_id, version, draft)
    case.kept_as_evidence = True
    moves.move(work, case, Event.KEPT_AS_EVIDENCE, moves.now(work), draft.reason)
    moves.settled(work, case)


@use_case("Reverse a line of the ledger", needs=WRITERS)
def reverse(work: Work, movement_id: UUID, draft: ReasonDraft) -> None:
    """Take back a wrong line by one with its amount negative; lines are never edited. The state is not changed."""
    wrong = work.get(CaseMovement, movement_id)
    case = moves.opened(work, wrong.case_id, None, draft)
    if wrong.minor < 0:
        raise Invalid({"movement": "That line takes another back; write the right line instead."})
    undone = f"Takes back line {wrong.id}."
    if any(move.note.startswith(undone) for move in ledger.moves_of(work.session, case.id)):
        raise Invalid({"movement": "That line was taken back already."})
    if wrong.kind.leaves and wrong.minor > sum(
        line.minor for line in ledger.moves_of(work.session, case.id)
        if line.kind is wrong.kind and line.currency == wrong.currency
    ):  # fmt: skip
        raise Invalid({"movement": "A later step wrote that amount back already; look at the lines after it."})
    if wrong.kind is MovementKind.RETURNED and ledger.line_of(work, case, wrong.currency).forged_minor:
        raise Invalid({"movement": "Forged pieces come from the count; count again to put them right."})
    work.add(
        CaseMovement(
            case_id=case.id, kind=wrong.kind, currency=wrong.currency, minor=-wrong.minor,
            sterling_pence=-wrong.sterling_pence, moved_on=moves.now(work).date(), order_id=wrong.order_id,
            to_whom=wrong.to_whom, account=wrong.account, note=f"{undone} {draft.reason.strip()}",
        )
    )  # fmt: skip
    if wrong.kind is MovementKind.PAID_IN:
        case.paid_in_on, case.paid_in_account = None, ""
    ledger.keep_sums(work.session, case)
    moves.move(work, case, Event.LINE_REVERSED, moves.now(work), draft.reason)
    moves.settled(work, case)


@use_case("Log payment to the Consolidated Fund", needs=WRITERS)
def pay_fund(work: Work, case_id: UUID, version: int | None, draft: FundDraft) -> None:
    """Forfeited money and its interest are paid over when the forfeiture is final (s.300, s.297G)."""
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, paid_on=draft.paid_on)
    assert draft.paid_on is not None
    if case.final_on is not None and draft.paid_on < case.final_on:
        raise Invalid({"paid_on": "It cannot be paid before the forfeiture was final; check the day."})
    moves.move(work, case, Event.FUND_PAID, moves.day(draft.paid_on), draft.note)
    case.fund_paid_on = draft.paid_on
    moves.settled(work, case)


def _forge(work: Work, case: PocaCase, line: CaseMoney, minor: int, draft: CountDraft) -> None:
    if not minor:
        return
    worth = ledger.sterling(minor, line.currency, line.rate)
    if worth is None:
        raise Invalid({"rate": ledger.no_rate(line.currency)})
    assert draft.counted_on is not None
    work.add(
        CaseMovement(
            case_id=case.id, kind=MovementKind.RETURNED, currency=line.currency, minor=minor, sterling_pence=worth,
            moved_on=draft.counted_on, note="Forged pieces." if minor > 0 else "Forged pieces, counted again.",
        )
    )  # fmt: skip
