"""What the forms of a plan fill: the plan, an action, a gap, an objective, and each of their steps."""

from dataclasses import dataclass
from uuid import UUID

from soc_desk.domain.days import DayThatWas, DayToCome
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import Basis, PlanOutcome

WORDS_MAX = 20_000
_LONG = f"This is longer than {WORDS_MAX:,} characters; shorten it."


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """A plan: the SRO's strategic objectives, when it starts and when it is reviewed first."""

    id: UUID | None = None
    version: int | None = None
    objectives: str = ""
    starts_on: DayToCome = None
    review_due_on: DayToCome = None

    def problems(self) -> dict[str, str]:
        """Field to sentence; what approval needs besides is asked for when it is approved."""
        found = {}
        if len(self.objectives) > WORDS_MAX:
            found["objectives"] = _LONG
        if self.starts_on and self.review_due_on and self.review_due_on < self.starts_on:
            found["review_due_on"] = "The review cannot be due before the plan starts; check the two dates."
        return found


@dataclass(frozen=True, kw_only=True)
class ApprovalDraft:
    """The SRO's approval; ``approved_by`` names the SRO where somebody else enters it for them."""

    approved_by: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return (
            {} if self.approved_by.strip() else {"approved_by": "Name the senior responsible officer who approved it."}
        )


@dataclass(frozen=True, kw_only=True)
class PlanReviewDraft:
    """A review of a live plan: when, what was found, and when the next is due."""

    reviewed_on: DayThatWas = None
    review_note: str = ""
    review_due_on: DayToCome = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.reviewed_on is None:
            found["reviewed_on"] = "Enter the day it was reviewed, such as 14 Nov 2026."
        if not self.review_note.strip():
            found["review_note"] = "Say what the review found."
        if self.review_due_on is None:
            found["review_due_on"] = "Enter the day the next review is due."
        elif self.reviewed_on and self.review_due_on <= self.reviewed_on:
            found["review_due_on"] = "The next review lies after this one; check the two dates."
        return found


@dataclass(frozen=True, kw_only=True)
class ClosureDraft:
    """The end of a plan: what came of it, and what was learnt."""

    closed_on: DayThatWas = None
    outcome: PlanOutcome | None = None
    lessons: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.closed_on is None:
            found["closed_on"] = "Enter the day it ended, such as 14 Nov 2026."
        if self.outcome is None:
            found["outcome"] = "Choose what came of it."
        if not self.lessons.strip():
            found["lessons"] = "Say what was learnt; write “None” if nothing was."
        return found


@dataclass(frozen=True, kw_only=True)
class ObjectiveDraft:
    """A tactical objective, and whether it rests on fact or on assessment."""

    id: UUID | None = None
    version: int | None = None
    words: str = ""
    basis: Basis = Basis.ASSESSMENT

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.words.strip() else {"words": "Say what is to be reached."}


@dataclass(frozen=True, kw_only=True)
class GapDraft:
    """Something not known that the plan needs."""

    id: UUID | None = None
    version: int | None = None
    words: str = ""
    raised_on: DayThatWas = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.words.strip():
            found["words"] = "Say what is not known."
        if self.raised_on is None:
            found["raised_on"] = "Enter the day it was raised, such as 14 Nov 2026."
        return found


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """What closed a gap: the answer, or why it is no longer asked."""

    closed_on: DayThatWas = None
    answer: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.answer.strip():
            found["answer"] = "Say what the answer is, or why it is asked no more."
        if self.closed_on is None:
            found["closed_on"] = "Enter the day it was answered, such as 14 Nov 2026."
        return found


@dataclass(frozen=True, kw_only=True)
class ActionDraft:
    """Something to be done, under one P; ``owner_id`` is a user, or else ``owner`` a partner with the agency."""

    id: UUID | None = None
    version: int | None = None
    four_p: FourP | None = None
    title: str = ""
    tactic_area: str = ""
    owner_id: UUID | None = None
    owner: str = ""
    agency: str = ""
    due_on: DayToCome = None
    evidence_ref: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.four_p is None:
            found["four_p"] = "Choose one of the four Ps."
        if not self.title.strip():
            found["title"] = "Say what is to be done."
        return found | owner_problems(self.owner_id, self.owner, self.agency)


@dataclass(frozen=True, kw_only=True)
class AgreementDraft:
    """Who does a proposed action, and by when."""

    owner_id: UUID | None = None
    owner: str = ""
    agency: str = ""
    due_on: DayToCome = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = owner_problems(self.owner_id, self.owner, self.agency)
        if self.owner_id is None and not self.owner.strip():
            found["owner_id"] = "Say who does it: one of us, or a partner by name."
        if self.due_on is None:
            found["due_on"] = "Say by when, such as 14 Nov 2026."
        return found


@dataclass(frozen=True, kw_only=True)
class DueDraft:
    """Another day an action is due by, and why."""

    due_on: DayToCome = None
    because: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.due_on is None:
            found["due_on"] = "Say by when, such as 14 Nov 2026."
        if not self.because.strip():
            found["because"] = "Say why the date changes."
        return found


@dataclass(frozen=True, kw_only=True)
class ResultDraft:
    """What an action achieved, and what shows it."""

    done_on: DayThatWas = None
    result: str = ""
    evidence_ref: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.done_on is None:
            found["done_on"] = "Enter the day it was done, such as 14 Nov 2026."
        if not self.result.strip():
            found["result"] = "Say what came of it."
        return found


@dataclass(frozen=True, kw_only=True)
class BecauseDraft:
    """Why an action is blocked, cancelled or reopened."""

    because: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.because.strip() else {"because": "Say why."}


def owner_problems(owner_id: UUID | None, owner: str, agency: str) -> dict[str, str]:
    """One owner at most, and a partner only with the agency."""
    if owner_id is not None and owner.strip():
        return {"owner": "An action has one owner: take out the partner or the colleague."}
    if owner.strip() and not agency:
        return {"agency": "Say which agency the partner is from."}
    return {}
