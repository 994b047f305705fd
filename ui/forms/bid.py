"""The form of a tasking bid, and what the meeting decided on it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soc_desk.services import bids, operations, periods, places
from soc_desk.services.bids import BidDecision, BidDraft, BidRow
from soc_desk.services.places import Place
from soc_desk.vocabulary.ocg import BidLevel, BidRefusal, BidState
from ui.around.asking import group_field
from ui.around.fields import offer
from ui.desk import Desk, Session
from ui.draft_dialog import DraftDialog
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry

_DECISIONS = (BidState.APPROVED, BidState.PART_APPROVED, BidState.DEFERRED, BidState.REFUSED)


@dataclass(frozen=True)
class Lists:
    """What a bid can be for."""

    areas: list[Place]
    operations: list[Place]


def _lists(session: Session) -> Lists:
    named = [Place(row.id, f"{row.reference} {row.name}") for row in operations.page(session)]
    return Lists(places.areas(session), named)


class BidForm(DraftSheet[BidDraft]):
    """Drafts a bid, or changes one that is not decided."""

    DRAFT = BidDraft
    TITLE = "Draft a tasking bid"
    EDITING = "Tasking bid"

    def __init__(self, desk: Desk, shell: Shell, bid_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, bid_id, **start)
        desk.read(_lists).then(self, self._take_lists)

    def build(self) -> None:
        form = self.form
        self.area, self.operation = ChoiceField(), ChoiceField()
        form.add_row(Entry("level", "&Level", fields.choice(BidLevel)))
        form.add_row(Entry("asked", "What is &asked for, and for what", fields.note("In a sentence or two", lines=3)))
        form.add_row(Entry("resource", "&Resource", fields.line("Such as: surveillance team, three days")))
        form.add_row(Entry("subject_id", "A&gainst", group_field(self.desk)))
        form.add_row(Entry("operation_id", "For the &operation", self.operation), Entry("area_id", "Ar&ea", self.area))
        form.add_row(
            Entry("starts_on", "Wanted &from", fields.day(coming=True)),
            Entry("ends_on", "&Until", fields.day(coming=True)),
        )

    def reading(self, id_: UUID) -> Reply[BidDraft]:
        return self.desk.read(bids.draft, id_)

    def writing(self, draft: BidDraft) -> Reply[Any]:
        return self.desk.write(bids.record if draft.id is None else bids.change, draft)

    @property
    def said(self) -> str:
        return "The bid is kept; submit it for the next meeting." if self.id is None else "The bid was changed."

    def _take_lists(self, lists: Lists) -> None:
        offer(self.area, lists.areas)
        offer(self.operation, lists.operations)


class DecisionDialog(DraftDialog[BidDecision]):
    """What the meeting decided on a bid."""

    def __init__(self, desk: Desk, shell: Shell, row: BidRow) -> None:
        super().__init__(f"Decide on {row.reference}", "&Decide", BidDecision(meeting_on=periods.today()), shell.notify)
        self._desk, self._row = desk, row
        form = self.form
        form.add_row(Entry("state", "D&ecision", fields.few(_DECISIONS)))
        form.add_row(
            Entry("meeting", "&Meeting", fields.line("Such as: force tasking meeting"), share=2),
            Entry("meeting_on", "Held &on", fields.day()),
        )
        form.add_row(Entry("refusal", "Refused &for", fields.few(BidRefusal)))
        form.add_row(Entry("decision", "&In words", fields.note("What was given, put off or refused, and why")))
        self.lay_out(f"{row.asked}, {row.level.label}. What is decided is not rewritten afterwards.", form)
        form.edited.connect(self._follow_state)
        self._follow_state()

    def writing(self, draft: BidDecision) -> Reply[Any]:
        return self._desk.write(bids.decide, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        state = self.form.draft().state
        return f"{self._row.reference}: {state.label.lower() if state else ''}."

    def _follow_state(self) -> None:
        self.form.field("refusal").setVisible(self.form.draft().state is BidState.REFUSED)


def _scene_refused(desk: Desk, shell: Shell) -> None:
    def show(rows: list[BidRow]) -> None:
        waiting = [row for row in rows if row.state is BidState.SUBMITTED]
        if waiting:
            dialog = DecisionDialog(desk, shell, waiting[0])
            dialog.form.load(BidDecision(state=BidState.REFUSED))
            dialog.form.edited.emit()
            shell.open_dialog(dialog)
            dialog.act()

    desk.read(bids.page).then(desk, show)


def _scene_new(desk: Desk, shell: Shell) -> None:
    form = BidForm(desk, shell)
    shell.open_sheet(form)
    form.save()


SCENES = {"bid-decide-error": _scene_refused, "bid-new-error": _scene_new}
"""Pictures of the forms."""
