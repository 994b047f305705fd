"""The keys that a person is found by: words, sounds and initials of names, phones, plates and other identifiers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonDetail, PersonKey, PersonName
from soc_desk.vocabulary.ocg import DetailKind

WORD, SOUND, INITIALS, PHONE, PLATE, IDENTIFIER = "word", "sound", "initials", "phone", "plate", "identifier"
KEPT_AS = {DetailKind.PHONE: PHONE, DetailKind.VEHICLE: PLATE, DetailKind.ADDRESS: ""} | dict.fromkeys(
    (DetailKind.ACCOUNT, DetailKind.EMAIL, DetailKind.HANDLE, DetailKind.IDENTIFIER), IDENTIFIER
)
"""Under which kind of key a detail is found; addresses are none, since many people share one."""

_OWN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u0131": "i"})
_APOSTROPHES = re.compile("['\u2019`\u02bc]")
_PLATE = re.compile(
    r"\b[A-Za-z]{2}\d{2}\s?[A-Za-z]{3}\b|\b[A-Za-z]\d{1,3}\s?[A-Za-z]{3}\b|\b[A-Za-z]{3}\s?\d{1,3}[A-Za-z]\b"
)

Key = tuple[str, str]
"""A kind and a normalised value."""


def words(text: str) -> list[str]:
    """The words of a name without accents, case and apostrophes: ``Zoë O'Brien-Łęcka`` gives zoe, obrien, lecka."""
    plain = _APOSTROPHES.sub("", text.casefold().translate(_OWN_LETTERS))
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", bare)


@cache
def letter(written: str) -> str:
    """One letter as ``words`` has it: nothing for an accent that stands by itself, two for what is written as two."""
    plain = unicodedata.normalize("NFKD", written.casefold()).translate(_OWN_LETTERS)
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def sound(word: str) -> str:
    """What a word sounds like in English; empty where its letters say nothing."""
    from jellyfish import metaphone  # a lookup loads it, a start does not

    if not (word.isascii() and word.isalpha()):
        return ""
    return metaphone(word[0] + word[1:].replace("y", "i")).replace(" ", "")  # Pyotr sounds like Piotr


def initials(text: str) -> str:
    """The first letters of a name's words."""
    return "".join(word[0] for word in words(text))


def compact(text: str) -> str:
    """Letters and figures alone, as identifiers are compared."""
    return "".join(words(text))


def phone(text: str) -> str:
    """A phone number's figures, a British one without its country code: ``+44 7700 900123`` gives 07700900123."""
    figures = re.sub(r"\(0\)|\D", "", text)
    for code in ("0044", "44"):
        if figures.startswith(code) and len(figures) == len(code) + 10:
            return "0" + figures.removeprefix(code)
    return figures


def plate(text: str) -> str:
    """A registration mark out of a description: ``grey Golf AB12 CDE`` gives ab12cde; all of it where none is seen."""
    seen = _PLATE.search(text)
    return compact(seen[0] if seen else text)


def of_detail(kind: DetailKind, value: str) -> Key | None:
    """The key of a detail, or None where people are not found by it."""
    match KEPT_AS[kind]:
        case "phone":
            found = (PHONE, phone(value))
        case "plate":
            found = (PLATE, plate(value))
        case "identifier":
            found = (IDENTIFIER, compact(value))
        case _:
            return None
    return found if found[1] else None


def of_names(names: Iterable[str]) -> Iterator[Key]:
    """The keys of a person's names."""
    for name in names:
        said = words(name)
        for word in said:
            yield WORD, word
            if sounds := sound(word):
                yield SOUND, sounds
        if len(said) > 1:
            yield INITIALS, initials(name)


def of_person(
    names: Iterable[str], details: Iterable[tuple[DetailKind, str]], identifiers: Iterable[str] = ()
) -> set[Key]:
    """All keys of one person; ``identifiers`` are numbers such as that of the Police National Computer."""
    found = set(of_names(names))
    found |= {key for kind, value in details if (key := of_detail(kind, value)) is not None}
    return found | {(IDENTIFIER, number) for each in identifiers if (number := compact(each))}


def keep(session: Session, person: Person) -> None:
    """Make the stored keys those of the names and details as they stand in the session."""
    session.flush()
    names = list(session.scalars(select(PersonName.name).where(PersonName.person_id == person.id)))
    told = select(PersonDetail.kind, PersonDetail.value).where(PersonDetail.person_id == person.id)
    details = [(kind, value) for kind, value in session.execute(told)]
    full = f"{person.given_names} {person.family_name}"
    wanted = of_person((full, *names), details, (person.pnc_id, person.cro_id))
    stored = {(key.kind, key.value): key for key in _stored(session, person.id)}
    for gone in stored.keys() - wanted:
        session.delete(stored[gone])
    session.add_all(PersonKey(person_id=person.id, kind=kind, value=value) for kind, value in wanted - stored.keys())


def _stored(session: Session, person_id: UUID) -> Iterator[PersonKey]:
    yield from session.scalars(select(PersonKey).where(PersonKey.person_id == person_id))
