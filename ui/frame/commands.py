"""The live actions: a QAction for each line of ``ui.actions``, switched by role and by what is on the screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui import rights
from ui.actions import ACTIONS, Action, Scope, action
from ui.desk import Desk
from ui.theme import icons


class Commands(QObject):
    """Makes actions when first asked for; their keys work only while ``area`` is on the screen (so not when locked)."""

    def __init__(self, desk: Desk, area: QWidget, run: Callable[[Action], object]) -> None:
        super().__init__(area)
        self._desk, self._area, self._run = desk, area, run
        self._live: dict[str, QAction] = {}
        self._page = ""
        self._suspended = False
        for known in ACTIONS:
            if known.scope is not Scope.PAGE:
                area.addAction(self.live(known.id))

    def live(self, action_id: str) -> QAction:
        """The QAction of an action; KeyError when there is no such action."""
        if action_id not in self._live:
            self._live[action_id] = self._make(action(action_id))
        return self._live[action_id]

    def show_page(self, name: str) -> None:
        """Let the keys of the page ``name`` work, and those of no other page."""
        self._page = name
        self._switch()

    def suspend(self, *, suspended: bool) -> None:
        """Stop the page's keys, as while an editor lies over it."""
        self._suspended = suspended
        self.live("frame.primary").setEnabled(not suspended)
        self._switch()

    def of_page(self, name: str) -> list[Action]:
        """What can be done on the page ``name``, and everywhere."""
        return [a for a in ACTIONS if a.scope is not Scope.PAGE or a.page == name]

    def may(self, known: Action) -> bool:
        """Whether the signed-in person may do it."""
        return not known.needs or self._desk.actor.has(rights.needs(known.needs))

    def new_menu(self) -> list[QAction]:
        """What the New menu holds for this person."""
        return [self.live(known.id) for known in ACTIONS if known.scope is Scope.NEW and self.may(known)]

    def _switch(self) -> None:
        for known in ACTIONS:
            if known.scope is Scope.PAGE and (known.page == self._page or known.id in self._live):
                live = self.live(known.id)
                if known.page == self._page and not self._suspended:
                    self._area.addAction(live)
                else:
                    self._area.removeAction(live)

    def _make(self, known: Action) -> QAction:
        live = QAction(known.text, self)
        live.setObjectName(known.id)
        if known.icon:
            live.setIcon(icons.icon(known.icon))
        if known.key:
            live.setShortcut(QKeySequence(known.key))
        keyed = f" ({live.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if known.key else ""
        live.setToolTip(f"{known.says or known.words}{keyed}")
        live.setEnabled(self.may(known))
        live.triggered.connect(partial(self._trigger, known))
        return live

    def _trigger(self, known: Action, _checked: object = None) -> None:
        self._run(known)
