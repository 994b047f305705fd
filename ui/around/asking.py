"""Fields in which groups are found as one types their reference or name: one of them, or several."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from soc_desk.services import subjects
from soc_desk.services.subjects import SubjectChoice
from soc_desk.vocabulary import SubjectKind
from ui.desk import Desk, Session
from ui.people.asking import AskedField
from ui.widgets.choices import ChipsField
from ui.widgets.option import Option

_FIND = "Reference or name of a group"


def group_field(desk: Desk) -> AskedField:
    """One group."""
    return AskedField(_FIND, lambda text: desk.read(_found, text), lambda id_: desk.read(_named, (id_,)))


class GroupsField(ChipsField):
    """Several groups, each as a chip."""

    def __init__(self, desk: Desk) -> None:
        super().__init__((), add=group_field(desk))
        self._desk = desk

    def set_value(self, value: Sequence[Any] | None) -> None:
        super().set_value(value)
        if unknown := tuple(id_ for id_ in self.value() if id_ not in self.known):
            self.know([Option(id_, "…") for id_ in unknown])  # an id is nothing to read
            self._desk.read(_named, unknown).then(self, self.know)


def _found(session: Session, text: str) -> list[Option]:
    return [_option(each) for each in subjects.choices(session, text) if each.kind is SubjectKind.OCG]


def _named(session: Session, ids: tuple[UUID, ...]) -> list[Option]:
    return [_option(found) for id_ in ids if (found := subjects.choice(session, id_)) is not None]


def _option(choice: SubjectChoice) -> Option:
    return Option(choice.id, choice.label, detail=choice.status.label)
