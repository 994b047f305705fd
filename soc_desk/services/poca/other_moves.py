"""The steps of the other orders: which may happen to which kind in which state, and how one is taken."""

from datetime import datetime
from uuid import UUID

from soc_desk.domain import CaseStep, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import duties
from soc_desk.services.poca.moves import Checked
from soc_desk.services.poca.other_drafts import OTHER_KINDS
from soc_desk.services.poca.states import Event
from soc_desk.store import Work
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderKind

_S, _K, _E, _O = CaseState, CaseKind, Event, OrderKind
_HOLDING = (_K.ACCOUNT_FREEZING, _K.RESTRAINT, _K.CIVIL_RECOVERY)
_COURT = (_K.ACCOUNT_FREEZING, _K.RESTRAINT, _K.CONFISCATION)
_AF = (_K.ACCOUNT_FREEZING,)
_CO = (_K.CONFISCATION,)

BEGINS: dict[CaseKind, CaseState] = {
    _K.ACCOUNT_FREEZING: _S.APPLIED, _K.RESTRAINT: _S.APPLIED, _K.CONFISCATION: _S.APPLIED,
    _K.CIVIL_RECOVERY: _S.REFERRED, _K.DAML: _S.NOTICE_PERIOD, _K.MONEY_LAUNDERING: _S.INVESTIGATED,
}  # fmt: skip
"""The state in which a case of a kind is recorded."""

APPLIED_FOR: dict[CaseKind, OrderKind] = {
    _K.ACCOUNT_FREEZING: _O.FREEZING, _K.RESTRAINT: _O.RESTRAINT, _K.CONFISCATION: _O.CONFISCATION,
    _K.CIVIL_RECOVERY: _O.PROPERTY_FREEZING,
}  # fmt: skip
"""The order that an application of a kind asks for."""

ORDERS: dict[CaseKind, dict[OrderKind, dict[CaseState, CaseState]]] = {
    _K.ACCOUNT_FREEZING: {
        _O.FREEZING: {_S.APPLIED: _S.IN_FORCE},
        _O.VARIATION: {_S.IN_FORCE: _S.IN_FORCE, _S.NOTICE_RUNNING: _S.NOTICE_RUNNING},
    },
    _K.RESTRAINT: {_O.RESTRAINT: {_S.APPLIED: _S.IN_FORCE}, _O.VARIATION: {_S.IN_FORCE: _S.IN_FORCE}},
    _K.CONFISCATION: {
        _O.CONFISCATION: {_S.APPLIED: _S.TO_PAY},
        _O.TIME_TO_PAY: {_S.TO_PAY: _S.TO_PAY},
        _O.REDETERMINATION: {_S.TO_PAY: _S.TO_PAY, _S.ENFORCED: _S.ENFORCED, _S.PAID: _S.TO_PAY},
        _O.DEFAULT_TERM: {_S.ENFORCED: _S.ENFORCED},
    },
    _K.CIVIL_RECOVERY: {
        _O.PROPERTY_FREEZING: {_S.REFERRED: _S.IN_FORCE},
        _O.VARIATION: {_S.IN_FORCE: _S.IN_FORCE},
        _O.RECOVERY: {_S.REFERRED: _S.ENDED, _S.IN_FORCE: _S.ENDED},
    },
    _K.DAML: {_O.VARIATION: {_S.MORATORIUM: _S.MORATORIUM}},
}
"""What a court may order in a case of a kind, and where it leads; a variation of a request is a longer moratorium."""

_OPEN = (
    _S.APPLIED, _S.IN_FORCE, _S.TO_PAY, _S.ENFORCED, _S.REFERRED, _S.NOTICE_PERIOD, _S.MORATORIUM, _S.INVESTIGATED,
    _S.FORFEITURE_REFUSED, _S.FINAL,
)  # fmt: skip
_APPEALED = (_S.FINAL, _S.ENDED)

MOVES: dict[Event, tuple[tuple[CaseKind, ...], dict[CaseState, tuple[CaseState, ...]]]] = {
    _E.APPLICATION_LODGED: (tuple(APPLIED_FOR), {_S.APPLIED: (_S.APPLIED,), _S.REFERRED: (_S.REFERRED,)}),
    _E.APPLICATION_REFUSED: (_COURT, {_S.APPLIED: (_S.ENDED,)}),
    _E.CONSENT_REFUSED: ((_K.DAML,), {_S.NOTICE_PERIOD: (_S.MORATORIUM,)}),
    _E.PAYMENT_RECEIVED: (_CO, {_S.TO_PAY: (_S.TO_PAY, _S.PAID), _S.ENFORCED: (_S.ENFORCED, _S.PAID)}),
    _E.LINE_REVERSED: (
        _CO, {_S.TO_PAY: (_S.TO_PAY,), _S.ENFORCED: (_S.ENFORCED,), _S.PAID: (_S.TO_PAY,)},
    ),
    _E.ENFORCEMENT_BEGUN: (_CO, {_S.TO_PAY: (_S.ENFORCED,)}),
    _E.NOTICE_GIVEN: (_AF, {_S.IN_FORCE: (_S.NOTICE_RUNNING,)}),
    _E.OBJECTION: (_AF, {_S.NOTICE_RUNNING: (_S.IN_FORCE,)}),
    _E.PERIOD_ENDED: (_AF, {_S.NOTICE_RUNNING: (_S.FORFEITED_BY_NOTICE,)}),
    _E.SET_ASIDE: (_AF, {_S.FORFEITED_BY_NOTICE: (_S.ENDED,)}),
    _E.FORFEITURE_LODGED: (
        _AF, {_S.IN_FORCE: (_S.FORFEITURE_PENDING,), _S.NOTICE_RUNNING: (_S.FORFEITURE_PENDING,)},
    ),
    _E.FORFEITURE_ORDERED: (_AF, {_S.FORFEITURE_PENDING: (_S.FORFEITURE_ORDERED,)}),
    _E.FORFEITURE_REFUSED: (_AF, {_S.FORFEITURE_PENDING: (_S.FORFEITURE_REFUSED,)}),
    _E.APPEAL_LODGED: (
        _AF, {_S.FORFEITURE_ORDERED: (_S.APPEAL_PENDING,), _S.FORFEITURE_REFUSED: (_S.APPEAL_PENDING,)},
    ),
    _E.APPEAL_ALLOWED: (_AF, {_S.APPEAL_PENDING: _APPEALED}),
    _E.APPEAL_DISMISSED: (_AF, {_S.APPEAL_PENDING: _APPEALED}),
    _E.BECAME_FINAL: (_AF, {_S.FORFEITED_BY_NOTICE: (_S.FINAL,), _S.FORFEITURE_ORDERED: (_S.FINAL,)}),
    _E.FUND_PAID: (_AF, {_S.FINAL: (_S.FINAL,)}),
    _E.JARD_UPDATED: (OTHER_KINDS, {state: (state,) for state in CaseState}),
    _E.ADJOURNED: (OTHER_KINDS, {state: (state,) for state in CaseState if not state.is_over}),
    _E.ENDED: (OTHER_KINDS, dict.fromkeys(_OPEN, (_S.ENDED,))),
}  # fmt: skip
"""Event, then the kinds it may happen to, then where it leads; of several, what is recorded decides."""


def holds(kind: CaseKind) -> bool:
    """Whether property is kept from somebody by an order of this kind, so that it stands in a ledger."""
    return kind in _HOLDING


def may(kind: CaseKind, state: CaseState, event: Event) -> bool:
    """Whether a step may be taken in a case: what the window offers."""
    kinds, states = MOVES.get(event, ((), {}))
    return kind in kinds and state in states


def orders_of(kind: CaseKind, state: CaseState) -> tuple[OrderKind, ...]:
    """What a court may order in a case as it stands."""
    return tuple(order for order, states in ORDERS.get(kind, {}).items() if state in states)


def opened(work: Work, id: UUID, version: int | None, draft: Checked | None = None) -> PocaCase:
    """The case for a step; refuses a Draft with problems, and seized property, which has its own steps."""
    if draft is not None and (problems := draft.problems()):
        raise Invalid(problems)
    case = work.get(PocaCase, id, version)
    if case.kind.is_seizure:
        raise Invalid({"kind": f"{case.reference} is about seized property, whose steps have their own forms."})
    return case


def move(
    work: Work, case: PocaCase, event: Event, at: datetime, reason: str = "", *, to: CaseState | None = None
) -> None:
    """Take a step: the state as the table says (``to`` of several), and a line in the history.

    ``at`` is when it happened in law, wall time. Raises Invalid where the case has no such step.
    """
    kinds, states = MOVES.get(event, ((), {}))
    possible = states.get(case.state) if case.kind in kinds else None
    if possible is None:
        raise Invalid({"state": f"{event.label}: this cannot be recorded while the case is: {case.state.label}."})
    after = possible[0] if to is None else to
    if after not in possible:
        raise AssertionError(f"{event} does not lead from {case.state} to {after}")
    note_step(work, case, event, after, at, reason)


def note_step(work: Work, case: PocaCase, event: Event, after: CaseState, at: datetime, reason: str) -> None:
    """Write a step into the history and bring the case where it leads."""
    before, case.state = case.state, after
    case.version += 1  # its lines are part of the case: a step that changed them alone must not go unseen
    case.closed_on = (case.closed_on or at.date()) if after.is_over else None
    work.add(
        CaseStep(
            case_id=case.id, event=event, before=before, after=after, happened_at=at, at=work.now,
            by_id=work.actor.id, reason=reason.strip(),
        )
    )  # fmt: skip


def settled(work: Work, case: PocaCase) -> None:
    """The last act of a step: what is due is worked out anew."""
    duties.refresh(work, case.id)
