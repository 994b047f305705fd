"""Fields that several forms of POCA share: moments, days, choices of codes, amounts, court and hearing."""

from collections.abc import Iterable
from typing import Any

from soc_desk.services import periods
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.court_drafts import ServedLine
from soc_desk.services.poca.money_drafts import AmountLine, PiecesLine
from soc_desk.services.poca.others import OtherDetail
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.poca import ServiceMethod
from ui.poca.line_fields import LinesField
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, MomentField, MoneyField, TextField, WholeField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

Detail = CaseDetail | OtherDetail


def moment(*, coming: bool = False) -> MomentField:
    """A day with its minute; a ``coming`` one, such as a hearing, lies ahead where no year is typed."""
    return MomentField(periods.now, coming=coming)


def day(*, coming: bool = False) -> DateField:
    """A day; ``coming`` as for a moment."""
    return DateField(periods.today, coming=coming)


def note(words: str = "What a colleague must know", lines: int = 2) -> TextField:
    """A few lines of text."""
    return TextField(words, lines=lines)


def choice(codes: Iterable[Code], placeholder: str = "") -> ChoiceField:
    """One of many codes, found by typing."""
    options = [Option(code, code.label) for code in codes]
    made = ChoiceField(options, placeholder)
    made.know(options)
    return made


def few(codes: Iterable[Code], *, may_be_empty: bool = True) -> Segmented:
    """One of a few codes, side by side."""
    return Segmented([Option(code, code.label) for code in codes], may_be_empty=may_be_empty)


def offered(values: Iterable[tuple[Any, str]]) -> ChoiceField:
    """One of these values, each with its words."""
    options = [Option(value, words) for value, words in values]
    made = ChoiceField(options)
    made.know(options)
    return made


def currencies(shown: Detail) -> tuple[str, ...]:
    """The currencies of the case; pounds where none is known."""
    lines = shown.money if isinstance(shown, CaseDetail) else ()
    return tuple(line.currency for line in lines) or ("GBP",)


def amounts(shown: Detail) -> LinesField:
    """Amounts by currency; none means everything that is held."""
    known = [Option(code, code) for code in currencies(shown)]

    def make() -> list[Any]:
        currency = ChoiceField(known)
        currency.know(known)
        currency.set_value(known[0].value)
        return [currency, MoneyField()]

    def read(values: Any, _before: Any) -> AmountLine | None:
        return AmountLine(values[0] or known[0].value, values[1]) if values[1] is not None else None

    return LinesField(
        ("Currency", "Amount"), make, read, lambda line: (line.currency, line.minor), add="Add a currency", least=1
    )


def _piece() -> list[Any]:
    face = MoneyField()
    face.setPlaceholderText("Face value")
    return [face, WholeField(), WholeField()]


def pieces() -> LinesField:
    """Notes and coins by denomination."""

    def read(values: Any, _before: Any) -> PiecesLine | None:
        return (
            None
            if values[0] is None and values[1] is None
            else PiecesLine(values[0] or 0, values[1] or 0, values[2] or 0)
        )

    return LinesField(
        ("Face value", "Pieces", "Forged"), _piece, read,
        lambda line: (line.face_minor, line.pieces, line.forged), add="Add a denomination", least=3,
    )  # fmt: skip


def served(shown: Detail) -> LinesField:
    """Papers handed over with the step: to whom, when, how."""
    people = [Option(person.id, person.name or person.role.label) for person in shown.people]

    def make() -> list[Any]:
        who, how = ChoiceField(people), choice(ServiceMethod)
        who.know(people)
        return [who, moment(), how]

    def read(values: Any, _before: Any) -> ServedLine | None:
        if any(value is None for value in values):
            return None
        return ServedLine(person_id=values[0], served_at=values[1], how=values[2])

    return LinesField(
        ("On whom", "When", "How"), make, read, lambda line: (line.person_id, line.served_at, line.how),
        add="Add somebody it was served on", least=0,
    )  # fmt: skip


def line(placeholder: str = "") -> LineField:
    """One line of text."""
    return LineField(placeholder)


def last_court(shown: Detail) -> str:
    """The court of the newest application, which most likely hears the next."""
    return next((order.court for order in reversed(shown.orders) if order.court), "")
