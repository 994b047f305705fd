"""Groups: mapped by one, validated by another, moved with a reason, and closed to those who need not know."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import disruption_rows, disruptions, four_ps, history, ocgs, periods, search, subjects
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.ocgs import OcgFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, FourP, ImpactLevel, SubjectStatus
from tests import factories


def test_steps_are_told_with_who_and_since_when(store: Store, officer: Actor, coordinator: Actor) -> None:
    own = factories.active_ocg(store, officer, coordinator)
    found = store.write(officer, ocgs.look, own).value
    assert found.row.status is SubjectStatus.ACTIVE
    assert [(s.before, s.after, s.by) for s in found.steps] == [
        (None, SubjectStatus.PROPOSED, officer.display),
        (SubjectStatus.PROPOSED, SubjectStatus.ACTIVE, coordinator.display),
    ]


def test_only_rejecting_is_a_plain_step(store: Store, officer: Actor, coordinator: Actor, supervisor: Actor) -> None:
    id_ = factories.ocg(store, officer)
    with pytest.raises(Invalid, match="Say why"):
        store.write(supervisor, ocgs.move, id_, 1, SubjectStatus.REJECTED, "")
    for after, told in ((SubjectStatus.ACTIVE, "Validate"), (SubjectStatus.ARCHIVED, "archive review"),
                        (SubjectStatus.MERGED, "merge")):  # fmt: skip
        with pytest.raises(Invalid, match=told):
            store.write(coordinator, ocgs.move, id_, 1, after, "No.")
    store.write(coordinator, ocgs.move, id_, 1, SubjectStatus.REJECTED, "No group.")
    active = factories.active_ocg(store, officer, coordinator, name="Yarrow")
    with pytest.raises(Invalid, match="cannot become"):
        store.write(coordinator, ocgs.move, active, 2, SubjectStatus.REJECTED, "No.")


def test_totals_by_status_add_up_to_the_register(store: Store, officer: Actor, coordinator: Actor) -> None:
    factories.active_ocg(store, officer, coordinator, tier="1")
    factories.ocg(store, officer, name="Yarrow", tier="2")
    for shown in (
        OcgFilter(),
        OcgFilter(tiers=("1",)),
        OcgFilter(text="yar"),
        OcgFilter(without_lro=True),
        OcgFilter(owner_id=officer.id),
    ):
        rows = store.read(officer, ocgs.page, shown)
        assert sum(store.read(officer, ocgs.totals, shown).values()) == len(rows)
    assert [row.name for row in store.read(officer, ocgs.page, OcgFilter(), "name", descending=True)] == [
        "Yarrow",
        "Harrier",
    ]


def test_a_search_takes_signs_as_they_are_and_a_name_has_an_end(store: Store, officer: Actor) -> None:
    factories.ocg(store, officer)
    odd = factories.ocg(store, officer, name="100 % Yarrow_2")
    for word in ("%", "_"):
        assert [row.id for row in store.read(officer, ocgs.page, OcgFilter(text=word))] == [odd]
        assert [each.id for each in store.read(officer, subjects.choices, word)] == [odd]
    with pytest.raises(Invalid, match="longer than 300 characters"):
        factories.ocg(store, officer, name="N" * 301)


def test_the_twelve_months_are_a_year_to_the_day(store: Store, officer: Actor, supervisor: Actor) -> None:
    group, today = factories.ocg(store, officer), date(2026, 3, 31)
    for day in (date(2025, 3, 30), date(2025, 3, 31), today):
        factories.approved(store, officer, supervisor, group, disruption_date=day, four_p=FourP.PURSUE)
    detail = store.read(officer, ocgs.detail, group, today)
    assert sum(detail.four_ps[FourP.PURSUE].values()) == 2
    assert periods.choices(today)[-1].starts_on == date(2025, 3, 31)
    assert periods.year_before(date(2028, 2, 29)) == date(2027, 3, 1)


def test_edits_merge_or_ask(store: Store, officer: Actor, colleague: Actor) -> None:
    id_ = factories.ocg(store, officer)
    opened = store.write(officer, ocgs.look, id_).value.draft
    store.write(colleague, ocgs.change, opened, replace(opened, band="1"))
    store.write(officer, ocgs.change, opened, replace(opened, notes="Lives by the river."))
    merged = store.write(officer, ocgs.look, id_).value.draft
    assert (merged.band, merged.notes) == ("1", "Lives by the river.")
    with pytest.raises(Conflict):
        store.write(officer, ocgs.change, opened, replace(opened, band="3"))


def test_a_draft_says_what_is_wrong(store: Store, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(officer, ocgs.record, ocgs.OcgDraft(), factories.first_report())
    assert set(refused.value.problems) == {"name", "primary_threat"}


def test_twelve_months_by_p_and_level(store: Store, officer: Actor, supervisor: Actor) -> None:
    id_ = factories.ocg(store, officer)
    factories.approved(store, officer, supervisor, id_)
    factories.approved(store, officer, supervisor, id_, four_p=FourP.PREVENT, impact_level=ImpactLevel.MINOR)
    factories.disruption(store, officer, id_, four_p=FourP.PREPARE)
    assert store.read(officer, four_ps.of_groups, [id_], date(2026, 11, 22)) == {
        id_: {FourP.PURSUE: {ImpactLevel.MAJOR: 1}, FourP.PREVENT: {ImpactLevel.MINOR: 1}}
    }
    assert store.read(officer, four_ps.of_groups, [id_], date(2028, 2, 29)) == {}


def _knows(store: Store, reader: Actor, group: UUID, disruption: UUID) -> list[bool]:
    """Whether each way of asking tells this reader of the group."""
    found = [
        any(row.id == group for row in store.read(reader, ocgs.page, OcgFilter())),
        bool(sum(store.read(reader, ocgs.totals, OcgFilter()).values())),
        store.read(reader, disruption_rows.count, DisruptionFilter()) > 0,
        store.read(reader, disruption_rows.totals, DisruptionFilter()).all > 0,
        bool(store.read(reader, disruption_rows.page, DisruptionFilter())),
        bool(store.read(reader, search.search, "telling")),
        bool(store.read(reader, search.search, "warrants")),
        bool(store.read(reader, subjects.choices, "telling")),
        store.read(reader, subjects.choice, group) is not None,
        bool(store.read(reader, four_ps.of_groups, [group], date(2026, 11, 22))),
    ]
    for ask in (
        lambda: store.write(reader, ocgs.look, group),
        lambda: store.write(reader, disruptions.look, disruption),
        lambda: store.read(reader, history.history, group),
        lambda: store.read(reader, history.history, disruption),
        lambda: store.read(reader, disruptions.blank, group),
    ):
        try:
            ask()
            found.append(True)
        except NotFound:
            found.append(False)
    return found


def test_a_restricted_group_answers_like_one_that_does_not_exist(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor, administrator: Actor
) -> None:
    group = factories.ocg(store, officer, name="Telling name")
    case = factories.approved(store, officer, supervisor, group)
    assert all(_knows(store, colleague, group, case))
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (supervisor.id,))
    assert all(_knows(store, officer, group, case))
    assert all(_knows(store, supervisor, group, case))
    assert not any(_knows(store, colleague, group, case))
    assert store.read(officer, subjects.readers, group) == (supervisor.id,)
    store.write(officer, subjects.set_access, group, version + 1, Access.RESTRICTED, ())
    assert not any(_knows(store, supervisor, group, case))
    with pytest.raises(NotFound):
        store.write(colleague, subjects.set_access, group, version + 2, Access.TEAM, ())
    store.write(officer, subjects.set_access, group, version + 2, Access.TEAM, ())
    assert all(_knows(store, colleague, group, case))


def test_a_restricted_group_is_not_taken_over_nor_left_to_nobody(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor
) -> None:
    group = factories.ocg(store, officer)
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (colleague.id, supervisor.id))
    opened = store.write(officer, ocgs.look, group).value.draft
    with pytest.raises(Invalid, match="Only its owner"):
        store.write(colleague, ocgs.change, opened, replace(opened, owner_id=colleague.id))
    with pytest.raises(Invalid, match="needs an owner"):
        store.write(officer, ocgs.change, opened, replace(opened, owner_id=None))
    store.write(supervisor, ocgs.change, opened, replace(opened, owner_id=supervisor.id))
    assert store.write(supervisor, ocgs.look, group).value.draft.owner_id == supervisor.id


def test_only_the_owner_or_a_supervisor_closes_a_record(store: Store, officer: Actor, colleague: Actor) -> None:
    group = factories.ocg(store, officer)
    with pytest.raises(NotAllowed):
        store.write(colleague, subjects.set_access, group, 1, Access.SEALED, (colleague.id,))


def test_history_tells_it_in_words(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer)
    id_ = factories.submitted(store, officer, group)
    version = store.read(officer, disruptions.detail, id_).row.version
    from soc_desk.services import moderation

    store.write(supervisor, moderation.approve, id_, version, ImpactLevel.MODERATE, "Medium term.")
    newest = store.read(officer, history.history, id_)[0]
    assert (newest.by, newest.what) == (supervisor.display, "Moderate a disruption")
    told = {(change.field, change.before, change.after) for change in newest.changes}
    assert {
        ("level", "Major", "Moderate"),
        ("status", "Awaiting moderation", "Moderated"),
        ("level first assessed", "", "Major"),
    } <= told
    first = store.read(officer, history.history, id_)[-1]
    told = {change.field: change.after for change in first.changes}
    assert (told["against"], told["date"], told["threat"]) == (
        f"{store.read(officer, subjects.choice, group).label}",
        "2 Mar 2026",
        "Drugs",
    )
