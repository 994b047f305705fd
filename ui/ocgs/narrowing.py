"""The chips above the OCG register as a filter, and a filter as chips."""

from typing import Any
from uuid import UUID

from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import OcgFilter
from soc_desk.vocabulary import SubjectStatus
from ui.widgets.filters import FilterRow, choice
from ui.widgets.option import Option

_MANY = ("areas", "teams", "tiers", "threats", "statuses")
_SOMETIMES = ("owner_id", "without_lro")
"""Narrowings that a view brings along; their chip shows only while they hold."""


class Narrowing(FilterRow):
    """The filter row of the register; ``changed`` follows a person's choice."""

    def __init__(self) -> None:
        super().__init__(
            [
                choice("areas", "LPA", ()), choice("teams", "Team", ()), choice("tiers", "Tier", ()),
                choice("threats", "Threat", ()),
                choice("statuses", "Status", [(status, status.label) for status in SubjectStatus]),
                choice("owner_id", "Owner", (), several=False),
                choice("without_lro", "LRO", [(True, "None named")], several=False),
            ]
        )  # fmt: skip
        self._hide_unused()
        self.changed.connect(self._hide_unused)

    def set_lists(self, lists: OcgLists) -> None:
        """Offer the force's areas, teams, tiers and threats."""
        for key, places in (("areas", lists.areas), ("teams", lists.teams), ("owner_id", lists.people)):
            self.chip(key).set_options([Option(place.id, place.name) for place in places])
        for key, name in (("tiers", "tier"), ("threats", "soc_threat")):
            self.chip(key).set_options([Option(code, label) for code, label in lists.labels[name].items()])

    def name_owner(self, person: UUID, words: str) -> None:
        """Say what the owner is called before the lists are here."""
        self.chip("owner_id").set_options([Option(person, words)])

    def shown(self) -> OcgFilter:
        """What the chips say."""
        return OcgFilter(**self.values())

    def take(self, shown: OcgFilter) -> None:
        """Say it with the chips; nothing is emitted."""
        values: dict[str, Any] = {name: getattr(shown, name) for name in (*_MANY, *_SOMETIMES)}
        self.set_values({name: value for name, value in values.items() if value})
        self._hide_unused()

    def _hide_unused(self, _values: object = None) -> None:
        for key in _SOMETIMES:
            self.chip(key).setVisible(self.chip(key).value() is not None)
