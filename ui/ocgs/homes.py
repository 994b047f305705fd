"""Where everything goes that hangs on a group to be archived: one line for each, with a way and what the way asks."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.places import Place
from soc_desk.services.rehoming import Home, Loose
from soc_desk.vocabulary.ocg import NewHome
from ui.desk import Desk
from ui.people.asking import subject_field
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import LineField
from ui.widgets.focus import hand_on
from ui.widgets.option import Option
from ui.widgets.text import button, label

_WAY_WIDTH = 190


class HomeLine(QWidget):
    """One thing without a home: what it is, the way it goes, and the group, person or reason that the way asks for."""

    edited = Signal()

    def __init__(self, desk: Desk, one: Loose, people: Sequence[Place]) -> None:
        super().__init__()
        self.one = one
        self.way = ChoiceField([Option(way, way.label) for way in one.ways], "Choose")
        self.group = subject_field(desk)
        self.person = ChoiceField([Option(who.id, who.name) for who in people], "Who has it from now on")
        self.reason = LineField("The reason")
        self.way.setFixedWidth(_WAY_WIDTH)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        row.setSpacing(8)
        column.addWidget(label(one.what, wrap=True))
        column.addWidget(label(one.about, "caption", wrap=True))
        column.addLayout(row)
        for words, part in (("Where", self.way), ("Group", self.group), ("Person", self.person),
                            ("Reason", self.reason)):  # fmt: skip
            part.setAccessibleName(f"{words}: {one.what}")
            part.edited.connect(self._follow)
            row.addWidget(part, 0 if part is self.way else 1)
        row.addStretch(0)
        self._show_parts()

    def value(self) -> Home:
        way = self.way.value()
        return Home(
            id=self.one.id, way=way, group_id=self.group.value() if way is NewHome.GROUP else None,
            owner_id=self.person.value() if way is NewHome.OWNER else None,
            reason=(self.reason.value() or "") if way in (NewHome.LEFT, NewHome.CANCELLED) else "",
        )  # fmt: skip

    def set_value(self, home: Home) -> None:
        """Show where it goes, as far as it may go there."""
        self.way.set_value(home.way if home.way in self.one.ways else None)
        self.group.set_value(home.group_id)
        self.person.set_value(home.owner_id)
        self.reason.set_value(home.reason or None)
        self._show_parts()

    def unread(self) -> str:
        """What was typed and names no group, person or way."""
        shown = (part for part in (self.way, self.group, self.person) if not part.isHidden())
        return next((sentence for part in shown if (sentence := part.problem())), "")

    def _follow(self) -> None:
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        way = self.way.value()
        self.group.setVisible(way is NewHome.GROUP)
        self.person.setVisible(way is NewHome.OWNER)
        self.reason.setVisible(way in (NewHome.LEFT, NewHome.CANCELLED))


class HomesField(QWidget):
    """A line for each; what was chosen for one can be taken for all that have nothing yet."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._held: dict[UUID, Home] = {}
        self.lines: list[HomeLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(4)
        self.same = button("The same for the &others", self.spread, kind="link")
        self._column.addWidget(self.same)

    def show_loose(self, found: Sequence[Loose], people: Sequence[Place]) -> None:
        """Learn what has no home."""
        self._held |= {home.id: home for home in self.value()}
        for line in self.lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self.lines = [HomeLine(self._desk, one, people) for one in found]
        for place, line in enumerate(self.lines):
            self._column.insertWidget(place, line)
            line.set_value(self._held.get(line.one.id, Home(id=line.one.id)))
            line.edited.connect(self._edited)
        self.same.setVisible(len(self.lines) > 1)
        if self.lines:
            hand_on(self, self.lines[0].way, has_caption=True)
        self._offer()

    def spread(self) -> None:
        """Take the last answer for every line that has none, where it may go that way."""
        said = [line.value() for line in self.lines if line.value().way is not None and not line.value().lacks]
        if not said:
            return
        for line in self.lines:
            if line.value().way is None:
                line.set_value(replace(said[-1], id=line.one.id))
        self._edited()

    def value(self) -> tuple[Home, ...]:
        if not self.lines:
            return tuple(self._held.values())
        return tuple(line.value() for line in self.lines)

    def set_value(self, value: tuple[Home, ...]) -> None:
        self._held = {home.id: home for home in value}
        for line in self.lines:
            line.set_value(self._held.get(line.one.id, Home(id=line.one.id)))
        self._offer()

    def problem(self) -> str:
        return next((sentence for line in self.lines if (sentence := line.unread())), "")

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        """What cannot be read is not kept: it names nothing yet."""

    def _edited(self) -> None:
        self._offer()
        self.edited.emit()

    def _offer(self) -> None:
        ways = [line.value().way for line in self.lines]
        self.same.setEnabled(any(ways) and not all(ways))
