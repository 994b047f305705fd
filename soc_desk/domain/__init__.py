"""Every stored class, imported once so that the mapping is whole."""

from soc_desk.domain.actor import Actor
from soc_desk.domain.audit import AuditEntry
from soc_desk.domain.base import Base, Entity, new_id
from soc_desk.domain.counter import Counter
from soc_desk.domain.disclosure import Disclosure
from soc_desk.domain.disruption import Disruption
from soc_desk.domain.import_batch import ImportBatch, ImportMapping
from soc_desk.domain.ocg import Ocg
from soc_desk.domain.outcome import Outcome
from soc_desk.domain.policy import CodeItem, Policy, StoreInfo
from soc_desk.domain.return_snapshot import ReturnPart, ReturnSnapshot
from soc_desk.domain.subject import PriorityIndividual, Subject, SubjectReader, SubjectStatusChange, Vulnerability
from soc_desk.domain.user import Area, Team, User
from soc_desk.domain.view import SavedView

__all__ = [
    "Actor",
    "Area",
    "AuditEntry",
    "Base",
    "CodeItem",
    "Counter",
    "Disclosure",
    "Disruption",
    "Entity",
    "ImportBatch",
    "ImportMapping",
    "Ocg",
    "Outcome",
    "Policy",
    "PriorityIndividual",
    "ReturnPart",
    "ReturnSnapshot",
    "SavedView",
    "StoreInfo",
    "Subject",
    "SubjectReader",
    "SubjectStatusChange",
    "Team",
    "User",
    "Vulnerability",
    "new_id",
]
