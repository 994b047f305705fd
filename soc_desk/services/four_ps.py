"""What was done against groups in the last twelve months, under each P."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption
from soc_desk.services.disruption_rows import DisruptionFilter, conditions, merged_into
from soc_desk.services.periods import year_before
from soc_desk.vocabulary import FourP, ImpactLevel


def of_groups(session: Session, ids: list[UUID], today: date) -> dict[UUID, dict[FourP, dict[ImpactLevel, int]]]:
    """Counted disruptions against each group in the 12 months up to today, by P and level.

    Those against groups merged into it are among them, as they are in its list.
    """
    view = DisruptionFilter(starts_on=year_before(today), ends_on=today).counted()
    grouped = select(Disruption.subject_id, Disruption.four_p, Disruption.impact_level, func.count(Disruption.id))
    gone = merged_into(session, ids)
    query = grouped.where(*conditions(view), Disruption.subject_id.in_([*ids, *gone]))
    found: dict[UUID, dict[FourP, dict[ImpactLevel, int]]] = {}
    for id_, four_p, level, number in session.execute(
        query.group_by(Disruption.subject_id, Disruption.four_p, Disruption.impact_level)
    ):
        for group in {id_, gone.get(id_, id_)}:
            by_level = found.setdefault(group, {}).setdefault(four_p, {})
            by_level[level] = by_level.get(level, 0) + number
    return found
