"""Text on paper: what the font can show, how wide it is, where it breaks."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from soc_desk.reports import fonts

BOX = "□"
"""Drawn in place of a letter that the font lacks; the letter itself stays in the file's text and can be copied."""

_FIRST_ASTRAL = 0x10000
_FIRST_REGIONAL, _LAST_REGIONAL = 0x1F1E6, 0x1F1FF
_WORD = 48
"""Characters up to which a width is remembered: words and codes come again, sentences do not."""
_VARIATIONS = range(0xFE00, 0xFE10)
_SCRIPTS = {"Cjk": "Chinese characters", "Hangul": "Korean"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = "A-Za-z\u00c0-\u058f"
_BACKWARDS = re.compile(rf"\)[^(){_LEFT_TO_RIGHT}]*\(|\][^\[\]{_LEFT_TO_RIGHT}]*\[|}}[^{{}}{_LEFT_TO_RIGHT}]*{{")
"""Brackets in the order of the eye, closing before opening, with no left-to-right word between them."""

_ARABIC = re.compile("[\u0600-\u077f]")


def printable(text: str) -> str:
    """The text with nothing in it that would crash, vanish or reorder a print.

    Control characters, direction overrides and zero-width joiners go; an emoji becomes its name in brackets; a letter
    outside the font is kept and drawn as a box (``lacking`` names its script for the footnote). Arabic letters take the
    shapes that their places in the word ask for. New lines stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    shown = "".join(map(_shown, text))
    return str(_reshaper().reshape(shown)) if _ARABIC.search(shown) else shown


def lacking(text: str) -> frozenset[str]:
    """Scripts, in words, of the boxed letters of a text that went through ``printable``."""
    if text.isascii():
        return frozenset()
    known = _known()
    return frozenset(_script(character) for character in set(text) if character != "\n" and ord(character) not in known)


def width(text: str, font: str, size: float) -> float:
    """Width in points of one line of printable text; words and short cells are measured once."""
    return (_word_width if len(text) <= _WORD else _width)(text, font, size)


def _width(text: str, font: str, size: float) -> float:
    face = fonts.face(font)
    widths, default = face.charWidths, face.defaultWidth
    return float(sum(widths.get(code, default) for code in map(ord, text))) * 0.001 * size


_word_width = lru_cache(maxsize=32768)(_width)


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Lines of at most ``room`` points; a word that is longer than the line is broken where it must be."""
    if "\n" not in text and width(text, font, size) <= room:
        return [text]
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, font, size, room)]


def visual(line: str) -> str:
    """A line in the order of the eye, by the Unicode bidirectional algorithm in a left-to-right paragraph.

    Readers of PDF turn right-to-left stretches back into the order in which they were written.
    """
    if line.isascii() or not _RIGHT_TO_LEFT.search(line):
        return line
    from bidi import get_display

    return _BACKWARDS.sub(_mirrored, str(get_display(line, base_dir="L")))


def _mirrored(bracketed: re.Match[str]) -> str:
    """Brackets around right-to-left words, which the algorithm has put in order but not turned round."""
    turned = str.maketrans("()[]{}", ")(][}{")
    shown = bracketed[0]
    return f"{shown[0].translate(turned)}{shown[1:-1]}{shown[-1].translate(turned)}"


def sized(text: str, font: str, sizes: Sequence[float], room: float) -> tuple[str, float]:
    """A line in the largest of these sizes that holds it; in the smallest it ends in an ellipsis where it must."""
    for size in sizes:
        if width(text, font, size) <= room:
            return text, size
    return fit(text, font, sizes[-1], room), sizes[-1]


def fit(text: str, font: str, size: float, room: float) -> str:
    """The text, or as much of it as fits before an ellipsis; for furniture only, never for data."""
    if width(text, font, size) <= room:
        return text
    while text and width(f"{text}…", font, size) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def _wrapped(paragraph: str, font: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    gap = width(" ", font, size)
    for word in paragraph.split(" "):
        length = width(word, font, size)
        if line and used + gap + length <= room:
            line, used = f"{line} {word}", used + gap + length
            continue
        if line:
            lines.append(line)
        if length > room:
            pieces = _broken(word, font, size, room)
            lines.extend(pieces[:-1])
            line, used = pieces[-1], width(pieces[-1], font, size)
        else:
            line, used = word, length
    lines.append(line)
    return lines


def _broken(word: str, font: str, size: float, room: float) -> list[str]:
    face = fonts.face(font)
    pieces: list[str] = []
    start, used = 0, 0.0
    for at, character in enumerate(word):
        step = face.charWidths.get(ord(character), face.defaultWidth) * 0.001 * size
        if used + step > room and at > start:
            pieces.append(word[start:at])
            start, used = at, 0.0
        used += step
    pieces.append(word[start:])
    return pieces


@lru_cache(maxsize=1)
def _reshaper() -> Any:
    """Gives Arabic letters their shapes; marks stay where they are, so that nothing is lost from the file's text."""
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper(configuration={"delete_harakat": False, "delete_tatweel": False, "support_zwj": False})


@lru_cache(maxsize=8192)
def _shown(character: str) -> str:
    code = ord(character)
    if character == "\n" or code in _known():
        return character
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character == "\t":
        return " "
    if category == "Cs":
        return "[?]"
    if category in ("Cc", "Cf") or code in _SKIN_TONES or code in _VARIATIONS:
        return ""
    if category in ("Mn", "Me") and code < _FIRST_ASTRAL:
        _lend(code, " ", 0.0)
        return character
    if _FIRST_REGIONAL <= code <= _LAST_REGIONAL:
        return chr(code - _FIRST_REGIONAL + ord("A"))
    if category in ("So", "Sk", "Sm", "Cn", "Co") or code >= _FIRST_ASTRAL:
        return f"[{unicodedata.name(character, f'U+{code:04X}').lower()}]"
    _lend(code, BOX)
    return character


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """Codes that both weights can draw, fixed before any box is lent to another letter."""
    shapes = [frozenset(fonts.face(name).charToGlyph) for name in (fonts.REGULAR, fonts.SEMIBOLD)]
    return frozenset(code for code in shapes[0] & shapes[1] if unicodedata.category(chr(code)) not in ("Cc", "Cf"))


def _lend(code: int, shape: str, width_shown: float | None = None) -> None:
    """Lend one character's outline to another, so that the file keeps the letter while paper shows the outline."""
    for name in (fonts.REGULAR, fonts.SEMIBOLD):
        face = fonts.face(name)
        face.charWidths[code] = face.charWidths[ord(shape)] if width_shown is None else width_shown
        face.charToGlyph[code] = face.charToGlyph[ord(shape)]


def _script(character: str) -> str:
    script = unicodedata.name(character, "unknown").split()[0].capitalize()
    return _SCRIPTS.get(script, script)
