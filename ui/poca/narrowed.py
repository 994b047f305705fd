"""What the registers of cases and of orders share: chips and words that narrow, a table read page by page, files."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods, places
from soc_desk.services.places import Place
from ui import exporting
from ui.desk import Desk
from ui.disruptions.loading import Loading
from ui.exporting import Exporting
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.filters import Filter, FilterRow, choice
from ui.widgets.focus import hand_on
from ui.widgets.option import Option
from ui.widgets.period_popup import Period
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, set_property

_FIND_MS = 150
_FIND_WIDTH = 250

AREAS = choice("areas", "Area", ())


def presets() -> list[tuple[str, Period]]:
    """The periods that a chip offers by name."""
    return [(each.name, Period(each.starts_on, each.ends_on)) for each in periods.choices(periods.today())]


class NarrowedRegister(QWidget):
    """``opened(case id)`` when a case is to be shown; a register says what its chips mean and what it adds up to."""

    opened = Signal(object)
    SORTS: tuple[str, ...] = ()

    def __init__(self, desk: Desk, shell: Shell, table: Table, loading: Loading, chips: Sequence[Filter]) -> None:
        super().__init__()
        self._desk, self.table, self.loading = desk, table, loading
        self.model: RowsModel[Any] = table.rows
        self.chips, self.finder, self.banner = FilterRow(chips, today=periods.today), QLineEdit(), Banner()
        self.said = ""
        self.sort: Any = self.first_sort()
        self.exporting: Exporting[Any, Any] = self.make_exporting(desk, shell)
        self._soon = QTimer(self, interval=_FIND_MS, singleShot=True)
        self._total, self._knows_areas = 0, False
        self._first_chips: dict[str, Any] = {}
        self._lay_out()
        self.finder.textEdited.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self.read)
        self.chips.changed.connect(lambda _values: self.read())
        table.opened.connect(lambda row: self.opened.emit(self.case_of(row)))
        table.sort_asked.connect(self._sort_by)
        table.refused.connect(shell.warn)
        loading.counted.connect(self._count)
        loading.failed.connect(self._show_failure)

    def _lay_out(self) -> None:
        self.finder.setPlaceholderText("Find by case, place, officer, name…")
        self.finder.setAccessibleName(f"Find in {self.table.accessibleName().lower()}")
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(_FIND_WIDTH)
        set_property(self.finder, "search", "true")
        self.chips.setContentsMargins(0, 2, 0, 0)  # chips are four pixels lower than a field
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        self.head.addWidget(self.chips, 1, top)
        self.head.addWidget(self.finder, 0, top)
        export = button("Export ▾", self._offer_files, name=f"Export {self.table.accessibleName().lower()}")
        self.head.addWidget(export, 0, top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)

    # for the register to say ------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def shown(self) -> Any:
        """The view as it is narrowed now."""

    @abstractmethod
    def first_sort(self) -> Any:
        """The order it stands in at first."""

    @abstractmethod
    def make_exporting(self, desk: Desk, shell: Shell) -> Exporting[Any, Any]:
        """What lets it leave as a file."""

    @abstractmethod
    def case_of(self, row: Any) -> UUID:
        """The case that a row opens."""

    @abstractmethod
    def add_up(self, totals: Any) -> str:
        """What the view adds up to, in words."""

    # what the page asks -----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Show the view from its first row."""
        self.banner.hide()
        self.loading.show(self.shown, self.sort)

    def refresh(self) -> None:
        """Read again without moving; from the start where nothing was read yet."""
        if not self._knows_areas:
            self._knows_areas = True
            self._desk.read(places.areas).then(self, self._offer_areas)
        if self.loading.shown == self.shown and self.model.is_paged:
            self.loading.refresh()
        else:
            self.read()

    def start_with(self, **values: Any) -> None:
        """What the chips say until somebody chooses."""
        self._first_chips = values
        self.chips.set_values(values)

    def narrow(self, **values: Any) -> None:
        """Narrow to this alone, as a figure of another part of the page was counted."""
        self.finder.clear()
        self.chips.set_values(values)
        self.read()

    def current(self) -> Any:
        """The selected row."""
        return self.table.current_row()

    def export(self, kind: str) -> None:
        """Let the view leave as a file, ``csv`` or ``xlsx``; asks who receives it and why."""
        self.exporting.ask(kind, self.shown, self.sort, tuple(self.filters()), self._total)

    def filters(self) -> list[str]:
        """What the view is narrowed to, in words."""
        chips = (self.chips.chip(key) for key in self.chips.values())
        told = [f"{chip.spec.title}: {chip.value_words()}" for chip in chips]
        return [*told, f"Holding: {text}"] if (text := self.finder.text().strip()) else told

    def content(self) -> dict[str, Any]:
        """Where the register is, as plain JSON."""
        return {
            "columns": self.table.columns_state(), "text": self.finder.text(),
            "chips": {key: _plain(value) for key, value in self.chips.values().items()},
            "sort": [self.sort.key, self.sort.descending],
        }  # fmt: skip

    def restore(self, content: Mapping[str, Any]) -> None:
        """The same back."""
        if isinstance(told := content.get("columns"), dict):
            self.table.restore_columns(told)  # type: ignore[arg-type]  # as columns_state() gave it
        chips = content.get("chips")
        given = {key: _read(key, value) for key, value in chips.items()} if isinstance(chips, dict) else None
        self.chips.set_values(self._first_chips if given is None else given)
        self.finder.setText(str(content.get("text", "")))
        match content.get("sort"):
            case [str(key), bool(descending)] if key in self.SORTS:
                self.sort = type(self.sort)(key, descending)

    # inside -----------------------------------------------------------------------------------------------------------

    def _offer_areas(self, areas: list[Place]) -> None:
        self.chips.chip("areas").set_options([Option(place.id, place.name) for place in areas])

    def _offer_files(self) -> None:
        menu = QMenu(self)
        for kind, words in exporting.KINDS.items():
            menu.addAction(f"{words}…").triggered.connect(partial(self._export, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _export(self, kind: str, _checked: bool = False) -> None:
        self.export(kind)

    def _count(self, found: Any) -> None:
        self._total = found.totals.all
        self.said = self.add_up(found.totals)
        self.chips.set_totals(self.said)

    def _sort_by(self, key: str, descending: bool) -> None:
        self.sort = type(self.sort)(key, descending)
        self.read()

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.refresh)


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return value.as_text()
    return [str(each) for each in value] if isinstance(value, tuple) else str(value)


def _read(key: str, value: Any) -> Any:
    """A chip's value from what was kept; None where it means nothing any more."""
    try:
        if key == "when":
            return Period.from_text(str(value))
        if key == "areas":
            return tuple(UUID(each) for each in value)
    except (TypeError, ValueError):
        return None
    return tuple(value) if isinstance(value, list) else value
