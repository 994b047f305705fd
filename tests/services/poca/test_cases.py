"""Logging a seizure, opening and changing a case, the register, and who may know of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, CaseMoney, CaseReader, CaseStep, PocaCase
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import places, search, subjects
from soc_desk.services.poca import access, cases, closing, orders
from soc_desk.services.poca.cases import CaseDraft, CaseFilter, CaseRow, CaseSort, MoneyLine
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft, ReportDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store, logins
from soc_desk.store.engine import make_engine
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseKind, CaseState, Nation, SearchApproval, SeizurePower
from tests import factories
from tests import factories_poca as poca
from tests.conftest import PASSPHRASE, PEOPLE, Postgresql
from tests.factories_poca import THURSDAY, Clock, draft, wall

NOW = wall(2026, 4, 2, 16)
WHY = ReasonDraft(reason="For the test.")


def _entries(store: Store, record: UUID) -> list[tuple[str, str]]:
    def query(session: Session) -> list[tuple[str, str]]:
        found = select(AuditEntry.entity, AuditEntry.action).where(AuditEntry.record_id == record)
        return [(entity, action) for entity, action in session.execute(found.order_by(AuditEntry.id))]

    return store.read(PEOPLE["supervisor"], query)


def test_a_seizure_is_one_form(timed: Store, officer: Actor) -> None:
    written = timed.write(officer, cases.record, draft())
    seen = poca.look(timed, officer, written.value)
    assert seen.row.reference == "C-2026-0001"
    assert (seen.row.kind, seen.row.state, seen.row.seized_at) == (CaseKind.CASH, CaseState.SEIZED, THURSDAY)
    assert (seen.row.seized_pence, seen.row.held_pence) == (615_000, 615_000)
    assert (seen.row.owner, seen.recorded_by) == (officer.display, officer.display)
    assert seen.row.detained_until == wall(2026, 4, 8, 15)
    assert seen.row.due_at is not None
    assert [(step.event, step.before, step.after) for step in seen.steps] == [(Event.SEIZED, None, CaseState.SEIZED)]
    plain = replace(
        seen.draft, id=None, version=None, owner_id=None,
        exhibits=tuple(replace(e, id=None) for e in seen.draft.exhibits),
        people=tuple(replace(p, id=None) for p in seen.draft.people),
    )  # fmt: skip
    assert plain == draft()
    assert {change.entity for change in written.changes} >= {
        "poca_case",
        "poca_money",
        "poca_exhibit",
        "poca_case_step",
    }
    kinds = {entity for entity, action in _entries(timed, written.value) if action == "added"}
    assert kinds >= {"poca_case", "poca_money", "poca_exhibit", "poca_case_person", "poca_case_step", "duty"}
    assert ("poca_case", "consulted") in _entries(timed, written.value)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"seized_at": None}, "seized_at"),
        ({"seized_at": NOW + timedelta(minutes=1)}, "seized_at"),
        ({"seized_at": wall(2026, 3, 29, 1, 30)}, "seized_at"),
        ({"seized_at": wall(1926, 4, 2)}, "seized_at"),
        ({"place": " "}, "place"),
        ({"power": None}, "power"),
        ({"power": SeizurePower.PACE}, "held_other_power_from"),
        ({"power": SeizurePower.PACE, "held_other_power_from": THURSDAY}, "seized_at"),
        ({"kind": CaseKind.RESTRAINT}, "kind"),
        ({"approved_by": ""}, "approved_by"),
    ],
)
def test_what_cannot_be_logged_says_why(
    timed: Store, ticking: Clock, officer: Actor, over: dict[str, object], field: str
) -> None:
    ticking.at(NOW)
    with pytest.raises(Invalid) as refused:
        poca.seized(timed, officer, **over)
    assert field in refused.value.problems
    assert refused.value.problems[field].endswith(".")
    assert timed.read(officer, cases.count, CaseFilter(), now=NOW) == 0


def test_the_hour_that_october_has_twice_is_taken(timed: Store, ticking: Clock, officer: Actor) -> None:
    ticking.at(wall(2026, 10, 26, 9))
    case = poca.seized(timed, officer, seized_at=wall(2026, 10, 25, 1, 30))
    assert poca.look(timed, officer, case).row.detained_until == wall(2026, 10, 28)


def test_what_deserves_a_look(timed: Store, officer: Actor) -> None:
    small = draft(
        money=(MoneyLine(estimate_minor=99_999),), nation=Nation.SCOTLAND, search_approval=SearchApproval.NONE,
        people=(),
    )  # fmt: skip
    assert set(small.cautions()) == {"money", "nation", "search_approval", "people"}
    assert small.problems() == {}
    assert draft().cautions() == {}
    case = timed.write(officer, cases.record, small).value
    row = poca.look(timed, officer, case).row
    assert (row.state, row.detained_until, row.due_at) == (CaseState.SEIZED, None, None)


def test_listed_assets_and_crypto_have_their_own_numbers(timed: Store, ticking: Clock, officer: Actor) -> None:
    watch = poca.seized(timed, officer, kind=CaseKind.LISTED_ASSETS, power=SeizurePower.S303J, money=())
    coins = poca.detained(timed, officer, ticking, kind=CaseKind.CRYPTOASSETS, power=SeizurePower.S303Z21)
    assert [poca.look(timed, officer, id_).row.reference for id_ in (watch, coins)] == ["LA-2026-0001", "CA-2026-0001"]
    longer = poca.order(made_at=poca.FIRST_ORDER, expires_on=date(2029, 4, 6))
    timed.write(officer, orders.extend_cap, coins, None, longer)
    seen = poca.look(timed, officer, coins)
    assert (seen.cap_extended_to, seen.row.state, seen.steps[-1].event) == (
        date(2029, 4, 6), CaseState.DETAINED, Event.CAP_EXTENDED
    )  # fmt: skip
    cash = poca.detained(timed, officer, ticking)
    with pytest.raises(Invalid, match="Only the limit of cryptoassets"):
        timed.write(officer, orders.extend_cap, cash, None, longer)


def test_one_sided_changes_merge_and_two_sided_ones_are_asked_about(
    timed: Store, officer: Actor, colleague: Actor
) -> None:
    case = poca.seized(timed, officer)
    opened = poca.look(timed, officer, case).draft
    timed.write(colleague, cases.change, opened, replace(opened, officer="DC Theirs", crime_ref="4326"))
    timed.write(officer, cases.change, opened, replace(opened, operation_name="Op Meadow"))
    merged = poca.look(timed, officer, case).draft
    assert (merged.officer, merged.crime_ref, merged.operation_name) == ("DC Theirs", "4326", "Op Meadow")
    with pytest.raises(Conflict) as asked:
        timed.write(officer, cases.change, opened, replace(opened, officer="DC Mine"))
    assert asked.value.fields == ("officer",)
    assert asked.value.theirs == merged


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"seized_at": THURSDAY - timedelta(hours=1)}, "seized_at"),
        ({"kind": CaseKind.LISTED_ASSETS}, "kind"),
        ({"held_other_power_from": THURSDAY - timedelta(days=1)}, "held_other_power_from"),
        (
            {"power": SeizurePower.PACE, "seized_at": None, "held_other_power_from": THURSDAY},
            "seized_at",
        ),
        ({"place": ""}, "place"),
        ({"id": None}, "id"),
    ],
)
def test_what_the_clock_was_counted_from_is_not_edited(
    timed: Store, officer: Actor, over: dict[str, object], field: str
) -> None:
    opened = poca.look(timed, officer, poca.seized(timed, officer)).draft
    with pytest.raises(Invalid) as refused:
        timed.write(officer, cases.change, opened, replace(opened, **over))
    assert list(refused.value.problems) == [field]


def test_a_form_starts_with_what_the_subject_tells(timed: Store, officer: Actor) -> None:
    area = timed.read(officer, places.areas)[0].id
    group = factories.ocg(timed, officer, operation_name="Op Meadow", area_id=area)
    blank = timed.read(officer, cases.blank, now=NOW, subject_id=group)
    assert (blank.subject_id, blank.operation_name, blank.area_id) == (group, "Op Meadow", area)
    assert timed.read(officer, cases.blank, now=NOW) == CaseDraft(power=SeizurePower.S294_1)
    with pytest.raises(NotFound):
        timed.read(officer, cases.blank, now=NOW, subject_id=uuid4())


def test_closed_and_reopened(timed: Store, ticking: Clock, officer: Actor, supervisor: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.CLOSED)
    opened = poca.look(timed, officer, case).draft
    with pytest.raises(Invalid, match="reopens it first"):
        timed.write(officer, cases.change, opened, replace(opened, notes="More."))
    with pytest.raises(NotAllowed):
        timed.write(officer, closing.reopen, case, None, WHY)
    with pytest.raises(Invalid, match="Say why"):
        timed.write(supervisor, closing.reopen, case, None, ReasonDraft())
    assert timed.write(supervisor, closing.reopen, case, None, WHY).value is CaseState.FINAL
    seen = poca.look(timed, officer, case)
    assert (seen.row.closed_on, seen.steps[-1].reason, seen.steps[-1].by) == (None, WHY.reason, supervisor.display)


def test_reports_and_references_are_kept(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.RELEASED)
    on = ticking.now.date()
    timed.write(officer, closing.report_sent, case, None, ReportDraft(sent_on=on))
    timed.write(officer, closing.update_jard, case, None, JardDraft(jard_ref="J-77", updated_on=on))
    seen = poca.look(timed, officer, case)
    assert (seen.report_sent_on, seen.jard_ref, seen.jard_updated_on) == (on, "J-77", on)
    assert [step.event for step in seen.steps][-2:] == [Event.REPORT_SENT, Event.JARD_UPDATED]


def test_a_step_upon_a_case_that_moved_on_is_asked_about(timed: Store, officer: Actor) -> None:
    case = poca.seized(timed, officer)
    version = poca.look(timed, officer, case).row.version
    timed.write(officer, orders.lodge, case, version, poca.lodging())
    with pytest.raises(Conflict):
        timed.write(officer, closing.report_sent, case, version, ReportDraft(sent_on=THURSDAY.date()))


@pytest.fixture
def register(timed: Store, ticking: Clock, officer: Actor, colleague: Actor) -> list[UUID]:
    """Nine cases: two areas and none, three places, one without a sum, one closed, one held under another power."""
    ticking.at(wall(2026, 4, 30, 12))
    north, south = (place.id for place in timed.read(officer, places.areas))
    made = [
        poca.seized(
            timed, colleague if number == 3 else officer, seized_at=wall(2026, 4, 1 + number * 3, 9),
            area_id=(north, south, None)[number % 3], place=("Slough", "Reading", "50% Lane")[number % 3],
            money=(MoneyLine(estimate_minor=(number % 4 + 1) * 100_000, currency="GBP" if number else "USD"),),
        )
        for number in range(8)
    ]  # fmt: skip
    made.append(poca.in_state(timed, officer, ticking, CaseState.HELD_OTHER_POWER))
    ticking.at(wall(2026, 4, 30, 12))
    return made


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", cases.SORTS)
def test_pages_go_through_every_case_once(
    timed: Store, officer: Actor, register: list[UUID], key: str, descending: bool
) -> None:
    now, sort = wall(2026, 4, 30, 12), CaseSort(key, descending)
    for shown in (CaseFilter(), CaseFilter(kinds=(CaseKind.CASH,)), CaseFilter(kinds=(CaseKind.CASH, CaseKind.DAML))):
        walked: list[CaseRow] = []
        after: CaseRow | None = None
        while rows := timed.read(officer, cases.page, shown, sort, now=now, after=after, limit=2):
            walked += rows
            after = rows[-1]
        assert sorted(row.id for row in walked) == sorted(register)
        jumped = [
            row for at in range(0, 9, 2)
            for row in timed.read(officer, cases.page, shown, sort, now=now, offset=at, limit=2)
        ]  # fmt: skip
        assert jumped == walked
        _in_order(walked, key, descending=descending)


def _in_order(rows: list[CaseRow], key: str, *, descending: bool) -> None:
    keys: dict[str, Callable[[CaseRow], object]] = {
        "reference": lambda row: row.serial, "seized_at": lambda row: row.seized_at,
        "amount": lambda row: row.seized_pence, "state": lambda row: row.state.rank,
        "area": lambda row: row.area or None, "due_at": lambda row: row.due_at,
    }  # fmt: skip
    told = [keys[key](row) for row in rows]
    filled = [value for value in told if value is not None]
    assert filled == sorted(filled, reverse=descending)  # type: ignore[type-var]
    assert told == filled + [None] * (len(told) - len(filled)), "empty cells come last"


def test_views_narrow_the_list_and_its_totals_alike(
    timed: Store, officer: Actor, colleague: Actor, register: list[UUID]
) -> None:
    now = wall(2026, 4, 30, 12)
    north = timed.read(officer, places.areas)[0].id

    def shown(**fields: object) -> set[int]:
        view = CaseFilter(**fields)
        rows = timed.read(officer, cases.page, view, now=now)
        totals = timed.read(officer, cases.totals, view, now=now)
        assert totals.all == len(rows) == timed.read(officer, cases.count, view, now=now)
        assert totals.seized_pence == sum(row.seized_pence or 0 for row in rows)
        assert {state for state, number in totals.by_state.items() if number} == {row.state_now for row in rows}
        return {register.index(row.id) for row in rows}

    assert shown() == set(range(9))
    assert shown(kinds=(CaseKind.DAML,)) == set()
    assert shown(areas=(north,)) == {0, 3, 6}
    assert shown(owner_id=colleague.id) == {3}
    assert shown(starts_on=date(2026, 4, 4), ends_on=date(2026, 4, 10)) == {1, 2, 3}
    assert shown(states=(CaseState.HELD_OTHER_POWER,)) == {8}
    assert shown(states=(CaseState.EXPIRED,)) == set(range(8))
    assert shown(states=(CaseState.SEIZED,)) == set()
    assert shown(text="slough") == {0, 3, 6, 8}
    assert shown(text="50%") == {2, 5}
    assert shown(text="c-2026 sam slou") == {0, 3, 6, 8}
    assert shown(text="_") == set()
    assert shown(due_within=0) == set(range(9))
    assert shown(open_only=True) == set(range(9))


def test_closed_cases_are_left_out_of_open_ones(timed: Store, ticking: Clock, officer: Actor) -> None:
    closed = poca.in_state(timed, officer, ticking, CaseState.CLOSED)
    open_one = poca.in_state(timed, officer, ticking, CaseState.FINAL)
    now = wall(2026, 9, 1)
    for view, wanted in ((CaseFilter(), {closed, open_one}), (CaseFilter(open_only=True), {open_one})):
        assert {row.id for row in timed.read(officer, cases.page, view, now=now)} == wanted


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("c-2026-0001", "Reference: C-2026-0001"),
        ("slough", "Place: 14 Example Road, Slough"),
        ("4326001", "Crime reference: 43260012345"),
        ("ample", "Officer: DC A. Example"),
        ("sam ample", "Person: Sam Ample"),
    ],
)
def test_a_case_is_found_with_the_reason(timed: Store, officer: Actor, typed: str, reason: str) -> None:
    case = poca.seized(timed, officer)
    found = [hit for hit in timed.read(officer, search.search, typed) if hit.kind == "case"]
    if reason.startswith("Officer"):
        assert found[0].reason in (reason, "Person: Sam Ample", "Place: 14 Example Road, Slough")
    else:
        assert (found[0].id, found[0].title) == (case, "Cash, 14 Example Road, Slough")
        assert found[0].reason in (reason, "Officer: DC A. Example", "Place: 14 Example Road, Slough")
    timed.write(officer, search.opened, found[0])
    assert ("poca_case", "consulted") in _entries(timed, case)


def _nothing_is_told(store: Store, reader: Actor, case: UUID) -> None:
    """A closed case answers exactly as one that is not there."""
    nowhere = uuid4()
    for ask in (cases.look, lambda work, id_: orders.lodge(work, id_, None, poca.lodging())):
        told = []
        for id_ in (case, nowhere):
            with pytest.raises(NotFound) as refused:
                store.write(reader, ask if hasattr(ask, "rule") else _ruled(ask), id_)
            told.append(str(refused.value))
        assert told[0] == told[1]
    assert store.read(reader, cases.one, case, now=NOW) is None
    assert store.read(reader, cases.page, CaseFilter(), now=NOW) == []
    assert store.read(reader, cases.totals, CaseFilter(), now=NOW).all == 0
    assert store.read(reader, search.search, "slough") == []
    with pytest.raises(NotFound):
        store.read(reader, access.facts, case)


def _ruled(function: Callable[..., object]) -> Callable[..., object]:
    function.rule = orders.lodge.rule  # type: ignore[attr-defined]
    return function


def test_a_restricted_case_is_known_to_those_named_only(
    timed: Store, officer: Actor, colleague: Actor, champion: Actor, supervisor: Actor
) -> None:
    case = poca.seized(timed, officer)
    with pytest.raises(NotAllowed):
        timed.write(colleague, access.set_access, case, None, Access.RESTRICTED, ())
    timed.write(officer, access.set_access, case, None, Access.RESTRICTED, (champion.id,))
    _nothing_is_told(timed, colleague, case)
    assert poca.look(timed, champion, case).row.access is Access.RESTRICTED
    facts = timed.read(officer, access.facts, case)
    assert (facts.readers, facts.owner_id) == ((champion.id,), officer.id)
    assert timed.read(officer, access.readers, case) == (champion.id,)
    timed.write(officer, access.set_access, case, None, Access.TEAM, ())
    assert poca.look(timed, colleague, case).row.access is Access.TEAM


def test_a_case_of_a_closed_group_is_closed(timed: Store, officer: Actor, colleague: Actor) -> None:
    group = factories.ocg(timed, officer)
    case = poca.seized(timed, officer, subject_id=group)
    assert timed.read(colleague, cases.one, case, now=NOW) is not None
    version = factories.version(timed, officer, group)
    timed.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    _nothing_is_told(timed, colleague, case)
    assert poca.look(timed, officer, case).row.subject_id == group


def test_nobody_reads_cases_who_only_administers(timed: Store, officer: Actor, auditor: Actor) -> None:
    poca.seized(timed, officer)
    assert timed.read(auditor, cases.page, CaseFilter(), now=NOW) == []
    with pytest.raises(NotAllowed):
        timed.write(auditor, cases.record, draft())


@pytest.fixture
def server(postgresql: Postgresql) -> Iterator[Callable[[str], Store]]:
    """Stores signed in as people of the tests."""
    owner = make_engine(postgresql.shared)
    engines: list[Engine] = [owner]

    def sign_in(name: str) -> Store:
        logins.admit(owner, name, PASSPHRASE)
        engines.append(make_engine(postgresql.shared, user=name, passphrase=PASSPHRASE))
        return Store(engines[-1], clock=Clock().at(NOW))

    try:
        yield sign_in
    finally:
        for engine in engines:
            engine.dispose()
        postgresql.put_back()


def test_on_a_server_the_database_says_so_itself(server: Callable[[str], Store]) -> None:
    officer, colleague, champion = (PEOPLE[name] for name in ("officer", "colleague", "champion"))
    ours, theirs = server("officer"), server("colleague")
    closed = poca.seized(ours, officer)
    poca.seized(ours, officer, place="Open Lane")
    ours.write(officer, access.set_access, closed, None, Access.RESTRICTED, (champion.id,))
    tables = (PocaCase.__table__.c.id, CaseMoney.__table__.c.case_id, CaseStep.__table__.c.case_id)

    def seen(engine: Engine) -> list[set[UUID]]:
        with engine.connect() as connection:
            return [set(connection.scalars(select(column))) for column in tables]

    assert all(closed not in ids and len(ids) == 1 for ids in seen(theirs.engine))
    assert all(closed in ids for ids in seen(ours.engine))
    assert all(closed in ids for ids in seen(server("champion").engine))
    naming = insert(CaseReader).values(case_id=closed, user_id=colleague.id)
    with pytest.raises(DBAPIError, match="row-level security"), theirs.engine.begin() as connection:
        connection.execute(naming)
    with pytest.raises(NotFound):
        theirs.write(colleague, cases.look, closed)
    assert poca.look(ours, officer, closed).row.id == closed


def test_on_a_server_every_step_is_one_login_s_own(server: Callable[[str], Store]) -> None:
    officer = PEOPLE["officer"]
    ours, clock = server("officer"), Clock()
    timed = Store(ours.engine, clock=clock)
    case = poca.detained(timed, officer, clock)
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, len(seen.orders)) == (CaseState.DETAINED, 1)
    assert seen.row.detained_until == wall(2026, 10, 7)
