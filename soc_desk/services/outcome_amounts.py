"""The amount of an outcome line, read from the POCA case that the line is, where it is one: one fact, one place."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Outcome, PocaCase
from soc_desk.errors import Invalid

of_case = PocaCase.id == Outcome.case_id
"""How an outcome line joins its case: by an outer join, as most lines have none."""


class Line(Protocol):
    """An outcome as a form holds it."""

    @property
    def case_id(self) -> UUID | None: ...

    @property
    def value_pence(self) -> int | None: ...


def amount() -> ColumnElement[int | None]:
    """Pence of an outcome line, for statements outer-joined by ``of_case``.

    Who may not know of the case reads the amount that the line had when it was linked.
    """
    return func.coalesce(PocaCase.seized_pence, Outcome.value_pence)


def of_lines(session: Session, disruption_id: UUID) -> dict[UUID, int | None]:
    """The amounts of a disruption's outcome lines by their id."""
    query = select(Outcome.id, amount()).outerjoin(PocaCase, of_case).where(Outcome.disruption_id == disruption_id)
    return {id_: pence for id_, pence in session.execute(query)}


def refuse_foreign(before: Iterable[Line], mine: Iterable[Line]) -> None:
    """A line that is a POCA case keeps its link and its amount: both are changed in the case."""
    linked = {line.case_id: line.value_pence for line in before if line.case_id is not None}
    for line in mine:
        if line.case_id is None:
            continue
        if line.case_id not in linked:
            raise Invalid({"outcomes": "Link an outcome to a POCA case from the case; take this line out here."})
        if line.value_pence != linked[line.case_id]:
            raise Invalid({"outcomes": "This amount is that of a POCA case; count the money there."})
