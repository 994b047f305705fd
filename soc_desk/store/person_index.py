"""The keys that people are found by, asked in each engine's own way."""

from sqlalchemy import ColumnElement, String, and_, literal
from sqlalchemy.orm import Session

from soc_desk.domain import PersonKey

_LAST = "\U0010ffff"
"""The character after which no other comes."""
Text = str | ColumnElement[str]


def begins(session: Session, kind: str, text: Text) -> ColumnElement[bool]:
    """Keys of a kind that begin with a text; the text is normalised and holds no pattern."""
    of_kind, value = PersonKey.kind == kind, PersonKey.value
    if session.get_bind().dialect.name == "sqlite":  # its bytes are ordered, and LIKE would walk along all keys
        first = literal(text, String) if isinstance(text, str) else text
        return and_(of_kind, value >= first, value < first.concat(_LAST))
    return and_(of_kind, value.startswith(text))


def holds(kind: str, text: Text) -> ColumnElement[bool]:
    """Keys of a kind that hold a text anywhere: a walk along the keys of that kind."""
    return and_(PersonKey.kind == kind, PersonKey.value.contains(text))
