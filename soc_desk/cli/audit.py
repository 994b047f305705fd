"""``soc-desk audit``: the log of what was collected, changed, read, disclosed, combined and erased, and its chain."""

import csv
import json
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import typer

from soc_desk.cli.progress import told
from soc_desk.cli.session import NOT_PASSED, WRONG_USE, JsonOption, StoreOption, answer, fail, local_time, many, opened
from soc_desk.cli.writing import in_place_of, with_file
from soc_desk.imports.cells import unformulated
from soc_desk.services import history, upkeep
from soc_desk.services.history import AuditRow
from soc_desk.store import Head
from soc_desk.vocabulary import AuditCategory

app = typer.Typer(no_args_is_help=True, help="The audit log and its chain.")


@app.command()
def verify(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Walk the whole chain and compare it with the heads remembered outside the store."""
    with opened(store) as (desk, actor), told("Verifying") as progress:
        verdict = desk.read(actor, upkeep.verify_chain, progress)
    document = {
        "events": verdict.events, "intact": verdict.intact, "first_break": verdict.first_break,
        "head": {"seq": verdict.head.seq, "seal": verdict.head.seal}, "reason": verdict.reason,
        "restored": verdict.restored,
    }  # fmt: skip
    answer(document, as_json, f"{many(verdict.events, 'entry', 'entries')}. {verdict.reason}")
    if not verdict.intact:
        raise typer.Exit(NOT_PASSED)


@app.command()
def accept(
    reason: Annotated[str, typer.Option(help="Why, such as the restore that was agreed, and with whom.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """After an agreed restore: have this workstation remember the log as it stands now; this is itself logged."""
    if not reason.strip():
        fail("Say why the log is accepted as it stands: give --reason a text.", WRONG_USE)
    with opened(store) as (desk, actor), told("Verifying") as progress:
        upkeep.accepting.rule.require(actor)
        if lost := desk.read(actor, upkeep.acceptable, progress):
            desk.write(actor, upkeep.accepting, lost, reason)
            head = desk.read(actor, upkeep.accept)
            desk.warning = ""
        else:
            head = desk.read(actor, upkeep.chain).head
    said = f"Accepted without {_entries(lost)}. " if lost else "There was nothing to accept. "
    document = {"lost": [head.seq for head in lost], "head": {"seq": head.seq, "seal": head.seal}}
    answer(document, as_json, f"{said}This workstation remembers the log to entry {head.seq:,}.")


@app.command("list")
def list_entries(
    store: StoreOption = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    category: Annotated[AuditCategory | None, typer.Option()] = None,
    by: Annotated[str, typer.Option(help="Only this sign-in name.")] = "",
    as_json: JsonOption = False,
) -> None:
    """The newest entries; reading the log is itself logged."""
    with opened(store) as (desk, actor):
        rows = desk.write(actor, history.audit_page, None, category, by, limit).value
    document = [{**vars(row), "at_utc": row.at.isoformat()} for row in rows] if as_json else None
    answer(document, as_json, "\n".join(_line(row) for row in rows))


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="File to write: .csv or .json.")],
    recipient: Annotated[str, typer.Option("--for", help="Who receives it.")],
    purpose: Annotated[str, typer.Option(help="Why.")],
    store: StoreOption = "",
) -> None:
    """Write the log to a file; logged as a disclosure."""
    if out.suffix not in _WRITERS:
        fail("The audit log is written as .csv or .json; give --out a name that ends so.", WRONG_USE)
    with opened(store) as (desk, actor), in_place_of(out) as file:
        exporting = with_file(out, history.audit_export, lambda rows: _write(file, out.suffix, rows))
        written = desk.write(actor, exporting, recipient, purpose).value
    answer(None, False, f"{many(written, 'entry', 'entries')} written to {out}.")


def _write(file: BinaryIO, suffix: str, rows: list[AuditRow]) -> int:
    names = list(AuditRow.__dataclass_fields__)
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    _WRITERS[suffix](text, names, [{name: str(getattr(row, name)) for name in names} for row in rows])
    text.detach()  # writes what it still holds; the file is closed where it was opened
    return len(rows)


def _as_csv(text: TextIO, names: list[str], table: list[dict[str, str]]) -> None:
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows({name: unformulated(value) for name, value in row.items()} for row in table)


def _as_json(text: TextIO, _names: list[str], table: list[dict[str, str]]) -> None:
    json.dump(table, text, indent=1, ensure_ascii=False)


_WRITERS = {".csv": _as_csv, ".json": _as_json}


def _entries(lost: tuple[Head, ...]) -> str:
    return ", ".join(f"entry {seq:,}" for seq in sorted({head.seq for head in lost}))


def _line(row: AuditRow) -> str:
    to = f" to {row.recipient}" if row.recipient else ""
    erased = " (erased)" if row.emptied else ""
    at = f"{local_time(row.at):%Y-%m-%d %H:%M:%S}"
    return f"{row.seq:>8} {at} {row.actor:16} {row.category.label:12} {row.title}{to}{erased}"
