"""The full-text index of intelligence: references and sanitised summaries, asked in each engine's own way."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, column, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink
from soc_desk.store.search_index import is_sqlite

_BODY = "translate(intelligence_link.ir_ref || ' ' || intelligence_link.summary, '-/', '  ')"  # as the index has it


def matching(session: Session) -> Select[*tuple[Any, ...]]:
    """Links that hold the words of the parameter ``asked``, newest entry first; callers choose columns and a limit."""
    query = select(IntelligenceLink.serial)
    if is_sqlite(session):
        index = table("search_intelligence", column("rowid"))
        query = query.join_from(index, IntelligenceLink, IntelligenceLink.serial == index.c.rowid)
        return query.where(text("search_intelligence MATCH :asked")).order_by(index.c.rowid.desc())
    vector = func.to_tsvector(literal_column("'simple'"), literal_column(_BODY))
    matches: ColumnElement[bool] = vector.op("@@")(
        func.to_tsquery(literal_column("'simple'"), bindparam("asked", type_=Text))
    )
    return query.where(matches).order_by(IntelligenceLink.serial.desc())
