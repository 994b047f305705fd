"""What an editor does when a colleague changes the record that is open in it: says so at once, merges, or asks."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from soc_desk.errors import Conflict, DeskError
from soc_desk.services import history, merging, periods
from soc_desk.services.history import HistoryRow
from soc_desk.services.prints import day_words, wall
from soc_desk.vocabulary import AuditCategory
from ui.conflict import ConflictDialog
from ui.desk import Change, Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.compare import Difference
from ui.widgets.form import Form

_CHANGES = (AuditCategory.ALTERATION, AuditCategory.COLLECTION, AuditCategory.COMBINATION)
_LOOKED_AT = 20
"""Entries of a record's history that are looked through for its last change; the rest may be looks at it."""


class Colleagues(QObject):
    """Follows one record while it is edited. ``before`` is its Draft as the form last stood on it, None for a new one.

    ``reading(id)`` asks for the record as it stands, ``draft_of`` makes a Draft of the answer; ``named``
    says what the editor calls it.
    """

    took_over = Signal()  # a field took what a colleague made of it
    stands = Signal(object)  # the record as read anew, for what a form shows of it besides the fields

    def __init__(
        self, desk: Desk, shell: Shell, form: Form[Any], banner: Banner, reading: Callable[[UUID], Reply[Any]],
        draft_of: Callable[[Any], Any], named: Callable[[], str],
    ) -> None:  # fmt: skip
        super().__init__(form)
        self._desk, self._shell, self._form, self._banner = desk, shell, form, banner
        self._reading, self._draft_of, self._named = reading, draft_of, named
        self.before: Any = None
        desk.arrived.connect(self._hear)

    def settle(self, error: Conflict, save: Callable[[], object]) -> None:
        """A colleague saved first: merge what only one of us changed, ask about the rest, and ``save`` again."""
        if error.theirs is not None:
            self._compare(error.theirs, save)
        elif self.before is None:
            self._lose(error)
        else:
            self._reading(self.before.id).then(self, partial(self._compare_found, error, save), self._lose)

    def show(self, theirs: Any) -> None:
        """Take over what only they changed; below what both changed, say what they made of it. Mine stays typed."""
        if self.before is None:
            return
        mine = self._form.draft()
        changed, own = merging.changed(self.before, theirs), merging.changed(self.before, mine)
        shown = [name for name in changed if name in self._form.names]
        for name in shown:
            field = self._form.field(name)
            if name not in own:
                field.field.set_value(getattr(theirs, name))
            elif getattr(mine, name) != getattr(theirs, name):
                field.set_hint(f"A colleague changed this to: {field.words(getattr(theirs, name)) or 'nothing'}")
        if shown:
            named = ", ".join(self._form.field(name).name for name in shown)
            self._banner.say("info", f"A colleague just changed: {named}. What you typed is kept.")
            self.took_over.emit()

    def _compare_found(self, error: Conflict, save: Callable[[], object], found: Any) -> None:
        theirs = self._draft_of(found)
        if theirs.version == self.before.version:  # it was another matter than this record
            self._lose(error)
        else:
            self._compare(theirs, save)

    def _compare(self, theirs: Any, save: Callable[[], object]) -> None:
        mine, before = self._form.draft(), self.before
        both = merging.changed_by_both(before, mine, theirs)
        go_on = partial(self._go_on, before, mine, theirs, both, save)
        if not both:
            go_on(())
            return
        differences = []
        for name in both:
            field = self._form.field(name)
            words = [field.words(getattr(draft, name)) for draft in (before, mine, theirs)]
            differences.append(Difference(field.name, *words))
        ask = partial(self._ask, both, differences, go_on)
        self._desk.read(history.history, before.id, _LOOKED_AT).then(self, ask, lambda _error: ask([]))

    def _ask(
        self,
        both: tuple[str, ...],
        differences: list[Difference],
        go_on: Callable[[tuple[str, ...]], None],
        past: list[HistoryRow],
    ) -> None:
        """Ask what stands, and say who changed the record and when, as far as its history tells the reader."""
        told, last = "a colleague changed it", next((row for row in past if row.category in _CHANGES), None)
        if last is not None:
            at = wall(last.at)
            day = "" if at.date() == periods.today() else f" on {day_words(at.date())}"
            told = f"{last.by} changed it at {at:%H:%M}{day}"
        self._shell.open_dialog(ConflictDialog(f"{self._named()}: {told}", both, differences, go_on))

    def _go_on(
        self, before: Any, mine: Any, theirs: Any, both: tuple[str, ...], save: Callable[[], object],
        kept: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._form.load(merging.put_upon(theirs, before, mine, [name for name in both if name not in kept]))
        self.before = theirs
        save()

    @Slot(object)
    def _hear(self, changes: tuple[Change, ...]) -> None:
        id_ = self.before.id if self.before is not None else None
        if id_ is not None and any(change.id == id_ and change.action != "consulted" for change in changes):
            self._reading(id_).then(self, self._show_found, self._lose)

    def _show_found(self, found: Any) -> None:
        self.show(self._draft_of(found))
        self.stands.emit(found)

    def _lose(self, error: DeskError) -> None:
        self._banner.say("warning", f"{error} What you typed is kept as a draft.")
