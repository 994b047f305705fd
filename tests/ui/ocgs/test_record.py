"""A group as a record: what it says, what is logged, its disruptions and history, colleagues' changes."""

from datetime import timedelta
from uuid import UUID

from soc_desk.services import ocgs, periods
from soc_desk.services.ocgs import OcgDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP, Marking
from tests import factories
from tests.ui.ocgs.steps import at_record, consultations
from ui.desk import Desk
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage


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
    assert page.record.head.reference.text().endswith("0001")
    assert "LRO DI Marsh" in page.record.head.line.text()
    card = page.record.part("overview")._attention.itemAt(0).widget()
    assert "Nothing planned or counted under Pursue, Prevent, Protect or Prepare" in card.accessibleName()
    assert "Inspectors look for all four Ps." in card.toolTip()
    assert [badge.mark.words for badge in page.record.head.badges.findChildren(object) if hasattr(badge, "mark")] == [
        "Active", "Tier 1",
    ]  # fmt: skip


def test_twelve_months_by_p_with_level_words(
    store: Store, founder: Actor, supervisor: Actor, page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    day = periods.today() - timedelta(days=9)
    factories.approved(store, founder, supervisor, harrier, disruption_date=day, title="Line broken")
    factories.disruption(store, founder, harrier, disruption_date=day, four_p=FourP.PREPARE)
    at_record(page, desk, harrier)
    four_ps = page.record.part("overview").four_ps
    assert four_ps._figures[FourP.PURSUE].text() == "1"
    assert four_ps._words[FourP.PURSUE].text() == "1 major"
    assert four_ps._words[FourP.PREPARE].text() == "None recorded"
    assert "Disruptions 2" in [page.record.tabs.tabText(place) for place in range(page.record.tabs.count())]
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
    page.record.open_part("disruptions")
    desk.settle()
    assert [row.id for _, row in page.record.part("disruptions").model.in_memory()] == [mine]


def test_its_history_is_told_in_words(page: OcgsPage, desk: Desk, harrier: UUID) -> None:
    at_record(page, desk, harrier)
    page.record.open_part("history")
    desk.settle()
    told = [row.what for _, row in page.record.part("history").view.model.in_memory()]
    assert told[0] == "Open an OCG"
    assert "Map an OCG" in told
    page.record.part("history").view.table.setCurrentIndex(
        page.record.part("history").view.model.index(len(told) - 1, 0)
    )
    words = [
        page.record.part("history").view._words.itemAt(n).widget()
        for n in range(page.record.part("history").view._words.count())
    ]
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
    page.record.part("overview").newest.setFocus()
    before = page.record.record.detail.draft
    store.write(supervisor, ocgs.change, before, OcgDraft(**{**vars(before), "name": "Merlin"}))
    desk.ask_news()
    desk.settle()
    desk.settle()
    assert page.record.head.name.text() == "Merlin"
    assert page.record.part("overview").newest.hasFocus()


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


def test_all_parts_stand_in_sight_in_a_small_window_and_are_read_out_in_full(
    page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    window.resize(1024, 700)
    at_record(page, desk, harrier)
    desk.settle()
    tabs = page.record.tabs
    last = tabs.count() - 1
    assert tabs.tabRect(last).right() <= tabs.width()
    place = next(place for place in range(last) if tabs.tabText(place).startswith("Intel "))
    assert tabs.accessibleTabName(place).startswith("Intelligence ")
    window.resize(1600, 900)
    desk.settle()
    assert tabs.tabText(place).startswith("Intelligence ")
