"""Intelligence that holds the words of a search: by its reference and its sanitised summary."""

from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Person, Subject
from soc_desk.store.search_intelligence import matching
from soc_desk.vocabulary.ocg import HandlingGrade

Found = tuple[UUID, str, str, dict[str, str]]
"""Id, reference, what it bears on, and the fields to look for the words in."""


def intelligence(session: Session, typed: str, limit: int) -> list[Found]:
    """What matches, newest entry first; a summary with conditions is not shown around the match."""
    query = matching(session, typed)
    if query is None or limit <= 0:
        return []
    link, subject, person = IntelligenceLink, Subject.__table__, Person.__table__
    columns = (link.id, link.ir_ref, link.summary, link.handling, link.legacy_grade)
    query = (
        query.outerjoin(subject, subject.c.id == link.subject_id)
        .outerjoin(person, person.c.id == link.person_id)
        .with_only_columns(*columns, subject.c.reference, subject.c.name, person.c.name, maintain_column_froms=True)
    )
    hits: list[Found] = []
    for id_, ref, summary, handling, legacy, group, name, who in session.execute(query.limit(limit)):
        open_words = handling is not HandlingGrade.CONDITIONS and not legacy
        told = {"Reference": ref, "Summary": summary if open_words else ""}
        about = f"{group} {name}" if group else who or ""
        hits.append((id_, ref, about.strip(), told))
    return hits
