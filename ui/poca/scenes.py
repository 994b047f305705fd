"""Pictures of POCA that the page of its own does not give: its tabs, a case, forms filled and refused, papers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.poca import cases
from soc_desk.services.poca.cases import CaseFilter, CaseRow
from soc_desk.vocabulary.poca import CaseKind, CaseState
from ui.desk import Desk
from ui.page import Page, Shell

if TYPE_CHECKING:
    from ui.pages.poca import PocaPage

Scene = Callable[[Desk, Shell], QWidget | None]


def _page(shell: Shell) -> "PocaPage":
    from ui.pages.poca import PocaPage

    shell.open_page("poca")
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if isinstance(page, PocaPage))


def _view(key: str, _desk: Desk, shell: Shell) -> None:
    _page(shell).show_view(key)


def _first(desk: Desk, state: CaseState, then: Callable[[CaseRow], object]) -> None:
    shown = CaseFilter(kinds=(CaseKind.CASH,), states=(state,))
    asked = desk.read(cases.page, shown, now=periods.now(), limit=1)
    asked.then(desk, lambda rows: then(rows[0]) if rows else None)


def _record(tab: int, state: CaseState, desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def show(row: CaseRow) -> None:
        page.show_record(row.id)
        page.record.tabs.setCurrentIndex(tab)

    _first(desk, state, show)


def _step(key: str, state: CaseState, desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    _first(desk, state, lambda row: page.steps.take(row.id, key))


def _seizure(desk: Desk, shell: Shell, *, typed: str = "", save: bool = False) -> None:
    from ui.forms.seizure import SeizureForm

    _page(shell)
    form = SeizureForm(desk, shell)
    shell.open_sheet(form)
    if typed:
        field = form.form.field("seized_at").widget
        field.setText(typed)  # type: ignore[attr-defined]
        field.edited.emit()  # type: ignore[attr-defined]
    if save:
        form.save()


def _late_order(desk: Desk, shell: Shell) -> None:
    from ui.poca.catalogue import CaseStep, step_of

    _page(shell)

    def show(row: CaseRow) -> None:
        sheet = CaseStep(desk, shell, row.id, step_of("order"))
        shell.open_sheet(sheet)
        desk.read(cases.one, row.id, now=periods.now()).then(sheet, lambda _row: type_late(sheet))

    def type_late(sheet: CaseStep) -> None:
        field = sheet.form.field("made_at").widget
        field.setText("now")  # type: ignore[attr-defined]
        field.edited.emit()  # type: ignore[attr-defined]

    _first(desk, CaseState.EXPIRED, show)


def _papers(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def show(row: CaseRow) -> None:
        desk.read(cases.detail, row.id, now=periods.now()).then(page, page.steps.print_paper)

    _first(desk, CaseState.DETAINED, show)


def _champion(desk: Desk, shell: Shell) -> None:
    from ui.forms.champion import ChampionForm

    _page(shell)
    form = ChampionForm(desk, shell)
    shell.open_sheet(form)
    form.save()


def _target(_desk: Desk, shell: Shell) -> None:
    _page(shell).steps.set_target()


def _calendar(_desk: Desk, shell: Shell) -> None:
    _page(shell).change_calendar()


SCENES: dict[str, Scene] = {
    **{
        f"poca-{key}": partial(_view, key)
        for key in ("cash", "orders", "forfeitures", "confiscation", "champions", "performance")
    },
    **{
        f"poca-case-{name}": partial(_record, tab, CaseState.DETAINED)
        for tab, name in enumerate(("overview", "money", "court", "people", "history"))
    },
    "poca-case-expired": partial(_record, 0, CaseState.EXPIRED),
    "poca-seizure-new": _seizure,
    "poca-seizure-filled": partial(_seizure, typed="2/4/2026 15:00"),
    "poca-seizure-error": partial(_seizure, typed="29/3/2026 01:30", save=True),
    "poca-order-late": _late_order,
    "poca-count": partial(_step, "count", CaseState.DETAINED),
    "poca-notice": partial(_step, "notice", CaseState.DETAINED),
    "poca-release": partial(_step, "release", CaseState.DETAINED),
    "poca-papers": _papers,
    "poca-champion": _champion,
    "poca-target": _target,
    "poca-holidays": _calendar,
}
