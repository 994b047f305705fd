"""Logging a seizure: what matters first, the 48 hours live beside it; the same form edits the case later."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from PySide6.QtCore import QTimer

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import cases, previews
from soc_desk.services.poca.cases import CaseDetail, CaseDraft
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.poca import CaseKind, Limb, Nation, SearchApproval, SeizurePower
from ui.desk import Desk
from ui.disruptions.conflict import ConflictDialog, resolved
from ui.drafts import from_plain, to_plain
from ui.page import Shell
from ui.poca import fields, seizure_lines
from ui.poca.forty_eight import Beside
from ui.poca.subject import GroupField
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.choices import ChoiceField
from ui.widgets.compare import Difference
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.text import button

_LIVE_MS = 200
_SEIZURES = tuple(kind for kind in CaseKind if kind.is_seizure)


def _add_fields(form: Form[CaseDraft], area: ChoiceField, owner: ChoiceField, group: GroupField) -> None:
    """What matters in the first hour comes first."""
    form.add_row(
        Entry("seized_at", "&Seized at", fields.moment(), "To the minute, from the moment of the POCA seizure."),
        Entry("area_id", "&Area of the seizure", area),
    )
    form.add_row(Entry("kind", "&What", fields.few(_SEIZURES, may_be_empty=False)))
    form.add_row(
        Entry("place", "&Place", fields.line("Where it was seized"), share=2),
        Entry("postcode", "Pos&tcode", fields.line()),
    )
    form.add_row(Entry("nation", "&Nation", fields.few(Nation, may_be_empty=False)))
    form.add_row(Entry("people", "F&rom whom", seizure_lines.people()))
    form.add_row(Entry("money", "&How much, as estimated", seizure_lines.money()))
    powers = fields.choice(SeizurePower)
    form.add_row(Entry("power", "P&ower", powers), Entry("limb", "Suspecte&d", fields.choice(Limb)))
    form.add_row(Entry("grounds", "&Grounds", fields.note("What makes it suspect", 3)))
    form.add_row(
        Entry("search_power", "Search &under", fields.line("s.289(1), warrant, s.18, s.32")),
        Entry("search_approval", "Appro&ved beforehand by", fields.choice(SearchApproval)),
    )
    form.add_row(
        Entry("approved_by", "Name of who approved", fields.line()),
        Entry("approved_at", "Approved at", fields.moment()),
    )
    form.add_row(Entry("exhibits", "&Exhibits and sealed bags", seizure_lines.exhibits()))
    form.add_row(
        Entry("owner_id", "Officer in the &case", owner),
        Entry("officer", "or by name", fields.line(), "Where the officer does not sign in here."),
    )
    form.add_row(Entry("subject_id", "Group or &individual", group))
    form.add_row(
        Entry("operation_name", "Operation", fields.line()), Entry("crime_ref", "Crime reference", fields.line())
    )
    form.add_row(Entry("description", "Wh&at was found", fields.note("Bundles, hiding place", 2)))
    form.add_row(Entry("detention_grounds", "Grounds for detention", fields.note("What is investigated", 2)))
    form.add_row(Entry("investigation_plan", "Investigation plan", fields.note("", 2)))
    form.add_row(
        Entry("held_other_power_from", "Held under another power since", fields.moment(), "With power PACE only."),
        Entry("other_power", "Which power", fields.line("PACE s.19")),
    )
    form.add_row(
        Entry("body_worn_ref", "Body-worn video", fields.line()),
        Entry("marking", "Marking", fields.few(Marking, may_be_empty=False)),
    )
    form.add_row(Entry("notes", "Notes", fields.note()))


class SeizureForm(Sheet):
    """Logs a seizure, or changes the case of ``case_id``; the time of seizure then changes by a second person only."""

    TITLE = "Log a seizure"

    def __init__(self, desk: Desk, shell: Shell, case_id: UUID | None = None) -> None:
        super().__init__(desk, shell)
        self.case_id = case_id
        self.before: CaseDraft | None = None
        self._pending: Mapping[str, Any] | None = None
        self.banner, self.beside = Banner(), Beside()
        self.area, self.owner = ChoiceField(), ChoiceField()
        self.group = GroupField(desk)
        self.form: Form[CaseDraft] = Form(CaseDraft(owner_id=desk.actor.id))
        _add_fields(self.form, self.area, self.owner, self.group)
        for part in (self.banner, self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_side(self.beside)
        verb = "&Save" if case_id else "&Log the seizure"
        self.save_button = self.add_button(button(verb, self.save, kind="primary"))
        self._live = QTimer(self, interval=_LIVE_MS, singleShot=True)
        self._live.timeout.connect(self._look)
        self.form.edited.connect(self.typed)
        self.form.edited.connect(self._live.start)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        if case_id is not None:
            self.set_title("Cash case")
            self.form.setEnabled(False)
            desk.read(cases.detail, case_id, now=periods.now()).then(self, self._show, self._cannot_open)
        self._look()

    # what is typed ----------------------------------------------------------------------------------------------------

    def draft(self) -> CaseDraft:
        """What the form says now."""
        return self.form.draft()

    def content(self) -> dict[str, Any]:
        told = to_plain(self.before) if self.before is not None else None
        return {"draft": to_plain(self.draft()), "unread": self.form.unread(), "before": told}

    def resume(self, content: Mapping[str, Any]) -> None:
        self._pending = content
        if self.case_id is None or self.before is not None:
            self._put_back()

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept."""
        form = cls(desk, shell, from_plain(CaseDraft, content["draft"]).id)
        form.resume(content)
        return form

    # saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it, or say what is missing; Ctrl+S."""
        if not self.save_button.isEnabled():
            return
        draft = self.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        if self.before is None:
            self.desk.write(cases.record, draft).then(self, self._logged, self._refused)
        else:
            self.desk.write(cases.change, self.before, draft).then(self, self._changed, self._refused)

    # inside -----------------------------------------------------------------------------------------------------------

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.owner, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)

    def _show(self, detail: CaseDetail) -> None:
        self.set_title(f"{detail.row.kind.label} case {detail.row.reference}")
        self.form.setEnabled(True)
        self.before = detail.draft
        self.form.load(detail.draft)
        if detail.row.subject_id is not None:
            self.group.know_as(detail.row.subject_id, detail.row.subject)
        self.form.field("seized_at").setEnabled(False)
        self.form.field("seized_at").set_hint("Changed by a second person: More, then Change the time of seizure.")
        if self._pending is not None:
            self._put_back()
        self._look()

    def _put_back(self) -> None:
        content, self._pending = self._pending or {}, None
        if told := content.get("before"):
            self.before = from_plain(CaseDraft, told)
        self.form.load(from_plain(CaseDraft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True
        self._look()

    def _look(self) -> None:
        """What stands beside the fields follows what is typed."""
        draft = self.draft()
        self.beside.show_cautions(draft.cautions())
        if draft.seized_at is None:
            self.beside.show_hours(None)
            return
        asked = self.desk.read(previews.initial, draft.seized_at, draft.nation, draft.kind)
        asked.then(self, self.beside.show_hours)

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)
        self.save_button.setEnabled(False)

    def _logged(self, id_: UUID) -> None:
        self.finish()
        self.shell.notify("The seizure is logged; the 48 hours run.")
        self.shell.open_page("poca", record=id_)

    def _changed(self, _none: object) -> None:
        self.finish()
        self.shell.notify("The case was changed.")

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Conflict) and isinstance(error.theirs, CaseDraft) and self.before is not None:
            self._compare(error.theirs, error.fields)
        elif isinstance(error, Invalid):
            self._say(error.problems)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _compare(self, theirs: CaseDraft, both: tuple[str, ...]) -> None:
        before, mine = self.before, self.draft()
        assert before is not None
        differences = [
            Difference(
                self._words(name), *(seizure_lines.words(getattr(draft, name)) for draft in (before, mine, theirs))
            )
            for name in both
        ]

        def settle(kept: tuple[str, ...]) -> None:
            self.form.load(resolved(before, mine, theirs, kept, both))
            self.before = theirs
            self.save()

        self.shell.open_dialog(ConflictDialog(both, differences, settle))

    def _words(self, name: str) -> str:
        return self.form.field(name).entry.label.replace("&", "")

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
