"""What the audit page asks of the store: pages of the log, the walk along its chain, the log as a file."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from soc_desk.returns.render import safe
from soc_desk.services import history, upkeep, users
from soc_desk.services.history import AuditRow
from soc_desk.services.prints import Addressed
from soc_desk.services.upkeep import Chain, Head, Verdict
from soc_desk.vocabulary import AuditCategory
from ui.desk import Session, Task
from ui.exporting import whole_file


@dataclass(frozen=True)
class Narrowed:
    """Which entries are shown; empty means all. Days are London days, both counted."""

    category: AuditCategory | None = None
    actor: str = ""
    since: date | None = None
    until: date | None = None
    print_id: str = ""


@dataclass(frozen=True)
class Acceptance:
    """Why the log is accepted as it stands."""

    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.reason.strip() else {"reason": "Say why, such as the restore that was agreed, and with whom."}


@dataclass(frozen=True)
class Standing:
    """Where the log stands, and who may stand in it: sign-in name to the name that colleagues read."""

    chain: Chain
    people: Mapping[str, str]


def standing(session: Session) -> Standing:
    """Where the log stands now."""
    return Standing(upkeep.chain(session), {row.name: row.display for row in users.list_rows(session)})


def verify(task: Task) -> Verdict:
    """Walk the whole chain."""
    task.progress(0.0, "Verifying the log")
    return task.read(upkeep.verify_chain, task.progress)


def accept(task: Task, reason: str) -> Head:
    """Log that the log is accepted as it stands, after an agreed restore, and remember it so; gives its head."""
    lost = task.read(upkeep.acceptable, task.progress)
    if lost:
        task.write(upkeep.accepting, lost, reason)
    return task.read(upkeep.accept)


def export(task: Task, to: Addressed, path: Path) -> tuple[Path, int]:
    """Log the disclosure and write the whole log as CSV or JSON; the file appears whole or not at all."""
    task.progress(0.0, "Exporting the log")
    with whole_file(path) as out:
        rows = task.write(history.audit_export, to.recipient, to.purpose)
        task.progress(0.5, f"Writing {len(rows):,} entries")
        _write(out, path.suffix.lower(), rows)
    return path, len(rows)


def _write(out: IO[bytes], kind: str, rows: list[AuditRow]) -> None:
    names = [field.name for field in fields(AuditRow)]
    table = [{name: str(getattr(row, name)) for name in names} for row in rows]
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    if kind == ".json":
        json.dump(table, text, indent=1, ensure_ascii=False)
    else:
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows({name: safe(value) for name, value in line.items()} for line in table)
    text.detach()  # writes what it still holds; the file is closed where it was opened
