"""Who was found not to be a person, on their record; what was said by mistake is taken back there."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from soc_desk.errors import DeskError
from soc_desk.services.people import known
from ui.desk import Desk
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.text import button, label


class ApartCard(Card):
    """Hidden where nobody was told apart from the person."""

    def __init__(self, desk: Desk, shell: Shell, person_id: UUID) -> None:
        super().__init__("Found not to be the same person")
        self._desk, self._shell, self._id = desk, shell, person_id
        self.hide()
        desk.read(known.found_not_same, person_id).then(self, self._show)

    def _show(self, found: list[tuple[UUID, str, str]]) -> None:
        for id_, reference, name in found:
            row = QHBoxLayout()
            row.setSpacing(8)
            open_ = partial(self._shell.open_page, "people", record=id_)
            row.addWidget(button(f"{reference} {name}", open_, kind="link", name=f"Open {reference}"))
            take_back = button("Take back", partial(self._take_back, id_, reference), kind="link",
                               name=f"Take back that {reference} is not the same person")  # fmt: skip
            take_back.setEnabled(self._desk.may(known.maybe_same))
            row.addWidget(take_back)
            row.addStretch(1)
            self.body.addLayout(row)
        if found:
            note = "They are not proposed to each other, nor merged, until that is taken back."
            self.body.addWidget(label(note, "caption", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(found))

    def _take_back(self, id_: UUID, reference: str) -> None:
        told = f"{reference} can be proposed and merged again."
        done = self._desk.write(known.maybe_same, self._id, id_)
        done.then(self, lambda _value: self._shell.notify(told), self._refused)

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))
