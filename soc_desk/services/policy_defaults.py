"""The local defaults that ship with the program: what a policy is where a store has no value of its own for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from soc_desk.config import resources
from soc_desk.domain.policy import PolicyKind

BEGINNING = date(2000, 1, 1)
"""The day from which shipped values hold."""


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """A shipped policy: its value, where that comes from, and what kind of value it takes.

    ``list_name`` is the code list whose codes a list holds; ``choices`` are the only texts allowed, if any are named.
    """

    value: Any
    source: str
    kind: PolicyKind
    list_name: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    def problem(self, value: object) -> str:
        """Why it cannot be set to ``value``, as a sentence; empty if it can."""
        if self.choices:
            return "" if value in self.choices else f"Choose one of these: {', '.join(self.choices)}."
        return self.kind.problem(value, self.least, self.most)


@cache
def shipped() -> Mapping[str, Shipped]:
    """Name to default, as ``resources/reference/policies.json`` has them."""
    read = json.loads((resources() / "reference" / "policies.json").read_text("utf-8"))
    return {
        name: Shipped(
            value=item["value"], source=item["source"], kind=PolicyKind(item["kind"]), list_name=item.get("list", ""),
            choices=tuple(item.get("choices", ())), least=item.get("least"), most=item.get("most"),
        )
        for name, item in read.items()
    }  # fmt: skip


def default(name: str) -> Any:  # noqa: ANN401 - a policy holds any JSON value
    """The shipped value, for stores made before a policy was shipped; raises KeyError for a name that is no policy."""
    value = shipped()[name].value
    return list(value) if isinstance(value, list) else value
