"""The full-text index of disruptions, asked in each engine's own way; the database keeps it in the same transaction."""

import re

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table, text
from sqlalchemy.orm import Session

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


def matching(session: Session, typed: str) -> tuple[Select[int], ColumnElement[bool]] | None:
    """For words typed so far: where to look and what matches, newest first by serial; None when there is no word.

    The first part selects from the index joined to ``Disruption``; callers add columns and a limit.
    """
    found = words(typed)
    if not found:
        return None
    if session.get_bind().dialect.name == "sqlite":
        index = table("search_disruption", column("rowid"))
        query = select(Disruption.serial).join_from(index, Disruption, Disruption.serial == index.c.rowid)
        asked = " ".join(f'"{word}"' for word in found[:-1]) + f' "{found[-1]}"*'
        return query.order_by(index.c.rowid.desc()), text("search_disruption MATCH :asked").bindparams(
            asked=asked.strip()
        )  # type: ignore[return-value]  # a text clause is a condition
    asked = " & ".join([*found[:-1], found[-1] + ":*"])
    vector = func.to_tsvector(literal_column("'simple'"), literal_column(_BODY))
    matches = vector.op("@@")(func.to_tsquery(literal_column("'simple'"), asked))
    return select(Disruption.serial).order_by(Disruption.serial.desc()), matches
