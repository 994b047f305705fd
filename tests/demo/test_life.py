"""The invented life of groups: it agrees with the rules it will be worked by, and there is something of everything."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from soc_desk.demo import life, life_words, making
from soc_desk.demo.chance import Chance
from soc_desk.demo.making import AMOUNTS, Amounts, Size, make
from soc_desk.domain import (
    AncillaryOrder,
    AuditEntry,
    Breach,
    ChbStep,
    CodeItem,
    Document,
    IntelligenceLink,
    LomSubject,
    LomVisit,
    Merger,
    Ocg,
    OcgReview,
    OcgScore,
    Operation,
    OrderCondition,
    Person,
    PersonDetail,
    PersonKey,
    PersonLink,
    PersonTie,
    Plan,
    PlanAction,
    Referral,
    Request,
    RequestStep,
    ScoreTemplate,
    Subject,
    SubjectStatusChange,
    Tally,
    TaskingBid,
    TierDecision,
    User,
)
from soc_desk.domain import Counter as Serials
from soc_desk.domain.lom import age_problems, condition_problems, order_problems
from soc_desk.domain.request_moves import WORK
from soc_desk.errors import NotAllowed
from soc_desk.services import archive, documents, local_profiles, positions
from soc_desk.services.lom import due
from soc_desk.services.mergers import doing
from soc_desk.services.people import keys, links
from soc_desk.services.people.drafts import LinkDraft
from soc_desk.services.plans import boards
from soc_desk.store import Actor, Session, Store, audit
from soc_desk.vocabulary import Access, SubjectStatus
from soc_desk.vocabulary.ocg import (
    ActionState,
    AssessmentGrade,
    BidState,
    DataCategory,
    IntelligenceKind,
    LinkRole,
    LomState,
    PlanStatus,
)
from soc_desk.vocabulary.request import Deed, RequestState

TODAY = date(2026, 11, 22)
SOME = Amounts(24, 90, 12, 500, people=900, links=960, intelligence=3_200)
FEW = Amounts(6, 14, 4, 30, people=120, links=130, intelligence=300)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("life") / "some.socdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_DESK_HOME", str(path.parent / "home"))
        store = make(str(path), today=TODAY, amounts=SOME)
        yield store
        store.close()


@pytest.fixture(scope="module")
def me(made: Store) -> Actor:
    return making.founder_of(made)


def rows(store: Store, me: Actor, *columns: Any) -> list[tuple[Any, ...]]:
    """Columns of everything of their kind."""
    return store.read(me, lambda session: [tuple(row) for row in session.execute(select(*columns))])


def test_the_amounts_are_those_of_the_contract() -> None:
    force, nation = AMOUNTS[Size.FORCE], AMOUNTS[Size.NATION]
    assert (force.people, force.intelligence) == (2_300, 8_900)
    assert (nation.people, nation.links, nation.intelligence) == (50_000, 250_000, 400_000)


def test_so_much_was_asked_for(made: Store, me: Actor) -> None:
    held = [made.read(me, lambda s, k=kind: s.scalar(select(func.count(k.id)))) for kind in (Person, IntelligenceLink)]
    assert held == [SOME.people, SOME.intelligence]
    assert abs(len(rows(made, me, PersonLink.id)) - SOME.links) < 30
    assert [finding for finding in made.read(me, lambda s: list(positions.reconcile(s))) if not finding.holds] == []
    next_ones = dict(rows(made, me, Serials.prefix, Serials.last))
    assert (next_ones["N"], next_ones["IR"]) == (SOME.people, SOME.intelligence)
    assert next_ones["OP"] == len(rows(made, me, Operation.id))
    assert next_ones["B"] == len(rows(made, me, TaskingBid.id))
    assert next_ones["RQ"] == len(rows(made, me, Request.id))


def test_what_keeps_a_group_from_review_is_judged_by_the_rule(made: Store, me: Actor) -> None:
    def look(session: Session) -> tuple[list[bool], list[IntelligenceLink], dict[Any, date]]:
        every = list(session.scalars(select(IntelligenceLink)))
        kept = [link.qualifying for link in every]
        newest: dict[Any, date] = {}
        for link in every:
            if link.judge():
                newest[link.subject_id] = max(newest.get(link.subject_id, date.min), link.received_on)
        session.expunge_all()
        return kept, every, newest

    with made.engine.connect() as connection, Session(connection) as session:
        kept, every, newest = look(session)
    assert kept == [link.qualifying for link in every]
    assert newest == dict(rows(made, me, Subject.id, Subject.last_intelligence_on))
    assert {link.kind for link in every} == set(IntelligenceKind)
    assert {link.assessment for link in every} == {*AssessmentGrade, None}
    assert any(link.legacy_grade for link in every)
    assert all(not link.legacy_grade or link.source is None for link in every)
    assert any(link.conditions for link in every)
    assert all(bool(link.conditions) == (link.handling == "C") for link in every)
    assert any(link.duplicate_of_id for link in every)
    assert any(link.subject_id is None for link in every)
    assert all(link.ir_ref.startswith("SYN-") and link.received_on <= TODAY for link in every)
    members = {(person, group) for person, group in rows(made, me, PersonLink.person_id, PersonLink.subject_id)}
    named = {(link.person_id, link.subject_id) for link in every if link.person_id and link.subject_id}
    assert named <= members


def test_the_archive_board_has_rows_of_both_kinds(made: Store, me: Actor) -> None:
    board = made.read(me, archive.board, TODAY)
    assert len(board.quiet) > 2
    assert len(board.stirring) > 0
    assert board.unknown == ()
    held = rows(made, me, Ocg.id, Ocg.status, Ocg.status_since)
    last = dict(rows(made, me, SubjectStatusChange.subject_id, func.max(SubjectStatusChange.at)))
    steps = made.read(me, lambda s: list(s.execute(select(SubjectStatusChange.subject_id, SubjectStatusChange.at))))
    assert last
    for id_, _status, since in held:
        assert since == max(at for subject, at in steps if subject == id_).date()


def test_nobody_named_is_real_and_nothing_that_was_entered_would_be_refused(made: Store, me: Actor) -> None:
    invented = {a + b for a in life_words.FAMILY_FIRST for b in life_words.FAMILY_SECOND}
    spelt = {name for name, unknown in rows(made, me, Person.family_name, Person.unidentified) if not unknown}
    assert len(spelt - invented) < SOME.people // 40  # people under another spelling
    assert spelt & invented
    phones = [v for kind, v in rows(made, me, PersonDetail.kind, PersonDetail.value) if kind == "phone"]
    assert phones
    assert all(re.fullmatch(r"07700 900\d{3}", phone) for phone in phones)
    assert all(not v.startswith("SYN") or v.startswith("SYN/") for (v,) in rows(made, me, Person.pnc_id))
    names = ("subject_id", "role", "category", "from_on", "to_on", "source", "assessment", "handling", "conditions")
    for link in rows(made, me, *(getattr(PersonLink, name) for name in names)):
        told = dict(zip(names, link, strict=True))
        assert LinkDraft(**told).problems() == {}


def test_people_are_found_by_their_keys_and_sorted_by_their_names(made: Store, me: Actor) -> None:
    def look(session: Session) -> None:
        for person in session.scalars(select(Person).limit(60)):
            stood = person.name, person.sort_name, person.adult_on
            person.settle()
            assert stood == (person.name, person.sort_name, person.adult_on)
            before = _keys(session, person)
            keys.keep(session, person)
            session.flush()
            assert _keys(session, person) == before
        session.rollback()

    with made.engine.execution_options(writes=True).connect() as connection, Session(connection) as session:
        look(session)


def _keys(session: Session, person: Person) -> set[tuple[str, str]]:
    query = select(PersonKey.kind, PersonKey.value).where(PersonKey.person_id == person.id)
    return {(kind, value) for kind, value in session.execute(query)}


def test_people_of_every_sort_are_there(made: Store, me: Actor) -> None:
    found = rows(made, me, PersonLink.person_id, PersonLink.category, PersonLink.role, PersonLink.child_confirmed)
    categories: dict[Any, set[DataCategory]] = {}
    for person, category, *_ in found:
        categories.setdefault(person, set()).add(category)
    assert any({DataCategory.SUSPECT, DataCategory.VICTIM} <= each for each in categories.values())
    assert {role for *_, role, _ in found} == set(LinkRole)
    children = {id_ for id_, adult_on in rows(made, me, Person.id, Person.adult_on) if adult_on and adult_on > TODAY}
    assert {person for person, *_, asked in found if asked} == children & set(categories)
    assert sum(unknown for (unknown,) in rows(made, me, Person.unidentified)) > 10
    people = {person for person, *_ in found}
    for one, other in rows(made, me, PersonTie.person_id, PersonTie.other_id):
        assert {one, other} <= people
        assert one != other
    assert made.read(me, links.of_person, next(iter(people)))


def test_a_score_is_what_its_answers_come_to(made: Store, me: Actor) -> None:
    from soc_desk.domain import scoring

    bodies = {id_: scoring.read(body) for id_, body in rows(made, me, ScoreTemplate.id, ScoreTemplate.body)}
    scores = rows(made, me, OcgScore.template_id, OcgScore.answers, OcgScore.total, OcgScore.unknown, OcgScore.band)
    assert len(scores) > SOME.ocgs
    for template, answers, total, unknown, band in scores:
        found = scoring.score(bodies[template], answers)
        assert (found.lowest, found.unknown, found.band) == (total, unknown, band)
    assert len({band for *_, band in scores}) > 2
    tiers = {subject: after for subject, after, _ in sorted(
        rows(made, me, TierDecision.subject_id, TierDecision.after, TierDecision.decided_on), key=lambda row: row[2]
    )}  # fmt: skip
    held = dict(rows(made, me, Ocg.id, Ocg.tier))
    assert {id_: held[id_] for id_ in tiers} == tiers


def test_plans_and_actions_stand_in_every_state(made: Store, me: Actor) -> None:
    plans = rows(made, me, Plan.subject_id, Plan.status, Plan.approved_by)
    assert {status for _, status, _ in plans} == set(PlanStatus)
    assert max(Counter(subject for subject, status, _ in plans if status is PlanStatus.LIVE).values()) == 1
    assert all(by for _, status, by in plans if status is not PlanStatus.DRAFT)
    actions = rows(made, me, PlanAction.state, PlanAction.due_on, PlanAction.owner, PlanAction.blocked_on,
                   PlanAction.done_on, PlanAction.result, PlanAction.disruption_id, PlanAction.slips)  # fmt: skip
    assert {state for state, *_ in actions} == set(ActionState)
    for state, due_on, owner, blocked_on, done_on, result, *_ in actions:
        assert (state is ActionState.PROPOSED) == (not owner) == (due_on is None)
        assert (state is ActionState.BLOCKED) == (blocked_on is not None)
        assert (not state.is_open) == (done_on is not None)
        assert (state is ActionState.COMPLETED) == bool(result)
    assert any(disruption for *_, disruption, _ in actions)
    assert any(slips for *_, slips in actions)
    assert made.read(me, boards.overdue_actions, TODAY)
    measures = made.read(me, lambda s: boards.measures(boards.coverage(s, TODAY), TODAY))
    assert 0 < measures.plan_in_date < measures.active
    assert 0 < measures.reviewed_in_time < measures.active
    assert 0 < measures.all_ps_planned < measures.active
    reviews = dict(rows(made, me, OcgReview.subject_id, OcgReview.next_due_on))
    assert set(reviews) <= {id_ for (id_,) in rows(made, me, Ocg.id)}


def test_orders_and_their_conditions_are_such_as_could_be_made(made: Store, me: Actor) -> None:
    ages = made.read(me, lambda s: {p.id: p.age for p in s.scalars(select(Person))})
    orders = made.read(me, lambda s: {o.id: dict(o.__dict__) for o in s.scalars(select(AncillaryOrder))})
    for order in orders.values():
        told = (order["in_force_from"], order["ends_on"], order["applied_on"], order["made_on"])
        assert order_problems(*told, on_release=order["in_force_on_release"]) == {}
        assert age_problems(order["kind"], ages[order["person_id"]], order["made_on"] or TODAY, "") == {}
    conditions = rows(made, me, OrderCondition.order_id, OrderCondition.from_on, OrderCondition.to_on)
    for order_id, from_on, to_on in conditions:
        order = orders[order_id]
        assert condition_problems(from_on, to_on, order["in_force_from"], order["ends_on"]) == {}
    assert {state for (state,) in rows(made, me, LomSubject.state)} == set(LomState)
    assert len(rows(made, me, Breach.id)) == 1
    asked = made.read(me, due.prompts, TODAY)
    assert any(prompt.is_overdue(TODAY) for prompt in asked)
    assert any(done is None for (done,) in rows(made, me, LomVisit.done_on))
    assert {child for (child,) in rows(made, me, Referral.is_child)} == {True, False}


def test_the_work_around_groups_is_there(made: Store, me: Actor) -> None:
    assert {state for (state,) in rows(made, me, TaskingBid.state)} == set(BidState)
    assert len(rows(made, me, Operation.id)) == 30
    assert rows(made, me, Tally.value)
    profiles = made.read(me, local_profiles.register, TODAY)
    assert [row.months for row in profiles].count(None) == 1
    assert any((row.months or 0) > 24 for row in profiles)
    assert any(before and after.rank < before.rank for before, after in rows(made, me, ChbStep.before, ChbStep.after))
    for id_, name, kind in rows(made, me, Document.id, Document.name, Document.media_type):
        row, content = made.write(me, documents.view, id_).value
        assert documents.media_type(name, content) == kind == row.media_type


def test_some_groups_are_closed_and_units_have_heads(made: Store, me: Actor) -> None:
    access = Counter(each for (each,) in rows(made, me, Ocg.access))
    assert access[Access.SEALED] == 1
    assert access[Access.RESTRICTED] > 0
    heads = [team for team, head in rows(made, me, User.team_id, User.heads_team) if head]
    assert len(heads) == len(set(heads)) > 1
    merged = rows(made, me, Merger.gone_subject_id, Merger.kept_subject_id)
    told = {(id_, into) for id_, into in rows(made, me, Ocg.id, Ocg.merged_into_id) if into}
    assert set(merged) == told
    assert len(merged) == len([1 for (status,) in rows(made, me, Ocg.status) if status is SubjectStatus.MERGED])


def test_what_a_merged_group_brought_went_over_and_can_come_back(tmp_path: Path) -> None:
    store = make(str(tmp_path / "merged.socdesk"), seed=5, today=TODAY, amounts=FEW)  # seed 1 merges none so small
    me = making.founder_of(store)
    ((id_, gone, moved),) = rows(store, me, Merger.id, Merger.gone_subject_id, Merger.moved)
    brought = [line for line in moved if (line["table"], line["column"]) == ("person_link", "subject_id")]
    assert brought
    assert {"intelligence_link", "subject_relation"} <= {line["table"] for line in moved}
    for kind in (PersonLink, IntelligenceLink):
        assert gone not in {of for (of,) in rows(store, me, kind.subject_id)}
    assert [finding for finding in store.read(me, lambda s: list(positions.reconcile(s))) if not finding.holds] == []
    store.write(me, doing.unmerge, id_, "Two groups after all.")
    assert [of for (of,) in rows(store, me, PersonLink.subject_id)].count(gone) == len(brought)
    assert (gone, SubjectStatus.ACTIVE) in rows(store, me, Ocg.id, Ocg.status)
    store.close()


def test_nothing_lies_outside_the_code_lists(made: Store, me: Actor) -> None:
    lists: dict[str, set[str]] = {}
    for name, code in rows(made, me, CodeItem.list_name, CodeItem.code):
        lists.setdefault(name, set()).add(code)
    assert {code for (code,) in rows(made, me, PlanAction.tactic_area)} <= {*lists["tactic_area"], ""}
    assert {code for (code,) in rows(made, me, Person.retention_group)} <= {*lists["retention_group"], ""}
    forces = {code for (codes,) in rows(made, me, Ocg.cross_border_forces) for code in codes or ()}
    assert forces
    assert forces <= lists["agency"]


def test_no_day_lies_ahead_that_was(made: Store, me: Actor) -> None:
    was = (Person.created_at, PersonLink.linked_at, IntelligenceLink.entered_at, OcgScore.scored_at, PlanAction.made_at,
           TierDecision.at, OcgReview.at, SubjectStatusChange.at)  # fmt: skip
    for column in was:
        latest = made.read(me, lambda s, c=column: s.scalar(select(func.max(c))))
        assert latest is not None
        assert latest.date() < TODAY + timedelta(days=1), column


def test_it_is_filled_in_any_store(store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SIGN_INS", ())  # the tests' own people are called the same
    force, subjects = store.write(founder, making.furnish, Chance(3, TODAY), FEW).value
    seen: list[float] = []
    scene = life.Scene(force, subjects, FEW)
    life.make(store, founder, 3, scene, TODAY, progress=lambda done, _text: seen.append(done))
    logged = store.read(founder, lambda s: Counter(s.scalars(select(AuditEntry.use_case))))
    assert logged["life.keep"] > FEW.people + FEW.intelligence
    assert seen[-1] > 0.9
    assert store.read(founder, audit.verify).intact
    assert store.read(founder, archive.board, TODAY).period.after_days == 183
    assert store.read(founder, lambda s: s.scalar(select(Serials.last).where(Serials.prefix == "N"))) == FEW.people


def test_only_an_administrator_invents_lives(store: Store, officer: Actor) -> None:
    for use, *given in ((life.keep, []), (life.merge, []), (life.count_on, 1, 1)):
        with pytest.raises(NotAllowed):
            store.write(officer, use, *given)


def test_a_demonstration_without_people_tells_when_intelligence_came(tmp_path: Path) -> None:
    store = make(str(tmp_path / "demo.socdesk"), Size.TEAM, today=TODAY, amounts=Amounts(6, 14, 4, 20))
    actor = making.founder_of(store)
    told = rows(store, actor, Subject.last_intelligence_on, Subject.intelligence_told_on)
    assert all(last == told_on for last, told_on in told)
    assert rows(store, actor, Person.id) == []
    store.close()


def test_requests_stand_everywhere_and_came_there_by_steps_that_are_not_refused(made: Store, me: Actor) -> None:
    """By whoever may take each: nobody checks what they worked on or asked for, nor agrees for both sides."""
    people = made.read(me, lambda session: {user.id: user.actor("") for user in session.scalars(select(User))})
    needed = ("reference", "kind", "product", "driver", "asked", "made_at", "requester_id", "needed_by")
    asked = made.read(me, lambda s: [SimpleNamespace(**vars(request)) for request in s.scalars(select(Request))])
    assert {request.state for request in asked} == set(RequestState)
    steps = made.read(me, lambda s: [SimpleNamespace(**vars(step)) for step in s.scalars(select(RequestStep))])
    lives: dict[Any, list[Any]] = {}
    for step in sorted(steps, key=lambda step: step.at):
        lives.setdefault(step.request_id, []).append(step)
    assert {step.deed for steps in lives.values() for step in steps} == set(Deed)
    for request in asked:
        live = Request(state=RequestState.DRAFT, **{name: getattr(request, name) for name in needed})
        day, worked = date.min, set[Any]()
        for step in lives.get(request.id, []):
            if step.deed is Deed.CHANGE:  # its day was changed with it
                live.needed_by = step.done_on
            assert live.take(step.deed, people[step.by_id], step.done_on, worked) is step.before, step.deed
            assert live.state is step.after
            assert day <= step.done_on <= TODAY
            day = step.done_on
            live.analyst_id = step.analyst_id or live.analyst_id
            worked |= {live.analyst_id, *([step.by_id] if step.deed in WORK else [])}
        assert (live.state, live.agreed_on) == (request.state, request.agreed_on)
        assert request.checked_by_id is None or request.checked_by_id not in {live.requester_id, *worked}
