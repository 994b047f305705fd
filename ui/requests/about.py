"""A card with the requests about a person, each opened where it is worked; not there where there is none."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QGridLayout

from soc_desk.services.requests import rows
from soc_desk.services.requests.rows import RequestRow
from soc_desk.vocabulary.request import RequestView
from ui.desk import Desk
from ui.page import Shell
from ui.requests.register import pill
from ui.widgets.badges import Badge
from ui.widgets.card import Card
from ui.widgets.text import button, label
from ui.widgets.typed import format_date


class RequestsCard(Card):
    """What was asked about them, what is owed first."""

    def __init__(self, desk: Desk, shell: Shell, person_id: UUID) -> None:
        super().__init__("Requests")
        self._shell = shell
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(14)
        self._lines.setColumnStretch(1, 1)
        self.body.addLayout(self._lines)
        self.hide()
        desk.read(rows.page, RequestView.ALL, person_id=person_id).then(self, self._show)

    def _show(self, found: list[RequestRow]) -> None:
        for place, row in enumerate(found):
            opened = partial(self._shell.open_page, "requests", record=row.id)
            needed = f"needed by {format_date(row.needed_by)}" if row.is_open and row.needed_by else ""
            asked = f"{row.product.label}: {row.asked}"
            for column, part in enumerate(
                (button(row.reference, opened, kind="link"), label(asked, wrap=True), label(needed, "caption"),
                 Badge(pill(row)))
            ):  # fmt: skip
                self._lines.addWidget(part, place, column)
        self.setVisible(bool(found))
