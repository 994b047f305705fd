"""Cases of the other orders: account freezing, restraint, confiscation, civil recovery, DAML, money laundering."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseStep, PocaCase
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.merging import merge
from soc_desk.services.poca import access, case_rows, ledger, lines, moves, other_moves
from soc_desk.services.poca.case_rows import CaseRow
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft
from soc_desk.services.poca.lines import ClaimRow, MovementRow, NoticeRow, OrderRow, PersonRow, StepRow
from soc_desk.services.poca.other_drafts import EndDraft, OtherDraft
from soc_desk.services.poca.other_money import amount_of, let_go, set_amount
from soc_desk.services.poca.other_moves import BEGINS, holds, opened, settled
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Role
from soc_desk.vocabulary.poca import CaseKind, CaseState, MovementKind, OrderKind


@dataclass(frozen=True, kw_only=True)
class OtherDetail:
    """Everything the page of such a case shows. ``may`` and ``may_order`` are the steps that are open now."""

    row: CaseRow
    draft: OtherDraft
    orders: tuple[OrderRow, ...]
    notices: tuple[NoticeRow, ...]
    movements: tuple[MovementRow, ...]
    claims: tuple[ClaimRow, ...]
    people: tuple[PersonRow, ...]
    steps: tuple[StepRow, ...]
    may: tuple[Event, ...]
    may_order: tuple[OrderKind, ...]
    benefit_pence: int | None
    default_term_months: int | None
    jard_ref: str


@use_case("Look at a case of another order", needs=READERS)
def look(work: Work, id: UUID) -> OtherDetail:
    """Open a case; logs the consultation."""
    case = work.get(PocaCase, id)
    work.consult(case)
    return detail(work.session, id, now=wall(work.now))


def detail(session: Session, id: UUID, *, now: datetime) -> OtherDetail:
    """The case as it stands, for callers that have already logged why they read it; ``now`` is wall time."""
    row, case = case_rows.one(session, id, now=now), session.get(PocaCase, id)
    if row is None or case is None:
        raise NotFound("That case does not exist, or is not open to you.")
    return OtherDetail(
        row=row, draft=_draft(session, case), orders=lines.orders(session, id), notices=lines.notices(session, id),
        movements=lines.movements(session, id), claims=lines.claims(session, id), people=lines.people(session, id),
        steps=lines.steps(session, id),
        may=tuple(event for event in other_moves.MOVES if other_moves.may(case.kind, case.state, event)),
        may_order=other_moves.orders_of(case.kind, case.state), benefit_pence=case.benefit_pence,
        default_term_months=case.default_term_months, jard_ref=case.jard_ref,
    )  # fmt: skip


@use_case("Record a case of another order", needs=WRITERS)
def record(work: Work, draft: OtherDraft) -> UUID:
    """Keep a new case; gives its id."""
    values = _values(draft)
    kind = CaseKind(values["kind"])
    serial = work.next_serials(kind.prefix)[0]
    case = PocaCase(
        serial=serial, reference=work.reference(kind.prefix, serial), state=BEGINS[kind],
        recorded_by_id=work.actor.id, recorded_at=work.now, **values,
    )  # fmt: skip
    moves.not_ahead(work, submitted_on=draft.submitted_on, convicted_on=draft.convicted_on)
    work.add(case)
    work.session.flush()
    set_amount(work, case, draft.amount_pence)
    work.add(
        CaseStep(
            case_id=case.id, event=Event.OPENED, before=None, after=case.state, happened_at=moves.now(work),
            at=work.now, by_id=work.actor.id,
        )
    )  # fmt: skip
    settled(work, case)
    return case.id


@use_case("Change a case of another order", needs=WRITERS)
def change(work: Work, before: OtherDraft, mine: OtherDraft) -> None:
    """Save an edit. ``before`` is the Draft as opened: one-sided changes merge, two-sided ones raise Conflict."""
    if mine.id is None:
        raise Invalid({"id": "Open the case first; this form has none."})
    case = opened(work, mine.id, None, mine)
    saved = mine if case.version == before.version else merge(before, mine, _draft(work.session, case))
    if saved.kind is not case.kind:
        raise Invalid({"kind": "The kind of a case stays; end this one and record another."})
    moves.not_ahead(work, submitted_on=saved.submitted_on, convicted_on=saved.convicted_on)
    owner_id = saved.owner_id or case.owner_id
    access.refuse_losing(work, case, owner_id)
    for name, value in (_values(saved) | {"owner_id": owner_id}).items():
        setattr(case, name, value)
    if saved.amount_pence != amount_of(work.session, case):
        set_amount(work, case, saved.amount_pence)
        case.version += 1
    settled(work, case)


@use_case("End a case of another order", needs=WRITERS)
def end(work: Work, case_id: UUID, version: int | None, draft: EndDraft) -> None:
    """Discharged, consented to, ran out, or concluded: nothing is held or owed any more by this case."""
    case = opened(work, case_id, version, draft)
    assert draft.ended_on is not None
    moves.not_ahead(work, ended_on=draft.ended_on)
    other_moves.move(work, case, Event.ENDED, moves.day(draft.ended_on), draft.reason)
    case.ends_on = case.ends_on or draft.ended_on
    let_go(work, case, moves.day(draft.ended_on), draft.reason)
    settled(work, case)


@use_case("Reopen a case of another order", needs={Role.SUPERVISOR})
def reopen(work: Work, case_id: UUID, version: int | None, draft: ReasonDraft) -> None:
    """Take the end of a case back, with what was let go by it."""
    case = opened(work, case_id, version, draft)
    if case.state is not CaseState.ENDED:
        raise Invalid({"state": "Only a case that has ended is reopened."})
    ended = select(CaseStep.before).where(CaseStep.case_id == case.id, CaseStep.after == CaseState.ENDED)
    before = work.session.scalars(ended.order_by(CaseStep.at.desc(), CaseStep.id.desc()).limit(1)).one_or_none()
    if holds(case.kind):
        ledger.give_back(work, case, MovementKind.RELEASED, moves.now(work).date(), "Reopened.")
    other_moves.note_step(work, case, Event.REOPENED, before or BEGINS[case.kind], moves.now(work), draft.reason)
    settled(work, case)


@use_case("Log that JARD was updated for another order", needs=WRITERS)
def update_jard(work: Work, case_id: UUID, version: int | None, draft: JardDraft) -> None:
    """The national database holds the case now."""
    case = opened(work, case_id, version, draft)
    assert draft.updated_on is not None
    moves.not_ahead(work, updated_on=draft.updated_on)
    case.jard_ref, case.jard_updated_on = draft.jard_ref.strip(), draft.updated_on
    other_moves.move(work, case, Event.JARD_UPDATED, moves.day(draft.updated_on), draft.jard_ref)
    settled(work, case)


def _draft(session: Session, case: PocaCase) -> OtherDraft:
    return draft_of(OtherDraft, case, amount_pence=amount_of(session, case))


def _values(draft: OtherDraft) -> dict[str, Any]:
    if problems := draft.problems():
        raise Invalid(problems)
    return columns_of(draft, but=("amount_pence",))
