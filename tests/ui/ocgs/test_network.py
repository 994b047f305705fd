"""The network tab: counts before people, opening more, the day shown, the keyboard, and places kept."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from soc_desk.services.periods import today
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import LinkRole
from tests import factories_network
from tests.ui.ocgs.steps import at_record
from tests.ui.ways import all_words
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.ocgs.network_of import NetworkOf
from ui.pages.ocgs import OcgsPage
from ui.widgets.typed import format_date


@pytest.fixture
def people(store: Store, founder: Actor, harrier: UUID) -> list[UUID]:
    roles = {LinkRole.PRINCIPAL: 1, LinkRole.LIEUTENANT: 2, LinkRole.RUNNER: 400}
    return store.write(founder, factories_network.people, harrier, roles).value


def network(page: OcgsPage, desk: Desk, id_: UUID) -> NetworkOf:
    at_record(page, desk, id_)
    page.record.open_part("network")
    desk.settle()
    part = page.record.part("network")
    assert isinstance(part, NetworkOf)
    return part


def told(part: NetworkOf) -> list[str]:
    """The counts by role."""
    rows = (part.counts.itemAt(place).widget() for place in range(part.counts.count()))
    return [all_words(row, hidden=True).strip() for row in rows]


def test_a_large_group_opens_with_its_counts_and_more_is_shown_on_demand(
    people: list[UUID], page: OcgsPage, desk: Desk, harrier: UUID
) -> None:
    part = network(page, desk, harrier)
    assert part.said.text() == "403 people; 400 not shown yet"
    assert len(part.view.places()) == 4
    showing = part.counts.itemAt(2).widget().findChild(QPushButton)
    assert showing.text() == "Courier or runner 400: show 400"
    showing.click()
    desk.settle()
    assert len(part.view.places()) == 404
    assert part.said.text() == "403 people"
    part.view.choose(harrier)  # hundreds of lines beside the chart would stop the window for seconds
    told = [part.about._ties.itemAt(place).widget().text() for place in range(part.about._ties.count())]
    assert len(told) == 13
    assert told[-1] == "and 391 more; point at their lines in the chart."


def test_the_overview_draws_it_without_a_name_and_leads_to_it(
    people: list[UUID], page: OcgsPage, desk: Desk, harrier: UUID, window: MainWindow
) -> None:
    at_record(page, desk, harrier)
    card = page.record.part("overview").network
    assert card._note.text() == "403 people · 16 drawn, those who lead first"
    assert [dot.words for dot in card.glance._dots] == [
        page.record.record.detail.row.reference, "Principal", "Lieutenant", "Lieutenant", *["Runner"] * 13,
    ]  # fmt: skip
    QTest.mouseClick(card.glance, Qt.MouseButton.LeftButton)
    assert page.record.part_key == "network"
    page.leave_record()
    assert card.glance._dots == ()


def test_the_day_shown_hides_what_did_not_stand_then(
    store: Store, founder: Actor, page: OcgsPage, desk: Desk, harrier: UUID
) -> None:
    (first,) = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 1}).value
    (gone,) = store.write(founder, factories_network.people, harrier, {LinkRole.RUNNER: 1}, "Gone").value
    store.write(founder, factories_network.link, harrier, gone, role=LinkRole.ASSOCIATE, from_on=date(2025, 1, 5))
    part = network(page, desk, harrier)
    assert set(part.view.places()) == {harrier, first, gone}
    store.write(
        founder, factories_network.link, harrier, gone, role=LinkRole.PRINCIPAL, from_on=today() + timedelta(days=1)
    )
    part.show_record(page.record.record)
    desk.settle()
    part.slider.setValue(0)
    assert part.day.text() == "31 Jan 2025"
    assert set(part.view.places()) == {harrier, gone}
    assert (told(part), part.said.text()) == (
        ["Principal 0", "Member 0", "Associate 1", "Courier or runner 0"], "1 person on 31 Jan 2025"
    )  # fmt: skip
    part.slider.setValue(part.slider.maximum() - 1)
    assert part.day.text() == format_date(today())  # no day to come; the tie of tomorrow is of all time
    assert told(part) == ["Principal 0", "Member 1", "Associate 1", "Courier or runner 1"]
    assert part.said.text() == f"2 people on {format_date(today())}"
    part.slider.setValue(part.slider.maximum())
    assert part.day.text() == "All time"
    assert told(part)[0] == "Principal 1"
    assert set(part.view.places()) == {harrier, first, gone}


def test_the_chart_is_walked_by_keyboard_and_found_as_it_was_left(
    store: Store,
    founder: Actor,
    page: OcgsPage,
    desk: Desk,
    harrier: UUID,
    kestrel: UUID,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    (held,) = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 1}).value
    store.write(founder, factories_network.link, kestrel, held)
    part = network(page, desk, harrier)
    part.view.choose(harrier)
    part.view._dots[held].setPos(120, 10)
    qtbot.keyClick(part.view, Qt.Key.Key_Right)
    assert part.view.current == held
    assert part.about.more.text() == "Show 1 further group"
    qtbot.keyClick(part.view, Qt.Key.Key_Return)
    desk.settle()
    assert set(part.view.places()) == {harrier, held, kestrel}
    part.places[held] = (0.5, 0.5)
    part._draw()
    part.view.moved.emit()
    desk.settle()
    page.leave_record()
    assert part.view.places() == {}  # nothing of the group is kept in the window
    part = network(page, desk, harrier)
    assert part.view.places()[held] == pytest.approx((0.5, 0.5))
