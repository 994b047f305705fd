"""F1 and ?: each page's own guide inside the application, and the keys that work on it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import WindowMaker
from ui import guide
from ui.actions import ACTIONS, Action, Scope
from ui.guide import MISSING, GuideDialog, ShortcutsDialog, guide_path
from ui.pages import PAGES


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_every_page_has_a_guide_that_reads_well(name: str, qtbot: QtBot) -> None:
    dialog = GuideDialog(name)
    qtbot.addWidget(dialog)
    assert len(dialog.view.toPlainText().split()) > 40
    assert guide_path(name).read_text(encoding="utf-8").startswith("# ")


def test_a_page_without_a_guide_says_so(qtbot: QtBot) -> None:
    dialog = GuideDialog("nothing")
    qtbot.addWidget(dialog)
    assert dialog.view.toPlainText() == MISSING


def test_links_lead_to_other_guides_and_nowhere_else(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "guides").mkdir()
    for name in ("one", "two"):
        (tmp_path / "guides" / f"{name}.md").write_text(f"# Guide {name}\n\n[on](two.md)", encoding="utf-8")
    (tmp_path / "secret.md").write_text("# Secret", encoding="utf-8")
    monkeypatch.setattr(guide, "resources", lambda: tmp_path)
    dialog = GuideDialog("one")
    qtbot.addWidget(dialog)
    dialog.view.anchorClicked.emit(QUrl("two.md"))
    assert "Guide two" in dialog.view.toPlainText()
    dialog.view.anchorClicked.emit(QUrl("../secret.md"))
    assert dialog.view.toPlainText() == MISSING


def test_f1_opens_the_guide_of_the_page(make_window: WindowMaker, qtbot: QtBot) -> None:
    window = make_window()
    window.open_page("settings")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    assert "Settings" in dialog.view.toPlainText()
    assert dialog.strip.marking == window.strip.marking
    dialog.close()


def test_the_keys_of_the_page_come_first(qtbot: QtBot) -> None:
    own = Action("notes.star", "&Star the note", Scope.PAGE, "star", page="notes", key="Ctrl+D", says="Marks it.")
    dialog = ShortcutsDialog("Notes", [*ACTIONS, own])
    qtbot.addWidget(dialog)
    words = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert words.index("Notes") < words.index("Star the note") < words.index("Everywhere") < words.index("Lock")


def test_a_question_mark_lists_the_keys(make_window: WindowMaker, qtbot: QtBot) -> None:
    window = make_window()
    window.doing.open_shortcuts()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    assert "Ctrl+K" in [shown.text() for shown in dialog.findChildren(QLabel)]
    dialog.close()
