"""An erasure as it is remembered: whose record by number alone, on what authority, and never what it held."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity
from soc_desk.vocabulary import ErasureAuthority


class Erasure(Entity):
    """A person taken out of the store (DPA 2018 s.47); ``person_id`` and ``reference`` lead to nothing any more."""

    __tablename__ = "erasure"

    person_id: Mapped[UUID] = mapped_column(index=True)
    reference: Mapped[str]
    authority: Mapped[ErasureAuthority]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
