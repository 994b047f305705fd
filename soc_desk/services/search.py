"""Find anything by a word or two: subjects, people, disruptions, POCA cases, intelligence, requests."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Entity, Subject, User
from soc_desk.store import Work, prepared, use_case
from soc_desk.store.search_index import asked, holds, matching, words
from soc_desk.vocabulary import READERS, SubjectKind

_AROUND = 40
_OWN = 3
_PEOPLE = 4
"""Places of the answer that people have to themselves."""


@dataclass(frozen=True)
class Hit:
    """A record found, and why: the words around the match, or the field that matched."""

    id: UUID
    kind: Literal["ocg", "subject", "person", "disruption", "case", "intelligence", "request"]
    reference: str
    title: str
    reason: str


def search(session: Session, typed: str, limit: int = 20) -> list[Hit]:
    """The first hits for what was typed so far; only what the reader may know of."""
    # The window loads this module at its start, and nothing of these is shown there.
    from soc_desk.services.intelligence import found as reports
    from soc_desk.services.poca import found
    from soc_desk.services.requests import found as requested

    typed = typed.strip()
    if not words(typed):
        return []
    subjects = _subjects(session, typed, limit)
    disruptions = _disruptions(session, typed, limit - min(len(subjects), limit // 2))
    hits = subjects[: limit - len(disruptions)] + disruptions
    most = max(_OWN, limit - len(hits))
    cases = [
        Hit(id_, "case", ref, title, _which(told, typed)) for id_, ref, title, told in found.cases(session, typed, most)
    ]
    intelligence = [
        Hit(id_, "intelligence", ref, title, _which(told, typed))
        for id_, ref, title, told in reports.intelligence(session, typed, most)
    ]
    requests = [
        Hit(id_, "request", ref, title, _which(told, typed))
        for id_, ref, title, told in requested.requests(session, typed, most)
    ]
    hits = _beside(hits, (cases, intelligence, requests), limit)
    people = _people(session, typed, max(_PEOPLE, limit - len(hits)))
    return people + hits[: limit - min(len(people), _PEOPLE)]


def _beside(hits: list[Hit], others: tuple[list[Hit], ...], limit: int) -> list[Hit]:
    """Hits, and those found beside what they hang on: three places are each kind's own, the rest is what is left."""
    own = [min(len(each), _OWN) for each in others]
    shown = hits[: max(0, limit - sum(own))]
    room = limit - len(shown) - sum(own)
    for each, kept in zip(others, own, strict=True):
        shown += each[: kept + max(0, room)]
        room -= len(each) - kept
    return shown[:limit]


@use_case("Open a search hit", needs=READERS)
def opened(work: Work, hit: Hit) -> None:
    """Log that a hit was opened: a consultation."""
    from soc_desk.domain import IntelligenceLink, Person, PocaCase, Request

    kinds: dict[str, type[Entity]] = {
        "disruption": Disruption, "case": PocaCase, "person": Person, "intelligence": IntelligenceLink,
        "request": Request,
    }  # fmt: skip
    work.consult(work.get(kinds.get(hit.kind, Subject), hit.id))


def _people(session: Session, typed: str, limit: int) -> list[Hit]:
    from soc_desk.services.people import found  # as above

    people = found.people(session, typed, limit)
    return [Hit(id_, "person", ref, name, _which(told, typed)) for id_, ref, name, told in people]


def _subjects(session: Session, typed: str, limit: int) -> list[Hit]:
    patterns = {f"word_{place}": f"%{word}%" for place, word in enumerate(typed.split())}
    shape = ("subjects found", len(patterns), limit)
    hits = []
    for id_, kind, reference, name, operation, national in prepared.rows(
        session, shape, partial(_subjects_query, session, list(patterns), limit), patterns
    ):
        fields = {"Reference": reference, "Name": name, "Operation": operation, "National reference": national}
        hits.append(Hit(id_, "ocg" if kind is SubjectKind.OCG else "subject", reference, name, _which(fields, typed)))
    return hits


def _subjects_query(session: Session, patterns: list[str], limit: int) -> Select[*tuple[Any, ...]]:
    fields = (Subject.reference, Subject.name, Subject.operation_name, Subject.national_ref)
    query = select(Subject.id, Subject.kind, *fields)
    for pattern in patterns:
        like = bindparam(pattern, type_=String)
        query = query.where(or_(*(holds(session, field, like) for field in fields)))
    in_order = func.coalesce(Subject.reference, Subject.reference)  # else SQLite looks up each subject by its reference
    return query.order_by(in_order).limit(prepared.fixed(limit))


def _disruptions(session: Session, typed: str, limit: int) -> list[Hit]:
    if limit <= 0:
        return []
    hits = []
    for id_, reference, title, operation, national, officer, rationale, narrative, against, name in prepared.rows(
        session, ("disruptions found", limit), partial(_disruptions_query, session, limit),
        {"asked": asked(session, typed)},
    ):  # fmt: skip
        fields = {"Reference": reference, "Title": title, "Operation": operation, "National reference": national or "",
                  "Officer": officer, "Why this level": rationale, "What was done": narrative}  # fmt: skip
        hits.append(Hit(id_, "disruption", reference, title or f"{against} {name}".strip(), _which(fields, typed)))
    return hits


def _disruptions_query(session: Session, limit: int) -> Select[*tuple[Any, ...]]:
    subject = Subject.__table__  # who may know of the disruption may know of its subject
    columns = (
        Disruption.id,
        Disruption.reference,
        Disruption.title,
        Disruption.operation_name,
        Disruption.national_ref,
        Disruption.officer,
        Disruption.impact_rationale,
        Disruption.narrative,
        subject.c.reference,
        subject.c.name,
    )
    found = matching(session).join(subject, subject.c.id == Disruption.subject_id)
    return found.with_only_columns(*columns, maintain_column_froms=True).limit(prepared.fixed(limit))


def _which(fields: dict[str, str], typed: str) -> str:
    """Which field holds the words, with the text around a match in a long one."""
    for word in reversed(words(typed)):
        for field, value in fields.items():
            place = value.casefold().find(word.casefold())
            if place >= 0:
                start, end = max(0, place - _AROUND), place + len(word) + _AROUND
                around = ("…" if start else "") + value[start:end].strip() + ("…" if end < len(value) else "")
                return f"{field}: {around}"
    return "Matches"


def names(session: Session, text: str, limit: int = 10) -> list[str]:
    """Colleagues' names for fields that suggest them."""
    like = select(User.display).where(User.display.icontains(text, autoescape=True), User.disabled_at.is_(None))
    return list(session.scalars(like.order_by(User.display).limit(limit)))
