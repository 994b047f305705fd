"""A plan in the window: from no plan to its lessons, an action from proposed to its disruption, what drifts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from soc_desk.services import history, periods, subjects
from soc_desk.services.plans import rows
from soc_desk.services.plans.rows import PlanOfGroup
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, FourP, ImpactLevel
from soc_desk.vocabulary.ocg import ActionState, PlanOutcome, PlanStatus
from tests import factories, factories_plan
from tests.ui.conftest import WindowMaker
from tests.ui.ocgs.steps import opened, shown
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.main_window import MainWindow
from ui.ocgs.plan_of import PlanOf
from ui.pages.my_desk import MyDeskPage
from ui.pages.ocgs import OcgsPage, rail_count
from ui.plans.catalogue import PlanStep
from ui.plans.drifting import measure_words
from ui.plans.recording import ActionDisruption
from ui.plans.steps import Offer
from ui.widgets.typed import format_date

SOON = timedelta(days=3)


@pytest.fixture
def group(store: Store, founder: Actor, coordinator: Actor, harrier: UUID) -> UUID:
    """The founder's, with an SRO who does not sign in."""
    store.write(founder, factories_plan.alter, harrier, sro="Supt Vale")
    return harrier


@pytest.fixture
def tab(group: UUID, window: MainWindow, desk: Desk) -> PlanOf:
    return tab_of(group, window, desk)


def tab_of(group: UUID, window: MainWindow, desk: Desk) -> PlanOf:
    page = opened(window, desk, record=group, part="plan")
    part = page.record.part("plan")
    assert isinstance(part, PlanOf)
    assert page.record.part_key == "plan"
    return part


def plan(tab: PlanOf) -> PlanOfGroup:
    assert tab.plan is not None
    return tab.plan


def offers(tab: PlanOf) -> dict[str, Callable[[], object]]:
    """What the selected action offers, by its words."""
    action = tab.worked.current
    assert action is not None
    return by_words(tab.steps.of_action(plan(tab), action))


def by_words(found: list[Offer]) -> dict[str, Callable[[], object]]:
    return {offer.words: offer.do for offer in found}


def of_plan(tab: PlanOf) -> dict[str, Callable[[], object]]:
    shown_plan = plan(tab).plan
    assert shown_plan is not None
    return by_words(tab.steps.of_plan(plan(tab), shown_plan))


def fill(window: MainWindow, desk: Desk, **values: Any) -> None:
    """Fill the open form and save it."""
    desk.settle()
    sheet = window.stage.sheet
    assert isinstance(sheet, PlanStep)
    for name, value in values.items():
        sheet.form.field(name).widget.set_value(value)
    sheet.save()
    desk.settle()
    assert window.stage.sheet is None, sheet.form.problems() or sheet.banner.accessibleName()


def marks(tab: PlanOf) -> list[str]:
    """The list of actions as it is read: P, title, owner and date, state."""
    model = tab.worked.model
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_from_no_plan_to_its_lessons(tab: PlanOf, window: MainWindow, desk: Desk) -> None:
    today = periods.today()
    assert [line.partition(" | ")[0] for line in marks(tab)] == [p.label for p in FourP]
    assert all(line.endswith("None planned") for line in marks(tab))
    tab.steps.take(plan(tab), "draft")
    fill(window, desk, objectives="Take the line out.", review_due_on=today + timedelta(days=60))
    of_plan(tab)["Approve…"]()
    fill(window, desk)  # the SRO's name stands there
    of_plan(tab)["Go live"]()
    desk.settle()
    live = plan(tab).plan
    assert live is not None
    assert (live.status, live.approved_by) == (PlanStatus.LIVE, "Supt Vale")
    of_plan(tab)["Review…"]()
    fill(window, desk, review_note="It holds.", review_due_on=today + timedelta(days=2))
    assert "Review due in 2 days" in [
        badge.mark.words for badge in tab.head.findChildren(object) if hasattr(badge, "mark")
    ]
    tab.steps.take(plan(tab), "raise_gap")
    fill(window, desk, words="Who holds the line?")
    tab.steps.take(plan(tab), "answer_gap", plan(tab).gaps[0].id)
    fill(window, desk, answer="Person 14.")
    of_plan(tab)["Close…"]()
    fill(window, desk, outcome=PlanOutcome.PART, lessons="Go with housing from the start.")
    closed = plan(tab).plan
    assert closed is not None
    assert closed.status is PlanStatus.CLOSED
    assert list(of_plan(tab)) == ["New version…"]


def test_a_version_to_come_says_when_it_takes_over(
    store: Store, founder: Actor, coordinator: Actor, group: UUID, window: MainWindow, desk: Desk
) -> None:
    starts = periods.today() + timedelta(days=9)
    factories_plan.live(store, founder, coordinator, group, review_due_on=starts)
    second = factories_plan.drafted(store, founder, group, starts_on=starts, review_due_on=starts + timedelta(days=60))
    tab = tab_of(group, window, desk)
    coming = lambda: next(one for one in (plan(tab).plan, plan(tab).coming) if one and one.id == second)  # noqa: E731
    by_words(tab.steps.of_plan(plan(tab), coming()))["Approve…"]()
    fill(window, desk)
    by_words(tab.steps.of_plan(plan(tab), coming()))["Go live"]()
    desk.settle()
    assert plan(tab).coming == coming()
    told = [badge.mark.words for badge in tab.head.findChildren(object) if hasattr(badge, "mark")]
    assert f"Takes over on {format_date(starts)}" in told
    assert list(by_words(tab.steps.of_plan(plan(tab), coming()))) == ["Change…"]
    assert "Review…" in of_plan(tab)  # the version in force


def test_an_action_from_proposed_to_its_disruption(
    store: Store, founder: Actor, tab: PlanOf, window: MainWindow, desk: Desk
) -> None:
    today = periods.today()
    tab.steps.take(plan(tab), "propose")
    fill(window, desk, four_p=FourP.PROTECT, title="Cuckooing visits")
    offers(tab)["Agree…"]()
    fill(window, desk, owner_id=founder.id, due_on=today - SOON)
    assert f"Protect | Cuckooing visits | {founder.display}" in marks(tab)[2]
    assert marks(tab)[2].endswith("Overdue 3 days")
    offers(tab)["Start"]()
    desk.settle()
    offers(tab)["Block…"]()
    fill(window, desk, because="The lab has a backlog.")
    assert "blocked because: The lab has a backlog." in tab.worked._told.text()
    offers(tab)["Take up again"]()
    desk.settle()
    offers(tab)["Change due…"]()
    fill(window, desk, due_on=today + SOON, because="Waited for the lab.")
    assert "put off once" in tab.worked._told.text()
    offers(tab)["Complete…"]()
    fill(window, desk, result="Three visited.")
    (question,) = shown(window, Question)
    question.buttons[0].click()
    desk.settle()
    sheet = window.stage.sheet
    assert isinstance(sheet, ActionDisruption)
    draft = sheet.draft()
    assert (draft.title, draft.four_p, draft.narrative) == ("Cuckooing visits", FourP.PROTECT, "Three visited.")
    kept = ActionDisruption.resumed(desk, window, sheet.content())
    assert (kept.action_id, kept.draft().title) == (sheet.action_id, "Cuckooing visits")
    sheet.form.field("impact_level").widget.set_value(ImpactLevel.MINOR)
    sheet.save()
    desk.settle()
    action = store.read(founder, rows.action, sheet.action_id)
    assert action.state is ActionState.COMPLETED
    assert action.disruption_id is not None
    assert "Open disruption" in offers(tab)
    assert "Reopen…" in offers(tab)


def test_a_copy_of_actions_is_logged(store: Store, founder: Actor, group: UUID, window: MainWindow, desk: Desk) -> None:
    factories_plan.action(store, founder, group)
    tab = tab_of(group, window, desk)
    tab.worked.table.selectAll()
    tab.worked.table.copy()
    desk.settle()
    noted = [row for row in store.read(founder, history.history, group) if row.what == "Copy rows of a table"]
    assert [row.recipient for row in noted] == [founder.display]


def test_a_kept_form_is_found_again_and_a_refusal_stands_under_its_field(
    tab: PlanOf, window: MainWindow, desk: Desk
) -> None:
    tab.steps.take(plan(tab), "propose")
    desk.settle()
    sheet = window.stage.sheet
    assert isinstance(sheet, PlanStep)
    sheet.form.field("title").widget.set_value("Visits")
    sheet.form.field("owner").widget.set_value("PC Reid")
    sheet.save()
    assert sheet.form.field("agency").shown_problem == "Say which agency the partner is from."
    again = PlanStep.resumed(desk, window, sheet.content())
    desk.settle()
    assert again.form.draft().title == "Visits"


def test_what_drifts_opens_the_group_at_its_plan(
    store: Store, founder: Actor, coordinator: Actor, group: UUID, page: OcgsPage, window: MainWindow, desk: Desk
) -> None:
    today = periods.today()
    factories_plan.action(store, founder, group, due_on=today - SOON)
    store.write(founder, factories_plan.alter, group, review_due_on=today + SOON)
    page.show_drifting()
    desk.settle()
    found = {key: [(item.when, item.headline) for item in board.items] for key, board in page.drifting.boards.items()}
    assert [when for when, _ in found["reviews"]] == ["in 3 days"]
    assert found["actions"] == [("3 days over", "Warrants at two addresses")]
    assert [when for when, _ in found["idle"]] == ["No Prevent"]
    assert "1 of 1 active groups reviewed in time" in page.drifting.facts.text()
    assert store.read(founder, rail_count, founder) == (2, 1)
    page.drifting.boards["actions"].opened.emit(page.drifting.boards["actions"].items[0])
    desk.settle()
    assert page.record.part_key == "plan"
    assert page.state()["drifting"] is False


def test_my_desk_opens_an_action_at_its_plan(
    store: Store, founder: Actor, group: UUID, window: MainWindow, desk: Desk
) -> None:
    mine = {"owner": "", "agency": "", "owner_id": founder.id}
    factories_plan.action(store, founder, group, due_on=periods.today() - SOON, **mine)
    window.open_page("my_desk")
    desk.settle()
    my_desk = window.way.page
    assert isinstance(my_desk, MyDeskPage)
    my_desk.refresh()
    desk.settle()
    item = next(item for item in my_desk.boards["to_do"].items if item.headline == "Warrants at two addresses")
    assert item.when == "3 days over"
    my_desk.boards["to_do"].opened.emit(item)
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    assert page.record.part_key == "plan"


def test_a_closed_groups_plan_drifts_for_nobody_else(
    store: Store, founder: Actor, officer: Actor, group: UUID, make_window: WindowMaker, qapp: object
) -> None:
    factories_plan.action(store, founder, group, due_on=periods.today() - SOON)
    store.write(founder, factories_plan.alter, group, review_due_on=periods.today())
    version = factories.version(store, founder, group)
    store.write(founder, subjects.set_access, group, version, Access.RESTRICTED, ())
    theirs = Desk(store, officer, InlineLane())
    window = make_window(by=theirs)
    page = opened(window, theirs)
    page.show_drifting()
    theirs.settle()
    assert [board.items for board in page.drifting.boards.values()] == [(), (), ()]
    assert page.drifting.facts.text() == "No group is active."
    assert store.read(officer, rail_count, officer) == (0, 0)
    theirs.close()


def test_no_group_is_said() -> None:
    from soc_desk.services.plans.boards import measures

    assert measure_words(measures([], periods.today())) == "No group is active."
