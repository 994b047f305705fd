"""Scenario 7: saving one edited disruption, audited, beside one UPDATE and one INSERT in one transaction."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from soc_desk.bench.measure import Result, pair, peak_mib
from soc_desk.bench.stage import Stage
from soc_desk.services import disruption_rows, disruptions
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.store.engine import connect_file
from soc_desk.vocabulary import DisruptionStatus

_RUNS = 15


def saving(stage: Stage) -> Iterator[Result]:
    """7, and its part of 14: the same on a plain file without audit."""
    shown = DisruptionFilter(statuses=(DisruptionStatus.DRAFT,))
    row = stage.read(disruption_rows.page, shown, limit=1)[0]
    numbers = count()

    def save() -> None:
        before = stage.read(disruptions.detail, row.id).draft
        stage.store.write(stage.actor, disruptions.change, before, replace(before, title=f"Edited {next(numbers)}"))

    _make_notes(stage.raw)
    ours, reference = pair(save, lambda: _raw_save(stage.raw, row.id.bytes, next(numbers)), runs=_RUNS)
    yield Result(scenario="7", what="Save one edited disruption", records=stage.records, ours=ours, reference=reference, target=3.0, peak_mib=peak_mib())
    stage.raw.execute("DROP TABLE bench_note")
    with tempfile.TemporaryDirectory(dir=stage.path.parent) as folder:
        plain = _plain(stage, Path(folder))
        ours, reference = pair(save, lambda: _raw_save(plain, row.id.bytes, next(numbers)), runs=_RUNS)
        plain.close()
    note = "audit and encryption together"
    yield Result(scenario="14", what="Encryption and audit: save", records=stage.records, ours=ours, reference=reference, target=1.5, peak_mib=peak_mib(), note=note)


def _make_notes(connection: Any) -> None:
    connection.execute("DROP TABLE IF EXISTS bench_note")
    connection.execute("CREATE TABLE bench_note (id INTEGER PRIMARY KEY, at TEXT, told TEXT)")


def _raw_save(connection: Any, id_: bytes, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE disruption SET title = ? WHERE id = ?", (f"Edited {number}", id_))
    connection.execute("INSERT INTO bench_note (at, told) VALUES (datetime('now'), ?)", (json.dumps({"title": [None, number]}),))
    connection.execute("COMMIT")


def _plain(stage: Stage, folder: Path) -> Any:
    """A plain file with the disruptions as the store has them, its search kept as well."""
    path = folder / "plain.db"
    stage.raw.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
    stage.raw.execute("SELECT sqlcipher_export('plain')")
    stage.raw.execute("DETACH DATABASE plain")
    plain = connect_file(path, None)
    _make_notes(plain)
    return plain


SCENARIOS = {"7": saving}
