"""What every page is and may expect of the window around it; page authors start here.

A page is a ``QWidget`` made once, when it is first shown::

    class DisruptionsPage(Page):
        NAME = "disruptions"                      # as in PAGES; also the guide's file name and the settings key
        SHOWS = frozenset({"disruption", "subject"})   # entity names (tables); a change in one of them calls refresh()
        COUNT = staticmethod(_count)              # optional: query(session, reader) -> int or (total, overdue)

        def __init__(self, desk: Desk, shell: Shell) -> None:
            super().__init__(desk, shell)
            self.model = RowsModel(COLUMNS)       # widgets: create, lay out, connect
            ...

        def refresh(self) -> None:                # read again; called on first show and whenever the page is stale
            self.desk.read(disruptions.page_of, self._filters).then(self, self.model.set_rows)

        @property
        def primary_action(self) -> str:          # id in ui/actions.py; the blue button of the top bar and Ctrl+N
            return "disruptions.record"

        def record_new(self) -> None:             # what the action's ``runs`` names; called with no arguments
            self.shell.open_sheet(DisruptionForm(self.desk, self.shell))

        def go(self, **where) -> None: ...        # open_page("disruptions", status="submitted") ends here
        def show_record(self, record_id) -> None: ...   # open_page("disruptions", record=id) ends here
        def state(self) -> dict: ...              # plain JSON: filters, view, sort, column widths, selected id
        def restore(self, state) -> None: ...     # the same back; must accept {} and unknown or missing keys

A hidden page only goes stale; it reads again when it is next shown. ``refresh`` must keep selection and scroll.
Lists that page through many rows read 100 at a time, by keyset.

**Title.** Pages draw their own title and one line of totals; ``head()`` makes both, with room for buttons at the
right, and sets the margins (20 px at the sides, 16 at top and foot).

**Keyboard.** The page gets the focus when it is shown; ``self.setFocusProxy(table)`` passes it on. A page's own search
field has the property ``search`` set to ``"true"``, so that Ctrl+F finds it.

**Actions** are data in ``ui/actions.py``. ``self.shell.action("disruptions.export")`` is the live ``QAction`` (enabled
by role, shortcut attached), fit for ``QToolButton.setDefaultAction`` or a menu. The action's ``runs`` names the page's
method. To switch one off for a reason of the moment: ``self.shell.action(id).setEnabled(False)``.

**Long work**: ``self.desk.run(job, …).then(self, self._built, self._refused)`` where ``job(task, …)`` is a plain
function; see ``Task`` in ``ui/desk.py``. The window shows progress and a Cancel button by itself.

**Editors** are sheets: subclass ``ui.sheet.Sheet`` and give it to ``shell.open_sheet``.

**Scenes** for ``make pictures``: a module-level ``SCENES: dict[str, Callable[[Desk, Shell], QWidget | None]]`` in a
page or form module, such as ``{"disruption-form-error": _scene_error}``; a scene acts on the window (opens the page, a
sheet, types something wrong) or returns a dialog to be drawn instead. Every page is drawn without being named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from soc_desk.vocabulary import Marking
from ui.desk import Change, Desk
from ui.widgets.focus import hand_on
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.drafts import Journal
    from ui.settings import Settings
    from ui.sheet import Sheet


@dataclass(frozen=True)
class Answer:
    """A button of a question: a verb, what follows it, and whether it is the grave one (drawn red)."""

    verb: str
    then: Callable[[], object]
    is_grave: bool = False


class Shell(Protocol):
    """What a page or form may ask of the window; the main window is one, tests may pass a simple stand-in."""

    settings: "Settings"
    drafts: "Journal"

    def open_page(self, name: str, *, record: UUID | None = None, **where: Any) -> None:
        """Show the page ``name``; ``record`` goes to its ``show_record``, ``where`` to its ``go``. Alt+Left returns."""

    def open_sheet(self, sheet: "Sheet") -> None:
        """Show an editor at the right over the dimmed page; the window owns it from now on."""

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say in passing that something was done ("D-2026-0412 was recorded."), with an Undo button if given."""

    def warn(self, text: str) -> None:
        """Show a sentence in the banner until it is dismissed, or another page is shown."""

    def ask(self, title: str, text: str, *answers: "Answer") -> None:
        """Ask before something that cannot easily be taken back; Cancel is always offered besides ``answers``."""

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog over the window under the marking; it is hidden by a lock and comes back after it.

        Never ``exec()`` a dialog: hiding it at a lock would end it.
        """

    def action(self, action_id: str) -> QAction:
        """The live action with this id of ``ui/actions.py``."""

    def mark(self, marking: Marking) -> None:
        """Set the marking strip for the record shown; leaving the page sets it back to the store's ceiling."""

    def moved(self) -> None:
        """To be called before a page changes its own place (opens a record in itself), so that Alt+Left comes back."""


def page_head(page: QWidget, title: str, *right: QWidget, crumbs: str = "") -> tuple[QVBoxLayout, QLabel, QLabel]:
    """What ``Page.head`` does, for a part of a page that fills it; ``crumbs`` stand over the title."""
    title_label, facts = label(title, "title"), label("", ink="soft", wrap=True)
    words = QVBoxLayout()
    words.setSpacing(2)
    if crumbs:
        words.addWidget(label(crumbs, "caption"))
    words.addWidget(title_label)
    words.addWidget(facts)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addLayout(words, 1)
    for widget in right:
        row.addWidget(widget)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(20, 18, 20, 18)
    layout.setSpacing(12)
    layout.addLayout(row)
    return layout, title_label, facts


class Page(QWidget):
    """Base of every page: goes stale on changes it shows, reads again when visible."""

    NAME: ClassVar[str]
    SHOWS: ClassVar[frozenset[str]] = frozenset()
    COUNT: ClassVar[Callable[..., int | tuple[int, int]] | None] = None
    BY_THE_CLOCK: ClassVar[bool] = False
    """Whether what the page counts changes while nobody does anything."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self.setObjectName(f"page-{self.NAME}")
        self.desk, self.shell = desk, shell
        self._stale = True
        desk.changed.connect(self._hear_changes)
        desk.lost_track.connect(self.go_stale)

    # for the page to define -------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        """Id of the action shown as the blue button of the top bar; empty for none."""
        return ""

    def refresh(self) -> None:
        """Read again what the page shows, keeping selection and scroll."""

    def go(self, **where: Any) -> None:
        """Go to a place within the page, such as a filter."""

    def show_record(self, record_id: UUID) -> None:
        """Show one record."""

    def state(self) -> dict[str, Any]:
        """Where the page is (filters, view, selection, columns), as plain JSON."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go back to where ``state()`` said; keys may be missing or unknown."""

    # for the page to use ----------------------------------------------------------------------------------------------

    def setFocusProxy(self, part: QWidget | None) -> None:
        """Let ``part`` have the keyboard when the page gets it; Tab still stops at everything before it."""
        if part is not None:
            hand_on(self, part)

    def head(self, title: str, *right: QWidget, crumbs: str = "") -> tuple[QVBoxLayout, QLabel, QLabel]:
        """The page's outer layout with its title row: ``(layout, title label, facts label)``; add the content to it."""
        return page_head(self, title, *right, crumbs=crumbs)

    @Slot()
    def go_stale(self) -> None:
        """Read again now if visible, else when next shown."""
        self._stale = True
        self._refresh_if_stale()

    # staying fresh ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read when shown after having gone stale."""
        super().showEvent(event)
        self._refresh_if_stale()

    @Slot(object)
    def _hear_changes(self, changes: tuple[Change, ...]) -> None:
        if any(change.entity in self.SHOWS and change.action != "consulted" for change in changes):
            self.go_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()
