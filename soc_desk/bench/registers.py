"""Scenarios 2, 4, 5 and 14: the disruptions register opened, sorted, filtered, searched; what protection costs."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from soc_desk.bench.measure import Result, pair, peak_mib, percentile
from soc_desk.bench.stage import Stage
from soc_desk.services import disruption_rows, places, search
from soc_desk.services.disruption_rows import DisruptionFilter, Sort
from soc_desk.store.engine import connect_file
from soc_desk.vocabulary import FourP, ImpactLevel

_COLUMNS = """
SELECT d.id, d.version, d.serial, d.reference, d.disruption_date, d.subject_id, s.kind, s.reference, s.name,
       d.four_p, d.impact_level, d.primary_threat, coalesce(c.label, d.primary_threat), d.status, d.moderation_result,
       d.moderation_note, d.title, coalesce(a.name, ''), d.officer, u.display, d.national_ref
FROM disruption d JOIN subject s ON s.id = d.subject_id JOIN app_user u ON u.id = d.recorded_by_id
LEFT JOIN area a ON a.id = d.area_id
LEFT JOIN code_item c ON c.list_name = 'soc_threat' AND c.code = d.primary_threat
"""
_BY_DATE = "FROM disruption d JOIN subject s ON s.id = d.subject_id"
_ORDERS = {
    "reference": "d.serial DESC",
    "disruption_date": "d.disruption_date DESC, d.id DESC",
    "four_p": "d.four_p_rank DESC, d.disruption_date DESC, d.id DESC",
    "impact_level": "d.level_rank DESC, d.disruption_date DESC, d.id DESC",
    "status": "d.status_rank DESC, d.disruption_date DESC, d.id DESC",
    "threat": "d.primary_threat DESC, d.disruption_date DESC, d.id DESC",
    "subject": "s.reference DESC, d.disruption_date DESC, d.id DESC",
}
_NEWEST = _ORDERS["disruption_date"]
_FOUND = tuple(
    f"SELECT {columns} FROM search_{index} f {joined} WHERE search_{index} MATCH ? ORDER BY f.rowid DESC LIMIT 20"
    for index, columns, joined in (
        ("disruption", "d.id, d.reference, d.title, d.narrative", "JOIN disruption d ON d.serial = f.rowid"),
        ("case", "c.id, c.reference, c.place",
         "JOIN search_case_key k ON k.id = f.rowid JOIN poca_case c ON c.id = k.case_id"),
        ("intelligence", "i.id, i.ir_ref, i.summary", "JOIN intelligence_link i ON i.serial = f.rowid"),
    )
)  # fmt: skip
_PHRASES = (
    "courier",
    "warr",
    "line phone",
    "cuckoo",
    "licens",
    "harrier",
    "mentor",
    "d-2026",
    "okoro",
    "exhibits booked",
)


def opening(stage: Stage) -> Iterator[Result]:
    """2: the register's first hundred rows, newest first."""
    ours, reference = pair(
        partial(stage.read, disruption_rows.page, DisruptionFilter()), partial(_raw, stage.raw, _NEWEST), runs=25
    )
    yield _line("2", "Open the register, newest first", stage, ours, reference)


def sorting(stage: Stage) -> Iterator[Result]:
    """4: every sort that the register offers, and each filter."""
    for key, order in _ORDERS.items():
        sorted_ = partial(stage.read, disruption_rows.page, DisruptionFilter(), Sort(key))
        ours, reference = pair(sorted_, partial(_raw, stage.raw, order), runs=11)
        yield _line("4", f"Sort by {key.replace('_', ' ')}", stage, ours, reference)
    for what, shown, where, values in _filters(stage):
        bare = partial(_raw, stage.raw, _NEWEST, where, values)
        ours, reference = pair(partial(stage.read, disruption_rows.page, shown), bare, runs=11)
        yield _line("4", f"Filter by {what}", stage, ours, reference)


def searching(stage: Stage) -> Iterator[Result]:
    """5, as 14 needs it: first twenty hits for what is typed, beside the bare full-text queries.

    Ours finds groups and people as well, which are in no full-text index.
    """
    times: list[float] = []
    mine = theirs = 0.0
    for phrase in _PHRASES:
        asked = " ".join(f'"{word}"' for word in phrase.replace("-", " ").split()) + "*"
        ours, reference = pair(
            partial(stage.read, search.search, phrase), partial(_raw_search, stage.raw, asked), runs=5
        )
        times.append(ours)
        mine, theirs = mine + ours, theirs + reference
    note = f"p95 {percentile(times, 0.95) * 1000:.0f} ms"
    yield replace(_line("5", "Search as you type", stage, mine, theirs, target=1.5), note=note)


def protection(stage: Stage) -> Iterator[Result]:
    """14: reading and searching on the encrypted store, beside a plain copy of the same file."""
    with tempfile.TemporaryDirectory() as folder:
        plain = connect_file(_plain_copy(stage, Path(folder)), None)
        ours, reference = pair(partial(_raw, stage.raw, _NEWEST), partial(_raw, plain, _NEWEST), runs=25)
        yield _line("14", "Encryption: open the register", stage, ours, reference, target=1.5)
        asked = '"courier"*'
        ours, reference = pair(partial(_raw_search, stage.raw, asked), partial(_raw_search, plain, asked), runs=9)
        yield _line("14", "Encryption: search", stage, ours, reference, target=1.5)
        plain.close()


def _plain_copy(stage: Stage, folder: Path) -> Path:
    """The same store without encryption; the raw connection writes it, the disk must hold it."""
    path = folder / "plain.db"
    if shutil.disk_usage(folder).free < 2 * stage.path.stat().st_size:
        raise OSError(f"There is no room for a plain copy of the store in {folder}.")
    stage.raw.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
    stage.raw.execute("SELECT sqlcipher_export('plain')")
    stage.raw.execute("DETACH DATABASE plain")
    return path


def _filters(stage: Stage) -> Iterator[tuple[str, DisruptionFilter, str, tuple[Any, ...]]]:
    newest = date.fromisoformat(stage.raw.execute("SELECT max(disruption_date) FROM disruption").fetchone()[0])
    since = newest - timedelta(days=90)
    area = stage.read(places.areas)[3].id
    yield "area", DisruptionFilter(areas=(area,)), "d.area_id = ?", (area.bytes,)
    yield "P", DisruptionFilter(four_ps=(FourP.PREPARE,)), "d.four_p_rank = ?", (FourP.PREPARE.rank,)
    yield "level", DisruptionFilter(levels=(ImpactLevel.MAJOR,)), "d.level_rank = ?", (ImpactLevel.MAJOR.rank,)
    period = DisruptionFilter(starts_on=since, ends_on=newest)
    yield "period", period, "d.disruption_date BETWEEN ? AND ?", (since.isoformat(), newest.isoformat())


def _raw(connection: Any, order: str, where: str = "1", values: tuple[Any, ...] = ()) -> list[Any]:
    """The rows by raw SQL, along the right index."""
    columns = _COLUMNS
    if order == _ORDERS["subject"]:
        columns = columns.replace(_BY_DATE, "FROM subject s CROSS JOIN disruption d ON d.subject_id = s.id")
    rows: list[Any] = connection.execute(f"{columns} WHERE {where} ORDER BY {order} LIMIT 100", values).fetchall()
    return rows


def _raw_search(connection: Any, asked: str) -> list[Any]:
    """The first twenty of each of the three full-text indexes by raw SQL."""
    return [row for query in _FOUND for row in connection.execute(query, (asked,)).fetchall()]


def _line(scenario: str, what: str, stage: Stage, ours: float, reference: float, target: float = 2.0) -> Result:
    return Result(
        scenario=scenario,
        what=what,
        records=stage.records,
        ours=ours,
        reference=reference,
        target=target,
        peak_mib=peak_mib(),
    )


SCENARIOS: dict[str, Callable[[Stage], Iterator[Result]]] = {
    "2": opening,
    "4": sorting,
    "5": searching,
    "14": protection,
}
