"""The lines of the seizure form: people, money by currency, exhibits and bags; and how values read in a comparison."""

from dataclasses import replace
from typing import Any

from soc_desk.services.poca.cases import ExhibitLine, MoneyLine, PersonLine
from soc_desk.vocabulary.poca import CaseRole
from ui.poca import fields
from ui.poca.line_fields import LinesField
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, MoneyField
from ui.widgets.option import Option

_EXHIBIT = ("Exhibit", "Sealed bag", "What", "Where")
CURRENCIES = ("GBP", "EUR", "USD", "CHF", "AED", "TRY", "PLN", "RON", "ALL", "CNY", "HKD", "JPY", "CAD", "AUD", "NGN",
              "INR", "PKR", "THB")  # fmt: skip


def people() -> LinesField:
    """Who it was seized from and whom else it concerns."""

    def make() -> list[Any]:
        role = fields.choice(CaseRole)
        role.set_value(CaseRole.SEIZED_FROM)
        return [role, LineField("Name"), _born(), LineField("Address"), LineField("Solicitor")]

    def read(values: Any, before: PersonLine | None) -> PersonLine | None:
        role, name, born_on, address, solicitor = values
        if not (name or born_on or address or solicitor):
            return None
        return replace(
            before or PersonLine(), role=role or CaseRole.SEIZED_FROM, name=name or "", born_on=born_on,
            address=address or "", solicitor=solicitor or "",
        )  # fmt: skip

    return LinesField(
        ("Role", "Name", "Born", "Address", "Solicitor"), make, read,
        lambda line: (line.role, line.name, line.born_on, line.address, line.solicitor), add="Add a person", across=2,
    )  # fmt: skip


def money() -> LinesField:
    """What was seized, by currency."""
    known = [Option(code, code) for code in CURRENCIES]

    def make() -> list[Any]:
        currency = ChoiceField(known)
        currency.know(known)
        currency.set_value("GBP")
        return [currency, MoneyField(), LineField("Cheques, tokens…"), LineField("Rate, e.g. 0.8612"), _rate_of()]

    def read(values: Any, before: MoneyLine | None) -> MoneyLine | None:
        currency, estimate, instrument, rate, rate_on = values
        if estimate is None and not (instrument or rate):
            return None
        return replace(
            before or MoneyLine(), currency=currency or "GBP", estimate_minor=estimate,
            instrument=instrument or "", rate=rate or "", rate_on=rate_on,
        )  # fmt: skip

    return LinesField(
        ("Currency", "Estimate", "What it is", "Rate", "Rate of"), make, read,
        lambda line: (line.currency, line.estimate_minor, line.instrument, line.rate, line.rate_on),
        add="Add a currency", across=2,
    )  # fmt: skip


def _born() -> DateField:
    field = fields.day()
    field.setPlaceholderText("Born d/m/y")
    return field


def _rate_of() -> DateField:
    field = fields.day()
    field.setPlaceholderText("Rate of d/m/y")
    return field


def exhibits() -> LinesField:
    """Exhibits and the bags they lie in."""

    def read(values: Any, before: ExhibitLine | None) -> ExhibitLine | None:
        if not any(values):
            return None
        return replace(
            before or ExhibitLine(),
            exhibit_no=values[0] or "",
            bag_no=values[1] or "",
            what=values[2] or "",
            stored_at=values[3] or "",
        )

    return LinesField(
        _EXHIBIT, lambda: [LineField(head) for head in _EXHIBIT], read,
        lambda line: (line.exhibit_no, line.bag_no, line.what, line.stored_at), add="Add an exhibit", across=2,
    )  # fmt: skip
