"""Mapping a group: the report it is mapped on, and whether its name is neutral."""

import re
import sys
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, Person, PersonName, Subject, new_id
from soc_desk.errors import Invalid
from soc_desk.services.intelligence import links
from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.services.ocgs import FirstReport
from soc_desk.store import Work

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "brothers", "bros", "family", "clan"})
_MOST_WORDS = 12


def problems(first: FirstReport, today: date) -> dict[str, str]:
    """Field to sentence; what only the store can say, such as how long a summary may be, comes with ``link``."""
    return _draft(first, new_id()).problems(today, sys.maxsize)


def link(work: Work, ocg: Ocg, first: FirstReport) -> None:
    """Keep the report with its group; the archive clock starts from it."""
    try:
        links.record(work, _draft(first, ocg.id))
    except Invalid as refused:
        raise Invalid({f"first.{name}": told for name, told in refused.problems.items()}) from refused


def _draft(first: FirstReport, subject_id: UUID) -> IntelligenceDraft:
    return IntelligenceDraft(subject_id=subject_id, **vars(first))


def name_warning(session: Session, name: str, of: UUID | None = None) -> str:
    """Why a name is taken or may not be neutral, as a sentence, or empty. It warns and never stops."""
    same = select(Subject.reference).where(func.lower(Subject.name) == name.strip().lower(), Subject.name != "")
    same = same.where(Subject.id != of) if of is not None else same
    if (reference := session.scalar(same.limit(1))) is not None:
        return f"{reference} has that name already; give the group another one, unless it is the same group."
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)][:_MOST_WORDS]
    if titled := [word for word in words if word in _TITLES]:
        return (
            f"“{titled[0].title()}” sounds like people; give the group a neutral name, such as that of a bird or tree."
        )
    if not words:
        return ""
    known = or_(func.lower(Person.family_name).in_(words), func.lower(Person.given_names).in_(words))
    if session.scalar(select(Person.family_name).where(known).limit(1)) is not None or (
        session.scalar(select(PersonName.name).where(func.lower(PersonName.name).in_(words)).limit(1)) is not None
    ):
        return "Somebody in the people register has that name; give the group a neutral one."
    return ""
