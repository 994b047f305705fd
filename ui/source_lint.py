"""A warning in every editor: words, wherever they are typed, that may tell who gave the intelligence."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from soc_desk.services import periods
from ui.desk import Desk
from ui.widgets.banner import Banner

_CODE = re.compile(r"[a-z0-9_]*")
"""What a choice is kept as, which nobody typed."""


class SourceLint(Banner):
    """Says so while the words stand there; those of the saved record were told of when they were typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def look(self, content: Mapping[str, Any]) -> None:
        """Hold what an editor contains against the force's list."""
        from soc_desk.services.intelligence import source_words  # not needed before somebody types

        reply = self._desk.read(source_words.words_in_force, periods.today())
        reply.then(self, lambda listed: self._tell(content, listed))

    def _tell(self, content: Mapping[str, Any], listed: tuple[str, ...]) -> None:
        from soc_desk.services.intelligence import source_words  # as above

        stood = source_words.found(" ".join(_texts(content.get("before"))), listed)
        typed = " ".join(_texts({key: each for key, each in content.items() if key != "before"}))
        hits = [word for word in source_words.found(typed, listed) if word not in stood]
        if hits:
            self.say("warning", source_words.telling(hits))
        else:
            self.hide()


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str) and not _CODE.fullmatch(content):
        yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from _texts(each)
