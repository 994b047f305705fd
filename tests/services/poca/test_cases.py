"""Logging a seizure, opening and changing a case, the register, and who may know of it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import places
from soc_desk.services.poca import cases, closing, orders
from soc_desk.services.poca.cases import CaseDraft, CaseFilter, MoneyLine
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft, ReportDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseKind, CaseState, Nation, SearchApproval, SeizurePower
from tests import factories
from tests import factories_poca as poca
from tests.conftest import PEOPLE
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
