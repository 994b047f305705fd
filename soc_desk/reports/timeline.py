"""A timeline drawn for paper: a lane for each strand, a dot for each event, months or years below."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from soc_desk.reports import fonts
from soc_desk.reports.fonts import REGULAR
from soc_desk.reports.palette import PAPER, Palette
from soc_desk.reports.text import width
from soc_desk.services.timeline_events import Event, Strand

_LANE, _FOOT, _SIZE = 15.0, 14.0, 7.0
_EVERY = (1, 2, 3, 6, 12, 24, 60)
_MONTH, _ROOM = 30.44, 44.0


def drawing(events: Sequence[Event], room: float = 520.0, palette: Palette = PAPER) -> Any:
    """The events in their lanes; strands without one are left out. None where no event has a day."""
    from reportlab.graphics.shapes import Circle, Drawing, Line, String
    from reportlab.lib.colors import HexColor

    dated = [(event.strand, event.on) for event in events if event.on is not None]
    if not dated:
        return None
    fonts.register()
    lanes = [strand for strand in Strand if any(each is strand for each, _ in dated)]
    made = Drawing(room, _FOOT + _LANE * len(lanes), initialFontName=REGULAR)
    left = max(width(strand.value, REGULAR, _SIZE) for strand in lanes) + 10
    first, last = min(on for _, on in dated), max(on for _, on in dated)
    first, days = first - timedelta(days=8), max((last - first).days + 16, 30)

    def across(day: date) -> float:
        return left + (day - first).days / days * (room - left)

    for day in _marks(first, days, room - left):
        x = across(day)
        words = f"{day:%b %Y}" if days < 1500 else str(day.year)
        made.add(Line(x, _FOOT, x, made.height, strokeColor=HexColor(palette.line), strokeWidth=0.4))
        made.add(String(x, 3, words, fontName=REGULAR, fontSize=6.5, fillColor=HexColor(palette.ink_soft),
                        textAnchor="middle"))  # fmt: skip
    for place, strand in enumerate(lanes):
        y = made.height - _LANE * (place + 0.5)
        made.add(Line(left, y, room, y, strokeColor=HexColor(palette.line), strokeWidth=0.5))
        made.add(String(0, y - 2.4, strand.value, fontName=REGULAR, fontSize=_SIZE, fillColor=HexColor(palette.ink)))
        for each, on in dated:
            if each is strand:
                made.add(Circle(across(on), y, 2.6, fillColor=HexColor(palette.accent), strokeColor=None))
    return made


def _marks(first: date, days: int, room: float) -> list[date]:
    """The first days of the months that are named, as many as there is room for."""
    every = next((each for each in _EVERY if each * _MONTH / days * room >= _ROOM), _EVERY[-1])
    count = first.year * 12 + first.month
    count += -count % every
    found = []
    while (day := date(count // 12, count % 12 + 1, 1)) <= first + timedelta(days=days):
        if day >= first:
            found.append(day)
        count += every
    return found
