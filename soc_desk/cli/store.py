"""``soc-desk store``: the life of a store: made, looked at, checked, upgraded, backed up, restored, copied."""

from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from soc_desk.cli.progress import told
from soc_desk.cli.session import (
    NOT_PASSED,
    WRONG_USE,
    JsonOption,
    StoreOption,
    address,
    answer,
    credentials,
    fail,
    in_sentences,
    new_address,
    opened,
    say,
    wall_time,
    warned,
)
from soc_desk.errors import OutOfDate, StoreUnavailable
from soc_desk.services import counts, places, upkeep
from soc_desk.store import Actor, Store, founding, opening
from soc_desk.store import backup as backups
from soc_desk.store import check as checks
from soc_desk.store.engine import is_postgresql, path_of, plain_address
from soc_desk.store.identity import describe

app = typer.Typer(no_args_is_help=True, help="The life of a store.")


@app.command()
def create(
    store: StoreOption = "",
    force: Annotated[str, typer.Option(help="Name of the force.")] = "My force",
    force_code: Annotated[
        str, typer.Option(help="The force's code in the agency list; it leads what you record.")
    ] = "",
    display: Annotated[str, typer.Option(help="Your name as colleagues read it; the user name if left out.")] = "",
    area: Annotated[
        list[str] | None, typer.Option("--area", help="A local policing area; may be given several times.")
    ] = None,
    team: Annotated[list[str] | None, typer.Option("--team", help="A team; may be given several times.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an empty, encrypted store; its first user, from SOC_DESK_USER and SOC_DESK_PASSPHRASE, holds every role."""
    with in_sentences():
        where, force_code = new_address(store), force_code.strip().lower()
        _require_known(force_code)
        user, passphrase = credentials(where)
        made = opening.create(
            where, user, passphrase, force_name=force, force_code=force_code, display=display or user,
            areas=tuple(area or ()),
            teams=tuple(team or ()),
        )  # fmt: skip
        made.close()
        opening.remember(where)
    answer(
        {"store": plain_address(where), "user": user}, as_json, f"Made {plain_address(where)}; {user} holds every role."
    )


@app.command()
def info(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """What the store is: engine, schema, protection, journal, counts, last backup."""
    with opened(store) as (desk, actor):
        facts = desk.read(actor, places.facts)
        last = backups.last(facts.store_id)
        document: dict[str, Any] = {
            "store": plain_address(address(store)), **describe(desk.engine),
            "force": facts.force_name, "synthetic": facts.synthetic, "counts": desk.read(actor, counts.by_table),
            "last_backup": {"path": str(last.path), "at": wall_time(last.at)} if last else None,
        }  # fmt: skip
    lines = [f"{name.replace('_', ' ')}: {_in_words(value)}" for name, value in document.items() if name != "counts"]
    lines += [f"  {name.replace('_', ' ')}: {number:,}" for name, number in document["counts"].items()]
    answer(document, as_json, "\n".join(lines))


@app.command()
def check(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Foreign keys, integrity, audit chain, totals that must reconcile."""
    with opened(store) as (desk, _actor), told("Checking") as progress:
        findings = checks.check(desk.engine, address(store), progress, upkeep.reconciliations())
    holds = all(finding.holds for finding in findings)
    document = {"holds": holds, "findings": [{"name": f.name, "holds": f.holds, "text": f.text} for f in findings]}
    answer(document, as_json, "\n".join(f"{'holds' if f.holds else 'FAILS'}  {f.name}: {f.text}" for f in findings))
    if not holds:
        raise typer.Exit(NOT_PASSED)


@app.command()
def upgrade(
    store: StoreOption = "",
    backup_to: Annotated[
        Path | None, typer.Option("--backup", help="Where the backup before goes; beside a file store if left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring an older store to this program's version: a verified backup first, then all of it or nothing."""
    from soc_desk.store import upgrade as upgrading

    with in_sentences(), told("Upgrading") as progress:
        where = address(store)
        user, passphrase = credentials(where)
        engine, _key = opening.connect(where, user, passphrase)
        made = upgrading.upgrade(engine, backup_to=backup_to, user=user, passphrase=passphrase, progress=progress)
        engine.dispose()
    answer(
        {"backup": str(made) if made else None},
        as_json,
        f"Upgraded. The backup before: {made}." if made else "The store is up to date.",
    )


@app.command()
def backup(
    dest: Annotated[Path, typer.Argument(help="A folder (dated files, rotated) or a file.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Back the store up while others work: logged, copied, opened, checked, rotated."""
    with in_sentences(), told("Backing up") as progress:
        user, passphrase = credentials()
        # On a server the owner of the tables takes the backup, who need not be a person of the store.
        desk, actor = opening.attend(address(store), user, passphrase)
        with warned(desk):
            backups.free_name(desk.engine, dest, datetime.now(UTC))  # what is refused anyway is not logged
            unlogged = _log_backup(desk, actor, dest)
            done = backups.make(desk.engine, dest, user=user, passphrase=passphrase, progress=progress)
            gone = backups.rotate(dest, backups.stem(desk.engine)) if dest.is_dir() else ()
    if unlogged:
        say(unlogged)
    document = {
        "path": str(done.path),
        "size_bytes": done.size_bytes,
        "audit_head": done.head.seq,
        "logged": not unlogged,
        "removed": [str(path) for path in gone],
    }
    answer(document, as_json, f"{done.path}: {done.size_bytes:,} bytes, checked; audit log to entry {done.head.seq:,}.")


@app.command()
def restore(
    src: Annotated[Path, typer.Argument(help="The backup.")], store: StoreOption = "", as_json: JsonOption = False
) -> None:
    """Put a backup in place of the store; what stood there is kept aside, and the log tells of it."""
    from soc_desk.store import restore as restoring

    with in_sentences(), told("Restoring") as progress:
        where = address(store)
        if is_postgresql(where):
            fail("A backup is restored to a file; move it to a server with: soc-desk store copy.", WRONG_USE)
        done = restoring.restore(src, path_of(where), *credentials(), progress=progress)
    kept = f" What stood there is kept as {done.kept.name}." if done.kept else ""
    logged = f" Entry {done.head.seq:,} of the log tells of it."
    document = {"store": where, "kept": str(done.kept) if done.kept else None, "audit_head": done.head.seq}
    answer(document, as_json, f"Restored to {where}.{kept}{logged}")


@app.command()
def copy(
    to: Annotated[str, typer.Argument(help="A new file, or the URL of an empty database.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Move to a server or back: every table copied, both sides proved equal."""
    from soc_desk.store import transfer
    from soc_desk.store.engine import make_engine

    with in_sentences(), told("Copying") as progress:
        user, passphrase = credentials()
        source, _key = opening.connect(address(store), user, passphrase)
        if is_postgresql(to):
            target = make_engine(to)
            proofs = transfer.copy(source, target, progress=progress)
            target.dispose()
        else:
            proofs = transfer.to_new_file(source, path_of(to), user, passphrase, progress=progress)
        source.dispose()
    rows = sum(proof.rows for proof in proofs)
    document = {
        "to": plain_address(to),
        "tables": {proof.name: proof.rows for proof in proofs},
        "equal": True,
        "at": datetime.now(UTC),
    }
    answer(document, as_json, f"{rows:,} rows in {len(proofs)} tables copied; both sides are equal.")


def _log_backup(desk: Store, actor: Actor, dest: Path) -> str:
    """Log a backup about to be taken; a sentence where the store cannot take the entry, which stops no backup.

    A store whose disk is full or read-only, or that waits for its upgrade, needs one the most.
    """
    try:
        desk.write(actor, upkeep.backing_up, str(dest))
    except (StoreUnavailable, OutOfDate) as error:
        return f"The backup was taken but is not in the audit log. {error}"
    return ""


def _require_known(force_code: str) -> None:
    """An agency that is on no list would lead nothing, and every return would be empty."""
    known = {row["code"] for row in founding.shipped_codes() if row["list_name"] == "agency"}
    if force_code and force_code not in known:
        near = get_close_matches(force_code, sorted(known), n=3, cutoff=0.5)
        hint = (
            f" Did you mean {' or '.join(near)}?" if near else " Codes are words such as thames-valley or west-mercia."
        )
        fail(f"No agency has the code {force_code}.{hint} Leave --force-code out if yours is not listed.", WRONG_USE)


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['path']}, taken {value['at']}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value else "none"
