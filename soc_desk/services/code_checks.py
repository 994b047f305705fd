"""Codes of a draft held against the code lists: an unknown or closed one is refused in words under its field."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CodeItem, StoreInfo
from soc_desk.services.prints import day_words
from soc_desk.vocabulary import Measure

if TYPE_CHECKING:
    from soc_desk.services.disruptions import DisruptionDraft
    from soc_desk.services.ocgs import OcgDraft

Chosen = tuple[str, str, str]
"""A field, the code list that its codes are of, and one code in it."""

_WORDS = {
    "soc_threat": "threat", "agency": "agency", "activity_type": "activity type", "tactic_area": "tactic area",
    "drug": "drug", "drug_unit": "unit of drugs", "asset_power": "asset power", "asset_stage": "asset stage",
    "evidence_type": "kind of evidence", "tier": "tier",
}  # fmt: skip
"""What one code of a list is called in a sentence."""
_OF_DISRUPTION = {
    "primary_threat": "soc_threat", "secondary_threats": "soc_threat", "lead_agency": "agency",
    "supporting_agencies": "agency", "activity_types": "activity_type", "tactic_area": "tactic_area",
}  # fmt: skip
"""Which list the codes of a field are of."""


def problems(session: Session, chosen: Iterable[Chosen], stood: Iterable[Chosen], on: date) -> dict[str, str]:
    """Field to sentence for each code that may not be chosen on a day.

    ``stood`` are the codes that the record had before: one that was closed since stays where it was. The store's own
    agency may lead although no list names it.
    """
    kept = set(stood)
    fresh = [one for one in chosen if one[2] and one not in kept]
    if not fresh:
        return {}
    known = _known(session, {code for _, _, code in fresh})
    found: dict[str, str] = {}
    for field, list_name, code in fresh:
        if field not in found and (sentence := _sentence(known, list_name, code, on)):
            found[field] = sentence
    return found


def of(field: str, list_name: str, codes: str | Iterable[str]) -> Iterator[Chosen]:
    """The codes of a field, one or several."""
    yield from ((field, list_name, code) for code in ((codes,) if isinstance(codes, str) else codes))


def of_disruption(draft: "DisruptionDraft") -> Iterator[Chosen]:
    """Every code of a disruption's draft; which lists an outcome's are of depends on its kind."""
    for name, list_name in _OF_DISRUPTION.items():
        yield from of(name, list_name, getattr(draft, name))
    yield from of("evidence_refs", "evidence_type", (ref.kind for ref in draft.evidence_refs))
    for line in draft.outcomes:
        if line.kind.measure is Measure.DRUGS:
            yield from (("outcomes", "drug", line.detail), ("outcomes", "drug_unit", line.unit))
        elif line.kind.measure is Measure.ASSET:
            yield from (("outcomes", "asset_power", line.detail), ("outcomes", "asset_stage", line.stage))


def of_ocg(draft: "OcgDraft") -> Iterator[Chosen]:
    """Every code of a group's draft."""
    yield from of("cross_border_forces", "agency", draft.cross_border_forces or ())
    for name in ("primary_threat", "secondary_threats"):
        yield from of(name, "soc_threat", getattr(draft, name))


def _known(session: Session, codes: set[str]) -> Mapping[tuple[str, str], tuple[str, date | None]]:
    query = select(CodeItem.list_name, CodeItem.code, CodeItem.label, CodeItem.valid_to)
    found = {
        (list_name, code): (label, valid_to)
        for list_name, code, label, valid_to in session.execute(query.where(CodeItem.code.in_(sorted(codes))))
    }
    own = session.scalar(select(StoreInfo.force_code)) or ""
    return {("agency", own): ("", None)} | found


def _sentence(
    known: Mapping[tuple[str, str], tuple[str, date | None]], list_name: str, code: str, on: date
) -> str:  # fmt: skip
    word = _WORDS.get(list_name, "code")
    if (item := known.get((list_name, code))) is None:
        return f"“{code}” is no {word} of the list; choose one that is on it."
    label, valid_to = item
    if valid_to is not None and valid_to < on:
        return f"The {word} “{label}” was closed on {day_words(valid_to)}; choose another one."
    return ""
