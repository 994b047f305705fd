"""The actions of a 4P plan: proposed, agreed, worked, blocked, put off, completed, cancelled, reopened."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Ocg, Plan, PlanAction, Subject, User
from soc_desk.domain.plan import in_force
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import code_checks, periods, subjects
from soc_desk.services.disruptions import DisruptionDraft
from soc_desk.services.merging import merge
from soc_desk.services.plans.drafts import ActionDraft, AgreementDraft, BecauseDraft, DueDraft, ResultDraft
from soc_desk.services.plans.planning import PLANNERS, not_to_come, refuse, working_group
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS, Role

_CODES = {"tactic_area": "tactic_area", "agency": "agency"}


@use_case("Propose an action", needs=PLANNERS)
def propose(work: Work, subject_id: UUID, draft: ActionDraft) -> UUID:
    """Keep a new action; it is agreed at once where its draft says who and by when. Gives its id."""
    ocg = working_group(work, subject_id)
    values = _values(work, ocg, draft)
    action = PlanAction(subject_id=ocg.id, made_by_id=work.actor.id, made_at=work.now, **values)
    work.add(action)
    if action.owner and action.due_on is not None:
        action.agree()
    return action.id


@use_case("Change an action", needs=PLANNERS)
def change(work: Work, before: ActionDraft, mine: ActionDraft) -> None:
    """Save an edit; a later date of an agreed action is a slip here as well, and it never loses owner or date."""
    assert mine.id is not None
    action = work.get(PlanAction, mine.id)
    stood = _draft(action)
    saved = mine if action.version == before.version else merge(before, mine, stood)
    values = _values(work, work.get(Ocg, action.subject_id), saved, stood)
    if action.first_due_on is not None:
        agreed = AgreementDraft(owner_id=saved.owner_id, owner=saved.owner, agency=saved.agency, due_on=saved.due_on)
        refuse(agreed.problems())
    due_on = values.pop("due_on")
    if due_on != action.due_on:
        if due_on is None:
            action.due_on = None
        else:
            action.put_off(due_on)
    for name, value in values.items():
        setattr(action, name, value)


@use_case("Agree an action", needs=PLANNERS)
def agree(work: Work, id: UUID, version: int, draft: AgreementDraft) -> None:
    """Somebody has it, by a day."""
    refuse(draft.problems())
    action = work.get(PlanAction, id, version)
    stood = _draft(action)
    whole = ActionDraft(**{name: getattr(stood, name) for name in _KEPT}, **_fields(draft))
    values = _values(work, working_group(work, action.subject_id), whole, stood)
    for name in ("owner_id", "owner", "agency", "due_on"):
        setattr(action, name, values[name])
    action.agree()


@use_case("Start an action", needs=READERS)
def start(work: Work, id: UUID, version: int) -> None:
    """Work begins."""
    work.get(PlanAction, id, version).start()


@use_case("Block an action", needs=READERS)
def block(work: Work, id: UUID, version: int, draft: BecauseDraft) -> None:
    """Something stands in the way; its days are shown apart from now on."""
    refuse(draft.problems())
    work.get(PlanAction, id, version).block(wall(work.now).date(), draft.because.strip())


@use_case("Take up a blocked action", needs=READERS)
def resume(work: Work, id: UUID, version: int) -> None:
    """What stood in the way is gone."""
    work.get(PlanAction, id, version).resume(wall(work.now).date())


@use_case("Change the due date of an action", needs=PLANNERS)
def put_off(work: Work, id: UUID, version: int, draft: DueDraft) -> None:
    """Another day, and why; a later one is a slip."""
    refuse(draft.problems())
    assert draft.due_on is not None
    action = work.get(PlanAction, id, version)
    action.put_off(draft.due_on)
    action.because = draft.because.strip()


@use_case("Complete an action", needs=READERS)
def complete(work: Work, id: UUID, version: int, draft: ResultDraft) -> None:
    """It is done; a disruption may be recorded from it afterwards (``disruption_draft``)."""
    refuse(draft.problems() | not_to_come("done_on", draft.done_on, wall(work.now).date()))
    assert draft.done_on is not None
    action = work.get(PlanAction, id, version)
    action.complete(draft.done_on, draft.result.strip())
    action.evidence_ref = draft.evidence_ref.strip()


@use_case("Cancel an action", needs=PLANNERS)
def cancel(work: Work, id: UUID, version: int, draft: BecauseDraft) -> None:
    """It will not be done, and why."""
    refuse(draft.problems())
    work.get(PlanAction, id, version).cancel(wall(work.now).date(), draft.because.strip())


@use_case("Reopen a completed action", needs={Role.SUPERVISOR})
def reopen(work: Work, id: UUID, version: int, draft: BecauseDraft) -> None:
    """It was not done after all, and why."""
    refuse(draft.problems())
    work.get(PlanAction, id, version).reopen(draft.because.strip())


@use_case("Link an action to its disruption", needs=WRITERS)
def link_disruption(work: Work, id: UUID, version: int, disruption_id: UUID) -> None:
    """What the action achieved is recorded once, as that disruption; it must be of the same group."""
    action = work.get(PlanAction, id, version)
    disruption = work.get(Disruption, disruption_id)
    if disruption.subject_id != action.subject_id:
        raise Invalid(
            {"disruption_id": f"{disruption.reference} is against another group or subject; link one of this."}
        )
    action.disruption_id = disruption.id


def disruption_draft(session: Session, id: UUID) -> DisruptionDraft:
    """A disruption as a completed action would have it recorded; its level is for a person to assess."""
    action = session.get(PlanAction, id)
    if action is None:
        raise NotFound("That action does not exist, or is not open to you.")
    columns = (
        Subject.reference,
        Subject.primary_threat,
        Subject.area_id,
        Subject.operation_name,
        Subject.lro,
        Subject.marking,
    )
    reference, threat, area_id, operation, lro, marking = session.execute(
        select(*columns).where(Subject.id == action.subject_id)
    ).one()
    live = select(Plan.number).where(Plan.subject_id == action.subject_id, in_force(periods.today()))
    number = session.scalar(live)
    return DisruptionDraft(
        subject_id=action.subject_id, disruption_date=action.done_on, four_p=action.four_p, title=action.title,
        narrative=action.result, primary_threat=threat, lead_agency=action.agency, area_id=area_id,
        operation_name=operation, tactic_area=action.tactic_area, officer=action.owner, lro=lro, marking=marking,
        plan_ref=f"{reference} 4P plan v{number}" if number else "",
    )  # fmt: skip


_KEPT = ("four_p", "title", "tactic_area", "evidence_ref")


def _fields(draft: AgreementDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in AgreementDraft.__dataclass_fields__}


def _draft(action: PlanAction) -> ActionDraft:
    """As the form has it: the name of an owner who signs in stands in ``owner_id`` alone."""
    return draft_of(ActionDraft, action, owner="" if action.owner_id is not None else action.owner)


def _values(work: Work, ocg: Ocg, draft: ActionDraft, stood: ActionDraft | None = None) -> dict[str, Any]:
    """Column values of a checked draft; ``stood`` is the action before, whose closed codes may stay."""
    chosen = [(name, name_of, getattr(draft, name)) for name, name_of in _CODES.items()]
    kept = [(name, name_of, getattr(stood, name)) for name, name_of in _CODES.items()] if stood else []
    refuse(code_checks.problems(work.session, chosen, kept, wall(work.now).date()) | draft.problems())
    values = columns_of(draft)
    if draft.owner_id is not None:
        values["owner"] = owner_name(work, ocg, draft.owner_id)
    return values


def owner_name(work: Work, ocg: Ocg, owner_id: UUID) -> str:
    """The display name of somebody who reads cases and may know of the group; refuses anybody else."""
    user = work.session.get(User, owner_id)
    if user is None or user.disabled_at is not None or not READERS & user.actor().roles:
        raise Invalid({"owner_id": "Choose somebody who signs in and reads cases, or name a partner."})
    if told := subjects.unaware(work.session, ocg, user):
        raise Invalid({"owner_id": told})
    return user.display
