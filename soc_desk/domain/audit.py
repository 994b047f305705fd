"""One record touched by one use case: the log that DPA 2018 s.62 requires, append-only and chained."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Base
from soc_desk.vocabulary import AuditCategory


class AuditEntry(Base):
    """Append-only: the database refuses to delete it, and ``seal`` chains each entry to the one before.

    The seal covers the fields, recipient and purpose by their digest with ``salt``, so that an erasure can empty an
    entry: ``fields`` become ``{}`` and ``salt`` nothing, while ``digest`` then keeps what the seal needs. That is the
    only change that the database lets through. Entries from before that have neither, and are sealed as they stand.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_record", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_id: Mapped[UUID]
    machine: Mapped[str]
    category: Mapped[AuditCategory]
    use_case: Mapped[str]
    title: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    record_id: Mapped[UUID]
    action: Mapped[str]
    fields: Mapped[dict[str, Any]]
    recipient: Mapped[str | None] = mapped_column(default=None)
    purpose: Mapped[str | None] = mapped_column(default=None)
    seal: Mapped[str]
    salt: Mapped[str | None] = mapped_column(default=None)
    digest: Mapped[str | None] = mapped_column(default=None)

    @property
    def is_emptied(self) -> bool:
        """Whether an erasure took out what it held; an entry from before the salt had always something to tell."""
        told_always = self.salt is None and self.action in ("changed", "disclosed", "combined")
        return self.digest is not None or (told_always and not self.fields.keys() - {"of"})
