"""``soc-desk audit``: the log of what was collected, changed, read, disclosed, combined and erased, and its chain."""

import csv
import json
from pathlib import Path
from typing import Annotated

import typer

from soc_desk.cli.session import NOT_PASSED, JsonOption, StoreOption, address, answer, fail, in_sentences, opened
from soc_desk.errors import BadFile
from soc_desk.services import history, places
from soc_desk.services.history import AuditRow
from soc_desk.store import audit as chain
from soc_desk.store import checkpoint
from soc_desk.vocabulary import AuditCategory

app = typer.Typer(no_args_is_help=True, help="The audit log and its chain.")


@app.command()
def verify(store: StoreOption = "", as_json: JsonOption = False) -> None:
    """Walk the whole chain and compare it with the checkpoints kept outside the store."""
    with opened(store) as (desk, actor):
        verdict = desk.read(actor, chain.verify, checkpoint.read(desk.read(actor, places.facts).store_id, address(store)))
    document = {
        "events": verdict.events, "intact": verdict.intact, "first_break": verdict.first_break,
        "head": {"seq": verdict.head.seq, "seal": verdict.head.seal}, "reason": verdict.reason,
    }  # fmt: skip
    answer(document, as_json, f"{verdict.events:,} entries. {verdict.reason}")
    if not verdict.intact:
        raise typer.Exit(NOT_PASSED)


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
    answer(rows, as_json, "\n".join(_line(row) for row in rows))


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="File to write: .csv or .json.")],
    recipient: Annotated[str, typer.Option("--for", help="Who receives it.")],
    purpose: Annotated[str, typer.Option(help="Why.")],
    store: StoreOption = "",
) -> None:
    """Write the log to a file; logged as a disclosure."""
    with opened(store) as (desk, actor), in_sentences():
        rows = desk.write(actor, history.audit_export, recipient, purpose).value
        try:
            _write(out, rows)
        except OSError as error:
            raise BadFile(f"{out} cannot be written: {error.strerror}. Choose another folder.") from error
    answer(None, False, f"{len(rows):,} entries written to {out}.")


def _write(out: Path, rows: list[AuditRow]) -> None:
    names = list(AuditRow.__dataclass_fields__)
    table = [{name: str(getattr(row, name)) for name in names} for row in rows]
    with out.open("w", encoding="utf-8", newline="") as file:
        if out.suffix == ".json":
            json.dump(table, file, indent=1)
        elif out.suffix == ".csv":
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(table)
        else:
            fail("The audit log is written as .csv or .json; give --out a name that ends so.", 2)


def _line(row: AuditRow) -> str:
    to = f" to {row.recipient}" if row.recipient else ""
    return f"{row.seq:>8} {row.at:%Y-%m-%d %H:%M:%S}Z {row.actor:16} {row.category.label:12} {row.title}{to}"
