"""Made-up records of a group's life: one function a noun, every field overridable. All of it is synthetic."""

from typing import Any
from uuid import UUID

from soc_desk.services.people import links, persons
from soc_desk.services.people.drafts import LinkDraft, PersonDraft
from soc_desk.services.people.links import Linked
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import DataCategory, LinkRole


def person(store: Store, by: Actor, **over: Any) -> UUID:
    """Somebody recorded."""
    return store.write(by, persons.record, person_draft(**over)).value


def person_draft(**over: Any) -> PersonDraft:
    """The form of somebody with a name."""
    return PersonDraft(**{"given_names": "Piotr", "family_name": "Kowalski", **over})


def link_draft(person_id: UUID | None, subject_id: UUID, **over: Any) -> LinkDraft:
    """The form of a link: a member and suspect."""
    told = {"person_id": person_id, "subject_id": subject_id, "role": LinkRole.MEMBER, "category": DataCategory.SUSPECT}
    return LinkDraft(**{**told, **over})


def linked(store: Store, by: Actor, person_id: UUID, subject_id: UUID, **over: Any) -> Linked:
    """Somebody linked to a group."""
    return store.write(by, links.link, link_draft(person_id, subject_id, **over)).value


def member(store: Store, by: Actor, subject_id: UUID, name: str = "Kowalski", **over: Any) -> UUID:
    """Somebody new, linked to a group as a member; gives the person's id."""
    drafts = person_draft(family_name=name), link_draft(None, subject_id, **over)
    return store.write(by, links.record_and_link, *drafts).value.person_id
