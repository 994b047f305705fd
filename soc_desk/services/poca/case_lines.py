"""What lies in a case and is written with its form: money by currency, exhibits and bags, people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import CaseExhibit, CaseMoney, CaseMovement, CasePerson, CaseService, Entity, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger
from soc_desk.services.rows import columns_of
from soc_desk.store import Work
from soc_desk.vocabulary.poca import CaseRole

E = TypeVar("E", bound=Entity)


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


class _Line(Protocol):
    @property
    def id(self) -> UUID | None: ...


def problems(
    money: Sequence[MoneyLine], exhibits: Sequence[ExhibitLine], people: Sequence[PersonLine]
) -> dict[str, str]:
    """What is wrong with the lines of a form."""
    found = {}
    for line in money:
        if problem := ledger.line_problems(line.currency, line.rate.strip(), line.rate_on, line.estimate_minor):
            found["money"] = problem
    if len({line.currency for line in money}) < len(money):
        found["money"] = "Each currency stands in one line; add the two together."
    numbers = [line.exhibit_no.strip().casefold() for line in exhibits]
    if "" in numbers:
        found["exhibits"] = "Give each exhibit its number, or take the line out."
    elif len(set(numbers)) < len(numbers):
        found["exhibits"] = "Two exhibits have the same number; correct one of them."
    bags = [bag for line in exhibits if (bag := line.bag_no.strip().casefold())]
    if len(set(bags)) < len(bags) and "exhibits" not in found:
        found["exhibits"] = "Two exhibits name the same sealed bag; correct one of them."
    if any(not line.name.strip() and not line.note.strip() for line in people):
        found["people"] = "Give each person a name, or say in the note what is known."
    return found


def keep_money(work: Work, case: PocaCase, lines: Sequence[MoneyLine]) -> None:
    """Make the estimates those of the form; a currency that was counted or has moved is not taken out."""
    stored = {line.currency: line for line in ledger.lines_of(work.session, case.id)}
    for given in lines:
        line = stored.pop(given.currency, None)
        if line is None:
            line = CaseMoney(case_id=case.id, currency=given.currency)
            work.add(line)
        ledger.set_rate(work.session, line, given.rate, given.rate_on)
        _estimate(work, case, line, given)
        line.instrument = given.instrument.strip()
        line.sterling_pence = ledger.sterling(line.amount_minor or 0, line.currency, line.rate)
    for gone in stored.values():
        moved = select(CaseMovement.id).where(CaseMovement.case_id == case.id, CaseMovement.currency == gone.currency)
        if gone.counted_minor is not None or work.session.scalars(moved.limit(1)).first() is not None:
            raise Invalid({"money": f"{gone.currency} was counted or has moved; its line stays."})
        work.session.delete(gone)
    ledger.keep_sums(work.session, case)


def keep_exhibits(work: Work, case_id: UUID, lines: Sequence[ExhibitLine]) -> None:
    """Make the exhibits those of the form."""
    stored = {e.id: e for e in work.session.scalars(select(CaseExhibit).where(CaseExhibit.case_id == case_id))}
    gone = _keep(work, stored, lines, lambda values: CaseExhibit(case_id=case_id, **values))
    for exhibit in gone:
        work.session.delete(exhibit)


def keep_people(work: Work, case_id: UUID, lines: Sequence[PersonLine]) -> None:
    """Make the people those of the form; somebody who was served stays."""
    stored = {p.id: p for p in work.session.scalars(select(CasePerson).where(CasePerson.case_id == case_id))}
    for person in _keep(work, stored, lines, lambda values: CasePerson(case_id=case_id, **values)):
        served = select(CaseService.id).where(CaseService.person_id == person.id).limit(1)
        if work.session.scalars(served).first() is not None:
            raise Invalid({"people": f"{person.name} was served with papers and stays in the case."})
        work.session.delete(person)


def _keep(work: Work, stored: dict[UUID, E], lines: Sequence[_Line], build: Callable[[dict[str, Any]], E]) -> list[E]:
    """Write the lines upon the stored ones of the same id, add the new; gives those that no line names any more."""
    for line in lines:
        values = columns_of(line)
        entity = stored.pop(line.id, None) if line.id is not None else None
        if entity is None:
            work.add(build(values))
        else:
            for name, value in values.items():
                setattr(entity, name, value)
    return list(stored.values())


def _estimate(work: Work, case: PocaCase, line: CaseMoney, given: MoneyLine) -> None:
    if given.estimate_minor == line.estimate_minor:
        return
    if line.counted_minor is None:
        gone = (line.amount_minor or 0) - ledger.held(work.session, case.id).get(line.currency, 0)
        if (given.estimate_minor or 0) < gone:
            raise Invalid({"money": f"{line.currency}: {ledger.written(gone, line.currency)} of it has left already."})
    line.estimate_minor = given.estimate_minor
