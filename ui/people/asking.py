"""A field in which a record is found as one types: a person, or a group, individual or vulnerability."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from soc_desk.services import periods, subjects
from soc_desk.services.people import found, person_rows
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.subjects import SubjectChoice
from ui.desk import Desk, Session
from ui.lanes import Reply
from ui.widgets.choices import ChoiceField
from ui.widgets.option import Option

_OFFERED = 30


class AskedField(ChoiceField):
    """``find(text)`` asks for what to offer, ``one(id)`` for what a value is called; both answer with options."""

    named = Signal()  # the value has its words

    def __init__(
        self, placeholder: str, find: Callable[[str], Reply[list[Option]]], one: Callable[[UUID], Reply[list[Option]]]
    ) -> None:
        super().__init__(placeholder=placeholder, asks=True)
        self._find, self._one = find, one
        self._named: set[Any] = set()
        self.asked.connect(self._ask)

    def set_value(self, value: UUID | None) -> None:
        if value is not None and value not in self._named:
            self.know([Option(value, "…")])  # an id is nothing to read
            self._one(value).then(self, self._learn)
        super().set_value(value)

    def _ask(self, text: str) -> None:
        self._find(text).then(self, self._offer)

    def _offer(self, options: list[Option]) -> None:
        self._named |= {option.value for option in options}
        self.know(options)
        self.offer(options)

    def _learn(self, options: list[Option]) -> None:
        self._named |= {option.value for option in options}
        self.know(options)
        self.named.emit()


def person_field(desk: Desk) -> AskedField:
    """Somebody recorded, found by name, other name, reference, phone or plate."""
    return AskedField(
        "Name, reference, phone or plate", lambda text: desk.read(_people, text), lambda id_: desk.read(_person, id_)
    )


def subject_field(desk: Desk) -> AskedField:
    """A group, priority individual or vulnerability, found by reference or name."""
    return AskedField(
        "Reference or name", lambda text: desk.read(_subjects, text), lambda id_: desk.read(_subject, id_)
    )


def _people(session: Session, text: str) -> list[Option]:
    return [Option(id_, f"{ref} {name}") for id_, ref, name, _ in found.people(session, text, _OFFERED)]


def _person(session: Session, id_: UUID) -> list[Option]:
    row = person_rows.one(session, id_, periods.today())
    return [] if row is None else [person_option(row)]


def person_option(row: PersonRow) -> Option:
    """A person as a list offers them."""
    return Option(row.id, f"{row.reference} {row.name}")


def _subjects(session: Session, text: str) -> list[Option]:
    return [_option(each) for each in subjects.choices(session, text)]


def _subject(session: Session, id_: UUID) -> list[Option]:
    found_one = subjects.choice(session, id_)
    return [] if found_one is None else [_option(found_one)]


def _option(choice: SubjectChoice) -> Option:
    return Option(choice.id, choice.label, detail=choice.status.label)
