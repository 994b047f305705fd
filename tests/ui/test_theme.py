"""The look: contrast of every pair of colours in use, live switching, fonts that differ, icons that exist."""

import re

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.theme import fonts, icons, style
from ui.theme.tokens import DARK, LIGHT, MARK_PAIRS, SCHEMES, TEXT_PAIRS, Tokens, contrast

SPECIFIED = {
    "background": "#f4f5f7", "surface": "#ffffff", "line": "#dcdfe4", "ink": "#172033", "ink_soft": "#4a5468",
    "ink_faint": "#7b8496", "accent": "#1f4fa3", "accent_tint": "#e6eefb", "rail": "#162033", "pursue": "#1f4fa3",
    "prevent": "#0b7a6b", "protect": "#6b3fa0", "prepare": "#9a5b00", "green": "#1b6e37", "amber": "#8a5a00",
    "red": "#b3261e",
}  # fmt: skip
SPECIFIED_DARK = {
    "background": "#11161f", "surface": "#181f2b", "line": "#2c3647", "ink": "#e6eaf2", "ink_soft": "#aeb8ca",
    "ink_faint": "#8592a8", "accent": "#7aa7ff",
}  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_words_can_be_read(scheme: str, pair: tuple[str, str]) -> None:
    tokens = SCHEMES[scheme]
    ink, ground = (getattr(tokens, name) for name in pair)
    assert contrast(ink, ground) >= tokens.least_contrast


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", MARK_PAIRS, ids=" on ".join)
def test_shapes_can_be_seen(scheme: str, pair: tuple[str, str]) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(*(getattr(tokens, name) for name in pair)) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert SCHEMES["high-contrast"].least_contrast == 7


def test_colours_are_those_of_the_design() -> None:
    assert {name: getattr(LIGHT, name) for name in SPECIFIED} == SPECIFIED
    assert {name: getattr(DARK, name) for name in SPECIFIED_DARK} == SPECIFIED_DARK


@pytest.mark.parametrize("tone", ["neutral", "info", "green", "amber", "red"])
@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_every_tone_of_a_pill_can_be_read(tokens: Tokens, tone: str) -> None:
    assert contrast(*tokens.tone(tone)) >= tokens.least_contrast


def test_switching_changes_an_open_window(qapp: QApplication) -> None:
    for name, tokens in SCHEMES.items():
        assert theme.apply(qapp, name) is theme.current() is tokens
        assert qapp.palette().color(QPalette.ColorRole.Window) == tokens.color("background")
        assert tokens.surface in qapp.styleSheet()


def test_an_unknown_scheme_counts_as_the_systems(qapp: QApplication) -> None:
    assert theme.apply(qapp, "mauve").name in SCHEMES


def test_the_sheet_has_no_hole_and_no_font() -> None:
    for tokens in SCHEMES.values():
        text = style.sheet(tokens)
        assert "$" not in text
        assert not re.search(r"\bfont(-weight|-size|-family)?\s*:", text)


def test_weights_are_drawn_differently(qapp: QApplication) -> None:
    widths = {role: QFontMetricsF(fonts.font(role)).horizontalAdvance("Disruptions") for role in ("body", "strong")}
    assert fonts.load() == "Inter"
    assert widths["strong"] > widths["body"]


def test_figures_line_up_in_tables(qapp: QApplication) -> None:
    measures = QFontMetricsF(fonts.font("figures"))
    assert measures.horizontalAdvance("111") == pytest.approx(measures.horizontalAdvance("888"))
    assert fonts.font("title").pointSizeF() == 15
    assert fonts.font("body").pointSizeF() == 10
    assert fonts.font("caption").pointSizeF() == 8.5
    assert QFont.Tag("wght") in fonts.font("title").variableAxisTags()


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_is_drawn(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "ink", 20).toImage()
    assert any(image.pixelColor(x, y).alpha() > 40 for x in range(20) for y in range(20))


def test_an_icon_follows_the_scheme(qapp: QApplication) -> None:
    icon = icons.icon("add", "ink")
    theme.apply(qapp, "light")
    light = icon.pixmap(16, 16).toImage()
    theme.apply(qapp, "dark")
    assert icon.pixmap(16, 16).toImage() != light
    theme.apply(qapp, "light")
