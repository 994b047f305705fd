"""Proves a store sound: the file, the foreign keys, the audit chain, and totals that must reconcile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, select, text
from sqlalchemy.orm import Session

from soc_desk.domain import Base
from soc_desk.errors import NotAllowed, StoreUnavailable
from soc_desk.store import checkpoint, continuity, schema
from soc_desk.store.audit import Head
from soc_desk.store.engine import connect_file
from soc_desk.store.identity import store_id
from soc_desk.store.translation import in_words

Progress = Callable[[float, str], None]
"""Told how far (0 to 1) and with what; raises Cancelled to stop."""


_PROOFS: tuple[tuple[str, tuple[tuple[str], ...], str], ...] = (
    ("cipher_integrity_check", (), "its pages are damaged"),
    ("quick_check", (("ok",),), "its tables are damaged"),
    ("foreign_key_check", (), "records refer to others that are missing"),
)


_GUARDS = 3
"""Triggers that refuse to change, remove or write over an entry of the log."""
SEES_A_PART = (
    "SELECT bool_or(row_security_active(oid)) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
"""True on a server for a login that row-level security shows a part of the rows."""


@dataclass(frozen=True)
class Finding:
    """One check: whether it holds, and in words what was found."""

    name: str
    holds: bool
    text: str


Reconciliation = Callable[[Session], Iterable[Finding]]
"""Totals that must agree."""


def check(
    engine: Engine, address: str, progress: Progress | None = None, also: Iterable[Reconciliation] = ()
) -> tuple[Finding, ...]:
    """Every check, also those after one that fails; ``also`` are totals that services know of.

    Raises as opening does where the store cannot be read at all.
    """
    say = progress or (lambda _fraction, _text: None)
    findings: list[Finding] = []
    with in_words(), Session(engine) as session:
        connection = session.connection()
        require_the_log(connection)
        say(0.0, "Checking the file.")
        findings.append(_version(connection))
        findings += _file_findings(connection) if engine.dialect.name == "sqlite" else [_guards(connection)]
        say(0.3, "Checking references between records.")
        findings.append(_references(connection))
        say(0.5, "Checking the audit log.")
        findings.append(_chain(session, address))
        say(0.9, "Checking totals.")
        findings.append(_outcomes(connection))
        for reconciliation in also:
            findings += reconciliation(session)
        say(1.0, "Checked.")
    return tuple(findings)


def examine_file(path: Path, secret: bytes | None, progress: Progress | None = None, named: str = "") -> Head:
    """Prove a closed copy of a store sound and give its chain's head. Raises StoreUnavailable with what is wrong.

    ``named`` is the file that the user knows, where ``path`` is a copy of it.
    """
    say, named = progress or (lambda _fraction, _text: None), named or path.name
    with in_words():
        connection = connect_file(path, secret)
        try:
            for number, (pragma, sound, wrong) in enumerate(_PROOFS):
                say(number / len(_PROOFS), "Checking the copy.")
                if connection.execute(f"PRAGMA {pragma}").fetchall() != list(sound):
                    raise StoreUnavailable(f"{named} is not sound: {wrong}. Nothing was changed; use another copy.")
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                raise StoreUnavailable(f"{named} is not a SOC Desk store. Choose another file.")
            (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            schema.refuse_newer(version)
            return head_of(connection)
        finally:
            connection.close()


def head_of(connection: Any) -> Head:
    """The audit chain's head by a driver's connection to a file."""
    row = connection.execute("SELECT id, seal FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, "")


def require_the_log(connection: Connection) -> None:
    """Raise NotAllowed on a server for who is shown a part of the log: a sound chain would look broken to them."""
    if connection.dialect.name != "postgresql":
        return
    owner = "pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'audit_entry'::regclass), 'MEMBER')"
    if not connection.scalar(text(f"SELECT {owner} OR desk_holds('auditor', 'administrator')")):
        raise NotAllowed("Checking a store or its log on a server needs the role of auditor or administrator.")


def _version(connection: Connection) -> Finding:
    version = schema.current_of(connection)
    told = f"Store version {version}; this program works with {schema.HEAD}."
    return Finding("version", version == schema.HEAD, told)


def _file_findings(connection: Connection) -> list[Finding]:
    damaged = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    quick = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check")]
    pages = f"{len(damaged)} pages do not match their seal." if damaged else "Every page is sealed."
    tables = "The tables are sound." if quick == ["ok"] else f"Damage found: {quick[0]}."
    return [Finding("pages", not damaged, pages), Finding("tables", quick == ["ok"], tables), _kept(connection)]


def _kept(connection: Connection) -> Finding:
    """What keeps anybody from changing the log of a file is there."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry' AND name IN "
        "('audit_entry_added', 'audit_entry_unchanged', 'audit_entry_kept') AND sql LIKE '%RAISE(ABORT%'"
    ).scalar_one()
    told = "Entries of the log can only be added." if found == _GUARDS else "The guards of the log were taken away."
    return Finding("guards", found == _GUARDS, told)


def _guards(connection: Connection) -> Finding:
    """The server's own checks are all switched on: triggers, and foreign keys that were proved."""
    off = connection.scalar(
        text(
            "SELECT (SELECT count(*) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
            "WHERE t.tgenabled = 'D' AND c.relnamespace = 'public'::regnamespace) + "
            "(SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated "
            "AND connamespace = 'public'::regnamespace)"
        )
    )
    said = f"{off} guards of the server are switched off." if off else "Every guard of the server is on."
    return Finding("guards", holds=not off, text=said)


def _references(connection: Connection) -> Finding:
    """Each foreign key by a query of its own, so that both engines are held to the same.

    A login that the server shows a part of the rows cannot compare; there ``_guards`` says that the server does.
    """
    if connection.dialect.name == "postgresql" and connection.scalar(text(SEES_A_PART)):
        return Finding("references", holds=True, text="The server holds every reference to a record.")
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            other = key.referred_table.alias()
            pairs = [(element.parent, other.c[element.column.name]) for element in key.elements]
            joined = table.outerjoin(other, and_(*(ours == theirs for ours, theirs in pairs)))
            lost = and_(*(ours.is_not(None) for ours, _ in pairs), pairs[0][1].is_(None))
            missing = connection.scalar(select(func.count()).select_from(joined).where(lost)) or 0
            if missing:
                told = f"{missing} rows of {table.name} refer to a missing row of {key.referred_table.name}."
                return Finding("references", holds=False, text=told)
    return Finding("references", holds=True, text="Every reference leads to a record.")


def _chain(session: Session, address: str) -> Finding:
    verdict = continuity.verify(session, checkpoint.read(store_id(session.connection()), address))
    return Finding("audit", verdict.intact, f"{verdict.events:,} entries. {verdict.reason}")


def _outcomes(connection: Connection) -> Finding:
    """Records and entries reconcile: each disruption was collected once in the log."""
    records = connection.scalar(text("SELECT count(*) FROM disruption")) or 0
    logged = connection.scalar(
        text("SELECT count(DISTINCT entity_id) FROM audit_entry WHERE entity = 'disruption' AND action = 'added'")
    )
    told = f"{records:,} disruptions and {logged or 0:,} entries of their recording."
    return Finding("totals", (logged or 0) >= records, told)
