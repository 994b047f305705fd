"""POCA cases found by a word or two: reference, place, officer, crime reference, operation, the names of people."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CasePerson, PocaCase
from soc_desk.services.poca import case_query


def cases(session: Session, typed: str, limit: int) -> list[tuple[UUID, str, str, dict[str, str]]]:
    """Id, reference, title and the fields that may have matched, by label; the newest seizures first."""
    columns = (PocaCase.id, PocaCase.reference, PocaCase.kind, PocaCase.place, PocaCase.officer, PocaCase.crime_ref,
               PocaCase.operation_name)  # fmt: skip
    query = select(*columns).where(case_query.holds(typed)).order_by(PocaCase.seized_at.desc(), PocaCase.id.desc())
    rows = session.execute(query.limit(limit)).all()
    people: dict[UUID, list[str]] = {}
    named = select(CasePerson.case_id, CasePerson.name).where(CasePerson.case_id.in_([row.id for row in rows]))
    for case_id, name in session.execute(named):
        people.setdefault(case_id, []).append(name)
    hits = []
    for id_, reference, kind, place, officer, crime_ref, operation in rows:
        fields = {"Reference": reference, "Place": place, "Officer": officer, "Crime reference": crime_ref,
                  "Operation": operation, "Person": ", ".join(people.get(id_, ()))}  # fmt: skip
        hits.append((id_, reference, f"{kind.label}, {place}" if place else kind.label, fields))
    return hits
