"""What can be done with POCA cases from the window: steps, forms, papers, the calendar, champions, targets."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import need_to_know, periods, places
from soc_desk.services.places import Place
from soc_desk.services.poca import access, diary, opening, targets
from soc_desk.services.poca.board import DutyRow
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.champions import ChampionRow
from soc_desk.services.poca.papers import PaperDraft
from soc_desk.services.poca.targets import TargetRow
from soc_desk.services.prints import Addressed
from soc_desk.services.subject_rows import AccessFacts
from soc_desk.vocabulary.poca import CaseKind
from ui.desk import Desk, Session, Task
from ui.exporting import whole_file
from ui.forms.access import AccessDialog
from ui.forms.champion import ChampionForm
from ui.forms.glass import BreakGlassDialog, GlassDialog
from ui.forms.other_case import OtherCaseForm
from ui.forms.paper import PaperDialog
from ui.forms.seizure import SeizureForm
from ui.forms.target import ShareDialog, TargetDialog
from ui.page import Answer, Shell
from ui.poca import catalogue
from ui.poca import papers as drawing
from ui.poca.addressing import ask_whom
from ui.poca.catalogue import CaseStep
from ui.poca.papers import DrawnPaper
from ui.poca.step_sheet import Detail, Step

_OTHERS = tuple(kind for kind in CaseKind if not kind.is_seizure)
_INCOMPLETE = "Particulars are missing; the paper lists them."
_PERSONAL = "It contains personal data. Who receives it and why is logged, and stands on every page with the print id."
_CALENDAR = "It says what must happen in which case, and names nobody. Who receives it and why is logged."


def write_calendar(task: Task, to: Addressed, path: Path) -> int:
    """Write the deadlines as a calendar file; gives how many entries. Raises BadFile."""
    from datetime import UTC, datetime

    from soc_desk.reports import diary as drawing

    with whole_file(path) as out:
        made = task.write(diary.export_diary, to)
        return drawing.write(made, out, datetime.now(UTC).replace(microsecond=0))


def shares(session: Session, row: TargetRow) -> tuple[list[Place], dict[UUID, int]]:
    """The areas, and what each of them has of a target."""
    known = targets.rows(session, row.measure, row.year)
    parts = {each.area_id: each.value for each in known if each.area_id and each.source == row.source}
    return places.areas(session), parts


class Steps(QObject):
    """The page's hands; ``owner`` is the page, whose end is theirs."""

    def __init__(self, desk: Desk, shell: Shell, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._shell, self._owner = desk, shell, owner

    # steps ------------------------------------------------------------------------------------------------------------

    def offered(self, shown: Detail) -> tuple[Step, ...]:
        """What this person may do with a case as it stands, the likeliest first."""
        return tuple(step for step in catalogue.offered(shown) if self._desk.may(step.use_case))

    def take(self, case_id: UUID, key: str) -> None:
        """Open the form of a step; one without a form asks."""
        step = catalogue.step_of(key)
        if step.draft is not None:
            self._shell.open_sheet(CaseStep(self._desk, self._shell, case_id, step))
            return
        self._desk.read(opening.detail, case_id, periods.now()).then(self, partial(self._ask, step), self._warn)

    def take_duty(self, row: DutyRow) -> None:
        """What the button of a deadline stands for; where that is a choice, ask."""
        reply = self._desk.read(opening.detail, row.case_id, periods.now())
        reply.then(self, partial(self._choose, row), self._warn)

    def open_menu(self, shown: Detail) -> None:
        """Every step of a case, its edit form, and who may know of it."""
        menu = QMenu(self._owner)
        id_ = shown.row.id
        for step in self.offered(shown):
            menu.addAction(f"{step.title}…").triggered.connect(partial(_run, partial(self.take, id_, step.key)))
        menu.addSeparator()
        menu.addAction("Edit the case…").triggered.connect(partial(_run, partial(self.edit, shown)))
        menu.addAction("Who may know…").triggered.connect(partial(_run, partial(self.set_access, id_)))
        _open(menu)

    # forms ------------------------------------------------------------------------------------------------------------

    def log_seizure(self) -> None:
        """Open the form, empty."""
        self._shell.open_sheet(SeizureForm(self._desk, self._shell))

    def open_kinds(self) -> None:
        """The other kinds of case, to record one."""
        menu = QMenu(self._owner)
        for kind in _OTHERS:
            made = partial(self._record, kind)
            menu.addAction(f"{kind.label}…").triggered.connect(partial(_run, made))
        _open(menu)

    def edit(self, shown: Detail) -> None:
        """Open the form of a case."""
        row = shown.row
        if row.kind.is_seizure:
            self._shell.open_sheet(SeizureForm(self._desk, self._shell, row.id))
        else:
            self._shell.open_sheet(OtherCaseForm(self._desk, self._shell, row.kind, row.id))

    def set_access(self, case_id: UUID) -> None:
        """Open who may know of a case."""
        self._desk.read(access.facts, case_id).then(self, partial(self._open_access, case_id), self._warn)

    def break_glass(self) -> None:
        """Ask for the reference of a closed record, and why it cannot wait."""
        self._shell.open_dialog(BreakGlassDialog(self._desk, self._shell))

    def answer_glass(self, case_id: UUID) -> None:
        """Open what the owner of a case is asked about who broke its glass."""
        asked = self._desk.read(need_to_know.unseen, self._desk.actor.id, case_id)
        asked.then(self, lambda rows: self._shell.open_dialog(GlassDialog(self._desk, rows, self._shell.notify)))

    def name_champion(self) -> None:
        """Open the form of a champion, empty."""
        self._shell.open_sheet(ChampionForm(self._desk, self._shell))

    def edit_champion(self, row: ChampionRow) -> None:
        """Open the form of a champion's line."""
        self._shell.open_sheet(ChampionForm(self._desk, self._shell, row.id))

    def set_target(self) -> None:
        """Ask for a target of this financial year."""
        year = periods.quarter(periods.today()).starts_on
        first = periods.today() if year is None else year
        self._shell.open_dialog(
            TargetDialog(self._desk, first.year if first.month > 3 else first.year - 1, self._shell.notify)
        )

    def use_target(self, row: TargetRow) -> None:
        """Hold figures against this source."""
        told = f"Figures are held against {row.source} from now on."
        self._desk.write(targets.use, row.id).then(self, lambda _none: self._shell.notify(told), self._warn)

    def share_target(self, row: TargetRow) -> None:
        """Ask for the areas' parts."""
        self._desk.read(shares, row).then(self, partial(self._open_share, row), self._warn)

    def export_calendar(self) -> None:
        """Ask for whom, then write the deadlines as a calendar file."""
        path = Path.home() / f"soc-desk-deadlines-{periods.today():%Y-%m-%d}.ics"
        title, verb = "Add the deadlines to a calendar", "&Write the file"
        ask_whom(self._shell, title, path, self._write, _CALENDAR, (".ics",), verb)

    def print_paper(self, shown: Detail) -> None:
        """Choose a paper of the case to print."""
        if isinstance(shown, CaseDetail):
            self._shell.open_dialog(PaperDialog(self._desk, shown, partial(self._leave_paper, shown)))
        else:
            self._shell.warn(
                f"There are no printed papers for {shown.row.kind.label.lower()} yet; its ledger is on screen."
            )

    # inside -----------------------------------------------------------------------------------------------------------

    def _choose(self, row: DutyRow, shown: Detail) -> None:
        steps = [step for step in catalogue.of_action(shown, row.next_action) if self._desk.may(step.use_case)]
        if not steps:
            self._shell.open_page("poca", record=row.case_id)
        elif len(steps) == 1:
            self.take(row.case_id, steps[0].key)
        else:
            answers = [
                Answer(step.title, partial(self.take, row.case_id, step.key), step.is_grave) for step in steps[:4]
            ]
            self._shell.ask(f"{row.reference}: {row.what}", f"{row.due} · {row.about}\nWhat happened?", *answers)

    def _ask(self, step: Step, shown: Detail) -> None:
        row = shown.row
        do = partial(self._do, step, row.id, row.version, row.reference)
        self._shell.ask(f"{row.reference}: {step.title.lower()}?", step.question, Answer(step.verb, do, step.is_grave))

    def _do(self, step: Step, case_id: UUID, version: int, reference: str) -> None:
        told = f"{reference}: {step.title.lower()}, as recorded."
        reply = self._desk.write(step.use_case, case_id, version)
        reply.then(self, lambda _value: self._shell.notify(told), self._warn)

    def _record(self, kind: CaseKind) -> None:
        self._shell.open_sheet(OtherCaseForm(self._desk, self._shell, kind))

    def _open_access(self, case_id: UUID, facts: AccessFacts) -> None:
        self._shell.open_dialog(AccessDialog(self._desk, case_id, facts, self._shell.notify, access.set_access))

    def _open_share(self, row: TargetRow, found: tuple[list[Place], dict[UUID, int]]) -> None:
        self._shell.open_dialog(ShareDialog(self._desk, row, *found, self._shell.notify))

    def _write(self, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(write_calendar, to, path).then(self, partial(self._written, path), self._warn)

    def _leave_paper(self, shown: CaseDetail, draft: PaperDraft, is_incomplete: bool) -> None:
        assert draft.paper is not None
        path = Path.home() / f"{shown.row.reference}-{draft.paper.value.replace('_', '-')}.pdf"
        told = f"{_INCOMPLETE} {_PERSONAL}" if is_incomplete else _PERSONAL
        ask_whom(self._shell, draft.paper.label, path, partial(self._save_paper, shown.row.id, draft), told)

    def _save_paper(self, case_id: UUID, draft: PaperDraft, to: Addressed, path: Path | None) -> None:
        if path is not None:
            reply = self._desk.run(drawing.save, case_id, draft, to, path)
            reply.then(self, partial(self._paper_saved, path), self._warn)

    def _paper_saved(self, path: Path, drawn: DrawnPaper) -> None:
        self._shell.notify(f"It was written to {path} under print id {drawn.print_id}.")

    def _written(self, path: Path, entries: int) -> None:
        self._shell.notify(f"{entries:,} deadlines were written to {path}. Open it in your calendar.")

    def _warn(self, error: DeskError) -> None:
        self._shell.warn(str(error))


def _run(do: Callable[[], object], _checked: bool = False) -> None:
    do()


def _open(menu: QMenu) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(QCursor.pos())
