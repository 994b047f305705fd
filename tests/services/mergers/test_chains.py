"""Random chains of merges, edits and unmerges end where they should, and leave the log whole.

What should be is told by a model that knows no merger: every line has a home, every value an owner of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from soc_desk.domain import (
    Entity,
    IntelligenceLink,
    Merger,
    Ocg,
    Person,
    PersonDetail,
    PersonName,
    Subject,
    SubjectRelation,
)
from soc_desk.services.mergers.doing import MergeDraft, merge_groups, merge_people, unmerge
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.store.audit import verify
from soc_desk.store.engine import make_engine
from soc_desk.vocabulary import EVERYONE, SubjectStatus
from tests import factories_lines as made

FEW = 4
_FIRST = date(2020, 1, 1)
_numbers = count()

_PICK = st.integers(0, 99)
_STEP = st.one_of(
    st.tuples(st.just("merge"), _PICK, _PICK),
    st.tuples(st.just("merge"), _PICK, _PICK),
    st.tuples(st.just("unmerge"), _PICK, _PICK),
    st.tuples(st.just("edit"), _PICK, _PICK),
    st.tuples(st.just("add"), _PICK, _PICK),
    st.tuples(st.just("edit line"), _PICK, _PICK),
)
_CHAINS = {
    "steps": st.lists(_STEP, min_size=2, max_size=7),
    "own": st.lists(st.booleans(), min_size=FEW * 3, max_size=FEW * 3),
}


@use_case("Do it for the test", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], object]) -> object:
    return what(work)


@dataclass(frozen=True)
class Kind:
    """What is merged: its columns with a value each that is taken where it is missing, later or sooner; its lines."""

    make: Callable[..., UUID]
    entity: type[Entity]
    line: type[Entity]
    key: str
    columns: tuple[str, str, str]
    merge: Callable[[Work, MergeDraft], UUID]

    def value(self, column: str) -> object:
        number = next(_numbers)
        return _FIRST + timedelta(days=number % 9_000) if column.endswith("_on") else f"value {number}"


PEOPLE = Kind(
    made.person, Person, PersonDetail, "person_id", ("description", "pnc_id", "review_due_on"), merge_people
)  # fmt: skip
GROUPS = Kind(
    made.group, Ocg, IntelligenceLink, "subject_id", ("notes", "operation_name", "intelligence_told_on"), merge_groups
)  # fmt: skip


@dataclass
class Model:
    """How it should be: ``over`` is which record each was merged into, ``home`` whose each line is by itself."""

    kind: Kind
    ids: list[UUID]
    own: list[dict[str, object]]
    over: list[int | None] = field(default_factory=lambda: [None] * FEW)
    mergers: list[tuple[UUID, int]] = field(default_factory=list)
    home: dict[UUID, int] = field(default_factory=dict)
    words: dict[UUID, object] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)

    def root(self, place: int) -> int:
        above = self.over[place]
        return place if above is None else self.root(above)

    def roots(self) -> list[int]:
        return [place for place in range(FEW) if self.over[place] is None]

    def alone(self, place: int) -> bool:
        return self.over[place] is None and place not in self.over


def begin(work: Work, kind: Kind, own: list[bool]) -> Model:
    """Four records, each with a line of its own and some values."""
    ids, owned = [], []
    for place in range(FEW):
        has = own[place * 3 : place * 3 + 3]
        values = {column: kind.value(column) for column, given in zip(kind.columns, has, strict=True) if given}
        ids.append(kind.make(work, name=f"Name {place}", **values))
        empty = {column: None if column.endswith("_on") else "" for column in kind.columns}
        owned.append(empty | values)
    model = Model(kind, ids, owned)
    for place in range(FEW):
        add(work, model, place)
    return model


def add(work: Work, model: Model, place: int) -> None:
    home = model.root(place)
    model.fresh.discard(home)
    over = {"qualifying": True, "received_on": model.kind.value("_on")} if model.kind is GROUPS else {}
    id_ = made.line(work, model.kind.line.__tablename__, **{model.kind.key: model.ids[home]}, **over)
    model.home[id_] = home
    model.words[id_] = work.session.get(model.kind.line, id_).conditions


def step(work: Work, model: Model, what: str, one: int, other: int) -> None:
    """One thing that somebody does, to the store and to the model."""
    if what == "merge":
        roots = model.roots()
        kept, gone = roots[one % len(roots)], roots[other % len(roots)]
        if kept != gone:
            draft = MergeDraft(kept_id=model.ids[kept], gone_id=model.ids[gone], reason="Same.")
            model.mergers.append((model.kind.merge(work, draft), gone))
            model.over[gone] = kept
            model.fresh |= {kept, gone}
    elif what == "unmerge":
        if model.mergers:
            merger, gone = model.mergers.pop(one % len(model.mergers))
            unmerge(work, merger, "Not the same.")
            model.fresh |= {gone, model.root(gone)}
            model.over[gone] = None
    elif what == "edit":
        place, column = model.root(one % FEW), model.kind.columns[other % 3]
        value = None if other % 7 == 0 and column.endswith("_on") else model.kind.value(column)
        setattr(work.session.get(model.kind.entity, model.ids[place]), column, value)
        model.own[place][column] = value
        model.fresh.discard(place)
        work.session.flush()
    elif what == "add":
        add(work, model, one % FEW)
    else:
        id_ = list(model.home)[one % len(model.home)]
        work.session.get(model.kind.line, id_).conditions = model.words[id_] = f"Edited {next(_numbers)}"
        work.session.flush()


def check(work: Work, model: Model) -> None:
    """Hold the store against the model."""
    session, kind = work.session, model.kind
    session.flush()
    session.expire_all()
    lines = session.scalars(select(kind.line).where(getattr(kind.line, kind.key).in_(model.ids)))
    stored = {line.id: (getattr(line, kind.key), line.conditions) for line in lines}
    assert stored == {id_: (model.ids[model.root(home)], model.words[id_]) for id_, home in model.home.items()}
    records = {
        record.id: record for record in session.scalars(select(kind.entity).where(kind.entity.id.in_(model.ids)))
    }
    for place, id_ in enumerate(model.ids):
        record, root = records[id_], model.root(place)
        assert record.merged_into_id == (None if root == place else model.ids[root])
        if kind is GROUPS:
            assert record.status is (SubjectStatus.ACTIVE if root == place else SubjectStatus.MERGED)
            check_clock(session, model, place, record)
        told = {column: getattr(record, column) for column in kind.columns}
        if model.alone(place):
            assert told == model.own[place]
        elif root == place:
            assert all(told[c] == v for c, v in model.own[place].items() if v and not c.endswith("_on"))


def check_clock(session: object, model: Model, place: int, group: Subject) -> None:
    """The archive clock was worked out again for whatever was put together or taken apart and not edited since."""
    if place in model.fresh:
        theirs = select(IntelligenceLink.received_on).where(IntelligenceLink.subject_id == group.id)
        told = [day for day in (*session.scalars(theirs), group.intelligence_told_on) if day]
        assert group.last_intelligence_on == max(told, default=None)


def walk(work: Work, kind: Kind, steps: list[tuple[str, int, int]], own: list[bool]) -> None:
    """The whole chain; then everything is taken apart, in an order that the steps happen to give."""
    model = begin(work, kind, own)
    for what, one, other in steps:
        step(work, model, what, one, other)
    check(work, model)
    for _, one, other in steps * FEW:
        step(work, model, "unmerge", one, other)
    assert not model.mergers
    check(work, model)
    made_since = select(PersonName.id).where(PersonName.person_id.in_(model.ids))
    related = select(SubjectRelation.id).where(SubjectRelation.subject_id.in_(model.ids))
    assert work.session.scalars(made_since if kind is PEOPLE else related).all() == []


@pytest.fixture(scope="module")
def one_store(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store for all examples: each brings records of its own. Made before the examples, so that they are cheap."""
    copied = sqlite_template.copy(tmp_path_factory.mktemp("chains") / "chains.socdesk")
    store = Store(make_engine(str(copied.path), copied.key.secret))
    yield store
    store.close()


@settings(max_examples=500)
@given(**_CHAINS)
def test_people(one_store: Store, founder: Actor, steps: list, own: list) -> None:
    one_store.write(founder, doing, lambda work: walk(work, PEOPLE, steps, own))


@settings(max_examples=500)
@given(**_CHAINS)
def test_groups(one_store: Store, founder: Actor, steps: list, own: list) -> None:
    one_store.write(founder, doing, lambda work: walk(work, GROUPS, steps, own))


def test_the_log_of_it_all_is_whole(one_store: Store, founder: Actor) -> None:
    steps = [("merge", 0, 1), ("merge", 2, 3), ("unmerge", 0, 0), ("merge", 1, 2)]
    one_store.write(founder, doing, lambda work: walk(work, PEOPLE, steps, [True] * FEW * 3))
    assert one_store.read(founder, lambda session: session.scalars(select(Merger.id)).all())
    assert one_store.read(founder, verify).intact


@settings(max_examples=5)
@given(**_CHAINS)
def test_on_both_engines(store: Store, founder: Actor, steps: list, own: list) -> None:
    for kind in (PEOPLE, GROUPS):
        store.write(founder, doing, lambda work, kind=kind: walk(work, kind, steps, own))
    assert store.read(founder, verify).intact
