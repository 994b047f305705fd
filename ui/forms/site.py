"""The form of a Clear, Hold, Build site, and the step from one phase to another."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.services import chb, periods, places
from soc_desk.services.chb import SiteDraft, SiteRow
from soc_desk.services.places import Place
from soc_desk.vocabulary.ocg import Phase
from ui.around.asking import GroupsField
from ui.around.fields import offer
from ui.desk import Desk
from ui.draft_dialog import DraftDialog
from ui.draft_sheet import DraftSheet
from ui.lanes import Reply
from ui.page import Shell
from ui.poca import fields
from ui.widgets.choices import ChoiceField
from ui.widgets.form import Entry


class SiteForm(DraftSheet[SiteDraft]):
    """Opens a site, in scoping, or changes what is said of one."""

    DRAFT = SiteDraft
    TITLE = "Open a Clear, Hold, Build site"
    EDITING = "Clear, Hold, Build site"

    def __init__(self, desk: Desk, shell: Shell, site_id: UUID | None = None, **start: Any) -> None:
        super().__init__(desk, shell, site_id, **start)
        desk.read(places.areas).then(self, self._take_areas)

    def build(self) -> None:
        form = self.form
        self.area = ChoiceField()
        form.add_row(
            Entry("name", "&Place", fields.line("As people there call it"), share=2),
            Entry("area_id", "&Area", self.area),
        )
        form.add_row(
            Entry("sro", "Senior &responsible officer", fields.line("Name and post"), share=2),
            Entry("started_on", "S&tarted on", fields.day()),
        )
        form.add_row(Entry("subject_ids", "&Groups it is about", GroupsField(self.desk)))
        form.add_row(Entry("note", "N&ote", fields.note()))

    def reading(self, id_: UUID) -> Reply[SiteDraft]:
        return self.desk.read(chb.draft, id_)

    def writing(self, draft: SiteDraft) -> Reply[Any]:
        return self.desk.write(chb.record if draft.id is None else chb.change, draft)

    @property
    def said(self) -> str:
        return f"{self.form.draft().name.strip()} is among the sites."

    def _take_areas(self, areas: list[Place]) -> None:
        offer(self.area, areas)


@dataclass(frozen=True)
class PhaseMove:
    """Where a site goes, when, and why where it goes back."""

    phase: Phase | None = None
    on: date | None = None
    reason: str = ""


class PhaseDialog(DraftDialog[PhaseMove]):
    """Moves a site to another phase; back only with the reason."""

    def __init__(self, desk: Desk, shell: Shell, row: SiteRow) -> None:
        onward = next((phase for phase in Phase if phase.rank > row.phase.rank), None)
        told = f"It is in {row.phase.label}. A site may go back to an earlier phase; the reason is then kept with it."
        super().__init__(f"{row.name}: another phase", "&Move it", PhaseMove(onward, periods.today()), shell.notify)
        self._desk, self._row = desk, row
        self.form.add_row(Entry("phase", "To &phase", fields.few(Phase)))
        self.form.add_row(Entry("on", "&On", fields.day()), Entry("reason", "&Why", fields.note(""), share=3))
        self.lay_out(told, self.form)

    def problems(self, draft: PhaseMove) -> dict[str, str]:
        return {} if draft.phase is not None else {"phase": "Choose the phase."}

    def writing(self, draft: PhaseMove) -> Reply[Any]:
        assert draft.phase is not None
        return self._desk.write(chb.move, self._row.id, self._row.version, draft.phase, draft.reason, draft.on)

    @property
    def said(self) -> str:
        phase = self.form.draft().phase
        return f"{self._row.name} is in {phase.label if phase else ''} now."


def _scene_back(desk: Desk, shell: Shell) -> None:
    def show(rows: list[SiteRow]) -> None:
        late = [row for row in rows if row.phase.rank > Phase.CLEAR.rank]
        if late:
            dialog = PhaseDialog(desk, shell, late[0])
            dialog.form.load(PhaseMove(Phase.CLEAR, periods.today()))
            shell.open_dialog(dialog)
            dialog.act()

    desk.read(chb.page).then(desk, show)


SCENES = {"chb-back-error": _scene_back}
"""Pictures of the forms."""
