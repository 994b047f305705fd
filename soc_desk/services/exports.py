"""What leaves a register as a file or over the clipboard: logged as a disclosure first, then handed out row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, StoreInfo
from soc_desk.errors import Invalid
from soc_desk.services import disruption_rows
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Marking

CHUNK = 2_000
_NAMED_AT_MOST = 500


@dataclass(frozen=True, kw_only=True)
class Export:
    """What an exported file says about itself; ``print_id`` is the disclosure's reference, ``at`` London wall time."""

    print_id: str
    title: str
    force: str
    records: int
    at: datetime
    by: str
    recipient: str
    purpose: str
    filters: tuple[str, ...]
    marking: Marking
    synthetic: bool


@use_case("Export disruptions", needs=READERS)
def export_disruptions(
    work: Work, shown: DisruptionFilter, recipient: str, purpose: str, filters: tuple[str, ...] = ()
) -> Export:
    """Log that a view leaves as a file; ``filters`` says in words what it was narrowed to. Then ``stream`` the rows."""
    _refuse_unsaid(recipient, purpose)
    records = disruption_rows.count(work.session, shown)
    info = work.session.execute(select(StoreInfo.force_name, StoreInfo.ceiling, StoreInfo.synthetic)).one()
    disclosure = work.disclose(
        "Disruptions register", recipient=recipient.strip(), purpose=purpose.strip(), records=records,
        marking=Marking(info.ceiling), filters={"view": list(filters)},
    )  # fmt: skip
    return Export(
        print_id=disclosure.reference, title="Disruptions", force=info.force_name, records=records, at=wall(work.now),
        by=work.actor.display, recipient=recipient.strip(), purpose=purpose.strip(), filters=filters,
        marking=Marking(info.ceiling), synthetic=info.synthetic,
    )  # fmt: skip


def stream(
    session: Session,
    shown: DisruptionFilter,
    sort: Sort,
    take: Callable[[list[DisruptionRow]], object],
    chunk: int = CHUNK,
) -> int:
    """Hand the rows of a view to ``take``, ``chunk`` at a time and in order; gives how many there were."""
    last: DisruptionRow | None = None
    handed = 0
    while rows := disruption_rows.page(session, shown, sort, after=last, limit=chunk):
        take(rows)
        handed += len(rows)
        last = rows[-1]
    return handed


@use_case("Copy rows of a register", needs=READERS)
def copied_disruptions(work: Work, ids: tuple[UUID, ...]) -> str:
    """Log rows that were copied to the clipboard: a disclosure to the person who copied. Gives the print id."""
    about = [work.get(Disruption, id_) for id_ in ids[:_NAMED_AT_MOST]]
    disclosure = work.disclose(
        "Rows of the disruptions register", recipient=work.actor.display, purpose="Copied to the clipboard.",
        records=len(ids), about=about,
    )  # fmt: skip
    return disclosure.reference


def _refuse_unsaid(recipient: str, purpose: str) -> None:
    problems = {}
    if not recipient.strip():
        problems["recipient"] = "Say who receives it."
    if not purpose.strip():
        problems["purpose"] = "Say what it is for."
    if problems:
        raise Invalid(problems)
