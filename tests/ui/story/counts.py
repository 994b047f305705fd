"""Every count of groups, people and intelligence that the screens show, read off them and held against one another."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from soc_desk.domain.period import Period
from soc_desk.services import periods, positions
from soc_desk.store import Store
from soc_desk.vocabulary import FourP, SubjectStatus
from tests.ui.story.acts import at_group
from tests.ui.ways import Sitting
from ui.ocgs import views
from ui.ocgs.parts import PARTS
from ui.pages.intelligence import REVIEW, IntelligencePage
from ui.pages.moderation import ModerationPage
from ui.pages.my_desk import MyDeskPage
from ui.pages.ocgs import OcgsPage
from ui.pages.people import PeoplePage
from ui.widgets.rows import RowsModel
from ui.widgets.tabs import ViewTabs

Counts = dict[str, int]
MONDAY = date(2026, 11, 2)
"""The day on which the story begins."""
ARCHIVE_AFTER = 183
IN_SIGHT = 12

_CATCH_UP_MS = 30_000
"""A rail that was told of a change a moment ago reads its counts one after the other."""


def number(pattern: str, text: str, missing: int | None = None) -> int:
    """The figure in a sentence; fails where it is not told, unless ``missing`` stands in for it."""
    found = re.search(pattern.replace("#", r"(\d[\d,]*)"), text)
    if found is None and missing is not None:
        return missing
    assert found is not None, f"“{pattern}” is not in “{text}”."
    return int(found[1].replace(",", ""))


def told(s: Sitting, store: Store) -> Counts:
    """What every screen says, by what it counts; fails where two of them still disagree when all have caught up."""
    found: Counts = {}

    def look() -> None:
        found.clear()
        found.update(_told_now(s, store))

    s.qtbot.waitUntil(look, timeout=_CATCH_UP_MS)
    return found


def _told_now(s: Sitting, store: Store) -> Counts:
    found = groups(s)
    found |= drifting(s, found["active"]) | intelligence(s) | people(s) | my_desk(s, found["mine"]) | moderation(s)
    until = store.read(s.desk.actor, positions.position, Period(MONDAY, periods.today()))
    assert until.reconciles, until.words
    assert until.closing == found["active"], until.words
    badges = rail(s)
    assert badges["my_desk"] == found.pop("pressing")
    assert badges["ocgs"] == (found["overdue"] or found["all"])
    assert badges["people"] == found["people"]
    assert badges["intelligence"] == found["decisions"]
    assert badges["moderation"] == (found.pop("late") or found["to_moderate"])
    position = {"mapped": until.mapped, "archivings": until.archived, "reactivated": until.reactivated}
    return found | position


def rail(s: Sitting) -> Counts:
    """The badges beside the pages, once they have caught up with what they were told of."""
    counts = s.window.counts
    if counts._after_change.isActive():
        counts._after_change.stop()
        counts._read_changed()
    while counts._next.isActive():
        counts._next.stop()
        counts._read_next()
        s.settle()
    return {name: number(r"#", s.count(name), 0) for name in s.window.rail.buttons}


def shown_rows(model: RowsModel[Any]) -> int:
    """How many rows a list has, those in sight being there: none of them is an empty line."""
    count = model.rowCount()
    assert all(model.loaded(place) is not None for place in range(min(count, IN_SIGHT)))
    return count


def tab_count(tabs: ViewTabs, key: str) -> int | None:
    """The figure on the tab of a view, where it has one."""
    return next(view.count for view in tabs._views if view.key == key)


def groups(s: Sitting) -> Counts:
    """The register in each of its views: the line of totals, the chips' line, the tabs and the rows say the same."""
    page = s.go("ocgs", OcgsPage)
    if page.stack.currentWidget() is page.record:
        s.press(page.record.head.back)
    register, rows = page.register, {}
    for place, view in enumerate(register.viewing.tabs._views):
        register.viewing.tabs._tabs.setCurrentIndex(place)
        s.settle()
        rows[view.key] = register.model.rowCount()
        assert len(list(register.model.in_memory())) == rows[view.key]
        assert register.viewing.chips._totals.text() == f"{rows[view.key]:,} of {register.found.every:,}"
    line = register.facts.text()
    by_status = {each.label.lower(): number(f"# {each.label.lower()}", line, 0) for each in SubjectStatus}
    assert number("# groups", line) == rows[views.ALL] == sum(by_status.values())
    for key, status in ((views.ACTIVE, "active"), (views.PROPOSED, "proposed"), (views.ARCHIVED, "archived")):
        assert rows[key] == by_status[status], key
        assert tab_count(register.viewing.tabs, key) in (None, rows[key])
    assert tab_count(register.viewing.tabs, views.WITHOUT_LRO) == rows[views.WITHOUT_LRO]
    quiet = periods.today() - timedelta(days=ARCHIVE_AFTER)
    since = [row.last_intelligence_on or row.mapped_on for _, row in register.model.in_memory()
             if row.status is SubjectStatus.ACTIVE]  # fmt: skip
    by_status["quiet"] = sum(day is not None and day <= quiet for day in since)
    return by_status | {"all": rows[views.ALL], "mine": rows[views.MINE], "unled": rows[views.WITHOUT_LRO]}


def drifting(s: Sitting, active: int) -> Counts:
    """What drifts: the boards and the two tables below them add up, and stand on the register's active groups."""
    s.window.action("ocgs.drifting").trigger()
    s.settle()
    page = s.at(OcgsPage)
    shown = page.drifting
    assert number(r"of # active groups reviewed", shown.facts.text()) == active
    late = shown.boards["actions"].items
    for table in (shown.by_p, shown.by_owner):
        assert sum(int(row[1].replace(",", "")) for row in table._rows) == len(late)
    over = [item for item in shown.boards["reviews"].items if "over" in item.when]
    overdue = {item.id[0] for item in (*late, *over)}  # type: ignore[index]  # group, tab, action
    shown.left.emit()
    s.settle()
    return {"overdue": len(overdue), "late_actions": len(late)}


def intelligence(s: Sitting) -> Counts:
    """The register's line and rows; the archive review's sentence and lines."""
    page = s.go("intelligence", IntelligencePage)
    page.tabs.setCurrentIndex(0)
    s.settle()
    items = number("# item", page.facts.text())
    assert shown_rows(page.register.model) == items
    restart = number("# restart", page.facts.text())
    page.go(view=REVIEW)
    s.settle()
    lines = page.review.board.items
    waiting = number("# group", page.facts.text())
    assert len(lines) == waiting
    quiet = sum(item.headline.startswith("Archive") for item in lines)
    return {"items": items, "restarting": restart, "decisions": waiting, "to_archive": quiet}


def people(s: Sitting) -> Counts:
    """The register's line, tabs and rows."""
    page = s.go("people", PeoplePage)
    page.leave_record()
    found = {}
    for place, view in enumerate(page.register.tabs._views):
        page.register.tabs._tabs.setCurrentIndex(place)
        s.settle()
        found[view.key] = shown_rows(page.register.model)
        assert tab_count(page.register.tabs, view.key) in (None, found[view.key]), view.key
    line = page.facts.text()
    assert (number("# pe", line), number("# under 18", line, 0)) == (found["all"], found["children"])
    assert (number("# not id", line, 0), number("# in no", line, 0)) == (found["unidentified"], found["unlinked"])
    return {"people": found["all"], "children": found["children"], "unidentified": found["unidentified"]}


def my_desk(s: Sitting, mine: int) -> Counts:
    """The line, the cards and the table of one's groups."""
    page = s.go("my_desk", MyDeskPage)
    assert number("caseload # group", page.facts.text()) == page.model.rowCount() == mine
    red = [item for key in ("clock", "to_do") for item in page.boards[key].items if item.tone == "red"]
    assert number("# thing", page.facts.text(), 0) == len(red)
    return {"pressing": len(red)}


def moderation(s: Sitting) -> Counts:
    """The board's line and rows; nothing for who does not moderate."""
    if "moderation" not in s.window.rail.buttons:
        return {"to_moderate": 0, "late": 0}
    page = s.go("moderation", ModerationPage)
    waiting = number("# awaiting", page.facts.text())
    assert page.table.model().rowCount() == waiting
    red = [line for line in page.figures.waiting if line.urgency == "red"] if page.figures else []
    assert number("# longer", page.facts.text(), 0) <= len(red)
    return {"to_moderate": waiting, "late": len(red)}


def record(s: Sitting, id_: UUID) -> Counts:
    """The group's own page: what each tab says it holds is what it holds."""
    shown = at_group(s, id_).record
    bar = shown.tabs
    on_tabs = {entry.key: number(r" #$", bar.tabText(place), -1) for place, entry in enumerate(PARTS)}
    part: dict[str, Any] = {}
    for key in ("members", "plan", "disruptions", "intelligence", "overview"):
        shown.open_part(key)
        s.settle()
        part[key] = shown.part(key)
    links = [link for _, link in part["members"].model.in_memory() if link.to_on is None]
    facts = part["members"].facts.text()
    members = number("# member", facts)
    assert members + number("# other", facts, 0) == len({link.person_id for link in links}) == on_tabs["members"]
    undone = [line.action for line in part["plan"].worked.lines if line.action and line.action.state.is_open]
    assert len(undone) == on_tabs["plan"]
    assert shown_rows(part["disruptions"].model) == on_tabs["disruptions"]
    reports = number("# item", part["intelligence"].said.text())
    assert reports == shown_rows(part["intelligence"].model) == on_tabs["intelligence"]
    counted = sum(int(part["overview"].four_ps._figures[p].text()) for p in FourP)
    return {
        "its_members": members, "its_people": on_tabs["members"], "its_open_actions": len(undone),
        "its_counted": counted, "its_disruptions": on_tabs["disruptions"], "its_reports": on_tabs["intelligence"],
    }  # fmt: skip


def network(s: Sitting, id_: UUID) -> int:
    """How many people the group's network tells of, by role and in all."""
    part: Any = at_group(s, id_, "network").record.part("network")
    told_ = sum(part.network.counts.values())
    assert number("# p", part.said.text()) == told_
    return told_


def changes(before: Counts, after: Counts) -> Counts:
    """What a step changed, by what is counted."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}
