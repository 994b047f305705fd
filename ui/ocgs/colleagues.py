"""What the OCG form does when a colleague changes the group that is open in it: says so at once, merges, or asks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from soc_desk.errors import DeskError
from soc_desk.services import ocgs, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import OcgDetail, OcgDraft
from ui.desk import Change, Desk
from ui.disruptions.conflict import ConflictDialog, changed_fields, resolved
from ui.ocgs.fields import OcgFields
from ui.ocgs.words import field_words, value_words
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.compare import Difference


class Colleagues(QObject):
    """Follows one group while it is edited. ``before`` is the record as the form last stood on it."""

    def __init__(self, desk: Desk, shell: Shell, form: OcgFields, banner: Banner) -> None:
        super().__init__(form)
        self._desk, self._shell, self._form, self._banner = desk, shell, form, banner
        self.before: OcgDraft | None = None
        self.lists = OcgLists()
        desk.arrived.connect(self._hear)

    def compare(self, theirs: OcgDraft, fields: tuple[str, ...], save: Callable[[], object]) -> None:
        """Ask about the fields both changed; the form then holds what was chosen, and ``save`` is called."""
        assert self.before is not None  # only a saved record can have been changed by somebody else
        mine, before = self._form.draft(), self.before
        differences = [
            Difference(
                field_words(name),
                *(value_words(name, getattr(draft, name), self.lists) for draft in (before, mine, theirs)),
            )
            for name in fields
        ]
        keep = partial(self._resolve, before, mine, theirs, fields, save)
        self._shell.open_dialog(ConflictDialog(fields, differences, keep))

    def show(self, theirs: OcgDraft) -> None:
        """Take over what only they changed; below what both changed, say what they made of it. Mine stays typed."""
        if self.before is None:
            return
        mine, before = self._form.draft(), self.before
        changed, own = changed_fields(before, theirs), set(changed_fields(before, mine))
        for name in changed:
            if name not in own:
                self._form.field(name).field.set_value(getattr(theirs, name))
            elif getattr(mine, name) != getattr(theirs, name):
                words = value_words(name, getattr(theirs, name), self.lists) or "nothing"
                self._form.field(name).set_hint(f"A colleague changed this to: {words}")
        if changed:
            named = ", ".join(field_words(name) for name in changed)
            self._banner.say("info", f"A colleague just changed: {named}. What you typed is kept.")

    @Slot(object)
    def _hear(self, changes: tuple[Change, ...]) -> None:
        id_ = self.before.id if self.before is not None else None
        if id_ is not None and any(change.id == id_ and change.action != "consulted" for change in changes):
            self._desk.read(ocgs.detail, id_, periods.today()).then(self, self._show_detail, self._lose)

    def _show_detail(self, detail: OcgDetail) -> None:
        self.show(detail.draft)

    def _lose(self, error: DeskError) -> None:
        self._banner.say("warning", f"{error} What you typed is kept as a draft.")

    def _resolve(
        self, before: OcgDraft, mine: OcgDraft, theirs: OcgDraft, both: tuple[str, ...], save: Callable[[], object],
        kept: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._form.load(resolved(before, mine, theirs, kept, both))
        self.before = theirs
        save()
