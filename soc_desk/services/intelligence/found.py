"""Intelligence that holds the words of a search: by its reference and its sanitised summary."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Person, Subject
from soc_desk.store import prepared
from soc_desk.store.search_index import asked, words
from soc_desk.store.search_intelligence import matching
from soc_desk.vocabulary.ocg import HandlingGrade

Found = tuple[UUID, str, str, dict[str, str]]
"""Id, reference, what it bears on, and the fields to look for the words in."""


def intelligence(session: Session, typed: str, limit: int) -> list[Found]:
    """What matches, newest entry first; a summary with conditions is not shown around the match."""
    if limit <= 0 or not words(typed):
        return []
    build, values = partial(_query, session, limit), {"asked": asked(session, typed)}
    hits: list[Found] = []
    for id_, ref, summary, handling, legacy, group, name, who in prepared.rows(
        session, ("intelligence found", limit), build, values
    ):
        open_words = handling is not HandlingGrade.CONDITIONS and not legacy
        told = {"Reference": ref, "Summary": summary if open_words else ""}
        about = f"{group} {name}" if group else who or ""
        hits.append((id_, ref, about.strip(), told))
    return hits


def _query(session: Session, limit: int) -> Select[*tuple[Any, ...]]:
    link, subject, person = IntelligenceLink, Subject.__table__, Person.__table__
    columns = (link.id, link.ir_ref, link.summary, link.handling, link.legacy_grade)
    query = (
        matching(session)
        .outerjoin(subject, subject.c.id == link.subject_id)
        .outerjoin(person, person.c.id == link.person_id)
        .with_only_columns(*columns, subject.c.reference, subject.c.name, person.c.name, maintain_column_froms=True)
    )
    return query.limit(prepared.fixed(limit))
