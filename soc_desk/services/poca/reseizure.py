"""Seizing under POCA what another power held, and seizing anew what was held too long (Hickman; Kingdom Corporate)."""

from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import CaseExhibit, CaseMoney, CasePerson, PocaCase
from soc_desk.domain.statutory_clock import exists
from soc_desk.errors import Invalid
from soc_desk.services.poca import access, ledger, moves, orders, states
from soc_desk.services.poca.drafts import ReseizureDraft, SeizeDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseState, MovementKind

_NO_SUCH_TIME = "No clock showed that time: the hour was left out as summer time began."


@use_case("Seize under POCA what another power held", needs=WRITERS)
def seize(work: Work, case_id: UUID, version: int | None, draft: SeizeDraft) -> None:
    """The 48 hours begin at the minute of the POCA seizure, not when the other power took it (Hickman)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.seized_at is not None
    moves.not_ahead(work, seized_at=draft.seized_at)
    moves.not_before_seizure(case, seized_at=draft.seized_at)
    if not exists(draft.seized_at):
        raise Invalid({"seized_at": _NO_SUCH_TIME})
    moves.move(work, case, Event.SEIZED_UNDER_POCA, draft.seized_at, draft.grounds)
    case.seized_at, case.power = draft.seized_at.replace(second=0, microsecond=0), draft.power
    case.limb = draft.limb or case.limb
    case.grounds = draft.grounds.strip() or case.grounds
    case.officer = draft.officer.strip() or case.officer
    moves.settled(work, case)


@use_case("Seize property anew", needs=WRITERS)
def reseize(work: Work, case_id: UUID, version: int | None, draft: ReseizureDraft) -> UUID:
    """A new case with a new clock, the original one kept beside it; the old case is closed. Gives the new case's id.

    What was held goes over: in the old ledger it is returned, in the new one seized. Who may know of it, people and
    exhibits go with it; orders, papers and grounds do not.
    """
    old = moves.opened(work, case_id, version, draft)
    assert draft.seized_at is not None
    moves.not_ahead(work, seized_at=draft.seized_at)
    moves.not_before_seizure(old, seized_at=draft.seized_at)
    states.after(old.state, Event.RESEIZED)
    if not exists(draft.seized_at):
        raise Invalid({"seized_at": _NO_SUCH_TIME})
    left = {currency: minor for currency, minor in ledger.held(work.session, old.id).items() if minor}
    new = _copied(work, old, draft)
    access.follow(work, old, new)
    _lines_over(work, old, new, left)
    ledger.take(
        work, old, MovementKind.RETURNED, (), draft.seized_at.date(), to_whom="Police",
        note=f"Seized anew as {new.reference}.",
    )  # fmt: skip
    orders.lay_aside(work, old, "Overtaken by the new seizure.")
    old.closed_on = moves.now(work).date()
    moves.move(work, old, Event.RESEIZED, draft.seized_at, f"{new.reference}: {new.reseized_because}")
    moves.begin(work, new, Event.SEIZED, draft.seized_at, f"From {old.reference}: {new.reseized_because}")
    ledger.keep_sums(work.session, new)
    moves.settled(work, old)
    moves.settled(work, new)
    return new.id


def _copied(work: Work, old: PocaCase, draft: ReseizureDraft) -> PocaCase:
    assert draft.seized_at is not None
    serial = work.next_serials(old.kind.prefix)[0]
    return PocaCase(
        serial=serial, reference=work.reference(old.kind.prefix, serial), kind=old.kind, state=CaseState.SEIZED,
        recorded_by_id=work.actor.id, recorded_at=work.now, owner_id=old.owner_id, team_id=old.team_id,
        officer=draft.officer.strip() or old.officer, area_id=old.area_id, subject_id=old.subject_id,
        operation_name=old.operation_name, crime_ref=old.crime_ref, marking=old.marking,
        nation=old.nation, zone=old.zone, seized_at=draft.seized_at.replace(second=0, microsecond=0),
        original_seized_at=old.original_seized_at or old.seized_at, reseized_from_id=old.id,
        reseized_because=f"{draft.reason.strip()} Advised by {draft.advice.strip()}.", place=draft.place.strip(),
        postcode=old.postcode, power=old.power, limb=old.limb, grounds=draft.grounds.strip(),
        description=old.description,
    )  # fmt: skip


def _lines_over(work: Work, old: PocaCase, new: PocaCase, left: dict[str, int]) -> None:
    for line in ledger.lines_of(work.session, old.id):
        if minor := left.get(line.currency):
            over = CaseMoney(
                case_id=new.id, currency=line.currency, rate=line.rate, rate_on=line.rate_on,
                instrument=line.instrument, sterling_pence=ledger.sterling(minor, line.currency, line.rate),
            )  # fmt: skip
            counted = line.counted_minor is not None
            over.counted_minor, over.estimate_minor = (minor, None) if counted else (None, minor)
            over.counted_on, over.counter_one, over.counter_two = line.counted_on, line.counter_one, line.counter_two
            work.add(over)
    for person in work.session.scalars(select(CasePerson).where(CasePerson.case_id == old.id)):
        work.add(
            CasePerson(
                case_id=new.id, role=person.role, name=person.name, born_on=person.born_on, address=person.address,
                custody_no=person.custody_no, solicitor=person.solicitor, email=person.email, note=person.note,
            )
        )  # fmt: skip
    for exhibit in work.session.scalars(select(CaseExhibit).where(CaseExhibit.case_id == old.id)):
        work.add(
            CaseExhibit(
                case_id=new.id, exhibit_no=exhibit.exhibit_no, bag_no=exhibit.bag_no, what=exhibit.what,
                stored_at=exhibit.stored_at,
            )
        )  # fmt: skip
