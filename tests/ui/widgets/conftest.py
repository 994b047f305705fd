"""Every test of a widget runs in the light scheme."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    if theme.current().name != "light" or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield
    if theme.current().name != "light":
        theme.apply(qapp, "light")
