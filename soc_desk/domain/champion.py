"""POCA champions and their deputies, by area or unit."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity
from soc_desk.vocabulary.poca import ChampionPost


class Champion(Entity):
    """Somebody who looks after POCA in an area (``area_id``) or a unit (``unit``); closed by ``ended_on``."""

    __tablename__ = "champion"

    post: Mapped[ChampionPost]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    unit: Mapped[str] = mapped_column(default="")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    name: Mapped[str] = mapped_column(default="")
    course: Mapped[str] = mapped_column(default="")
    course_on: Mapped[date | None] = mapped_column(default=None)
    course_expires_on: Mapped[date | None] = mapped_column(default=None)
    terms_version: Mapped[str] = mapped_column(default="")
    since_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
