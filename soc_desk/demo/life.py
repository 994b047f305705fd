"""Inventing the life of groups in bulk: people, intelligence, scores, plans, managed offenders, work around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from soc_desk.demo import around, career, managed, paperwork, persons, plans, reports, requests
from soc_desk.demo.blank import Row
from soc_desk.demo.chance import Chance
from soc_desk.demo.groups import Force
from soc_desk.domain import (
    Area,
    Base,
    Counter,
    Disruption,
    Entity,
    IntelligenceBacklog,
    IntelligenceLink,
    Merger,
    Ocg,
    Person,
    PersonDetail,
    PersonKey,
    PersonLink,
    PersonName,
    PersonTie,
    ScoreTemplate,
    SubjectRelation,
)
from soc_desk.services.mergers import doing
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import DisruptionStatus, Role, SubjectKind

if TYPE_CHECKING:
    from soc_desk.demo.making import Amounts

Progress = Callable[[float, str], None]
Rows = list[tuple[type[Base], list[Row]]]

_AT_ONCE = 5_000
_COUNTED = (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)


@dataclass(frozen=True)
class Scene:
    """What a life is invented for: the force, its subjects as they stand, and how much of everything."""

    force: Force
    subjects: list[Row]
    amounts: "Amounts"

    @property
    def groups(self) -> list[Row]:
        return [subject for subject in self.subjects if subject["kind"] is SubjectKind.OCG]


@dataclass
class Told:
    """What was invented so far and is needed for more; ``members`` are the ids of each group's people.

    ``mergers`` come last, each with the relation it makes: everything that a merged group brings is there by then.
    """

    chance: Chance
    scene: Scene
    me: UUID
    people: list[Row]
    members: dict[UUID, list[UUID]]
    areas: dict[UUID, str]
    disruptions: dict[UUID, list[Row]]
    mergers: list[tuple[Row, Row]] = field(default_factory=list)


def make(
    store: Store, founder: Actor, seed: int, scene: Scene, today: date, *,
    progress: Progress = lambda _done, _text: None,
) -> None:  # fmt: skip
    """Fill a new store with the life of its groups; nothing where the amounts name no people.

    The same for the same seed and day; from draws of their own, so that what else is invented stays as it is.
    """
    if not scene.amounts.people:
        return
    chance = Chance(seed + 47_000, today)
    areas, disruptions, templates = store.read(founder, look)
    store.write(founder, keep, [(ScoreTemplate, [row for row in career.template_rows() if row["id"] not in templates])])
    told = Told(chance, scene, founder.id, [], {}, areas, disruptions)
    done, all_ = 0, scene.amounts.people + scene.amounts.links + scene.amounts.intelligence
    for rows in _chunks(told):
        store.write(founder, keep, rows)
        done += sum(len(lines) for kind, lines in rows if kind in (Person, PersonLink, IntelligenceLink))
        progress(min(done / all_, 1.0), f"{done:,} of {all_:,} people, links and reports")
    store.write(founder, merge, told.mergers)
    store.write(founder, count_on, scene.amounts.people, scene.amounts.intelligence)


def look(session: Session) -> tuple[dict[UUID, str], dict[UUID, list[Row]], set[UUID]]:
    """Areas by name, what actions can have led to (counted disruptions of each subject), and the score templates."""
    areas = {id_: name for id_, name in session.execute(select(Area.id, Area.name).order_by(Area.name))}
    columns = (Disruption.id, Disruption.subject_id, Disruption.four_p, Disruption.disruption_date)
    query = select(*columns).where(Disruption.status.in_(_COUNTED)).order_by(Disruption.serial.desc()).limit(20_000)
    found: dict[UUID, list[Row]] = {}
    for row in session.execute(query):
        found.setdefault(row.subject_id, []).append(row._asdict())
    return areas, found, set(session.scalars(select(ScoreTemplate.id)))


@use_case("Keep the invented life of groups", needs={Role.ADMINISTRATOR})
def keep(work: Work, rows: Rows) -> None:
    """Records of several kinds, in an order in which each refers to what is there; audited like any other."""
    for kind, lines in rows:
        if not lines:
            continue
        if issubclass(kind, Entity):
            work.insert_many(kind, lines)
        else:
            work.session.execute(insert(kind), lines)


@use_case("Merge invented groups", needs={Role.ADMINISTRATOR})
def merge(work: Work, mergers: list[tuple[Row, Row]]) -> None:
    """What groups brought goes over as when anybody merges two, so that they can be taken apart again."""
    for merger, relation in mergers:
        kept, gone = (work.get(Ocg, merger[f"{end}_subject_id"]) for end in ("kept", "gone"))
        doing.put_together(work, Merger(**merger), kept, gone, [SubjectRelation(**relation)])


@use_case("Count on from what was invented", needs={Role.ADMINISTRATOR})
def count_on(work: Work, people: int, intelligence: int) -> None:
    """Let the next references follow those given."""
    last = {"N": people, "IR": intelligence, "OP": around.OPERATIONS, "B": around.BIDS, "RQ": requests.REQUESTS}
    for prefix, number in last.items():
        work.session.execute(update(Counter).where(Counter.prefix == prefix).values(last=number))


def _chunks(told: Told) -> Iterator[Rows]:
    chance, scene, officers = told.chance, told.scene, told.scene.force.officers
    amounts = scene.amounts
    for some in _some(persons.people(chance, amounts.people, officers)):
        told.people += [person for person, *_ in some]
        yield [
            (Person, [person for person, *_ in some]),
            (PersonName, [name for _, names, *_ in some for name in names]),
            (PersonDetail, [detail for _, _, details, _ in some for detail in details]),
            (PersonKey, [key for *_, keys in some for key in keys]),
        ]
    for links in _some(persons.links(chance, scene.subjects, told.people, amounts.links, officers)):
        for link in links:
            told.members.setdefault(link["subject_id"], []).append(link["person_id"])
        yield [(PersonLink, links)]
    for ties in _some(persons.ties(chance, told.members)):
        yield [(PersonTie, ties)]
    every = reports.links(chance, scene.subjects, told.members, amounts.intelligence, officers)
    for some_reports in _some(every):
        yield [(IntelligenceLink, some_reports)]
    yield [(IntelligenceBacklog, reports.backlog(chance, told.me))]
    yield from career.lives(told)
    yield from plans.plans(told)
    yield managed.offenders(told)
    yield around.work(told)
    yield requests.work(told)
    yield paperwork.documents(told)


def _some(rows: Iterable[Any]) -> Iterator[list[Any]]:
    walk = iter(rows)
    while chunk := list(islice(walk, _AT_ONCE)):
        yield chunk
