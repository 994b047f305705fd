"""Scenario 8: importing 100,000 disruptions from XLSX, beside openpyxl's bare iteration and one ``executemany``."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from soc_desk.bench.measure import Result, peak_mib
from soc_desk.bench.stage import Stage
from soc_desk.imports import reading
from soc_desk.services import imports
from soc_desk.store import opening
from soc_desk.store.engine import connect_file
from soc_desk.vocabulary import ImportKind

_ROWS = 100_000
_HEADINGS = (
    "Disr. No",
    "Date of disruption",
    "OCG / threat ref",
    "4Ps",
    "Maj/Mod/Min",
    "Threat area",
    "LPA",
    "OIC",
    "What was done / impact",
    "Arrests",
    "APMIS ref",
)
_FOUR_PS = ("Pursue", "1. Pursue", "PREVENT", "Protect", "prepare")
_LEVELS = ("Minor", "MOD", "Maj", "min", "Moderate")
_THREATS = ("Drugs", "County Lines", "CSAE", "Fraud", "Money laundering", "Firearms")


def importing(stage: Stage) -> Iterator[Result]:
    """8: the same file both ways, each into a store of its own."""
    rows = min(_ROWS, stage.records)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tracker = _tracker(folder, rows)
        reference = min(_bare(folder, tracker, run) for run in range(2))
        ours = min(_import(folder, tracker, run) for run in range(2))
    yield Result(
        scenario="8",
        what="Import an XLSX tracker",
        records=rows,
        ours=ours,
        reference=reference,
        target=2.0,
        peak_mib=peak_mib(),
    )


def _tracker(folder: Path, rows: int) -> Path:
    import xlsxwriter

    path = folder / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Disruptions")
        sheet.write_row(0, 0, ["Synthetic tracker"])
        sheet.write_row(2, 0, _HEADINGS)
        for place in range(rows):
            day = f"{place % 28 + 1:02}/{place // 28 % 12 + 1:02}/{2020 + place % 6}"
            told = f"Synthetic activity {place}: line number out of use; the group stopped supplying for weeks."
            sheet.write_row(
                place + 3,
                0,
                (
                    f"X{place:06}",
                    day,
                    f"OCG-{place % 1500:04}",
                    _FOUR_PS[place % 5],
                    _LEVELS[place % 5],
                    _THREATS[place % 6],
                    f"Area {place % 12}",
                    f"DC {place % 90}",
                    told,
                    place % 4,
                    f"AP{place:07}" if place % 2 else "",
                ),
            )
    return path


def _import(folder: Path, tracker: Path, run: int) -> float:
    path = str(folder / f"ours-{run}.socdesk")
    store = opening.create(
        path,
        "bench",
        "synthetic data only",
        force_name="Example Force",
        force_code="example-force",
        display="Bench",
        synthetic=True,
    )
    actor = opening.open(path, "bench", "synthetic data only")[1]
    start = perf_counter()
    lists = store.read(actor, imports.code_lists)
    look = reading.look(tracker, ImportKind.DISRUPTIONS, lists=lists)
    parsed = reading.read(tracker, look.mapping, lists=lists)
    result = store.write(actor, imports.import_disruptions, parsed).value
    took = perf_counter() - start
    store.close()
    if result.accepted != result.rows or not result.rows:
        raise AssertionError(f"{result.accepted} of {result.rows} rows came in; the benchmark's file is faulty.")
    return took


def _bare(folder: Path, tracker: Path, run: int) -> float:
    from openpyxl import load_workbook

    connection: Any = connect_file(folder / f"bare-{run}.db", bytes(range(32)), create=True)
    connection.execute(f"CREATE TABLE bare ({', '.join(f'c{place} TEXT' for place in range(len(_HEADINGS)))})")
    start = perf_counter()
    book = load_workbook(tracker, read_only=True, data_only=True)
    rows = [
        tuple(None if value is None else str(value) for value in row)
        for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)
    ]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * len(_HEADINGS))})", rows)
    connection.execute("COMMIT")
    took = perf_counter() - start
    book.close()
    connection.close()
    return took


SCENARIOS = {"8": importing}
