"""What tells whether two people are one: the keys they are found by, and the pairs found not to be the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Base, Entity
from soc_desk.domain.closed import open_person


class PersonKey(Base):
    """What a person is found by when somebody asks "already known?"; kept from names, dates and details.

    ``kind`` is one of ``soc_desk.services.people.keys``, which normalises ``value``.
    """

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_value", "kind", "value"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class NotSame(Entity):
    """Two people whom somebody found not to be the same; they are not proposed to each other again."""

    __tablename__ = "person_not_same"
    __table_args__ = (Index("ix_person_not_same_pair", "person_id", "other_id", unique=True),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader) & open_person(cls.other_id, reader)
