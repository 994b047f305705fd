"""Exporting a register of POCA cases, or of detention orders, as filtered."""

from pathlib import Path

from PySide6.QtCore import QObject

from soc_desk.services import periods
from soc_desk.services.poca import exports
from soc_desk.services.poca.case_rows import CaseFilter, CaseSort
from soc_desk.services.poca.order_rows import OrderFilter, OrderSort
from soc_desk.services.prints import Addressed
from ui import exporting
from ui.desk import Desk, Task
from ui.exporting import Written
from ui.page import Shell


def write_file(
    task: Task, shown: CaseFilter, sort: CaseSort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting cases")
        furniture = task.write(exports.export_cases, shown, to, filters)
        records = task.read(exports.hand_over, furniture, shown, sort, periods.now(), write, out)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[CaseFilter, CaseSort]):
    """Cases leaving as a file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_file, noun="case", stem="poca-cases")


def write_orders(
    task: Task, shown: OrderFilter, sort: OrderSort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """As ``write_file``, of the register of detention orders."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting orders")
        furniture = task.write(exports.export_orders, shown, to, filters)
        records = task.read(exports.hand_over_orders, furniture, shown, sort, periods.now(), write, out)
    return Written(path, records, furniture.print_id)


class ExportingOrders(exporting.Exporting[OrderFilter, OrderSort]):
    """Detention orders leaving as a file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_orders, noun="order", stem="poca-orders")
