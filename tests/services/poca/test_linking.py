"""A cash seizure that is also an outcome of a disruption: one fact, read from both."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Outcome
from soc_desk.domain.period import Period
from soc_desk.errors import Invalid, NotFound
from soc_desk.returns import source
from soc_desk.services import disruptions, doubles
from soc_desk.services.disruptions import DisruptionDetail, OutcomeLine
from soc_desk.services.poca import access, linking, money
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, OutcomeKind
from tests import factories
from tests import factories_poca as poca
from tests.factories_poca import Clock

SEIZED = OutcomeLine(kind=OutcomeKind.CASH_SEIZED, value_pence=500_000)
COUNTED = 615_000
A_DAY = date(2026, 4, 2)


@pytest.fixture
def group(timed: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(timed, officer, coordinator)


@pytest.fixture
def disruption(timed: Store, officer: Actor, coordinator: Actor, group: UUID) -> UUID:
    return factories.approved(
        timed,
        officer,
        coordinator,
        group,
        disruption_date=A_DAY,
        outcomes=(SEIZED, OutcomeLine(kind=OutcomeKind.PHONES, quantity=2)),
    )


@pytest.fixture
def case(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    return poca.seized(timed, officer, money=(poca.MoneyLine(estimate_minor=500_000),))


def _outcome(session: Session, disruption: UUID) -> UUID:
    query = select(Outcome.id).where(Outcome.disruption_id == disruption, Outcome.kind == OutcomeKind.CASH_SEIZED)
    return session.scalars(query).one()


def _linked(store: Store, by: Actor, case: UUID, disruption: UUID) -> UUID:
    outcome = store.read(by, _outcome, disruption)
    store.write(by, linking.link_outcome, case, outcome)
    return outcome


def _counted(store: Store, clock: Clock, by: Actor, case: UUID) -> None:
    clock.at(poca.wall(2026, 4, 7, 9))
    store.write(by, money.count, case, None, poca.count())


def _seen(store: Store, reader: Actor, id: UUID) -> DisruptionDetail:
    return store.write(reader, disruptions.look, id).value


def _in_return(session: Session) -> list[int | None]:
    shown = source.counted(Period(A_DAY, A_DAY), "thames-valley")
    return [pence for chunk in source.chunks(session, shown) for pence in chunk.columns["outcome.cash_seized_pence"]]


def test_a_count_in_the_case_shows_in_the_disruption_and_in_the_return(
    timed: Store, ticking: Clock, officer: Actor, colleague: Actor, group: UUID, disruption: UUID, case: UUID
) -> None:
    outcome = _linked(timed, officer, case, disruption)
    assert _seen(timed, officer, disruption).draft.outcomes[0] == replace(SEIZED, case_id=case)
    _counted(timed, ticking, officer, case)
    assert _seen(timed, officer, disruption).draft.outcomes[0].value_pence == COUNTED
    assert timed.read(officer, _in_return) == [COUNTED]
    link = poca.look(timed, officer, case).outcomes
    assert [(line.outcome_id, line.disruption_id, line.kind) for line in link] == [
        (outcome, disruption, OutcomeKind.CASH_SEIZED)
    ]
    other = factories.ocg(timed, officer, name="Kestrel")
    same = [(OutcomeKind.CASH_SEIZED, None, COUNTED)]
    found = timed.read(officer, doubles.doubles, None, other, A_DAY, None, same)
    assert [double.why for double in found] == ["Another subject, the same day and the same cash seized."]


def test_the_link_is_logged_as_a_combination(timed: Store, officer: Actor, disruption: UUID, case: UUID) -> None:
    outcome = _linked(timed, officer, case, disruption)

    def entries(session: Session) -> list[dict[str, object]]:
        query = select(AuditEntry.fields).where(AuditEntry.record_id == case, AuditEntry.action == "combined")
        return list(session.scalars(query))

    reference = _seen(timed, officer, disruption).row.reference
    assert timed.read(officer, entries) == [{"outcome": [None, str(outcome)], "disruption": reference}]


def test_the_amount_is_changed_in_the_case_only(
    timed: Store, ticking: Clock, officer: Actor, colleague: Actor, disruption: UUID, case: UUID
) -> None:
    _linked(timed, officer, case, disruption)
    opened = _seen(timed, officer, disruption).draft
    line, phones = opened.outcomes
    for lines in ((replace(line, value_pence=1), phones), (replace(line, case_id=disruption), phones)):
        with pytest.raises(Invalid, match="POCA case"):
            timed.write(officer, disruptions.change, opened, replace(opened, outcomes=lines))
    _counted(timed, ticking, officer, case)
    # somebody who opened it before the count saves another field, and another takes a line out
    timed.write(officer, disruptions.change, opened, replace(opened, title="Hand-over"))
    opened = _seen(timed, officer, disruption).draft
    timed.write(officer, disruptions.change, opened, replace(opened, outcomes=(opened.outcomes[1], opened.outcomes[0])))
    kept = _seen(timed, officer, disruption).draft.outcomes
    assert [(line.kind, line.case_id, line.value_pence) for line in kept] == [
        (OutcomeKind.PHONES, None, None), (OutcomeKind.CASH_SEIZED, case, COUNTED)
    ]  # fmt: skip


def test_unlinked_it_keeps_the_amount_it_had(
    timed: Store, ticking: Clock, officer: Actor, disruption: UUID, case: UUID
) -> None:
    outcome = _linked(timed, officer, case, disruption)
    _counted(timed, ticking, officer, case)
    timed.write(officer, linking.unlink_outcome, outcome)
    assert _seen(timed, officer, disruption).draft.outcomes[0] == replace(SEIZED, value_pence=COUNTED)
    assert poca.look(timed, officer, case).outcomes == ()
    with pytest.raises(Invalid, match="not linked"):
        timed.write(officer, linking.unlink_outcome, outcome)


def test_only_amounts_are_linked_and_to_one_case(timed: Store, officer: Actor, disruption: UUID, case: UUID) -> None:
    outcome = _linked(timed, officer, case, disruption)
    another = poca.seized(timed, officer)
    with pytest.raises(Invalid, match="another case"):
        timed.write(officer, linking.link_outcome, another, outcome)

    def phones(session: Session) -> UUID:
        query = select(Outcome.id).where(Outcome.kind == OutcomeKind.PHONES)
        return session.scalars(query).one()

    with pytest.raises(Invalid, match="not an amount"):
        timed.write(officer, linking.link_outcome, case, timed.read(officer, phones))
    subject, line = _seen(timed, officer, disruption).row.subject_id, replace(SEIZED, case_id=case)
    with pytest.raises(Invalid, match="from the case"):
        factories.disruption(timed, officer, subject, outcomes=(line,))


def test_who_may_not_know_of_the_case_reads_what_the_line_had(
    timed: Store, ticking: Clock, officer: Actor, colleague: Actor, disruption: UUID, case: UUID
) -> None:
    outcome = _linked(timed, officer, case, disruption)
    timed.write(officer, access.set_access, case, None, Access.RESTRICTED, ())
    _counted(timed, ticking, officer, case)
    assert _seen(timed, officer, disruption).draft.outcomes[0].value_pence == COUNTED
    assert _seen(timed, colleague, disruption).draft.outcomes[0].value_pence == SEIZED.value_pence
    assert timed.read(colleague, _in_return) == [SEIZED.value_pence]
    with pytest.raises(NotFound):
        timed.write(colleague, linking.unlink_outcome, outcome)
