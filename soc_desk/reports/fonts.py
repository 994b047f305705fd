"""The print fonts: static cuts of Inter with Arabic and Hebrew letters, made once and embedded in every PDF."""

import hashlib
import io
import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from soc_desk import config

REGULAR = "Inter-Regular"
SEMIBOLD = "Inter-SemiBold"

_WEIGHTS = {REGULAR: 400, SEMIBOLD: 600}
_RECIPE = "4"
"""Raise when the cut below changes, so that older cached cuts are not used."""

_PACKAGES = ("fontpkg-inter", "fontpkg-noto-sans-arabic", "fontpkg-heebo", "fonttools")
_SCRIPTS = {
    "fontpkg_noto_sans_arabic": ("NotoSansArabic[wdth,wght].ttf", "\u0600-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
    "fontpkg_heebo": ("Heebo[wght].ttf", "\u0590-\u05ff\ufb1d-\ufb4f"),
}
"""Package, file, and the letters taken from it. Fonts of Chinese, Japanese and Korean weigh 16 MB and more each."""

_FORMS = ("\ufb50", "\ufefc")
"""First and last of the shapes that an Arabic letter takes by its place in a word."""

_ready: dict[str, Any] = {}
_told: list[Callable[[str, Any], str]] = []
"""ReportLab's own map from what is drawn to what is copied."""

_lock = threading.Lock()


def face(name: str) -> Any:
    """ReportLab's face of ``REGULAR`` or ``SEMIBOLD``, registered with ReportLab on first use."""
    if name not in _ready:
        with _lock:
            if name not in _ready:
                _ready[name] = _register(name)
    return _ready[name]


def register() -> None:
    """Make both cuts known to ReportLab; cheap when done already, two seconds on a machine's first print."""
    from reportlab import rl_config
    from reportlab.pdfbase import ttfonts

    rl_config.useA85 = 0  # page streams as they are, a fifth smaller and quicker; nothing of ours needs 7-bit files
    if ttfonts.makeToUnicodeCMap.__module__ != __name__:
        _told.append(ttfonts.makeToUnicodeCMap)
        ttfonts.makeToUnicodeCMap = tell_letters  # it has no door of its own for this
    for name in _WEIGHTS:
        face(name)


def static_cut(name: str) -> bytes:
    """The TrueType file of one weight, the same bytes for the same packages.

    ReportLab draws only a variable font's default weight, so each weight is cut from it: text size, no hinting, and
    tabular figures in place of the proportional ones, because prints are mostly columns of figures.
    """
    # fontTools is heavy and needed only where no cut is cached yet.
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(_file_of("fontpkg_inter", "Inter[opsz,wght].ttf"), recalcTimestamp=False)
    _prefer_tabular_figures(font)
    for layout in ("GSUB", "GPOS", "GDEF", "STAT", "MVAR"):
        if layout in font:
            del font[layout]  # ReportLab draws glyph by glyph and reads none of these
    font = instancer.instantiateVariableFont(font, {"wght": _WEIGHTS[name], "opsz": 14}, inplace=True)
    for package, (file, letters) in _SCRIPTS.items():
        _add_letters(font, _file_of(package, file), letters, _WEIGHTS[name])
    # ReportLab keys its font objects by the PostScript name: two weights must not share one.
    for record in font["name"].names:
        if record.nameID in (4, 6):
            record.string = name
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def tell_letters(font: str, drawn: Any) -> str:
    """The map from what is drawn to what is copied: an Arabic shape is copied as its letter, so that it is found."""
    told = _told[0](font, drawn)
    for place, code in enumerate(drawn):
        if _FORMS[0] <= chr(code) <= _FORMS[1]:
            letters = unicodedata.normalize("NFKC", chr(code)).encode("utf-16-be").hex().upper()
            told = told.replace(f"<{place:02X}> <{code:04X}>", f"<{place:02X}> <{letters}>", 1)
    return told


def _register(name: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, io.BytesIO(_cached_cut(name)), shapable=False)
    pdfmetrics.registerFont(font)
    return font.face


def _cached_cut(name: str) -> bytes:
    key = "-".join((_RECIPE, *(metadata.version(package) for package in _PACKAGES)))
    path = config.state_dir() / "fonts" / f"{name}-{key}.ttf"
    check = path.with_suffix(".sha256")
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == check.read_text("ascii"):
            return data
    except (OSError, UnicodeDecodeError):
        data = b""
    data = static_cut(name)
    _keep(path, data)
    _keep(check, hashlib.sha256(data).hexdigest().encode("ascii"))
    return data


def _keep(path: Path, data: bytes) -> None:
    """Write beside and rename, so that two programs starting at once never read half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).replace(path)
    except OSError:
        # A full or read-only disk costs the next start a second; the print itself needs no cache.
        return


def _file_of(package: str, name: str) -> Path:
    return Path(str(import_module(package).ROOT)) / "files" / name


def _add_letters(font: Any, path: Path, ranges: str, weight: int) -> None:
    """Draw the letters of another font into this one, at its size; marks above and below letters are left out."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem
    from fontTools.varLib import instancer

    other = TTFont(path, recalcTimestamp=False)
    wanted = re.compile(f"[{ranges}]")
    taken = {
        code: glyph
        for code, glyph in other.getBestCmap().items()
        if wanted.match(chr(code)) and unicodedata.category(chr(code)) not in ("Mn", "Cf", "Cc")
    }
    fewer = Subsetter(Options(drop_tables=["GSUB", "GPOS", "GDEF", "STAT", "MVAR"], notdef_outline=True))
    fewer.populate(unicodes=taken)
    fewer.subset(other)
    axes = {axis.axisTag: float(axis.defaultValue) for axis in other["fvar"].axes} | {"wght": float(weight)}
    other = instancer.instantiateVariableFont(other, axes, inplace=True)
    scale_upem(other, font["head"].unitsPerEm)
    shapes = other.getGlyphSet()
    names = {code: f"uni{code:04X}.{path.stem[:4]}" for code in taken}
    font.setGlyphOrder([*font.getGlyphOrder(), *names.values()])
    for code, name in names.items():
        drawn, pen = DecomposingRecordingPen(shapes), TTGlyphPen(None)
        shapes[taken[code]].draw(drawn)
        drawn.replay(pen)
        font["glyf"].glyphs[name] = pen.glyph()
        font["hmtx"].metrics[name] = other["hmtx"].metrics[taken[code]]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(names)


def _prefer_tabular_figures(font: Any) -> None:
    tabular = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
    known = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, glyph in list(table.cmap.items()):
                if glyph in tabular and f"{glyph}.tf" in known:
                    table.cmap[code] = f"{glyph}.tf"
