"""The print fonts: static cuts of Inter made from the packaged variable font, once, and embedded in every PDF."""

import hashlib
import io
import os
import tempfile
import threading
from importlib import metadata
from pathlib import Path
from typing import Any

from soc_desk import config

REGULAR = "Inter-Regular"
SEMIBOLD = "Inter-SemiBold"

_WEIGHTS = {REGULAR: 400, SEMIBOLD: 600}
_RECIPE = "3"
"""Raise when the cut below changes, so that older cached cuts are not used."""

_ready: dict[str, Any] = {}
_lock = threading.Lock()


def face(name: str) -> Any:
    """ReportLab's face of ``REGULAR`` or ``SEMIBOLD``, registered with ReportLab on first use."""
    if name not in _ready:
        with _lock:
            if name not in _ready:
                _ready[name] = _register(name)
    return _ready[name]


def register() -> None:
    """Make both cuts known to ReportLab; cheap when done already, about a second on a machine's first print."""
    from reportlab import rl_config

    rl_config.useA85 = 0  # page streams as they are, a fifth smaller and quicker; nothing of ours needs 7-bit files
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

    font = TTFont(_variable(), recalcTimestamp=False)
    _prefer_tabular_figures(font)
    for layout in ("GSUB", "GPOS", "GDEF", "STAT", "MVAR"):
        if layout in font:
            del font[layout]  # ReportLab draws glyph by glyph and reads none of these
    font = instancer.instantiateVariableFont(font, {"wght": _WEIGHTS[name], "opsz": 14}, inplace=True)
    # ReportLab keys its font objects by the PostScript name: two weights must not share one.
    for record in font["name"].names:
        if record.nameID in (4, 6):
            record.string = name
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _register(name: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, io.BytesIO(_cached_cut(name)), shapable=False)
    pdfmetrics.registerFont(font)
    return font.face


def _cached_cut(name: str) -> bytes:
    key = "-".join((_RECIPE, metadata.version("fontpkg-inter"), metadata.version("fonttools")))
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


def _variable() -> Path:
    import fontpkg_inter

    return Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"


def _prefer_tabular_figures(font: Any) -> None:
    tabular = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
    known = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, glyph in list(table.cmap.items()):
                if glyph in tabular and f"{glyph}.tf" in known:
                    table.cmap[code] = f"{glyph}.tf"
