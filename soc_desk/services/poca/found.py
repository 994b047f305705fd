"""POCA cases found by a word or two: references, place, officer, operation, institution, the names of people."""

from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CasePerson, PocaCase
from soc_desk.store import case_index, prepared
from soc_desk.store.search_index import words


def cases(session: Session, typed: str, limit: int) -> list[tuple[UUID, str, str, dict[str, str]]]:
    """Id, reference, title and the fields that may have matched, by label; the latest recorded first."""
    if not words(typed):
        return []
    columns = (PocaCase.id, PocaCase.reference, PocaCase.kind, PocaCase.place, PocaCase.officer, PocaCase.crime_ref,
               PocaCase.operation_name, PocaCase.register_ref, PocaCase.institution)  # fmt: skip
    build = partial(case_index.matching, session, columns, limit)
    rows = prepared.rows(session, ("cases found", limit), build, {"asked": case_index.asked(session, typed)})
    if not rows:
        return []
    people: dict[UUID, list[str]] = {}
    person = CasePerson.__table__.c  # who may know of the case may know of its people
    named = select(person.case_id, person.name).where(person.case_id.in_([row[0] for row in rows]))
    for case_id, name in session.execute(named):
        people.setdefault(case_id, []).append(name)
    hits = []
    for id_, reference, kind, place, officer, crime_ref, operation, register_ref, institution in rows:
        fields = {"Reference": reference, "Place": place, "Officer": officer, "Crime reference": crime_ref,
                  "Operation": operation, "Register reference": register_ref, "Institution": institution,
                  "Person": ", ".join(people.get(id_, ()))}  # fmt: skip
        hits.append((id_, reference, f"{kind.label}, {place}" if place else kind.label, fields))
    return hits
