"""What holds a person, as parts of a panel or of a tab: the management, orders with conditions, visits, referrals."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.lom.breaches import BreachRow
from soc_desk.services.lom.conditions import ConditionRow
from soc_desk.services.lom.managed import ManagedRow
from soc_desk.services.lom.orders import NOT_MADE, OrderRow
from soc_desk.services.lom.record import Held, ManagedRecord
from soc_desk.services.lom.visits import VisitRow
from soc_desk.services.referrals import ReferralRow
from soc_desk.vocabulary.ocg import LomState
from ui.desk import Desk
from ui.forms.ancillary_order import AncillaryOrderForm, ConditionForm
from ui.forms.managed import ManagedForm
from ui.forms.referral import ReferralForm
from ui.lom import columns
from ui.lom.steps import Steps, verb
from ui.page import Shell
from ui.widgets.badges import Badge
from ui.widgets.card import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import FlowLayout
from ui.widgets.text import button, label
from ui.widgets.typed import format_date


class Detail:
    """Makes the parts; each button opens its form or takes its step."""

    def __init__(self, desk: Desk, shell: Shell, steps: Steps) -> None:
        self._desk, self._shell, self._steps = desk, shell, steps

    def parts(self, record: ManagedRecord) -> list[tuple[str, QWidget]]:
        """All of it, for the panel beside the register."""
        return [
            ("Summary", self.spell(record.row)),
            (_how_many(record.orders), self.orders(record)),
            (f"Visits {len(record.visits)}", self.visits(record)),
            (f"Referrals {len(record.referrals)}", self.referrals(record)),
        ]

    def spell(self, row: ManagedRow, *, named: bool = True) -> QWidget:
        """One spell of management and its next steps; ``named`` where it is not plain whose it is."""
        whole, layout = _column()
        steps = FlowLayout()
        for after in row.next:
            kind = "" if after is LomState.STOOD_DOWN else "primary"
            steps.addWidget(button(verb(after), partial(self._steps.move, row, after), kind=kind))
        edit = partial(self._sheet, lambda: ManagedForm(self._desk, self._shell, row.id))
        steps.addWidget(button("Edit…", edit))
        held = QWidget()
        held.setLayout(steps)
        layout.addWidget(held)
        person = partial(self._shell.open_page, "people", record=row.person_id)
        facts = [Fact("Person", row.name, person)] if named else []
        facts += [
            Fact("Owned by", row.area), Fact("Manager", row.manager),
            Fact("Nominated", format_date(row.nominated_on)), Fact("Why", row.nominated_because),
            Fact("Release", format_date(row.release_on)), Fact("Review due", format_date(row.review_due_on)),
            Fact("OCG link", f"{row.ocg_checked.label}: {', '.join(row.groups) or 'none'}"),
        ]  # fmt: skip
        if row.stood_down_on:
            facts.append(Fact("Stood down", f"{format_date(row.stood_down_on)}: {row.stood_down_because}"))
        layout.addWidget(Facts(facts))
        layout.addStretch(1)
        return whole

    def orders(self, held: Held) -> QWidget:
        """Each order with its conditions and breaches, and a button for another."""
        whole, layout = _column()
        person = held.person_id
        new = partial(self._sheet, lambda: AncillaryOrderForm(self._desk, self._shell, person_id=person))
        layout.addWidget(button("Record an order…", new), 0, Qt.AlignmentFlag.AlignLeft)
        for order in held.orders:
            layout.addWidget(self._order(order, [each for each in held.orders if each.id != order.id]))
        layout.addStretch(1)
        return whole

    def _order(self, order: OrderRow, others: list[OrderRow]) -> Card:
        card = Card(order.kind.label)
        card.head.addWidget(Badge(columns.of_order(order.state)))
        for words in filter(None, (_dates(order), order.note)):
            card.body.addWidget(label(words, "caption", wrap=True))
        for warning in order.warnings:
            card.body.addWidget(label(warning, "caption", "red", wrap=True))
        for condition in order.conditions:
            card.body.addLayout(self._condition(order, condition))
        for breach in order.breaches:
            card.body.addLayout(self._breach(order, breach))
        acts = FlowLayout()
        if order.next:
            acts.addWidget(self._moving(order, others))
        if order.next:  # it is not over
            acts.addWidget(button("Condition…", partial(self._sheet, lambda: self._condition_form(order, None))))
            change = partial(self._sheet, lambda: self._order_form(order))
            acts.addWidget(button("Vary…" if order.state.is_live else "Edit…", change))
        if order.was_in_force:
            acts.addWidget(button("Breach…", partial(self._steps.breach, order)))
        held = QWidget()
        held.setLayout(acts)
        card.body.addWidget(held)
        return card

    def _condition(self, order: OrderRow, row: ConditionRow) -> QHBoxLayout:
        line = QHBoxLayout()
        since = f"from {format_date(row.from_on)}" if row.from_on else ""
        until = f"until {format_date(row.to_on)}" if row.to_on else ""
        span = " ".join(filter(None, (since, until))) or "all of the order"
        ended = f", removed {format_date(row.removed_on)}" if row.removed_on else _standing(row)
        line.addWidget(label(f"{row.kind.label}: {row.words} ({span}{ended})", "caption", wrap=True), 1)
        if row.removed_on is None and order.next:  # neither it nor the order is over
            change = partial(self._sheet, lambda: self._condition_form(order, row))
            line.addWidget(button("Change…", change, kind="link", name=f"Change the condition {row.words[:40]}"))
            off = partial(self._steps.remove_condition, order, row)
            line.addWidget(button("Take off…", off, kind="link", name=f"Take off the condition {row.words[:40]}"))
        return line

    def _breach(self, order: OrderRow, row: BreachRow) -> QHBoxLayout:
        line = QHBoxLayout()
        words = f"{row.what}, {format_date(row.happened_on)}: {row.words} · {row.action.label}"
        line.addWidget(label(" · ".join(filter(None, (words, row.result))), "caption", "red", wrap=True), 1)
        come = partial(self._steps.breach_result, order, row)
        line.addWidget(button("Result…", come, kind="link", name=f"Result of the breach {row.words[:40]}"))
        return line

    def _moving(self, order: OrderRow, others: list[OrderRow]) -> QPushButton:
        made = button("Move on ▾", name=f"Next state of the {order.kind.label}")
        menu = QMenu(made)
        for after in order.next:
            step = partial(self._steps.move_order, order, after, others)
            menu.addAction(f"{after.label}…").triggered.connect(lambda _checked=False, run=step: run())
        made.setMenu(menu)
        return made

    def visits(self, held: Held) -> QWidget:
        """Each visit, due ones first, and a button for another."""
        whole, layout = _column()
        plan = partial(self._steps.plan_visit, held.person_id, held.name)
        layout.addWidget(button("Plan a visit…", plan), 0, Qt.AlignmentFlag.AlignLeft)
        for visit in held.visits:
            layout.addWidget(self._visit(visit))
        layout.addStretch(1)
        return whole

    def _visit(self, visit: VisitRow) -> QWidget:
        whole, layout = _column()
        if visit.done_on:
            words = f"{visit.kind.label}, made {format_date(visit.done_on)}: {visit.outcome}"
            layout.addWidget(label(words, wrap=True))
        else:
            late = visit.due_on < periods.today()
            words = f"{visit.kind.label}, {'overdue since' if late else 'due'} {format_date(visit.due_on)}"
            layout.addWidget(label(words, "medium", "red" if late else "", wrap=True))
            acts = FlowLayout()
            for verb_, step in (
                ("Record…", self._steps.record_visit),
                ("Change…", self._steps.change_visit),
                ("Call off…", self._steps.call_off),
            ):
                name = f"{verb_.removesuffix('…')} the visit due {format_date(visit.due_on)}"
                acts.addWidget(button(verb_, partial(step, visit), name=name))
            held = QWidget()
            held.setLayout(acts)
            layout.addWidget(held)
        return whole

    def referrals(self, held: Held) -> QWidget:
        """Each referral, newest first, and a button for another."""
        whole, layout = _column()
        person = held.person_id
        new = partial(self._sheet, lambda: ReferralForm(self._desk, self._shell, person_id=person))
        layout.addWidget(button("Identify as a potential victim…", new), 0, Qt.AlignmentFlag.AlignLeft)
        for row in held.referrals:
            layout.addWidget(self._referral(row))
        layout.addStretch(1)
        return whole

    def _referral(self, row: ReferralRow) -> Card:
        card = Card(row.kind.label)
        card.head.addWidget(Badge(columns.of_referral(row.state)))
        told = filter(
            None, (row.consent.label, f"identified {format_date(row.identified_on)}", row.group, row.reference)
        )
        card.body.addWidget(label(" · ".join(told), "caption", wrap=True))
        if row.next:
            card.body.addWidget(self._steps.of_referral(row))
        return card

    def _order_form(self, order: OrderRow) -> AncillaryOrderForm:
        return AncillaryOrderForm(self._desk, self._shell, order.id, is_live=order.state.is_live)

    def _condition_form(self, order: OrderRow, row: ConditionRow | None) -> ConditionForm:
        held = row.id if row else None
        return ConditionForm(self._desk, self._shell, held, order_id=order.id, is_live=order.state.is_live)

    def _sheet(self, make: Callable[[], ManagedForm | AncillaryOrderForm | ConditionForm | ReferralForm]) -> None:
        self._shell.open_sheet(make())


def _how_many(orders: Sequence[OrderRow]) -> str:
    """The live ones, as the register counts them, and of how many where others stand there too."""
    live = sum(order.state.is_live for order in orders)
    return f"Orders {live}" if live == len(orders) else f"Orders {live} live of {len(orders)}"


def _dates(order: OrderRow) -> str:
    if order.state in NOT_MADE:
        ended = f"{order.state.label.lower()} {format_date(order.ended_on)}" if order.ended_on else ""
        return " · ".join(filter(None, (order.court, order.reference, ended)))
    force = (
        f"in force from {format_date(order.in_force_from)}"
        if order.in_force_from
        else "in force on release"
        if order.in_force_on_release
        else ""
    )
    told = (
        order.court, order.reference, f"made {format_date(order.made_on)}" if order.made_on else "", force,
        f"until {format_date(order.ends_on)}" if order.ends_on else "no end recorded",
        f"ended {format_date(order.ended_on)}" if order.ended_on else "",
    )  # fmt: skip
    return " · ".join(filter(None, told))


def _standing(row: ConditionRow) -> str:
    today = periods.today()
    if row.from_on and row.from_on > today:
        return ", not yet in force"
    return ", ended" if row.to_on and row.to_on < today else ""


def _column() -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    return whole, layout
