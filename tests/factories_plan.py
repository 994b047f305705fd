"""Made-up 4P plans for tests: one function a noun; all of it is synthetic."""

from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.domain import Ocg
from soc_desk.services.plans import actions, planning, rows
from soc_desk.services.plans.drafts import ActionDraft, ApprovalDraft, PlanDraft
from soc_desk.services.plans.rows import ActionRow, PlanOfGroup, PlanRow
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, FourP
from tests import factories

DAY = date(2026, 11, 14)


@use_case("Set columns of a group in a test", needs=EVERYONE)
def alter(work: Work, /, id: UUID, **over: Any) -> None:
    """As leadership and reviews would, step by step."""
    ocg = work.get(Ocg, id)
    for name, value in over.items():
        setattr(ocg, name, value)


def group(store: Store, by: Actor, validator: Actor, **over: Any) -> UUID:
    """An active group with an SRO who does not sign in."""
    made = factories.active_ocg(store, by, validator)
    store.write(by, alter, made, **{"sro": "Supt Vale", **over})
    return made


def shown(store: Store, reader: Actor, group: UUID, today: date = DAY) -> PlanOfGroup:
    """The plan as the tab of the group has it."""
    return store.read(reader, rows.plan_of, group, today)


def plan(store: Store, reader: Actor, group: UUID) -> PlanRow:
    """The version in force, or the newest."""
    found = shown(store, reader, group).plan
    assert found is not None
    return found


def drafted(store: Store, by: Actor, group: UUID, **over: Any) -> UUID:
    """A plan that could be approved."""
    whole = {"objectives": "Take the line out.", "review_due_on": date(2027, 1, 30)}
    return store.write(by, planning.draft, group, PlanDraft(**{**whole, **over})).value


def live(store: Store, by: Actor, approver: Actor, group: UUID, **over: Any) -> UUID:
    """A plan in force."""
    made = drafted(store, by, group, **over)
    store.write(approver, planning.approve, made, 1, ApprovalDraft(approved_by="Supt Vale"))
    store.write(by, planning.go_live, made, 2)
    return made


def action(store: Store, by: Actor, group: UUID, **over: Any) -> UUID:
    """An agreed action of a partner, due on 30 November; ``owner`` and ``due_on`` empty for a proposed one."""
    whole = {
        "four_p": FourP.PURSUE, "title": "Warrants at two addresses", "owner": "PC Reid", "agency": "nca",
        "due_on": date(2026, 11, 30),
    }  # fmt: skip
    return store.write(by, actions.propose, group, ActionDraft(**{**whole, **over})).value


def standing(store: Store, reader: Actor, id: UUID) -> ActionRow:
    """An action as it stands."""
    return store.read(reader, rows.action, id)
