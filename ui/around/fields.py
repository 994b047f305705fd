"""Fields that the forms around groups share: areas and people offered when they come, results counted."""

from collections.abc import Sequence
from typing import Any

from soc_desk.services.operations import TallyLine
from soc_desk.services.places import Place
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import Exactness, TallyKind
from ui.poca.fields import choice
from ui.poca.line_fields import LinesField
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import ParsedField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.typed import format_pence, parse_pence, parse_whole


def offer(field: ChoiceField, places: Sequence[Place]) -> None:
    """Put areas, teams or people on a list."""
    options = [Option(place.id, place.name) for place in places]
    field.offer(options)
    field.know(options)


def marking() -> Segmented:
    """The marking of a record."""
    return Segmented([Option(each, each.label) for each in Marking], may_be_empty=False)


class FigureField(ParsedField[int]):
    """A result as its kind counts it: a whole number, or pounds and pence."""

    def __init__(self, kind: ChoiceField) -> None:
        super().__init__(self._read, self._say, "Figure", right=True)
        self._kind = kind

    def _read(self, text: str) -> int:
        kind: TallyKind | None = self._kind.value()
        if kind is None:
            raise ValueError("Choose what the figure counts.")
        return parse_pence(text) if kind.is_money else parse_whole(text)

    def _say(self, value: int | None) -> str:
        if value is None:
            return ""
        return format_pence(value) if self._kind.value() is TallyKind.CASH else f"{value:,}"


def tallies() -> LinesField:
    """Results of an operation: what, exactly or over, how many. A line without a figure is not kept: none is no 0."""

    def make() -> list[Any]:
        kind, exactness = choice(TallyKind, "Counted in"), choice(Exactness)
        exactness.set_value(Exactness.EXACT)
        return [kind, exactness, FigureField(kind)]

    def read(values: Sequence[Any], _before: Any) -> TallyLine | None:
        kind, exactness, value = values
        if kind is None or value is None:
            return None
        return TallyLine(kind=kind, value=value, exactness=exactness or Exactness.EXACT)

    return LinesField(
        ("Counted in", "Exactly or over", "Figure"), make, read,
        lambda line: (line.kind, line.exactness, line.value), add="Add a result", least=1,
    )  # fmt: skip
