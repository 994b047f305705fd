"""How much a store holds, by the words people use."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Area,
    AuditEntry,
    Disruption,
    Entity,
    ImportBatch,
    IntelligenceLink,
    Ocg,
    Person,
    PocaCase,
    ReturnSnapshot,
    Subject,
    User,
)


def by_table(session: Session) -> dict[str, int]:
    """Name to number of records the reader may know of; audit entries are counted whole."""
    kinds: dict[str, type[Entity]] = {
        "ocgs": Ocg,
        "subjects": Subject,
        "people": Person,
        "intelligence": IntelligenceLink,
        "disruptions": Disruption,
        "poca_cases": PocaCase,
        "users": User,
        "areas": Area,
        "imports": ImportBatch,
        "returns": ReturnSnapshot,
    }
    found = {name: session.scalar(select(func.count(kind.id))) or 0 for name, kind in kinds.items()}
    return found | {"audit_entries": session.scalar(select(func.count(AuditEntry.id))) or 0}
