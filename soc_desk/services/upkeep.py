"""The store's upkeep from inside the program: what it is, proving it and its audit log sound, backing it up."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from soc_desk.domain import StoreInfo
from soc_desk.errors import Conflict, Invalid
from soc_desk.services import counts, places
from soc_desk.services.places import StoreFacts
from soc_desk.store import Head, Verdict, Work, audit, checkpoint, continuity, use_case
from soc_desk.store import backup as backups
from soc_desk.store import check as checks
from soc_desk.store.backup import Backup
from soc_desk.store.check import Finding
from soc_desk.store.engine import file_place, plain_address
from soc_desk.store.identity import describe
from soc_desk.vocabulary import Role

__all__ = [
    "Backup", "Chain", "Finding", "Head", "StoreState", "Verdict", "accept", "acceptable", "accepting", "back_up",
    "backing_up", "chain", "check", "checking", "state", "verify_chain",
]  # fmt: skip

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
AUDITORS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

Progress = Callable[[float, str], object]
"""Told how far (0 to 1) and with what; raises Cancelled to stop."""


@dataclass(frozen=True)
class StoreState:
    """What the store stands on. ``address`` shows no passphrase; ``counts`` are by the words people use."""

    address: str
    is_file: bool
    engine: str
    schema: str
    encrypted: bool
    journal: str
    facts: StoreFacts
    counts: dict[str, int]
    last_backup: Backup | None


@dataclass(frozen=True)
class Chain:
    """Where the audit log stands: its head, the heads remembered outside the store, and that of the last backup.

    ``lost`` are those remembered that the log no longer holds; only walking it proves the rest.
    """

    head: Head
    remembered: tuple[Head, ...]
    last_backup: Backup | None
    lost: tuple[Head, ...] = ()

    @property
    def reaches(self) -> bool:
        """Whether the log holds every head that is remembered."""
        return not self.lost


def state(session: Session) -> StoreState:
    """The facts of the Store page."""
    engine = engine_of(session)
    facts = places.facts(session)
    said = describe(engine)
    return StoreState(
        address=plain_address(address_of(session)), is_file=engine.dialect.name == "sqlite", engine=str(said["engine"]),
        schema=str(said["schema"]), encrypted=bool(said["encrypted"]), journal=str(said["journal"]), facts=facts,
        counts=counts.by_table(session), last_backup=backups.last(facts.store_id),
    )  # fmt: skip


def chain(session: Session) -> Chain:
    """Where the audit log stands, without walking it."""
    facts = places.facts(session)
    remembered = _remembered(session)
    lost = continuity.missing(session, remembered)
    return Chain(audit.head(session), remembered, backups.last(facts.store_id), lost)


def verify_chain(session: Session, progress: Progress) -> Verdict:
    """Walk the whole log and hold it against the heads remembered outside the store.

    Raises NotAllowed on a server for who is shown a part of the log only.
    """
    checks.require_the_log(session.connection())
    return continuity.verify(session, _remembered(session), _walking(session, progress))


def acceptable(session: Session, progress: Progress) -> tuple[Head, ...]:
    """The remembered heads that the log does not hold and that somebody may accept to be gone; empty for none.

    Raises Conflict where the chain itself is broken, which nobody can accept; NotAllowed as ``verify_chain``.
    """
    checks.require_the_log(session.connection())
    lost = continuity.missing(session, _remembered(session))
    alone = audit.verify(session, (), _walking(session, progress)) if lost else None
    if alone is not None and not alone.intact:
        raise Conflict(f"{alone.reason} That cannot be accepted: keep the store as it is and tell your auditor.")
    return lost


@use_case("Accept the log as it stands", needs=AUDITORS)
def accepting(work: Work, lost: tuple[Head, ...], reason: str) -> None:
    """Log that the log is accepted without ``lost``, which ``acceptable`` gave; ``accept`` then makes the heads agree.

    Raises Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why the log is accepted as it stands, such as the restore that was agreed."})
    heads = [[head.seq, head.seal] for head in lost]
    told = {"event": [None, "accepted the log as it stands"], "reason": [None, reason.strip()], "lost": [heads, None]}
    work.note(_store(work), "noted", told)


def accept(session: Session) -> Head:
    """Make the heads remembered on this workstation agree with the log; done after ``accepting``. Gives its head."""
    newest = audit.head(session)
    checkpoint.accept(places.facts(session).store_id, address_of(session), newest)
    return newest


@use_case("Check the store", needs=AUDITORS)
def checking(work: Work) -> None:
    """Log that somebody checks the store; done before ``check``, so that who may not is refused first."""
    work.note(_store(work), "noted", {"event": [None, "checked the store"]})


def check(session: Session, progress: Progress) -> tuple[Finding, ...]:
    """Pages, tables, references, the audit log, totals: every check, also those after one that fails."""
    engine, address = engine_of(session), address_of(session)
    return checks.check(engine, address, lambda fraction, text: _say(progress, fraction, text), reconciliations())


def reconciliations() -> tuple[checks.Reconciliation, ...]:
    """The totals that a check of the store adds up."""
    from soc_desk.services import positions

    return (positions.reconcile,)


@use_case("Back the store up", needs=ADMINISTRATORS)
def backing_up(work: Work, to: str) -> None:
    """Log a backup about to be taken, so that the backup itself holds the entry; done before ``back_up``."""
    work.note(_store(work), "noted", {"event": [None, "began a backup"], "to": [None, to]})


def back_up(session: Session, to: Path, user: str, passphrase: str, progress: Progress) -> Backup:
    """Back the store up to a file, or under a dated name into a folder whose surplus older backups then go.

    ``passphrase`` is only asked for on a server, whose backup is a file that ``user`` opens with it. Raises
    StoreUnavailable where the place cannot be written or the copy does not prove sound; nothing is left behind then.
    """
    engine = engine_of(session)
    done = backups.make(
        engine, to, user=user, passphrase=passphrase, progress=lambda fraction, text: _say(progress, fraction, text)
    )
    if to.is_dir():
        backups.rotate(to, backups.stem(engine))
    return done


def engine_of(session: Session) -> Engine:
    """The engine behind a session."""
    bound = session.get_bind()
    return bound if isinstance(bound, Engine) else bound.engine


def address_of(session: Session) -> str:
    """The address that the store was opened by, without a passphrase."""
    engine = engine_of(session)
    if engine.dialect.name == "sqlite":
        return str(file_place(engine).path)
    return plain_address(engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


def _store(work: Work) -> StoreInfo:
    """What these events are about: whoever does them need not be a person of the store, but its owner on a server."""
    return work.session.scalars(select(StoreInfo)).one()


def _walking(session: Session, progress: Progress) -> Callable[[int], object]:
    every = max(audit.head(session).seq, 1)
    return lambda seen: progress(min(seen / every, 1.0), f"Verifying the log, {seen:,} of {every:,} entries")


def _remembered(session: Session) -> tuple[Head, ...]:
    """The heads kept outside the store."""
    return checkpoint.read(places.facts(session).store_id, address_of(session))


def _say(progress: Progress, fraction: float, text: str) -> None:
    progress(fraction, text)
