"""A person (nominal): names, age, what is known of them; what they are to a group stands on the link."""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, false, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.age import Age
from soc_desk.domain.base import READERS_KEPT, Base, Entity, few, once
from soc_desk.domain.subject import closed_subjects, open_to
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import (
    AssessmentGrade,
    Basis,
    DataCategory,
    DetailKind,
    HandlingGrade,
    LinkRole,
    NameKind,
    SourceGrade,
    TieKind,
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
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
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


class PersonName(Entity):
    """Another name of a person."""

    __tablename__ = "person_name"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[NameKind] = mapped_column(default=NameKind.ALIAS)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class PersonDetail(Entity):
    """A phone, address, vehicle, account or identifier, with when it was so and how reliable that is."""

    __tablename__ = "person_detail"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[DetailKind]
    value: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    conditions: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class PersonKey(Base):
    """What a person is found by when somebody asks "already known?"; kept from names, dates and details.

    ``kind`` is one of ``soc_desk.services.people_known``; ``value`` is normalised.
    """

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_value", "kind", "value"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


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


class PersonTie(Entity):
    """How two people of a group stand to each other, as known in that group."""

    __tablename__ = "person_tie"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[TieKind]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[SourceGrade | None] = mapped_column(default=None)
    assessment: Mapped[AssessmentGrade | None] = mapped_column(default=None)
    handling: Mapped[HandlingGrade | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class NotSame(Entity):
    """Two people whom somebody found not to be the same; they are not proposed to each other again."""

    __tablename__ = "person_not_same"
    __table_args__ = (Index("ix_person_not_same_pair", "person_id", "other_id", unique=True),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader) & open_person(cls.other_id, reader)


def shown_as(family_name: str, given_names: str, description: str) -> tuple[str, str]:
    """How a person is named in lists, and what lists sort by; without a name, by what is known of them."""
    name = " ".join(f"{given_names} {family_name}".split())
    if name:
        return name, " ".join(f"{family_name} {given_names}".split()).casefold()
    known = " ".join(description.split())
    told = known if len(known) <= _DESCRIBED else known[:_DESCRIBED].rsplit(" ", 1)[0] + "…"
    name = f"Unidentified ({told})" if told else "Unidentified"
    return name, name.casefold()


def open_person(person_id: InstrumentedAttribute[UUID] | ColumnElement[UUID], reader: Actor) -> ColumnElement[bool]:
    """True where the reader may know of the person with that id."""
    if not reader.reads_cases:
        return false()
    return person_id.not_in(closed_people(reader))


@lru_cache(maxsize=READERS_KEPT)
def closed_people(reader: Actor) -> Select[UUID]:
    """Ids of the people whom this reader may not know of; few.

    Somebody linked to closed groups and to no open one is as closed as those groups. Ended links count: a group that
    somebody left does not open them. A record that was merged is as closed as the one that has its links now.
    """
    merged = few(Person.__table__, "merged", "id", "merged_into_id")
    linked = _closed_by_links(reader)
    return once(union_all(linked, select(merged.id).where(merged.merged_into_id.in_(linked))), "closed_person")


@lru_cache(maxsize=READERS_KEPT)
def _closed_by_links(reader: Actor) -> Select[UUID]:
    link = few(PersonLink.__table__, "closed_link", "person_id", "subject_id")
    other = few(PersonLink.__table__, "open_link", "person_id", "subject_id")
    open_too = select(other.person_id).where(
        other.person_id == link.person_id, other.subject_id.not_in(closed_subjects(reader))
    )
    closed = select(link.person_id).where(link.subject_id.in_(closed_subjects(reader)), ~open_too.exists())
    return once(closed, "closed_by_links")
