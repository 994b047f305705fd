"""Already known? Who in the store may be the person that is being typed, and why; found by keys, judged by likeness."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import NotSame, Person, PersonDetail, PersonKey, PersonName
from soc_desk.domain.age import Age
from soc_desk.errors import Invalid
from soc_desk.services.people import keys, likeness, links
from soc_desk.services.people.drafts import PersonDraft
from soc_desk.services.people.likeness import Facts, Likeness
from soc_desk.store import Work, person_index, use_case
from soc_desk.vocabulary import READERS

PROPOSED = 6
_HELD_AGAINST = 80
_PARTIAL_MAX = 40


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who may be the one typed: who, why, and in which groups."""

    id: UUID
    reference: str
    name: str
    born_on: date | None
    age: str
    groups: tuple[str, ...]
    likeness: Likeness

    @property
    def because(self) -> str:
        """Why, in words."""
        return self.likeness.words


def already_known(
    session: Session, draft: PersonDraft, today: date, *, limit: int = PROPOSED, but: Iterable[UUID] = ()
) -> list[Known]:
    """People the reader may know of who may be the one in the form, the likeliest first.

    Pairs that somebody found not to be the same are not proposed again, nor are those in ``but``.
    """
    typed = _typed(draft)
    found = _candidates(session, typed)
    for gone in {*but, draft.id, *_not_same_as(session, draft.id)} - {None}:
        found.pop(gone, None)  # type: ignore[arg-type]  # None was taken out
    likely = [id_ for id_, _ in found.most_common(_HELD_AGAINST)]
    proposed = [each for each in _held_against(session, typed, likely, today) if each.likeness.reasons]
    proposed.sort(key=lambda each: (-each.likeness.score, each.name))
    chosen = proposed[:limit]
    linked = links.of_people(session, [each.id for each in chosen])
    return [_with_groups(each, [f"{link.subject}, {link.role.label}" for link in linked.get(each.id, ())])
            for each in chosen]  # fmt: skip


@use_case("Say that two people are not the same", needs=READERS)
def not_same(work: Work, person_id: UUID, other_id: UUID, reason: str = "") -> None:
    """Remember it, so that they are not proposed to each other again."""
    one, other = _pair(person_id, other_id)
    for id_ in (one, other):
        work.get(Person, id_)
    told = select(NotSame.id).where(NotSame.person_id == one, NotSame.other_id == other)
    if work.session.scalar(told) is None:
        work.add(NotSame(person_id=one, other_id=other, reason=reason.strip(), at=work.now, by_id=work.actor.id))


@use_case("Let two people be proposed to each other again", needs=READERS)
def maybe_same(work: Work, person_id: UUID, other_id: UUID) -> None:
    """Take back that they are not the same."""
    _pair(person_id, other_id)
    for told in work.session.scalars(select(NotSame).where(between(person_id, other_id))):
        work.session.delete(told)


def found_not_same(session: Session, id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, reference and name of those whom somebody found not to be this person, or one merged into it."""
    ids = list(_not_same_as(session, id))
    query = select(Person.id, Person.reference, Person.name).where(Person.id.in_(ids)).order_by(Person.sort_name)
    return [(id_, reference, name) for id_, reference, name in session.execute(query)]


def _pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    if one == other:
        raise Invalid({"other_id": "These two are one and the same record."})
    return (one, other) if one < other else (other, one)


def between(one: UUID, other: UUID) -> ColumnElement[bool]:
    """That these two are not the same was found of them, or of records merged into them."""
    mine, theirs = _family(one), _family(other)
    return or_(
        NotSame.person_id.in_(mine) & NotSame.other_id.in_(theirs),
        NotSame.person_id.in_(theirs) & NotSame.other_id.in_(mine),
    )


def _family(id: UUID) -> Select[UUID]:
    return select(Person.id).where(or_(Person.id == id, Person.merged_into_id == id))


def _not_same_as(session: Session, id: UUID | None) -> Iterator[UUID]:
    """Those found not to be this person, by the records that stand for them now."""
    if id is None:
        return
    mine = set(session.scalars(_family(id)))
    pairs = select(NotSame.person_id, NotSame.other_id).where(
        or_(NotSame.person_id.in_(mine), NotSame.other_id.in_(mine))
    )
    others = {other if one in mine else one for one, other in session.execute(pairs)}
    stands = func.coalesce(Person.merged_into_id, Person.id)
    yield from session.scalars(select(stands).where(Person.id.in_(others)).distinct())


def _typed(draft: PersonDraft) -> Facts:
    numbers = [keys.of_detail(line.kind, line.value) for line in draft.details]
    own = [(keys.IDENTIFIER, keys.compact(each)) for each in (draft.pnc_id, draft.cro_id) if keys.compact(each)]
    return Facts(
        name=f"{draft.given_names} {draft.family_name}".strip(),
        aliases=tuple(line.name.strip() for line in draft.names if line.name.strip()),
        born_on=draft.born_on, born_between=draft.age.births,
        numbers=(*own, *(key for key in numbers if key is not None)),
    )  # fmt: skip


def _candidates(session: Session, typed: Facts) -> Counter[UUID]:
    """Ids of those who share something with what was typed, with how much of it."""
    found: Counter[UUID] = Counter()
    for name in (typed.name, *typed.aliases):
        said = keys.words(name)
        # A word counts once for a person, however many keys of theirs it meets.
        for word in dict.fromkeys(said):
            found.update(set(session.scalars(select(PersonKey.person_id).where(_like_word(session, word)))))
        short = [keys.initials(name)] if len(said) > 1 else [word for word in said if 1 < len(word) < 4]
        for letters in short:
            of_initials = and_(PersonKey.kind == keys.INITIALS, PersonKey.value == letters)
            if len(said) == 1 or typed.born_on is not None:
                found.update(session.scalars(select(PersonKey.person_id).where(of_initials).limit(_HELD_AGAINST)))
    if typed.born_on is not None:
        days = [typed.born_on, *likeness.dates_like(typed.born_on)]
        found.update(session.scalars(select(Person.id).where(Person.born_on.in_(days))))
    for kind, value in typed.numbers:
        same = select(PersonKey.person_id).where(PersonKey.kind == kind, PersonKey.value == value)
        found.update(dict.fromkeys(session.scalars(same), 5))
        if kind != keys.IDENTIFIER and len(value) > 2:
            partly = select(PersonKey.person_id).where(person_index.holds(kind, value)).limit(_PARTIAL_MAX)
            found.update(dict.fromkeys(session.scalars(partly), 4))
    return found


def _like_word(session: Session, word: str) -> ColumnElement[bool]:
    """Keys of names with this word, one that sounds like it, or one that differs by a slip of the pen."""
    same = [word]
    if len(word) > 3:
        beginning = person_index.begins(session, keys.WORD, word[0])
        others = list(session.scalars(select(PersonKey.value).where(beginning).distinct()))
        same += likeness.near(word, others)
    alike = and_(PersonKey.kind == keys.WORD, PersonKey.value.in_(same))
    if len(word) > 1 and (sounds := keys.sound(word)):
        alike = or_(alike, and_(PersonKey.kind == keys.SOUND, PersonKey.value == sounds))
    return alike


def _held_against(session: Session, typed: Facts, ids: list[UUID], today: date) -> Iterator[Known]:
    """The candidates the reader may know of, each held against what was typed."""
    person = Person
    columns = (
        person.id, person.reference, person.name, person.given_names, person.family_name, person.born_on,
        person.age_from, person.age_to, person.age_noted_on, person.pnc_id, person.cro_id,
    )  # fmt: skip
    query = select(*columns).where(person.id.in_(ids), person.merged_into_id.is_(None))
    names: dict[UUID, list[str]] = {}
    numbers: dict[UUID, list[keys.Key]] = {}
    for id_, name in session.execute(
        select(PersonName.person_id, PersonName.name).where(PersonName.person_id.in_(ids))
    ):
        names.setdefault(id_, []).append(name)
    told = select(PersonDetail.person_id, PersonDetail.kind, PersonDetail.value).where(PersonDetail.person_id.in_(ids))
    for id_, kind, value in session.execute(told):
        if (key := keys.of_detail(kind, value)) is not None:
            numbers.setdefault(id_, []).append(key)
    for id_, reference, name, given, family, born_on, *age, pnc_id, cro_id in session.execute(query):
        known_age = Age(born_on, *age)
        own = [(keys.IDENTIFIER, keys.compact(each)) for each in (pnc_id, cro_id) if keys.compact(each)]
        known = Facts(
            name=f"{given} {family}".strip(), aliases=tuple(names.get(id_, ())), born_on=born_on,
            born_between=known_age.births, numbers=(*own, *numbers.get(id_, ())),
        )  # fmt: skip
        yield Known(
            id=id_, reference=reference, name=name, born_on=born_on, age=known_age.words(today), groups=(),
            likeness=likeness.compare(typed, known),
        )  # fmt: skip


def _with_groups(known: Known, groups: list[str]) -> Known:
    from dataclasses import replace

    return replace(known, groups=tuple(groups))
