"""What was recorded against merged groups counts for the group that stands for them, once, and goes back with them."""

from pathlib import Path
from uuid import UUID

import pytest

from soc_desk.domain.period import quarter_of
from soc_desk.errors import Invalid
from soc_desk.services import (
    caseload,
    disruption_rows,
    documents,
    doubles,
    imports,
    ocg_records,
    ocgs,
    periods,
    referrals,
    timelines,
    today,
)
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.documents import DocumentDraft
from soc_desk.services.four_ps import nothing_under
from soc_desk.services.intelligence import links as intelligence
from soc_desk.services.lom import managed, measures, orders
from soc_desk.services.lom.managed import ManagedDraft, ManagedFilter
from soc_desk.services.mergers import showing
from soc_desk.services.mergers.doing import MergeDraft, merge_groups, merge_people, unmerge
from soc_desk.services.ocg_life import leadership, tiers
from soc_desk.services.ocg_life.leadership import LeadDraft
from soc_desk.services.ocg_life.tiers import TierDraft
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.people import links, members
from soc_desk.services.plans import boards
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP, ImportKind, SubjectStatus
from soc_desk.vocabulary.ocg import LomState, OrderKind, OrderState, Post
from tests import factories, factories_intelligence, factories_ocg
from tests.imports import trackers

NOW = periods.today()


def by_p(store: Store, reader: Actor, group: UUID) -> tuple[int, int, int]:
    """Pursue, Prevent and Protect of a group, held against each place that tells the same."""
    detail = store.read(reader, ocgs.detail, group, NOW)
    counted = {p: sum(detail.four_ps.get(p, {}).values()) for p in FourP}
    listed = store.read(reader, disruption_rows.totals, DisruptionFilter(subject_id=group))
    record = store.read(reader, ocg_records.record, group, NOW)
    assert counted == listed.by_p
    assert record.counts["disruptions"] == listed.all == len(record.newest)
    assert sum(one.page == "disruptions" for one in record.recent) == listed.all
    told = [event for event in store.read(reader, timelines.of_group, group) if event.page == "disruptions"]
    assert len(told) == listed.all
    lines = store.read(reader, caseload.summary, CaseloadFilter(), quarter_of(NOW), NOW)
    assert next(dict(line.by_p) for line in lines.groups if line.id == group) == counted
    (covered,) = [one for one in store.read(reader, boards.coverage, NOW) if one.subject_id == group]
    assert covered.idle == tuple(p for p in FourP if not counted[p])
    desk = store.read(reader, today.my_desk, reader, NOW)
    assert nothing_under(covered.idle)[1] in [line.about for line in desk.drifting if line.record_id == group]
    return counted[FourP.PURSUE], counted[FourP.PREVENT], counted[FourP.PROTECT]


def test_disruptions_of_merged_groups_count_for_the_kept_one_and_go_back(
    store: Store, officer: Actor, coordinator: Actor, supervisor: Actor
) -> None:
    names = ("Harrier", "Lark", "Teal")
    kept, gone, before = (factories.active_ocg(store, officer, coordinator, name=name) for name in names)
    for group, four_p in ((kept, FourP.PURSUE), (gone, FourP.PREVENT), (before, FourP.PROTECT)):
        factories.approved(store, officer, supervisor, group, four_p=four_p, disruption_date=NOW)
    everything = store.read(officer, disruption_rows.totals, DisruptionFilter())
    assert by_p(store, officer, kept) == (1, 0, 0)
    store.write(coordinator, merge_groups, MergeDraft(kept_id=gone, gone_id=before, reason="One group"))
    assert by_p(store, officer, gone) == (0, 1, 1)
    preview = store.read(coordinator, showing.preview, kept, gone)
    assert preview.stays == 2
    store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, gone_id=gone, reason="One group"))
    assert by_p(store, officer, kept) == (1, 1, 1)
    assert store.read(officer, disruption_rows.totals, DisruptionFilter()) == everything
    (twice,) = store.read(officer, doubles.doubles, None, kept, NOW, FourP.PREVENT, ())[:1]
    assert twice.why.startswith("Same subject and day")
    (merger,) = [row for row in store.read(coordinator, showing.of_record, kept) if row.gone.id == gone]
    store.write(coordinator, unmerge, merger.id, "Two after all")
    assert (by_p(store, officer, kept), by_p(store, officer, gone)) == ((1, 0, 0), (0, 1, 1))


def test_what_a_merged_person_would_have_twice_is_said_and_ended_by_hand(store: Store, officer: Actor) -> None:
    group = factories.ocg(store, officer)
    kept, gone = (factories_ocg.member(store, officer, group, name) for name in ("Qqone", "Qqtwo"))
    for who in (kept, gone):
        store.write(officer, managed.nominate, ManagedDraft(person_id=who, nominated_because="Released in June."))
    warned = store.read(officer, showing.preview, kept, gone).warnings
    assert [told.split(";")[0] for told in warned] == [
        "Both are linked to OCG-2026-0001 as member", "Both are under lifetime management",
    ]  # fmt: skip
    store.write(officer, merge_people, MergeDraft(kept_id=kept, gone_id=gone, reason="One person"))
    order = orders.OrderDraft(person_id=kept, kind=OrderKind.TRO, in_force_from=NOW, ends_on=NOW)
    order_id = store.write(officer, orders.record, order).value
    for version, state in ((1, OrderState.APPLIED), (2, OrderState.IN_FORCE)):
        store.write(officer, orders.move, order_id, version, state)
    found = store.read(officer, measures.figures, NOW)
    assert (found.managed, sum(found.checked.values()), found.in_force) == (1, 1, 1)
    first, second = store.read(officer, managed.page, ManagedFilter())
    down = (LomState.STOOD_DOWN, "Two records of one person.")
    store.write(officer, managed.move, first.id, first.version, *down)
    with pytest.raises(Invalid, match="live"):
        store.write(officer, managed.move, second.id, second.version, *down)


def merged(store: Store, officer: Actor, coordinator: Actor) -> tuple[UUID, UUID]:
    kept, gone = (factories.active_ocg(store, officer, coordinator, name=name) for name in ("Harrier", "Lark"))
    store.write(coordinator, merge_groups, MergeDraft(kept_id=kept, gone_id=gone, reason="One group"))
    return kept, gone


def test_nothing_is_put_on_a_merged_group_by_hand(store: Store, officer: Actor, coordinator: Actor) -> None:
    _kept, gone = merged(store, officer, coordinator)
    who = factories_ocg.person(store, officer)
    version = factories.version(store, officer, gone)
    tier = TierDraft(tier="1", meeting="TT&CG", decided_on=NOW, reason="Quiet.")
    for field, use, *args in (
        ("subject_id", intelligence.record, factories_intelligence.draft(subject_id=gone)),
        ("subject_id", links.link, factories_ocg.link_draft(who, gone)),
        ("subject_id", documents.keep, DocumentDraft(subject_id=gone, name="a.pdf"), b"%PDF-1.7 synthetic"),
        ("subject_id", referrals.identify, ReferralDraft(person_id=who, is_child=True, subject_id=gone)),
        ("status", leadership.appoint, gone, version, LeadDraft(post=Post.LRO, user_id=officer.id)),
        ("status", tiers.set_tier, gone, version, tier),
    ):
        with pytest.raises(Invalid) as refused:
            store.write(coordinator, use, *args)
        assert "Harrier; choose that one." in refused.value.problems[field]


def test_no_row_is_put_on_a_rejected_group(store: Store, officer: Actor, supervisor: Actor, tmp_path: Path) -> None:
    group = factories.ocg(store, officer)
    store.write(supervisor, ocgs.move, group, 1, SubjectStatus.REJECTED, "No group.")
    reference = store.read(officer, ocgs.detail, group, NOW).row.reference
    rows = (("Nominal", "OCG ref", "Role", "Category"), ("Ann Other", reference, "Member", "Suspect"))
    parsed = trackers.parsed(trackers.csv_file(tmp_path / "people.csv", rows), ImportKind.PEOPLE)
    result = store.write(officer, imports.import_people, parsed).value
    assert [(result.accepted, each.problem) for each in result.problems] == [
        (0, f"{reference} was rejected; nothing more is put on it.")
    ]


def test_rows_for_a_merged_group_go_to_the_one_that_stands(
    store: Store, officer: Actor, coordinator: Actor, tmp_path: Path
) -> None:
    kept, gone = merged(store, officer, coordinator)
    reference = {row.id: row.reference for row in store.read(officer, ocgs.page, OcgFilter())}
    told = f"{reference[gone]} was merged into {reference[kept]}; its rows go to {reference[kept]}."
    day = f"{NOW:%d/%m/%Y}"
    for kind, use, rows in (
        (ImportKind.INTELLIGENCE, imports.import_intelligence,
         (("IR ref", "Date received", "Grade", "OCG"), ("IR 77", day, "1/B/P", reference[gone]))),
        (ImportKind.PEOPLE, imports.import_people,
         (("Nominal", "OCG ref", "Role", "Category"), ("Ann Other", reference[gone], "Member", "Suspect"))),
    ):  # fmt: skip
        path = trackers.csv_file(tmp_path / f"{kind.value}.csv", rows)
        result = store.write(officer, use, trackers.parsed(path, kind)).value
        assert (result.accepted, told in result.warnings) == (1, True)
    assert [line.person for line in store.read(officer, members.of, kept).links] == ["Ann Other"]
    assert store.read(officer, ocgs.detail, kept, NOW).row.last_intelligence_on == NOW
