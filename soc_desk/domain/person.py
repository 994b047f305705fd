"""A person (nominal): names, age, what is known of them; what they are to a group stands on the link."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.age import Age
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_person, open_to
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    Basis,
    DataCategory,
    HandlingGrade,
    LinkRole,
    SourceGrade,
)

_DESCRIBED = 48


class Person(Entity):
    """Somebody recorded for a policing purpose; as closed as the groups they belong to (``closed_people``).

    No ethnicity, health or religion (DPA 2018 s.35(8)). ``age_from`` … ``age_to`` are an approximate age as it was on
    ``age_noted_on``, where no date of birth is known. ``unidentified`` is a member who exists but has no name yet.
    ``merged_into_id`` is set while the record is merged into another. ``review_due_on`` is the periodic review of DPA
    2018 s.39(2). ``name`` is what lists show, ``sort_name`` what they sort by, ``adult_on`` the day from which they are
    18 by all that is known (None where no age is); ``settle`` works the three out.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_register", "sort_name", "id"),
        Index("ix_person_born", "born_on"),
        # Of merged ones only, as migration 0019 makes it; to say so here would load a dialect at every start.
        Index("ix_person_merged_into_id", "merged_into_id"),
    )

    serial: Mapped[int] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    family_name: Mapped[str] = mapped_column(default="")
    given_names: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(default="")
    born_on: Mapped[date | None] = mapped_column(default=None)
    age_from: Mapped[int | None] = mapped_column(default=None)
    age_to: Mapped[int | None] = mapped_column(default=None)
    age_noted_on: Mapped[date | None] = mapped_column(default=None)
    adult_on: Mapped[date | None] = mapped_column(default=None)
    unidentified: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(default="")
    pnc_id: Mapped[str] = mapped_column(default="")
    cro_id: Mapped[str] = mapped_column(default="")
    retention_group: Mapped[str] = mapped_column(default="")
    review_due_on: Mapped[date | None] = mapped_column(default=None, index=True)
    processing_restricted: Mapped[bool] = mapped_column(default=False)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL_SENSITIVE)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    created_at: Mapped[datetime | None] = mapped_column(default=None)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)

    @property
    def age(self) -> Age:
        """What is known of how old they are."""
        return Age(self.born_on, self.age_from, self.age_to, self.age_noted_on)

    def settle(self) -> None:
        """Work out again what follows from names and age; after each change of them."""
        self.name, self.sort_name = shown_as(self.family_name, self.given_names, self.description)
        self.adult_on = self.age.adult_on

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """All who read cases, but for people known only in groups that are closed to the reader."""
        return open_person(cls.id, reader)


class PersonLink(Entity):
    """What a person is to a group, individual or vulnerability, since when, on what grade and basis.

    ``category`` is that of DPA 2018 s.38(3); one person may be a suspect here and a possible victim there.
    ``child_confirmed`` is that whoever linked somebody under 18 was asked and confirmed it.
    """

    __tablename__ = "person_link"
    __table_args__ = (Index("ix_person_link_person", "person_id", "subject_id"),)
    RECORD = "subject_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    role: Mapped[LinkRole]
    category: Mapped[DataCategory]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    basis: Mapped[Basis] = mapped_column(default=Basis.ASSESSMENT)
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    conditions: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    child_confirmed: Mapped[bool] = mapped_column(default=False)
    linked_at: Mapped[datetime | None] = mapped_column(default=None)
    linked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


def shown_as(family_name: str, given_names: str, description: str) -> tuple[str, str]:
    """How a person is named in lists, and what lists sort by; without a name, by what is known of them."""
    name = " ".join(f"{given_names} {family_name}".split())
    if name:
        return name, " ".join(f"{family_name} {given_names}".split()).casefold()
    known = " ".join(description.split())
    told = known if len(known) <= _DESCRIBED else known[:_DESCRIBED].rsplit(" ", 1)[0] + "…"
    name = f"Unidentified ({told})" if told else "Unidentified"
    return name, name.casefold()
