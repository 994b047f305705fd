"""A referral of a potential victim to the Home Office (Modern Slavery Act 2015 s.52)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import closed_subjects, open_person
from soc_desk.errors import Invalid
from soc_desk.vocabulary.ocg import Consent, ReferralKind, ReferralState

_S = ReferralState
NEXT_STATES: dict[ReferralState, tuple[ReferralState, ...]] = {
    _S.IDENTIFIED: (_S.SENT,),
    _S.SENT: (_S.REASONABLE_POSITIVE, _S.REASONABLE_NEGATIVE),
    _S.REASONABLE_POSITIVE: (_S.CONCLUSIVE_POSITIVE, _S.CONCLUSIVE_NEGATIVE),
    _S.REASONABLE_NEGATIVE: (_S.REASONABLE_POSITIVE,),
    _S.CONCLUSIVE_POSITIVE: (),
    _S.CONCLUSIVE_NEGATIVE: (_S.CONCLUSIVE_POSITIVE,),
}
"""A negative decision can be reconsidered; the Duty to Notify ends when it was sent."""


def kind_for(consent: Consent) -> ReferralKind:
    """Which of the two: without an adult's consent only the Duty to Notify remains."""
    return ReferralKind.DUTY_TO_NOTIFY if consent is Consent.NO else ReferralKind.NRM


def next_states(state: ReferralState, kind: ReferralKind) -> tuple[ReferralState, ...]:
    """What can come next; no decision follows a notification."""
    return () if kind is ReferralKind.DUTY_TO_NOTIFY and state is ReferralState.SENT else NEXT_STATES[state]


def is_open(state: ReferralState, kind: ReferralKind) -> bool:
    """Whether it waits for something: to be sent, or for a decision. A negative one waits for nothing."""
    return state in (_S.IDENTIFIED, _S.SENT, _S.REASONABLE_POSITIVE) and bool(next_states(state, kind))


class Referral(Entity):
    """An NRM referral, or the duty to notify about an adult who did not consent."""

    __tablename__ = "nrm_referral"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    kind: Mapped[ReferralKind]
    is_child: Mapped[bool]
    consent: Mapped[Consent]
    state: Mapped[ReferralState] = mapped_column(default=ReferralState.IDENTIFIED)
    identified_on: Mapped[date]
    sent_on: Mapped[date | None] = mapped_column(default=None)
    reference: Mapped[str] = mapped_column(default="")
    reasonable_on: Mapped[date | None] = mapped_column(default=None)
    conclusive_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As the person and the group named on it."""
        open_group = or_(cls.subject_id.is_(None), cls.subject_id.not_in(closed_subjects(reader)))
        return and_(open_person(cls.person_id, reader), open_group)

    def move(self, after: ReferralState) -> None:
        """Take the next step; refuses one that does not exist."""
        if after not in next_states(self.state, self.kind):
            raise Invalid(
                {"state": f"A referral that is “{self.state.label}” cannot become “{after.label}” ({self.kind.label})."}
            )
        self.state = after
