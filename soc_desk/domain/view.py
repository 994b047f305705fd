"""A saved view: the filters, sort and columns a person keeps as a tab of a register."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity


class SavedView(Entity):
    """Belongs to one person; ``content`` is what the page asked to keep."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "page", "name"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    page: Mapped[str]
    name: Mapped[str]
    content: Mapped[dict[str, Any]]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.user_id == reader.id
