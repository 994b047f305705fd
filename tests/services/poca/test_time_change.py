"""The time of a seizure is changed by two people; from PACE to POCA the clock begins at the second seizure."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.poca import reseizure, time_change
from soc_desk.services.poca.drafts import SeizeDraft, TimeChangeDraft, TimeDecisionDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, Limb, SeizurePower
from tests import factories_poca as poca
from tests.factories_poca import THURSDAY, Clock, wall

EARLIER = THURSDAY - timedelta(hours=2)
YES = TimeDecisionDraft(agreed=True)


@pytest.fixture
def case(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    return poca.seized(timed, officer)


def _ask(store: Store, by: Actor, case: UUID, to: datetime = EARLIER) -> UUID:
    return store.write(by, time_change.ask, case, None, TimeChangeDraft(seized_at=to, reason="Body-worn video.")).value


def test_it_waits_and_then_holds(timed: Store, ticking: Clock, officer: Actor, supervisor: Actor, case: UUID) -> None:
    change = _ask(timed, officer, case)
    seen = poca.look(timed, officer, case)
    assert (seen.row.seized_at, seen.time_changes[0].agreed) == (THURSDAY, None)
    timed.write(supervisor, time_change.decide, change, YES)
    seen = poca.look(timed, officer, case)
    assert (seen.row.seized_at, seen.row.detained_until) == (EARLIER, wall(2026, 4, 8, 13))
    assert (seen.time_changes[0].agreed, seen.time_changes[0].decided_by) == (True, supervisor.display)
    assert [step.event for step in seen.steps] == [Event.SEIZED, Event.TIME_CHANGE_ASKED, Event.TIME_CHANGE_DECIDED]


def test_nobody_agrees_with_themselves(
    timed: Store, officer: Actor, supervisor: Actor, champion: Actor, case: UUID
) -> None:
    change = _ask(timed, supervisor, case)
    with pytest.raises(NotAllowed, match="second person"):
        timed.write(supervisor, time_change.decide, change, YES)
    with pytest.raises(NotAllowed, match="Your role"):
        timed.write(officer, time_change.decide, change, YES)
    with pytest.raises(Invalid, match="why you do not agree"):
        timed.write(champion, time_change.decide, change, TimeDecisionDraft(agreed=False))
    timed.write(champion, time_change.decide, change, TimeDecisionDraft(agreed=False, note="The video shows 15:00."))
    seen = poca.look(timed, officer, case)
    assert (seen.row.seized_at, seen.time_changes[0].agreed) == (THURSDAY, False)
    with pytest.raises(Invalid, match="decided already"):
        timed.write(champion, time_change.decide, change, YES)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (THURSDAY, "already"),
        (THURSDAY + timedelta(days=1), "future"),
        (wall(2026, 3, 29, 1, 30), "No clock showed that time"),
        (None, "right day and minute"),
    ],
)
def test_times_that_cannot_be(timed: Store, officer: Actor, case: UUID, to: datetime, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        _ask(timed, officer, case, to)


def test_one_change_at_a_time_and_before_the_court_decided(
    timed: Store, ticking: Clock, officer: Actor, case: UUID
) -> None:
    _ask(timed, officer, case)
    with pytest.raises(Invalid, match="Another change"):
        _ask(timed, officer, case)
    detained = poca.in_state(timed, officer, ticking, CaseState.DETAINED)
    with pytest.raises(Invalid, match="The court decided on Tue 7 Apr 2026 11:00"):
        _ask(timed, officer, detained, wall(2026, 4, 7, 11))


def test_moved_into_the_past_it_runs_out_at_once(
    timed: Store, ticking: Clock, officer: Actor, supervisor: Actor, case: UUID
) -> None:
    change = _ask(timed, officer, case, THURSDAY - timedelta(days=3))
    ticking.at(wall(2026, 4, 2, 16))
    timed.write(supervisor, time_change.decide, change, YES)
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, seen.row.expired_at) == (CaseState.EXPIRED, wall(2026, 4, 1, 15))


def test_the_clock_begins_with_the_poca_seizure(timed: Store, ticking: Clock, officer: Actor) -> None:
    held = poca.in_state(timed, officer, ticking, CaseState.HELD_OTHER_POWER)
    seen = poca.look(timed, officer, held)
    assert (seen.row.seized_at, seen.row.detained_until) == (None, None)
    with pytest.raises(Invalid, match="not seized under POCA yet"):
        _ask(timed, officer, held)
    draft = SeizeDraft(seized_at=THURSDAY, power=SeizurePower.S294_1, limb=Limb.RECOVERABLE, grounds="Now suspected.")
    for wrong in ({"seized_at": wall(2026, 3, 31, 9)}, {"power": SeizurePower.PACE}, {"seized_at": None}):
        with pytest.raises(Invalid):
            timed.write(officer, reseizure.seize, held, None, SeizeDraft(**{**vars(draft), **wrong}))
    timed.write(officer, reseizure.seize, held, None, draft)
    seen = poca.look(timed, officer, held)
    assert (seen.row.state, seen.row.seized_at) == (CaseState.SEIZED, THURSDAY)
    assert seen.row.detained_until == wall(2026, 4, 8, 15)
    assert (seen.draft.power, seen.draft.grounds) == (SeizurePower.S294_1, "Now suspected.")
