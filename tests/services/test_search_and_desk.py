"""Finding anything, and My desk."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import NotAllowed
from soc_desk.services import archive, desk_items, disruptions, moderation, ocgs, search, today
from soc_desk.services.four_ps import nothing_under
from soc_desk.services.plans import actions, boards
from soc_desk.services.plans.drafts import BecauseDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP
from tests import factories, factories_plan

NOW = datetime.now(UTC).date()


@pytest.fixture
def found(store: Store, officer: Actor) -> tuple[UUID, UUID]:
    group = factories.ocg(store, officer, name="Harrier", operation_name="Op Meadow")
    return group, factories.disruption(store, officer, group, title="Supply line broken", officer="DC Example")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("supply", "Title: Supply line broken"),
        ("SUPPLY li", "Title: Supply line broken"),
        ("d-20", "Reference: D-20"),
        ("remanded", "Why this level: Line holder remanded"),
        ("cash seiz", "What was done: …s at two addres"),
        ("dc exam", "Officer: DC Example"),
    ],
)
def test_a_disruption_is_found_with_the_reason(
    store: Store, officer: Actor, found: tuple[UUID, UUID], typed: str, reason: str
) -> None:
    hit = next(hit for hit in store.read(officer, search.search, typed) if hit.kind == "disruption")
    assert hit.id == found[1]
    assert hit.reason.startswith(reason[:30])


@pytest.mark.parametrize(
    "typed",
    ["", "  ", '"', "AND OR NOT", "a* OR b", "'; DROP TABLE disruption; --", "zzz", "()", ":", "NEAR(a b)", "%", "\\"],
)
def test_nothing_typed_breaks_the_search(store: Store, officer: Actor, found: tuple[UUID, UUID], typed: str) -> None:
    assert store.read(officer, search.search, typed) == []
    assert store.read(officer, search.search, "supply")


def test_what_was_edited_is_found_as_it_now_stands(store: Store, officer: Actor, found: tuple[UUID, UUID]) -> None:
    opened = store.write(officer, disruptions.look, found[1]).value.draft
    from dataclasses import replace

    store.write(
        officer, disruptions.change, opened, replace(opened, title="Route closed", narrative="Courier stopped.")
    )
    assert store.read(officer, search.search, "supply") == []
    assert [hit.id for hit in store.read(officer, search.search, "courier")] == [found[1]]


def test_groups_come_first_and_opening_a_hit_is_logged(store: Store, officer: Actor, found: tuple[UUID, UUID]) -> None:
    hits = store.read(officer, search.search, "har")
    assert (hits[0].kind, hits[0].id, hits[0].reason) == ("ocg", found[0], "Name: Harrier")
    written = store.write(officer, search.opened, hits[0])
    assert [(c.entity, c.id, c.action) for c in written.changes] == [("subject", found[0], "consulted")]
    assert store.read(officer, search.names, "fficer") == ["DC O. Fficer"]


def test_a_common_word_shows_both_kinds(store: Store, officer: Actor, found: tuple[UUID, UUID]) -> None:
    for place in range(12):
        factories.ocg(store, officer, name=f"Supply {place}")
    kinds = [hit.kind for hit in store.read(officer, search.search, "supply", 6)]
    assert kinds == ["ocg"] * 5 + ["disruption"]


def test_an_administrator_finds_no_case(
    store: Store, administrator: Actor, founder: Actor, found: tuple[UUID, UUID]
) -> None:
    assert store.read(administrator, search.search, "supply") == []
    hit = store.read(founder, search.search, "supply")[0]
    with pytest.raises(NotAllowed):
        store.write(administrator, search.opened, hit)


def test_the_desk_says_what_to_do_and_why(store: Store, officer: Actor, supervisor: Actor, coordinator: Actor) -> None:
    group = factories.active_ocg(store, officer, coordinator, intelligence_told_on=NOW - timedelta(days=171))
    quiet = factories.active_ocg(store, officer, coordinator, name="Yarrow", intelligence_told_on=NOW)
    factories.disruption(store, officer, group)
    back = factories.submitted(store, officer, group, disruption_date=NOW)
    store.write(supervisor, moderation.send_back, back, 2, "Name the exhibit.")
    factories.submitted(store, officer, quiet)
    desk = store.read(officer, today.my_desk, officer, NOW)
    assert [(item.due, item.urgency) for item in desk.to_do] == [("Returned", "red"), ("Draft", "grey")]
    assert desk.to_do[0].why == "Name the exhibit."
    assert desk.pressing == 1
    drifting = {(item.record_id, item.due) for item in desk.drifting}
    assert {(group, "171 days"), (group, "No activity"), (quiet, "No activity")} <= drifting
    assert desk.caseload == 2
    assert desk.team_median == 2.0
    theirs = store.read(supervisor, today.my_desk, supervisor, NOW + timedelta(days=10))
    waiting = next(item for item in theirs.against_the_clock if item.page == "moderation")
    assert (waiting.due, waiting.urgency) == ("3 days over", "red")


def test_archive_reviews_stand_before_whoever_decides_and_whoever_leads(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor, coordinator: Actor
) -> None:
    long_ago = {"intelligence_told_on": NOW - timedelta(days=200), "mapped_on": NOW - timedelta(days=300)}
    factories.active_ocg(store, officer, coordinator, lro="DI Marsh", **long_ago)
    factories.active_ocg(store, officer, coordinator, name="Yarrow", lro=f" {colleague.display} ", **long_ago)
    factories.active_ocg(store, officer, coordinator, name="Sorrel", lro=supervisor.display, **long_ago)
    factories.active_ocg(store, officer, coordinator, name="Fresh", lro="DI Marsh", intelligence_told_on=NOW)

    def told(who: Actor) -> list[tuple[str, str]]:
        lines = store.read(who, today.my_desk, who, NOW).to_do
        return [(line.headline, line.part) for line in lines if line.page == "intelligence"]

    assert told(officer) == []
    assert told(colleague) == [("You lead 1 group proposed for the archive", "review")]
    assert told(supervisor) == [
        ("2 groups proposed for the archive", "review"), ("You lead 1 group proposed for the archive", "review"),
    ]  # fmt: skip
    assert store.read(supervisor, archive.board, NOW).waiting == 3


def test_my_groups_show_twelve_months_by_p(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer)
    factories.approved(store, officer, supervisor, group, disruption_date=NOW)
    mine = store.read(officer, today.my_desk, officer, NOW).groups
    assert [(g.id, g.four_ps[FourP.PURSUE], g.four_ps[FourP.PREVENT], g.next) for g in mine] == [
        (group, 1, 0, "Awaiting validation")
    ]


def test_a_group_drifts_under_each_p_that_is_neither_worked_nor_planned(
    store: Store, officer: Actor, supervisor: Actor, coordinator: Actor
) -> None:
    group = factories.active_ocg(store, officer, coordinator)

    def drifts() -> list[tuple[str, str]]:
        desk = store.read(officer, today.my_desk, officer, NOW)
        (covered,) = store.read(officer, boards.coverage, NOW)
        told = [(item.due, item.about) for item in desk.drifting]
        assert told == ([nothing_under(covered.idle)] if covered.idle else [])
        assert desk.groups[0].next == (told[0][1] if told else "")
        return told

    assert drifts() == [("No activity", "Nothing under any P")]
    factories.approved(store, officer, supervisor, group, disruption_date=NOW)
    assert drifts() == [("No Prevent", "Nothing under Prevent, Protect, Prepare")]
    factories_plan.action(store, officer, group, four_p=FourP.PROTECT)
    dropped = factories_plan.action(store, officer, group, four_p=FourP.PREPARE)
    factories.approved(store, officer, supervisor, group, disruption_date=NOW, four_p=FourP.PREVENT)
    assert drifts() == []
    store.write(officer, actions.cancel, dropped, 1, BecauseDraft(because="Not needed."))
    assert drifts() == [("No Prepare", "Nothing under Prepare")]


def test_the_return_that_is_owed_is_the_one_not_sent(store: Store, officer: Actor) -> None:
    empty = store.read(officer, today.next_return, date(2026, 11, 22))
    assert empty is not None
    assert (empty.period.text, empty.days) == ("2026-Q3", 53)
    group = factories.ocg(store, officer)
    factories.disruption(store, officer, group, disruption_date=date(2026, 8, 1))
    owed = store.read(officer, today.next_return, date(2026, 11, 22))
    assert owed is not None
    assert (owed.period.text, owed.days) == ("2026-Q2", -39)


def test_an_administrators_desk_holds_no_case(store: Store, administrator: Actor) -> None:
    desk = store.read(administrator, today.my_desk, administrator, NOW)
    assert (desk.to_do, desk.groups, desk.pressing) == ((), (), 0)


def test_ocgs_named_on_the_desk_are_the_readers_own(store: Store, officer: Actor, colleague: Actor) -> None:
    factories.ocg(store, officer)
    assert store.read(colleague, today.my_desk, colleague, NOW).groups == ()
    assert len(store.read(officer, ocgs.page, ocgs.OcgFilter(owner_id=officer.id))) == 1


def test_what_expired_comes_first_and_then_the_most_overdue_of_every_kind() -> None:
    def item(
        headline: str, urgency: desk_items.Urgency, days: int | None, *, goes_first: bool = False
    ) -> desk_items.DeskItem:
        return desk_items.DeskItem(
            due="", urgency=urgency, headline=headline, about="", why="", page="", days=days, goes_first=goes_first
        )

    poca = [item("expired", "red", -1, goes_first=True), item("p17", "red", -17), item("p1", "red", 1),
            item("alert", "amber", 12)]  # fmt: skip
    waiting = [item("m25", "red", -25), item("m3", "amber", 3), item("draft", "amber", None), item("m9", "grey", 20)]
    placed = [each.headline for each in desk_items.in_turn(poca, [item("return", "red", -39)], waiting)]
    assert placed == ["expired", "return", "m25", "p17", "p1", "draft", "m3", "alert", "m9"]
