"""Intelligence as it is linked to a group or a person: reference, dates, grade and a sanitised summary, no source."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import closed_people, closed_subjects
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, IntelligenceKind, SourceGrade


class IntelligenceLink(Entity):
    """One report as it bears on one group, on one person, or on a person as a member of a group.

    The same report on two groups is two links, each with a summary fit for those who read that group. ``legacy_grade``
    keeps a 5x5x5 grade as it was written; it is never turned into another. ``qualifying`` is worked out by
    ``judge`` and kept for the archive clock, which runs from ``received_on``.
    """

    __tablename__ = "intelligence_link"
    __table_args__ = (
        Index("ix_intelligence_link_register", "received_on", "id"),
        Index("ix_intelligence_link_subject", "subject_id", "qualifying", "received_on"),
        Index("ix_intelligence_link_person", "person_id", "received_on"),
        Index("ix_intelligence_link_ref", "ir_ref"),
    )

    serial: Mapped[int] = mapped_column(unique=True)
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    ir_ref: Mapped[str]
    kind: Mapped[IntelligenceKind] = mapped_column(default=IntelligenceKind.REPORT)
    reported_on: Mapped[date | None] = mapped_column(default=None)
    received_on: Mapped[date]
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    conditions: Mapped[str] = mapped_column(default="")
    legacy_grade: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    relates_to_activity: Mapped[bool] = mapped_column(default=True)
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("intelligence_link.id"), default=None)
    qualifying: Mapped[bool] = mapped_column(default=False)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    entered_at: Mapped[datetime | None] = mapped_column(default=None)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)

    def judge(self) -> bool:
        """Whether this keeps its group from archive review; sets ``qualifying``.

        Not what is suspected to be false, a duplicate, a negative check, our own disruption or a review's note; and
        not what concerns a member alone. Source: the archive clock of the force's policy.
        """
        self.qualifying = (
            self.subject_id is not None
            and self.relates_to_activity
            and self.kind is IntelligenceKind.REPORT
            and self.assessment is not AssessmentGrade.FALSE
            and self.duplicate_of_id is None
        )
        return self.qualifying

    @property
    def grade(self) -> str:
        """As printed: source, assessment, handling, "1/B/P"; a legacy grade as it was written; else what kind it is."""
        parts = (self.source, self.assessment, self.handling)
        graded = "/".join(part.value if part else "–" for part in parts) if any(parts) else ""
        return self.legacy_grade or graded or self.kind.label

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As the group and the person it is linked to."""
        if not reader.reads_cases:
            return false()
        return and_(
            or_(cls.subject_id.is_(None), cls.subject_id.not_in(closed_subjects(reader))),
            or_(cls.person_id.is_(None), cls.person_id.not_in(closed_people(reader))),
        )
