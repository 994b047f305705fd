"""Where else a person is named: in the words of other records, in rows that nobody edits, and in the log."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Column, ColumnElement, Enum, String, Table, and_, or_, select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import CasePerson, Person
from soc_desk.domain.base import KINDS
from soc_desk.services.people.naming import Term, Terms
from soc_desk.store import erasing, seals
from soc_desk.store.erasing import KEPT, Emptying, Words

_NOT_SEARCHED = frozenset({
    "app_user", "team", "area", "code_item", "policy", "store_info", "import_mapping", "score_template", "erasure",
    *KEPT,
})  # fmt: skip
"""What people set up, and what is looked through otherwise."""
_NAMES_OF_OTHERS = frozenset({
    ("person", "family_name"), ("person", "given_names"), ("person", "name"), ("person", "sort_name"),
    ("person", "pnc_id"), ("person", "cro_id"), ("person_name", "name"), ("person_detail", "value"),
})  # fmt: skip
"""What the log tells of them is theirs where it is in doubt."""
_NO_WORDS = frozenset({"fingerprint", "sha256", "file_sha256", "content_sha256", "signature", "media_type", "zone"})
_BESIDE = ("recipient", "purpose")
_PARTY = CasePerson.__tablename__
_PRINT = "disclosure"
_IS_RECIPIENT = "Whoever receives a print is hardly ever the person that it is about."
_IS_ANOTHER = "This party of the case is somebody else by their day of birth or their record."


@dataclass(frozen=True)
class Named:
    """One text that names the person, with the terms that mean nobody else there and those that may."""

    words: Words
    certain: tuple[Term, ...]
    doubtful: tuple[Term, ...]
    doubt: str

    @classmethod
    def of(cls, words: Words, terms: Terms, others: Collection[UUID]) -> "Named":
        """What a text holds; in doubt is what is left once the certain names are out, or all of it of ``others``."""
        is_another = _IS_ANOTHER if words.table == _PARTY and words.id in others else ""
        if doubt := _IS_RECIPIENT if (words.table, words.column) == (_PRINT, "recipient") else is_another:
            return cls(words, (), terms.found(words.value), doubt)
        sure = terms.certain()
        doubtful = terms.found(sure.taken_out(words.value))
        return cls(words, sure.found(words.value), doubtful, doubtful[0].doubt if doubtful else "")

    @property
    def parts(self) -> Iterator[tuple[str, tuple[Term, ...], str]]:
        """Key, terms and doubt of what is certain and of what is in doubt: all of a row is ticked at once."""
        row = f"{self.words.table}:{self.words.id.hex}"
        if self.certain:
            yield row, self.certain, ""
        if self.doubtful:
            yield f"{row}?", self.doubtful, self.doubt

    def left(self, taken: Collection[str]) -> object:
        """What stays of the text; a name in doubt is not looked for within one that is certain."""
        out = Terms(tuple(term for key, terms, _ in self.parts if key in taken for term in terms))
        stays = [term for key, terms, doubt in self.parts if key not in taken and not doubt for term in terms]
        return out.taken_out(self.words.value, Terms(tuple(stays)))


@dataclass(frozen=True)
class Logged:
    """An entry of the log and what names the person in it; one of their ``own`` is emptied in any case."""

    entry: Mapping[str, Any]
    own: bool
    fields: tuple[Named, ...]
    beside: tuple[Named, ...]

    @property
    def texts(self) -> tuple[Named, ...]:
        """What of it the eraser answers for."""
        return self.beside if self.own else (*self.fields, *self.beside)

    def emptying(self, taken: Collection[str]) -> Emptying | None:
        """What stays of its recipient and its purpose; None where all of it stays."""
        if not self.own and not any(key in taken for each in self.texts for key, *_ in each.parts):
            return None
        stays = {**self.entry, **{each.words.column: each.left(taken) for each in self.beside}}
        is_changed = any(stays[name] != self.entry[name] for name in _BESIDE)
        if not is_changed and seals.is_bare(self.entry["fields"]):
            return None
        return self.entry, stays["recipient"], stays["purpose"]


def texts(session: Session, terms: Terms, emptied: Mapping[str, Collection[UUID]]) -> Iterator[Words]:
    """The words of records that the eraser may know of; ``emptied`` are lines of theirs that keep none."""
    domain.whole()
    for kind in list(KINDS) if terms.terms else ():
        table = cast("Table | None", getattr(kind, "__table__", None))
        if table is None or "__tablename__" not in vars(kind) or table.name in _NOT_SEARCHED:
            continue
        entity: Any = kind
        for name in filter(None, map(_with_words, table.columns)):
            own = emptied.get(table.name) or emptied.get(f"{table.name}.{name}", ())
            may: ColumnElement[bool] = erasing.may_hold(session, table.c[name], terms.sought)
            query = select(entity.id, table.c[entity.RECORD], table.c[name]).where(may)
            for id_, record, value in session.execute(query):
                if id_ not in own and terms.found(value):
                    yield Words(table.name, name, id_, record, value)


def entries(session: Session, terms: Terms, about: Collection[UUID]) -> Iterator[Mapping[str, Any]]:
    """Entries of the log about the person's records and lines, and others that name the person."""
    for row in erasing.entries(session, terms.sought, about):
        is_theirs = row["record_id"] in about or row["entity_id"] in about
        told = [row["fields"], *(row[name] or "" for name in _BESIDE)]
        if row["use_case"] != seals.ERASING and (is_theirs or terms.found(told)):
            yield row


def kept(session: Session, terms: Terms) -> Iterator[Words]:
    """The same of rows that nobody edits."""
    yield from (words for words in erasing.kept_words(session, terms.sought) if terms.found(words.value))


def parties(words: Iterable[Words], rows: Iterable[Mapping[str, Any]]) -> set[UUID]:
    """The parties of cases among what was found."""
    of_log = {row["entity_id"] for row in rows if row["entity"] == _PARTY}
    return of_log | {each.id for each in words if each.table == _PARTY}


def others(session: Session, people: Sequence[Person], parties: Collection[UUID]) -> frozenset[UUID]:
    """Those parties of cases who are not these records, which are of one person."""
    ids, births = [each.id for each in people], [each.born_on for each in people if each.born_on]
    line = CasePerson
    is_another: ColumnElement[bool] = line.person_id.not_in(ids)
    if births:
        is_another = or_(is_another, and_(line.person_id.is_(None), line.born_on.not_in(births)))
    return frozenset(session.scalars(select(line.id).where(line.id.in_(parties), is_another)))


def logged(
    rows: Sequence[Mapping[str, Any]], terms: Terms, about: Collection[UUID], others: Collection[UUID]
) -> Iterator[Logged]:
    """The texts in entries, each of the row that the entry is of; a disclosure's, wherever it is noted, of that."""
    prints = {_print(row): row["entity_id"] for row in rows if row["entity"] == _PRINT and _print(row)}
    for row in rows:
        of = prints.get(_print(row)) if row["action"] == "disclosed" else None
        table, id_ = (_PRINT, of) if of else (row["entity"], row["entity_id"])
        line = Words(table, "", id_, row["record_id"], None)
        told = row["fields"] if isinstance(row["fields"], dict) else {}
        fields, beside = (_texts(line, each, terms, others) for each in (told, {name: row[name] for name in _BESIDE}))
        yield Logged(row, row["record_id"] in about or row["entity_id"] in about, fields, beside)


def _texts(line: Words, told: Mapping[str, Any], terms: Terms, others: Collection[UUID]) -> tuple[Named, ...]:
    found = []
    for column, value in told.items():
        if terms.found(value):
            each = Named.of(replace(line, column=column, value=value), terms, others)
            found.append(replace(each, doubtful=()) if (line.table, column) in _NAMES_OF_OTHERS else each)
    return tuple(found)


def _print(row: Mapping[str, Any]) -> str:
    told = row["fields"].get("reference") if isinstance(row["fields"], dict) else None
    return told if isinstance(told, str) else ""


def _with_words(column: Column[Any]) -> str | None:
    kept_in = column.type
    holds = isinstance(kept_in, JSON) or (isinstance(kept_in, String) and not isinstance(kept_in, Enum))
    if not holds or column.unique or column.name in _NO_WORDS or (column.table.name, column.name) in _NAMES_OF_OTHERS:
        return None
    return column.name
