"""``soc-desk import``: read a tracker into the store as one unit, or take one back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from soc_desk.cli.progress import told
from soc_desk.cli.session import (
    NOT_PASSED,
    WRONG_USE,
    JsonOption,
    StoreOption,
    answer,
    fail,
    in_sentences,
    many,
    opened,
)
from soc_desk.cli.writing import writable
from soc_desk.imports import error_file, reading
from soc_desk.services import import_undo, imports
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.imports import ImportResult
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import ImportKind

_USE_CASES = {
    ImportKind.DISRUPTIONS: imports.import_disruptions,
    ImportKind.OCGS: imports.import_ocgs,
    ImportKind.CASH: imports.import_cash,
    ImportKind.PEOPLE: imports.import_people,
    ImportKind.INTELLIGENCE: imports.import_intelligence,
}


def import_file(
    file: Annotated[Path | None, typer.Argument(help="A CSV or XLSX tracker.")] = None,
    kind: Annotated[ImportKind | None, typer.Option("--kind", help="What the rows are.")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="A JSON file saying how columns are read.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", help="Write the rejected rows with their problems to this CSV or XLSX file."),
    ] = None,
    undo: Annotated[
        str, typer.Option("--undo", metavar="ID", help="Take back the import with this id or reference.")
    ] = "",
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Read a tracker with a spreadsheet's habits; all rows that can be read come in, or none."""
    if undo:
        _take_back(undo, store, as_json)
        return
    if file is None or kind is None:
        *kinds, last = ImportKind
        fail(f"Give the file and --kind {', '.join(kinds)} or {last}, or --undo ID.", WRONG_USE)
    if errors is not None:
        _refuse_to_overwrite(errors, file, mapping)
    with opened(store) as (desk, actor), told(f"Reading {file.name}") as progress:
        lists = desk.read(actor, imports.code_lists)

        def recall(signature: str) -> dict[str, Any] | None:
            return desk.read(actor, imports.remembered, signature)

        look = reading.look(file, kind, lists=lists, mapping_file=mapping, recall=recall)
        parsed = reading.read(file, look.mapping, lists=lists, progress=progress, others=look.others)
        if errors is not None:
            left_out = desk.read(actor, imports.preview, parsed).left_out
            error_file.write(errors, parsed.headings, left_out)  # before the import, so that it fails first
        result = _result(desk, actor, parsed, dry_run)
    answer(document(result), as_json, _text(result))
    if result.rejected:
        raise typer.Exit(NOT_PASSED)


def document(result: ImportResult) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "rows": result.rows, "accepted": result.accepted, "rejected": result.rejected, "duplicates": result.duplicates,
        "skipped": result.skipped, "warnings": list(result.warnings),
        "import_id": str(result.import_id) if result.import_id else None, "reference": result.reference,
        "problems": [
            {"row": p.row, "column": p.column, "value": p.value, "problem": p.problem, "remedy": p.remedy}
            for p in result.problems
        ],
    }  # fmt: skip


def _result(desk: Store, actor: Actor, parsed: ParsedImport, dry_run: bool) -> ImportResult:
    if dry_run:
        _USE_CASES[parsed.kind].rule.require(actor)  # else all would seem to be repeats of what nobody shows them
        return desk.read(actor, imports.preview, parsed).result
    return desk.write(actor, _USE_CASES[parsed.kind], parsed).value


def _refuse_to_overwrite(errors: Path, *kept: Path | None) -> None:
    with in_sentences():
        target = writable(errors)
    if any(path is not None and path.expanduser().resolve() == target for path in kept):
        fail(f"--errors names {errors}, which is to be read. Choose another name for the error file.", WRONG_USE)


def _take_back(named: str, store: str, as_json: bool) -> None:
    with opened(store) as (desk, actor):
        undone = desk.write(actor, import_undo.undo, desk.read(actor, import_undo.find, named)).value
    kept = f" {undone.kept} stay because something else uses them." if undone.kept else ""
    erased = f" {many(undone.erased, 'record')} had been erased before." if undone.erased else ""
    made = [many(undone.records, "record"), many(undone.subjects, "subject"), many(undone.areas, "area")]
    answer(undone, as_json, f"{undone.reference}: {made[0]}, {made[1]} and {made[2]} taken back.{erased}{kept}")


def _text(result: ImportResult) -> str:
    done = f"{result.reference}: " if result.reference else "Nothing was changed: "
    figures = (
        f"{many(result.rows, 'row')}, {result.accepted:,} accepted, {result.rejected:,} rejected, "
        f"{many(result.duplicates, 'repeat')}, "
        f"{result.skipped:,} {'row that is no record' if result.skipped == 1 else 'rows that are no records'}."
    )
    lines = [done + figures, *result.warnings]
    lines += [f"Row {p.row}, {p.column or p.value}: {p.problem} {p.remedy}".rstrip() for p in result.problems]
    return "\n".join(lines)
