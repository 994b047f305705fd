"""Line icons by what they mean: Phosphor glyphs out of the qtawesome package, tinted from the scheme in use.

Only the one font is read, not the whole package: importing qtawesome would load a dozen fonts at start-up.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui import theme

NAMES = {
    "desk": "house", "ocg": "tree-structure", "disruption": "lightning", "poca": "bank", "people": "users",
    "person": "user", "intelligence": "lightbulb", "operation": "flag", "request": "tray", "performance": "chart-line",
    "return": "paper-plane-tilt", "profile": "map-trifold", "audit": "clipboard-text", "settings": "gear-six",
    "lock": "lock", "unlock": "lock-open", "search": "magnifying-glass", "add": "plus", "remove": "minus",
    "close": "x", "clear": "x", "check": "check", "down": "caret-down", "up": "caret-up", "left": "caret-left",
    "right": "caret-right", "sort-up": "arrow-up", "sort-down": "arrow-down", "back": "arrow-left",
    "forward": "arrow-right", "calendar": "calendar-blank", "clock": "clock", "warning": "warning",
    "error": "warning-circle", "info": "info", "success": "check-circle", "help": "question", "edit": "pencil-simple",
    "delete": "trash", "archive": "archive", "copy": "copy", "export": "export", "import": "download-simple",
    "save": "floppy-disk", "print": "printer", "file": "file", "pdf": "file-pdf", "spreadsheet": "table",
    "columns": "columns", "filter": "funnel", "more": "dots-three", "menu": "list", "undo": "arrow-u-up-left",
    "refresh": "arrows-clockwise", "link": "link", "external": "arrow-square-out", "folder": "folder-open",
    "database": "database", "key": "key", "shield": "shield-check", "eye": "eye", "eye-off": "eye-slash",
    "history": "clock-counter-clockwise", "moderate": "scales", "comment": "chat-text", "chart": "chart-bar",
    "picture": "image", "zoom-in": "magnifying-glass-plus", "zoom-out": "magnifying-glass-minus",
    "keyboard": "keyboard", "sign-out": "sign-out", "users": "users-three", "book": "book-open", "pin": "push-pin",
    "side-panel": "square-half", "fit-width": "arrows-out-line-horizontal",
    "managed": "identification-badge", "light": "sun", "dark": "moon", "location": "map-pin", "empty": "tray",
    "cloud-off": "wifi-slash", "restricted": "eye-closed",
}  # fmt: skip
"""What an icon means, and its Phosphor glyph."""


def icon(name: str, tint: str = "ink_soft") -> QIcon:
    """The icon of that meaning, drawn in a token's colour; it follows a change of scheme by itself."""
    return QIcon(_Glyph(_glyph(name), tint))


def pixmap(name: str, tint: str = "ink_soft", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """One picture of the icon, ``size`` logical pixels square, for a screen of that device pixel ratio."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, QRect(0, 0, made.width(), made.height()), name, tint)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, rect: QRect, name: str, tint: str = "ink_soft") -> None:
    """Draw the icon into a rectangle."""
    _paint_glyph(painter, rect, _glyph(name), tint)


class _Glyph(QIconEngine):
    """Draws one character of the icon font in the colour that the token has now."""

    def __init__(self, character: str, tint: str) -> None:
        super().__init__()
        self._character, self._tint = character, tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        tint = "ink_disabled" if mode == QIcon.Mode.Disabled else self._tint
        _paint_glyph(painter, rect, self._character, tint)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a field without room asks all the same
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._tint)


def _paint_glyph(painter: QPainter, rect: QRect, character: str, tint: str) -> None:
    made = QFont(_family())
    made.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.save()
    painter.setFont(made)
    painter.setPen(theme.current().color(tint))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


@cache
def _glyph(name: str) -> str:
    return chr(int(_charmap()[NAMES[name]], 16))


@cache
def _folder() -> Path:
    found = find_spec("qtawesome")
    if found is None or not found.submodule_search_locations:
        message = "The package qtawesome, which holds the icons, is not installed."
        raise ModuleNotFoundError(message)
    return Path(found.submodule_search_locations[0]) / "fonts"


@cache
def _charmap() -> dict[str, str]:
    path = next(_folder().glob("phosphor-charmap-*.json"))
    return dict(json.loads(path.read_text(encoding="utf-8")))


@cache
def _family() -> str:
    path = next(_folder().glob("phosphor-*.ttf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))[0]
