"""When a group without intelligence comes to the archive review, and how long before that is announced."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from soc_desk.services.labels import policies
from soc_desk.services.policy_defaults import default


@dataclass(frozen=True)
class ArchivePolicy:
    """Local policy: the archive period without intelligence, and how long before its end that is announced; days."""

    after_days: int
    warn_days: int


def of(session: Session, today: date) -> ArchivePolicy:
    """The force's archive period and its announcement as they stand on a day."""
    names = ("ocg.archive_after_days", "ocg.archive_warn_days")
    held = policies(session, names, today)
    return ArchivePolicy(*(int(held.get(name, default(name))) for name in names))
