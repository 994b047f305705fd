"""Referrals of potential victims to the Home Office (Modern Slavery Act 2015 s.52): NRM, or the Duty to Notify."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, Referral, Subject
from soc_desk.domain.age import ADULT, Age, years_on
from soc_desk.domain.days import DayThatWas
from soc_desk.domain.referral import is_open, kind_for, next_states
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import standing
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS
from soc_desk.vocabulary.ocg import Consent, ReferralKind, ReferralState

_REASONABLE = (ReferralState.REASONABLE_POSITIVE, ReferralState.REASONABLE_NEGATIVE)
_CONCLUSIVE = (ReferralState.CONCLUSIVE_POSITIVE, ReferralState.CONCLUSIVE_NEGATIVE)


@dataclass(frozen=True, kw_only=True)
class ReferralRow:
    """One referral; ``group`` is the group it came up in, where there is one."""

    id: UUID
    version: int
    person_id: UUID
    person_reference: str
    name: str
    subject_id: UUID | None
    group: str
    kind: ReferralKind
    is_child: bool
    consent: Consent
    state: ReferralState
    identified_on: date
    sent_on: date | None
    reference: str
    reasonable_on: date | None
    conclusive_on: date | None
    note: str
    next: tuple[ReferralState, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits to be sent, or for a decision."""
        return is_open(self.state, self.kind)

    @property
    def words(self) -> str:
        """``NRM referral, sent on 3 Mar 2026``: what it is and how it stands."""
        sent = "identified" if self.sent_on is None else "sent"
        decided = "" if self.reasonable_on is None else f"; {self.state.label.lower()}"
        return f"{self.kind.label}, {sent} on {day_words(self.sent_on or self.identified_on)}{decided}"


@dataclass(frozen=True, kw_only=True)
class ReferralDraft:
    """What the form fills; which of the two it is follows from age and consent."""

    person_id: UUID | None = None
    subject_id: UUID | None = None
    is_child: bool | None = None
    consent: Consent | None = None
    identified_on: DayThatWas = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.person_id is None:
            found["person_id"] = "Choose who may be a victim."
        if self.is_child is None:
            found["is_child"] = "Say whether it is a child; where that is not known, treat them as one."
        if self.is_child is False and self.consent not in (Consent.YES, Consent.NO):
            found["consent"] = "An adult is asked: say whether they consented."
        return found


def page(
    session: Session,
    person_id: UUID | None = None,
    subject_id: UUID | None = None,
    states: tuple[ReferralState, ...] = (),
) -> list[ReferralRow]:
    """Referrals, newest first; of one person, one group or some states where asked."""
    where = []
    if person_id is not None:
        where.append(Referral.person_id == person_id)
    if subject_id is not None:
        where.append(Referral.subject_id == subject_id)
    if states:
        where.append(Referral.state.in_(states))
    return _rows(session, *where)


@use_case("Open a referral", needs=READERS)
def look(work: Work, id: UUID) -> ReferralRow:
    """Open one; logs the consultation of the person."""
    work.consult(work.get(Person, work.get(Referral, id).person_id))
    return one(work.session, id)


def one(session: Session, id: UUID) -> ReferralRow:
    """A referral that is open already, read again."""
    found = _rows(session, Referral.id == id)
    if not found:
        raise NotFound("That referral does not exist, or is not open to you.")
    return found[0]


def waiting(session: Session) -> int:
    """How many were identified and are still to be sent."""
    query = select(func.count(Referral.id)).where(Referral.state == ReferralState.IDENTIFIED)
    return session.scalar(query) or 0


def open_of(session: Session, person_id: UUID) -> list[ReferralRow]:
    """Those of a person that wait to be sent or decided, as far as the reader may know of them, newest first."""
    return [row for row in _rows(session, Referral.person_id == person_id) if row.is_open]


def _rows(session: Session, *where: ColumnElement[bool]) -> list[ReferralRow]:
    columns = (
        Referral.id, Referral.version, Referral.person_id, Person.reference, Person.name, Referral.subject_id,
        func.coalesce(Subject.reference + " " + Subject.name, ""), Referral.kind, Referral.is_child, Referral.consent,
        Referral.state, Referral.identified_on, Referral.sent_on, Referral.reference, Referral.reasonable_on,
        Referral.conclusive_on, Referral.note,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(Subject, Subject.id == Referral.subject_id)
        .where(*where)
        .order_by(Referral.identified_on.desc(), Referral.id.desc())
    )
    names = [name for name in ReferralRow.__dataclass_fields__ if name != "next"]
    found = (dict(zip(names, row, strict=True)) for row in session.execute(query))
    return [ReferralRow(**facts, next=next_states(facts["state"], facts["kind"])) for facts in found]


@use_case("Identify a potential victim", needs=WRITERS)
def identify(work: Work, draft: ReferralDraft) -> UUID:
    """Begin a referral; a child needs no consent, an adult who gave none is still notified. One of a kind is open."""
    if problems := draft.problems():
        raise Invalid(problems)
    assert draft.person_id is not None
    assert draft.is_child is not None
    identified_on = draft.identified_on or wall(work.now).date()
    _agree_with_record(work.get(Person, draft.person_id).age, identified_on, is_child=draft.is_child)
    if draft.subject_id is not None:
        work.get(Subject, draft.subject_id)
        if told := standing.problem(work.session, draft.subject_id):
            raise Invalid({"subject_id": told})
    consent = Consent.NOT_NEEDED if draft.is_child or draft.consent is None else draft.consent
    same = [row for row in open_of(work.session, draft.person_id) if row.kind is kind_for(consent)]
    if same:
        told = f"They have one that is open: {same[0].words}. Open that on their record and move it on."
        raise Invalid({"person_id": told})
    values = columns_of(draft, but=("consent", "identified_on"))
    made = Referral(
        **values, consent=consent, kind=kind_for(consent), made_by_id=work.actor.id, made_at=work.now,
        identified_on=identified_on,
    )  # fmt: skip
    work.add(made)
    return made.id


@use_case("Move a referral on", needs=WRITERS)
def move(work: Work, id: UUID, version: int, after: ReferralState, on: DayThatWas = None, reference: str = "") -> None:
    """Sent, or a decision that came; ``on`` is its day."""
    referral = work.get(Referral, id, version)
    today = wall(work.now).date()
    day = on or today
    if day > today:
        raise Invalid({"on": "That day is still to come."})
    before = (referral.reasonable_on, referral.sent_on) if after in _CONCLUSIVE else (referral.sent_on,)
    latest = max(each for each in (referral.identified_on, *before) if each is not None)
    if day < latest:
        raise Invalid({"on": f"The step before it was on {day_words(latest)}; enter that day or a later one."})
    referral.move(after)
    if after is ReferralState.SENT:
        referral.sent_on = day
        referral.reference = reference.strip() or referral.reference
    elif after in _REASONABLE:
        referral.reasonable_on = day
    elif after in _CONCLUSIVE:
        referral.conclusive_on = day


def _agree_with_record(age: Age, day: date, *, is_child: bool) -> None:
    """A child is referred without consent and an adult is asked: it cannot be one where their record says the other.

    Who may be under 18 is treated as a child (Modern Slavery Act 2015 s.51).
    """
    if age.births is None:
        return
    oldest, youngest = age.births
    if not is_child and years_on(youngest, ADULT) > day:
        may = "were" if years_on(oldest, ADULT) > day else "may have been"
        told = f"By their record they {may} under 18 ({age.words(day)}): refer them as a child, without asking, or "
        raise Invalid({"is_child": f"{told}correct the age on their record first."})
    if is_child and years_on(oldest, ADULT) <= day and years_on(youngest, ADULT) <= day:
        told = f"By their record they were an adult ({age.words(day)}), who is asked: say whether they consented, or "
        raise Invalid({"is_child": f"{told}correct the age on their record first."})
