"""What a group's life refuses because the group itself denies it, and what is kept late without changing the newer."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import imports, ocgs, periods, policies, subjects
from soc_desk.services.mergers import doing
from soc_desk.services.ocg_life import leadership, mapping, relations, tiers
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.ocgs import OcgDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, ImportKind
from soc_desk.vocabulary.ocg import Post, RelationKind
from tests import factories
from tests.imports import trackers

TODAY = periods.today()
MEETING = TierDraft(tier="1", meeting="Force TT&CG", decided_on=TODAY, reason="Violence over the line.")


def test_a_relation_that_the_groups_deny_is_refused(store: Store, officer: Actor, coordinator: Actor) -> None:
    one, two, three = (factories.active_ocg(store, officer, coordinator, name=name) for name in ("A", "B", "C"))
    for group, other in ((one, two), (two, three)):
        store.write(officer, relations.relate, group, RelationDraft(other_id=other, kind=RelationKind.SPLIT_FROM))
    for kind, field, told in (
        (RelationKind.MERGED_INTO, "kind", "merge form"),
        (RelationKind.SPLIT_FROM, "other_id", "was itself split from"),
        (RelationKind.SHARES_MEMBER, "note", "Nobody is linked to both"),
    ):  # fmt: skip
        draft = RelationDraft(other_id=one, kind=kind)
        with pytest.raises(Invalid) as refused:
            store.write(officer, relations.relate, three, draft)
        assert told in refused.value.problems[field]
    told = RelationDraft(other_id=one, kind=RelationKind.SHARES_MEMBER, note="Somebody called Ox, by IR 7.")
    store.write(officer, relations.relate, three, told)
    store.write(coordinator, doing.merge_groups, doing.MergeDraft(kept_id=one, gone_id=two, reason="One group"))
    (made,) = [row for row in store.read(officer, relations.of, two) if row.kind is RelationKind.MERGED_INTO]
    for use, *more in ((relations.unrelate,), (relations.end, TODAY)):
        with pytest.raises(Invalid, match="take the merger apart"):
            store.write(officer, use, made.id, made.version, *more)
    with pytest.raises(Invalid, match="was merged into"):
        store.write(officer, relations.relate, three, RelationDraft(other_id=two, kind=RelationKind.RIVAL))


def test_what_does_not_exist_is_said_and_not_kept(store: Store, officer: Actor) -> None:
    nowhere = OcgDraft(name="Teal", primary_threat="DRUGS", area_id=UUID(int=5))
    with pytest.raises(Invalid, match="does not exist any more"):
        store.write(officer, ocgs.record, nowhere, factories.first_report())
    assert store.read(officer, ocgs.page, ocgs.OcgFilter()) == []


def test_a_leader_may_know_of_the_group(store: Store, officer: Actor, colleague: Actor) -> None:
    group = factories.ocg(store, officer)
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, ())
    lead = LeadDraft(post=Post.LRO, user_id=colleague.id)
    with pytest.raises(Invalid, match="may not know of this group"):
        store.write(officer, leadership.appoint, group, factories.version(store, officer, group), lead)
    named = (colleague.id,)
    store.write(officer, subjects.set_access, group, factories.version(store, officer, group), Access.RESTRICTED, named)
    store.write(officer, leadership.appoint, group, factories.version(store, officer, group), lead)
    assert store.read(colleague, ocgs.detail, group, TODAY).row.lro == colleague.display


def test_a_national_reference_is_one_groups(store: Store, officer: Actor, tmp_path: Path) -> None:
    factories.ocg(store, officer, national_ref="APMIS-1")
    twin = OcgDraft(name="Yarrow", primary_threat="DRUGS", national_ref="apmis-1")
    with pytest.raises(Invalid, match="Harrier already"):
        store.write(officer, ocgs.record, twin, factories.first_report())
    other = store.write(officer, ocgs.record, replace(twin, national_ref="APMIS-2"), factories.first_report()).value
    told = store.read(officer, ocgs.detail, other, TODAY).draft
    with pytest.raises(Invalid, match="Harrier already"):
        store.write(officer, ocgs.change, told, replace(told, national_ref="APMIS-1"))
    rows = (("OCG ref", "OCG name", "Crime type", "National ref"), ("OCG-71", "Teal", "Drugs", "APMIS 1"),
            ("OCG-72", "Swift", "Drugs", "APMIS-9"), ("OCG-73", "Stork", "Drugs", "APMIS-9"))  # fmt: skip
    parsed = trackers.parsed(trackers.csv_file(tmp_path / "t.csv", rows), ImportKind.OCGS)
    result = store.write(officer, imports.import_ocgs, parsed).value
    assert result.accepted == 1
    assert [each.problem for each in result.problems] == [
        "APMIS 1 is the national reference of OCG-2026-0001 already.",
        "APMIS-9 is the national reference of the group on row 3 already.",
    ]
    assert "has that name already" in store.read(officer, mapping.name_warning, "harrier")
    assert store.read(officer, mapping.name_warning, "yarrow", other) == ""


def test_the_first_summary_is_as_long_as_the_force_allows(store: Store, officer: Actor, founder: Actor) -> None:
    draft = OcgDraft(name="Teal", primary_threat="DRUGS")
    report = factories.first_report(summary="s" * 600)
    with pytest.raises(Invalid, match="shorten it to 500"):
        store.write(officer, ocgs.record, draft, report)
    store.write(founder, policies.set_policy, "intelligence.summary_max", 800, TODAY, "Decided in test")
    store.write(officer, ocgs.record, draft, report)


def test_an_older_decision_is_kept_and_changes_no_newer_one(store: Store, officer: Actor, supervisor: Actor) -> None:
    group = factories.ocg(store, officer, tier="3")
    store.write(supervisor, tiers.set_tier, group, factories.version(store, officer, group), MEETING)
    older = replace(MEETING, tier="2", decided_on=TODAY - timedelta(days=99))
    store.write(supervisor, tiers.set_tier, group, factories.version(store, officer, group), older)
    rows = store.read(officer, tiers.history, group)
    assert [(row.before, row.after) for row in rows] == [("3", "2"), ("3", "1")]
    assert store.read(officer, ocgs.detail, group, TODAY).row.tier == "1"
    with pytest.raises(Invalid, match="too long ago"):
        store.write(supervisor, tiers.set_tier, group, factories.version(store, officer, group),
                    replace(MEETING, tier="2", decided_on=date(1950, 1, 1)))  # fmt: skip
