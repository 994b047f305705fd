"""Merging a person with another record of the same person, and taking one apart again."""

from functools import partial
from uuid import UUID

from soc_desk.services.mergers import showing
from soc_desk.services.mergers.showing import MergerRow, Standing
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.places import Place
from ui.desk import Desk
from ui.forms.merge import PERSON, MergeDialog, MergersDialog
from ui.page import Page, Shell


def merge(desk: Desk, shell: Shell, row: PersonRow) -> None:
    """Ask which other record is the same person."""
    go = partial(_open, shell)
    shell.open_dialog(MergeDialog(desk, PERSON, place_of(row), shell.notify, go))


def list_mergers(page: Page, row: PersonRow) -> None:
    """List what the record was merged from, each to be taken apart."""
    page.desk.read(showing.of_record, row.id).then(page, partial(_show_mergers, page, row))


def show_standing(page: Page, row: PersonRow) -> None:
    """Where the record was merged into another, go to that one and say so."""
    page.desk.read(showing.standing, row.id).then(page, partial(_follow, page))


def _show_mergers(page: Page, row: PersonRow, rows: list[MergerRow]) -> None:
    page.shell.open_dialog(MergersDialog(page.desk, page.shell, place_of(row), rows, page.shell.notify))


def _open(shell: Shell, id_: UUID) -> None:
    shell.open_page("people", record=id_)


def _follow(page: Page, standing: Standing | None) -> None:
    if standing is not None:
        page.shell.notify(standing.words)
        page.show_record(standing.id)


def place_of(row: PersonRow) -> Place:
    return Place(row.id, f"{row.reference} {row.name}")
