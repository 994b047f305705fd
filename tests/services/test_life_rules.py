"""Rules of a group's life that no other file holds: who takes which step, what clears a proposal, what never goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, IntelligenceLink, OcgScore, PersonLink, SubjectStatusChange
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services import archive, archiving, ocgs, subjects
from soc_desk.services.archiving import ArchiveDraft, ReactivateDraft
from soc_desk.services.ocg_life import leadership, scores, tiers, validation
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.periods import today
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, Marking, Role, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason, AssessmentGrade, Post
from tests import factories, factories_intelligence, factories_ocg

WHOLE = ArchiveDraft(archive_reason=ArchiveReason.DISMANTLED, words="All convicted", rocu_told_on=today())
KEPT = (SubjectStatusChange, PersonLink, IntelligenceLink, Disruption, OcgScore)


def proposed_for_archive(store: Store, reader: Actor) -> list[UUID]:
    return [one.id for one in store.read(reader, archive.board, today()).quiet]


STEPS: tuple[tuple[str, set[Role], Callable[[UUID], tuple[Any, ...]]], ...] = (
    ("validate", {Role.COORDINATOR, Role.SUPERVISOR}, lambda id_: (validation.validate, id_, 1, "Two known.")),
    ("reject", {Role.COORDINATOR, Role.SUPERVISOR}, lambda id_: (ocgs.move, id_, 1, SubjectStatus.REJECTED, "None.")),
    ("archive", {Role.SUPERVISOR}, lambda id_: (archiving.archive_ocg, replace(WHOLE, id=id_))),
    ("reactivate", {Role.COORDINATOR}, lambda id_: (archiving.reactivate, ReactivateDraft(id=id_, reason="Seen."))),
    ("leave archived", {Role.COORDINATOR, Role.SUPERVISOR},
     lambda id_: (archiving.leave_archived, ReactivateDraft(id=id_, reason="Another."))),
    ("moderate", {Role.COORDINATOR, Role.SUPERVISOR}, lambda id_: (scores.moderate, id_, 1)),
)  # fmt: skip


@pytest.mark.parametrize(("step", "roles", "made"), STEPS, ids=[name for name, *_ in STEPS])
def test_a_step_is_taken_by_those_whose_it_is(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor, analyst: Actor, step: str, roles: set[Role],
    made: Callable[[UUID], tuple[Any, ...]],
) -> None:  # fmt: skip
    group = factories.mapped(store, officer)
    use_case, *rest = made(group)
    assert set(use_case.rule.needs) == roles
    for actor in (officer, analyst, coordinator, supervisor):
        if not actor.roles & roles:
            with pytest.raises(NotAllowed):
                store.write(actor, use_case, *rest)
    assert store.read(officer, ocgs.detail, group, today()).row.status is SubjectStatus.PROPOSED


def test_only_qualifying_intelligence_takes_a_group_off_the_archive_review(
    store: Store, officer: Actor, coordinator: Actor
) -> None:
    day = today() - timedelta(days=183)
    group = factories.active_ocg(store, officer, coordinator, mapped_on=day)
    assert proposed_for_archive(store, officer) == [group]
    yesterday = today() - timedelta(days=1)
    factories_intelligence.intelligence(store, officer, group, received_on=yesterday, assessment=AssessmentGrade.FALSE)
    assert proposed_for_archive(store, officer) == [group]  # suspected to be false: it resets no clock
    good = factories_intelligence.intelligence(store, officer, group, ir_ref="IR 2", received_on=yesterday)
    assert proposed_for_archive(store, officer) == []
    store.write(officer, factories_intelligence.links.remove, good, 1, "Linked to the wrong group.")
    assert proposed_for_archive(store, officer) == [group]


def rows(session: Session) -> list[int]:
    return [session.scalar(select(func.count(kind.id))) or 0 for kind in KEPT]


def test_archiving_takes_nothing_away_and_reactivating_asks_for_a_lead_and_a_score(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    group = factories.active_ocg(store, officer, coordinator, lro="")
    factories_ocg.member(store, officer, group)
    factories_intelligence.intelligence(store, officer, group)
    factories.score(store, officer, group)
    factories.disruption(store, officer, group)
    before = store.read(officer, rows)
    told = store.read(officer, ocgs.detail, group, today()).steps
    store.write(supervisor, archiving.archive_ocg, replace(WHOLE, id=group))
    steps, *others = store.read(officer, rows)
    assert [steps - 1, *others] == before
    assert store.read(officer, ocgs.detail, group, today()).steps[:-1] == told  # history is only added to
    again = ReactivateDraft(id=group, reason="Seen at the depot")
    with pytest.raises(Invalid) as refused:
        store.write(coordinator, archiving.reactivate, again)
    assert set(refused.value.problems) == {"lro", "score"}
    lead = LeadDraft(post=Post.LRO, user_id=officer.id)
    store.write(coordinator, leadership.appoint, group, factories.version(store, officer, group), lead)
    factories.score(store, officer, group)
    store.write(coordinator, archiving.reactivate, again)
    step = store.read(officer, ocgs.detail, group, today()).steps[-1]
    assert (step.before, step.after, step.by, step.reason) == (
        SubjectStatus.ARCHIVED, SubjectStatus.ACTIVE, coordinator.display, "Reactivated. Seen at the depot.",
    )  # fmt: skip


def test_a_restricted_group_goes_quiet_like_any_other_and_only_its_readers_are_told(
    store: Store, officer: Actor, colleague: Actor, coordinator: Actor
) -> None:
    group = factories.active_ocg(store, officer, coordinator, mapped_on=today() - timedelta(days=183))
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, (officer.id,))
    assert proposed_for_archive(store, officer) == [group]
    assert proposed_for_archive(store, colleague) == []


def test_no_tier_without_a_meeting_and_no_marking_above_the_ceiling(
    store: Store, officer: Actor, supervisor: Actor
) -> None:
    group = factories.mapped(store, officer)
    with pytest.raises(Invalid) as refused:
        store.write(supervisor, tiers.set_tier, group, factories.version(store, officer, group), TierDraft(tier="1"))
    assert set(refused.value.problems) == {"meeting", "decided_on", "reason"}
    assert {marking.label for marking in Marking} == {"OFFICIAL", "OFFICIAL-SENSITIVE"}
    for gone in ("NOT PROTECTIVELY MARKED", "SECRET", "RESTRICTED"):
        with pytest.raises(ValueError, match=gone):
            Marking(gone)
