"""Reads intelligence grades as trackers write them: 3x5x2 in one cell or three, older ones kept as they stand."""

import re
from dataclasses import dataclass

from soc_desk.vocabulary import Code
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, SourceGrade

_3X5X2 = re.compile(r"([1-3])\W*([A-E])\W*([PC])", re.IGNORECASE)
_TURNED = re.compile(r"([A-E])\W*([1-3])\W*([PC])", re.IGNORECASE)
_OLDER = re.compile(r"[A-EX]\W*[1-5](\W*[1-5])?", re.IGNORECASE)


@dataclass(frozen=True)
class Grade:
    """A 3x5x2 grade, or an older one as it was written; nothing at all where nothing was."""

    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    older: str = ""

    def __bool__(self) -> bool:
        return self.handling is not None or bool(self.older)


def read(whole: str, parts: tuple[str, str, str]) -> Grade | None:
    """A grade from one cell, or from three; None where it is no grade. An older one is never turned into another."""
    text = whole.strip() or " ".join(_letter(part, kind) for part, kind in zip(parts, _KINDS, strict=True)).strip()
    if not text:
        return Grade()
    if (found := _3X5X2.fullmatch(text)) is not None:
        return _graded(found[1], found[2], found[3])
    if (found := _TURNED.fullmatch(text)) is not None:
        return _graded(found[2], found[1], found[3])
    return Grade(older=text) if _OLDER.fullmatch(text) else None


_KINDS: tuple[type[Code], ...] = (SourceGrade, AssessmentGrade, HandlingGrade)


def _letter(part: str, kind: type[Code]) -> str:
    """``1`` of ``1 Reliable`` or of ``Reliable``; what is no word of the list stays as it is."""
    text = part.strip()
    by_label = {code.label.casefold(): code.value for code in kind}
    if (value := by_label.get(text.casefold())) is not None:
        return str(value)
    return text[0] if len(text) > 1 and not text[1].isalnum() else text


def _graded(source: str, assessment: str, handling: str) -> Grade:
    return Grade(SourceGrade(source), AssessmentGrade(assessment.upper()), HandlingGrade(handling.upper()))
