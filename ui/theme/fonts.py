"""Inter in the few sizes and weights the windows use, loaded from its package; no other module names a font.

Weights are set through the font's own weight axis. Qt 6.11 knows only one style of a variable application font and
would otherwise draw every weight alike (semibold) or smear it (bold), so no style sheet may set ``font-weight``.
"""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

BASE_SIZE = 10.0
CAPTION_SIZE = 8.5
TITLE_SIZE = 15.0

REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600

_ROLES: dict[str, tuple[float, int]] = {
    "body": (BASE_SIZE, REGULAR),
    "figures": (BASE_SIZE, REGULAR),
    "strong": (BASE_SIZE, SEMIBOLD),
    "medium": (BASE_SIZE, MEDIUM),
    "title": (TITLE_SIZE, SEMIBOLD),
    "name": (12.0, SEMIBOLD),
    "figure": (16.0, SEMIBOLD),
    "caption": (CAPTION_SIZE, REGULAR),
    "caption-strong": (CAPTION_SIZE, SEMIBOLD),
    "pill": (CAPTION_SIZE, MEDIUM),
    "letter": (7.5, SEMIBOLD),
    "marking": (8.0, SEMIBOLD),
}


@cache
def load() -> str:
    """Load Inter into the running application and return its family name; the system's sans serif if it is missing."""
    import fontpkg_inter

    names = []
    for path in (Path(fontpkg_inter.__file__).parent / "files").glob("Inter[[]*.ttf"):  # upright: nothing is italic
        number = QFontDatabase.addApplicationFont(str(path))
        names += QFontDatabase.applicationFontFamilies(number)
    return names[0] if names else QFontInfo(QFont()).family()


@cache
def font(role: str = "body") -> QFont:
    """The font of a role (``body``, ``strong``, ``medium``, ``title``, ``name``, ``figure``, ``caption``, ``pill`` …).

    ``figures`` is the body with tabular figures, so that columns of numbers line up; Inter then also widens hyphens,
    which tears references (D-2026-0412) apart, so only tables use it. The object is shared: copy it before changing it.
    """
    size, weight = _ROLES[role]
    made = QFont(load())
    made.setPointSizeF(size)
    made.setVariableAxis(QFont.Tag("wght"), float(weight))
    if role == "figures":
        made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role == "marking":
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    made.setStyleHint(QFont.StyleHint.SansSerif)
    return made
