"""Every scene of the gallery: drawn without a warning, nothing cut off, every control named, all freed when closed."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.scenes import SCENES
from ui import theme

FOCUSABLE = Qt.FocusPolicy.TabFocus


def drawn(qtbot: QtBot, name: str) -> QWidget:
    scene = SCENES[name]()
    with qtbot.waitExposed(scene):
        scene.show()
    return scene


def colours(scene: QWidget) -> set[str]:
    """Every colour in the picture of it."""
    image = scene.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {f"#{value & 0xFFFFFF:06x}" for value in set(memoryview(image.constBits()).cast("I"))}


@pytest.mark.parametrize("scheme", theme.SCHEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_drawn_in_the_colours_of_its_scheme(
    qapp: QApplication, qtbot: QtBot, name: str, scheme: str
) -> None:
    tokens = theme.apply(qapp, scheme)
    scene = drawn(qtbot, name)
    qtbot.addWidget(scene)
    seen = colours(scene)
    assert tokens.background in seen or tokens.surface in seen
    assert len(seen) > 5


@pytest.mark.parametrize("name", SCENES)
def test_switching_the_scheme_repaints_everything(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    scene = drawn(qtbot, name)
    qtbot.addWidget(scene)
    scene.grab()
    tokens = theme.apply(qapp, "high-contrast")
    light = theme.SCHEMES["light"]
    seen = colours(scene)
    assert tokens.background in seen
    assert light.background not in seen
    assert light.accent_tint not in seen


@pytest.mark.parametrize("name", SCENES)
def test_no_words_are_cut_off(qtbot: QtBot, name: str) -> None:
    scene = drawn(qtbot, name)
    qtbot.addWidget(scene)
    for shown in scene.findChildren(QLabel):
        if shown.isVisible() and shown.text():
            if shown.wordWrap():
                assert shown.height() >= shown.heightForWidth(shown.width()) - 1, shown.text()
            else:
                assert shown.width() >= shown.fontMetrics().horizontalAdvance(shown.text()) - 1, shown.text()
    for shown in scene.findChildren(QAbstractButton):
        if shown.isVisible() and shown.text():
            assert shown.width() >= shown.minimumSizeHint().width() - 1, shown.text()


@pytest.mark.parametrize("name", SCENES)
def test_every_control_has_a_name(qtbot: QtBot, name: str) -> None:
    scene = drawn(qtbot, name)
    qtbot.addWidget(scene)
    nameless = [
        f"{type(shown).__name__} in {type(shown.parent()).__name__}"
        for shown in scene.findChildren(QWidget)
        if shown.isVisible() and shown.focusPolicy() & FOCUSABLE and not (shown.accessibleName() or _own_words(shown))
    ]
    assert nameless == []


@pytest.mark.parametrize("name", SCENES)
def test_a_closed_scene_is_freed(qtbot: QtBot, name: str) -> None:
    scene = drawn(qtbot, name)
    gone = weakref.ref(scene)
    scene.close()
    scene.deleteLater()
    QApplication.sendPostedEvents(scene, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(scene)
    del scene
    gc.collect()
    assert gone() is None


def _own_words(shown: QWidget) -> str:
    """What a control says by itself: a button's text, a combo's own line belongs to the combo."""
    if isinstance(shown, QAbstractButton):
        return shown.text()
    parent = shown.parentWidget()
    return parent.accessibleName() if isinstance(shown, QLineEdit) and parent is not None else ""
