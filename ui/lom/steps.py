"""The steps of lifetime management as small dialogs: visits, breaches, the next state of an order or a referral."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods, referrals
from soc_desk.services.lom import breaches, conditions, managed, orders, visits
from soc_desk.services.lom.breaches import BreachRow
from soc_desk.services.lom.conditions import ConditionRow
from soc_desk.services.lom.managed import ManagedRow
from soc_desk.services.lom.orders import OrderRow
from soc_desk.services.lom.visits import VisitRow
from soc_desk.services.referrals import ReferralRow
from soc_desk.vocabulary.ocg import BreachAction, LomState, OrderState, ReferralState, VisitKind
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.flow import FlowLayout
from ui.widgets.form import Entry
from ui.widgets.text import button

D = TypeVar("D")

_VERBS = {
    LomState.ADOPTED: "Adopt", LomState.IN_CUSTODY: "In custody", LomState.IN_COMMUNITY: "In the community",
    LomState.STOOD_DOWN: "Stand down…",
}  # fmt: skip


@dataclass(frozen=True)
class _Reason:
    reason: str = ""


@dataclass(frozen=True)
class _Day:
    on: date | None = None
    replaced_by: UUID | None = None
    known_because: str = ""
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.on else {"on": "Say on which day."}


@dataclass(frozen=True)
class _Sent:
    on: date | None = None
    reference: str = ""


@dataclass(frozen=True)
class _Visit:
    kind: VisitKind = VisitKind.COMPLIANCE
    due_on: date | None = None
    visitor: str = ""


@dataclass(frozen=True)
class _Made:
    done_on: date | None = None
    outcome: str = ""
    next_due_on: date | None = None


@dataclass(frozen=True)
class _Breach:
    happened_on: date | None = None
    words: str = ""
    action: BreachAction = BreachAction.NONE
    condition_id: UUID | None = None
    result: str = ""


@dataclass(frozen=True)
class _Result:
    action: BreachAction = BreachAction.NONE
    result: str = ""


class StepDialog(DraftDialog[D], Generic[D]):
    """One step: ``does(draft)`` asks the store, ``told`` is said when it is done."""

    WIDTH = 480

    def __init__(
        self, title: str, verb: str, start: D, does: Callable[[D], Reply[Any]], told: str, done: Done
    ) -> None:  # fmt: skip
        super().__init__(title, verb, start, done)
        self._does, self._told = does, told

    def writing(self, draft: D) -> Reply[Any]:
        return self._does(draft)

    @property
    def said(self) -> str:
        return self._told


def verb(after: LomState) -> str:
    """What the button of a step says."""
    return _VERBS[after]


class Steps:
    """Opens the dialog of each step; ``done(sentence)`` follows what was kept."""

    def __init__(self, desk: Desk, shell: Shell, done: Callable[[str], object]) -> None:
        self._desk, self._shell, self._done = desk, shell, done

    def move(self, row: ManagedRow, after: LomState) -> None:
        """Adopt, manage or stand down; the last asks for the reason."""
        said = f"{row.name}: {after.label.lower()}."
        if after is not LomState.STOOD_DOWN:
            asked = self._desk.step(managed.move, row.id, row.version, after)
            asked.then(self._desk, lambda _value: self._done(said), lambda error: self._shell.warn(str(error)))
            return
        self._open(
            f"Stand down {row.name}", "Nobody is stood down while an order is live.", _Reason(),
            [[Entry("reason", "What did the &review find?", fields.note("Why management ends", lines=3))]],
            "&Stand down",
            lambda told: self._desk.write(managed.move, row.id, row.version, after, told.reason), said,
        )  # fmt: skip

    def move_order(self, order: OrderRow, after: OrderState, others: list[OrderRow]) -> None:
        """The next state of an order, and the day it came to it."""
        rows = [[Entry("on", "&On", fields.day())]]
        if after is OrderState.REPLACED:
            known = [(each.id, f"{each.kind.label}, {each.state.label.lower()}") for each in others]
            rows.append([Entry("replaced_by", "&By which order?", fields.offered(known))])
        if order.asks_age and after in (OrderState.MADE, OrderState.IN_FORCE):
            how = fields.line("Custody record, birth certificate")
            rows.append([Entry("known_because", "How is it known that they are &18 or over?", how)])
        told = ""
        if after is OrderState.NOT_PURSUED:
            told = "Nothing was applied for. It stays on the record with the reason."
            rows.append([Entry("reason", "Wh&y?", fields.note("Such as: entered by mistake", lines=2))])
        self._open(
            f"{order.kind.label}: {after.label.lower()}", told, _Day(_likely(order, after)), rows, "&Save",
            lambda told: self._desk.write(orders.move, order.id, order.version, after, told.on, told.replaced_by,
                                          told.known_because, told.reason),
            f"The {order.kind.label} is now {after.label.lower()}.",
        )  # fmt: skip

    def move_referral(self, row: ReferralRow, after: ReferralState) -> None:
        """Sent, or a decision that came."""
        entries = [[Entry("on", "&On", fields.day())]]
        if after is ReferralState.SENT:
            entries.append([Entry("reference", "&Reference", fields.line())])
        self._open(
            f"{row.kind.label}: {after.label}", "", _Sent(periods.today()), entries, "&Save",
            lambda told: self._desk.write(referrals.move, row.id, row.version, after, told.on, told.reference),
            f"The {row.kind.label} is now “{after.label}”.",
        )  # fmt: skip

    def of_referral(self, row: ReferralRow) -> QWidget:
        """A button for each state that can come next."""
        held = QWidget()
        across = FlowLayout(held)
        may = self._desk.may(referrals.move)
        for after in row.next:
            words = "Record that it was sent…" if after is ReferralState.SENT else f"{after.label}…"
            pressed = button(words, partial(self.move_referral, row, after))
            pressed.setEnabled(may)
            across.addWidget(pressed)
        return held

    def remove_condition(self, order: OrderRow, row: ConditionRow) -> None:
        """Take a condition off an order, with the reason where the order is live."""
        told = f"{row.words}\nFor a condition that the court removed. It stays in the history, as removed today."
        self._open(
            "Take the condition off the order?", told, _Reason(),
            [[Entry("reason", "Wh&y?", fields.note("Court, date, section", lines=2))]], "&Take off",
            lambda told: self._desk.write(conditions.remove_condition, row.id, row.version, told.reason),
            f"The condition is taken off the {order.kind.label}.",
        )  # fmt: skip

    def plan_visit(self, person_id: UUID, name: str) -> None:
        """A visit that is to be made."""
        self._open(
            f"Plan a visit to {name}", "", _Visit(),
            [[Entry("kind", "&Kind", fields.few(VisitKind, may_be_empty=False))], _by()], "&Plan",
            lambda told: self._desk.write(visits.plan_visit, person_id, told.kind, told.due_on, told.visitor),
            "The visit is planned.",
        )  # fmt: skip

    def change_visit(self, row: VisitRow) -> None:
        """Another day of a planned visit, or somebody else who goes."""
        self._open(
            f"Change the {row.kind.label.lower()}", "", _Visit(row.kind, row.due_on, row.visitor), [_by()], "&Save",
            lambda told: self._desk.write(visits.change_visit, row.id, row.version, told.due_on, told.visitor),
            "The visit is changed.",
        )  # fmt: skip

    def call_off(self, row: VisitRow) -> None:
        """A planned visit that is not made."""
        self._open(
            f"Call off the {row.kind.label.lower()}", "The history keeps that it was planned, and why.", _Reason(),
            [[Entry("reason", "Wh&y?", fields.note("Such as: entered by mistake", lines=2))]], "Call &off",
            lambda told: self._desk.write(visits.call_off, row.id, row.version, told.reason),
            "The visit is called off.",
        )  # fmt: skip

    def record_visit(self, row: VisitRow) -> None:
        """What a visit found."""
        self._open(
            f"{row.kind.label}", "", _Made(periods.today()),
            [[Entry("done_on", "Made &on", fields.day()), Entry("next_due_on", "&Next due", fields.day(coming=True))],
             [Entry("outcome", "What it &found", fields.note("What was seen and said", lines=3))]],
            "&Save",
            lambda told: self._desk.write(
                visits.record_visit, row.id, row.version, told.done_on, told.outcome, told.next_due_on,
            ),
            "The visit is recorded.",
        )  # fmt: skip

    def breach(self, order: OrderRow) -> None:
        """A breach of an order while it ran; the order stays as it is."""
        known = [(each.id, each.words[:80]) for each in order.conditions if each.removed_on is None]
        told = "The order stays in force." if order.next else "A breach that happened while the order was in force."
        self._open(
            f"Breach of the {order.kind.label}", told, _Breach(periods.today() if order.next else None),
            [[Entry("happened_on", "&When", fields.day())],
             [Entry("condition_id", "Which &condition, if one", fields.offered(known))],
             [Entry("words", "What &happened", fields.note("What was done against the order", lines=3))],
             [Entry("action", "What &followed", fields.choice(BreachAction)),
              Entry("result", "&Result", fields.line())]],
            "&Save",
            lambda told: self._desk.write(
                breaches.breach, order.id, told.happened_on, told.words, told.action, told.condition_id, told.result,
            ),
            "The breach is recorded; the order stays as it is.",
        )  # fmt: skip

    def breach_result(self, order: OrderRow, row: BreachRow) -> None:
        """What came of a breach, once it is known."""
        self._open(
            f"Breach of the {order.kind.label}", row.words, _Result(row.action, row.result),
            [[Entry("action", "What &followed", fields.choice(BreachAction)),
              Entry("result", "&Result", fields.line())]],
            "&Save",
            lambda told: self._desk.write(breaches.give_result, row.id, row.version, told.action, told.result),
            "The result of the breach is recorded.",
        )  # fmt: skip

    def _open(
        self, title: str, text: str, start: D, rows: Sequence[Sequence[Entry]], verb: str,
        does: Callable[[D], Reply[Any]], said: str,
    ) -> None:  # fmt: skip
        dialog = StepDialog(title, verb, start, does, said, self._done)
        for row in rows:
            dialog.form.add_row(*row)
        dialog.lay_out(text, dialog.form)
        self._shell.open_dialog(dialog)


def _by() -> list[Entry]:
    return [Entry("due_on", "&By", fields.day(coming=True)), Entry("visitor", "&Who goes", fields.line())]


def _likely(order: OrderRow, after: OrderState) -> date:
    """The day that the order says of a step, where it has come; otherwise today."""
    said = {
        OrderState.APPLIED: order.applied_on, OrderState.MADE: order.made_on,
        OrderState.IN_FORCE: order.in_force_from, OrderState.EXPIRED: order.ends_on,
    }.get(after)  # fmt: skip
    today = periods.today()
    return said if said and said <= today else today
