"""The dialog in which a meeting's decision on a group's tier is kept."""

from collections.abc import Sequence
from functools import partial

from soc_desk.services import periods
from soc_desk.services.ocg_life import tiers
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.policies import CodeRow
from ui.desk import Desk
from ui.lanes import Reply
from ui.ocgs.asking import Done, FormDialog
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option


class TierDialog(FormDialog[TierDraft]):
    """Sets the tier of a group, with the meeting that decided and why."""

    def __init__(self, desk: Desk, row: OcgRow, codes: Sequence[CodeRow], done: Done) -> None:
        form: Form[TierDraft] = Form(TierDraft(decided_on=periods.today()))
        named = f"{row.reference} {row.name}"
        title, verb = f"Set the tier of {named}", "&Set tier"
        super().__init__(title, verb, form, partial(_keep, desk, row), f"The tier of {named} is set.", done)
        form.add_row(Entry("tier", "&Tier", ChoiceField([Option(code.code, code.label) for code in codes])))
        form.add_row(
            Entry("meeting", "&Meeting", LineField("Such as Force TT&CG"), share=2),
            Entry("decided_on", "&Decided on", DateField(periods.today)),
        )
        form.add_row(Entry("reason", "&What it decided, and why", TextField(lines=3)))
        held = next((code.label for code in codes if code.code == row.tier), row.tier or "none")
        self.lay_out(f"A meeting decides; the score only informs it. The tier now: {held}.", form)


def _keep(desk: Desk, row: OcgRow, draft: TierDraft) -> Reply[None]:
    return desk.write(tiers.set_tier, row.id, row.version, draft)
