"""The dialog in which a periodic review of a group is kept."""

from collections.abc import Sequence
from datetime import date

from soc_desk.services import periods
from soc_desk.services.ocg_life import reviews
from soc_desk.services.ocg_life.reviews import ReviewDraft, ReviewRow
from soc_desk.services.ocgs import OcgRow
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.facts import SmallTable
from ui.widgets.fields import DateField, TextField
from ui.widgets.form import Entry
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.typed import format_date

_SHOWN = 4
_PLAN = "Yes keeps this as its review, too, due next on the same day."


class ReviewDialog(DraftDialog[ReviewDraft]):
    """Keeps what a review found and when the next is due; ``due`` is what local policy says."""

    def __init__(self, desk: Desk, row: OcgRow, due: date, history: Sequence[ReviewRow], done: Done) -> None:
        self._named = f"{row.reference} {row.name}"
        draft = ReviewDraft(reviewed_on=periods.today(), next_due_on=due)
        super().__init__(f"Review {self._named}", "&Keep the review", draft, done)
        self._desk, self._row = desk, row
        form = self.form
        form.add_row(
            Entry("reviewed_on", "&Reviewed on", DateField(periods.today)),
            Entry("next_due_on", "&Next due on", DateField(periods.today, coming=True), "As local policy has it."),
        )
        form.add_row(Entry("outcome", "&What it found", TextField("What changed, and what follows from it", lines=4)))
        yes_no = Segmented([Option(True, "Yes"), Option(False, "No")], may_be_empty=False)
        form.add_row(Entry("plan_reviewed", "Was the 4P &plan reviewed as well?", yes_no, _PLAN))
        rows = [(format_date(each.reviewed_on), each.by, each.outcome) for each in reversed(history[-_SHOWN:])]
        self.lay_out(form, *([SmallTable(("Reviewed", "By", "Found"), rows)] if rows else []))

    def writing(self, draft: ReviewDraft) -> Reply[None]:
        return self._desk.write(reviews.review, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"The review of {self._named} is kept."
