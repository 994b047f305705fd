"""What is due in a case: each state's duty and next action, what is kept of it, and what moves it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, CaseOrder, CaseStep, Duty, PocaCase, new_id
from soc_desk.domain.statutory_clock import NextAction
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services.poca import board, duties, explanations
from soc_desk.services.poca.facts import facts_of
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import (
    CaseKind,
    CaseState,
    DutyKind,
    Nation,
    OrderKind,
    OrderResult,
    SearchApproval,
)
from tests.services.poca import holding
from tests.services.poca.holding import DEADLINE, THURSDAY, at, claim, notice, order

NOW = at(2026, 11, 20)
FIRST = at(2026, 11, 20, 11)
ENDS = date(2027, 5, 19)
S, D, A = CaseState, DutyKind, NextAction

Case = tuple[CaseState, dict[str, Any], tuple[dict[str, Any], ...], dict[DutyKind, tuple[datetime, NextAction]]]


def every_state() -> list[Case]:
    """State, what the case holds, its lines, and what must be due: the moment and the step that does it."""
    cap = {D.CAP: (at(2028, 11, 20, 0), A.OPEN)}
    paying = {D.PAY_IN: (at(2026, 11, 25, 0), A.PAY_IN)}
    extend = {D.EXTEND_OR_FORFEIT: (at(2027, 5, 20, 0), A.LOG_ORDER)}
    lapsed = notice(date(2026, 11, 24), objection_at=at(2026, 12, 1, 10), ended_on=date(2026, 12, 1))
    short = order(FIRST, expires_on=date(2026, 11, 30))
    appeal = {D.APPEAL: (at(2027, 1, 1, 0), A.RECORD_OUTCOME)}
    hearing = {D.HEARING: (at(2026, 11, 23, 10), A.LOG_ORDER)}
    return [
        (S.HELD_OTHER_POWER, {"seized_at": None, "held_other_power_from": THURSDAY}, (),
         {D.PACE_REVIEW: (at(2026, 12, 18, 0), A.SEIZE)}),
        (S.SEIZED, {}, (), {D.ORDER_OR_RELEASE: (DEADLINE, A.LOG_ORDER)}),
        (S.FIRST_PENDING, {}, (order(lodged_on=date(2026, 11, 20), hearing_at=at(2026, 11, 23, 10)),),
         {D.ORDER_OR_RELEASE: (DEADLINE, A.LOG_ORDER), **hearing}),
        (S.DETAINED, {}, (order(FIRST, expires_on=ENDS),),
         {**extend, **cap, **paying, D.LODGE_RENEWAL: (at(2027, 5, 12, 0), A.LODGE_APPLICATION)}),
        (S.DETAINED, {"paid_in_on": date(2026, 11, 24), "release_directed_on": date(2026, 12, 1)},
         (order(FIRST, expires_on=ENDS),),
         {**extend, **cap, D.LODGE_RENEWAL: (at(2027, 5, 12, 0), A.LODGE_APPLICATION),
          D.RELEASE: (at(2026, 12, 9, 0), A.RELEASE)}),
        (S.FURTHER_PENDING, {}, (order(FIRST, expires_on=ENDS), order(kind=OrderKind.FURTHER, number=2)),
         {**extend, **cap, **paying}),
        (S.NOTICE_RUNNING, {}, (order(FIRST, expires_on=ENDS), notice(date(2026, 12, 1))),
         {D.OBJECTIONS: (at(2027, 1, 1, 0), A.RECORD_OUTCOME), **paying}),
        (S.FORFEITED_BY_NOTICE, {"forfeited_on": date(2026, 12, 31), "forfeited_by_notice": True, "held_pence": 0},
         (order(FIRST, expires_on=ENDS), notice(date(2026, 12, 1), ended_on=date(2026, 12, 31))),
         {D.SET_ASIDE: (at(2027, 1, 30, 0), A.RECORD_OUTCOME)}),
        (S.NOTICE_LAPSED, {}, (short, lapsed),
         {D.DECIDE_AFTER_LAPSE: (at(2026, 12, 3, 10), A.LOG_ORDER), **paying}),
        (S.FORFEITURE_PENDING, {},
         (order(FIRST, expires_on=ENDS), order(kind=OrderKind.FORFEITURE, lodged_on=date(2026, 12, 2))),
         {D.FORFEITURE_STALE: (at(2027, 3, 3, 0), A.LOG_HEARING), **paying}),
        (S.FORFEITURE_ORDERED, {"forfeited_on": date(2026, 12, 2), "held_pence": 0}, (order(FIRST, expires_on=ENDS),),
         {**appeal, **paying}),
        (S.FORFEITURE_ORDERED, {"forfeited_on": date(2026, 12, 2), "held_pence": 215_000},
         (order(FIRST, expires_on=ENDS),),
         {**appeal, **paying, D.RELEASE: (at(2027, 5, 20, 0), A.RELEASE)}),
        (S.FORFEITURE_REFUSED, {"refused_on": date(2026, 12, 2)}, (order(FIRST, expires_on=ENDS),),
         {**appeal, **paying}),
        (S.REFUSED, {"refused_on": date(2026, 11, 20)}, (), {D.ORDER_OR_RELEASE: (DEADLINE, A.RELEASE_OR_FORFEIT)}),
        (S.EXPIRED, {"expired_at": DEADLINE}, (), {D.ACT_ON_EXPIRY: (DEADLINE, A.ACT_ON_EXPIRY)}),
        (S.RELEASED, {"held_pence": 0, "search_approval": SearchApproval.SENIOR_OFFICER}, (),
         {D.APPOINTED_PERSON: (at(2026, 11, 21, 0), A.SEND_REPORT)}),
        (S.FINAL, {"final_on": date(2026, 12, 2), "held_pence": 0}, (),
         {D.JARD: (at(2026, 12, 10, 0), A.UPDATE_JARD), D.CONSOLIDATED_FUND: (at(2026, 12, 31, 0), A.PAY_FUND)}),
        (S.CLOSED, {}, (), {}),
        (S.SEIZED, {"nation": Nation.SCOTLAND}, (), {}),
        (S.FINAL,
         {"final_on": date(2026, 12, 2), "held_pence": 0, "jard_updated_on": NOW.date(), "fund_paid_on": NOW.date()},
         (claim(date(2026, 12, 3)),), {D.CLAIM: (at(2026, 12, 11, 0), A.ANSWER_CLAIM)}),
    ]  # fmt: skip


def kept(session: Session, case_id: UUID) -> dict[DutyKind, Duty]:
    """Open duties as they are kept, by kind; plain copies."""
    found = session.scalars(select(Duty).where(Duty.case_id == case_id, Duty.done_at.is_(None)))
    return {duty.kind: duty for duty in found}


def stored(store: Store, reader: Actor, case_id: UUID) -> dict[DutyKind, dict[str, Any]]:
    names = ("id", "due_at", "work_to", "sequence", "moved_from", "moved_because", "acknowledged_at", "done_at")

    def ask(session: Session) -> dict[DutyKind, dict[str, Any]]:
        rows = session.scalars(select(Duty).where(Duty.case_id == case_id))
        return {duty.kind: {name: getattr(duty, name) for name in names} for duty in rows}

    return store.read(reader, ask)


def standing(store: Store, reader: Actor, case_id: UUID) -> tuple[Any, ...]:
    columns = (PocaCase.due_at, PocaCase.detained_until, PocaCase.first_order_on)
    return store.read(
        reader, lambda session: tuple(session.execute(select(*columns).where(PocaCase.id == case_id)).one())
    )


def test_each_state_has_its_duty_and_its_next_action(store: Store, officer: Actor) -> None:
    expected, found = {}, {}
    for number, (state, over, lines, due) in enumerate(every_state()):
        id_ = holding.case(store, officer, *lines, state=state, **over)
        expected[number, state] = due
        rows = store.read(officer, board.board, officer, NOW, case_id=id_)
        found[number, state] = {row.kind: (row.due_at, row.next_action) for row in rows if row.due_at is not None}
        assert {kind: (duty["due_at"]) for kind, duty in stored(store, officer, id_).items()} == {
            kind: moment for kind, (moment, _) in due.items()
        }, state
    assert found == expected


def test_a_row_says_what_by_when_and_why(store: Store, officer: Actor) -> None:
    holding.case(store, officer)
    (row,) = store.read(officer, board.board, officer, at(2026, 11, 23, 17, 28))
    assert (row.due, row.urgency, row.what) == ("in 5 h 12 m", board.Urgency.RED, "Detention order or release")
    assert row.about == "£6,150.00 · seized Thu 19 Nov 2026 22:40, Slough"
    assert "s.295" in row.why
    assert (row.countable_minutes, row.action) == (5 * 60 + 12, "Log order")
    assert row.alert == "No sitting of a court remains before the deadline."


def test_a_deadline_explains_itself(store: Store, officer: Actor) -> None:
    holding.case(store, officer)
    (row,) = store.read(officer, board.board, officer, NOW)
    told = store.read(officer, explanations.explain, row.id, NOW)
    assert "Sun 22 Nov do not count" in " ".join(told.steps)
    assert told.steps[-1].endswith("Mon 23 Nov 2026 22:40")
    assert told.calendar_known_to == date(2028, 12, 31)
    assert told.warnings[0].before == "at once"
    assert {"the officer", "the champion", "the deputy"} <= set(told.warnings[0].people)
    with pytest.raises(NotFound):
        store.read(officer, explanations.explain, UUID(int=5), NOW)


def test_an_order_moves_the_case_on(store: Store, officer: Actor) -> None:
    id_ = holding.case(store, officer)
    assert standing(store, officer, id_) == (DEADLINE, DEADLINE, None)
    made = (order(FIRST, expires_on=ENDS),)
    store.write(officer, holding.alter, id_, made, state=S.DETAINED)
    duties_now = stored(store, officer, id_)
    assert duties_now[D.ORDER_OR_RELEASE]["done_at"] is not None
    assert duties_now[D.EXTEND_OR_FORFEIT]["done_at"] is None
    due_at, detained_until, first_order_on = standing(store, officer, id_)
    assert (due_at, detained_until, first_order_on) == (at(2026, 11, 25, 0), at(2027, 5, 20, 0), date(2026, 11, 20))


def test_only_differences_are_written(store: Store, officer: Actor) -> None:
    id_ = holding.case(store, officer)
    changes = store.write(officer, holding.alter, id_).changes
    assert changes == ()


def test_a_moved_deadline_is_the_same_entry(store: Store, officer: Actor) -> None:
    line = order(FIRST, expires_on=ENDS)
    line_id = line["id"]
    id_ = holding.case(store, officer, line, state=S.DETAINED)
    before = stored(store, officer, id_)[D.EXTEND_OR_FORFEIT]
    store.write(officer, duties.acknowledge, before["id"], "Solicitor rung.")
    assert stored(store, officer, id_)[D.EXTEND_OR_FORFEIT]["acknowledged_at"] is not None
    store.write(officer, holding.alter_line, CaseOrder, line_id, expires_on=date(2027, 4, 30))
    after = stored(store, officer, id_)[D.EXTEND_OR_FORFEIT]
    assert (after["id"], after["sequence"]) == (before["id"], 1)
    assert (after["due_at"], after["moved_from"]) == (at(2027, 5, 1, 0), at(2027, 5, 20, 0))
    assert (after["moved_because"], after["acknowledged_at"]) == ("Change a stored line in a test", None)
    row = next(row for row in store.read(officer, board.board, officer, NOW) if row.kind is D.EXTEND_OR_FORFEIT)
    assert row.moved == "Moved from Wed 19 May 2027 24:00: Change a stored line in a test."


def test_what_is_due_again_is_opened_again(store: Store, officer: Actor) -> None:
    id_ = holding.case(store, officer, order(FIRST, expires_on=ENDS), state=S.DETAINED)
    first = stored(store, officer, id_)[D.PAY_IN]
    store.write(officer, holding.alter, id_, paid_in_on=date(2026, 11, 24))
    assert stored(store, officer, id_)[D.PAY_IN]["done_at"] is not None
    store.write(officer, holding.alter, id_, paid_in_on=None)
    again = stored(store, officer, id_)[D.PAY_IN]
    assert (again["id"], again["done_at"], again["sequence"]) == (first["id"], None, 2)


def test_an_acknowledgement_is_logged_and_clears_nothing(store: Store, officer: Actor, analyst: Actor) -> None:
    id_ = holding.case(store, officer)
    (row,) = store.read(officer, board.board, officer, NOW)
    with pytest.raises(NotAllowed):
        store.write(analyst, duties.acknowledge, row.id, "Seen.")
    store.write(officer, duties.acknowledge, row.id, "Court rung.")
    (row,) = store.read(officer, board.board, officer, NOW)
    assert (row.acknowledged_by, row.due_at) == ("DC O. Fficer", DEADLINE)
    step = store.read(
        officer, lambda session: session.scalars(select(CaseStep.reason).where(CaseStep.case_id == id_)).all()
    )
    assert step == ["Detention order or release. Court rung."]
    entries = store.read(
        officer,
        lambda session: session.scalars(
            select(AuditEntry.title).where(AuditEntry.record_id == id_, AuditEntry.entity == "duty")
        ).all(),
    )
    assert "Acknowledge a deadline" in entries
    store.write(officer, holding.alter, id_, state=S.CLOSED)
    with pytest.raises(Invalid, match="done already"):
        store.write(officer, duties.acknowledge, row.id, "Seen.")


def test_a_late_order_does_not_save_the_case(store: Store, officer: Actor) -> None:
    """Kingdom Corporate: made 12 minutes late."""
    id_ = holding.case(store, officer, order(DEADLINE + timedelta(minutes=12), expires_on=ENDS), state=S.DETAINED)
    rows = store.read(officer, board.board, officer, at(2026, 11, 24), case_id=id_)
    assert (rows[0].urgency, rows[0].kind, rows[0].due) == (board.Urgency.EXPIRED, D.ACT_ON_EXPIRY, "EXPIRED 13 h ago")
    assert [row.kind for row in rows].count(D.ACT_ON_EXPIRY) == 1
    assert D.EXTEND_OR_FORFEIT not in {row.kind for row in rows}


def test_a_hearing_after_the_end_is_red_at_once(store: Store, officer: Actor) -> None:
    pending = order(kind=OrderKind.FURTHER, number=2, hearing_at=at(2027, 5, 24, 10), lodged_on=date(2026, 11, 23))
    holding.case(store, officer, order(FIRST, expires_on=ENDS), pending, state=S.FURTHER_PENDING)
    rows = store.read(officer, board.board, officer, at(2026, 11, 24))
    row = next(row for row in rows if row.kind is D.EXTEND_OR_FORFEIT)
    assert (row.urgency, row.due) == (board.Urgency.RED, "in 176 days")
    assert "Mon 24 May 2027 10:00" in row.alert


def test_the_board_is_narrowed_and_in_order(store: Store, officer: Actor, colleague: Actor) -> None:
    far = holding.case(store, officer, order(FIRST, expires_on=ENDS), state=S.DETAINED, paid_in_on=NOW.date())
    near = holding.case(store, officer, owner_id=colleague.id)
    gone = holding.case(store, officer, seized_at=at(2026, 11, 10, 9), owner_id=colleague.id)
    scots = holding.case(store, officer, nation=Nation.SCOTLAND)
    rows = store.read(officer, board.board, officer, NOW)
    assert [row.case_id for row in rows] == [gone, near, far, far, far, scots]
    assert rows[0].urgency is board.Urgency.EXPIRED
    last = rows[-1]
    assert (last.due_at, last.urgency, last.kind) == (None, board.Urgency.UNKNOWN, None)
    assert "Scotland are not calculated here" in last.why
    within = store.read(officer, board.board, officer, NOW, within_days=28)
    assert [row.case_id for row in within] == [gone, near, scots]
    owned = store.read(officer, board.board, officer, NOW, owner_id=colleague.id)
    assert [row.case_id for row in owned] == [gone, near]
    assert len(store.read(officer, board.board, officer, NOW, limit=2)) == 2
    counts = store.read(officer, board.counts, NOW)
    assert (counts.red, counts.soon, counts.open) == (1, 2, 5)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(2026, 11, 20), "in 3 days"),
        (at(2026, 11, 22, 12), "Tomorrow"),
        (at(2026, 11, 23, 21, 55), "in 45 m"),
        (DEADLINE, "EXPIRED just now"),
        (at(2026, 11, 24, 1, 40), "EXPIRED 3 h ago"),
        (at(2026, 11, 30), "EXPIRED 6 days ago"),
    ],
)
def test_how_long_it_is(store: Store, officer: Actor, now: datetime, due: str) -> None:
    holding.case(store, officer)
    assert store.read(officer, board.board, officer, now)[0].due == due


def test_facts_of_many_cases_take_few_statements(store: Store, officer: Actor) -> None:
    from sqlalchemy import event

    ids = [holding.case(store, officer, order(FIRST, expires_on=ENDS), state=S.DETAINED) for _ in range(3)]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    one = store.read(officer, lambda session: facts_of(session, ids[:1]))
    few = len(asked)
    many = store.read(officer, lambda session: facts_of(session, select(PocaCase.id)))
    event.remove(store.engine, "before_cursor_execute", note)
    assert (len(one), len(many)) == (1, 3)
    assert len(asked) == 2 * few
    assert few <= 6
    assert {facts.orders[0].made_at for facts in many.values()} == {FIRST}


def test_a_seizure_anew_keeps_the_first_order_of_the_old_one(store: Store, officer: Actor) -> None:
    first = holding.case(store, officer, order(FIRST, expires_on=ENDS), state=S.CLOSED)
    second = holding.case(store, officer, state=S.CLOSED, reseized_from_id=first, seized_at=at(2027, 5, 25, 9))
    third = holding.case(
        store, officer, reseized_from_id=second, seized_at=at(2027, 6, 1, 9), original_seized_at=THURSDAY
    )
    facts = store.read(officer, facts_of, [first, second, third])
    assert facts[first].original_first_order_on is None
    assert facts[third].original_first_order_on == facts[second].original_first_order_on == date(2026, 11, 20)
    assert facts[third].original_seized_at == THURSDAY


def test_facts_of_the_rest(store: Store, officer: Actor) -> None:
    asked_at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    lines = (
        order(kind=OrderKind.APPEAL, lodged_on=date(2026, 12, 8)),
        order(kind=OrderKind.FORFEITURE, lodged_on=date(2026, 12, 1), result=OrderResult.WITHDRAWN),
        claim(date(2026, 12, 3), hearing_at=at(2026, 12, 14, 10)),
        holding.time_change(THURSDAY, at(2026, 11, 19, 21), officer, asked_at),
    )
    id_ = holding.case(
        store, officer, *lines, kind=CaseKind.CRYPTOASSETS, cap_extended_to=date(2029, 1, 1), held_pence=0,
        kept_as_evidence=True,
    )  # fmt: skip
    facts = store.read(officer, facts_of, [id_])[id_]
    assert (facts.appeal_lodged_on, facts.forfeiture_lodged_on) == (date(2026, 12, 8), None)
    assert (facts.cap_extended, facts.is_held, facts.paid_in_exempt) == (True, False, True)
    assert facts.claims[0].hearing_at == at(2026, 12, 14, 10)
    assert facts.time_change_asked_at == at(2026, 11, 20, 9, 30)
    assert D.TIME_CHANGE in stored(store, officer, id_)


def test_no_order_of_a_case_is_lost(store: Store, officer: Actor) -> None:
    """A duty's key holds the order's id, so that each order's end is an entry of its own."""
    first, second = new_id(), new_id()
    id_ = holding.case(store, officer, order(FIRST, id=first, expires_on=date(2026, 12, 20)), state=S.DETAINED)
    later = order(at(2026, 12, 17, 11), id=second, kind=OrderKind.FURTHER, number=2, expires_on=date(2027, 6, 16))
    store.write(officer, holding.alter, id_, (later,))

    def ends(session: Session) -> dict[UUID, bool]:
        rows = session.execute(
            select(Duty.line_id, Duty.done_at).where(Duty.case_id == id_, Duty.kind == D.EXTEND_OR_FORFEIT)
        )
        return {line_id: done_at is not None for line_id, done_at in rows}

    assert store.read(officer, ends) == {first: True, second: False}
