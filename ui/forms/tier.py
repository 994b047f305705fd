"""The dialog in which a meeting's decision on a group's tier is kept."""

from collections.abc import Sequence

from soc_desk.services import periods
from soc_desk.services.ocg_life import tiers
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.policies import CodeRow
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry
from ui.widgets.option import Option


class TierDialog(DraftDialog[TierDraft]):
    """Sets the tier of a group, with the meeting that decided and why."""

    def __init__(self, desk: Desk, row: OcgRow, codes: Sequence[CodeRow], done: Done) -> None:
        self._named = f"{row.reference} {row.name}"
        super().__init__(f"Set the tier of {self._named}", "&Set tier", TierDraft(decided_on=periods.today()), done)
        self._desk, self._row = desk, row
        form = self.form
        form.add_row(Entry("tier", "&Tier", ChoiceField([Option(code.code, code.label) for code in codes])))
        form.add_row(
            Entry("meeting", "&Meeting", LineField("Such as Force TT&CG"), share=2),
            Entry("decided_on", "&Decided on", DateField(periods.today)),
        )
        form.add_row(Entry("reason", "&What it decided, and why", TextField(lines=3)))
        held = next((code.label for code in codes if code.code == row.tier), row.tier or "none")
        self.lay_out(f"A meeting decides; the score only informs it. The tier now: {held}.", form)

    def writing(self, draft: TierDraft) -> Reply[None]:
        return self._desk.write(tiers.set_tier, self._row.id, self._row.version, draft)

    @property
    def said(self) -> str:
        return f"The tier of {self._named} is set."
