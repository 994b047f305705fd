"""The whole life of a request: each step that can be taken, each that is refused with its sentence, and who may."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import history, ocgs, periods, subjects, timelines
from soc_desk.services.requests import asking, rows
from soc_desk.services.requests.asking import RequestDraft
from soc_desk.services.requests.steps import AllocationDraft, DeclineDraft, HoldDraft, workers
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory, SubjectStatus
from soc_desk.vocabulary.request import DeclineReason, Deed, Driver, HoldReason, Priority, RequestState, RequestView
from tests import factories
from tests.conftest import FOUNDER, PEOPLE
from tests.services.requests.ways import ASKED, ask, bring, on, take

_S, _D = RequestState, Deed
_ALWAYS = {_D.REGRADE, _D.WITHDRAW}
ALLOWED: dict[RequestState, set[Deed]] = {
    _S.DRAFT: {_D.SUBMIT, _D.WITHDRAW},
    _S.SUBMITTED: {_D.AGREE, _D.AGREE_FOR_UNIT, _D.CHANGE, _D.DECLINE, *_ALWAYS},
    _S.AGREED: {_D.ALLOCATE, _D.CHANGE, _D.DECLINE, *_ALWAYS},
    _S.ALLOCATED: {_D.START, _D.ALLOCATE, *_ALWAYS},
    _S.IN_PROGRESS: {_D.HOLD, _D.CHECK, _D.ALLOCATE, *_ALWAYS},
    _S.ON_HOLD: {_D.RESUME, _D.ALLOCATE, *_ALWAYS},
    _S.CHECKING: {_D.SEND_BACK, _D.DELIVER, *_ALWAYS},
    _S.DELIVERED: {_D.CLOSE},
    _S.CLOSED: set(), _S.DECLINED: set(), _S.WITHDRAWN: set(),
}  # fmt: skip
AGREE_FIRST = "The requester and the intelligence unit agree the terms of reference before it is allocated."
CHECK_FIRST = "It is delivered after its quality check; send it there first."
STANDS = "The terms stand once it is allocated. Withdraw it, or ask anew for what changed."


def refusal(state: RequestState, deed: Deed) -> str:
    """The sentence by which a step out of turn is refused."""
    if deed is _D.ALLOCATE and state in (_S.DRAFT, _S.SUBMITTED):
        return AGREE_FIRST
    if deed is _D.DELIVER and state in (_S.SUBMITTED, _S.AGREED, _S.ALLOCATED, _S.IN_PROGRESS, _S.ON_HOLD):
        return CHECK_FIRST
    if deed in (_D.CHANGE, _D.REGRADE):
        over = state in (_S.DELIVERED, _S.CLOSED, _S.DECLINED, _S.WITHDRAWN)
        return f"A request at “{state.label}” is not changed; ask anew for what is needed." if over else STANDS
    return f"A request at “{state.label}” cannot be {deed.label[:1].lower()}{deed.label[1:]}."


@pytest.mark.parametrize("state", RequestState)
def test_each_step_out_of_turn_is_refused_and_says_why(store: Store, state: RequestState) -> None:
    """By somebody who holds every role, so that nothing but the state stands in the way."""
    id_ = bring(store, state)
    assert set(store.read(FOUNDER, rows.detail, id_).next) == ALLOWED[state]
    for deed in Deed:
        if deed in ALLOWED[state] or (deed in (_D.CHANGE, _D.REGRADE) and state is _S.DRAFT):
            continue
        with pytest.raises(Invalid) as refused:
            take(store, FOUNDER, id_, deed, draft=_any(deed))
        assert set(refused.value.problems.values()) == {refusal(state, deed)}, deed
    assert store.read(FOUNDER, rows.detail, id_).row.state is state


def _any(deed: Deed) -> object:
    drafts = {
        _D.ALLOCATE: AllocationDraft(analyst_id=PEOPLE["officer"].id), _D.HOLD: HoldDraft(held_for=HoldReason.DATA),
        _D.DECLINE: DeclineDraft(declined_for=DeclineReason.DUPLICATE),
    }  # fmt: skip
    return drafts.get(deed)


REQUESTER = "Whoever asked does this, or a supervisor in their place."
WORKER = "Whoever it is allocated to does this, or the intelligence unit."
CHANGER = "Whoever asked changes a request, or the intelligence unit, or a supervisor."
WHO: tuple[tuple[RequestState, Deed, str, str | None], ...] = (
    (_S.DRAFT, _D.SUBMIT, "colleague", REQUESTER),
    (_S.DRAFT, _D.SUBMIT, "supervisor", None),
    (_S.SUBMITTED, _D.AGREE, "colleague", REQUESTER),
    (_S.SUBMITTED, _D.AGREE, "analyst", REQUESTER),
    (_S.SUBMITTED, _D.AGREE_FOR_UNIT, "officer", "role"),
    (_S.SUBMITTED, _D.AGREE_FOR_UNIT, "supervisor", "role"),
    (_S.SUBMITTED, _D.DECLINE, "officer", "role"),
    (_S.SUBMITTED, _D.CHANGE, "colleague", CHANGER),
    (_S.SUBMITTED, _D.CHANGE, "analyst", None),
    (_S.SUBMITTED, _D.WITHDRAW, "coordinator", REQUESTER),
    (_S.AGREED, _D.ALLOCATE, "officer", "role"),
    (_S.ALLOCATED, _D.START, "officer", WORKER),
    (_S.ALLOCATED, _D.START, "coordinator", None),
    (_S.IN_PROGRESS, _D.HOLD, "supervisor", WORKER),
    (_S.IN_PROGRESS, _D.REGRADE, "colleague", CHANGER),
    (_S.IN_PROGRESS, _D.REGRADE, "supervisor", None),
    (_S.CHECKING, _D.DELIVER, "officer", "role"),
    (_S.CHECKING, _D.DELIVER, "analyst", "role"),
    (_S.CHECKING, _D.DELIVER, "coordinator", None),
    (_S.DELIVERED, _D.CLOSE, "analyst", REQUESTER),
    (_S.DELIVERED, _D.CLOSE, "supervisor", None),
)  # fmt: skip


def test_who_takes_each_step(store: Store) -> None:
    there: dict[RequestState, UUID] = {}
    for state, deed, who, told in WHO:
        id_ = there.get(state) or bring(store, state)
        there[state] = id_
        offered = deed in store.read(PEOPLE[who], rows.detail, id_).next
        assert offered is (told is None), (state, deed, who)
        if told is None:
            take(store, PEOPLE[who], there.pop(state), deed)
            continue
        with pytest.raises(NotAllowed if told == "role" else Invalid) as refused:
            take(store, PEOPLE[who], id_, deed)
        assert told == "role" or getattr(refused.value, "problems", {}) == {"state": told}


def test_nobody_agrees_for_both_sides_nor_twice(store: Store, analyst: Actor, coordinator: Actor) -> None:
    id_ = ask(store, analyst)
    take(store, analyst, id_, _D.SUBMIT)
    take(store, analyst, id_, _D.AGREE)
    with pytest.raises(Invalid, match="You agreed for the other side; somebody else agrees for this one"):
        take(store, analyst, id_, _D.AGREE_FOR_UNIT)
    with pytest.raises(Invalid, match="These terms are agreed already; the other side still has to"):
        take(store, analyst, id_, _D.AGREE)
    take(store, coordinator, id_, _D.AGREE_FOR_UNIT)
    assert store.read(analyst, rows.detail, id_).row.state is _S.AGREED


def test_other_terms_take_both_agreements_back(store: Store, officer: Actor, analyst: Actor) -> None:
    id_ = bring(store, _S.AGREED)
    before = store.read(officer, asking.draft, id_)
    store.write(officer, asking.change, replace(before, priority=Priority.HIGH))  # no part of the terms
    row = store.read(officer, rows.detail, id_).row
    assert (row.state, row.priority) == (_S.AGREED, Priority.HIGH)
    later = replace(
        before, version=row.version, priority=Priority.HIGH, needed_by=date(2027, 1, 29), terms="Twelve months."
    )
    store.write(analyst, asking.change, later)
    found = store.read(officer, rows.detail, id_)
    assert (found.row.state, found.row.agreed_on) == (_S.SUBMITTED, None)
    assert (found.row.requester_agreed_on, found.row.unit_agreed_on) == (None, None)
    assert (found.steps[0].deed, found.steps[0].reason) == (
        _D.CHANGE, "Changed: the terms of reference; the day it is needed by.",
    )  # fmt: skip
    take(store, officer, id_, _D.AGREE)
    take(store, analyst, id_, _D.AGREE_FOR_UNIT)
    assert store.read(officer, rows.detail, id_).row.state is _S.AGREED
    with pytest.raises(Conflict):
        store.write(officer, asking.change, later)


def test_what_is_worked_keeps_its_terms_and_may_become_more_urgent(store: Store, officer: Actor) -> None:
    id_ = bring(store, _S.IN_PROGRESS)
    stood = store.read(officer, asking.draft, id_)
    with pytest.raises(Invalid) as refused:
        store.write(officer, asking.change, replace(stood, terms="More of it.", needed_by=date(2027, 3, 1)))
    assert refused.value.problems == {"terms": STANDS, "needed_by": STANDS}
    store.write(officer, asking.change, replace(stood, priority=Priority.HIGH, driver=Driver.REACTIVE))
    found = store.read(officer, rows.detail, id_)
    assert (found.row.state, found.row.priority) == (_S.IN_PROGRESS, Priority.HIGH)
    assert (found.steps[0].deed, found.steps[0].by, found.steps[0].reason) == (
        _D.REGRADE, officer.display,
        "Changed: the driver from proactive to reactive; the priority from medium to high.",
    )  # fmt: skip
    past = store.read(officer, history.history, id_)
    told = {change.field: change.after for entry in past for change in entry.changes}
    assert (told["driver before"], told["priority before"]) == ("Proactive", "Medium")
    store.write(
        officer,
        asking.change,
        replace(stood, version=found.row.version, priority=Priority.HIGH, driver=Driver.REACTIVE),
    )
    assert len(store.read(officer, rows.detail, id_).steps) == len(found.steps)  # nothing was changed


def test_a_draft_is_checked_and_submitted_with_terms_and_a_day_to_come(store: Store, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(officer, asking.record, RequestDraft())
    assert set(refused.value.problems) == {"product", "driver", "asked"}
    with pytest.raises(Invalid) as refused:
        store.write(officer, asking.record, replace(ASKED, needed_by=date(2099, 1, 1)))
    assert refused.value.problems == {"needed_by": "1 Jan 2099 lies too far ahead; check the year."}
    store._clock = on(date(2026, 11, 20))
    for more, told in (
        ({"terms": " "}, {"terms": "Write the terms of reference; both sides agree them."}),
        ({"needed_by": None}, {"needed_by": "Say by when it is needed; it becomes the agreed date."}),
        ({"needed_by": date(2026, 11, 19)}, {"needed_by": "19 Nov 2026 has passed; choose a day to come."}),
    ):
        with pytest.raises(Invalid) as refused:
            take(store, officer, ask(store, officer, **more), _D.SUBMIT)
        assert refused.value.problems == told


def test_a_request_is_worked_held_checked_delivered_and_closed(
    store: Store, officer: Actor, analyst: Actor, coordinator: Actor, supervisor: Actor, colleague: Actor
) -> None:
    group = factories.ocg(store, officer)
    id_ = bring(store, _S.IN_PROGRESS, subject_id=group)
    waits = HoldDraft(held_for=HoldReason.DATA, reason="Billing is ordered.")
    take(store, analyst, id_, _D.HOLD, draft=waits)
    assert store.read(officer, rows.detail, id_).row.held_for is HoldReason.DATA
    take(store, coordinator, id_, _D.ALLOCATE, draft=AllocationDraft(analyst_id=coordinator.id, reason="On leave."))
    take(store, coordinator, id_, _D.RESUME)
    take(store, coordinator, id_, _D.CHECK)
    with pytest.raises(Invalid, match="You worked on it"):
        take(store, coordinator, id_, _D.DELIVER)
    with pytest.raises(Invalid, match="Say what is to be mended"):
        take(store, supervisor, id_, _D.SEND_BACK, reason=" ")
    take(store, supervisor, id_, _D.SEND_BACK)
    take(store, analyst, id_, _D.ALLOCATE)
    take(store, analyst, id_, _D.CHECK)
    with pytest.raises(Invalid, match="You worked on it; another supervisor or coordinator checks it"):
        take(store, coordinator, id_, _D.DELIVER)  # it was theirs before
    take(store, supervisor, id_, _D.DELIVER)
    take(store, officer, id_, _D.CLOSE)
    found = store.read(colleague, rows.detail, id_)
    assert (found.row.state, found.row.held_for, found.feedback) == (_S.CLOSED, None, "It led to two warrants.")
    assert (found.row.delivered_on, found.row.ended_on, found.checked_by) == (
        periods.today(), periods.today(), supervisor.display,
    )  # fmt: skip
    assert (found.requester_agreed_by, found.unit_agreed_by) == (officer.display, coordinator.display)
    assert [(link.page, link.id) for link in found.links] == [("ocgs", group)]
    told = [(step.deed, step.by, step.to or step.reason) for step in reversed(found.steps)]
    assert told[4:8] == [
        (_D.START, analyst.display, ""), (_D.HOLD, analyst.display, "Billing is ordered."),
        (_D.ALLOCATE, coordinator.display, coordinator.display), (_D.RESUME, coordinator.display, ""),
    ]  # fmt: skip
    assert len(told) == 14
    happened = [event.what for event in store.read(colleague, timelines.of_group, group)]
    asked, delivered = sorted(what for what in happened if found.row.reference in what)
    assert (asked.partition(" (")[0], delivered.partition(" (")[0]) == (
        "Network profile asked for", "Network profile delivered",
    )  # fmt: skip
    assert len(store.read(colleague, history.history, id_)) >= len(told)


def test_a_look_is_logged_and_lists_narrow(store: Store, officer: Actor, analyst: Actor, founder: Actor) -> None:
    today = periods.today()
    worked = bring(store, _S.IN_PROGRESS, needed_by=today)
    late = bring(store, _S.SUBMITTED, asked="Which vans?", needed_by=today)
    refused = bring(store, _S.SUBMITTED)
    take(store, analyst, refused, _D.DECLINE)
    ask(store, founder)
    store.write(officer, rows.look, worked)
    (looked,) = [
        each for each in store.read(founder, history.history, worked) if each.category is AuditCategory.CONSULTATION
    ]
    assert looked.by == officer.display
    after = today + timedelta(days=1)
    assert store.read(analyst, rows.counts, after) == {
        RequestView.MINE: 1, RequestView.TO_AGREE: 1, RequestView.TO_ALLOCATE: 0, RequestView.IN_WORK: 1,
        RequestView.ON_HOLD: 0, RequestView.OVERDUE: 2, RequestView.DELIVERED: 0, RequestView.UNMET: 1,
        RequestView.ALL: 4,
    }  # fmt: skip
    for view, number in store.read(officer, rows.counts, after).items():
        assert len(store.read(officer, rows.page, view, after)) == number, view
    assert [row.id for row in store.read(officer, rows.page, RequestView.ALL, after, "vans")] == [late]
    assert store.read(officer, rows.open_and_overdue, after) == (2, 2)
    assert store.read(officer, rows.open_and_overdue, today) == (2, 0)


def test_it_is_allocated_to_nobody_who_may_not_know_of_it(
    store: Store, officer: Actor, analyst: Actor, coordinator: Actor
) -> None:
    assert [place.id for place in store.read(officer, workers)][1] == analyst.id  # the founder is one, too
    group = factories.ocg(store, officer)
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (coordinator.id,))
    id_ = bring(store, _S.AGREED, subject_id=group)
    told = f"{analyst.display} may not know of what this request is about; name them on that record first."
    with pytest.raises(Invalid) as refused:
        take(store, coordinator, id_, _D.ALLOCATE)
    assert refused.value.problems == {"analyst_id": told}
    for closed in (rows.detail, asking.draft):
        with pytest.raises(NotFound):
            store.read(analyst, closed, id_)
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (coordinator.id, analyst.id))
    take(store, coordinator, id_, _D.ALLOCATE)
    with pytest.raises(Invalid, match="has it already"):
        take(store, coordinator, id_, _D.ALLOCATE)
    with pytest.raises(Invalid, match="does not work requests"):
        take(store, coordinator, id_, _D.ALLOCATE, draft=AllocationDraft(analyst_id=PEOPLE["auditor"].id))


def test_nothing_is_asked_about_what_is_not_there_nor_about_a_rejected_group(
    store: Store, officer: Actor, coordinator: Actor
) -> None:
    for field in ("subject_id", "person_id", "operation_id", "case_id"):
        with pytest.raises(NotFound):
            ask(store, officer, **{field: UUID(int=999)})
    group = factories.ocg(store, officer)
    store.write(coordinator, ocgs.move, group, 1, SubjectStatus.REJECTED, "No group.")
    with pytest.raises(Invalid, match="was rejected; nothing more is put on it"):
        ask(store, officer, subject_id=group)
