"""Invented people: names, ages, what is known of them, and what they are to groups, dated and graded."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from soc_desk.demo import life_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.domain import Person, PersonDetail, PersonLink, PersonName, PersonTie
from soc_desk.domain.age import Age
from soc_desk.domain.person import shown_as
from soc_desk.services.people import keys
from soc_desk.vocabulary import SubjectKind, SubjectStatus
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

SOURCES = {SourceGrade.RELIABLE: 34, SourceGrade.UNTESTED: 56, SourceGrade.NOT_RELIABLE: 10}
ASSESSMENTS = {
    AssessmentGrade.DIRECT: 26, AssessmentGrade.CORROBORATED: 30, AssessmentGrade.INDIRECT: 26,
    AssessmentGrade.NOT_KNOWN: 14, AssessmentGrade.FALSE: 4,
}  # fmt: skip
_ROLES = {
    LinkRole.MEMBER: 40, LinkRole.RUNNER: 16, LinkRole.ASSOCIATE: 16, LinkRole.LIEUTENANT: 8, LinkRole.FACILITATOR: 6,
    LinkRole.POTENTIAL_VICTIM: 9, LinkRole.VICTIM: 3, LinkRole.WITNESS: 2,
}  # fmt: skip
_OF_A_VULNERABILITY = {LinkRole.POTENTIAL_VICTIM: 50, LinkRole.VICTIM: 20, LinkRole.ASSOCIATE: 20, LinkRole.WITNESS: 10}
_VICTIMS = (LinkRole.POTENTIAL_VICTIM, LinkRole.VICTIM)
_TIES = {TieKind.WORKS_FOR: 45, TieKind.CONTACT: 20, TieKind.SUPPLIES: 15, TieKind.ASSOCIATE: 12, TieKind.FAMILY: 8}
_RETENTION = {"3": 60, "2": 25, "4": 13, "1": 2}
_SPELT = (("ck", "k"), ("rr", "r"), ("ll", "l"), ("i", "y"), ("ss", "s"), ("v", "w"), ("a", "e"))
_TWIN, _UNIDENTIFIED, _CHILD, _AGE_ONLY, _SHARED = 60, 45, 14, 9, 0.08
"""One in so many looks like somebody before under another spelling, has no name yet, is under 18, has an age alone."""

Keyed = tuple[Row, list[Row], list[Row], list[Row]]
"""A person with their other names, details and keys."""


def people(chance: Chance, count: int, officers: tuple[UUID, ...]) -> Iterator[Keyed]:
    """So many people; some look like one before them, as people do who are recorded twice."""
    before: list[Row] = []
    for serial in range(1, count + 1):
        row = _person(chance, serial, officers)
        if serial % _TWIN == 0 and (told := [each for each in before if each["born_on"] and each["family_name"]]):
            _as_another(chance, row, chance.choice(told))
        elif serial % _UNIDENTIFIED == 0:
            row |= {"unidentified": True, "description": chance.choice(said.UNKNOWN), "pnc_id": "", "born_on": None}
            row |= {"given_names": "", "family_name": ""}
        _settle(row)
        before = [*before[-400:], row]
        names, details = _names(chance, row), _details(chance, row)
        yield row, names, details, _keys(row, names, details)


def _person(chance: Chance, serial: int, officers: tuple[UUID, ...]) -> Row:
    today = chance.today
    recorded = chance.day(1_000, 1)
    child = serial % _CHILD == 0
    years = chance.randint(13, 17) if child else min(18 + int(chance.lognormvariate(2.6, 0.6)), 74)
    born_on = today - timedelta(days=int(years * 365.25) + chance.randint(20, 330))
    guessed = serial % _AGE_ONLY == 0
    return blank(Person) | {
        "id": chance.id(), "serial": serial, "reference": f"N-{recorded.year}-{serial:04}",
        "family_name": chance.choice(said.FAMILY_FIRST) + chance.choice(said.FAMILY_SECOND),
        "given_names": chance.choice(said.GIVEN), "born_on": None if guessed else born_on,
        "age_from": max(years - 2, 10) if guessed else None, "age_to": years + 2 if guessed else None,
        "age_noted_on": recorded if guessed else None, "unidentified": False,
        "pnc_id": f"SYN/{recorded.year % 100:02}{serial:07}" if not child and chance.random() < 0.6 else "",
        "retention_group": "4" if child else chance.one(_RETENTION), "created_by_id": chance.choice(officers),
        "created_at": chance.moment(recorded), "review_due_on": today + timedelta(days=chance.randint(-40, 320)),
    }  # fmt: skip


def _as_another(chance: Chance, row: Row, other: Row) -> None:
    """The same person as somebody before, as it happens: another spelling, or day and month changed round."""
    name, born = other["family_name"], other["born_on"]
    spelt = next((name.replace(a, b) for a, b in _SPELT if a in name), name + "e")
    turned = born.day <= 12 and born.day != born.month and chance.random() < 0.5
    row |= {
        "family_name": name if turned else spelt, "given_names": other["given_names"], "pnc_id": "",
        "born_on": date(born.year, born.day, born.month) if turned else born, "age_from": None, "age_to": None,
        "age_noted_on": None,
    }  # fmt: skip


def _settle(row: Row) -> None:
    """What ``Person.settle`` works out."""
    row["name"], row["sort_name"] = shown_as(row["family_name"], row["given_names"], row["description"])
    row["adult_on"] = Age(row["born_on"], row["age_from"], row["age_to"], row["age_noted_on"]).adult_on


def _names(chance: Chance, row: Row) -> list[Row]:
    told = []
    if not row["unidentified"] and chance.random() < 0.3:
        told.append((NameKind.NICKNAME, chance.choice(said.NICKNAMES)))
    if not row["unidentified"] and chance.random() < 0.1:
        told.append((NameKind.ALIAS, f"{chance.choice(said.GIVEN)} {row['family_name']}"))
    base = blank(PersonName) | {"person_id": row["id"]}
    return [base | {"id": chance.id(), "kind": kind, "name": name} for kind, name in told]


def _details(chance: Chance, row: Row) -> list[Row]:
    told = []
    if chance.random() < 0.5:
        told.append((DetailKind.PHONE, f"07700 900{chance.randrange(1000):03}"))
    if chance.random() < 0.4:
        street, code = chance.choice(said.STREETS), f"ZZ{chance.randint(1, 20)} {chance.randint(1, 9)}ZZ"
        told.append((DetailKind.ADDRESS, f"{chance.randint(1, 90)} {street}, {code}"))
    if chance.random() < 0.16:
        told.append((DetailKind.VEHICLE, f"{chance.choice(said.VEHICLES)}, SYN {chance.randrange(10**4):04}"))
    if chance.random() < 0.05:
        told.append((DetailKind.ACCOUNT, f"Invented Savings Bank SYN-{chance.randrange(10**6):06}"))
    made = row["created_at"].date()
    base = blank(PersonDetail) | {"person_id": row["id"]}
    return [
        base | {
            "id": chance.id(), "kind": kind, "value": value, "from_on": made - timedelta(days=chance.randint(0, 200)),
            **grade(chance),
        }
        for kind, value in told
    ]  # fmt: skip


def _keys(row: Row, names: list[Row], details: list[Row]) -> list[Row]:
    full = f"{row['given_names']} {row['family_name']}"
    lines = [(each["kind"], each["value"]) for each in details]
    found = keys.of_person((full, *(each["name"] for each in names)), lines, (row["pnc_id"],))
    return [{"person_id": row["id"], "kind": kind, "value": value} for kind, value in sorted(found)]


def grade(chance: Chance) -> Row:
    """A 3x5x2 grade, with conditions where sharing has some."""
    if chance.random() < 0.12:
        return {
            "source": chance.one(SOURCES), "assessment": chance.one(ASSESSMENTS), "handling": HandlingGrade.CONDITIONS,
            "conditions": chance.choice(said.CONDITIONS),
        }  # fmt: skip
    return {
        "source": chance.one(SOURCES), "assessment": chance.one(ASSESSMENTS), "handling": HandlingGrade.PERMITTED,
        "conditions": "",
    }  # fmt: skip


def links(
    chance: Chance, subjects: list[Row], everybody: list[Row], count: int, officers: tuple[UUID, ...]
) -> Iterator[Row]:
    """About so many links: a principal and a dozen more to most groups, many to a few; nearly everybody in one.

    Some belong to several groups; a child is a potential victim or a runner who is one, too, in another group.
    """
    weights = [_weight(chance, subject) for subject in subjects]
    scale, fresh = count / sum(weights), iter(everybody)
    used: list[Row] = []
    for subject, weight in zip(subjects, weights, strict=True):
        here: set[UUID] = set()
        for place in range(max(3, round(weight * scale))):
            # Those who are in no group yet come first; later ones are drawn from all.
            apart = used and chance.random() < max(_SHARED, 1 - len(everybody) / count)
            person = chance.choice(used) if apart else next(fresh, used[-1] if used else everybody[0])
            if person["id"] in here:
                continue
            here.add(person["id"])
            used.append(person)
            yield _link(chance, subject, person, place, officers)


def _weight(chance: Chance, subject: Row) -> float:
    if subject["kind"] is not SubjectKind.OCG:
        return 5
    return min(60.0, 6 + chance.lognormvariate(1.9, 0.8))


def _link(chance: Chance, subject: Row, person: Row, place: int, officers: tuple[UUID, ...]) -> Row:
    day = max(person["created_at"].date(), min(subject["mapped_on"], chance.today))
    child = person["adult_on"] is not None and chance.today < person["adult_on"]
    role = chance.one(_OF_A_VULNERABILITY if subject["kind"] is SubjectKind.VULNERABILITY else _ROLES)
    if child:
        role = LinkRole.POTENTIAL_VICTIM if chance.random() < 0.7 else LinkRole.RUNNER
    elif subject["kind"] is not SubjectKind.VULNERABILITY and place < 4:
        role = (LinkRole.PRINCIPAL, LinkRole.LIEUTENANT, LinkRole.MEMBER, LinkRole.MEMBER)[place]
    fact = chance.random() < 0.3
    left = subject["status"] in (SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED) and place > 3 and chance.random() < 0.1
    return blank(PersonLink) | {
        "id": chance.id(), "person_id": person["id"], "subject_id": subject["id"], "role": role,
        "category": category(chance, role, child=child), "from_on": day - timedelta(days=chance.randint(0, 120)),
        "to_on": day + (chance.today - day) * chance.random() if left else None,
        "basis": Basis.FACT if fact else Basis.ASSESSMENT, "note": chance.choice(said.LINK_NOTES),
        "child_confirmed": child, "linked_at": chance.moment(day), "linked_by_id": chance.choice(officers),
        **grade(chance),
    }  # fmt: skip


def category(chance: Chance, role: LinkRole, *, child: bool = False) -> DataCategory:
    """Whose data a link is (DPA 2018 s.38(3)), as its role allows."""
    if role in _VICTIMS:
        return DataCategory.VICTIM
    if role is LinkRole.WITNESS:
        return DataCategory.WITNESS
    return DataCategory.CONVICTED if not child and chance.random() < 0.2 else DataCategory.SUSPECT


def ties(chance: Chance, members: dict[UUID, list[UUID]]) -> Iterator[Row]:
    """How the people of each group stand to each other: to the first of them most often."""
    for subject_id, people in members.items():
        for place, other in enumerate(people[1:], 1):
            if chance.random() < 0.55:
                first = people[0] if chance.random() < 0.6 else people[chance.randrange(place)]
                yield blank(PersonTie) | {
                    "id": chance.id(), "subject_id": subject_id, "person_id": other, "other_id": first,
                    "kind": chance.one(_TIES), "from_on": chance.day(700, 20), "source": chance.one(SOURCES),
                    "assessment": chance.one(ASSESSMENTS), "handling": HandlingGrade.PERMITTED,
                }  # fmt: skip
