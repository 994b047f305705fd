"""Writes the rows that were left out, as they stood, each with what is wrong and how to mend it."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from soc_desk.errors import BadFile
from soc_desk.imports.cells import unformulated
from soc_desk.services.import_rows import ShownRow
from soc_desk.store.disk import write_whole

ROW_HEADING = "Row in the file"
PROBLEM_HEADING = "Problem and remedy"
_CELL_LIMIT = 32_767


def write(path: Path, headings: Sequence[str], rows: Iterable[ShownRow]) -> int:
    """Write ``rows`` under ``headings`` to an XLSX or CSV file, by its ending; gives how many. Raises ``BadFile``.

    The cells at fault are coloured in an XLSX. No cell starts a formula.
    """
    titles = [*(unformulated(heading) for heading in headings), ROW_HEADING, PROBLEM_HEADING]
    kept = list(rows)
    content = _xlsx(titles, kept) if path.suffix.lower() == ".xlsx" else _csv(titles, kept)
    try:
        # In place as the last act: where it fails, an error file that stood there stays as it was.
        write_whole(path, content, private=False)
    except OSError as error:
        reason = error.strerror or "the folder does not allow it"
        raise BadFile(f"The error file “{path.name}” cannot be written: {reason}. Choose another folder.") from error
    return len(kept)


def _csv(titles: Sequence[str], rows: Iterable[ShownRow]) -> bytes:
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(titles)
    for row in rows:
        lines.writerow([*(unformulated(cell) for cell in row.cells), row.row, row.text])
    return file.getvalue().encode("utf-8-sig", "replace")


def _xlsx(titles: Sequence[str], rows: Iterable[ShownRow]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold, wrong = book.add_format({"bold": True}), book.add_format({"bg_color": "#fbe9e7"})
        sheet = book.add_worksheet("Left out")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 2, 18)
        sheet.set_column(len(titles) - 1, len(titles) - 1, 60)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row.cells):
                text = unformulated(cell)[:_CELL_LIMIT]
                if column in row.wrong and not text:
                    sheet.write_blank(place, column, None, wrong)
                elif text:
                    sheet.write_string(place, column, text, wrong if column in row.wrong else None)
            sheet.write_number(place, len(titles) - 2, row.row)
            sheet.write_string(place, len(titles) - 1, row.text)
    return content.getvalue()
