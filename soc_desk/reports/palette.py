"""The colours and letters of print and charts: the named tokens of the design language as plain values."""

from dataclasses import dataclass

from soc_desk.vocabulary import FourP


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours as ``#rrggbb``; paper and the light screen share one, the dark screen passes its own to the charts."""

    surface: str = "#ffffff"
    tint: str = "#f8fafc"
    line: str = "#dcdfe4"
    ink: str = "#172033"
    ink_soft: str = "#4a5468"
    accent: str = "#1f4fa3"
    pursue: str = "#1f4fa3"
    prevent: str = "#0b7a6b"
    protect: str = "#6b3fa0"
    prepare: str = "#9a5b00"
    on_p: str = "#ffffff"
    moderate: str = "#5b6b8c"
    minor: str = "#aab4c6"
    red: str = "#b3261e"

    def of_p(self, four_p: FourP) -> str:
        """The one colour of a P, the same everywhere."""
        return {
            FourP.PURSUE: self.pursue,
            FourP.PREVENT: self.prevent,
            FourP.PROTECT: self.protect,
            FourP.PREPARE: self.prepare,
        }[four_p]


PAPER = Palette()
"""Print and the light scheme."""
