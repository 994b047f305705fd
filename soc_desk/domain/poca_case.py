"""A POCA case: property seized, detained, frozen or restrained, or an order to pay, from first minute to end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity, Wall
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary import Access, Marking
from soc_desk.vocabulary.poca import CaseKind, CaseState, Limb, Nation, SearchApproval, SeizurePower

ZONE = "Europe/London"


class PocaCase(Entity):
    """One case, of any kind; columns that a kind has no use for stay empty.

    Moments of the law (``seized_at``, ``expired_at`` …) are local wall time of ``zone``, to the minute. The
    ``*_pence`` columns are sterling, kept from the money lines by ``soc_desk.services.poca.money`` and nowhere else.
    ``expired_at`` is the deadline that passed without lawful detention: once set, editing does not clear it.
    ``detained_until`` is the legal end of the detention now running, ``due_at`` the soonest open duty, for registers.
    ``serial`` is the number of its reference, for sorting; ``register_ref`` its number in the register it came from.
    ``place`` … ``investigation_plan`` follow the fields of ``docs/poca.md`` (POCA 2002 ss.289-294).
    """

    __tablename__ = "poca_case"
    __table_args__ = (
        Index("ix_poca_case_register", "kind", "seized_at", "id"),
        Index("ix_poca_case_reference", "kind", "serial", "id"),
        Index("ix_poca_case_state", "kind", "state", "seized_at", "id"),
        Index("ix_poca_case_area", "kind", "area_id", "seized_at", "id"),
        Index("ix_poca_case_amount", "kind", "seized_pence", "id"),
        Index("ix_poca_case_due", "kind", "due_at", "id"),
        Index(
            "ix_poca_case_totals",
            "kind",
            "state",
            "detained_until",
            "seized_pence",
            "held_pence",
            "released_pence",
            "forfeited_pence",
            "returned_pence",
            "id",
        ),
        Index("ix_poca_case_first_order", "kind", "first_order_on", "area_id"),
        Index(
            "ix_poca_case_forfeited", "kind", "forfeited_on", "area_id", "forfeited_pence", "forfeited_by_notice", "id"
        ),
        Index("ix_poca_case_closed", "access", "id"),
    )

    serial: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[CaseKind]
    state: Mapped[CaseState]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    recorded_at: Mapped[datetime]

    # whose it is, and what it belongs to
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), default=None)
    officer: Mapped[str] = mapped_column(default="")
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    operation_name: Mapped[str] = mapped_column(default="")
    crime_ref: Mapped[str] = mapped_column(default="")
    register_ref: Mapped[str] = mapped_column(default="")
    access: Mapped[Access] = mapped_column(default=Access.TEAM)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)

    # the seizure
    nation: Mapped[Nation] = mapped_column(default=Nation.ENGLAND_AND_WALES)
    zone: Mapped[str] = mapped_column(default=ZONE)
    seized_at: Mapped[Wall | None] = mapped_column(default=None)
    original_seized_at: Mapped[Wall | None] = mapped_column(default=None)
    reseized_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("poca_case.id"), default=None)
    reseized_because: Mapped[str] = mapped_column(default="")
    held_other_power_from: Mapped[Wall | None] = mapped_column(default=None)
    other_power: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    power: Mapped[SeizurePower | None] = mapped_column(default=None)
    search_power: Mapped[str] = mapped_column(default="")
    search_approval: Mapped[SearchApproval | None] = mapped_column(default=None)
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[Wall | None] = mapped_column(default=None)
    body_worn_ref: Mapped[str] = mapped_column(default="")
    limb: Mapped[Limb | None] = mapped_column(default=None)
    grounds: Mapped[str] = mapped_column(default="")
    detention_grounds: Mapped[str] = mapped_column(default="")
    investigation_plan: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    report_sent_on: Mapped[date | None] = mapped_column(default=None)

    # how it stands
    first_order_on: Mapped[date | None] = mapped_column(default=None)
    detained_until: Mapped[Wall | None] = mapped_column(default=None)
    expired_at: Mapped[Wall | None] = mapped_column(default=None)
    due_at: Mapped[Wall | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    paid_in_on: Mapped[date | None] = mapped_column(default=None)
    paid_in_account: Mapped[str] = mapped_column(default="")
    kept_as_evidence: Mapped[bool] = mapped_column(default=False)
    refused_on: Mapped[date | None] = mapped_column(default=None)
    release_directed_on: Mapped[date | None] = mapped_column(default=None)
    forfeited_on: Mapped[date | None] = mapped_column(default=None)
    forfeited_by_notice: Mapped[bool] = mapped_column(default=False)
    final_on: Mapped[date | None] = mapped_column(default=None)
    fund_paid_on: Mapped[date | None] = mapped_column(default=None)
    jard_ref: Mapped[str] = mapped_column(default="")
    jard_updated_on: Mapped[date | None] = mapped_column(default=None)

    # sterling, kept from the money lines
    seized_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    held_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    released_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    forfeited_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    returned_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_pence: Mapped[int] = mapped_column(BigInteger, default=0)

    # the other orders
    institution: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    authorised_by: Mapped[str] = mapped_column(default="")
    made_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    cap_extended_to: Mapped[date | None] = mapped_column(default=None)
    convicted_on: Mapped[date | None] = mapped_column(default=None)
    benefit_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    order_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    pay_by: Mapped[date | None] = mapped_column(default=None)
    pay_extended_to: Mapped[date | None] = mapped_column(default=None)
    default_term_months: Mapped[int | None] = mapped_column(default=None)
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    consent_refused_on: Mapped[date | None] = mapped_column(default=None)
    moratorium_to: Mapped[date | None] = mapped_column(default=None)
    referred_to: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")

    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)
    fingerprint: Mapped[str | None] = mapped_column(default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Team cases to all who read cases; closed ones to their owner and those named; none of a closed subject."""
        return open_case(cls.id, reader)


class SeizureTimeChange(Entity):
    """A change of the time of seizure: asked by one person, decided by another; ``agreed`` None while it waits."""

    __tablename__ = "poca_time_change"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    before: Mapped[Wall]
    after: Mapped[Wall]
    reason: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None] = mapped_column(default=None)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decision_note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
