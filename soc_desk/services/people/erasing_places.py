"""Where else a person is named, as the eraser reads it and ticks it: a row at a time, with its entries of the log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.services.history_words import entity_words, field_word
from soc_desk.services.people.erasing_found import Logged, Named
from soc_desk.services.people.naming import Term, Terms

_REFERRED = (
    domain.Subject, domain.Disruption, domain.PocaCase, domain.Person, domain.Operation, domain.TaskingBid,
    domain.Disclosure, domain.ImportBatch, domain.Request,
)  # fmt: skip
_OTHERS_OWN = frozenset({"saved_view", "disclosure"})
"""Whose view or print it is is theirs to read: the eraser reads the name alone."""
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Place:
    """A row with its ``entries`` of the log; ``doubt`` says why it is not ticked beforehand, and is empty otherwise."""

    key: str
    where: str
    words: str
    doubt: str
    entries: frozenset[int]


@dataclass
class _Found:
    """What is gathered for one key."""

    named: list[tuple[Named, tuple[Term, ...]]] = field(default_factory=list)
    doubt: str = ""
    columns: dict[str, None] = field(default_factory=dict)
    entries: set[int] = field(default_factory=set)


def places(session: Session, named: Iterable[Named], log: Collection[Logged]) -> list[Place]:
    """Every place, those in doubt first."""
    found: dict[str, _Found] = {}
    for each in named:
        for key, terms, doubt in each.parts:
            here = found.setdefault(key, _Found(doubt=doubt))
            here.named.append((each, terms))
            here.columns[each.words.column] = None
    for line in log:
        for each in line.texts:
            for key, terms, doubt in each.parts:
                here = found.setdefault(key, _Found(doubt=doubt))
                here.entries |= set() if line.emptying(()) else {line.entry["id"]}
                if not here.columns:
                    here.named.append((each, terms))
    told = _references(session, {here.named[0][0].words.record for here in found.values()})
    shown = [_place(key, here, told) for key, here in found.items()]
    return sorted(shown, key=lambda place: (not place.doubt, place.where))


def _place(key: str, here: _Found, references: dict[UUID, str]) -> Place:
    words = here.named[0][0].words
    where = entity_words(words.table)
    if reference := references.get(words.record):
        where = f"{where} ({reference})"
    where = ", ".join((where, *map(field_word, here.columns))) if here.columns else f"Log of {where}"
    if count := len(here.entries):
        where += f": {count:,} entr{'y' if count == 1 else 'ies'}{' of the log' if here.columns else ''}"
    told = dict.fromkeys(_words(each, terms, here.doubt) for each, terms in here.named)
    return Place(key, where, " / ".join(list(told)[: len(here.columns) or 1]), here.doubt, frozenset(here.entries))


def _words(each: Named, terms: tuple[Term, ...], doubt: str) -> str:
    if each.words.table in _OTHERS_OWN:
        words = [term.words for term in terms]
        return ", ".join(each for each in words if not any(each != other and each in other for other in words))
    value = Terms(each.certain).taken_out(each.words.value) if doubt else each.words.value
    return Terms(terms).around(value)


def _references(session: Session, records: Collection[UUID]) -> dict[UUID, str]:
    """The references of records that have one."""
    found: dict[UUID, str] = {}
    ordered = list(records)
    for start in range(0, len(ordered), _AT_ONCE):
        for kind in _REFERRED:
            query = select(kind.id, kind.reference).where(kind.id.in_(ordered[start : start + _AT_ONCE]))
            found |= {id_: reference for id_, reference in session.execute(query)}
    return found
