"""A warning in every editor and dialog: words, wherever they are typed, that may tell who gave the intelligence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit

from soc_desk.services import periods
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.widgets.banner import Banner
from ui.widgets.fields import LineField, TextField

_CODE = re.compile(r"[a-z0-9_]*")
"""What a choice is kept as, which nobody typed."""


class SourceLint(Banner):
    """Says so while the words stand there; those of the saved record were told of when they were typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._listed: tuple[str, ...] | None = None

    def look(self, content: Mapping[str, Any]) -> None:
        """Hold what an editor contains against the force's list."""
        typed = _texts({key: each for key, each in content.items() if key != "before"})
        self.hold(typed, _texts(content.get("before")))

    def hold(self, typed: Iterable[str], stood: Iterable[str] = ()) -> None:
        """Hold texts against the force's list, which is read when it is first needed; ``stood`` was there before."""
        told, before = " ".join(typed), " ".join(stood)
        if self._listed is not None:
            self._tell(told, before)
            return
        from soc_desk.services.intelligence import source_words  # not needed before somebody types

        reply = self._desk.read(source_words.words_in_force, periods.today())
        reply.then(self, partial(self._take, told, before))

    def _take(self, typed: str, stood: str, listed: tuple[str, ...]) -> None:
        self._listed = listed
        self._tell(typed, stood)

    def _tell(self, typed: str, stood: str) -> None:
        from soc_desk.services.intelligence import source_words  # as above

        listed = self._listed or ()
        known = source_words.found(stood, listed)
        hits = [word for word in source_words.found(typed, listed) if word not in known]
        if hits:
            self.say("warning", source_words.telling(hits))
            if isinstance(around := self.window(), MarkedDialog):
                around.fit()
        else:
            self.hide()


def watch(dialog: MarkedDialog, desk: Desk) -> None:
    """Tell of such words as they are typed into the lines and texts of a dialog that wants it."""
    if not dialog.IS_LINTED:
        return
    lines = [each for each in dialog.findChildren(LineField) if each.echoMode() == QLineEdit.EchoMode.Normal]
    fields: list[LineField | TextField] = [*lines, *dialog.findChildren(TextField)]
    if not fields:
        return
    lint, stood = SourceLint(desk), [each.value() or "" for each in fields]
    dialog.body.addWidget(lint)
    for field in fields:
        field.edited.connect(lambda: lint.hold([each.value() or "" for each in fields], stood))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str) and not _CODE.fullmatch(content):
        yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from _texts(each)
