"""Scenario 7: saving one edited disruption, audited, beside one UPDATE and one INSERT in one transaction."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import sessionmaker

from soc_desk.bench.measure import Result, pair, peak_mib
from soc_desk.bench.stage import Stage
from soc_desk.services import disruption_rows, disruptions
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.store import Work, prepared
from soc_desk.store.engine import make_engine
from soc_desk.store.sight import Sight
from soc_desk.vocabulary import DisruptionStatus

_RUNS = 15


def saving(stage: Stage) -> Iterator[Result]:
    """7, and its part of 14: the same use case on a plain file without audit."""
    shown = DisruptionFilter(statuses=(DisruptionStatus.DRAFT,))
    row, numbers = stage.read(disruption_rows.page, shown, limit=1)[0], count()
    editing = _Editing(stage, row.id, numbers)
    _make_notes(stage.raw)
    bare = lambda: _raw_save(stage.raw, row.id.bytes, next(numbers))  # noqa: E731 - named for the pair
    ours, reference = pair(editing.save, bare, runs=_RUNS, before=editing.open)
    yield _line("7", "Save one edited disruption", stage, ours, reference, 3.0)
    stage.raw.execute("DROP TABLE bench_note")
    with tempfile.TemporaryDirectory(dir=stage.path.parent) as folder:
        engine = make_engine(str(_plain_copy(stage, Path(folder))))
        info = {"sight": Sight(stage.actor), "shelf": prepared.Shelf()}  # what a save asks by prepared statements
        plain = _Editing(stage, row.id, numbers, sessionmaker(engine.execution_options(writes=True), info=info))

        def open_both() -> None:
            editing.open()
            plain.open_bare()

        ours, reference = pair(editing.save, plain.save_bare, runs=_RUNS, before=open_both)
        engine.dispose()
    yield _line("14", "Encryption and audit: save", stage, ours, reference, 1.5)


class _Editing:
    """Opens a draft and saves it with another title: through the store, or bare, without audit."""

    def __init__(self, stage: Stage, id_: UUID, numbers: Iterator[int], sessions: Any = None) -> None:
        self._stage, self._id, self._numbers, self._sessions = stage, id_, numbers, sessions
        self._before = DisruptionDraft()

    def open(self) -> None:
        self._before = self._stage.read(disruptions.detail, self._id).draft

    def save(self) -> None:
        self._stage.store.write(self._stage.actor, disruptions.change, self._before, self._edited())

    def open_bare(self) -> None:
        with self._sessions() as session:
            self._before = disruptions.detail(session, self._id).draft

    def save_bare(self) -> None:
        with self._sessions.begin() as session:
            work = Work(session, self._stage.actor, datetime.now(UTC), disruptions.change.rule)
            disruptions.change(work, self._before, self._edited())

    def _edited(self) -> DisruptionDraft:
        return replace(self._before, title=f"Edited {next(self._numbers)}")


def _line(scenario: str, what: str, stage: Stage, ours: float, reference: float, target: float) -> Result:
    return Result(
        scenario=scenario,
        what=what,
        records=stage.records,
        ours=ours,
        reference=reference,
        target=target,
        peak_mib=peak_mib(),
    )


def _make_notes(connection: Any) -> None:
    connection.execute("DROP TABLE IF EXISTS bench_note")
    connection.execute("CREATE TABLE bench_note (id INTEGER PRIMARY KEY, at TEXT, told TEXT)")


def _raw_save(connection: Any, id_: bytes, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE disruption SET title = ? WHERE id = ?", (f"Edited {number}", id_))
    connection.execute(
        "INSERT INTO bench_note (at, told) VALUES (datetime('now'), ?)", (json.dumps({"title": [None, number]}),)
    )
    connection.execute("COMMIT")


def _plain_copy(stage: Stage, folder: Path) -> Path:
    """The same store without encryption."""
    path = folder / "plain.db"
    stage.raw.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
    stage.raw.execute("SELECT sqlcipher_export('plain')")
    stage.raw.execute("DETACH DATABASE plain")
    return path


SCENARIOS = {"7": saving}
