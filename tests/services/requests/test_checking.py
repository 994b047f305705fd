"""Who checks a product: nobody who worked on it or asked for it; and the same rule says what is offered."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import today
from soc_desk.services.requests import asking, rows
from soc_desk.services.requests.steps import AllocationDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.request import Deed, RequestState
from tests.conftest import PEOPLE
from tests.services.requests.ways import ask, bring, on, take

_S, _D = RequestState, Deed
NEXT = "another supervisor or coordinator checks it"


def desk(store: Store, reader: Actor, id_: UUID) -> list[str]:
    """What My desk asks of somebody about a request."""
    found = store.read(reader, today.my_desk, reader, store._clock().date()).to_do
    return [one.headline.rpartition(" ")[0] for one in found if one.record_id == id_]


def refused(store: Store, by: Actor, id_: UUID, told: str) -> None:
    """Neither offered, on the page or on My desk, nor allowed."""
    assert not {_D.DELIVER, _D.SEND_BACK} & set(store.read(by, rows.detail, id_).next)
    assert "Check" not in desk(store, by, id_)
    for deed in (_D.DELIVER, _D.SEND_BACK):
        with pytest.raises(Invalid, match=f"{told}; {NEXT}"):
            take(store, by, id_, deed)


@pytest.mark.parametrize("own", [_D.START, _D.HOLD, _D.RESUME, _D.CHECK])
def test_whoever_took_a_step_of_the_work_does_not_check_it(
    store: Store, coordinator: Actor, supervisor: Actor, own: Deed
) -> None:
    id_ = bring(store, _S.ALLOCATED)
    for deed in (_D.START, _D.HOLD, _D.RESUME, _D.CHECK):
        take(store, coordinator if deed is own else PEOPLE["analyst"], id_, deed)
    refused(store, coordinator, id_, "You worked on it")
    assert desk(store, supervisor, id_) == ["Check"]
    take(store, supervisor, id_, _D.DELIVER)


def test_whoever_had_it_or_asked_for_it_does_not_check_it(
    store: Store, analyst: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    had = bring(store, _S.AGREED)
    take(store, analyst, had, _D.ALLOCATE, draft=AllocationDraft(analyst_id=coordinator.id))
    take(store, analyst, had, _D.ALLOCATE)
    take(store, analyst, had, _D.START)
    take(store, analyst, had, _D.CHECK)
    refused(store, coordinator, had, "You worked on it")

    asked = ask(store, supervisor)
    for by, deed in ((supervisor, _D.SUBMIT), (supervisor, _D.AGREE), (analyst, _D.AGREE_FOR_UNIT),
                     (coordinator, _D.ALLOCATE), (analyst, _D.START), (analyst, _D.CHECK)):  # fmt: skip
        take(store, by, asked, deed)
    refused(store, supervisor, asked, "You asked for it")
    assert desk(store, coordinator, asked) == ["Check"]  # to allocate it is no work on it
    take(store, coordinator, asked, _D.DELIVER)


def test_a_day_that_has_passed_is_not_agreed(store: Store, officer: Actor, coordinator: Actor) -> None:
    store._clock = on(date(2026, 3, 2))
    id_ = bring(store, _S.SUBMITTED, needed_by=date(2026, 3, 4))
    store._clock = on(date(2026, 3, 5))
    for by, deed in ((officer, _D.AGREE), (coordinator, _D.AGREE_FOR_UNIT)):
        with pytest.raises(Invalid, match=r"The day it is needed by has passed\. Change it to a day to come first"):
            take(store, by, id_, deed)
        assert deed not in store.read(by, rows.detail, id_, date(2026, 3, 5)).next
        assert deed in store.read(by, rows.detail, id_, date(2026, 3, 4)).next
        assert desk(store, by, id_) == ["Change the day of"]
        row = store.read(by, rows.detail, id_).row
        assert row.in_the_way(date(2026, 3, 5))
        assert not row.in_the_way(date(2026, 3, 4))
    before = store.read(officer, asking.draft, id_)
    store.write(officer, asking.change, replace(before, needed_by=date(2026, 3, 20)))
    take(store, officer, id_, _D.AGREE)
    take(store, coordinator, id_, _D.AGREE_FOR_UNIT)
    assert store.read(officer, rows.detail, id_).row.state is _S.AGREED
