"""Who belongs to a group: its members with role, category and grade, and whether they are the three of the Act."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import PersonLink
from soc_desk.services.people import links
from soc_desk.services.people.links import LinkRow
from soc_desk.vocabulary.ocg import MEMBER_ROLES

LEAST = 3
"""Serious Crime Act 2015 s.45(6): a group of three or more persons."""


@dataclass(frozen=True)
class Members:
    """All links of a group, current ones first, and how many different people are members of it now."""

    links: tuple[LinkRow, ...]
    members: int

    @property
    def warning(self) -> str:
        """What there is to say of fewer than three members; empty for three or more."""
        return too_few(self.members)


def of(session: Session, subject_id: UUID) -> Members:
    """Everybody linked to a group that the reader may know of."""
    found = tuple(links.of_subject(session, subject_id))
    return Members(found, count_of(found))


def count_of(found: Iterable[LinkRow]) -> int:
    """How many different people are members now, by these links."""
    return len({link.person_id for link in found if link.role.is_member and link.to_on is None})


def count(session: Session, subject_id: UUID) -> int:
    """How many different people are members of a group now."""
    query = select(func.count(PersonLink.person_id.distinct())).where(
        PersonLink.subject_id == subject_id, PersonLink.role.in_(MEMBER_ROLES), PersonLink.to_on.is_(None)
    )
    return session.scalar(query) or 0


def too_few(members: int) -> str:
    """A warning in words, or nothing; mapping may go ahead of identification, so that it never stops anybody."""
    if members >= LEAST:
        return ""
    have = ("No member is", "One member is", "Two members are")[members]
    return (
        f"{have} linked; an organised crime group is three or more people (Serious Crime Act 2015 s.45). "
        "Members not identified yet can be linked, too."
    )
