"""Past each deadline EXPIRED stands before everybody it should, and a closed case before nobody else."""

from datetime import datetime
from uuid import UUID

import pytest
from PySide6.QtWidgets import QTabBar

from soc_desk.services import places
from soc_desk.services.poca import access, cases, champions
from soc_desk.services.poca.champions import ChampionDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseState, ChampionPost
from tests.factories_poca import FIRST_ORDER, THURSDAY, Clock, in_state, seized, wall
from tests.ui.conftest import Sit
from tests.ui.poca.steps import at, expired, lines
from tests.ui.ways import Sitting, all_words
from ui.pages.my_desk import MyDeskPage
from ui.pages.poca import PocaPage

DEADLINES = {
    "the 48 hours": (CaseState.SEIZED, wall(2026, 4, 8, 15, 1)),
    "the hearing was not reached": (CaseState.FIRST_PENDING, wall(2026, 4, 8, 15, 1)),
    "the court refused and nobody acted": (CaseState.REFUSED, wall(2026, 4, 8, 15, 1)),
    "the order": (CaseState.DETAINED, wall(2026, 10, 7, 0, 1)),
    "a renewal that is only lodged": (CaseState.FURTHER_PENDING, wall(2026, 10, 7, 0, 1)),
    "48 hours after the objection": (CaseState.NOTICE_LAPSED, wall(2026, 10, 22, 10, 1)),
}
"""What ran out: the state before, and the first minute after the deadline."""
SEALED = "14 Unspoken Lane"


@pytest.fixture
def north(store: Store, founder: Actor, champion: Actor, colleague: Actor) -> UUID:
    """An area with its champion and deputy."""
    area = next(each.id for each in store.read(founder, places.areas) if each.name == "North")
    for person, post in ((champion, ChampionPost.CHAMPION), (colleague, ChampionPost.DEPUTY)):
        store.write(founder, champions.record, ChampionDraft(post=post, area_id=area, user_id=person.id))
    return area


def shows(sitting: Sitting) -> list[str]:
    """EXPIRED on the board."""
    return expired(lines(at(sitting)))


@pytest.mark.parametrize("what", DEADLINES)
def test_everybody_it_should_sees_it_expired(
    what: str, store: Store, officer: Actor, champion: Actor, supervisor: Actor, sit: Sit, ticking: Clock
) -> None:
    before, after = DEADLINES[what]
    ticking.at(THURSDAY)
    case = in_state(store, officer, ticking, before)
    reference = store.read(officer, cases.detail, case, now=ticking.now.replace(tzinfo=None)).row.reference
    for person in (officer, champion, supervisor):
        ticking.at(datetime(after.year, after.month, after.day, after.hour, after.minute))  # noqa: DTZ001 - wall time
        sitting = sit(person)
        assert shows(sitting) == [reference], person.name
        sitting.qtbot.waitUntil(lambda s=sitting: (s.settle(), "overdue" in s.count("poca"))[1])
        sitting.at(PocaPage).open_case(case)
        sitting.settle()
        assert "EXPIRED" in all_words(sitting.at(PocaPage).record)
        desk = sitting.go("my_desk", MyDeskPage)
        sitting.settle()
        assert reference in all_words(desk), person.name
        assert "EXPIRED" in all_words(desk), person.name


def test_the_champion_and_the_deputy_of_the_area_are_told_and_nobody_beside_them(
    store: Store,
    officer: Actor,
    champion: Actor,
    colleague: Actor,
    analyst: Actor,
    north: UUID,
    sit: Sit,
    ticking: Clock,
) -> None:
    ticking.at(THURSDAY)
    seized(store, officer, area_id=north, owner_id=officer.id)
    ticking.at(wall(2026, 4, 8, 15, 1))
    for person, told in ((champion, True), (colleague, True), (analyst, False)):
        sitting = sit(person)
        desk = sitting.go("my_desk", MyDeskPage)
        sitting.settle()
        assert ("EXPIRED: return it" in all_words(desk)) is told, person.name
        assert len(shows(sitting)) == 1, person.name  # whoever may read the case finds it on the board


def test_a_minute_before_it_is_not_expired(store: Store, officer: Actor, sit: Sit, ticking: Clock) -> None:
    ticking.at(THURSDAY)
    seized(store, officer)
    ticking.at(wall(2026, 4, 8, 14, 59))
    sitting = sit(officer)
    assert shows(sitting) == []
    (row,) = [row for row in lines(at(sitting)) if row.due_at == wall(2026, 4, 8, 15, 0)]
    assert row.due == "in 1 m"
    ticking.at(wall(2026, 4, 8, 15, 1))
    sitting.at(PocaPage)._minute.timeout.emit()
    sitting.settle()
    assert expired(lines(sitting.at(PocaPage))) == [row.reference]  # nobody wrote anything; the minute alone did it


def everywhere(sitting: Sitting) -> str:
    """Every word of every page that the person has, and of every tab of the POCA page."""
    told = []
    for name, button in sitting.window.rail.buttons.items():
        sitting.press(button)
        page = sitting.window.way.page
        assert page is not None
        told.append(all_words(sitting.window, hidden=True))
        if name == "poca":
            for bar in page.findChildren(QTabBar):
                for place in range(bar.count()):
                    if bar.isVisible():
                        bar.setCurrentIndex(place)
                        sitting.settle()
                        told.append(all_words(page, hidden=True))
    return "\n".join(told)


def test_a_restricted_case_is_nowhere_for_whoever_may_not_know_of_it(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor, sit: Sit, ticking: Clock
) -> None:
    ticking.at(THURSDAY)
    hidden: UUID = seized(store, officer, place=SEALED)
    opened = seized(store, officer, place="Open Street")
    version = store.read(officer, access.facts, hidden).version
    store.write(officer, access.set_access, hidden, version, Access.RESTRICTED, (colleague.id,))
    ticking.at(wall(2026, 4, 8, 15, 1))
    told = {row.id: row.reference for row in store.read(officer, cases.page, cases.CaseFilter(), now=FIRST_ORDER)}
    for person, knows in ((officer, True), (colleague, True), (supervisor, False)):
        sitting = sit(person)
        found = everywhere(sitting)
        assert (told[hidden] in found) is knows, person.name
        assert told[opened] in found
        assert (SEALED in found) is knows, person.name
        sitting.window.doing.open_palette()
        box = sitting.window.palette_box
        sitting.qtbot.keyClicks(box.field, "Unspoken")
        box._ask()
        sitting.settle()
        assert bool(box._hits) is knows, person.name
        box.close_up()
    page = at(sitting)
    page.show_record(hidden)
    sitting.settle()
    assert page.record.shown is None
    assert "does not exist, or is not open to you" in sitting.window.notices.text
    assert told[hidden] not in all_words(page.record)


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_reads_no_cases_has_no_board(role: str, sit: Sit, request: pytest.FixtureRequest) -> None:
    sitting = sit(request.getfixturevalue(role))
    assert "poca" not in sitting.window.rail.buttons
