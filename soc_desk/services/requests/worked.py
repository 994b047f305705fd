"""Who worked on a request: everybody it was allocated to, and whoever took a step of its work; they do not check it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, column, select, table
from sqlalchemy.orm import Session

from soc_desk.domain.base import Id
from soc_desk.domain.request_moves import WORK

_KEPT = table(
    "request_step", *(column(name, Id()) for name in ("request_id", "by_id", "analyst_id")), column("deed", String)
)
"""As ``domain.RequestStep``, which is not mapped for this: My desk asks it at each start."""


def worked_by(session: Session, ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Those who worked on each of these requests."""
    found: dict[UUID, set[UUID]] = {id_: set() for id_ in ids}
    if not found:
        return found
    query = select(_KEPT.c.request_id, _KEPT.c.deed, _KEPT.c.by_id, _KEPT.c.analyst_id)
    for id_, deed, by, analyst in session.connection().execute(query.where(_KEPT.c.request_id.in_(ids))):
        if deed in {each.value for each in WORK}:
            found[id_].add(by)
        if analyst is not None:
            found[id_].add(analyst)
    return found
