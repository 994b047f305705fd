"""Settings: typed, with defaults, kept in a file, told when they change; a spoilt file does no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from tests.ui.conftest import WindowMaker
from ui import theme
from ui.pages.settings import SettingsPage
from ui.settings import Settings

CHANGED = {
    "scheme": "dark", "compact_rows": True, "reduced_motion": True, "lock_after_minutes": 5, "rail_is_narrow": True,
    "inspector_is_shown": False, "geometry": QByteArray(b"\x00\x01"), "page": "ocgs", "last_user": "a.example",
    "reminds": False,
}  # fmt: skip


def test_every_setting_starts_at_its_default(settings: Settings) -> None:
    declared = Settings.declared()
    assert set(declared) == set(CHANGED)
    assert {name: getattr(settings, name) for name in declared} == {n: s.default for n, s in declared.items()}


@pytest.mark.parametrize("name", CHANGED)
def test_a_setting_outlives_the_program(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "desktop.ini"
    first = Settings(path)
    with qtbot.waitSignal(first.changed, check_params_cb=lambda told: told == name):
        setattr(first, name, CHANGED[name])
    first.file.sync()
    again = getattr(Settings(path), name)
    assert again == CHANGED[name]
    assert type(again) is type(CHANGED[name])


def test_the_same_value_again_is_no_change(settings: Settings, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(settings.changed):
        settings.lock_after_minutes = 10


def test_a_value_that_makes_no_sense_is_the_default(tmp_path: Path) -> None:
    path = tmp_path / "desktop.ini"
    path.write_text("[look]\nscheme=purple\n[safety]\nlock_after_minutes=never\n", encoding="utf-8")
    settings = Settings(path)
    assert settings.scheme == "system"
    assert settings.lock_after_minutes == 10


def test_a_value_outside_the_choices_is_refused(settings: Settings) -> None:
    with pytest.raises(ValueError, match="look/scheme"):
        settings.scheme = "purple"


def test_the_page_changes_settings_at_once_and_follows_them(make_window: WindowMaker) -> None:
    window = make_window()
    window.open_page("settings")
    page = window.way.page
    assert isinstance(page, SettingsPage)
    colours = page.editors["scheme"]
    colours.setCurrentIndex(colours.findData("dark"))  # type: ignore[union-attr]
    colours.activated.emit(colours.currentIndex())  # type: ignore[union-attr]
    assert theme.current().name == "dark"
    page.editors["rail_is_narrow"].click()  # type: ignore[union-attr]
    assert window.settings.rail_is_narrow
    window.settings.lock_after_minutes = 20
    assert page.editors["lock_after_minutes"].currentText() == "20 minutes"  # type: ignore[union-attr]
