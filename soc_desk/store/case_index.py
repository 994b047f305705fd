"""The full-text index of POCA cases, asked in each engine's own way; the database keeps it in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, cast, column, func, select, table, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import PocaCase
from soc_desk.store.search_index import words


def matching(
    session: Session, columns: Sequence[InstrumentedAttribute[Any]], typed: str, limit: int
) -> Select[*tuple[Any, ...]] | None:
    """The ``columns`` of cases that hold the beginning of each word, latest recorded first; None without a word.

    The index holds a case's own words and the names of its people. Each word may be the beginning of one.
    """
    found = words(typed)
    if not found:
        return None
    if session.get_bind().dialect.name == "sqlite":
        index, key = table("search_case", column("rowid")), table("search_case_key", column("id"), column("case_id"))
        query = select(*columns).select_from(index).join(key, key.c.id == index.c.rowid)
        query = query.join(PocaCase, PocaCase.id == key.c.case_id).order_by(index.c.rowid.desc())
        asked = " ".join(f'"{word}"*' for word in found)
        return query.where(text("search_case MATCH :asked").bindparams(asked=asked)).limit(limit)
    asked_all = cast([f"{word}:*" for word in found], ARRAY(Text))
    ids = func.desk_cases_found(asked_all, limit).table_valued(column("id", PocaCase.id.type)).render_derived()
    query = select(*columns).where(PocaCase.id.in_(select(ids.c.id)))
    return query.order_by(PocaCase.id.desc()).limit(limit)
