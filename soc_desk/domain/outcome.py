"""An outcome line: what came of a disruption, counted in its own unit and never added across units."""

from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Numeric, exists
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity, few
from soc_desk.domain.closed import open_to
from soc_desk.domain.disruption import Disruption
from soc_desk.vocabulary import OutcomeKind


class Outcome(Entity):
    """One line. ``quantity`` in ``unit`` (a count, months, kg…) and ``value_pence`` as the kind's measure asks.

    ``detail`` is the drug, or the power an asset was taken under; ``stage`` how far it got (stages are not summed).
    A line with a ``case_id`` is that POCA case seen from the disruption: its amount is the case's, not kept here.
    """

    __tablename__ = "outcome"
    RECORD = "disruption_id"

    disruption_id: Mapped[UUID] = mapped_column(ForeignKey("disruption.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[OutcomeKind]
    quantity: Mapped[float | None] = mapped_column(Numeric(14, 3, asdecimal=False), default=None)
    unit: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")
    value_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("poca_case.id"), default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        # Asked of each line's own record: a set of all open records would be built again for every record opened.
        its = few(Disruption.__table__, "its", "id", "subject_id")
        return exists().where(its.id == cls.disruption_id, open_to(its.subject_id, reader))
