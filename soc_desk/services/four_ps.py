"""What was done against groups in the last twelve months and what is planned, under each P."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, PlanAction
from soc_desk.domain.plan import STANDING_ACTIONS
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


def idle(session: Session, counted: Mapping[UUID, Mapping[FourP, int]]) -> dict[UUID, list[FourP]]:
    """Under which Ps each group has neither an open or completed action nor anything counted."""
    query = select(PlanAction.subject_id, PlanAction.four_p).distinct()
    standing = query.where(PlanAction.subject_id.in_(counted), PlanAction.state.in_(STANDING_ACTIONS))
    worked = {(id_, p) for id_, p in session.execute(standing)}
    worked |= {(id_, p) for id_, by_p in counted.items() for p, number in by_p.items() if number}
    return {id_: [p for p in FourP if (id_, p) not in worked] for id_ in counted}


def nothing_under(idle: Collection[FourP]) -> tuple[str, str]:
    """In short and as a line, under which Ps there is neither an action nor a counted disruption of twelve months."""
    missing = [p.label for p in FourP if p in idle]
    if len(missing) == len(FourP):
        return "No activity", "Nothing under any P"
    return f"No {missing[0]}", f"Nothing under {', '.join(missing)}"


WHY_IDLE = "No open or completed action, and no counted disruption in 12 months."
