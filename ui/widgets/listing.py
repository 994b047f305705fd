"""A list under what it is for, with what can be done to it at the right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.text import label


def lay_out_list(
    view: QWidget, about: str, acting: Sequence[QWidget], table: QWidget, below: QWidget | None = None
) -> None:  # fmt: skip
    """Fill a view; ``below`` the list stands what belongs to the selected row."""
    bar = QHBoxLayout()
    bar.setSpacing(12)
    bar.addWidget(label(about, ink="soft", wrap=True), 1)
    for each in acting:
        bar.addWidget(each)
    layout = QVBoxLayout(view)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    layout.addLayout(bar)
    layout.addWidget(table, 3)
    if below is not None:
        layout.addWidget(below, 2)
