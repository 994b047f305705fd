"""Logging a seizure: what matters first, the 48 hours live beside it; the same form edits the case later."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer

from soc_desk.services import ocg_lists, periods
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.poca import cases, previews
from soc_desk.services.poca.cases import CaseDetail, CaseDraft
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.poca import CaseKind, Limb, Nation, SearchApproval, SeizurePower
from ui.desk import Desk
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.people.asking import subject_field
from ui.poca import fields, seizure_lines
from ui.poca.forty_eight import Beside
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option

_LIVE_MS = 200
_SEIZURES = tuple(kind for kind in CaseKind if kind.is_seizure)


def _add_fields(form: Form[CaseDraft], area: ChoiceField, owner: ChoiceField, group: ChoiceField) -> None:
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
    form.add_row(Entry("description", "What was &found", fields.note("Bundles, hiding place", 2)))
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


class SeizureForm(DraftSheet[CaseDraft]):
    """Logs a seizure, or changes the case of ``case_id``; the time of seizure then changes by a second person only."""

    DRAFT = CaseDraft
    TITLE = "Log a seizure"
    EDITING = "Cash case"
    VERB = "&Log the seizure"
    WIDTH = 860

    def __init__(self, desk: Desk, shell: Shell, case_id: UUID | None = None) -> None:
        super().__init__(desk, shell, case_id, owner_id=desk.actor.id)
        desk.read(ocg_lists.lists, periods.today()).then(self, self._take_lists)
        self._look()

    def build(self) -> None:
        self.area, self.owner, self.beside = ChoiceField(), ChoiceField(), Beside()
        _add_fields(self.form, self.area, self.owner, subject_field(self.desk))
        self.add_side(self.beside)
        self._live = QTimer(self, interval=_LIVE_MS, singleShot=True)
        self._live.timeout.connect(self._look)

    def reading(self, id_: UUID) -> Reply[CaseDetail]:
        return self.desk.read(cases.detail, id_, now=periods.now())

    def draft_of(self, found: CaseDetail) -> CaseDraft:
        return found.draft

    def shown(self, found: CaseDetail) -> None:
        self.set_title(f"{found.row.kind.label} case {found.row.reference}")
        self.form.field("seized_at").setEnabled(False)
        self.form.field("seized_at").set_hint("Changed by a second person: More, then Change the time of seizure.")
        self._look()

    def follow(self) -> None:
        self._live.start()

    def writing(self, draft: CaseDraft) -> Reply[Any]:
        if self.before is None:
            return self.desk.write(cases.record, draft)
        return self.desk.write(cases.change, self.before, draft)

    @property
    def said(self) -> str:
        return "The case was changed." if self.before else "The seizure is logged; the 48 hours run."

    def saved(self, value: Any) -> None:
        if self.before is None:
            self.shell.open_page("poca", record=value)

    def _take_lists(self, lists: OcgLists) -> None:
        for field, places in ((self.area, lists.areas), (self.owner, lists.people)):
            options = [Option(place.id, place.name) for place in places]
            field.offer(options)
            field.know(options)

    def _look(self) -> None:
        """What stands beside the fields follows what is typed."""
        draft = self.form.draft()
        self.beside.show_cautions(draft.cautions())
        if draft.seized_at is None:
            self.beside.show_hours(None)
            return
        asked = self.desk.read(previews.initial, draft.seized_at, draft.nation, draft.kind)
        asked.then(self, self.beside.show_hours)
