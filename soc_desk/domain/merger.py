"""Two records found to be one: what was moved, so that it can be taken apart again at any time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_person, open_to


class Merger(Entity):
    """People or groups put together; either the two ``person`` ids or the two ``subject`` ids are set.

    ``moved`` lists each line that went over as table, id and column, ``adopted`` each value that the kept record took
    from the other as column, before and after. Undoing leaves this row, with who and when.
    """

    __tablename__ = "merger"

    kept_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    gone_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    kept_subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    gone_subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    status_before: Mapped[str] = mapped_column(default="")
    moved: Mapped[list[dict[str, str]]] = mapped_column(default_factory=list)
    adopted: Mapped[list[dict[str, str]]] = mapped_column(default_factory=list)
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    undone_because: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """To those who may know of both."""
        people = and_(open_person(cls.kept_person_id, reader), open_person(cls.gone_person_id, reader))  # type: ignore[arg-type]  # None is of the other kind
        groups = and_(open_to(cls.kept_subject_id, reader), open_to(cls.gone_subject_id, reader))  # type: ignore[arg-type]  # as above
        return and_(or_(cls.kept_person_id.is_(None), people), or_(cls.kept_subject_id.is_(None), groups))
