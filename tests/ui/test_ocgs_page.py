"""The OCGs page: register and record, the steps of a group's life, who may know, what leaves, and what stays unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from soc_desk.services import history, ocg_exports, ocg_records, ocgs, periods, subject_rows, subjects
from soc_desk.services.ocgs import OcgDraft, OcgFilter
from soc_desk.services.prints import Addressed
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory, FourP, Marking, Role, SubjectKind, SubjectStatus
from tests import factories
from tests.ui.conftest import WindowMaker
from tests.ui.disruptions.steps import unnamed
from ui.desk import Desk, InlineLane
from ui.disruptions.ask import Ask
from ui.disruptions.export import ExportDialog
from ui.forms.access import AccessDialog
from ui.forms.disruption import DisruptionForm
from ui.forms.ocg import OcgForm
from ui.main_window import MainWindow
from ui.ocgs import views
from ui.ocgs.register import totals_line
from ui.ocgs.steps import ARCHIVE, REACTIVATE, VALIDATE, guard
from ui.pages.ocgs import OcgsPage, rail_count
from ui.widgets.badges import Badge
from ui.widgets.marks import Mark

Opener = Callable[..., OcgsPage]


@pytest.fixture
def harrier(store: Store, founder: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, founder, coordinator, tier="1", assessed_on=factories.A_DAY)


@pytest.fixture
def kestrel(store: Store, coordinator: Actor) -> UUID:
    """A proposed group of somebody else, with nobody to lead it."""
    return factories.ocg(store, coordinator, name="Kestrel", lro="", tier="3")


@pytest.fixture
def page(harrier: UUID, kestrel: UUID, window: MainWindow, desk: Desk) -> OcgsPage:
    return opened(window, desk)


def opened(window: MainWindow, desk: Desk, **where: object) -> OcgsPage:
    window.open_page("ocgs", **where)  # type: ignore[arg-type]
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    return page


def names(page: OcgsPage) -> list[str]:
    return [row.name for _, row in page.register.model.in_memory()]


def at_record(page: OcgsPage, desk: Desk, id_: UUID) -> None:
    page.open_record(id_)
    desk.settle()
    assert page.stack.currentWidget() is page.record


def consultations(store: Store, reader: Actor, id_: UUID) -> int:
    rows = store.read(reader, history.history, id_)
    return sum(row.category is AuditCategory.CONSULTATION for row in rows)


def status_of(store: Store, reader: Actor, id_: UUID) -> SubjectStatus:
    return store.read(reader, ocgs.detail, id_, periods.today()).row.status


def shown(window: MainWindow, kind: type) -> list:
    """Dialogs of a kind that are on the screen."""
    return [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]


def shown_marks(page: OcgsPage) -> list[Mark]:
    """State, tier and access beside the name."""
    return [badge.mark for badge in page.record.badges.findChildren(Badge) if badge.isVisible()]


# the register ---------------------------------------------------------------------------------------------------------


def test_views_show_what_they_say(page: OcgsPage, desk: Desk) -> None:
    found = {}
    for key in (views.ACTIVE, views.MINE, views.PROPOSED, views.ARCHIVED, views.WITHOUT_LRO, views.ALL):
        page.register.viewing.open(key)
        desk.settle()
        found[key] = names(page)
    assert found == {
        "active": ["Harrier"], "mine": ["Harrier"], "proposed": ["Kestrel"], "archived": [], "without_lro": [],
        "all": ["Harrier", "Kestrel"],
    }  # fmt: skip


def test_the_line_of_totals_adds_up(page: OcgsPage) -> None:
    assert page.register.facts.text() == "2 mapped: 1 active · 1 proposed"
    by_status = dict.fromkeys(SubjectStatus, 2)
    told = totals_line(by_status, narrowed=False)
    parts = [int(part.split()[0]) for part in told.split(": ")[1].split(" · ")]
    assert sum(parts) == int(told.split()[0]) == 2 * len(SubjectStatus)


def test_tabs_count_what_waits(page: OcgsPage) -> None:
    tabs = page.register.viewing.tabs._tabs
    assert "Proposed 1" in [tabs.tabText(place) for place in range(tabs.count())]


def test_chips_and_the_search_field_narrow(page: OcgsPage, desk: Desk, qtbot: QtBot) -> None:
    page.register.viewing.open(views.ALL)
    page.register.viewing.chips.chip("tiers")._take(("3",))
    desk.settle()
    assert names(page) == ["Kestrel"]
    page.register.viewing.chips.clear()
    qtbot.keyClicks(page.register.viewing.find, "harr")
    qtbot.waitUntil(lambda: not page.register.viewing._soon.isActive())
    desk.settle()
    assert names(page) == ["Harrier"]
    assert page.register.facts.text().startswith("1 of those narrowed to")


def test_a_heading_sorts_and_the_order_stays(page: OcgsPage, desk: Desk) -> None:
    page.register.viewing.open(views.ALL)
    desk.settle()
    page.register.table.sort_by("name", descending=True)
    assert names(page) == ["Kestrel", "Harrier"]
    page.go_stale()
    desk.settle()
    assert names(page) == ["Kestrel", "Harrier"]


def test_a_view_can_be_saved_and_comes_back(page: OcgsPage, window: MainWindow, desk: Desk) -> None:
    page.register.viewing.open(views.ALL)
    page.register.viewing.chips.chip("tiers")._take(("3",))
    page.save_view()
    (ask,) = shown(window, Ask)
    ask.field.set_value("Third tier")
    ask.act()
    desk.settle()
    page.register.viewing.open(views.ACTIVE)
    saved = next(view for view in page.register.viewing._views.values() if view.name == "Third tier")
    page.register.viewing.open(saved.key)
    desk.settle()
    assert names(page) == ["Kestrel"]


def test_staying_on_a_row_opens_it_and_passing_over_does_not(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, kestrel: UUID, qtbot: QtBot
) -> None:
    page.register.viewing.open(views.ALL)
    desk.settle()
    page.register.table.select_ids({kestrel})
    page.register.table.select_ids({harrier})
    qtbot.waitUntil(lambda: page.looking.id == harrier)
    desk.settle()
    assert page.looking.record is not None
    assert consultations(store, founder, harrier) == 1
    assert consultations(store, founder, kestrel) == 0


def test_the_place_comes_back(page: OcgsPage, desk: Desk, window: MainWindow, harrier: UUID) -> None:
    page.register.viewing.open(views.PROPOSED)
    at_record(page, desk, harrier)
    page.record.tabs.setCurrentIndex(2)
    state = page.state()
    page.leave_record()
    page.register.viewing.open(views.ALL)
    page.restore(state)
    desk.settle()
    assert page.stack.currentWidget() is page.record or page._soon.isActive()
    page._open_waiting()
    desk.settle()
    assert page.record.name.text() == "Harrier"
    assert page.record.tabs.currentIndex() == 2
    assert names(page) == ["Kestrel"]


def test_a_state_of_another_version_does_no_harm(page: OcgsPage, desk: Desk) -> None:
    page.restore({"kind": "spaceship", "register": {"filter": {"tiers": 7, "moon": 1}, "sort": ["moon", True]}})
    page.register.read()
    desk.settle()
    assert names(page)


# the record -----------------------------------------------------------------------------------------------------------


def test_opening_a_record_is_logged_once(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.edit_current()
    desk.settle()
    page.go_stale()
    desk.settle()
    assert consultations(store, founder, harrier) == 1


def test_the_record_says_what_it_is_and_what_needs_attention(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    at_record(page, desk, harrier)
    assert page.record.reference.text().endswith("0001")
    assert "LRO DI Marsh" in page.record.line.text()
    card = page.record.overview._attention.itemAt(0).widget()
    assert "Nothing counted under Pursue, Prevent, Protect or Prepare" in card.accessibleName()
    assert "Inspectors look for all four Ps." in card.toolTip()
    assert [badge.mark.words for badge in page.record.badges.findChildren(object) if hasattr(badge, "mark")] == [
        "Active", "Tier 1",
    ]  # fmt: skip


def test_twelve_months_by_p_with_level_words(
    store: Store, founder: Actor, supervisor: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    day = periods.today() - timedelta(days=9)
    factories.approved(store, founder, supervisor, harrier, disruption_date=day, title="Line broken")
    factories.disruption(store, founder, harrier, disruption_date=day, four_p=FourP.PREPARE)
    at_record(page, desk, harrier)
    four_ps = page.record.overview.four_ps
    assert four_ps._figures[FourP.PURSUE].text() == "1"
    assert four_ps._words[FourP.PURSUE].text() == "1 major"
    assert four_ps._words[FourP.PREPARE].text() == "None recorded"
    assert page.record.tabs.tabText(1) == "Disruptions 2"
    four_ps._figures[FourP.PURSUE].click()
    desk.settle()
    assert window.way.page is not None
    assert window.way.page.NAME == "disruptions"
    assert window.way.page.viewing.shown.subject_id == harrier  # type: ignore[attr-defined]


def test_its_disruptions_are_those_of_the_group_alone(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, kestrel: UUID
) -> None:
    mine = factories.disruption(store, founder, harrier)
    factories.disruption(store, founder, kestrel)
    at_record(page, desk, harrier)
    page.record.tabs.setCurrentIndex(1)
    desk.settle()
    assert [row.id for _, row in page.record.disruptions.model.in_memory()] == [mine]


def test_its_history_is_told_in_words(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    at_record(page, desk, harrier)
    page.record.tabs.setCurrentIndex(2)
    desk.settle()
    told = [row.what for _, row in page.record.history.model.in_memory()]
    assert told[0] == "Open an OCG"
    assert "Map an OCG" in told
    page.record.history.table.setCurrentIndex(page.record.history.model.index(len(told) - 1, 0))
    words = [page.record.history._words.itemAt(n).widget() for n in range(page.record.history._words.count())]
    assert any("Harrier" in getattr(line, "text", str)() for line in words)


def test_the_marking_is_the_records_as_long_as_it_is_shown(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, window: MainWindow
) -> None:
    plain = factories.ocg(store, founder, name="Teasel", marking=Marking.OFFICIAL)
    at_record(page, desk, plain)
    assert window.strip.marking == "OFFICIAL"
    page.leave_record()
    desk.settle()
    assert window.strip.marking == "OFFICIAL-SENSITIVE"


def test_a_colleagues_change_shows_by_itself_without_taking_the_focus(
    store: Store, supervisor: Actor, page: OcgsPage, desk: Desk, harrier: UUID
) -> None:
    desk.ask_news()
    at_record(page, desk, harrier)
    page.record.overview.newest.setFocus()
    before = page.record.record.detail.draft
    store.write(supervisor, ocgs.change, before, OcgDraft(**{**vars(before), "name": "Merlin"}))
    desk.ask_news()
    desk.settle()
    desk.settle()
    assert page.record.name.text() == "Merlin"
    assert page.record.overview.newest.hasFocus()


def test_a_disruption_is_recorded_against_the_group_on_view(
    page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.disrupt_current()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, DisruptionForm)
    assert form.draft().subject_id == harrier


def test_what_does_not_exist_is_said(page: OcgsPage, desk: Desk, window: MainWindow) -> None:
    window.open_page("ocgs", record=UUID(int=77))
    desk.settle()
    assert "does not exist" in window.notices.text
    assert page.stack.currentWidget() is page.register


# the steps of its life ------------------------------------------------------------------------------------------------


def take(window: MainWindow, desk: Desk, words: str) -> Ask:
    desk.settle()
    (ask,) = shown(window, Ask)
    ask.field.set_value(words)
    ask.act()
    desk.settle()
    return ask


def test_validating_makes_a_proposed_group_active(
    store: Store, founder: Actor, coordinator: Actor, page: OcgsPage, desk: Desk, window: MainWindow
) -> None:
    teasel = factories.ocg(store, coordinator, name="Teasel")
    at_record(page, desk, teasel)
    page.validate_current()
    take(window, desk, "")
    desk.settle()
    assert status_of(store, founder, teasel) is SubjectStatus.ACTIVE
    assert [mark.words for mark in shown_marks(page)] == ["Active"]


def test_who_mapped_it_does_not_validate_it(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, window: MainWindow
) -> None:
    own = factories.ocg(store, founder, name="Teasel")
    at_record(page, desk, own)
    page.validate_current()
    ask = take(window, desk, "")
    assert "somebody other than the person who mapped it" in ask.problem.text()
    assert status_of(store, founder, own) is SubjectStatus.PROPOSED


def test_without_a_lead_it_is_not_validated(page: OcgsPage, desk: Desk, kestrel: UUID, window: MainWindow) -> None:
    at_record(page, desk, kestrel)
    page.validate_current()
    assert "Name the lead responsible officer" in window.notices.text
    assert shown(window, Ask) == []


def test_archiving_asks_why_and_can_be_undone(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.move_current()
    ask = take(window, desk, "")
    assert ask.problem.text() == "Say why."
    ask.field.set_value("Dismantled.")
    ask.act()
    desk.settle()
    assert status_of(store, founder, harrier) is SubjectStatus.ARCHIVED
    window.notices.undo()
    desk.settle()
    desk.settle()
    assert status_of(store, founder, harrier) is SubjectStatus.ACTIVE


def test_rejecting_is_the_end(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, kestrel: UUID, window: MainWindow
) -> None:
    at_record(page, desk, kestrel)
    page.move_current()
    take(window, desk, "Mapped twice.")
    desk.settle()
    assert status_of(store, founder, kestrel) is SubjectStatus.REJECTED
    page.move_current()
    assert "end of its life" in window.notices.text


def test_guards_say_how_to_mend_it(store: Store, founder: Actor, harrier: UUID, kestrel: UUID) -> None:
    rows = {row.id: row for row in store.read(founder, ocgs.page, OcgFilter())}
    assert guard(rows[harrier], ARCHIVE, frozenset({Role.SUPERVISOR})) == ""
    assert guard(rows[harrier], ARCHIVE, frozenset({Role.COORDINATOR})).startswith("A supervisor signs off")
    assert guard(rows[kestrel], VALIDATE, frozenset(Role)).endswith("choose Edit.")
    assert guard(rows[kestrel], REACTIVATE, frozenset(Role)).endswith("choose Edit.")


# who may know ---------------------------------------------------------------------------------------------------------


def test_a_closed_group_is_nowhere_for_who_may_not_know(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, kestrel: UUID, make_window: WindowMaker
) -> None:
    store.write(founder, subjects.set_access, harrier, factories.version(store, founder, harrier), Access.SEALED, ())
    theirs = Desk(store, officer, InlineLane())
    window = make_window(by=theirs)
    page = opened(window, theirs, view=views.ALL)
    assert names(page) == ["Kestrel"]
    assert page.register.facts.text() == "1 mapped: 1 proposed"
    assert store.read(officer, rail_count, officer) == 1
    window.open_page("ocgs", record=harrier)
    theirs.settle()
    assert page.stack.currentWidget() is page.register
    assert "does not exist" in window.notices.text
    theirs.close()


def test_naming_people_opens_it_to_them_alone(
    store: Store, officer: Actor, colleague: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    assert not dialog.people.isVisible()
    dialog.access.set_value(Access.RESTRICTED)
    dialog._follow()
    dialog.search.setText("fficer")
    items = [dialog.people.item(n) for n in range(dialog.people.count()) if not dialog.people.item(n).isHidden()]
    assert [item.text() for item in items] == [officer.display]
    items[0].setCheckState(Qt.CheckState.Checked)
    dialog.save()
    desk.settle()
    assert [row.id for row in store.read(officer, ocgs.page, OcgFilter())][:1] == [harrier]
    assert harrier not in [row.id for row in store.read(colleague, ocgs.page, OcgFilter())]


def test_shutting_oneself_out_is_said_first(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, kestrel: UUID, window: MainWindow
) -> None:
    at_record(page, desk, kestrel)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    assert not dialog.warning.isVisible()
    dialog.access.set_value(Access.SEALED)
    dialog._follow()
    assert dialog.warning.isVisible()
    dialog.save()
    desk.settle()
    desk.settle()
    assert page.stack.currentWidget() is page.register
    assert store.read(founder, rail_count, founder) == 1


# individuals and vulnerabilities --------------------------------------------------------------------------------------


@pytest.fixture
def individual(store: Store, founder: Actor) -> UUID:
    kind = SubjectKind.PRIORITY_INDIVIDUAL
    return store.write(founder, subjects.record, SubjectDraft(kind=kind, name="Individual Wren")).value


def test_individuals_and_vulnerabilities_are_found_beside_the_groups(
    store: Store, founder: Actor, individual: UUID, page: OcgsPage, desk: Desk
) -> None:
    store.write(founder, subjects.record, SubjectDraft(kind=SubjectKind.VULNERABILITY, name="Empty shops"))
    page.show_kind(SubjectKind.VULNERABILITY)
    desk.settle()
    assert [row.name for _, row in page.others.model.in_memory()] == ["Empty shops"]
    page.show_kind(SubjectKind.PRIORITY_INDIVIDUAL)
    desk.settle()
    assert [row.name for _, row in page.others.model.in_memory()] == ["Individual Wren"]
    assert page.others.facts.text() == "1 recorded"


def test_a_search_hit_on_an_individual_is_shown_and_logged(
    store: Store, founder: Actor, individual: UUID, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.open_page("ocgs", record=individual)
    desk.settle()
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    assert page.stack.currentWidget() is page.others
    assert page.others.row is not None
    assert page.others.row.id == individual
    qtbot.waitUntil(lambda: not page.others._soon.isActive())
    desk.settle()
    assert consultations(store, founder, individual) == 1
    assert store.write(founder, subject_rows.look, individual).value.disruptions == 0


def test_who_may_know_of_an_individual_is_changed_in_the_same_way(
    store: Store, founder: Actor, officer: Actor, individual: UUID, window: MainWindow, desk: Desk
) -> None:
    window.open_page("ocgs", record=individual)
    desk.settle()
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    page.access_current()
    desk.settle()
    (dialog,) = shown(window, AccessDialog)
    dialog.access.set_value(Access.RESTRICTED)
    dialog.save()
    desk.settle()
    assert store.read(officer, subject_rows.list_rows, SubjectKind.PRIORITY_INDIVIDUAL) == []
    assert store.read(founder, subject_rows.access, individual).access is Access.RESTRICTED


# what leaves ----------------------------------------------------------------------------------------------------------


def test_an_export_is_logged_and_holds_what_is_shown(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, window: MainWindow, tmp_path: Path, harrier: UUID
) -> None:
    page.register.viewing.open(views.ALL)
    page.register.table.sort_by("name", descending=True)
    desk.settle()
    page.export_csv()
    (dialog,) = shown(window, ExportDialog)
    assert "2 groups" in dialog.windowTitle()
    dialog.form.load(Addressed(recipient="Head of Crime", purpose="Tasking meeting"))
    dialog.path.setText(str(tmp_path / "out.csv"))
    dialog._export()
    desk.settle()
    written = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert written.index("Kestrel") < written.index("Harrier")
    assert "out.csv under print id" in window.notices.said


def test_exports_leave_out_what_the_reader_may_not_know(
    store: Store, founder: Actor, officer: Actor, harrier: UUID
) -> None:
    store.write(founder, subjects.set_access, harrier, factories.version(store, founder, harrier), Access.SEALED, ())
    to = Addressed(recipient="Head of Crime", purpose="Tasking meeting")
    furniture = store.write(officer, ocg_exports.export_ocgs, OcgFilter(), to, ()).value
    assert furniture.print_id
    assert store.read(officer, ocgs.page, OcgFilter()) == []


def test_copied_rows_are_logged(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    page.register.table.select_ids({harrier})
    page.register.table.copy()
    desk.settle()
    entries = store.read(founder, history.history, harrier)
    assert entries[0].category is AuditCategory.DISCLOSURE
    assert entries[0].what == store_title(ocg_exports.copied_subjects)


def store_title(case: object) -> str:
    return str(case.rule.title)  # type: ignore[attr-defined]


# the whole ------------------------------------------------------------------------------------------------------------


def test_an_open_record_costs_at_most_twelve_reads(store: Store, founder: Actor, harrier: UUID) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    record = store.write(founder, ocg_records.look, harrier).value
    event.remove(store.engine, "before_cursor_execute", note)
    assert record.detail.row.name == "Harrier"
    assert 4 < sum(statement.startswith("SELECT") for statement in asked) <= 12


def test_what_needs_attention_follows_from_the_record(store: Store, founder: Actor, kestrel: UUID) -> None:
    told = store.write(founder, ocg_records.look, kestrel).value.concerns
    assert [concern.what for concern in told] == ["It waits to be validated.", "Nobody is named to lead it."]
    active = store.read(founder, ocgs.detail, kestrel, periods.today())
    row = replace(active.row, status=SubjectStatus.ACTIVE, last_intelligence_on=date(2026, 1, 5), assessed_on=None)
    day = date(2026, 6, 24)
    words = [concern.what for concern in ocg_records.concerns(replace(active, row=row), day, 183)]
    assert words == [
        "Nobody is named to lead it.", "No intelligence for 170 days: archive review in 13.",
        "Nothing counted under Pursue, Prevent, Protect or Prepare in 12 months.", "It was never assessed.",
    ]  # fmt: skip
    later = [concern.what for concern in ocg_records.concerns(replace(active, row=row), date(2026, 7, 7), 183)]
    assert "No intelligence for 183 days: archive review is due." in later


def test_the_models_keep_qts_rules(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    models = (page.register.model, page.others.model, page.record.history.model, page.record.overview.model)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    page.register.viewing.open(views.ALL)
    at_record(page, desk, harrier)
    page.record.tabs.setCurrentIndex(2)
    page.show_kind(SubjectKind.VULNERABILITY)
    desk.settle()
    assert page.record.history.model.rowCount() == 0  # forgotten with the record
    assert [tester.model() for tester in testers] == list(models)


def test_a_page_that_is_dropped_is_freed_and_hears_nothing_more(
    harrier: UUID, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page = OcgsPage(desk, window)
    page.show()
    page.show_record(harrier)
    desk.settle()
    parts = (page.register, page.record, page.others, page.looking, page.register.viewing)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    assert not any(shiboken6.isValid(part) for part in parts)
    desk.settle()
    desk.changed.emit(())


def test_everything_that_takes_the_keyboard_has_a_name(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    assert unnamed(page) == []
    at_record(page, desk, harrier)
    for tab in range(page.record.tabs.count()):
        page.record.tabs.setCurrentIndex(tab)
        assert unnamed(page) == []
    page.show_kind(SubjectKind.VULNERABILITY)
    desk.settle()
    assert unnamed(page) == []


def test_the_form_opens_for_a_new_group(page: OcgsPage, desk: Desk, window: MainWindow) -> None:
    window.action("ocgs.map").trigger()
    desk.settle()
    assert isinstance(window.stage.sheet, OcgForm)
