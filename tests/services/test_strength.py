"""Posts and strength: kept by day and role, read by supervisors alone, and set against the open cases of a team."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, PocaCase, Strength
from soc_desk.domain.strength import vacancy_percent
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.reports.caseload import draw
from soc_desk.services import caseload, caseload_strength, history, policies, strength
from soc_desk.services.caseload import Caseload, CaseloadFilter, Period
from soc_desk.services.caseload_strength import TeamStrength
from soc_desk.services.places import add_team, areas
from soc_desk.services.poca import access
from soc_desk.services.prints import Addressed
from soc_desk.services.strength import StrengthDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.poca import CaseKind, CaseState
from tests import factories
from tests.conftest import TEAM_ID
from tests.reports.samples import words

TODAY = date(2026, 3, 20)
PERIOD = Period(date(2026, 1, 1), date(2026, 3, 31))


def draft(**given: Any) -> StrengthDraft:
    usual: dict[str, Any] = {
        "team_id": TEAM_ID, "role": "DC", "established": Decimal(6), "actual": Decimal(3),
        "starts_on": date(2025, 4, 1),
    }  # fmt: skip
    return StrengthDraft(**{**usual, **given})


def counted(store: Store, by: Actor, shown: CaseloadFilter = CaseloadFilter(), today: date = TODAY) -> Caseload:  # noqa: B008 - frozen
    return store.read(by, caseload.summary, shown, PERIOD, today)


def of_team(found: Caseload) -> TeamStrength:
    (team,) = [each for each in found.strengths.teams if each.team == "Proactive team"]
    return team


@use_case("Give a team cases for the test", needs=EVERYONE)
def _cases(work: Work, cases: dict[CaseState, int]) -> list[UUID]:
    given = [
        PocaCase(
            reference=f"C-{state.value}-{each}", kind=CaseKind.CASH, state=state, team_id=TEAM_ID,
            owner_id=work.actor.id, recorded_by_id=work.actor.id, recorded_at=work.now,
        )
        for state, number in cases.items() for each in range(number)
    ]  # fmt: skip
    for case in given:
        work.add(case)
    return [case.id for case in given]


def give(store: Store, by: Actor, groups: int, cases: dict[CaseState, int]) -> list[UUID]:
    """Groups that the officer leads in the team, and its POCA cases; gives the cases."""
    for number in range(groups):
        factories.ocg(store, by, name=f"Group {number}", team_id=TEAM_ID)
    return store.write(by, _cases, cases).value


def test_83_cases_are_27_7_for_three_in_post_and_13_8_for_six_posts(
    store: Store, officer: Actor, supervisor: Actor
) -> None:
    """Acceptance 8.8: what is over is no open case, and an analyst holds none."""
    give(store, officer, 5, {CaseState.DETAINED: 70, CaseState.FINAL: 5, CaseState.EXPIRED: 3, CaseState.CLOSED: 4})
    store.write(supervisor, strength.record, draft())
    store.write(supervisor, strength.record, draft(role="Analyst", established=Decimal(2), actual=Decimal("2.5")))
    found = counted(store, supervisor)
    team = of_team(found)
    assert (team.open_cases, team.actual, team.established) == (83, 3, 6)
    assert (team.per_actual, team.per_established) == (Decimal("27.7"), Decimal("13.8"))
    assert [(post.role, post.vacancy) for post in team.posts] == [("DC", Decimal(50)), ("Analyst", Decimal(-25))]
    assert found.agrees
    told = json.loads(json.dumps(caseload.plain(found)))["strength"]["teams"][0]
    assert (told["open_cases"], told["per_actual"], told["per_established"]) == (83, 27.7, 13.8)
    out = io.BytesIO()
    to = Addressed(recipient="DI S. Upervisor", purpose="Tasking")
    draw(store.write(supervisor, caseload.print_out, CaseloadFilter(), PERIOD, to).value, out)
    # As at the day of the print, which is later than the strength began and which nothing has ended.
    assert "Proactive team 83 3 6 27.7 13.8" in words(out.getvalue())
    assert "Proactive team DC 6 3 50.0 %" in words(out.getvalue())
    assert "Proactive team Analyst 2 2.5 −25.0 %" in words(out.getvalue())


@pytest.mark.parametrize(
    ("actual", "told"), [("17", "-6.2"), ("15", "6.3"), ("17.01", "-6.3"), ("16", "0.0"), ("20", "-25.0")]
)
def test_half_of_a_tenth_goes_up_also_below_nought(actual: str, told: str) -> None:
    """-6.25 is -6.2, as 6.25 is 6.3."""
    assert vacancy_percent(Decimal(16), Decimal(actual)) == Decimal(told)


def test_what_is_not_recorded_is_not_nought(store: Store, officer: Actor, supervisor: Actor) -> None:
    give(store, officer, 2, {})
    nothing = of_team(counted(store, supervisor))
    assert (nothing.open_cases, nothing.per_actual, nothing.per_established) == (2, None, None)
    store.write(supervisor, strength.record, draft(actual=None, ends_on=date(2026, 3, 31)))
    half = of_team(counted(store, supervisor))
    assert (half.actual, half.per_actual, half.per_established) == (None, None, Decimal("0.3"))
    assert half.posts[0].vacancy is None
    assert of_team(counted(store, supervisor, today=date(2026, 4, 1))).established is None  # it has ended
    store.write(supervisor, strength.record, draft(actual=Decimal(0), starts_on=date(2026, 4, 1)))
    empty = of_team(counted(store, supervisor, today=date(2026, 4, 1)))
    assert (empty.actual, empty.per_actual, empty.posts[0].vacancy) == (0, None, Decimal(100))
    out = io.BytesIO()
    to = Addressed(recipient="DI S. Upervisor", purpose="Tasking")
    draw(store.write(supervisor, caseload.print_out, CaseloadFilter(), PERIOD, to).value, out)
    assert "Proactive team 2 0 6 nobody in post 0.3" in words(out.getvalue())


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"established": Decimal(-1)}, "established", "from 0 to 9,999"),
        ({"actual": Decimal("2.555")}, "actual", "two places"),
        ({"established": None, "actual": None}, "established", "what is not known stays empty"),
        ({"ends_on": date(2025, 3, 31)}, "ends_on", "before the first"),
        ({"role": "Dog handler"}, "role", "no role of the force's list"),
        ({"starts_on": date(2025, 12, 31)}, "starts_on", "from 1 Apr 2025 to 31 Dec 2025"),
        ({"starts_on": date(2024, 1, 1)}, "starts_on", "from 1 Apr 2025 to 31 Dec 2025"),
    ],
)
def test_what_cannot_be_is_refused(
    store: Store, supervisor: Actor, given: dict[str, Any], field: str, says: str
) -> None:
    store.write(supervisor, strength.record, draft(ends_on=date(2025, 12, 31)))
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, strength.record, draft(**given))
    assert says in refused.value.problems[field]


def test_rows_follow_each_other_and_are_changed_with_their_history(store: Store, administrator: Actor) -> None:
    first = store.write(administrator, strength.record, draft()).value
    opened = store.read(administrator, strength.draft, first)
    store.write(
        administrator, strength.change,
        StrengthDraft(**{**vars(opened), "ends_on": date(2026, 3, 31), "actual": Decimal("3.5")}),
    )  # fmt: skip
    store.write(administrator, strength.record, draft(starts_on=date(2026, 4, 1), actual=Decimal(7)))  # over strength
    rows = store.read(administrator, strength.list_rows)
    assert [(row.starts_on, row.actual) for row in rows] == [(date(2026, 4, 1), 7), (date(2025, 4, 1), Decimal("3.5"))]
    told = store.read(administrator, history.history, first)
    assert [(change.field, change.before, change.after) for change in told[0].changes] == [
        ("actual", "3.00", "3.50"), ("ends on", "", "31 Mar 2026"),
    ]  # fmt: skip


def test_one_recorded_by_mistake_is_removed_and_its_days_are_free(
    store: Store, administrator: Actor, supervisor: Actor, officer: Actor
) -> None:
    id_ = store.write(administrator, strength.record, draft()).value
    (row,) = store.read(supervisor, strength.list_rows)
    with pytest.raises(NotAllowed):
        store.write(officer, strength.remove, id_, row.version)
    with pytest.raises(Conflict):
        store.write(supervisor, strength.remove, id_, row.version + 1)
    store.write(supervisor, strength.remove, id_, row.version)
    assert store.read(supervisor, strength.list_rows) == []
    assert of_team(counted(store, supervisor)).established is None
    query = select(AuditEntry.action, AuditEntry.use_case, AuditEntry.fields).where(AuditEntry.entity_id == id_)
    added, removed = store.read(supervisor, lambda session: session.execute(query.order_by(AuditEntry.id)).all())
    assert (added.action, added.fields["role"]) == ("added", [None, "DC"])
    assert (removed.action, removed.use_case) == ("removed", "strength.remove")
    with pytest.raises(NotFound):
        store.write(supervisor, strength.remove, id_, row.version)
    store.write(supervisor, strength.record, draft())


@pytest.mark.parametrize("engine_name", ["postgresql"])  # a file has one writer
def test_two_who_save_at_once_never_keep_two_of_a_day(store: Store, supervisor: Actor, administrator: Actor) -> None:
    """The second looked before the first had committed: it saw nothing, and the server refuses it all the same."""
    saved = Event()

    @use_case("Record slowly for the test", needs=strength.KEEPERS)
    def slowly(work: Work) -> None:
        strength.record(work, draft(ends_on=date(2025, 12, 31)))
        work.session.flush()
        saved.set()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                       "(SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip
        assert any(work.session.scalar(waiting) for _ in range(20_000))  # until the other one stands at the server

    def another(**given: Any) -> None:
        assert saved.wait(30)
        store.write(administrator, strength.record, draft(**given))

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(store.write, supervisor, slowly)
        second = pool.submit(another, starts_on=date(2025, 12, 31))
        first.result()
        with pytest.raises(Conflict, match="for the same days at the same moment"):
            second.result()
    another(starts_on=date(2026, 1, 1))
    assert len(store.read(supervisor, strength.list_rows)) == 2


def test_nobody_but_supervisors_and_administrators_reads_strength(
    store: Store, officer: Actor, coordinator: Actor, analyst: Actor, supervisor: Actor
) -> None:
    id_ = store.write(supervisor, strength.record, draft()).value

    def entries(session: Session) -> int:
        return session.query(AuditEntry).filter(AuditEntry.entity == Strength.__tablename__).count()

    for reader in (officer, coordinator, analyst):
        assert store.read(reader, strength.list_rows) == []
        found = counted(store, reader)
        assert (found.strengths.teams, found.strengths.why_not) == ((), caseload_strength.NOT_TOLD)
        assert caseload.plain(found)["strength"] is None
        for asked in (strength.draft, history.history):
            with pytest.raises(NotFound):
                store.read(reader, asked, id_)
        with pytest.raises(NotAllowed):
            store.write(reader, strength.record, draft(role="Analyst"))
    assert store.read(supervisor, entries) == 1
    area = store.read(supervisor, areas)[0].id
    of_area = counted(store, supervisor, CaseloadFilter(areas=(area,))).strengths
    assert of_area.why_not == caseload_strength.OF_WHOLE_TEAMS


def test_the_threshold_is_local_off_at_first_and_flags_officers_alone(
    store: Store, officer: Actor, supervisor: Actor, administrator: Actor
) -> None:
    store.write(administrator, add_team, "Second team")
    give(store, officer, 3, {CaseState.SEIZED: 1})
    store.write(supervisor, strength.record, draft())
    assert not any(load.is_flagged for load in counted(store, supervisor).officers)
    store.write(supervisor, policies.set_policy, "caseload.threshold", 3, date(2026, 1, 1), "Resourcing board")
    found = counted(store, supervisor)
    assert [load.name for load in found.officers if load.is_flagged] == [officer.display]
    assert not any(load.is_flagged for load in found.teams)
    assert [team.team for team in found.strengths.teams] == ["Proactive team", "Second team"]
    before = counted(store, supervisor, today=date(2025, 12, 31))
    assert not any(load.is_flagged for load in before.officers)  # the policy holds from its day on
    out = io.BytesIO()
    to = Addressed(recipient="DI S. Upervisor", purpose="Tasking")
    draw(store.write(supervisor, caseload.print_out, CaseloadFilter(), PERIOD, to).value, out)
    assert "Above 3 (local)" in words(out.getvalue())
    narrowed = counted(store, supervisor, CaseloadFilter(teams=(TEAM_ID,)))
    assert [team.team for team in narrowed.strengths.teams] == ["Proactive team"]


def test_a_closed_case_is_counted_for_its_readers_alone(store: Store, officer: Actor, supervisor: Actor) -> None:
    case, _ = give(store, officer, 0, {CaseState.SEIZED: 2})
    store.write(supervisor, strength.record, draft())
    assert of_team(counted(store, supervisor)).open_cases == 2
    store.write(officer, access.set_access, case, None, Access.RESTRICTED, ())
    found = counted(store, supervisor)
    assert (of_team(found).open_cases, found.agrees) == (1, True)
    assert counted(store, officer).total.open_cases == 2
