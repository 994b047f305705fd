"""What must be thought of when somebody under 18, or a possible victim, is linked to a group."""

from datetime import date

from soc_desk.domain.age import ADULT, Age
from soc_desk.vocabulary.ocg import LinkRole

OPENING = (
    "So far they are known in closed records alone. With this link everybody who reads cases will know of them, with "
    "every name and detail. Confirm that this is meant."
)
CHILD = (
    "Think of a referral to the National Referral Mechanism (NRM): a group may be exploiting somebody under 18. "
    "A child's consent is not needed (Modern Slavery Act 2015 s.52)."
)
VICTIM = (
    "A potential victim is referred to the National Referral Mechanism (NRM) with their consent; without it, the Home "
    "Office is sent a Duty to Notify (Modern Slavery Act 2015 s.52)."
)
REFERRED = "A referral of theirs is open: {}. Look whether it still tells all that is known, this link included."
_VICTIMS = (LinkRole.POTENTIAL_VICTIM, LinkRole.VICTIM)


def is_child(age: Age, day: date) -> bool:
    """Whether they are under 18 on a day, or may be: who may be a child is cared for as one. False where no age is."""
    return age.adult_on is not None and day < age.adult_on


def question(age: Age, day: date) -> str:
    """What is asked before somebody under 18 is linked."""
    found = age.on(day)
    certain = found is not None and found[1] < ADULT
    how = "is" if certain else "may be"
    return f"This person {how} under 18 (age {age.words(day)}). Confirm that a child is to be linked."


def prompt(age: Age, role: LinkRole | None, day: date) -> str:
    """What to think of once the link is made; empty for nothing."""
    if is_child(age, day):
        return CHILD
    return VICTIM if role in _VICTIMS else ""
