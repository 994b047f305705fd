"""The look of the application: one scheme at a time, switched live, from named tokens."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import COMPACT_ROW_HEIGHT, LIGHT, ROW_HEIGHT, SCHEMES, Tokens

__all__ = ["SCHEMES", "Tokens", "apply", "current", "move", "row_height", "set_compact"]

_in_use: Tokens = LIGHT
_row_height = ROW_HEIGHT
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateToolBox,
)  # fmt: skip


def current() -> Tokens:
    """The tokens in use; widgets that paint ask for them each time they paint."""
    return _in_use


def row_height() -> int:
    """Pixels of a row of a table."""
    return _row_height


def set_compact(*, compact: bool) -> None:
    """Choose the height of rows; a ``Table`` made from now on has it, one that stands is told by the window."""
    global _row_height  # noqa: PLW0603 - as the scheme
    _row_height = COMPACT_ROW_HEIGHT if compact else ROW_HEIGHT


def move(*, reduced: bool) -> None:
    """Let menus, lists and hints fade in, or not. Nothing else in the windows moves."""
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, not reduced)


def apply(app: QApplication, scheme_name: str = "system") -> Tokens:
    """Dress the application in ``light``, ``dark``, ``high-contrast`` or ``system``; windows already open follow.

    An unknown name (an old setting) counts as ``system``. Nothing is done when the application is dressed so already:
    every widget there is would be styled anew.
    """
    global _in_use  # noqa: PLW0603 - the scheme is the one thing all painting shares
    from ui.theme import fonts, style

    wanted = SCHEMES.get(scheme_name) or _system()
    if wanted is _in_use and app.styleSheet():
        return wanted
    _in_use = wanted
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(fonts.font("body"))
    app.setPalette(style.palette(_in_use))
    app.setStyleSheet(style.sheet(_in_use))
    for window in app.topLevelWidgets():
        window.update()
    return _in_use


def _system() -> Tokens:
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return SCHEMES["high-contrast"]
    return SCHEMES["dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"]
