"""Papers served on the people of a case."""

from uuid import UUID

from soc_desk.domain import CasePerson, CaseService
from soc_desk.errors import Invalid
from soc_desk.services.poca import moves
from soc_desk.services.poca.drafts import ServiceDraft
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import Paper, ServiceMethod


@use_case("Log service of a paper", needs=WRITERS)
def serve(work: Work, case_id: UUID, version: int | None, draft: ServiceDraft) -> UUID:
    """What was served on whom, when, how, by whom, and the proof; gives the line's id."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.paper is not None
    assert draft.served_at is not None
    assert draft.how is not None
    moves.not_ahead(work, served_at=draft.served_at)
    moves.not_before_seizure(case, served_at=draft.served_at)
    if draft.person_id is None and draft.how is not ServiceMethod.GAZETTE and draft.paper is not Paper.APPOINTED_PERSON:
        raise Invalid({"person_id": "Choose on whom it was served, or the Gazette as the way."})
    if draft.person_id is not None and work.get(CasePerson, draft.person_id).case_id != case.id:
        raise Invalid({"person_id": "Choose somebody of this case."})
    service = CaseService(
        case_id=case.id, person_id=draft.person_id, paper=draft.paper, served_at=draft.served_at, how=draft.how,
        served_by=draft.served_by.strip() or work.actor.display, proof=draft.proof.strip(),
    )  # fmt: skip
    work.add(service)
    case.version += 1
    moves.settled(work, case)
    return service.id
