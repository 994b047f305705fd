"""The dialog that asks until when something was so; the history keeps what ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from soc_desk.services import periods
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.fields import DateField
from ui.widgets.form import Entry


@dataclass(frozen=True)
class Ending:
    """Until when something was so."""

    to_on: date | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.to_on else {"to_on": "Enter the day on which it ended."}


class EndDialog(DraftDialog[Ending]):
    """``does(day)`` asks the store, ``said`` is said when it is done."""

    def __init__(self, title: str, text: str, does: Callable[[date], Reply[Any]], said: str, done: Done) -> None:
        super().__init__(title, "&End it", Ending(periods.today()), done)
        self._does, self._said = does, said
        self.form.add_row(Entry("to_on", "&Until", DateField(periods.today)))
        self.lay_out(text, self.form)

    def writing(self, draft: Ending) -> Reply[Any]:
        assert draft.to_on is not None  # problems() refused None
        return self._does(draft.to_on)

    @property
    def said(self) -> str:
        return self._said
