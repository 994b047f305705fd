"""The rail at the left: every page in its section with its count, Settings and Lock at the foot."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.pages import PageEntry, Section
from ui.theme import fonts, icons
from ui.theme.tokens import RAIL_WIDTH
from ui.widgets.badges import CountBubble
from ui.widgets.text import label

NARROW = 52


class RailButton(QPushButton):
    """One line of the rail: icon, words and a count or a key at the right."""

    def __init__(self, text: str, icon: str, hint: str = "") -> None:
        super().__init__(f" {text}")
        self.words, self.count = text, CountBubble()
        self.setProperty("kind", "rail")
        self.setFont(fonts.font("body"))
        self._icon = icon
        self.setIconSize(QSize(16, 16))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)
        self._hint = label(hint, "caption", "rail-soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 6, 0)
        row.addStretch()
        row.addWidget(self._hint)
        row.addWidget(self.count)
        for inside in (self._hint, self.count):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._follow_check)
        self._follow_check(False)
        self.set_count(0, 0)

    def set_count(self, total: int, overdue: int) -> None:
        """Show how many there are, or in red how many are overdue or due within 24 hours."""
        self.count.set_count(overdue or total or None, urgent=bool(overdue))
        self.count.setVisible(bool(overdue or total))
        told = f"{overdue:,} overdue" if overdue else f"{total:,}" if total else ""
        self.setAccessibleName(f"{self.words}, {told}" if told else self.words)

    @Slot(bool)
    def _follow_check(self, checked: bool) -> None:
        ink = "on_rail_active" if checked else "rail_ink_soft"
        self.setIcon(icons.icon(self._icon, ink))
        self.count.set_ink(ink)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show only the icon, or the words too."""
        self.setText("" if narrow else f" {self.words}")
        self._hint.setVisible(not narrow and bool(self._hint.text()))
        told = self.count.accessibleName()
        self.count.setVisible(not narrow and bool(told))


class Rail(QWidget):
    """Lists the pages the signed-in person may open."""

    chosen = Signal(str)  # a page's name

    def __init__(self, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Pages")
        self.buttons: dict[str, RailButton] = {}
        self._titles: list[QWidget] = []
        self.lock = RailButton("Lock", "lock", "Ctrl+L")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(1)
        name = label("SOC Desk", "name", "rail")
        name.setContentsMargins(9, 0, 0, 8)
        self._titles.append(name)
        layout.addWidget(name)
        for section in Section:
            self._add_section(layout, section, [page for page in pages if page.section is section])
        layout.addWidget(self.lock)
        self.set_narrow(narrow=False)

    def show_page(self, name: str) -> None:
        """Mark the page that is open."""
        for page, pressed in self.buttons.items():
            pressed.setChecked(page == name)

    def set_narrow(self, *, narrow: bool) -> None:
        """Collapse to icons, or show the words too."""
        self.setFixedWidth(NARROW if narrow else RAIL_WIDTH)
        for title in self._titles:
            title.setVisible(not narrow)
        for pressed in (*self.buttons.values(), self.lock):
            pressed.set_narrow(narrow=narrow)

    def _add_section(self, layout: QVBoxLayout, section: Section, pages: list[PageEntry]) -> None:
        if section is Section.FOOT:
            layout.addStretch()
        elif section is not Section.TOP and pages:
            title = label(section.value.upper(), "caption-strong", "rail-soft")
            title.setContentsMargins(9, 14, 0, 4)
            self._titles.append(title)
            layout.addWidget(title)
        for page in pages:
            pressed = RailButton(page.title, page.icon)
            pressed.setCheckable(True)
            pressed.clicked.connect(partial(self._choose, page.name))
            self.buttons[page.name] = pressed
            layout.addWidget(pressed)

    def _choose(self, name: str) -> None:
        self.chosen.emit(name)
