"""The position of groups over a period: its two ways of counting agree whatever happened; on both engines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from soc_desk.domain import Ocg, SubjectStatusChange
from soc_desk.domain.ocg import NEXT_STATES
from soc_desk.domain.period import Period
from soc_desk.services import ocgs, positions
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, SubjectStatus
from tests import factories, factories_intelligence

Steps = list[tuple[int, SubjectStatus, int]]


@use_case("Take random steps", needs=EVERYONE)
def walk(work: Work, ids: tuple[UUID, ...], steps: Steps) -> None:
    """Steps of these groups' lives, each so many days after the one before; what is none is left out."""
    moment = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for which, after, gap in steps:
        ocg, moment = work.get(Ocg, ids[which]), moment + timedelta(days=gap, hours=1)
        if after in NEXT_STATES[ocg.status] or (ocg.status, after) == (SubjectStatus.MERGED, SubjectStatus.ACTIVE):
            told: dict[str, Any] = {"at": moment, "by_id": work.actor.id, "reason": "x"}
            work.add(SubjectStatusChange(subject_id=ocg.id, before=ocg.status, after=after, **told))
            ocg.status = after
            work.session.flush()


_STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(SubjectStatus), st.integers(0, 40)), max_size=20)


@settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
@given(steps=_STEPS, cut=st.integers(0, 300), length=st.integers(0, 200))
def test_the_position_always_reconciles(store: Store, officer: Actor, steps: Steps, cut: int, length: int) -> None:
    begun = factories_intelligence.at(store, datetime(2026, 1, 1, 8, tzinfo=UTC))
    groups = tuple(factories.ocg(begun, officer) for _ in range(3))
    store.write(officer, walk, groups, steps)
    starts_on = date(2026, 1, 1) + timedelta(days=cut)
    told = store.read(officer, positions.position, Period(starts_on, starts_on + timedelta(days=length)))
    assert told.reconciles, told.words
    whole = store.read(officer, positions.position, Period(date(2026, 1, 1), date(2029, 1, 1)))
    assert (whole.opening, whole.reconciles) == (0, True)
    assert whole.closing == store.read(officer, ocgs.totals, ocgs.OcgFilter())[SubjectStatus.ACTIVE]
    (finding,) = store.read(officer, positions.reconcile)
    assert finding.holds, finding.text


def test_a_group_that_stands_elsewhere_than_its_steps_say_is_found(store: Store, officer: Actor) -> None:
    id_ = factories.ocg(store, officer)

    def astray(work: Work) -> list[Any]:
        work.get(Ocg, id_).status = SubjectStatus.ACTIVE
        return []

    store.write(officer, factories_intelligence.keep, astray)
    (finding,) = store.read(officer, positions.reconcile)
    assert (finding.holds, "OCG-" in finding.text) == (False, True)
