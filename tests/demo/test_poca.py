"""Invented POCA work: it adds up, every step is one the law knows, the clock agrees, and the board is alive."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from soc_desk.demo import making, poca
from soc_desk.demo.chance import Chance
from soc_desk.demo.making import PASSPHRASE, USER, Amounts, Size, make
from soc_desk.domain import (
    AuditEntry,
    CaseClaim,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseStep,
    Champion,
    Disruption,
    Duty,
    FrozenMonth,
    Outcome,
    Person,
    PersonLink,
    PocaCase,
    SeizureTimeChange,
    Target,
)
from soc_desk.domain.statutory_clock import calendar_of, is_expired
from soc_desk.errors import NotAllowed
from soc_desk.services.poca import board, desk_lines, duties, other_moves, states, summary
from soc_desk.services.poca.facts import facts_of
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Session, Store, Work, audit, opening, use_case
from soc_desk.store.check import check
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.measures import Rag
from soc_desk.vocabulary.poca import CaseKind, CaseState, ClaimKind, DutyKind, MovementKind, OrderKind

TODAY = date(2026, 11, 22)
NINE = datetime(2026, 11, 22, 9)  # noqa: DTZ001 - wall time
FEW = Amounts(6, 14, 4, 40, cash=40)
KINDS = (PocaCase, CaseOrder, CaseNotice, CaseMoney, CaseMovement, CasePerson, CaseStep, Champion, Target)
# Founding stamps identities of its own; what refers to them differs between two makings.
RANDOM = {"area_id", "team_id", "by_id", "owner_id", "recorded_by_id", "user_id"}


@use_case("Work out again what is due", needs={Role.ADMINISTRATOR})
def again(work: Work) -> tuple[duties.Moved, ...]:
    """As after a change of every case."""
    return duties.refresh_many(work, list(work.session.scalars(select(PocaCase.id))))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("poca") / "force.socdesk"


@pytest.fixture(scope="module")
def force(path: Path) -> Iterator[Store]:
    """The store that the demonstration opens on, with fewer disruptions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_DESK_HOME", str(path.parent / "home"))
        store = make(str(path), today=TODAY, amounts=Amounts(40, 124, 18, 900, cash=400))
        yield store
        store.close()


@pytest.fixture(scope="module")
def me(force: Store) -> Actor:
    return making.founder_of(force)


def contents(session: Session) -> dict[str, list[tuple[str, ...]]]:
    """Every invented row, without the identities that chance did not draw."""
    found = {}
    for kind in KINDS:
        columns = [c for c in kind.__table__.c if c.name not in RANDOM]
        rows = session.execute(select(*columns).order_by(kind.__table__.c.id))
        found[kind.__tablename__] = [tuple(map(str, row)) for row in rows]
    return found


def test_the_same_seed_and_day_give_the_same_cases_and_others_do_not(tmp_path: Path) -> None:
    found = []
    for number, (seed, today) in enumerate([(1, TODAY), (1, TODAY), (2, TODAY), (1, date(2026, 11, 23))]):
        store = make(str(tmp_path / f"{number}.socdesk"), Size.TEAM, seed, today=today, amounts=FEW)
        found.append(store.read(making.founder_of(store), contents))
        store.close()
    assert found[0] == found[1]
    assert len(found[0]["poca_case"]) == 45
    assert found[0]["poca_case"] != found[2]["poca_case"]
    assert found[0]["poca_case"] != found[3]["poca_case"]


def test_every_size_has_its_cases() -> None:
    assert {size: making.AMOUNTS[size].cash for size in Size} == {
        Size.TEAM: 40, Size.FORCE: 400, Size.REGION: 6_000, Size.NATION: 100_000,
    }  # fmt: skip


def test_the_store_is_sound_and_the_ledger_adds_up(force: Store, me: Actor, path: Path) -> None:
    told = force.read(me, summary.ledger)
    kinds = force.read(me, lambda s: Counter(kind for (kind,) in s.execute(select(PocaCase.kind))))
    assert told.agrees
    assert kinds[CaseKind.CASH] == 400
    assert set(kinds) == set(CaseKind)
    assert told.unknown == 0
    assert min(told.held_pence, told.released_pence, told.forfeited_pence) > 0
    assert [finding for finding in check(force.engine, str(path)) if not finding.holds] == []
    assert force.read(me, audit.verify).intact


def test_each_currency_of_each_case_adds_up(force: Store, me: Actor) -> None:
    def look(session: Session) -> list[tuple[Any, ...]]:
        gone = func.coalesce(func.sum(CaseMovement.minor), 0)
        leaving = [kind for kind in MovementKind if kind.leaves]
        moved = CaseMovement.kind.in_(leaving) & (CaseMovement.currency == CaseMoney.currency)
        query = (
            select(PocaCase.state, CaseMoney.currency, CaseMoney.counted_minor, CaseMoney.denominations, gone)
            .join(CaseMoney, CaseMoney.case_id == PocaCase.id)
            .outerjoin(CaseMovement, (CaseMovement.case_id == PocaCase.id) & moved)
            .where(PocaCase.kind == CaseKind.CASH)
            .group_by(PocaCase.id, CaseMoney.id)
        )
        return [tuple(row) for row in session.execute(query)]

    lines = force.read(me, look)
    for state, currency, counted, denominations, gone in lines:
        if counted is not None:
            assert sum(int(face) * pieces for face, pieces in denominations.items()) == counted, currency
            assert 0 <= gone <= counted
        if state in (CaseState.CLOSED, CaseState.FINAL, CaseState.FORFEITED_BY_NOTICE):
            assert counted is None or gone == counted
    assert {currency for _, currency, *_ in lines} >= {"GBP", "EUR"}
    assert any(counted is None for _, _, counted, *_ in lines)


def test_amounts_times_and_places_are_believable(force: Store, me: Actor) -> None:
    columns = (PocaCase.seized_at, PocaCase.seized_pence, PocaCase.place)
    cash = PocaCase.kind == CaseKind.CASH
    rows = force.read(me, lambda s: s.execute(select(*columns).where(cash)).all())
    moments = [at for at, *_ in rows if at is not None]
    assert 370_000 < sum(pence for _, pence, _ in rows) / len(rows) < 770_000
    assert min(pence for _, pence, _ in rows) >= 95_000
    assert {at.weekday() for at in moments} == set(range(7))
    assert len({at.hour for at in moments}) > 18
    assert max(moments) < datetime.combine(TODAY, time())
    assert sum(at.date() >= TODAY - timedelta(days=4) for at in moments) >= 6
    assert len({place for *_, place in rows}) > 390


def test_every_step_is_one_that_the_law_knows(force: Store, me: Actor) -> None:
    columns = (CaseStep.case_id, PocaCase.kind, CaseStep.event, CaseStep.before, CaseStep.after, CaseStep.happened_at)
    query = select(*columns).join(PocaCase, PocaCase.id == CaseStep.case_id).order_by(CaseStep.id)
    last: dict[Any, tuple[CaseState, datetime]] = {}
    for case, kind, name, before, after, at in force.read(me, lambda s: s.execute(query).all()):
        event = Event(name)
        if case not in last:
            assert before is None
        else:
            assert (before, last[case][1] <= at) == (last[case][0], True), (kind, name, at)
            assert after in allowed(kind, event, before), (kind, event, before, after)
        last[case] = (after, at)
    now = force.read(me, lambda s: {id_: state for id_, state in s.execute(select(PocaCase.id, PocaCase.state))})
    assert now == {case: state for case, (state, _) in last.items()}


def allowed(kind: CaseKind, event: Event, before: CaseState) -> tuple[CaseState, ...]:
    """Where an event leads from a state, by the tables that the use cases go by."""
    if kind.is_seizure:
        return (before,) if event in states.NOTED else states.MOVES[event][before]
    if event is Event.ORDER_GRANTED:
        return tuple(after[before] for after in other_moves.ORDERS[kind].values() if before in after)
    kinds, moves = other_moves.MOVES[event]
    return moves[before] if kind in kinds else ()


def test_the_clock_agrees_with_every_state(force: Store, me: Actor) -> None:
    def look(session: Session) -> list[CaseState]:
        facts = facts_of(session, select(PocaCase.id)).values()
        return [case.state for case in facts if is_expired(case, calendar_of(), NINE)]

    assert force.read(me, look) == [CaseState.EXPIRED]
    before = force.read(me, lambda s: s.scalar(select(func.count(Duty.id))))
    assert force.write(me, again).value == ()
    assert force.read(me, lambda s: s.scalar(select(func.count(Duty.id)))) == before


def test_the_board_has_something_of_everything(force: Store, me: Actor) -> None:
    rows = force.read(me, lambda session: board.board(session, me, NINE, within_days=90))
    urgencies = Counter(row.urgency for row in rows)
    assert urgencies[board.Urgency.EXPIRED] == 1
    assert urgencies[board.Urgency.RED] >= 4
    assert urgencies[board.Urgency.AMBER] >= 10
    assert urgencies[board.Urgency.GREY] >= 5
    assert {row.kind for row in rows} >= {
        DutyKind.ACT_ON_EXPIRY, DutyKind.ORDER_OR_RELEASE, DutyKind.PAY_IN, DutyKind.EXTEND_OR_FORFEIT,
        DutyKind.LODGE_RENEWAL, DutyKind.OBJECTIONS, DutyKind.APPEAL, DutyKind.SET_ASIDE, DutyKind.TIME_TO_PAY,
        DutyKind.TIME_CHANGE, DutyKind.CLAIM, DutyKind.RELEASE, DutyKind.PACE_REVIEW, DutyKind.NOTICE_PERIOD,
        DutyKind.MORATORIUM, DutyKind.FREEZING_ENDS, DutyKind.HEARING,
    }  # fmt: skip
    assert all((TODAY - row.due_at.date()).days < 60 for row in rows if row.due_at)
    mine = [row for row in rows if row.owner_id == me.id]
    assert len({row.case_id for row in mine}) >= 4
    assert force.read(me, lambda session: desk_lines.lines(session, me, NINE, 10))


@pytest.mark.parametrize(
    "today",
    [date(2026, 11, 25), date(2026, 12, 28), date(2027, 3, 29), date(2028, 2, 29)],
    ids=str,
)
def test_on_any_day_the_board_is_alive_and_one_case_expired(tmp_path: Path, today: date) -> None:
    store = make(str(tmp_path / "demo.socdesk"), Size.TEAM, today=today, amounts=FEW)
    me, nine = making.founder_of(store), datetime.combine(today, time(9))
    rows = store.read(me, lambda session: board.board(session, me, nine, within_days=40))
    urgencies = Counter(row.urgency for row in rows)
    assert urgencies[board.Urgency.EXPIRED] == 1
    assert urgencies[board.Urgency.RED] >= 3
    assert urgencies[board.Urgency.AMBER] >= 5
    assert store.read(me, summary.ledger).agrees
    store.close()


def test_figures_of_the_year_stand_beside_their_targets(force: Store, me: Actor) -> None:
    told = force.read(me, summary.summary, TODAY, datetime.combine(TODAY, time(9)))
    orders = told.performance.force[0]
    assert (orders.target, {row.value for row in told.performance.targets} >= {160, 168}) == (160, True)
    assert sum(row.target or 0 for row in told.performance.areas) == 160
    assert len({row.judgement.rag for row in told.performance.areas} & {Rag.GREEN, Rag.AMBER, Rag.RED}) > 1
    assert orders.last_year is not None
    assert 0 < orders.last_year < orders.value < 160
    assert told.performance.orders.forfeited_by_notice > 0
    assert (told.unpaid.orders, told.unpaid.past) == (14, 5)
    found = told.champions
    assert (found.with_champion, found.places, found.without_deputy) == (12, 14, 2)
    frozen = [month for month in told.performance.months if month.frozen is not None]
    assert len(frozen) == 7
    assert {month.now - (month.frozen or 0) for month in frozen} == {0, 1}  # one was entered late
    assert force.read(me, lambda s: s.scalar(select(func.count(FrozenMonth.id)))) > 19


def test_money_goes_every_way(force: Store, me: Actor) -> None:
    def count(session: Session) -> dict[str, int]:
        asked = {
            "by notice": PocaCase.forfeited_by_notice.is_(True),
            "by order": (PocaCase.forfeited_on.is_not(None)) & PocaCase.forfeited_by_notice.is_(False),
            "released": PocaCase.released_pence > 0,
            "linked": PocaCase.subject_id.is_not(None),
            "evidence": PocaCase.kept_as_evidence.is_(True),
        }
        found = {name: session.scalar(select(func.count(PocaCase.id)).where(what)) or 0 for name, what in asked.items()}
        waiting = select(func.count(SeizureTimeChange.id)).where(SeizureTimeChange.agreed.is_(None))
        renewed = select(func.count(CaseOrder.id)).where(CaseOrder.kind == OrderKind.FURTHER)
        return found | {"time changes": session.scalar(waiting) or 0, "renewals": session.scalar(renewed) or 0}

    found = force.read(me, count)
    assert found["time changes"] == 2
    assert min(found.values()) > 0, found
    assert found["by notice"] > 40
    assert found["linked"] > 80


def test_an_outcome_and_its_case_are_one_fact(force: Store, me: Actor) -> None:
    query = (
        select(PocaCase.subject_id, Disruption.subject_id, PocaCase.seized_at, Disruption.disruption_date)
        .join(Outcome, Outcome.case_id == PocaCase.id)
        .join(Disruption, Disruption.id == Outcome.disruption_id)
    )
    rows = force.read(me, lambda s: s.execute(query).all())
    assert len(rows) == 25
    assert all(at is not None and at.date() == on for *_, at, on in rows)
    assert all(case in (None, disruption) for case, disruption, *_ in rows)


def test_everybody_named_is_plainly_invented(force: Store, me: Actor) -> None:
    names = force.read(me, lambda s: set(s.scalars(select(CasePerson.name).where(CasePerson.person_id.is_(None)))))
    sources = force.read(me, lambda s: set(s.scalars(select(Target.source))))
    assert all(name.startswith("Person ") for name in names)
    assert all("synthetic" in source for source in sources)


def test_whom_a_case_is_about_may_be_a_member_of_its_group(tmp_path: Path) -> None:
    few = Amounts(6, 14, 4, 160, cash=40, people=120, links=150, intelligence=20)
    store = make(str(tmp_path / "known.socdesk"), Size.TEAM, today=TODAY, amounts=few)
    linked = (PersonLink.person_id == CasePerson.person_id) & (PersonLink.subject_id == PocaCase.subject_id)
    query = (
        select(CasePerson.name, Person.name, PersonLink.id)
        .join(PocaCase, PocaCase.id == CasePerson.case_id)
        .join(Person, Person.id == CasePerson.person_id)
        .outerjoin(PersonLink, linked)
    )
    found = store.read(making.founder_of(store), lambda s: s.execute(query).all())
    assert len(found) > 3
    assert all(named == known and link for named, known, link in found)
    store.close()


def test_it_is_filled_in_any_store(store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SIGN_INS", ())  # the tests' own people are called the same
    people, _ = store.write(founder, making.furnish, Chance(3, TODAY), FEW).value
    seen: list[str] = []
    poca.make(store, founder, 3, people, 24, TODAY, progress=lambda _done, text: seen.append(text))
    logged = store.read(founder, lambda s: Counter(s.scalars(select(AuditEntry.use_case))))
    assert seen == ["27 of 27 POCA cases"]
    assert min(logged[f"poca.{name}"] for name in ("fill", "furnish", "freeze")) > 0
    assert store.read(founder, summary.ledger).agrees
    assert store.read(founder, lambda s: s.scalar(select(func.count(Duty.id)))) > 20
    assert store.read(founder, audit.verify).intact


def test_only_an_administrator_invents_cases(store: Store, officer: Actor) -> None:
    for use, *given in ((poca.fill, None, []), (poca.furnish, None, 0), (poca.freeze, TODAY)):
        with pytest.raises(NotAllowed):
            store.write(officer, use, *given)


def test_a_demonstration_without_cases_has_none(tmp_path: Path) -> None:
    path = tmp_path / "demo.socdesk"
    make(str(path), Size.TEAM, today=TODAY, amounts=Amounts(6, 14, 4, 20)).close()
    store, actor = opening.open(str(path), USER, PASSPHRASE)
    assert store.read(actor, lambda s: s.scalar(select(func.count(PocaCase.id)))) == 0
    store.close()


def test_what_is_rare_is_there_to_be_seen(force: Store, me: Actor) -> None:
    claims = force.read(me, lambda s: set(s.scalars(select(CaseClaim.kind))))
    assert {ClaimKind.VICTIM, ClaimKind.SET_ASIDE, ClaimKind.COMPENSATION} <= claims
    assert force.read(
        me, lambda s: s.scalar(select(func.sum(CaseMovement.minor)).where(CaseMovement.kind == MovementKind.INTEREST))
    )
    rows = force.read(me, board.board, me, NINE, limit=500)
    caps = [row.due_at for row in rows if row.kind is DutyKind.CAP and row.due_at is not None]
    assert min(caps) < NINE + timedelta(days=31)
