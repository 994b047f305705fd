"""When two people changed one record: the fields both changed, side by side, to choose from."""

from collections.abc import Callable, Sequence

from ui.dialog import MarkedDialog
from ui.widgets.compare import MINE, Comparison, Difference
from ui.widgets.text import button, label


class ConflictDialog(MarkedDialog):
    """Asks field by field; ``title`` says who changed what, ``chosen(fields)`` gets those of which mine is kept."""

    def __init__(
        self,
        title: str,
        fields: Sequence[str],
        differences: Sequence[Difference],
        chosen: Callable[[tuple[str, ...]], object],
    ) -> None:
        super().__init__(title)
        self._fields, self._chosen = tuple(fields), chosen
        self.setMinimumWidth(760)
        told = "You both changed the fields below. Choose which to keep. Everything else was merged: nothing is lost."
        self.body.addWidget(label(told, ink="soft", wrap=True))
        self.comparison = Comparison(differences)
        self.body.addWidget(self.comparison, 1)
        self.add_button(button("&Back to editing", self.reject))
        self.keep = self.add_button(button("&Save with these choices", self._keep, kind="primary"))
        self.keep.setDefault(True)
        self.comparison.changed.connect(self._follow)
        self._follow()
        self.comparison.setFocus()

    def _follow(self) -> None:
        self.keep.setEnabled(self.comparison.is_decided())

    def _keep(self) -> None:
        choices = self.comparison.choices()
        self.accept()
        self._chosen(tuple(name for name, side in zip(self._fields, choices, strict=True) if side == MINE))
