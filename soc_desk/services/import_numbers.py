"""References in a file: which cannot be used, and how those of the store's own series lift the store's numbering."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from soc_desk.domain import Counter, Subject
from soc_desk.store import Work
from soc_desk.vocabulary import SubjectKind

PREFIXES = {SubjectKind.OCG: "OCG", SubjectKind.PRIORITY_INDIVIDUAL: "PI", SubjectKind.VULNERABILITY: "V"}
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_OWN = re.compile(r"(ocg|pi|v)\d{4}(\d{4,9})")


@dataclass(frozen=True)
class Numbers:
    """``last`` numbers given out by prefix, and the references of all records, open to the reader or not, squeezed."""

    last: Mapping[str, int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    def refuse(self, reference: str) -> bool:
        """Whether a reference that names nothing open to the reader cannot be used.

        Every number of the store's own series that was given out answers alike, whether its record is closed, erased,
        merged away or was never there: only so the answer does not say which.
        """
        own = of_series(reference)
        return squeezed(reference) in self.held or (own is not None and own[1] <= self.last.get(own[0], 0))

    def lifted_by(self, references: Iterable[str]) -> list[str]:
        """What a person should know beforehand where the numbering goes on after the file's."""
        told = [f"{prefix} {to:04}" for prefix, to in _highest(references).items() if to > self.last.get(prefix, 0)]
        text = "The file uses numbers of this store's own series: its numbering goes on after"
        return [f"{text} {', '.join(told)}."] if told else []


@lru_cache(maxsize=65_536)
def squeezed(text: str) -> str:
    """Letters and figures only, so that ``OCG 44`` and ``ocg-44`` are one."""
    return _NOT_WORD.sub("", text.lower())


def of_series(reference: str) -> tuple[str, int] | None:
    """Prefix and number of a reference such as the store gives itself (``OCG-2026-0126``); None for any other."""
    found = _OWN.fullmatch(squeezed(reference))
    return (found[1].upper(), int(found[2])) if found and int(found[2]) else None


def numbers(session: Session) -> Numbers:
    """What the references of a file are held against."""
    counters = select(Counter.prefix, Counter.last).where(Counter.prefix.in_(PREFIXES.values()))
    held = session.scalars(select(Subject.__table__.c.reference))
    return Numbers({prefix: given for prefix, given in session.execute(counters)}, frozenset(map(squeezed, held)))


def hold(work: Work) -> None:
    """Wait for an import under way, and let nobody take a number meanwhile: planned beside it, rows would clash.

    SQLite has one writer.
    """
    counters = select(Counter.prefix).where(Counter.prefix.in_(("I", *PREFIXES.values()))).order_by(Counter.prefix)
    work.session.scalars(counters.with_for_update()).all()


def lift(work: Work, references: Iterable[str]) -> dict[str, list[int]]:
    """Let the numbering go on after those of the store's own series; gives by prefix where it stood, and stands."""
    lifted = {}
    for prefix, to in _highest(references).items():
        stood = work.session.scalars(select(Counter.last).where(Counter.prefix == prefix)).one()
        if to > stood:
            work.session.execute(update(Counter).where(Counter.prefix == prefix).values(last=to))
            lifted[prefix] = [stood, to]
    return lifted


def lower(work: Work, lifted: Mapping[str, list[int]]) -> None:
    """Take back what an import lifted, where no number was given since: its file can be brought in again."""
    for prefix, (stood, to) in lifted.items():
        work.session.execute(update(Counter).where(Counter.prefix == prefix, Counter.last == to).values(last=stood))


def _highest(references: Iterable[str]) -> dict[str, int]:
    """The highest number of each of the store's own series among some references."""
    found: dict[str, int] = {}
    for own in filter(None, map(of_series, references)):
        found[own[0]] = max(own[1], found.get(own[0], 0))
    return found
