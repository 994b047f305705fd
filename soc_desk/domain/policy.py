"""What a force decides for itself: dated, sourced policies, and the code lists it may extend."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity


class Policy(Entity):
    """A setting of the force, true from a date on. ``value`` is any JSON value; ``source`` says where it comes from."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: Mapped[str]
    valid_from: Mapped[date]
    value: Mapped[Any] = mapped_column(JSON)
    source: Mapped[str]


class CodeItem(Entity):
    """One value of an editable code list; never removed, only closed by ``valid_to``: old records keep their label."""

    __tablename__ = "code_item"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    list_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")
    valid_to: Mapped[date | None] = mapped_column(default=None)


class StoreInfo(Entity):
    """The one row that says what this store is. ``ceiling`` is the highest marking it holds."""

    __tablename__ = "store_info"

    force_code: Mapped[str]
    force_name: Mapped[str]
    ceiling: Mapped[str]
    synthetic: Mapped[bool]
    created_on: Mapped[date]
