"""Whether the log goes on from the heads remembered outside the store, and what happened where it does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, StoreInfo
from soc_desk.store import audit
from soc_desk.store.audit import CHAIN_LOCK, Head, Verdict
from soc_desk.store.translation import in_words

RESTORED = "restore.restored"
"""The use case that an entry of a restore names."""

ACCEPT = "“soc-desk audit accept --reason TEXT”"
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Restore:
    """A restore that the log tells of: its entry, who did it and when, which backup, the heads before and in it."""

    entry: int
    at: datetime
    by: str
    backup: str
    before: Head | None
    after: Head

    def explains(self, lost: Head) -> bool:
        """Whether an entry that was once written went with this restore; ``before`` None: nobody could read it."""
        if self.before is None:
            return lost.seq > self.after.seq
        return self.after.seq < lost.seq <= self.before.seq and (lost.seq < self.before.seq or lost == self.before)

    @property
    def words(self) -> str:
        """What happened, as the beginning of a sentence."""
        when = self.at.astimezone(_LONDON)
        return (
            f"on {when.day} {when:%b %Y at %H:%M} {self.by} put the backup {self.backup} in place of the store, which "
            f"reaches to entry {self.after.seq:,} (entry {self.entry:,} tells of it)"
        )


def seal_of(engine: Engine, seq: int, *, settled: bool = False) -> str | None:
    """The seal of an entry of the log, whoever asks; ``settled`` waits until no save is under way on a server."""
    with in_words(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            if settled:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
            # There an entry may be about a record that is not open to this login; its seal is.
            return connection.scalar(select(func.desk_seal(seq)))
        return connection.scalar(select(AuditEntry.seal).where(AuditEntry.id == seq))


def verify(session: Session, heads: Iterable[Head], walked: Callable[[int], object] | None = None) -> Verdict:
    """As ``audit.verify``; where the log was put back by a restore that it tells of, the verdict says so."""
    heads = tuple(heads)
    verdict = audit.verify(session, heads, walked)
    if not verdict.is_cut:
        return verdict
    lost = missing(session, heads)
    found = explanation(session, lost)
    if found is None or not lost:
        return verdict
    highest = max(head.seq for head in lost)
    told = (
        f"Entry {highest} was once written and is not there: {found.words}. If that was agreed, an administrator or "
        f"auditor says so here with {ACCEPT}."
    )
    return replace(verdict, reason=told, restored=True)


def warning(engine: Engine, lost: tuple[Head, ...]) -> str:
    """What to tell whoever opens a store whose log no longer holds ``lost``; empty where nothing is lost."""
    if not lost:
        return ""
    highest = max(head.seq for head in lost)
    with in_words(), Session(engine) as session:
        found = explanation(session, lost)
    if highest < 0:
        return (
            f"{audit.NO_CHECKPOINT} If it was moved without its .head file, an administrator or auditor says so here "
            f"with {ACCEPT}."
        )
    if found is not None:
        return (
            f"The store was put back: {found.words}. If that was agreed, an administrator or auditor says so here "
            f"with {ACCEPT}."
        )
    return (
        f"The audit log was cut or rewritten: entry {highest:,} was once written from here and is no longer there. "
        "Tell your auditor; “soc-desk audit verify” names the place."
    )


def explanation(session: Session, lost: tuple[Head, ...]) -> Restore | None:
    """The restore with which every one of ``lost`` went, the latest first; None where one is not explained."""
    found = [next((one for one in _restores(session) if one.explains(head)), None) for head in lost]
    if not found or None in found:
        return None
    return max((one for one in found if one is not None), key=lambda one: one.entry)


def missing(session: Session, heads: tuple[Head, ...]) -> tuple[Head, ...]:
    """Those of ``heads`` that the log does not hold; asked by somebody who reads all of it."""
    entries = select(AuditEntry.id, AuditEntry.seal).where(AuditEntry.id.in_([head.seq for head in heads]))
    held = {Head(row.id, row.seal) for row in session.execute(entries)}
    return tuple(head for head in heads if head.seq and head not in held)


def _restores(session: Session) -> list[Restore]:
    columns = (AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.fields)
    store = select(StoreInfo.id).scalar_subquery()
    entries = select(*columns).where(AuditEntry.record_id == store, AuditEntry.use_case == RESTORED)
    found = []
    for row in session.execute(entries.order_by(AuditEntry.id.desc())):
        before, after = row.fields["head"]
        kept = Head(*before) if before else None
        found.append(Restore(row.id, row.at, row.actor, str(row.fields["backup"][1]), kept, Head(*after)))
    return found
