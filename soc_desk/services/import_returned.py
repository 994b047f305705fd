"""Tells whether records of an import have gone into a national return, which keeps them as they were sent."""

import json
import zlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import ReturnPart, ReturnSnapshot

_NUL = "\x00"


def return_holding(session: Session, ids: AbstractSet[UUID], days: tuple[date, date], since: datetime) -> str:
    """The reference of a return built ``since`` then that holds one of the disruptions; empty where none does.

    ``days`` are the first and the last day of the records. A frozen part is a line of JSON with a list for each
    column, and below it the texts of the columns that hold nothing else, parted by NUL (``returns/snapshot.py``).
    """
    told = {str(id_) for id_ in ids}
    built = (
        select(ReturnSnapshot.id, ReturnSnapshot.reference)
        .where(ReturnSnapshot.built_at >= since)
        .where(ReturnSnapshot.starts_on <= days[1], ReturnSnapshot.ends_on >= days[0])
        .order_by(ReturnSnapshot.built_at)
    )
    for id_, reference in session.execute(built).all():
        parts = select(ReturnPart.part).where(ReturnPart.snapshot_id == id_, ReturnPart.part > 0)
        for part in session.scalars(parts.order_by(ReturnPart.part)).all():
            query = select(ReturnPart.content).where(ReturnPart.snapshot_id == id_, ReturnPart.part == part)
            if not told.isdisjoint(_texts(zlib.decompress(session.scalars(query).one()).decode())):
                return str(reference)
    return ""


def _texts(part: str) -> Iterator[str]:
    """Every text that a frozen part holds in a column of its own."""
    columns, _, texts = part.partition("\n")
    yield from texts.split(_NUL)
    for column in json.loads(columns):
        if isinstance(column, list):
            yield from (value for value in column if isinstance(value, str))
