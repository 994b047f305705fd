"""Cases of seized property: the form's Draft, logging a seizure, opening a case, changing it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseOrder, PocaCase, Subject
from soc_desk.domain.statutory_clock import exists
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.merging import merge
from soc_desk.services.poca import access, case_detail, case_lines, ledger, lines, moves
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.case_lines import ExhibitLine, MoneyLine, PersonLine
from soc_desk.services.poca.case_query import CaseFilter, CaseRow, CaseTotals, conditions, count, one, totals
from soc_desk.services.poca.case_rows import SORTS, CaseSort, page
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
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Marking
from soc_desk.vocabulary.poca import CaseKind, CaseState, Limb, Nation, SearchApproval, SeizurePower

__all__ = [
    "SORTS",
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

MINIMUM_PENCE = 100_000
"""The minimum amount (POCA 2002 s.303; SI 2006/1699)."""
_NAMED = (SearchApproval.JUSTICE, SearchApproval.SENIOR_OFFICER)


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
        found = case_lines.problems(self.money, self.exhibits, self.people)
        if not self.kind.is_seizure:
            found["kind"] = f"{self.kind.label}: that kind of case has its own form."
        if not self.place.strip():
            found["place"] = "Enter where it was seized."
        if self.kind is CaseKind.CASH and not self.money:
            found["money"] = "Enter at least an estimate of how much was seized."
        if self.search_approval in _NAMED and not self.approved_by.strip():
            found["approved_by"] = "Name who approved the search."
        return found | self._moment_problems()

    def cautions(self) -> dict[str, str]:
        """What should be looked at and does not keep it from being saved."""
        found = {}
        known = [ledger.sterling(m.estimate_minor or 0, m.currency, m.rate.strip()) for m in self.money]
        if known and None not in known and sum(p for p in known if p) < MINIMUM_PENCE:
            found["money"] = "This is below the minimum amount of £1,000 (POCA 2002 s.303); ask before detaining it."
        if self.nation is not Nation.ENGLAND_AND_WALES:
            found["nation"] = f"Deadlines in {self.nation.label} are not calculated here; ask the force solicitor."
        if self.search_approval is SearchApproval.NONE:
            found["search_approval"] = (
                "Without a justice's approval a report to the Appointed Person may be due (s.291)."
            )
        if not self.people:
            found["people"] = "Nobody is named from whom it was seized."
        return found

    def _moment_problems(self) -> dict[str, str]:
        found = {}
        if self.power is None:
            found["power"] = "Choose the power under which it was seized."
            if self.seized_at is None and self.held_other_power_from is None:
                found["seized_at"] = "Enter the day and the minute of the seizure, such as 2 Apr 2026 15:00."
        elif self.power is SeizurePower.PACE:
            if self.held_other_power_from is None:
                found["held_other_power_from"] = "Enter since when it is held under the other power."
            if self.seized_at is not None:
                found["seized_at"] = "It is not seized under POCA yet; leave this empty until it is."
        elif self.seized_at is None:
            found["seized_at"] = "Enter the day and the minute of the seizure, such as 2 Apr 2026 15:00."
        for name in ("seized_at", "held_other_power_from", "approved_at"):
            moment = getattr(self, name)
            if moment is not None and not exists(moment):
                found[name] = "No clock showed that time: the hour was left out as summer time began."
            elif moment is not None and moment.year < 1990:
                found[name] = "The date is too long ago; check the year."
        return found


@use_case("Look at a POCA case", needs=READERS)
def look(work: Work, id: UUID) -> CaseDetail:
    """Open a case; logs the consultation."""
    work.consult(work.get(PocaCase, id))
    return detail(work.session, id, now=wall(work.now))


def detail(session: Session, id: UUID, *, now: datetime) -> CaseDetail:
    """The case as it stands, for callers that have already logged why they read it; ``now`` is wall time."""
    row = one(session, id, now=now)
    case = session.get(PocaCase, id)
    if row is None or case is None:
        raise NotFound("That case does not exist, or is not open to you.")
    return case_detail.assembled(session, case, row, _draft(session, case))


@use_case("Log a seizure", needs=WRITERS)
def record(work: Work, draft: CaseDraft) -> UUID:
    """Keep a new case with its money, exhibits and people; gives its id. The 48 hours run from its minute."""
    if any(line.estimate_minor is None for line in draft.money):
        raise Invalid({"money": "Enter at least an estimate of each currency."})
    values = _values(work, draft)
    held_only = draft.power is SeizurePower.PACE
    serial = work.next_serials(draft.kind.prefix)[0]
    case = PocaCase(
        serial=serial,
        reference=work.reference(draft.kind.prefix, serial),
        state=CaseState.HELD_OTHER_POWER if held_only else CaseState.SEIZED,
        recorded_by_id=work.actor.id,
        recorded_at=work.now,
        **values | {"owner_id": draft.owner_id or work.actor.id},
    )
    work.add(case)
    work.session.flush()
    _keep_lines(work, case, draft)
    began = draft.held_other_power_from if held_only else draft.seized_at
    assert began is not None  # problems() refused a case that never began
    moves.begin(work, case, Event.HELD if held_only else Event.SEIZED, began, draft.other_power)
    moves.settled(work, case)
    return case.id


@use_case("Change a POCA case", needs=WRITERS)
def change(work: Work, before: CaseDraft, mine: CaseDraft) -> None:
    """Save an edit. ``before`` is the Draft as opened: one-sided changes merge, two-sided ones raise Conflict.

    Changes no state: a case whose time ran out is EXPIRED before the edit is looked at, and after it.
    """
    if mine.id is None:
        raise Invalid({"id": "This form does not belong to a saved case; log the seizure first."})
    case = moves.opened(work, mine.id, None)
    if case.state is CaseState.CLOSED:
        raise Invalid({"state": f"{case.reference} is closed; a supervisor reopens it first."})
    now_stored = _draft(work.session, case)
    saved = mine if case.version == before.version else merge(before, mine, now_stored)
    _refuse_fixed(work.session, case, saved)
    owner_id = saved.owner_id or case.owner_id
    access.refuse_losing(work, case, owner_id)
    values = _values(work, saved)
    for name, value in (values | {"owner_id": owner_id}).items():
        setattr(case, name, value)
    if (saved.money, saved.exhibits, saved.people) != (now_stored.money, now_stored.exhibits, now_stored.people):
        _keep_lines(work, case, saved)
        case.version += 1  # its lines are part of the case: a change of them alone must not go unseen
    moves.settled(work, case)


def blank(session: Session, *, now: datetime, subject_id: UUID | None = None) -> CaseDraft:
    """A new form, filled as far as the store can tell; the time of seizure is for a person to enter."""
    del now
    if subject_id is None:
        return CaseDraft(power=SeizurePower.S294_1)
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise NotFound("That subject does not exist, or is not open to you.")
    return CaseDraft(
        power=SeizurePower.S294_1, subject_id=subject_id, area_id=subject.area_id,
        operation_name=subject.operation_name, marking=subject.marking,
    )  # fmt: skip


def _refuse_fixed(session: Session, case: PocaCase, saved: CaseDraft) -> None:
    """What an edit cannot change: the kind, and whatever the clock was counted from."""
    if saved.kind is not case.kind:
        raise Invalid({"kind": "The kind of a case stays; log the seizure anew under the right one."})
    if saved.seized_at != case.seized_at:
        raise Invalid(
            {"seized_at": "The time of seizure is not edited: ask for the change, and a second person decides on it."}
        )
    if saved.held_other_power_from != case.held_other_power_from and case.state is not CaseState.HELD_OTHER_POWER:
        raise Invalid({"held_other_power_from": "It is seized under POCA by now; this stays as it was recorded."})
    if (saved.power is SeizurePower.PACE) is not (case.power is SeizurePower.PACE):
        raise Invalid({"power": "Between PACE and POCA lies a seizure; log that instead."})
    if saved.nation is not case.nation:
        ordered = select(CaseOrder.id).where(CaseOrder.case_id == case.id).limit(1)
        if case.state is CaseState.EXPIRED or session.scalars(ordered).first() is not None:
            raise Invalid({"nation": "Deadlines were counted for this nation already; ask the force solicitor."})


def _values(work: Work, draft: CaseDraft) -> dict[str, Any]:
    """Column values of a checked draft."""
    if problems := draft.problems():
        raise Invalid(problems)
    moves.not_ahead(
        work, seized_at=draft.seized_at, held_other_power_from=draft.held_other_power_from,
        approved_at=draft.approved_at,
    )  # fmt: skip
    if draft.subject_id is not None:
        work.get(Subject, draft.subject_id)
    values = columns_of(draft, but=("money", "exhibits", "people"))
    for name in ("seized_at", "held_other_power_from", "approved_at"):
        if values[name] is not None:
            values[name] = values[name].replace(second=0, microsecond=0)
    return values


def _keep_lines(work: Work, case: PocaCase, draft: CaseDraft) -> None:
    case_lines.keep_money(work, case, draft.money)
    case_lines.keep_exhibits(work, case.id, draft.exhibits)
    case_lines.keep_people(work, case.id, draft.people)


def _draft(session: Session, case: PocaCase) -> CaseDraft:
    return draft_of(
        CaseDraft,
        case,
        money=tuple(draft_of(MoneyLine, line) for line in ledger.lines_of(session, case.id)),
        exhibits=tuple(ExhibitLine(**asdict(row)) for row in lines.exhibits(session, case.id)),
        people=tuple(PersonLine(**asdict(row)) for row in lines.people(session, case.id)),
    )
