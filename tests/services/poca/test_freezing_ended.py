"""An account freezing order past its end: an alarm on the board, and no notice of forfeiture under it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services.poca import board, freezing
from soc_desk.services.poca.court_drafts import NoticeDraft, ObjectionDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseKind, DutyKind, OrderKind
from tests.services.poca.holding import at
from tests.services.poca.test_others import due, ordered, recorded, when


@pytest.fixture
def frozen(store: Store, officer: Actor) -> UUID:
    """An account frozen on 15 March 2026 for two years."""
    when(store, 2026, 6, 15)
    id_ = recorded(store, officer, CaseKind.ACCOUNT_FREEZING)
    ordered(store, officer, id_, OrderKind.FREEZING, at(2026, 3, 15), expires_on=date(2028, 3, 14))
    return id_


def test_an_order_that_has_ended_is_an_alarm_and_takes_no_notice(store: Store, officer: Actor, frozen: UUID) -> None:
    when(store, 2028, 3, 20)
    row = due(store, officer, frozen, at(2028, 3, 20))[DutyKind.FREEZING_ENDS]
    assert (row.urgency, row.due) == (board.Urgency.RED, "5 days over")
    every = store.read(officer, board.board, officer, at(2028, 9, 20))
    assert [(row.case_id, row.urgency) for row in every] == [(frozen, board.Urgency.RED)]
    notice = NoticeDraft(given_on=date(2028, 3, 15), signed_by="Insp. Reed", rank="Inspector", address="HQ")
    with pytest.raises(Invalid, match=r"ended Tue 14 Mar 2028 24:00: a notice after that is bad"):
        store.write(officer, freezing.give_notice, frozen, None, notice)
    store.write(officer, freezing.give_notice, frozen, None, replace(notice, given_on=date(2028, 3, 14)))


def test_no_second_notice_once_the_48_hours_of_an_objection_are_over(
    store: Store, officer: Actor, frozen: UUID
) -> None:
    notice = NoticeDraft(given_on=date(2026, 6, 1), signed_by="Insp. Reed", rank="Inspector", address="HQ")
    store.write(officer, freezing.give_notice, frozen, None, notice)
    objection = ObjectionDraft(received_at=at(2026, 6, 10, 9), objector="A. Holder")
    store.write(officer, freezing.object, frozen, None, objection)
    with pytest.raises(Invalid, match=r"ended Fri 12 Jun 2026 09:00"):
        store.write(officer, freezing.give_notice, frozen, None, replace(notice, given_on=date(2026, 6, 13)))
