"""The dialog in which a periodic review of a group is kept."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from soc_desk.services import periods
from soc_desk.services.ocg_life import reviews
from soc_desk.services.ocg_life.reviews import ReviewDraft, ReviewRow
from soc_desk.services.ocgs import OcgRow
from ui.desk import Desk
from ui.lanes import Reply
from ui.ocgs.asking import Done, FormDialog
from ui.widgets.facts import SmallTable
from ui.widgets.fields import DateField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.typed import format_date

_SHOWN = 4


class ReviewDialog(FormDialog[ReviewDraft]):
    """Keeps what a review found and when the next is due; ``due`` is what local policy says."""

    def __init__(self, desk: Desk, row: OcgRow, due: date, history: Sequence[ReviewRow], done: Done) -> None:
        form: Form[ReviewDraft] = Form(ReviewDraft(reviewed_on=periods.today(), next_due_on=due))
        named = f"{row.reference} {row.name}"
        title, verb = f"Review {named}", "&Keep the review"
        super().__init__(title, verb, form, partial(_keep, desk, row), f"The review of {named} is kept.", done)
        form.add_row(
            Entry("reviewed_on", "&Reviewed on", DateField(periods.today)),
            Entry("next_due_on", "&Next due on", DateField(periods.today, coming=True), "As local policy has it."),
        )
        form.add_row(Entry("outcome", "&What it found", TextField("What changed, and what follows from it", lines=4)))
        yes_no = Segmented([Option(True, "Yes"), Option(False, "No")], may_be_empty=False)
        form.add_row(Entry("plan_reviewed", "Was the 4P &plan reviewed as well?", yes_no))
        rows = [(format_date(each.reviewed_on), each.by, each.outcome) for each in reversed(history[-_SHOWN:])]
        self.lay_out(form, *([SmallTable(("Reviewed", "By", "Found"), rows)] if rows else []))


def _keep(desk: Desk, row: OcgRow, draft: ReviewDraft) -> Reply[None]:
    return desk.write(reviews.review, row.id, row.version, draft)
