"""Saved views: the tabs a person keeps on a register."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import SavedView
from soc_desk.errors import Invalid
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import EVERYONE


@dataclass(frozen=True)
class ViewRow:
    """A saved view; ``content`` is the page's own."""

    id: UUID
    name: str
    content: dict[str, Any]


def list_rows(session: Session, page: str) -> list[ViewRow]:
    """The reader's own views of a page, by name."""
    query = select(SavedView.id, SavedView.name, SavedView.content).where(SavedView.page == page)
    return [ViewRow(*row) for row in session.execute(query.order_by(SavedView.name))]


@use_case("Save a view", needs=EVERYONE)
def save(work: Work, page: str, name: str, content: dict[str, Any]) -> UUID:
    """Keep the view under a name, replacing one of the same name; gives its id."""
    if not name.strip():
        raise Invalid({"name": "Give the view a name."})
    own = select(SavedView).where(
        SavedView.page == page, SavedView.name == name.strip(), SavedView.user_id == work.actor.id
    )
    view = work.session.scalars(own).one_or_none()
    if view is None:
        view = SavedView(user_id=work.actor.id, page=page, name=name.strip(), content=content)
        work.add(view)
    view.content = content
    return view.id


@use_case("Remove a view", needs=EVERYONE)
def remove(work: Work, id: UUID) -> None:
    """Forget one of one's own views."""
    work.session.delete(work.get(SavedView, id))
