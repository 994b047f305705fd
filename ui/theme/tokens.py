"""The named colours of the three schemes, the sizes that go with them, and the arithmetic of contrast."""

from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtGui import QColor

ROW_HEIGHT = 34
COMPACT_ROW_HEIGHT = 28
CARD_RADIUS = 9
CONTROL_RADIUS = 6
MARKING_HEIGHT = 22
RAIL_WIDTH = 216


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme. Every value is ``#rrggbb``; ``least_contrast`` is the ratio its text must reach (WCAG 2.2, 1.4.3).

    ``ink_faint`` marks things that are not words (arrows, hollow shapes); small words use ``ink_caption``.
    ``on_x`` is the colour of words on ``x``; ``x_tint`` is the pale ground that words in ``x`` stand on.
    """

    name: str
    is_dark: bool
    least_contrast: float
    background: str
    surface: str
    sunken: str
    header: str
    line: str
    line_soft: str
    control_line: str
    ink: str
    ink_soft: str
    ink_caption: str
    ink_faint: str
    ink_disabled: str
    accent: str
    accent_fill: str
    accent_fill_hover: str
    on_accent: str
    accent_tint: str
    button: str
    button_hover: str
    focus: str
    rail: str
    rail_ink: str
    rail_ink_soft: str
    rail_active: str
    rail_hover: str
    on_rail_active: str
    pursue: str
    prevent: str
    protect: str
    prepare: str
    on_four_p: str
    level: str
    level_empty: str
    green: str
    green_tint: str
    amber: str
    amber_tint: str
    amber_line: str
    red: str
    red_tint: str
    red_fill: str
    on_red_fill: str
    neutral: str
    neutral_tint: str
    track: str
    selection: str
    cell_problem: str
    marking: str
    on_marking: str

    def color(self, name: str) -> QColor:
        """The token as a QColor (shared: do not change it)."""
        return color(getattr(self, name))

    def four_p(self, letter: str) -> str:
        """Colour of a P by its letter: P, V, T or R; neutral for any other."""
        return {"P": self.pursue, "V": self.prevent, "T": self.protect, "R": self.prepare}.get(letter, self.neutral)

    def tone(self, tone: str) -> tuple[str, str]:
        """Words and ground of a pill: ``neutral``, ``info``, ``green``, ``amber`` or ``red``."""
        if tone == "info":
            return self.accent, self.accent_tint
        return getattr(self, tone), getattr(self, f"{tone}_tint")


LIGHT = Tokens(
    name="light", is_dark=False, least_contrast=4.5,
    background="#f4f5f7", surface="#ffffff", sunken="#f9fafc", header="#fafbfc",
    line="#dcdfe4", line_soft="#eceef1", control_line="#d3d7de",
    ink="#172033", ink_soft="#4a5468", ink_caption="#616a7c", ink_faint="#7b8496", ink_disabled="#8b93a3",
    accent="#1f4fa3", accent_fill="#1f4fa3", accent_fill_hover="#1a4389", on_accent="#ffffff", accent_tint="#e6eefb",
    button="#ffffff", button_hover="#f1f3f6", focus="#1f4fa3",
    rail="#162033", rail_ink="#d5dbe7", rail_ink_soft="#93a0b8", rail_active="#2a3a5c", rail_hover="#1e2a43",
    on_rail_active="#ffffff",
    pursue="#1f4fa3", prevent="#0b7a6b", protect="#6b3fa0", prepare="#9a5b00", on_four_p="#ffffff",
    level="#172033", level_empty="#dcdfe4",
    green="#1b6e37", green_tint="#e3f4e8", amber="#8a5a00", amber_tint="#fdf0d8", amber_line="#eccf93",
    red="#b3261e", red_tint="#fbe7e6", red_fill="#b3261e", on_red_fill="#ffffff",
    neutral="#4a5468", neutral_tint="#eceef2", track="#eceef2", selection="#e6eefb", cell_problem="#fbe7e6",
    marking="#7a1f2b", on_marking="#ffffff",
)  # fmt: skip

DARK = Tokens(
    name="dark", is_dark=True, least_contrast=4.5,
    background="#11161f", surface="#181f2b", sunken="#141a25", header="#1d2532",
    line="#2c3647", line_soft="#262f3e", control_line="#364153",
    ink="#e6eaf2", ink_soft="#aeb8ca", ink_caption="#8f9bb0", ink_faint="#8592a8", ink_disabled="#667288",
    accent="#7aa7ff", accent_fill="#2b5fc4", accent_fill_hover="#3468cb", on_accent="#ffffff", accent_tint="#1d2f52",
    button="#222b39", button_hover="#2a3546", focus="#7aa7ff",
    rail="#0c1119", rail_ink="#c9d1e0", rail_ink_soft="#8592a8", rail_active="#22304d", rail_hover="#161e2b",
    on_rail_active="#ffffff",
    pursue="#3c6fd1", prevent="#0f8271", protect="#8a5bc8", prepare="#a6660c", on_four_p="#ffffff",
    level="#e6eaf2", level_empty="#333e50",
    green="#74c98e", green_tint="#16301f", amber="#f0b95b", amber_tint="#3a2b10", amber_line="#6f5521",
    red="#ff8f86", red_tint="#431d1d", red_fill="#b3261e", on_red_fill="#ffffff",
    neutral="#aeb8ca", neutral_tint="#283242", track="#283242", selection="#1d2f52", cell_problem="#431d1d",
    marking="#7a1f2b", on_marking="#ffffff",
)  # fmt: skip

HIGH_CONTRAST = replace(
    DARK,
    name="high-contrast", least_contrast=7.0,
    background="#000000", surface="#000000", sunken="#000000", header="#101010",
    line="#9a9a9a", line_soft="#6a6a6a", control_line="#ffffff",
    ink="#ffffff", ink_soft="#f0f0f0", ink_caption="#dcdcdc", ink_faint="#c8c8c8", ink_disabled="#a8a8a8",
    accent="#8cc8ff", accent_fill="#ffe04a", accent_fill_hover="#fff0a0", on_accent="#000000", accent_tint="#00264d",
    button="#000000", button_hover="#2a2a2a", focus="#ffe04a",
    rail="#000000", rail_ink="#ffffff", rail_ink_soft="#dcdcdc", rail_active="#ffe04a", rail_hover="#2a2a2a",
    on_rail_active="#000000",
    pursue="#8ab8ff", prevent="#4fe0c8", protect="#d3b0ff", prepare="#ffbf5e", on_four_p="#000000",
    level="#ffffff", level_empty="#000000",
    green="#7dfa9c", green_tint="#00260d", amber="#ffd166", amber_tint="#2b1d00", amber_line="#ffd166",
    red="#ffa9a3", red_tint="#3a0000", red_fill="#ffa9a3", on_red_fill="#000000",
    neutral="#ffffff", neutral_tint="#2a2a2a", track="#3a3a3a", selection="#00264d", cell_problem="#3a0000",
    marking="#ffffff", on_marking="#000000",
)  # fmt: skip

SCHEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}

_GROUNDS = ("background", "surface", "sunken", "header")
_TINTS = ("selection", "accent_tint", "button_hover")
_INKS = ("ink", "ink_soft", "ink_caption", "accent", "red", "green", "amber")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in _INKS for ground in _GROUNDS),
    *((ink, ground) for ink in ("ink", "ink_soft", "accent") for ground in _TINTS),
    *((ink, "button") for ink in ("ink", "ink_soft")),
    ("ink_caption", "selection"), ("ink", "cell_problem"), ("ink", "amber_tint"), ("ink", "red_tint"),
    ("ink", "green_tint"), ("ink", "neutral_tint"),
    ("on_accent", "accent_fill"), ("on_accent", "accent_fill_hover"),
    ("rail_ink", "rail"), ("rail_ink_soft", "rail"), ("rail_ink", "rail_hover"), ("on_rail_active", "rail_active"),
    *(("on_four_p", p) for p in ("pursue", "prevent", "protect", "prepare")),
    ("green", "green_tint"), ("amber", "amber_tint"), ("red", "red_tint"), ("neutral", "neutral_tint"),
    ("on_red_fill", "red_fill"), ("on_marking", "marking"),
)  # fmt: skip
"""Every pair of tokens that words are drawn in; the contrast test holds each to the scheme's ratio."""

MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *(("focus", ground) for ground in _GROUNDS),
    *(("ink_faint", ground) for ground in _GROUNDS),
    ("level", "surface"), ("level", "selection"),
)  # fmt: skip
"""Pairs that only shapes are drawn in; 3:1 is asked of them (WCAG 2.2, 1.4.11)."""


@cache
def on_selection(tokens: Tokens) -> Tokens:
    """The tokens for marks on a selected row, whose ground would swallow a pill of the same tint."""
    return replace(tokens, accent_tint=tokens.surface)


@cache
def color(value: str) -> QColor:
    """``#rrggbb`` as a QColor, made once."""
    return QColor(value)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2 definition)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
