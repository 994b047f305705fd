"""What people are to groups: each link with its role and data category, dated, graded, fact or assessment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonLink, Subject, User
from soc_desk.domain.base import Id
from soc_desk.domain.days import FIRST_OF_LIFE, Span
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import referrals, standing
from soc_desk.services.merging import merge
from soc_desk.services.people import care
from soc_desk.services.people.drafts import LinkDraft, PersonDraft, grade_words
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of, rows_of
from soc_desk.store import Work, prepared, use_case
from soc_desk.vocabulary import READERS, Access, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, Basis, DataCategory, HandlingGrade, LinkRole, SourceGrade


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """One link, with both its ends; ``adult_on`` is the day the person is 18, None where their age is not known."""

    id: UUID
    version: int
    person_id: UUID
    person_reference: str
    person: str
    unidentified: bool
    adult_on: date | None
    subject_id: UUID
    subject_kind: SubjectKind
    subject_reference: str
    subject_name: str
    subject_status: SubjectStatus
    access: Access
    role: LinkRole
    category: DataCategory
    from_on: date | None
    to_on: date | None
    basis: Basis
    source: SourceGrade | None
    assessment: AssessmentGrade | None
    handling: HandlingGrade | None
    conditions: str
    note: str
    linked_by: str

    @property
    def subject(self) -> str:
        """Reference and name of the group."""
        return f"{self.subject_reference} {self.subject_name}".strip()

    @property
    def grade(self) -> str:
        """As printed, ``1/B/P``; empty where it was not graded."""
        return grade_words(self.source, self.assessment, self.handling)

    @property
    def held(self) -> str:
        """What binds whoever receives it: the conditions of handling C; empty where there are none."""
        return held(self.handling, self.conditions)

    @property
    def words(self) -> str:
        """Group, role, category, basis, grade and conditions, as a list of people prints it."""
        ended = "ended" if self.to_on else ""
        told = (self.role.label, self.category.label, self.basis.label, self.grade, ended, self.held)
        return f"{self.subject}: {', '.join(part for part in told if part)}"

    def is_child(self, day: date) -> bool:
        """Whether they are, or may be, under 18 on a day."""
        return self.adult_on is not None and day < self.adult_on


@dataclass(frozen=True)
class Linked:
    """A link made: its id, and what must be thought of now (see ``care``); empty for nothing.

    ``is_child``: they are or may be under 18; None where nobody knows how old they are. ``is_referred``: a referral of
    theirs is open already, which the prompt names.
    """

    id: UUID
    person_id: UUID
    prompt: str
    is_child: bool | None
    is_referred: bool = False


def held(handling: HandlingGrade | None, conditions: str) -> str:
    """The conditions under which something graded is shared, in words; empty where it has none."""
    if handling is not HandlingGrade.CONDITIONS:
        return ""
    return conditions or "Conditions apply; ask the intelligence unit."


def of_person(session: Session, id: UUID) -> list[LinkRow]:
    """All links of a person that the reader may know of, current ones first."""
    return rows(session, PersonLink.person_id == id)


def of_people(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[LinkRow]]:
    """The links of several people by person."""
    found: dict[UUID, list[LinkRow]] = {}
    for each in rows(session, PersonLink.person_id.in_(list(ids))):
        found.setdefault(each.person_id, []).append(each)
    return found


def one(session: Session, id: UUID) -> LinkRow:
    """A link; raises NotFound for one that is not, or is not open to the reader."""
    found = rows(session, PersonLink.id == id)
    if not found:
        raise NotFound("That link does not exist, or is not open to you.")
    return found[0]


def draft(session: Session, id: UUID) -> LinkDraft:
    """The form of a stored link."""
    link = session.get(PersonLink, id)
    if link is None:
        raise NotFound("That link does not exist, or is not open to you.")
    return _draft(link)


def rows(session: Session, *where: ColumnElement[bool]) -> list[LinkRow]:
    """Links by conditions; current ones first, then by role, group and name."""
    return _made(session.execute(_query(*where)))


def of_subject(session: Session, subject_id: UUID) -> list[LinkRow]:
    """The links of a group; prepared, since it is what opening a record waits for."""
    return _made(prepared.rows(session, "links of a group", _of_group, {"group": subject_id}))


def _of_group() -> Select[*tuple[Any, ...]]:
    return _query(PersonLink.subject_id == bindparam("group", type_=Id()))


def _query(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    link, person, subject = PersonLink, Person, Subject
    columns = (
        link.id, link.version, person.id, person.reference, person.name, person.unidentified, person.adult_on,
        subject.id, subject.kind, subject.reference, subject.name, subject.status, subject.access, link.role,
        link.category, link.from_on, link.to_on, link.basis, link.source, link.assessment, link.handling,
        link.conditions, link.note, func.coalesce(User.display, ""),
    )  # fmt: skip
    return (
        select(*columns)
        .join(person, person.id == link.person_id)
        .join(subject, subject.id == link.subject_id)
        .outerjoin(User, User.id == link.linked_by_id)
        .where(*where)
    )


def _made(values: Iterable[Sequence[Any]]) -> list[LinkRow]:
    found = rows_of(LinkRow, values)
    found.sort(
        key=lambda each: (each.to_on is not None, each.role.rank, each.subject_reference, each.person.casefold())
    )
    return found


@use_case("Link a person to a group", needs=READERS)
def link(work: Work, draft: LinkDraft) -> Linked:
    """Say what somebody is to a group. Asks once more about somebody under 18, and where it opens their record."""
    subject = _checked(work, draft)
    person = _person(work, draft)
    if person.merged_into_id is not None:
        raise Invalid({"person_id": "This record was merged into another; link that one."})
    same = select(PersonLink.id).where(
        PersonLink.person_id == person.id, PersonLink.subject_id == subject.id, PersonLink.role == draft.role,
        PersonLink.to_on.is_(None),
    )  # fmt: skip
    if work.session.scalar(same.limit(1)) is not None and draft.to_on is None:
        raise Invalid({"role": f"They are linked to {subject.reference} as that already; open the link to change it."})
    if subject.access is Access.TEAM and not draft.opening_confirmed and is_closed(work.session, person.id):
        raise Invalid({"opening_confirmed": care.OPENING})
    return _kept(work, person, draft)


@use_case("Record a person and link them", needs=READERS)
def record_and_link(
    work: Work, person: PersonDraft, draft: LinkDraft, not_same: tuple[UUID, ...] = ()
) -> Linked:  # fmt: skip
    """Both or neither, so that somebody new in a closed group is at no moment known to all."""
    from soc_desk.services.people import persons

    _checked(work, draft)
    made = persons.record(work, person, not_same)
    return _kept(work, work.get(Person, made), replace(draft, person_id=made))


@use_case("Change a link", needs=READERS)
def change(work: Work, before: LinkDraft, mine: LinkDraft) -> Linked:
    """Save an edit of a link; person and group stay, since another group is another link."""
    if mine.id is None:
        raise Invalid({"id": "This form does not belong to a saved link; link the person first."})
    stored = work.get(PersonLink, mine.id)
    stands = _draft(stored)
    if (mine.person_id, mine.subject_id) != (stands.person_id, stands.subject_id):
        raise Invalid({"subject_id": "End this link and make one to the other group."})
    saved = mine if stored.version == before.version else merge(before, mine, stands)
    _checked(work, saved)
    person = work.get(Person, stored.person_id)
    _ask_about_child(work, person, saved)
    for name, value in columns_of(saved, but=("opening_confirmed",)).items():
        setattr(stored, name, value)
    return _linked(work, stored.id, person, saved)


@use_case("End a link", needs=READERS)
def end(work: Work, id: UUID, version: int, on: Annotated[date, Span(FIRST_OF_LIFE)], reason: str) -> None:
    """They are no longer what they were, from a day on; the link stays with its history."""
    stored = work.get(PersonLink, id, version)
    problems = {}
    if not reason.strip():
        problems["reason"] = "Say why it ended, or how that is known."
    if on > wall(work.now).date():
        problems["on"] = "The day is in the future; end the link when it has come."
    elif stored.from_on is not None and on < stored.from_on:
        problems["on"] = "It would end before it began; check the day."
    if problems:
        raise Invalid(problems)
    stored.to_on = on
    stored.note = "\n".join(part for part in (stored.note, f"Ended: {reason.strip()}") if part)


@use_case("Take out a link made by mistake", needs=READERS)
def unlink(work: Work, id: UUID, version: int, reason: str) -> None:
    """Remove a link that never was true; refuses where that would make somebody known to all."""
    stored = work.get(PersonLink, id, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why it was a mistake."})
    others = select(PersonLink.id).where(PersonLink.person_id == stored.person_id, PersonLink.id != id).limit(1)
    subject = work.get(Subject, stored.subject_id)
    if subject.access is not Access.TEAM and work.session.scalar(others) is None:
        raise Invalid(
            {"id": "This closed record is the only one they are known in: without the link, everybody who reads cases "
                   "would know of them. End the link instead."}
        )  # fmt: skip
    work.note(stored, "noted", {"reason": [None, reason.strip()]})
    work.session.delete(stored)


def is_closed(session: Session, person_id: UUID) -> bool:
    """Whether all that the reader knows somebody from is closed to others, so that a team record would open them."""
    access = (
        select(Subject.access)
        .join(PersonLink, PersonLink.subject_id == Subject.id)
        .where(PersonLink.person_id == person_id)
    )
    found = set(session.scalars(access))
    return bool(found) and Access.TEAM not in found


def _checked(work: Work, draft: LinkDraft) -> Subject:
    problems = draft.problems()
    if (draft.to_on or date.min) > wall(work.now).date():
        problems["to_on"] = "The day has not come yet; end the link when it has."
    if problems:
        raise Invalid(problems)
    subject = work.get(Subject, draft.subject_id)  # type: ignore[arg-type]  # problems() refused None
    if told := standing.problem(work.session, subject.id):
        raise Invalid({"subject_id": told})
    return subject


def _person(work: Work, draft: LinkDraft) -> Person:
    if draft.person_id is None:
        raise Invalid({"person_id": "Choose the person, or record a new one."})
    return work.get(Person, draft.person_id)


def _kept(work: Work, person: Person, draft: LinkDraft) -> Linked:
    _ask_about_child(work, person, draft)
    made = PersonLink(
        linked_at=work.now, linked_by_id=work.actor.id, **columns_of(draft, but=("opening_confirmed",))
    )  # fmt: skip
    work.add(made)
    return _linked(work, made.id, person, draft)


def _ask_about_child(work: Work, person: Person, draft: LinkDraft) -> None:
    today = wall(work.now).date()
    if care.is_child(person.age, today) and not draft.child_confirmed:
        raise Invalid({"child_confirmed": care.question(person.age, today)})


def _linked(work: Work, id: UUID, person: Person, draft: LinkDraft) -> Linked:
    today = wall(work.now).date()
    is_child = None if person.age.adult_on is None else care.is_child(person.age, today)
    prompt = care.prompt(person.age, draft.role, today)
    referred = referrals.open_of(work.session, person.id) if prompt else []
    if referred:
        prompt = care.REFERRED.format(referred[0].words)
    return Linked(id, person.id, prompt, is_child, bool(referred))


def _draft(link: PersonLink) -> LinkDraft:
    fields: dict[str, Any] = {"opening_confirmed": False}
    return draft_of(LinkDraft, link, **fields)
