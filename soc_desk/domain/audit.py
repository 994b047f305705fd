"""One record touched by one use case: the log that DPA 2018 s.62 requires, append-only and chained."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Base
from soc_desk.vocabulary import AuditCategory


class AuditEntry(Base):
    """Append-only: the database refuses to update or delete it, and ``seal`` chains each entry to the one before."""

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
