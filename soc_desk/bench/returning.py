"""Scenario 9: the return of 100,000 disruptions to CSV, XLSX and JSON, beside the bare join dumped."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from soc_desk.bench.measure import Result, peak_mib
from soc_desk.bench.stage import Stage, stage
from soc_desk.domain.period import Period
from soc_desk.returns import disruptions
from soc_desk.services.disruption_rows import COUNTED

_RECORDS = 100_000
_RUNS = 3
_TARGETS = {"csv": 2.0, "xlsx": 1.5, "json": 2.0}
_JOIN = f"""
SELECT d.*, s.reference, s.name, s.kind, s.assessed_on, s.band, s.status,
       group_concat(o.kind || '=' || coalesce(o.quantity, o.value_pence), ';')
FROM disruption d JOIN subject s ON s.id = d.subject_id LEFT JOIN outcome o ON o.disruption_id = d.id
WHERE d.disruption_date BETWEEN ? AND ? AND d.lead_agency = (SELECT force_code FROM store_info)
  AND d.status_rank IN ({", ".join(str(s.rank) for s in COUNTED)})
GROUP BY d.id
"""


def returning(on: Stage) -> Iterator[Result]:
    """9: each format for itself, check, frozen copy and manifest included; then how memory grows."""
    period, records = _period(on)
    for format_, target in _TARGETS.items():
        with tempfile.TemporaryDirectory() as folder:
            bare, built = [], []
            for _ in range(_RUNS):  # in turn, so that a noisy machine is noisy to both
                bare.append(_dump(on.raw, format_, period, Path(folder)))
                built.append(_build(on, format_, period, Path(folder)))
        yield Result(
            scenario="9",
            what=f"Return to {format_.upper()}",
            records=records,
            ours=min(built),
            reference=min(bare),
            target=target,
            peak_mib=peak_mib(),
            note=f"best of {_RUNS} in turn",
        )
    if on.records > 10_000:
        small, large = _peak(10_000), _peak(on.records)
        yield Result(
            scenario="9",
            what="Return to CSV: peak memory, MiB, beside 10,000",
            records=on.records,
            ours=large,
            reference=small,
            target=1.2,
            peak_mib=large,
            note="figures are MiB, not seconds",
        )


def _period(on: Stage) -> tuple[Period, int]:
    """The newest days that hold about 100,000 counted records of the force, all of them in a smaller store."""
    query = (
        "SELECT disruption_date, count(*) FROM disruption "
        "WHERE status_rank IN (3, 4) AND lead_agency = (SELECT force_code FROM store_info) GROUP BY 1 ORDER BY 1 DESC"
    )
    total, first, last = 0, None, None
    for day, number in on.raw.execute(query):
        last = last or day
        first = day
        total += number
        if total >= _RECORDS:
            break
    if first is None or last is None:
        raise AssertionError("The store holds nothing that a return counts.")
    return Period(date.fromisoformat(first), date.fromisoformat(last)), total


def _build(on: Stage, format_: str, period: Period, folder: Path) -> float:
    start = perf_counter()
    on.store.write(
        on.actor, disruptions.build, period, None, folder, (format_,), "Benchmark", "Benchmark", incomplete=True
    )
    return perf_counter() - start


def _dump(raw: Any, format_: str, period: Period, folder: Path) -> float:
    start = perf_counter()
    rows = raw.execute(_JOIN, (period.starts_on.isoformat(), period.ends_on.isoformat()))
    names = [column[0] for column in rows.description]
    texts = ([value.hex() if isinstance(value, bytes) else value for value in row] for row in rows)
    path = folder / f"bare.{format_}"
    if format_ == "xlsx":
        _dump_xlsx(path, names, texts)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            if format_ == "csv":
                csv.writer(file).writerows(texts)
            else:
                for row in texts:
                    json.dump(dict(zip(names, row, strict=True)), file)
    return perf_counter() - start


def _dump_xlsx(path: Path, names: list[str], rows: Iterator[list[Any]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, row)


def _peak(records: int) -> float:
    """Peak memory of a process of its own that builds the whole return of a stage."""
    done = subprocess.run([sys.executable, "-m", __name__, str(records)], check=True, capture_output=True, text=True)  # noqa: S603 - this program itself
    return float(done.stdout.strip().splitlines()[-1])


def main(records: int) -> None:
    """Build the return of everything and print the peak memory in MiB."""
    with stage(records, lambda _done, _text: None) as on, tempfile.TemporaryDirectory() as folder:
        today = date.fromisoformat(on.raw.execute("SELECT max(disruption_date) FROM disruption").fetchone()[0])
        _build(on, "csv", Period(today - timedelta(days=3 * 366), today), Path(folder))
        print(peak_mib())


SCENARIOS = {"9": returning}

if __name__ == "__main__":
    main(int(sys.argv[1]))
