"""Moderation: a second person, a kept level, a reason; and only what was moderated counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from soc_desk.errors import Conflict, Invalid, NotAllowed
from soc_desk.services import disruption_rows, disruptions, moderation
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, ModerationResult
from tests import factories


@pytest.fixture
def waiting(store: Store, officer: Actor) -> UUID:
    return factories.submitted(store, officer, factories.ocg(store, officer))


def _detail(store: Store, reader: Actor, id: UUID) -> disruptions.DisruptionDetail:
    return store.read(reader, disruptions.detail, id)


def test_a_changed_level_keeps_the_first_and_the_reason(
    store: Store, officer: Actor, supervisor: Actor, waiting: UUID
) -> None:
    version = _detail(store, supervisor, waiting).row.version
    with pytest.raises(Invalid, match="Say why"):
        store.write(supervisor, moderation.approve, waiting, version, ImpactLevel.MINOR)
    store.write(supervisor, moderation.approve, waiting, version, ImpactLevel.MINOR, "Short term only.")
    found = _detail(store, officer, waiting)
    assert (found.row.impact_level, found.level_before, found.moderation_note) == (
        ImpactLevel.MINOR,
        ImpactLevel.MAJOR,
        "Short term only.",
    )
    assert (found.moderation_result, found.moderated_by) == (ModerationResult.LEVEL_CHANGED, supervisor.display)
    assert found.row.status is DisruptionStatus.APPROVED


def test_nobody_moderates_their_own(store: Store, founder: Actor) -> None:
    own = factories.submitted(store, founder, factories.ocg(store, founder))
    for attempt in (
        lambda: factories.agreed(store, founder, own),
        lambda: store.write(founder, moderation.send_back, own, _detail(store, founder, own).row.version, "No."),
        lambda: store.write(founder, moderation.reject, own, _detail(store, founder, own).row.version, "No."),
    ):
        with pytest.raises(NotAllowed, match="somebody other"):
            attempt()
    assert [row.own for row in store.read(founder, moderation.waiting, founder.id, datetime.now(UTC).date())] == [True]


def test_an_officer_does_not_moderate(store: Store, colleague: Actor, waiting: UUID) -> None:
    with pytest.raises(NotAllowed):
        factories.agreed(store, colleague, waiting)


def test_returned_put_right_and_agreed(store: Store, officer: Actor, supervisor: Actor, waiting: UUID) -> None:
    store.write(
        supervisor, moderation.send_back, waiting, _detail(store, officer, waiting).row.version, "Name the exhibit."
    )
    assert _detail(store, officer, waiting).row.status is DisruptionStatus.RETURNED
    store.write(officer, disruptions.submit, (waiting,))
    factories.agreed(store, supervisor, waiting)
    assert _detail(store, officer, waiting).moderation_result is ModerationResult.AGREED


def test_rejected_stays_withdrawn(store: Store, officer: Actor, supervisor: Actor, waiting: UUID) -> None:
    version = _detail(store, officer, waiting).row.version
    with pytest.raises(Invalid):
        store.write(supervisor, moderation.reject, waiting, version, "")
    store.write(supervisor, moderation.reject, waiting, version, "No impact shown.")
    assert _detail(store, officer, waiting).row.status is DisruptionStatus.WITHDRAWN
    with pytest.raises(Invalid):
        store.write(officer, disruptions.submit, (waiting,))


def test_keying_needs_moderation_and_a_reference_that_is_not_taken(
    store: Store, officer: Actor, supervisor: Actor, waiting: UUID
) -> None:
    version = _detail(store, officer, waiting).row.version
    with pytest.raises(Invalid, match="moderated"):
        store.write(supervisor, moderation.key, waiting, version, "N-1")
    factories.agreed(store, supervisor, waiting)
    store.write(supervisor, moderation.key, waiting, version + 1, "N-1")
    assert _detail(store, officer, waiting).row.status is DisruptionStatus.KEYED
    other = factories.approved(store, officer, supervisor, factories.ocg(store, officer))
    with pytest.raises(Conflict):
        store.write(supervisor, moderation.key, other, _detail(store, officer, other).row.version, "N-1")


def test_a_stale_decision_is_refused(store: Store, supervisor: Actor, coordinator: Actor, waiting: UUID) -> None:
    version = _detail(store, supervisor, waiting).row.version
    store.write(supervisor, moderation.send_back, waiting, version, "More.")
    with pytest.raises(Conflict):
        store.write(coordinator, moderation.approve, waiting, version, ImpactLevel.MAJOR)


def test_only_moderated_and_keyed_count(store: Store, officer: Actor, supervisor: Actor, waiting: UUID) -> None:
    group = factories.ocg(store, officer, name="Larkspur")
    factories.disruption(store, officer, group)
    counted = factories.approved(store, officer, supervisor, group)
    rows = store.read(officer, disruption_rows.page, DisruptionFilter().counted())
    assert [row.id for row in rows] == [counted]
    assert waiting not in {row.id for row in rows}


def test_after_moderation_the_level_is_the_moderators(store: Store, officer: Actor, supervisor: Actor) -> None:
    id_ = factories.approved(store, officer, supervisor, factories.ocg(store, officer))
    opened = _detail(store, officer, id_).draft
    with pytest.raises(Invalid, match="only a moderator"):
        store.write(officer, disruptions.change, opened, replace(opened, impact_level=ImpactLevel.NONE))


def test_a_moderated_fact_that_changes_is_moderated_again(
    store: Store, officer: Actor, colleague: Actor, supervisor: Actor, coordinator: Actor
) -> None:
    id_ = factories.approved(store, officer, supervisor, factories.ocg(store, officer))
    store.write(supervisor, moderation.key, id_, _detail(store, officer, id_).row.version, "NAT-1")
    opened = _detail(store, colleague, id_).draft
    store.write(colleague, disruptions.change, opened, replace(opened, title="Warrants", lead_unit="North"))
    assert _detail(store, officer, id_).row.status is DisruptionStatus.KEYED
    opened = _detail(store, supervisor, id_).draft
    store.write(supervisor, disruptions.change, opened, replace(opened, four_p=FourP.PREVENT))
    found = _detail(store, officer, id_)
    assert (found.row.status, found.row.moderation_result) == (DisruptionStatus.SUBMITTED, None)
    assert found.row.moderation_note == "Changed after it was moderated: which P."
    assert store.read(officer, disruption_rows.count, DisruptionFilter().counted()) == 0
    with pytest.raises(NotAllowed, match="somebody other"):
        factories.agreed(store, supervisor, id_)
    factories.agreed(store, coordinator, id_)
    found = _detail(store, officer, id_)
    assert (found.row.status, found.row.four_p, found.row.national_ref) == (
        DisruptionStatus.KEYED,
        FourP.PREVENT,
        "NAT-1",
    )


def test_the_level_of_a_waiting_record_is_not_changed_past_moderation(
    store: Store, officer: Actor, supervisor: Actor, waiting: UUID
) -> None:
    opened = _detail(store, supervisor, waiting).draft
    with pytest.raises(Invalid, match="the moderator changes the level"):
        store.write(supervisor, disruptions.change, opened, replace(opened, impact_level=ImpactLevel.MINOR))
    store.write(officer, disruptions.change, opened, replace(opened, impact_level=ImpactLevel.MINOR))
    assert _detail(store, supervisor, waiting).row.impact_level is ImpactLevel.MINOR


def test_what_was_moderated_is_withdrawn_by_who_moderates(store: Store, officer: Actor, supervisor: Actor) -> None:
    id_ = factories.approved(store, officer, supervisor, factories.ocg(store, officer))
    with pytest.raises(NotAllowed, match="Ask one of them"):
        store.write(officer, disruptions.withdraw, id_, "Twice.")
    store.write(supervisor, disruptions.withdraw, id_, "Twice.")
    opened = _detail(store, officer, id_).draft
    with pytest.raises(Invalid, match="withdrawn"):
        store.write(officer, disruptions.change, opened, replace(opened, title="Late"))


def test_nobody_agrees_many_unseen(store: Store, officer: Actor, supervisor: Actor, coordinator: Actor) -> None:
    group = factories.ocg(store, officer)
    ids = [factories.submitted(store, officer, group, disruption_date=date(2026, 3, day)) for day in (2, 3, 4)]
    seen = tuple((id_, _detail(store, supervisor, id_).row.version) for id_ in ids)
    opened = _detail(store, officer, ids[0]).draft
    store.write(officer, disruptions.change, opened, replace(opened, impact_level=ImpactLevel.MODERATE))
    factories.agreed(store, coordinator, ids[1])
    agreed = store.write(supervisor, moderation.approve_many, (*seen, (UUID(int=4), 1))).value
    left = [_detail(store, officer, id_).row.reference for id_ in ids[:2]]
    assert agreed == moderation.Agreed(1, (*left, "a record that is no longer open to you"))
    assert [_detail(store, officer, id_).row.status for id_ in ids] == [
        DisruptionStatus.SUBMITTED, DisruptionStatus.APPROVED, DisruptionStatus.APPROVED,
    ]  # fmt: skip
    assert _detail(store, officer, ids[1]).moderated_by == coordinator.display


def test_a_wrong_level_is_corrected_by_another_moderator_and_the_first_one_stays(
    store: Store, officer: Actor, supervisor: Actor, coordinator: Actor, waiting: UUID
) -> None:
    version = _detail(store, officer, waiting).row.version
    with pytest.raises(Invalid, match="only what was moderated"):
        store.write(supervisor, moderation.correct_level, waiting, version, ImpactLevel.MINOR, "Wrong.")
    store.write(supervisor, moderation.approve, waiting, version, ImpactLevel.MODERATE, "One of two.")
    version = _detail(store, officer, waiting).row.version
    store.write(supervisor, moderation.key, waiting, version, "NAT-9")
    version = _detail(store, officer, waiting).row.version
    for level, note, told in ((ImpactLevel.MINOR, " ", "Say why"), (ImpactLevel.MODERATE, "x", "already")):
        with pytest.raises(Invalid, match=told):
            store.write(coordinator, moderation.correct_level, waiting, version, level, note)
    with pytest.raises(NotAllowed):
        store.write(officer, moderation.correct_level, waiting, version, ImpactLevel.MINOR, "Mine.")
    store.write(coordinator, moderation.correct_level, waiting, version, ImpactLevel.MINOR, "Replaced in a week.")
    found = _detail(store, officer, waiting)
    assert (found.row.impact_level, found.level_before) == (ImpactLevel.MINOR, ImpactLevel.MAJOR)
    assert (found.row.status, found.row.national_ref) == (DisruptionStatus.KEYED, "NAT-9")
    assert (found.moderated_by, found.moderation_note) == (coordinator.display, "Replaced in a week.")
    with pytest.raises(Conflict):
        store.write(supervisor, moderation.correct_level, waiting, version, ImpactLevel.NONE, "Seen earlier.")


def test_a_moderation_is_taken_back_and_done_again(
    store: Store, officer: Actor, supervisor: Actor, coordinator: Actor, waiting: UUID
) -> None:
    version = _detail(store, officer, waiting).row.version
    store.write(supervisor, moderation.approve, waiting, version, ImpactLevel.MODERATE, "One of two.")
    store.write(supervisor, moderation.key, waiting, _detail(store, officer, waiting).row.version, "NAT-9")
    version = _detail(store, officer, waiting).row.version
    with pytest.raises(Invalid, match="Say why"):
        store.write(coordinator, moderation.take_back, waiting, version, "")
    store.write(coordinator, moderation.take_back, waiting, version, "Both were charged.")
    found = _detail(store, officer, waiting)
    assert (found.row.status, found.row.national_ref) == (DisruptionStatus.SUBMITTED, "NAT-9")
    assert found.moderation_note == "One of two. · Moderation taken back: Both were charged."
    assert (found.level_before, found.moderated_by, found.submitted_by) == (ImpactLevel.MAJOR, "", officer.display)
    with pytest.raises(Invalid, match="only what was moderated"):
        store.write(coordinator, moderation.take_back, waiting, found.row.version, "Again.")
    factories.agreed(store, supervisor, waiting)
    found = _detail(store, officer, waiting)
    assert (found.row.status, found.row.impact_level) == (DisruptionStatus.KEYED, ImpactLevel.MODERATE)
    assert found.moderation_note.startswith("One of two.")


def test_nobody_corrects_the_moderation_of_their_own(store: Store, founder: Actor, supervisor: Actor) -> None:
    own = factories.approved(store, founder, supervisor, factories.ocg(store, founder))
    version = _detail(store, founder, own).row.version
    with pytest.raises(NotAllowed, match="somebody other"):
        store.write(founder, moderation.correct_level, own, version, ImpactLevel.MINOR, "No.")
    with pytest.raises(NotAllowed, match="somebody other"):
        store.write(founder, moderation.take_back, own, version, "No.")


def test_a_withdrawal_keeps_what_the_moderator_wrote(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer)
    id_ = factories.submitted(store, officer, group)
    version = _detail(store, officer, id_).row.version
    store.write(supervisor, moderation.approve, id_, version, ImpactLevel.MINOR, "Short term only.")
    store.write(supervisor, disruptions.withdraw, id_, " Counted by the ROCU. ")
    found = _detail(store, officer, id_)
    assert found.judgement == ("Short term only.", "Counted by the ROCU.")
    assert found.moderation_note == "Short term only. · Withdrawn: Counted by the ROCU."
    draft = factories.disruption(store, officer, group)
    store.write(officer, disruptions.withdraw, draft, "Twice.")
    assert _detail(store, officer, draft).judgement == ("", "Twice.")
    with pytest.raises(Invalid, match="already withdrawn"):
        store.write(officer, disruptions.withdraw, draft, "Again.")
