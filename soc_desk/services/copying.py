"""Rows of a table over the clipboard: one use case logs them all, before they leave."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from soc_desk import domain
from soc_desk.domain import Entity
from soc_desk.errors import Invalid
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.ocg import HandlingGrade

_NAMED_AT_MOST = 500
_KINDS = (
    "Subject", "Disruption", "Person", "PersonLink", "PersonTie", "IntelligenceLink", "PocaCase", "CaseOrder",
    "PlanAction", "Operation", "TaskingBid", "LocalProfile", "ChbSite", "Document", "LomSubject", "Strength",
    "Request",
)  # fmt: skip
"""What rows are about and what keeps a history of its own."""
_HELD = "{} has handling conditions, which a copied row would leave behind: export it, where its conditions go with it."


@use_case("Copy rows of a table", needs=EVERYONE)
def copied(work: Work, table: str, about: tuple[UUID, ...], rows: int) -> str:
    """Log rows that go to the clipboard as a disclosure to whoever copies them; gives the print id.

    ``about`` are the records the rows tell of; those the reader may know of note it. What has handling conditions is
    refused.
    """
    found = list(_records(work, about))
    held = next((each for each in found if is_held(each)), None)
    if held is not None:
        raise Invalid({"about": _HELD.format(getattr(held, "ir_ref", "") or "One of these links")})
    disclosure = work.disclose(
        f"Rows of a table: {table}", recipient=work.actor.display, purpose="Copied to the clipboard.", records=rows,
        about=found[:_NAMED_AT_MOST],
    )  # fmt: skip
    return disclosure.reference


def is_held(record: Entity) -> bool:
    """Whether it is shared only on conditions, or under an older grade that nobody set anew."""
    if not isinstance(record, domain.PersonLink | domain.PersonTie | domain.IntelligenceLink):
        return False
    return record.handling is HandlingGrade.CONDITIONS or bool(getattr(record, "legacy_grade", ""))


def _records(work: Work, ids: Sequence[UUID]) -> Iterator[Entity]:
    for name in _KINDS:
        kind: type[Entity] = getattr(domain, name)
        for start in range(0, len(ids), _NAMED_AT_MOST):
            yield from work.session.scalars(select(kind).where(kind.id.in_(ids[start : start + _NAMED_AT_MOST])))
