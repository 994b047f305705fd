"""Something to choose, as data."""

from dataclasses import dataclass
from typing import Any

from ui.widgets.marks import Mark


@dataclass(frozen=True)
class Option:
    """Something to choose: its value in the Draft, its words, a mark to draw instead of them, and words of detail."""

    value: Any
    label: str
    mark: Mark | None = None
    detail: str = ""

    @property
    def words(self) -> str:
        return f"{self.label} · {self.detail}" if self.detail else self.label
