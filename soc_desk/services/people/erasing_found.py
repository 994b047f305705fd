"""Where else a person is named: in the words of other records, in rows that nobody edits, and in the log."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Column, ColumnElement, Enum, String, Table, select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain.base import KINDS
from soc_desk.services.history_words import entity_words, field_word
from soc_desk.services.people.naming import Term, Terms
from soc_desk.store import erasing
from soc_desk.store.erasing import KEPT, Words

_NOT_SEARCHED = frozenset({
    "app_user", "team", "area", "code_item", "policy", "store_info", "import_mapping", "score_template", "erasure",
    *KEPT,
})  # fmt: skip
"""What people set up, and what is looked through otherwise."""
_NAMES_OF_OTHERS = frozenset({
    ("person", "family_name"), ("person", "given_names"), ("person", "name"), ("person", "sort_name"),
    ("person", "pnc_id"), ("person", "cro_id"), ("person_name", "name"), ("person_detail", "value"),
})  # fmt: skip
_NO_WORDS = frozenset({"fingerprint", "sha256", "file_sha256", "content_sha256", "signature", "media_type", "zone"})
_OTHERS_OWN = frozenset({"saved_view", "disclosure"})
_OF_OTHERS = frozenset({"person", "person_name", "person_detail"})
"""What the log tells of others' own names and numbers, which are theirs where they are in doubt."""
_LOG = "log"


@dataclass(frozen=True)
class Named:
    """One column of one row that names the person, with the terms that mean nobody else and those that may."""

    words: Words
    certain: tuple[Term, ...]
    doubtful: tuple[Term, ...]

    @property
    def key(self) -> str:
        """What the eraser ticks, where it is in doubt."""
        return f"{self.words.table}:{self.words.id.hex}:{self.words.column}"

    @classmethod
    def of(cls, words: Words, terms: Terms) -> "Named":
        """What a text holds; in doubt is what is left of it once the certain names are out."""
        sure = terms.certain()
        return cls(words, sure.found(words.value), terms.found(sure.taken_out(words.value)))


@dataclass(frozen=True)
class Entries:
    """What the log holds of the person: entries of their own, those that certainly name them, others by record."""

    own: tuple[Mapping[str, Any], ...]
    certain: tuple[Mapping[str, Any], ...]
    doubtful: Mapping[UUID, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True)
class Place:
    """A place as the eraser reads it; ``doubt`` is empty where it is certain."""

    key: str
    where: str
    words: str
    doubt: str


def texts(session: Session, terms: Terms, emptied: Mapping[str, Collection[UUID]]) -> Iterator[Named]:
    """The words of records that the eraser may know of; ``emptied`` are lines of theirs that keep none."""
    domain.whole()
    patterns = [f"%{fragment}%" for fragment in terms.fragments]
    for kind in list(KINDS) if patterns else ():
        table = cast("Table | None", getattr(kind, "__table__", None))
        if table is None or "__tablename__" not in vars(kind) or table.name in _NOT_SEARCHED:
            continue
        entity: Any = kind
        for name in filter(None, map(_with_words, table.columns)):
            own = emptied.get(table.name) or emptied.get(f"{table.name}.{name}", ())
            may: ColumnElement[bool] = erasing.may_hold(table.c[name], patterns)
            query = select(entity.id, table.c[entity.RECORD], table.c[name]).where(may)
            for id_, record, value in session.execute(query):
                if id_ not in own and terms.found(value):
                    yield Named.of(Words(table.name, name, id_, record, value), terms)


def kept(session: Session, terms: Terms) -> Iterator[Named]:
    """The same of rows that nobody edits."""
    for words in erasing.kept_words(session, terms.fragments):
        if terms.found(words.value):
            yield Named.of(words, terms)


def entries(session: Session, terms: Terms, about: Collection[UUID], but: Collection[UUID] = ()) -> Entries:
    """What the log holds; ``about`` are the person's records and lines, ``but`` those whose entries stay."""
    own, certain = [], []
    doubtful: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in erasing.entries(session, terms.fragments, about):
        if row["record_id"] in but or row["entity_id"] in but:
            continue
        found = terms.found([row["fields"], row["recipient"] or "", row["purpose"] or ""])
        if row["record_id"] in about or row["entity_id"] in about:
            own.append(row)
        elif any(not term.doubt for term in found):
            certain.append(row)
        elif found and row["entity"] not in _OF_OTHERS:
            doubtful.setdefault(row["record_id"], []).append(row)
    return Entries(tuple(own), tuple(certain), {record: tuple(rows) for record, rows in doubtful.items()})


def log_key(record: UUID) -> str:
    """What the eraser ticks for the entries about a record."""
    return f"{_LOG}:{record.hex}"


def places(session: Session, terms: Terms, named: Collection[Named], log: Entries) -> Iterator[Place]:
    """Every place in words, those in doubt first."""
    found = [place for each in named for place in _places(session, terms, each)]
    for record, rows in log.doubtful.items():
        first = rows[0]
        held = terms.found([first["fields"], first["recipient"] or "", first["purpose"] or ""])
        where = (
            f"Log of {_about(session, first['entity'], record)}: {len(rows):,} entr{'y' if len(rows) == 1 else 'ies'}"
        )
        found.append(Place(log_key(record), where, terms.around(first["fields"]), held[0].doubt))
    yield from sorted(found, key=lambda place: (not place.doubt, place.where))


def _places(session: Session, terms: Terms, each: Named) -> Iterator[Place]:
    """A text once as certain and once as in doubt, where it is both."""
    words, sure = each.words, terms.certain()
    where = f"{_about(session, words.table, words.record)}, {field_word(words.column)}"
    is_another = words.table in _OTHERS_OWN  # whose view or print it is is theirs to read
    if each.certain:
        yield Place(each.key, where, _listed(each.certain) if is_another else sure.around(words.value), "")
    if each.doubtful:
        told = _listed(each.doubtful) if is_another else terms.around(sure.taken_out(words.value))
        yield Place(each.key, where, told, each.doubtful[0].doubt)


def _listed(terms: Collection[Term]) -> str:
    return ", ".join(term.words for term in terms)


def _about(session: Session, table: str, record: UUID) -> str:
    """What a kind of row is called, with the reference of the record it belongs to."""
    for name in ("Subject", "Disruption", "PocaCase", "Person", "Operation", "TaskingBid", "Disclosure", "ImportBatch"):
        kind: Any = getattr(domain, name)
        if reference := session.scalar(select(kind.reference).where(kind.id == record)):
            return f"{entity_words(table)} ({reference})"
    return entity_words(table)


def _with_words(column: Column[Any]) -> str | None:
    kept_in = column.type
    holds = isinstance(kept_in, JSON) or (isinstance(kept_in, String) and not isinstance(kept_in, Enum))
    if not holds or column.unique or column.name in _NO_WORDS or (column.table.name, column.name) in _NAMES_OF_OTHERS:
        return None
    return column.name
