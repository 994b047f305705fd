"""The register of groups: views, chips, order, totals, selection, what leaves it, and the page around it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import shiboken6
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from soc_desk.bench.opening import counted
from soc_desk.services import (
    archive_policy,
    copying,
    history,
    ocg_concerns,
    ocg_exports,
    ocg_records,
    ocgs,
    periods,
    subjects,
)
from soc_desk.services.ocg_life.glance import PlanGlance
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.plans.rows import ActionRow
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory, FourP, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState
from tests import factories
from tests.ui.disruptions.steps import unnamed
from tests.ui.ocgs.steps import at_record, consultations, names, shown
from ui.ask import Ask
from ui.desk import Desk
from ui.exporting import ExportDialog
from ui.forms.ocg import OcgForm
from ui.main_window import MainWindow
from ui.ocgs import views
from ui.ocgs.register import totals_line
from ui.pages.ocgs import OcgsPage


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
    assert page.register.facts.text() == "2 groups: 1 active · 1 proposed"
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
    page.record.open_part("history")
    state = page.state()
    page.leave_record()
    page.register.viewing.open(views.ALL)
    page.restore(state)
    desk.settle()
    assert page.stack.currentWidget() is page.record or page._soon.isActive()
    page._open_waiting()
    desk.settle()
    assert page.record.head.name.text() == "Harrier"
    assert page.record.part_key == "history"
    assert names(page) == ["Kestrel"]


def test_a_state_of_another_version_does_no_harm(page: OcgsPage, desk: Desk) -> None:
    page.restore({"kind": "spaceship", "register": {"filter": {"tiers": 7, "moon": 1}, "sort": ["moon", True]}})
    page.register.read()
    desk.settle()
    assert names(page)


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
    told = [e.what for e in store.read(founder, history.history, harrier) if e.category is AuditCategory.DISCLOSURE]
    assert told == [store_title(copying.copied)]  # that it was looked at may be logged before or after


def store_title(case: object) -> str:
    return str(case.rule.title)  # type: ignore[attr-defined]


def test_an_open_record_costs_at_most_twelve_reads(store: Store, founder: Actor, harrier: UUID) -> None:
    with counted(store) as asked:
        record = store.write(founder, ocg_records.look, harrier).value
    assert record.detail.row.name == "Harrier"
    assert 4 < sum(not statement.startswith(("INSERT", "UPDATE")) for statement in asked) <= 12


def test_what_needs_attention_follows_from_the_record(store: Store, founder: Actor, kestrel: UUID) -> None:
    told = store.write(founder, ocg_records.look, kestrel).value.concerns
    assert [concern.what for concern in told] == ["It waits to be validated.", "Nobody is named to lead it."]
    active = store.read(founder, ocgs.detail, kestrel, periods.today())
    row = replace(active.row, status=SubjectStatus.ACTIVE, last_intelligence_on=date(2026, 1, 5), assessed_on=None)
    day = date(2026, 6, 24)
    period = archive_policy.ArchivePolicy(after_days=183, warn_days=28)
    words = [one.what for one in ocg_concerns.concerns(replace(active, row=row), day, period)]
    assert words == [
        "Nobody is named to lead it.", "No qualifying intelligence for 170 days: archive review in 13.",
        "It was never assessed.", "Nothing counted under Pursue, Prevent, Protect or Prepare in 12 months.",
    ]  # fmt: skip
    late = ActionRow(**dict.fromkeys(ActionRow.__dataclass_fields__) | {"four_p": FourP.PURSUE,
                     "state": ActionState.AGREED, "due_on": date(2026, 6, 1)})  # fmt: skip
    plan = PlanGlance(1, None, date(2026, 6, 20), (late,))
    told = [
        one.what
        for one in ocg_concerns.concerns(
            replace(active, row=row), day, period, plan, {"late_orders": 1, "late_visits": 2}
        )
    ]
    assert told[3:] == [
        "Nothing planned or counted under Prevent, Protect or Prepare in 12 months.",
        "Nothing counted under Pursue in 12 months.", "1 action of its plan is overdue.",
        "The review of its plan was due on 20 Jun 2026.",
        "1 order on its people is past its day.", "2 visits are overdue to people of the group.",
    ]  # fmt: skip
    later = [concern.what for concern in ocg_concerns.concerns(replace(active, row=row), date(2026, 7, 7), period)]
    assert "No qualifying intelligence for 183 days: archive review is due." in later


def test_the_models_keep_qts_rules(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    models = (
        page.register.model,
        page.others.model,
        page.record.part("history").view.model,
        page.record.part("overview").model,
    )
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    page.register.viewing.open(views.ALL)
    at_record(page, desk, harrier)
    page.record.open_part("history")
    page.show_kind(SubjectKind.VULNERABILITY)
    desk.settle()
    assert page.record.part("history").view.model.rowCount() == 0  # forgotten with the record
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
