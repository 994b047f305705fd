"""Merging two people or two groups: choose the other, compare them side by side, read what moves, say why."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services.mergers import doing, showing
from soc_desk.services.mergers.doing import MergeDraft
from soc_desk.services.mergers.showing import MergePreview, MergerRow
from soc_desk.services.places import Place
from soc_desk.services.prints import day_words, wall
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.page import Shell
from ui.widgets.card import scrolled
from ui.widgets.emptying import empty
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.text import button, label, rule

Done = Callable[[str], object]
Go = Callable[[UUID], object]
PERSON, GROUP = "person", "group"
_SUCH_AS = {
    PERSON: "Such as: same date of birth and phone, confirmed by the officer in the case",
    GROUP: "Such as: same members and same line, mapped by two teams",
}
_ID = Qt.ItemDataRole.UserRole
_PAUSE_MS = 200
_ABOUT = {
    PERSON: "Two records of one person become one. It can be taken apart at any time.",
    GROUP: "Two records of one group become one: the other is Merged. It can be taken apart at any time.",
}


class MergeDialog(MarkedDialog):
    """Begins with one record; ``done(sentence)`` when it was merged with another, ``go(id)`` where that one is kept."""

    IS_LINTED = True

    def __init__(self, desk: Desk, kind: str, one: Place, done: Done, go: Go) -> None:
        super().__init__(f"Merge {one.name} with another record")
        self._desk, self._kind, self._one, self._done, self._go = desk, kind, one, done, go
        self._kept: UUID = one.id
        self._gone: UUID | None = None
        self._preview: MergePreview | None = None
        self._taking: dict[str, QCheckBox] = {}
        self.setMinimumSize(680, 560)
        self.resize(760, 690)
        self.search = QLineEdit(placeholderText="Reference or name of the other record")
        self.found = QListWidget()
        self.swap = button("&Keep the other one", self._swap, kind="link")
        self.content = QWidget()
        self._rows = QVBoxLayout(self.content)
        self.reason = LineField(_SUCH_AS[kind])
        self._reason = LabelledField(Entry("reason", "Why they are the &same", self.reason))
        self.refusal = label("", ink="red", wrap=True)
        self.merge = button("&Merge", self.save, kind="primary")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._timer.timeout.connect(self._look_up)
        self.search.textChanged.connect(self._seek)
        self.found.itemClicked.connect(self._choose)
        self.found.itemActivated.connect(self._choose)
        self._look_up()

    def begin(self, kept: UUID, gone: UUID) -> None:
        """Compare these two; the list of what was found closes, so that there is room for them."""
        self._timer.stop()
        self.found.hide()
        self._kept, self._gone = kept, gone
        self._read()

    def draft(self) -> MergeDraft:
        """What is to be merged, as it stands in the form."""
        assert self._preview is not None
        return MergeDraft(
            kept_id=self._preview.kept.id, kept_version=self._preview.kept_version, gone_id=self._preview.gone.id,
            gone_version=self._preview.gone_version, reason=self.reason.value() or "", take=self.taking(),
        )  # fmt: skip

    def taking(self) -> tuple[str, ...]:
        """The columns of which the other record's value was chosen."""
        return tuple(column for column, box in self._taking.items() if box.isChecked())

    def save(self) -> None:
        """Merge them, or say why that cannot be."""
        if self._preview is None:
            self._say("Choose the other record first.")
            return
        self.merge.setEnabled(False)
        act: Any = doing.merge_people if self._kind == PERSON else doing.merge_groups
        self._desk.write(act, self.draft()).then(self, self._saved, self._refused)

    def _lay_out(self) -> None:
        self.search.setAccessibleName("Find the other record")
        self.found.setAccessibleName("Records found")
        self.found.setProperty("popup", "true")
        self.found.setMaximumHeight(150)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        self.body.addWidget(label(_ABOUT[self._kind], ink="soft", wrap=True))
        for part in (self.search, self.found):
            self.body.addWidget(part)
        self.body.addWidget(scrolled(self.content), 1)
        self.body.addWidget(self._reason)
        self.refusal.hide()
        self.body.addWidget(self.refusal)
        self.add_left_button(self.swap)
        self.swap.hide()
        self.add_button(button("Ca&ncel", self.reject))
        self.add_button(self.merge)
        self.merge.setEnabled(False)

    def _seek(self) -> None:
        self.found.show()
        self._timer.start()

    def _look_up(self) -> None:
        kind = "person" if self._kind == PERSON else "subject"
        self._desk.read(showing.others, kind, self.search.text(), self._one.id).then(self, self._list)

    def _list(self, places: list[Place]) -> None:
        self.found.clear()
        for place in places:
            item = QListWidgetItem(place.name)
            item.setData(_ID, place.id)
            self.found.addItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.begin(self._one.id, item.data(_ID))

    def _swap(self) -> None:
        if self._gone is not None:
            self.begin(self._gone, self._kept)

    def _read(self) -> None:
        assert self._gone is not None
        self._desk.read(showing.preview, self._kept, self._gone).then(self, self._show, self._refused)

    def _show(self, preview: MergePreview) -> None:
        self._preview = preview
        self._taking.clear()
        empty(self._rows)
        for warning in preview.warnings:
            self._rows.addWidget(label(warning, ink="amber", wrap=True))
        self._rows.addWidget(self._grid(preview))
        self._rows.addWidget(rule())
        moves = "; ".join(f"{move.what}: {move.count:,}" for move in preview.moves) or "nothing but the record itself"
        self._rows.addWidget(label(f"Moves to {preview.kept.name}: {moves}.", wrap=True))
        if preview.stays:
            stays = f"{preview.stays:,} disruption{'s' * (preview.stays != 1)}"
            where = f"recorded against {preview.gone.name}, and shown under the kept record."
            self._rows.addWidget(label(f"Stays: {stays} {where}", ink="soft", wrap=True))
        self._rows.addStretch(1)
        self.swap.show()
        self._say(preview.problem)
        self.merge.setEnabled(not preview.problem)
        self.reason.setFocus()

    def _grid(self, preview: MergePreview) -> QWidget:
        shown = QWidget()
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for column, words in enumerate(("", "Kept", "Merged into it", "")):
            grid.addWidget(label(words, "caption", "soft"), 0, column)
        for row, each in enumerate(preview.compared, 1):
            grid.addWidget(label(each.label, ink="soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(each.kept or "–", "medium", wrap=True), row, 1)
            grid.addWidget(label(each.gone or "–", wrap=True), row, 2)
            if each.may_choose:
                box = self._taking[each.column] = QCheckBox("Take this one")
                box.setAccessibleName(f"Take the other record's {each.label.lower()}")
                grid.addWidget(box, row, 3)
            elif each.taken:
                grid.addWidget(label("is taken", "caption", "green"), row, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return shown

    def _saved(self, _id: UUID) -> None:
        assert self._preview is not None
        self.accept()
        self._done(f"{self._preview.gone.name} is merged into {self._preview.kept.name}.")
        if self._preview.kept.id != self._one.id:
            self._go(self._preview.kept.id)

    def _refused(self, error: DeskError) -> None:
        self.merge.setEnabled(self._preview is not None)
        problems = dict(error.problems) if isinstance(error, Invalid) else {"": str(error)}
        self._say(" ".join(problems.values()))

    def _say(self, text: str) -> None:
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))


class MergersDialog(MarkedDialog):
    """The mergers of a record, each of which can be taken apart; ``done(sentence)`` when one was."""

    def __init__(self, desk: Desk, shell: Shell, record: Place, rows: list[MergerRow], done: Done) -> None:
        super().__init__(f"Mergers of {record.name}")
        self._desk, self._shell, self._done = desk, shell, done
        self.setMinimumWidth(620)
        self.apart: list[QWidget] = []
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(8)
        for row in rows:
            self._add(lines, row)
        if not rows:
            lines.addWidget(label("This record was never merged with another.", ink="soft"))
        lines.addStretch(1)
        self.body.addWidget(scrolled(content), 1)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(self.refusal)
        self.add_button(button("&Close", self.reject))

    def _add(self, lines: QVBoxLayout, row: MergerRow) -> None:
        lines.addWidget(label(f"{row.gone.name}, merged into {row.kept.name}", "medium", wrap=True))
        lines.addWidget(label(f"{day_words(wall(row.at).date())} by {row.by}: {row.reason}", ink="soft", wrap=True))
        if row.undone:
            lines.addWidget(label(f"Taken apart {row.undone}", ink="soft", wrap=True))
        else:
            why = LineField("Why they are not the same")
            why.setAccessibleName(f"Why {row.gone.name} is not the same")
            pressed = button("Take apart", partial(self._take_apart, row, why))
            pressed.setEnabled(self._desk.may(doing.unmerge))
            lines.addWidget(why)
            lines.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)
            self.apart += [why, pressed]
        lines.addWidget(rule())

    def _take_apart(self, row: MergerRow, why: LineField) -> None:
        told = partial(self._taken, row)
        self._desk.write(doing.unmerge, row.id, why.value() or "").then(self, told, self._refused)

    def _taken(self, row: MergerRow, _value: object) -> None:
        self.accept()
        self._done(f"{row.gone.name} and {row.kept.name} are two records again.")

    def _refused(self, error: DeskError) -> None:
        self.refusal.setText(str(error))
        self.refusal.show()
