"""What a disruption is against: an organised crime group, a priority individual or a vulnerability."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Base, Entity
from soc_desk.domain.closed import open_to
from soc_desk.vocabulary import Access, Marking, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason, Scope


class Subject(Entity):
    """Fields that groups, priority individuals and vulnerabilities share; ``assessed_on`` None means never assessed.

    ``lro``, ``sro`` and ``tier`` are the latest of ``Leader`` and ``TierDecision``, ``last_intelligence_on`` the latest
    qualifying report or, where it is later, ``intelligence_told_on``: the day a tracker told before links were kept.
    ``status_since`` is the day of the latest step to another status. ``lro_id`` is None while a partner leads.
    ``affected_areas`` (ids of areas), ``cross_border_forces`` and ``line_names`` (county lines) are None until somebody
    says, and empty for none.
    """

    __tablename__ = "subject"
    __table_args__ = (
        Index("ix_subject_register", "kind", "status", "reference"),
        Index("ix_subject_closed", "access", "id"),
        # Of merged ones only, as migration 0019 makes it; to say so here would load a dialect at every start.
        Index("ix_subject_merged_into_id", "merged_into_id"),
    )

    kind: Mapped[SubjectKind] = mapped_column(init=False)
    reference: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    national_ref: Mapped[str] = mapped_column(default="")
    operation_name: Mapped[str] = mapped_column(default="")
    status: Mapped[SubjectStatus] = mapped_column(default=SubjectStatus.PROPOSED)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None, index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), default=None, index=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    primary_threat: Mapped[str] = mapped_column(default="")
    secondary_threats: Mapped[list[str]] = mapped_column(default_factory=list)
    assessed_on: Mapped[date | None] = mapped_column(default=None)
    band: Mapped[str] = mapped_column(default="")
    last_intelligence_on: Mapped[date | None] = mapped_column(default=None)
    mapped_on: Mapped[date | None] = mapped_column(default=None)
    tier: Mapped[str] = mapped_column(default="")
    lro: Mapped[str] = mapped_column(default="")
    lro_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    sro: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sro_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    scope: Mapped[Scope | None] = mapped_column(default=None)
    affected_areas: Mapped[list[str] | None] = mapped_column(default=None)
    cross_border_forces: Mapped[list[str] | None] = mapped_column(default=None)
    line_names: Mapped[list[str] | None] = mapped_column(default=None)
    synced_on: Mapped[date | None] = mapped_column(default=None)
    intelligence_told_on: Mapped[date | None] = mapped_column(default=None)
    status_since: Mapped[date | None] = mapped_column(default=None)
    review_due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None)
    access: Mapped[Access] = mapped_column(default=Access.TEAM)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    notes: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    created_at: Mapped[datetime | None] = mapped_column(default=None)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version, "polymorphic_on": "kind"}

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Team records to all who read cases; restricted and sealed ones to their owner and the people named."""
        return open_to(cls.id, reader)


class PriorityIndividual(Subject):
    """A person prioritised in their own right; who they are comes with the people register."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.PRIORITY_INDIVIDUAL}


class Vulnerability(Subject):
    """A vulnerability that crime exploits: a place, a process, a trade."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.VULNERABILITY}


class SubjectReader(Base):
    """A person named on the list of a restricted or sealed record."""

    __tablename__ = "subject_reader"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True, index=True)


class SubjectStatusChange(Entity):
    """One step of a subject's life, with who, when and why; never edited.

    ``archive_reason`` and ``rocu_told_on`` are those of an archiving. A step from Archived to Archived is a review of
    reactivation that left the group archived.
    """

    __tablename__ = "subject_status_change"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    before: Mapped[SubjectStatus | None]
    after: Mapped[SubjectStatus]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str] = mapped_column(default="")
    archive_reason: Mapped[ArchiveReason | None] = mapped_column(default=None)
    rocu_told_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)
