"""What every stored thing has in common."""

import enum
import os
import time
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, dataclass_transform
from uuid import UUID, SafeUUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    FromClause,
    LargeBinary,
    MetaData,
    TypeDecorator,
    Uuid,
    column,
    table,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column, relationship
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import TypeEngine

from soc_desk.domain.actor import Actor
from soc_desk.vocabulary import Code

_new, _set, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown
_ticks = [0]
"""When the newest id was made; a clock that stands still or is set back does not bring ids out of order."""


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562, 6.2 method 3): later ones are greater, also within a millisecond.

    So indexes grow at their end, and lines written in one transaction keep the order they were written in.
    """
    ticks = _ticks[0] = max(time.time_ns() * 4096 // 1_000_000, _ticks[0] + 1)  # 12 bits below the millisecond
    random = int.from_bytes(os.urandom(8))
    value = (ticks >> 12 << 80) | (0x7 << 76) | ((ticks & 0xFFF) << 64) | (0b10 << 62) | (random >> 2)
    made = _new(UUID)
    _set(made, "int", value)
    _set(made, "is_safe", _UNKNOWN)
    return made


def _id_of(stored: bytes | None) -> UUID | None:
    """A UUID from its 16 bytes; ``UUID(bytes=…)`` checks what the store has checked and takes twice as long."""
    if stored is None:
        return None
    made = _new(UUID)
    _set(made, "int", int.from_bytes(stored))
    _set(made, "is_safe", _UNKNOWN)
    return made


class Id(TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, 16 bytes on SQLite."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    def bind_processor(self, dialect: Dialect) -> Any:
        """Plain functions instead of ``process_bind_param``: a list converts thousands of ids."""
        if dialect.name == "sqlite":
            return lambda value: None if value is None else value.bytes
        return super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """As ``bind_processor``, the other way."""
        if dialect.name == "sqlite":
            return _id_of
        return super().result_processor(dialect, coltype)


class UtcDateTime(TypeDecorator[datetime]):
    """Stores an aware datetime as UTC; refuses a naive one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class WallTime(TypeDecorator[datetime]):
    """Stores local wall time as it was read off the clock, to the minute; the zone is kept beside it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("wall time has no zone of its own")
        return value


Wall = Annotated[datetime, WallTime]
"""A moment as the law counts it: local wall time without a zone."""


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(mapped_column, relationship))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Root of all stored classes: their names of constraints, their types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        UUID: Id(),
        datetime: UtcDateTime(),
        Wall: WallTime(),
        list[str]: JSON(),
        list[dict[str, str]]: JSON(),
        dict[str, Any]: JSON(),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=False,
            length=32,
            values_callable=lambda e: [m.value for m in e],
        ),
        Code: Enum(
            Code, native_enum=False, create_constraint=False, length=32, values_callable=lambda e: [m.value for m in e]
        ),
    }


def few(whole: FromClause, name: str, *columns: str) -> ReadOnlyColumnCollection[str, Any]:
    """Some columns of a table under another name, for conditions on need to know.

    By another name, or a query on the same table would take them for its own; and few, since SQLAlchemy copies all of
    them for every statement it narrows.
    """
    told = (column(each, whole.c[each].type) for each in columns)
    return table(str(whole.description), *told).alias(name).c


KINDS: list[type["Entity"]] = []
"""Every kind of record mapped so far, in the order of mapping; one stands here before anybody can ask for it."""


class Entity(Base):
    """A record the user knows by name: identified, versioned, audited."""

    __abstract__ = True
    RECORD: ClassVar[str] = "id"
    """The column naming the record whose history this belongs to: its own id, or that of what it is a line of."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=new_id, sort_order=-2)
    version: Mapped[int] = mapped_column(init=False, default=None, sort_order=-1)

    def __init_subclass__(cls, **told: Any) -> None:
        super().__init_subclass__(**told)
        KINDS.append(cls)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:  # noqa: ARG003 - overridden where rows are restricted
        """Which rows this reader may know of. Override to restrict."""
        return true()

    @property
    def record_id(self) -> UUID:
        """The record whose history this belongs to."""
        record: UUID = getattr(self, self.RECORD)
        return record

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}
