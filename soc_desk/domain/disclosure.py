"""A disclosure: one print, export, return or copied table, with who received it and why (DPA 2018 s.62(3))."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity
from soc_desk.vocabulary import Marking


class Disclosure(Entity):
    """``reference`` (P-2026-00931) is printed on every page as the print id; ``filters`` says what was chosen."""

    __tablename__ = "disclosure"

    reference: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    what: Mapped[str]
    recipient: Mapped[str]
    purpose: Mapped[str]
    marking: Mapped[Marking]
    records: Mapped[int]
    filters: Mapped[dict[str, Any]]
