"""What was recorded against merged groups counts for the group that stands for them, once, and goes back with them."""

from uuid import UUID

from soc_desk.domain.period import quarter_of
from soc_desk.services import caseload, disruption_rows, doubles, ocg_records, ocgs, periods, timelines, today
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.mergers import showing
from soc_desk.services.mergers.doing import MergeDraft, merge_groups, unmerge
from soc_desk.services.plans import boards
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP
from tests import factories

NOW = periods.today()


def by_p(store: Store, reader: Actor, group: UUID) -> tuple[int, int, int]:
    """Pursue, Prevent and Protect of a group, held against each place that tells the same."""
    detail = store.read(reader, ocgs.detail, group, NOW)
    counted = {p: sum(detail.four_ps.get(p, {}).values()) for p in FourP}
    listed = store.read(reader, disruption_rows.totals, DisruptionFilter(subject_id=group))
    record = store.read(reader, ocg_records.record, group, NOW)
    assert counted == listed.by_p
    assert record.counts["disruptions"] == listed.all == len(record.newest)
    told = [event for event in store.read(reader, timelines.of_group, group) if event.page == "disruptions"]
    assert len(told) == listed.all
    lines = store.read(reader, caseload.summary, CaseloadFilter(), quarter_of(NOW), NOW)
    assert next(dict(line.by_p) for line in lines.groups if line.id == group) == counted
    (covered,) = [one for one in store.read(reader, boards.coverage, NOW) if one.subject_id == group]
    assert covered.idle == tuple(p for p in FourP if not counted[p])
    drifting = [line.due for line in store.read(reader, today.my_desk, reader, NOW).drifting if line.record_id == group]
    assert ("No Prevent" in drifting) == (not counted[FourP.PREVENT])
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
