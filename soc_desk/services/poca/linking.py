"""A case and the outcome of a disruption that it is: one fact, kept in the case and read from both."""

from uuid import UUID

from soc_desk.domain import Disruption, Outcome, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import moves
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, DisruptionStatus, Measure


@use_case("Link a POCA case to an outcome", needs=WRITERS)
def link_outcome(work: Work, case_id: UUID, outcome_id: UUID) -> None:
    """The outcome's amount is the case's from now on, in every list, total, print and return."""
    case = work.get(PocaCase, case_id)
    outcome, disruption = _opened(work, outcome_id)
    if outcome.kind.measure not in (Measure.PENCE, Measure.ASSET):
        raise Invalid({"outcome_id": f"{outcome.kind.label} is not an amount; link money or assets."})
    if outcome.case_id not in (None, case.id):
        raise Invalid({"outcome_id": "That outcome is another case already; take that link off first."})
    outcome.case_id = case.id
    _joined(work, case, disruption, outcome.id, linked=True)


@use_case("Take a link between a POCA case and an outcome off", needs=WRITERS)
def unlink_outcome(work: Work, outcome_id: UUID) -> None:
    """The outcome keeps the amount that the case has now, and is on its own again."""
    outcome, disruption = _opened(work, outcome_id)
    if outcome.case_id is None:
        raise Invalid({"outcome_id": "That outcome is not linked to a case."})
    case = work.get(PocaCase, outcome.case_id)
    outcome.value_pence, outcome.case_id = case.seized_pence, None
    _joined(work, case, disruption, outcome.id, linked=False)


def _opened(work: Work, outcome_id: UUID) -> tuple[Outcome, Disruption]:
    outcome = work.get(Outcome, outcome_id)
    disruption = work.get(Disruption, outcome.disruption_id)
    if disruption.status is DisruptionStatus.WITHDRAWN:
        raise Invalid({"outcome_id": f"{disruption.reference} is withdrawn; nothing in it is changed any more."})
    return outcome, disruption


def _joined(work: Work, case: PocaCase, disruption: Disruption, outcome_id: UUID, *, linked: bool) -> None:
    """Both records moved on, and the log says what was put together (or apart)."""
    disruption.version += 1
    case.version += 1
    told = {
        "outcome": [None, str(outcome_id)] if linked else [str(outcome_id), None],
        "disruption": disruption.reference,
    }
    work.note(case, "combined", told)
    moves.settled(work, case)
