"""A restricted record is not there for whoever may not know of it: on no page, in no search, in nothing that leaves."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from soc_desk.services import periods, subjects
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, ImpactLevel
from tests import factories
from tests.returns.conftest import name_force
from tests.ui.conftest import Sit
from tests.ui.ways import Sitting, all_words
from ui.exporting import ExportDialog
from ui.forms.address import AddressDialog
from ui.forms.build_return import BuildReturnDialog
from ui.forms.disruption import DisruptionForm
from ui.pages.disruptions import DisruptionsPage
from ui.pages.ocgs import OcgsPage
from ui.pages.reports import ReportsPage
from ui.pages.returns import ReturnsPage

NAME, TITLE, WORDS = "Zanzibar Quokka", "Xylophone warrant", "Quixotic narrative of the yard."
TELLING = ("Zanzibar", "Quokka", "Xylophone", "Quixotic")


@pytest.fixture
def hidden(store: Store, founder: Actor, officer: Actor, supervisor: Actor, coordinator: Actor) -> UUID:
    """A group that only its owner may know of, and one open to all; each with a counted disruption of this quarter."""
    store.write(founder, name_force)
    group = factories.active_ocg(store, officer, coordinator, name=NAME, owner_id=officer.id)
    factories.approved(
        store, officer, supervisor, group, title=TITLE, narrative=WORDS, disruption_date=periods.today(),
        impact_level=ImpactLevel.MAJOR,
    )  # fmt: skip
    factories.submitted(
        store, officer, group, title=f"{TITLE} two", disruption_date=periods.today(), distinct_because="Another house."
    )
    store.write(
        officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, (officer.id,)
    )
    other = factories.active_ocg(store, officer, coordinator, name="Open Harrier", owner_id=supervisor.id)
    factories.approved(
        store, officer, supervisor, other, title="Open warrant", disruption_date=periods.today(), lead_agency="99"
    )
    return group


@pytest.fixture
def stranger(hidden: UUID, sit: Sit, supervisor: Actor) -> Sitting:
    """A supervisor who may print, moderate and send, but not know of the restricted group."""
    return sit(supervisor)


def nothing_told(text: str, where: str) -> None:
    told = [word for word in TELLING if word.casefold() in text.casefold()]
    assert told == [], f"{where} tells {told}."


def everywhere(sitting: Sitting) -> Iterator[str]:
    """Every page and every tab on it."""
    for name, button in sitting.window.rail.buttons.items():
        sitting.press(button)
        yield name
        page = sitting.window.way.page
        assert page is not None
        for bar in page.findChildren(QTabBar):
            for place in range(bar.count()):
                if bar.isVisible() and bar.isTabEnabled(place):
                    bar.setCurrentIndex(place)
                    sitting.settle()
                    yield f"{name}: {bar.tabText(place)}"


def leave(sitting: Sitting, kind: type[AddressDialog] | type[ExportDialog], path: Path) -> None:
    """Say to whom and why, and let it go to a file."""
    dialog = sitting.dialog(kind)
    dialog.form.field("recipient").field.set_value("Insp Other")
    dialog.form.field("purpose").field.set_value("A test of what leaves")
    dialog.path.setText(str(path))
    sitting.press(dialog.do if isinstance(dialog, AddressDialog) else dialog.export)


def test_whoever_may_know_sees_it_so_that_the_search_below_can_fail(hidden: UUID, sit: Sit, officer: Actor) -> None:
    owner = sit(officer)
    seen = "\n".join(all_words(owner.window, hidden=True) for _ in everywhere(owner))
    assert NAME in seen
    assert TITLE in seen


@pytest.mark.parametrize("who", ["supervisor", "analyst", "colleague", "administrator", "auditor"])
def test_no_page_tells_of_it(hidden: UUID, sit: Sit, who: str, request: pytest.FixtureRequest) -> None:
    other = sit(request.getfixturevalue(who))
    for place in everywhere(other):
        nothing_told(all_words(other.window, hidden=True), f"{who}, {place}")


def test_neither_search_nor_suggestions_find_it(stranger: Sitting) -> None:
    box = stranger.window.palette_box
    for typed in ("Zanzibar", "Quokka", "Xylophone", "Quixotic", "OCG-0001"):
        stranger.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        stranger.qtbot.keyClicks(box.field, typed)
        box._ask()
        stranger.settle()
        assert [hit.title for hit in box._hits] == []
        box.close_up()
    stranger.window.open_page("disruptions")
    form = DisruptionForm(stranger.desk, stranger.window)
    stranger.window.open_sheet(form)
    stranger.settle()
    for typed in ("", "Zanzibar", "OCG-0001"):
        form.form.subject.ask(typed)
        stranger.settle()
        nothing_told(all_words(form, hidden=True), "the list of subjects")
    assert all("Zanzibar" not in choice.label for choice in form.form.subject._known.values())
    assert [choice.name for choice in form.form.subject._known.values()] == ["Open Harrier"]


def test_its_id_opens_nothing(stranger: Sitting, hidden: UUID) -> None:
    stranger.window.open_page("ocgs", record=hidden)
    stranger.settle()
    assert "does not exist, or is not open to you" in stranger.window.notices.text
    nothing_told(all_words(stranger.window, hidden=True), "the page of its id")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_holds_it(stranger: Sitting, tmp_path: Path, kind: str) -> None:
    page = stranger.go("disruptions", DisruptionsPage)
    getattr(page, f"export_{kind}")()
    leave(stranger, ExportDialog, tmp_path / f"disruptions.{kind}")
    groups = stranger.go("ocgs", OcgsPage)
    getattr(groups, f"export_{kind}")()
    leave(stranger, ExportDialog, tmp_path / f"groups.{kind}")
    for name, known in (("disruptions", "Open warrant"), ("groups", "Open Harrier")):
        text = text_of(tmp_path / f"{name}.{kind}")
        assert known in text
        nothing_told(text, f"{name}.{kind}")


def test_the_printed_caseload_does_not_count_it(stranger: Sitting, tmp_path: Path) -> None:
    page = stranger.go("reports", ReportsPage)
    stranger.press(page.save)
    leave(stranger, AddressDialog, tmp_path / "caseload.pdf")
    text = text_of(tmp_path / "caseload.pdf")
    assert "Open Harrier" in text
    nothing_told(text, "the caseload")


def test_the_return_does_not_name_it(stranger: Sitting, tmp_path: Path) -> None:
    page = stranger.go("returns", ReturnsPage)
    page.go(period=periods_of_today())
    stranger.settle()
    nothing_told(all_words(page, hidden=True), "the page of returns")
    stranger.press(page.build)
    dialog = stranger.dialog(BuildReturnDialog)
    for name, value in {"folder": str(tmp_path / "out"), "recipient": "National team", "purpose": "A test"}.items():
        dialog.form.field(name).field.set_value(value)
    if page.result is not None and not page.result.ready:
        dialog.form.field("incomplete").field.set_value(value=True)
    stranger.press(dialog.build)
    assert dialog.done_with is not None, dialog.refusal.text()
    files = list((tmp_path / "out").iterdir())
    assert len(files) >= 4
    for file in files:
        nothing_told(text_of(file), file.name)


def periods_of_today() -> str:
    """The quarter of the records."""
    from soc_desk.returns import periods as quarters

    return quarters.quarters(periods.today(), 1)[0].text


def text_of(path: Path) -> str:
    """Every word of a file: of each part of a workbook, of each page of a PDF."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path.read_bytes())
        text = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
        document.close()
        return text
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return path.read_text(encoding="utf-8-sig")
