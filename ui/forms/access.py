"""Who may know of a record: the team, its owner and the people named, or its owner and the head of its unit alone."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from soc_desk.services import subjects
from soc_desk.services.subject_rows import AccessFacts
from soc_desk.vocabulary import Access
from ui.desk import Desk, UseCase
from ui.draft_dialog import Done, VerbDialog
from ui.widgets.form import Entry, LabelledField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import label

_MEANS = {
    Access.TEAM: "Everybody in this store who reads cases may find, read and use it.",
    Access.RESTRICTED: "Only the owner and the people ticked below. For everybody else it does not exist: not in "
    "lists, searches, counts or exports.",
    Access.SEALED: "Only the owner and the head of the unit it belongs to. It takes no list of names.",
}
_WHO = {
    Access.TEAM: "everybody who reads cases",
    Access.RESTRICTED: "its owner and the people named",
    Access.SEALED: "its owner and the head of its unit",
}
_SHUT_OUT = "You are neither the owner nor named, so this record will be closed to you, too, from now on."
_FIXED = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
_PERSON = Qt.ItemDataRole.UserRole


class AccessDialog(VerbDialog):
    """Team, restricted or sealed, and the named list; ``done(sentence)`` is called when it is changed.

    ``change`` is the use case of the kind of record it is.
    """

    def __init__(
        self, desk: Desk, id_: UUID, facts: AccessFacts, done: Done,
        change: UseCase[..., Any] = subjects.set_access,
    ) -> None:  # fmt: skip
        super().__init__(f"Who may know of {facts.named}?", "C&hange who may know", done)
        self._change = change
        self._desk, self._id, self._facts = desk, id_, facts
        self.setMinimumSize(520, 560)
        self.access = Segmented([Option(access, access.label) for access in Access], may_be_empty=False)
        self._choice = LabelledField(Entry("access", "Open &to", self.access))
        self.search = QLineEdit(placeholderText="Type to find a name")
        self.people = QListWidget()
        self._named = LabelledField(Entry("readers", "&People who may know", self.people))
        self.warning = label(_SHUT_OUT, ink="amber", wrap=True)
        self.refused = label(facts.refused, ink="amber", wrap=True)
        self._lay_out_fields()
        self._fill()
        self.access.edited.connect(self._follow)
        self.people.itemChanged.connect(lambda _item: self._follow())
        self.search.textChanged.connect(self._narrow)
        self._follow()
        if facts.refused:  # said before anything is ticked, not after
            for part in (self.access, self.search, self.people, self.do):
                part.setEnabled(False)
            self.do.setToolTip(facts.refused)
        self.access.setFocus()

    def chosen(self) -> tuple[UUID, ...]:
        """The people ticked; the owner, who always may know, is not among them, and nobody on a sealed record."""
        if self.access.value() is not Access.RESTRICTED:
            return ()
        items = (self.people.item(place) for place in range(self.people.count()))
        ticked = (item.data(_PERSON) for item in items if item.checkState() is Qt.CheckState.Checked)
        return tuple(person for person in ticked if person != self._facts.owner_id)

    def act(self) -> None:
        """Change it, or say why it cannot be changed."""
        args = (self._id, self._facts.version, self.access.value(), self.chosen())
        self.send(self._desk.write(self._change, *args))

    @property
    def said(self) -> str:
        return f"{self._facts.named} is open to {_WHO[self.access.value()]} now."

    def _lay_out_fields(self) -> None:
        self.search.setAccessibleName("Find a name")
        self.people.setProperty("popup", "true")
        self.warning.hide()
        self.refused.setVisible(bool(self._facts.refused))
        self.lay_out(self.refused, self._choice, self.search, self._named, self.warning)
        self.body.setStretchFactor(self._named, 1)

    def _fill(self) -> None:
        """The named first, then the rest by name; the owner is always among those who know."""
        facts = self._facts
        known = {*facts.readers, facts.owner_id}
        for person in sorted(facts.people, key=lambda p: (p.id not in known, p.name.casefold())):
            is_owner = person.id == facts.owner_id
            item = QListWidgetItem(f"{person.name} (owner, always)" if is_owner else person.name)
            item.setData(_PERSON, person.id)
            item.setCheckState(Qt.CheckState.Checked if person.id in known else Qt.CheckState.Unchecked)
            item.setFlags(_FIXED if is_owner else _FIXED | Qt.ItemFlag.ItemIsEnabled)
            self.people.addItem(item)
        self.access.set_value(facts.access)

    def _follow(self) -> None:
        access = self.access.value()
        closed = access is not Access.TEAM
        self._choice.set_hint(_MEANS[access])
        for part in (self._named, self.search):
            part.setVisible(access is Access.RESTRICTED)
        me = self._desk.actor.id
        shuts = closed and not self._facts.refused
        self.warning.setVisible(shuts and self._facts.owner_id not in (None, me) and me not in self.chosen())

    def _narrow(self, typed: str) -> None:
        for place in range(self.people.count()):
            item = self.people.item(place)
            item.setHidden(typed.casefold().strip() not in item.text().casefold())
