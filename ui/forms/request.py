"""The form of a request to an analyst or financial investigator; who makes it, why it waits, why it is declined."""

from typing import Any
from uuid import UUID

from soc_desk.services import operations
from soc_desk.services.places import Place
from soc_desk.services.poca import found
from soc_desk.services.requests import asking, steps
from soc_desk.services.requests.asking import RequestDraft
from soc_desk.services.requests.rows import RequestRow
from soc_desk.services.requests.steps import AllocationDraft, DeclineDraft, HoldDraft
from soc_desk.vocabulary.request import DeclineReason, Driver, HoldReason, Priority, Product, RequestKind
from ui.around.fields import offer
from ui.desk import Desk, Session
from ui.draft_dialog import DraftDialog
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import AskedField, person_field, subject_field
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry
from ui.widgets.option import Option

_OFFERED = 30


class RequestForm(DraftSheet[RequestDraft]):
    """Asks for a product, or changes what is asked; saved as a draft, and submitted from the register."""

    DRAFT = RequestDraft
    TITLE = "New request"
    EDITING = "Request"
    VERB = "&Save as a draft"
    WIDTH = 660

    def __init__(self, desk: Desk, shell: Shell, request_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, request_id, **start)
        desk.read(_operations).then(self, self._take_operations)

    def build(self) -> None:
        form = self.form
        self.operation = ChoiceField()
        form.add_row(Entry("kind", "&Whose work", fields.few(RequestKind, may_be_empty=False)))
        form.add_row(
            Entry("product", "&Product", fields.choice(Product, "Profile, assessment or analysis")),
            Entry("needed_by", "&Needed by", fields.day(coming=True), "With the terms it becomes the agreed date."),
        )
        form.add_row(Entry("asked", "What is &asked for", fields.line("In a sentence, such as: who runs the line?")))
        form.add_row(
            Entry("driver", "&Driver", fields.few(Driver)),
            Entry("priority", "P&riority", fields.few(Priority, may_be_empty=False)),
        )
        form.add_row(
            Entry("subject_id", "On the &group", subject_field(self.desk)),
            Entry("person_id", "On the p&erson", person_field(self.desk)),
        )
        form.add_row(
            Entry("operation_id", "For the &operation", self.operation),
            Entry("case_id", "For the POCA &case", _case_field(self.desk)),
        )
        hint = "What is to be found out, from what, over which time, and what it is for. Both sides agree it."
        form.add_row(Entry("terms", "&Terms of reference", fields.note("", lines=6), hint))

    def reading(self, id_: UUID) -> Reply[RequestDraft]:
        return self.desk.read(asking.draft, id_)

    def writing(self, draft: RequestDraft) -> Reply[Any]:
        return self.desk.write(asking.record if draft.id is None else asking.change, draft)

    @property
    def said(self) -> str:
        return (
            "The request is kept as a draft; submit it when its terms stand." if self.id is None else "It is changed."
        )

    def saved(self, value: Any) -> None:
        """A new one is shown, where it can be submitted."""
        if isinstance(value, UUID):
            self.shell.open_page("requests", record=value)

    def _take_operations(self, found_: list[Place]) -> None:
        offer(self.operation, found_)


class AllocationDialog(DraftDialog[AllocationDraft]):
    """Who makes the product."""

    def __init__(self, desk: Desk, shell: Shell, row: RequestRow) -> None:
        super().__init__(f"Allocate {row.reference}", "&Allocate", AllocationDraft(), shell.notify)
        self._desk, self._row = desk, row
        self.analyst = ChoiceField()
        self.form.add_row(Entry("analyst_id", "T&o", self.analyst))
        self.form.add_row(Entry("reason", "&Note", fields.note("Such as why it goes to somebody else")))
        self.lay_out(f"{row.product.label}: {row.asked}", self.form)
        desk.read(steps.workers).then(self, self._take_workers)

    def writing(self, draft: AllocationDraft) -> Reply[Any]:
        return self._desk.write(steps.allocate, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"{self._row.reference} is allocated."

    def _take_workers(self, people: list[Place]) -> None:
        offer(self.analyst, people)


class HoldDialog(DraftDialog[HoldDraft]):
    """What a request waits for."""

    def __init__(self, desk: Desk, shell: Shell, row: RequestRow) -> None:
        super().__init__(f"Put {row.reference} on hold", "&Put on hold", HoldDraft(), shell.notify)
        self._desk, self._row = desk, row
        self.form.add_row(Entry("held_for", "It &waits for", fields.few(HoldReason)))
        self.form.add_row(Entry("reason", "&Note", fields.note("Such as what was ordered, and when it comes")))
        self.lay_out("The days on hold are kept, and do not count as work.", self.form)

    def writing(self, draft: HoldDraft) -> Reply[Any]:
        return self._desk.write(steps.hold, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"{self._row.reference} is on hold."


class DeclineDialog(DraftDialog[DeclineDraft]):
    """Why a request is declined."""

    WIDTH = 620

    def __init__(self, desk: Desk, shell: Shell, row: RequestRow) -> None:
        super().__init__(f"Decline {row.reference}", "&Decline", DeclineDraft(), shell.notify)
        self._desk, self._row = desk, row
        self.form.add_row(Entry("declined_for", "&Why", fields.choice(DeclineReason)))
        self.form.add_row(Entry("reason", "In &words", fields.note("What the requester is told")))
        self.lay_out("What is declined for want of capacity is counted as unmet demand.", self.form)

    def writing(self, draft: DeclineDraft) -> Reply[Any]:
        return self._desk.write(steps.decline, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"{self._row.reference} is declined."


def _case_field(desk: Desk) -> AskedField:
    """A POCA case, found by its reference, place or people."""
    return AskedField(
        "Reference, place or name", lambda text: desk.read(_cases, text), lambda id_: desk.read(_case, id_)
    )


def _cases(session: Session, text: str) -> list[Option]:
    return [Option(id_, f"{ref} {title}".strip()) for id_, ref, title, _ in found.cases(session, text, _OFFERED)]


def _case(session: Session, id_: UUID) -> list[Option]:
    words = asking.case_words(session, id_)
    return [Option(id_, words)] if words else []


def _operations(session: Session) -> list[Place]:
    return [Place(row.id, f"{row.reference} {row.name}") for row in operations.page(session)]


def _scene_new(desk: Desk, shell: Shell) -> None:
    form = RequestForm(desk, shell)
    shell.open_sheet(form)
    form.save()


SCENES = {"request-new-error": _scene_new}
"""Pictures of the form."""
