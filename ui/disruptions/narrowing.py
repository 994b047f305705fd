"""The chips above the register as a filter, and a filter as chips."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel
from ui.widgets import marks
from ui.widgets.filters import Filter, FilterRow, choice, period
from ui.widgets.option import Option
from ui.widgets.period_popup import Period
from ui.widgets.typed import format_date

_ALWAYS = ("when", "areas", "four_ps", "levels", "threats", "statuses")
_MANY = _ALWAYS[1:]
_ONE = ("subject_id", "recorder_id", "import_id", "lead_agency", "no_prevent_since")
"""Narrowings that other pages and views bring along; their chip shows only while they hold."""


class Narrowing(FilterRow):
    """The filter row of the register; ``changed`` follows a person's choice."""

    def __init__(self) -> None:
        super().__init__(
            [
                period("when", "When", _presets), choice("areas", "LPA", ()),
                Filter("four_ps", "4P", "many", [Option(p, p.label, marks.four_p(p)) for p in FourP]),
                Filter("levels", "Level", "many", [Option(lv, lv.label, marks.level(lv)) for lv in ImpactLevel]),
                choice("threats", "Threat", ()),
                choice("statuses", "Status", [(status, status.label) for status in DisruptionStatus]),
                choice("teams", "Team", ()), choice("subject_id", "Against", (), several=False),
                choice("recorder_id", "Recorded by", (), several=False),
                choice("import_id", "Import", (), several=False),
                choice("lead_agency", "Lead agency", (), several=False),
                choice("no_prevent_since", "No Prevent since", (), several=False),
            ],
            today=periods.today,
        )  # fmt: skip
        self._hide_unused()
        self.changed.connect(self._hide_unused)

    def set_lists(self, lists: DisruptionLists) -> None:
        """Offer the force's areas, threats and agencies."""
        self.chip("areas").set_options([Option(place.id, place.name) for place in lists.areas])
        for key, name in (("threats", "soc_threat"), ("lead_agency", "agency")):
            self.chip(key).set_options([Option(code, label) for code, label in lists.labels[name].items()])

    def name(self, key: str, value: Any, words: str) -> None:
        """Say what a single value is called, such as the subject that another page asked for."""
        self.chip(key).set_options([Option(value, words)])

    def shown(self) -> DisruptionFilter:
        """What the chips say."""
        values = self.values()
        when: Period | None = values.pop("when", None)
        first, last = (when.first, when.last) if when else (None, None)
        return DisruptionFilter(starts_on=first, ends_on=last, **values)

    def take(self, shown: DisruptionFilter) -> None:
        """Say it with the chips; nothing is emitted."""
        values: dict[str, Any] = {name: getattr(shown, name) for name in (*_MANY, "teams", *_ONE)}
        if shown.starts_on or shown.ends_on:
            values["when"] = Period(shown.starts_on, shown.ends_on)
        if shown.no_prevent_since:
            self.name("no_prevent_since", shown.no_prevent_since, format_date(shown.no_prevent_since))
        self.set_values({name: value for name, value in values.items() if value})
        self._hide_unused()

    def _hide_unused(self, _values: object = None) -> None:
        for key in ("teams", *_ONE):
            self.chip(key).setVisible(self.chip(key).value() is not None)


def moving(shown: DisruptionFilter, today: date) -> str:
    """The name of the moving period (``This quarter``) that a filter stands at, or nothing."""
    for offered in periods.choices(today):
        if (offered.starts_on, offered.ends_on) == (shown.starts_on, shown.ends_on):
            return offered.name
    return ""


def from_words(where: Mapping[str, Any]) -> DisruptionFilter:
    """A filter from what another page gave ``open_page``: its field names, with values or their plain text."""
    given: dict[str, Any] = {}
    kinds = {"four_ps": FourP, "levels": ImpactLevel, "statuses": DisruptionStatus}
    for name in DisruptionFilter.__dataclass_fields__:
        value = where.get(name)
        if value in (None, "", ()):
            continue
        if name in kinds:
            many = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
            given[name] = tuple(kinds[name](item) for item in many)
        elif name in ("threats", "areas", "teams"):
            given[name] = (value,) if isinstance(value, str | UUID) else tuple(value)
        elif name in ("starts_on", "ends_on", "no_prevent_since") and isinstance(value, str):
            given[name] = date.fromisoformat(value)
        else:
            given[name] = value
    return DisruptionFilter(**given)


def _presets() -> list[tuple[str, Period]]:
    return [(offered.name, Period(offered.starts_on, offered.ends_on)) for offered in periods.choices(periods.today())]
