"""The words by which a person is named, and where a text holds them: names, aliases, phones, plates, identifiers."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonDetail, PersonKey, PersonName, User
from soc_desk.services.people import keys
from soc_desk.store.erasing import ERASED, Sought
from soc_desk.vocabulary.ocg import DetailKind

T = TypeVar("T")

SHORT = 3
"""Letters and figures of a word that says too little to be looked for elsewhere without being asked."""
_SAID = "{} is also the name of {}."
_ONE_WORD = "{} is a single word, which may mean somebody or something else."
_INITIALS = "{} is a single word with initials, which may mean somebody or something else."
_IS_SHORT = "{} is so short that it may mean somebody or something else."
_ADDRESS = "Others may live at {}, or be met there."
_SHARED = "{} is also recorded of {}."
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_WORD = re.compile(r"[^\W_]+")
_OWN_FORM = re.compile(r"[acdeghiklnorstuyz\W_]+|[^\x00-\x7f]+")
"""Letters that some spelling writes with an accent or as another letter: no search of other texts asks for them."""


@dataclass(frozen=True)
class Term:
    """One name or number of a person. ``doubt`` says why, elsewhere than in their own record, it may not mean them.

    ``fragment`` are letters and figures that stand in every text of ASCII which holds it, with ``%`` for what may stand
    between them.
    """

    words: str
    doubt: str
    pattern: re.Pattern[str]
    fragment: str

    def may_be_in(self, text: str) -> bool:
        """Whether a folded text holds the fragment: hardly anything does, and this is told at once."""
        at = 0
        for piece in self.fragment.split("%"):
            at = text.find(piece, at) + len(piece)
            if at < len(piece):
                return False
        return True


@dataclass(frozen=True)
class Terms:
    """All that a person is named by, longest first."""

    terms: tuple[Term, ...]

    @property
    def sought(self) -> Sought:
        """What the store is asked by for texts that may hold any of the terms."""
        plain = dict.fromkeys(f"%{term.fragment}%" for term in self.terms)
        return Sought(tuple(plain), tuple(dict.fromkeys(_OWN_FORM.sub("%", pattern) for pattern in plain)))

    def certain(self) -> "Terms":
        """Those that mean this person and nobody else."""
        return Terms(tuple(term for term in self.terms if not term.doubt))

    def found(self, value: object) -> tuple[Term, ...]:
        """The terms that a text holds, or any text inside what JSON held."""
        texts = [folded(text) for text in _texts(value)]
        whole = "\n".join(texts)
        may = [term for term in self.terms if term.may_be_in(whole)]
        return tuple(term for term in may if any(term.pattern.search(text) for text in texts))

    def taken_out(self, value: T, stays: "Terms | None" = None) -> T:
        """The same with ``[erased]`` in the place of each term, but for what is within one that ``stays``."""
        left: Any = value
        if isinstance(value, str):
            left = self._out_of(value, stays.terms if stays else ())
        elif isinstance(value, dict):
            left = {key: self.taken_out(each, stays) for key, each in value.items()}
        elif isinstance(value, list):
            left = [self.taken_out(each, stays) for each in value]
        return cast("T", left)

    def around(self, value: object, reach: int = 40) -> str:
        """The words around the first term that a text holds."""
        for text in _texts(value):
            plain, at = _placed(text)
            first = min(
                (found for term in self.terms if (found := term.pattern.search(plain))), key=_start, default=None
            )
            if first is not None:
                start, end = max(at[first.start()] - reach, 0), min(at[first.end()] + reach, len(text))
                words = " ".join(text[start:end].split())
                return f"{'…' * (start > 0)}{words}{'…' * (end < len(text))}"
        return ""

    def _out_of(self, text: str, stays: Collection[Term]) -> str:
        plain, at = _placed(text)
        kept = _spans(stays, plain)
        pieces, done = [], 0
        for start, end in sorted(_spans(self.terms, plain)):
            if any(start < last and first < end for first, last in kept):
                continue
            if at[start] >= done:
                pieces += [text[done : at[start]], ERASED]
            done = max(done, at[end], at[end - 1] + 1)
        return "".join([*pieces, text[done:]])


def of_people(session: Session, people: Sequence[Person]) -> Terms:
    """What these records, which are of one person, are named by; with what else in the store is named so."""
    ids = [person.id for person in people]
    found = [term for person in people for term in _own(person)]
    names = select(PersonName.name).where(PersonName.person_id.in_(ids))
    found += [_alias(name) for name in session.scalars(names) if _WORD.search(name)]
    details = select(PersonDetail).where(PersonDetail.person_id.in_(ids))
    found += [_of_detail(session, line, ids) for line in session.scalars(details) if _WORD.search(line.value)]
    told = {term.pattern.pattern: _checked(session, term, ids) for term in found}
    return Terms(tuple(sorted(told.values(), key=lambda term: -len(term.words))))


def folded(text: str) -> str:
    """A text as it is compared, in the letters by which people are found: without capitals and accents."""
    return text.lower() if text.isascii() else "".join(map(keys.letter, text))


def _own(person: Person) -> Iterator[Term]:
    given, family = _words(person.given_names), _words(person.family_name)
    if not person.unidentified and family and given:
        yield _name(given, family)
        if len(given) > 1:
            yield _name(given[:1], family)
        yield _single(" ".join(family))
    elif given or family:
        yield _single(" ".join((*given, *family)))
    for number in (person.pnc_id, person.cro_id):
        if _WORD.search(number):
            yield _number(number, number)


def _name(given: Sequence[str], family: Sequence[str]) -> Term:
    forward, back = _spaced((*given, *family)), _spaced((*family, *given))
    words = " ".join((*given, *family))
    return Term(words, _little(words), _compiled(f"(?:{forward}|{back})"), _fragment(words))


def _single(words: str) -> Term:
    """One word or several that say nothing certain: a surname alone."""
    return Term(words, _ONE_WORD.format(words), _compiled(_spaced(words.split())), _fragment(words))


def _alias(words: str) -> Term:
    return replace(_single(" ".join(_words(words))), doubt=_little(words))


def _little(words: str) -> str:
    """Why a name says nothing certain: initials and figures aside, it is one word."""
    told = [word for word in _words(words) if sum(map(str.isalpha, word)) > 1]
    return "" if len(told) > 1 else (_ONE_WORD if len(_words(words)) == 1 else _INITIALS).format(words)


def _words(name: str) -> list[str]:
    """The words of a name that have a letter or a figure in them: a question mark is no name."""
    return [word for word in name.split() if _WORD.search(word)]


def _number(value: str, words: str) -> Term:
    """An identifier: its letters and figures in their order, however they are spaced."""
    signs = "".join(_WORD.findall(folded(value)))
    return Term(
        words, _IS_SHORT.format(words) if len(signs) <= SHORT else "", _compiled(_apart(signs)), "%".join(signs)
    )


def _of_detail(session: Session, line: PersonDetail, ids: Collection[UUID]) -> Term:
    if line.kind is DetailKind.PHONE and (figures := keys.phone(line.value)):
        tail = figures.removeprefix("0") or figures
        prefix = r"(?:\+?(?:00)?44[\W_]*(?:\(0\)[\W_]*)?|0)?" if figures.startswith("0") else ""
        doubt = _IS_SHORT.format(line.value) if len(figures) <= SHORT else ""
        term = Term(line.value, doubt, _compiled(f"{prefix}{_apart(tail)}"), "%".join(tail))
    elif line.kind is DetailKind.VEHICLE:
        plate = keys.plate(line.value)
        term = Term(line.value, "", _compiled(_apart(plate)), "%".join(plate))
        term = replace(term, doubt=_IS_SHORT.format(line.value)) if len(plate) <= SHORT else term
    elif line.kind is DetailKind.ADDRESS:
        return replace(_number(line.value, line.value), doubt=_ADDRESS.format(line.value))
    else:
        term = _number(line.value, line.value)
    key = keys.of_detail(line.kind, line.value)
    if key is not None:
        same = select(Person.reference).join(PersonKey, PersonKey.person_id == Person.id)
        same = same.where(PersonKey.kind == key[0], PersonKey.value == key[1], Person.id.not_in(ids)).limit(1)
        if other := session.scalar(same):
            return replace(term, doubt=_SHARED.format(line.value, other))
    return term


def _checked(session: Session, term: Term, ids: Collection[UUID]) -> Term:
    """The same, in doubt where another person of the store, or somebody who signs in, is named so."""
    wanted = set(keys.words(term.words))
    if term.doubt or not wanted:
        return term
    alike = select(PersonKey.person_id).where(PersonKey.kind == keys.WORD, PersonKey.person_id.not_in(ids))
    near = alike.where(PersonKey.value == max(wanted, key=len)).distinct()
    people = select(Person.reference, Person.name).where(Person.id.in_(near))
    others = select(Person.reference, PersonName.name).join(PersonName, PersonName.person_id == Person.id)
    for reference, name in (*session.execute(people), *session.execute(others.where(Person.id.in_(near)))):
        if term.pattern.search(folded(name)) or wanted == set(keys.words(name)) or _is_short_for(wanted, name):
            return replace(term, doubt=_SAID.format(term.words, reference))
    for display in session.scalars(select(User.display)):
        if term.pattern.search(folded(display)):
            return replace(term, doubt=_SAID.format(term.words, display))
    return term


def _is_short_for(wanted: set[str], name: str) -> bool:
    """Whether a longer name has its first and its last word among those: John Smith, of John Paul Smith."""
    words = keys.words(name)
    return len(words) > 1 and {words[0], words[-1]} == wanted


def _spaced(words: Iterable[str]) -> str:
    pieces = [r"[\W_]*".join(map(re.escape, _WORD.findall(folded(word)))) for word in words]
    return r"[\W_]+".join(filter(None, pieces))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}{pattern}{_AFTER}")


def _apart(signs: str) -> str:
    """Letters and figures in their order, whatever stands between them that is neither."""
    return r"[\W_]*".join(map(re.escape, signs))


def _fragment(text: str) -> str:
    return max(_WORD.findall(folded(text)), key=len, default="")


def _placed(text: str) -> tuple[str, Sequence[int]]:
    """A text as it is compared, and where each of its letters, and its end, stands in the text as written."""
    if text.isascii():
        return folded(text), range(len(text) + 1)
    letters = [keys.letter(each) for each in text]
    at = [index for index, each in enumerate(letters) for _ in each]
    return "".join(letters), [*at, len(text)]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return []
    found: list[str] = []
    for each in value:
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, dict | list | tuple):
            found += _texts(each)
    return found


def _spans(terms: Iterable[Term], plain: str) -> list[tuple[int, int]]:
    return [found.span() for term in terms for found in term.pattern.finditer(plain)]


def _start(found: re.Match[str]) -> int:
    return found.start()
