"""Recording disruptions: the form's Draft, opening a record, saving, submitting, withdrawing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Outcome, StoreInfo, Subject, User
from soc_desk.domain.days import DayThatWas
from soc_desk.domain.disruption import AFTER_NOTE, WITHDRAWN_BECAUSE
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import code_checks, outcome_amounts
from soc_desk.services.code_checks import of_disruption
from soc_desk.services.disruption_rows import DisruptionRow, one
from soc_desk.services.doubles import Double, doubles
from soc_desk.services.labels import policy
from soc_desk.services.merging import merge
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, prepared, use_case
from soc_desk.vocabulary import (
    READERS,
    WRITERS,
    DisruptionStatus,
    FourP,
    ImpactLevel,
    Marking,
    Measure,
    ModerationResult,
    OutcomeKind,
    Role,
    SubjectKind,
)

NARRATIVE_MAX = 100_000
MOST, MOST_PENCE = 999_999_999, 999_999_999_999_99
"""The largest quantity and value of an outcome line; both engines hold them exactly."""

_JUDGED = {
    "subject_id": "against", "disruption_date": "date", "four_p": "which P", "primary_threat": "threat",
    "lead_agency": "lead agency", "impact_rationale": "why this level",
}  # fmt: skip
"""Where and why a record counts, beside its level: what a moderator agrees to, in words."""
_WITHDRAW_COUNTED = frozenset({Role.SUPERVISOR, Role.COORDINATOR})


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One outcome as a form holds it; see ``domain.outcome`` for units. With ``case_id`` the amount is that case's."""

    kind: OutcomeKind
    quantity: float | None = None
    unit: str = ""
    detail: str = ""
    stage: str = ""
    value_pence: int | None = None
    note: str = ""
    case_id: UUID | None = None


@dataclass(frozen=True)
class EvidenceRef:
    """What shows the impact: its kind (code list ``evidence_type``), reference, and date as ISO text or empty."""

    kind: str
    reference: str
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class DisruptionDraft:
    """What the editor fills; ``id`` and ``version`` are set when an existing record is edited."""

    id: UUID | None = None
    version: int | None = None
    subject_id: UUID | None = None
    disruption_date: DayThatWas = None
    four_p: FourP | None = None
    impact_level: ImpactLevel | None = None
    impact_rationale: str = ""
    primary_threat: str = ""
    secondary_threats: tuple[str, ...] = ()
    county_line_ref: str = ""
    four_p_secondary: tuple[FourP, ...] = ()
    lead_agency: str = ""
    lead_unit: str = ""
    supporting_agencies: tuple[str, ...] = ()
    operation_name: str = ""
    area_id: UUID | None = None
    activity_types: tuple[str, ...] = ()
    tactic_area: str = ""
    title: str = ""
    narrative: str = ""
    evidence_refs: tuple[EvidenceRef, ...] = ()
    partners: tuple[str, ...] = ()
    plan_ref: str = ""
    lro: str = ""
    officer: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    distinct_because: str = ""
    outcomes: tuple[OutcomeLine, ...] = ()

    def problems(self) -> dict[str, str]:
        """What keeps it from being saved at all, field to sentence; what a return still misses is checked apart."""
        found: dict[str, str] = {}
        if self.subject_id is None:
            found["subject_id"] = "Choose the group, priority individual or vulnerability it is against."
        if self.disruption_date is None:
            found["disruption_date"] = "Enter the date of the disruption, such as 14 Nov 2026."
        elif self.disruption_date.year < 1990:
            found["disruption_date"] = "The date is too long ago; check the year."
        if self.four_p is None:
            found["four_p"] = "Choose one of the four Ps."
        if self.impact_level is None:
            found["impact_level"] = "Choose the level you assess."
        if len(self.narrative) > NARRATIVE_MAX:
            found["narrative"] = f"The narrative is longer than {NARRATIVE_MAX:,} characters; shorten it."
        if self.lead_agency and self.lead_agency in self.supporting_agencies:
            found["supporting_agencies"] = (
                "The lead agency cannot be a supporting one as well; take it out of one of the two."
            )
        if self.primary_threat and self.primary_threat in self.secondary_threats:
            found["secondary_threats"] = (
                "The primary threat cannot be a secondary one as well; take it out of one of the two."
            )
        for line in self.outcomes:
            if problem := _line_problem(line):
                found["outcomes"] = problem
        if any(not ref.reference.strip() for ref in self.evidence_refs):
            found["evidence_refs"] = "Give each piece of evidence its reference, or remove the line."
        return found

    def to_submit(self, rationale_min: int) -> dict[str, str]:
        """What keeps it from being submitted: ``problems`` and what a moderator needs."""
        found = self.problems()
        if not self.primary_threat:
            found["primary_threat"] = "Choose the primary threat."
        if not self.lead_agency:
            found["lead_agency"] = "Choose the lead agency."
        if len(self.impact_rationale.strip()) < rationale_min:
            found["impact_rationale"] = f"Say why this level, in at least {rationale_min} characters."
        if not self.narrative.strip():
            found["narrative"] = "Say what was done and what changed."
        return found


@dataclass(frozen=True, kw_only=True)
class DisruptionDetail:
    """Everything the record page, the inspector and the editor show of one disruption."""

    row: DisruptionRow
    draft: DisruptionDraft
    subject_assessed_on: date | None
    recorded_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    moderated_by: str
    moderated_at: datetime | None
    moderation_result: ModerationResult | None
    moderation_note: str
    level_before: ImpactLevel | None

    @property
    def judgement(self) -> tuple[str, str]:
        """What a moderator wrote, and after it why the record was withdrawn; empty where nothing was said."""
        noted, mark, why = self.moderation_note.rpartition(WITHDRAWN_BECAUSE)
        if self.row.status is not DisruptionStatus.WITHDRAWN or not mark:
            return self.moderation_note, ""
        return noted.removesuffix(AFTER_NOTE), why


@use_case("Look at a disruption", needs=READERS)
def look(work: Work, id: UUID) -> DisruptionDetail:
    """Open a record; logs the consultation."""
    disruption = work.get(Disruption, id)
    work.consult(disruption)
    return detail(work.session, id)


def detail(session: Session, id: UUID) -> DisruptionDetail:
    """The record as it stands, for callers that have already logged why they read it."""
    row = one(session, id)
    disruption = session.get(Disruption, id)
    if row is None or disruption is None:
        raise NotFound("That disruption does not exist, or is not open to you.")
    names = {user_id: display for user_id, display in session.execute(select(User.id, User.display))}
    assessed = session.scalar(select(Subject.assessed_on).where(Subject.id == disruption.subject_id))
    return DisruptionDetail(
        row=row, draft=_draft(session, disruption), subject_assessed_on=assessed, recorded_at=disruption.recorded_at,
        submitted_by=names.get(disruption.submitted_by_id, ""), submitted_at=disruption.submitted_at,  # type: ignore[arg-type]  # None is not a key
        moderated_by=names.get(disruption.moderated_by_id, ""), moderated_at=disruption.moderated_at,  # type: ignore[arg-type]  # None is not a key
        moderation_result=disruption.moderation_result, moderation_note=disruption.moderation_note,
        level_before=disruption.level_before,
    )  # fmt: skip


@use_case("Record a disruption", needs=WRITERS)
def record(work: Work, draft: DisruptionDraft) -> UUID:
    """Keep a new disruption as a draft; gives its id."""
    outcome_amounts.refuse_foreign((), draft.outcomes)
    values = _values(work, draft)
    serial = work.next_serials("D")[0]
    disruption = Disruption(
        serial=serial,
        reference=work.reference("D", serial),
        recorded_by_id=work.actor.id,
        recorded_at=work.now,
        **values,
    )
    work.add(disruption)
    _keep_outcomes(work, disruption.id, draft.outcomes)
    return disruption.id


@use_case("Change a disruption", needs=WRITERS)
def change(work: Work, before: DisruptionDraft, mine: DisruptionDraft) -> None:
    """Save an edit. ``before`` is the Draft as opened: one-sided changes merge, two-sided ones raise Conflict."""
    disruption = work.get(Disruption, _id(mine))
    outcome_amounts.refuse_foreign(before.outcomes, mine.outcomes)
    saved = mine
    if disruption.version != before.version:
        saved = merge(before, mine, _draft(work.session, disruption))
    _refuse_out_of_turn(disruption, saved, work.actor.id)
    judged = _judged_anew(disruption, saved)
    stood = before if saved is mine else _draft(work.session, disruption)
    for name, value in _values(work, saved, stood).items():
        if getattr(disruption, name) != value:
            setattr(disruption, name, value)
    if judged and disruption.status.is_counted:
        disruption.reopen(work.actor.id, work.now, f"Changed after it was moderated: {', '.join(judged)}.")
    if saved.outcomes != before.outcomes or saved is not mine:
        disruption.version += 1  # its lines are part of the record, and a change of them alone must not go unseen
        _keep_outcomes(work, disruption.id, saved.outcomes)


@use_case("Submit for moderation", needs=WRITERS)
def submit(work: Work, ids: tuple[UUID, ...]) -> int:
    """Submit one or many; all or none. Gives how many."""
    minimum = int(policy(work.session, "disruption.rationale_min_length", wall(work.now).date()))
    for id_ in ids:
        disruption = work.get(Disruption, id_)
        if problems := _draft(work.session, disruption).to_submit(minimum):
            many = len(ids) > 1
            raise Invalid(
                {k: f"{disruption.reference}: {v[0].lower()}{v[1:]}" if many else v for k, v in problems.items()}
            )
        disruption.submit(work.actor.id, work.now)
    return len(ids)


@use_case("Take back from moderation", needs=WRITERS)
def take_back(work: Work, ids: tuple[UUID, ...]) -> int:
    """Undo a submission before anybody moderated it; all or none. Gives how many."""
    for id_ in ids:
        work.get(Disruption, id_).take_back(work.actor.id)
    return len(ids)


@use_case("Withdraw a disruption", needs=WRITERS)
def withdraw(work: Work, id: UUID, reason: str) -> None:
    """Take it out of the count for good; the record and its history stay."""
    if not reason.strip():
        raise Invalid({"reason": "Say why it is withdrawn."})
    disruption = work.get(Disruption, id)
    if disruption.status.is_counted and not work.actor.has(_WITHDRAW_COUNTED):
        raise NotAllowed("A moderated disruption is withdrawn by a supervisor or the OCG desk. Ask one of them.")
    disruption.withdraw(reason)


def blank(session: Session, subject_id: UUID | None = None) -> DisruptionDraft:
    """A new form, filled as far as the store can tell: lead agency, and what the subject suggests."""
    lead = session.scalar(select(StoreInfo.force_code)) or ""
    if subject_id is None:
        return DisruptionDraft(lead_agency=lead)
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise NotFound("That subject does not exist, or is not open to you.")
    return DisruptionDraft(
        subject_id=subject_id, lead_agency=lead, primary_threat=subject.primary_threat, area_id=subject.area_id,
        operation_name=subject.operation_name, lro=subject.lro, marking=subject.marking,
    )  # fmt: skip


def possible_doubles(session: Session, draft: DisruptionDraft) -> list[Double]:
    """What the draft might count a second time; see ``doubles``."""
    if draft.subject_id is None or draft.disruption_date is None:
        return []
    lines = [(line.kind, line.quantity, line.value_pence) for line in draft.outcomes]
    return doubles(session, draft.id, draft.subject_id, draft.disruption_date, draft.four_p, lines)


def _refuse_out_of_turn(disruption: Disruption, saved: DisruptionDraft, by: UUID) -> None:
    """The level is the recorder's until it is submitted and the moderator's from then on; a withdrawn record rests."""
    status = disruption.status
    if status is DisruptionStatus.WITHDRAWN:
        raise Invalid({"status": f"{disruption.reference} is withdrawn, so that nothing in it is changed any more."})
    if saved.impact_level is disruption.impact_level:
        return
    if status.is_counted:
        raise Invalid({"impact_level": "The level was moderated; only a moderator can change it, with the reason."})
    own = by in (disruption.recorded_by_id, disruption.submitted_by_id)
    if status is DisruptionStatus.SUBMITTED and not own:
        raise Invalid(
            {"impact_level": "It waits for moderation; the moderator changes the level there, with the reason."}
        )


def _judged_anew(disruption: Disruption, saved: DisruptionDraft) -> list[str]:
    """What a moderator judges and ``saved`` says otherwise, in words."""
    pairs = ((word, getattr(disruption, name), getattr(saved, name)) for name, word in _JUDGED.items())
    return [word for word, stands, mine in pairs if stands and mine != stands]


def _id(draft: DisruptionDraft) -> UUID:
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved record; record it first."})
    return draft.id


def _values(work: Work, draft: DisruptionDraft, stood: DisruptionDraft | None = None) -> dict[str, Any]:
    """Column values of a checked draft; ``stood`` is the record before, whose closed codes may stay."""
    problems = draft.problems()
    kept = of_disruption(stood) if stood else ()
    problems = code_checks.problems(work.session, of_disruption(draft), kept, wall(work.now).date()) | problems
    if draft.disruption_date and draft.disruption_date > wall(work.now).date():
        problems["disruption_date"] = "The date is in the future; enter the day it happened."
    if problems:
        raise Invalid(problems)
    if stood is None or stood.subject_id != draft.subject_id:
        work.get(Subject, draft.subject_id)  # type: ignore[arg-type]  # problems() refused None
    if not draft.lro:
        draft = replace(draft, lro=_lead_of(work.session, draft.subject_id))
    values = columns_of(draft, but=("outcomes", "evidence_refs", "four_p_secondary"))
    values["four_p_secondary"] = [four_p.value for four_p in draft.four_p_secondary]
    values["evidence_refs"] = [{"kind": r.kind, "reference": r.reference, "date": r.date} for r in draft.evidence_refs]
    return values


def _lead_of(session: Session, subject_id: UUID | None) -> str:
    """Who leads the group; empty for a subject that is none."""
    found = prepared.rows(session, "lead of a group", _lead_query, {"subject": subject_id})
    return str(found[0][0]) if found else ""


def _lead_query() -> Select[*tuple[Any, ...]]:
    return select(Subject.lro).where(Subject.id == bindparam("subject"), Subject.kind == SubjectKind.OCG)


def _draft(session: Session, disruption: Disruption) -> DisruptionDraft:
    lines = select(Outcome).where(Outcome.disruption_id == disruption.id).order_by(Outcome.position)
    pence = outcome_amounts.of_lines(session, disruption.id)
    return draft_of(
        DisruptionDraft,
        disruption,
        four_p_secondary=tuple(FourP(value) for value in disruption.four_p_secondary),
        evidence_refs=tuple(EvidenceRef(**ref) for ref in disruption.evidence_refs),
        outcomes=tuple(draft_of(OutcomeLine, line, value_pence=pence[line.id]) for line in session.scalars(lines)),
    )


def _keep_outcomes(work: Work, disruption_id: UUID, lines: tuple[OutcomeLine, ...]) -> None:
    """Make the stored lines those of the form: same place, same line; the rest added or removed."""
    query = select(Outcome).where(Outcome.disruption_id == disruption_id).order_by(Outcome.position)
    stored = list(work.session.scalars(query))
    for place, line in enumerate(lines):
        values = columns_of(line)
        if place < len(stored):
            for name, value in values.items():
                setattr(stored[place], name, value)
        else:
            work.add(Outcome(disruption_id=disruption_id, position=place, **values))
    for outcome in stored[len(lines) :]:
        work.session.delete(outcome)


def _line_problem(line: OutcomeLine) -> str:
    measure = line.kind.measure
    if not 0 <= (line.value_pence or 0) <= MOST_PENCE:
        return f"{line.kind.label}: enter a value between nothing and {MOST_PENCE // 100:,} pounds."
    if measure in (Measure.PENCE, Measure.ASSET):
        return f"{line.kind.label}: enter the value in pounds and pence." if line.value_pence is None else ""
    if line.quantity is None or not 0 <= line.quantity <= MOST:
        return f"{line.kind.label}: enter a number between 0 and {MOST:,}."
    if round(line.quantity, 3) != line.quantity:
        return f"{line.kind.label}: give at most three figures after the point, or a smaller unit."
    if measure is Measure.DRUGS and not (line.detail and line.unit):
        return "Drugs: choose the drug and the unit."
    if measure is not Measure.DRUGS and line.quantity != int(line.quantity):
        return f"{line.kind.label}: enter a whole number."
    return ""
