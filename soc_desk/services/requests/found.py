"""Requests that hold the words of a search: by reference, what is asked, and the terms of reference."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, bindparam, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Request
from soc_desk.store import prepared
from soc_desk.store.search_index import holds


def requests(session: Session, typed: str, limit: int) -> list[tuple[UUID, str, str, dict[str, str]]]:
    """Id, reference, what is asked and the fields that may have matched, by label; the newest first."""
    patterns = {f"word_{place}": f"%{word}%" for place, word in enumerate(typed.split())}
    if not patterns or limit <= 0:
        return []
    shape = ("requests found", len(patterns), limit)
    found = prepared.rows(session, shape, partial(_query, session, list(patterns), limit), patterns)
    return [
        (id_, reference, asked, {"Reference": reference, "Asked for": asked, "Terms": terms})
        for id_, reference, asked, terms in found
    ]


def _query(session: Session, patterns: list[str], limit: int) -> Select[*tuple[Any, ...]]:
    fields = (Request.reference, Request.asked, Request.terms)
    query = select(Request.id, *fields)
    for pattern in patterns:
        like = bindparam(pattern, type_=String)
        query = query.where(or_(*(holds(session, field, like) for field in fields)))
    return query.order_by(Request.reference.desc()).limit(prepared.fixed(limit))
