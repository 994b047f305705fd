"""The form of a referral of a potential victim; whether it is an NRM referral or the Duty to Notify follows from it."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLabel

from soc_desk.services import periods, referrals
from soc_desk.services.referrals import ReferralDraft
from soc_desk.vocabulary.ocg import Consent
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import person_field, subject_field
from ui.poca import fields
from ui.widgets.form import Entry
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import label

_CHILD = "A child is referred without being asked; where the age is not known, treat them as one."
_NOTIFY = "Without consent there is no NRM referral: the Duty to Notify remains, and details may be anonymous."
_NRM = "This becomes an NRM referral (Modern Slavery Act 2015 s.52)."


class ReferralForm(DraftSheet[ReferralDraft]):
    """Identifies a potential victim."""

    DRAFT = ReferralDraft
    TITLE = "Identify a potential victim"

    def __init__(
        self, desk: Desk, shell: Shell, _id: UUID | None = None, *, person_id: UUID | None = None,
        subject_id: UUID | None = None, is_child: bool | None = None,
    ) -> None:  # fmt: skip
        start = {"person_id": person_id, "subject_id": subject_id, "is_child": is_child}
        super().__init__(desk, shell, None, **start, identified_on=periods.today())
        self.form.edited.connect(self._tell)
        self._tell()

    def build(self) -> None:
        form = self.form
        self.told: QLabel = label("", ink="soft", wrap=True)
        form.add_row(Entry("person_id", "&Who", person_field(self.desk)))
        form.add_row(Entry("subject_id", "&Group it came up in, if any", subject_field(self.desk)))
        form.add_row(
            Entry("is_child", "Under &18?", Segmented([Option(True, "A child"), Option(False, "An adult")])),
            Entry("consent", "&Consent of an adult", fields.few((Consent.YES, Consent.NO))),
        )
        form.add_widget(self.told)
        form.add_row(Entry("identified_on", "Identified &on", fields.day()))
        form.add_row(Entry("note", "N&ote", fields.note()))

    def writing(self, draft: ReferralDraft) -> Reply[Any]:
        return self.desk.write(referrals.identify, draft)

    @property
    def said(self) -> str:
        return "The potential victim is recorded; the referral is to be sent."

    def _tell(self) -> None:
        draft = self.form.draft()
        self.form.offer("consent", offered=draft.is_child is False)
        follows = {None: "", Consent.NO: _NOTIFY, Consent.YES: _NRM}
        self.told.setText(_CHILD if draft.is_child else follows[draft.consent])
        self.told.setVisible(bool(self.told.text()))
