"""Intelligence leaving as a file or over the clipboard; what has conditions goes only where they are acknowledged."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from soc_desk.services.intelligence import exports
from soc_desk.services.intelligence.rows import IntelligenceFilter, Sort
from soc_desk.services.prints import Addressed
from ui import exporting
from ui.desk import Desk, Task
from ui.exporting import Written
from ui.page import Answer, Shell

_SHOWN = 12


def write_file(
    task: Task, shown: IntelligenceFilter, sort: Sort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile.

    A view that is not narrowed to what has no conditions leaves with them: whoever asked for it acknowledged them.
    """
    write, held = exporting.spreadsheet_writer(path), shown.conditional is None
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting intelligence")
        furniture = task.write(exports.export_intelligence, shown, to, filters, conditional=held)
        records = task.read(exports.hand_over, furniture, shown, sort, write, out, conditional=held)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[IntelligenceFilter, Sort]):
    """Asks about conditions first, where the view holds any."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(
            desk, shell, owner, write_file, noun="item of intelligence",
            stem="intelligence",
        )  # fmt: skip
        self._asking, self._window = desk, shell

    def ask_about_conditions(
        self, kind: str, shown: IntelligenceFilter, sort: Sort, filters: tuple[str, ...], records: int
    ) -> None:
        """Show the conditions of the view; leave those items out, or acknowledge and include them."""
        asked = self._asking.read(exports.conditions_of, shown)
        asked.then(self, partial(self._choose, kind, shown, sort, filters, records))

    def _choose(
        self,
        kind: str,
        shown: IntelligenceFilter,
        sort: Sort,
        filters: tuple[str, ...],
        records: int,
        held: list[str],
    ) -> None:
        without = replace(shown, conditional=False)
        if not held:
            self.ask(kind, without, sort, filters, records)
            return
        left = (*filters, f"Items with handling conditions or an older grade left out: {len(held)}")
        more = f"\n… and {len(held) - _SHOWN} more" if len(held) > _SHOWN else ""
        self._window.ask(
            f"{len(held)} of these have handling conditions",
            "\n".join(held[:_SHOWN]) + more,
            Answer("Leave them out", lambda: self.ask(kind, without, sort, left, records - len(held))),
            Answer("Include them: I keep to these", lambda: self.ask(kind, shown, sort, filters, records)),
        )
