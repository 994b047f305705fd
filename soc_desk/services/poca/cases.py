"""Cases of seized property: the form's Draft, logging a seizure, opening a case, changing it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.services.poca.case_rows import (
    CaseFilter,
    CaseRow,
    CaseSort,
    CaseTotals,
    conditions,
    count,
    one,
    page,
    totals,
)
from soc_desk.services.poca.lines import (
    ClaimRow,
    ExhibitRow,
    MoneyRow,
    MovementRow,
    NoticeRow,
    OrderRow,
    OutcomeLink,
    PersonRow,
    ServiceRow,
    StepRow,
    TimeChangeRow,
)
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Marking
from soc_desk.vocabulary.poca import CaseKind, CaseRole, Limb, Nation, SearchApproval, SeizurePower

__all__ = [
    "CaseDetail",
    "CaseDraft",
    "CaseFilter",
    "CaseRow",
    "CaseSort",
    "CaseTotals",
    "ClaimRow",
    "ExhibitLine",
    "ExhibitRow",
    "MoneyLine",
    "MoneyRow",
    "MovementRow",
    "NoticeRow",
    "OrderRow",
    "OutcomeLink",
    "PersonLine",
    "PersonRow",
    "ServiceRow",
    "StepRow",
    "TimeChangeRow",
    "blank",
    "change",
    "conditions",
    "count",
    "detail",
    "look",
    "one",
    "page",
    "record",
    "totals",
]


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """What was seized in one currency as far as it is known at the scene; minor units (pence, cents).

    ``instrument`` says what it is where it is not notes and coins: cheques, tokens, a watch. ``rate`` is pounds for one
    major unit as decimal text on ``rate_on``; empty for GBP.
    """

    currency: str = "GBP"
    estimate_minor: int | None = None
    instrument: str = ""
    rate: str = ""
    rate_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExhibitLine:
    """An exhibit and its sealed bag; ``id`` is that of a stored line."""

    id: UUID | None = None
    exhibit_no: str = ""
    bag_no: str = ""
    what: str = ""
    stored_at: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody the case concerns; ``id`` is that of a stored line."""

    id: UUID | None = None
    role: CaseRole = CaseRole.SEIZED_FROM
    name: str = ""
    born_on: date | None = None
    address: str = ""
    custody_no: str = ""
    solicitor: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """What "Log a seizure" fills, and the editor of a case; moments are local wall time to the minute, naive.

    With ``power`` PACE the case begins as held under another power: ``held_other_power_from`` and ``other_power`` are
    filled and ``seized_at`` stays empty until ``steps.seize``. Afterwards ``seized_at`` is changed by ``time_change``
    alone.
    """

    id: UUID | None = None
    version: int | None = None
    kind: CaseKind = CaseKind.CASH
    nation: Nation = Nation.ENGLAND_AND_WALES
    seized_at: datetime | None = None
    held_other_power_from: datetime | None = None
    other_power: str = ""
    place: str = ""
    postcode: str = ""
    area_id: UUID | None = None
    power: SeizurePower | None = None
    search_power: str = ""
    search_approval: SearchApproval | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    body_worn_ref: str = ""
    limb: Limb | None = None
    grounds: str = ""
    detention_grounds: str = ""
    investigation_plan: str = ""
    description: str = ""
    officer: str = ""
    owner_id: UUID | None = None
    subject_id: UUID | None = None
    operation_name: str = ""
    crime_ref: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    money: tuple[MoneyLine, ...] = ()
    exhibits: tuple[ExhibitLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    notes: str = ""

    def problems(self) -> dict[str, str]:
        """What keeps it from being saved, field to sentence."""
        return {}

    def cautions(self) -> dict[str, str]:
        """What should be looked at and does not keep it from being saved: under £1,000, another nation, no approval."""
        return {}


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """Everything the case page and its forms show of one case."""

    row: CaseRow
    draft: CaseDraft
    orders: tuple[OrderRow, ...]
    notices: tuple[NoticeRow, ...]
    claims: tuple[ClaimRow, ...]
    money: tuple[MoneyRow, ...]
    movements: tuple[MovementRow, ...]
    people: tuple[PersonRow, ...]
    services: tuple[ServiceRow, ...]
    exhibits: tuple[ExhibitRow, ...]
    steps: tuple[StepRow, ...]
    time_changes: tuple[TimeChangeRow, ...]
    outcomes: tuple[OutcomeLink, ...]
    original_seized_at: datetime | None
    reseized_from: tuple[UUID, str] | None
    reseized_as: tuple[UUID, str] | None
    reseized_because: str
    paid_in_on: date | None
    paid_in_account: str
    kept_as_evidence: bool
    report_sent_on: date | None
    release_directed_on: date | None
    refused_on: date | None
    forfeited_on: date | None
    forfeited_by_notice: bool
    final_on: date | None
    fund_paid_on: date | None
    jard_ref: str
    jard_updated_on: date | None
    cap_extended_to: date | None
    recorded_by: str
    recorded_at: datetime


@use_case("Look at a POCA case", needs=READERS)
def look(work: Work, id: UUID) -> CaseDetail:
    """Open a case; logs the consultation."""
    raise NotImplementedError


def detail(session: Session, id: UUID, *, now: datetime) -> CaseDetail:
    """The case as it stands, for callers that have already logged why they read it; ``now`` is wall time."""
    raise NotImplementedError


@use_case("Log a seizure", needs=WRITERS)
def record(work: Work, draft: CaseDraft) -> UUID:
    """Keep a new case with its money, exhibits and people; gives its id."""
    raise NotImplementedError


@use_case("Change a POCA case", needs=WRITERS)
def change(work: Work, before: CaseDraft, mine: CaseDraft) -> None:
    """Save an edit. ``before`` is the Draft as opened: one-sided changes merge, two-sided ones raise Conflict."""
    raise NotImplementedError


def blank(session: Session, *, now: datetime, subject_id: UUID | None = None) -> CaseDraft:
    """A new form, filled as far as the store can tell."""
    raise NotImplementedError
