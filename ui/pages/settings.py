"""Settings of this workstation: looks and safety, each taking effect at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSizePolicy, QWidget

from ui.desk import Desk
from ui.page import Page, Shell
from ui.settings import Setting, Settings
from ui.widgets.card import Card
from ui.widgets.text import label

_WORDS: dict[str, Callable[[object], str]] = {
    "scheme": lambda value: {
        "system": "As the computer", "light": "Light", "dark": "Dark", "high-contrast": "High contrast"
    }[str(value)],
    "lock_after_minutes": lambda value: "1 minute" if value == 1 else f"{value} minutes",
}  # fmt: skip
_FACTS = "Kept on this workstation for you alone. Policies, targets and code lists belong to the store, not to these."


class SettingsPage(Page):
    """One line for each setting that has words."""

    NAME = "settings"

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.editors: dict[str, QCheckBox | QComboBox] = {}
        layout, _title, facts = self.head("Settings")
        facts.setText(_FACTS)
        card = Card()
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        for name, setting in Settings.declared().items():
            if setting.says:
                editor = self.editors[name] = self._editor(name, setting)
                form.addRow(label(setting.says, "medium") if isinstance(editor, QComboBox) else QWidget(), editor)
        card.body.addLayout(form)
        card.setMaximumWidth(640)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(card)
        layout.addStretch()
        self.setFocusProxy(next(iter(self.editors.values())))
        shell.settings.changed.connect(self._follow)

    def _editor(self, name: str, setting: Setting[object]) -> QCheckBox | QComboBox:
        if isinstance(setting.default, bool):
            box = QCheckBox(setting.says)
            box.setChecked(bool(getattr(self.shell.settings, name)))
            box.toggled.connect(partial(setattr, self.shell.settings, name))
            return box
        combo = QComboBox()
        combo.setAccessibleName(setting.says)
        for choice in setting.choices:
            combo.addItem(_WORDS[name](choice), choice)
        combo.setCurrentIndex(combo.findData(getattr(self.shell.settings, name)))
        combo.activated.connect(partial(self._chosen, name, combo))
        return combo

    def _chosen(self, name: str, combo: QComboBox, _index: int) -> None:
        setattr(self.shell.settings, name, combo.currentData())

    def _follow(self, name: str) -> None:
        editor, value = self.editors.get(name), getattr(self.shell.settings, name)
        if isinstance(editor, QCheckBox):
            editor.setChecked(value)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
