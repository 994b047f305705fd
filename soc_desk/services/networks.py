"""Who belongs to a group and how they hang together: counts first, then people and ties, all as the reader may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, Person, PersonLink, PersonTie, Subject, SubjectRelation
from soc_desk.errors import NotFound
from soc_desk.services.people.links import held
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.ocg import LinkRole

FEW = 40
"""So many people are shown at once; of more, the leading ones are, and the others wait behind their count."""
_LEADING = (LinkRole.PRINCIPAL, LinkRole.LIEUTENANT)


@dataclass(frozen=True)
class Node:
    """A person or a group in the chart. ``more`` is how many further groups a person, or people a group, leads to."""

    id: UUID
    label: str
    role: LinkRole | None
    more: int = 0

    @property
    def is_group(self) -> bool:
        return self.role is None


@dataclass(frozen=True)
class Tie:
    """A line of the chart with its words, grade and dates; None where no date is known.

    ``conditions`` say what binds whoever receives it; such a line leaves in a print only where they are asked for.
    """

    a: UUID
    b: UUID
    words: str
    grade: str
    from_on: date | None
    to_on: date | None
    conditions: str = ""

    def stands_on(self, day: date) -> bool:
        """Whether it held on a day; an end that nobody noted is none."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


class Belonging(NamedTuple):
    """That somebody holds a role in the group, and from when to when."""

    person_id: UUID
    role: LinkRole
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class Network:
    """``nodes`` and ``ties`` are what is shown; ``belongings`` are all of the group, of whom is not shown as well.

    ``counts`` are all the people of the group now by role, shown or not, and ``former`` those whose links in a role
    have all ended; ``people`` and ``gone`` are the same without telling roles apart, each person once.
    """

    centre: Node
    counts: dict[LinkRole, int]
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    former: dict[LinkRole, int] = field(default_factory=dict)
    people: int = 0
    gone: int = 0
    belongings: tuple[Belonging, ...] = ()

    def standing_on(self, day: date) -> dict[LinkRole, set[UUID]]:
        """Who held which role in the group on a day, shown or not; an end that nobody noted is none."""
        found: dict[LinkRole, set[UUID]] = {role: set() for role in self.counts}
        for each in self.belongings:
            if (each.from_on is None or each.from_on <= day) and (each.to_on is None or day <= each.to_on):
                found[each.role].add(each.person_id)
        return found

    def with_more(self, nodes: Iterable[Node], ties: Iterable[Tie]) -> "Network":
        """The same with further nodes and ties, each once."""
        known = {node.id: node for node in self.nodes}
        known |= {node.id: node for node in nodes if node.id not in known and node.id != self.centre.id}
        return replace(self, nodes=tuple(known.values()), ties=tuple(dict.fromkeys((*self.ties, *ties))))

    def without_conditions(self) -> "Network":
        """The same without ties that have handling conditions, and without people who have no other to the group."""
        ties = [tie for tie in self.ties if not tie.conditions]
        linked = {tie.b for tie in ties if tie.a == self.centre.id}
        nodes = tuple(node for node in self.nodes if node.is_group or node.id in linked)
        known = {self.centre.id, *(node.id for node in nodes)}
        return replace(self, nodes=nodes, ties=tuple(tie for tie in ties if {tie.a, tie.b} <= known))

    def node(self, id: object) -> Node | None:
        """The node with this id, the middle included."""
        return next((node for node in (self.centre, *self.nodes) if node.id == id), None)

    def further(self, node: Node) -> int:
        """How many groups or people a node leads to that are not in the chart; none for the group in the middle."""
        if node == self.centre:
            return 0
        ends, groups = self._ends.get(node.id, set()), self._groups
        shown = ends - groups if node.is_group else (ends & groups) - {self.centre.id}
        return max(0, node.more - len(shown))

    @cached_property
    def _ends(self) -> dict[UUID, set[UUID]]:
        """Whom each node is tied to."""
        found: dict[UUID, set[UUID]] = {}
        for tie in self.ties:
            found.setdefault(tie.a, set()).add(tie.b)
            found.setdefault(tie.b, set()).add(tie.a)
        return found

    @cached_property
    def _groups(self) -> set[UUID]:
        return {self.centre.id, *(node.id for node in self.nodes if node.is_group)}

    @property
    def hidden(self) -> dict[LinkRole, int]:
        """How many people of each role are not shown yet."""
        shown = {node.id for node in self.nodes}
        roles: dict[LinkRole, set[UUID]] = {}
        for tie in self.ties:
            if tie.a == self.centre.id and tie.b in shown and (role := _ROLES.get(tie.words)):
                roles.setdefault(role, set()).add(tie.b)
        every = {role: number + self.former.get(role, 0) for role, number in self.counts.items()}
        left = {role: number - len(roles.get(role, ())) for role, number in every.items()}
        return {role: number for role, number in left.items() if number > 0}


_ROLES = {role.label: role for role in LinkRole}


@dataclass(frozen=True)
class Outline:
    """People now in a group by what they are to it, those who lead first, each once; and who is tied to whom."""

    people: tuple[tuple[UUID, LinkRole], ...]
    ties: tuple[tuple[UUID, UUID], ...]


@use_case("Open a network", needs=READERS)
def look(work: Work, subject_id: UUID) -> Network:
    """The network of a group as its chart opens; a link chart is a combination (DPA 2018 s.62(1)) and logged as one."""
    ocg = work.get(Ocg, subject_id)
    work.note(ocg, "combined", {"chart": [None, "network"]})
    return network(work.session, subject_id)


def network(session: Session, subject_id: UUID) -> Network:
    """As ``look``, for a chart that is open already; of a large group only those who lead it, and related groups."""
    reference = session.execute(select(Subject.reference, Subject.name).where(Subject.id == subject_id)).one_or_none()
    if reference is None:
        raise NotFound("That record does not exist, or is not open to you.")
    every = func.count(PersonLink.person_id.distinct())
    now = every.filter(PersonLink.to_on.is_(None))
    linked = PersonLink.subject_id == subject_id
    found = {
        role: each
        for role, *each in session.execute(select(PersonLink.role, now, every).where(linked).group_by(PersonLink.role))
    }
    counts = {role: found[role][0] for role in LinkRole if role in found}
    former = {role: found[role][1] - found[role][0] for role in counts}
    people, known = session.execute(select(now, every).where(linked)).one()
    drawn = select(PersonLink.person_id, PersonLink.role, PersonLink.from_on, PersonLink.to_on).where(linked)
    belongings = tuple(Belonging(*each) for each in session.execute(drawn.order_by(PersonLink.id)))
    centre = Node(subject_id, f"{reference.reference} {reference.name}", None, known)
    empty = Network(centre, counts, (), (), former, people, known - people, belongings)
    roles = tuple(counts) if known <= FEW else _LEADING
    return empty.with_more(*members(session, subject_id, roles)).with_more(*_groups(session, subject_id))


def outline(session: Session, subject_id: UUID) -> Outline:
    """The shape of a group for the page of its record: nobody is named, and nothing of other groups is in it.

    So it is part of consulting the record, which is logged, and no combination of its own.
    """
    linked = (PersonLink.subject_id == subject_id, PersonLink.to_on.is_(None))
    found = session.execute(select(PersonLink.person_id, PersonLink.role).where(*linked).order_by(PersonLink.id)).all()
    roles = {id_: role for id_, role in sorted(found, key=lambda row: row.role.rank, reverse=True)}
    tied = select(PersonTie.person_id, PersonTie.other_id).where(
        PersonTie.subject_id == subject_id, PersonTie.to_on.is_(None)
    )
    people = sorted(roles.items(), key=lambda each: each[1].rank)
    return Outline(tuple(people), tuple((a, b) for a, b in session.execute(tied) if {a, b} <= roles.keys()))


def members(session: Session, subject_id: UUID, roles: Sequence[LinkRole]) -> tuple[list[Node], list[Tie]]:
    """The people who hold these roles in a group, their ties to it and to each other."""
    query = (
        select(
            Person.id, Person.name, PersonLink.role, PersonLink.source, PersonLink.assessment, PersonLink.handling,
            PersonLink.from_on, PersonLink.to_on, PersonLink.conditions,
        )
        .join(PersonLink, PersonLink.person_id == Person.id)
        .where(PersonLink.subject_id == subject_id, PersonLink.role.in_(roles))
        .order_by(Person.sort_name, Person.id)
    )  # fmt: skip
    nodes: dict[UUID, Node] = {}
    ties = []
    for id_, name, role, source, assessment, handling, from_on, to_on, conditions in session.execute(query):
        if id_ not in nodes or role.rank < (nodes[id_].role or role).rank:
            nodes[id_] = Node(id_, name, role)
        grade = _grade((source, assessment, handling))
        ties.append(Tie(subject_id, id_, role.label, grade, from_on, to_on, held(handling, conditions)))
    elsewhere = _elsewhere(session, subject_id, list(nodes))
    made = [Node(node.id, node.label, node.role, elsewhere.get(node.id, 0)) for node in nodes.values()]
    return made, ties + _between(session, subject_id)


def around(session: Session, subject_id: UUID, person_id: UUID) -> tuple[list[Node], list[Tie]]:
    """The other groups that a person of this group is linked to."""
    query = (
        select(
            Subject.id, Subject.reference, Subject.name, PersonLink.role, PersonLink.source, PersonLink.assessment,
            PersonLink.handling, PersonLink.from_on, PersonLink.to_on, PersonLink.conditions,
        )
        .join(PersonLink, PersonLink.subject_id == Subject.id)
        .where(PersonLink.person_id == person_id, PersonLink.subject_id != subject_id)
        .order_by(Subject.reference)
    )  # fmt: skip
    rows = session.execute(query).all()
    people = _people_of(session, [row.id for row in rows])
    nodes = [Node(row.id, f"{row.reference} {row.name}", None, people.get(row.id, 0)) for row in rows]
    ties = [
        Tie(
            row.id,
            person_id,
            row.role.label,
            _grade((row.source, row.assessment, row.handling)),
            row.from_on,
            row.to_on,
            held(row.handling, row.conditions),
        )
        for row in rows
    ]
    return nodes, ties


def of_group(session: Session, subject_id: UUID) -> tuple[list[Node], list[Tie]]:
    """The people of another group in the chart: all of a small one, those who lead a large one."""
    number = session.scalar(
        select(func.count(PersonLink.person_id.distinct())).where(PersonLink.subject_id == subject_id)
    )
    return members(session, subject_id, tuple(LinkRole) if (number or 0) <= FEW else _LEADING)


def _between(session: Session, subject_id: UUID) -> list[Tie]:
    """How people of the group stand to each other."""
    query = select(PersonTie).where(PersonTie.subject_id == subject_id)
    return [
        Tie(
            tie.person_id, tie.other_id, tie.kind.label, _grade((tie.source, tie.assessment, tie.handling)),
            tie.from_on, tie.to_on, held(tie.handling, tie.conditions or tie.note),
        )
        for tie in session.scalars(query)
    ]  # fmt: skip


def _groups(session: Session, subject_id: UUID) -> tuple[list[Node], list[Tie]]:
    """Groups that are related to this one."""
    related = select(SubjectRelation).where(
        or_(SubjectRelation.subject_id == subject_id, SubjectRelation.other_id == subject_id)
    )
    relations = session.scalars(related).all()
    ids = {each.other_id if each.subject_id == subject_id else each.subject_id for each in relations}
    people = _people_of(session, list(ids))
    named = select(Subject.id, Subject.reference, Subject.name).where(Subject.id.in_(ids)).order_by(Subject.reference)
    nodes = [
        Node(id_, f"{reference} {name}", None, people.get(id_, 0)) for id_, reference, name in session.execute(named)
    ]
    ties = [Tie(each.subject_id, each.other_id, each.kind.label, "", each.from_on, each.to_on) for each in relations]
    return nodes, ties


def _elsewhere(session: Session, subject_id: UUID, people: list[UUID]) -> dict[UUID, int]:
    """In how many further groups these people are."""
    query = (
        select(PersonLink.person_id, func.count(PersonLink.subject_id.distinct()))
        .where(and_(PersonLink.person_id.in_(people), PersonLink.subject_id != subject_id))
        .group_by(PersonLink.person_id)
    )
    return {id_: number for id_, number in session.execute(query)}


def _people_of(session: Session, groups: list[UUID]) -> dict[UUID, int]:
    query = (
        select(PersonLink.subject_id, func.count(PersonLink.person_id.distinct()))
        .where(PersonLink.subject_id.in_(groups))
        .group_by(PersonLink.subject_id)
    )
    return {id_: number for id_, number in session.execute(query)}


def _grade(parts: Sequence[object]) -> str:
    """Source, assessment and handling as printed, "1/B/P"; empty where nobody graded it."""
    return "/".join("–" if part is None else str(part) for part in parts) if any(parts) else ""
