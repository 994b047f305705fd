"""The form of a case of another order: account freezing, restraint, confiscation, civil recovery, DAML, laundering."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import others
from soc_desk.services.poca.other_drafts import OTHER_KINDS, OtherDraft
from soc_desk.services.poca.others import OtherDetail
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.poca import CaseKind
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.drafts import from_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import subject_field
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import MoneyField
from ui.widgets.form import Entry
from ui.widgets.option import Option
from ui.widgets.text import label

_WITH_ACCOUNT = (CaseKind.ACCOUNT_FREEZING, CaseKind.RESTRAINT, CaseKind.DAML, CaseKind.MONEY_LAUNDERING)
_OF_KINDS: dict[str, tuple[CaseKind, ...]] = {
    "amount_pence": tuple(kind for kind in OTHER_KINDS if kind is not CaseKind.CONFISCATION),
    "submitted_on": (CaseKind.DAML,),
    "convicted_on": (CaseKind.CONFISCATION,),
    "institution": _WITH_ACCOUNT,
    "account": _WITH_ACCOUNT,
    "authorised_by": (CaseKind.ACCOUNT_FREEZING,),
    "referred_to": (CaseKind.CIVIL_RECOVERY,),
}
"""Fields that only some kinds of case have a use for."""


class OtherCaseForm(DraftSheet[OtherDraft]):
    """Records a case of ``kind``, or changes the one of ``case_id``."""

    DRAFT = OtherDraft
    TITLE = "Record a case"
    EDITING = "Case"
    VERB = "&Record"
    WIDTH = 680

    def __init__(self, desk: Desk, shell: Shell, kind: CaseKind | None = None, case_id: UUID | None = None) -> None:
        super().__init__(desk, shell, case_id, kind=kind, owner_id=desk.actor.id)
        if kind is not None and case_id is None:
            self.set_title(f"Record: {kind.label}")
        self.body.insertWidget(self.body.count() - 1, self.cautions)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)

    def build(self) -> None:
        self.area, self.owner = ChoiceField(), ChoiceField()
        self.cautions = label("", "caption", "amber", wrap=True)
        form = self.form
        form.add_row(Entry("kind", "&What", fields.choice(OTHER_KINDS)))
        form.add_row(
            Entry("amount_pence", "&Amount", MoneyField(), "Frozen, restrained or asked about."),
            Entry("submitted_on", "&Submitted on", fields.day(), "The notice period runs from it."),
            Entry("convicted_on", "&Convicted on", fields.day(), "POCA 2002 s.6."),
        )
        form.add_row(
            Entry("institution", "&Institution", fields.line("Bank or other")),
            Entry("account", "Acc&ount", fields.line()),
        )
        form.add_row(
            Entry("authorised_by", "Authorised &by", fields.line("Senior officer")),
            Entry("referred_to", "&Referred to", fields.line("CPS, NCA, HMRC, SFO or FCA")),
        )
        form.add_row(Entry("grounds", "&Grounds", fields.note("", 3)))
        form.add_row(Entry("area_id", "Ar&ea", self.area), Entry("owner_id", "Offi&cer in the case", self.owner))
        form.add_row(
            Entry("officer", "or by &name", fields.line()), Entry("subject_id", "Gro&up", subject_field(self.desk))
        )
        form.add_row(
            Entry("operation_name", "O&peration", fields.line()), Entry("crime_ref", "Crime re&ference", fields.line())
        )
        form.add_row(Entry("description", "&Description", fields.note()))
        form.add_row(Entry("marking", "&Marking", fields.few(Marking, may_be_empty=False)))
        form.add_row(Entry("notes", "No&tes", fields.note()))

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        draft = from_plain(OtherDraft, content["draft"])
        form = cls(desk, shell, draft.kind, draft.id)
        form.resume(content)
        return form

    def reading(self, id_: UUID) -> Reply[OtherDetail]:
        return self.desk.read(others.detail, id_, now=periods.now())

    def draft_of(self, found: OtherDetail) -> OtherDraft:
        return found.draft

    def shown(self, found: OtherDetail) -> None:
        self.set_title(f"{found.row.kind.label} {found.row.reference}")

    def follow(self) -> None:
        draft = self.form.draft()
        for name, kinds in _OF_KINDS.items():
            self.form.offer(name, offered=draft.kind is None or draft.kind in kinds)
        self.cautions.setText(" ".join(draft.cautions().values()))

    def writing(self, draft: OtherDraft) -> Reply[Any]:
        if self.before is None:
            return self.desk.write(others.record, draft)
        return self.desk.write(others.change, self.before, draft)

    @property
    def said(self) -> str:
        return "The case was changed." if self.before else "The case is recorded."

    def saved(self, value: Any) -> None:
        if self.before is None:
            self.shell.open_page("poca", record=value)

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.owner, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)
