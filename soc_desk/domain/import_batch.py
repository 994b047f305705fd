"""One import of a spreadsheet as one undoable unit, and the remembered understanding of its headings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity
from soc_desk.vocabulary import ImportKind


class ImportBatch(Entity):
    """Counts are those reported when it was made; ``undone_at`` is set when it was taken back."""

    __tablename__ = "import_batch"

    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ImportKind]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    counts: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class ImportMapping(Entity):
    """How the columns of a sheet with these headings were understood, and corrected, last time."""

    __tablename__ = "import_mapping"

    signature: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ImportKind]
    mapping: Mapped[dict[str, Any]]
