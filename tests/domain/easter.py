"""A seizure before Easter as the clock's tests see it: at each stage, with its orders, and what it owes."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from soc_desk.domain.statutory_clock import CaseFacts, DutyFact, NoticeFact, OrderFact, calendar_of, duties_of
from soc_desk.vocabulary.poca import CaseState, DutyKind, OrderKind, OrderResult

CALENDAR = calendar_of()
TEAM = {"officer", "champion", "deputy"}
LINE = UUID(int=7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def made(when: str, kind: OrderKind = OrderKind.FIRST, expires: str = "") -> OrderFact:
    return OrderFact(
        kind=kind, made_at=at(when), expires_on=day(expires) if expires else None, result=OrderResult.MADE, id=LINE
    )


def listed(when: str, kind: OrderKind = OrderKind.FIRST) -> OrderFact:
    return OrderFact(kind=kind, hearing_at=at(when), id=LINE)


EASTER = CaseFacts(seized_at=at("2026-04-02 15:00"))
DETAINED = replace(EASTER, state=CaseState.DETAINED, orders=(made("2026-04-08 11:00"),), paid_in_on=day("2026-04-09"))
OBJECTED = replace(
    DETAINED, state=CaseState.NOTICE_LAPSED,
    notice=NoticeFact(given_on=day("2026-09-20"), objection_at=at("2026-10-09 10:30"), lapsed=True, id=LINE),
)  # fmt: skip


def due(facts: CaseFacts) -> dict[DutyKind, DutyFact]:
    found = duties_of(facts, CALENDAR)
    assert list(found) == sorted(found, key=lambda duty: duty.due_at)
    assert len({duty.kind for duty in found}) == len(found)
    for duty in found:
        assert duty.steps
        assert duty.source
        assert duty.work_to <= duty.due_at
        assert duty.doubt == "" or duty.doubt.endswith(".")
        assert list(duty.ladder) == sorted(duty.ladder, key=lambda rung: rung.at)
        assert duty.ladder
    return {duty.kind: duty for duty in found}
