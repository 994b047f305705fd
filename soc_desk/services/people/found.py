"""People found by a word or two: names, other names, references, phones and plates."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonDetail, PersonName
from soc_desk.services.people import wording
from soc_desk.store import prepared


def people(session: Session, typed: str, limit: int) -> list[tuple[UUID, str, str, dict[str, str]]]:
    """Id, reference, name and the fields that may have matched, by label; each word is found in some of them."""
    words = wording.asked(typed)
    shape = ("people found", limit, wording.shape_of(words))
    found = prepared.rows(session, shape, partial(_query, session, words, limit), wording.values_of(words))
    ids = [id_ for id_, _, _ in found]
    if not ids:
        return []
    fields: dict[UUID, dict[str, str]] = {id_: {"Reference": reference, "Name": name} for id_, reference, name in found}
    for id_, name in session.execute(
        select(PersonName.person_id, PersonName.name).where(PersonName.person_id.in_(ids))
    ):
        fields[id_]["Also known as"] = ", ".join(filter(None, (fields[id_].get("Also known as"), name)))
    told = select(PersonDetail.person_id, PersonDetail.kind, PersonDetail.value).where(PersonDetail.person_id.in_(ids))
    for id_, kind, value in session.execute(told):
        fields[id_][kind.label] = ", ".join(filter(None, (fields[id_].get(kind.label), value)))
    return [(id_, reference, name, fields[id_]) for id_, reference, name in found]


def _query(session: Session, words: list[wording.Ways], limit: int) -> Select[*tuple[Any, ...]]:
    query = select(Person.id, Person.reference, Person.name).where(Person.merged_into_id.is_(None))
    query = query.where(*wording.conditions(session, words))
    return query.order_by(Person.sort_name, Person.id).limit(prepared.fixed(limit))
