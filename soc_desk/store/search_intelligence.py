"""The full-text index of intelligence: references and sanitised summaries, asked in each engine's own way."""

from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink
from soc_desk.store.search_index import words

_BODY = "translate(intelligence_link.ir_ref || ' ' || intelligence_link.summary, '-/', '  ')"  # as the index has it


def matching(session: Session, typed: str) -> Select[*tuple[Any, ...]] | None:
    """Links that hold the words typed so far, newest entry first; callers choose columns. None without a word."""
    found = words(typed)
    if not found:
        return None
    query = select(IntelligenceLink.serial).order_by(IntelligenceLink.serial.desc())
    if session.get_bind().dialect.name == "sqlite":
        index = table("search_intelligence", column("rowid"))
        asked = " ".join([*(f'"{word}"' for word in found[:-1]), f'"{found[-1]}"*'])
        matches = text("search_intelligence MATCH :asked").bindparams(asked=asked)
        return query.join_from(IntelligenceLink, index, IntelligenceLink.serial == index.c.rowid).where(matches)
    vector = func.to_tsvector(literal_column("'simple'"), literal_column(_BODY))
    condition: ColumnElement[bool] = vector.op("@@")(
        func.to_tsquery(literal_column("'simple'"), " & ".join([*found[:-1], f"{found[-1]}:*"]))
    )
    return query.where(condition)
