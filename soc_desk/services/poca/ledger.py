"""The ledger of a case: what is held by currency, what left, and the sums in sterling."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseMoney, CaseMovement, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca.money_drafts import AmountLine
from soc_desk.store import Work
from soc_desk.vocabulary.poca import MovementKind

MOST_MINOR = 9_999_999_999_999
"""The largest amount of one currency; both engines hold it exactly."""

_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "ISK": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3}
"""Figures after the point, where they are not two (ISO 4217)."""
_MOST_RATE = Decimal(1_000_000)
_GOES_BACK = (MovementKind.RELEASED, MovementKind.RETURNED)
_UNKNOWN_WORTH = "No rate was known; its worth in pounds is not counted."


def sterling(minor: int, currency: str, rate: str) -> int | None:
    """Pence for an amount in minor units at pounds for one major unit, halves up; None without a rate."""
    if currency == "GBP":
        return minor
    if not rate:
        return None
    pence = Decimal(minor) * Decimal(rate) * 100 / Decimal(10) ** _DIGITS.get(currency, 2)
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))


def line_problems(currency: str, rate: str, rate_on: date | None, amount: int | None) -> str:
    """What is wrong with a currency, its rate and its amount; empty where nothing is."""
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha() or not currency.isupper():
        return "Give the currency by its three letters, such as GBP or EUR."
    if amount is not None and not 0 < amount <= MOST_MINOR:
        return f"{currency}: enter an amount above nothing, and not more than is possible."
    if not rate:
        return ""
    try:
        pounds = Decimal(rate)
    except InvalidOperation:
        return f"{currency}: enter the rate as pounds for one, such as 0.8612."
    if not pounds.is_finite() or not 0 < pounds <= _MOST_RATE:
        return f"{currency}: enter the rate as pounds for one, such as 0.8612."
    return "" if rate_on else f"{currency}: enter the day of the rate."


def held(session: Session, case_id: UUID) -> dict[str, int]:
    """What is still held by currency, in minor units: seized less released, forfeited and returned."""
    amounts = {line.currency: line.amount_minor or 0 for line in lines_of(session, case_id)}
    for move in moves_of(session, case_id):
        if move.kind.leaves:
            amounts[move.currency] = amounts.get(move.currency, 0) - move.minor
    return amounts


def keep_sums(session: Session, case: PocaCase) -> None:
    """Bring the case's sterling columns up to date with its lines and ledger; the only place that sets them.

    Where no line has a rate, what was seized is not known in pounds, and what is held is known only once it is nothing.
    """
    session.flush()
    lines = lines_of(session, case.id)
    known = [worth for line in lines if (worth := _whole(line)) is not None]
    gone = dict.fromkeys(MovementKind, 0)
    for move in moves_of(session, case.id):
        gone[move.kind] += move.sterling_pence
    case.seized_pence = sum(known) if known else None
    case.released_pence = gone[MovementKind.RELEASED]
    case.forfeited_pence = gone[MovementKind.FORFEITED]
    case.returned_pence = gone[MovementKind.RETURNED]
    left = case.released_pence + case.forfeited_pence + case.returned_pence
    case.held_pence = None if case.seized_pence is None else case.seized_pence - left
    seized = any(line.amount_minor for line in lines)
    if case.seized_pence is None and seized and not any(held(session, case.id).values()):
        case.held_pence = 0


def take(
    work: Work,
    case: PocaCase,
    kind: MovementKind,
    amounts: Sequence[AmountLine],
    on: date,
    *,
    to_whom: str = "",
    note: str = "",
    order_id: UUID | None = None,
) -> bool:
    """Write what leaves the case into its ledger: ``amounts``, or everything held; True where nothing stays held.

    Raises Invalid for more than is held, and for forfeiting a currency without a rate. Going back is urgent and waits
    for no rate: such a line carries no pence, as the currency has none in what was seized, and its note says so.
    """
    session = work.session
    session.flush()
    lines = {line.currency: line for line in lines_of(session, case.id)}
    left = held(session, case.id)
    wanted = list(amounts) or [AmountLine(currency, minor) for currency, minor in left.items() if minor]
    for amount in wanted:
        have = left.get(amount.currency, 0)
        if amount.minor > have:
            raise Invalid({"amounts": f"{amount.currency}: only {written(have, amount.currency)} is still held."})
        left[amount.currency] = have - amount.minor
        line, said = lines[amount.currency], note.strip()
        if kind in _GOES_BACK and _part(line, have) is None:
            pence, said = 0, f"{said} {_UNKNOWN_WORTH}".strip()
        else:
            pence = _worth(session, line, have, amount.minor)
        work.add(
            CaseMovement(
                case_id=case.id, kind=kind, currency=amount.currency, minor=amount.minor, sterling_pence=pence,
                moved_on=on, order_id=order_id, to_whom=to_whom.strip(), note=said,
            )
        )  # fmt: skip
    keep_sums(session, case)
    return not any(left.values())


def take_back(
    work: Work, case: PocaCase, kind: MovementKind, amounts: Sequence[AmountLine], on: date, note: str
) -> None:
    """Write part of a kind's lines back, with the amounts negative; raises Invalid for more than went that way."""
    work.session.flush()
    lines = {line.currency: line for line in lines_of(work.session, case.id)}
    for amount in amounts:
        minor, pence = _gone(work.session, case.id, amount.currency, kind)
        if amount.minor > minor:
            raise Invalid(
                {"amounts": f"{amount.currency}: only {written(minor, amount.currency)} of it went that way."}
            )
        worth = _part(lines[amount.currency], amount.minor) or 0
        work.add(
            CaseMovement(
                case_id=case.id, kind=kind, currency=amount.currency, minor=-amount.minor,
                sterling_pence=-(pence if amount.minor == minor else worth), moved_on=on, note=note,
            )
        )  # fmt: skip
    keep_sums(work.session, case)


def give_back(work: Work, case: PocaCase, kind: MovementKind, on: date, note: str) -> None:
    """Write a kind's lines back, as where a forfeiture is undone: by currency, with the amounts negative."""
    work.session.flush()
    for currency in held(work.session, case.id):
        minor, pence = _gone(work.session, case.id, currency, kind)
        if minor or pence:
            work.add(
                CaseMovement(
                    case_id=case.id, kind=kind, currency=currency, minor=-minor, sterling_pence=-pence, moved_on=on,
                    note=note,
                )
            )  # fmt: skip
    keep_sums(work.session, case)


def set_rate(session: Session, line: CaseMoney, rate: str, rate_on: date | None) -> None:
    """Keep the rate of a currency; refused once money has moved at the old one, or without any."""
    rate = "" if line.currency == "GBP" else rate.strip()
    if rate and not line.rate and _minor_gone(session, line.case_id, line.currency):
        told = f"{line.currency}: money has moved without a rate already; reverse those lines before you enter one."
        raise Invalid({"rate": told})
    if rate and rate != line.rate and line.rate:
        gone = _left(session, line.case_id, line.currency)
        if gone:
            raise Invalid(
                {"rate": f"{line.currency}: money has moved at {line.rate} already; reverse those lines first."}
            )
    if rate:
        line.rate, line.rate_on = rate, rate_on


def written(minor: int, currency: str) -> str:
    """``£1,234.50`` or ``1,234.50 EUR``."""
    digits = _DIGITS.get(currency, 2)
    amount = f"{Decimal(minor) / Decimal(10) ** digits:,.{digits}f}"
    return f"£{amount}" if currency == "GBP" else f"{amount} {currency}"


def _worth(session: Session, line: CaseMoney, have: int, minor: int) -> int:
    """Sterling of what leaves, so that what stays is always worth its rate, and nothing when nothing stays."""
    before, after, whole = _part(line, have), _part(line, have - minor), _whole(line)
    if before is None or after is None or whole is None:
        raise Invalid({"amounts": no_rate(line.currency)})
    return before - after if after else whole - _left(session, line.case_id, line.currency)


def _whole(line: CaseMoney) -> int | None:
    """What a line is worth in pence: as kept with it, else by its rate; None where nothing tells."""
    if line.sterling_pence is not None or line.amount_minor is None:
        return line.sterling_pence
    return sterling(line.amount_minor, line.currency, line.rate)


def _part(line: CaseMoney, minor: int) -> int | None:
    """Pence of part of a line: by its rate, else its share of the sterling that was written down without one."""
    worth = sterling(minor, line.currency, line.rate)
    if worth is None and line.sterling_pence is not None and line.amount_minor:
        share = Decimal(line.sterling_pence) * minor / line.amount_minor
        worth = int(share.quantize(Decimal(1), ROUND_HALF_UP))
    return worth


def _left(session: Session, case_id: UUID, currency: str) -> int:
    """Sterling pence of a currency that left, in all."""
    return sum(m.sterling_pence for m in moves_of(session, case_id) if m.currency == currency and m.kind.leaves)


def _minor_gone(session: Session, case_id: UUID, currency: str) -> int:
    """What left of a currency in all, in minor units."""
    return sum(m.minor for m in moves_of(session, case_id) if m.currency == currency and m.kind.leaves)


def _gone(session: Session, case_id: UUID, currency: str, kind: MovementKind) -> tuple[int, int]:
    of_kind = [m for m in moves_of(session, case_id) if m.currency == currency and m.kind is kind]
    return sum(m.minor for m in of_kind), sum(m.sterling_pence for m in of_kind)


def no_rate(currency: str) -> str:
    """The sentence for a currency that has no rate yet."""
    return f"{currency}: enter the rate and its day with the count, before any of it moves."


def line_of(work: Work, case: PocaCase, currency: str) -> CaseMoney:
    """The line of a currency, a new one where there was none."""
    for line in lines_of(work.session, case.id):
        if line.currency == currency:
            return line
    line = CaseMoney(case_id=case.id, currency=currency)
    work.add(line)
    work.session.flush()
    return line


def lines_of(session: Session, case_id: UUID) -> list[CaseMoney]:
    """What was seized, a line a currency."""
    return list(session.scalars(select(CaseMoney).where(CaseMoney.case_id == case_id).order_by(CaseMoney.id)))


def moves_of(session: Session, case_id: UUID) -> list[CaseMovement]:
    """The ledger, as it was written."""
    return list(session.scalars(select(CaseMovement).where(CaseMovement.case_id == case_id).order_by(CaseMovement.id)))
