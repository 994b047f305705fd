"""Every stored class, imported once so that the mapping is whole."""

from soc_desk.domain.actor import Actor
from soc_desk.domain.audit import AuditEntry
from soc_desk.domain.base import Base, Entity, new_id
from soc_desk.domain.case_money import CaseExhibit, CaseMoney, CaseMovement
from soc_desk.domain.case_order import CaseClaim, CaseNotice, CaseOrder
from soc_desk.domain.case_person import CasePerson, CaseService
from soc_desk.domain.champion import Champion
from soc_desk.domain.counter import Counter
from soc_desk.domain.disclosure import Disclosure
from soc_desk.domain.disruption import Disruption
from soc_desk.domain.duty import Duty
from soc_desk.domain.import_batch import ImportBatch, ImportMapping
from soc_desk.domain.ocg import Ocg
from soc_desk.domain.outcome import Outcome
from soc_desk.domain.poca_case import CaseReader, CaseStep, PocaCase, SeizureTimeChange
from soc_desk.domain.policy import CodeItem, Policy, StoreInfo
from soc_desk.domain.return_snapshot import ReturnPart, ReturnSnapshot
from soc_desk.domain.subject import PriorityIndividual, Subject, SubjectReader, SubjectStatusChange, Vulnerability
from soc_desk.domain.target import FrozenMonth, Target
from soc_desk.domain.user import Area, Team, User
from soc_desk.domain.view import SavedView

__all__ = [
    "Actor",
    "Area",
    "AuditEntry",
    "Base",
    "CaseClaim",
    "CaseExhibit",
    "CaseMoney",
    "CaseMovement",
    "CaseNotice",
    "CaseOrder",
    "CasePerson",
    "CaseReader",
    "CaseService",
    "CaseStep",
    "Champion",
    "CodeItem",
    "Counter",
    "Disclosure",
    "Disruption",
    "Duty",
    "Entity",
    "FrozenMonth",
    "ImportBatch",
    "ImportMapping",
    "Ocg",
    "Outcome",
    "PocaCase",
    "Policy",
    "PriorityIndividual",
    "ReturnPart",
    "ReturnSnapshot",
    "SavedView",
    "SeizureTimeChange",
    "StoreInfo",
    "Subject",
    "SubjectReader",
    "SubjectStatusChange",
    "Target",
    "Team",
    "User",
    "Vulnerability",
    "new_id",
]
