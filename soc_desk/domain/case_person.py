"""The people whom a POCA case concerns, and how its papers reached them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity, Wall
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary.poca import CaseRole, Paper, ServiceMethod


class CasePerson(Entity):
    """Somebody the case concerns, as far as a court paper names them; ``person_id`` where they are in the register."""

    __tablename__ = "poca_case_person"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    role: Mapped[CaseRole]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    name: Mapped[str] = mapped_column(default="")
    born_on: Mapped[date | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(default="")
    custody_no: Mapped[str] = mapped_column(default="")
    solicitor: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)


class CaseService(Entity):
    """A paper served on somebody: what, when, how, by whom, and the proof."""

    __tablename__ = "poca_service"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("poca_case_person.id"), default=None)
    paper: Mapped[Paper]
    served_at: Mapped[Wall]
    how: Mapped[ServiceMethod]
    served_by: Mapped[str] = mapped_column(default="")
    proof: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
