"""A document or picture kept with a group or a person, inside the store and so encrypted with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Base, Entity
from soc_desk.domain.closed import closed_people, closed_subjects
from soc_desk.vocabulary import Marking


class Document(Entity):
    """What is known of a file; ``media_type`` was found from its content, never from its name."""

    __tablename__ = "document"

    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    exhibit_ref: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_because: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As the group and the person it is kept with."""
        if not reader.reads_cases:
            return false()
        return and_(
            or_(cls.subject_id.is_(None), cls.subject_id.not_in(closed_subjects(reader))),
            or_(cls.person_id.is_(None), cls.person_id.not_in(closed_people(reader))),
        )


class DocumentContent(Base):
    """The bytes of a document, apart, so that lists never read them; reached through its document only."""

    __tablename__ = "document_content"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
