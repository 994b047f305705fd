"""Recording, changing, submitting and listing disruptions, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import disruption_rows, disruptions, places, subjects
from soc_desk.services.disruption_rows import DisruptionFilter, Sort
from soc_desk.services.disruptions import DisruptionDraft, EvidenceRef, OutcomeLine
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, OutcomeKind, SubjectKind
from tests import factories
from tests.factories import A_DAY, draft


@pytest.fixture
def ocg_id(store: Store, officer: Actor) -> UUID:
    return factories.ocg(store, officer)


def _look(store: Store, reader: Actor, id: UUID) -> disruptions.DisruptionDetail:
    return store.write(reader, disruptions.look, id).value


def _entries(store: Store, record: UUID) -> list[AuditEntry]:
    with Session(store.engine) as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.record_id == record).order_by(AuditEntry.id)))


def test_what_is_recorded_comes_back_whole(store: Store, officer: Actor, ocg_id: UUID) -> None:
    given = draft(
        ocg_id,
        supporting_agencies=("serocu",),
        secondary_threats=("ML",),
        four_p_secondary=(FourP.PROTECT,),
        partners=("Housing",),
        evidence_refs=(EvidenceRef("exhibit", "AB/1", "2026-03-02"),),
        outcomes=(
            OutcomeLine(kind=OutcomeKind.CASH_SEIZED, value_pence=1_842_000),
            OutcomeLine(kind=OutcomeKind.DRUGS, quantity=0.412, unit="kg", detail="cocaine", value_pence=4_000_000),
        ),
    )
    written = store.write(officer, disruptions.record, given)
    assert {(c.entity, c.action) for c in written.changes} == {("counter", "added")} or (
        "disruption",
        written.value,
        "added",
    ) in {(c.entity, c.id, c.action) for c in written.changes}
    found = _look(store, officer, written.value)
    assert replace(found.draft, id=None, version=None) == replace(given, lro="DI Marsh")
    assert found.row.reference == f"D-{found.recorded_at.year}-0001"
    assert found.row.status is DisruptionStatus.DRAFT
    assert [e.action for e in _entries(store, written.value)] == ["added", "added", "added", "consulted"]


def test_an_edit_is_audited_with_old_and_new_values(store: Store, officer: Actor, ocg_id: UUID) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    before = _look(store, officer, id_).draft
    store.write(officer, disruptions.change, before, replace(before, impact_level=ImpactLevel.MINOR, outcomes=()))
    changed = [e for e in _entries(store, id_) if e.use_case == "disruptions.change"]
    assert [(e.entity, e.action) for e in changed] == [("disruption", "changed"), ("outcome", "removed")]
    assert changed[0].fields == {"impact_level": ["major", "minor"]}
    assert changed[1].fields["quantity"] == [3.0, None]
    assert changed[1].category == "alteration"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"subject_id": None}, "subject_id"),
        ({"disruption_date": None}, "disruption_date"),
        ({"disruption_date": datetime.now(UTC).date() + timedelta(days=2)}, "disruption_date"),
        ({"disruption_date": date(1899, 1, 1)}, "disruption_date"),
        ({"four_p": None}, "four_p"),
        ({"impact_level": None}, "impact_level"),
        ({"narrative": "x" * 100_001}, "narrative"),
        ({"supporting_agencies": ("thames-valley",)}, "supporting_agencies"),
        ({"secondary_threats": ("DRUGS",)}, "secondary_threats"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.ARRESTS, quantity=1.5),)}, "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.CASH_SEIZED),)}, "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.DRUGS, quantity=2),)}, "outcomes"),
        ({"outcomes": (OutcomeLine(kind=OutcomeKind.ARRESTS, quantity=-1),)}, "outcomes"),
        ({"evidence_refs": (EvidenceRef("crime", " "),)}, "evidence_refs"),
    ],
)
def test_what_cannot_be_saved_says_why_and_leaves_nothing(
    store: Store, officer: Actor, ocg_id: UUID, over: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.write(officer, disruptions.record, draft(ocg_id, **over))
    assert list(refused.value.problems) == [field]
    assert refused.value.problems[field].endswith(".")
    assert store.read(officer, disruption_rows.count, DisruptionFilter()) == 0


def test_long_right_to_left_and_emoji_text_is_kept(store: Store, officer: Actor, ocg_id: UUID) -> None:
    text = "شبكة 🚓 " * 12_000
    id_ = factories.disruption(store, officer, ocg_id, narrative=text[:100_000], title="a\x00b")
    kept = _look(store, officer, id_).draft
    assert kept.narrative == text[:100_000].strip()
    assert kept.title == "ab"


def test_one_sided_changes_merge_and_two_sided_ones_are_asked_about(
    store: Store, officer: Actor, colleague: Actor, ocg_id: UUID
) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    opened = _look(store, officer, id_).draft
    store.write(colleague, disruptions.change, opened, replace(opened, title="Theirs", operation_name="Meadow"))
    store.write(officer, disruptions.change, opened, replace(opened, lead_unit="North"))
    merged = _look(store, officer, id_).draft
    assert (merged.title, merged.operation_name, merged.lead_unit) == ("Theirs", "Meadow", "North")
    with pytest.raises(Conflict) as asked:
        store.write(officer, disruptions.change, opened, replace(opened, title="Mine"))
    assert asked.value.fields == ("title",)
    assert asked.value.theirs == merged
    store.write(officer, disruptions.change, merged, replace(merged, title="Mine"))
    assert _look(store, officer, id_).draft.title == "Mine"


def test_outcome_lines_of_two_people_are_not_lost(store: Store, officer: Actor, colleague: Actor, ocg_id: UUID) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    opened = _look(store, officer, id_).draft
    more = (*opened.outcomes, OutcomeLine(kind=OutcomeKind.PHONES, quantity=2))
    store.write(colleague, disruptions.change, opened, replace(opened, outcomes=more))
    store.write(officer, disruptions.change, opened, replace(opened, lead_unit="North"))
    assert _look(store, officer, id_).draft.outcomes == more
    with pytest.raises(Conflict):
        store.write(officer, disruptions.change, opened, replace(opened, outcomes=()))


def test_lines_that_two_people_change_are_asked_about(
    store: Store, officer: Actor, colleague: Actor, ocg_id: UUID
) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    opened = _look(store, officer, id_).draft
    fives = (OutcomeLine(kind=OutcomeKind.ARRESTS, quantity=5),)
    store.write(colleague, disruptions.change, opened, replace(opened, outcomes=fives))
    with pytest.raises(Conflict) as asked:
        store.write(officer, disruptions.change, opened, replace(opened, outcomes=(*fives, *opened.outcomes)))
    assert asked.value.fields == ("outcomes",)
    assert _look(store, officer, id_).draft.outcomes == fives


def test_groups_without_prevent_are_listed_as_they_are_counted(store: Store, officer: Actor, supervisor: Actor) -> None:
    without = factories.active_ocg(store, officer, supervisor, name="Heron")
    prevented = factories.active_ocg(store, officer, supervisor, name="Kestrel")
    listed = factories.disruption(store, officer, without)
    factories.approved(store, officer, supervisor, prevented, four_p=FourP.PREVENT)
    shown = DisruptionFilter(no_prevent_since=date(2026, 1, 1))
    assert [row.id for row in store.read(officer, disruption_rows.page, shown)] == [listed]
    assert store.read(officer, disruption_rows.count, shown) == 1


def test_just_after_midnight_in_summer_the_day_has_begun(store: Store, officer: Actor) -> None:
    late = Store(store.engine, clock=lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    group = factories.ocg(late, officer)
    id_ = factories.disruption(late, officer, group, disruption_date=date(2026, 7, 2))
    assert _look(store, officer, id_).draft.disruption_date == date(2026, 7, 2)
    with pytest.raises(Invalid, match="future"):
        factories.disruption(late, officer, group, disruption_date=date(2026, 7, 3))


def test_submitting_many_is_all_or_nothing(store: Store, officer: Actor, ocg_id: UUID) -> None:
    whole = factories.disruption(store, officer, ocg_id)
    thin = factories.disruption(store, officer, ocg_id, narrative="", disruption_date=A_DAY + timedelta(days=1))
    with pytest.raises(Invalid, match=r"D-.*-0002: say what was done"):
        store.write(officer, disruptions.submit, (whole, thin))
    assert _look(store, officer, whole).row.status is DisruptionStatus.DRAFT
    assert store.write(officer, disruptions.submit, (whole,)).value == 1
    assert _look(store, officer, whole).row.status is DisruptionStatus.SUBMITTED


def test_withdrawing_needs_a_reason_and_keeps_the_record(store: Store, officer: Actor, ocg_id: UUID) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    with pytest.raises(Invalid):
        store.write(officer, disruptions.withdraw, id_, " ")
    store.write(officer, disruptions.withdraw, id_, "Recorded twice.")
    assert _look(store, officer, id_).row.status is DisruptionStatus.WITHDRAWN


def test_an_analyst_reads_but_does_not_record(store: Store, analyst: Actor, officer: Actor, ocg_id: UUID) -> None:
    with pytest.raises(NotAllowed, match=r"record a disruption\.$"):
        store.write(analyst, disruptions.record, draft(ocg_id))
    id_ = factories.disruption(store, officer, ocg_id)
    assert _look(store, analyst, id_).row.id == id_


def test_an_administrator_reads_no_case(
    store: Store, administrator: Actor, auditor: Actor, officer: Actor, ocg_id: UUID
) -> None:
    id_ = factories.disruption(store, officer, ocg_id)
    for outsider in (administrator, auditor):
        assert store.read(outsider, disruption_rows.count, DisruptionFilter()) == 0
        with pytest.raises(NotAllowed):
            _look(store, outsider, id_)


def test_what_is_not_there_says_so(store: Store, officer: Actor) -> None:
    with pytest.raises(NotFound):
        _look(store, officer, uuid4())
    with pytest.raises(NotFound):
        store.write(officer, disruptions.record, draft(uuid4()))


def test_a_blank_form_knows_what_the_store_knows(store: Store, officer: Actor, ocg_id: UUID) -> None:
    blank = store.read(officer, disruptions.blank, ocg_id)
    assert (blank.subject_id, blank.primary_threat, blank.lro) == (ocg_id, "DRUGS", "DI Marsh")
    assert store.read(officer, disruptions.blank) == DisruptionDraft(lead_agency=blank.lead_agency)


def test_possible_doubles_are_shown_with_the_reason(store: Store, officer: Actor, ocg_id: UUID) -> None:
    first = factories.disruption(store, officer, ocg_id)
    cash = (OutcomeLine(kind=OutcomeKind.CASH_SEIZED, value_pence=5_000_00),)
    other_group = factories.ocg(store, officer, name="Larkspur")
    second = factories.disruption(store, officer, other_group, outcomes=cash)
    found = store.read(officer, disruptions.possible_doubles, draft(ocg_id, outcomes=cash))
    assert {(double.id, double.why) for double in found} == {
        (first, "Same subject and day, same P."),
        (second, "Another subject, the same day and the same cash seized."),
    }
    elsewhere = draft(ocg_id, disruption_date=A_DAY + timedelta(days=1), outcomes=cash)
    assert store.read(officer, disruptions.possible_doubles, elsewhere) == []


@pytest.mark.parametrize("kind", [SubjectKind.PRIORITY_INDIVIDUAL, SubjectKind.VULNERABILITY])
def test_individuals_and_vulnerabilities_are_subjects_too(store: Store, officer: Actor, kind: SubjectKind) -> None:
    id_ = store.write(officer, subjects.record, SubjectDraft(kind=kind, name="Port entry")).value
    row = _look(store, officer, factories.disruption(store, officer, id_)).row
    assert (row.subject_kind, row.subject_name) == (kind, "Port entry")
    with pytest.raises(Invalid):
        store.write(officer, subjects.record, SubjectDraft(kind=SubjectKind.OCG, name="No"))


def _many(store: Store, officer: Actor, ocg_id: UUID) -> None:
    other = factories.ocg(store, officer, name="Larkspur", primary_threat="FRAUD")
    for place in range(24):
        factories.disruption(
            store,
            officer,
            (ocg_id, other)[place % 2],
            disruption_date=A_DAY + timedelta(days=place // 3),
            four_p=list(FourP)[place % 4],
            impact_level=list(ImpactLevel)[place % 5],
            primary_threat=("DRUGS", "ML", "FRAUD")[place % 3],
        )


@pytest.mark.parametrize("key", disruption_rows.SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_by_key_give_the_whole_register_in_order(
    store: Store, officer: Actor, ocg_id: UUID, key: str, descending: bool
) -> None:
    _many(store, officer, ocg_id)
    sort = Sort(key, descending)
    whole = store.read(officer, disruption_rows.page, DisruptionFilter(), sort)
    assert len(whole) == 24
    paged: list[disruption_rows.DisruptionRow] = []
    while more := store.read(
        officer, disruption_rows.page, DisruptionFilter(), sort, after=paged[-1] if paged else None, limit=7
    ):
        paged += more
    assert paged == whole
    assert store.read(officer, disruption_rows.page, DisruptionFilter(), sort, offset=20) == whole[20:]
    ranks = {
        "four_p": lambda r: r.four_p.rank,
        "impact_level": lambda r: r.impact_level.rank,
        "threat": lambda r: r.primary_threat,
        "disruption_date": lambda r: r.disruption_date,
        "subject": lambda r: r.subject_reference,
    }
    values = [ranks[key](row) for row in whole] if key in ranks else []
    assert values == sorted(values, reverse=descending)


@pytest.mark.parametrize(
    "shown",
    [
        DisruptionFilter(),
        DisruptionFilter(starts_on=A_DAY + timedelta(days=2), ends_on=A_DAY + timedelta(days=5)),
        DisruptionFilter(four_ps=(FourP.PREVENT, FourP.PREPARE)),
        DisruptionFilter(levels=(ImpactLevel.MAJOR,), threats=("ML", "FRAUD")),
        DisruptionFilter(statuses=(DisruptionStatus.DRAFT,)),
        DisruptionFilter(statuses=(DisruptionStatus.APPROVED,)),
    ],
)
def test_totals_count_and_list_agree(store: Store, officer: Actor, ocg_id: UUID, shown: DisruptionFilter) -> None:
    _many(store, officer, ocg_id)
    rows = store.read(officer, disruption_rows.page, shown)
    totals = store.read(officer, disruption_rows.totals, shown)
    assert store.read(officer, disruption_rows.count, shown) == totals.all == len(rows)
    for four_p in FourP:
        assert totals.by_p[four_p] == sum(row.four_p is four_p for row in rows)
    for level in ImpactLevel:
        assert totals.by_level[level] == sum(row.impact_level is level for row in rows)
    assert sum(totals.by_status.values()) == len(rows)


def test_a_view_narrows_by_area_team_recorder_and_subject(
    store: Store, officer: Actor, colleague: Actor, ocg_id: UUID
) -> None:
    north, south = (place.id for place in store.read(officer, places.areas)[:2])
    team = store.read(officer, places.teams)[0].id
    of_team = factories.ocg(store, officer, name="Larkspur", team_id=team)
    first = factories.disruption(store, officer, ocg_id, area_id=north)
    second = factories.disruption(store, colleague, of_team, area_id=south)
    expected = {
        DisruptionFilter(areas=(north,)): {first},
        DisruptionFilter(areas=(north, south)): {first, second},
        DisruptionFilter(teams=(team,)): {second},
        DisruptionFilter(recorder_id=officer.id): {first},
        DisruptionFilter(subject_id=of_team): {second},
        DisruptionFilter(lead_agency="thames-valley", areas=(south,)): {second},
        DisruptionFilter(lead_agency="serocu"): set(),
    }
    for shown, ids in expected.items():
        assert {row.id for row in store.read(officer, disruption_rows.page, shown)} == ids
        assert store.read(officer, disruption_rows.count, shown) == len(ids)


def test_half_of_a_character_is_left_out_of_what_is_typed_and_refused_elsewhere(
    store: Store, officer: Actor, ocg_id: UUID
) -> None:
    id_ = factories.disruption(store, officer, ocg_id, title="Cash \ud83d seized", narrative="Café \udc00")
    draft = store.read(officer, disruptions.detail, id_).draft
    assert (draft.title, draft.narrative) == ("Cash  seized", "Café")
    with pytest.raises(Invalid, match="half of a character"):
        store.write(officer, disruptions.withdraw, id_, "Entered \ud800 twice.")
