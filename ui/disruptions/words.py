"""A disruption's outcomes and evidence as people read them: never added across kinds, units or stages."""

from datetime import date

from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import EvidenceRef, OutcomeLine
from soc_desk.vocabulary import Measure
from ui.widgets.typed import format_date, format_pence

_MONTHS_OF_A_YEAR = 12


def what(line: OutcomeLine, lists: DisruptionLists) -> str:
    """What came of it: the kind, the drug, or the asset's power and stage."""
    match line.kind.measure:
        case Measure.DRUGS:
            return lists.label("drug", line.detail) or line.kind.label
        case Measure.ASSET:
            told = [lists.label("asset_power", line.detail), lists.label("asset_stage", line.stage).lower()]
            return ", ".join(part for part in told if part) or line.kind.label
        case Measure.MONTHS:
            return "Sentence"
    return line.kind.label


def how_much(line: OutcomeLine, lists: DisruptionLists) -> str:
    """The quantity in its own unit, as in ``3``, ``£18,420.00``, ``412 wraps``, ``4 years 2 months``."""
    match line.kind.measure:
        case Measure.PENCE | Measure.ASSET:
            return format_pence(line.value_pence)
        case Measure.MONTHS:
            return months(line.quantity)
        case Measure.DRUGS:
            return f"{number(line.quantity)} {lists.label('drug_unit', line.unit)}".strip()
    return number(line.quantity)


def more(line: OutcomeLine) -> str:
    """What is said beside the quantity: the street value of drugs, the note."""
    worth = ""
    if line.kind.measure is Measure.DRUGS and line.value_pence is not None:
        worth = f"street value {format_pence(line.value_pence)}"
    return ", ".join(part for part in (worth, line.note) if part)


def number(quantity: float | None) -> str:
    """``3``, ``1,204`` or ``0.25``; empty for None, which is not zero."""
    if quantity is None:
        return ""
    return f"{quantity:,.0f}" if quantity == int(quantity) else f"{quantity:,.3f}".rstrip("0")


def months(quantity: float | None) -> str:
    """Months kept, years shown: ``4 years 2 months``."""
    if quantity is None:
        return ""
    years, rest = divmod(int(quantity), _MONTHS_OF_A_YEAR)
    told = [f"{years:,} year{'' if years == 1 else 's'}"] if years else []
    if rest or not years:
        told.append(f"{rest} month{'' if rest == 1 else 's'}")
    return " ".join(told)


def evidence(ref: EvidenceRef, lists: DisruptionLists) -> str:
    """``Crime reference 43260/26, 14 Nov 2026``."""
    told = f"{lists.label('evidence_type', ref.kind)} {ref.reference}".strip()
    try:
        return f"{told}, {format_date(date.fromisoformat(ref.date))}" if ref.date else told
    except ValueError:
        return f"{told}, {ref.date}"
