"""What is due in a case: each state's duty and next action, what is kept of it, and what moves it."""

from datetime import date, datetime
from typing import Any

import pytest

from soc_desk.domain.statutory_clock import NextAction
from soc_desk.services.poca import board
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind
from tests.services.poca import holding
from tests.services.poca.holding import DEADLINE

NOW = datetime(2026, 11, 20, 12, 0)


def test_a_seizure_must_have_its_order_made_in_time(store: Store, officer: Actor) -> None:
    holding.case(store, officer)
    (row,) = store.read(officer, board.board, officer, NOW)
    assert (row.kind, row.due_at, row.next_action) == (DutyKind.ORDER_OR_RELEASE, DEADLINE, NextAction.LOG_ORDER)
    assert row.due == "in 3 days"
    assert row.about.startswith("£6,150.00 · seized Thu 19 Nov 2026 22:40, Slough")
