"""A request brought to any state, each step by whoever takes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from soc_desk.services.requests import asking, rows, steps
from soc_desk.services.requests.asking import RequestDraft
from soc_desk.services.requests.steps import AllocationDraft, DeclineDraft, HoldDraft
from soc_desk.store import Actor, Store, UseCase
from soc_desk.vocabulary.request import (
    DeclineReason,
    Deed,
    Driver,
    HoldReason,
    Product,
    RequestKind,
    RequestState,
)
from tests.conftest import PEOPLE

ASKED = RequestDraft(
    product=Product.NETWORK, driver=Driver.PROACTIVE, asked="Who runs the line?", terms="Roles and phones, six months.",
    needed_by=date(2026, 12, 31),
)  # fmt: skip
FINANCIAL = {"kind": RequestKind.FINANCIAL, "product": Product.FINANCIAL, "driver": Driver.REACTIVE}
ALLOCATED = AllocationDraft(analyst_id=PEOPLE["analyst"].id)
WAY: dict[RequestState, tuple[tuple[str, Deed], ...]] = {RequestState.DRAFT: ()}
_S, _D = RequestState, Deed
for before, after, more in (
    (_S.DRAFT, _S.SUBMITTED, (("officer", _D.SUBMIT),)),
    (_S.SUBMITTED, _S.AGREED, (("officer", _D.AGREE), ("coordinator", _D.AGREE_FOR_UNIT))),
    (_S.AGREED, _S.ALLOCATED, (("coordinator", _D.ALLOCATE),)),
    (_S.ALLOCATED, _S.IN_PROGRESS, (("analyst", _D.START),)),
    (_S.IN_PROGRESS, _S.ON_HOLD, (("analyst", _D.HOLD),)),
    (_S.IN_PROGRESS, _S.CHECKING, (("analyst", _D.CHECK),)),
    (_S.CHECKING, _S.DELIVERED, (("supervisor", _D.DELIVER),)),
    (_S.DELIVERED, _S.CLOSED, (("officer", _D.CLOSE),)),
    (_S.SUBMITTED, _S.DECLINED, (("analyst", _D.DECLINE),)),
    (_S.SUBMITTED, _S.WITHDRAWN, (("officer", _D.WITHDRAW),)),
):
    WAY[after] = (*WAY[before], *more)


_PLAIN: dict[Deed, UseCase[..., Any]] = {
    _D.SUBMIT: asking.submit, _D.AGREE: asking.agree, _D.AGREE_FOR_UNIT: asking.agree_for_unit, _D.START: steps.start,
    _D.RESUME: steps.resume, _D.CHECK: steps.check, _D.DELIVER: steps.deliver,
}  # fmt: skip
_DRAFTS: dict[Deed, tuple[UseCase[..., Any], Any]] = {
    _D.ALLOCATE: (steps.allocate, ALLOCATED), _D.HOLD: (steps.hold, HoldDraft(held_for=HoldReason.DATA)),
    _D.DECLINE: (steps.decline, DeclineDraft(declined_for=DeclineReason.CAPACITY)),
}  # fmt: skip
_REASONS: dict[Deed, tuple[UseCase[..., Any], str]] = {
    _D.SEND_BACK: (steps.send_back, "Two phones are missing."), _D.CLOSE: (steps.close, "It led to two warrants."),
    _D.WITHDRAW: (steps.withdraw, "The suspects were arrested."),
}  # fmt: skip


def on(day: date) -> Callable[[], datetime]:
    """A clock that stands at the noon of a day."""
    return lambda: datetime.combine(day, time(12), UTC)


def take(store: Store, by: Actor, id_: UUID, deed: Deed, **more: Any) -> None:
    """Take a step on a request as it stands; what a step asks for is filled in."""
    version = store.read(PEOPLE["officer"], rows.detail, id_).row.version
    if deed is Deed.CHANGE:
        before = store.read(PEOPLE["officer"], asking.draft, id_)
        store.write(by, asking.change, replace(before, asked="Something else?"))
    elif deed is Deed.REGRADE:
        before = store.read(PEOPLE["officer"], asking.draft, id_)
        other = Driver.PROACTIVE if before.driver is Driver.REACTIVE else Driver.REACTIVE
        store.write(by, asking.change, replace(before, driver=other))
    elif deed in _PLAIN:
        store.write(by, _PLAIN[deed], id_, version)
    elif deed in _DRAFTS:
        use, draft = _DRAFTS[deed]
        store.write(by, use, id_, version, more.get("draft") or draft)
    else:
        use, reason = _REASONS[deed]
        store.write(by, use, id_, version, more.get("reason", reason))


def ask(store: Store, by: Actor, **more: Any) -> UUID:
    """A request as a draft."""
    return store.write(by, asking.record, replace(ASKED, **more)).value


def bring(store: Store, state: RequestState, **more: Any) -> UUID:
    """A request of the officer's in that state."""
    id_ = ask(store, PEOPLE["officer"], **more)
    for who, deed in WAY[state]:
        take(store, PEOPLE[who], id_, deed)
    return id_
