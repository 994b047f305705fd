"""The form of a case of another order: account freezing, restraint, confiscation, civil recovery, DAML, laundering."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import others
from soc_desk.services.poca.other_drafts import OTHER_KINDS, OtherDraft
from soc_desk.services.poca.others import OtherDetail
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.poca import CaseKind
from ui.desk import Desk
from ui.drafts import from_plain, to_plain
from ui.page import Shell
from ui.poca import fields
from ui.poca.subject import GroupField
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import MoneyField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.text import button, label

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


class OtherCaseForm(Sheet):
    """Records a case of ``kind``, or changes the one of ``case_id``."""

    TITLE = "Record a case"
    WIDTH = 680

    def __init__(self, desk: Desk, shell: Shell, kind: CaseKind | None = None, case_id: UUID | None = None) -> None:
        super().__init__(desk, shell)
        self.case_id = case_id
        self.before: OtherDraft | None = None
        self._pending: Mapping[str, Any] | None = None
        self.banner, self.cautions = Banner(), label("", "caption", "amber", wrap=True)
        self.area, self.owner, self.group = ChoiceField(), ChoiceField(), GroupField(desk)
        self.form: Form[OtherDraft] = Form(OtherDraft(kind=kind, owner_id=desk.actor.id))
        if kind is not None:
            self.set_title(f"Record: {kind.label}")
        self._add_fields()
        for part in (self.banner, self.form, self.cautions):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save_button = self.add_button(button("&Save", self.save, kind="primary"))
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self._look)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        if case_id is not None:
            self.form.setEnabled(False)
            desk.read(others.detail, case_id, now=periods.now()).then(self, self._show, self._cannot_open)
        self._look()

    def _add_fields(self) -> None:
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
        form.add_row(Entry("officer", "or by &name", fields.line()), Entry("subject_id", "Gro&up", self.group))
        form.add_row(
            Entry("operation_name", "O&peration", fields.line()), Entry("crime_ref", "Crime re&ference", fields.line())
        )
        form.add_row(Entry("description", "&Description", fields.note()))
        form.add_row(Entry("marking", "&Marking", fields.few(Marking, may_be_empty=False)))
        form.add_row(Entry("notes", "No&tes", fields.note()))

    def content(self) -> dict[str, Any]:
        told = to_plain(self.before) if self.before is not None else None
        return {"draft": to_plain(self.form.draft()), "unread": self.form.unread(), "before": told}

    def resume(self, content: Mapping[str, Any]) -> None:
        self._pending = content
        if self.case_id is None or self.before is not None:
            self._put_back()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        draft = from_plain(OtherDraft, content["draft"])
        form = cls(desk, shell, draft.kind, draft.id)
        form.resume(content)
        return form

    def save(self) -> None:
        """Keep it, or say what is missing; Ctrl+S."""
        if not self.save_button.isEnabled():
            return
        draft = self.form.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        if self.before is None:
            self.desk.write(others.record, draft).then(self, self._recorded, self._refused)
        else:
            self.desk.write(others.change, self.before, draft).then(self, self._changed, self._refused)

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.owner, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)

    def _show(self, detail: OtherDetail) -> None:
        self.set_title(f"{detail.row.kind.label} {detail.row.reference}")
        self.form.setEnabled(True)
        self.before = detail.draft
        self.form.load(detail.draft)
        self._look()
        if detail.row.subject_id is not None:
            self.group.know_as(detail.row.subject_id, detail.row.subject)
        if self._pending is not None:
            self._put_back()

    def _put_back(self) -> None:
        content, self._pending = self._pending or {}, None
        if told := content.get("before"):
            self.before = from_plain(OtherDraft, told)
        self.form.load(from_plain(OtherDraft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self._look()

    def _look(self) -> None:
        kind = self.form.draft().kind
        for name, kinds in _OF_KINDS.items():
            self.form.offer(name, offered=kind is None or kind in kinds)
        self.cautions.setText(" ".join(self.form.draft().cautions().values()))

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _recorded(self, id_: UUID) -> None:
        self.finish()
        self.shell.notify("The case is recorded.")
        self.shell.open_page("poca", record=id_)

    def _changed(self, _none: object) -> None:
        self.finish()
        self.shell.notify("The case was changed.")

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
