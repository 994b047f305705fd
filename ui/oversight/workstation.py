"""The settings of this person on this workstation: looks, safety, and their own passphrase."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.settings import Setting, Settings
from ui.widgets.card import Card
from ui.widgets.text import button, label

_WORDS: dict[str, Callable[[object], str]] = {
    "scheme": lambda value: {
        "system": "As the computer", "light": "Light", "dark": "Dark", "high-contrast": "High contrast"
    }[str(value)],
    "lock_after_minutes": lambda value: "1 minute" if value == 1 else f"{value} minutes",
}  # fmt: skip
_PARTS = {"look": "Appearance", "window": "Appearance", "safety": "Session", "reminders": "Session"}
_WIDE = 640
_ABOUT_PASSPHRASES = (
    "At least 12 characters or three words. It unlocks your own key to the store; changing it encrypts nothing anew."
)


class WorkstationView(QWidget):
    """One line for each setting that has words; each takes effect at once. ``passphrase_asked`` goes to the page."""

    passphrase_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.editors: dict[str, QCheckBox | QComboBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        forms: dict[str, QFormLayout] = {}
        for name, setting in Settings.declared().items():
            if setting.says:
                part = _PARTS[setting.key.partition("/")[0]]
                if part not in forms:
                    forms[part] = self._card(column, part)
                editor = self.editors[name] = self._editor(name, setting)
                words = label(setting.says, "medium") if isinstance(editor, QComboBox) else QWidget()
                forms[part].addRow(words, editor)
        self._passphrase_card(column)
        column.addStretch(1)
        self.setFocusProxy(next(iter(self.editors.values())))
        settings.changed.connect(self._follow)

    def _card(self, column: QVBoxLayout, heading: str) -> QFormLayout:
        card = Card(heading)
        card.setMaximumWidth(_WIDE)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        card.body.addLayout(form)
        column.addWidget(card)
        return form

    def _passphrase_card(self, column: QVBoxLayout) -> None:
        card = Card("My passphrase")
        card.setMaximumWidth(_WIDE)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(label(_ABOUT_PASSPHRASES, ink="soft", wrap=True), 1)
        row.addWidget(button("Change my &passphrase…", self.passphrase_asked.emit))
        card.body.addLayout(row)
        column.addWidget(card)

    def _editor(self, name: str, setting: Setting[object]) -> QCheckBox | QComboBox:
        if isinstance(setting.default, bool):
            box = QCheckBox(setting.says)
            box.setChecked(bool(getattr(self._settings, name)))
            box.toggled.connect(partial(setattr, self._settings, name))
            return box
        combo = QComboBox()
        combo.setAccessibleName(setting.says)
        for choice in setting.choices:
            combo.addItem(_WORDS[name](choice), choice)
        combo.setCurrentIndex(combo.findData(getattr(self._settings, name)))
        combo.activated.connect(partial(self._chosen, name, combo))
        return combo

    def _chosen(self, name: str, combo: QComboBox, _index: int) -> None:
        setattr(self._settings, name, combo.currentData())

    def _follow(self, name: str) -> None:
        editor, value = self.editors.get(name), getattr(self._settings, name)
        if isinstance(editor, QCheckBox):
            editor.setChecked(value)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
