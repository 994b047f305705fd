"""The full-text index of disruptions, asked in each engine's own way; the database keeps it in the same transaction."""

import re

from sqlalchemy import ColumnElement, Select, Text, bindparam, column, func, literal_column, select, table, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import Disruption

_WORD = re.compile(r"\w+", re.UNICODE)
_BODY = (  # as the index of the migration has it, to the letter
    "translate(disruption.reference || ' ' || disruption.title || ' ' || disruption.operation_name || ' ' || "
    "coalesce(disruption.national_ref, '') || ' ' || disruption.officer || ' ' || disruption.impact_rationale || ' ' "
    "|| disruption.narrative, '-/', '  ')"
)


def words(typed: str) -> list[str]:
    """The words of what was typed; nothing of it can be read as a query's own grammar."""
    return _WORD.findall(typed)


def parts(typed: str) -> list[list[str]]:
    """The words of each part of what was typed between spaces: those of ``C-2026-03`` stand side by side."""
    return [found for part in typed.split() if (found := words(part))]


def asked(session: Session, typed: str) -> str:
    """What was typed so far in the engine's own grammar: every word, and the beginning of the last."""
    *whole, last = words(typed)
    if is_sqlite(session):
        return " ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
    return " & ".join([*whole, f"{last}:*"])


def matching(session: Session) -> Select[int]:
    """Disruptions in the index that hold the words of the parameter ``asked``, newest first by serial.

    Callers choose columns and a limit.
    """
    if is_sqlite(session):
        index = table("search_disruption", column("rowid"))
        query = select(Disruption.serial).join_from(index, Disruption, Disruption.serial == index.c.rowid)
        return query.where(text("search_disruption MATCH :asked")).order_by(index.c.rowid.desc())
    vector = func.to_tsvector(literal_column("'simple'"), literal_column(_BODY))
    matches = vector.op("@@")(func.to_tsquery(literal_column("'simple'"), bindparam("asked", type_=Text)))
    return select(Disruption.serial).where(matches).order_by(Disruption.serial.desc())


def holds(session: Session, field: InstrumentedAttribute[str], pattern: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a field is like a pattern, in capitals or not.

    SQLite's own LIKE does not tell them apart; SQLAlchemy's ILIKE turns both into small letters there first, which
    takes five times as long.
    """
    return field.like(pattern) if is_sqlite(session) else field.ilike(pattern)


def is_sqlite(session: Session) -> bool:
    """Whether the store stands on SQLite."""
    return session.get_bind().dialect.name == "sqlite"
