"""The columns of a table: their state, the menu that chooses them, their widths, and rows as text for a spreadsheet."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from ui.widgets.table import Table, TableState

_FORMULA_STARTS = ("=", "+", "-", "@")


def reset(table: "Table") -> None:
    """Order, widths and visibility as the columns say."""
    header = table.horizontalHeader()
    table.yielded.clear()
    for number, column in enumerate(table.rows.columns):
        header.moveSection(header.visualIndex(number), number)
        header.setSectionHidden(number, column.hidden)
        header.resizeSection(number, column.width)


def state(table: "Table", sized_by_hand: Collection[str]) -> "TableState":
    """What a person changed, by column key."""
    header, shown = table.horizontalHeader(), table.rows.columns
    numbers = range(len(shown))
    result: TableState = {
        "order": [shown[header.logicalIndex(place)].key for place in numbers],
        "hidden": [shown[number].key for number in numbers if not is_chosen(table, number)],
        "widths": {shown[n].key: header.sectionSize(n) for n in numbers if shown[n].key in sized_by_hand},
    }
    if table.rows.sorted_by:
        result["sort"] = list(table.rows.sorted_by)
    return result


def restore(table: "Table", kept: "TableState") -> None:
    """Put back what ``state`` gave."""
    reset(table)
    header = table.horizontalHeader()
    numbers = {column.key: number for number, column in enumerate(table.rows.columns)}
    for place, key in enumerate(key for key in kept.get("order", ()) if key in numbers):
        header.moveSection(header.visualIndex(numbers[key]), place)
    if "hidden" in kept:
        for key, number in numbers.items():
            known = key in kept.get("order", ())
            header.setSectionHidden(number, key in kept["hidden"] if known else table.rows.columns[number].hidden)
    for key, width in kept.get("widths", {}).items():
        if key in numbers and not header.isSectionHidden(numbers[key]):
            header.resizeSection(numbers[key], width)


def fit(table: "Table", sized_by_hand: Collection[str]) -> None:
    """Give the columns that stretch what room is left; where it is short they give way, down to two thirds.

    Before that whole columns give way, those of least worth first; they come back with the room.
    """
    header = table.horizontalHeader()
    _yield(table, sized_by_hand)
    shown = [(n, column) for n, column in enumerate(table.rows.columns) if not header.isSectionHidden(n)]
    flexible = [(n, column) for n, column in shown if column.stretch and column.key not in sized_by_hand]
    if not flexible:
        return
    taken = sum(header.sectionSize(n) for n, column in shown if (n, column) not in flexible)
    spare = table.viewport().width() - taken - sum(column.width for _, column in flexible)
    for n, column in flexible:
        header.resizeSection(n, max(column.width * 2 // 3, column.width + spare // len(flexible)))


def is_chosen(table: "Table", number: int) -> bool:
    """Whether somebody wants to see this column, if there is room for it."""
    return number in table.yielded or not table.horizontalHeader().isSectionHidden(number)


def _yield(table: "Table", sized_by_hand: Collection[str]) -> None:
    """Hide the columns that yield while the others have no room, and show them again when they have."""
    header, room = table.horizontalHeader(), table.viewport().width()
    chosen = {n: column for n, column in enumerate(table.rows.columns) if is_chosen(table, n)}
    if not any(column.yields for column in chosen.values()):
        return
    wide = {}
    for n, column in chosen.items():
        is_free = column.stretch and column.key not in sized_by_hand
        wide[n] = column.width * 4 // 5 if is_free else table.yielded.get(n) or header.sectionSize(n)
    gone: set[int] = set()
    for n in sorted((n for n in chosen if chosen[n].yields), key=lambda n: chosen[n].yields):
        if sum(wide.values()) - sum(wide[each] for each in gone) > room:
            gone.add(n)
    for n in gone - table.yielded.keys():
        table.yielded[n] = header.sectionSize(n)
        header.hideSection(n)
    for n in table.yielded.keys() - gone:
        del table.yielded[n]
        header.showSection(n)


def menu(table: "Table", parent: QWidget) -> QMenu:
    """Which columns are shown, sorting, moving the current one, and back to how it was; all by keyboard too."""
    made = QMenu(parent)
    made.setProperty("checkable", "true")
    made.setAccessibleName("Columns")
    header = table.horizontalHeader()
    for place in range(header.count()):
        number = header.logicalIndex(place)
        column = table.rows.columns[number]
        action = made.addAction(column.title or column.key.replace("_", " ").capitalize())
        action.setCheckable(True)
        action.setChecked(is_chosen(table, number))
        action.setEnabled(place > 0)
        action.toggled.connect(lambda shown, n=number: show(table, n, shown=shown))
    made.addSeparator()
    sorting = made.addMenu("Sort by")
    moving = made.addMenu("Move")
    for place in range(header.count()):
        number = header.logicalIndex(place)
        column = table.rows.columns[number]
        if column.sortable and column.title:
            for words, descending in (("ascending", False), ("descending", True)):
                action = sorting.addAction(f"{column.title}, {words}")
                action.triggered.connect(lambda _=False, k=column.key, d=descending: table.sort_by(k, descending=d))
        if place and not header.isSectionHidden(number):
            action = moving.addAction(f"{column.title} to the left")
            action.triggered.connect(lambda _=False, n=number: _move_left(table, n))
    made.addSeparator()
    made.addAction("Fit widths to what is shown").triggered.connect(table.resizeColumnsToContents)
    made.addAction("Reset columns").triggered.connect(table.reset_columns)
    return made


def show(table: "Table", number: int, *, shown: bool) -> None:
    """Show or hide one column."""
    table.yielded.pop(number, None)
    table.horizontalHeader().setSectionHidden(number, not shown)
    table.fit()
    table.columns_changed.emit()


def as_tsv(table: "Table", rows: Sequence[Any]) -> str:
    """Headings and rows, tab between cells, in the columns and order shown; no cell can start a formula."""
    header = table.horizontalHeader()
    places = [header.logicalIndex(place) for place in range(header.count())]
    shown = [table.rows.columns[number] for number in places if is_chosen(table, number)]
    lines = [[column.title for column in shown], *([column.text(row) for column in shown] for row in rows)]
    return "\n".join("\t".join(_harmless(cell) for cell in line) for line in lines) + "\n"


def _move_left(table: "Table", number: int) -> None:
    header = table.horizontalHeader()
    place = header.visualIndex(number)
    header.moveSection(place, place - 1)


def _harmless(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line
