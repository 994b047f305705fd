"""The long jobs of the import page; each runs on the long lane and gives plain values back."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from soc_desk.errors import BadFile
from soc_desk.imports import error_file, reading
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.reading import Look
from soc_desk.services import import_undo, imports
from soc_desk.services.import_rows import ParsedImport
from soc_desk.services.import_undo import Undone
from soc_desk.services.imports import ImportPreview, ImportResult
from soc_desk.vocabulary import ImportKind
from ui.desk import Task

_READING = 0.9


@dataclass(frozen=True)
class Checked:
    """A file whose rows were read, and what keeping them would do."""

    parsed: ParsedImport
    preview: ImportPreview


def look_at(task: Task, path: Path, kind: ImportKind, sheet: str | None = None, heading_row: int | None = None) -> Look:
    """Find the table and say how its columns are understood, as it was corrected last time."""
    task.progress(0.1, f"Looking at {path.name}")
    lists = task.read(imports.code_lists)
    return reading.look(
        path, kind, lists=lists, sheet=sheet, heading_row=heading_row,
        recall=lambda signature: task.read(imports.remembered, signature),
    )  # fmt: skip


def check(task: Task, look: Look, mapping: ColumnMapping) -> Checked:
    """Read the rows and hold them against the store; nothing is changed."""
    lists = task.read(imports.code_lists)
    parsed = reading.read(
        look.path, mapping, lists=lists, others=look.others,
        progress=lambda fraction, text: task.progress(fraction * _READING, text),
    )  # fmt: skip
    task.progress(_READING, "Comparing with the store")
    return Checked(parsed, task.read(imports.preview, parsed))


def keep(task: Task, parsed: ParsedImport) -> ImportResult:
    """Keep the rows, all or none."""
    task.progress(0.0, "Keeping the records")
    if parsed.kind is ImportKind.OCGS:
        return task.write(imports.import_ocgs, parsed, task.progress)
    if parsed.kind is ImportKind.CASH:
        return task.write(imports.import_cash, parsed, task.progress)
    if parsed.kind is ImportKind.PEOPLE:
        return task.write(imports.import_people, parsed, task.progress)
    if parsed.kind is ImportKind.INTELLIGENCE:
        return task.write(imports.import_intelligence, parsed, task.progress)
    return task.write(imports.import_disruptions, parsed, task.progress)


def take_back(task: Task, import_id: UUID) -> Undone:
    """Undo an import as one unit."""
    task.progress(0.5, "Taking the import back")
    return task.write(import_undo.undo, import_id)


def write_errors(task: Task, path: Path, preview: ImportPreview, parsed: ParsedImport) -> Path:
    """Write the rows that are left out, beside the file they came from or wherever was chosen."""
    task.progress(0.1, f"Writing {path.name}")
    if not preview.left_out:
        raise BadFile("No row was left out for a fault, so there is no error file to write.")
    error_file.write(path, parsed.headings, preview.left_out)
    return path
