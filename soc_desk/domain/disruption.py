"""A disruption: an evidenced impact on an OCG, a priority individual or a vulnerability, and its moderation."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Computed, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_to
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.vocabulary import Code, DisruptionStatus, FourP, ImpactLevel, Marking, ModerationResult

OPEN = frozenset({DisruptionStatus.DRAFT, DisruptionStatus.RETURNED})
"""States in which the recorder may still edit and submit."""

WITHDRAWN_BECAUSE = "Withdrawn: "
"""Stands in the moderation note before the reason of a withdrawal; what a moderator wrote stays before it."""
AFTER_NOTE = " · "
"""Stands between a moderation note and what was said later."""


def _ranked(column: str, codes: type[Code]) -> Computed:
    cases = " ".join(f"WHEN '{code.value}' THEN {code.rank}" for code in codes)
    return Computed(f"CASE {column} {cases} ELSE 99 END", persisted=True)


class Disruption(Entity):
    """Field names follow the data dictionary (``docs/return-profile.md``).

    ``serial`` orders references and keys the search index.

    The ``*_rank`` columns are computed by the database so that registers sort codes in their own order from an index.
    """

    __tablename__ = "disruption"
    __table_args__ = (
        Index("ix_disruption_date", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_four_p", "four_p_rank", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_level", "level_rank", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_status", "status_rank", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_threat", "primary_threat", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_area", "area_id", "disruption_date", "id", "subject_id"),
        Index("ix_disruption_subject", "subject_id", "disruption_date", "id"),
        Index("ix_disruption_return", "lead_agency", "disruption_date", "id", "subject_id", "status_rank"),
        Index("ix_disruption_recorder", "recorded_by_id", "disruption_date", "id", "subject_id"),
    )

    serial: Mapped[int] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    disruption_date: Mapped[date]
    four_p: Mapped[FourP]
    impact_level: Mapped[ImpactLevel]
    primary_threat: Mapped[str]
    status: Mapped[DisruptionStatus] = mapped_column(default=DisruptionStatus.DRAFT)
    four_p_rank: Mapped[int] = mapped_column(SmallInteger, _ranked("four_p", FourP), init=False)
    level_rank: Mapped[int] = mapped_column(SmallInteger, _ranked("impact_level", ImpactLevel), init=False)
    status_rank: Mapped[int] = mapped_column(SmallInteger, _ranked("status", DisruptionStatus), init=False)

    national_ref: Mapped[str | None] = mapped_column(default=None, unique=True)
    lead_agency: Mapped[str] = mapped_column(default="")
    lead_unit: Mapped[str] = mapped_column(default="")
    supporting_agencies: Mapped[list[str]] = mapped_column(default_factory=list)
    operation_name: Mapped[str] = mapped_column(default="")
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    secondary_threats: Mapped[list[str]] = mapped_column(default_factory=list)
    county_line_ref: Mapped[str] = mapped_column(default="")
    four_p_secondary: Mapped[list[str]] = mapped_column(default_factory=list)
    impact_rationale: Mapped[str] = mapped_column(default="")
    activity_types: Mapped[list[str]] = mapped_column(default_factory=list)
    tactic_area: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    narrative: Mapped[str] = mapped_column(default="")
    evidence_refs: Mapped[list[dict[str, str]]] = mapped_column(default_factory=list)
    partners: Mapped[list[str]] = mapped_column(default_factory=list)
    plan_ref: Mapped[str] = mapped_column(default="")
    lro: Mapped[str] = mapped_column(default="")
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    distinct_because: Mapped[str] = mapped_column(default="")

    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    recorded_at: Mapped[datetime]
    officer: Mapped[str] = mapped_column(default="")
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    moderated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    moderated_at: Mapped[datetime | None] = mapped_column(default=None)
    moderation_result: Mapped[ModerationResult | None] = mapped_column(default=None)
    moderation_note: Mapped[str] = mapped_column(default="")
    level_before: Mapped[ImpactLevel | None] = mapped_column(default=None)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)
    fingerprint: Mapped[str | None] = mapped_column(default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)

    def submit(self, by: UUID, at: datetime) -> None:
        """Send to a moderator; from draft or returned."""
        if self.status not in OPEN:
            raise Invalid({"status": f"{self._as_it_is}; only a draft or a returned one can be submitted."})
        self.status, self.submitted_by_id, self.submitted_at = DisruptionStatus.SUBMITTED, by, at

    def take_back(self, by: UUID) -> None:
        """Undo a submission, by the person who made it and before it is moderated."""
        if self.status is not DisruptionStatus.SUBMITTED:
            raise Invalid({"status": f"{self._as_it_is}; only one that awaits moderation can be taken back."})
        if by not in (self.submitted_by_id, self.recorded_by_id):
            raise NotAllowed("A disruption is taken back by the person who recorded or submitted it.")
        was_returned = self.moderation_result is ModerationResult.RETURNED
        self.status = DisruptionStatus.RETURNED if was_returned else DisruptionStatus.DRAFT
        self.submitted_by_id = self.submitted_at = None

    def approve(self, by: UUID, at: datetime, level: ImpactLevel, note: str) -> None:
        """Agree, or change the level with a reason; the level first assessed is kept."""
        self._moderate(by)
        changed = level is not self.impact_level
        if changed and not note.strip():
            raise Invalid({"note": "Say why the level is changed."})
        if changed:
            self.level_before = self.level_before or self.impact_level
            self.impact_level = level
        result = ModerationResult.LEVEL_CHANGED if changed else ModerationResult.AGREED
        status = DisruptionStatus.KEYED if self.national_ref else DisruptionStatus.APPROVED
        if self.level_before and not note.strip():
            note = self.moderation_note  # why the level was changed earlier
        self._moderated(by, at, result, note, status)

    def send_back(self, by: UUID, at: datetime, note: str) -> None:
        """Return to the recorder with what must be put right."""
        self._moderate(by)
        if not note.strip():
            raise Invalid({"note": "Say what must be put right."})
        self._moderated(by, at, ModerationResult.RETURNED, note, DisruptionStatus.RETURNED)

    def reject(self, by: UUID, at: datetime, note: str) -> None:
        """Refuse for good: the record stays, withdrawn."""
        self._moderate(by)
        if not note.strip():
            raise Invalid({"note": "Say why it is rejected."})
        self._moderated(by, at, ModerationResult.REJECTED, note, DisruptionStatus.WITHDRAWN)

    def reopen(self, by: UUID, at: datetime, why: str) -> None:
        """Something that a moderator agreed was changed: submitted by who changed it, it counts once agreed again."""
        self.status, self.submitted_by_id, self.submitted_at = DisruptionStatus.SUBMITTED, by, at
        self.moderated_by_id = self.moderated_at = self.moderation_result = None
        self._note_further(why)

    def take_back_moderation(self, by: UUID, at: datetime, why: str) -> None:
        """A moderator withdraws the agreement: it waits again, as from ``at``, and keeps its national reference."""
        self._reconsider(by)
        if not why.strip():
            raise Invalid({"note": "Say why the moderation is taken back."})
        self.status, self.submitted_at = DisruptionStatus.SUBMITTED, at
        self.moderated_by_id = self.moderated_at = self.moderation_result = None
        self._note_further(f"Moderation taken back: {why.strip()}")

    def correct_level(self, by: UUID, at: datetime, level: ImpactLevel, why: str) -> None:
        """A moderator puts a moderated level right, with the reason; it counts on, and the level first assessed stays.

        A record that was keyed stays keyed under its national reference.
        """
        self._reconsider(by)
        if level is self.impact_level:
            raise Invalid(
                {"level": f"{self.reference} is {level.label.lower()} already; choose the level it should be."}
            )
        if not why.strip():
            raise Invalid({"note": "Say why the level is changed."})
        self.level_before = self.level_before or self.impact_level
        self.impact_level = level
        self._moderated(by, at, ModerationResult.LEVEL_CHANGED, why, self.status)

    def key(self, national_ref: str) -> None:
        """Note the national reference given when the record was keyed."""
        if not self.status.is_counted:
            raise Invalid({"national_ref": "Only a moderated disruption can be keyed nationally."})
        if not national_ref.strip():
            raise Invalid({"national_ref": "Enter the national reference."})
        self.status, self.national_ref = DisruptionStatus.KEYED, national_ref.strip()

    def withdraw(self, why: str) -> None:
        """Take out of the count, with the reason after what a moderator wrote; nothing is deleted."""
        if self.status is DisruptionStatus.WITHDRAWN:
            raise Invalid({"status": f"{self.reference} is already withdrawn."})
        self._note_further(f"{WITHDRAWN_BECAUSE}{why.strip()}")
        self.status = DisruptionStatus.WITHDRAWN

    def _note_further(self, told: str) -> None:
        """Say more without losing what a moderator wrote."""
        self.moderation_note = f"{self.moderation_note}{AFTER_NOTE}{told}" if self.moderation_note else told

    @property
    def _as_it_is(self) -> str:
        return f"{self.reference} is {self.status.label.lower()}"

    def _moderate(self, by: UUID) -> None:
        if self.status is not DisruptionStatus.SUBMITTED:
            raise Invalid({"status": f"{self._as_it_is}; only a submitted one can be moderated."})
        self._refuse_own(by)

    def _reconsider(self, by: UUID) -> None:
        if not self.status.is_counted:
            raise Invalid({"status": f"{self._as_it_is}; only what was moderated can be put right in this way."})
        self._refuse_own(by)

    def _refuse_own(self, by: UUID) -> None:
        if by in (self.submitted_by_id, self.recorded_by_id):
            raise NotAllowed(
                "A disruption is moderated by somebody other than the person who recorded or submitted it."
            )

    def _moderated(self, by: UUID, at: datetime, result: ModerationResult, note: str, status: DisruptionStatus) -> None:
        self.moderated_by_id, self.moderated_at, self.moderation_result = by, at, result
        self.moderation_note, self.status = note.strip(), status
