"""What is kept of a person beside their record: names, details, ties."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_person, open_to
from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    DetailKind,
    HandlingGrade,
    NameKind,
    SourceGrade,
    TieKind,
)


class PersonName(Entity):
    """Another name of a person."""

    __tablename__ = "person_name"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[NameKind] = mapped_column(default=NameKind.ALIAS)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class PersonDetail(Entity):
    """A phone, address, vehicle, account or identifier, with when it was so and how reliable that is."""

    __tablename__ = "person_detail"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[DetailKind]
    value: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    conditions: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class PersonTie(Entity):
    """How two people of a group stand to each other, as known in that group.

    ``conditions`` are those of handling C; a tie made before they had a place of their own has them in its note.
    """

    __tablename__ = "person_tie"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[TieKind]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    conditions: Mapped[str] = mapped_column(default="", server_default=text("''"))
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)
