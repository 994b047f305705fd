"""Every stored class. Those that each start needs are mapped at once, the others when they are first asked for.

To map a class takes longer than to read a page. ``whole`` maps all that is left; ``Base`` comes with the whole mapping.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from soc_desk.domain import base
from soc_desk.domain.actor import Actor
from soc_desk.domain.audit import AuditEntry
from soc_desk.domain.base import Entity, new_id
from soc_desk.domain.disruption import Disruption
from soc_desk.domain.ocg import Ocg
from soc_desk.domain.policy import CodeItem, Policy, StoreInfo
from soc_desk.domain.subject import PriorityIndividual, Subject, SubjectReader, SubjectStatusChange, Vulnerability
from soc_desk.domain.user import Area, Team, User

if TYPE_CHECKING:
    from soc_desk.domain.base import Base
    from soc_desk.domain.case_money import CaseExhibit, CaseMoney, CaseMovement
    from soc_desk.domain.case_order import CaseClaim, CaseNotice, CaseOrder
    from soc_desk.domain.case_person import CasePerson, CaseService
    from soc_desk.domain.case_step import CaseReader, CaseStep
    from soc_desk.domain.champion import Champion
    from soc_desk.domain.counter import Counter
    from soc_desk.domain.disclosure import Disclosure
    from soc_desk.domain.document import Document, DocumentContent
    from soc_desk.domain.duty import Duty
    from soc_desk.domain.erasure import Erasure
    from soc_desk.domain.glass import CaseGlass, GlassBreak
    from soc_desk.domain.import_batch import ImportBatch, ImportMapping
    from soc_desk.domain.intelligence import IntelligenceLink
    from soc_desk.domain.intelligence_backlog import IntelligenceBacklog
    from soc_desk.domain.likeness import NotSame, PersonKey
    from soc_desk.domain.lom import AncillaryOrder, Breach, LomSubject, LomVisit, OrderCondition
    from soc_desk.domain.merger import Merger
    from soc_desk.domain.ocg_life import Leader, OcgReview, OcgScore, ScoreTemplate, SubjectRelation, TierDecision
    from soc_desk.domain.operation import Operation, OperationSubject, Tally, TaskingBid
    from soc_desk.domain.outcome import Outcome
    from soc_desk.domain.person import Person, PersonLink
    from soc_desk.domain.person_line import PersonDetail, PersonName, PersonTie
    from soc_desk.domain.place import ChbSite, ChbStep, ChbSubject, LocalProfile
    from soc_desk.domain.plan import Plan, PlanAction
    from soc_desk.domain.plan_line import IntelligenceGap, PlanObjective
    from soc_desk.domain.poca_case import PocaCase, SeizureTimeChange
    from soc_desk.domain.referral import Referral
    from soc_desk.domain.request import Request, RequestStep
    from soc_desk.domain.return_snapshot import ReturnPart, ReturnSnapshot
    from soc_desk.domain.strength import Strength
    from soc_desk.domain.target import FrozenMonth, Target
    from soc_desk.domain.view import SavedView

_LATER = {
    "case_money": ("CaseExhibit", "CaseMoney", "CaseMovement"),
    "case_order": ("CaseClaim", "CaseNotice", "CaseOrder"),
    "case_person": ("CasePerson", "CaseService"),
    "case_step": ("CaseReader", "CaseStep"),
    "champion": ("Champion",),
    "counter": ("Counter",),
    "disclosure": ("Disclosure",),
    "document": ("Document", "DocumentContent"),
    "duty": ("Duty",),
    "erasure": ("Erasure",),
    "glass": ("CaseGlass", "GlassBreak"),
    "import_batch": ("ImportBatch", "ImportMapping"),
    "intelligence": ("IntelligenceLink",),
    "intelligence_backlog": ("IntelligenceBacklog",),
    "likeness": ("NotSame", "PersonKey"),
    "lom": ("AncillaryOrder", "Breach", "LomSubject", "LomVisit", "OrderCondition"),
    "merger": ("Merger",),
    "ocg_life": ("Leader", "OcgReview", "OcgScore", "ScoreTemplate", "SubjectRelation", "TierDecision"),
    "operation": ("Operation", "OperationSubject", "Tally", "TaskingBid"),
    "outcome": ("Outcome",),
    "person": ("Person", "PersonLink"),
    "person_line": ("PersonDetail", "PersonName", "PersonTie"),
    "place": ("ChbSite", "ChbStep", "ChbSubject", "LocalProfile"),
    "plan": ("Plan", "PlanAction"),
    "plan_line": ("IntelligenceGap", "PlanObjective"),
    "poca_case": ("PocaCase", "SeizureTimeChange"),
    "referral": ("Referral",),
    "request": ("Request", "RequestStep"),
    "return_snapshot": ("ReturnPart", "ReturnSnapshot"),
    "strength": ("Strength",),
    "target": ("FrozenMonth", "Target"),
    "view": ("SavedView",),
}
_WHERE = {name: module for module, names in _LATER.items() for name in names}


@cache
def whole() -> None:
    """Map every class: a save sorts tables by what they refer to, and so needs them all."""
    for module in _LATER:
        import_module(f"{__name__}.{module}")


if not TYPE_CHECKING:

    def __getattr__(name):  # noqa: ANN001, ANN202 - the checker reads the imports above
        if name == "Base":
            whole()
            found = base.Base
        elif name in _WHERE:
            found = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found


__all__ = [
    "Actor",
    "AncillaryOrder",
    "Area",
    "AuditEntry",
    "Base",
    "Breach",
    "CaseClaim",
    "CaseExhibit",
    "CaseGlass",
    "CaseMoney",
    "CaseMovement",
    "CaseNotice",
    "CaseOrder",
    "CasePerson",
    "CaseReader",
    "CaseService",
    "CaseStep",
    "Champion",
    "ChbSite",
    "ChbStep",
    "ChbSubject",
    "CodeItem",
    "Counter",
    "Disclosure",
    "Disruption",
    "Document",
    "DocumentContent",
    "Duty",
    "Entity",
    "Erasure",
    "FrozenMonth",
    "GlassBreak",
    "ImportBatch",
    "ImportMapping",
    "IntelligenceBacklog",
    "IntelligenceGap",
    "IntelligenceLink",
    "Leader",
    "LocalProfile",
    "LomSubject",
    "LomVisit",
    "Merger",
    "NotSame",
    "Ocg",
    "OcgReview",
    "OcgScore",
    "Operation",
    "OperationSubject",
    "OrderCondition",
    "Outcome",
    "Person",
    "PersonDetail",
    "PersonKey",
    "PersonLink",
    "PersonName",
    "PersonTie",
    "Plan",
    "PlanAction",
    "PlanObjective",
    "PocaCase",
    "Policy",
    "PriorityIndividual",
    "Referral",
    "Request",
    "RequestStep",
    "ReturnPart",
    "ReturnSnapshot",
    "SavedView",
    "ScoreTemplate",
    "SeizureTimeChange",
    "StoreInfo",
    "Strength",
    "Subject",
    "SubjectReader",
    "SubjectRelation",
    "SubjectStatusChange",
    "Tally",
    "Target",
    "TaskingBid",
    "Team",
    "TierDecision",
    "User",
    "Vulnerability",
    "new_id",
    "whole",
]
