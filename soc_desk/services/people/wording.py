"""People by the words of what was typed: beginnings of names, references, parts of phone numbers, plates."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, false, select, union_all
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Person, PersonKey
from soc_desk.services.people import keys
from soc_desk.store import person_index

_FIGURES = 4
_REFERENCE = re.compile(r"(?:n-?)?(?:\d{4}-)?(\d{1,9})", re.IGNORECASE)
_SERIAL, _NAMES = "serial", "names"


class Way(NamedTuple):
    """One way in which a word finds people: by a kind of key, by all the parts of a name, by a reference's number."""

    kind: str
    values: tuple[Any, ...]


Ways = tuple[Way, ...]


def asked(text: str) -> list[Ways]:
    """How each word of what was typed finds people; a phone number written in groups is one word."""
    whole = re.fullmatch(r"[\d\s+()-]{6,}", text.strip())
    return [tuple(_ways(word)) for word in (["".join(text.split())] if whole else text.split())]


def conditions(session: Session, words: Sequence[Ways]) -> Iterator[ColumnElement[bool]]:
    """That a person is found by each of the words. Their values are parameters, named as in ``values_of``."""
    for place, ways in enumerate(words):
        found = [_found(session, way, f"word_{place}_{nth}") for nth, way in enumerate(ways)]
        yield Person.id.in_(union_all(*found)) if found else false()


def values_of(words: Sequence[Ways]) -> dict[str, Any]:
    """The parameters of ``conditions`` by name."""
    return {
        f"word_{place}_{nth}_{part}": value
        for place, ways in enumerate(words)
        for nth, way in enumerate(ways)
        for part, value in enumerate(way.values)
    }


def shape_of(words: Sequence[Ways]) -> tuple[Any, ...]:
    """What the statement of ``conditions`` depends on besides the engine."""
    return tuple(tuple((way.kind, len(way.values)) for way in ways) for ways in words)


def _ways(word: str) -> Iterator[Way]:
    if said := keys.words(word):
        yield Way(_NAMES, tuple(said))
    if (told := _REFERENCE.fullmatch(word)) is not None:
        yield Way(_SERIAL, (int(told[1]),))
    plain = keys.compact(word)
    if len(plain) >= _FIGURES:
        if plain.isdigit():
            yield Way(keys.PHONE, (keys.phone(word) or plain,))
        yield from (Way(kind, (plain,)) for kind in (keys.PLATE, keys.IDENTIFIER))


def _found(session: Session, way: Way, name: str) -> Select[Any]:
    if way.kind == _SERIAL:
        person = aliased(Person)
        return select(person.id).where(person.serial == bindparam(f"{name}_0", way.values[0], Integer))
    texts = [bindparam(f"{name}_{part}", value, String) for part, value in enumerate(way.values)]
    if way.kind == keys.PHONE:
        return select(PersonKey.person_id).where(person_index.holds(keys.PHONE, texts[0]))
    kind = keys.WORD if way.kind == _NAMES else way.kind
    query = select(PersonKey.person_id).where(person_index.begins(session, kind, texts[0]))
    for text in texts[1:]:  # every part is of the same person
        other = select(PersonKey.person_id).where(person_index.begins(session, kind, text)).correlate(None)
        query = query.where(PersonKey.person_id.in_(other))
    return query
