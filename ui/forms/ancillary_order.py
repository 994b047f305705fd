"""The forms of an ancillary order and of one of its conditions."""

from typing import Any
from uuid import UUID

from soc_desk.services.lom import conditions, orders
from soc_desk.services.lom.conditions import ConditionDraft
from soc_desk.services.lom.orders import OrderDraft
from soc_desk.vocabulary.ocg import ConditionKind, OrderKind
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.oversight.fields import TickField
from ui.page import Shell
from ui.people.asking import person_field
from ui.poca import fields
from ui.widgets.fields import TextField
from ui.widgets.form import Entry, LabelledField


class AncillaryOrderForm(DraftSheet[OrderDraft]):
    """Records an order, or changes one; a change of a live order is a variation and says which."""

    DRAFT = OrderDraft
    TITLE = "Record an ancillary order"
    EDITING = "Ancillary order"

    def __init__(
        self, desk: Desk, shell: Shell, id_: UUID | None = None, *, person_id: UUID | None = None, is_live: bool = False
    ) -> None:
        super().__init__(desk, shell, id_, person_id=person_id)
        self.reason.setVisible(is_live)
        if is_live:
            self.set_title("Vary an order that is live")

    def build(self) -> None:
        form = self.form
        form.add_row(Entry("person_id", "&Who it is on", person_field(self.desk)))
        form.add_row(
            Entry("kind", "&Order", fields.choice(OrderKind), share=2), Entry("reference", "Re&ference", fields.line())
        )
        form.add_row(
            Entry("court", "&Court", fields.line("Crown Court"), share=2),
            Entry("applicant", "A&pplicant", fields.line()),
        )
        form.add_row(
            Entry("applied_on", "Applied for on", fields.day()), Entry("made_on", "&Made on", fields.day()),
        )  # fmt: skip
        form.add_row(
            Entry("in_force_from", "In force &from", fields.day(coming=True), "As the order says (s.16(1))."),
            Entry("ends_on", "Ceases to be in force &on", fields.day(coming=True), "At most five years for an SCPO."),
        )
        form.add_row(
            Entry("in_force_on_release", "On &release", TickField("It comes into force on release from custody"))
        )
        form.add_row(Entry("note", "N&ote", fields.note()))
        self.reason = LabelledField(
            Entry("reason", "Which &variation is this?", TextField("Court, date, section", lines=2))
        )
        form.add_widget(self.reason)

    def reading(self, id_: UUID) -> Reply[OrderDraft]:
        return self.desk.read(orders.draft, id_)

    def writing(self, draft: OrderDraft) -> Reply[Any]:
        if draft.id is None:
            return self.desk.write(orders.record, draft)
        return self.desk.write(orders.change, draft, str(self.reason.field.value() or ""))

    @property
    def said(self) -> str:
        return f"The {self.form.draft().kind.label} was saved."


class ConditionForm(DraftSheet[ConditionDraft]):
    """Adds a condition to an order, or changes one."""

    DRAFT = ConditionDraft
    TITLE = "A condition of the order"

    def __init__(
        self, desk: Desk, shell: Shell, condition_id: UUID | None = None, *, order_id: UUID | None = None,
        is_live: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(desk, shell, condition_id, order_id=order_id)
        self.reason.setVisible(is_live and condition_id is not None)

    def build(self) -> None:
        form = self.form
        form.add_row(Entry("kind", "What it is &about", fields.choice(ConditionKind)))
        form.add_row(Entry("words", "The &condition", fields.note("As the order words it", lines=4)))
        form.add_row(
            Entry("from_on", "&From", fields.day(coming=True), "Within the order's own dates; empty for all of it."),
            Entry("to_on", "&Until", fields.day(coming=True)),
        )
        self.reason = LabelledField(Entry("reason", "Wh&y does it change?", TextField("Court, date, section", lines=2)))
        form.add_widget(self.reason)

    def reading(self, id_: UUID) -> Reply[ConditionDraft]:
        return self.desk.read(conditions.draft, id_)

    def writing(self, draft: ConditionDraft) -> Reply[Any]:
        return self.desk.write(conditions.set_condition, draft, str(self.reason.field.value() or ""))

    @property
    def said(self) -> str:
        return "The condition was saved."
