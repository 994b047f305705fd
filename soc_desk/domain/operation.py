"""Operations and intensification weeks with what came of them, and bids to tasking for resources."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import closed_subjects, open_to
from soc_desk.errors import Invalid
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import BidLevel, BidRefusal, BidState, Exactness, OperationKind, TallyKind


class Operation(Entity):
    """A named operation, or a week of it. Which groups it is against is on ``OperationSubject``."""

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_register", "starts_on", "id"),)

    reference: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OperationKind] = mapped_column(default=OperationKind.OPERATION)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None, index=True)
    lead: Mapped[str] = mapped_column(default="")
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    summary: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    made_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As the group it is chiefly against, where it is against one."""
        if not reader.reads_cases:
            return false()
        return or_(cls.subject_id.is_(None), cls.subject_id.not_in(closed_subjects(reader)))


class OperationSubject(Entity):
    """A group that an operation is against."""

    __tablename__ = "operation_subject"
    __table_args__ = (Index("ix_operation_subject_pair", "operation_id", "subject_id", unique=True),)
    RECORD = "subject_id"

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("operation.id"))
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class Tally(Entity):
    """One countable result; money in pence. ``exactness`` says whether it is a count or a floor."""

    __tablename__ = "operation_tally"
    __table_args__ = (Index("ix_operation_tally_kind", "operation_id", "kind", unique=True),)
    RECORD = "operation_id"

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("operation.id"))
    kind: Mapped[TallyKind]
    value: Mapped[int] = mapped_column(BigInteger)
    exactness: Mapped[Exactness] = mapped_column(default=Exactness.EXACT)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As its operation."""
        if not reader.reads_cases:
            return false()
        closed = select(Operation.id).where(Operation.subject_id.in_(closed_subjects(reader)))
        return cls.operation_id.not_in(closed)


_B = BidState
NEXT_BID_STATES: dict[BidState, frozenset[BidState]] = {
    _B.DRAFT: frozenset({_B.SUBMITTED}),
    _B.SUBMITTED: frozenset({_B.APPROVED, _B.PART_APPROVED, _B.DEFERRED, _B.REFUSED}),
    _B.DEFERRED: frozenset({_B.SUBMITTED, _B.APPROVED, _B.PART_APPROVED, _B.REFUSED}),
    _B.APPROVED: frozenset({_B.DELIVERED}),
    _B.PART_APPROVED: frozenset({_B.DELIVERED}),
    _B.REFUSED: frozenset(),
    _B.DELIVERED: frozenset({_B.RESULT_RECORDED}),
    _B.RESULT_RECORDED: frozenset(),
}


class TaskingBid(Entity):
    """A bid to tasking for resources; one refused for want of capacity is counted as unmet demand."""

    __tablename__ = "tasking_bid"

    reference: Mapped[str] = mapped_column(unique=True)
    level: Mapped[BidLevel]
    state: Mapped[BidState] = mapped_column(default=BidState.DRAFT)
    asked: Mapped[str]
    resource: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    operation_id: Mapped[UUID | None] = mapped_column(ForeignKey("operation.id"), default=None, index=True)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    meeting: Mapped[str] = mapped_column(default="")
    meeting_on: Mapped[date | None] = mapped_column(default=None)
    decision: Mapped[str] = mapped_column(default="")
    refusal: Mapped[BidRefusal | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As the group it is for, where it is for one."""
        if not reader.reads_cases:
            return false()
        return or_(cls.subject_id.is_(None), cls.subject_id.not_in(closed_subjects(reader)))

    def move(self, after: BidState) -> None:
        """Take the next step; refuses one that does not exist."""
        if after not in NEXT_BID_STATES[self.state]:
            raise Invalid({"state": f"A bid that is {self.state.label.lower()} cannot become {after.label.lower()}."})
        self.state = after
