"""The full-text index of POCA cases, asked in each engine's own way; the database keeps it in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, bindparam, column, func, select, table, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import PocaCase
from soc_desk.store.prepared import fixed
from soc_desk.store.search_index import is_sqlite, parts


def asked(session: Session, typed: str) -> str | list[str]:
    """What was typed so far in the engine's own grammar.

    Each word may be the beginning of one; of those with a hyphen between them, the last.
    """
    found = parts(typed)
    if is_sqlite(session):
        return " ".join(f'"{" ".join(part)}"*' for part in found)
    return [f"{' <-> '.join(part)}:*" for part in found]


def matching(session: Session, columns: Sequence[InstrumentedAttribute[Any]], limit: int) -> Select[*tuple[Any, ...]]:
    """The ``columns`` of cases that hold the words of the parameter ``asked``, latest recorded first.

    The index holds a case's own words and the names of its people.
    """
    if is_sqlite(session):
        index, key = table("search_case", column("rowid")), table("search_case_key", column("id"), column("case_id"))
        query = select(*columns).select_from(index).join(key, key.c.id == index.c.rowid)
        query = query.join(PocaCase, PocaCase.id == key.c.case_id).order_by(index.c.rowid.desc())
        return query.where(text("search_case MATCH :asked")).limit(fixed(limit))
    words = bindparam("asked", type_=ARRAY(Text))
    ids = func.desk_cases_found(words, fixed(limit)).table_valued(column("id", PocaCase.id.type)).render_derived()
    query = select(*columns).where(PocaCase.id.in_(select(ids.c.id)))
    return query.order_by(PocaCase.id.desc()).limit(fixed(limit))
