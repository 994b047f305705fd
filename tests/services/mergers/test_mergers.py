"""Merging people and groups, and taking them apart: what moves, what stays, who may, and what the log tells."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Base, NotSame, Person, PersonDetail, PersonName, Subject, SubjectRelation
from soc_desk.errors import Conflict, Invalid, NotAllowed
from soc_desk.services.mergers.doing import MergeDraft, merge_groups, merge_people, unmerge
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.store.audit import verify
from soc_desk.store.carrying import PERSON_LINES, SUBJECT_LINES
from soc_desk.vocabulary import EVERYONE, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState, DetailKind, RelationKind
from tests import factories_lines as made

STAYS = {
    "person": {"person_key", "person_not_same", "merger"},
    "subject": {
        "disruption", "glass_break", "merger", "ocg_leader", "ocg_review", "ocg_score", "plan", "plan_objective",
        "subject_reader", "subject_status_change", "tier_decision",
    },
}  # fmt: skip
"""Tables that refer to a person or group and whose rows stay where they are, each for its own reason."""


@use_case("Do it for the test", needs=EVERYONE)
def doing(work: Work, what: Callable[[Work], object]) -> object:
    return what(work)


def at(session: object, table: str, id_: UUID, column: str) -> object:
    return session.scalar(select(Base.metadata.tables[table].c[column]).where(Base.metadata.tables[table].c.id == id_))


def where(store: Store, lines: dict[tuple[str, str], UUID]) -> dict[tuple[str, str], UUID]:
    with store._sessions() as session:  # past any reader's sight
        run = session.connection()
        tables = Base.metadata.tables
        return {
            (table, column): run.scalar(select(tables[table].c[column]).where(tables[table].c.id == id_))
            for (table, column), id_ in lines.items()
        }


def two(store: Store, by: Actor, kind: str, **over: object) -> tuple[UUID, UUID]:
    make = getattr(made, kind)
    return store.write(by, doing, lambda work: (make(work), make(work, **over))).value


@pytest.mark.parametrize(("kind", "places"), [("person", PERSON_LINES), ("subject", SUBJECT_LINES)])
def test_every_table_that_refers_to_them_is_said_to_move_or_to_stay(kind: str, places: tuple) -> None:
    referring = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == kind
    }
    assert referring == {table for table, _ in places} | STAYS[kind]
    assert not {table for table, _ in places} & STAYS[kind]


@pytest.mark.parametrize("kind", ["person", "group"])
def test_everything_goes_over_and_comes_back(store: Store, coordinator: Actor, kind: str) -> None:
    places, merge = (PERSON_LINES, merge_people) if kind == "person" else (SUBJECT_LINES, merge_groups)
    kept, gone = two(store, coordinator, kind)

    def lines(work: Work) -> dict[tuple[str, str], UUID]:
        over = {"subject_relation": {"kind": RelationKind.RIVAL}}
        found = {
            (table, column): made.line(work, table, **{column: gone, **over.get(table, {})})
            for table, column in places[1:]
        }
        earlier = getattr(made, kind)(work, merged_into_id=gone)
        return found | {places[0]: earlier}

    standing = store.write(coordinator, doing, lines).value
    done = store.write(
        coordinator, merge, MergeDraft(kept_id=kept, gone_id=gone, reason="Same mark on the hand.")
    ).value
    assert set(where(store, standing).values()) == {kept}
    store.write(coordinator, unmerge, done, "Two brothers.")
    assert set(where(store, standing).values()) == {gone}
    with store._sessions() as session:
        store._see_as(session, coordinator)
        assert verify(session).intact
    for about in (kept, gone):
        told = [(entry.category, entry.action) for entry in entries(store, about)]
        assert told.count(("combination", "combined")) == 2


def entries(store: Store, record: UUID) -> list:
    from soc_desk.domain import AuditEntry

    with store._sessions() as session:
        return list(session.connection().execute(select(AuditEntry.__table__).where(AuditEntry.record_id == record)))


def test_work_that_is_done_stays_and_what_is_open_moves(store: Store, coordinator: Actor) -> None:
    kept, gone = two(store, coordinator, "group")
    done_, open_ = store.write(
        coordinator, doing,
        lambda work: (
            made.line(work, "plan_action", subject_id=gone, state=ActionState.COMPLETED),
            made.line(work, "plan_action", subject_id=gone, state=ActionState.BLOCKED),
        ),
    ).value  # fmt: skip
    store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, gone_id=gone, reason="One group."))
    found = where(store, {("plan_action", "subject_id"): done_}) | where(store, {("plan_action", "id"): open_})
    assert found["plan_action", "subject_id"] == gone
    assert where(store, {("plan_action", "subject_id"): open_})["plan_action", "subject_id"] == kept


def test_a_group_is_merged_with_its_step_its_relation_and_both_clocks(store: Store, coordinator: Actor) -> None:
    kept, gone = two(store, coordinator, "group")
    link = {"subject_id": gone, "received_on": made.A_DAY, "qualifying": True}
    store.write(coordinator, doing, lambda work: made.line(work, "intelligence_link", **link))
    merger = store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, gone_id=gone, reason="One group.")).value

    def groups(session: object) -> tuple:
        rows = {g.id: (g.status, g.last_intelligence_on, g.merged_into_id) for g in session.scalars(select(Subject))}
        return rows[kept], rows[gone], session.scalars(select(SubjectRelation.kind)).all()

    alive = (SubjectStatus.ACTIVE, made.A_DAY, None)
    assert store.read(coordinator, groups) == (alive, (SubjectStatus.MERGED, None, kept), ["merged_into"])
    store.write(coordinator, unmerge, merger, "Not one group.")
    assert store.read(coordinator, groups) == ((SubjectStatus.ACTIVE, None, None), alive, [])


def test_values_are_adopted_and_go_back_where_they_are_unchanged(store: Store, officer: Actor) -> None:
    over = {
        "born_on": made.A_DAY,
        "pnc_id": "99/1X",
        "description": "Scar",
        "family_name": "Other",
    }  # a name of its own
    kept, gone = two(store, officer, "person", **over)
    draft = MergeDraft(kept_id=kept, gone_id=gone, reason="Same person.")
    merger = store.write(officer, merge_people, draft).value

    def edit(work: Work) -> None:
        work.get(Person, kept).pnc_id = "99/2Y"

    def seen(session: object) -> tuple:
        person = session.get(Person, kept)
        return person.born_on, person.pnc_id, person.description, person.family_name

    assert store.read(officer, seen) == (made.A_DAY, "99/1X", "Scar", "Invented")
    store.write(officer, doing, edit)
    store.write(officer, unmerge, merger, "No.")
    assert store.read(officer, seen) == (None, "99/2Y", "", "Invented")


def test_another_name_is_kept_as_an_alias_until_they_are_taken_apart(store: Store, officer: Actor) -> None:
    kept, gone = store.write(
        officer, doing, lambda w: (made.person(w, "Al Invented"), made.person(w, "Bo Invented"))
    ).value
    merger = store.write(officer, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="Same.")).value
    names = select(PersonName.person_id, PersonName.name)
    assert store.read(officer, lambda s: [tuple(r) for r in s.execute(names)]) == [(kept, "Bo Invented")]
    store.write(officer, unmerge, merger, "No.")
    assert store.read(officer, lambda s: s.execute(names).all()) == []


def test_what_was_edited_or_added_meanwhile_stays_so(store: Store, officer: Actor) -> None:
    kept, gone = two(store, officer, "person")
    brought = store.write(
        officer, doing, lambda w: made.line(w, "person_detail", person_id=gone, kind=DetailKind.PHONE)
    ).value
    merger = store.write(officer, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="Same.")).value

    def meanwhile(work: Work) -> UUID:
        work.get(PersonDetail, brought).value = "07700 900123"
        return made.line(work, "person_detail", person_id=kept, kind=DetailKind.EMAIL)

    added = store.write(officer, doing, meanwhile).value
    store.write(officer, unmerge, merger, "No.")
    told = select(PersonDetail.id, PersonDetail.person_id, PersonDetail.value)
    found = store.read(officer, lambda s: {r[0]: tuple(r[1:]) for r in s.execute(told)})
    assert found[brought] == (gone, "07700 900123")
    assert found[added][0] == kept


def test_who_was_found_not_to_be_the_same_is_not_merged(store: Store, officer: Actor) -> None:
    kept, gone = two(store, officer, "person")
    other = store.write(officer, doing, made.person).value
    pair = {"person_id": other, "other_id": gone, "reason": "Twin."}
    line = store.write(officer, doing, lambda work: made.line(work, "person_not_same", **pair)).value
    store.write(officer, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="Same."))
    again = MergeDraft(kept_id=kept, gone_id=other, reason="Same.")
    with pytest.raises(Invalid, match=r"not to be the same person on 2 March 2026 \(Twin\)"):
        store.write(officer, merge_people, again)
    store.write(officer, doing, lambda work: work.session.delete(work.get(NotSame, line)))
    assert store.write(officer, merge_people, again).value


def test_refusals(store: Store, officer: Actor, coordinator: Actor, analyst: Actor) -> None:
    kept, gone = two(store, coordinator, "group")
    draft = MergeDraft(kept_id=kept, gone_id=gone, reason="One.")
    for person in (officer, analyst):
        with pytest.raises(NotAllowed):
            store.write(person, merge_groups, draft)
    for bad, field in (
        (MergeDraft(kept_id=kept, gone_id=kept, reason="One."), "gone_id"),
        (MergeDraft(kept_id=kept, gone_id=gone), "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            store.write(coordinator, merge_groups, bad)
        assert field in refused.value.problems
    with pytest.raises(Conflict):
        store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, kept_version=9, gone_id=gone, reason="One."))
    merger = store.write(coordinator, merge_groups, draft).value
    with pytest.raises(Invalid, match="merged into another record already"):
        store.write(coordinator, merge_groups, draft)
    with pytest.raises(NotAllowed, match="coordinator"):
        store.write(officer, unmerge, merger, "No.")
    with pytest.raises(Invalid, match="Say why"):
        store.write(coordinator, unmerge, merger, " ")
    store.write(coordinator, unmerge, merger, "No.")
    with pytest.raises(Invalid, match="already"):
        store.write(coordinator, unmerge, merger, "No.")


def test_groups_that_are_not_alive_are_not_merged(store: Store, coordinator: Actor) -> None:
    def some(work: Work) -> list[UUID]:
        return [
            made.group(work, status=s) for s in (SubjectStatus.PROPOSED, SubjectStatus.ARCHIVED, SubjectStatus.ACTIVE)
        ]

    proposed, archived, active = store.write(coordinator, doing, some).value
    for kept, gone in ((active, proposed), (proposed, active), (archived, active)):
        with pytest.raises(Invalid):
            store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, gone_id=gone, reason="One."))
    assert store.write(coordinator, merge_groups, MergeDraft(kept_id=active, gone_id=archived, reason="One.")).value
