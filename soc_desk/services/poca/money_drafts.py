"""What the forms of money fill: forfeiture, release, claims, counting, paying in, interest, the Consolidated Fund."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from soc_desk.vocabulary.poca import ClaimKind, ClaimResult


def amount_problems(amounts: "tuple[AmountLine, ...]") -> dict[str, str]:
    """What is wrong with a list of amounts."""
    if any(line.minor <= 0 for line in amounts):
        return {"amounts": "Enter an amount above nothing in each line, or take the line out."}
    if len({line.currency for line in amounts}) < len(amounts):
        return {"amounts": "Each currency stands in one line; add the two together."}
    return {}


@dataclass(frozen=True)
class AmountLine:
    """An amount of one currency in its minor unit."""

    currency: str
    minor: int


@dataclass(frozen=True)
class PiecesLine:
    """Notes or coins of one denomination: face value in minor units, how many, and how many of those are forged."""

    face_minor: int
    pieces: int
    forged: int = 0


@dataclass(frozen=True, kw_only=True)
class ForfeitureDraft:
    """A forfeiture order (s.298): of everything that is held, or of ``amounts``."""

    made_at: datetime | None = None
    amounts: tuple[AmountLine, ...] = ()
    bench: str = ""
    legal_adviser: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {} if self.made_at else {"made_at": "Enter the day and the time at which the order was made."}
        return found | amount_problems(self.amounts)


@dataclass(frozen=True, kw_only=True)
class ReleaseDraft:
    """Property is released: everything that is held, or ``amounts``; to whom, why, and when the court was told."""

    released_on: date | None = None
    amounts: tuple[AmountLine, ...] = ()
    to_whom: str = ""
    reason: str = ""
    court_told_on: date | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.released_on is None:
            found["released_on"] = "Enter the day on which it was released."
        if not self.to_whom.strip():
            found["to_whom"] = "Name to whom it was released."
        if not self.reason.strip():
            found["reason"] = "Say why it was released."
        return found | amount_problems(self.amounts)


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """Somebody claims the property, or compensation."""

    kind: ClaimKind | None = None
    made_on: date | None = None
    claimant: str = ""
    hearing_at: datetime | None = None
    amount_pence: int | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.kind is None:
            found["kind"] = "Choose what is claimed."
        if self.made_on is None:
            found["made_on"] = "Enter the day on which the claim was made."
        if not self.claimant.strip():
            found["claimant"] = "Name who claims."
        if self.amount_pence is not None and self.amount_pence <= 0:
            found["amount_pence"] = "Enter the amount in pounds and pence, or leave it empty."
        return found


@dataclass(frozen=True, kw_only=True)
class ClaimDecisionDraft:
    """How a claim ended; ``amounts`` is what goes to the claimant, empty for everything where it was granted whole."""

    claim_id: UUID | None = None
    result: ClaimResult | None = None
    decided_on: date | None = None
    amounts: tuple[AmountLine, ...] = ()
    compensation_pence: int | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.claim_id is None:
            found["claim_id"] = "Choose the claim that was decided."
        if self.result in (None, ClaimResult.PENDING):
            found["result"] = "Choose how the claim ended."
        if self.decided_on is None:
            found["decided_on"] = "Enter the day of the decision."
        if self.result is ClaimResult.PART and not self.amounts and not self.compensation_pence:
            found["amounts"] = "Enter the part that was granted."
        return found | amount_problems(self.amounts)


@dataclass(frozen=True, kw_only=True)
class CountDraft:
    """A count by two people: pieces by denomination, and ``other_minor`` for cheques, tokens and the like.

    ``rate`` is pounds for one major unit on ``rate_on``, as decimal text; empty for GBP.
    """

    currency: str = "GBP"
    pieces: tuple[PiecesLine, ...] = ()
    other_minor: int = 0
    instrument: str = ""
    counted_on: date | None = None
    counter_one: str = ""
    counter_two: str = ""
    rate: str = ""
    rate_on: date | None = None

    @property
    def counted_minor(self) -> int:
        """The whole count, forged pieces at their face included."""
        return sum(line.face_minor * line.pieces for line in self.pieces) + self.other_minor

    @property
    def forged_minor(self) -> int:
        """The face value of the forged pieces."""
        return sum(line.face_minor * line.forged for line in self.pieces)

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if any(line.face_minor <= 0 or line.pieces < 0 or not 0 <= line.forged <= line.pieces for line in self.pieces):
            found["pieces"] = "Each line needs a face value and a number of pieces, and no more forged than there are."
        elif len({line.face_minor for line in self.pieces}) < len(self.pieces):
            found["pieces"] = "Each denomination stands in one line; add the two together."
        if self.other_minor < 0:
            found["other_minor"] = "The amount cannot be below nothing."
        if self.counted_on is None:
            found["counted_on"] = "Enter the day of the count."
        if not self.counter_one.strip() or not self.counter_two.strip():
            found["counter_two"] = "Money is counted by two people; name both."
        elif self.counter_one.strip().casefold() == self.counter_two.strip().casefold():
            found["counter_two"] = "The two counters are two people; name the second one."
        return found


@dataclass(frozen=True, kw_only=True)
class PayInDraft:
    """Money is paid into an interest-bearing account (s.296)."""

    paid_in_on: date | None = None
    account: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.paid_in_on is None:
            found["paid_in_on"] = "Enter the day on which it was paid in."
        if not self.account.strip():
            found["account"] = "Enter the reference of the account."
        return found


@dataclass(frozen=True, kw_only=True)
class InterestDraft:
    """Interest that an account paid; it goes where the money goes (s.296)."""

    currency: str = "GBP"
    minor: int | None = None
    added_on: date | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.minor is None or self.minor <= 0:
            found["minor"] = "Enter the interest."
        if self.added_on is None:
            found["added_on"] = "Enter the day on which it was added."
        return found


@dataclass(frozen=True, kw_only=True)
class FundDraft:
    """Forfeited money is paid to the Consolidated Fund (s.300, s.297G)."""

    paid_on: date | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.paid_on else {"paid_on": "Enter the day of the payment."}
